"""The plug-in in real runs of pytest, with a server: skipped where either is missing."""

import importlib.util
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from rivulet_client import start_rivulet
from test_with_server import MISSING

SOURCES = Path(__file__).resolve().parents[1] / "src"
TESTS = """
import pytest

@pytest.mark.parametrize("number", range(4))
def test_world(rivulet, rivulet_world, number):
    rivulet_world.client("sqs").create_queue(QueueName="orders")
    print("world", rivulet_world.account)
    print("server", rivulet.url)
    rivulet_world.drain()

@pytest.fixture(scope="session")
def saved(rivulet):
    world = rivulet.world()
    world.client("sqs").create_queue(QueueName="saved")
    world.snapshot("saved-" + world.account)
    return "saved-" + world.account

@pytest.mark.rivulet(region="eu-west-1")
def test_region(rivulet_world):
    assert rivulet_world.region == "eu-west-1"

def test_snapshot(saved, request):
    request.node.add_marker(pytest.mark.rivulet(snapshot=saved))
    world = request.getfixturevalue("rivulet_world")
    assert world.client("sqs").list_queues()["QueueUrls"][0].endswith("/saved")
"""

BEGINS_WITH_A_FILE = """
def test_it_is_there(rivulet):
    queues = rivulet.world(account="000000000000").client("sqs").list_queues()
    assert queues["QueueUrls"][0].endswith("/committed")
"""


def has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


@unittest.skipIf(MISSING, MISSING)
@unittest.skipUnless(has("pytest"), "pytest isn't installed")
class Plugin(unittest.TestCase):
    def run_tests(self, *arguments: str, **variables: str) -> tuple[set[str], set[str]]:
        """The servers and the worlds that the tests had."""
        with tempfile.TemporaryDirectory() as directory:
            Path(directory, "test_it.py").write_text(TESTS)
            done = subprocess.run(
                [sys.executable, "-m", "pytest", "-rP", "-p", "rivulet_client.pytest_plugin"]
                + [*arguments, directory],
                env={**os.environ, "PYTHONPATH": str(SOURCES), **variables},
                cwd=directory,
                text=True,
                capture_output=True,
            )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        lines = [line.split() for line in done.stdout.splitlines()]
        servers = {line[1] for line in lines if line[:1] == ["server"]}
        worlds = {line[1] for line in lines if line[:1] == ["world"]}
        self.assertEqual(len(worlds), 4)
        return servers, worlds

    def test_each_test_has_a_world_of_one_server(self) -> None:
        servers, _ = self.run_tests()
        self.assertEqual(len(servers), 1)

    def test_a_world_ends_with_its_test(self) -> None:
        with start_rivulet() as rivulet:
            _, worlds = self.run_tests("--rivulet-url", rivulet.url)
            for account in worlds:
                queues = rivulet.world(account=account).client("sqs").list_queues()
                self.assertNotIn("QueueUrls", queues)

    @unittest.skipUnless(has("xdist"), "pytest-xdist isn't installed")
    def test_workers_have_servers_of_their_own_unless_they_share_one(self) -> None:
        with self.subTest("own"):
            self.assertEqual(len(self.run_tests("-n", "2")[0]), 2)
        with self.subTest("shared"):
            self.assertEqual(len(self.run_tests("-n", "2", "--rivulet-shared")[0]), 1)

    def test_a_server_begins_with_the_file_that_the_settings_name(self) -> None:
        with tempfile.TemporaryDirectory() as directory:
            with start_rivulet() as rivulet:
                world = rivulet.world()
                world.client("sqs").create_queue(QueueName="committed")
                world.snapshot("base")
                Path(directory, "base.snapshot").write_bytes(world.snapshot_file("base"))
            Path(directory, "test_it.py").write_text(BEGINS_WITH_A_FILE)
            Path(directory, "pytest.ini").write_text("[pytest]\nrivulet_snapshot = base.snapshot\n")
            done = subprocess.run(
                [sys.executable, "-m", "pytest", "-p", "rivulet_client.pytest_plugin", directory],
                env={**os.environ, "PYTHONPATH": str(SOURCES)},
                text=True,
                capture_output=True,
            )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
