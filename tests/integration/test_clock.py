"""What a clock that is moved while things are under way does to them, and what it leaves alone."""
import base64
import json
import re
import threading
import unittest
import urllib.request

import control
from harness import Server, eventually
from test_event_source_mappings import PRINTS, MappingTest

HOUR, DAY = 3600, 24 * 3600
REMAINING = """
import os, time
def handler(event, context):
    time.sleep(event.get("seconds", 0))
    return {"remaining": context.get_remaining_time_in_millis(), "pid": os.getpid()}
"""


def move(server, mode, **more):
    body = json.dumps({"mode": mode, **more}).encode()
    with urllib.request.urlopen(server.url + "/_rivulet/clock", data=body) as answer:
        return json.load(answer)["now"]


class MovedClock(MappingTest):
    def setUp(self):
        self.addCleanup(self.move, "real")

    def move(self, mode, **more):
        return move(self.server, mode, **more)

    def advance(self, seconds):
        return self.move("advance", seconds=seconds)

    def report(self, answer):
        tail = base64.b64decode(answer["LogResult"]).decode()
        return float(re.search(r"\tDuration: (\S+) ms", tail).group(1))

    def test_a_handler_has_the_time_that_its_timeout_gives_it(self):
        self.create("remaining", REMAINING, Timeout=5)
        for shift in (0, HOUR, -DAY):
            self.move("real")
            now = self.move("real")
            self.move("set", time=now + shift)
            answer = self.invoke("remaining", {})
            self.assertGreater(answer["Payload"]["remaining"], 0)
            self.assertLessEqual(answer["Payload"]["remaining"], 5000)

    def test_durations_and_processes_outlive_a_jump(self):
        self.create("jumps", REMAINING, Timeout=10)
        pid = self.invoke("jumps", {})["Payload"]["pid"]
        for shift in (HOUR, -HOUR):
            now = self.move("real")
            timer = threading.Timer(0.3, self.move, ["set"], {"time": now + shift})
            timer.start()
            answer = self.invoke("jumps", {"seconds": 1}, LogType="Tail")
            timer.join()
            self.assertEqual(answer["Payload"]["pid"], pid)
            self.assertGreaterEqual(self.report(answer), 1000)
            self.assertLessEqual(self.report(answer), 10_000)

    def test_log_events_have_the_time_of_a_clock_that_is_back(self):
        self.create("dated", REMAINING)
        self.advance(30 * DAY)
        self.invoke("dated", {})
        now = self.move("real")
        request_id = self.invoke("dated", {})["ResponseMetadata"]["RequestId"]

        def times():
            events = self.logs.filter_log_events(
                logGroupName="/aws/lambda/dated", filterPattern=f'"{request_id}"')["events"]
            return [event["timestamp"] / 1000 for event in events]
        eventually(lambda: len(times()) >= 3, "the log of the second invocation")
        for shown in times():
            self.assertAlmostEqual(shown, now, delta=60)

    def test_a_batching_window_ends_when_the_clock_is_moved_there(self):
        stream = self.table("Forth")
        self.create("forth", PRINTS)
        mapping = self.map("forth", stream, MaximumBatchingWindowInSeconds=300)["UUID"]
        self.put("Forth", "a")

        def left():
            [shard] = control.get(self.server, f"mappings/{mapping}")["shards"]
            return [lane["continues_in_seconds"] for lane in shard["lanes"]
                    if lane["activity"] == "gathering"]
        eventually(left, "the batch that waits for others")
        self.advance(299)
        self.assertLessEqual(left()[0], 1)
        self.assertEqual(self.seen("forth"), [])
        self.advance(1)
        eventually(lambda: self.seen("forth") == ["a"], "the batch whose window is over")

    def test_a_batching_window_isnt_longer_for_a_clock_that_goes_back(self):
        stream = self.table("Back")
        self.create("back", PRINTS)
        self.map("back", stream, MaximumBatchingWindowInSeconds=2)
        self.advance(HOUR)
        self.put("Back", "a")
        self.move("real")
        eventually(lambda: self.seen("back") == ["a"], "the batch of the hour ahead")

    def test_a_token_is_forgotten_ten_minutes_after_the_clock_went_back(self):
        self.table("Tokens")
        write = {"ClientRequestToken": "t", "TransactItems": [
            {"Put": {"TableName": "Tokens", "Item": {"pk": {"S": "a"}}}}]}
        self.advance(DAY)
        self.dynamodb.transact_write_items(**write)
        self.dynamodb.delete_item(TableName="Tokens", Key={"pk": {"S": "a"}})
        self.move("real")
        self.advance(601)
        self.dynamodb.transact_write_items(**write)
        self.assertIn("Item", self.dynamodb.get_item(TableName="Tokens", Key={"pk": {"S": "a"}}))

    def test_an_iterator_ages_from_when_the_clock_went_back(self):
        stream = self.table("Iterators")
        streams = self.server.client("dynamodbstreams")
        shard = streams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"][0]
        self.advance(HOUR)
        iterator = streams.get_shard_iterator(
            StreamArn=stream, ShardId=shard["ShardId"],
            ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        self.move("real")
        self.assertEqual(streams.get_records(ShardIterator=iterator)["Records"], [])
        self.advance(901)
        self.assert_error("ExpiredIteratorException",
                          "The provided iterator exceeds the maximum age allowed.",
                          streams.get_records, ShardIterator=iterator)


class Statuses(unittest.TestCase):
    def test_statuses_settle_after_the_clock_went_back(self):
        server = Server("--delay-transient-statuses")
        self.addCleanup(server.stop)
        tables = server.client("dynamodb")
        move(server, "advance", seconds=HOUR)
        tables.create_table(
            TableName="Settling", BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])
        move(server, "real")

        def status():
            return tables.describe_table(TableName="Settling")["Table"]["TableStatus"]
        self.assertEqual(status(), "CREATING")
        eventually(lambda: status() == "ACTIVE", "the table")


if __name__ == "__main__":
    unittest.main()
