"""Handlers that do what no handler should, one after another: nothing stays of them, and nobody else notices."""
import http.client
import os
import tempfile
import unittest
import urllib.parse

from harness import eventually, log_messages
from lambda_cases import ECHO, LambdaTest, package

CRASH = "import os\ndef handler(event, context): os._exit(1)\n"
RAISE = "def handler(event, context): raise ValueError(event)\n"

# Answers each invocation twice, and says in the next answer how the second one was taken.
TWICE = """#!/usr/bin/env python3
import json, os, urllib.error, urllib.request
api = f"http://{os.environ['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime/invocation"
def post(path, value):
    try:
        with urllib.request.urlopen(api + path, json.dumps(value).encode()) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return [error.code, json.load(error)["errorType"]]
taken = None
while True:
    with urllib.request.urlopen(api + "/next") as answer:
        request = answer.headers["Lambda-Runtime-Aws-Request-Id"]
    post(f"/{request}/response", taken)
    taken = post(f"/{request}/response", "second")
"""


def stat_of(process):
    """Name, state and parent of a process, if it is there."""
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8", errors="replace") as file:
            before, _, after = file.read().rpartition(") ")
    except OSError:
        return None
    state, parent = after.split()[:2]
    return before.partition("(")[2], state, int(parent)


def descendants(ancestor):
    """All processes that came of that one and are still its, zombies too: their ids with their stat."""
    all_of = {int(name): stat_of(name) for name in os.listdir("/proc") if name.isdigit()}
    found = {}
    while True:
        more = {process: stat for process, stat in all_of.items() if stat and process not in found
                and (stat[2] == ancestor or stat[2] in found)}
        if not more:
            return found
        found.update(more)


class Faults(LambdaTest):
    FLAGS = ("--spare-processes", "0", "--log-bytes", "16MB")

    def process(self):
        return self.server.process.pid

    def open_files(self):
        return len(os.listdir(f"/proc/{self.process()}/fd"))

    def resident_megabytes(self):
        with open(f"/proc/{self.process()}/status", encoding="ascii") as file:
            return int(next(line for line in file if line.startswith("VmRSS")).split()[1]) // 1024

    def assert_nothing_is_left(self):
        eventually(lambda: not descendants(self.process()), "the end of all processes")

    def payload_of_error(self, name):
        answer = self.invoke(name)
        self.assertEqual(answer["FunctionError"], "Unhandled")
        return answer["Payload"]

    def test_a_segmentation_fault(self):
        self.create("segfaults", "import ctypes\ndef handler(event, context): ctypes.string_at(0)\n")
        error = self.payload_of_error("segfaults")
        self.assertEqual(error["errorType"], "Runtime.ExitError")
        self.assertRegex(error["errorMessage"],
                         "^RequestId: .* Error: Runtime exited with error: signal: segmentation fault$")

    def test_a_handler_that_ignores_signals_and_hangs(self):
        with tempfile.NamedTemporaryFile("r") as mark:
            self.create("ignores", f"""
import os, signal, time
def handler(event, context):
    for number in range(1, signal.NSIG):
        if number not in (signal.SIGKILL, signal.SIGSTOP, 32, 33):
            signal.signal(number, signal.SIG_IGN)
    with open("{mark.name}", "w") as file:
        file.write(str(os.getpid()))
    while True: time.sleep(1)
""", Timeout=1)
            self.assertEqual(self.payload_of_error("ignores")["errorType"], "Sandbox.Timedout")
            process = int(mark.read())
        eventually(lambda: stat_of(process) is None, "the end of the process")

    def test_the_first_of_two_answers_counts(self):
        self.create("calls-twice", """
exports.handler = (event, context, callback) => { callback(null, event); callback(null, 'second'); };
""", "nodejs20.x")
        self.create("answers-twice", runtime="provided.al2023", Code={"ZipFile": package(
            [("bootstrap", TWICE, 0o755)])})
        for number in range(3):
            self.assertEqual(self.invoke("calls-twice", number)["Payload"], number)
        self.assertIsNone(self.invoke("answers-twice")["Payload"])
        for _ in range(3):
            self.assertEqual(self.invoke("answers-twice")["Payload"], [403, "InvalidStateTransition"])

    def test_a_handler_without_standard_output(self):
        for name, code, runtime in (
                ("closes", "import os\ndef handler(event, context):\n"
                           "    os.closerange(0, 3)\n    return event\n", "python3.12"),
                ("node-closes", "exports.handler = async (event) => {\n  for (const fd of [0, 1, 2])"
                                "\n    try { require('fs').closeSync(fd); } catch {}\n"
                                "  return event;\n};", "nodejs20.x")):
            with self.subTest(name):
                self.create(name, code, runtime)
                for number in range(3):
                    self.assertEqual(self.invoke(name, number)["Payload"], number)
                reports = eventually(
                    lambda: (lambda lines: lines if len(lines) == 3 else None)(
                        [m for m in log_messages(self.logs, f"/aws/lambda/{name}")
                         if m.startswith("REPORT")]), "three reports")
                self.assertEqual(len(reports), 3)

    def test_a_handler_that_opens_files_and_leaves_them(self):
        self.create("leaks", """
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
files = []
def handler(event, context):
    files.extend(open("/dev/null") for _ in range(100))
    return len(files)
""")
        self.assertEqual([self.invoke("leaks")["Payload"] for _ in range(2)], [100, 200])
        ours = self.open_files()
        for _ in range(3):
            self.payload_of_error("leaks")
        self.assertLessEqual(self.open_files(), ours)

    def test_a_gigabyte_of_output(self):
        self.create("floods", """
def handler(event, context):
    for _ in range(1024): print("x" * (1 << 20))
    return "done"
""", Timeout=300)
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.server.url).netloc, timeout=400)
        self.addCleanup(connection.close)
        connection.request("POST", "/2015-03-31/functions/floods/invocations")
        most = 0
        self.create("beside")
        for _ in range(20):
            self.assertEqual(self.invoke("beside", 1)["Payload"], 1)
            most = max(most, self.resident_megabytes())
        self.assertEqual(connection.getresponse().read(), b'"done"')
        most = max(most, self.resident_megabytes())
        self.assertLess(most, 400)

        def stored():
            return sum(g["storedBytes"] for g in self.logs.describe_log_groups()["logGroups"])
        eventually(lambda: stored() <= 16 << 20, "less to be kept")

    def test_a_thousand_invocations_leave_nothing(self):
        self.create("echoes")
        self.create("raises", RAISE)
        self.create("crashes", CRASH)
        self.invoke("echoes", 1)
        files, memory = self.open_files(), self.resident_megabytes()
        for number in range(1000):
            if number % 50 == 0:
                self.assertEqual(self.payload_of_error("crashes")["errorType"], "Runtime.ExitError")
            elif number % 10 == 0:
                self.assertEqual(self.payload_of_error("raises")["errorType"], "ValueError")
            else:
                self.assertEqual(self.invoke("echoes", number)["Payload"], number)
        eventually(lambda: not [stat for stat in descendants(self.process()).values() if stat[1] == "Z"],
                   "no zombie")
        # A keeper and its program for each of the two functions that have one.
        eventually(lambda: len(descendants(self.process())) == 4, "two processes with their keepers")
        for name in "echoes", "raises", "crashes":
            self.delete(name)
        self.assert_nothing_is_left()
        eventually(lambda: self.open_files() <= files, "as few open files as before")
        self.assertLess(self.resident_megabytes(), memory + 40)

    def test_two_hundred_functions_come_and_go(self):
        self.create("before")
        self.invoke("before")
        files, most = self.open_files(), 0
        names = [f"one-of-200-{number}" for number in range(200)]
        memory = self.resident_megabytes()
        for name in names:
            self.create(name, ECHO)
            self.assertEqual(self.invoke(name, name)["Payload"], name)
            most = max(most, len(descendants(self.process())))
        self.assertGreater(most, 2 * 40)
        self.assertLessEqual(most, 2 * (50 + 1))  # one may be ending while its place is taken
        for name in ["before", *names]:
            self.delete(name)
        self.assert_nothing_is_left()
        eventually(lambda: self.open_files() <= files, "as few open files as before")
        self.assertLess(self.resident_megabytes(), memory + 40)


if __name__ == "__main__":
    unittest.main()
