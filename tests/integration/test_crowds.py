"""Very many of something change all at once, and nobody else waits for it: a tenth of a second and more, each
of these once was."""
import base64
import json
import resource
import socket
import unittest
import urllib.parse

import wire
from control import post
from harness import Server, zip_of
from lambda_cases import ROLE
from stall_meter import assert_no_stall

LIMIT_MS = 50
MESSAGES = 100_000
FUNCTIONS = 5_000
QUEUES = 15_000
CLIENTS = 9_000
CODE = base64.b64encode(zip_of(**{"main.py": "def handler(event, context):\n    pass\n"})).decode()


def http_request(path, body, **headers):
    """As it goes over the wire."""
    head = "".join(f"{name}: {value}\r\n" for name, value in {**wire.HEADERS, **headers}.items())
    return f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()


def sqs_request(operation, **body):
    return http_request("/", json.dumps(body), **{"X-Amz-Target": f"AmazonSQS.{operation}"})


class CrowdTest(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.stop)
        host, port = urllib.parse.urlsplit(self.server.url).netloc.split(":")
        self.address = (host, int(port))

    def ask_all(self, requests, at_once=200):
        """One after the other on one connection, so many on the way."""
        requests = list(requests)
        with socket.create_connection(self.address) as connection, connection.makefile("rb") as answers:
            for first in range(0, len(requests), at_once):
                some = requests[first:first + at_once]
                connection.sendall(b"".join(some))
                for _ in some:
                    self.assertIn(answers.readline().split()[1], (b"200", b"201"))
                    length = 0
                    while (line := answers.readline()) != b"\r\n":
                        if line.lower().startswith(b"content-length:"):
                            length = int(line.split(b":")[1])
                    answers.read(length)

    def queue_url(self, name):
        return f"{self.server.url}/000000000000/{name}"

    def assert_no_stall(self, act):
        assert_no_stall(self, self.server, LIMIT_MS, act)


class Clocks(CrowdTest):
    def move(self, seconds):
        now = post(self.server, "clock", mode="real")["now"]
        post(self.server, "clock", mode="set", time=now + seconds)

    def test_messages_and_queues_when_the_clock_is_set_back(self):
        self.ask_all(sqs_request("CreateQueue", QueueName=f"queue{n}") for n in range(QUEUES))
        url = self.queue_url("queue0")
        entries = [{"Id": str(n), "MessageBody": "x"} for n in range(10)]
        self.ask_all([sqs_request("SendMessageBatch", QueueUrl=url, Entries=entries)] * (MESSAGES // 10))
        back = iter(range(1, 10))
        sqs = self.server.client("sqs")

        def set_back():
            self.move(-3600 * next(back))
            visible = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
            self.assertEqual(visible["Attributes"]["ApproximateNumberOfMessages"], str(MESSAGES))
        self.assert_no_stall(set_back)
        self.assert_no_stall(lambda: self.move(0))


class Resets(CrowdTest):
    def test_a_world_of_very_many_things(self):
        def reset():
            self.ask_all(sqs_request("CreateQueue", QueueName=f"queue{n}") for n in range(QUEUES))
            self.ask_all(http_request("/2015-03-31/functions", json.dumps({
                "FunctionName": f"function{n}", "Runtime": "python3.12", "Handler": "main.handler", "Role": ROLE,
                "Code": {"ZipFile": CODE}})) for n in range(FUNCTIONS))
            counts = post(self.server, "reset")
            self.assertEqual((counts["queues"], counts["functions"]), (QUEUES, FUNCTIONS))
        self.assert_no_stall(reset)
        self.assertEqual(post(self.server, "reset")["functions"], 0)


class Clients(CrowdTest):
    def setUp(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if hard < 2 * CLIENTS:
            self.skipTest(f"{hard} open files are too few")
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        super().setUp()

    def connect(self, request):
        """A few at a time: thousands of requests at once are served in their order, as always."""
        clients = []
        for n in range(CLIENTS):
            clients.append(socket.create_connection(self.address))
            clients[-1].sendall(request)
            if n % 50 == 0:
                wire.request(self.server.url, "GET", "/_rivulet/clock")
        return clients

    def wait_for_messages(self):
        connection = wire.Connection(self.server.url)
        self.addCleanup(connection.close)
        connection.call("CreateQueue", {"QueueName": "queue"}, "AmazonSQS")
        return self.connect(sqs_request("ReceiveMessage", QueueUrl=self.queue_url("queue"), WaitTimeSeconds=20))

    def test_idle_ones_that_leave(self):
        def leave():
            clients = self.connect(b"GET /_rivulet/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
            for client in clients:
                client.recv(4096)
            for client in clients:
                client.close()
        self.assert_no_stall(leave)

    def test_waiting_ones_whose_queue_goes_or_that_leave(self):
        sqs = self.server.client("sqs")

        def lose_queue():
            clients = self.wait_for_messages()
            sqs.delete_queue(QueueUrl=self.queue_url("queue"))
            for client in clients:
                self.assertIn(b" 400 ", client.recv(4096))
                client.close()
            post(self.server, "reset")  # the name is free at once

        def leave():
            for client in self.wait_for_messages():
                client.close()
            sqs.delete_queue(QueueUrl=self.queue_url("queue"))
            post(self.server, "reset")
        self.assert_no_stall(lose_queue)
        self.assert_no_stall(leave)


if __name__ == "__main__":
    unittest.main()
