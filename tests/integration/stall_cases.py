"""What tests share that measure how long others wait: see stall_meter.py."""
import http.client
import json

from dynamodb_cases import DynamoDbTest
from stall_meter import assert_no_stall
from wire import HEADERS

SMALL_MS = 100  # generous, for machines with other work


class StallTest(DynamoDbTest):
    def assert_no_stall(self, act, limit_ms=SMALL_MS):
        assert_no_stall(self, self.server, limit_ms, act)

    def request(self, method, path, body, headers):
        """A body as it is: the answer's status and text; (None, "") when the server hung up."""
        connection = http.client.HTTPConnection(self.server.url.split("//")[1], timeout=120)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response.status, response.read().decode()
        except (BrokenPipeError, ConnectionResetError):  # refused before all of it was sent
            return None, ""
        finally:
            connection.close()

    def call(self, operation, body, service="DynamoDB_20120810"):
        return self.request("POST", "/", body if isinstance(body, bytes) else json.dumps(body),
                            {**HEADERS, "X-Amz-Target": f"{service}.{operation}"})

    def put_item(self, body, **headers):
        return self.request("POST", "/", body,
                            {**HEADERS, "X-Amz-Target": "DynamoDB_20120810.PutItem", **headers})

    def megabytes(self, field):
        """VmRSS: what the server holds now; VmHWM: what it held at most since forget_peak()."""
        with open(f"/proc/{self.server.process.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith(field)) // 1024

    def forget_peak(self):
        with open(f"/proc/{self.server.process.pid}/clear_refs", "w", encoding="ascii") as file:
            file.write("5")
