"""What a page in a real browser can do to us: nothing, and it can't even tell who is there."""
import base64
import json
import unittest

from browser import CHROMIUM, Browser, attempt
from harness import Server, zip_of
from lambda_cases import ROLE, LambdaTest
from wire import HEADERS

FUNCTIONS = "/2015-03-31/functions"
CALLS = """
import os
calls = 0
def handler(event, context):
    global calls
    calls += 1
    return [os.environ["AWS_LAMBDA_RUNTIME_API"], calls]
"""
CREATE_FUNCTION = json.dumps({
    "FunctionName": "evil", "Runtime": "python3.12", "Handler": "main.handler", "Role": ROLE,
    "Code": {"ZipFile": base64.b64encode(zip_of(**{"main.py": CALLS})).decode()}})
CREATE_TABLE = json.dumps({
    "TableName": "Evil", "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "Id", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "Id", "KeyType": "HASH"}]})
SIGNED = {**HEADERS, "X-Amz-Target": "DynamoDB_20120810.CreateTable"}
RUNTIME = "/2018-06-01/runtime"


def writes(url):
    """Attempts to change something on the main port, and what the page may see of each."""
    return [
        (attempt("fetch", url, method="POST", headers=SIGNED, body=CREATE_TABLE), "refused"),
        (attempt("fetch", url + FUNCTIONS, method="POST", body=CREATE_FUNCTION), "refused"),
        (attempt("fetch", url + FUNCTIONS, method="POST", mode="no-cors", body=CREATE_FUNCTION), "refused"),
        (attempt("fetch", url + FUNCTIONS + "/there", method="DELETE"), "refused"),
        (attempt("fetch", url + "/_rivulet/clock", method="POST", mode="no-cors", body="{}"), "refused"),
        (attempt("beacon", url + FUNCTIONS, body=CREATE_FUNCTION), "sent"),
        (attempt("form", url + FUNCTIONS, body=CREATE_FUNCTION), "loaded"),  # our refusal, in a frame
        (attempt("events", url + "/_rivulet/health"), "error"),
        (attempt("socket", url + "/_rivulet/health"), "error"),
    ]


def probes(url, name):
    """Attempts to find out whether there is a function of that name."""
    path = f"{url}{FUNCTIONS}/{name}"
    return [attempt("image", path), attempt("script", path), attempt("style", path),
            attempt("fetch", path), attempt("fetch", path, mode="no-cors")]


def knocks(url):
    """Attempts to take a handler's event, answer for it, or end it."""
    return [attempt("fetch", url + RUNTIME + path, method=method, mode=mode,
                    **({"body": "{}"} if method == "POST" else {}))
            for method, path in (("GET", "/invocation/next"), ("POST", "/init/error"),
                                 ("POST", "/invocation/1/response"))
            for mode in ("cors", "no-cors")]


@unittest.skipUnless(CHROMIUM, "no Chromium is installed")
class Pages(LambdaTest):
    """The pages come from another port of this machine, the sandbox `null`, and a name that was rebound."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.browser = Browser()
        cls.browser.__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.browser.__exit__()
        super().tearDownClass()

    def setUp(self):
        super().setUp()
        self.functions.create_function(
            FunctionName="there", Runtime="python3.12", Handler="main.handler", Role=ROLE,
            Code={"ZipFile": zip_of(**{"main.py": CALLS})}, Timeout=10)
        self.addCleanup(self.delete, "there")
        address, self.calls = self.invoke("there")["Payload"]
        self.runtime = "http://" + address

    def assert_untouched(self):
        names = [f["FunctionName"] for f in self.functions.list_functions()["Functions"]]
        self.assertEqual(names, ["there"])
        self.assertEqual(self.server.client("dynamodb").list_tables()["TableNames"], [])
        self.assertEqual(self.invoke("there")["Payload"][1], self.calls + 1)  # by the same process

    def foreign_page(self, sandbox):
        cases = writes(self.server.url)
        there, missing = probes(self.server.url, "there"), probes(self.server.url, "missing")
        doors = knocks(self.runtime)
        seen = self.browser.visit([case for case, _ in cases] + there + missing + doors, sandbox)
        for (case, expected), outcome in zip(cases, seen):
            with self.subTest(kind=case["kind"], url=case["url"]):
                self.assertEqual(outcome, expected)
        told = seen[len(cases):len(cases) + len(there) + len(missing)]
        self.assertEqual(told, 2 * ["error", "error", "error", "refused", "refused"])
        self.assertEqual(seen[-len(doors):], len(doors) * ["refused"])
        self.assert_untouched()

    def test_a_page_of_another_origin(self):
        self.foreign_page(sandbox=False)

    def test_a_page_of_no_origin(self):
        self.foreign_page(sandbox=True)

    def test_a_page_behind_a_name_that_was_rebound(self):
        port = self.server.url.rsplit(":", 1)[1]
        same_origin = [attempt("fetch", FUNCTIONS, method="POST", body=CREATE_FUNCTION),
                       attempt("fetch", "/", method="POST", headers=SIGNED, body=CREATE_TABLE),
                       attempt("fetch", FUNCTIONS + "/there"), attempt("fetch", FUNCTIONS + "/missing"),
                       attempt("fetch", "/_rivulet/health")]
        self.assertEqual(self.browser.visit_rebound(port, same_origin), len(same_origin) * [403])
        self.assert_untouched()

    def test_a_page_behind_a_name_that_was_rebound_to_a_runtime_port(self):
        port = self.runtime.rsplit(":", 1)[1]
        doors = [knock for knock in knocks("") if knock["mode"] == "cors"]
        self.assertEqual(self.browser.visit_rebound(port, doors), len(doors) * [403])
        self.assert_untouched()


@unittest.skipUnless(CHROMIUM, "no Chromium is installed")
class AllowedPages(unittest.TestCase):
    """What shows that the attempts above would do harm, if they were let in."""

    def test_a_page_of_an_allowed_origin_is_served(self):
        with Browser() as browser:
            server = Server("--cors", browser.origin)
            self.addCleanup(server.stop)
            seen = browser.visit([case for case, _ in writes(server.url)[:3]])
            self.assertEqual(seen, [200, 201, "refused"])  # no-cors: our answers are for their origin alone
            self.assertEqual(server.client("dynamodb").list_tables()["TableNames"], ["Evil"])
            names = [f["FunctionName"] for f in server.client("lambda").list_functions()["Functions"]]
            self.assertEqual(names, ["evil"])


if __name__ == "__main__":
    unittest.main()
