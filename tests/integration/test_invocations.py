"""Invoking functions through boto3: what is answered, and what the handler sees."""
import base64
import concurrent.futures
import tempfile
import unittest

from harness import eventually, log_messages
from lambda_cases import ARN, UUID, LambdaTest


class Invocations(LambdaTest):
    def test_request_response_answers_the_value_and_who_made_it(self):
        self.create("echo")
        answer = self.invoke("echo", {"ä": [1, 2.5, None]})
        self.assertEqual((answer["StatusCode"], answer["ExecutedVersion"], answer["Payload"]),
                         (200, "$LATEST", {"ä": [1, 2.5, None]}))
        self.assertNotIn("FunctionError", answer)
        self.assertRegex(answer["ResponseMetadata"]["RequestId"], f"^{UUID}$")

    def test_an_empty_payload_is_an_empty_event_and_nothing_answered_is_null(self):
        self.create("empty", "def handler(event, context):\n    assert event == {}, event\n")
        answer = self.functions.invoke(FunctionName="empty")
        self.assertEqual((answer["Payload"].read(), answer.get("FunctionError")), (b"null", None))

    def test_a_payload_that_is_not_json_is_refused(self):
        self.create("strict")
        with self.assertRaises(Exception) as caught:
            self.functions.invoke(FunctionName="strict", Payload=b"{nope")
        error = caught.exception.response["Error"]
        self.assertEqual(error["Code"], "InvalidRequestContentException")
        self.assertTrue(error["Message"].startswith(
            "Could not parse request body into json: Could not parse payload into json: "), error)

    def test_a_dry_run_runs_nothing(self):
        self.create("dry", 'def handler(e, c): print("ran")')
        answer = self.invoke("dry", InvocationType="DryRun")
        self.assertEqual((answer["StatusCode"], answer["Payload"]), (204, None))
        self.assertEqual(log_messages(self.logs, "/aws/lambda/dry"), [])

    def test_an_event_is_accepted_at_once_and_runs_later(self):
        self.create("event", 'def handler(event, context): print("saw", event["n"])')
        answer = self.invoke("event", {"n": 7}, InvocationType="Event")
        self.assertEqual((answer["StatusCode"], answer["Payload"]), (202, None))
        self.assertNotIn("ExecutedVersion", answer)
        eventually(lambda: "saw 7\n" in log_messages(self.logs, "/aws/lambda/event"), "its output")

    def test_tail_answers_the_end_of_the_log(self):
        for runtime, code, line in (
                ("python3.12", 'def handler(e, c): print("from python")', r"from python\n"),
                ("nodejs20.x", 'exports.handler = async () => console.log("from node")',
                 r"\S+Z\t%s\tINFO\tfrom node\n" % UUID)):
            with self.subTest(runtime):
                name = "tail-" + runtime.split(".")[0]
                self.create(name, code, runtime)
                answer = self.invoke(name, LogType="Tail")
                log = base64.b64decode(answer["LogResult"]).decode()
                self.assertRegex(log, rf"^START RequestId: {UUID} Version: \$LATEST\n{line}"
                                      rf"END RequestId: {UUID}\nREPORT RequestId: {UUID}\t"
                                      r"Duration: [\d.]+ ms\tBilled Duration: \d+ ms\t"
                                      r"Memory Size: 128 MB\tMax Memory Used: \d+ MB\t"
                                      r"Init Duration: [\d.]+ ms\t\n$")
                self.assertIn(answer["ResponseMetadata"]["RequestId"], log)

    def test_each_event_of_the_tail_has_a_line_of_its_own(self):
        for runtime, code in (
                ("python3.12", 'def handler(e, c): raise ValueError("\u00fc")'),
                ("python3.12", 'def handler(e, c): print("raw", end="")'),
                ("nodejs20.x", 'exports.handler = async () => { process.stdout.write("raw"); };')):
            with self.subTest(runtime, code=code):
                self.create("tailed", code, runtime)
                log = base64.b64decode(self.invoke("tailed", LogType="Tail")["LogResult"]).decode()
                self.assertRegex(log, rf"(?m)^END RequestId: {UUID}$")
                self.assertRegex(log, rf"(?m)^REPORT RequestId: {UUID}\t")
                self.delete("tailed")

    def test_a_callers_trace_goes_on(self):
        root = "Root=1-3152b799-8954dae64eda91bc9a23a7e8;"
        code = 'import os\ndef handler(e, c): return os.environ["_X_AMZN_TRACE_ID"]\n'
        self.create("traced", code)

        def add_trace(request, **_):
            request.headers["X-Amzn-Trace-Id"] = root + "Parent=7fa8c0f79203be72;Sampled=1"

        self.functions.meta.events.register("before-send.lambda.Invoke", add_trace)
        self.addCleanup(self.functions.meta.events.unregister, "before-send.lambda.Invoke", add_trace)
        answer = self.invoke("traced")
        self.assertRegex(answer["Payload"], f"^{root}Parent=[0-9a-f]{{16}};Sampled=1$")
        self.assertEqual(answer["ResponseMetadata"]["HTTPHeaders"]["x-amzn-trace-id"], answer["Payload"])

    def test_the_handler_sees_its_context_and_environment(self):
        code = """
import os
def handler(event, context):
    return {"name": context.function_name, "version": context.function_version,
            "arn": context.invoked_function_arn, "memory": context.memory_limit_in_mb,
            "id": context.aws_request_id, "group": context.log_group_name,
            "left": context.get_remaining_time_in_millis(), "own": os.environ["OWN"],
            "region": os.environ["AWS_REGION"], "task": os.environ["AWS_LAMBDA_FUNCTION_NAME"],
            "endpoint": os.environ["AWS_ENDPOINT_URL"], "handler": os.environ["_HANDLER"],
            "runtime": os.environ["AWS_EXECUTION_ENV"],
            "here": os.getcwd() == os.environ["LAMBDA_TASK_ROOT"]}
"""
        self.create("context", code, Environment={"Variables": {"OWN": "own value"}}, Timeout=10)
        answer = self.invoke("context")
        seen = answer["Payload"]
        self.assertTrue(5000 < seen.pop("left") <= 10000)
        self.assertEqual(seen, {
            "name": "context", "version": "$LATEST", "arn": ARN + "context", "memory": "128",
            "id": answer["ResponseMetadata"]["RequestId"], "group": "/aws/lambda/context",
            "own": "own value", "region": "us-east-1", "task": "context",
            "endpoint": self.server.url, "handler": "main.handler",
            "runtime": "AWS_Lambda_python3.12", "here": True})

    def test_a_process_is_reused_until_the_function_changes(self):
        self.create("warm", "calls = []\ndef handler(e, c):\n    calls.append(1)\n"
                            "    return len(calls)\n")
        self.assertEqual([self.invoke("warm")["Payload"] for _ in range(3)], [1, 2, 3])
        self.functions.update_function_configuration(
            FunctionName="warm", Environment={"Variables": {"KEY": "b"}})
        self.assertEqual(self.invoke("warm")["Payload"], 1)

    def test_invocations_at_once_run_side_by_side(self):
        self.create("parallel", """
import os, time
def handler(event, context):
    mine = os.path.join(event["folder"], str(event["number"]))
    open(mine, "w").close()
    while len(os.listdir(event["folder"])) < 3:
        time.sleep(0.01)
    return os.getpid()
""", Timeout=20)
        with tempfile.TemporaryDirectory() as folder, \
                concurrent.futures.ThreadPoolExecutor() as threads:
            answers = list(threads.map(
                lambda number: self.invoke("parallel", {"folder": folder, "number": number}),
                range(3)))
        self.assertEqual(len({answer["Payload"] for answer in answers}), 3)

    def test_a_node_handler_may_call_back_or_answer_a_promise(self):
        for name, code, wanted in (
                ("callback", "exports.handler = (e, c, callback) => callback(null, {a: e.x})",
                 {"a": 1}),
                ("promise", "exports.handler = async (e) => ({a: e.x})", {"a": 1}),
                ("nothing", "exports.handler = async () => {}", None)):
            with self.subTest(name):
                self.create(name, code, "nodejs20.x")
                self.assertEqual(self.invoke(name, {"x": 1})["Payload"], wanted)


if __name__ == "__main__":
    unittest.main()
