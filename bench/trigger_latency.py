"""How long from a write to the entry of the handler that it triggers, with the handler warm.

One PutItem at a time, written by hand, since an SDK alone takes a millisecond; the handler prints the time at which it
was entered. Both clocks are this machine's.
usage: trigger_latency.py [writes]
"""
import pathlib
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests" / "integration"))
from harness import Server, eventually, log_messages, zip_of  # noqa: E402
from wire import Connection  # noqa: E402

HANDLER = """
const { performance } = require("perf_hooks");
exports.handler = async (event) => {
  const entered = performance.timeOrigin + performance.now();
  for (const record of event.Records) console.log(`entered ${record.dynamodb.Keys.Id.N} ${entered}`);
};
"""
GROUP = "/aws/lambda/clockwork"
WARM_UP = 20


def set_up(server):
    dynamodb = server.client("dynamodb")
    table = dynamodb.create_table(
        TableName="Orders", BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "Id", "AttributeType": "N"}],
        KeySchema=[{"AttributeName": "Id", "KeyType": "HASH"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})
    functions = server.client("lambda")
    functions.create_function(
        FunctionName="clockwork", Runtime="nodejs20.x", Handler="index.handler",
        Role="arn:aws:iam::000000000000:role/r", Code={"ZipFile": zip_of(**{"index.js": HANDLER})})
    functions.create_event_source_mapping(
        FunctionName="clockwork", StartingPosition="LATEST", BatchSize=1,
        EventSourceArn=table["TableDescription"]["LatestStreamArn"])


def entries(logs):
    """Handler entry by item, in epoch milliseconds."""
    found = {}
    for message in log_messages(logs, GROUP):
        if "entered " in message:
            item, entered = message.split("entered ")[1].split()
            found[int(item)] = float(entered)
    return found


def main():
    writes = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    server = Server()
    try:
        set_up(server)
        connection, logs, sent = Connection(server.url), server.client("logs"), {}
        for item in range(WARM_UP + writes):
            sent[item] = time.time() * 1000
            status, answer = connection.call("PutItem", {"TableName": "Orders", "Item": {"Id": {"N": str(item)}}})
            assert status == 200, answer
            if item < WARM_UP:
                eventually(lambda: item in entries(logs), "the warm-up")
            time.sleep(0.01)
        eventually(lambda: len(entries(logs)) == len(sent), "all entries")
        entered = entries(logs)
        waits = sorted(entered[i] - sent[i] for i in range(WARM_UP, len(sent)))
        print(f"write -> handler entry, warm    median {statistics.median(waits):.2f} ms"
              f"    p99 {waits[int(len(waits) * 0.99)]:.2f} ms")
    finally:
        server.stop()


if __name__ == "__main__":
    main()
