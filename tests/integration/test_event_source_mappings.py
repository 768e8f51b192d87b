"""Event source mappings through boto3: how they come, change and go, and what they deliver."""
import json
import unittest

from harness import eventually, log_messages, zip_of
from lambda_cases import ARN, UUID, LambdaTest
from wire import request

INVALID, VALIDATION = "InvalidParameterValueException", "ValidationException"
NOT_FOUND = ("ResourceNotFoundException", "The resource you requested does not exist.")
NO_MAPPING = "00000000-0000-4000-8000-000000000000"
CONSTRAINT = "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: "
PRINTS = """
import json
def handler(event, context):
    print("saw", json.dumps([record["dynamodb"]["Keys"]["pk"]["S"] for record in event["Records"]]))
"""


class MappingTest(LambdaTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dynamodb = cls.server.client("dynamodb")

    def table(self, name, view="NEW_AND_OLD_IMAGES"):
        """The ARN of a new table's stream."""
        created = self.dynamodb.create_table(
            TableName=name, BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": view})
        self.addCleanup(self.dynamodb.delete_table, TableName=name)
        return created["TableDescription"]["LatestStreamArn"]

    def map(self, function, stream, **more):
        created = self.functions.create_event_source_mapping(**{
            "FunctionName": function, "EventSourceArn": stream,
            "StartingPosition": "TRIM_HORIZON", **more})
        self.addCleanup(self.unmap, created["UUID"])
        return created

    def unmap(self, uuid):
        try:
            self.functions.delete_event_source_mapping(UUID=uuid)
        except self.functions.exceptions.ResourceNotFoundException:
            pass

    def put(self, table, *keys, **attributes):
        for key in keys:
            self.dynamodb.put_item(TableName=table, Item={"pk": {"S": key}, **attributes})

    def batches(self, function):
        """What each invocation printed that it saw."""
        return [json.loads(line[4:]) for line in log_messages(self.logs, f"/aws/lambda/{function}")
                if line.startswith("saw ")]

    def seen(self, function):
        return [key for batch in self.batches(function) for key in batch]


class Mappings(MappingTest):
    def test_create_answers_the_mapping_field_for_field(self):
        stream = self.table("Shape")
        self.create("shape")
        status, _, body = request(
            self.server.url, "POST", "/2015-03-31/event-source-mappings", json.dumps({
                "FunctionName": "shape", "EventSourceArn": stream,
                "StartingPosition": "TRIM_HORIZON"}))
        self.assertEqual(status, 202)
        created = json.loads(body)
        self.assertIsInstance(created.pop("LastModified"), (int, float))
        uuid = created.pop("UUID")
        self.assertRegex(uuid, f"^{UUID}$")
        self.addCleanup(self.unmap, uuid)
        self.assertEqual(created, {
            "BatchSize": 100, "BisectBatchOnFunctionError": False,
            "DestinationConfig": {"OnFailure": {}}, "EventSourceArn": stream,
            "EventSourceMappingArn":
                f"arn:aws:lambda:us-east-1:000000000000:event-source-mapping:{uuid}",
            "FunctionArn": ARN + "shape", "FunctionResponseTypes": [],
            "LastProcessingResult": "No records processed", "MaximumBatchingWindowInSeconds": 0,
            "MaximumRecordAgeInSeconds": -1, "MaximumRetryAttempts": -1,
            "ParallelizationFactor": 1, "StartingPosition": "TRIM_HORIZON", "State": "Creating",
            "StateTransitionReason": "User action", "TumblingWindowInSeconds": 0})
        got = self.functions.get_event_source_mapping(UUID=uuid)
        self.assertEqual((got["State"], got["UUID"]), ("Enabled", uuid))

    def test_update_disable_enable_delete(self):
        self.create("life")
        uuid = self.map("life", self.table("Life"))["UUID"]
        update, get = (self.functions.update_event_source_mapping,
                       self.functions.get_event_source_mapping)
        for change, answered, then in (
                ({"BatchSize": 5}, "Updating", "Enabled"), ({"Enabled": False}, "Disabling", "Disabled"),
                ({"MaximumRetryAttempts": 2}, "Updating", "Disabled"),
                ({"Enabled": True}, "Enabling", "Enabled")):
            with self.subTest(**change):
                self.assertEqual(update(UUID=uuid, **change)["State"], answered)
                self.assertEqual(get(UUID=uuid)["State"], then)
        got = get(UUID=uuid)
        self.assertEqual((got["BatchSize"], got["MaximumRetryAttempts"]), (5, 2))
        deleted = self.functions.delete_event_source_mapping(UUID=uuid)
        self.assertEqual((deleted["State"], deleted["UUID"]), ("Deleting", uuid))
        for call in (get, update, self.functions.delete_event_source_mapping):
            self.assert_error(*NOT_FOUND, call, UUID=uuid)

    def test_list_by_function_and_by_stream(self):
        first, second = self.table("ListFirst"), self.table("ListSecond")
        for name in ("lists-a", "lists-b"):
            self.create(name)
        made = {(name, stream): self.map(name, stream)["UUID"]
                for name in ("lists-a", "lists-b") for stream in (first, second)}
        for asked, wanted in (
                ({"FunctionName": "lists-a"}, [("lists-a", first), ("lists-a", second)]),
                ({"FunctionName": ARN + "lists-b"}, [("lists-b", first), ("lists-b", second)]),
                ({"EventSourceArn": first}, [("lists-a", first), ("lists-b", first)]),
                ({"EventSourceArn": first, "FunctionName": "lists-a"}, [("lists-a", first)]),
                ({}, list(made)), ({"FunctionName": "nobody"}, []),
                ({"EventSourceArn": first.replace("ListFirst", "Nothing")}, [])):
            with self.subTest(**asked):
                listed = self.functions.list_event_source_mappings(**asked)
                self.assertEqual({mapping["UUID"] for mapping in listed["EventSourceMappings"]},
                                 {made[key] for key in wanted})
        page = self.functions.list_event_source_mappings(MaxItems=3)
        rest = self.functions.list_event_source_mappings(Marker=page["NextMarker"])
        self.assertEqual(len(page["EventSourceMappings"]), 3)
        self.assertEqual(len(rest["EventSourceMappings"]), 1)
        self.assertNotIn("NextMarker", rest)

    def test_the_same_function_and_stream_again_is_a_conflict(self):
        stream = self.table("Twice")
        self.create("twice")
        uuid = self.map("twice", stream)["UUID"]
        self.assert_error(
            "ResourceConflictException",
            f'The event source arn (" {stream} ") and function (" twice ") provided mapping '
            f"already exists. Please update or delete the existing mapping with UUID {uuid}",
            self.functions.create_event_source_mapping, FunctionName="twice",
            EventSourceArn=stream, StartingPosition="LATEST")

    def test_bad_requests_get_the_words_of_aws(self):
        stream = self.table("Bad")
        self.create("bad")
        unknown = stream.replace("Bad", "Unknown")
        good = {"FunctionName": "bad", "EventSourceArn": stream, "StartingPosition": "LATEST"}
        filters = {"Filters": [{"Pattern": "single-string"}]}
        cases = (
            ({"EventSourceArn": None, "FunctionName": "nobody"}, INVALID,
             "Unrecognized event source."),
            ({"FunctionName": "nobody"}, INVALID, "Function does not exist"),
            ({"FunctionName": "nobody", "EventSourceArn": unknown}, INVALID,
             "Function does not exist"),
            ({"EventSourceArn": unknown}, INVALID, f"Stream not found: {unknown}"),
            ({"FunctionName": "nobody", "DestinationConfig": {"OnSuccess": {
                "Destination": "arn:aws:sqs:us-east-1:000000000000:q"}}}, INVALID,
             "Unsupported DestinationConfig parameter for given event source mapping type."),
            ({"StartingPosition": None}, INVALID,
             "1 validation error detected: Value null at 'startingPosition' failed to satisfy "
             "constraint: Member must not be null."),
            ({"StartingPosition": "invalid"}, VALIDATION, CONSTRAINT % (
                "invalid", "startingPosition") + "Member must satisfy enum value set: "
             "[LATEST, AT_TIMESTAMP, TRIM_HORIZON]"),
            ({"StartingPosition": "AT_TIMESTAMP"}, INVALID,
             f"Unsupported starting position for arn type: {stream}"),
            ({"FilterCriteria": filters}, INVALID, "Invalid filter pattern definition."),
            ({"MaximumRecordAgeInSeconds": 59}, INVALID, "MaximumRecordAgeInSeconds must be either "
             "-1 (forever) or between 60 and 604800 (inclusive)"),
            ({"BatchSize": 0}, VALIDATION, CONSTRAINT % ("0", "batchSize")
             + "Member must have value greater than or equal to 1"),
            ({"BatchSize": 10001}, VALIDATION, CONSTRAINT % ("10001", "batchSize")
             + "Member must have value less than or equal to 10000"),
            ({"ParallelizationFactor": 11}, VALIDATION, CONSTRAINT % ("11", "parallelizationFactor")
             + "Member must have value less than or equal to 10"),
            ({"MaximumRetryAttempts": -2}, VALIDATION, CONSTRAINT % ("-2", "maximumRetryAttempts")
             + "Member must have value greater than or equal to -1"),
            ({"FunctionResponseTypes": ["Other"]}, VALIDATION, None),
        )
        for change, code, message in cases:
            given = {name: value for name, value in {**good, **change}.items() if value is not None}
            with self.subTest(**change):
                self.assert_error(code, message, self.functions.create_event_source_mapping, **given)
        listed = self.functions.list_event_source_mappings(FunctionName="bad")
        self.assertEqual(listed["EventSourceMappings"], [])
        for call in (self.functions.get_event_source_mapping,
                     self.functions.update_event_source_mapping,
                     self.functions.delete_event_source_mapping):
            self.assert_error(*NOT_FOUND, call, UUID=NO_MAPPING)


class Deliveries(MappingTest):
    def test_a_record_arrives_with_every_field_and_its_context(self):
        stream = self.table("Whole")
        self.create("whole", "import json\ndef handler(event, context):\n"
                             '    print("saw", json.dumps(event))\n'
                             '    print("arn", context.invoked_function_arn)\n')
        self.map("whole", stream)
        self.put("Whole", "k", n={"N": "1.0"}, b={"B": b"\x01"})
        event, = eventually(lambda: self.batches("whole"), "the event")
        record, = event["Records"]
        self.assertEqual(list(record), ["eventID", "eventName", "eventVersion", "eventSource",
                                        "awsRegion", "dynamodb", "eventSourceARN"])
        change = record.pop("dynamodb")
        self.assertRegex(record.pop("eventID"), r"^[0-9a-f]{32}$")
        self.assertEqual(record, {"eventName": "INSERT", "eventVersion": "1.1",
                                  "eventSource": "aws:dynamodb", "awsRegion": "us-east-1",
                                  "eventSourceARN": stream})
        self.assertIsInstance(change.pop("ApproximateCreationDateTime"), float)
        self.assertRegex(change.pop("SequenceNumber"), r"^\d{21,40}$")
        image = {"pk": {"S": "k"}, "n": {"N": "1"}, "b": {"B": "AQ=="}}
        self.assertEqual(change, {"Keys": {"pk": {"S": "k"}}, "NewImage": image, "SizeBytes": 11,
                                  "StreamViewType": "NEW_AND_OLD_IMAGES"})
        self.assertIn(f"arn {ARN}whole\n", log_messages(self.logs, "/aws/lambda/whole"))
        mappings = self.functions.list_event_source_mappings(FunctionName="whole")
        self.assertEqual(mappings["EventSourceMappings"][0]["LastProcessingResult"], "OK")

    def test_trim_horizon_begins_with_the_oldest_and_latest_with_the_next(self):
        stream = self.table("Begins")
        self.put("Begins", "before")
        for name, position in (("from-horizon", "TRIM_HORIZON"), ("from-latest", "LATEST")):
            self.create(name, PRINTS)
            self.map(name, stream, StartingPosition=position)
        self.put("Begins", "after")
        eventually(lambda: self.seen("from-horizon") == ["before", "after"], "both records")
        eventually(lambda: self.seen("from-latest") == ["after"], "the second record")

    def test_no_batch_is_larger_than_the_batch_size_and_order_is_kept(self):
        stream = self.table("Batches")
        keys = [f"k{number}" for number in range(10)]
        self.put("Batches", *keys)
        self.create("batches", PRINTS)
        self.map("batches", stream, BatchSize=4)
        eventually(lambda: self.seen("batches") == keys, "ten records in order")
        self.assertEqual([len(batch) for batch in self.batches("batches")], [4, 4, 2])

    def test_only_what_the_filters_match_is_delivered(self):
        stream = self.table("Filtered")
        self.create("filtered", PRINTS)
        pattern = {"eventName": ["INSERT"], "dynamodb": {"NewImage": {"kind": {"S": ["good"]}}}}
        created = self.map("filtered", stream, FilterCriteria={
            "Filters": [{"Pattern": json.dumps(pattern)}]})
        self.assertEqual(created["FilterCriteria"], {"Filters": [{"Pattern": json.dumps(pattern)}]})
        self.put("Filtered", "a", "b", kind={"S": "bad"})
        self.put("Filtered", "c", kind={"S": "good"})
        self.put("Filtered", "a", kind={"S": "good"})  # a MODIFY
        self.put("Filtered", "d", kind={"S": "good"})
        eventually(lambda: self.seen("filtered") == ["c", "d"], "the two inserted good ones")

    def test_a_failing_batch_is_tried_until_it_succeeds(self):
        stream = self.table("Retried")
        self.create("retried", "tries = []\n" + PRINTS
                    + "    tries.append(1)\n    if len(tries) < 3: raise Exception('not yet')\n")
        self.map("retried", stream, BatchSize=1)
        self.put("Retried", "a", "b")
        eventually(lambda: self.seen("retried") == ["a", "a", "a", "b"], "three tries, then the next")

    def test_a_batch_is_given_up_after_its_retries(self):
        stream = self.table("Dropped")
        self.create("dropped", PRINTS + "    raise Exception('never')\n")
        self.map("dropped", stream, BatchSize=1, MaximumRetryAttempts=1)
        self.put("Dropped", "a", "b")
        eventually(lambda: self.seen("dropped") == ["a", "a", "b", "b"], "two tries each")

    def test_reported_item_failures_are_delivered_again_from_there(self):
        stream = self.table("Partial")
        self.put("Partial", "a", "b", "c")
        self.create("partial", "done = []\n" + PRINTS + """
    if done: return {"batchItemFailures": []}
    done.append(1)
    return {"batchItemFailures": [{"itemIdentifier": event["Records"][1]["dynamodb"]["SequenceNumber"]}]}
""")
        self.map("partial", stream, FunctionResponseTypes=["ReportBatchItemFailures"])
        eventually(lambda: self.batches("partial") == [["a", "b", "c"], ["b", "c"]], "the rest again")

    def test_a_disabled_mapping_goes_on_where_it_stopped(self):
        stream = self.table("Paused")
        self.create("paused", PRINTS)
        uuid = self.map("paused", stream)["UUID"]
        self.put("Paused", "a")
        eventually(lambda: self.seen("paused") == ["a"], "the first record")
        self.functions.update_event_source_mapping(UUID=uuid, Enabled=False)
        self.put("Paused", "b")
        self.functions.update_event_source_mapping(UUID=uuid, Enabled=True)
        eventually(lambda: self.seen("paused") == ["a", "b"], "what was written meanwhile")

    def test_updated_code_gets_the_next_records(self):
        stream = self.table("Recoded")
        self.create("recoded", PRINTS)
        self.map("recoded", stream)
        self.put("Recoded", "a")
        eventually(lambda: self.seen("recoded") == ["a"], "the first record")
        self.functions.update_function_code(FunctionName="recoded", ZipFile=zip_of(
            **{"main.py": PRINTS.replace('["S"] for', '["S"] + "!" for')}))
        self.put("Recoded", "b")
        eventually(lambda: self.seen("recoded") == ["a", "b!"], "the second, by the new code")

    def test_records_wait_for_a_function_that_went_away(self):
        stream = self.table("Orphan")
        self.create("orphan", PRINTS)
        self.map("orphan", stream)
        self.functions.delete_function(FunctionName="orphan")
        self.put("Orphan", "a")
        mapping, = self.functions.list_event_source_mappings(
            EventSourceArn=stream)["EventSourceMappings"]
        self.assertEqual(mapping["State"], "Enabled")
        self.create("orphan", PRINTS)
        eventually(lambda: self.seen("orphan") == ["a"], "the record")


if __name__ == "__main__":
    unittest.main()
