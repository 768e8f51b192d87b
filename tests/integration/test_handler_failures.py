"""What is answered when a handler goes wrong, and that it can't take anything with it."""
import base64
import json
import re
import unittest

from harness import eventually
from lambda_cases import ECHO, LambdaTest


def alive(process):
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as file:
            return re.sub(r"^.*\) ", "", file.read())[0] != "Z"
    except OSError:
        return False


class Failures(LambdaTest):
    def fail_in(self, name, code, runtime="python3.12", handler="main.handler", **more):
        """The error payload of one invocation, and a second one that shows that the function goes on."""
        self.create(name, code, runtime, handler, **more)
        answer = self.invoke(name)
        self.assertEqual((answer["StatusCode"], answer["FunctionError"]), (200, "Unhandled"))
        self.assertEqual(self.invoke(name)["FunctionError"], "Unhandled")
        return answer["Payload"], answer["ResponseMetadata"]["RequestId"]

    def test_a_python_exception(self):
        error, request_id = self.fail_in(
            "raises", 'def handler(event, context):\n    raise ValueError("no good")\n')
        self.assertEqual(list(error), ["errorMessage", "errorType", "requestId", "stackTrace"])
        self.assertEqual((error["errorMessage"], error["errorType"], error["requestId"]),
                         ("no good", "ValueError", request_id))
        self.assertRegex(error["stackTrace"][0],
                         r'^  File ".*main\.py", line 2, in handler\n    raise ValueError')

    def test_a_node_error_and_a_thrown_string(self):
        error, _ = self.fail_in("throws", "exports.handler = async () => { throw new TypeError('no'); }",
                                "nodejs20.x")
        self.assertEqual((error["errorType"], error["errorMessage"], error["trace"][0]),
                         ("TypeError", "no", "TypeError: no"))
        error, _ = self.fail_in("says-no", "exports.handler = (e, c, callback) => callback('no')",
                                "nodejs20.x")
        self.assertEqual(error, {"errorType": "string", "errorMessage": "no", "trace": []})

    def test_a_handler_that_takes_too_long(self):
        error, request_id = self.fail_in(
            "slow", "import time\ndef handler(e, c):\n    time.sleep(60)\n", Timeout=1)
        self.assertEqual(error, {
            "errorType": "Sandbox.Timedout",
            "errorMessage": f"RequestId: {request_id} Error: Task timed out after 1.00 seconds"})

    def test_a_handler_that_ends_its_process(self):
        without_reason = "Runtime exited without providing a reason"
        for name, code, runtime, reason in (
                ("exits-0", "import sys\ndef handler(e, c): sys.exit(0)", "python3.12",
                 without_reason),
                ("exits-3", "import os\ndef handler(e, c): os._exit(3)", "python3.12",
                 "Runtime exited with error: exit status 3"),
                ("is-killed", "import os\ndef handler(e, c): os.kill(os.getpid(), 9)",
                 "python3.12", "Runtime exited with error: signal: killed"),
                ("node-exits", "exports.handler = async () => process.exit(1)", "nodejs20.x",
                 "Runtime exited with error: exit status 1")):
            with self.subTest(name):
                error, request_id = self.fail_in(name, code, runtime)
                self.assertEqual(error, {
                    "errorType": "Runtime.ExitError",
                    "errorMessage": f"RequestId: {request_id} Error: {reason}"})

    def test_code_that_cannot_be_loaded(self):
        for name, code, runtime, handler, kind, message in (
                ("imports", "import nosuchmodule", "python3.12", "main.handler",
                 "Runtime.ImportModuleError",
                 "Unable to import module 'main': No module named 'nosuchmodule'"),
                ("no-module", ECHO, "python3.12", "other.handler", "Runtime.ImportModuleError",
                 "Unable to import module 'other': No module named 'other'"),
                ("no-handler", ECHO, "python3.12", "main.other", "Runtime.HandlerNotFound",
                 "Handler 'other' missing on module 'main'"),
                ("bad-name", ECHO, "python3.12", "main", "Runtime.MalformedHandlerName",
                 "Bad handler 'main': not enough values to unpack (expected 2, got 1)"),
                ("syntax", "def handler(", "python3.12", "main.handler",
                 "Runtime.UserCodeSyntaxError", None),
                ("node-module", "", "nodejs20.x", "other.handler", "Runtime.ImportModuleError",
                 None),
                ("node-handler", "exports.x = 1", "nodejs20.x", "main.handler",
                 "Runtime.HandlerNotFound", "main.handler is undefined or not exported"),
                ("node-syntax", "exports.handler = (", "nodejs20.x", "main.handler",
                 "Runtime.UserCodeSyntaxError", None)):
            with self.subTest(name):
                error, _ = self.fail_in(name, code, runtime, handler)
                self.assertEqual(error["errorType"], kind, error)
                if message:
                    self.assertEqual(error["errorMessage"], message)

    def test_an_answer_that_is_no_json(self):
        error, _ = self.fail_in("sets", "def handler(e, c): return {1, 2}")
        self.assertEqual((error["errorType"], error["errorMessage"]), (
            "Runtime.MarshalError",
            "Unable to marshal response: Object of type set is not JSON serializable"))

    def test_an_answer_that_is_too_large(self):
        error, _ = self.fail_in("large", 'def handler(e, c): return "x" * 6291600')
        self.assertEqual(error, {
            "errorMessage": "Response payload size exceeded maximum allowed payload size "
                            "(6291556 bytes).",
            "errorType": "Function.ResponseSizeTooLarge"})

    def test_a_payload_that_is_too_large_is_refused(self):
        self.create("receives")
        with self.assertRaises(Exception) as caught:
            self.functions.invoke(FunctionName="receives", Payload=json.dumps("x" * 6291600))
        self.assertEqual(caught.exception.response["Error"]["Code"], "RequestTooLargeException")

    def test_much_output_breaks_nothing(self):
        self.create("prints", 'def handler(e, c):\n    for n in range(200):\n'
                              '        print("x" * 20000)\n    return "done"\n', Timeout=20)
        answer = self.invoke("prints", LogType="Tail")
        self.assertEqual(answer["Payload"], "done")
        self.assertLessEqual(len(base64.b64decode(answer["LogResult"])), 4096)

    def test_a_child_left_behind_is_gone_after_the_function(self):
        self.create("forks", """
import subprocess
def handler(event, context):
    child = subprocess.Popen(["sleep", "1000"], start_new_session=True,
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return child.pid
""")
        child = self.invoke("forks")["Payload"]
        self.assertTrue(alive(child))
        self.functions.delete_function(FunctionName="forks")
        eventually(lambda: not alive(child), "the child's end")


if __name__ == "__main__":
    unittest.main()
