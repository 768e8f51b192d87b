"""The recipes of docs/recipes.md, run where their tools are here; those of clients/ run in test_clients."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from harness import PROGRAM, Server

RECIPES = pathlib.Path(__file__).resolve().parents[2] / "docs/recipes.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What a class of a recipe is used by, as its framework would.
JAVA_MAIN = """
public class Main {
  public static void main(String[] arguments) throws Exception {
    try (Rivulet rivulet = new Rivulet()) {
      System.out.println(rivulet.drain());
      System.out.println(rivulet.advanceClock(60));
      try {
        rivulet.post("no/such", "{}");
      } catch (IllegalStateException error) {
        System.out.println(error.getMessage());
      }
      System.out.println(Rivulet.newWorld().matches("[1-9][0-9]{11}"));
      System.out.println(rivulet.endpoint());
    }
  }
}
"""

# Where Debian's packages have JUnit 5 and Go's sources.
JARS = pathlib.Path("/usr/share/java")
JUNIT = ["junit-jupiter*.jar", "junit-platform-*.jar", "opentest4j.jar", "apiguardian-api.jar", "picocli.jar",
         "univocity-parsers.jar"]
GO_PATH = pathlib.Path("/usr/share/gocode")

# As `cdk synth` writes it, in short.
CDK_TEMPLATE = {"Resources": {
    "Totals": {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            "Code": {"S3Bucket": {"Fn::Sub": "cdk-assets-${AWS::AccountId}-${AWS::Region}"}, "S3Key": "12.zip"},
            "Handler": "index.handler", "Runtime": "nodejs22.x", "Role": "arn:aws:iam::000000000000:role/any"},
        "Metadata": {"aws:asset:path": "asset.12", "aws:asset:property": "Code"}},
    "CDKMetadata": {"Type": "AWS::CDK::Metadata", "Properties": {"Analytics": "v2"}},
}}


def recipe(heading, language):
    """The code blocks of one section in one language."""
    section = RECIPES.read_text().split(f"\n## {heading}\n")[1].split("\n## ")[0]
    found = [text for name, text in BLOCK.findall(section) if name == language]
    if not found:
        raise AssertionError(f"no {language} in {heading}")
    return found


class Recipes(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="rivulet-test-")
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def run_well(self, *command, variables=None, **settings):
        environment = {**os.environ, "RIVULET_BINARY": os.path.abspath(PROGRAM), **(variables or {})}
        done = subprocess.run(command, cwd=self.directory, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=300, check=False, env=environment, **settings)
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def need(self, program):
        if not shutil.which(program):
            self.skipTest(f"{program} isn't installed")

    def test_junit(self):
        self.need("javac")
        (self.directory / "Rivulet.java").write_text(recipe("JUnit", "java")[0])
        (self.directory / "Main.java").write_text(JAVA_MAIN)
        self.run_well("javac", "-Xlint:all", "-Werror", "Rivulet.java", "Main.java")
        lines = [line for line in self.run_well("java", "Main").splitlines() if "[rivulet]" not in line]
        self.assertEqual(lines[0], '{"settled":true,"records":{"delivered":0,"filtered":0,"discarded":0},'
                                   '"invocations":{"ok":0,"failed":0},"waiting":[]}')
        self.assertIn('"mode":"shifted"', lines[1])
        self.assertIn('"error":"NotFound"', lines[2])
        self.assertEqual(lines[3], "true")
        self.assertRegex(lines[4], r"^http://127\.0\.0\.1:\d+$")

    def test_junit_itself(self):
        self.need("javac")
        jars = sorted({jar.resolve() for name in JUNIT for jar in JARS.glob(name)})
        if not jars:
            self.skipTest("JUnit 5 isn't installed")
        rivulet, test, _ = recipe("JUnit", "java")
        (self.directory / "Rivulet.java").write_text(rivulet)
        (self.directory / "OrdersTest.java").write_text(test)
        path = os.pathsep.join(map(str, jars))
        self.run_well("javac", "-cp", path, "Rivulet.java", "OrdersTest.java")
        output = self.run_well("java", "-cp", f"{path}{os.pathsep}.", "org.junit.platform.console.ConsoleLauncher",
                               "--disable-ansi-colors", "--select-class", "OrdersTest")
        self.assertRegex(output, r"\[ +2 tests successful +\]")
        self.assertRegex(output, r"\[ +0 tests failed +\]")

    def test_go(self):
        self.need("go")
        (self.directory / "go.mod").write_text("module orders\n\ngo 1.19\n")
        test = "\nfunc TestDrain(t *testing.T) {\n\tdrain(t)\n}\n"
        (self.directory / "orders_test.go").write_text(recipe("Go", "go")[0] + test)
        self.assertEqual(self.run_well("gofmt", "-l", "."), "")
        self.assertIn("--- PASS: TestDrain", self.run_well("go", "test", "-v", "./..."))

    def test_go_with_the_sdk(self):
        self.need("go")
        if not (GO_PATH / "src/github.com/aws/aws-sdk-go-v2").is_dir():
            self.skipTest("golang-github-aws-aws-sdk-go-v2-dev isn't installed")
        main, world = recipe("Go", "go")
        (self.directory / "main_test.go").write_text(main)
        # What the old release of the SDK that Debian has says for it.
        world = world.replace("BaseEndpoint: aws.String(endpoint)",
                              "EndpointResolver: dynamodb.EndpointResolverFromURL(endpoint)")
        (self.directory / "world_test.go").write_text(world.replace('\t"github.com/aws/aws-sdk-go-v2/aws"\n', ""))
        output = self.run_well("go", "test", "-v", ".", variables={
            "GO111MODULE": "off", "GOPATH": f"{self.directory}{os.pathsep}{GO_PATH}", "GOFLAGS": ""})
        self.assertIn("--- PASS: TestAWorldIsEmpty", output)

    def test_terraform(self):
        self.need("terraform")
        self.run_well("terraform", "fmt", "-check", "-diff", "-", input=recipe("Terraform", "hcl")[0])

    def test_cdk(self):
        folder = self.directory / "cdk.out"
        (folder / "asset.12").mkdir(parents=True)
        (folder / "asset.12/index.js").write_text("exports.handler = async () => 'here';\n")
        (folder / "Orders.template.json").write_text(json.dumps(CDK_TEMPLATE))
        synth, start = recipe("CDK", "sh")[0].splitlines()
        self.assertEqual(synth, "npx cdk synth --quiet")
        template = start.removeprefix("rivulet --in-memory --template ")
        server = Server("--template", str(self.directory / template))
        self.addCleanup(server.stop)
        answer = server.client("lambda").invoke(FunctionName="rivulet-Totals")
        self.assertEqual(answer["Payload"].read(), b'"here"')

    def test_yaml(self):
        try:
            import yaml
        except ImportError:
            self.skipTest("PyYAML isn't installed")
        compose = yaml.safe_load(recipe("docker-compose", "yaml")[0])["services"]
        root = RECIPES.parents[1]
        self.assertTrue((root / compose["rivulet"]["build"]["dockerfile"]).is_file())
        self.assertIn("HEALTHCHECK", (root / compose["rivulet"]["build"]["dockerfile"]).read_text())
        self.assertEqual(compose["tests"]["environment"]["RIVULET_URL"],
                         compose["tests"]["environment"]["AWS_ENDPOINT_URL"])
        steps = yaml.safe_load(recipe("GitHub Actions", "yaml")[0])["jobs"]["tests"]["steps"]
        for command in (step["run"] for step in steps if "run" in step):
            self.run_well("bash", "-n", "-c", command)
        for folder in ("server", "lambda-host", "streams", "storage", "core"):
            self.assertTrue((root / folder).is_dir(), folder)


if __name__ == "__main__":
    unittest.main()
