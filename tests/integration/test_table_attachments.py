"""Resource policies, contributor insights and Kinesis destinations, as tools read them after an apply."""
import json
import unittest

from harness import ServerTest, data_directory, Server

KINESIS = "arn:aws:kinesis:us-east-1:000000000000:stream/orders"


def create(client, name, **more):
    client.create_table(
        TableName=name, KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST", **more)
    return client.describe_table(TableName=name)["Table"]


def policy(arn):
    return {"Version": "2012-10-17", "Statement": [{
        "Sid": "Reads", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:root"},
        "Action": "dynamodb:GetItem", "Resource": arn}]}


class TableAttachments(ServerTest):
    def test_a_policy_reads_back_as_the_same_document(self):
        client = self.server.client("dynamodb")
        arn = create(client, "Guarded")["TableArn"]
        revision = client.put_resource_policy(
            ResourceArn=arn, Policy=json.dumps(policy(arn), indent=2))["RevisionId"]
        shown = client.get_resource_policy(ResourceArn=arn)
        self.assertEqual(json.loads(shown["Policy"]), policy(arn))
        self.assertEqual(shown["RevisionId"], revision)
        self.assertEqual(client.delete_resource_policy(ResourceArn=arn)["RevisionId"], revision)
        with self.assertRaises(client.exceptions.PolicyNotFoundException):
            client.get_resource_policy(ResourceArn=arn)

    def test_what_terraform_reads_of_a_table_after_an_apply(self):
        """The reads of its resources for tables, insights, destinations and policies."""
        client = self.server.client("dynamodb")
        arn = create(client, "Applied", ResourcePolicy=json.dumps(policy("*")))["TableArn"]
        client.update_contributor_insights(TableName="Applied", ContributorInsightsAction="ENABLE")
        client.enable_kinesis_streaming_destination(TableName="Applied", StreamArn=KINESIS)
        table = client.describe_table(TableName="Applied")["Table"]
        self.assertEqual(table["TableStatus"], "ACTIVE")
        self.assertNotIn("Replicas", table)
        backups = client.describe_continuous_backups(TableName="Applied")
        self.assertEqual(backups["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"],
                         {"PointInTimeRecoveryStatus": "DISABLED"})
        self.assertEqual(client.describe_time_to_live(TableName="Applied")["TimeToLiveDescription"],
                         {"TimeToLiveStatus": "DISABLED"})
        self.assertEqual(client.list_tags_of_resource(ResourceArn=arn)["Tags"], [])
        self.assertEqual(json.loads(client.get_resource_policy(ResourceArn=arn)["Policy"]), policy("*"))
        insights = client.describe_contributor_insights(TableName="Applied")
        self.assertEqual(insights["ContributorInsightsStatus"], "ENABLED")
        destinations = client.describe_kinesis_streaming_destination(TableName="Applied")
        self.assertEqual(destinations["KinesisDataStreamDestinations"],
                         [{"StreamArn": KINESIS, "DestinationStatus": "ACTIVE"}])

    def test_the_older_cli_attaches_and_detaches(self):
        create(self.server.client("dynamodb"), "Cli")
        aws = self.server.aws
        aws("dynamodb", "enable-kinesis-streaming-destination", "--table-name", "Cli",
            "--stream-arn", KINESIS)
        disabled = aws("dynamodb", "disable-kinesis-streaming-destination", "--table-name", "Cli",
                       "--stream-arn", KINESIS)
        self.assertEqual(disabled["DestinationStatus"], "DISABLING")
        listed = aws("dynamodb", "list-contributor-insights", "--table-name", "Cli")
        self.assertEqual(listed["ContributorInsightsSummaries"], [])


class Restart(unittest.TestCase):
    def test_what_is_attached_survives_a_restart(self):
        with data_directory() as path:
            server = Server(data_dir=path)
            self.addCleanup(server.stop)
            arn = create(server.client("dynamodb"), "Kept")["TableArn"]
            client = server.client("dynamodb")
            client.put_resource_policy(ResourceArn=arn, Policy=json.dumps(policy(arn)))
            client.update_contributor_insights(TableName="Kept", ContributorInsightsAction="ENABLE")
            client.enable_kinesis_streaming_destination(TableName="Kept", StreamArn=KINESIS)
            before = self.read(client, arn)
            server.restart()
            self.assertEqual(self.read(server.client("dynamodb"), arn), before)

    def read(self, client, arn):
        answers = [
            client.get_resource_policy(ResourceArn=arn),
            client.describe_contributor_insights(TableName="Kept"),
            client.describe_kinesis_streaming_destination(TableName="Kept")]
        for answer in answers:
            del answer["ResponseMetadata"]
        return answers


if __name__ == "__main__":
    unittest.main()
