"""Imports from the server's own buckets, with boto3."""
import base64
import gzip
import json
import unittest

from harness import Server, data_directory
from transfers import (
    BUCKET, TransferTest, create, ended, finished_export, finished_import, items, put, table_of)

# A line of DynamoDB JSON, and a CSV file "pk,n" "a,1", as the program zstd packs them.
ZSTD_LINE = "KLUv/QRY0QAAeyJJdGVtIjp7InBrIjp7IlMiOiJhIn19fQqwGX9E"
ZSTD_CSV = "KLUv/QRYSQAAcGssbgphLDEKhBAcDA=="


class Imports(TransferTest):
    def test_what_was_exported_can_be_imported(self):
        arn = create(self.client)
        for i in range(60):
            put(self.client, f"{i:02}", i)
        done = finished_export(self.client, TableArn=arn, S3Bucket=self.bucket)
        imported = finished_import(
            self.client, S3BucketSource={
                "S3Bucket": self.bucket,
                "S3KeyPrefix": done["ExportManifest"].replace("manifest-summary.json", "data/")},
            InputFormat="DYNAMODB_JSON", InputCompressionType="GZIP",
            TableCreationParameters=table_of("Copy"))
        self.assertEqual((imported["ImportStatus"], imported["ImportedItemCount"]), ("COMPLETED", 60))
        self.assertEqual(items(self.client, "Copy"), items(self.client, "Orders"))

    def load(self, content, name="Loaded", table=None, **more):
        self.s3.put_object(Bucket=self.bucket, Key="in/data", Body=content)
        return finished_import(self.client, **{
            "S3BucketSource": {"S3Bucket": self.bucket, "S3KeyPrefix": "in/"},
            "InputFormat": "DYNAMODB_JSON", "TableCreationParameters": table or table_of(name), **more})

    def logged(self, imported):
        """The errors of an import, as its log has them: all at once, and in its own stream."""
        logs = self.server.client("logs", account=self.account)
        group = imported["CloudWatchLogGroupArn"].split(":log-group:")[1].removesuffix(":*")
        stream = imported["ImportArn"].rpartition("/")[2] + "/error"
        events = logs.get_log_events(logGroupName=group, logStreamName=stream)["events"]
        filtered = logs.filter_log_events(
            logGroupName=group, filterPattern=f'{{ $.importArn = "{imported["ImportArn"]}" }}')["events"]
        self.assertEqual([each["message"] for each in filtered], [each["message"] for each in events])
        return [json.loads(each["message"]) for each in events]

    def test_csv_is_read_with_its_header_or_a_given_one(self):
        table = table_of("Csv", AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "n", "AttributeType": "N"}],
            GlobalSecondaryIndexes=[{
                "IndexName": "ByN", "KeySchema": [{"AttributeName": "n", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"}}])
        text = 'pk,n,text\na,1,"one, ""two"""\nb,2,plain\n'
        done = self.load(text.encode(), table=table, InputFormat="CSV")
        self.assertEqual((done["ImportStatus"], done["ProcessedItemCount"]), ("COMPLETED", 2))
        self.assertEqual(items(self.client, "Csv"), [
            {"pk": {"S": "a"}, "n": {"N": "1"}, "text": {"S": 'one, "two"'}},
            {"pk": {"S": "b"}, "n": {"N": "2"}, "text": {"S": "plain"}}])
        found = self.client.query(
            TableName="Csv", IndexName="ByN", KeyConditionExpression="n = :n",
            ExpressionAttributeValues={":n": {"N": "2"}})
        self.assertEqual(found["Count"], 1)
        options = {"Csv": {"Delimiter": ";", "HeaderList": ["pk", "value"]}}
        done = self.load(b"x;1\n", "Given", InputFormat="CSV", InputFormatOptions=options)
        self.assertEqual(done["InputFormatOptions"], options)
        self.assertEqual(items(self.client, "Given"), [{"pk": {"S": "x"}, "value": {"S": "1"}}])

    def test_what_is_no_item_is_counted_and_the_rest_is_there(self):
        lines = [{"Item": {"pk": {"S": str(i)}}} for i in range(9)] + [{"Item": {"other": {"S": "x"}}}]
        done = self.load("\n".join(map(json.dumps, lines)).encode(), "Faulty")
        self.assertEqual((done["ImportStatus"], done["FailureCode"]), ("FAILED", "ItemValidationError"))
        self.assertEqual(
            (done["ProcessedItemCount"], done["ImportedItemCount"], done["ErrorCount"]), (10, 9, 1))
        self.assertEqual(len(items(self.client, "Faulty")), 9)
        missing = "One or more parameter values were invalid: Missing the key pk in the item"
        self.assertEqual(self.logged(done), [{
            "itemS3Pointer": {"bucket": self.bucket, "key": "in/data", "itemIndex": 9},
            "importArn": done["ImportArn"], "errorMessages": [missing]}])
        done = self.load(b'{"Item":{"pk":{"S":"a"}}}\ngarbage\n{"Item":{"pk":{"S":"b"}}}', "Garbage")
        self.assertEqual((done["ImportedItemCount"], done["ErrorCount"]), (1, 1))
        (error,) = self.logged(done)
        self.assertEqual(error["itemS3Pointer"]["itemIndex"], 1)

    def test_what_is_not_packed_as_it_is_said_is_an_error(self):
        done = self.load(b'{"Item":{"pk":{"S":"a"}}}', "Plain", InputCompressionType="GZIP")
        self.assertEqual((done["ImportStatus"], done["ErrorCount"]), ("FAILED", 1))

    def test_gzip_and_zstd_are_unpacked(self):
        line = b'{"Item":{"pk":{"S":"a"}}}\n'
        packed = {"GZIP": gzip.compress(line), "NONE": line, "ZSTD": base64.b64decode(ZSTD_LINE)}
        for name, content in packed.items():
            with self.subTest(name):
                done = self.load(content, name, InputCompressionType=name)
                self.assertEqual((done["ImportStatus"], done["InputCompressionType"]),
                                 ("COMPLETED", name))
                self.assertEqual(items(self.client, name), [{"pk": {"S": "a"}}])
        done = self.load(base64.b64decode(ZSTD_CSV), "ZstdCsv", InputCompressionType="ZSTD",
                         InputFormat="CSV")
        self.assertEqual(items(self.client, "ZstdCsv"), [{"pk": {"S": "a"}, "n": {"S": "1"}}])

    def test_a_missing_bucket_makes_no_table(self):
        done = finished_import(
            self.client, S3BucketSource={"S3Bucket": "no-such-bucket"}, InputFormat="CSV",
            TableCreationParameters=table_of("None"))
        self.assertEqual((done["ImportStatus"], done["FailureCode"]), ("FAILED", "S3NoSuchBucket"))
        self.assertEqual(self.client.list_tables()["TableNames"], [])

    def test_faults_of_a_request(self):
        ask = {"S3BucketSource": {"S3Bucket": self.bucket}, "InputFormat": "DYNAMODB_JSON",
               "TableCreationParameters": table_of("Faults")}
        imports = self.client.import_table
        self.assert_error(
            "ValidationException",
            "Invalid Request: Unsupported InputFormatOptions for the given input format: DYNAMODB_JSON.",
            imports, **ask, InputFormatOptions={"Csv": {"Delimiter": ","}})
        self.assert_error(
            "ValidationException",
            "Invalid Request: InputFormat ION is not supported: Rivulet imports DYNAMODB_JSON and CSV",
            imports, **{**ask, "InputFormat": "ION"})
        create(self.client, "Faults")
        self.assert_error("ResourceInUseException", "Table already exists: Faults", imports, **ask)
        self.assert_error("ValidationException", "Invalid Import ARN", self.client.describe_import,
                          ImportArn="x" * 40)

    def test_imports_are_listed_by_table(self):
        arn = self.load(b"", "Listed")["ImportArn"]
        self.load(b"", "Other")
        listed = self.client.list_imports(TableArn=arn.split("/import/")[0])["ImportSummaryList"]
        self.assertEqual([(each["ImportArn"], each["ImportStatus"]) for each in listed],
                         [(arn, "COMPLETED")])
        page = self.client.list_imports(PageSize=1)
        self.assertEqual(len(self.client.list_imports(
            PageSize=1, NextToken=page["NextToken"])["ImportSummaryList"]), 1)

    def test_an_export_of_dynamodb_is_imported(self):
        """With the layout and the types of the developer guide's page on the output of exports."""
        item = {"Id": {"N": "103"}, "Authors": {"SS": ["Author1", "Author2"]},
                "InPublication": {"BOOL": False}, "Price": {"N": "2000"},
                "Title": {"S": "Book 103 Title"}}
        folder = "AWSDynamoDB/01693685827463-2d8752fd/"
        for name, content in {
                "_started": b"", "manifest-summary.json": b"{}", "manifest-files.json": b"{}",
                "data/asdl123dasas.json.gz": gzip.compress(json.dumps({"Item": item}).encode() + b"\n"),
                "data/an2lk3d8sdfas.json.gz": gzip.compress(b"")}.items():
            self.s3.put_object(Bucket=self.bucket, Key=folder + name, Body=content)
        table = table_of("ProductCatalog")
        table["KeySchema"][0]["AttributeName"] = "Id"
        table["AttributeDefinitions"] = [{"AttributeName": "Id", "AttributeType": "N"}]
        done = finished_import(
            self.client, S3BucketSource={"S3Bucket": self.bucket, "S3KeyPrefix": folder + "data/"},
            InputFormat="DYNAMODB_JSON", InputCompressionType="GZIP", TableCreationParameters=table)
        self.assertEqual((done["ImportStatus"], done["ImportedItemCount"]), ("COMPLETED", 1))
        self.assertEqual(self.client.scan(TableName="ProductCatalog")["Items"], [item])


class Restart(unittest.TestCase):
    def test_an_import_that_a_kill_broke_off_goes_on(self):
        path = self.enterContext(data_directory())
        server = Server(data_dir=path)
        self.addCleanup(lambda: server.stop())
        client, s3 = server.client("dynamodb"), server.client("s3")
        s3.create_bucket(Bucket=BUCKET)
        for number in range(8):
            lines = "".join(
                json.dumps({"Item": {"pk": {"S": f"{number}-{i}"}, "text": {"S": "x" * 500}}}) + "\n"
                for i in range(1000))
            s3.put_object(Bucket=BUCKET, Key=f"in/{number}", Body=lines.encode())
        begun = client.import_table(
            S3BucketSource={"S3Bucket": BUCKET, "S3KeyPrefix": "in/"}, InputFormat="DYNAMODB_JSON",
            TableCreationParameters=table_of("Large"))
        server.kill()
        server.start()
        client = server.client("dynamodb")
        done = ended(client.describe_import, "Import",
                     begun["ImportTableDescription"]["ImportArn"])
        self.assertEqual((done["ImportStatus"], done["ImportedItemCount"], done["ErrorCount"]),
                         ("COMPLETED", 8000, 0))
        table = client.describe_table(TableName="Large")["Table"]
        self.assertEqual((table["TableStatus"], table["ItemCount"]), ("ACTIVE", 8000))


if __name__ == "__main__":
    unittest.main()
