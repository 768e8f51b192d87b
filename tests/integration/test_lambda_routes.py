"""Every operation of Lambda's API model finds itself: it is served, or refused under its own name."""
import json
import re
import unittest

import botocore.session

from harness import ServerTest
from wire import request

# What docs/compatibility.md says is done.
SERVED = set("""
AddLayerVersionPermission AddPermission CreateAlias CreateEventSourceMapping CreateFunction DeleteAlias
DeleteEventSourceMapping DeleteFunction DeleteFunctionCodeSigningConfig DeleteFunctionConcurrency
GetAccountSettings GetAlias GetEventSourceMapping GetFunction GetFunctionCodeSigningConfig
DeleteFunctionEventInvokeConfig DeleteLayerVersion DeleteProvisionedConcurrencyConfig GetFunctionConcurrency
GetFunctionConfiguration GetFunctionEventInvokeConfig GetLayerVersion GetLayerVersionByArn
GetLayerVersionPolicy ListLayers ListLayerVersions PublishLayerVersion RemoveLayerVersionPermission
 GetFunctionRecursionConfig GetPolicy
GetProvisionedConcurrencyConfig ListFunctionEventInvokeConfigs ListProvisionedConcurrencyConfigs
PutFunctionEventInvokeConfig PutProvisionedConcurrencyConfig UpdateFunctionEventInvokeConfig
GetRuntimeManagementConfig Invoke InvokeAsync ListAliases ListEventSourceMappings ListFunctions
ListTags ListVersionsByFunction PublishVersion PutFunctionCodeSigningConfig PutFunctionConcurrency
PutFunctionRecursionConfig PutRuntimeManagementConfig RemovePermission TagResource UntagResource
UpdateAlias UpdateEventSourceMapping UpdateFunctionCode UpdateFunctionConfiguration
""".split())


class Routes(ServerTest):
    def answer(self, operation):
        """The status and the message of a request to an operation's method and path."""
        http = operation.http
        path = re.sub(r"\{\w+\}", "x", http["requestUri"])
        status, _, body = request(self.server.url, http["method"], path, "{}")
        return status, (json.loads(body).get("message", "") if body else "")

    def test_each_operation_of_the_model_is_served_or_refused_under_its_own_name(self):
        model = botocore.session.get_session().get_service_model("lambda")
        refused = set()
        for name in model.operation_names:
            with self.subTest(name):
                status, message = self.answer(model.operation_model(name))
                self.assertNotIn("Unable to determine the operation", message)
                if "Rivulet doesn't support" in message:
                    self.assertEqual(status, 400)
                    # Some say what to do instead.
                    self.assertRegex(message, rf"^Rivulet doesn't support {name}(\.|: .+\.)$")
                    refused.add(name)
        # An older model has fewer operations.
        self.assertEqual(set(model.operation_names) - refused, SERVED & set(model.operation_names))


if __name__ == "__main__":
    unittest.main()
