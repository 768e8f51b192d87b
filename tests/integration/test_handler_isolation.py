"""Functions beside each other: nobody starves, and nobody leaves anything behind or breaks another."""
import os
import tempfile
import unittest

from harness import eventually
from lambda_cases import LambdaTest

PLACES = 50  # handler processes in all


class Places(LambdaTest):
    def test_more_functions_than_places_all_run(self):
        with tempfile.TemporaryDirectory() as marks:
            names = [f"one-of-many-{n}" for n in range(PLACES + 5)]
            for name in names:
                self.create(name, f"""
import time
def handler(event, context):
    time.sleep(0.3)
    open("{marks}/" + context.function_name, "w").close()
""", Timeout=60)
            for name in names:
                self.functions.invoke(FunctionName=name, InvocationType="Event")
            for count in range(1, len(names) + 1):
                eventually(lambda: len(os.listdir(marks)) >= count, f"function number {count}")
            self.assertEqual(sorted(os.listdir(marks)), sorted(names))


if __name__ == "__main__":
    unittest.main()
