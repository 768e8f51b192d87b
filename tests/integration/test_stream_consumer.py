"""A real consumer, built on AWS's package for Node.js, follows a stream while its shards change."""
import collections
import json
import os
import pathlib
import random
import shutil
import subprocess
import tempfile
import unittest

from harness import DEADLINE_SECONDS, Server
from test_streams import TABLE, control

HERE = pathlib.Path(__file__).resolve().parent / "stream_consumer"
ITEMS = [f"item-{number}" for number in range(20)]
WRITES = 1000


def install(directory):
    """Puts the consumer and its package there; answers why it can't, if it can't."""
    if not shutil.which("npm"):
        return "npm isn't installed"
    for name in ("package.json", "consumer.mjs"):
        shutil.copy(HERE / name, directory)
    done = subprocess.run(["npm", "install", "--no-package-lock", "--no-audit", "--no-fund"],
                          cwd=directory, capture_output=True, text=True, timeout=200)
    return done.returncode and f"npm can't install the package: {done.stderr}"


class StreamConsumer(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = directory.name
        reason = install(self.directory)
        if reason:
            self.skipTest(reason)
        self.server = Server("--stream-shards", "2")
        self.addCleanup(self.server.stop)

    def test_each_write_comes_once_and_in_order_while_shards_split_and_roll(self):
        dynamodb = self.server.client("dynamodb")
        arn = dynamodb.create_table(TableName="Counts",
                                    **TABLE)["TableDescription"]["LatestStreamArn"]
        consumer = subprocess.Popen(
            ["node", "consumer.mjs", self.server.url, arn, str(WRITES)], cwd=self.directory,
            stdout=subprocess.PIPE, text=True,
            env={**os.environ, "NODE_NO_WARNINGS": "1", "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED": "1"})
        self.addCleanup(consumer.stdout.close)
        self.addCleanup(consumer.kill)
        written = self.write(dynamodb)
        output, _ = consumer.communicate(timeout=DEADLINE_SECONDS)
        seen = collections.defaultdict(list)
        for line in output.splitlines():
            record = json.loads(line)
            seen[record["item"]].append(record["count"])
        self.assertEqual(consumer.returncode, 0)
        self.assertEqual(seen, {item: list(range(1, count + 1)) for item, count in written.items()})

    def write(self, dynamodb):
        """Counts random items up; between the writes, shards split and roll."""
        counts = collections.Counter()
        for number in range(WRITES):
            item = random.choice(ITEMS)
            counts[item] += 1
            dynamodb.put_item(TableName="Counts",
                              Item={"pk": {"S": item}, "n": {"N": str(counts[item])}})
            if number % 150 == 149:
                change = random.choice(["streams/split", "streams/roll"])
                status, answer = control(self.server, change, {"TableName": "Counts"})
                self.assertEqual(status, 200, answer)
        return counts


if __name__ == "__main__":
    unittest.main()
