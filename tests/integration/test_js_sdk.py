"""Queues, topics and buckets through the JavaScript SDK with its default settings, and a consumer on top of it."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

from harness import ServerTest

HERE = pathlib.Path(__file__).resolve().parent / "js_sdk"


class JavaScriptSdk(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.directory = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="rivulet-test-"))
        cls.reason = "npm isn't installed"
        if not shutil.which("npm"):
            return
        for name in "package.json", "clients.mjs":
            shutil.copy(HERE / name, cls.directory)
        done = subprocess.run(["npm", "install", "--no-package-lock", "--no-audit", "--no-fund"],
                              cwd=cls.directory, capture_output=True, text=True, timeout=200,
                              check=False)
        cls.reason = done.returncode and f"npm can't install the packages: {done.stderr}"

    def setUp(self):
        if self.reason:
            self.skipTest(self.reason)

    def seen(self, part):
        done = subprocess.run(
            ["node", "clients.mjs", part, self.server.url], cwd=self.directory, text=True,
            capture_output=True, timeout=60, check=False, env={
                **os.environ, "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret",
                "AWS_REGION": "us-east-1", "NODE_NO_WARNINGS": "1",
                "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED": "1"})
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_queues(self):
        self.assertEqual(self.seen("queues"), {
            "sameId": True, "bodies": ["one", "three", "two"], "attribute": "x", "left": ["0", "0"],
            "missing": "QueueDoesNotExist"})

    def test_topics(self):
        self.assertEqual(self.seen("topics"), {
            "topic": "arn:aws:sns:us-east-1:000000000000:news",
            "endpoints": ["arn:aws:sqs:us-east-1:000000000000:subscriber"],
            "message": ["greeting", "hello"], "sameId": True})

    def test_buckets(self):
        key = "a folder/ü+.txt"
        self.assertEqual(self.seen("buckets"), {
            "body": "hello", "type": "text/plain", "metadata": {"colour": "blue"}, "length": 5,
            "keys": [key], "gone": "NoSuchKey"})

    def test_a_consumer_of_a_queue(self):
        self.assertEqual(self.seen("consumer"),
                         {"seen": ["0", "1", "2", "3", "4"], "left": ["0", "0"]})
