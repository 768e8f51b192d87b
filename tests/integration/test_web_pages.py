"""A web page in the user's browser can't use the server, so it can't run code on the machine."""
import base64
import json
import unittest

from harness import Server, zip_of
from wire import HEADERS, request

FUNCTIONS = "/2015-03-31/functions"
BODY = json.dumps({
    "FunctionName": "evil", "Runtime": "python3.12", "Handler": "main.handler",
    "Role": "arn:aws:iam::000000000000:role/any",
    "Code": {"ZipFile": base64.b64encode(zip_of(**{"main.py": "def handler(e, c): 0"})).decode()}})
EVIL = "https://evil.example"


class WebPages(unittest.TestCase):
    def serve(self, *flags):
        server = Server(*flags)
        self.addCleanup(server.stop)
        return server

    def functions(self, server):
        return [f["FunctionName"] for f in server.client("lambda").list_functions()["Functions"]]

    def test_a_page_of_another_origin_cannot_create_a_function(self):
        server = self.serve()
        for headers in (
                {"Origin": EVIL}, {"Origin": "null"}, {"Origin": "http://localhost:1"},
                {"Origin": EVIL, "Content-Type": "text/plain"},
                {"Origin": EVIL, "Sec-Fetch-Site": "cross-site"},
                {"Origin": EVIL, "Authorization": HEADERS["Authorization"]}):
            with self.subTest(headers):
                status, shown, _ = request(server.url, "POST", FUNCTIONS, BODY, headers)
                self.assertEqual(status, 403)
                self.assertIsNone(shown["Access-Control-Allow-Origin"])
        self.assertEqual(self.functions(server), [])

    def test_a_foreign_host_cannot_create_a_function(self):
        server = self.serve()
        port = server.url.rsplit(":", 1)[1]
        for host in ("evil.example", f"evil.example:{port}", "127.0.0.1.evil.example",
                     "localhost.evil.example", "10.1.2.3.evil.example"):
            with self.subTest(host):
                status, _, _ = request(server.url, "POST", FUNCTIONS, BODY, {"Host": host})
                self.assertEqual(status, 403)
        self.assertEqual(self.functions(server), [])

    def test_a_page_cannot_use_tables_or_our_own_endpoints(self):
        server = self.serve()
        target = {**HEADERS, "X-Amz-Target": "DynamoDB_20120810.ListTables"}
        for method, path, body, headers in (
                ("POST", "/", "{}", target), ("GET", FUNCTIONS, None, {}),
                ("DELETE", FUNCTIONS + "/f", None, {}),
                ("POST", "/", "Action=GetCallerIdentity&Version=2011-06-15",
                 {"Content-Type": "application/x-www-form-urlencoded"})):
            with self.subTest(path=path, method=method):
                status, _, _ = request(server.url, method, path, body, {**headers, "Origin": EVIL})
                self.assertEqual(status, 403)

    def test_this_machine_and_bare_addresses_are_welcome(self):
        """Only a name can be bound to us behind a browser's back: an address can't."""
        server = self.serve()
        port = server.url.rsplit(":", 1)[1]
        for host in ("localhost", f"localhost:{port}", f"127.0.0.1:{port}", "LOCALHOST",
                     f"[::1]:{port}", "10.1.2.3"):
            with self.subTest(host):
                status, _, _ = request(server.url, "GET", FUNCTIONS, None, {"Host": host})
                self.assertEqual(status, 200)

    def test_a_preflight_without_cors_allows_nothing(self):
        server = self.serve()
        _, shown, _ = request(server.url, "OPTIONS", FUNCTIONS, None, {
            "Origin": EVIL, "Access-Control-Request-Method": "POST"})
        self.assertIsNone(shown["Access-Control-Allow-Origin"])
        self.assertIsNone(shown["Access-Control-Allow-Methods"])

    def test_cors_allows_the_origins_it_names_and_no_other(self):
        allowed = "http://localhost:3000"
        server = self.serve("--cors", f"{allowed},https://app.example")
        asked = {"Origin": allowed, "Access-Control-Request-Method": "POST",
                 "Access-Control-Request-Headers": "x-amz-target,authorization"}
        status, shown, _ = request(server.url, "OPTIONS", "/", None, asked)
        self.assertIn(status, (200, 204))
        self.assertEqual(shown["Access-Control-Allow-Origin"], allowed)
        self.assertIn("POST", shown["Access-Control-Allow-Methods"])
        self.assertIn("x-amz-target", shown["Access-Control-Allow-Headers"].lower())
        status, shown, _ = request(server.url, "POST", FUNCTIONS, BODY, {"Origin": allowed})
        self.assertEqual((status, shown["Access-Control-Allow-Origin"]), (201, allowed))
        for origin in (EVIL, "http://localhost:3001", "https://app.example.evil.example"):
            with self.subTest(origin):
                status, shown, _ = request(server.url, "GET", FUNCTIONS, None, {"Origin": origin})
                self.assertEqual(status, 403)
                self.assertIsNone(shown["Access-Control-Allow-Origin"])
        self.assertEqual(self.functions(server), ["evil"])

    def test_cors_star_allows_every_origin(self):
        server = self.serve("--cors", "*")
        status, shown, _ = request(server.url, "GET", FUNCTIONS, None, {"Origin": EVIL})
        self.assertEqual(status, 200)
        self.assertIn(shown["Access-Control-Allow-Origin"], ("*", EVIL))


if __name__ == "__main__":
    unittest.main()
