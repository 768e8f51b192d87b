"""DynamoDB Streams from outside: shards that roll, split and merge, the clock, and a consumer that
must see every write once and in order whatever happens to the shards and to the server.

RIVULET_TEST_WRITES is how many writes the consumer test does (10,000 unless it says otherwise).
"""
import collections
import http.client
import json
import os
import random
import threading
import time
import unittest
import urllib.error
import urllib.request

from harness import Server, ServerTest, data_directory

WRITES = int(os.environ.get("RIVULET_TEST_WRITES", "10000"))
WRITERS = 8
ITEMS_PER_WRITER = 20
DEADLINE_SECONDS = 60 + WRITES / 100

TABLE = {
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
}


def control(server, path, body=None):
    """Calls an endpoint under /_rivulet/; answers (status, JSON)."""
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(server.url + "/_rivulet/" + path, data=data) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def shards_of(client, arn):
    """All shards, over all pages."""
    shards, start = [], {}
    while True:
        page = client.describe_stream(StreamArn=arn, Limit=3, **start)["StreamDescription"]
        shards += page["Shards"]
        if "LastEvaluatedShardId" not in page:
            return shards
        start = {"ExclusiveStartShardId": page["LastEvaluatedShardId"]}


def read_shard(client, arn, shard):
    """The keys of a shard's records, and whether it came to an end."""
    iterator = client.get_shard_iterator(
        StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    keys = []
    while iterator:
        page = client.get_records(ShardIterator=iterator)
        if not page["Records"] and "NextShardIterator" in page:
            return keys, False
        keys += [record["dynamodb"]["Keys"]["pk"]["S"] for record in page["Records"]]
        iterator = page.get("NextShardIterator")
    return keys, True


class Streams(ServerTest):
    def setUp(self):
        self.tables = self.server.client("dynamodb")
        self.streams = self.server.client("dynamodbstreams")
        self.name = "T" + self.id().rsplit(".", 1)[1]
        created = self.tables.create_table(TableName=self.name, **TABLE)
        self.arn = created["TableDescription"]["LatestStreamArn"]

    def tearDown(self):
        control(self.server, "clock", {"mode": "real"})

    def put(self, key, **attributes):
        self.tables.put_item(TableName=self.name, Item={"pk": {"S": key}, **attributes})

    def shards(self):
        return shards_of(self.streams, self.arn)

    def read(self, shard):
        return read_shard(self.streams, self.arn, shard["ShardId"])

    def test_a_rolled_shard_is_closed_and_its_child_goes_on(self):
        self.put("a")
        status, answer = control(self.server, "streams/roll", {"TableName": self.name})
        self.assertEqual(status, 200)
        self.put("b")
        parent, child = self.shards()
        self.assertEqual(answer, {
            "TableName": self.name, "StreamArn": self.arn, "ClosedShards": [parent["ShardId"]],
            "OpenedShards": [child["ShardId"]]})
        self.assertEqual(child["ParentShardId"], parent["ShardId"])
        ending = int(parent["SequenceNumberRange"]["EndingSequenceNumber"])
        self.assertLess(ending, int(child["SequenceNumberRange"]["StartingSequenceNumber"]))
        self.assertNotIn("EndingSequenceNumber", child["SequenceNumberRange"])
        self.assertEqual(self.read(parent), (["a"], True))
        self.assertEqual(self.read(child), (["b"], False))

    def test_a_split_deals_the_items_out_and_a_merge_brings_them_together(self):
        keys = [str(i) for i in range(50)]
        control(self.server, "streams/split", {"TableName": self.name})
        for key in keys:
            self.put(key)
        control(self.server, "streams/merge", {"TableName": self.name})
        for key in keys:
            self.put(key, n={"N": "1"})
        first, low, high, merged = self.shards()
        self.assertEqual(self.read(first), ([], True))
        halves = [self.read(low)[0], self.read(high)[0]]
        self.assertTrue(all(halves))
        self.assertEqual(sorted(halves[0] + halves[1]), sorted(keys))
        self.assertEqual(self.read(merged), (keys, False))
        for parent in (low, high):
            status, children = self.server.wire("DynamoDBStreams_20120810.DescribeStream", {
                "StreamArn": self.arn,
                "ShardFilter": {"Type": "CHILD_SHARDS", "ShardId": parent["ShardId"]}})
            self.assertEqual(status, 200)
            self.assertEqual([shard["ShardId"] for shard in
                              children["StreamDescription"]["Shards"]], [merged["ShardId"]])

    def test_shards_roll_after_four_hours(self):
        control(self.server, "clock", {"mode": "advance", "seconds": 4 * 3600 - 60})
        self.assertEqual(len(self.shards()), 1)
        control(self.server, "clock", {"mode": "advance", "seconds": 60})
        self.assertEqual(len(self.shards()), 2)

    def test_records_iterators_and_items_age_with_the_clock(self):
        self.tables.update_time_to_live(
            TableName=self.name,
            TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"})
        status, clock = control(self.server, "clock", {"mode": "freeze"})
        self.assertEqual((status, clock["mode"]), (200, "frozen"))
        self.put("a", expires={"N": str(int(clock["now"]) + 3600)})
        shard = self.shards()[0]["ShardId"]
        number = self.shards()[0]["SequenceNumberRange"]["StartingSequenceNumber"]
        iterator = self.streams.get_shard_iterator(
            StreamArn=self.arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        control(self.server, "clock", {"mode": "advance", "seconds": 3602})
        self.assertNotIn("Item", self.tables.get_item(TableName=self.name, Key={"pk": {"S": "a"}}))
        self.assert_error("ExpiredIteratorException",
                          "The provided iterator exceeds the maximum age allowed.",
                          self.streams.get_records, ShardIterator=iterator)
        iterator = self.streams.get_shard_iterator(
            StreamArn=self.arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        records = self.streams.get_records(ShardIterator=iterator)["Records"]
        self.assertEqual([record["eventName"] for record in records], ["INSERT", "REMOVE"])
        self.assertEqual(records[1]["userIdentity"],
                         {"PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"})
        control(self.server, "clock", {"mode": "advance", "seconds": 24 * 3600 - 3601})
        self.assert_error(
            "TrimmedDataAccessException",
            "The data you are trying to access has been trimmed",
            self.streams.get_shard_iterator, StreamArn=self.arn, ShardId=shard,
            ShardIteratorType="AT_SEQUENCE_NUMBER", SequenceNumber=number)

    def test_a_deleted_tables_stream_is_there_for_24_hours(self):
        self.put("a")
        self.tables.delete_table(TableName=self.name)
        description = self.streams.describe_stream(StreamArn=self.arn)["StreamDescription"]
        self.assertEqual(description["StreamStatus"], "DISABLED")
        self.assertEqual(self.read(description["Shards"][0]), (["a"], True))
        control(self.server, "clock", {"mode": "advance", "seconds": 24 * 3600 + 10})
        self.assertEqual(self.streams.list_streams(TableName=self.name)["Streams"], [])
        self.assert_error("ResourceNotFoundException",
                          f"Requested resource not found: Stream: {self.arn} not found",
                          self.streams.describe_stream, StreamArn=self.arn)

    def test_the_control_api_says_what_is_wrong(self):
        for path, body, status, error in (
                ("nothing", None, 404, "NotFound"),
                ("streams/roll", None, 405, "MethodNotAllowed"),
                ("streams/roll", {"TableName": "None"}, 404, "NotFound"),
                ("clock", {"mode": "back"}, 400, "BadRequest")):
            answer = control(self.server, path, body)
            self.assertEqual((answer[0], answer[1]["error"]), (status, error), path)


class Restarts(unittest.TestCase):
    def test_sequence_numbers_and_iterators_survive_trimming_and_a_restart(self):
        with data_directory() as directory:
            server = Server(data_dir=directory)
            try:
                tables = server.client("dynamodb")
                arn = tables.create_table(
                    TableName="Counts", **TABLE)["TableDescription"]["LatestStreamArn"]
                for i in range(10):
                    tables.put_item(TableName="Counts", Item={"pk": {"S": str(i)}})
                streams = server.client("dynamodbstreams")
                shard = shards_of(streams, arn)[0]
                control(server, "clock", {"mode": "advance", "seconds": 24 * 3600 + 10})
                old, new = shards_of(streams, arn)
                self.assertEqual(old["ShardId"], shard["ShardId"])
                iterator = streams.get_shard_iterator(
                    StreamArn=arn, ShardId=new["ShardId"],
                    ShardIteratorType="LATEST")["ShardIterator"]
                server.kill()
                server.start()
                streams = server.client("dynamodbstreams")
                server.client("dynamodb").put_item(TableName="Counts", Item={"pk": {"S": "after"}})
                record, = streams.get_records(ShardIterator=iterator)["Records"]
                self.assertGreater(int(record["dynamodb"]["SequenceNumber"]),
                                   int(old["SequenceNumberRange"]["EndingSequenceNumber"]))
            finally:
                server.stop()


class Writer(threading.Thread):
    """Counts items up, each write by one, and keeps what was acknowledged. Writes again what the
    server didn't answer, for that may or may not have happened: the counts tell."""

    def __init__(self, number, server, writes):
        super().__init__()
        self.random = random.Random(number)
        self.items = [f"{number}-{i}" for i in range(ITEMS_PER_WRITER)]
        self.server = server
        self.left = writes
        self.may_write = threading.Event()
        self.may_write.set()
        self.pausing = threading.Event()
        self.acknowledged = []  # (item, count after the write)
        self.error = None

    def run(self):
        connection = None
        while self.left and not self.error:
            self.pausing.clear()
            if not self.may_write.is_set():
                self.pausing.set()
                self.may_write.wait()
            item = self.random.choice(self.items)
            try:
                connection = connection or http.client.HTTPConnection(
                    self.server.url.removeprefix("http://"), timeout=20)
                count = self.write(connection, item)
            except (OSError, http.client.HTTPException):  # it was killed
                if connection:
                    connection.close()
                connection = None
                time.sleep(0.05)
                continue
            if count:
                self.acknowledged.append((item, count))
                self.left -= 1
        if connection:
            connection.close()
        self.pausing.set()

    def write(self, connection, item):
        body = {"TableName": "Counts", "Key": {"pk": {"S": item}}, "ReturnValues": "UPDATED_NEW",
                "UpdateExpression": "ADD n :one", "ExpressionAttributeValues": {":one": {"N": "1"}}}
        connection.request("POST", "/", json.dumps(body), {
            "Content-Type": "application/x-amz-json-1.0",
            "X-Amz-Target": "DynamoDB_20120810.UpdateItem", "X-Amz-Date": "20250101T000000Z",
            "Authorization": "AWS4-HMAC-SHA256 Credential=A/20250101/us-east-1/dynamodb/"
                             "aws4_request, SignedHeaders=host, Signature=0"})
        response = connection.getresponse()
        answer = json.loads(response.read())
        if response.status != 200:
            self.error = answer
            return None
        return int(answer["Attributes"]["n"]["N"])


class Consumer:
    """Follows a stream's shards, parents first, as any client of AWS would; it finds its place again
    by the last sequence number that it has read."""

    def __init__(self, arn):
        self.arn = arn
        self.client = None
        self.finished = set()
        self.last = {}  # shard: sequence number
        self.iterators = {}
        self.counts = collections.defaultdict(list)  # item: its counts, as they came
        self.seen = 0

    def connect(self, server):
        self.client = server.client("dynamodbstreams")
        self.iterators = {}

    def poll(self):
        """One page of each shard whose turn has come; answers how many records there were."""
        shards = shards_of(self.client, self.arn)
        known = {shard["ShardId"] for shard in shards}
        before = self.seen
        for shard in shards:
            parent = shard.get("ParentShardId")
            if shard["ShardId"] in self.finished or (parent in known and
                                                     parent not in self.finished):
                continue
            self.read(shard["ShardId"])
        return self.seen - before

    def read(self, shard):
        if shard not in self.iterators:
            place = {"ShardIteratorType": "TRIM_HORIZON"}
            if shard in self.last:
                place = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER",
                         "SequenceNumber": self.last[shard]}
            self.iterators[shard] = self.client.get_shard_iterator(
                StreamArn=self.arn, ShardId=shard, **place)["ShardIterator"]
        try:
            page = self.client.get_records(ShardIterator=self.iterators[shard])
        except self.client.exceptions.ExpiredIteratorException:
            del self.iterators[shard]
            return
        for record in page["Records"]:
            change = record["dynamodb"]
            if shard in self.last and int(change["SequenceNumber"]) <= int(self.last[shard]):
                raise AssertionError(f"{change} came after {self.last[shard]}")
            self.last[shard] = change["SequenceNumber"]
            self.counts[change["Keys"]["pk"]["S"]].append(int(change["NewImage"]["n"]["N"]))
            self.seen += 1
        self.iterators[shard] = page.get("NextShardIterator")
        if not self.iterators[shard]:
            self.finished.add(shard)


class EveryWriteOnce(unittest.TestCase):
    def test_a_consumer_sees_every_write_once_and_in_order(self):
        with data_directory() as directory:
            server = Server("--stream-shards", "2", data_dir=directory)
            try:
                self.write_and_consume(server)
            finally:
                server.kill()

    def write_and_consume(self, server):
        arn = server.client("dynamodb").create_table(
            TableName="Counts", **TABLE)["TableDescription"]["LatestStreamArn"]
        consumer = Consumer(arn)
        consumer.connect(server)
        writers = [Writer(number, server, WRITES // WRITERS) for number in range(WRITERS)]
        for writer in writers:
            writer.start()

        def done():
            return sum(len(writer.acknowledged) for writer in writers)

        def restart():
            server.kill()
            server.start()
            consumer.connect(server)

        def change(path):
            self.assertEqual(control(server, path, {"TableName": "Counts"})[0], 200)

        def trim():
            # What is too old is gone for all consumers: this one must have read it before.
            for writer in writers:
                writer.may_write.clear()
            for writer in writers:
                writer.pausing.wait(DEADLINE_SECONDS)
            while consumer.poll():
                pass
            # Writes go on once the clock was moved, while the trimming does.
            trimming = threading.Thread(
                target=control, args=(server, "clock", {"mode": "advance", "seconds": 25 * 3600}))
            trimming.start()
            while control(server, "clock")[1]["mode"] != "shifted":
                pass
            for writer in writers:
                writer.may_write.set()
            trimming.join()

        events = [lambda: change("streams/split"), restart, lambda: change("streams/roll"), trim,
                  lambda: change("streams/roll"), restart, lambda: change("streams/split"),
                  lambda: change("streams/roll"), restart]
        end = time.monotonic() + DEADLINE_SECONDS
        for number, event in enumerate(events):
            while done() < WRITES * (number + 1) / (len(events) + 1):
                self.assertLess(time.monotonic(), end)
                self.assertFalse([writer.error for writer in writers if writer.error])
                consumer.poll()
            event()
        while any(writer.is_alive() for writer in writers) or consumer.poll():
            self.assertLess(time.monotonic(), end)
            consumer.poll()
        self.check(consumer, writers)

    def check(self, consumer, writers):
        for item, counts in consumer.counts.items():
            # No count is missing, none comes twice, none comes early.
            self.assertEqual(counts, list(range(1, len(counts) + 1)), item)
        for writer in writers:
            self.assertIsNone(writer.error)
            self.assertEqual(len(writer.acknowledged), WRITES // WRITERS)
            for item, count in writer.acknowledged:
                self.assertLessEqual(count, len(consumer.counts[item]))
        self.assertGreaterEqual(consumer.seen, WRITES // WRITERS * WRITERS)


if __name__ == "__main__":
    unittest.main()
