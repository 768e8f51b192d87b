"""Requests without an SDK: for speed, and for what no SDK would send."""
import http.client
import json

SCOPE = "AKIDEXAMPLE/20260101/us-east-1/dynamodb/aws4_request"
HEADERS = {
    "Content-Type": "application/x-amz-json-1.0", "X-Amz-Date": "20260101T000000Z",
    "Authorization": f"AWS4-HMAC-SHA256 Credential={SCOPE}, SignedHeaders=host;x-amz-target, "
                     f"Signature={'0' * 64}"}


class Connection:
    """One kept connection that speaks DynamoDB: a tenth of boto3's cost."""

    def __init__(self, url):
        self.connection = http.client.HTTPConnection(url.split("//")[1], timeout=60)

    def call(self, operation, body, service="DynamoDB_20120810"):
        """The status and the answer's body."""
        self.connection.request("POST", "/", json.dumps(body), {
            **HEADERS, "X-Amz-Target": f"{service}.{operation}"})
        response = self.connection.getresponse()
        return response.status, json.loads(response.read())

    def close(self):
        self.connection.close()


def open_poll(url, queue_url, seconds):
    """A ReceiveMessage of the queue's account that waits, as a connection that has sent it."""
    account = queue_url.split("/")[-2]
    connection = http.client.HTTPConnection(url.split("//")[1], timeout=60)
    connection.request("POST", "/", json.dumps({"QueueUrl": queue_url, "WaitTimeSeconds": seconds}), {
        **HEADERS, "X-Amz-Target": "AmazonSQS.ReceiveMessage",
        "Authorization": HEADERS["Authorization"].replace("AKIDEXAMPLE", account)})
    # The server takes up what came first before it answers what comes twice behind it.
    for _ in range(2):
        request(url, "GET", "/_rivulet/clock")
    return connection


def request(url, method, path, body=None, headers=None):
    """One request on a connection of its own: status, headers, body as text."""
    connection = http.client.HTTPConnection(url.split("//")[1], timeout=60)
    try:
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        return response.status, response.headers, response.read().decode()
    finally:
        connection.close()
