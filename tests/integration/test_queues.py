"""SQS as its clients speak it: boto3 and the AWS CLI, the JavaScript SDK where it is installed, and the query
protocol of older clients over plain HTTP."""
import http.client
import itertools
import json
import shutil
import subprocess
import threading
import time
import unittest
import urllib.parse
import urllib.request
import xml.etree.ElementTree as xml

from botocore.exceptions import ClientError

from harness import Server, ServerTest, data_directory, eventually, log_messages, zip_of
from wire import open_poll

NAMESPACE = {"q": "http://queue.amazonaws.com/doc/2012-11-05/"}


def query(url, action, service="sqs", path="/", **parameters):
    """One request of the query protocol: the status and the root of the answer."""
    host, port = url.removeprefix("http://").split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=30)
    body = urllib.parse.urlencode({"Action": action, "Version": "2012-11-05", **parameters})
    connection.request("POST", path, body, {
        "Content-Type": "application/x-www-form-urlencoded; charset=utf-8", "X-Amz-Date": "20261128T000000Z",
        "Authorization": f"AWS4-HMAC-SHA256 Credential=AKID/20261128/us-east-1/{service}/aws4_request, "
                         "SignedHeaders=host, Signature=0"})
    response = connection.getresponse()
    text = response.read()
    connection.close()
    return response.status, xml.fromstring(text)


def advance_clock(server, seconds):
    body = json.dumps({"mode": "advance", "seconds": seconds}).encode()
    with urllib.request.urlopen(server.url + "/_rivulet/clock", data=body) as answer:
        answer.read()


class Queues(ServerTest):
    accounts = itertools.count(100000000000)

    def setUp(self):
        self.sqs = self.server.client("sqs", account=str(next(self.accounts)))
        self.url = self.sqs.create_queue(QueueName="orders")["QueueUrl"]

    def receive(self, **parameters):
        return self.sqs.receive_message(QueueUrl=self.url, **parameters).get("Messages", [])

    def test_a_message_with_attributes_comes_as_it_was_sent(self):
        # boto3 checks the digests of what it gets.
        attributes = {"text": {"DataType": "String", "StringValue": "a\r\nü"},
                      "count": {"DataType": "Number.int", "StringValue": "7"},
                      "bytes": {"DataType": "Binary", "BinaryValue": b"\x00\xff"}}
        sent = self.sqs.send_message(QueueUrl=self.url, MessageBody="a\r\n<b>&ü", MessageAttributes=attributes)
        message, = self.receive(MessageAttributeNames=["All"], AttributeNames=["All"])
        self.assertEqual(message["MessageId"], sent["MessageId"])
        self.assertEqual(message["Body"], "a\r\n<b>&ü")
        self.assertEqual(message["MessageAttributes"], attributes)
        self.assertEqual(message["MD5OfMessageAttributes"], sent["MD5OfMessageAttributes"])
        self.assertEqual(message["Attributes"]["ApproximateReceiveCount"], "1")

    def test_errors_are_the_exceptions_of_the_client(self):
        with self.assertRaises(self.sqs.exceptions.QueueDoesNotExist) as caught:
            self.sqs.get_queue_url(QueueName="nope")
        self.assertEqual(caught.exception.response["Error"], {
            "Code": "AWS.SimpleQueueService.NonExistentQueue", "QueryErrorCode": "QueueDoesNotExist",
            "Message": "The specified queue does not exist.", "Type": "Sender"})
        with self.assertRaises(ClientError) as caught:
            self.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=11)
        self.assertEqual(caught.exception.response["Error"], {
            "Code": "InvalidParameterValue", "QueryErrorCode": "InvalidParameterValueException",
            "Message": "Value 11 for parameter MaxNumberOfMessages is invalid. "
                       "Reason: Must be between 1 and 10, if provided.", "Type": "Sender"})

    def test_a_receive_waits_and_wakes_at_once(self):
        poll = open_poll(self.server.url, self.url, 20)
        self.addCleanup(poll.close)
        sent_at = time.monotonic()
        self.sqs.send_message(QueueUrl=self.url, MessageBody="a")
        (message,) = json.loads(poll.getresponse().read())["Messages"]
        self.assertEqual(message["Body"], "a")
        self.assertLess(time.monotonic() - sent_at, 5)

    def test_a_client_that_leaves_takes_no_message_with_it(self):
        open_poll(self.server.url, self.url, 20).close()
        self.sqs.get_queue_url(QueueName="orders")
        self.sqs.send_message(QueueUrl=self.url, MessageBody="a")
        self.assertEqual([m["Body"] for m in self.receive(WaitTimeSeconds=5)], ["a"])

    def test_the_clock_makes_messages_visible_and_lets_them_go(self):
        server = Server()
        self.addCleanup(server.stop)
        sqs = server.client("sqs")
        url = sqs.create_queue(QueueName="q")["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody="a", DelaySeconds=900)
        self.assertNotIn("Messages", sqs.receive_message(QueueUrl=url))
        advance_clock(server, 900)
        self.assertIn("Messages", sqs.receive_message(QueueUrl=url))
        advance_clock(server, 345600)
        counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        self.assertEqual(counts["ApproximateNumberOfMessages"], "0")

    def test_the_program_ends_at_once_while_somebody_waits(self):
        server = Server()
        url = server.client("sqs").create_queue(QueueName="q")["QueueUrl"]
        connection = open_poll(server.url, url, 20)
        began = time.monotonic()
        self.assertEqual(server.stop(), 0)
        self.assertLess(time.monotonic() - began, 4)
        connection.close()

    def test_the_aws_cli(self):
        def sqs(*words):
            return self.server.aws("sqs", *words)

        url = sqs("create-queue", "--queue-name", "cli", "--attributes", "VisibilityTimeout=0",
                  "--tags", "team=a")["QueueUrl"]
        self.assertEqual(sqs("get-queue-url", "--queue-name", "cli")["QueueUrl"], url)
        self.assertEqual(sqs("list-queue-tags", "--queue-url", url)["Tags"], {"team": "a"})
        sqs("send-message", "--queue-url", url, "--message-body", "<a>&\r\nb",
            "--message-attributes", '{"n":{"DataType":"Number","StringValue":"1"}}')
        message, = sqs("receive-message", "--queue-url", url, "--attribute-names", "All",
                       "--message-attribute-names", "All")["Messages"]
        self.assertEqual(message["Body"], "<a>&\r\nb")
        self.assertEqual(message["MessageAttributes"], {"n": {"DataType": "Number", "StringValue": "1"}})
        batch = sqs("send-message-batch", "--queue-url", url, "--entries",
                    '[{"Id":"1","MessageBody":"x"},{"Id":"2","MessageBody":"y","DelaySeconds":901}]')
        self.assertEqual([entry["Id"] for entry in batch["Successful"]], ["1"])
        self.assertEqual([(entry["Id"], entry["Code"]) for entry in batch["Failed"]],
                         [("2", "InvalidParameterValue")])
        self.assertEqual(sqs("get-queue-attributes", "--queue-url", url, "--attribute-names",
                             "VisibilityTimeout")["Attributes"], {"VisibilityTimeout": "0"})
        sqs("delete-message", "--queue-url", url, "--receipt-handle", message["ReceiptHandle"])
        sqs("purge-queue", "--queue-url", url)
        sqs("delete-queue", "--queue-url", url)
        with self.assertRaisesRegex(AssertionError, "AWS.SimpleQueueService.NonExistentQueue"):
            sqs("get-queue-url", "--queue-name", "cli")

    @unittest.skipUnless(shutil.which("node"), "no Node.js")
    def test_the_javascript_sdk(self):
        script = """
          const { SQSClient, SendMessageCommand, ReceiveMessageCommand } = require("@aws-sdk/client-sqs");
          const [endpoint, QueueUrl] = process.argv.slice(1);
          const sqs = new SQSClient({ endpoint, region: "us-east-1",
                                      credentials: { accessKeyId: "x", secretAccessKey: "x" } });
          (async () => {
            await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "from node" }));
            const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
            console.log(Messages[0].Body);
          })();
        """
        found = subprocess.run(["node", "-e", 'require("@aws-sdk/client-sqs")'], capture_output=True)
        if found.returncode:
            self.skipTest("@aws-sdk/client-sqs isn't installed where NODE_PATH points")
        url = self.server.client("sqs").create_queue(QueueName="js")["QueueUrl"]
        run = subprocess.run(["node", "-e", script, self.server.url, url], capture_output=True, text=True,
                             timeout=60)
        self.assertEqual(run.stdout, "from node\n", run.stderr)


class QueryProtocol(ServerTest):
    def test_a_queue_lives_in_xml(self):
        url = self.server.url
        status, answer = query(url, "CreateQueue", QueueName="xml", **{
            "Attribute.1.Name": "VisibilityTimeout", "Attribute.1.Value": "5", "Tag.1.Key": "k", "Tag.1.Value": "v"})
        self.assertEqual(status, 200)
        self.assertEqual(answer.tag, "{%s}CreateQueueResponse" % NAMESPACE["q"])
        queue_url = answer.findtext("q:CreateQueueResult/q:QueueUrl", None, NAMESPACE)
        self.assertEqual(queue_url, f"{url}/000000000000/xml")
        path = urllib.parse.urlsplit(queue_url).path
        status, answer = query(url, "SendMessage", path=path, MessageBody="a\r\n<ü>")
        self.assertEqual(status, 200)
        status, answer = query(url, "ReceiveMessage", QueueUrl=queue_url, **{"AttributeName.1": "SentTimestamp"})
        message = answer.find("q:ReceiveMessageResult/q:Message", NAMESPACE)
        self.assertEqual(message.findtext("q:Body", None, NAMESPACE), "a\r\n<ü>")
        self.assertEqual(message.findtext("q:Attribute/q:Name", None, NAMESPACE), "SentTimestamp")
        status, answer = query(url, "DeleteQueue", QueueUrl=queue_url)
        self.assertEqual((status, answer.tag), (200, "{%s}DeleteQueueResponse" % NAMESPACE["q"]))
        status, answer = query(url, "GetQueueUrl", QueueName="xml")
        self.assertEqual(status, 400)
        self.assertEqual(answer.findtext("q:Error/q:Code", None, NAMESPACE),
                         "AWS.SimpleQueueService.NonExistentQueue")
        self.assertEqual(answer.findtext("q:Error/q:Message", None, NAMESPACE),
                         "The specified queue does not exist for this wsdl version.")

    def test_sts_is_still_asked_who_one_is(self):
        self.assertIn("Account", self.server.client("sts").get_caller_identity())


HANDLER = """
def handler(event, context):
    failed = []
    for record in event["Records"]:
        print("got", record["body"], record["attributes"]["ApproximateReceiveCount"], record["eventSourceARN"])
        if record["body"] == "poison":
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
"""


class EventSource(ServerTest):
    """A function that a queue feeds."""

    def test_messages_reach_the_function_and_poison_the_dead_letter_queue(self):
        sqs, functions, logs = (self.server.client(name) for name in ("sqs", "lambda", "logs"))
        functions.create_function(
            FunctionName="fed", Runtime="python3.12", Handler="index.handler", Role="arn:aws:iam::000000000000:role/r",
            Code={"ZipFile": zip_of(**{"index.py": HANDLER})})
        arns = {}
        for name in ("work", "dead"):
            url = sqs.create_queue(QueueName=name)["QueueUrl"]
            arns[name] = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        work, dead = (sqs.get_queue_url(QueueName=name)["QueueUrl"] for name in ("work", "dead"))
        sqs.set_queue_attributes(QueueUrl=work, Attributes={
            "VisibilityTimeout": "3",
            "RedrivePolicy": json.dumps({"deadLetterTargetArn": arns["dead"], "maxReceiveCount": 2})})
        mapping = functions.create_event_source_mapping(
            FunctionName="fed", EventSourceArn=arns["work"], FunctionResponseTypes=["ReportBatchItemFailures"])
        self.assertEqual((mapping["State"], mapping["BatchSize"], mapping["StateTransitionReason"]),
                         ("Creating", 10, "USER_INITIATED"))
        for body in ("good", "poison"):
            sqs.send_message(QueueUrl=work, MessageBody=body)

        def has(text):
            return eventually(lambda: any(text in message for message in log_messages(logs, "/aws/lambda/fed")), text)

        has(f"got good 1 {arns['work']}")
        has(f"got poison 1 {arns['work']}")
        advance_clock(self.server, 3)
        has(f"got poison 2 {arns['work']}")
        advance_clock(self.server, 3)
        message, = eventually(
            lambda: sqs.receive_message(QueueUrl=dead, WaitTimeSeconds=1).get("Messages"), "the dead letter")
        self.assertEqual(message["Body"], "poison")
        counts = sqs.get_queue_attributes(QueueUrl=work, AttributeNames=["All"])["Attributes"]
        self.assertEqual((counts["ApproximateNumberOfMessages"], counts["ApproximateNumberOfMessagesNotVisible"]),
                         ("0", "0"))
        functions.delete_event_source_mapping(UUID=mapping["UUID"])
        self.assertEqual(functions.list_event_source_mappings()["EventSourceMappings"], [])


class Crash(unittest.TestCase):
    def test_what_was_answered_survives_kill_9(self):
        with data_directory() as directory:
            self.kill_and_look(Server(data_dir=directory))

    def kill_and_look(self, server):
        sqs = server.client("sqs")
        url = sqs.create_queue(QueueName="q", Attributes={"VisibilityTimeout": "600"})["QueueUrl"]
        acknowledged, stop = [], threading.Event()

        def send():
            mine = server.client("sqs")
            for number in range(100_000):
                if stop.is_set():
                    return
                try:
                    mine.send_message(QueueUrl=url, MessageBody=f"{threading.get_ident()}-{number}")
                except Exception:  # the server is gone
                    return
                acknowledged.append(f"{threading.get_ident()}-{number}")

        threads = [threading.Thread(target=send) for _ in range(3)]
        for thread in threads:
            thread.start()
        while len(acknowledged) < 300:
            time.sleep(0.01)
        received, = sqs.receive_message(QueueUrl=url)["Messages"]
        server.kill()
        stop.set()
        for thread in threads:
            thread.join()
        server.start()
        self.addCleanup(server.stop)
        sqs = server.client("sqs")
        url = sqs.get_queue_url(QueueName="q")["QueueUrl"]
        found = set()
        while True:
            messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
            if not messages:
                break
            found.update(message["Body"] for message in messages)
        self.assertNotIn(received["Body"], found)  # it is in flight still
        self.assertLessEqual(set(acknowledged) - {received["Body"]}, found)
        sqs.delete_message(QueueUrl=url, ReceiptHandle=received["ReceiptHandle"])


if __name__ == "__main__":
    unittest.main()
