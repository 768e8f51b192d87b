"""Waiting by drain: for handlers, for what they write and invoke, and what is said of the rest."""
import json
import socket
import time
import unittest

from control import ControlError, drain, get, post
from harness import Server, data_directory, eventually
from test_event_source_mappings import PRINTS, MappingTest

FAILS = "def handler(event, context):\n    raise ValueError('boo')\n"
COPIES = """
import json, os, urllib.request
def handler(event, context):
    print("saw", json.dumps([record["dynamodb"]["Keys"]["pk"]["S"] for record in event["Records"]]))
    for record in event["Records"]:
        key = record["dynamodb"]["Keys"]["pk"]["S"]
        if len(key) > 5: continue
        body = {"TableName": record["eventSourceARN"].split("/")[1], "Item": {"pk": {"S": key + "+"}}}
        request = urllib.request.Request(os.environ["AWS_ENDPOINT_URL"], json.dumps(body).encode(), {
            "X-Amz-Target": "DynamoDB_20120810.PutItem", "Content-Type": "application/x-amz-json-1.0",
            "X-Amz-Date": "20260101T000000Z",
            "Authorization": "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/dynamodb/aws4_request,"
                             " SignedHeaders=host, Signature=x"})
        urllib.request.urlopen(request).read()
"""


TAKES = """
import json
def handler(event, context):
    print("saw", json.dumps([record["body"] for record in event["Records"]]))
"""


class Drain(MappingTest):
    def setUp(self):
        drain(self.server)  # so that counts are this test's

    def test_messages_of_a_queue_are_waited_for(self):
        queues = self.server.client("sqs")
        url = queues.create_queue(QueueName="drained")["QueueUrl"]
        self.create("takes", TAKES)
        mapping = self.functions.create_event_source_mapping(
            FunctionName="takes", EventSourceArn="arn:aws:sqs:us-east-1:000000000000:drained",
            MaximumBatchingWindowInSeconds=300)
        self.addCleanup(self.unmap, mapping["UUID"])
        for body in "abc":
            queues.send_message(QueueUrl=url, MessageBody=body)
        answer = drain(self.server)
        self.assertEqual(answer["records"], {"delivered": 3, "filtered": 0, "discarded": 0})
        self.assertEqual(sorted(self.seen("takes")), ["a", "b", "c"])
        shown = get(self.server, f"mappings/{mapping['UUID']}")
        self.assertEqual((shown["caught_up"], shown["pending"], shown["queue"]),
                         (True, 0, mapping["EventSourceArn"]))

    def test_a_drain_of_nothing_answers_at_once(self):
        best = 1.0
        for _ in range(20):
            begin = time.monotonic()
            drain(self.server)
            best = min(best, time.monotonic() - begin)
        self.assertLess(best, 0.05)

    def test_delivered_filtered_and_discarded_records_are_counted(self):
        stream = self.table("Counted")
        self.create("prints", PRINTS)
        self.create("fails", FAILS)
        self.map("prints", stream, FilterCriteria={"Filters": [{"Pattern": json.dumps(
            {"dynamodb": {"Keys": {"pk": {"S": ["a", "b"]}}}})}]})
        self.map("fails", stream, MaximumRetryAttempts=2, BatchSize=1)
        self.put("Counted", "a", "b", "c")
        answer = drain(self.server)
        self.assertEqual(answer["records"], {"delivered": 2, "filtered": 1, "discarded": 3})
        self.assertEqual(answer["invocations"]["failed"], 9)
        self.assertEqual(self.seen("prints"), ["a", "b"])  # the log can be read by now
        self.assertEqual(drain(self.server)["records"],
                         {"delivered": 0, "filtered": 0, "discarded": 0})

    def test_windows_close_and_delays_end(self):
        stream = self.table("Hurried")
        self.create("hurried", PRINTS)
        self.create("retried", FAILS)
        self.map("hurried", stream, MaximumBatchingWindowInSeconds=300)
        self.map("retried", stream, MaximumRetryAttempts=10)
        self.put("Hurried", "a", "b")
        begin = time.monotonic()
        drain(self.server)
        self.assertLess(time.monotonic() - begin, 15)  # the delays alone would be 25 s
        self.assertEqual(self.batches("hurried"), [["a", "b"]])

    def test_what_handlers_write_is_waited_for(self):
        stream = self.table("Cascade")
        self.create("copies", COPIES)
        self.map("copies", stream)
        self.put("Cascade", "a")
        answer = drain(self.server)
        self.assertEqual(answer["records"]["delivered"], 6)
        self.assertEqual(self.seen("copies"), ["a" + "+" * i for i in range(6)])

    def test_asynchronous_invocations_are_waited_for(self):
        self.create("later", "import time\ndef handler(event, context):\n"
                             "    time.sleep(0.3)\n    print('done')\n")
        self.functions.invoke(FunctionName="later", InvocationType="Event", Payload="{}")
        self.assertEqual(drain(self.server)["invocations"], {"ok": 1, "failed": 0})
        self.assertIn("done\n", [event["message"] for event in self.logs.filter_log_events(
            logGroupName="/aws/lambda/later")["events"]])

    def test_after_the_time_out_it_says_what_it_waits_for(self):
        stream = self.table("Stuck")
        self.create("stuck", FAILS)
        stuck = self.map("stuck", stream)
        self.put("Stuck", "a", "b")
        answer = post(self.server, "drain", timeout_seconds=0.5)
        self.assertFalse(answer["settled"])
        (waiting,) = answer["waiting"]
        self.assertRegex(waiting.pop("reason"), r"^attempt \d+ failed: ValueError: boo$")
        self.assertRegex(waiting.pop("shard"), "^shardId-")
        self.assertEqual(waiting, {"mapping": stuck["UUID"], "function": "stuck", "pending": 2})
        self.functions.update_event_source_mapping(UUID=stuck["UUID"], Enabled=False)
        answer = post(self.server, "drain", timeout_seconds=0.2)
        self.assertEqual(answer["waiting"][0]["reason"], "the mapping is disabled")
        self.delete("stuck")
        self.functions.update_event_source_mapping(UUID=stuck["UUID"], Enabled=True)
        answer = post(self.server, "drain", timeout_seconds=0.2)
        self.assertRegex(answer["waiting"][0]["reason"], "^Function not found: ")

    def test_another_account_isnt_waited_for(self):
        stream = self.table("Theirs")
        self.create("theirs", FAILS)
        self.map("theirs", stream)
        self.put("Theirs", "a")
        self.assertTrue(drain(self.server, account="000000000001")["settled"])
        self.assertFalse(post(self.server, "drain", timeout_seconds=0)["settled"])
        self.assertFalse(post(self.server, "drain", timeout_seconds=0, account="*")["settled"])
        self.assertEqual(get(self.server, "mappings?account=000000000001")["mappings"], [])
        self.assertEqual(len(get(self.server, "mappings?account=*")["mappings"]), 1)

    def test_errors_are_json(self):
        with self.assertRaises(ControlError) as caught:
            drain(self.server, mapping="none")
        self.assertEqual((caught.exception.status, caught.exception.error,
                          caught.exception.message), (404, "NotFound", "There is no mapping none."))

    def test_a_client_that_leaves_ends_its_drain(self):
        """100 may wait: so many left before, and there is room for one more."""
        stream = self.table("Left")
        self.create("left", FAILS)
        self.map("left", stream)
        self.put("Left", "a")
        address = self.server.url.split("//")[1].split(":")
        for _ in range(100):
            with socket.create_connection(address) as client:
                client.sendall(b"POST /_rivulet/drain HTTP/1.1\r\nHost: localhost\r\n"
                               b"Content-Length: 0\r\n\r\n")
        eventually(self.may_drain, "room for another drain")

    def may_drain(self):
        try:
            return not post(self.server, "drain", timeout_seconds=0)["settled"]
        except ControlError as error:
            self.assertEqual(error.status, 429)
            return False


class DrainAndKill(unittest.TestCase):
    def test_what_was_drained_isnt_delivered_again_after_a_kill(self):
        with data_directory() as path:
            server = Server(data_dir=path)
            try:
                case = MappingTest("run")
                case.server, case.functions = server, server.client("lambda")
                case.dynamodb, case.logs = server.client("dynamodb"), server.client("logs")
                stream = case.table("Once")
                case.create("once", PRINTS)
                case.map("once", stream)
                case.put("Once", "a", "b", "c")
                drain(server)
                server.kill()
                server.start()
                drain(server)
                case.logs = server.client("logs")
                self.assertEqual(case.seen("once"), ["a", "b", "c"])
            finally:
                server.kill()


if __name__ == "__main__":
    unittest.main()
