"""What tests of exports and imports have in common."""
import gzip
import json
import zlib

from harness import ServerTest, eventually

BUCKET = "exports"


def create(client, name="Orders"):
    client.create_table(
        TableName=name, KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST")
    client.update_continuous_backups(
        TableName=name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
    return client.describe_table(TableName=name)["Table"]["TableArn"]


def put(client, pk, value):
    client.put_item(TableName="Orders", Item={"pk": {"S": pk}, "value": {"N": str(value)}})


def fill(client, count):
    """Items with much text, so that what walks through them takes a while."""
    for first in range(0, count, 25):
        client.batch_write_item(RequestItems={"Orders": [
            {"PutRequest": {"Item": {"pk": {"S": f"{i:04}"}, "value": {"N": str(i)},
                                     "text": {"S": "x" * 2000}}}}
            for i in range(first, min(first + 25, count))]})


def ended(describe, kind, arn):
    """What is told of an "Export" or an "Import" once it has ended."""
    def look():
        [description] = [each for name, each in describe(**{kind + "Arn": arn}).items()
                         if name.endswith("Description")]
        return description if description[kind + "Status"] != "IN_PROGRESS" else None
    return eventually(look, f"the end of {arn}")


def finished_export(client, **arguments):
    arn = client.export_table_to_point_in_time(**arguments)["ExportDescription"]["ExportArn"]
    return ended(client.describe_export, "Export", arn)


def finished_import(client, **arguments):
    arn = client.import_table(**arguments)["ImportTableDescription"]["ImportArn"]
    return ended(client.describe_import, "Import", arn)


def items(client, table):
    return sorted(client.scan(TableName=table)["Items"], key=lambda item: item["pk"]["S"])


def table_of(name, **more):
    return {"TableName": name, "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
            "BillingMode": "PAY_PER_REQUEST", **more}


class TransferTest(ServerTest):
    def setUp(self):
        self.account = f"{zlib.crc32(self.id().encode()):012}"
        self.client = self.server.client("dynamodb", account=self.account)
        self.bucket = f"bucket-{self.account}"
        self.s3 = self.server.client("s3", account=self.account)
        self.s3.create_bucket(Bucket=self.bucket)

    def read(self, key):
        return self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read()

    def keys(self, prefix=""):
        listed = self.s3.list_objects_v2(Bucket=self.bucket, Prefix=prefix)
        return [each["Key"] for each in listed.get("Contents", [])]

    def lines(self, folder):
        text = b"".join(gzip.decompress(self.read(key)) for key in self.keys(folder))
        return [json.loads(line) for line in text.splitlines()]
