"""SAM and CloudFormation templates: what a server makes of them at its start."""
import json
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

    def template(self, text, **files):
        """A server with the template, whose folder has these files as well; and its log."""
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="rivulet-template-")))
        for name, content in files.items():
            path = folder / name.replace("__", "/")
            path.parent.mkdir(exist_ok=True)
            path.with_name(path.name.replace("_js", ".js")).write_text(content)
        (folder / "template.yaml").write_text(text)
        log = self.enterContext(tempfile.TemporaryFile("w+"))
        server = self.start("--template", folder / "template.yaml", "--log-level", "info", stderr=log)
        log.seek(0)
        return server, log.read()

    def test_what_is_not_used_is_listed_once_and_what_is_not_needed_apart(self):
        _, said = self.template("""
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
      BillingMode: PAY_PER_REQUEST
      StreamSpecification: {StreamViewType: KEYS_ONLY}
      ImportSourceSpecification: {InputFormat: CSV}
      SSESpecification: {SSEEnabled: true}
  Totals:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: index.handler
      InlineCode: exports.handler = async () => 1;
      Policies: [AmazonDynamoDBReadOnlyAccess]
      Tracing: Active
      Events:
        Changes:
          Type: DynamoDB
          Properties: {Stream: !GetAtt Orders.StreamArn, StartingPosition: LATEST, BathcSize: 3}
  Role:
    Type: AWS::IAM::Role
""")
        lines = [line.split("template.yaml: ")[1] for line in said.splitlines() if "template.yaml: " in line]
        self.assertEqual(lines, [
            "left out, as there is nothing here for it: Orders.ImportSourceSpecification, Totals.Changes.BathcSize",
            "not needed here: Orders: SSESpecification",
            "not needed here: Totals: Policies, Tracing",
            "not needed here: Role (AWS::IAM::Role)"])

    def test_a_published_function_is_called_by_its_alias(self):
        server, _ = self.template("""
Globals: {Function: {Runtime: nodejs22.x, Handler: index.handler}}
Resources:
  Jobs: {Type: AWS::SQS::Queue}
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: code
      AutoPublishAlias: live
      EventInvokeConfig: {MaximumRetryAttempts: 1}
      Environment: {Variables: {OTHER: !Ref Other.Alias}}
      Events: {Jobs: {Type: SQS, Properties: {Queue: !GetAtt Jobs.Arn}}}
  Other:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: code, AutoPublishAlias: blue, ProvisionedConcurrencyConfig: {ProvisionedConcurrentExecutions: 1}}
  Log: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /orders, RetentionInDays: 7}}
""", code__index_js="exports.handler = async (event, context) => [context.invokedFunctionArn, process.env.OTHER];")
        functions = server.client("lambda")
        arn = "arn:aws:lambda:us-east-1:000000000000:function:rivulet-"
        answer = functions.invoke(FunctionName="rivulet-Worker", Qualifier="live")
        self.assertEqual(json.load(answer["Payload"]), [f"{arn}Worker:live", f"{arn}Other:blue"])
        self.assertEqual(answer["ExecutedVersion"], "1")
        [mapping] = functions.list_event_source_mappings()["EventSourceMappings"]
        self.assertEqual(mapping["FunctionArn"], f"{arn}Worker:live")
        config = functions.get_function_event_invoke_config(FunctionName="rivulet-Worker", Qualifier="live")
        self.assertEqual(config["MaximumRetryAttempts"], 1)
        provisioned = functions.get_provisioned_concurrency_config(
            FunctionName="rivulet-Other", Qualifier="blue")
        self.assertEqual(provisioned["RequestedProvisionedConcurrentExecutions"], 1)
        [group] = server.client("logs").describe_log_groups(logGroupNamePrefix="/orders")["logGroups"]
        self.assertEqual(group["retentionInDays"], 7)

    def test_versions_are_there_after_a_restart(self):
        text = """
Resources:
  F:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: nodejs22.x
      Handler: index.handler
      Code: {ZipFile: exports.handler = async () => 1;}
  Published: {Type: AWS::Lambda::Version, Properties: {FunctionName: !Ref F}}
  Live:
    Type: AWS::Lambda::Alias
    Properties: {FunctionName: !Ref F, FunctionVersion: !GetAtt Published.Version, Name: live}
  Calls:
    Type: AWS::Lambda::EventInvokeConfig
    Properties: {FunctionName: !Ref F, Qualifier: live, MaximumRetryAttempts: 0}
  Log: {Type: AWS::Logs::LogGroup}
"""
        with tempfile.TemporaryDirectory(prefix="rivulet-template-") as path, \
                data_directory() as directory:
            template = pathlib.Path(path) / "template.yaml"
            template.write_text(text)
            server = Server("--template", str(template), data_dir=directory)
            try:
                functions = server.client("lambda")
                functions.update_alias(FunctionName="rivulet-F", Name="live", Description="mine")
                functions.update_alias(FunctionName="rivulet-F", Name="live", Description="")
                server.restart()
                functions = server.client("lambda")
                versions = functions.list_versions_by_function(FunctionName="rivulet-F")["Versions"]
                self.assertEqual([each["Version"] for each in versions], ["$LATEST", "1"])
                alias = functions.get_alias(FunctionName="rivulet-F", Name="live")
                self.assertEqual(alias["FunctionVersion"], "1")
            finally:
                server.stop()

    def test_a_restart_on_another_port_finds_what_speaks_of_other_resources(self):
        text = """
Globals: {Function: {Runtime: nodejs22.x, Handler: index.handler, InlineCode: "exports.handler = async () => process.env;"}}
Resources:
  Jobs: {Type: AWS::SQS::Queue, Properties: {RedrivePolicy: {deadLetterTargetArn: !GetAtt Failed.Arn, maxReceiveCount: 2}}}
  Failed: {Type: AWS::SQS::Queue, Properties: {RedrivePolicy: {deadLetterTargetArn: !GetAtt Lost.Arn, maxReceiveCount: 2}}}
  Lost: {Type: AWS::SQS::Queue}
  Alerts: {Type: AWS::SNS::Topic, Properties: {Subscription: [{Protocol: sqs, Endpoint: !GetAtt Jobs.Arn}]}}
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
      BillingMode: PAY_PER_REQUEST
      StreamSpecification: {StreamViewType: KEYS_ONLY}
  Caller:
    Type: AWS::Serverless::Function
    Properties:
      Description: !Sub "sends to ${Jobs}"
      Environment:
        Variables:
          JOBS: !Ref Jobs
          NAME: !Select [4, !Split ["/", !Ref Jobs]]
          STREAM: !GetAtt Orders.StreamArn
          LABEL: !Select [3, !Split ["/", !GetAtt Orders.StreamArn]]
          CALLED: !Ref Called.Version
          API: !Sub "https://${ServerlessRestApi}.execute-api.${AWS::Region}.amazonaws.com"
      Policies:
        - DynamoDBStreamReadPolicy: {TableName: !Ref Orders, StreamName: !Select [3, !Split ["/", !GetAtt Orders.StreamArn]]}
        - Statement: [{Effect: Allow, Action: "execute-api:*", Resource: !GetAtt Other.Arn}]
      VpcConfig: {SubnetIds: [!ImportValue subnet]}
      Role: !ImportValue role
      Layers: ["arn:aws:lambda:us-east-1:017000801446:layer:AWSLambdaPowertoolsPythonV2:51"]
  Called: {Type: AWS::Serverless::Function, Properties: {AutoPublishAlias: live}}
"""
        with tempfile.TemporaryDirectory(prefix="rivulet-template-") as path, \
                data_directory() as directory, tempfile.TemporaryFile("w+") as log:
            template = pathlib.Path(path) / "template.yaml"
            template.write_text(text)
            flags = ("--template", str(template), "--log-level", "info")
            server = Server(*flags, data_dir=directory, stderr=log)
            first = server.client("lambda").get_function_configuration(FunctionName="rivulet-Caller")
            stream = server.client("dynamodb").describe_table(TableName="rivulet-Orders")["Table"]
            url = server.client("sqs").get_queue_url(QueueName="rivulet-Jobs")["QueueUrl"]
            server.stop()
            self.assertEqual(first["Environment"]["Variables"], {
                "JOBS": url, "NAME": "rivulet-Jobs", "STREAM": stream["LatestStreamArn"],
                "LABEL": stream["LatestStreamLabel"], "CALLED": "arn:aws:lambda:us-east-1:000000000000:function:rivulet-Called:1",
                "API": "https://rivulet-ServerlessRestApi.execute-api.us-east-1.amazonaws.com"})
            self.assertEqual(first["Description"], f"sends to {url}")
            server = Server(*flags, data_dir=directory, stderr=log)
            self.addCleanup(server.stop)
            self.assertNotEqual(server.client("sqs").get_queue_url(QueueName="rivulet-Jobs")["QueueUrl"], url)
            second = server.client("lambda").get_function_configuration(FunctionName="rivulet-Caller")
            self.assertEqual(second["RevisionId"], first["RevisionId"])
            log.seek(0)
            said = log.read()
        self.assertEqual(said.count("seeded: "), 1)
        self.assertIn("left out, as there is nothing here for it: Caller.Layers "
                      "(arn:aws:lambda:us-east-1:017000801446:layer:AWSLambdaPowertoolsPythonV2:51)\n", said)
        self.assertIn("not needed here: Caller: Policies, VpcConfig, Role\n", said)

    def test_what_the_cdk_synthesizes(self):
        server, said = self.template("""
Parameters:
  BootstrapVersion: {Type: "AWS::SSM::Parameter::Value<String>", Default: /cdk-bootstrap/hnb659fds/version}
Conditions:
  CDKMetadataAvailable: !Or [!Equals [!Ref "AWS::Region", af-south-1], !Equals [!Ref "AWS::Region", us-east-1]]
Rules:
  CheckBootstrapVersion: {Assertions: []}
Resources:
  Orders0B6BE5B2:
    Type: AWS::DynamoDB::GlobalTable
    Properties:
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
      BillingMode: PAY_PER_REQUEST
      StreamSpecification: {StreamViewType: NEW_IMAGE}
      Replicas: [{Region: !Ref "AWS::Region"}]
    Metadata: {"aws:cdk:path": Shop/Orders/Resource}
  TotalsServiceRole: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}
  TotalsPolicy:
    Type: AWS::IAM::Policy
    Properties: {Roles: [!Ref TotalsServiceRole], PolicyDocument: {Statement: [{Resource: !GetAtt Orders0B6BE5B2.StreamArn}]}}
  Totals:
    Type: AWS::Lambda::Function
    Properties:
      Code: {S3Bucket: !Sub "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}", S3Key: 1a2b.zip}
      Handler: index.handler
      Runtime: nodejs22.x
      Role: !GetAtt TotalsServiceRole.Arn
      Environment: {Variables: {TABLE: !Select [1, !Split ["/", !GetAtt Orders0B6BE5B2.Arn]]}}
    DependsOn: [TotalsPolicy, TotalsServiceRole]
    Metadata: {"aws:asset:path": asset.1a2b, "aws:asset:is-bundled": true, "aws:asset:property": Code}
  TotalsEvents:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: !Ref Totals
      EventSourceArn: !GetAtt Orders0B6BE5B2.StreamArn
      StartingPosition: TRIM_HORIZON
  CDKMetadata: {Type: "AWS::CDK::Metadata", Properties: {Analytics: x}, Condition: CDKMetadataAvailable}
""", **{"asset.1a2b__index_js":
        "exports.handler = async (event) => console.log(process.env.TABLE, event.Records.length, 'records');"})
        self.assertNotIn("left out", said)
        self.assertIn("template.yaml: not needed here: CDKMetadata (AWS::CDK::Metadata)\n", said)
        server.client("dynamodb").put_item(TableName="rivulet-Orders0B6BE5B2", Item={"id": {"S": "1"}})
        logs = server.client("logs")
        eventually(lambda: any("rivulet-Orders0B6BE5B2 1 records" in line for line in
                               log_messages(logs, "/aws/lambda/rivulet-Totals")), "the first record")

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
