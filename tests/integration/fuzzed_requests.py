"""Requests that are nearly right, for every API of the port: a valid one with a few things broken.

RequestFuzzer(random) answers bytes that are one whole HTTP request each: what is broken is what is said in it,
not where it ends.
"""
import copy
import json

from wire import HEADERS

SERVICES = {"DynamoDB_20120810": "dynamodb", "DynamoDBStreams_20120810": "dynamodb", "Logs_20140328": "logs"}
KEY = {"pk": {"S": "a"}, "sk": {"N": "1"}}
ITEM = {**KEY, "n": {"N": "7"}, "l": {"L": [{"S": "x"}, {"NULL": True}]}, "m": {"M": {"b": {"B": "AAEC"}}},
        "s": {"SS": ["a", "b"]}, "ns": {"NS": ["1", "2"]}}
VALUES = {":v": {"N": "1"}, ":w": {"S": "a"}}
TABLE = {"TableName": "Fuzzed"}
STREAM = "arn:aws:dynamodb:us-east-1:000000000000:table/Fuzzed/stream/2026-01-01T00:00:00.000"
FUNCTIONS = "/2015-03-31/functions"
MAPPINGS = "/2015-03-31/event-source-mappings"

# Target and body. Every operation may be named; most say enough to be done.
JSON_REQUESTS = [
    ("DynamoDB_20120810.PutItem", {**TABLE, "Item": ITEM, "ReturnValues": "ALL_OLD",
                                   "ConditionExpression": "attribute_exists(n) AND n > :v",
                                   "ExpressionAttributeValues": {":v": {"N": "1"}}}),
    ("DynamoDB_20120810.UpdateItem", {**TABLE, "Key": KEY, "ReturnValues": "UPDATED_NEW",
                                      "UpdateExpression": "SET n = if_not_exists(n, :v) + :v, #l[0] = :w REMOVE s",
                                      "ExpressionAttributeNames": {"#l": "l"},
                                      "ExpressionAttributeValues": VALUES}),
    ("DynamoDB_20120810.DeleteItem", {**TABLE, "Key": KEY, "Expected": {"n": {"Exists": False}}}),
    ("DynamoDB_20120810.GetItem", {**TABLE, "Key": KEY, "ProjectionExpression": "n, l[0], m.b"}),
    ("DynamoDB_20120810.Query", {**TABLE, "KeyConditionExpression": "pk = :w AND sk BETWEEN :v AND :v",
                                 "FilterExpression": "contains(s, :w) OR size(l) < :v",
                                 "ExpressionAttributeValues": VALUES, "Limit": 5, "ScanIndexForward": False}),
    ("DynamoDB_20120810.Scan", {**TABLE, "Segment": 0, "TotalSegments": 2, "Select": "COUNT"}),
    ("DynamoDB_20120810.BatchGetItem", {"RequestItems": {"Fuzzed": {"Keys": [KEY]}}}),
    ("DynamoDB_20120810.BatchWriteItem", {"RequestItems": {"Fuzzed": [{"PutRequest": {"Item": ITEM}}]}}),
    ("DynamoDB_20120810.TransactGetItems", {"TransactItems": [{"Get": {**TABLE, "Key": KEY}}]}),
    ("DynamoDB_20120810.TransactWriteItems", {"ClientRequestToken": "t", "TransactItems": [
        {"Update": {**TABLE, "Key": KEY, "UpdateExpression": "ADD n :v",
                    "ExpressionAttributeValues": {":v": {"N": "1"}}}}]}),
    ("DynamoDB_20120810.CreateTable", {
        "TableName": "Made", "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}}),
    ("DynamoDB_20120810.UpdateTable", {"TableName": "Made", "BillingMode": "PROVISIONED",
                                       "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}}),
    ("DynamoDB_20120810.UpdateTimeToLive", {
        **TABLE, "TimeToLiveSpecification": {"Enabled": True, "AttributeName": "ttl"}}),
    ("DynamoDB_20120810.DescribeTable", TABLE),
    ("DynamoDB_20120810.DeleteTable", {"TableName": "Made"}),
    ("DynamoDB_20120810.ListTables", {"Limit": 3, "ExclusiveStartTableName": "A"}),
    ("DynamoDBStreams_20120810.ListStreams", {"Limit": 3}),
    ("DynamoDBStreams_20120810.DescribeStream", {"StreamArn": STREAM}),
    ("DynamoDBStreams_20120810.GetShardIterator", {
        "StreamArn": STREAM, "ShardId": "shardId-00000000000000000000-00000000",
        "ShardIteratorType": "AT_SEQUENCE_NUMBER", "SequenceNumber": "000000000000000000001"}),
    ("DynamoDBStreams_20120810.GetRecords", {"ShardIterator": STREAM + "|1|" + "A" * 80, "Limit": 10}),
    ("Logs_20140328.CreateLogGroup", {"logGroupName": "/fuzzed"}),
    ("Logs_20140328.FilterLogEvents", {"logGroupName": "/fuzzed", "filterPattern": '{ $.a = "x*" && $.b > 1 }'}),
    ("Logs_20140328.FilterLogEvents", {"logGroupName": "/fuzzed", "filterPattern": "%a[b-d]+%", "limit": 5}),
    ("Logs_20140328.GetLogEvents", {"logGroupName": "/fuzzed", "logStreamName": "s", "nextToken": "f/1"}),
    ("Logs_20140328.PutLogEvents", {"logGroupName": "/fuzzed", "logStreamName": "s",
                                    "logEvents": [{"timestamp": 1767225600000, "message": "m"}]}),
]

# Method, path and body of what isn't told by a target. Nothing here runs code: the function isn't there.
PATH_REQUESTS = [
    ("POST", FUNCTIONS, {"FunctionName": "f", "Runtime": "python3.12", "Role": "arn:aws:iam::1:role/r",
                         "Handler": "a.b", "Code": {"ZipFile": "UEsDBBQAAAAIAA=="}, "MemorySize": 128,
                         "Environment": {"Variables": {"A": "b"}}, "Layers": [], "Tags": {"a": "b"}}),
    ("GET", FUNCTIONS + "?MaxItems=5&Marker=x", None),
    ("POST", FUNCTIONS + "/f/invocations?Qualifier=1", {"a": 1}),
    ("PUT", FUNCTIONS + "/f/configuration", {"Timeout": 3}),
    ("DELETE", FUNCTIONS + "/f", None),
    ("POST", MAPPINGS, {"FunctionName": "f", "EventSourceArn": STREAM, "StartingPosition": "LATEST",
                        "BatchSize": 10, "FilterCriteria": {"Filters": [{"Pattern": '{"eventName":["INSERT"]}'}]}}),
    ("GET", MAPPINGS + "?FunctionName=f", None),
    ("GET", MAPPINGS + "/00000000-0000-0000-0000-000000000000", None),
    ("GET", "/2017-03-31/tags/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af", None),
    ("GET", "/", None),
    ("POST", "/?Action=GetCallerIdentity&Version=2011-06-15", None),
    ("GET", "/_rivulet/health", None),
    ("GET", "/_rivulet/clock", None),
]

TEXTS = ["", "a", "\x00", "é", "\U0001f600", "#n", ":v", "n[", "a.b", "..", "/", "%", "%00", "*" * 50, "x" * 300,
         "n = :v AND (", "NOT NOT n", "arn:aws:dynamodb:us-east-1:000000000000:table/Fuzzed", "1" * 130, "-0", "1e127",
         '"', "{", "\\", "LATEST", "ALL", "'", "0123456789" * 30]
NUMBERS = [0, -1, 1, 2**31, 2**31 - 1, 2**63, -2**63, 1.5, 1e300, -0.0]


class RequestFuzzer:
    def __init__(self, random):
        self.random = random

    def request(self):
        """The bytes of a request, and whether it says that it is packed."""
        method, path, headers, body = self.template()
        if body is not None:
            tree = copy.deepcopy(body)
            for _ in range(self.random.choice((0, 1, 1, 1, 2, 3))):
                tree = self.broken(tree)
            body = json.dumps(tree).encode()
        body = self.broken_bytes(body or b"", rate=0.1)
        if self.random.random() < 0.1:
            self.break_headers(headers)
        if self.random.random() < 0.1:
            path = self.broken_path(path)
        if self.random.random() < 0.03:
            method = self.random.choice(("GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "POST"))
        return as_bytes(method, path, headers, body), "Content-Encoding" in headers

    def template(self):
        if self.random.random() < 0.7:
            target, body = self.random.choice(JSON_REQUESTS)
            service = SERVICES[target.split(".")[0]]
            headers = {**HEADERS, "X-Amz-Target": target}
            headers["Authorization"] = headers["Authorization"].replace("/dynamodb/", f"/{service}/")
            if service == "logs":
                headers["Content-Type"] = "application/x-amz-json-1.1"
            return "POST", "/", headers, body
        method, path, body = self.random.choice(PATH_REQUESTS)
        return method, path, dict(HEADERS), body

    def broken(self, tree):
        """The tree with something else at one place, or a place more or less."""
        if isinstance(tree, dict) and tree and self.random.random() < 0.85:
            name = self.random.choice(list(tree))
            act = self.random.random()
            if act < 0.15:
                del tree[name]
            elif act < 0.25:
                tree[self.random.choice(TEXTS)] = tree[name]
            else:
                tree[name] = self.broken(tree[name])
            return tree
        if isinstance(tree, list) and tree and self.random.random() < 0.85:
            at = self.random.randrange(len(tree))
            act = self.random.random()
            if act < 0.15:
                del tree[at]
            elif act < 0.3:
                tree += [tree[at]] * self.random.choice((1, 30, 120))
            else:
                tree[at] = self.broken(tree[at])
            return tree
        return self.something(tree)

    def something(self, instead_of):
        act = self.random.random()
        if act < 0.35 and isinstance(instead_of, str):
            return self.broken_text(instead_of)
        if act < 0.55:
            return self.random.choice(TEXTS)
        if act < 0.7:
            return self.random.choice(NUMBERS)
        if act < 0.9:
            return self.random.choice((None, True, False, [], {}, [[]], {"S": "a"}, {"N": "x"}, {"M": {}}, [None]))
        nested = instead_of
        # Thrice with two levels each, it is still what Python can write.
        for _ in range(self.random.choice((2, 33, 150))):
            nested = self.random.choice((lambda inner: [inner], lambda inner: {"M": {"a": inner}},
                                         lambda inner: {"L": [inner]}))(nested)
        return nested

    def broken_text(self, text):
        at = self.random.randrange(len(text) + 1)
        return text[:at] + self.random.choice(TEXTS) + text[at + self.random.randrange(3):]

    def broken_bytes(self, body, rate):
        if not body or self.random.random() >= rate:
            return body
        changed = bytearray(body)
        for _ in range(self.random.randrange(1, 4)):
            changed[self.random.randrange(len(changed))] = self.random.randrange(256)
        return bytes(changed[:self.random.choice((len(changed), self.random.randrange(len(changed) + 1)))])

    def break_headers(self, headers):
        name = self.random.choice(["Accept-Encoding", "Content-Encoding", "Origin", "Expect", *headers])
        act = self.random.random()
        if act < 0.4:
            headers.pop(name, None)
        elif act < 0.7:
            headers[name] = "".join(c for c in self.random.choice(TEXTS) if " " <= c < "\x7f")
        else:
            headers[name] = self.random.choice(("gzip", "identity", "*", "a;q=0.5,b", "text/plain", "AWS4-X Credential=a"))

    def broken_path(self, path):
        text = self.broken_text(path)
        return "/" + "".join(c for c in text if "!" <= c < "\x7f")


def as_bytes(method, path, headers, body):
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
