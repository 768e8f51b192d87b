"""Batches that are given up, and what a queue is told of them; attempts and windows across kill -9."""
import datetime
import json
import os
import re
import tempfile
import unittest

from control import drain, get, post
from harness import Server, data_directory, eventually, log_messages
from lambda_cases import ARN, UUID
from test_event_source_mappings import INVALID, MappingTest

RAISES = "def handler(event, context):\n    raise ValueError('boo')\n"
REPORTS = """
exports.handler = async event => ({
  batchItemFailures: event.Records.filter(record => record.dynamodb.Keys.pk.S === "bad")
    .map(record => ({ itemIdentifier: record.dynamodb.SequenceNumber })) });
"""
COUNTS = """
def handler(event, context):
    with open("%s", "a") as file:
        file.write("x")
    raise ValueError("boo")
"""
SUMS = """
exports.handler = async event => {
  const state = { count: (event.state.count ?? 0) + event.Records.length };
  console.log("window", JSON.stringify([state.count, event.isFinalInvokeForWindow]));
  return { state };
};
"""


class DestinationTest(MappingTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sqs = cls.server.client("sqs")

    def queue(self, name):
        """Its URL, and a destination that names it."""
        url = self.sqs.create_queue(QueueName=name)["QueueUrl"]
        arn = f"arn:aws:sqs:us-east-1:000000000000:{name}"
        return url, {"OnFailure": {"Destination": arn}}

    def documents(self, url):
        received = self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        return [json.loads(message["Body"]) for message in received.get("Messages", [])]


    def assert_document(self, document, function, stream):
        """Member for member what AWS tells of one record whose handler raised twice."""
        self.assertRegex(document["requestContext"].pop("requestId"), f"^{UUID}$")
        self.assertRegex(document.pop("timestamp"), r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        batch = document["DDBStreamBatchInfo"]
        self.assertTrue(batch.pop("shardId").startswith("shardId-"))
        self.assertRegex(batch["startSequenceNumber"], r"^\d{21}$")
        self.assertEqual(batch.pop("startSequenceNumber"), batch.pop("endSequenceNumber"))
        for end in "First", "Last":
            self.assertRegex(batch.pop(f"approximateArrivalOf{end}Record"),
                             r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual(document, {
            "requestContext": {"functionArn": ARN + function, "condition": "RetryAttemptsExhausted",
                               "approximateInvokeCount": 2},
            "responseContext": {"statusCode": 200, "executedVersion": "$LATEST",
                                "functionError": "Unhandled"},
            "version": "1.0", "DDBStreamBatchInfo": {"batchSize": 1, "streamArn": stream}})


class FailureDestinations(DestinationTest):
    def test_a_handler_that_raises(self):
        stream = self.table("Raises")
        url, destination = self.queue("raised")
        self.create("raises", RAISES)
        created = self.map("raises", stream, BatchSize=1, MaximumRetryAttempts=1,
                           DestinationConfig=destination)
        self.assertEqual(created["DestinationConfig"], destination)
        self.put("Raises", "a")
        self.assertEqual(drain(self.server)["records"]["discarded"], 1)
        [document] = self.documents(url)
        self.assert_document(document, "raises", stream)

    def give_up(self, name, destination):
        """One record of a new table that a function fails twice; the ids of its stream and mapping."""
        stream = self.table(name)
        self.create(name, RAISES)
        mapping = self.map(name, stream, BatchSize=1, MaximumRetryAttempts=1,
                           DestinationConfig={"OnFailure": {"Destination": destination}})
        self.put(name, "a")
        self.assertEqual(drain(self.server)["records"]["discarded"], 1)
        return stream, mapping["UUID"]

    def test_a_topic_hands_the_document_on(self):
        topics = self.server.client("sns")
        topic = topics.create_topic(Name="given-up")["TopicArn"]
        url, queue = self.queue("subscribed")
        topics.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue["OnFailure"]["Destination"])
        stream, _ = self.give_up("Topic", topic)
        [notification] = self.documents(url)
        self.assertEqual((notification["Type"], notification["TopicArn"]), ("Notification", topic))
        self.assert_document(json.loads(notification["Message"]), "Topic", stream)

    def test_a_bucket_gets_the_records_too(self):
        buckets = self.server.client("s3")
        buckets.create_bucket(Bucket="given-up")
        stream, mapping = self.give_up("Bucket", "arn:aws:s3:::given-up")
        [found] = buckets.list_objects_v2(Bucket="given-up")["Contents"]
        document = json.loads(
            buckets.get_object(Bucket="given-up", Key=found["Key"])["Body"].read())
        shard, time = document["DDBStreamBatchInfo"]["shardId"], document["timestamp"]
        day, second = time[:10], time[:19].replace(":", ".")
        self.assertRegex(
            found["Key"], re.escape(f"aws/lambda/{mapping}/{shard}/{day.replace('-', '/')}/{second}-")
            + f"{UUID}$")
        number = document["DDBStreamBatchInfo"]["startSequenceNumber"]
        [record] = document.pop("payload").pop("Records")
        self.assertIsInstance(record["dynamodb"].pop("ApproximateCreationDateTime"), float)
        self.assertTrue(record.pop("eventID"))
        self.assertEqual(record, {
            "eventName": "INSERT", "eventVersion": "1.1", "eventSource": "aws:dynamodb",
            "awsRegion": "us-east-1", "eventSourceARN": stream, "dynamodb": {
                "Keys": {"pk": {"S": "a"}}, "NewImage": {"pk": {"S": "a"}}, "SequenceNumber": number,
                "SizeBytes": 6, "StreamViewType": "NEW_AND_OLD_IMAGES"}})
        self.assert_document(document, "Bucket", stream)

    def test_records_that_the_answer_reports(self):
        stream = self.table("Reports")
        url, destination = self.queue("reported")
        self.create("reports", REPORTS, runtime="nodejs20.x", handler="main.handler")
        self.map("reports", stream, MaximumRetryAttempts=1, BisectBatchOnFunctionError=True,
                 FunctionResponseTypes=["ReportBatchItemFailures"], DestinationConfig=destination)
        self.put("Reports", "a", "bad", "c")
        counts = drain(self.server)["records"]
        self.assertEqual((counts["delivered"], counts["discarded"]), (2, 1))
        [document] = self.documents(url)
        self.assertIsNone(document["responseContext"]["functionError"])
        self.assertEqual(document["DDBStreamBatchInfo"]["batchSize"], 1)

    def test_a_destination_must_be_there(self):
        stream = self.table("Nowhere")
        self.create("nowhere", RAISES)
        arn = "arn:aws:sqs:us-east-1:000000000000:missing"
        self.assert_error(
            INVALID, f"The destination ARN {arn} is invalid.",
            self.functions.create_event_source_mapping, FunctionName="nowhere",
            EventSourceArn=stream, StartingPosition="LATEST",
            DestinationConfig={"OnFailure": {"Destination": arn}})
        self.assert_error(
            INVALID, "The provided destination config DestinationConfig(onSuccess=null, "
            f"onFailure=OnFailure(destination={arn}.fifo)) is invalid.",
            self.functions.create_event_source_mapping, FunctionName="nowhere",
            EventSourceArn=stream, StartingPosition="LATEST",
            DestinationConfig={"OnFailure": {"Destination": arn + ".fifo"}})

    def test_a_queue_that_is_gone_is_awaited(self):
        stream = self.table("Awaited")
        url, destination = self.queue("awaited")
        self.create("awaits", RAISES)
        self.map("awaits", stream, MaximumRetryAttempts=0, DestinationConfig=destination)
        self.sqs.delete_queue(QueueUrl=url)
        self.put("Awaited", "a")
        answer = post(self.server, "drain", timeout_seconds=1)
        self.assertFalse(answer["settled"])
        self.assertIn("the failure destination doesn't take it: The specified queue does not exist.",
                      json.dumps(answer["waiting"]))
        url, _ = self.queue("awaited")
        drain(self.server)
        self.assertEqual(len(self.documents(url)), 1)


class Windows(MappingTest):
    def test_a_window_ends_when_the_clock_says_so(self):
        stream = self.table("Windows")
        self.create("sums", SUMS, runtime="nodejs20.x", handler="main.handler")
        mapping = self.map("sums", stream, TumblingWindowInSeconds=900, BatchSize=1)
        self.put("Windows", "a", "b")
        drain(self.server)
        post(self.server, "clock", mode="advance", seconds=900)
        self.addCleanup(post, self.server, "clock", mode="real")
        drain(self.server)
        lines = re.findall(r"window (\[.*\])", "".join(log_messages(self.logs, "/aws/lambda/sums")))
        self.assertEqual([json.loads(line) for line in lines], [[1, False], [2, False], [2, True]])
        trace = get(self.server, f"mappings/{mapping['UUID']}/records")
        (window,) = trace["windows"]
        start, end = (datetime.datetime.fromisoformat(window["window"][name])
                      for name in ("start", "end"))
        self.assertEqual((end - start).total_seconds(), 900)
        self.assertEqual([window[name] for name in (
            "isFinalInvokeForWindow", "isWindowTerminatedEarly", "outcome", "attempts")],
            [True, False, "delivered", 1])
        self.assertEqual([window["first"], window["last"]],
                         [record["sequence"] for record in trace["records"]])
        (attempt,) = window["newest_attempts"]
        final = self.logs.filter_log_events(
            logGroupName=attempt["log"]["group"], logStreamNames=[attempt["log"]["stream"]],
            filterPattern=f'"{attempt["request_id"]}"')["events"]
        self.assertIn(attempt["log"]["first_event"]["eventId"], [each["eventId"] for each in final])


class Killed(DestinationTest):
    @classmethod
    def setUpClass(cls):
        cls.directory = cls.enterClassContext(data_directory())
        cls.server = Server(data_dir=cls.directory)

    def addCleanup(self, *call, **more):
        """What it made goes with its data directory: the clients may be those of before a kill."""

    def connect(self):
        for service in "dynamodb", "lambda", "logs", "sqs":
            setattr(self, "functions" if service == "lambda" else service,
                    self.server.client(service))

    def test_a_poison_record_gets_no_more_attempts_than_it_may(self):
        self.connect()
        stream = self.table("Killed")
        url, destination = self.queue("killed")
        with tempfile.NamedTemporaryFile() as calls:
            self.create("counts", COUNTS % calls.name)
            self.map("counts", stream, MaximumRetryAttempts=4, DestinationConfig=destination)
            self.put("Killed", "a")
            kills = 2
            for kill in range(kills):
                eventually(lambda: os.path.getsize(calls.name) > kill, "a call")
                self.server.kill()
                self.server.start()
                self.connect()
            drain(self.server)
            count = os.path.getsize(calls.name)
        # An invocation that a kill cut short is repeated; all others count.
        self.assertGreaterEqual(count, 5)
        self.assertLessEqual(count, 5 + kills)
        documents = self.documents(url)
        self.assertEqual([document["requestContext"]["approximateInvokeCount"]
                          for document in documents], [5])


if __name__ == "__main__":
    unittest.main()
