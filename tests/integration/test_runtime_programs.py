"""Runtimes whose programs this machine has, or hasn't."""
import os
import stat
import tempfile
import unittest

from harness import Server
from lambda_cases import LambdaTest


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


if __name__ == "__main__":
    unittest.main()
