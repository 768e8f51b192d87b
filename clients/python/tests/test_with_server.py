"""With a real server: RIVULET_BINARY or RIVULET names the program; skipped without one."""

import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

from rivulet_client import ControlError, RivuletError, start_rivulet
from rivulet_client.program import find_program

try:
    find_program()
    MISSING = ""
except RivuletError as error:
    MISSING = str(error)

TABLE = {
    "TableName": "Orders",
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
}


@unittest.skipIf(MISSING, MISSING)
class WithServer(unittest.TestCase):
    def test_it_is_there_at_once_and_gone_when_it_is_stopped(self) -> None:
        started = time.monotonic()
        with start_rivulet() as rivulet:
            self.assertLess(time.monotonic() - started, 2)
            self.assertEqual(rivulet.drain()["waiting"], [])
            rivulet.clock.freeze()
            before = rivulet.clock.now()
            rivulet.clock.advance(3600)
            self.assertEqual((rivulet.clock.now() - before).total_seconds(), 3600)
        with self.assertRaises(RivuletError):
            rivulet.clock.now()

    def test_worlds_never_meet(self) -> None:
        with start_rivulet() as rivulet:
            worlds = [rivulet, rivulet.world(), rivulet.world(), rivulet.world(region="eu-west-1")]
            for world in worlds:
                world.client("dynamodb").create_table(**TABLE)
            arns = [
                world.resource("dynamodb").Table("Orders").table_arn.split(":") for world in worlds
            ]
            self.assertEqual([arn[4] for arn in arns[1:]], [world.account for world in worlds[1:]])
            self.assertEqual(arns[0][4], "000000000000")
            self.assertEqual([arn[3] for arn in arns], ["us-east-1"] * 3 + ["eu-west-1"])

    def test_a_reset_empties_a_world_and_no_other(self) -> None:
        with start_rivulet() as rivulet:
            worlds = [rivulet.world() for _ in range(3)]
            clients = [world.client("dynamodb") for world in worlds]
            for client in clients:
                client.create_table(**TABLE)
                client.put_item(TableName="Orders", Item={"id": {"S": "1"}})
            self.assertEqual(worlds[0].reset()["tables"], 1)
            worlds[1].reset(keep=["tables"])
            tables = [client.list_tables()["TableNames"] for client in clients]
            self.assertEqual(tables, [[], ["Orders"], ["Orders"]])
            counts = [client.scan(TableName="Orders")["Count"] for client in clients[1:]]
            self.assertEqual(counts, [0, 1])

    def test_a_snapshot_is_what_other_worlds_begin_with(self) -> None:
        with start_rivulet() as rivulet:
            origin = rivulet.world()
            dynamodb = origin.client("dynamodb")
            dynamodb.create_table(**TABLE)
            dynamodb.put_item(TableName="Orders", Item={"id": {"S": "1"}})
            origin.snapshot("base")
            origin.reset()
            one = rivulet.world(snapshot="base").client("dynamodb")
            other = rivulet.world(snapshot="base").client("dynamodb")
            one.put_item(TableName="Orders", Item={"id": {"S": "2"}})
            self.assertEqual(one.scan(TableName="Orders")["Count"], 2)
            self.assertEqual(other.scan(TableName="Orders")["Items"], [{"id": {"S": "1"}}])
            with self.assertRaises(ControlError) as caught:
                rivulet.world(snapshot="none")
            self.assertEqual(caught.exception.status, 404)

    def test_a_snapshots_file_is_what_other_servers_begin_with(self) -> None:
        with tempfile.TemporaryDirectory() as directory:
            file = Path(directory) / "shop"
            with start_rivulet() as rivulet:
                shop = rivulet.world()
                shop.client("dynamodb").create_table(**TABLE)
                shop.client("dynamodb").put_item(TableName="Orders", Item={"id": {"S": "1"}})
                shop.snapshot("shop")
                file.write_bytes(shop.snapshot_file("shop"))
            with start_rivulet(snapshot=file) as rivulet:
                for world in (rivulet, rivulet.world(snapshot="shop")):
                    self.assertEqual(world.client("dynamodb").scan(TableName="Orders")["Count"], 1)

    def test_a_url_connects_to_a_server_and_leaves_it(self) -> None:
        with start_rivulet() as rivulet:
            with start_rivulet(url=rivulet.url) as other:
                self.assertEqual((other.url, other.pid), (rivulet.url, None))
            rivulet.clock.now()

    def test_it_ends_with_whoever_started_it(self) -> None:
        # Also when that is killed, and when a forked child lives on.
        script = (
            "import os, sys, time\n"
            "from rivulet_client import start_rivulet\n"
            "rivulet = start_rivulet()\n"
            "if os.fork() == 0:\n"
            "    os.close(1), os.close(2)\n"
            "    sys.stdin.read()\n"
            "    os._exit(0)\n"
            "print(rivulet.url, flush=True)\n"
            "time.sleep(1000)\n"
        )
        parent = subprocess.Popen(
            [sys.executable, "-c", script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert parent.stdin and parent.stdout and parent.stderr
        self.assertTrue(parent.stdout.readline().startswith(b"http://"))
        parent.send_signal(signal.SIGKILL)
        # The server has its standard error; its end means that the server is gone.
        parent.stderr.read()
        for pipe in (parent.stdin, parent.stdout, parent.stderr):
            pipe.close()
        parent.wait()
