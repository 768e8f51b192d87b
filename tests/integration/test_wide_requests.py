"""Nobody waits for a request that names very many things, or meets very many of them.

Each row once held up the engine thread for 0.1 to 5 seconds; see test_stalls.py.
"""
import itertools
import json
import socket
import unittest
from contextlib import ExitStack
from urllib.parse import quote

from dynamodb_cases import index, key
from harness import zip_of
from lambda_cases import ROLE
from stall_cases import StallTest
from wire import HEADERS, Connection

MANY_VALUES = b'{"L":[' + b",".join([b'{"S":""}'] * 390_000) + b"]}"
MOST_EXPRESSION = 4096


def names(count):
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    return ["k" + "".join(each)  # none is a reserved word
            for each in itertools.islice(itertools.product(letters, repeat=3), count)]


def as_many(clause, action, count):
    """The clause with as many of the actions as an expression may have."""
    text = clause + " " + ",".join(action(n) for n in range(count))
    return text if len(text) <= MOST_EXPRESSION else text[:text.rindex(",", 0, MOST_EXPRESSION)]


class WideTest(StallTest):
    def good(self, operation, body, **more):
        status, answer = self.call(operation, body, **more)
        self.assertEqual(status, 200, answer[:300])
        return json.loads(answer)

    def put_many_values(self, table, pk="a", more=b""):
        self.good("PutItem", b'{"TableName":"%s","Item":{"pk":{"S":"%s"},"l":%s%s}}' % (
            table.encode(), pk.encode(), MANY_VALUES, more))

    def indexed(self, name, projection="ALL"):
        return self.table(name, types={"pk": "S", "g": "S"}, GlobalSecondaryIndexes=[
            index(f"ByG{n}", "g", projection=projection) for n in range(20)])


class Updates(WideTest):
    def setUp(self):
        self.table("Wide")

    def test_legacy_updates_of_ten_thousand_attributes(self):
        some = names(60_000)
        whole = json.dumps({"TableName": "Wide", "Item": {
            **key("a"), **{name: {"S": ""} for name in some}}}).encode()
        half = json.dumps({"TableName": "Wide", "Item": {
            **key("b"), **{name: {"S": ""} for name in some[::2]}}}).encode()
        fewer = {"TableName": "Wide", "Key": key("a"), "AttributeUpdates": {
            name: {"Action": "DELETE"} for name in some[:10_000]}}
        more = {"TableName": "Wide", "Key": key("b"), "AttributeUpdates": {
            name: {"Action": "PUT", "Value": {"S": ""}} for name in some[1:20_000:2]}}
        for before, update in ((whole, fewer), (half, more)):
            def act():
                self.good("PutItem", before)
                self.good("UpdateItem", update)
            self.assert_no_stall(act)

    def test_hundreds_of_places_in_a_long_list(self):
        for update, values in (
                (as_many("REMOVE", lambda n: f"l[{n}]", 600), {}),
                (as_many("SET", lambda n: f"l[{n}]=:v", 600),
                 {"ExpressionAttributeValues": {":v": {"S": "x"}}})):
            self.put_many_values("Wide")
            body = {"TableName": "Wide", "Key": key("a"), "UpdateExpression": update, **values}
            self.assert_no_stall(lambda: self.good("UpdateItem", body))

    def test_hundreds_of_keys_of_a_wide_map(self):
        some = sorted(names(65_000))
        item = {**key("m"), "m": {"M": {name: {"S": ""} for name in some}}}
        for update, values in (
                (as_many("REMOVE", lambda n: f"m.{some[n]}", 600), {}),
                (as_many("SET", lambda n: f"m.a{n}=:v", 500),
                 {"ExpressionAttributeValues": {":v": {"S": ""}}})):
            put = json.dumps({"TableName": "Wide", "Item": item}).encode()
            body = {"TableName": "Wide", "Key": key("m"), "UpdateExpression": update, **values}

            def act():
                self.good("PutItem", put)
                self.good("UpdateItem", body)
            self.assert_no_stall(act)


class Indexes(WideTest):
    def test_an_item_of_very_many_values_in_twenty_indexes(self):
        self.indexed("Indexed")
        self.put_many_values("Indexed", more=b',"g":{"S":"x"}')
        update = {"TableName": "Indexed", "Key": key("a"), "UpdateExpression": "ADD n :one",
                  "ExpressionAttributeValues": {":one": {"N": "1"}}}
        self.assert_no_stall(lambda: self.good(
            "UpdateItem", {**update, "ReturnConsumedCapacity": "INDEXES"}))
        self.assert_no_stall(lambda: self.good(
            "TransactWriteItems", {"TransactItems": [{"Update": update}]}))

    def test_clients_with_large_transactions(self):
        """A turn of the writer counts what it writes, not who asked for it."""
        self.indexed("Indexed", "KEYS_ONLY")
        numbers = itertools.count()

        def act():
            """All bodies are there before the first is answered."""
            requests = [self.transaction(numbers) for _ in range(60)]
            host, port = self.server.url.split("//")[1].rsplit(":", 1)
            with ExitStack() as sockets:
                peers = [sockets.enter_context(socket.create_connection((host, int(port))))
                         for _ in requests]
                for peer, request in zip(peers, requests):
                    peer.sendall(request)
                for peer in peers:
                    self.assertIn(b" 200 ", peer.recv(4096)[:20])
        self.assert_no_stall(act)

    def transaction(self, numbers):
        """The bytes of one of a hundred puts."""
        body = json.dumps({"TransactItems": [{"Put": {"TableName": "Indexed", "Item": {
            **key(str(next(numbers))), "g": {"S": "x"}}}} for _ in range(100)]})
        headers = {**HEADERS, "Host": "localhost", "Content-Length": len(body),
                   "X-Amz-Target": "DynamoDB_20120810.TransactWriteItems"}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"POST / HTTP/1.1\r\n{lines}\r\n{body}".encode()


class Statements(WideTest):
    def test_a_hundred_statements_of_a_thousand_terms(self):
        self.table("Terms")
        terms = " OR ".join(["a=1"] * 1000)
        numbers = itertools.count()

        def statements(count, text):
            return [{"Statement": text.format(next(numbers), terms)} for _ in range(count)]
        update = "UPDATE Terms SET b=1 WHERE pk='{}' AND NOT ({})"
        self.put("Terms", *(key(str(n)) for n in range(400)))
        self.assert_no_stall(lambda: self.good(
            "ExecuteTransaction", {"TransactStatements": statements(100, update)}))
        self.assert_no_stall(lambda: self.good(
            "BatchExecuteStatement", {"Statements": statements(25, update)}))


class Queues(WideTest):
    def test_a_queue_of_long_messages_is_purged(self):
        sqs = self.server.client("sqs")
        url = sqs.create_queue(QueueName="long")["QueueUrl"]
        self.addCleanup(sqs.delete_queue, QueueUrl=url)

        def act():
            for _ in range(200):
                sqs.send_message(QueueUrl=url, MessageBody="x" * (1 << 20))
            self.good("PurgeQueue", {"QueueUrl": url}, service="AmazonSQS")
            clock = {"mode": "advance", "seconds": 61}  # purged queues wait a minute; chores are done
            self.assertEqual(self.request("POST", "/_rivulet/clock", json.dumps(clock), HEADERS)[0], 200)
        self.assert_no_stall(act)

    def test_long_messages_of_quotes_are_received(self):
        sqs = self.server.client("sqs")
        url = sqs.create_queue(QueueName="quotes")["QueueUrl"]
        self.addCleanup(sqs.delete_queue, QueueUrl=url)
        for _ in range(10):
            sqs.send_message(QueueUrl=url, MessageBody='"' * (1 << 20))
        receive = "Action=ReceiveMessage&MaxNumberOfMessages=10&VisibilityTimeout=0&Version=2012-11-05&QueueUrl="
        headers = {**HEADERS, "Content-Type": "application/x-www-form-urlencoded",
                   "Authorization": HEADERS["Authorization"].replace("/dynamodb/", "/sqs/")}

        def act():
            status, answer = self.request("POST", "/", receive + quote(url), headers)
            self.assertEqual(status, 200)
            self.assertIn("<Message>", answer)
        self.assert_no_stall(act)


class Mappings(WideTest):
    def test_a_disabled_mapping_behind_long_records(self):
        stream = self.table("Records", StreamSpecification={
            "StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})["LatestStreamArn"]
        functions = self.server.client("lambda")
        functions.create_function(FunctionName="reads", Runtime="python3.12", Handler="main.handler",
                                  Role=ROLE, Code={"ZipFile": zip_of(**{"main.py": "handler = print"})})
        self.addCleanup(functions.delete_function, FunctionName="reads")
        mapping = functions.create_event_source_mapping(
            FunctionName="reads", EventSourceArn=stream, StartingPosition="TRIM_HORIZON",
            Enabled=False)["UUID"]
        self.addCleanup(functions.delete_event_source_mapping, UUID=mapping)
        connection = Connection(self.server.url)
        self.addCleanup(connection.close)
        for n in range(600):
            connection.call("PutItem", {"TableName": "Records", "Item": {
                **key("a"), "n": {"N": str(n)}, "t": {"S": "t" * 390_000}}})

        def act():
            status, answer = self.request("GET", f"/_rivulet/mappings/{mapping}", None, HEADERS)
            self.assertEqual(status, 200)
            self.assertIn("600", answer)
        self.assert_no_stall(act)


if __name__ == "__main__":
    unittest.main()
