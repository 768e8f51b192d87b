"""SNS as its clients use it: topics whose subscribers are queues and functions."""
import json
import unittest

from harness import Server, ServerTest, data_directory, eventually, log_messages, zip_of

ACCOUNT = "000000000000"
REGION = "us-east-1"
HANDLER = "exports.handler = async (event) => { console.log('got ' + JSON.stringify(event.Records[0].Sns)); };"


class Topics(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sns = cls.server.client("sns")
        cls.sqs = cls.server.client("sqs")

    def topic(self, name):
        return self.sns.create_topic(Name=name)["TopicArn"]

    def queue(self, name):
        url = self.sqs.create_queue(QueueName=name)["QueueUrl"]
        return url, f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"

    def receive(self, url):
        return self.sqs.receive_message(
            QueueUrl=url, WaitTimeSeconds=10, MessageAttributeNames=["All"])["Messages"][0]

    def test_a_topic_comes_and_goes(self):
        arn = self.topic("coming")
        self.assertEqual(arn, f"arn:aws:sns:{REGION}:{ACCOUNT}:coming")
        self.assertEqual(self.topic("coming"), arn)
        self.assertIn({"TopicArn": arn}, self.sns.list_topics()["Topics"])
        attributes = self.sns.get_topic_attributes(TopicArn=arn)["Attributes"]
        self.assertEqual(attributes["TopicArn"], arn)
        self.assertEqual(attributes["Owner"], ACCOUNT)
        self.assertEqual(json.loads(attributes["Policy"])["Statement"][0]["Resource"], arn)
        self.sns.set_topic_attributes(TopicArn=arn, AttributeName="DisplayName", AttributeValue="Coming")
        self.assertEqual(self.sns.get_topic_attributes(TopicArn=arn)["Attributes"]["DisplayName"], "Coming")
        self.sns.tag_resource(ResourceArn=arn, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
        self.sns.untag_resource(ResourceArn=arn, TagKeys=["a"])
        self.assertEqual(self.sns.list_tags_for_resource(ResourceArn=arn)["Tags"], [{"Key": "b", "Value": "2"}])
        self.sns.delete_topic(TopicArn=arn)
        self.sns.delete_topic(TopicArn=arn)
        self.assert_error("NotFound", "Topic does not exist", self.sns.get_topic_attributes, TopicArn=arn)

    def test_a_queue_gets_the_envelope_or_the_bare_message(self):
        topic = self.topic("to-queues")
        url, arn = self.queue("enveloped")
        raw_url, raw_arn = self.queue("raw")
        subscription = self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)["SubscriptionArn"]
        self.assertEqual(self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)["SubscriptionArn"],
                         subscription)
        self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=raw_arn,
                           Attributes={"RawMessageDelivery": "true"})
        attributes = {"n": {"DataType": "Number", "StringValue": "7"},
                      "b": {"DataType": "Binary", "BinaryValue": b"\x01"}}
        message_id = self.sns.publish(
            TopicArn=topic, Message='{"default":"hello","sqs":"hello queue"}', MessageStructure="json",
            Subject="Greeting", MessageAttributes=attributes)["MessageId"]
        body = json.loads(self.receive(url)["Body"])
        self.assertEqual(list(body), ["Type", "MessageId", "TopicArn", "Subject", "Message", "Timestamp",
                                      "SignatureVersion", "Signature", "SigningCertURL", "UnsubscribeURL",
                                      "MessageAttributes"])
        self.assertEqual(body["MessageId"], message_id)
        self.assertEqual(body["Message"], "hello queue")
        self.assertEqual(body["Subject"], "Greeting")
        self.assertEqual(body["MessageAttributes"], {"n": {"Type": "Number", "Value": "7"},
                                                     "b": {"Type": "Binary", "Value": "AQ=="}})
        raw = self.receive(raw_url)
        self.assertEqual(raw["Body"], "hello queue")
        self.assertEqual(raw["MessageAttributes"], attributes)

    def test_a_batch_is_published_whole_or_not_at_all(self):
        topic = self.topic("batches")
        url, arn = self.queue("batched")
        self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
        self.assert_error("InvalidParameter", "Invalid parameter: Empty message", self.sns.publish_batch,
                          TopicArn=topic, PublishBatchRequestEntries=[
                              {"Id": "a", "Message": "two"}, {"Id": "b", "Message": ""}])
        answer = self.sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=[
            {"Id": "a", "Message": "one"}, {"Id": "c", "Message": "three"}])
        self.assertEqual([entry["Id"] for entry in answer["Successful"]], ["a", "c"])
        self.assertFalse(answer.get("Failed"))
        got = [json.loads(self.receive(url)["Body"])["Message"] for _ in range(2)]
        self.assertEqual(got, ["one", "three"])
        self.assert_error("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.",
                          self.sns.publish_batch, TopicArn=topic, PublishBatchRequestEntries=[
                              {"Id": "a", "Message": "one"}, {"Id": "a", "Message": "two"}])

    def test_a_function_gets_the_event(self):
        topic = self.topic("to-functions")
        function = self.server.client("lambda").create_function(
            FunctionName="notified", Runtime="nodejs20.x", Handler="index.handler",
            Role=f"arn:aws:iam::{ACCOUNT}:role/r", Code={"ZipFile": zip_of(**{"index.js": HANDLER})})["FunctionArn"]
        self.sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=function)
        self.sns.publish(TopicArn=topic, Message="hello function")
        logs = self.server.client("logs")
        line = eventually(lambda: next((text for text in log_messages(logs, "/aws/lambda/notified")
                                        if "got {" in text), None), "the event")
        event = json.loads(line[line.index("{"):])
        self.assertEqual(event["Message"], "hello function")
        self.assertIsNone(event["Subject"])
        self.assertEqual(event["TopicArn"], topic)

    def test_subscriptions_are_shown_changed_and_ended(self):
        topic = self.topic("subscribed")
        _, arn = self.queue("subscriber")
        subscription = self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)["SubscriptionArn"]
        shown = {"SubscriptionArn": subscription, "Owner": ACCOUNT, "Protocol": "sqs", "Endpoint": arn,
                 "TopicArn": topic}
        self.assertEqual(self.sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"], [shown])
        self.assertIn(shown, self.sns.list_subscriptions()["Subscriptions"])
        self.sns.set_subscription_attributes(
            SubscriptionArn=subscription, AttributeName="RawMessageDelivery", AttributeValue="true")
        attributes = self.sns.get_subscription_attributes(SubscriptionArn=subscription)["Attributes"]
        self.assertEqual(attributes["RawMessageDelivery"], "true")
        self.assertEqual(attributes["PendingConfirmation"], "false")
        self.sns.unsubscribe(SubscriptionArn=subscription)
        self.assertEqual(self.sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"], [])
        self.assert_error("NotFound", "Subscription does not exist",
                          self.sns.get_subscription_attributes, SubscriptionArn=subscription)

    def test_what_cant_be_is_refused(self):
        topic = self.topic("refusing")
        _, arn = self.queue("refused")
        sns = self.sns
        cases = [
            (sns.create_topic, {"Name": "a.fifo"},
             "Rivulet doesn't support FIFO topics: create a standard topic."),
            (sns.create_topic, {"Name": "a b"}, "Invalid parameter: Topic Name"),
            (sns.create_topic, {"Name": "n" * 257}, "Invalid parameter: Topic Name"),
            (sns.create_topic, {"Name": "a", "Attributes": {"Colour": "blue"}}, "Invalid parameter: AttributeName"),
            (sns.subscribe, {"TopicArn": topic, "Protocol": "email", "Endpoint": "a@b.example"},
             "Rivulet doesn't support the protocol email: subscribe a queue (sqs) or a function (lambda)."),
            (sns.subscribe, {"TopicArn": topic, "Protocol": "pigeon", "Endpoint": "x"},
             "Invalid parameter: Amazon SNS does not support this protocol string: pigeon"),
            (sns.subscribe, {"TopicArn": topic, "Protocol": "sqs", "Endpoint": "x"},
             "Invalid parameter: SQS endpoint ARN"),
            (sns.subscribe, {"TopicArn": topic, "Protocol": "sqs", "Endpoint": arn,
                             "Attributes": {"FilterPolicy": "{}"}}, "Rivulet doesn't support FilterPolicy."),
            (sns.publish, {"TopicArn": topic, "Message": ""}, "Invalid parameter: Empty message"),
            (sns.publish, {"TopicArn": topic, "Message": "x" * 262145}, "Invalid parameter: Message too long"),
            (sns.publish, {"TopicArn": topic, "Message": "x", "Subject": "s" * 101}, "Invalid parameter: Subject"),
            (sns.publish, {"TopicArn": topic, "Message": "x", "MessageStructure": "json"},
             "Invalid parameter: Message Structure - JSON message body failed to parse"),
            (sns.publish, {"TopicArn": topic, "Message": "{}", "MessageStructure": "json"},
             "Invalid parameter: Message Structure - No default entry in JSON message body"),
            (sns.publish, {"PhoneNumber": "+1", "Message": "x"}, "Rivulet doesn't support PhoneNumber."),
            (sns.publish, {"TopicArn": "x", "Message": "x"},
             "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1"),
        ]
        for call, arguments, message in cases:
            with self.subTest(message):
                self.assert_error("InvalidParameter", message, call, **arguments)
        self.assert_error("NotFound", "Topic does not exist", sns.publish, TopicArn=topic + "x", Message="x")
        self.assert_error("InvalidAction", "Rivulet doesn't support ConfirmSubscription.",
                          sns.confirm_subscription, TopicArn=topic, Token="x")
        sns.publish(TopicArn=topic, Message="x" * 262044, Subject="s" * 100)

    def test_a_list_of_topics_is_paged(self):
        sns = self.server.client("sns", account="111111111111")
        arns = sorted(sns.create_topic(Name=f"paged-{i:03}")["TopicArn"] for i in range(101))
        first = sns.list_topics()
        self.assertEqual(len(first["Topics"]), 100)
        rest = sns.list_topics(NextToken=first["NextToken"])
        self.assertNotIn("NextToken", rest)
        self.assertEqual([t["TopicArn"] for t in first["Topics"] + rest["Topics"]], arns)

    def test_the_aws_cli_speaks_it(self):
        aws = self.server.aws
        topic = aws("sns", "create-topic", "--name", "cli")["TopicArn"]
        url = aws("sqs", "create-queue", "--queue-name", "cli")["QueueUrl"]
        aws("sns", "subscribe", "--topic-arn", topic, "--protocol", "sqs",
            "--notification-endpoint", f"arn:aws:sqs:{REGION}:{ACCOUNT}:cli")
        aws("sns", "publish", "--topic-arn", topic, "--message", "hello")
        body = aws("sqs", "receive-message", "--queue-url", url, "--wait-time-seconds", "10")["Messages"][0]["Body"]
        self.assertEqual(json.loads(body)["Message"], "hello")


class OnDisk(unittest.TestCase):
    def test_topics_survive_a_kill(self):
        with data_directory() as path:
            server = Server(data_dir=path)
            sns = server.client("sns")
            topic = sns.create_topic(Name="kept")["TopicArn"]
            server.client("sqs").create_queue(QueueName="kept")
            sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:{REGION}:{ACCOUNT}:kept")
            sns.publish(TopicArn=topic, Message="before")
            server.kill()
            server.start()
            server.client("sns").publish(TopicArn=topic, Message="after")
            sqs = server.client("sqs")
            url = sqs.get_queue_url(QueueName="kept")["QueueUrl"]
            found = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=10, MaxNumberOfMessages=10)["Messages"]
            self.assertEqual([json.loads(m["Body"])["Message"] for m in found], ["before", "after"])
            self.assertEqual(server.stop(), 0)
