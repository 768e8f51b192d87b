"""--inspect NAME=PORT: handlers under a debugger."""
import json
import os
import pathlib
import socket
import tempfile
import threading
import unittest

from control import drain, get
from harness import Server, eventually, log_messages, zip_of
from inspector import Inspector
from lambda_cases import ROLE

STOPS = """
exports.handler = async (event) => {
  const answer = 6 * 7;
  console.log('ran');
  return answer;
};
"""
LINE_AFTER_THE_ANSWER = 3  # from 0
HANGS = "exports.handler = () => new Promise((done) => setTimeout(done, 60000));\n"
FAKE_DEBUGPY = """
import socket
def listen(address):
    door = socket.create_server(address)
    print("fake debugpy at", *address, flush=True)
    globals()["door"] = door
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class InspectTest(unittest.TestCase):
    def serve(self, *flags, **popen):
        self.port = free_port()
        self.server = Server("--inspect", f"orders={self.port}", *flags, **popen)
        self.addCleanup(self.server.kill)
        self.functions = self.server.client("lambda")

    def create(self, code, runtime="nodejs20.x", name="orders", **more):
        file = "main.py" if runtime.startswith("python") else "main.js"
        self.functions.create_function(
            FunctionName=name, Runtime=runtime, Handler="main.handler", Role=ROLE,
            Code={"ZipFile": zip_of(**{file: code})}, **{"Timeout": 1, **more})

    def invoke(self, name="orders"):
        answer = self.functions.invoke(FunctionName=name)
        return answer.get("FunctionError"), json.load(answer["Payload"])

    def outlast_the_limit(self):
        """Returns when an invocation that begins now and has no debugger has run out of time."""
        self.create(HANGS, name="twin")
        error, payload = self.invoke("twin")
        self.assertEqual(error, "Unhandled")
        self.assertIn("Task timed out after 1.00 seconds", payload["errorMessage"])

    def stopped_inspector(self):
        """A debugger that lets the handler stop behind its answer."""
        inspector = Inspector(self.port)
        self.addCleanup(inspector.detach)
        inspector.call("Debugger.enable")
        inspector.call("Debugger.setBreakpointByUrl", lineNumber=LINE_AFTER_THE_ANSWER, urlRegex="main\\.js$")
        return inspector

    def test_a_breakpoint_may_last_longer_than_the_function(self):
        self.serve()
        self.create(STOPS)
        self.assertEqual(self.invoke(), (None, 42))  # it is up
        inspector = self.stopped_inspector()
        answers = []
        invocation = threading.Thread(target=lambda: answers.append(self.invoke()))
        invocation.start()
        paused = inspector.wait_for("Debugger.paused")
        frame = paused["callFrames"][0]["callFrameId"]
        value = inspector.call("Debugger.evaluateOnCallFrame", callFrameId=frame, expression="answer + 1")
        self.assertEqual(value["result"]["value"], 43)
        self.outlast_the_limit()
        self.assertEqual(answers, [])
        inspector.call("Debugger.resume")
        invocation.join()
        self.assertEqual(answers, [(None, 42)])
        self.assertEqual(len([m for m in log_messages(self.server.client("logs"), "/aws/lambda/orders")
                              if m.startswith("INIT_START")]), 1)  # still the same process

    def test_a_batch_at_a_breakpoint_is_not_delivered_again(self):
        self.serve()
        self.create(STOPS)
        dynamodb = self.server.client("dynamodb")
        table = dynamodb.create_table(
            TableName="stops", BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"})["TableDescription"]
        self.assertEqual(self.invoke(), (None, 42))
        inspector = self.stopped_inspector()
        mapping = self.functions.create_event_source_mapping(
            FunctionName="orders", EventSourceArn=table["LatestStreamArn"], StartingPosition="TRIM_HORIZON",
            MaximumRetryAttempts=5)
        dynamodb.put_item(TableName="stops", Item={"id": {"S": "1"}})
        inspector.wait_for("Debugger.paused")
        self.outlast_the_limit()
        inspector.call("Debugger.resume")
        logs = self.server.client("logs")
        reports = lambda: [m for m in log_messages(logs, "/aws/lambda/orders") if m.startswith("REPORT")]
        eventually(lambda: len(reports()) == 2, "the batch's report")
        inspector.detach()
        drain(self.server)
        (record,) = get(self.server, f"mappings/{mapping['UUID']}/records")["records"]
        self.assertEqual((record["outcome"], record["batches"][0]["attempts"]), ("delivered", 1))
        messages = log_messages(logs, "/aws/lambda/orders")
        self.assertEqual(len([m for m in messages if m.endswith("\tran\n")]), 2)
        self.assertEqual([m for m in messages if "Task timed out" in m], [])

    def test_without_a_debugger_time_runs_out_as_ever(self):
        self.serve()
        self.create(HANGS)
        error, payload = self.invoke()
        self.assertEqual(error, "Unhandled")
        self.assertRegex(payload["errorMessage"], r"Task timed out after 1\.00 seconds$")
        inspector = eventually(self.attach, "the next process")
        inspector.detach()

    def attach(self):
        try:
            return Inspector(self.port)
        except OSError:
            return None

    def test_code_that_changes_is_inspected_at_the_same_port(self):
        self.serve()
        with tempfile.TemporaryDirectory(prefix="rivulet-folder-") as name:
            file = pathlib.Path(name) / "main.js"
            file.write_text("exports.handler = async () => 1;\n")
            self.functions.create_function(
                FunctionName="orders", Runtime="nodejs20.x", Handler="main.handler", Role=ROLE,
                Code={"S3Bucket": "hot-reload", "S3Key": name})
            self.assertEqual(self.invoke(), (None, 1))
            inspector = Inspector(self.port)
            file.write_text("exports.handler = async () => 2;\n")
            eventually(lambda: self.invoke() == (None, 2), "the new code")
            inspector.detach()
            eventually(self.attach, "a debugger of the new process").detach()

    def test_python_listens_where_debugpy_is_installed(self):
        with tempfile.TemporaryDirectory() as path:
            (pathlib.Path(path) / "debugpy.py").write_text(FAKE_DEBUGPY)
            self.serve(env={**os.environ, "PYTHONPATH": path})
            self.create("def handler(event, context):\n    return 42\n", runtime="python3.12")
            self.assertEqual(self.invoke(), (None, 42))
            socket.create_connection(("127.0.0.1", self.port)).close()
            messages = log_messages(self.server.client("logs"), "/aws/lambda/orders")
            self.assertIn(f"fake debugpy at 127.0.0.1 {self.port}\n", messages)

    def test_python_says_what_is_missing_and_runs(self):
        with tempfile.TemporaryDirectory() as path:
            (pathlib.Path(path) / "debugpy.py").write_text("raise ImportError('not here')\n")
            self.serve(env={**os.environ, "PYTHONPATH": path})
            self.create("def handler(event, context):\n    return 42\n", runtime="python3.12")
            self.assertEqual(self.invoke(), (None, 42))
            messages = log_messages(self.server.client("logs"), "/aws/lambda/orders")
            self.assertTrue(any(
                message.startswith("orders can't be inspected: ") and
                message.endswith(" -m pip install debugpy`.\n") for message in messages), messages)


if __name__ == "__main__":
    unittest.main()
