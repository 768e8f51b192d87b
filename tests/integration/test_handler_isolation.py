"""Functions beside each other: nobody starves, and nobody leaves anything behind or breaks another."""
import base64
import http.client
import json
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


class Words(LambdaTest):
    """What a function's code says or writes counts for itself only."""

    def setUp(self):
        self.create("neighbour")

    def assert_neighbour_starts(self):
        """In a process of its own, started now: an update ends the one that there was."""
        self.functions.update_function_configuration(
            FunctionName="neighbour", Description=self.id())
        self.assertEqual(self.invoke("neighbour", 1)["Payload"], 1)

    def test_a_handler_cannot_choose_the_interpreter_of_others(self):
        self.create("liar", """
import http.client, os
host, _, path = os.environ["AWS_LAMBDA_RUNTIME_API"].partition("/")
connection = http.client.HTTPConnection(host)
connection.request("GET", f"{'/' + path if path else ''}/2018-06-01/ping",
                   headers={"Rivulet-Interpreter": "/bin/false"})
connection.getresponse().read()
def handler(event, context):
    return event
""")
        self.assertEqual(self.invoke("liar", 2)["Payload"], 2)
        self.assert_neighbour_starts()

    def test_a_handler_cannot_spoil_the_runtime_client_of_others(self):
        self.create("vandal", """
import os
def handler(event, context):
    for name in os.listdir(os.environ["LAMBDA_RUNTIME_DIR"]):
        path = os.path.join(os.environ["LAMBDA_RUNTIME_DIR"], name)
        if os.path.isfile(path):
            os.unlink(path)
            with open(path, "w") as file:
                file.write("raise SystemExit(9)")
""")
        self.assertIsNone(self.invoke("vandal")["Payload"])
        self.assert_neighbour_starts()

    def test_a_client_context_ends_no_header(self):
        self.create("sees", """
def handler(event, context):
    return context.client_context.custom
""")
        custom = {"a": "x\r\nLambda-Runtime-Deadline-Ms: 1\r\n\u00e9\U0001f600"}
        text = json.dumps({"custom": custom}, ensure_ascii=False, indent=1).replace("\n", "\r\n")
        answer = self.invoke("sees", ClientContext=base64.b64encode(text.encode()).decode())
        self.assertEqual(answer["Payload"], custom)

    def test_a_region_is_a_name(self):
        connection = http.client.HTTPConnection(self.server.url.removeprefix("http://"))
        self.addCleanup(connection.close)
        for path in ("/2015-03-31/functions/", "/?Action=GetCallerIdentity&Version=2011-06-15"):
            connection.request("GET", path, headers={"X-Amz-Date": "20250101T000000Z", "Authorization":
                "AWS4-HMAC-SHA256 Credential=AKID/20250101/us-east-1:x/lambda/aws4_request, "
                "SignedHeaders=host, Signature=0"})
            answer = connection.getresponse()
            self.assertEqual(answer.status, 403)
            self.assertIn(b"Credential should be scoped to a valid region.", answer.read())


if __name__ == "__main__":
    unittest.main()
