"""Who asks, and where: STS tells the account, and ARNs are in the partition of their region."""
import unittest

from harness import ServerTest, eventually, zip_of
from wire import HEADERS, request

TABLE = {
    "TableName": "Things", "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    "GlobalSecondaryIndexes": [{
        "IndexName": "ById", "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"}}],
    "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}}
HANDLER = """
def handler(event, context):
    print(context.invoked_function_arn, event["Records"][0]["eventSourceARN"])
"""
GROUP = "/aws/lambda/f"


class Partitions(ServerTest):
    def use_everything(self, region, partition):
        dynamodb, streams, functions, logs = (
            self.server.client(name, region=region)
            for name in ("dynamodb", "dynamodbstreams", "lambda", "logs"))

        def arn(service, resource):
            return f"arn:{partition}:{service}:{region}:000000000000:{resource}"

        table = dynamodb.create_table(**TABLE)["TableDescription"]
        self.assertEqual(table["TableArn"], arn("dynamodb", "table/Things"))
        self.assertEqual(table["GlobalSecondaryIndexes"][0]["IndexArn"],
                         arn("dynamodb", "table/Things/index/ById"))
        stream = table["LatestStreamArn"]
        self.assertTrue(stream.startswith(arn("dynamodb", "table/Things/stream/")))
        described = dynamodb.describe_table(TableName=table["TableArn"])["Table"]
        self.assertEqual(described["TableName"], "Things")
        dynamodb.tag_resource(ResourceArn=table["TableArn"], Tags=[{"Key": "a", "Value": "b"}])
        self.assertEqual(streams.list_streams()["Streams"][0]["StreamArn"], stream)
        described = streams.describe_stream(StreamArn=stream)["StreamDescription"]
        self.assertEqual(described["TableName"], "Things")

        function = functions.create_function(
            FunctionName="f", Runtime="python3.12", Handler="main.handler",
            Role=f"arn:{partition}:iam::000000000000:role/any",
            Code={"ZipFile": zip_of(**{"main.py": HANDLER})})
        self.assertEqual(function["FunctionArn"], arn("lambda", "function:f"))
        self.assertTrue(function["RuntimeVersionConfig"]["RuntimeVersionArn"].startswith(
            f"arn:{partition}:lambda:{region}::runtime:"))
        functions.tag_resource(Resource=function["FunctionArn"], Tags={"a": "b"})
        mapping = functions.create_event_source_mapping(
            FunctionName=function["FunctionArn"], EventSourceArn=stream,
            StartingPosition="TRIM_HORIZON")
        self.assertEqual(mapping["EventSourceMappingArn"],
                         arn("lambda", "event-source-mapping:" + mapping["UUID"]))
        self.assertEqual(mapping["FunctionArn"], function["FunctionArn"])
        functions.tag_resource(Resource=mapping["EventSourceMappingArn"], Tags={"a": "b"})

        dynamodb.put_item(TableName=table["TableArn"], Item={"id": {"S": "x"}})
        eventually(lambda: self.messages(logs, f"{function['FunctionArn']} {stream}\n"),
                   "a record at its handler")
        group = logs.describe_log_groups(logGroupNamePrefix=GROUP)["logGroups"][0]
        self.assertEqual(group["logGroupArn"], arn("logs", "log-group:" + GROUP))
        found = logs.describe_log_streams(logGroupIdentifier=group["logGroupArn"])["logStreams"]
        self.assertTrue(found[0]["arn"].startswith(group["logGroupArn"] + ":log-stream:"))
        logs.tag_resource(resourceArn=group["logGroupArn"], tags={"a": "b"})

    def messages(self, logs, message):
        try:
            events = logs.filter_log_events(logGroupName=GROUP)["events"]
        except logs.exceptions.ResourceNotFoundException:
            return []
        return [event for event in events if event["message"] == message]

    def test_every_arn_is_in_its_regions_partition_and_works_there(self):
        for region, partition in (("us-east-1", "aws"), ("cn-north-1", "aws-cn"),
                                  ("us-gov-west-1", "aws-us-gov"), ("eusc-de-east-1", "aws-eusc")):
            with self.subTest(region):
                self.use_everything(region, partition)


class CallerIdentity(ServerTest):
    def test_boto3_learns_account_user_and_id(self):
        for account, region, arn in (
                ("AKIDEXAMPLE", "us-east-1", "arn:aws:iam::000000000000:user/rivulet"),
                ("123456789012", "cn-north-1", "arn:aws-cn:iam::123456789012:user/rivulet")):
            with self.subTest(account):
                got = self.server.client("sts", account, region).get_caller_identity()
                self.assertEqual(got["Arn"], arn)
                self.assertEqual(got["Account"], arn.split(":")[4])
                self.assertRegex(got["UserId"], "^AIDA[A-Z0-9]{17}$")

    def test_the_command_line_learns_it_too(self):
        got = self.server.aws("sts", "get-caller-identity")
        self.assertEqual((got["Account"], got["Arn"]),
                         ("000000000000", "arn:aws:iam::000000000000:user/rivulet"))

    def test_a_url_that_is_signed_beforehand_works(self):
        sts = self.server.client("sts")
        url = sts.generate_presigned_url("get_caller_identity", HttpMethod="GET")
        status, headers, body = request(self.server.url, "GET", "/?" + url.split("?")[1])
        self.assertEqual((status, headers["Content-Type"]), (200, "text/xml"))
        self.assertIn("<Account>000000000000</Account>", body)

    def test_other_actions_are_refused_in_a_way_that_sdks_understand(self):
        sts = self.server.client("sts")
        self.assert_error("InvalidAction", "Rivulet doesn't support AssumeRole.", sts.assume_role,
                          RoleArn="arn:aws:iam::000000000000:role/r", RoleSessionName="name")
        self.assert_error("InvalidAction",
                          "Could not find operation ListUsers for version 2010-05-08",
                          self.server.client("iam").list_users)

    def test_a_form_without_an_action_is_none_of_ours(self):
        status, _, _ = request(self.server.url, "POST", "/", "a=b", {
            **HEADERS, "Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual(status, 404)


if __name__ == "__main__":
    unittest.main()
