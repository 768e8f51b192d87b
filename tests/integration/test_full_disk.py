"""A handler that fills the disk which the server's data is on: writes are refused meanwhile, nothing else
happens to anybody, and all goes on when there is room again."""
import json
import subprocess
import tempfile
import unittest

import namespaces
from dynamodb_cases import key
from harness import Server, zip_of
from lambda_cases import ROLE

FILLS = """
import os
FILE = os.path.join(os.environ["LAMBDA_TASK_ROOT"], "filling")
def handler(event, context):
    if event == "free":
        return os.remove(FILE)
    try:
        with open(FILE, "ab", buffering=0) as file:
            while True:
                if file.write(bytes(4096)) < 4096:
                    raise OSError("short")
    except OSError as error:
        return [type(error).__name__, error.errno]
"""


def small_disk(path):
    """Runs between fork and exec: a disk of 16 MB at that path, for the program alone."""
    def enter():
        namespaces.enter()
        namespaces.mount(b"tmpfs", path, b"size=16m,mode=700")
    return enter


class FullDisk(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="rivulet-test-")
        self.addCleanup(directory.cleanup)
        log = tempfile.TemporaryFile()
        self.addCleanup(log.close)
        try:
            self.server = Server(data_dir=directory.name, preexec_fn=small_disk(directory.name), stderr=log)
        except subprocess.SubprocessError:  # all that is told of what fails before the program runs
            self.skipTest("no small disk can be had")
        self.addCleanup(self.server.stop)
        self.db = self.server.client("dynamodb")
        self.functions = self.server.client("lambda")

    def invoke(self, name, payload):
        answer = self.functions.invoke(FunctionName=name, Payload=json.dumps(payload))
        self.assertNotIn("FunctionError", answer)
        return json.loads(answer["Payload"].read())

    def create(self, name, code):
        self.functions.create_function(
            FunctionName=name, Runtime="python3.12", Handler="main.handler", Role=ROLE, Timeout=30,
            Code={"ZipFile": zip_of(**{"main.py": code})})

    def test_the_log_does_not_fill_it(self):
        """Three items of 100 KB, written 500 times: the log begins anew before the disk is full."""
        self.db.create_table(
            TableName="Tab", BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])
        for n in range(500):
            self.db.put_item(TableName="Tab", Item={**key(str(n % 3)), "t": {"S": f"{n:06}" * 16_000}})
        found = self.db.get_item(TableName="Tab", Key=key("1"))["Item"]
        self.assertEqual(found["t"]["S"][:6], "000499")

    def test_a_handler_that_fills_it(self):
        self.db.create_table(
            TableName="Tab", BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])
        self.create("fills", FILLS)
        self.create("echoes", "def handler(event, context):\n    return event\n")
        self.db.put_item(TableName="Tab", Item=key("before"))
        self.assertEqual(self.invoke("fills", "fill"), ["OSError", 28])
        long = {**key("meanwhile"), "t": {"S": "x" * 300_000}}
        with self.assertRaises(self.db.exceptions.InternalServerError):
            for _ in range(20):  # there may be some room in the log still
                self.db.put_item(TableName="Tab", Item=long)
        self.assertEqual(self.db.get_item(TableName="Tab", Key=key("before"))["Item"], key("before"))
        self.assertEqual(self.invoke("echoes", 1), 1)
        self.assertIsNone(self.invoke("fills", "free"))
        self.db.put_item(TableName="Tab", Item=key("after"))
        self.assertIsNone(self.server.process.poll())
        scanned = self.db.scan(TableName="Tab", ProjectionExpression="pk")["Items"]
        self.assertLessEqual({"before", "after"}, {item["pk"]["S"] for item in scanned})


if __name__ == "__main__":
    unittest.main()
