"""Peers that mean harm, byte for byte: pages, programs beside ours, and those who dawdle."""
import io
import os
import socket
import time
import unittest
import zipfile

from harness import Server, ServerTest, zip_of
from lambda_cases import ROLE, LambdaTest
from wire import HEADERS, request

EVIL = "https://evil.example"
FUNCTIONS = "/2015-03-31/functions"
NEXT = "/2018-06-01/runtime/invocation/next"
ADDRESS = """
import os
calls = 0
def handler(event, context):
    global calls
    calls += 1
    return [os.environ["AWS_LAMBDA_RUNTIME_API"], calls]
"""
# Without a word of a runtime client: what Amazon's documentation shows, in Python.
BOOTSTRAP = """#!/usr/bin/env python3
import json, os, urllib.request
api = os.environ["AWS_LAMBDA_RUNTIME_API"]
calls = 0
while True:
    event = urllib.request.urlopen(f"http://{api}/2018-06-01/runtime/invocation/next")
    event.read()
    calls += 1
    id = event.headers["Lambda-Runtime-Aws-Request-Id"]
    urllib.request.urlopen(urllib.request.Request(
        f"http://{api}/2018-06-01/runtime/invocation/{id}/response",
        json.dumps([api, calls]).encode()))
"""
# What browsers add, whether they ask a page's leave or not.
PAGES = ({"Origin": EVIL}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"},
         {"Sec-Fetch-Site": "same-site"},
         {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"})


def exchange(url, *parts, patience=20):
    """Sends the parts and reads until the server closes; answers all that came."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=patience) as peer:
        answer = b""
        try:
            for part in parts:
                peer.sendall(part)
        except OSError:
            pass  # it may have closed already, with its answer on the way
        while chunk := peer.recv(65536):
            answer += chunk
        return answer


def bootstrap_zip():
    info = zipfile.ZipInfo("bootstrap")
    info.external_attr = 0o755 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, BOOTSTRAP)
    return buffer.getvalue()


def post(*headers, body=b""):
    lines = ["POST / HTTP/1.1", "Host: localhost", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


class RuntimePorts(LambdaTest):
    """The ports at which handler processes fetch their events."""

    def start(self, name, runtime="python3.12"):
        """A function whose process waits for its next event; answers the URL of its Runtime API."""
        code = zip_of(**{"main.py": ADDRESS}) if runtime.startswith("python") else bootstrap_zip()
        self.functions.create_function(
            FunctionName=name, Runtime=runtime, Handler="main.handler", Role=ROLE,
            Code={"ZipFile": code}, Timeout=10)
        self.addCleanup(self.delete, name)
        address, calls = self.invoke(name)["Payload"]
        self.assertEqual(calls, 1)
        self.assertRegex(address, r"^127\.0\.0\.1:\d+$")
        return "http://" + address

    def assert_undisturbed(self, name):
        """The same process answers the next invocation."""
        self.assertEqual(self.invoke(name)["Payload"][1], 2)

    def knock(self, url, headers):
        for method, path in (("GET", NEXT), ("POST", "/2018-06-01/runtime/init/error"),
                             ("POST", "/2018-06-01/runtime/invocation/1/response"),
                             ("POST", "/2018-06-01/runtime/invocation/1/error"),
                             ("GET", "/2018-06-01/ping"), ("OPTIONS", NEXT)):
            with self.subTest(path=path, headers=headers):
                status, shown, body = request(url, method, path, "{}" if method == "POST" else None,
                                              headers)
                self.assertEqual((status, body),
                                 (403, "This Runtime API is for one process alone.\n"))
                self.assertIsNone(shown["Access-Control-Allow-Origin"])
                self.assertEqual(shown["Connection"], "close")
                self.assertEqual(shown["Cross-Origin-Resource-Policy"], "same-origin")

    def test_nobody_who_lacks_the_secret_reaches_our_runtime_clients_events(self):
        url = self.start("secret")
        for headers in ({}, *PAGES):
            self.knock(url, headers)
        self.assert_undisturbed("secret")

    def test_node_has_a_secret_too(self):
        code = zip_of(**{"main.js": "let calls = 0; exports.handler = async () => "
                                    "[process.env.AWS_LAMBDA_RUNTIME_API, ++calls];"})
        self.functions.create_function(FunctionName="node", Runtime="nodejs20.x", Role=ROLE,
                                       Handler="main.handler", Code={"ZipFile": code}, Timeout=10)
        self.addCleanup(self.delete, "node")
        address, _ = self.invoke("node")["Payload"]
        self.assertRegex(address, r"^127\.0\.0\.1:\d+$")
        self.knock("http://" + address, {})
        self.assert_undisturbed("node")

    def test_no_page_reaches_the_events_of_a_function_with_a_bootstrap_of_its_own(self):
        url = self.start("own", "provided.al2023")
        port = url.rsplit(":", 1)[1]
        for headers in PAGES:
            self.knock(url, headers)
        for host in ("localhost:" + port, "evil.example:" + port, "127.0.0.1"):
            self.knock(url, {"Host": host})
        self.assert_undisturbed("own")

    def test_a_body_that_is_too_large_is_not_waited_for(self):
        url = self.start("bodies")
        answer = exchange(url, post(f"Content-Length: {33 << 20}"))
        self.assertTrue(answer.startswith(b"HTTP/1.1 403 "), answer[:100])  # it lacks the secret, too
        self.assert_undisturbed("bodies")

    def test_those_who_only_hold_on_make_room(self):
        url = self.start("held")
        host, port = url.removeprefix("http://").split(":")
        peers = [socket.create_connection((host, int(port)), timeout=20) for _ in range(40)]
        self.addCleanup(lambda: [peer.close() for peer in peers])
        self.assertEqual(peers[0].recv(1), b"")
        self.assert_undisturbed("held")


class MainPort(ServerTest):
    def test_a_page_cannot_tell_which_functions_exist(self):
        for headers in PAGES:
            for path in (FUNCTIONS, FUNCTIONS + "/none", "/", "/_rivulet/health"):
                with self.subTest(path=path, headers=headers):
                    self.assertEqual(request(self.server.url, "GET", path, None, headers)[0], 403)
        for site in ("none", "same-origin"):  # the user's own doing
            headers = {"Sec-Fetch-Site": site}
            self.assertEqual(request(self.server.url, "GET", FUNCTIONS, None, headers)[0], 200)

    def test_no_answer_can_be_read_as_something_else(self):
        for what, raw in (
                ("200", b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
                ("400", b"nonsense\r\n\r\n"), ("403", b"GET / HTTP/1.0\r\nHost: evil\r\n\r\n"),
                ("404", b"GET /none HTTP/1.0\r\n\r\n"), ("413", post("Content-Length: 999999999")),
                ("501", post("Transfer-Encoding: gzip"))):
            with self.subTest(what):
                answer = exchange(self.server.url, raw).decode()
                self.assertEqual(answer.split()[1], what)
                self.assertIn("\r\nX-Content-Type-Options: nosniff\r\n", answer)
                self.assertIn("\r\nCross-Origin-Resource-Policy: same-origin\r\n", answer)

    def test_a_client_puts_no_line_of_its_own_into_an_answer(self):
        s3 = self.server.client("s3")
        s3.create_bucket(Bucket="answers")
        s3.put_object(Bucket="answers", Key="k", Body=b"x")
        lines = "x%0d%0aSet-Cookie:%20evil=1%0d%0a%0d%0aevil"
        signed = HEADERS["Authorization"].replace("/dynamodb/", "/s3/")
        for parameter in ("content-type", "cache-control", "content-disposition", "content-encoding",
                          "content-language", "expires"):
            with self.subTest(parameter):
                head = (f"GET /answers/k?response-{parameter}={lines} HTTP/1.1\r\nHost: localhost\r\n"
                        f"Authorization: {signed}\r\nConnection: close\r\n\r\n")
                answer = exchange(self.server.url, head.encode()).decode()
                self.assertTrue(answer.startswith("HTTP/1.1 200 "), answer[:60])
                self.assertIn(f"\r\n{parameter.title()}: x  Set-Cookie: evil=1    evil\r\n", answer)
                self.assertTrue(answer.endswith("\r\n\r\nx"), answer)

    def status_for(self, server, host, headers=None):
        return request(server.url, "GET", FUNCTIONS, None, {**(headers or {}), "Host": host})[0]

    def test_a_name_that_could_be_bound_is_refused(self):
        for host in ("evil.example", "evil.local", "evil.internal", "evil.test", "rivulet",
                     "host.docker.internal", "localhost.evil.example", "127.0.0.1.evil.example",
                     "evil.amazonaws.com", "dynamodb.us-east-1.amazonaws.com", "localhost:1:2"):
            with self.subTest(host):
                self.assertEqual(self.status_for(self.server, host), 403)
        for host in ("localhost", "a.localhost", "127.0.0.1", "[::1]:8000"):
            with self.subTest(host):
                self.assertEqual(self.status_for(self.server, host), 200)

    def test_an_endpoint_of_aws_is_served_to_those_who_sign_for_it(self):
        signed = {"Authorization": HEADERS["Authorization"]}
        for host, status in (("dynamodb.us-east-1.amazonaws.com", 200), ("evil.amazonaws.com", 403),
                             ("dynamodb.eu-west-1.amazonaws.com", 403)):
            with self.subTest(host):
                self.assertEqual(self.status_for(self.server, host, signed), status)

    def test_more_names_are_allowed_by_flag_and_by_what_we_listen_to(self):
        named = Server("--allowed-host", "box.example,*.svc.cluster.local")
        self.addCleanup(named.stop)
        for host, status in (("box.example", 200), ("a.svc.cluster.local:8000", 200),
                             ("other.example", 403)):
            self.assertEqual(self.status_for(named, host), status)
        outward = Server("--host", "0.0.0.0")
        self.addCleanup(outward.stop)
        for host, status in (("rivulet:8000", 200), ("evil.example", 403)):
            self.assertEqual(self.status_for(outward, host), status)


    def test_a_call_in_an_address_needs_more_where_browsers_do_not_say_whose_it_is(self):
        call = ("/?Action=CreateQueue&QueueName=paged&Version=2012-11-05&X-Amz-Algorithm=AWS4-HMAC-SHA256"
                "&X-Amz-Credential=AKID/20260101/us-east-1/sqs/aws4_request&X-Amz-Signature=0"
                "&X-Amz-SignedHeaders=host&X-Amz-Date=20260101T000000Z")
        for host, status in (("192.168.1.1", 403), ("[::]:8000", 403), ("localhost", 200)):
            with self.subTest(host):
                self.assertEqual(request(self.server.url, "GET", call, None, {"Host": host})[0], status)

    def test_a_trailer_is_no_header(self):
        head = post("Transfer-Encoding: chunked", "Connection: close")
        for trailer in (b"", b"X-Amz-Target: DynamoDB_20120810.ListTables\r\n", b"Origin: http://evil\r\n"):
            with self.subTest(trailer):
                answer = exchange(self.server.url, head, b"2\r\n{}\r\n0\r\n" + trailer + b"\r\n")
                self.assertTrue(answer.startswith(b"HTTP/1.1 404 "), answer[:60])


class Framing(ServerTest):
    def test_a_coding_that_is_unknown_or_comes_twice_ends_the_connection(self):
        smuggled = b"0\r\n\r\nGET /_rivulet/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
        chunked = "Transfer-Encoding: chunked"
        for headers, status in (
                (["Transfer-Encoding: gzip"], 501), (["Transfer-Encoding: gzip, chunked"], 501),
                (["Transfer-Encoding: chunked, chunked"], 501), ([chunked, chunked], 501),
                (["Transfer-Encoding: identity"], 501), (["Transfer-Encoding: xchunked"], 501),
                ([chunked, "Transfer-Encoding: gzip"], 501), ([chunked, "Content-Length: 5"], 400),
                (["Content-Length: 5", chunked], 400)):
            with self.subTest(headers):
                answer = exchange(self.server.url, post(*headers, body=smuggled))
                self.assertTrue(answer.startswith(b"HTTP/1.1 %d " % status), answer[:60])
                self.assertEqual(answer.count(b"HTTP/1.1 "), 1)
                self.assertIn(b"Connection: close\r\n", answer)

    def test_extensions_of_chunks_are_bounded(self):
        head = post("Transfer-Encoding: chunked", "Connection: close")
        few = exchange(self.server.url, head, b"1;a=b\r\nx\r\n0\r\n\r\n")
        self.assertTrue(few.startswith(b"HTTP/1.1 404 "), few[:60])
        for what, parts in (
                ("one that never ends", [b"1;" + b"x" * (1 << 20)]),
                ("a length that never ends", [b"0" * (1 << 20)]),
                ("many", [(b"1;" + b"x" * 1000 + b"\r\nx\r\n") * 50])):
            with self.subTest(what):
                answer = exchange(self.server.url, head, *parts)
                self.assertTrue(answer.startswith(b"HTTP/1.1 400 "), answer[:60])

    @unittest.skipUnless(os.environ.get("RIVULET_SLOW"), "takes a minute; RIVULET_SLOW=1 runs it")
    def test_a_request_that_trickles_in_is_told_so_after_a_minute(self):
        host, port = self.server.url.removeprefix("http://").split(":")
        begun = time.monotonic()
        with socket.create_connection((host, int(port)), timeout=1) as peer:
            peer.sendall(post("Content-Length: 1000"))
            answer = b""
            while not answer and time.monotonic() - begun < 90:
                peer.sendall(b"x")
                try:
                    answer = peer.recv(4096)
                except TimeoutError:
                    pass
        self.assertTrue(answer.startswith(b"HTTP/1.1 408 Request Timeout\r\n"), answer[:60])
        self.assertTrue(60 <= time.monotonic() - begun <= 70)


if __name__ == "__main__":
    unittest.main()
