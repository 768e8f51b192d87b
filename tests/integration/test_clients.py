"""The packages of clients/ against the real binary: their own tests, and their examples as a user has them."""
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import unittest

from harness import PROGRAM
from test_recipes import recipe

CLIENTS = pathlib.Path(__file__).resolve().parents[2] / "clients"
EXAMPLES = 56
ENVIRONMENT = {
    **os.environ, "RIVULET_BINARY": os.path.abspath(PROGRAM), "NODE_NO_WARNINGS": "1",
    "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def python_with(*modules):
    """An interpreter that has these modules: this one, or the system's, where Debian's packages are."""
    imports = "; ".join(f"import {module}" for module in modules)
    for python in (sys.executable, "/usr/bin/python3"):
        if subprocess.run([python, "-c", imports], capture_output=True, check=False).returncode == 0:
            return python
    raise unittest.SkipTest(f"no Python has {', '.join(modules)}")


def cpu_seconds_of(work):
    """What work answers, and the processor time of the processes that it ran."""
    def used():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime
    before = used()
    answer = work()
    return answer, used() - before


class Package(unittest.TestCase):
    reason = None  # why it can't be tried

    @classmethod
    def setUpClass(cls):
        cls.directory = pathlib.Path(
            cls.enterClassContext(tempfile.TemporaryDirectory(prefix="rivulet-test-")))

    @staticmethod
    def run_well(*command, directory, **variables):
        done = subprocess.run(command, cwd=directory, env={**ENVIRONMENT, **variables}, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=200, check=False)
        if done.returncode != 0:
            raise AssertionError(f"{' '.join(command)}:\n{done.stdout}")
        return done.stdout

    def assert_examples_never_sleep(self, folder):
        for file in folder.rglob("*.py" if folder.parent.name == "python" else "*.js"):
            self.assertNotRegex(file.read_text(), r"sleep|setTimeout|setInterval|vi\.wait", file)


class PythonPackage(Package):
    @classmethod
    def setUpClass(cls):
        """Builds the package as pip does, with its metadata, by which pytest finds the plug-in."""
        super().setUpClass()
        cls.python = python_with("boto3", "pytest", "xdist")
        source = cls.directory / "source"
        shutil.copytree(CLIENTS / "python", source)
        cls.installed = str(cls.directory / "installed")
        cls.examples = cls.directory / "examples"
        shutil.copytree(CLIENTS / "python/examples", cls.examples)
        setup = "import setuptools; setuptools.setup()"
        cls.run_well(python_with("setuptools"), "-c", setup, "-q", "build_py", "-d", cls.installed,
                     "egg_info", "-e", cls.installed, directory=source)

    @classmethod
    def run_examples(cls):
        return cls.run_well(
            cls.python, "-m", "pytest", "-n", "4", "-p", "no:cacheprovider",
            directory=cls.examples, PYTHONPATH=cls.installed, PYTHONDONTWRITEBYTECODE="")

    def test_its_tests(self):
        output = self.run_well(self.python, "-m", "unittest", "discover", "-s", "tests", "-t", "tests",
                               directory=CLIENTS / "python", PYTHONPATH="src")
        self.assertRegex(output, r"Ran \d+ tests.*\n\nOK\n")

    def test_its_types(self):
        if not shutil.which("mypy"):
            self.skipTest("mypy isn't installed")
        self.run_well("mypy", "--strict", "--cache-dir", os.devnull, "src", "tests",
                      directory=CLIENTS / "python")

    def test_its_examples_four_workers_wide(self):
        self.assert_examples_never_sleep(CLIENTS / "python/examples")
        output, seconds = cpu_seconds_of(self.run_examples)
        self.assertIn(" / ".join(f"gw{worker} [{EXAMPLES}]" for worker in range(4)), output)
        self.assertRegex(output, rf"== {EXAMPLES} passed in ")
        self.assertLess(seconds, 20, output)

    def test_its_recipe(self):
        (self.directory / "test_orders.py").write_text(recipe("pytest", "python")[0])
        output = self.run_well(self.python, "-m", "pytest", "-n", "2", "test_orders.py",
                               directory=self.directory, PYTHONPATH=self.installed)
        self.assertIn("= 8 passed in ", output)


class NodePackage(Package):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.examples = cls.directory / "examples"
        shutil.copytree(CLIENTS / "node/examples", cls.examples,
                        ignore=shutil.ignore_patterns("node_modules", "package-lock.json"))
        cls.reason = cls.install()

    @classmethod
    def install(cls):
        """The package as it would be published, in the examples; answers why it can't, if it can't."""
        if not shutil.which("npm"):
            return "npm isn't installed"
        version = cls.run_well("node", "--version", directory=cls.examples)
        if int(re.match(r"v(\d+)", version)[1]) < 20:
            return "vitest and AWS's SDK want Node.js 20"
        cls.run_well("npm", "pack", "--silent", "--pack-destination", str(cls.directory),
                     directory=CLIENTS / "node")
        [package] = cls.directory.glob("*.tgz")
        done = subprocess.run(
            ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", str(package),
             "typescript", "jest"],
            cwd=cls.examples, capture_output=True, text=True, timeout=200, check=False)
        return done.returncode and f"npm can't install the packages: {done.stderr}"

    @classmethod
    def run_examples(cls):
        return cls.run_well("node_modules/.bin/vitest", "run", "--no-color", directory=cls.examples)

    def setUp(self):
        if self.reason:
            self.skipTest(self.reason)

    def test_its_types(self):
        types = self.examples / "types"
        shutil.copytree(CLIENTS / "node/test/types", types)
        self.run_well("npx", "tsc", "--project", str(types), directory=self.examples)

    def test_its_examples_four_workers_wide(self):
        self.assert_examples_never_sleep(CLIENTS / "node/examples")
        output, seconds = cpu_seconds_of(self.run_examples)
        self.assertRegex(output, rf"Tests +{EXAMPLES} passed \({EXAMPLES}\)")
        self.assertLess(seconds, 20, output)

    def test_workers_share_the_server_of_the_global_setup(self):
        test = ('import { expect, test } from "vitest"; import { startRivulet } from "rivulet-client";\n'
                'test("it is there", async () => {\n'
                '  const rivulet = await startRivulet();\n'
                '  expect(rivulet.pid).toBeUndefined();\n'
                '  console.log(`server ${rivulet.url}`);\n'
                '});\n')
        shared = self.examples / "shared"
        shared.mkdir()
        for name in "one", "two":
            (shared / f"{name}.test.js").write_text(test)
        (shared / "vitest.config.js").write_text(
            'export default { test: { globalSetup: "rivulet-client/global-setup" } };\n')
        for pool in "forks", "threads":
            output = self.run_well("npx", "vitest", "run", "--root", "shared", "--pool", pool,
                                   "--no-color", directory=self.examples)
            servers = re.findall(r"^server (http://\S+)$", output, re.MULTILINE)
            self.assertEqual((len(servers), len(set(servers))), (2, 1), output)

    def test_the_recipe_for_vitest(self):
        folder = self.examples / "vitest-recipe"
        folder.mkdir()
        (folder / "orders.test.js").write_text(recipe("vitest", "js")[0])
        (folder / "vitest.config.js").write_text("export default {};\n")  # not the examples'
        output = self.run_well("npx", "vitest", "run", "--no-color", "--root", folder.name,
                               directory=self.examples)
        self.assertRegex(output, r"Tests +3 passed \(3\)")

    def test_the_recipe_for_jest(self):
        folder = self.examples / "jest-recipe"
        folder.mkdir()
        (folder / "package.json").write_text("{}\n")  # CommonJS
        config, test = recipe("jest", "js")
        (folder / "jest.config.js").write_text(config)
        for name in "orders", "more":  # which can't start a server of their own
            (folder / f"{name}.test.js").write_text('process.env.RIVULET_BINARY = "none";\n' + test)
        output = self.run_well("npx", "jest", "--rootDir", folder.name, "--maxWorkers", "2", "--config",
                               f"{folder.name}/jest.config.js", directory=self.examples)
        self.assertRegex(output, r"Tests: +2 passed, 2 total")
        self.assertNotIn("did not exit", output)


class NodePackageItself(Package):
    def test_its_tests(self):
        if not shutil.which("npm"):
            self.skipTest("npm isn't installed")
        output = self.run_well("npm", "test", directory=CLIENTS / "node")
        self.assertIn("# fail 0\n", output)
        self.assertIn("# skipped 0\n", output)


if __name__ == "__main__":
    unittest.main()
