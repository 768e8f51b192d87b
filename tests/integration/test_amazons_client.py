"""Amazon's runtime client for Node.js, from npm, as the bootstrap of a provided runtime."""
import os
import tempfile
import unittest

from harness import eventually, log_messages
from lambda_cases import ARN, ROLE, LambdaTest, package
from npm import install

CLIENT_BOOTSTRAP = """#!/bin/sh
exec node "{client}" "$_HANDLER"
"""
HANDLER = """
exports.handler = async (event, context) => {
  if (event === 'fail') throw new RangeError('no');
  console.log('sees', event);
  return { event, name: context.functionName, arn: context.invokedFunctionArn,
           left: context.getRemainingTimeInMillis() > 0 };
};
"""


class AmazonsClient(LambdaTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        directory = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="rivulet-test-"))
        headers = ["--nodedir=/usr"] if os.path.isdir("/usr/include/node") else []
        cls.reason = install(directory, "aws-lambda-ric@4", *headers, timeout=240)
        cls.client = f"{directory}/node_modules/aws-lambda-ric/index.mjs"

    def setUp(self):
        if self.reason:
            self.skipTest(self.reason)

    def test_it_serves_invocations_and_errors(self):
        self.functions.create_function(
            FunctionName="amazons", Runtime="provided.al2023", Handler="main.handler", Role=ROLE,
            Timeout=30, Code={"ZipFile": package([
                ("bootstrap", CLIENT_BOOTSTRAP.format(client=self.client), 0o755),
                ("main.js", HANDLER, 0o644)])})
        self.addCleanup(self.delete, "amazons")
        for event in ("one", {"two": [2]}):
            self.assertEqual(self.invoke("amazons", event)["Payload"], {
                "event": event, "name": "amazons", "arn": f"{ARN}amazons", "left": True})
        failed = self.invoke("amazons", "fail")
        self.assertEqual(failed["FunctionError"], "Unhandled")
        self.assertEqual((failed["Payload"]["errorType"], failed["Payload"]["errorMessage"]),
                         ("RangeError", "no"))
        self.assertEqual(self.invoke("amazons", 3)["Payload"]["event"], 3)
        eventually(lambda: any("sees one" in line for line in
                               log_messages(self.logs, "/aws/lambda/amazons")), "the handler's line")


if __name__ == "__main__":
    unittest.main()
