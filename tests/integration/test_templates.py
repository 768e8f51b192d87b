"""SAM and CloudFormation templates: what a server makes of them at its start."""
import os
import pathlib
import subprocess
import tempfile
import unittest

from harness import DEADLINE_SECONDS, PROGRAM, Server, data_directory, eventually, log_messages

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "docs" / "examples"


def run(*arguments):
    return subprocess.run([PROGRAM, "--port", "0", "--in-memory", *map(str, arguments)], text=True,
                          capture_output=True, check=False, timeout=DEADLINE_SECONDS)


class Templates(unittest.TestCase):
    def start(self, *flags, **options):
        server = Server(*map(str, flags), **options)
        self.addCleanup(server.stop)
        return server

    def test_order_totals_delivers_its_first_record(self):
        server = self.start("--template", EXAMPLES / "order-totals" / "template.yaml")
        server.client("dynamodb").put_item(TableName="orders-dev", Item={
            "customer": {"S": "c"}, "placed": {"S": "2026-01-01"}, "amount": {"N": "12.5"}})
        logs = server.client("logs")
        eventually(lambda: any("dev: 1 order(s) in orders-dev, 12.5 in all" in line for line in
                               log_messages(logs, "/aws/lambda/rivulet-Totals")), "the first record")
        functions = server.client("lambda")
        [mapping] = functions.list_event_source_mappings()["EventSourceMappings"]
        self.assertEqual((mapping["BatchSize"], mapping["MaximumRetryAttempts"]), (10, 2))
        self.assertEqual(mapping["DestinationConfig"]["OnFailure"]["Destination"],
                         "arn:aws:sqs:us-east-1:000000000000:rivulet-Failed")

    def test_change_audit_delivers_its_first_record_and_says_what_it_left_out(self):
        with tempfile.TemporaryFile("w+") as log:
            server = self.start("--template", EXAMPLES / "change-audit" / "template.yaml", stderr=log)
            dynamodb = server.client("dynamodb")
            for limit in ("1", "2"):
                dynamodb.put_item(TableName="bank-Accounts", Item={
                    "id": {"S": "a"}, "owner": {"S": "o"}, "limit": {"N": limit}})
            logs = server.client("logs")
            eventually(lambda: any("MODIFY a: limit" in line for line in
                                   log_messages(logs, "/aws/lambda/bank-audit")), "the change")
            role = server.client("lambda").get_function_configuration(FunctionName="bank-audit")["Role"]
            self.assertEqual(role, "arn:aws:iam::000000000000:role/bank-AuditRole")
            log.seek(0)
            said = log.read()
        self.assertEqual(said.count("left out"), 1)
        self.assertIn("template.yaml: left out, as there is nothing here for it: "
                      "Dashboard (AWS::CloudWatch::Dashboard)\n", said)

    def test_a_parameter_of_the_command_line_wins(self):
        server = self.start("--template", EXAMPLES / "change-audit" / "template.yaml",
                            "--parameter", "Attributes=name")
        configuration = server.client("lambda").get_function_configuration(FunctionName="bank-audit")
        self.assertEqual(configuration["Environment"]["Variables"], {"WATCHED": "name"})

    def test_a_folder_of_code_is_watched(self):
        with tempfile.TemporaryDirectory(prefix="rivulet-template-") as path:
            folder = pathlib.Path(path)
            (folder / "code").mkdir()
            handler = folder / "code" / "index.js"
            handler.write_text("exports.handler = async () => 'first';")
            template = folder / "template.yaml"
            template.write_text("Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n"
                                "      {Runtime: nodejs22.x, Handler: index.handler, CodeUri: code}\n")
            functions = self.start("--template", template).client("lambda")

            def answer():
                return functions.invoke(FunctionName="rivulet-F")["Payload"].read()
            self.assertEqual(answer(), b'"first"')
            handler.write_text("exports.handler = async () => 'second';")
            eventually(lambda: answer() == b'"second"', "the edited code")

    def test_a_restart_finds_it_all_there(self):
        with data_directory() as directory:
            server = Server("--template", str(EXAMPLES / "order-totals" / "template.yaml"),
                            data_dir=directory)
            try:
                server.restart()
                self.assertEqual(server.client("dynamodb").list_tables()["TableNames"], ["orders-dev"])
            finally:
                server.stop()

    def test_faults_say_where(self):
        with tempfile.TemporaryDirectory(prefix="rivulet-template-") as path:
            template = pathlib.Path(path) / "template.yaml"
            for text, fault in (
                    ("Resources:\n  T:\n    Type: AWS::SNS::Topic\n    Properties:\n      TopicName: !Ref X\n",
                     f"rivulet: {template}, line 5, Resources.T.Ref: there is no parameter or resource X\n"),
                    ("Resources:\n  T:\n    Type: AWS::DynamoDB::Table\n",
                     f"rivulet: {template}, line 3, tables[0]: table rivulet-T: "
                     "ValidationException: "),
                    ("a: 1", f"rivulet: {template}: it has no Resources: is it a template?\n")):
                template.write_text(text)
                done = run("--template", template)
                self.assertEqual((done.returncode, done.stdout), (1, ""))
                self.assertIn(fault, done.stderr)
            done = run("--parameter", "A")
            self.assertEqual((done.returncode, done.stderr.splitlines()[0]),
                             (2, "--parameter: A is no parameter: give one as Key=Value"))


if __name__ == "__main__":
    unittest.main()
