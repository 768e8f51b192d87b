"""AWS_LAMBDA_EXEC_WRAPPER: a program that starts the runtime in its stead."""
import unittest

from harness import eventually, log_messages
from lambda_cases import LambdaTest, package

WRAPPER = "#!/bin/sh\nexport WRAPPED=\"by $0\"\nexec \"$@\"\n"
HANDLERS = {
    "python3.12": ("main.py", "import os\n"
                              "def handler(event, context): return os.environ.get('WRAPPED')\n"),
    "nodejs22.x": ("main.js", "exports.handler = async () => process.env.WRAPPED ?? null;"),
    "provided.al2023": ("bootstrap", """#!/bin/sh
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while :; do
  id=$(curl -sD - -o /dev/null "$api/next" | tr -d '\\r' | sed -n 's/^Lambda-Runtime-Aws-Request-Id: //ip')
  curl -s -o /dev/null -d "\\"${WRAPPED:-bare}\\"" "$api/$id/response"
done
"""),
}


class ExecWrapper(LambdaTest):
    def wrapped(self, name, runtime, wrapper, mode=0o755):
        """The answer of a function with a wrapper in its zip, whose variable says `wrapper`."""
        file, code = HANDLERS[runtime]
        self.create(name, runtime=runtime, Timeout=20, Code={"ZipFile": package(
            [(file, code, 0o755), ("wrapper", WRAPPER, mode)])},
            Environment={"Variables": {"AWS_LAMBDA_EXEC_WRAPPER": wrapper}})
        return self.invoke(name)

    def test_it_starts_the_runtime(self):
        for runtime in ("python3.12", "nodejs22.x"):
            with self.subTest(runtime):
                answer = self.wrapped("starts-" + runtime[:6], runtime, "/var/task/wrapper")
                self.assertNotIn("FunctionError", answer, answer["Payload"])
                self.assertRegex(answer["Payload"], "^by /.*/wrapper$")

    def test_runtimes_that_bring_their_own_bootstrap_have_none(self):
        answer = self.wrapped("provided", "provided.al2023", "/idontexist.sh")
        self.assertEqual((answer["Payload"], answer.get("FunctionError")), ("bare", None))

    def test_one_that_cannot_start_ends_the_process(self):
        for name, wrapper, mode, status, line in (
                ("missing", "/idontexist.sh", 0o755, 127, "/idontexist.sh: does not exist\n"),
                ("no-program", "/var/task/wrapper", 0o644, 126, "wrapper: is not an executable\n")):
            for runtime in ("python3.12", "nodejs22.x"):
                with self.subTest(name, runtime=runtime):
                    function = f"{name}-{runtime[:6]}"
                    answer = self.wrapped(function, runtime, wrapper, mode)
                    request_id = answer["ResponseMetadata"]["RequestId"]
                    self.assertEqual(answer["Payload"], {
                        "errorType": "Runtime.ExitError",
                        "errorMessage": f"RequestId: {request_id} Error: Runtime exited with error: "
                                        f"exit status {status}"})
                    eventually(lambda: any(
                        message.endswith(line)
                        for message in log_messages(self.logs, f"/aws/lambda/{function}")), line)


if __name__ == "__main__":
    unittest.main()
