"""Nobody waits for another client's request, whatever it brings, nor for what handlers do.

Each row once held up the engine thread for half a second to half a minute, or took a gigabyte. The limits
are generous, for machines with other work; see stall_meter.py.
"""
import gzip
import json
import os
import socket
import time
import unittest
import uuid

from dynamodb_cases import definition, key
from harness import Server, eventually, log_messages, zip_of
from lambda_cases import ROLE
from stall_cases import SMALL_MS, StallTest
from transfers import finished_import, table_of
from wire import HEADERS, Connection

LARGE_MS = 250  # of a body of 16 MB
MEGABYTE = 1 << 20
LONG = 399 * 1024 - 200  # what an item's attribute may have
PRINTS_LINES = """
import os, time
def handler(event, context):
    end = time.monotonic() + 2
    while time.monotonic() < end:
        os.write(1, b"\\n" * 65536)
"""


def processor_seconds(server):
    """What all of its threads have worked so far."""
    with open(f"/proc/{server.process.pid}/stat", encoding="ascii") as file:
        user, system = file.read().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


class Expressions(StallTest):
    def setUp(self):
        self.table("Long")
        self.put("Long", {**key("a"), "t": {"S": "a" * LONG}})

    def scan(self, expression, values):
        return self.db.scan(TableName="Long", FilterExpression=expression,
                            ExpressionAttributeValues=values)["Count"]

    def test_contains_looks_at_each_byte_once(self):
        parts = {f":p{n}": {"S": "a" * (LONG // 2 + n) + "b"} for n in range(5)}
        expression = " OR ".join(f"contains(t, {part})" for part in parts)
        self.assert_no_stall(
            lambda: self.assertEqual(self.scan(expression, parts), 0))

    def test_a_condition_that_looks_through_a_long_text_too_often(self):
        hard = {":b": {"S": "a" * 100_000 + "b"}}

        def terms(count):
            return "NOT (" + " OR ".join(["contains(t, :b)"] * count) + ")"

        def condition_of(count):
            return self.db.put_item(TableName="Long", Item=key("a"), ConditionExpression=terms(count),
                                    ExpressionAttributeValues=hard)
        self.assert_no_stall(lambda: self.assert_error(
            "ValidationException",
            "Conditions look through more than 8 MB of what items hold. DynamoDB would; Rivulet has this "
            "limit so that other requests needn't wait.", condition_of, count=149))
        self.assert_no_stall(lambda: condition_of(20))

    def test_a_batch_of_statements_that_look_through_long_texts(self):
        """Each may look through 8 MB: the batch is written in as many turns as it takes."""
        for n in range(25):
            self.put("Long", {**key(str(n)), "t": {"S": "a" * LONG}})
        terms = " AND ".join(["size(t) > 1"] * 20)
        statements = [{"Statement": f"UPDATE \"Long\" SET x=1 WHERE pk='{n}' AND {terms}"} for n in range(25)]

        def write():
            responses = self.db.batch_execute_statement(Statements=statements)["Responses"]
            self.assertEqual(responses, [{"TableName": "Long"}] * 25)
        self.assert_no_stall(write)

    def test_a_statement_with_many_alternatives(self):
        either = "(" + " OR ".join(["pk = 'a'"] * 10) + ")"
        statement = 'SELECT * FROM "Long" WHERE ' + " AND ".join([either] * 3 + ["x=1"] * 800)
        self.assert_no_stall(lambda: self.assert_error(
            "ValidationException", "Too many decomposed read operations for a given query.",
            self.db.execute_statement, Statement=statement))

    def test_a_value_that_is_used_often_is_held_once(self):
        self.forget_peak()
        before = self.megabytes("VmRSS")
        terms = ",".join([":v"] * 1300)
        value = {":v": {"S": "x" * 180_000}}
        self.assert_error(
            "ValidationException",
            "Invalid FilterExpression: The IN operator is provided with too many operands; number "
            "of operands: 1300", self.scan, expression=f"a IN ({terms})", values=value)
        self.assertLess(self.megabytes("VmHWM") - before, 100)

    def test_an_update_that_would_write_more_than_an_item_can_hold(self):
        self.put("Long", {**key("l"), "l": {"L": [{"N": "1"}] * 100_000}})
        sets = ", ".join(f"c{n} = l" for n in range(300))

        def update():
            self.assert_error(
                "ValidationException", "Item size to update has exceeded the maximum allowed size",
                self.db.update_item, TableName="Long", Key=key("l"), UpdateExpression=f"SET {sets}")
        self.forget_peak()
        before = self.megabytes("VmRSS")
        self.assert_no_stall(update)
        self.assertLess(self.megabytes("VmHWM") - before, 150)


class Bodies(StallTest):
    def setUp(self):
        self.table("Tab")

    def put_attribute(self, attribute):
        return b'{"TableName":"Tab","Item":{"pk":{"S":"a"},"x":' + attribute + b"}}"

    def test_a_dense_array(self):
        body = b'{"TableName":"Tab","x":[' + b"1," * (8 * MEGABYTE - 100) + b"1]}"
        self.assert_no_stall(lambda: self.put_item(body), LARGE_MS)

    def test_a_set_of_numbers(self):
        members = b",".join(b'"%d"' % n for n in range(1_500_000))
        body = self.put_attribute(b'{"NS":[' + members + b"]}")
        self.assert_no_stall(lambda: self.put_item(body), LARGE_MS)

    def test_a_set_of_strings(self):
        members = b",".join(b'"%d"' % n for n in range(1_500_000))
        body = self.put_attribute(b'{"SS":[' + members + b"]}")
        self.assert_no_stall(lambda: self.put_item(body), LARGE_MS)

    def test_a_list(self):
        body = self.put_attribute(b'{"L":[' + b",".join([b'{"N":"1"}'] * 1_500_000) + b"]}")
        self.assert_no_stall(lambda: self.put_item(body), LARGE_MS)

    def test_more_than_an_operation_takes(self):
        body = b'{"x":[' + b"1," * (30 * MEGABYTE) + b"1]}"
        self.forget_peak()
        before = self.megabytes("VmRSS")
        self.assert_no_stall(lambda: self.assertIn(self.put_item(body)[0], (413, None)))
        self.assertLess(self.megabytes("VmHWM") - before, 50)

    def test_a_dense_array_as_an_upload(self):
        body = b'{"x":[' + b"1," * (33 * MEGABYTE) + b"1]}"
        self.assert_no_stall(lambda: self.request("POST", "/2015-03-31/functions", body, HEADERS),
                             LARGE_MS)

    def test_empty_gzip_members(self):
        body = gzip.compress(b"") * (15 * MEGABYTE // 20)
        self.assert_no_stall(lambda: self.put_item(body, **{"Content-Encoding": "gzip"}), LARGE_MS)

    def test_a_gzip_bomb(self):
        body = gzip.compress(b'{"x":"' + b"a" * (15 * MEGABYTE) + b'"}')
        self.assert_no_stall(lambda: self.put_item(body, **{"Content-Encoding": "gzip"}), LARGE_MS)


class Lists(StallTest):
    """Of more things than there may be, which is found out without comparing all with all."""

    def test_tags(self):
        self.table("Tagged")
        tags = [{"Key": f"k{n}", "Value": "v"} for n in range(100_000)]
        body = {"ResourceArn": "arn:aws:dynamodb:us-east-1:000000000000:table/Tagged", "Tags": tags}
        self.assert_no_stall(lambda: self.assertIn("Number of Tags", self.call("TagResource", body)[1]),
                             LARGE_MS)

    def test_attribute_definitions(self):
        definitions = [{"AttributeName": f"a{n}", "AttributeType": "S"} for n in range(50_000)]
        body = {"TableName": "Wide", "BillingMode": "PAY_PER_REQUEST", "AttributeDefinitions": definitions,
                "KeySchema": [{"AttributeName": "a0", "KeyType": "HASH"}]}
        self.assert_no_stall(lambda: self.assertEqual(self.call("CreateTable", body)[0], 400), LARGE_MS)

    def test_requests_that_come_all_at_once(self):
        self.table("Scanned")
        for n in range(20):
            self.put("Scanned", {**key(str(n)), "t": {"S": "x" * 40_000}})
        body = json.dumps({"TableName": "Scanned", "FilterExpression": "contains(t, :y)",
                           "ExpressionAttributeValues": {":y": {"S": "y"}}})
        lines = {**HEADERS, "Host": "localhost", "X-Amz-Target": "DynamoDB_20120810.Scan",
                 "Content-Length": len(body)}
        head = "POST / HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        address = self.server.url.split("//")[1].rsplit(":", 1)

        def send():
            with socket.create_connection(address) as peer:
                peer.sendall((head + "\r\n" + body).encode() * 300)
                answers = 0
                while answers < 300:
                    answers += peer.recv(1 << 20).count(b"HTTP/1.1 200")
        self.assert_no_stall(send)

    def test_items_of_very_many_values(self):
        self.table("Values")
        dense = b'{"L":[' + b",".join([b'{"S":""}'] * 390_000) + b"]}"
        for n in range(25):
            put = b'{"TableName":"Values","Item":{"pk":{"S":"%d"},"l":%s}}' % (n, dense)
            self.assertEqual(self.put_item(put)[0], 200)

        def transaction(count, member, action, **rest):
            items = [{action: {"TableName": "Values", "Key": key(str(n)), **rest}} for n in range(count)]
            return self.call(f"Transact{member}Items", {"TransactItems": items})

        def project():
            page = self.call("Scan", {"TableName": "Values", "ProjectionExpression": "pk"})
            self.assertEqual(json.loads(page[1])["Count"], 3)  # of 1 MB, with all that they have
        update = {"UpdateExpression": "SET n = :n", "ExpressionAttributeValues": {":n": {"N": "1"}}}
        too_many = "have more than 1000000 values in all. DynamoDB would take them; Rivulet has this limit"
        statements = [{"Statement": f"SELECT * FROM \"Values\" WHERE pk = '{n}'"} for n in range(25)]
        for act in (
                project,
                lambda: self.assertEqual(transaction(1, "Write", "Update", **update), (200, "{}")),
                lambda: self.assertIn(too_many, transaction(2, "Write", "Update", **update)[1]),
                lambda: self.assertIn(too_many, transaction(10, "Write", "Update", **update)[1]),
                lambda: self.assertIn(too_many, transaction(10, "Get", "Get")[1]),
                lambda: self.assertEqual(transaction(2, "Get", "Get")[1].count('"pk"'), 2),
                lambda: self.assertEqual(self.call("BatchExecuteStatement", {"Statements": statements})[1].count(
                    '"pk"'), 25)):
            self.assert_no_stall(act)

    def test_an_index_before_items_of_very_many_values(self):
        attributes = [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "g")]
        self.db.create_table(
            TableName="Dense", BillingMode="PAY_PER_REQUEST", AttributeDefinitions=attributes,
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            GlobalSecondaryIndexes=[{"IndexName": "ByG", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
                                     "Projection": {"ProjectionType": "KEYS_ONLY"}}])
        self.addCleanup(self.db.delete_table, TableName="Dense")
        dense = [{"NULL": True}] * 190_000
        for n in range(12):
            self.put("Dense", {**key(str(n)), "g": {"S": "g"}, "l": {"L": dense}})
        pages = self.db.get_paginator("scan")

        def scan():
            found = [item["pk"]["S"] for page in pages.paginate(TableName="Dense", IndexName="ByG")
                     for item in page["Items"]]
            self.assertEqual(len(set(found)), 12)
        self.assert_no_stall(scan)


class Buckets(StallTest):
    """XML is read once it is known to be small, and what lies packed in a bucket may be large."""

    def setUp(self):
        self.s3 = self.server.client("s3")
        self.s3.create_bucket(Bucket="stalls")

    def ask(self, method, path, body, **headers):
        signed = HEADERS["Authorization"].replace("/dynamodb/", "/s3/")
        return self.request(method, path, body, {"Authorization": signed, **headers})

    def test_xml_of_more_than_an_operation_takes(self):
        body = b"<Delete>" + b"<Object><Key>a</Key></Object>" * 1_000_000 + b"</Delete>"
        self.forget_peak()
        before = self.megabytes("VmRSS")

        def refused(method, path):
            status, text = self.ask(method, path, body)
            self.assertIn(status, (400, None))
            if text:
                self.assertIn("<Code>MaxMessageLengthExceeded</Code>", text)
        for method, path in (("POST", "/stalls?delete"), ("PUT", "/stalled")):
            with self.subTest(path):
                self.assert_no_stall(lambda m=method, p=path: refused(m, p))
        self.assertLess(self.megabytes("VmHWM") - before, 20)

    def test_dense_xml(self):
        size = 2 * MEGABYTE - 100
        long_path = b"".join(b"<%s>" % (b"a" * 64) for _ in range(15))
        self.forget_peak()
        before = self.megabytes("VmRSS")
        for body in (b"<Delete>" + b"<Object><Key>a</Key></Object>" * (size // 29),
                     b"<Delete><Key>" + b"&amp;" * (size // 5), b"<a>" + b"<b/>" * (size // 4),
                     long_path + b"<b/>" * (size // 5), b"<" * size, b"<!--" * (size // 4),
                     b"<" + b"a" * (size // 2) + b">" + b"<b/>" * (size // 8)):
            for method, path in (("POST", "/stalls?delete"), ("PUT", "/stalled")):
                with self.subTest(body[:40], path=path):
                    self.assert_no_stall(
                        lambda b=body, m=method, p=path: self.assertEqual(self.ask(m, p, b)[0], 400))
        self.assertLess(self.megabytes("VmHWM") - before, 50)

    def test_trailers_without_end(self):
        body = b"0\r\n" + b"a:\r\n" * (4 * MEGABYTE) + b"\r\n"
        self.forget_peak()
        before = self.megabytes("VmRSS")
        status, text = self.ask("PUT", "/stalls/k", body,
                                **{"x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER"})
        self.assertEqual(status, 400)
        self.assertIn("<Code>IncompleteBody</Code>", text)
        self.assertLess(self.megabytes("VmHWM") - before, 100)

    def load(self, table, text):
        self.s3.put_object(Bucket="stalls", Key=table + "/a", Body=gzip.compress(text, 1))
        return finished_import(
            self.db, S3BucketSource={"S3Bucket": "stalls", "S3KeyPrefix": table + "/"},
            InputFormat="CSV", InputCompressionType="GZIP", TableCreationParameters=table_of(table))

    def test_a_header_without_an_end(self):
        text = b"pk" + b"," * (16 * MEGABYTE) + b"\nx,y\n"
        self.forget_peak()
        before = self.megabytes("VmRSS")

        def load():
            done = self.load("Commas" + uuid.uuid4().hex, text)
            self.assertEqual((done["ImportStatus"], done["ErrorCount"]), ("FAILED", 1))
        self.assert_no_stall(load)
        self.assertLess(self.megabytes("VmHWM") - before, 100)

    def test_rows_of_as_many_fields_as_there_may_be(self):
        names = b"pk," + b",".join(b"c%d" % n for n in range(100_000))
        rows = (b"1" + b",v" * 100_000 + b"\n") * 20

        def load():
            done = self.load("Wide" + uuid.uuid4().hex, names + b"\n" + rows)
            self.assertEqual((done["ImportStatus"], done["ErrorCount"]), ("FAILED", 20))
        self.assert_no_stall(load)

    def test_who_stops_the_server_does_not_wait_for_an_import(self):
        server = Server()
        self.addCleanup(server.kill)
        s3 = server.client("s3")
        s3.create_bucket(Bucket="stalls")
        blank = gzip.compress(b"\n" * (16 * MEGABYTE), 9) * 128
        s3.put_object(Bucket="stalls", Key="in/a", Body=blank)
        idle = processor_seconds(server)
        server.client("dynamodb").import_table(
            S3BucketSource={"S3Bucket": "stalls", "S3KeyPrefix": "in/"}, InputFormat="CSV",
            InputCompressionType="GZIP", TableCreationParameters=table_of("Blank"))
        eventually(lambda: processor_seconds(server) > idle + 0.5, "the import's work")
        began = time.monotonic()
        server.stop()
        self.assertLess(time.monotonic() - began, 5)


class Worlds(StallTest):
    """A scope of many tables that can be recovered."""
    TABLES = 300

    def setUp(self):
        connection = Connection(self.server.url)
        self.addCleanup(connection.close)
        for n in range(self.TABLES):
            name = {"TableName": f"Many{n}"}
            for operation, body in (
                    ("CreateTable", definition(name["TableName"], "pk")),
                    ("UpdateContinuousBackups", {
                        **name, "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True}}),
                    ("PutItem", {**name, "Item": key("a")})):
                status, answer = connection.call(operation, body)
                self.assertEqual(status, 200, answer)
        self.addCleanup(self.control, "POST", "reset", {})

    def control(self, method, path, body):
        status, answer = self.request(method, f"/_rivulet/{path}", json.dumps(body), HEADERS)
        self.assertEqual(status, 200, answer)
        return json.loads(answer)

    def test_many_tables_are_saved_restored_and_emptied(self):
        base = "snapshots/base"
        self.addCleanup(self.control, "DELETE", base, {})

        def save_and_empty():
            saved = self.control("PUT", base, {})
            self.assertEqual((saved["tables"], saved["items"]), (self.TABLES, self.TABLES))
            for _ in range(2):
                emptied = self.control("POST", "reset", {"keep": ["tables"]})
                self.assertEqual(emptied["tables"], self.TABLES)
            self.assertIsNone(self.item("Many7", key("a")))
            restored = self.control("POST", f"{base}/restore", {"replace": True})
            self.assertEqual(restored["items"], self.TABLES)
            self.assertEqual(self.item("Many7", key("a")), key("a"))
        self.assert_no_stall(save_and_empty)


class Logs(StallTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.logs = cls.server.client("logs")
        cls.logs.create_log_group(logGroupName="long")
        cls.logs.create_log_stream(logGroupName="long", logStreamName="s")
        now = cls.logs.describe_log_groups()["logGroups"][0]["creationTime"]
        for part in range(25):
            cls.logs.put_log_events(logGroupName="long", logStreamName="s", logEvents=[
                {"timestamp": now + part, "message": "a" * 200_000}])

    def search(self, pattern):
        self.logs.filter_log_events(logGroupName="long", filterPattern=pattern)

    def test_a_long_repetition(self):
        self.assert_no_stall(lambda: self.search("%.{200}x%"))

    def test_many_alternatives(self):
        self.assert_no_stall(lambda: self.search("%" + "|".join(["a*a*x"] * 85) + "%"))

    def test_many_terms(self):
        terms = " ".join("?" + "a" * n + "b" for n in range(1, 42))
        self.assert_no_stall(lambda: self.search(terms))

    def test_a_wildcard(self):
        self.assert_no_stall(lambda: self.search(f'[x = "*{"a" * 900}b*"]'))


class Handlers(StallTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.functions = cls.server.client("lambda")
        cls.logs = cls.server.client("logs")

    def create(self, name, code):
        self.functions.create_function(
            FunctionName=name, Runtime="python3.12", Handler="main.handler", Role=ROLE, Timeout=30,
            Code={"ZipFile": zip_of(**{"main.py": code})})
        self.addCleanup(self.functions.delete_function, FunctionName=name)

    def test_handlers_that_print_lines_without_end(self):
        self.create("prints", PRINTS_LINES)

        def invoke():
            for _ in range(5):
                self.functions.invoke(FunctionName="prints", InvocationType="Event")
            self.functions.invoke(FunctionName="prints")
        self.assert_no_stall(invoke)

    def test_many_processes_that_start_at_once(self):
        for n in range(60):
            self.create(f"cold{n}", "def handler(event, context):\n    print('ran')\n")
        rounds = iter(range(1, 10))

        def invoke():
            expected = next(rounds) * 60
            for n in range(60):  # what ran before has another configuration, and ends
                self.functions.update_function_configuration(FunctionName=f"cold{n}", Description=str(expected))
            for n in range(60):
                self.functions.invoke(FunctionName=f"cold{n}", InvocationType="Event")
            eventually(lambda: sum(log_messages(self.logs, f"/aws/lambda/cold{n}").count("ran\n")
                                   for n in range(60)) >= expected, "sixty runs")
        self.assert_no_stall(invoke, limit_ms=SMALL_MS)

    def test_a_filter_with_a_wildcard(self):
        self.create("seen", "def handler(event, context):\n    print('seen')\n")
        stream = self.table("Long", StreamSpecification={
            "StreamEnabled": True, "StreamViewType": "NEW_IMAGE"})["LatestStreamArn"]
        wildcard = {"wildcard": "*" + "a" * 3900 + "b*"}
        pattern = {"dynamodb": {"NewImage": {"t": {"S": [wildcard, "end"]}}}}
        mapping = self.functions.create_event_source_mapping(
            FunctionName="seen", EventSourceArn=stream, StartingPosition="TRIM_HORIZON",
            FilterCriteria={"Filters": [{"Pattern": json.dumps(pattern)}]})
        self.addCleanup(self.functions.delete_event_source_mapping, UUID=mapping["UUID"])
        group = "/aws/lambda/seen"

        def write():
            before = log_messages(self.logs, group).count("seen\n")
            for n in range(5):
                self.put("Long", {**key(f"a{n}"), "t": {"S": "a" * LONG}})
            self.put("Long", {**key("end"), "t": {"S": "end"}})
            self.db.delete_item(TableName="Long", Key=key("end"))
            eventually(lambda: log_messages(self.logs, group).count("seen\n") > before, "the end")
        self.assert_no_stall(write, LARGE_MS)


if __name__ == "__main__":
    unittest.main()
