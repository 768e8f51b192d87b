"""Versions and aliases through boto3 and the AWS CLI: what is frozen, who runs, what a client sees."""
import collections
import unittest

from harness import Server, data_directory, eventually, log_messages, zip_of
from lambda_cases import ARN, NOT_FOUND, ROLE, LambdaTest
from test_event_source_mappings import MappingTest

TELLS = """
import os
def handler(event, context):
    print("ran")
    return {"code": "%s", "env": os.environ.get("STAGE"), "version": context.function_version,
            "arn": context.invoked_function_arn, "variable": os.environ["AWS_LAMBDA_FUNCTION_VERSION"],
            "stream": context.log_stream_name}
"""


def zip_telling(what):
    return zip_of(**{"main.py": TELLS % what})


class Versions(LambdaTest):
    def tell(self, name, **more):
        answer = self.invoke(name, **more)
        self.assertNotIn("FunctionError", answer)
        self.assertEqual(answer["ExecutedVersion"], answer["Payload"]["version"])
        self.assertEqual(answer["Payload"]["variable"], answer["Payload"]["version"])
        return answer["Payload"]

    def test_a_version_is_frozen_and_runs_beside_latest(self):
        self.create("frozen", TELLS % "one", Environment={"Variables": {"STAGE": "a"}})
        published = self.functions.publish_version(FunctionName="frozen", Description="first")
        self.assertEqual((published["Version"], published["Description"], published["FunctionArn"]),
                         ("1", "first", ARN + "frozen:1"))
        self.functions.update_function_code(FunctionName="frozen", ZipFile=zip_telling("two"))
        self.functions.update_function_configuration(
            FunctionName="frozen", Environment={"Variables": {"STAGE": "b"}})
        for _ in range(2):
            old, new = self.tell("frozen", Qualifier="1"), self.tell("frozen")
            self.assertEqual((old["code"], old["env"], old["version"], old["arn"]),
                             ("one", "a", "1", ARN + "frozen:1"))
            self.assertEqual((new["code"], new["env"], new["version"], new["arn"]),
                             ("two", "b", "$LATEST", ARN + "frozen"))
        self.assertRegex(old["stream"], r"^\d{4}/\d\d/\d\d/\[1\][0-9a-f]{32}$")
        messages = log_messages(self.logs, "/aws/lambda/frozen")
        self.assertEqual(sum(m.startswith("START") and m.endswith("Version: 1\n")
                             for m in messages), 2)

    def test_publish_with_a_change_and_without(self):
        created = self.create("published", TELLS % "one", Publish=True)
        self.assertEqual((created["Version"], created["FunctionArn"], created["State"]),
                         ("1", ARN + "published", "Pending"))
        again = self.functions.publish_version(FunctionName="published")
        self.assertEqual((again["Version"], again["ResponseMetadata"]["HTTPStatusCode"]), ("1", 201))
        updated = self.functions.update_function_code(
            FunctionName="published", ZipFile=zip_telling("two"), Publish=True)
        self.assertEqual((updated["Version"], updated["FunctionArn"], updated["State"]),
                         ("2", ARN + "published:2", "Pending"))
        self.functions.get_waiter("published_version_active").wait(
            FunctionName="published", Qualifier="2")
        self.functions.get_waiter("function_updated_v2").wait(FunctionName="published")
        self.functions.get_waiter("function_active_v2").wait(FunctionName="published")
        self.assertEqual(self.tell("published:2")["code"], "two")

    def test_lists_have_latest_first_and_qualified_arns(self):
        self.create("listed", Publish=True)
        listed = self.functions.list_versions_by_function(FunctionName="listed")["Versions"]
        self.assertEqual([(v["Version"], v["FunctionArn"]) for v in listed],
                         [("$LATEST", ARN + "listed:$LATEST"), ("1", ARN + "listed:1")])
        everything = [f for page in self.functions.get_paginator("list_functions").paginate(
            FunctionVersion="ALL", PaginationConfig={"PageSize": 1}) for f in page["Functions"]]
        self.assertEqual([f["FunctionArn"] for f in everything if f["FunctionName"] == "listed"],
                         [ARN + "listed:$LATEST", ARN + "listed:1"])

    def test_an_alias_moves_and_is_invoked_by_its_own_arn(self):
        self.create("moving", TELLS % "one", Publish=True)
        self.functions.create_alias(FunctionName="moving", Name="live", FunctionVersion="1")
        self.functions.update_function_code(
            FunctionName="moving", ZipFile=zip_telling("two"), Publish=True)
        told = self.tell("moving:live")
        self.assertEqual((told["code"], told["arn"]), ("one", ARN + "moving:live"))
        self.functions.update_alias(FunctionName="moving", Name="live", FunctionVersion="2")
        told = self.tell(ARN + "moving:live")
        self.assertEqual((told["code"], told["version"], told["arn"]),
                         ("two", "2", ARN + "moving:live"))
        self.assert_error(NOT_FOUND, f"Function not found: {ARN}moving:nobody",
                          self.functions.invoke, FunctionName="moving", Qualifier="nobody")

    def test_an_alias_shares_its_invocations(self):
        self.create("shared", TELLS % "one", Publish=True)
        self.functions.update_function_code(
            FunctionName="shared", ZipFile=zip_telling("two"), Publish=True)
        self.functions.create_alias(
            FunctionName="shared", Name="live", FunctionVersion="1",
            RoutingConfig={"AdditionalVersionWeights": {"2": 0.5}})
        runs = collections.Counter(self.invoke("shared:live")["ExecutedVersion"] for _ in range(60))
        self.assertEqual(set(runs), {"1", "2"})
        alias = self.functions.update_alias(
            FunctionName="shared", Name="live", RoutingConfig={"AdditionalVersionWeights": {}})
        self.assertNotIn("RoutingConfig", alias)
        self.assertEqual({self.invoke("shared:live")["ExecutedVersion"] for _ in range(10)}, {"1"})

    def test_a_version_goes_unless_an_alias_names_it(self):
        self.create("pruned", Publish=True)
        self.functions.create_alias(FunctionName="pruned", Name="live", FunctionVersion="1")
        self.assert_error(
            "ResourceConflictException",
            "Unable to delete version because the following aliases reference it: [live]",
            self.functions.delete_function, FunctionName="pruned", Qualifier="1")
        self.functions.delete_alias(FunctionName="pruned", Name="live")
        self.functions.delete_function(FunctionName="pruned", Qualifier="1")
        self.assert_error(NOT_FOUND, f"Function not found: {ARN}pruned:1",
                          self.functions.get_function, FunctionName="pruned", Qualifier="1")

    def test_versions_have_no_tags(self):
        self.create("untagged", Publish=True)
        for qualifier in ("1", "$LATEST"):
            self.assert_error(
                "InvalidParameterValueException",
                "Tags on function aliases and versions are not supported. Please specify a function "
                "ARN.", self.functions.tag_resource,
                Resource=f"{ARN}untagged:{qualifier}", Tags={"a": "b"})

    def test_the_command_line(self):
        self.create("typed")
        aws = self.server.aws
        version = aws("lambda", "publish-version", "--function-name", "typed")["Version"]
        self.assertEqual(version, "1")
        made = aws("lambda", "create-alias", "--function-name", "typed", "--name", "live",
                   "--function-version", version)
        self.assertEqual(made["AliasArn"], ARN + "typed:live")
        aws("lambda", "update-alias", "--function-name", "typed", "--name", "live",
            "--description", "d")
        got = aws("lambda", "get-alias", "--function-name", "typed", "--name", "live")
        self.assertEqual((got["Description"], got["FunctionVersion"]), ("d", "1"))
        listed = aws("lambda", "list-aliases", "--function-name", "typed")
        self.assertEqual(listed["Aliases"], [got])
        self.assertIsNone(aws("lambda", "delete-alias", "--function-name", "typed", "--name",
                              "live"))
        versions = aws("lambda", "list-versions-by-function", "--function-name", "typed")
        self.assertEqual([v["Version"] for v in versions["Versions"]], ["$LATEST", "1"])


class VersionMappings(MappingTest):
    def test_a_mapping_invokes_the_version_or_alias_that_it_names(self):
        stream = self.table("Versioned")
        self.create("mapped", TELLS % "one", Publish=True)
        self.functions.create_alias(FunctionName="mapped", Name="live", FunctionVersion="1")
        self.functions.update_function_code(FunctionName="mapped", ZipFile=zip_telling("two"))
        for qualifier in (":1", ":live", ""):
            made = self.map("mapped" + qualifier, stream)
            self.assertEqual(made["FunctionArn"], ARN + "mapped" + qualifier)
        self.put("Versioned", "a")
        group = "/aws/lambda/mapped"
        eventually(lambda: log_messages(self.logs, group).count("ran\n") == 3, "three invocations")
        starts = sorted(m.split("Version: ")[1] for m in log_messages(self.logs, group)
                        if m.startswith("START"))
        self.assertEqual(starts, ["$LATEST\n", "1\n", "1\n"])


class Restarts(unittest.TestCase):
    def test_versions_and_aliases_survive_with_their_code(self):
        with data_directory() as path:
            server = Server(data_dir=path)
            try:
                functions = server.client("lambda")
                functions.create_function(
                    FunctionName="kept", Runtime="python3.12", Handler="main.handler", Role=ROLE,
                    Code={"ZipFile": zip_telling("one")}, Publish=True)
                alias = functions.create_alias(FunctionName="kept", Name="live", FunctionVersion="1")
                functions.update_function_code(FunctionName="kept", ZipFile=zip_telling("two"))
                server.restart()
                functions = server.client("lambda")
                again = functions.get_alias(FunctionName="kept", Name="live")
                self.assertEqual(again["RevisionId"], alias["RevisionId"])
                told = functions.invoke(FunctionName="kept:live")
                self.assertIn(b'"code": "one"', told["Payload"].read())
                self.assertEqual(functions.publish_version(FunctionName="kept")["Version"], "2")
            finally:
                server.stop()


if __name__ == "__main__":
    unittest.main()
