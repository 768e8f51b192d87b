"""A function in C++, built here: the program of a `provided` runtime with nothing of anybody's between it and
the Runtime API."""
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from harness import eventually, log_messages
from lambda_cases import LambdaTest, ROLE, package

SOURCE = pathlib.Path(__file__).parent / "cpp_handlers" / "bootstrap.cpp"
COMPILER = shutil.which("c++") or shutil.which("g++") or shutil.which("clang++")


def build():
    """The program's bytes."""
    with tempfile.TemporaryDirectory() as directory:
        program = pathlib.Path(directory) / "bootstrap"
        subprocess.run([COMPILER, "-std=c++17", "-O1", "-Wall", "-Wextra", "-Werror", SOURCE, "-o", program],
                       check=True)
        return program.read_bytes()


@unittest.skipUnless(COMPILER, "there is no C++ compiler")
class CppHandler(LambdaTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.functions.create_function(
            FunctionName="compiled", Runtime="provided.al2023", Handler="any.thing",
            Role=ROLE,
            Code={"ZipFile": package([("bootstrap", build(), 0o755)])})

    def messages(self):
        return log_messages(self.logs, "/aws/lambda/compiled")

    def test_it_is_invoked_again_and_again(self):
        for payload in ({"n": 1}, [None, "é"], {"long": "x" * 100_000}):
            answer = self.invoke("compiled", payload)
            self.assertNotIn("FunctionError", answer)
            self.assertEqual(answer["Payload"], payload)
        self.assertEqual(self.messages().count("starts any.thing\n"), 1)

    def test_it_fails_an_invocation_and_goes_on(self):
        answer = self.invoke("compiled", "fail")
        self.assertEqual(answer["FunctionError"], "Unhandled")
        self.assertEqual(answer["Payload"],
                         {"errorMessage": "as asked", "errorType": "Cpp.Failure", "stackTrace": []})
        self.assertEqual(self.invoke("compiled", 1)["Payload"], 1)

    def test_its_lines_are_in_the_log(self):
        self.invoke("compiled", "a line")
        eventually(lambda: 'gets "a line"\n' in self.messages(), "the handler's line")
        self.assertTrue(any(message.startswith("REPORT RequestId: ") for message in self.messages()))

    def test_its_end_is_told_and_another_process_comes(self):
        answer = self.invoke("compiled", "exit")
        self.assertEqual(answer["Payload"]["errorType"], "Runtime.ExitError")
        self.assertRegex(answer["Payload"]["errorMessage"],
                         "^RequestId: .* Error: Runtime exited with error: exit status 3$")
        self.assertEqual(self.invoke("compiled", 2)["Payload"], 2)


if __name__ == "__main__":
    unittest.main()
