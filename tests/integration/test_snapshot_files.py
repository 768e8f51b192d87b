"""Snapshots as files: what GET snapshots/NAME/file gives, a server begins with."""
import contextlib
import os
import pathlib
import signal
import subprocess
import tempfile
import unittest
import urllib.request

from control import ControlError, call, drain, get, post
from full_world import World
from harness import DEADLINE_SECONDS, PROGRAM, Server, data_directory, log_messages, zip_of

OTHER = "000000000042"
COUNTS = {"tables": 2, "items": 4, "functions": 2, "mappings": 3, "queues": 2, "topics": 1}
LAYERED = "import base\ndef handler(event, context):\n    return base.X\n"


def save(server, name):
    return call(server, "PUT", f"snapshots/{name}", {})


def fetch(server, name):
    """The file's bytes."""
    with urllib.request.urlopen(f"{server.url}/_rivulet/snapshots/{name}/file") as answer:
        assert answer.headers["content-type"] == "application/octet-stream"
        return answer.read()


class SnapshotFiles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        directory = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="rivulet-test-"))
        cls.file = pathlib.Path(directory) / "fixture"
        server = Server()
        try:
            world = World(server)
            world.fill()
            world.function("layered", LAYERED, Layers=[world.arn("lambda", "layer:base:1")])
            save(server, "base")
            cls.file.write_bytes(fetch(server, "base"))
            cls.again = fetch(server, "base")
        finally:
            server.stop()

    @contextlib.contextmanager
    def started(self, *flags, **settings):
        server = Server("--snapshot", str(self.file), *flags, **settings)
        try:
            yield server
        finally:
            server.stop()

    def refusal(self, file, *flags):
        """What a server says that can't begin with the file."""
        done = subprocess.run(
            [PROGRAM, "--port", "0", "--snapshot", file, *(flags or ["--in-memory"])], text=True,
            capture_output=True, check=False, timeout=DEADLINE_SECONDS)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        return done.stderr.splitlines()[-1].removeprefix(f"rivulet: {file} ")

    def check_all_is_there(self, server, account="000000000000"):
        world = World(server, account)
        self.assertEqual(world.keys("Orders"), ["a", "b", "fail"])
        self.assertEqual(world.keys("Orders", IndexName="by-group"), ["a", "b", "fail"])
        table = world.dynamodb.describe_table(TableName="Orders")["Table"]
        self.assertEqual((table["ItemCount"], table["TableStatus"], table["TableArn"]),
                         (3, "ACTIVE", world.arn("dynamodb", "table/Orders")))
        seen = world.seen()
        self.assertEqual([seen[kind] for kind in ("tables", "functions", "layers", "mappings", "queues",
                                                  "topics", "subscriptions")], [2, 3, 1, 3, 2, 1, 1])
        dead = world.sqs.get_queue_url(QueueName="dead")["QueueUrl"]
        messages = world.sqs.receive_message(QueueUrl=dead, MaxNumberOfMessages=10)["Messages"]
        self.assertEqual([message["Body"] for message in messages], ["kept"])
        functions = getattr(world, "lambda")
        environment = functions.get_function_configuration(FunctionName="counts")["Environment"]
        self.assertEqual(environment["Variables"]["TABLE_ARN"], world.arn("dynamodb:", "x"))
        self.assertEqual(environment["Variables"]["QUEUE_URL"], f"{server.url}/{account}/jobs")
        answer = functions.invoke(FunctionName="layered")["Payload"].read()
        self.assertEqual(answer, b"1")
        # Handlers run, and get what is written from now on.
        world.put("Orders", "new")
        settled = drain(server, account=account)
        self.assertEqual(settled["records"], {"delivered": 1, "filtered": 0, "discarded": 1})
        lines = log_messages(world.logs, "/aws/lambda/counts")
        self.assertEqual([line.split()[1] for line in lines if line.startswith("saw")], ["1"])

    def test_a_server_in_memory_begins_with_it_and_has_the_snapshot(self):
        with self.started() as server:
            [snapshot] = get(server, "snapshots")["snapshots"]
            self.assertEqual({name: snapshot[name] for name in COUNTS}, dict(COUNTS, functions=3))
            self.assertEqual((snapshot["name"], snapshot["complete"]), ("base", True))
            self.check_all_is_there(server)
            post(server, "snapshots/base/restore", account=OTHER)
            self.check_all_is_there(server, OTHER)

    def test_the_same_snapshot_gives_the_same_file_wherever_it_came_from(self):
        self.assertEqual(self.again, self.file.read_bytes())
        with self.started() as server:
            self.assertEqual(fetch(server, "base"), self.again)

    def test_a_server_of_another_account_and_region_begins_with_it(self):
        with self.started("--account-id", OTHER) as server:
            self.check_all_is_there(server, OTHER)
            self.assertEqual(World(server).seen()["tables"], 0)

    def test_a_server_of_another_partition_begins_with_it(self):
        with self.started("--region", "cn-north-1") as server:
            world = World(server, region="cn-north-1")
            self.assertEqual(world.seen()["mappings"], 3)
            config = getattr(world, "lambda").get_function_event_invoke_config(FunctionName="breaks")
            self.assertEqual(config["DestinationConfig"]["OnFailure"]["Destination"],
                             "arn:aws-cn:sqs:cn-north-1:000000000000:dead")

    def test_a_data_directory_begins_with_it_once(self):
        with data_directory() as path:
            with self.started(data_dir=path) as server:
                self.check_all_is_there(server)
                World(server).dynamodb.delete_table(TableName="Other")
                call(server, "DELETE", "snapshots/base")
                server.restart()
                self.assertEqual(World(server).dynamodb.list_tables()["TableNames"], ["Orders"])
                self.assertEqual(World(server).keys("Orders"), ["a", "b", "fail", "new"])
                self.assertEqual(get(server, "snapshots")["snapshots"], [])
            with_something = self.refusal(self.other_file(), "--data-dir", path)
        self.assertEqual(with_something, "can't be applied: the data directory has something else "
                         "already. Start with an empty one.")

    def other_file(self):
        """A file of another snapshot, which begins with this one's."""
        with self.started() as server:
            save(server, "second")
            file = self.file.with_name("second")
            file.write_bytes(fetch(server, "second"))
        return file

    def test_what_a_kill_cuts_off_is_done_by_the_next_start(self):
        for pieces in (1, 3, 6):
            with self.subTest(pieces=pieces), data_directory() as path:
                killed = subprocess.run(
                    [PROGRAM, "--port", "0", "--data-dir", path, "--snapshot", self.file],
                    env={**os.environ, "RIVULET_TEST_KILL_AT": f"restoring:{pieces}"}, text=True,
                    capture_output=True, check=False, timeout=DEADLINE_SECONDS)
                self.assertEqual((killed.returncode, killed.stdout), (-signal.SIGKILL, ""))
                server = Server(data_dir=path)  # whoever starts it, and how
                try:
                    self.check_all_is_there(server)
                finally:
                    server.stop()

    def test_a_file_that_cant_be_used_is_refused(self):
        good = self.file.read_bytes()
        lines = good.split(b"\n", 2)
        file = self.file.with_name("bad")
        cases = {
            b"": "is no snapshot that Rivulet wrote",
            b"tables: []\n": "is no snapshot that Rivulet wrote",
            good[:100]: "is damaged: its content isn't what was written",
            good[:-1]: "is damaged: its content isn't what was written",
            good[:20]: "is damaged: it ends too early",
            b"\n".join([lines[0], lines[1], b"x" + lines[2][1:]]):
                "is damaged: its content isn't what was written",
            good.replace(b"rivulet-snapshot 1", b"rivulet-snapshot 7", 1):
                "was written by a newer Rivulet (format 7, this one knows 1)",
        }
        for content, expected in cases.items():
            file.write_bytes(content)
            with self.subTest(expected), data_directory() as path:
                self.assertEqual(self.refusal(file, "--data-dir", path), expected)
                server = Server(data_dir=path)
                try:
                    self.assertEqual(World(server).seen()["tables"], 0)
                    self.assertEqual(get(server, "snapshots")["snapshots"], [])
                finally:
                    server.stop()
        self.assertEqual(self.refusal(file.with_name("none")), "is no file that can be read")

    def test_what_has_no_file_is_refused(self):
        server = Server()
        try:
            with self.assertRaises(ControlError) as caught:
                get(server, "snapshots/none/file")
            self.assertEqual((caught.exception.status, caught.exception.message),
                             (404, "There is no snapshot none."))
            with tempfile.TemporaryDirectory(prefix="rivulet-test-") as folder:
                pathlib.Path(folder, "main.py").write_text("def handler(event, context):\n    pass\n")
                server.client("lambda").create_function(
                    FunctionName="mine", Runtime="python3.12", Handler="main.handler",
                    Role="arn:aws:iam::000000000000:role/any",
                    Code={"S3Bucket": "hot-reload", "S3Key": folder})
                save(server, "base")
                with self.assertRaises(ControlError) as caught:
                    get(server, "snapshots/base/file")
            self.assertEqual(
                (caught.exception.status, caught.exception.message),
                (409, f"Function mine is run from a folder, {os.path.realpath(folder)}, which is no part of "
                 "snapshot base."))
        finally:
            server.stop()

    def test_objects_come_with_their_bytes(self):
        server = Server()
        try:
            world = World(server)
            world.s3.create_bucket(Bucket="fixtures")
            world.s3.put_object(Bucket="fixtures", Key="a b/&#?c", Body=b"bytes" * 100_000)
            call(server, "PUT", "snapshots/base", {"include": ["buckets"]})
            file = self.file.with_name("objects")
            file.write_bytes(fetch(server, "base"))
        finally:
            server.stop()
        server = Server("--snapshot", str(file))
        try:
            found = server.client("s3").get_object(Bucket="fixtures", Key="a b/&#?c")["Body"].read()
            self.assertEqual(found, b"bytes" * 100_000)
        finally:
            server.stop()

    def test_a_layer_whose_function_lost_it_stays_in_the_function(self):
        server = Server()
        try:
            world = World(server)
            functions = getattr(world, "lambda")
            layer = functions.publish_layer_version(
                LayerName="gone", Content={"ZipFile": zip_of(**{"python/base.py": "X = 7\n"})})
            world.function("layered", LAYERED, Layers=[layer["LayerVersionArn"]])
            functions.delete_layer_version(LayerName="gone", VersionNumber=1)
            save(server, "base")
            file = self.file.with_name("layer")
            file.write_bytes(fetch(server, "base"))
        finally:
            server.stop()
        server = Server("--snapshot", str(file))
        try:
            answer = server.client("lambda").invoke(FunctionName="layered")["Payload"].read()
            self.assertEqual(answer, b"7")
        finally:
            server.stop()


if __name__ == "__main__":
    unittest.main()
