"""Asynchronous invocations: attempts, destinations, dead letters, and what survives kill -9."""
import json
import unittest

from control import drain, post
from harness import Server, data_directory, eventually, log_messages, zip_of
from lambda_cases import ARN, ECHO, LambdaTest, ROLE

RAISES = "def handler(event, context):\n    print('attempt')\n    raise ValueError('boo')\n"
QUEUE = "arn:aws:sqs:us-east-1:000000000000:"


class AsyncTest(LambdaTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sqs = cls.server.client("sqs")

    def queue(self, name):
        return self.sqs.create_queue(QueueName=name)["QueueUrl"]

    def received(self, url):
        return self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10,
                                        AttributeNames=["AWSTraceHeader"],
                                        MessageAttributeNames=["All"]).get("Messages", [])

    def send(self, name, payload=None, **more):
        answer = self.functions.invoke(FunctionName=name, InvocationType="Event",
                                       Payload=json.dumps(payload or {}), **more)
        self.assertEqual(answer["StatusCode"], 202)
        return answer["ResponseMetadata"]["HTTPHeaders"]["x-amzn-requestid"]


class Destinations(AsyncTest):
    def test_success_and_failure_are_told(self):
        url = self.queue("told")
        self.create("tells", ECHO)
        put = self.functions.put_function_event_invoke_config(
            FunctionName="tells", MaximumRetryAttempts=0, DestinationConfig={
                "OnSuccess": {"Destination": QUEUE + "told"},
                "OnFailure": {"Destination": QUEUE + "told"}})
        self.assertEqual(put["FunctionArn"], ARN + "tells:$LATEST")
        request = self.send("tells", {"a": 1})
        drain(self.server)
        (message,) = self.received(url)
        self.assertRegex(message["Attributes"]["AWSTraceHeader"],
                         r"^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$")
        body = json.loads(message["Body"])
        self.assertRegex(body.pop("timestamp"), r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        self.assertEqual(body, {
            "version": "1.0",
            "requestContext": {"requestId": request, "functionArn": ARN + "tells:$LATEST",
                               "condition": "Success", "approximateInvokeCount": 1},
            "requestPayload": {"a": 1},
            "responseContext": {"statusCode": 200, "executedVersion": "$LATEST"},
            "responsePayload": {"a": 1}})
        self.functions.update_function_code(FunctionName="tells", ZipFile=zip_of(**{"main.py": RAISES}))
        self.send("tells", {"b": 2})
        drain(self.server)
        body = json.loads(self.received(url)[0]["Body"])
        self.assertEqual(body["requestContext"]["condition"], "RetriesExhausted")
        self.assertEqual(body["responseContext"]["functionError"], "Unhandled")
        self.assertEqual(body["responsePayload"]["errorMessage"], "boo")

    def test_attempts_wait_on_the_movable_clock(self):
        url = self.queue("tried")
        self.create("tried", RAISES)
        self.functions.put_function_event_invoke_config(
            FunctionName="tried", DestinationConfig={"OnFailure": {"Destination": QUEUE + "tried"}})
        self.send("tried")

        def attempts():
            return log_messages(self.logs, "/aws/lambda/tried").count("attempt\n")

        for count, seconds in ((1, 60), (2, 120), (3, 0)):
            eventually(lambda wanted=count: attempts() == wanted, f"attempt {count}")
            self.assertEqual(attempts(), count)
            eventually(lambda: post(self.server, "clock", mode="advance", seconds=seconds), "clock")
        (message,) = eventually(lambda: self.received(url), "the record")
        context = json.loads(message["Body"])["requestContext"]
        self.assertEqual(context["approximateInvokeCount"], 3)

    def test_dead_letters_are_the_event(self):
        url = self.queue("dead")
        self.create("dies", RAISES, DeadLetterConfig={"TargetArn": QUEUE + "dead"})
        self.functions.put_function_event_invoke_config(FunctionName="dies", MaximumRetryAttempts=0)
        request = self.send("dies", {"a": 1})
        drain(self.server)
        (message,) = self.received(url)
        self.assertEqual(json.loads(message["Body"]), {"a": 1})
        self.assertEqual(message["MessageAttributes"], {
            "ErrorCode": {"StringValue": "200", "DataType": "Number"},
            "ErrorMessage": {"StringValue": "boo", "DataType": "String"},
            "RequestID": {"StringValue": request, "DataType": "String"}})

    def test_functions_topics_and_buckets_are_told(self):
        s3, sns = self.server.client("s3"), self.server.client("sns")
        s3.create_bucket(Bucket="given-up")
        url = self.queue("of-topic")
        topic = sns.create_topic(Name="told")["TopicArn"]
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=QUEUE + "of-topic",
                      Attributes={"RawMessageDelivery": "true"})
        self.create("hears", "def handler(event, context):\n    print(event['requestContext']['condition'])\n")
        self.create("fails", RAISES)
        for destination in ("arn:aws:s3:::given-up", topic, ARN + "hears"):
            self.functions.put_function_event_invoke_config(
                FunctionName="fails", MaximumRetryAttempts=0,
                DestinationConfig={"OnFailure": {"Destination": destination}})
            self.send("fails")
            drain(self.server)
        (found,) = s3.list_objects_v2(Bucket="given-up")["Contents"]
        self.assertRegex(found["Key"], r"^aws/lambda/async/fails/\d{4}/\d\d/\d\d/[0-9T.-]+-[0-9a-f-]{36}$")
        self.assertEqual(json.loads(self.received(url)[0]["Body"])["requestContext"]["condition"],
                         "RetriesExhausted")
        self.assertIn("RetriesExhausted\n", log_messages(self.logs, "/aws/lambda/hears"))

    def test_nothing_reserved_is_told_at_once(self):
        url = self.queue("none")
        self.create("none", ECHO)
        self.functions.put_function_concurrency(FunctionName="none", ReservedConcurrentExecutions=0)
        self.functions.put_function_event_invoke_config(
            FunctionName="none", DestinationConfig={"OnFailure": {"Destination": QUEUE + "none"}})
        self.send("none")
        drain(self.server)
        body = json.loads(self.received(url)[0]["Body"])
        self.assertEqual(body["requestContext"]["condition"], "ZeroReservedConcurrency")
        self.assertEqual(body["requestContext"]["approximateInvokeCount"], 0)
        self.assertNotIn("responseContext", body)

    def test_configurations_come_and_go(self):
        self.create("kept", ECHO)
        config = self.functions.put_function_event_invoke_config(
            FunctionName="kept", MaximumRetryAttempts=2, MaximumEventAgeInSeconds=60)
        updated = self.functions.update_function_event_invoke_config(
            FunctionName="kept", MaximumRetryAttempts=0)
        self.assertEqual(updated["MaximumEventAgeInSeconds"], 60)
        self.assertGreaterEqual(updated["LastModified"], config["LastModified"])
        listed = self.functions.list_function_event_invoke_configs(FunctionName="kept")
        self.assertEqual(listed["FunctionEventInvokeConfigs"][0]["MaximumRetryAttempts"], 0)
        self.functions.delete_function_event_invoke_config(FunctionName="kept")
        self.assert_error("ResourceNotFoundException",
                          f"The function {ARN}kept:$LATEST doesn't have an EventInvokeConfig",
                          self.functions.get_function_event_invoke_config, FunctionName="kept")


class Durability(unittest.TestCase):
    def test_accepted_events_survive_kill_9(self):
        with data_directory() as path:
            server = Server(data_dir=path)
            try:
                functions = server.client("lambda")
                functions.create_function(
                    FunctionName="f", Runtime="python3.12", Handler="main.handler", Role=ROLE,
                    Code={"ZipFile": zip_of(**{"main.py": "import time\ndef handler(event, context):\n"
                                                          "    time.sleep(0.2)\n    print(event)\n"})})
                for n in range(20):
                    functions.invoke(FunctionName="f", InvocationType="Event", Payload=str(n))
                server.kill()
                server.start()
                drain(server)
                messages = log_messages(server.client("logs"), "/aws/lambda/f")
                self.assertEqual({n for n in range(20) if f"{n}\n" in messages}, set(range(20)))
            finally:
                server.stop()


if __name__ == "__main__":
    unittest.main()
