"""Runtimes whose programs this machine has, or hasn't."""
import json
import os
import stat
import sys
import tempfile
import unittest

from harness import Server, data_directory, log_messages, zip_of
from lambda_cases import ROLE, LambdaTest, package


def missing(runtime, program, package):
    return (f"Rivulet runs {runtime} by the program {program}, which isn't in its PATH. Install it and "
            f"try again: on Debian, it is in the package {package}.")


class MissingPrograms(LambdaTest):
    @classmethod
    def setUpClass(cls):
        cls.programs = tempfile.mkdtemp()
        cls.addClassCleanup(os.rmdir, cls.programs)
        super().setUpClass()

    @classmethod
    def start_server(cls):
        return Server(env={**os.environ, "PATH": cls.programs})

    def refusal(self, call, **arguments):
        with self.assertRaises(self.functions.exceptions.InvalidParameterValueException) as refused:
            call(**arguments)
        return refused.exception.response["Error"]["Message"]

    def test_a_function_is_refused_with_the_package_to_install(self):
        for runtime, program, package in (("nodejs22.x", "node", "nodejs"),
                                          ("python3.13", "python3", "python3")):
            self.assertEqual(self.refusal(self.create, name="missing", runtime=runtime),
                             missing(runtime, program, package))
        self.assertEqual(self.functions.list_functions()["Functions"], [])

    def test_a_function_does_not_change_to_a_runtime_that_is_missing(self):
        self.create("changes", runtime="provided.al2023")
        self.assertEqual(self.refusal(self.functions.update_function_configuration,
                                      FunctionName="changes", Runtime="python3.13"),
                         missing("python3.13", "python3", "python3"))
        shown = self.functions.get_function_configuration(FunctionName="changes")
        self.assertEqual(shown["Runtime"], "provided.al2023")

    def test_what_is_installed_meanwhile_is_found(self):
        program = os.path.join(self.programs, "python3")
        with open(program, "w", encoding="ascii") as file:
            file.write("#!/bin/sh\n")
        self.addCleanup(os.remove, program)
        os.chmod(program, stat.S_IRWXU)
        self.create("installed", runtime="python3.13")


# A runtime client: what it is told by its environment comes with the event, "fail" is an error.
CLIENT = """
import json, os, sys, urllib.request
api = f"http://{os.environ['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime"
def post(path, value, **headers):
    urllib.request.urlopen(urllib.request.Request(api + path, json.dumps(value).encode(), headers))
while True:
    with urllib.request.urlopen(api + "/invocation/next") as answer:
        request, event = answer.headers["Lambda-Runtime-Aws-Request-Id"], json.load(answer)
    print("handles", event, flush=True)
    if event == "fail":
        post(f"/invocation/{request}/error", {"errorType": "Own", "errorMessage": "no"},
             **{"Lambda-Runtime-Function-Error-Type": "Function.Own"})
    else:
        with open(os.environ["LAMBDA_TASK_ROOT"] + "/main.js") as file:
            code = file.read()
        post(f"/invocation/{request}/response",
             [event, sys.argv[1:], os.environ["_HANDLER"], code, os.environ.get("AWS_EXECUTION_ENV")])
"""


class CommandsOfTheUser(LambdaTest):
    @classmethod
    def setUpClass(cls):
        client = cls.enterClassContext(tempfile.NamedTemporaryFile("w", suffix=".py"))
        client.write(CLIENT)
        client.flush()
        cls.command = f'{sys.executable} {client.name} one "$_HANDLER"'
        cls.FLAGS = ("--runtime", f"java21={cls.command}", "--runtime", f"cobol={cls.command}")
        super().setUpClass()

    def test_a_command_runs_functions_of_its_runtime(self):
        for runtime in "java21", "cobol":
            with self.subTest(runtime):
                name = f"by-{runtime}"
                self.create(name, "the code", runtime, handler="a.B::c")
                self.assertEqual(self.invoke(name, "event")["Payload"], [
                    "event", ["one", "a.B::c"], "a.B::c", "the code", f"AWS_Lambda_{runtime}"])
                failed = self.invoke(name, "fail")
                self.assertEqual((failed["FunctionError"], failed["Payload"]),
                                 ("Unhandled", {"errorType": "Own", "errorMessage": "no"}))
                shown = self.functions.get_function_configuration(FunctionName=name)
                self.assertEqual((shown["Runtime"], shown["State"]), (runtime, "Active"))
                self.assertIn("handles event\n", log_messages(self.logs, f"/aws/lambda/{name}"))

    def test_others_are_refused(self):
        self.assert_error(
            "InvalidParameterValueException",
            "Rivulet can't run the runtime java17. It runs nodejs, python and provided runtimes, and "
            "others by a command that it is started with: --runtime java17=COMMAND.",
            self.create, name="other", runtime="java17")
        with self.assertRaisesRegex(self.functions.exceptions.InvalidParameterValueException,
                                    "Value pascal at 'runtime' failed to satisfy constraint"):
            self.create("unknown", runtime="pascal")

    def test_a_function_may_outlive_the_command(self):
        with data_directory() as directory:
            server = Server("--runtime", f"java21={self.command}", data_dir=directory)
            self.addCleanup(lambda: server.process.poll() is None and server.kill())
            server.client("lambda").create_function(
                FunctionName="f", Runtime="java21", Handler="h", Role=ROLE,
                Code={"ZipFile": zip_of(**{"main.js": "x"})})
            server.flags = []
            server.restart()
            answer = server.client("lambda").invoke(FunctionName="f")
            payload = answer["Payload"].read().decode()
            server.stop()
        request = answer["ResponseMetadata"]["RequestId"]
        self.assertEqual(payload, (
            '{"errorType":"Runtime.InvalidEntrypoint","errorMessage":"RequestId: ' + request +
            " Error: Rivulet can't run the runtime java21. It runs nodejs, python and provided runtimes, "
            'and others by a command that it is started with: --runtime java21=COMMAND."}'))

    def test_the_variable_has_a_command_a_line(self):
        server = Server(env={**os.environ,
                             "RIVULET_RUNTIME": f"java21={self.command}\ncobol={self.command}\n"})
        self.addCleanup(server.stop)
        functions = server.client("lambda")
        for runtime in "java21", "cobol":
            functions.create_function(FunctionName=runtime, Runtime=runtime, Handler="h", Role=ROLE,
                                      Code={"ZipFile": zip_of(**{"main.js": "the code"})})
            answer = json.load(functions.invoke(FunctionName=runtime)["Payload"])
            self.assertEqual(answer, [{}, ["one", "h"], "h", "the code", f"AWS_Lambda_{runtime}"])

    def test_go_runs_the_program_that_the_handler_names(self):
        program = f"#!/bin/sh\n_HANDLER=go exec {self.command}\n"
        self.create("go", runtime="go1.x", handler="main", Code={"ZipFile": package(
            [("main", program, 0o755), ("main.js", "the code", 0o644)])})
        self.assertEqual(self.invoke("go", "event")["Payload"],
                         ["event", ["one", "main"], "go", "the code", None])


if __name__ == "__main__":
    unittest.main()
