"""What one account does with the ARNs, URLs and ids of another: nothing."""
import unittest

import botocore.exceptions

from control import post
from full_world import World
from harness import Server, zip_of

OTHER = "000000000042"


class Strangers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.stop)
        cls.mine, cls.other = World(cls.server), World(cls.server, OTHER)
        cls.mine.fill()
        cls.before = cls.mine.seen()

    def assert_refused(self, code, **calls):
        for name, refused in calls.items():
            with self.subTest(name), self.assertRaises(botocore.exceptions.ClientError) as caught:
                refused()
            self.assertIn(code, caught.exception.response["Error"]["Code"])

    def tearDown(self):
        self.assertEqual(self.mine.seen(), self.before)
        self.assertEqual(self.mine.keys("Orders"), ["a", "b", "fail"])
        self.assertEqual(set(self.other.seen().values()), {0})

    def test_tables_and_streams(self):
        arn = self.mine.arn("dynamodb", "table/Orders")
        table = self.mine.dynamodb.describe_table(TableName="Orders")["Table"]
        [backup] = self.mine.dynamodb.list_backups()["BackupSummaries"]
        dynamodb, streams = self.other.dynamodb, self.other.dynamodbstreams
        stream = table["LatestStreamArn"]
        [shard] = self.mine.dynamodbstreams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"]
        iterator = {"StreamArn": stream, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
        mine = self.mine.dynamodbstreams.get_shard_iterator(**iterator)["ShardIterator"]
        item = {"pk": {"S": "evil"}}
        self.assert_refused(
            "AccessDenied",
            get=lambda: dynamodb.get_item(TableName=arn, Key={"pk": {"S": "a"}}),
            put=lambda: dynamodb.put_item(TableName=arn, Item=item),
            batch=lambda: dynamodb.batch_write_item(RequestItems={arn: [{"PutRequest": {"Item": item}}]}),
            transaction=lambda: dynamodb.transact_write_items(
                TransactItems=[{"Put": {"TableName": arn, "Item": item}}]),
            statement=lambda: dynamodb.execute_statement(Statement=f'SELECT * FROM "{arn}"'),
            delete=lambda: dynamodb.delete_table(TableName=arn),
            tag=lambda: dynamodb.tag_resource(ResourceArn=arn, Tags=[{"Key": "a", "Value": "b"}]),
            backup=lambda: dynamodb.delete_backup(BackupArn=backup["BackupArn"]),
            stream=lambda: streams.describe_stream(StreamArn=stream),
            iterator=lambda: streams.get_shard_iterator(**iterator))
        self.assert_refused("ResourceNotFound", records=lambda: streams.get_records(ShardIterator=mine))

    def test_functions_and_mappings(self):
        arn, functions = self.mine.arn("lambda", "function:counts"), getattr(self.other, "lambda")
        text = f"User is not authorized to access resource: {arn}"
        for name in (arn, f"{arn}:live", f"{self.mine.account}:function:counts"):
            for refused in (
                    lambda: functions.invoke(FunctionName=name),
                    lambda: functions.invoke(FunctionName=name, InvocationType="Event"),
                    lambda: functions.get_function(FunctionName=name),
                    lambda: functions.delete_function(FunctionName=name),
                    lambda: functions.update_function_configuration(FunctionName=name, Timeout=4),
                    lambda: functions.get_policy(FunctionName=name)):
                with self.subTest(name), self.assertRaises(botocore.exceptions.ClientError) as caught:
                    refused()
                error = caught.exception.response
                self.assertEqual((error["Error"]["Code"], error["Error"]["Message"],
                                  error["ResponseMetadata"]["HTTPStatusCode"]),
                                 ("AccessDeniedException", text, 403))
        stream = self.other.table("Theirs")
        layer = self.mine.arn("lambda", "layer:tools")
        self.assert_refused(
            "AccessDenied",
            tag=lambda: functions.tag_resource(Resource=arn, Tags={"a": "b"}),
            tags=lambda: functions.list_tags(Resource=arn),
            map=lambda: functions.create_event_source_mapping(
                FunctionName=arn, EventSourceArn=stream, StartingPosition="LATEST"),
            publish=lambda: functions.publish_layer_version(
                LayerName=layer, Content={"ZipFile": zip_of(**{"a": "b"})}),
            layers=lambda: functions.list_layer_versions(LayerName=layer),
            layer=lambda: functions.delete_layer_version(LayerName=layer, VersionNumber=1))
        post(self.server, "reset", account=OTHER)
        uuid = self.mine.mapping
        self.assert_refused(
            "ResourceNotFound",
            get=lambda: functions.get_event_source_mapping(UUID=uuid),
            update=lambda: functions.update_event_source_mapping(UUID=uuid, Enabled=False),
            delete=lambda: functions.delete_event_source_mapping(UUID=uuid))

    def test_queues_topics_buckets_and_logs(self):
        url = self.mine.sqs.get_queue_url(QueueName="dead")["QueueUrl"]
        topic, bucket = self.mine.arn("sns", "news"), f"things-{self.mine.account}"
        sqs, sns, s3, logs = self.other.sqs, self.other.sns, self.other.s3, self.other.logs
        group = self.mine.arn("logs", "log-group:/aws/lambda/counts")
        self.assert_refused(
            "NonExistentQueue",
            receive=lambda: sqs.receive_message(QueueUrl=url),
            send=lambda: sqs.send_message(QueueUrl=url, MessageBody="evil"),
            purge=lambda: sqs.purge_queue(QueueUrl=url),
            delete=lambda: sqs.delete_queue(QueueUrl=url))
        self.assert_refused("NotFound", publish=lambda: sns.publish(TopicArn=topic, Message="evil"),
                            subscribe=lambda: sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=url),
                            logs=lambda: logs.filter_log_events(logGroupIdentifier=group))
        self.assert_refused("AccessDenied", get=lambda: s3.get_object(Bucket=bucket, Key="dir/key"),
                            put=lambda: s3.put_object(Bucket=bucket, Key="x", Body=b"x"),
                            list=lambda: s3.list_objects_v2(Bucket=bucket),
                            delete=lambda: s3.delete_bucket(Bucket=bucket))
        sns.delete_topic(TopicArn=topic)  # as on AWS, of one that isn't there


if __name__ == "__main__":
    unittest.main()
