"""scripts/conformance: how it compares what ran with what is expected, on a suite of our own."""
import importlib.machinery
import importlib.util
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from harness import PROGRAM

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts/conformance"
sys.dont_write_bytecode = True
LOADER = importlib.machinery.SourceFileLoader("conformance", str(SCRIPT))
conformance = importlib.util.module_from_spec(importlib.util.spec_from_loader("conformance", LOADER))
LOADER.exec_module(conformance)

# In vitest's place: asks the endpoint for its tables, and writes a report of one test that says how that went.
NPX = """#!/usr/bin/env python3
import json, os, sys, urllib.request
output = next(each for each in sys.argv if each.startswith("--outputFile=")).split("=", 1)[1]
health = urllib.request.urlopen(os.environ["DYNAMODB_ENDPOINT"] + "/_rivulet/health").status
tests = [{"fullName": "health", "status": "passed" if health == 200 else "failed"},
         {"fullName": "never", "status": "failed"}, {"fullName": "left out", "status": "skipped"}]
json.dump({"testResults": [{"assertionResults": tests}]}, open(output, "w"))
"""


class Comparison(unittest.TestCase):
    def test_failures_are_expected_by_name_and_with_a_reason(self):
        expected = conformance.expected_failures("# because\n\na\nb\n\n# else\nc\n")
        self.assertEqual(expected, {"a": "because", "b": "because", "c": "else"})
        with self.assertRaises(ValueError):
            conformance.expected_failures("a\n")

    def test_surprises_are_told_in_both_directions(self):
        results = {"a": False, "b": True, "c": False, "d": True}
        self.assertEqual(conformance.compare(results, {"a": "", "b": "", "e": ""}), (["c"], ["b"], ["e"]))

    def test_the_lists_in_the_repository_have_reasons(self):
        for path in conformance.LISTS.glob("*.txt"):
            with self.subTest(path.name):
                self.assertTrue(conformance.expected_failures(path.read_text()))


class Run(unittest.TestCase):
    def run_on(self, folder):
        environment = dict(os.environ, PATH=f"{folder}:{os.environ['PATH']}")
        return subprocess.run([sys.executable, SCRIPT, "--program", PROGRAM, folder], text=True,
                              env=environment, capture_output=True, timeout=60, check=False)

    def test_a_suite_is_run_against_a_server_of_its_own(self):
        with tempfile.TemporaryDirectory(prefix="rivulet-test-") as path:
            folder = pathlib.Path(path)
            (folder / "src").mkdir()
            (folder / "node_modules").mkdir()
            for name in ("vitest.config.ts", "src/client.ts"):
                (folder / name).touch()
            (folder / "npx").write_text(NPX)
            (folder / "npx").chmod(0o700)
            done = self.run_on(path)
        self.assertIn("dynamodb-conformance: 1 of 2 passed, 1 failed", done.stdout, done.stderr)
        self.assertIn("failed unexpectedly: never", done.stdout)
        self.assertEqual(done.returncode, 1)

    def test_a_folder_that_is_no_suite_is_refused(self):
        with tempfile.TemporaryDirectory(prefix="rivulet-test-") as path:
            done = self.run_on(path)
        self.assertEqual(done.returncode, 2)
        self.assertIn("is no checkout of a suite that is known", done.stderr)


if __name__ == "__main__":
    unittest.main()
