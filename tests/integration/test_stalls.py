"""Nobody waits for another client's request, whatever it brings, nor for what handlers do.

Each row once held up the engine thread for half a second to half a minute, or took a gigabyte. The limits
are generous, for machines with other work; see stall_meter.py.
"""
import gzip
import http.client
import json
import unittest

from dynamodb_cases import DynamoDbTest, key
from harness import eventually, log_messages, zip_of
from lambda_cases import ROLE
from stall_meter import assert_no_stall
from wire import HEADERS

SMALL_MS = 100
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
            "Conditions look through more than 16 MB of what items hold. DynamoDB would; Rivulet has this "
            "limit so that other requests needn't wait.", condition_of, count=149))
        self.assert_no_stall(lambda: condition_of(30))

    def test_a_batch_of_statements_that_look_through_long_texts(self):
        """Each may look through 16 MB: the batch is written in as many turns as it takes."""
        for n in range(25):
            self.put("Long", {**key(str(n)), "t": {"S": "a" * LONG}})
        terms = " AND ".join(["size(t) > 1"] * 30)
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
