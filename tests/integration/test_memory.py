"""How much the program holds for peers that keep it waiting: as much as --memory-budget says."""
import concurrent.futures
import json
import socket
import threading
import time

from botocore.exceptions import ClientError

from harness import ServerTest, zip_of
from lambda_cases import ROLE
from stall_meter import FACTOR, StallMeter
from wire import HEADERS, request

MEGABYTE = 1 << 20
BUDGET = 16 * MEGABYTE
WHAT_ELSE = 64 * MEGABYTE  # the program itself, and what it works with
PUT = {**HEADERS, "X-Amz-Target": "DynamoDB_20120810.PutItem"}
QUERY = json.dumps({"TableName": "Large", "KeyConditionExpression": "p = :p",
                    "ExpressionAttributeValues": {":p": {"S": "p"}}}).encode()
ASK = {**HEADERS, "X-Amz-Target": "DynamoDB_20120810.Query"}
QUERIES = 8
REFUSED = (b'{"__type":"com.amazonaws.dynamodb.v20120810#ServiceUnavailableException",'
           b'"message":"As much is waiting as --memory-budget allows. Try again later."}')
SLEEPER = "import time\ndef handler(event, context):\n    time.sleep(event.get('s', 0))\n    return 1\n"


def head(operation, length):
    lines = ["POST / HTTP/1.1", *(f"{name}: {value}" for name, value in HEADERS.items()),
             f"X-Amz-Target: DynamoDB_20120810.{operation}", "Host: localhost",
             f"Content-Length: {length}", "", ""]
    return "\r\n".join(lines).encode()


def read_answers(peer):
    """All that were asked for, or as many as came before the server closed."""
    answers = bytearray()
    begun = 0
    while begun < QUERIES or not answers.endswith(b"}"):
        chunk = peer.recv(MEGABYTE)
        if not chunk:
            break
        answers += chunk
        begun += answers.count(b"HTTP/1.1 ", max(0, len(answers) - len(chunk) - 8))
    return bytes(answers)


class MemoryTest(ServerTest):
    FLAGS = ("--memory-budget", "16MB")

    def setUp(self):
        super().setUp()
        self.peers = []
        self.addCleanup(self.close_all)

    def connect(self, receive_buffer=None):
        peer = socket.socket()
        if receive_buffer:
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        peer.settimeout(20)
        host, port = self.server.url.removeprefix("http://").split(":")
        peer.connect((host, int(port)))
        self.peers.append(peer)
        return peer

    def close_all(self):
        for peer in self.peers:
            peer.close()
        self.peers.clear()

    def resident(self, field="VmHWM"):
        with open(f"/proc/{self.server.process.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith(field)) * 1024

    def wait_until(self, holds, seconds=20):
        deadline = time.monotonic() + seconds
        while not holds():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)


class HalfSentBodies(MemoryTest):
    def send_half(self):
        """A peer that has sent 2 MB of a body of 10 MB; what it was answered by then, if anything."""
        peer = self.connect()
        try:
            peer.sendall(head("PutItem", 10 * MEGABYTE) + b" " * (2 * MEGABYTE))
            peer.settimeout(0.2)
            return peer.recv(65536)
        except socket.timeout:
            return b""

    def send_in_pieces(self, length):
        """The answer to a request whose head and first byte the server has read before the rest is sent."""
        peer = self.connect()
        peer.sendall(head("ListTables", length))
        peer.sendall(b"{")
        for _ in range(2):  # what came first is taken up before what comes twice behind it
            request(self.server.url, "GET", "/_rivulet/clock")
        try:
            peer.sendall(b" " * (length - 2) + b"}")
        except ConnectionError:
            pass  # refused before it was sent
        return peer.recv(65536)

    def test_those_beyond_the_budget_are_refused_and_nobody_else(self):
        answers = [self.send_half() for _ in range(20)]
        refused = [answer for answer in answers if answer]
        self.assertGreaterEqual(len(answers) - len(refused), 3)
        self.assertGreaterEqual(len(refused), 12)
        for answer in refused:
            self.assertTrue(answer.startswith(b"HTTP/1.1 503 Service Unavailable\r\n"), answer)
            self.assertIn(b"Connection: close\r\n", answer)
            self.assertTrue(answer.endswith(REFUSED), answer)
        self.assertLess(self.resident(), BUDGET + WHAT_ELSE)
        self.assertIn(b"HTTP/1.1 200 OK", self.send_in_pieces(2))
        self.assertIn(b"HTTP/1.1 200 OK", self.send_in_pieces(4096))
        self.assertIn(b"HTTP/1.1 503 ", self.send_in_pieces(4097))

        self.close_all()
        whole = b'{"TableName":"None","Item":{"p":{"S":"' + b"x" * (7 * MEGABYTE) + b'"}}}'
        self.wait_until(lambda: request(self.server.url, "POST", "/", whole, PUT)[0] == 400)

    def test_an_upload_that_never_fits_is_throttled(self):
        body = b'{"FunctionName":"' + b"x" * (40 * MEGABYTE)
        status, headers, text = request(self.server.url, "POST", "/2015-03-31/functions", body, HEADERS)
        self.assertEqual(status, 429)
        self.assertEqual(headers["x-amzn-ErrorType"], "TooManyRequestsException")
        self.assertEqual(json.loads(text), {"Type": "User", "message": "Rate Exceeded.",
                                            "Reason": "CallerRateLimitExceeded"})


class SlowReaders(MemoryTest):
    def test_answers_beyond_the_budget_are_refused(self):
        client = self.server.client("dynamodb")
        client.create_table(
            TableName="Large", BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "p", "AttributeType": "S"},
                                  {"AttributeName": "s", "AttributeType": "N"}],
            KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}, {"AttributeName": "s", "KeyType": "RANGE"}])
        for number in range(3):
            client.put_item(TableName="Large", Item={"p": {"S": "p"}, "s": {"N": str(number)},
                                                     "v": {"S": "x" * 390_000}})
        readers = [self.connect(receive_buffer=4096) for _ in range(60)]
        query = head("Query", len(QUERY)) + QUERY
        for reader in readers:
            reader.sendall(QUERIES * query)  # the kernel takes some of the answers
        self.wait_until(lambda: request(self.server.url, "POST", "/", QUERY, ASK)[0] == 503)
        self.assertLess(self.resident(), BUDGET + WHAT_ELSE)
        answers = [read_answers(reader) for reader in readers]
        cut = [answer for answer in answers if b"HTTP/1.1 503 Service Unavailable\r\n" in answer]
        self.assertGreater(len(cut), 10)
        self.assertIn(b"\r\nConnection: close\r\n", cut[0].split(b"HTTP/1.1 503")[1])
        self.assertGreater(len([answer for answer in answers if answer.count(b"HTTP/1.1 200") == QUERIES]), 4)

        self.close_all()
        answer = self.server.client("dynamodb").scan(TableName="Large")
        self.assertGreaterEqual(len(answer["Items"]), 2)


class WaitingInvocations(MemoryTest):
    def test_a_function_may_keep_half_of_the_budget_waiting(self):
        functions = self.server.client("lambda")
        functions.create_function(FunctionName="sleeper", Runtime="python3.12", Handler="main.handler",
                                  Role=ROLE, Timeout=30, Code={"ZipFile": zip_of(**{"main.py": SLEEPER})})
        payload = json.dumps({"s": 2, "x": "x" * (MEGABYTE - 100)}).encode()

        def invoke(_):  # and wait: an event would wait on the disk
            try:
                functions.invoke(FunctionName="sleeper", Payload=payload)
            except ClientError as refusal:
                return refusal.response
            return None
        with concurrent.futures.ThreadPoolExecutor(40) as clients:
            refused = [answer for answer in clients.map(invoke, range(40)) if answer]
        self.assertGreaterEqual(len(refused), 1)
        self.assertLessEqual(len(refused), 32)
        for answer in refused:
            self.assertEqual(answer["ResponseMetadata"]["HTTPStatusCode"], 429)
            self.assertEqual(answer["Error"], {"Code": "TooManyRequestsException", "Message": "Rate Exceeded."})
            # The function has its half waiting, or all is spoken for.
            self.assertIn(answer["Reason"], ("ConcurrentInvocationLimitExceeded", "CallerRateLimitExceeded"))

        def accepted():
            try:
                return functions.invoke(FunctionName="sleeper", Payload=b"{}")["StatusCode"] == 200
            except ClientError:
                return False
        self.wait_until(accepted)


class AfterAPeak(MemoryTest):
    FLAGS = ()

    def test_memory_goes_back_to_the_system(self):
        dense = b'{"TableName":"None","Item":{"p":{"S":"a"},"l":{"L":[' + b",".join([b'{"N":"1"}'] * 1_500_000)
        body = dense + b"]}}}"
        before = self.resident("VmRSS")
        threads = [threading.Thread(target=request, args=(self.server.url, "POST", "/", body, PUT))
                   for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertGreater(self.resident(), before + 100 * MEGABYTE)
        with StallMeter(self.server) as meter:
            self.wait_until(lambda: self.resident("VmRSS") < before + 64 * MEGABYTE)
        self.assertLess(meter.worst_ms, 50 * FACTOR)
