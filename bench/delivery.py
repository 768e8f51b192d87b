"""What event source mappings deliver, and what they cost the writes.

    records a second     through a handler that does nothing, at batch size 100, in order
    a put's time         on a table that ten mappings read, beside one that none does: with filters that let all
                         records go by, with batches that wait for their windows, and with handlers that run
    a drain of nothing   how long its answer takes

usage: delivery.py [records]
"""
import pathlib
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests" / "integration"))
from control import drain  # noqa: E402
from harness import Server, data_directory, zip_of  # noqa: E402
from wire import Connection  # noqa: E402

NOTHING = "exports.handler = async () => {};"
MAPPINGS = 10
PUTS = 2000
ROUNDS = 10
DRAINS = 200


def create_table(server, name):
    return server.client("dynamodb").create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "Id", "AttributeType": "N"}],
        KeySchema=[{"AttributeName": "Id", "KeyType": "HASH"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )["TableDescription"]["LatestStreamArn"]


def map_function(server, name, stream, **settings):
    functions = server.client("lambda")
    functions.create_function(
        FunctionName=name, Runtime="nodejs20.x", Handler="index.handler",
        Role="arn:aws:iam::000000000000:role/r", Code={"ZipFile": zip_of(**{"index.js": NOTHING})})
    functions.create_event_source_mapping(
        FunctionName=name, StartingPosition="TRIM_HORIZON", EventSourceArn=stream, **settings)


def item(number):
    return {"Id": {"N": str(number)}, "Status": {"S": "open"}, "Note": {"S": "some text that is here"}}


def measure_delivery(server, records):
    stream = create_table(server, "Filled")
    connection = Connection(server.url)
    for first in range(0, records, 25):
        status, _ = connection.call("BatchWriteItem", {"RequestItems": {"Filled": [
            {"PutRequest": {"Item": item(first + i)}} for i in range(25)]}})
        assert status == 200, status
    connection.close()
    started = time.monotonic()
    map_function(server, "nothing", stream, BatchSize=100)
    settled = drain(server, timeout_seconds=300)
    seconds = time.monotonic() - started
    assert settled["settled"], settled
    print(f"{'delivered at batch size 100':<28}{records / seconds:>10.0f}/s")


def puts(connection, table, first):
    """The median of their times, in microseconds."""
    times = []
    for number in range(first, first + PUTS):
        started = time.perf_counter()
        status, _ = connection.call("PutItem", {"TableName": table, "Item": item(number)})
        times.append(time.perf_counter() - started)
        assert status == 200, status
    return statistics.median(times) * 1e6


# Beside handlers that run, a put waits for processors as well: that is no matter of the write alone.
KINDS = {
    "filtered": {"BatchSize": 1000, "FilterCriteria": {"Filters": [{"Pattern": '{"eventName":["REMOVE"]}'}]}},
    "waiting": {"BatchSize": 10_000, "MaximumBatchingWindowInSeconds": 300},
    "delivered": {"BatchSize": 1000},
}


def measure_writes(server, kind):
    create_table(server, f"Alone-{kind}")
    read = create_table(server, f"Read-{kind}")
    for number in range(MAPPINGS):
        map_function(server, f"{kind}-{number}", read, **KINDS[kind])
    connection = Connection(server.url)
    alone, shared = [], []
    for number in range(ROUNDS):
        alone.append(puts(connection, f"Alone-{kind}", number * PUTS))
        shared.append(puts(connection, f"Read-{kind}", number * PUTS))
        drain(server, timeout_seconds=300)
    connection.close()
    ratio = statistics.median(b / a for a, b in zip(alone, shared))
    print(f"{'PutItem, no mapping':<28}{statistics.median(alone):>10.0f} us")
    print(f"{f'PutItem, ten mappings, {kind}':<34}{statistics.median(shared):>4.0f} us {100 * ratio:>6.0f} %")


def measure_drain(server):
    times = []
    for _ in range(DRAINS):
        started = time.perf_counter()
        drain(server)
        times.append(time.perf_counter() - started)
    print(f"{'drain of nothing':<28}{statistics.median(times) * 1e3:>10.2f} ms")


def main():
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with data_directory() as data:
        server = Server(data_dir=data)
        try:
            measure_drain(server)
            measure_delivery(server, records)
            for kind in KINDS:
                measure_writes(server, kind)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
