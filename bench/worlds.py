"""What it costs to reset a world, and to restore one, and what a client of another world feels of it.

The world: 20 tables with a stream and an index, 10,000 items in all, 5 functions and 5 mappings.
usage: worlds.py [rounds]
"""
import http.client
import json
import pathlib
import statistics
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests" / "integration"))
from full_world import COUNTS, World  # noqa: E402
from harness import Server  # noqa: E402

TABLES, ITEMS, FUNCTIONS = 20, 500, 5
TARGET = "000000000042"
PAUSE_SECONDS = 0.3  # between two resets: what they cost is to be seen among the usual


class Control:
    """One connection to the control API."""

    def __init__(self, server):
        self.connection = http.client.HTTPConnection(server.url.split("//")[1])

    def call(self, method, path, **members):
        """Milliseconds until the answer, which must be good."""
        begin = time.perf_counter()
        self.connection.request(method, f"/_rivulet/{path}", json.dumps(members))
        response = self.connection.getresponse()
        body = response.read()
        took = (time.perf_counter() - begin) * 1000
        if response.status != 200:
            raise AssertionError(f"{method} {path}: {body.decode()}")
        return took


def set_up(server):
    world = World(server)
    for table in range(TABLES):
        stream = world.table(f"Table{table}")
        for begin in range(0, ITEMS, 25):
            world.dynamodb.batch_write_item(RequestItems={f"Table{table}": [
                {"PutRequest": {"Item": {"pk": {"S": f"{n:06}"}, "group": {"S": f"g{n % 7}"},
                                         "text": {"S": "x" * 200}}}}
                for n in range(begin, begin + 25)]})
        if table < FUNCTIONS:
            world.function(f"f{table}", COUNTS)
            world.map(f"f{table}", stream, StartingPosition="LATEST")


class Writer(threading.Thread):
    """Puts items in a world of its own, one after the other, until it is told to stop."""

    def __init__(self, server):
        super().__init__()
        self.world = World(server, "000000000007")
        self.world.table("Mine")
        self.took = []
        self.stopped = threading.Event()

    def run(self):
        connection = http.client.HTTPConnection(self.world.server.url.split("//")[1])
        headers = {"X-Amz-Target": "DynamoDB_20120810.PutItem",
                   "Content-Type": "application/x-amz-json-1.0",
                   "Authorization": "AWS4-HMAC-SHA256 Credential=000000000007/20261128/us-east-1/"
                                    "dynamodb/aws4_request, SignedHeaders=host, Signature=0"}
        body = json.dumps({"TableName": "Mine", "Item": {"pk": {"S": "k"}, "group": {"S": "g"}}})
        while not self.stopped.is_set():
            begin = time.perf_counter()
            connection.request("POST", "/", body, headers)
            connection.getresponse().read()
            self.took.append((time.perf_counter() - begin) * 1000)

    def take(self):
        took, self.took = self.took, []
        return took


def percentile(values, share):
    return sorted(values)[int(len(values) * share)]


def shown(name, values):
    print(f"{name}: median {statistics.median(values):.1f} ms, worst {max(values):.1f} ms")


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    server = Server()
    try:
        set_up(server)
        control = Control(server)
        shown("save", [control.call("PUT", "snapshots/base") for _ in range(3)])
        writer = Writer(server)
        writer.start()
        time.sleep(2)
        usual = writer.take()
        restores, resets = [], []
        for _ in range(rounds):
            restores.append(control.call("POST", "snapshots/base/restore", account=TARGET))
            time.sleep(PAUSE_SECONDS)
            resets.append(control.call("POST", "reset", account=TARGET))
            time.sleep(PAUSE_SECONDS)
        beside = writer.take()
        writer.stopped.set()
        writer.join()
        shown("restore", restores)
        shown("reset", resets)
        for name, took in (("usual", usual), ("beside", beside)):
            print(f"puts in another world, {name}: p50 {statistics.median(took):.2f} ms, "
                  f"p99 {percentile(took, 0.99):.2f} ms, worst {max(took):.1f} ms")
    finally:
        server.stop()


if __name__ == "__main__":
    main()
