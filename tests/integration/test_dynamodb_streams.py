"""DynamoDB Streams through boto3: which write makes which record, iterators, pages, errors."""
import unittest

from dynamodb_cases import ARN, CONSTRAINT, INVALID, NOT_FOUND, VALIDATION, DynamoDbTest, key

VIEWS = ("KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES")


class StreamTest(DynamoDbTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.streams = cls.server.client("dynamodbstreams")

    def streamed(self, name, view="NEW_AND_OLD_IMAGES"):
        """The ARN of a new table's stream."""
        return self.table(name, StreamSpecification={
            "StreamEnabled": True, "StreamViewType": view})["LatestStreamArn"]

    def shard(self, arn):
        return self.streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]

    def iterator(self, arn, kind="TRIM_HORIZON", **more):
        return self.streams.get_shard_iterator(
            StreamArn=arn, ShardId=self.shard(arn)["ShardId"], ShardIteratorType=kind,
            **more)["ShardIterator"]

    def records(self, arn, kind="TRIM_HORIZON", **more):
        return self.streams.get_records(ShardIterator=self.iterator(arn, kind, **more))["Records"]


class Records(StreamTest):
    def test_a_record_field_for_field(self):
        arn = self.streamed("Shape")
        self.put("Shape", {**key("a"), "n": {"N": "1.0"}}, {**key("a"), "n": {"N": "2"}})
        insert, modify = self.records(arn)
        change = insert.pop("dynamodb")
        self.assertRegex(insert.pop("eventID"), r"^[0-9a-f]{32}$")
        self.assertEqual(insert, {"eventName": "INSERT", "eventVersion": "1.1",
                                  "eventSource": "aws:dynamodb", "awsRegion": "us-east-1"})
        self.assertEqual(change.pop("ApproximateCreationDateTime").microsecond, 0)
        self.assertRegex(change.pop("SequenceNumber"), r"^\d{21,40}$")
        first, second = {**key("a"), "n": {"N": "1"}}, {**key("a"), "n": {"N": "2"}}
        self.assertEqual(change, {"Keys": key("a"), "NewImage": first, "SizeBytes": 9,
                                  "StreamViewType": "NEW_AND_OLD_IMAGES"})
        self.assertEqual(modify["eventName"], "MODIFY")
        self.assertEqual((modify["dynamodb"]["OldImage"], modify["dynamodb"]["NewImage"]),
                         (first, second))

    def test_each_view_shows_its_images(self):
        for view in VIEWS:
            arn = self.streamed("View_" + view, view)
            self.put("View_" + view, {**key("a"), "x": {"S": "1"}}, {**key("a"), "x": {"S": "2"}})
            self.db.delete_item(TableName="View_" + view, Key=key("a"))
            shown = [(record["eventName"], "OldImage" in record["dynamodb"],
                      "NewImage" in record["dynamodb"]) for record in self.records(arn)]
            new, old = view.startswith("NEW"), "OLD" in view
            with self.subTest(view):
                self.assertEqual(shown, [("INSERT", False, new), ("MODIFY", old, new),
                                         ("REMOVE", old, False)])

    def test_which_write_makes_which_record(self):
        arn = self.streamed("Which")
        self.put("Which", {**key("a"), "n": {"N": "1"}, "ss": {"SS": ["x", "y"]}})

        def update(expression, number=None):
            values = {"ExpressionAttributeValues": {":n": {"N": number}}} if number else {}
            self.db.update_item(TableName="Which", Key=key("a"), UpdateExpression=expression, **values)
        writes = (
            ("the same item", [], lambda: self.put("Which", {
                **key("a"), "ss": {"SS": ["y", "x"]}, "n": {"N": "1.00"}})),
            ("SET to the same", [], lambda: update("SET n = :n", "1")),
            ("ADD 0", [], lambda: update("ADD n :n", "0")),
            ("REMOVE of nothing", [], lambda: update("REMOVE zz")),
            ("a change", ["MODIFY"], lambda: update("ADD n :n", "1")),
            ("a failed condition", [], lambda: self.assert_error(
                "ConditionalCheckFailedException", None, self.db.put_item, TableName="Which",
                Item=key("a"), ConditionExpression="attribute_not_exists(pk)")),
            ("DELETE of nothing", [], lambda: self.db.delete_item(TableName="Which", Key=key("q"))),
            ("REMOVE on no item", [], lambda: self.db.update_item(
                TableName="Which", Key=key("q"), UpdateExpression="REMOVE zz")),
            ("an update of a key alone", ["INSERT"], lambda: self.db.update_item(
                TableName="Which", Key=key("bare"))),
            ("a batch", ["INSERT", "REMOVE"], lambda: self.db.batch_write_item(RequestItems={
                "Which": [{"DeleteRequest": {"Key": key("bare")}}, {"PutRequest": {"Item": key("c")}},
                          {"DeleteRequest": {"Key": key("q")}}]})),
            ("a transaction", ["INSERT", "REMOVE"], lambda: self.db.transact_write_items(
                TransactItems=[{"Put": {"TableName": "Which", "Item": key("d")}},
                               {"Delete": {"TableName": "Which", "Key": key("c")}},
                               {"ConditionCheck": {"TableName": "Which", "Key": key("a"),
                                "ConditionExpression": "attribute_exists(pk)"}}])),
            ("a delete", ["REMOVE"], lambda: self.db.delete_item(TableName="Which", Key=key("d"))))
        for name, wanted, write in writes:
            with self.subTest(name):
                before = len(self.records(arn))
                write()
                events = [record["eventName"] for record in self.records(arn)[before:]]
                self.assertEqual(sorted(events), wanted)


class Reading(StreamTest):
    def test_list_and_describe_answer_field_for_field(self):
        arn = self.streamed("Listed")
        label = arn.rsplit("/", 1)[1]
        self.assertEqual(self.answer(self.streams.list_streams, TableName="Listed"), {"Streams": [
            {"StreamArn": arn, "TableName": "Listed", "StreamLabel": label}]})
        self.assertEqual(self.answer(self.streams.list_streams, TableName="Nothing"), {"Streams": []})
        described = self.streams.describe_stream(StreamArn=arn)["StreamDescription"]
        shard, = described.pop("Shards")
        described.pop("CreationRequestDateTime")
        self.assertEqual(described, {
            "StreamArn": arn, "StreamLabel": label, "StreamStatus": "ENABLED", "TableName": "Listed",
            "StreamViewType": "NEW_AND_OLD_IMAGES",
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]})
        self.assertRegex(shard["ShardId"], r"^shardId-\d{20}-[0-9a-f]{8}$")
        self.assertEqual(set(shard["SequenceNumberRange"]), {"StartingSequenceNumber"})

    def test_every_kind_of_iterator_begins_where_it_says(self):
        arn = self.streamed("Begins")
        self.put("Begins", key("a"), key("b"))
        latest = self.iterator(arn, "LATEST")
        self.put("Begins", key("c"))
        numbers = [record["dynamodb"]["SequenceNumber"] for record in self.records(arn)]
        self.assertEqual(numbers, sorted(numbers, key=int))
        for kind, more, wanted in (("TRIM_HORIZON", {}, "abc"),
                                   ("AT_SEQUENCE_NUMBER", {"SequenceNumber": numbers[1]}, "bc"),
                                   ("AFTER_SEQUENCE_NUMBER", {"SequenceNumber": numbers[1]}, "c")):
            with self.subTest(kind):
                keys = [record["dynamodb"]["Keys"]["pk"]["S"]
                        for record in self.records(arn, kind, **more)]
                self.assertEqual("".join(keys), wanted)
        found = self.streams.get_records(ShardIterator=latest)["Records"]
        self.assertEqual([record["dynamodb"]["Keys"] for record in found], [key("c")])

    def test_pages_follow_each_other_and_an_iterator_may_be_used_again(self):
        arn = self.streamed("Paged")
        self.put("Paged", *(key(str(number)) for number in range(7)))
        iterator, pages = self.iterator(arn), []
        for _ in range(4):
            page = self.streams.get_records(ShardIterator=iterator, Limit=3)
            again = self.streams.get_records(ShardIterator=iterator, Limit=3)
            self.assertEqual(page["Records"], again["Records"])
            pages.append(len(page["Records"]))
            iterator = page["NextShardIterator"]
        self.assertEqual(pages, [3, 3, 1, 0])
        self.put("Paged", key("later"))
        self.assertEqual(len(self.streams.get_records(ShardIterator=iterator)["Records"]), 1)

    def test_a_stream_outlives_its_table_and_ends(self):
        arn = self.streamed("Ended")
        self.put("Ended", key("a"))
        self.db.delete_table(TableName="Ended")
        described = self.streams.describe_stream(StreamArn=arn)["StreamDescription"]
        self.assertEqual(described["StreamStatus"], "DISABLED")
        self.assertIn("EndingSequenceNumber", described["Shards"][0]["SequenceNumberRange"])
        page = self.streams.get_records(ShardIterator=self.iterator(arn))
        self.assertEqual(len(page["Records"]), 1)
        self.assertNotIn("NextShardIterator", page)

    def test_bad_requests_get_the_words_of_aws(self):
        arn = self.streamed("Bad")
        shard = self.shard(arn)["ShardId"]
        unknown = ARN + "Bad/stream/2020-01-01T00:00:00.000"
        self.assert_refused(self.streams.describe_stream, {"StreamArn": arn}, (
            ({"StreamArn": unknown}, NOT_FOUND,
             f"Requested resource not found: Stream: {unknown} not found"),
            ({"Limit": 0}, VALIDATION, CONSTRAINT % ("0", "limit")
             + "Member must have value greater than or equal to 1"),
            ({"Limit": 101}, VALIDATION, None)))
        self.assert_refused(self.streams.get_shard_iterator, {
            "StreamArn": arn, "ShardId": shard, "ShardIteratorType": "LATEST"}, (
            ({"StreamArn": unknown}, NOT_FOUND, None),
            ({"ShardId": "shardId-00000000000000000000-00000000"}, NOT_FOUND, None),
            ({"ShardIteratorType": "AT_SEQUENCE_NUMBER"}, VALIDATION,
             INVALID + "Invalid SequenceNumber"),
            ({"SequenceNumber": "1" * 21}, VALIDATION, INVALID + "SequenceNumber should not be "
             "passed for this iterator type"),
            ({"ShardIteratorType": "NEVER"}, VALIDATION, None)))
        good = {"ShardIterator": self.iterator(arn)}
        self.assert_refused(self.streams.get_records, good, (
            ({"ShardIterator": "garbage"}, VALIDATION, "Invalid ShardIterator"),
            ({"Limit": 0}, VALIDATION, CONSTRAINT % ("0", "limit")
             + "Member must have value greater than or equal to 1"),
            ({"Limit": 1001}, VALIDATION, None)))


if __name__ == "__main__":
    unittest.main()
