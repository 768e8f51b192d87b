"""What happens when there are more connections than open files allow."""
import json
import resource
import socket
import tempfile
import unittest

from harness import Server, zip_of
from lambda_cases import ROLE
from wire import request

SAY_LIMITS = """
import resource
def handler(event, context):
    return resource.getrlimit(resource.RLIMIT_NOFILE)
"""
HEALTH = b"GET /_rivulet/health HTTP/1.1\r\nHost: localhost\r\n\r\n"


def open_files(soft, hard):
    return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


class Peer:
    """A connection that is held on to."""

    def __init__(self, url):
        host, port = url.removeprefix("http://").split(":")
        self.socket = socket.create_connection((host, int(port)), timeout=20)

    def is_served(self):
        try:
            self.socket.sendall(HEALTH)
            return self.socket.recv(4096).startswith(b"HTTP/1.1 200 OK")
        except OSError:
            return False


class OpenFiles(unittest.TestCase):
    def start(self, soft, hard, **popen):
        server = Server(preexec_fn=open_files(soft, hard), **popen)
        self.addCleanup(server.stop)
        return server

    def connect(self, server, count):
        peers = [Peer(server.url) for _ in range(count)]
        self.addCleanup(lambda: [peer.socket.close() for peer in peers])
        return peers

    def test_the_soft_limit_is_raised_for_us_and_not_for_handlers(self):
        server = self.start(200, 1000)
        with open(f"/proc/{server.process.pid}/limits", encoding="utf-8") as file:
            self.assertRegex(file.read(), r"Max open files +1000 +1000 ")
        functions = server.client("lambda")
        functions.create_function(
            FunctionName="f", Runtime="python3.12", Handler="main.handler", Role=ROLE,
            Code={"ZipFile": zip_of(**{"main.py": SAY_LIMITS})})
        answer = functions.invoke(FunctionName="f")["Payload"].read()
        self.assertEqual(json.loads(answer), [200, 1000])

    def test_the_longest_idle_connections_make_room_for_new_ones(self):
        with tempfile.TemporaryFile("w+") as log:
            server = self.start(64, 64, stderr=log)
            old = self.connect(server, 30)
            self.assertTrue(all(peer.is_served() for peer in old))
            new = self.connect(server, 40)
            self.assertTrue(all(peer.is_served() for peer in new))
            self.assertFalse(any(peer.is_served() for peer in old[:10]))
            self.assertEqual(request(server.url, "GET", "/_rivulet/health")[0], 200)
            log.seek(0)
            said = [line for line in log if " connections are too many; " in line]
            self.assertEqual(len(said), 1, said)

    def test_a_peer_with_a_request_in_flight_is_not_the_one_to_go(self):
        server = self.start(64, 64)
        functions = server.client("lambda")
        functions.create_function(
            FunctionName="slow", Runtime="python3.12", Handler="main.handler", Role=ROLE,
            Code={"ZipFile": zip_of(**{
                "main.py": "import time\ndef handler(event, context):\n    time.sleep(1)"})})
        busy = Peer(server.url)
        self.addCleanup(busy.socket.close)
        busy.socket.sendall(b"POST /2015-03-31/functions/slow/invocations HTTP/1.1\r\n"
                            b"Host: localhost\r\nContent-Length: 2\r\n\r\n{}")
        others = self.connect(server, 80)
        self.assertTrue(others[-1].is_served())
        self.assertTrue(busy.socket.recv(4096).startswith(b"HTTP/1.1 200 OK"))

    def test_a_thousand_connections_need_no_setting(self):
        server = self.start(256, 2048)
        peers = self.connect(server, 900)
        self.assertTrue(all(peer.is_served() for peer in peers))
        self.assertTrue(all(peer.is_served() for peer in peers))


if __name__ == "__main__":
    unittest.main()
