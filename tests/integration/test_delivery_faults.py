"""Faults of deliveries and streams (docs/faults.md): what handlers and consumers see of them."""
import unittest

import control
from control import drain, get, post
from harness import log_messages
from test_event_source_mappings import PRINTS, MappingTest

PRINTS_BODIES = """
import json
def handler(event, context):
    print("saw", json.dumps([record["body"] for record in event["Records"]]))
"""


class FaultTest(MappingTest):
    """Each test has a function, a table and a mapping of its name, and leaves no fault behind."""

    def setUp(self):
        self.name = self.id().rsplit(".", maxsplit=1)[-1]

    def tearDown(self):
        control.call(self.server, "DELETE", "faults?account=*")

    def mapped(self, code=PRINTS, **more):
        """The UUID of a mapping."""
        self.stream = self.table(self.name)
        self.create(self.name, code, Timeout=3)
        return self.map(self.name, self.stream, **more)["UUID"]

    def set(self, **members):
        return post(self.server, "faults", **members)["id"]

    def assert_used_up(self, fault_id, times=1):
        fault = get(self.server, f"faults/{fault_id}")
        self.assertEqual((fault["done"], fault["remaining"]), (times, 0))

    def batches_of(self, uuid, key):
        """The batches in the trace of the record."""
        for record in get(self.server, f"mappings/{uuid}/records")["records"]:
            if record["keys"]["pk"]["S"] == key:
                self.assertEqual(record["outcome"], "delivered")
                return record["batches"]
        return None


class Deliveries(FaultTest):
    def test_a_duplicate_comes_once(self):
        uuid = self.mapped(BatchSize=2)
        fault = self.set(on="delivery", mapping=uuid, effect="duplicate")
        self.put(self.name, "a")
        drain(self.server)
        self.put(self.name, "b")
        drain(self.server)
        self.assertEqual(self.batches(self.name), [["a"], ["a"], ["b"]])
        self.assert_used_up(fault)
        first, again = self.batches_of(uuid, "a")
        self.assertEqual(first["newest_attempts"][0]["fault"], "duplicate")
        self.assertEqual(first["newest_attempts"][0]["outcome"], "delivered")
        self.assertEqual(again["repeated_by"], "duplicate")
        self.assertEqual(again["newest_attempts"][0]["attempt"], 1)
        self.assertNotIn("fault", again["newest_attempts"][0])

    def test_duplicates_of_each_of_three_batches(self):
        uuid = self.mapped(BatchSize=1)
        fault = self.set(on="delivery", mapping=uuid, effect="duplicate", times=3)
        self.put(self.name, "a", "b", "c", "d")
        drain(self.server)
        self.assertEqual(self.seen(self.name), ["a", "a", "b", "b", "c", "c", "d"])
        self.assert_used_up(fault, 3)

    def test_without_a_checkpoint_the_batch_is_made_anew(self):
        uuid = self.mapped()
        fault = self.set(on="delivery", mapping=uuid, effect="lose-checkpoint")
        self.put(self.name, "a")
        drain(self.server)
        self.put(self.name, "b")
        drain(self.server)
        self.assertEqual([key for key in self.seen(self.name) if key == "a"], ["a", "a"])
        self.assertEqual(self.seen(self.name)[-1], "b")
        self.assert_used_up(fault)
        self.assertEqual(self.batches_of(uuid, "a")[0]["repeated_by"], "lose-checkpoint")

    def test_a_throttled_invocation_is_no_attempt(self):
        uuid = self.mapped(MaximumRetryAttempts=0)
        fault = self.set(on="delivery", mapping=uuid, effect="throttle", times=2)
        self.put(self.name, "a")
        drain(self.server)
        self.assertEqual(self.batches(self.name), [["a"]])
        self.assert_used_up(fault, 2)
        throttled, delivered = self.batches_of(uuid, "a")[0]["newest_attempts"]
        self.assertEqual((throttled["outcome"], throttled["times"], throttled["fault"]),
                         ("not invoked", 2, "throttle"))
        self.assertEqual(throttled["error"], "Rate Exceeded. (A fault asked for it.)")
        self.assertEqual((delivered["attempt"], delivered["outcome"]), (1, "delivered"))

    def test_a_time_limit_is_over_at_once(self):
        uuid = self.mapped(MaximumRetryAttempts=1)
        fault = self.set(on="delivery", mapping=uuid, effect="timeout")
        self.put(self.name, "a")
        drain(self.server)
        self.assertEqual(self.batches(self.name), [["a"]])
        self.assert_used_up(fault)
        failed, delivered = self.batches_of(uuid, "a")[0]["newest_attempts"]
        self.assertEqual((failed["outcome"], failed["fault"]), ("failed", "timeout"))
        self.assertIn("Task timed out after 3.00 seconds", failed["error"])
        self.assertEqual(failed["duration_ms"], 3000)
        self.assertEqual((delivered["attempt"], delivered["outcome"]), (2, "delivered"))
        log = log_messages(self.logs, f"/aws/lambda/{self.name}")
        self.assertTrue(any("Task timed out after 3.00 seconds" in line for line in log), log)
        self.assertTrue(any("Duration: 3000.00 ms" in line for line in log), log)

    def test_a_process_is_killed(self):
        uuid = self.mapped(MaximumRetryAttempts=1)
        fault = self.set(on="delivery", mapping=uuid, effect="kill")
        self.put(self.name, "a")
        drain(self.server)
        self.assertEqual(self.batches(self.name), [["a"]])
        self.assert_used_up(fault)
        failed = self.batches_of(uuid, "a")[0]["newest_attempts"][0]
        self.assertEqual((failed["outcome"], failed["fault"]), ("failed", "kill"))
        self.assertIn("Runtime exited with error: signal: killed", failed["error"])

    def test_a_batch_may_be_killed_until_it_is_given_up(self):
        uuid = self.mapped(MaximumRetryAttempts=1)
        self.set(on="delivery", mapping=uuid, effect="kill", times=2)
        self.put(self.name, "a")
        drain(self.server)
        self.put(self.name, "b")
        drain(self.server)
        self.assertEqual(self.batches(self.name), [["b"]])

    def test_other_mappings_meet_nothing(self):
        uuid = self.mapped()
        self.create("bystander", PRINTS)
        self.map("bystander", self.stream)
        self.set(on="delivery", mapping=uuid, effect="duplicate", times=5)
        self.put(self.name, "a")
        drain(self.server)
        self.assertEqual(self.batches("bystander"), [["a"]])

    def test_a_chance_is_the_same_each_time(self):
        uuid = self.mapped(BatchSize=1)
        stories = []
        for _ in range(2):
            fault = self.set(on="delivery", mapping=uuid, effect="duplicate", probability=0.5,
                             seed=3)
            before = len(self.seen(self.name))
            for number in range(8):
                self.put(self.name, str(number), round={"N": str(len(stories))})
            drain(self.server)
            stories.append(self.seen(self.name)[before:])
            control.call(self.server, "DELETE", f"faults/{fault}")
        self.assertEqual(*stories)
        self.assertGreater(len(stories[0]), 8)

    def test_what_cannot_be_is_refused(self):
        uuid = self.mapped()
        for members, status, message in (
                ({"mapping": "x", "effect": "kill"}, 404, "There is no mapping x."),
                ({"mapping": uuid, "effect": "lose"}, 400,
                 "effect must be duplicate, lose-checkpoint, throttle, timeout or kill.")):
            with self.subTest(**members), self.assertRaises(control.ControlError) as caught:
                self.set(on="delivery", **members)
            self.assertEqual((caught.exception.status, caught.exception.message),
                             (status, message))


class Queues(FaultTest):
    def queue(self):
        self.sqs = self.server.client("sqs")
        self.url = self.sqs.create_queue(
            QueueName=self.name, Attributes={"VisibilityTimeout": "30"})["QueueUrl"]
        self.create(self.name, PRINTS_BODIES, Timeout=3)
        return self.map(self.name, f"arn:aws:sqs:us-east-1:000000000000:{self.name}")["UUID"]

    def map(self, function, stream, **more):
        created = self.functions.create_event_source_mapping(
            FunctionName=function, EventSourceArn=stream, **more)
        self.addCleanup(self.unmap, created["UUID"])
        return created

    def send(self, body):
        self.sqs.send_message(QueueUrl=self.url, MessageBody=body)
        drain(self.server)

    def pass_timeout(self):
        post(self.server, "clock", mode="advance", seconds=31)
        drain(self.server)

    def test_a_duplicate_comes_once(self):
        fault = self.set(on="delivery", mapping=self.queue(), effect="duplicate")
        self.send("a")
        self.pass_timeout()
        self.assertEqual(self.batches(self.name), [["a"], ["a"]])
        self.assert_used_up(fault)

    def test_what_nobody_erased_or_nobody_saw_comes_again(self):
        uuid = self.queue()
        for effect, times in (("lose-checkpoint", 2), ("throttle", 1), ("timeout", 1), ("kill", 1)):
            with self.subTest(effect=effect):
                fault = self.set(on="delivery", mapping=uuid, effect=effect)
                self.send(effect)
                self.pass_timeout()
                self.assertEqual(self.seen(self.name).count(effect), times)
                self.assert_used_up(fault)


class Streams(FaultTest):
    def setUp(self):
        super().setUp()
        self.streams = self.server.client("dynamodbstreams")

    def iterator(self, stream, kind="TRIM_HORIZON", **more):
        shard = self.streams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"][0]
        return self.streams.get_shard_iterator(
            StreamArn=stream, ShardId=shard["ShardId"], ShardIteratorType=kind,
            **more)["ShardIterator"]

    def read(self, iterator):
        return self.streams.get_records(ShardIterator=iterator)

    def keys(self, answer):
        return [record["dynamodb"]["Keys"]["pk"]["S"] for record in answer["Records"]]

    def test_iterators_expire_that_were_given_out(self):
        stream = self.table(self.name)
        self.put(self.name, "a")
        old = self.iterator(stream)
        following = self.read(old)["NextShardIterator"]
        fault = self.set(on="stream", table=self.name, effect="expire-iterators")
        self.assert_used_up(fault)
        for iterator in (old, following):
            self.assert_error("ExpiredIteratorException",
                              "The provided iterator exceeds the maximum age allowed.",
                              self.streams.get_records, ShardIterator=iterator)
        answer = self.read(self.iterator(stream))
        self.assertEqual(self.keys(answer), ["a"])
        self.put(self.name, "b")
        self.assertEqual(self.keys(self.read(answer["NextShardIterator"])), ["b"])

    def test_records_are_trimmed(self):
        stream = self.table(self.name)
        self.put(self.name, "a", "b")
        old = self.iterator(stream)
        first = self.read(old)["Records"][0]["dynamodb"]["SequenceNumber"]
        fault = self.set(on="stream", table=self.name, effect="trim")
        self.assert_used_up(fault)
        trimmed = ("TrimmedDataAccessException",
                   "The data you are trying to access has been trimmed")
        self.assert_error(*trimmed, self.streams.get_records, ShardIterator=old)
        with self.assertRaises(self.streams.exceptions.TrimmedDataAccessException):
            self.iterator(stream, "AT_SEQUENCE_NUMBER", SequenceNumber=first)
        self.put(self.name, "c")
        self.assertEqual(self.keys(self.read(self.iterator(stream))), ["c"])

    def test_mappings_go_on_behind_what_was_trimmed(self):
        uuid = self.mapped()
        self.functions.update_event_source_mapping(UUID=uuid, Enabled=False)
        self.put(self.name, "a", "b")
        self.set(on="stream", table=self.name, effect="trim")
        self.put(self.name, "c")
        self.functions.update_event_source_mapping(UUID=uuid, Enabled=True)
        drain(self.server)
        self.assertEqual(self.seen(self.name), ["c"])

    def test_a_table_without_a_stream_is_refused(self):
        self.dynamodb.create_table(
            TableName=self.name, BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])
        with self.assertRaises(control.ControlError) as caught:
            self.set(on="stream", table=self.name, effect="trim")
        self.assertEqual(caught.exception.message, f"Table {self.name} has no enabled stream.")


if __name__ == "__main__":
    unittest.main()
