"""Policies, reservations and settings for Amazon's machines through boto3 and the AWS CLI."""
import json
import unittest

from harness import Server, data_directory, zip_of
from lambda_cases import ARN, ECHO, NOT_FOUND, ROLE, LambdaTest


class Permissions(LambdaTest):
    def test_a_permission_is_added_shown_and_removed(self):
        self.create("allowed", Publish=True)
        added = self.functions.add_permission(
            FunctionName="allowed", StatementId="s3", Action="lambda:InvokeFunction",
            Principal="s3.amazonaws.com", SourceArn="arn:aws:s3:::b", Qualifier="1")
        statement = json.loads(added["Statement"])
        self.assertEqual(statement, {
            "Sid": "s3", "Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"},
            "Action": "lambda:InvokeFunction", "Resource": ARN + "allowed:1",
            "Condition": {"ArnLike": {"AWS:SourceArn": "arn:aws:s3:::b"}}})
        policy = self.functions.get_policy(FunctionName="allowed:1")
        self.assertEqual(json.loads(policy["Policy"]), {
            "Version": "2012-10-17", "Id": "default", "Statement": [statement]})
        self.functions.remove_permission(FunctionName="allowed", StatementId="s3", Qualifier="1",
                                         RevisionId=policy["RevisionId"])
        self.assert_error(NOT_FOUND, "The resource you requested does not exist.",
                          self.functions.get_policy, FunctionName="allowed", Qualifier="1")

    def test_the_command_line(self):
        self.create("typed")
        aws = self.server.aws
        added = aws("lambda", "add-permission", "--function-name", "typed", "--statement-id", "all",
                    "--action", "lambda:*", "--principal", "123456789012")
        self.assertEqual(json.loads(added["Statement"])["Principal"],
                         {"AWS": "arn:aws:iam::123456789012:root"})
        self.assertIn("all", aws("lambda", "get-policy", "--function-name", "typed")["Policy"])
        aws("lambda", "remove-permission", "--function-name", "typed", "--statement-id", "all")
        put = aws("lambda", "put-function-concurrency", "--function-name", "typed",
                  "--reserved-concurrent-executions", "3")
        self.assertEqual(put, {"ReservedConcurrentExecutions": 3})
        got = aws("lambda", "get-function-concurrency", "--function-name", "typed")
        self.assertEqual(got, put)
        aws("lambda", "delete-function-concurrency", "--function-name", "typed")
        aws("lambda", "put-function-recursion-config", "--function-name", "typed",
            "--recursive-loop", "Allow")
        got = aws("lambda", "get-function-recursion-config", "--function-name", "typed")
        self.assertEqual(got, {"RecursiveLoop": "Allow"})


class Settings(LambdaTest):
    def test_a_reservation_of_none_refuses_all(self):
        self.create("stopped")
        self.functions.put_function_concurrency(
            FunctionName="stopped", ReservedConcurrentExecutions=0)
        with self.assertRaises(self.functions.exceptions.TooManyRequestsException) as caught:
            self.functions.invoke(FunctionName="stopped")
        self.assertEqual(caught.exception.response["Reason"],
                         "ReservedFunctionConcurrentInvocationLimitExceeded")
        self.assertEqual(caught.exception.response["Error"]["Message"], "Rate Exceeded.")
        limits = self.functions.get_account_settings()["AccountLimit"]
        self.assertEqual(limits["UnreservedConcurrentExecutions"], 1000)
        self.functions.delete_function_concurrency(FunctionName="stopped")
        self.assertEqual(self.invoke("stopped", 1)["Payload"], 1)

    def test_settings_for_amazons_machines_are_kept_and_shown(self):
        created = self.create(
            "kept", VpcConfig={"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]},
            KMSKeyArn="arn:aws:kms:us-east-1:000000000000:key/k",
            SnapStart={"ApplyOn": "PublishedVersions"}, TracingConfig={"Mode": "Active"})
        self.assertEqual(created["KMSKeyArn"], "arn:aws:kms:us-east-1:000000000000:key/k")
        self.assertEqual((created["VpcConfig"]["SubnetIds"], created["TracingConfig"]),
                         (["subnet-1"], {"Mode": "Active"}))
        self.assertEqual(created["SnapStart"],
                         {"ApplyOn": "PublishedVersions", "OptimizationStatus": "Off"})
        version = self.functions.publish_version(FunctionName="kept")
        self.assertEqual(version["SnapStart"]["OptimizationStatus"], "On")
        changed = self.functions.update_function_configuration(
            FunctionName="kept", VpcConfig={"SubnetIds": [], "SecurityGroupIds": []})
        self.assertEqual(changed["VpcConfig"], {
            "SubnetIds": [], "SecurityGroupIds": [], "VpcId": "", "Ipv6AllowedForDualStack": False})
        managed = self.functions.put_runtime_management_config(
            FunctionName="kept", UpdateRuntimeOn="FunctionUpdate")
        self.assertEqual((managed["UpdateRuntimeOn"], managed["FunctionArn"]),
                         ("FunctionUpdate", ARN + "kept:$LATEST"))
        self.assertEqual(self.invoke("kept:1", 1)["Payload"], 1)

    def test_they_survive_a_restart_and_go_with_the_function(self):
        with data_directory() as path:
            server = Server(data_dir=path)
            try:
                functions = server.client("lambda")
                make = dict(FunctionName="f", Runtime="python3.12", Handler="main.handler",
                            Role=ROLE, Code={"ZipFile": zip_of(**{"main.py": ECHO})})
                functions.create_function(**make)
                functions.put_function_concurrency(
                    FunctionName="f", ReservedConcurrentExecutions=7)
                functions.add_permission(FunctionName="f", StatementId="s", Action="*",
                                         Principal="*")
                server.restart()
                functions = server.client("lambda")
                self.assertEqual(functions.get_function(FunctionName="f")["Concurrency"],
                                 {"ReservedConcurrentExecutions": 7})
                self.assertIn('"Sid":"s"', functions.get_policy(FunctionName="f")["Policy"])
                functions.delete_function(FunctionName="f")
                functions.create_function(**make)
                self.assertNotIn("Concurrency", functions.get_function(FunctionName="f"))
            finally:
                server.stop()


if __name__ == "__main__":
    unittest.main()
