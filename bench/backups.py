"""What a backup of a large table costs the writers of that table, and how much memory.

PutItem from one connection, some seconds before each backup and as long as it is made; the table is on the disk.
usage: backups.py [items] [rounds]
"""
import pathlib
import statistics
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests" / "integration"))
from harness import Server  # noqa: E402
from wire import Connection  # noqa: E402

TABLE = "Large"
FILLERS = 8
BATCH = 25
USUAL_SECONDS = 10


def item(number):
    return {"pk": {"S": f"{number:08}"}, "text": {"S": "x" * 100}, "n": {"N": str(number)}}


def call(connection, operation, body):
    status, answer = connection.call(operation, body)
    if status != 200:
        raise SystemExit(f"{operation}: {status} {answer}")
    return answer


def fill(url, numbers):
    connection = Connection(url)
    for begin in range(numbers.start, numbers.stop, BATCH):
        call(connection, "BatchWriteItem", {"RequestItems": {TABLE: [
            {"PutRequest": {"Item": item(n)}} for n in range(begin, min(begin + BATCH, numbers.stop))]}})


def make_table(server, items):
    call(Connection(server.url), "CreateTable", {
        "TableName": TABLE, "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]})
    share = -(-items // FILLERS)
    fillers = [threading.Thread(target=fill, args=(server.url, range(n, min(n + share, items))))
               for n in range(0, items, share)]
    for filler in fillers:
        filler.start()
    for filler in fillers:
        filler.join()


class Writer:
    """Replaces items all over the table, one after the other."""

    def __init__(self, url, items):
        self.connection = Connection(url)
        self.items = items
        self.at = 0

    def write_until(self, is_over):
        """Milliseconds of each."""
        took = []
        while not is_over():
            self.at = (self.at + 7919) % self.items
            body = {"TableName": TABLE, "Item": item(self.at)}
            began = time.perf_counter()
            call(self.connection, "PutItem", body)
            took.append((time.perf_counter() - began) * 1000)
        return took


class Backup:
    def __init__(self, url):
        self.connection = Connection(url)
        details = call(self.connection, "CreateBackup", {"TableName": TABLE, "BackupName": "all-of-it"})
        self.arn = details["BackupDetails"]["BackupArn"]
        self.looks_again = 0

    def is_made(self):
        """Asked often, looked up five times a second."""
        if time.monotonic() < self.looks_again:
            return False
        self.looks_again = time.monotonic() + 0.2
        described = call(self.connection, "DescribeBackup", {"BackupArn": self.arn})
        return described["BackupDescription"]["BackupDetails"]["BackupStatus"] == "AVAILABLE"

    def delete(self):
        call(self.connection, "DeleteBackup", {"BackupArn": self.arn})


def megabytes(server, field):
    """VmRSS: what the server holds now; VmHWM: what it held at most since forget_peak()."""
    with open(f"/proc/{server.process.pid}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith(field)) // 1024


def forget_peak(server):
    with open(f"/proc/{server.process.pid}/clear_refs", "w", encoding="ascii") as file:
        file.write("5")


def percentile(values, share):
    return sorted(values)[int(len(values) * share)]


def measure(server, writer):
    """Milliseconds of writes as usual, and of those beside a backup."""
    end = time.monotonic() + USUAL_SECONDS
    usual = writer.write_until(lambda: time.monotonic() >= end)
    forget_peak(server)
    before, began = megabytes(server, "VmRSS"), time.monotonic()
    backup = Backup(server.url)
    beside = writer.write_until(backup.is_made)
    print(f"made in {time.monotonic() - began:.1f} s; memory {before} MB before, "
          f"{megabytes(server, 'VmHWM')} MB at most")
    backup.delete()
    return usual, beside


def main():
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory(prefix="rivulet-bench-") as directory:
        server = Server(data_dir=directory)
        try:
            make_table(server, items)
            writer = Writer(server.url, items)
            writer.write_until(iter([False] * 1000 + [True]).__next__)  # warm
            measured = [measure(server, writer) for _ in range(rounds)]
        finally:
            server.stop()
    p99 = []
    for name, took in zip(("as usual", "beside a backup"), zip(*measured)):
        puts = [each for of_round in took for each in of_round]
        p99.append(percentile(puts, 0.99))
        print(f"PutItem {name:16} p50 {statistics.median(puts):.2f} ms    p99 {p99[-1]:.2f} ms    "
              f"worst {max(puts):.1f} ms    ({len(puts)} puts)")
    print(f"p99 is {p99[1] / p99[0]:.2f} times the usual")


if __name__ == "__main__":
    main()
