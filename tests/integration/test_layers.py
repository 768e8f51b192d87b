"""Layers, and code in buckets of our own, through boto3 and the AWS CLI."""
import io
import json
import os
import subprocess
import tempfile
import unittest
import urllib.request
import zipfile

import namespaces
from harness import Server, data_directory, zip_of
from lambda_cases import ECHO, LambdaTest, ROLE, package

LAYER = "arn:aws:lambda:us-east-1:000000000000:layer:"
USES = """
import shared, second
def handler(event, context):
    return [shared.VALUE, second.VALUE]
"""


class Layers(LambdaTest):
    def publish(self, name, files, **more):
        return self.functions.publish_layer_version(
            LayerName=name, Content={"ZipFile": zip_of(**files)}, **more)

    def test_python_finds_what_layers_bring_and_later_ones_win(self):
        first = self.publish("first", {"python/shared.py": "VALUE = 1\n", "python/second.py": "VALUE = 1\n"})
        second = self.publish(
            "second", {"python/lib/python3.12/site-packages/second.py": "VALUE = 2\n",
                       "python/shared.py": "VALUE = 3\n"})
        arns = [layer["LayerVersionArn"] for layer in (first, second)]
        created = self.create("layered", USES, Layers=arns)
        self.assertEqual([layer["Arn"] for layer in created["Layers"]], arns)
        self.assertEqual(self.invoke("layered")["Payload"], [3, 2])
        self.functions.update_function_configuration(FunctionName="layered", Layers=arns[:1])
        self.assertEqual(self.invoke("layered")["Payload"], [1, 1])
        self.functions.update_function_code(FunctionName="layered", ZipFile=zip_of(**{"main.py": USES + "\n"}))
        self.assertEqual(self.invoke("layered")["Payload"], [1, 1])
        self.functions.update_function_configuration(FunctionName="layered", Layers=[])
        self.assertEqual(self.invoke("layered")["FunctionError"], "Unhandled")

    def test_node_finds_modules_of_layers(self):
        layer = self.publish("modules", {
            "nodejs/node_modules/greets/index.js": "module.exports = () => 'hello';\n"})
        self.create("requires", "exports.handler = async () => require('greets')();\n",
                    runtime="nodejs20.x", Layers=[layer["LayerVersionArn"]])
        self.assertEqual(self.invoke("requires")["Payload"], "hello")

    def test_a_version_keeps_its_layers(self):
        layer = self.publish("kept", {"python/shared.py": "VALUE = 1\n", "python/second.py": "VALUE = 2\n"})
        self.create("keeps", USES, Layers=[layer["LayerVersionArn"]], Publish=True)
        self.functions.update_function_configuration(FunctionName="keeps", Layers=[])
        self.functions.delete_layer_version(LayerName="kept", VersionNumber=1)
        self.assertEqual(self.invoke("keeps", Qualifier="1")["Payload"], [1, 2])

    def test_layers_come_and_go(self):
        published = self.publish("shown", {"a": "1"}, Description="d", LicenseInfo="MIT",
                                 CompatibleRuntimes=["python3.12"])
        self.assertEqual(published["LayerVersionArn"], LAYER + "shown:1")
        with urllib.request.urlopen(published["Content"]["Location"]) as answer:
            self.assertEqual(zipfile.ZipFile(io.BytesIO(answer.read())).namelist(), ["a"])
        for got in (self.functions.get_layer_version(LayerName="shown", VersionNumber=1),
                    self.functions.get_layer_version_by_arn(Arn=LAYER + "shown:1")):
            self.assertEqual(got["Content"]["CodeSha256"], published["Content"]["CodeSha256"])
        (layer,) = [each for each in self.functions.list_layers()["Layers"]
                    if each["LayerName"] == "shown"]
        self.assertEqual(layer["LatestMatchingVersion"]["Version"], 1)
        (version,) = self.functions.list_layer_versions(LayerName="shown")["LayerVersions"]
        self.assertEqual(version["LicenseInfo"], "MIT")
        added = self.functions.add_layer_version_permission(
            LayerName="shown", VersionNumber=1, StatementId="s", Action="lambda:GetLayerVersion",
            Principal="*")
        policy = self.functions.get_layer_version_policy(LayerName="shown", VersionNumber=1)
        self.assertEqual(json.loads(policy["Policy"])["Statement"], [json.loads(added["Statement"])])
        self.functions.remove_layer_version_permission(
            LayerName="shown", VersionNumber=1, StatementId="s")
        self.functions.delete_layer_version(LayerName="shown", VersionNumber=1)
        self.assertEqual(self.functions.list_layer_versions(LayerName="shown")["LayerVersions"], [])
        self.assertEqual(self.publish("shown", {"a": "1"})["Version"], 2)

    def test_the_cli_publishes_and_uses_a_layer(self):
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, "layer.zip")
            with open(path, "wb") as file:
                file.write(zip_of(**{"python/shared.py": "VALUE = 'cli'\n", "python/second.py": "VALUE = 0\n"}))
            published = self.server.aws("lambda", "publish-layer-version", "--layer-name", "cli",
                                        "--zip-file", f"fileb://{path}")
        self.create("by-cli", USES)
        self.server.aws("lambda", "update-function-configuration", "--function-name", "by-cli",
                        "--layers", published["LayerVersionArn"])
        self.assertEqual(self.invoke("by-cli")["Payload"], ["cli", 0])


LOOKS = """
import os, subprocess
def handler(event, context):
    found = {"tool": subprocess.check_output(["/opt/bin/tool"]).decode(), "machine": sorted(os.listdir("/opt"))}
    with open("/opt/data/mine") as file:
        found["mine"] = file.read()
    try:
        open("/opt/new", "w")
    except OSError as error:
        found["refused"] = error.strerror
    return found
"""


@unittest.skipUnless(namespaces.has_own_opt(), "no mount namespace can be had")
class AtOpt(LambdaTest):
    """Each function has its own /opt, and sees there what the machine has, too."""

    def layer(self, name, mine):
        zipped = package([("bin/tool", f"#!/bin/sh\necho {name}\n", 0o755), ("data/mine", mine, 0o644)])
        return self.functions.publish_layer_version(LayerName=name, Content={"ZipFile": zipped})["LayerVersionArn"]

    def test_functions_see_their_layers_and_the_machine(self):
        for name in ("one", "other", "another"):  # the last ones are spare processes
            self.create(name, LOOKS, Layers=[self.layer(name, f"of {name}")])
            self.assertEqual(self.invoke(name)["Payload"], {
                "tool": f"{name}\n", "mine": f"of {name}", "refused": "Read-only file system",
                "machine": sorted({"bin", "data", *os.listdir("/opt")})})
        self.create("bare", "import os\ndef handler(event, context):\n    return sorted(os.listdir('/opt'))\n")
        self.assertEqual(self.invoke("bare")["Payload"], sorted(os.listdir("/opt")))

    def test_node_has_its_modules_there(self):
        layer = self.functions.publish_layer_version(LayerName="modules", Content={"ZipFile": zip_of(**{
            "nodejs/node_modules/greets/index.js": "module.exports = __filename;\n"})})["LayerVersionArn"]
        for name in ("first", "second"):
            self.create(name, "exports.handler = async () => require('greets');\n", "nodejs20.x", Layers=[layer])
            self.assertEqual(self.invoke(name)["Payload"], "/opt/nodejs/node_modules/greets/index.js")

    def test_a_wrapper_lies_there(self):
        zipped = package([("wrap", '#!/bin/sh\nexport FROM=$0\nexec "$@"\n', 0o755)])
        layer = self.functions.publish_layer_version(LayerName="wraps", Content={"ZipFile": zipped})["LayerVersionArn"]
        self.create("wrapped", "import os\ndef handler(event, context):\n    return os.environ['FROM']\n",
                    Layers=[layer], Environment={"Variables": {"AWS_LAMBDA_EXEC_WRAPPER": "/opt/wrap"}})
        self.assertEqual(self.invoke("wrapped")["Payload"], "/opt/wrap")


NOBODY = 65534


class WhichItIs(unittest.TestCase):
    """The log says whether handlers have an /opt, and without one they find their layers all the same."""

    def run_one(self, **popen):
        """A function's answer, and the server's log."""
        with tempfile.TemporaryFile("w+") as log:
            server = Server("--log-level", "info", stderr=log, **popen)
            try:
                functions = server.client("lambda")
                layer = functions.publish_layer_version(LayerName="l", Content={"ZipFile": zip_of(
                    **{"python/shared.py": "VALUE = __file__\n", "python/second.py": "VALUE = 2\n"})})
                functions.create_function(
                    FunctionName="f", Runtime="python3.12", Handler="main.handler", Role=ROLE,
                    Code={"ZipFile": zip_of(**{"main.py": USES})}, Layers=[layer["LayerVersionArn"]])
                answer = json.loads(functions.invoke(FunctionName="f")["Payload"].read())
            finally:
                server.stop()
            log.seek(0)
            return answer, log.read()

    @unittest.skipUnless(namespaces.has_own_opt(), "no mount namespace can be had")
    def test_where_it_can_be(self):
        answer, log = self.run_one()
        self.assertEqual(answer, ["/opt/python/shared.py", 2])
        self.assertIn("layers are at /opt: processes of functions that have some get a mount namespace of "
                      "their own\n", log)

    @unittest.skipUnless(os.geteuid() == 0 and namespaces.has_own_opt(with_user=True),
                         "whoever runs the tests is an ordinary user")
    def test_where_it_can_be_for_an_ordinary_user(self):
        try:
            answer, _ = self.run_one(user=NOBODY, group=NOBODY, extra_groups=[])
        except PermissionError:
            self.skipTest("the program is in a place that is root's alone")
        self.assertEqual(answer, ["/opt/python/shared.py", 2])

    def test_where_it_can_not_be(self):
        try:
            (file, two), log = self.run_one(preexec_fn=namespaces.allow_no_more)
        except subprocess.SubprocessError:
            self.skipTest("there is no user namespace in which to forbid others")
        self.assertTrue(file.endswith("/opt/python/shared.py") and not file.startswith("/opt/"), file)
        self.assertEqual(two, 2)
        self.assertIn("layers aren't at /opt, since a mount namespace can't be had: this system allows no more of "
                      "them. They are in a directory of the function's, which PATH, LD_LIBRARY_PATH, NODE_PATH and "
                      "PYTHONPATH name\n", log)


class CodeInBuckets(LambdaTest):
    def test_code_and_layers_come_from_buckets(self):
        s3 = self.server.client("s3")
        s3.create_bucket(Bucket="codes")
        s3.put_object(Bucket="codes", Key="v1.zip", Body=zip_of(**{"main.py": ECHO}))
        s3.put_object(Bucket="codes", Key="v2.zip", Body=zip_of(**{"main.py": USES}))
        s3.put_object(Bucket="codes", Key="layer.zip", Body=zip_of(
            **{"python/shared.py": "VALUE = 's3'\n", "python/second.py": "VALUE = 2\n"}))
        layer = self.functions.publish_layer_version(
            LayerName="of-bucket", Content={"S3Bucket": "codes", "S3Key": "layer.zip"})
        self.create("of-bucket", Code={"S3Bucket": "codes", "S3Key": "v1.zip"},
                    Layers=[layer["LayerVersionArn"]])
        self.assertEqual(self.invoke("of-bucket", {"a": 1})["Payload"], {"a": 1})
        self.functions.update_function_code(FunctionName="of-bucket", S3Bucket="codes", S3Key="v2.zip")
        self.assertEqual(self.invoke("of-bucket")["Payload"], ["s3", 2])
        for bucket, key, code, text in (
                ("codes", "v3.zip", "NoSuchKey", "The specified key does not exist."),
                ("nothing", "v1.zip", "NoSuchBucket", "The specified bucket does not exist")):
            self.assert_error(
                "InvalidParameterValueException",
                f"Error occurred while GetObject. S3 Error Code: {code}. S3 Error Message: {text}",
                self.functions.update_function_code, FunctionName="of-bucket", S3Bucket=bucket, S3Key=key)
        theirs = self.server.client("lambda", account="111111111111")
        self.assert_error(
            "InvalidParameterValueException",
            "Error occurred while GetObject. S3 Error Code: AccessDenied. S3 Error Message: Access Denied",
            theirs.create_function, FunctionName="theirs", Runtime="python3.12", Handler="main.handler",
            Role=ROLE, Code={"S3Bucket": "codes", "S3Key": "v1.zip"})


class Restart(unittest.TestCase):
    def test_layers_survive_a_restart(self):
        with data_directory() as path:
            server = Server(data_dir=path)
            try:
                functions = server.client("lambda")
                layer = functions.publish_layer_version(LayerName="l", Content={"ZipFile": zip_of(
                    **{"python/shared.py": "VALUE = 1\n", "python/second.py": "VALUE = 2\n"})})
                functions.create_function(
                    FunctionName="f", Runtime="python3.12", Handler="main.handler", Role=ROLE,
                    Code={"ZipFile": zip_of(**{"main.py": USES})}, Layers=[layer["LayerVersionArn"]])
                server.restart()
                functions = server.client("lambda")
                answer = functions.invoke(FunctionName="f")
                self.assertEqual(json.loads(answer["Payload"].read()), [1, 2])
                self.assertEqual(functions.list_layers()["Layers"][0]["LayerName"], "l")
            finally:
                server.stop()


if __name__ == "__main__":
    unittest.main()
