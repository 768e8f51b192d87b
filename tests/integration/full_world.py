"""A world with something of everything in it, for tests of what resets, snapshots and restarts do to it."""
from control import drain
from harness import zip_of

ROLE = "arn:aws:iam::000000000000:role/any"
BREAKS = "def handler(event, context):\n    raise ValueError('boo')\n"
COUNTS = """
import os
def handler(event, context):
    print("saw", len(event.get("Records", [])), os.environ.get("QUEUE_URL", ""))
"""


class World:
    """The clients of one account in one region, and what fills it."""

    def __init__(self, server, account="000000000000", region="us-east-1"):
        self.server, self.account, self.region = server, account, region
        for service in ("dynamodb", "dynamodbstreams", "lambda", "logs", "sqs", "sns"):
            setattr(self, service, server.client(service, account, region))
        self.s3 = server.client("s3", account, region, s3={"addressing_style": "path"})
        self.mapping = self.queue_mapping = self.failing = None

    def arn(self, service, resource):
        return f"arn:aws:{service}:{self.region}:{self.account}:{resource}"

    def table(self, name, stream=True, **more):
        """A table with a global index; answers the ARN of its stream."""
        if stream:
            more["StreamSpecification"] = {"StreamEnabled": True,
                                           "StreamViewType": "NEW_AND_OLD_IMAGES"}
        created = self.dynamodb.create_table(
            TableName=name, BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"},
                                  {"AttributeName": "group", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            GlobalSecondaryIndexes=[{"IndexName": "by-group", "Projection": {"ProjectionType": "ALL"},
                                     "KeySchema": [{"AttributeName": "group", "KeyType": "HASH"}]}],
            Tags=[{"Key": "of", "Value": name}], **more)
        return created["TableDescription"].get("LatestStreamArn")

    def put(self, table, *keys):
        for key in keys:
            self.dynamodb.put_item(TableName=table, Item={
                "pk": {"S": key}, "group": {"S": "g"}, "expires": {"N": "4000000000"}})

    def keys(self, table, **more):
        items = self.dynamodb.scan(TableName=table, **more)["Items"]
        return sorted(item["pk"]["S"] for item in items)

    def function(self, name, code=COUNTS, **more):
        getattr(self, "lambda").create_function(
            FunctionName=name, Runtime="python3.12", Handler="main.handler", Role=ROLE,
            Code={"ZipFile": zip_of(**{"main.py": code})}, **more)

    def map(self, function, source, **more):
        return getattr(self, "lambda").create_event_source_mapping(
            FunctionName=function, EventSourceArn=source, **more)["UUID"]

    def fill(self):
        """Something in every table of the schema that can be filled from outside."""
        functions = getattr(self, "lambda")
        orders = self.table("Orders")
        self.table("Other", stream=False)
        self.dynamodb.update_time_to_live(TableName="Orders", TimeToLiveSpecification={
            "AttributeName": "expires", "Enabled": True})
        self.dynamodb.update_continuous_backups(
            TableName="Other", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
        self.put("Orders", "a", "b")
        self.put("Other", "x")
        self.dynamodb.create_backup(TableName="Orders", BackupName="before")
        queue = self.sqs.create_queue(QueueName="jobs")["QueueUrl"]
        dead = self.sqs.create_queue(QueueName="dead", tags={"of": "dead"})["QueueUrl"]
        self.sqs.send_message(QueueUrl=dead, MessageBody="kept")
        topic = self.sns.create_topic(Name="news")["TopicArn"]
        self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=self.arn("sqs", "dead"))
        bucket = f"things-{self.account}"
        self.s3.create_bucket(Bucket=bucket)
        self.s3.put_object(Bucket=bucket, Key="dir/key", Body=b"bytes")
        layer = functions.publish_layer_version(
            LayerName="base", Content={"ZipFile": zip_of(**{"python/base.py": "X = 1\n"})})
        self.function("counts", Layers=[layer["LayerVersionArn"]], Tags={"of": "counts"},
                      Environment={"Variables": {"QUEUE_URL": queue,
                                                 "TABLE_ARN": self.arn("dynamodb:", "x")}})
        self.function("breaks", BREAKS, DeadLetterConfig={"TargetArn": self.arn("sqs", "dead")})
        functions.publish_version(FunctionName="counts")
        functions.create_alias(FunctionName="counts", Name="live", FunctionVersion="1")
        functions.put_function_concurrency(FunctionName="counts", ReservedConcurrentExecutions=5)
        functions.put_function_event_invoke_config(
            FunctionName="breaks", MaximumRetryAttempts=2, DestinationConfig={
                "OnFailure": {"Destination": self.arn("sqs", "dead")}})
        self.mapping = self.map("counts:live", orders, StartingPosition="TRIM_HORIZON",
                                Tags={"of": "mapping"})
        self.queue_mapping = self.map("counts", self.arn("sqs", "jobs"))
        self.failing = self.map("breaks", orders, StartingPosition="LATEST", MaximumRetryAttempts=0,
                                BatchSize=1)
        self.put("Orders", "fail")
        drain(self.server, account=self.account, region=self.region)
        functions.invoke(FunctionName="breaks", InvocationType="Event")

    def seen(self):
        """How many things of each kind the APIs list."""
        functions = getattr(self, "lambda")
        return {
            "tables": len(self.dynamodb.list_tables()["TableNames"]),
            "backups": len(self.dynamodb.list_backups(BackupType="ALL")["BackupSummaries"]),
            "streams": len(self.dynamodbstreams.list_streams()["Streams"]),
            "functions": len(functions.list_functions()["Functions"]),
            "layers": len(functions.list_layers()["Layers"]),
            "mappings": len(functions.list_event_source_mappings()["EventSourceMappings"]),
            "queues": len(self.sqs.list_queues().get("QueueUrls", [])),
            "topics": len(self.sns.list_topics()["Topics"]),
            "subscriptions": len(self.sns.list_subscriptions()["Subscriptions"]),
            "buckets": len(self.s3.list_buckets()["Buckets"]),
            "log groups": len(self.logs.describe_log_groups()["logGroups"]),
        }
