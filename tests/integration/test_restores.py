"""Snapshots that are restored: where they may be, what a failed one leaves, and what texts say then."""
import json
import threading
import unittest

from control import ControlError, call, drain, get, post
from full_world import ROLE, World
from harness import ServerTest, eventually, zip_of
from wire import request

OTHER = "000000000042"
CHINA = "cn-north-1"
KEY = "arn:aws:kms:us-east-1:000000000000:key/5034ca16-f37b-4c14-9401-f470e8d648d7"
LOST = "table/Orders/stream/2020-01-01T00:00:00.000"


def save(server, name, **members):
    return call(server, "PUT", f"snapshots/{name}", members)


def restore(server, name, **members):
    return post(server, f"snapshots/{name}/restore", **members)


def layer(world, name):
    getattr(world, "lambda").publish_layer_version(
        LayerName=name, Content={"ZipFile": zip_of(**{"python/base.py": "X = 1\n"})})


def backup_without_a_table(world):
    world.table("Gone", stream=False)
    world.dynamodb.create_backup(TableName="Gone", BackupName="last")
    world.dynamodb.delete_table(TableName="Gone")


def stream_without_a_table(world):
    world.table("Gone")
    world.dynamodb.delete_table(TableName="Gone")


def export_without_a_table(world):
    """What ListExports shows when table and bucket are gone."""
    bucket = f"exported-{world.account}"
    recovery = {"PointInTimeRecoveryEnabled": True}
    world.s3.create_bucket(Bucket=bucket)
    world.table("Gone", stream=False)
    world.dynamodb.update_continuous_backups(TableName="Gone", PointInTimeRecoverySpecification=recovery)
    exported = world.dynamodb.export_table_to_point_in_time(
        TableArn=world.arn("dynamodb", "table/Gone"), S3Bucket=bucket)["ExportDescription"]["ExportArn"]
    eventually(lambda: world.dynamodb.describe_export(ExportArn=exported)["ExportDescription"]["ExportStatus"]
               == "COMPLETED", "the export")
    for item in world.s3.list_objects_v2(Bucket=bucket)["Contents"]:
        world.s3.delete_object(Bucket=bucket, Key=item["Key"])
    world.s3.delete_bucket(Bucket=bucket)
    recovery["PointInTimeRecoveryEnabled"] = False
    world.dynamodb.update_continuous_backups(TableName="Gone", PointInTimeRecoverySpecification=recovery)
    world.dynamodb.delete_table(TableName="Gone")


# Each makes a thing of one kind, and nothing else.
ALONE = {
    "tables": lambda world: world.table("Mine", stream=False),
    "backups": backup_without_a_table,
    "streams": stream_without_a_table,
    "functions": lambda world: world.function("mine"),
    "layers": lambda world: layer(world, "mine"),
    "queues": lambda world: world.sqs.create_queue(QueueName="mine"),
    "topics": lambda world: world.sns.create_topic(Name="mine"),
    "exports": export_without_a_table,
    "buckets": lambda world: world.s3.create_bucket(Bucket=f"mine-{world.account}"),
    "log groups": lambda world: world.logs.create_log_group(logGroupName="/mine"),
}


class Targets(ServerTest):
    def test_whatever_a_world_has_is_in_the_way_and_stays(self):
        source = World(self.server)
        source.table("Orders")
        layer(source, "mine")
        source.logs.create_log_group(logGroupName="/mine")
        save(self.server, "base", include=["logs"])
        for n, (kind, make) in enumerate(ALONE.items()):
            with self.subTest(kind):
                world = World(self.server, f"{n:012}1"[-12:])
                make(world)
                before = world.seen()
                self.assertEqual({name: count for name, count in before.items() if count},
                                 {} if kind == "exports" else {kind: 1})
                with self.assertRaises(ControlError) as caught:
                    restore(self.server, "base", account=world.account)
                self.assertEqual((caught.exception.status, caught.exception.message), (
                    409, f"Account {world.account} has something in us-east-1 already: reset it, or say "
                    "\"replace\":true."))
                self.assertEqual(world.seen(), before)
                post(self.server, "reset", account=world.account)
                restore(self.server, "base", account=world.account)

    def test_one_of_several_restores_at_once_makes_the_world(self):
        source = World(self.server, "000000000078")
        source.table("Orders")
        source.put("Orders", "a")
        save(self.server, "one", account=source.account)
        answers = []

        def run():
            try:
                answers.append(restore(self.server, "one", account="000000000079")["items"])
            except ControlError as error:
                answers.append(error.status)

        threads = [threading.Thread(target=run) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(answers), [1, 409, 409, 409, 409])
        self.assertEqual(World(self.server, "000000000079").keys("Orders"), ["a"])

    def test_a_fault_goes_with_the_world_that_is_replaced(self):
        world = World(self.server, "000000000077")
        world.table("Orders")
        save(self.server, "faulty", account=world.account)
        post(self.server, "faults", on="operation", operation="PutItem", error="ThrottlingException",
             account=world.account)
        self.assertEqual(len(get(self.server, f"faults?account={world.account}")["faults"]), 1)
        with self.assertRaises(ControlError):  # nothing is done then
            restore(self.server, "none", account=world.account, replace=True)
        self.assertEqual(len(get(self.server, f"faults?account={world.account}")["faults"]), 1)
        restore(self.server, "faulty", account=world.account, replace=True)
        self.assertEqual(get(self.server, f"faults?account={world.account}")["faults"], [])
        world.put("Orders", "a")


class Failures(ServerTest):
    """A restore that somebody gets in the way of while it is under way."""

    def large(self):
        world = World(self.server)
        world.fill()
        world.table("Zlarge")  # the last one
        for begin in range(0, 20_000, 25):
            world.dynamodb.batch_write_item(RequestItems={"Zlarge": [
                {"PutRequest": {"Item": {"pk": {"S": f"{n:05}"}, "group": {"S": "g"}}}}
                for n in range(begin, begin + 25)]})
        save(self.server, "base", include=["buckets", "logs"])

    def conflict(self, account, make):
        """Makes things in the account while the large table is copied to it; what the restore says then,
        or None when it was over before."""
        world = World(self.server, account)
        failures = []

        def run():
            try:
                restore(self.server, "base", account=account)
            except ControlError as error:
                failures.append((error.status, error.message))

        restoring = threading.Thread(target=run)
        restoring.start()
        eventually(lambda: "Orders" in world.dynamodb.list_tables()["TableNames"], "the first table")
        try:
            make(world)
        except world.sqs.exceptions.ClientError:
            pass  # too late
        restoring.join(30)
        return failures[0] if failures else None

    def test_what_others_make_meanwhile_stays_and_all_else_goes(self):
        self.large()

        def make(world):
            self.assertEqual(world.sqs.list_queues().get("QueueUrls"), None)
            world.sns.create_topic(Name="news", Tags=[{"Key": "of", "Value": "others"}])
            world.table("Mine")
            world.logs.create_log_group(logGroupName="/mine")

        for n in range(1000, 1020):
            account = f"{n:012}"
            try:
                failure = self.conflict(account, make)
            except AssertionError:
                continue
            if failure:
                break
            post(self.server, "reset", account=account)
        self.assertEqual(failure, (409, f"Account {account} got a topic news while it was restored."))
        world = World(self.server, account)
        self.assertEqual({kind: count for kind, count in world.seen().items() if count},
                         {"tables": 1, "streams": 1, "topics": 1, "log groups": 1})
        self.assertEqual(world.dynamodb.list_tables()["TableNames"], ["Mine"])
        # Names of what is gone are free.
        world.sqs.create_queue(QueueName="jobs")
        world.table("Orders")
        world.put("Orders", "a")
        restore(self.server, "base", account=account, replace=True)
        self.assertEqual(world.seen()["mappings"], 3)


class Texts(ServerTest):
    """What settings, tags, policies and filters say in the copy."""

    def setUp(self):
        self.addCleanup(post, self.server, "reset", account="*")
        self.world = world = World(self.server)
        self.functions = getattr(world, "lambda")
        self.stream = world.table("Orders", SSESpecification={
            "Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY})
        table = self.arn("dynamodb", "table/Orders")
        world.dynamodb.tag_resource(ResourceArn=table, Tags=[
            {"Key": "queue", "Value": self.arn("sqs", "jobs")}, {"Key": "stream", "Value": self.stream}])
        for resource in (table, self.stream):
            world.dynamodb.put_resource_policy(ResourceArn=resource, Policy=self.policy(resource))
        world.dynamodb.enable_kinesis_streaming_destination(
            TableName="Orders", StreamArn=self.arn("kinesis", "stream/changes"))
        self.queue = world.sqs.create_queue(QueueName="jobs", tags={"table": table})["QueueUrl"]
        world.sns.create_topic(Name="news", Tags=[{"Key": "table", "Value": table}])
        world.logs.create_log_group(logGroupName="/mine", kmsKeyId=KEY, tags={"table": table})
        world.function("counts", DeadLetterConfig={"TargetArn": self.arn("sqs", "jobs")}, Environment={
            "Variables": {"STREAM": self.stream, "QUEUE": self.queue, "LOST": self.arn("dynamodb", LOST),
                          "FOREIGN": "http://localhost:1/000000000000/jobs"}})
        pattern = json.dumps({"eventSourceARN": [self.stream]})
        world.map("counts", self.stream, StartingPosition="TRIM_HORIZON",
                  FilterCriteria={"Filters": [{"Pattern": pattern}]})
        world.map("counts", self.arn("sqs", "jobs"))

    def arn(self, service, resource):
        return self.world.arn(service, resource)

    def policy(self, resource):
        action = "dynamodb:GetRecords" if "/stream/" in resource else "dynamodb:GetItem"
        return json.dumps({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:root"},
            "Action": action, "Resource": resource}]})

    def check(self, copy, partition="aws"):
        def arn(service, resource):
            return copy.arn(service, resource).replace("arn:aws:", f"arn:{partition}:")

        key = arn("kms", KEY.split(":", 5)[5])
        described = copy.dynamodb.describe_table(TableName="Orders")["Table"]
        table, stream = described["TableArn"], described["LatestStreamArn"]
        self.assertEqual(table, arn("dynamodb", "table/Orders"))
        self.assertNotEqual(stream.rsplit("/", 1)[1], self.stream.rsplit("/", 1)[1])
        self.assertEqual(described["SSEDescription"]["KMSMasterKeyArn"], key)
        tags = {tag["Key"]: tag["Value"] for tag in
                copy.dynamodb.list_tags_of_resource(ResourceArn=table)["Tags"]}
        self.assertEqual(tags, {"of": "Orders", "queue": arn("sqs", "jobs"), "stream": stream})
        for resource in (table, stream):
            statement = json.loads(copy.dynamodb.get_resource_policy(
                ResourceArn=resource)["Policy"])["Statement"][0]
            self.assertEqual((statement["Principal"]["AWS"], statement["Resource"]),
                             (f"arn:{partition}:iam::{copy.account}:root", resource))
        destinations = copy.dynamodb.describe_kinesis_streaming_destination(
            TableName="Orders")["KinesisDataStreamDestinations"]
        self.assertEqual([d["StreamArn"] for d in destinations], [arn("kinesis", "stream/changes")])
        queue = copy.sqs.get_queue_url(QueueName="jobs")["QueueUrl"]
        self.assertEqual(copy.sqs.list_queue_tags(QueueUrl=queue)["Tags"], {"table": table})
        self.assertEqual(copy.sns.list_tags_for_resource(ResourceArn=arn("sns", "news"))["Tags"],
                         [{"Key": "table", "Value": table}])
        group = copy.logs.describe_log_groups(logGroupNamePrefix="/mine")["logGroups"][0]
        self.assertEqual(group["kmsKeyId"], key)
        self.assertEqual(copy.logs.list_tags_for_resource(resourceArn=arn("logs", "log-group:/mine"))["tags"],
                         {"table": table})
        functions = getattr(copy, "lambda")
        settings = functions.get_function_configuration(FunctionName="counts")
        self.assertEqual(settings["Role"], ROLE.replace("000000000000", copy.account)
                         .replace("arn:aws:", f"arn:{partition}:"))
        self.assertEqual(settings["DeadLetterConfig"]["TargetArn"], arn("sqs", "jobs"))
        variables = settings["Environment"]["Variables"]
        self.assertEqual((variables["STREAM"], variables["QUEUE"]), (stream, queue))
        self.assertEqual(variables["LOST"], arn("dynamodb", LOST))
        self.assertEqual(variables["FOREIGN"], f"http://localhost:1/{copy.account}/jobs")
        # The filter lets the copy's records through.
        copy.put("Orders", "a")
        settled = drain(copy.server, account=copy.account, region=copy.region)
        self.assertEqual(settled["records"], {"delivered": 1, "filtered": 0, "discarded": 0})

    def test_another_account(self):
        save(self.server, "base", include=["logs"])
        restore(self.server, "base", account=OTHER)
        self.check(World(self.server, OTHER))

    def test_the_same_account(self):
        save(self.server, "base", include=["logs"])
        restore(self.server, "base", replace=True)
        self.check(World(self.server))

    def test_a_copy_of_a_copy(self):
        save(self.server, "base", include=["logs"])
        restore(self.server, "base", account=OTHER, region="eu-west-1")
        save(self.server, "again", include=["logs"], account=OTHER, region="eu-west-1")
        restore(self.server, "again", account="000000000043")
        self.check(World(self.server, "000000000043"))

    def test_a_region_of_another_partition(self):
        save(self.server, "base", include=["logs"])
        restore(self.server, "base", account=OTHER, region=CHINA)
        self.check(World(self.server, OTHER, CHINA), "aws-cn")

    def test_a_queue_url_that_came_from_outside_of_a_container(self):
        outside = "http://localhost:9000/000000000000/jobs"
        self.functions.update_function_configuration(
            FunctionName="counts", Environment={"Variables": {"QUEUE": outside}})
        status, _, _ = request(self.server.url, "PUT", "/_rivulet/snapshots/base", "{}",
                               {"Host": "localhost:9000"})
        self.assertEqual(status, 200)
        restore(self.server, "base", account=OTHER)
        environment = getattr(World(self.server, OTHER), "lambda").get_function_configuration(
            FunctionName="counts")["Environment"]
        self.assertEqual(environment["Variables"]["QUEUE"], f"{self.server.url}/{OTHER}/jobs")

    def test_a_mapping_of_a_former_stream_has_nothing_to_read(self):
        self.world.dynamodb.delete_table(TableName="Orders")
        self.world.table("Orders")
        save(self.server, "base")
        restore(self.server, "base", account=OTHER)
        mappings = getattr(World(self.server, OTHER), "lambda").list_event_source_mappings()
        self.assertEqual([m["EventSourceArn"] for m in mappings["EventSourceMappings"]],
                         [f"arn:aws:sqs:us-east-1:{OTHER}:jobs"])


if __name__ == "__main__":
    unittest.main()
