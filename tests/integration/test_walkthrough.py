"""The README's walkthrough, from create-table to the handler's log, with the AWS CLI."""
import pathlib
import re
import tempfile
import unittest

from harness import Server, data_directory, eventually, log_messages, zip_of

ACCOUNT = "919191919191"
GROUP = "/aws/lambda/dynamoDBEventLogger"
NODE_HANDLER = (
    "exports.handler = async (event, context, callback) => "
    "{ event.Records.forEach(record => console.log(record.dynamodb.Keys)); };")
PYTHON_HANDLER = """
def handler(event, context):
    for record in event["Records"]:
        print(record["dynamodb"]["Keys"])
"""


def create_orders(server):
    created = server.aws(
        "dynamodb", "create-table", "--table-name", "Orders",
        "--attribute-definitions", "AttributeName=Id,AttributeType=N",
        "AttributeName=Amount,AttributeType=N",
        "--key-schema", "AttributeName=Id,KeyType=HASH", "AttributeName=Amount,KeyType=RANGE",
        "--provisioned-throughput", "ReadCapacityUnits=1,WriteCapacityUnits=1",
        "--stream-specification", "StreamEnabled=true,StreamViewType=KEYS_ONLY")
    return created["TableDescription"]


def create_function(server, name, runtime, handler, files):
    with tempfile.NamedTemporaryFile(suffix=".zip") as archive:
        archive.write(zip_of(**files))
        archive.flush()
        return server.aws(
            "lambda", "create-function", "--function-name", name, "--runtime", runtime,
            "--handler", handler, "--role", f"arn:aws:iam::{ACCOUNT}:role/lambda",
            "--zip-file", f"fileb://{archive.name}")


def create_mapping(server, name, arn):
    return server.aws(
        "lambda", "create-event-source-mapping", "--function-name", name, "--batch-size", "1",
        "--starting-position", "LATEST", "--event-source", arn)


def put_order(server, number):
    server.aws("dynamodb", "put-item", "--table-name", "Orders", "--item",
               '{"Id":{"N":"%s"},"Amount":{"N":"1000.0"}}' % number)


class Walkthrough(unittest.TestCase):
    def setUp(self):
        directory = data_directory()
        self.server = Server("--account-id", ACCOUNT, data_dir=directory.__enter__())
        self.addCleanup(directory.__exit__, None, None, None)
        self.addCleanup(lambda: self.server.stop())

    def events(self):
        streams = eventually(
            lambda: self.streams_or_none(), "a log stream")
        name = streams[0]["logStreamName"]
        self.assertRegex(name, r"^\d{4}/\d\d/\d\d/\[\$LATEST\][0-9a-f]{32}$")
        return [event["message"] for event in self.server.aws(
            "logs", "get-log-events", "--log-group-name", GROUP,
            "--log-stream-name", name)["events"]]

    def streams_or_none(self):
        try:
            return self.server.aws(
                "logs", "describe-log-streams", "--log-group-name", GROUP)["logStreams"]
        except AssertionError as error:
            self.assertIn("The specified log group does not exist.", str(error))
            return None

    def lines_of_invocation(self, wanted):
        """The messages of the invocation that printed `wanted`, START to REPORT."""
        def look():
            messages = self.events()
            for start, message in enumerate(messages):
                if not message.startswith("START"):
                    continue
                end = next((i for i in range(start, len(messages))
                            if messages[i].startswith("REPORT")), None)
                if end and any(wanted in line for line in messages[start:end]):
                    return messages[start:end + 1]
            return None
        return eventually(look, wanted)

    def test_node_handler_prints_the_keys(self):
        table = create_orders(self.server)
        arn = table["LatestStreamArn"]
        self.assertRegex(arn, rf"^arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/Orders/stream/"
                              r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$")
        self.assertEqual(arn.rsplit("/", 1)[1], table["LatestStreamLabel"])
        function = create_function(
            self.server, "dynamoDBEventLogger", "nodejs10.x", "dynamoDBEventLogger.handler",
            {"dynamoDBEventLogger.js": NODE_HANDLER})
        self.assertEqual(function["FunctionArn"],
                         f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:dynamoDBEventLogger")
        mapping = create_mapping(self.server, "dynamoDBEventLogger", arn)
        self.assertEqual((mapping["State"], mapping["BatchSize"], mapping["StartingPosition"]),
                         ("Creating", 1, "LATEST"))
        put_order(self.server, "1.0")
        lines = self.lines_of_invocation("{ Amount: { N: '1000' }, Id: { N: '1' } }")
        request = re.match(r"^START RequestId: (\S+) Version: \$LATEST\n$", lines[0]).group(1)
        self.assertRegex(lines[1], rf"^\d{{4}}-\S+Z\t{request}\tINFO\t")
        self.assertEqual(lines[2], f"END RequestId: {request}\n")
        self.assertRegex(lines[3], rf"^REPORT RequestId: {request}\tDuration: [\d.]+ ms\t")
        deleted = self.server.aws("dynamodb", "delete-table", "--table-name", "Orders")
        self.assertEqual(deleted["TableDescription"]["TableStatus"], "DELETING")

    def test_python_handler_prints_the_keys(self):
        arn = create_orders(self.server)["LatestStreamArn"]
        create_function(self.server, "dynamoDBEventLogger", "python3.12", "main.handler",
                        {"main.py": PYTHON_HANDLER})
        create_mapping(self.server, "dynamoDBEventLogger", arn)
        put_order(self.server, "1.0")
        lines = self.lines_of_invocation("{'Amount': {'N': '1000'}, 'Id': {'N': '1'}}")
        self.assertTrue(lines[0].startswith("START"))

    def test_a_restart_loses_nothing_and_the_mapping_goes_on(self):
        arn = create_orders(self.server)["LatestStreamArn"]
        create_function(self.server, "dynamoDBEventLogger", "python3.12", "main.handler",
                        {"main.py": PYTHON_HANDLER})
        create_mapping(self.server, "dynamoDBEventLogger", arn)
        logs = self.server.client("logs")
        put_order(self.server, "1")
        eventually(lambda: any("'1'}}" in m for m in log_messages(logs, GROUP)), "the first record")
        self.server.restart()
        logs = self.server.client("logs")
        put_order(self.server, "2")
        eventually(lambda: any("'2'}}" in m for m in log_messages(logs, GROUP)), "the second record")
        printed = [m for m in log_messages(logs, GROUP) if "'Amount'" in m]
        self.assertEqual(len(printed), 2)
        item = self.server.aws("dynamodb", "get-item", "--table-name", "Orders", "--key",
                               '{"Id":{"N":"1"},"Amount":{"N":"1000"}}')
        self.assertEqual(item["Item"], {"Id": {"N": "1"}, "Amount": {"N": "1000"}})

    def test_a_record_written_just_before_kill_9_is_delivered_after_it(self):
        arn = create_orders(self.server)["LatestStreamArn"]
        create_function(self.server, "dynamoDBEventLogger", "python3.12", "main.handler",
                        {"main.py": PYTHON_HANDLER})
        create_mapping(self.server, "dynamoDBEventLogger", arn)
        self.server.client("dynamodb").put_item(
            TableName="Orders", Item={"Id": {"N": "7"}, "Amount": {"N": "1"}})
        self.server.kill()
        self.server.start()
        logs = self.server.client("logs")
        eventually(lambda: any("'7'}}" in m for m in log_messages(logs, GROUP)), "the record")

    def test_two_mappings_on_one_stream_each_get_every_record(self):
        arn = create_orders(self.server)["LatestStreamArn"]
        for name in ("first", "second"):
            create_function(self.server, name, "python3.12", "main.handler",
                            {"main.py": PYTHON_HANDLER})
            create_mapping(self.server, name, arn)
        dynamodb = self.server.client("dynamodb")
        for number in range(20):
            dynamodb.put_item(TableName="Orders",
                              Item={"Id": {"N": str(number)}, "Amount": {"N": "1"}})
        logs = self.server.client("logs")
        for name in ("first", "second"):
            wanted = [str({"Amount": {"N": "1"}, "Id": {"N": str(n)}}) for n in range(20)]
            eventually(
                lambda: [m.strip() for m in log_messages(logs, f"/aws/lambda/{name}")
                         if "'Amount'" in m] == wanted, f"twenty records in order for {name}")


if __name__ == "__main__":
    unittest.main()
