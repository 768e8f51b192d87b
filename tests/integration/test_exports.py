"""Exports into the server's own buckets, with boto3."""
import base64
import datetime
import gzip
import hashlib
import json
import threading
import unittest

from control import post
from harness import Server, data_directory
from transfers import BUCKET, TransferTest, create, ended, fill, finished_export, put


class Exports(TransferTest):
    def test_a_full_export_has_the_layout_of_aws(self):
        arn = create(self.client)
        put(self.client, "a", 1)
        put(self.client, "b", 2)
        done = finished_export(self.client, TableArn=arn, S3Bucket=self.bucket, S3Prefix="daily")
        self.assertEqual((done["ExportStatus"], done["ItemCount"]), ("COMPLETED", 2))
        self.assertEqual((done["ExportFormat"], done["S3SseAlgorithm"]), ("DYNAMODB_JSON", "AES256"))
        folder = f"daily/AWSDynamoDB/{done['ExportArn'].split('/')[-1]}/"
        self.assertEqual(done["ExportManifest"], folder + "manifest-summary.json")
        names = [key[len(folder):] for key in self.keys()]
        self.assertEqual([name for name in names if not name.startswith("data/")], [
            "_started", "manifest-files.json", "manifest-files.md5", "manifest-summary.json",
            "manifest-summary.md5"])
        lines = self.lines(folder + "data/")
        self.assertEqual(sorted(lines, key=str), [
            {"Item": {"pk": {"S": "a"}, "value": {"N": "1"}}},
            {"Item": {"pk": {"S": "b"}, "value": {"N": "2"}}}])
        self.check_manifests(folder, arn, done)

    def check_manifests(self, folder, arn, done):
        for name in ("files", "summary"):
            manifest = self.read(f"{folder}manifest-{name}.json")
            digest = base64.b64encode(hashlib.md5(manifest).digest())
            self.assertEqual(self.read(f"{folder}manifest-{name}.md5"), digest)
        summary = json.loads(self.read(folder + "manifest-summary.json"))
        self.assertEqual(summary["version"], "2020-06-30")
        self.assertEqual(summary["tableArn"], arn)
        self.assertEqual(summary["exportArn"], done["ExportArn"])
        self.assertEqual(summary["manifestFilesS3Key"], folder + "manifest-files.json")
        self.assertEqual((summary["itemCount"], summary["outputFormat"]), (2, "DYNAMODB_JSON"))
        file = json.loads(self.read(folder + "manifest-files.json"))
        content = self.read(file["dataFileS3Key"])
        self.assertEqual(file["itemCount"], 2)
        self.assertEqual(file["md5Checksum"], base64.b64encode(hashlib.md5(content).digest()).decode())

    def test_faults_of_a_request(self):
        arn = create(self.client)
        export = self.client.export_table_to_point_in_time
        self.assert_error("TableNotFoundException", f"Table not found: {arn}x", export,
                          TableArn=arn + "x", S3Bucket=self.bucket)
        self.assert_error("ValidationException",
                          "One or more parameter values were invalid: tableArn is not a valid ARN",
                          export, TableArn="Orders", S3Bucket=self.bucket)
        self.assert_error("ValidationException", "Invalid Request: Table ARN is invalid.", export,
                          TableArn=arn + "/index/x", S3Bucket=self.bucket)
        self.assert_error("InvalidExportTimeException", "Export Time is invalid", export, TableArn=arn,
                          S3Bucket=self.bucket, ExportTime=datetime.datetime(2020, 1, 1))
        self.assert_error(
            "ValidationException",
            "Invalid Request: ExportFormat ION is not supported: Rivulet exports DYNAMODB_JSON",
            export, TableArn=arn, S3Bucket=self.bucket, ExportFormat="ION")
        self.client.update_continuous_backups(
            TableName="Orders", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": False})
        self.assert_error("PointInTimeRecoveryUnavailableException",
                          "Point in time recovery is not enabled for table 'Orders'", export,
                          TableArn=arn, S3Bucket=self.bucket)

    def test_a_missing_bucket_fails_the_export(self):
        done = finished_export(self.client, TableArn=create(self.client), S3Bucket="no-such-bucket")
        self.assertEqual((done["ExportStatus"], done["FailureCode"]), ("FAILED", "S3NoSuchBucket"))
        self.assertIn("The specified bucket does not exist", done["FailureMessage"])

    def test_a_token_makes_a_request_one(self):
        arn = create(self.client)
        ask = {"TableArn": arn, "S3Bucket": self.bucket, "ClientToken": "once"}
        first = finished_export(self.client, **ask)
        again = self.client.export_table_to_point_in_time(**ask)["ExportDescription"]
        self.assertEqual(again["ExportArn"], first["ExportArn"])
        self.assert_error(
            "ExportConflictException",
            "Export conflict: Duplicate request detected with conflicting parameters",
            self.client.export_table_to_point_in_time, **ask, S3Prefix="other")

    def test_exports_are_listed_in_pages_and_described_by_arn(self):
        arn = create(self.client)
        made = [finished_export(self.client, TableArn=arn, S3Bucket=self.bucket)["ExportArn"]
                for _ in range(3)]
        page = self.client.list_exports(TableArn=arn, MaxResults=2)
        rest = self.client.list_exports(TableArn=arn, MaxResults=2, NextToken=page["NextToken"])
        self.assertNotIn("NextToken", rest)
        listed = page["ExportSummaries"] + rest["ExportSummaries"]
        self.assertEqual({each["ExportArn"] for each in listed}, set(made))
        self.assertEqual(listed[0]["ExportType"], "FULL_EXPORT")
        self.assert_error("ValidationException", "Invalid Request: Provided nextToken is invalid: beef",
                          self.client.list_exports, NextToken="beef")
        self.assert_error("ValidationException", "Invalid Export ARN", self.client.describe_export,
                          ExportArn=arn)
        self.assert_error(
            "ExportNotFoundException", f"Export not found: Export not found: {made[0]}0",
            self.client.describe_export, ExportArn=made[0] + "0")


class Incremental(unittest.TestCase):
    def test_an_incremental_export_tells_what_changed_between_two_times(self):
        server = Server()
        self.addCleanup(server.stop)
        client, s3 = server.client("dynamodb"), server.client("s3")
        s3.create_bucket(Bucket=BUCKET)
        post(server, "clock", mode="freeze")
        post(server, "clock", mode="set", time="2030-01-01T00:00:00Z")
        arn = create(client)
        for key in ("changed", "deleted", "same"):
            put(client, key, 1)
        post(server, "clock", mode="advance", seconds=60)
        put(client, "changed", 2)
        put(client, "new", 3)
        put(client, "passing", 4)
        client.delete_item(TableName="Orders", Key={"pk": {"S": "deleted"}})
        client.delete_item(TableName="Orders", Key={"pk": {"S": "passing"}})
        post(server, "clock", mode="advance", seconds=1200)
        put(client, "changed", 5)
        begin = datetime.datetime(2030, 1, 1, 0, 0, 30, tzinfo=datetime.timezone.utc)
        done = finished_export(
            client, TableArn=arn, S3Bucket=BUCKET, ExportType="INCREMENTAL_EXPORT",
            IncrementalExportSpecification={
                "ExportFromTime": begin, "ExportToTime": begin + datetime.timedelta(seconds=1200)})
        self.assertEqual(done["ExportStatus"], "COMPLETED", done)
        self.assertEqual(done["ItemCount"], 3)
        files = [each["Key"] for each in s3.list_objects_v2(
            Bucket=BUCKET, Prefix="AWSDynamoDB/data/")["Contents"]]
        text = b"".join(gzip.decompress(s3.get_object(Bucket=BUCKET, Key=key)["Body"].read())
                        for key in files)
        changes = {line["Keys"]["pk"]["S"]: line for line in map(json.loads, text.splitlines())}
        micros = str(int(begin.timestamp() + 30) * 10**6)
        item = lambda pk, value: {"pk": {"S": pk}, "value": {"N": str(value)}}
        metadata = {"WriteTimestampMicros": {"N": micros}}
        self.assertEqual(changes, {
            "changed": {"Metadata": metadata, "Keys": {"pk": {"S": "changed"}},
                        "OldImage": item("changed", 1), "NewImage": item("changed", 2)},
            "deleted": {"Metadata": metadata, "Keys": {"pk": {"S": "deleted"}},
                        "OldImage": item("deleted", 1)},
            "new": {"Metadata": metadata, "Keys": {"pk": {"S": "new"}}, "NewImage": item("new", 3)}})
        with self.assertRaises(client.exceptions.InvalidExportTimeException) as refused:
            client.export_table_to_point_in_time(
                TableArn=arn, S3Bucket=BUCKET, ExportType="INCREMENTAL_EXPORT",
                IncrementalExportSpecification={
                    "ExportFromTime": begin, "ExportToTime": begin + datetime.timedelta(seconds=899)})
        self.assertEqual(
            refused.exception.response["Error"]["Message"],
            "Difference between export period from time and export period to time is less than 15 "
            "minutes")


class Consistency(TransferTest):
    def test_an_export_shows_one_moment_while_transactions_go_on(self):
        arn = create(self.client)
        pairs = [(f"left-{i}", f"right-{i}") for i in range(300)]
        for each in pairs:
            for pk in each:
                put(self.client, pk, 0)
        stop = threading.Event()

        def keep_writing():
            client, number = self.server.client("dynamodb", account=self.account), 0
            while not stop.is_set():
                number += 1
                client.transact_write_items(TransactItems=[
                    {"Put": {"TableName": "Orders",
                             "Item": {"pk": {"S": pk}, "value": {"N": str(number)}}}}
                    for pk in pairs[number % len(pairs)]])
        writer = threading.Thread(target=keep_writing)
        writer.start()
        try:
            done = [finished_export(self.client, TableArn=arn, S3Bucket=self.bucket, S3Prefix=str(i))
                    for i in range(5)]
        finally:
            stop.set()
            writer.join()
        for number, each in enumerate(done):
            self.assertEqual((each["ExportStatus"], each["ItemCount"]), ("COMPLETED", 600))
            folder = each["ExportManifest"].replace("manifest-summary.json", "data/")
            values = {line["Item"]["pk"]["S"]: line["Item"]["value"]["N"]
                      for line in self.lines(folder)}
            for left, right in pairs:
                self.assertEqual(values[left], values[right], (number, left))


class Restart(unittest.TestCase):
    def setUp(self):
        path = self.enterContext(data_directory())
        self.server = Server(data_dir=path)
        self.addCleanup(lambda: self.server.stop())
        self.server.client("s3").create_bucket(Bucket=BUCKET)

    def test_what_was_exported_is_known_after_a_restart(self):
        client = self.server.client("dynamodb")
        arn = create(client)
        put(client, "a", 1)
        done = finished_export(client, TableArn=arn, S3Bucket=BUCKET)
        self.server.restart()
        again = self.server.client("dynamodb").describe_export(ExportArn=done["ExportArn"])
        self.assertEqual(again["ExportDescription"], done)

    def test_an_export_that_a_kill_broke_off_goes_on_with_what_was_there_when_it_began(self):
        client = self.server.client("dynamodb")
        table = create(client)
        fill(client, 4000)
        asked = client.export_table_to_point_in_time(TableArn=table, S3Bucket=BUCKET)
        arn = asked["ExportDescription"]["ExportArn"]
        client.update_continuous_backups(
            TableName="Orders", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": False})
        put(client, "0001", -1)
        self.server.kill()
        self.server.start()
        client, s3 = self.server.client("dynamodb"), self.server.client("s3")
        done = ended(client.describe_export, "Export", arn)
        self.assertEqual((done["ExportStatus"], done["ItemCount"]), ("COMPLETED", 4000), done)
        keys = [each["Key"] for each in s3.list_objects_v2(Bucket=BUCKET)["Contents"]]
        text = b"".join(gzip.decompress(s3.get_object(Bucket=BUCKET, Key=key)["Body"].read())
                        for key in keys if "/data/" in key)
        values = {line["Item"]["pk"]["S"]: line["Item"]["value"]["N"]
                  for line in map(json.loads, text.splitlines())}
        self.assertEqual(len(text.splitlines()), 4000)
        self.assertEqual(values, {f"{i:04}": str(i) for i in range(4000)})
        client.delete_table(TableName="Orders")


if __name__ == "__main__":
    unittest.main()
