"""The packages of clients/: their own tests, against the real binary."""
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

from harness import PROGRAM

CLIENTS = pathlib.Path(__file__).resolve().parents[2] / "clients"
ENVIRONMENT = {**os.environ, "RIVULET_BINARY": os.path.abspath(PROGRAM)}


def python_with(*modules):
    """An interpreter that has these modules: this one, or the system's, where Debian's packages are."""
    imports = "; ".join(f"import {module}" for module in modules)
    for python in (sys.executable, "/usr/bin/python3"):
        if subprocess.run([python, "-c", imports], capture_output=True, check=False).returncode == 0:
            return python
    raise unittest.SkipTest(f"no Python has {', '.join(modules)}")


class Clients(unittest.TestCase):
    def run_well(self, *command, directory, **variables):
        done = subprocess.run(command, cwd=directory, env={**ENVIRONMENT, **variables}, text=True,
                              capture_output=True, timeout=200, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout + done.stderr


class PythonPackage(Clients):
    def test_its_tests(self):
        python = python_with("boto3", "pytest", "xdist")
        output = self.run_well(python, "-m", "unittest", "discover", "-s", "tests", "-t", "tests",
                               directory=CLIENTS / "python", PYTHONPATH="src")
        self.assertRegex(output, r"Ran \d+ tests.*\n\nOK\n")

    def test_its_types(self):
        if not shutil.which("mypy"):
            self.skipTest("mypy isn't installed")
        self.run_well("mypy", "--strict", "--cache-dir", os.devnull, "src", "tests", directory=CLIENTS / "python")


class NodePackage(Clients):
    def test_its_tests(self):
        output = self.run_well("node", "--test", directory=CLIENTS / "node")
        self.assertIn("# fail 0\n", output)
        self.assertIn("# skipped 0\n", output)


if __name__ == "__main__":
    unittest.main()
