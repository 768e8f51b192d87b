"""Seeds: what a server has from its start, or is given while it runs."""
import contextlib
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import unittest

from harness import (DEADLINE_SECONDS, PROGRAM, Server, data_directory, eventually, log_messages)

HANDLER = "exports.handler = async (event) => { console.log('saw', JSON.stringify(event.Records.length)); };"

SEED = """
buckets:
  - Bucket: fixtures
    objects: files
queues:
  - QueueName: Failed
    Attributes: {VisibilityTimeout: 5}
topics:
  - Name: Alerts
tables:
  - TableName: Orders
    AttributeDefinitions:
      - {AttributeName: id, AttributeType: S}
      - {AttributeName: at, AttributeType: N}
    KeySchema:
      - {AttributeName: id, KeyType: HASH}
      - {AttributeName: at, KeyType: RANGE}
    StreamSpecification: {StreamEnabled: true, StreamViewType: NEW_AND_OLD_IMAGES}
    TimeToLiveSpecification: {AttributeName: gone, Enabled: true}
    items:
      - {id: a, at: 1, total: 12.5, lines: [{sku: x, n: 2}], open: true}
      - orders.jsonl
functions:
  - FunctionName: count
    Runtime: nodejs22.x
    Handler: index.handler
    Code: count
    Environment: {Variables: {LIMIT: 3}}
mappings:
  - table: Orders
    FunctionName: count
    StartingPosition: TRIM_HORIZON
    BatchSize: 100
    DestinationConfig:
      OnFailure: {Destination: "arn:aws:sqs:us-east-1:000000000000:Failed"}
subscriptions:
  - {topic: Alerts, queue: Failed}
"""


@contextlib.contextmanager
def seed_folder(seed=SEED, **more):
    """A folder with a seed and what it names; its path."""
    with tempfile.TemporaryDirectory(prefix="rivulet-seed-") as path:
        folder = pathlib.Path(path)
        for name, text in {
                "seed.yaml": seed, "count/index.js": HANDLER, "files/a/b.txt": "content",
                "orders.jsonl": '{"id":{"S":"b"},"at":{"N":"2"}}\n{"id":"c","at":3}\n', **more}.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        yield folder


def run(*arguments, **environment):
    return subprocess.run([PROGRAM, *map(str, arguments)], text=True, capture_output=True, check=False,
                          timeout=DEADLINE_SECONDS, env=dict(os.environ, **environment))


class Seeds(unittest.TestCase):
    def check_all_is_there(self, server):
        dynamodb = server.client("dynamodb")
        items = dynamodb.scan(TableName="Orders")["Items"]
        self.assertEqual(sorted(items, key=lambda item: item["id"]["S"]), [
            {"id": {"S": "a"}, "at": {"N": "1"}, "total": {"N": "12.5"}, "open": {"BOOL": True},
             "lines": {"L": [{"M": {"sku": {"S": "x"}, "n": {"N": "2"}}}]}},
            {"id": {"S": "b"}, "at": {"N": "2"}}, {"id": {"S": "c"}, "at": {"N": "3"}}])
        self.assertEqual(dynamodb.describe_time_to_live(TableName="Orders")["TimeToLiveDescription"][
            "AttributeName"], "gone")
        functions = server.client("lambda")
        function = functions.get_function_configuration(FunctionName="count")
        self.assertEqual(function["Environment"]["Variables"], {"LIMIT": "3"})
        self.assertEqual(len(functions.list_event_source_mappings()["EventSourceMappings"]), 1)
        self.assertEqual(server.client("s3").get_object(Bucket="fixtures", Key="a/b.txt")["Body"].read(),
                         b"content")
        [subscription] = server.client("sns").list_subscriptions()["Subscriptions"]
        self.assertEqual(subscription["Endpoint"], "arn:aws:sqs:us-east-1:000000000000:Failed")
        # The items were there before the mapping, which reads from the beginning.
        logs = server.client("logs")
        eventually(lambda: any("saw 3" in line for line in log_messages(logs, "/aws/lambda/count")),
                   "the seeded records")

    def test_a_server_has_it_all_from_its_start(self):
        with seed_folder() as folder:
            server = Server("--seed", str(folder / "seed.yaml"))
            try:
                self.check_all_is_there(server)
            finally:
                server.stop()

    def test_a_running_server_is_given_it_all(self):
        server = Server()
        try:
            with seed_folder() as folder:
                done = run("seed", server.url, folder / "seed.yaml")
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertEqual(done.stdout, "".join(f"made {what}\n" for what in (
                    "bucket fixtures", "queue Failed", "topic Alerts", "table Orders",
                    "function count", "mapping of Orders to count",
                    "subscription of arn:aws:sqs:us-east-1:000000000000:Failed to "
                    "arn:aws:sns:us-east-1:000000000000:Alerts")))
                self.check_all_is_there(server)
                again = run("seed", server.url, folder / "seed.yaml")
            self.assertEqual(again.returncode, 0)
            self.assertIn("table Orders is there\n", again.stdout)
            self.assertIn("mapping of Orders to count is there\n", again.stdout)
            self.assertIn("subscription of arn:aws:sqs:us-east-1:000000000000:Failed to "
                          "arn:aws:sns:us-east-1:000000000000:Alerts is there\n", again.stdout)
            self.assertNotIn("made ", again.stdout)
            self.assertNotIn("made table", again.stdout)
        finally:
            server.stop()

    def test_another_account_and_region(self):
        server = Server()
        try:
            with seed_folder("queues: [{QueueName: Jobs}]") as folder:
                done = run("seed", server.url, folder / "seed.yaml", "--account", "000000000042",
                           "--region", "eu-west-1")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("QueueUrls", server.client("sqs", "000000000042", "eu-west-1").list_queues())
            self.assertNotIn("QueueUrls", server.client("sqs").list_queues())
        finally:
            server.stop()

    def test_a_data_directory_that_has_it_is_checked_and_keeps_what_was_changed(self):
        with seed_folder() as folder, data_directory() as directory:
            server = Server("--seed", str(folder / "seed.yaml"), data_dir=directory)
            dynamodb = server.client("dynamodb")
            dynamodb.delete_item(TableName="Orders", Key={"id": {"S": "a"}, "at": {"N": "1"}})
            server.restart()
            self.assertEqual(server.client("dynamodb").scan(TableName="Orders")["Count"], 2)
            self.assertEqual(server.stop(), 0)
            seed = folder / "seed.yaml"
            seed.write_text(SEED.replace("NEW_AND_OLD_IMAGES", "KEYS_ONLY"))
            done = run("--port", "0", "--data-dir", directory, "--seed", seed)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn(
            f"rivulet: {seed}, line 11, tables[0]: table Orders is there already, and differs: its "
            'StreamSpecification.StreamViewType is "NEW_AND_OLD_IMAGES", and the seed says '
            '"KEYS_ONLY".\n', done.stderr)

    def test_what_a_kill_cuts_off_is_made_anew(self):
        # The first item is committed, and 25 of the file's 60; the others never come.
        items = "".join(f'{{"id":"x","at":{n}}}\n' for n in range(60))
        with seed_folder(**{"orders.jsonl": items}) as folder, data_directory() as directory:
            server = Server(data_dir=directory)
            server.client("dynamodb").create_table(
                TableName="Mine", BillingMode="PAY_PER_REQUEST",
                AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
                KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}])
            server.stop()
            seed = folder / "seed.yaml"
            killed = run("--port", "0", "--data-dir", directory, "--seed", seed,
                         RIVULET_TEST_KILL_AT="written:2")
            self.assertEqual((killed.returncode, killed.stdout), (-signal.SIGKILL, ""))
            server = Server("--seed", str(seed), data_dir=directory)
            try:
                dynamodb = server.client("dynamodb")
                self.assertEqual(dynamodb.list_tables()["TableNames"], ["Mine", "Orders"])
                self.assertEqual(dynamodb.scan(TableName="Orders")["Count"], 61)
                self.assertEqual(dynamodb.describe_time_to_live(
                    TableName="Orders")["TimeToLiveDescription"]["TimeToLiveStatus"], "ENABLED")
                self.assertEqual(len(server.client("lambda").list_event_source_mappings()[
                    "EventSourceMappings"]), 1)
                # Once it is there, it is left alone.
                dynamodb.delete_item(TableName="Orders", Key={"id": {"S": "a"}, "at": {"N": "1"}})
                server.restart()
                self.assertEqual(server.client("dynamodb").scan(TableName="Orders")["Count"], 60)
            finally:
                server.stop()

    def test_a_fault_says_where_and_leaves_nothing(self):
        broken = {
            "a member that isn't known": (
                SEED.replace("BatchSize", "BatchSze"),
                ", line 33, mappings[0].BatchSze: there is no such member; there are FunctionName, "),
            "what the API refuses": (
                SEED.replace("Runtime: nodejs22.x", "Runtime: cobol"),
                ", line 24, functions[0]: function count: Value cobol at 'runtime' failed to satisfy "),
            "an item that can't be": (
                SEED.replace("- orders.jsonl", "- orders.jsonl\n      - {id: d}"),
                ", line 23, tables[0].items[2]: the item has no at, which is in the key"),
        }
        for name, (seed, text) in broken.items():
            with self.subTest(name), seed_folder(seed) as folder, data_directory() as directory:
                done = run("--port", "0", "--data-dir", directory, "--seed", folder / "seed.yaml")
                self.assertEqual((done.returncode, done.stdout), (1, ""))
                self.assertIn(f"rivulet: {folder / 'seed.yaml'}{text}", done.stderr)
                server = Server(data_dir=directory)
                try:
                    self.assertEqual(server.client("dynamodb").list_tables()["TableNames"], [])
                    self.assertNotIn("QueueUrls", server.client("sqs").list_queues())
                    self.assertEqual(server.client("s3").list_buckets()["Buckets"], [])
                    self.assertEqual(server.client("sns").list_topics()["Topics"], [])
                finally:
                    server.stop()

    def test_what_describe_table_prints_is_a_seed(self):
        server = Server()
        try:
            with seed_folder() as folder:
                self.assertEqual(run("seed", server.url, folder / "seed.yaml").returncode, 0)
                described = server.aws("dynamodb", "describe-table", "--table-name", "Orders")
                (folder / "table.json").write_text(json.dumps(described))
                done = run("seed", server.url, folder / "table.json")
                self.assertEqual((done.returncode, done.stdout), (0, "table Orders is there\n"))
                copy = Server("--seed", str(folder / "table.json"), "--delay-transient-statuses")
                try:
                    table = copy.client("dynamodb").describe_table(TableName="Orders")["Table"]
                finally:
                    copy.stop()
            self.assertEqual(table["TableStatus"], "ACTIVE")
            self.assertEqual(table["KeySchema"], described["Table"]["KeySchema"])
            self.assertEqual(table["StreamSpecification"], described["Table"]["StreamSpecification"])
        finally:
            server.stop()

    def test_seeds_come_from_flags_a_variable_or_the_config(self):
        with seed_folder("queues: [{QueueName: One}]", **{
                "two.json": '{"queues":[{"QueueName":"Two"}]}'}) as folder:
            one, two = str(folder / "seed.yaml"), str(folder / "two.json")
            config = folder / "config"
            config.write_text(f'seed = ["{one}", "{two}"]\n')
            environment = {"env": dict(os.environ, RIVULET_SEED=f"{one},{two}")}
            for flags, popen, queues in (
                    (["--seed", one, "--seed", two], {}, ["One", "Two"]),
                    ([], environment, ["One", "Two"]),
                    (["--seed", two], environment, ["Two"]),
                    (["--config", str(config)], {}, ["One", "Two"])):
                server = Server(*flags, **popen)
                try:
                    urls = server.client("sqs").list_queues().get("QueueUrls", [])
                finally:
                    server.stop()
                self.assertEqual([url.rsplit("/", 1)[1] for url in urls], queues)

    def test_a_server_that_isnt_there_is_named(self):
        with seed_folder() as folder:
            done = run("seed", "http://127.0.0.1:1", folder / "seed.yaml")
        self.assertEqual((done.returncode, done.stderr),
                         (1, "rivulet at http://127.0.0.1:1: Connection refused\n"))


if __name__ == "__main__":
    unittest.main()
