"""Packages of npm's that handlers for Node.js are made of, in a function's zip as on AWS, without a setting."""
import io
import json
import pathlib
import shutil
import tempfile
import unittest
import zipfile

from control import drain
from harness import eventually, log_messages
from npm import install
from test_event_source_mappings import MappingTest

HERE = pathlib.Path(__file__).resolve().parent / "npm_handlers"


def zip_of_directory(directory):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in sorted(pathlib.Path(directory).rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(directory))
    return buffer.getvalue()


class NpmHandlers(MappingTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with tempfile.TemporaryDirectory(prefix="rivulet-test-") as directory:
            shutil.copytree(HERE, directory, dirs_exist_ok=True)
            cls.reason = install(directory)
            cls.zip = None if cls.reason else zip_of_directory(directory)

    def setUp(self):
        if self.reason:
            self.skipTest(self.reason)

    def create(self, name, **more):
        return super().create(name, runtime="nodejs22.x", handler=f"{name}.handler", Timeout=30,
                              Code={"ZipFile": self.zip}, **more)

    def test_a_batch_processor_reports_the_records_that_failed(self):
        stream = self.table("Batches")
        self.create("batch")
        self.put("Batches", "one", "two", "bad-three", "four")
        self.map("batch", stream, FunctionResponseTypes=["ReportBatchItemFailures"],
                 MaximumRetryAttempts=1, BatchSize=10)
        drain(self.server)
        handled = [line.split("handles ")[1].strip() for line in log_messages(self.logs, "/aws/lambda/batch")
                   if "handles " in line]
        self.assertEqual(set(handled), {"one", "two", "bad-three", "four"})
        self.assertEqual(handled.count("one"), 1)
        self.assertGreater(handled.count("bad-three"), 1)

    def test_what_is_idempotent_is_done_once(self):
        self.dynamodb.create_table(
            TableName="Idempotency", BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}])
        self.addCleanup(self.dynamodb.delete_table, TableName="Idempotency")
        self.create("idempotent")
        answers = [self.invoke("idempotent", {"order": order})["Payload"] for order in (7, 8, 7, 8)]
        self.assertEqual(answers, [{"order": 7, "handled": 1}, {"order": 8, "handled": 2}] * 2)
        kept = self.dynamodb.scan(TableName="Idempotency")["Items"]
        self.assertEqual([item["status"] for item in kept], [{"S": "COMPLETED"}] * 2)

    def test_a_client_writes_back_and_a_logger_logs(self):
        stream = self.table("Words")
        self.create("writes_back")
        self.map("writes_back", stream)
        self.put("Words", "hush")
        drain(self.server)
        item = self.dynamodb.get_item(TableName="Words", Key={"pk": {"S": "hush"}})["Item"]
        self.assertEqual(item, {"pk": {"S": "hush"}, "loud": {"S": "HUSH"}})
        lines = eventually(lambda: [json.loads(line) for line in
                                    log_messages(self.logs, "/aws/lambda/writes_back")
                                    if line.startswith("{")], "pino's line")
        self.assertEqual([(line["level"], line["name"], line["msg"]) for line in lines],
                         [(30, "hush", "writes back")])


if __name__ == "__main__":
    unittest.main()
