"""What the runtimes' clients for Python and Node.js make of handlers, as AWS's own clients do."""
import json
import unittest

from harness import eventually, log_messages
from lambda_cases import LambdaTest

JSON_LOGS = {"LoggingConfig": {"LogFormat": "JSON", "ApplicationLogLevel": "TRACE"}}


class Runtimes(LambdaTest):
    def raw_answer(self, name, code, runtime="python3.12", **more):
        """The bytes that one invocation of a new function answers."""
        self.create(name, code, runtime, **more)
        answer = self.functions.invoke(FunctionName=name)
        self.assertNotIn("FunctionError", answer)
        return answer["Payload"].read()

    def error_of(self, name, code, runtime="nodejs22.x"):
        self.create(name, code, runtime)
        answer = self.invoke(name)
        self.assertEqual(answer["FunctionError"], "Unhandled")
        return answer["Payload"]

    def json_lines(self, name, code, runtime):
        """What one invocation logs by itself, each line parsed."""
        self.create(name, code, runtime, **JSON_LOGS)
        answer = self.invoke(name)
        request_id = answer["ResponseMetadata"]["RequestId"]
        group = f"/aws/lambda/{name}"
        eventually(lambda: any("platform.report" in m for m in log_messages(self.logs, group)), "report")
        lines = [json.loads(m) for m in log_messages(self.logs, group) if '"platform.' not in m]
        for line in lines:
            line.pop("timestamp")
            if line.pop("requestId") != request_id:
                self.fail(f"no request id of the invocation: {line}")
        return lines


class Python(Runtimes):
    def test_decimals_are_answered_with_their_own_digits(self):
        self.assertEqual(self.raw_answer("decimals", """
from decimal import Decimal as D
def handler(event, context):
    return {"big": D("12345678901234567890"), "price": D("12.50"), "list": [D("1E+2"), D("-0.10")],
            "none": D("NaN"), "text": "1.0", "bytes": b"raw"}
"""), b'{"big": 12345678901234567890, "price": 12.50, "list": [1E+2, -0.10], "none": NaN, '
            b'"text": "1.0", "bytes": "raw"}')

    def test_what_is_no_number_is_answered_as_python_says_it(self):
        self.assertEqual(self.raw_answer("nan", """
def handler(event, context):
    return [float("nan"), float("inf"), -float("inf")]
"""), b"[NaN, Infinity, -Infinity]")

    def test_characters_are_escaped_before_python_3_12(self):
        code = 'def handler(event, context):\n    return "\\u00e4"\n'
        self.assertEqual(self.raw_answer("escaped", code, "python3.11"), b'"\\u00e4"')
        self.assertEqual(self.raw_answer("plain", code, "python3.13"), '"\u00e4"'.encode())

    def test_there_is_no_tenant(self):
        self.assertEqual(self.raw_answer("tenant", """
def handler(event, context):
    assert repr(context).endswith(",tenant_id=None])"), repr(context)
    return [context.tenant_id]
"""), b"[null]")

    def test_json_logs_have_extra_members_on_top_and_a_location(self):
        plain, extra, failed = self.json_lines("python-json", """
import logging
def handler(event, context):
    logger = logging.getLogger("shop")
    logger.debug("plain %d", 1)
    logger.warning("with more", extra={"order": {"id": 7}, "nothing": None, "level": "ignored"})
    try:
        raise ValueError("no good")
    except ValueError:
        logger.exception("failed")
""", "python3.12")
        self.assertEqual(plain, {"level": "DEBUG", "message": "plain 1", "logger": "shop"})
        self.assertEqual(extra, {"level": "WARNING", "message": "with more", "logger": "shop",
                                 "order": {"id": 7}})
        self.assertRegex(failed.pop("location"), r"^/.*/main\.py:handler:10$")
        self.assertRegex(failed.pop("stackTrace")[0], r'^  File ".*main\.py", line 8, in handler\n')
        self.assertEqual(failed, {"level": "ERROR", "message": "failed", "logger": "shop",
                                  "errorType": "ValueError", "errorMessage": "no good"})

    def test_an_error_in_the_text_log(self):
        self.create("silent", "def handler(event, context):\n    raise KeyError\n")
        self.invoke("silent")
        group = "/aws/lambda/silent"
        errors = eventually(lambda: [m for m in log_messages(self.logs, group)
                                     if m.startswith("[ERROR]")], "the error")
        self.assertRegex(errors[0], '^\\[ERROR\\] KeyError\nTraceback \\(most recent call last\\):\n'
                                    '\u00a0\u00a0File ".*main.py", line 2, in handler\n')


class Node(Runtimes):
    def test_json_logs_keep_one_argument_and_join_several(self):
        lines = self.json_lines("node-json", """
class Mine extends TypeError { constructor(text) { super(text); this.code = 'E1'; } }
exports.handler = async () => {
  console.log({ id: 7, nested: [1] });
  console.info('a', { b: 1 }, 2);
  console.trace();
  console.warn('failed:', new Mine('no good'), new Error('second'));
  console.error(new Mine('alone'));
  const circle = {}; circle.self = circle;
  console.debug(circle);
  console.fatal('%d of %s', 1, 'two');
};
""", "nodejs22.x")
        joined, alone = lines[3], lines[4]
        self.assertEqual(lines[:3], [
            {"level": "INFO", "message": {"id": 7, "nested": [1]}},
            {"level": "INFO", "message": "a { b: 1 } 2"},
            {"level": "TRACE"}])
        self.assertRegex(joined.pop("message"), r"(?s)^failed: .*: no good\n    at .*Error: second")
        self.assertEqual(joined.pop("stackTrace")[0], "TypeError: no good")
        self.assertEqual(joined, {"level": "WARN", "errorType": "Mine", "errorMessage": "no good"})
        self.assertEqual(alone["message"].pop("stackTrace")[0], "TypeError: alone")
        self.assertEqual(alone, {"level": "ERROR", "message": {
            "errorType": "Mine", "errorMessage": "alone", "code": "E1"}})
        self.assertEqual(lines[5]["message"], "<ref *1> { self: [Circular *1] }")
        self.assertEqual(lines[6], {"level": "FATAL", "message": "1 of two"})

    def test_a_thrown_nothing_is_handled(self):
        for name, code in (
                ("null", "exports.handler = async () => { throw null; }"),
                ("undefined", "exports.handler = async () => { throw undefined; }"),
                ("sync", "exports.handler = () => { throw null; }"),
                ("fail", "exports.handler = (event, context) => { context.fail(); }")):
            with self.subTest(name):
                self.assertEqual(self.error_of(f"throws-{name}", code),
                                 {"errorType": "string", "errorMessage": "handled", "trace": []})

    def test_a_thrown_value_has_its_own_type(self):
        for name, value, kind, message in (("number", "42", "number", "42"),
                                           ("object", "{ a: 1 }", "object", "[object Object]"),
                                           ("symbol", "Symbol('s')", "symbol", "Symbol(s)")):
            with self.subTest(name):
                self.assertEqual(
                    self.error_of(f"value-{name}", f"exports.handler = async () => {{ throw {value}; }}"),
                    {"errorType": kind, "errorMessage": message, "trace": []})

    def test_a_promise_that_never_settles(self):
        for name, code in (("awaits", "exports.handler = async () => { await new Promise(() => {}); }"),
                           ("returns", "exports.handler = () => new Promise(() => {});")):
            with self.subTest(name):
                error = self.error_of(f"never-{name}", code)
                self.assertEqual((error["errorType"], error["errorMessage"]), (
                    "Runtime.NodeJsExit",
                    "The Lambda runtime client detected an unexpected Node.js exit code. This is "
                    "most commonly caused by a Promise that was never settled. For more information, "
                    "see https://nodejs.org/docs/latest/api/process.html#exit-codes"))
                self.assertTrue(error["trace"][0].startswith("Runtime.NodeJsExit: The Lambda"))

    def test_an_error_by_callback_is_answered_at_once(self):
        error = self.error_of("callback", """
exports.handler = (event, context, callback) => {
  setTimeout(() => {}, 600000);
  callback(new RangeError('no'));
};
""")
        self.assertEqual((error["errorType"], error["errorMessage"]), ("RangeError", "no"))

    def test_an_answer_that_is_too_large(self):
        self.assertEqual(self.error_of("node-large", "exports.handler = async () => 'x'.repeat(6291600);"), {
            "errorMessage": "Response payload size exceeded maximum allowed payload size "
                            "(6291556 bytes).",
            "errorType": "Function.ResponseSizeTooLarge"})

    def test_a_callback_handler_has_no_place_in_node_24(self):
        error = self.error_of("too-new", "exports.handler = (event, context, callback) => {};", "nodejs24.x")
        self.assertEqual(error["errorType"], "Runtime.CallbackHandlerDeprecated")
        self.assertTrue(error["errorMessage"].startswith(
            "ERROR: AWS Lambda has removed support for callback-based function handlers starting with "
            "Node.js 24. "), error["errorMessage"])


class Streaming(Runtimes):
    def test_all_that_was_written_is_one_answer(self):
        for runtime in ("nodejs20.x", "nodejs24.x"):
            with self.subTest(runtime):
                self.assertEqual(self.raw_answer(f"pieces-{runtime[6:8]}", """
exports.handler = awslambda.streamifyResponse(async (event, stream, context) => {
  stream.write('one ');
  stream.write({ two: 2 });
  await new Promise((resolve) => setTimeout(resolve, 20));
  stream.write(Buffer.from([0xff]));
  stream.end(context.functionName.slice(0, 6));
});
""", runtime), b'one {"two":2}\xffpieces')

    def test_a_pipeline_ends_the_answer(self):
        self.assertEqual(self.raw_answer("pipeline", """
const { pipeline } = require('node:stream/promises');
const { Readable } = require('node:stream');
exports.handler = awslambda.streamifyResponse((event, stream) =>
  pipeline(Readable.from(['a', 'b']), stream));
""", "nodejs22.x"), b"ab")

    def test_an_http_answer_begins_with_its_prelude(self):
        self.assertEqual(self.raw_answer("prelude", """
exports.handler = awslambda.streamifyResponse(async (event, stream) => {
  stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { a: 'b' } });
  stream.write('body');
  stream.end();
});
""", "nodejs22.x"), b'{"statusCode":201,"headers":{"a":"b"}}' + bytes(8) + b"body")

    def test_a_handler_that_fails_answers_its_error(self):
        error = self.error_of("stream-fails", """
exports.handler = awslambda.streamifyResponse(async (event, stream) => {
  stream.write('lost');
  throw new TypeError('no');
});
""")
        self.assertEqual((error["errorType"], error["errorMessage"]), ("TypeError", "no"))

    def test_a_handler_that_is_no_promise_is_refused(self):
        self.assertEqual(
            self.error_of("stream-sync", "exports.handler = awslambda.streamifyResponse(() => {});"),
            {"errorType": "string", "errorMessage": "Streaming does not support non-async handlers.",
             "trace": []})

    def test_a_stream_that_is_never_ended_times_out(self):
        self.create("stream-open", """
exports.handler = awslambda.streamifyResponse(async (event, stream) => { stream.write('x'); });
""", "nodejs22.x", Timeout=1)
        self.assertEqual(self.invoke("stream-open")["Payload"]["errorType"], "Sandbox.Timedout")

    def test_too_much_is_too_large(self):
        self.assertEqual(self.error_of("stream-large", """
exports.handler = awslambda.streamifyResponse(async (event, stream) => {
  for (let i = 0; i < 7; ++i) stream.write(Buffer.alloc(1 << 20));
  stream.end();
});
""")["errorType"], "Function.ResponseSizeTooLarge")

    def test_a_function_may_do_without_the_global(self):
        self.assertEqual(self.raw_answer(
            "no-global", "exports.handler = async () => typeof awslambda;", "nodejs22.x",
            Environment={"Variables": {"AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA": "1"}}), b'"undefined"')


if __name__ == "__main__":
    unittest.main()
