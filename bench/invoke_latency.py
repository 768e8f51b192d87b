"""How much longer a warm invocation takes than the same handler behind a bare socket, in the same run.

Both run on the same Node.js: one as a function, invoked over the API; the other in a process that reads a line of
JSON from a connection, calls the handler, and writes its answer back, which is the least that any host could do. They
take turns, so that both have the same machine. Requests are written by hand: an SDK would take longer than either.
usage: invoke_latency.py [invocations]
"""
import contextlib
import json
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests" / "integration"))
from harness import Server, zip_of  # noqa: E402
from wire import HEADERS  # noqa: E402

HANDLER = "exports.handler = async (event) => ({ seen: event.n });\n"
BARE = """
const { handler } = require("./index.js");
const server = require("net").createServer({ noDelay: true }, (connection) => {
  let text = "";
  connection.setEncoding("utf8").on("data", async (chunk) => {
    text += chunk;
    for (let end = text.indexOf("\\n"); end >= 0; end = text.indexOf("\\n")) {
      const event = JSON.parse(text.slice(0, end));
      text = text.slice(end + 1);
      connection.write(JSON.stringify(await handler(event)) + "\\n");
    }
  });
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
"""
WARM_UP = 200


def connect(port):
    connection = socket.create_connection(("127.0.0.1", port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


class Bare:
    def __init__(self, port):
        self.connection = connect(port)

    def call(self, payload):
        self.connection.sendall(payload + b"\n")
        return self.connection.recv(65536).rstrip()


class Invoke:
    def __init__(self, url):
        self.connection = connect(int(url.rsplit(":", 1)[1]))
        self.head = (
            "POST /2015-03-31/functions/clockwork/invocations HTTP/1.1\r\nHost: localhost\r\n"
            f"Authorization: {HEADERS['Authorization'].replace('dynamodb', 'lambda')}\r\n"
            f"X-Amz-Date: {HEADERS['X-Amz-Date']}\r\nContent-Length: %d\r\n\r\n")

    def call(self, payload):
        self.connection.sendall((self.head % len(payload)).encode() + payload)
        head, body = self.connection.recv(65536).split(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200") or b"X-Amz-Function-Error" in head:
            raise SystemExit(f"{head.decode()}\n{body.decode()}")
        return body


@contextlib.contextmanager
def bare_process():
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "index.js").write_text(HANDLER)
        pathlib.Path(folder, "bare.js").write_text(BARE)
        process = subprocess.Popen(["node", "bare.js"], cwd=folder, stdout=subprocess.PIPE, text=True)
        try:
            yield Bare(int(process.stdout.readline()))
        finally:
            process.kill()
            process.wait()
            process.stdout.close()


def milliseconds(caller, number):
    began = time.perf_counter()
    answer = caller.call(b'{"n":%d}' % number)
    took = (time.perf_counter() - began) * 1000
    assert json.loads(answer) == {"seen": number}, answer
    return took


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    server = Server()
    try:
        server.client("lambda").create_function(
            FunctionName="clockwork", Runtime="nodejs20.x", Handler="index.handler",
            Role="arn:aws:iam::000000000000:role/r", Code={"ZipFile": zip_of(**{"index.js": HANDLER})})
        with bare_process() as bare:
            callers = {"bare socket": bare, "invoke": Invoke(server.url)}
            took = {name: [] for name in callers}
            for number in range(WARM_UP + count):
                for name, caller in callers.items():
                    took[name].append(milliseconds(caller, number))
        medians = {}
        for name, all_of_it in took.items():
            waits = sorted(all_of_it[WARM_UP:])
            medians[name] = statistics.median(waits)
            print(f"{name:12} warm    median {medians[name]:.3f} ms    p99 {waits[int(count * 0.99)]:.3f} ms")
        print(f"an invocation takes {medians['invoke'] - medians['bare socket']:.3f} ms longer (median)")
    finally:
        server.stop()


if __name__ == "__main__":
    main()
