"""How long a new function takes to its first record, beside the interpreter's own start in the same run.

From CreateFunction over a mapping and the first PutItem to the entry of the handler, which prints when that
was; both clocks are this machine's. The first function of a runtime isn't counted: from the second on a
process waits. Requests go over plain HTTP, since an SDK would take longer than what is measured.
usage: cold_start.py [functions of each runtime]
"""
import base64
import http.client
import json
import pathlib
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests" / "integration"))
from harness import Server, eventually, log_messages, zip_of  # noqa: E402
from wire import HEADERS, Connection  # noqa: E402

NODE = """
const { performance } = require("perf_hooks");
exports.handler = async () => console.log(`entered ${performance.timeOrigin + performance.now()}`);
"""
PYTHON = """
import time
def handler(event, context):
    print("entered", time.time() * 1000)
"""
PAUSE_SECONDS = 1  # a developer's hand: until then the next process waits


class Lambda:
    def __init__(self, url):
        self.connection = http.client.HTTPConnection(url.split("//")[1])

    def post(self, path, body):
        self.connection.request("POST", path, json.dumps(body), {
            "Content-Type": "application/json",
            "Authorization": HEADERS["Authorization"].replace("dynamodb", "lambda"),
            "X-Amz-Date": HEADERS["X-Amz-Date"]})
        response = self.connection.getresponse()
        answer = response.read()
        if response.status not in (201, 202):
            raise SystemExit(f"{path}: {response.status} {answer.decode()}")


def make_table(dynamodb, name):
    """The ARN of its stream."""
    status, answer = dynamodb.call("CreateTable", {
        "TableName": name, "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "Id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "Id", "KeyType": "HASH"}],
        "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}})
    assert status == 200, answer
    return answer["TableDescription"]["LatestStreamArn"]


def deploy(functions, name, runtime, code, stream):
    functions.post("/2015-03-31/functions", {
        "FunctionName": name, "Runtime": runtime, "Handler": "main.handler",
        "Role": "arn:aws:iam::000000000000:role/r", "Code": {"ZipFile": code}})
    functions.post("/2015-03-31/event-source-mappings", {
        "FunctionName": name, "StartingPosition": "LATEST", "BatchSize": 1,
        "MaximumRetryAttempts": 0, "EventSourceArn": stream})


def entered(logs, name):
    lines = [line for line in log_messages(logs, f"/aws/lambda/{name}") if "entered " in line]
    return float(lines[0].split("entered ")[1]) if lines else None


def first_record(server, functions, dynamodb, logs, name, runtime, code):
    """Milliseconds."""
    stream = make_table(dynamodb, name)
    began = time.time() * 1000
    deploy(functions, name, runtime, code, stream)
    dynamodb.call("PutItem", {"TableName": name, "Item": {"Id": {"S": "1"}}})
    time.sleep(PAUSE_SECONDS / 2)  # whoever asks for logs takes time from what is measured
    return eventually(lambda: entered(logs, name), "the first record") - began


def interpreter_start(command):
    began = time.monotonic()
    subprocess.run(command, check=True)
    return (time.monotonic() - began) * 1000


def measure(server, runtime, file, handler, command, count):
    functions, dynamodb = Lambda(server.url), Connection(server.url)
    logs = server.client("logs")
    code = base64.b64encode(zip_of(**{file: handler})).decode()
    waits, starts = [], []
    for number in range(count + 1):
        name = f"{runtime.split('.')[0]}-{number}"
        waits.append(first_record(server, functions, dynamodb, logs, name, runtime, code))
        time.sleep(PAUSE_SECONDS)
        starts.append(interpreter_start(command))
    wait, start = statistics.median(waits[1:]), statistics.median(starts)
    shown = " ".join([pathlib.Path(command[0]).name, *command[1:]])
    print(f"create -> first record, {runtime:<12}median {wait:6.2f} ms"
          f"    {shown:<12} {start:6.2f} ms    {100 * wait / start:.0f} %", flush=True)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    server = Server()
    try:
        measure(server, "nodejs20.x", "main.js", NODE, ["node", "-e", "0"], count)
        # The interpreter itself: a version manager's shim would take longer.
        measure(server, "python3.12", "main.py", PYTHON, [sys.executable, "-c", "0"], count)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
