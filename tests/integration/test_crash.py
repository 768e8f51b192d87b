"""kill -9 amid writes: nothing that was acknowledged is lost, and each write has one stream record."""
import http.client
import itertools
import random
import threading
import unittest

from harness import Server, data_directory
from wire import Connection

STREAMS = "DynamoDBStreams_20120810"
ROUNDS, WRITERS, KEYS = 5, 4, 25
TABLE = {
    "TableName": "Counted", "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"},
                             {"AttributeName": "by", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "GlobalSecondaryIndexes": [{
        "IndexName": "by_writer", "KeySchema": [{"AttributeName": "by", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"}}],
    "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
}


class Writer(threading.Thread):
    """Puts items until the connection breaks; every put has a number of its own."""

    def __init__(self, url, name, numbers, acknowledged):
        super().__init__(name=name)
        self.connection, self.numbers, self.acknowledged = Connection(url), numbers, acknowledged

    def run(self):
        try:
            for number in self.numbers:
                status, answer = self.connection.call("PutItem", {
                    "TableName": TABLE["TableName"],
                    "Item": {"pk": {"S": f"{self.name}-{number % KEYS}"}, "by": {"S": self.name},
                             "number": {"N": str(number)}}})
                assert status == 200, answer
                self.acknowledged.append(number)
        except (OSError, http.client.HTTPException):
            self.connection.close()


def all_records(url, arn):
    connection = Connection(url)
    shards = connection.call("DescribeStream", {"StreamArn": arn}, STREAMS)[1]
    records = []
    for shard in shards["StreamDescription"]["Shards"]:
        iterator = connection.call("GetShardIterator", {
            "StreamArn": arn, "ShardId": shard["ShardId"],
            "ShardIteratorType": "TRIM_HORIZON"}, STREAMS)[1]["ShardIterator"]
        while iterator:
            page = connection.call("GetRecords", {"ShardIterator": iterator}, STREAMS)[1]
            records += page["Records"]
            iterator = page.get("NextShardIterator") if page["Records"] else None
    connection.close()
    return records


def all_items(url, **source):
    connection, items, start = Connection(url), [], {}
    while True:
        page = connection.call("Scan", {"TableName": TABLE["TableName"], **source, **start})[1]
        items += page["Items"]
        if "LastEvaluatedKey" not in page:
            connection.close()
            return items
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def number_of(item):
    return int(item["number"]["N"])


class Crash(unittest.TestCase):
    def setUp(self):
        directory = data_directory()
        self.server = Server(data_dir=directory.__enter__())
        self.addCleanup(directory.__exit__, None, None, None)
        self.addCleanup(lambda: self.server.stop())
        connection = Connection(self.server.url)
        created = connection.call("CreateTable", TABLE)[1]["TableDescription"]
        connection.close()
        self.stream = created["LatestStreamArn"]

    def write_until_killed(self, numbers):
        acknowledged = [[] for _ in range(WRITERS)]
        writers = [Writer(self.server.url, f"w{i}", numbers[i], acknowledged[i])
                   for i in range(WRITERS)]
        for writer in writers:
            writer.start()
        writers[0].join(random.uniform(0.2, 0.5))  # how long the crash lets them write
        self.server.kill()
        for writer in writers:
            writer.join()
        self.server.start()
        return acknowledged

    def check_items_follow_records(self, records):
        """The table and its index are what the records say, so both were committed or neither."""
        last = {}
        for record in records:
            image = record["dynamodb"]["NewImage"]
            key = image["pk"]["S"]
            old = record["dynamodb"].get("OldImage")
            self.assertEqual(number_of(old) if old else None, last.get(key))
            self.assertEqual(record["eventName"], "MODIFY" if old else "INSERT")
            last[key] = number_of(image)
        for source in ({}, {"IndexName": "by_writer"}):
            items = {item["pk"]["S"]: number_of(item)
                     for item in all_items(self.server.url, **source)}
            self.assertEqual(items, last)

    def test_every_acknowledged_write_is_there_and_has_one_record(self):
        numbers = [itertools.count(i * 1_000_000) for i in range(WRITERS)]
        acknowledged = []
        for _ in range(ROUNDS):
            for written in self.write_until_killed(numbers):
                acknowledged += written
        self.assertGreater(len(acknowledged), 100)
        records = all_records(self.server.url, self.stream)
        found = [number_of(record["dynamodb"]["NewImage"]) for record in records]
        self.assertEqual(len(found), len(set(found)), "a write has two records")
        self.assertEqual(set(acknowledged) - set(found), set(), "a write was lost")
        # Beside the acknowledged ones only those that were under way when it was killed.
        self.assertLessEqual(len(found) - len(acknowledged), ROUNDS * WRITERS)
        sequence = [int(record["dynamodb"]["SequenceNumber"]) for record in records]
        self.assertTrue(all(a < b for a, b in zip(sequence, sequence[1:])))
        self.check_items_follow_records(records)

    def test_a_transaction_is_there_whole_or_not_at_all(self):
        def write(url, done):
            connection = Connection(url)
            try:
                for number in itertools.count():
                    status, answer = connection.call("TransactWriteItems", {"TransactItems": [
                        {"Put": {"TableName": TABLE["TableName"], "Item": {
                            "pk": {"S": f"{number}-{half}"}, "number": {"N": str(number)}}}}
                        for half in ("a", "b", "c")]})
                    assert status == 200, answer
                    done.append(number)
            except (OSError, http.client.HTTPException):
                connection.close()
        done = []
        thread = threading.Thread(target=write, args=(self.server.url, done))
        thread.start()
        thread.join(0.3)
        self.server.kill()
        thread.join()
        self.server.start()
        found = [number_of(item) for item in all_items(self.server.url)]
        self.assertEqual({found.count(number) for number in found}, {3})
        self.assertLessEqual(set(done), set(found))
        self.assertEqual(len(all_records(self.server.url, self.stream)), len(found))


if __name__ == "__main__":
    unittest.main()
