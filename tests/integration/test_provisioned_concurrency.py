"""Provisioned concurrency through boto3: processes that are there before anybody invokes them."""
import unittest

from harness import eventually, log_messages
from lambda_cases import ARN, LambdaTest

SHOWS = """
import os
print("begins")
def handler(event, context):
    return os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"]
"""
STARTS = """
import os, time
if os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"] != "on-demand": time.sleep(3)
def handler(event, context):
    return os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"]
"""


class ProvisionedConcurrency(LambdaTest):
    def status(self, name, qualifier):
        return self.functions.get_provisioned_concurrency_config(FunctionName=name, Qualifier=qualifier)

    def ready(self, name, qualifier):
        return eventually(lambda: self.status(name, qualifier)["Status"] == "READY", "READY")

    def test_processes_start_and_are_ready(self):
        self.create("warm", SHOWS, Publish=True)
        put = self.functions.put_provisioned_concurrency_config(
            FunctionName="warm", Qualifier="1", ProvisionedConcurrentExecutions=2)
        self.assertEqual(put["ResponseMetadata"]["HTTPStatusCode"], 202)
        self.assertEqual((put["Status"], put["AllocatedProvisionedConcurrentExecutions"]),
                         ("IN_PROGRESS", 0))
        self.ready("warm", "1")
        self.assertEqual(self.status("warm", "1")["AvailableProvisionedConcurrentExecutions"], 2)
        self.assertEqual(log_messages(self.logs, "/aws/lambda/warm").count("begins\n"), 2)
        self.assertEqual(self.invoke("warm", Qualifier="1")["Payload"], "provisioned-concurrency")
        self.assertEqual(self.invoke("warm")["Payload"], "on-demand")
        (listed,) = self.functions.list_provisioned_concurrency_configs(
            FunctionName="warm")["ProvisionedConcurrencyConfigs"]
        self.assertEqual((listed["FunctionArn"], listed["Status"]), (ARN + "warm:1", "READY"))
        self.functions.delete_provisioned_concurrency_config(FunctionName="warm", Qualifier="1")
        self.assert_error("ProvisionedConcurrencyConfigNotFoundException",
                          "No Provisioned Concurrency Config found for this function",
                          self.functions.get_provisioned_concurrency_config,
                          FunctionName="warm", Qualifier="1")

    def test_invocations_run_on_demand_while_the_processes_start(self):
        self.create("starts", STARTS, Publish=True)
        self.functions.put_provisioned_concurrency_config(
            FunctionName="starts", Qualifier="1", ProvisionedConcurrentExecutions=1)
        self.assertEqual(self.invoke("starts", Qualifier="1")["Payload"], "on-demand")
        self.assertEqual(self.status("starts", "1")["Status"], "IN_PROGRESS")
        self.ready("starts", "1")
        self.assertEqual(self.invoke("starts", Qualifier="1")["Payload"], "provisioned-concurrency")

    def test_a_process_that_can_not_begin_fails_no_invocation(self):
        self.create("fails", STARTS.replace("time.sleep(3)", "time.sleep(1), 1 / 0"), Publish=True)
        self.functions.put_provisioned_concurrency_config(
            FunctionName="fails", Qualifier="1", ProvisionedConcurrentExecutions=1)
        self.assertEqual(self.invoke("fails", Qualifier="1")["Payload"], "on-demand")
        eventually(lambda: self.status("fails", "1")["Status"] == "FAILED", "FAILED")
        self.assertEqual(self.status("fails", "1")["StatusReason"], "FUNCTION_ERROR_INIT_FAILURE")
        self.assertEqual(self.invoke("fails", Qualifier="1")["Payload"], "on-demand")

    def test_it_moves_with_an_alias(self):
        self.create("moves", SHOWS, Publish=True)
        self.functions.create_alias(FunctionName="moves", Name="live", FunctionVersion="1")
        self.functions.put_provisioned_concurrency_config(
            FunctionName="moves", Qualifier="live", ProvisionedConcurrentExecutions=1)
        self.ready("moves", "live")
        self.functions.update_function_configuration(FunctionName="moves", Description="second")
        self.functions.publish_version(FunctionName="moves")
        self.functions.update_alias(FunctionName="moves", Name="live", FunctionVersion="2")
        self.ready("moves", "live")
        self.assertEqual(self.invoke("moves", Qualifier="2")["Payload"], "provisioned-concurrency")
        self.assertEqual(self.invoke("moves", Qualifier="1")["Payload"], "on-demand")


if __name__ == "__main__":
    unittest.main()
