"""Worlds: what an account has in a region, as resets end it and snapshots save it."""
import contextlib
import json
import os
import re
import signal
import sqlite3
import threading
import unittest

from control import ControlError, call, drain, get, post
from full_world import World
from harness import Server, data_directory, eventually, log_messages, zip_of
from wire import open_poll

# Of the whole program, not of a world.
EVERYBODYS = {"sequence", "sqlite_sequence"}
# Only there for a moment.
PASSING = {"backfill", "spare_file"}
FILLED = {"tables": 2, "backups": 1, "streams": 1, "functions": 2, "layers": 1, "mappings": 3, "queues": 2,
          "topics": 1, "subscriptions": 1, "buckets": 1}
OTHER = "000000000042"
COPIES = "def handler(event, context):\n    print(len(event['Records']))\n"
SAYS = "def handler(event, context):\n    print('said')\n"
SLOW = "import time\ndef handler(event, context):\n    print('began', flush=True)\n    time.sleep(60)\n"


def rows(path):
    """How many rows each table of the database has that a server left."""
    with contextlib.closing(sqlite3.connect(os.path.join(path, "rivulet.db"))) as database:
        names = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        return {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
                for (name,) in names}


def do_chores(server):
    """All that ages, and all that was left to be removed, is done when this returns."""
    post(server, "clock", mode="advance", seconds=1)


def counted(world):
    seen = world.seen()
    del seen["log groups"]
    return seen


class Reset(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.stop)

    def test_nothing_of_the_world_is_left_and_others_keep_theirs(self):
        mine, other = World(self.server), World(self.server, OTHER)
        mine.fill()
        other.fill()
        self.assertEqual(counted(mine), FILLED)
        before = other.seen()
        answer = post(self.server, "reset")
        self.assertGreater(answer.pop("processes"), 0)
        self.assertEqual(answer.pop("log_groups"), 2)
        self.assertEqual(answer, {"tables": 2, "functions": 2, "mappings": 3, "queues": 2, "topics": 1,
                                  "buckets": 1})
        self.assertEqual(set(mine.seen().values()), {0})
        self.assertEqual(get(self.server, "discards")["discards"], [])
        self.assertEqual(other.seen(), before)
        other.put("Orders", "c")
        drain(self.server, account=OTHER)
        self.assertEqual(other.keys("Orders"), ["a", "b", "c", "fail"])
        self.assertEqual(len(get(self.server, f"discards?account={OTHER}")["discards"]), 2)
        # Once more, at once, under the same names.
        mine.fill()
        self.assertEqual(counted(mine), FILLED)
        self.assertEqual(mine.keys("Orders"), ["a", "b", "fail"])

    def test_all_worlds_can_be_reset(self):
        worlds = [World(self.server), World(self.server, OTHER), World(self.server, OTHER, "eu-west-1")]
        for world in worlds:
            world.table("Orders")
        self.assertEqual(post(self.server, "reset", account=OTHER, region="*")["tables"], 2)
        self.assertEqual([world.seen()["tables"] for world in worlds], [1, 0, 0])
        worlds[1].table("Orders")
        self.assertEqual(post(self.server, "reset", account="*")["tables"], 2)
        self.assertEqual([world.seen()["tables"] for world in worlds], [0, 0, 0])

    def test_what_is_kept_goes_on_with_nothing_in_it(self):
        world = World(self.server)
        world.fill()
        stream = world.dynamodb.describe_table(TableName="Orders")["Table"]["LatestStreamArn"]
        answer = post(self.server, "reset",
                      keep=["functions", "mappings", "tables", "queues", "topics", "buckets"])
        self.assertEqual((answer["tables"], answer["queues"], answer["buckets"]), (2, 2, 1))
        self.assertEqual((answer["functions"], answer["mappings"], answer["topics"]), (0, 0, 0))
        self.assertEqual(counted(world), dict(FILLED, backups=0))
        self.assertEqual(world.keys("Orders"), [])
        self.assertEqual(world.keys("Orders", IndexName="by-group"), [])
        table = world.dynamodb.describe_table(TableName="Orders")["Table"]
        self.assertEqual((table["ItemCount"], table["LatestStreamArn"]), (0, stream))
        self.assertEqual(self.records(world, stream), [])
        bucket = f"things-{world.account}"
        self.assertEqual(world.s3.list_objects_v2(Bucket=bucket)["KeyCount"], 0)
        # The mappings deliver what is written from now on, and nothing else.
        trace = get(self.server, f"mappings/{world.mapping}/records")
        self.assertEqual(trace["records"], [])
        world.put("Orders", "new")
        settled = drain(self.server)
        self.assertEqual(settled["records"], {"delivered": 1, "filtered": 0, "discarded": 1})
        self.assertEqual(world.keys("Orders", IndexName="by-group"), ["new"])
        self.assertEqual(self.records(world, stream), ["new"])
        lines = log_messages(world.logs, "/aws/lambda/counts")
        self.assertEqual([line.split()[1] for line in lines if line.startswith("saw")], ["1"])
        self.assertEqual(world.s3.put_object(Bucket=bucket, Key="k", Body=b"b")["ResponseMetadata"]
                         ["HTTPStatusCode"], 200)

    def records(self, world, stream):
        """The keys of all records that the stream has."""
        streams, found = world.dynamodbstreams, []
        for shard in streams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"]:
            iterator = streams.get_shard_iterator(StreamArn=stream, ShardId=shard["ShardId"],
                                                  ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
            answer = streams.get_records(ShardIterator=iterator)
            found += [record["dynamodb"]["Keys"]["pk"]["S"] for record in answer["Records"]]
        return found

    def test_a_mapping_stays_only_with_what_it_reads_and_calls(self):
        world = World(self.server)
        for keep, left in ((["mappings"], 0), (["mappings", "functions"], 0),
                           (["mappings", "functions", "tables"], 2),
                           (["mappings", "functions", "queues"], 1)):
            with self.subTest(keep=keep):
                post(self.server, "reset")
                world.fill()
                post(self.server, "reset", keep=keep)
                self.assertEqual(world.seen()["mappings"], left)

    def test_what_runs_ends_and_leaves_no_trace(self):
        world = World(self.server)
        stream = world.table("Orders")
        dead = world.sqs.create_queue(QueueName="dead")["QueueUrl"]
        world.function("slow", SLOW, Timeout=90)
        mapping = world.map("slow", stream, StartingPosition="TRIM_HORIZON", MaximumRetryAttempts=0,
                            DestinationConfig={"OnFailure": {"Destination": world.arn("sqs", "dead")}})
        world.put("Orders", "a")
        eventually(lambda: "began\n" in log_messages(world.logs, "/aws/lambda/slow"), "the handler")
        answers = []
        functions = self.server.client("lambda", world.account, read_timeout=30)
        waits = [
            threading.Thread(target=lambda: answers.append(
                functions.invoke(FunctionName="slow")["Payload"].read())),
            threading.Thread(target=lambda: answers.append(
                post(self.server, "drain", mapping=mapping, timeout_seconds=20)))]
        for wait in waits:
            wait.start()
        eventually(lambda: len([m for m in log_messages(world.logs, "/aws/lambda/slow")
                                if m == "began\n"]) == 2, "the other handler")
        answer = post(self.server, "reset", keep=["queues"])
        self.assertEqual((answer["processes"], answer["mappings"]), (2, 1))
        for wait in waits:
            wait.join(10)
        drained = [a for a in answers if isinstance(a, dict)]
        invoked = [json.loads(a) for a in answers if not isinstance(a, dict)]
        self.assertTrue(drained[0]["settled"])
        self.assertEqual(invoked[0]["errorType"], "Runtime.ExitError")
        # What the ended handlers still had to say would be kept before what another one says now.
        other = World(self.server, OTHER)
        other.function("says", SAYS)
        getattr(other, "lambda").invoke(FunctionName="says")
        eventually(lambda: "said\n" in log_messages(other.logs, "/aws/lambda/says"), "the other's line")
        self.assertEqual(world.seen()["log groups"], 0)
        self.assertEqual(world.sqs.receive_message(QueueUrl=dead).get("Messages", []), [])
        self.assertEqual(get(self.server, "discards")["discards"], [])

    def test_who_waits_for_a_message_or_reads_a_stream_is_told(self):
        world = World(self.server)
        stream = world.table("Orders")
        url = world.sqs.create_queue(QueueName="jobs")["QueueUrl"]
        shard = world.dynamodbstreams.describe_stream(
            StreamArn=stream)["StreamDescription"]["Shards"][0]["ShardId"]
        iterator = world.dynamodbstreams.get_shard_iterator(
            StreamArn=stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        poll = open_poll(self.server.url, url, 20)
        self.addCleanup(poll.close)
        post(self.server, "reset")
        response = poll.getresponse()
        self.assertEqual((response.status, json.loads(response.read())["__type"]),
                         (400, "com.amazonaws.sqs#QueueDoesNotExist"))
        with self.assertRaises(world.dynamodbstreams.exceptions.ResourceNotFoundException):
            world.dynamodbstreams.get_records(ShardIterator=iterator)

    def test_what_isnt_known_is_refused(self):
        message = ('keep must be a list of "functions", "mappings", "tables", "queues", "topics" and '
                   '"buckets".')
        for body, expected in (({"keep": ["table"]}, message), ({"keep": "tables"}, message),
                               ({"keep": [1]}, message), ({"all": True}, "There is no parameter all.")):
            with self.subTest(body=body), self.assertRaises(ControlError) as caught:
                call(self.server, "POST", "reset", body)
            self.assertEqual((caught.exception.status, caught.exception.message), (400, expected))


class ResetOnDisk(unittest.TestCase):
    def test_no_row_and_no_file_of_the_world_remains(self):
        """Walks the schema: whoever adds a table meets this test, and fills it in full_world.py."""
        with data_directory() as path:
            server = Server(data_dir=path)
            try:
                World(server).fill()
                server.stop()
                filled = rows(path)
                self.assertEqual({name for name, count in filled.items() if count == 0}
                                 - PASSING - EVERYBODYS, set())
                server.start()
                post(server, "reset", account="*")
                do_chores(server)
                eventually(lambda: not os.listdir(f"{path}/rivulet-files/trash"), "an empty trash")
                server.stop()
                left = rows(path)
                self.assertEqual({name: count for name, count in left.items()
                                  if count > 0 and name not in EVERYBODYS}, {})
                self.assertEqual([name for name in left if re.fullmatch(
                    r"(item|index|expiry|history|backup)_[\d_]+", name)], [])
                for folder in ("functions", "buckets"):
                    self.assertEqual(os.listdir(f"{path}/rivulet-files/{folder}"), [])
                server.start()
                self.assertEqual(set(World(server).seen().values()), {0})
            finally:
                server.kill()

    def test_a_reset_outlives_a_kill(self):
        with data_directory() as path:
            server = Server(data_dir=path)
            try:
                world = World(server)
                world.fill()
                post(server, "reset", keep=["functions", "mappings", "tables"])
                world.put("Orders", "new")
                server.kill()
                server.start()
                world = World(server)
                self.assertEqual(world.keys("Orders"), ["new"])
                self.assertEqual(world.seen()["mappings"], 2)
                drain(server)
                lines = log_messages(world.logs, "/aws/lambda/counts")
                self.assertEqual([line.split()[1] for line in lines if line.startswith("saw")], ["1"])
            finally:
                server.kill()


def save(server, name, **members):
    return call(server, "PUT", f"snapshots/{name}", members)


def restore(server, name, **members):
    return post(server, f"snapshots/{name}/restore", **members)


class Snapshots(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.stop)

    def test_a_world_is_made_anew_in_another_account_and_region(self):
        world = World(self.server)
        world.fill()
        saved = save(self.server, "base")
        self.assertIsInstance(saved.pop("created_at"), float)
        counts = {"tables": 2, "items": 4, "functions": 2, "mappings": 3, "queues": 2, "topics": 1,
                  "buckets": 0, "log_groups": 0}
        self.assertEqual(saved, {"name": "base", "account": "000000000000", "region": "us-east-1",
                                 "complete": True, **counts})
        self.assertEqual([s["name"] for s in get(self.server, "snapshots")["snapshots"]], ["base"])
        # It is of that moment, and nobody's.
        world.put("Orders", "later")
        post(self.server, "reset", account="*")
        self.assertEqual(set(world.seen().values()), {0})
        other = World(self.server, OTHER, "eu-west-1")
        self.assertEqual(restore(self.server, "base", account=OTHER, region="eu-west-1"), counts)
        self.check_copy(other)
        self.assertEqual(set(world.seen().values()), {0})

    def check_copy(self, other):
        self.assertEqual(counted(other), dict(FILLED, backups=0, buckets=0))
        self.assertEqual(other.keys("Orders"), ["a", "b", "fail"])
        self.assertEqual(other.keys("Orders", IndexName="by-group"), ["a", "b", "fail"])
        self.assertEqual(other.keys("Other"), ["x"])
        table = other.dynamodb.describe_table(TableName="Orders")["Table"]
        self.assertEqual((table["ItemCount"], table["TableArn"], table["TableStatus"]),
                         (3, other.arn("dynamodb", "table/Orders"), "ACTIVE"))
        self.assertEqual(table["GlobalSecondaryIndexes"][0]["ItemCount"], 3)
        self.assertEqual(other.dynamodb.list_tags_of_resource(ResourceArn=table["TableArn"])["Tags"],
                         [{"Key": "of", "Value": "Orders"}])
        ttl = other.dynamodb.describe_time_to_live(TableName="Orders")["TimeToLiveDescription"]
        self.assertEqual((ttl["TimeToLiveStatus"], ttl["AttributeName"]), ("ENABLED", "expires"))
        functions = getattr(other, "lambda")
        counts = functions.get_function_configuration(FunctionName="counts")
        self.assertEqual(counts["FunctionArn"], other.arn("lambda", "function:counts"))
        self.assertEqual(counts["Environment"]["Variables"]["TABLE_ARN"], other.arn("dynamodb:", "x"))
        self.assertTrue(counts["Environment"]["Variables"]["QUEUE_URL"].endswith(f"/{OTHER}/jobs"))
        self.assertEqual(functions.get_alias(FunctionName="counts", Name="live")["FunctionVersion"], "1")
        self.assertEqual(functions.get_function_concurrency(FunctionName="counts")
                         ["ReservedConcurrentExecutions"], 5)
        config = functions.get_function_event_invoke_config(FunctionName="breaks")
        self.assertEqual(config["DestinationConfig"]["OnFailure"]["Destination"],
                         other.arn("sqs", "dead"))
        layer = functions.get_layer_version(LayerName="base", VersionNumber=1)
        self.assertEqual(layer["LayerVersionArn"], other.arn("lambda", "layer:base:1"))
        dead = other.sqs.get_queue_url(QueueName="dead")["QueueUrl"]
        self.assertEqual(other.sqs.list_queue_tags(QueueUrl=dead)["Tags"], {"of": "dead"})
        bodies = [m["Body"] for m in other.sqs.receive_message(
            QueueUrl=dead, MaxNumberOfMessages=10)["Messages"]]
        self.assertEqual(bodies, ["kept"])
        topic = other.sns.list_topics()["Topics"][0]["TopicArn"]
        self.assertEqual(topic, other.arn("sns", "news"))
        self.assertEqual(other.sns.list_subscriptions()["Subscriptions"][0]["Endpoint"],
                         other.arn("sqs", "dead"))
        self.check_mappings(other, table["LatestStreamArn"])

    def check_mappings(self, other, stream):
        mappings = getattr(other, "lambda").list_event_source_mappings()["EventSourceMappings"]
        sources = sorted((m["EventSourceArn"], m["FunctionArn"].split("function:")[1]) for m in mappings)
        self.assertEqual(sources, [(stream, "breaks"), (stream, "counts:live"),
                                   (other.arn("sqs", "jobs"), "counts")])
        self.assertTrue(stream.startswith(other.arn("dynamodb", "table/Orders/stream/")))
        # Nothing of before is delivered, and what comes is.
        scope = {"account": other.account, "region": other.region}
        settled = drain(self.server, **scope)
        self.assertEqual(settled["records"], {"delivered": 0, "filtered": 0, "discarded": 0})
        other.put("Orders", "new")
        other.sqs.send_message(QueueUrl=other.sqs.get_queue_url(QueueName="jobs")["QueueUrl"],
                               MessageBody="job")
        settled = drain(self.server, **scope)
        self.assertEqual(settled["records"], {"delivered": 2, "filtered": 0, "discarded": 1})
        self.assertEqual(other.keys("Orders", IndexName="by-group"), ["a", "b", "fail", "new"])

    def test_buckets_are_saved_if_they_are_included(self):
        world = World(self.server)
        world.fill()
        world.s3.create_bucket(Bucket="shared")
        world.s3.put_object(Bucket="shared", Key="k", Body=b"x")
        self.assertEqual(save(self.server, "base", include=["buckets"])["buckets"], 2)
        with self.assertRaises(ControlError) as caught:
            restore(self.server, "base", account=OTHER)
        self.assertEqual(caught.exception.message, "Bucket shared is there already, in account "
                         "000000000000: names of buckets are everybody's.")
        world.s3.put_object(Bucket=f"things-{world.account}", Key="dir/key", Body=b"later")
        post(self.server, "reset")
        self.assertEqual(restore(self.server, "base", account=OTHER)["buckets"], 2)
        other = World(self.server, OTHER)
        self.assertEqual([b["Name"] for b in other.s3.list_buckets()["Buckets"]],
                         ["shared", f"things-{OTHER}"])
        found = other.s3.get_object(Bucket=f"things-{OTHER}", Key="dir/key")
        self.assertEqual((found["Body"].read(), found["ETag"]),
                         (b"bytes", '"4b3a6218bb3e3a7303e8a171a60fcf92"'))
        self.assertEqual(world.s3.list_buckets()["Buckets"], [])

    def test_logs_are_saved_if_they_are_included(self):
        world = World(self.server)
        world.fill()
        lines = log_messages(world.logs, "/aws/lambda/counts")
        self.assertEqual(save(self.server, "base", include=["logs"])["log_groups"], 2)
        self.assertEqual(restore(self.server, "base", account=OTHER)["log_groups"], 2)
        self.assertEqual(log_messages(World(self.server, OTHER).logs, "/aws/lambda/counts"), lines)

    def test_a_snapshot_outlives_what_it_was_made_of_and_its_copies_each_other(self):
        with data_directory() as path:
            server = Server(data_dir=path)
            try:
                world = World(server)
                world.fill()
                save(server, "base")
                post(server, "reset", account="*")
                server.kill()
                server.start()
                for account in (OTHER, "000000000043"):
                    restore(server, "base", account=account)
                    World(server, account).put("Orders", account)
                    drain(server, account=account)
                post(server, "reset", account=OTHER)
                call(server, "DELETE", "snapshots/base")
                do_chores(server)
                self.assertEqual(get(server, "snapshots")["snapshots"], [])
                server.restart()
                last = World(server, "000000000043")
                last.put("Orders", "more")
                settled = drain(server, account="000000000043")
                self.assertEqual(settled["records"]["delivered"], 1)
                self.assertEqual(last.keys("Orders"), ["000000000043", "a", "b", "fail", "more"])
                self.assertEqual(World(server, OTHER).seen()["tables"], 0)
                post(server, "reset", account="*")
                do_chores(server)
                for place in ("functions", "trash"):  # code goes with the last process that has it
                    eventually(lambda: not os.listdir(f"{path}/rivulet-files/{place}"), f"nothing in {place}")
                server.stop()
                self.assertEqual({name: count for name, count in rows(path).items()
                                  if count > 0 and name not in EVERYBODYS}, {})
            finally:
                server.kill()

    def test_a_large_table_is_copied_as_it_was_while_others_write(self):
        world = World(self.server)
        world.table("Large")
        many = 12_000
        for begin in range(0, many, 25):
            world.dynamodb.batch_write_item(RequestItems={"Large": [
                {"PutRequest": {"Item": {"pk": {"S": f"{n:05}"}, "group": {"S": "g"}}}}
                for n in range(begin, begin + 25)]})
        answers = []
        saving = threading.Thread(target=lambda: answers.append(save(self.server, "large")))
        saving.start()
        eventually(lambda: get(self.server, "snapshots")["snapshots"], "the snapshot")
        for n in range(0, many, 100):
            world.dynamodb.delete_item(TableName="Large", Key={"pk": {"S": f"{n:05}"}})
        saving.join(20)
        self.assertEqual((answers[0]["complete"], answers[0]["items"]), (True, many))
        self.assertEqual(restore(self.server, "large", account=OTHER)["items"], many)
        other = World(self.server, OTHER)
        table = other.dynamodb.describe_table(TableName="Large")["Table"]
        self.assertEqual((table["TableStatus"], table["ItemCount"]), ("ACTIVE", many))
        self.assertEqual(table["GlobalSecondaryIndexes"][0]["ItemCount"], many)
        self.assertEqual(len(self.first_keys(other, 200)), 200)
        other.put("Large", "new")

    def test_a_restore_that_a_kill_cuts_off_begins_anew(self):
        with data_directory() as path:
            server = Server(data_dir=path)
            try:
                world = World(server)
                world.fill()
                save(server, "base")
                server.stop()
                server.popen = {"env": {**os.environ, "RIVULET_TEST_KILL_AT": "restoring:3"}}
                server.start()
                with self.assertRaises(OSError):
                    restore(server, "base", account=OTHER)
                self.assertEqual(server.process.wait(20), -signal.SIGKILL)
                server.kill()
                server.popen = {}
                server.start()
                other = World(server, OTHER)
                eventually(lambda: other.seen()["mappings"] == 3, "the whole world")
                self.assertEqual(counted(other), dict(FILLED, backups=0, buckets=0))
                self.assertEqual(other.keys("Orders", IndexName="by-group"), ["a", "b", "fail"])
                server.restart()
                self.assertEqual(counted(World(server, OTHER)), dict(FILLED, backups=0, buckets=0))
            finally:
                server.kill()

    def first_keys(self, world, count):
        return [key for key in (f"{n:05}" for n in range(count)) if world.dynamodb.get_item(
            TableName="Large", Key={"pk": {"S": key}}).get("Item")]

    def test_a_layer_that_is_gone_is_in_nobodys_way(self):
        save(self.server, "nothing")
        functions = getattr(World(self.server, OTHER), "lambda")
        for _ in range(2):
            version = functions.publish_layer_version(
                LayerName="gone", Content={"ZipFile": zip_of(**{"python/base.py": "X = 1\n"})})["Version"]
            functions.delete_layer_version(LayerName="gone", VersionNumber=version)
            self.assertEqual(restore(self.server, "nothing", account=OTHER)["functions"], 0)
        self.assertEqual(version, 2)

    def test_what_cant_be_done_is_refused(self):
        world = World(self.server)
        world.table("Orders")
        save(self.server, "base")
        for method, path, body, status, message in (
                ("POST", "snapshots/base/restore", {}, 409, "Account 000000000000 has something in us-east-1 "
                 "already: reset it, or say \"replace\":true."),
                ("POST", "snapshots/none/restore", {}, 404, "There is no snapshot none."),
                ("POST", "snapshots/base/restore", {"account": "*"}, 400,
                 "This is about one account and region: name them."),
                ("POST", "snapshots/base/restore", {"replace": 1}, 400, "replace must be true or false."),
                ("DELETE", "snapshots/none", None, 404, "There is no snapshot none."),
                ("PUT", "snapshots/a%20b", {}, 400, "A snapshot's name must have 1 to 64 letters, digits, "
                 "points, hyphens and underscores."),
                ("PUT", "snapshots/base", {"logs": True}, 400, "There is no parameter logs.")):
            with self.subTest(path=path, body=body), self.assertRaises(ControlError) as caught:
                call(self.server, method, path, body)
            self.assertEqual((caught.exception.status, caught.exception.message), (status, message))
        self.assertEqual(world.seen()["tables"], 1)
        world.put("Orders", "later")
        restore(self.server, "base", replace=True)
        self.assertEqual(world.keys("Orders"), [])
        world.put("Orders", "again")
        self.assertEqual(save(self.server, "base")["items"], 1)
        self.assertEqual(len(get(self.server, "snapshots")["snapshots"]), 1)

    def test_a_hundred_worlds_at_once_never_see_one_another(self):
        base = World(self.server)
        stream = base.table("Orders")
        base.function("copies", COPIES, Environment={"Variables": {"QUEUE": "jobs"}})
        base.map("copies", stream, StartingPosition="LATEST")
        base.sqs.create_queue(QueueName="jobs")
        save(self.server, "base")
        accounts = [f"{n:012}" for n in range(1000, 1100)]
        failures = []

        def live(account):
            try:
                restore(self.server, "base", account=account)
                world = World(self.server, account)
                world.put("Orders", account)
                url = world.sqs.get_queue_url(QueueName="jobs")["QueueUrl"]
                world.sqs.send_message(QueueUrl=url, MessageBody=account)
                (message,) = world.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
                found = (world.keys("Orders"), message["Body"], world.seen()["tables"])
                if found != ([account], account, 1):
                    failures.append((account, found))
                if int(account) % 10 == 0:  # these run their handlers, too
                    settled = drain(self.server, account=account)
                    if settled["records"]["delivered"] != 1:
                        failures.append((account, settled))
                if int(account) % 2:
                    post(self.server, "reset", account=account)
            except Exception as error:  # pylint: disable=broad-except
                failures.append((account, error))

        def work(part):
            for account in accounts[part::8]:
                live(account)

        workers = [threading.Thread(target=work, args=(part,)) for part in range(8)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        self.assertEqual(failures, [])
        for account in accounts[::25]:
            expected = [] if int(account) % 2 else [account]
            world = World(self.server, account)
            tables = world.dynamodb.list_tables()["TableNames"]
            self.assertEqual([world.keys(table) for table in tables], [expected] if expected else [])
        self.assertEqual(base.keys("Orders"), [])


if __name__ == "__main__":
    unittest.main()
