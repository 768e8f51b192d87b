import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from rivulet_client import RivuletError, server_process, start_rivulet

READY = "rivulet 0.1.0 listening on http://127.0.0.1:1 (data: in memory, lost at exit)"


class Starting(unittest.TestCase):
    """With programs that aren't Rivulet."""

    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.program = Path(directory.name) / "program"

    def write(self, script: str) -> None:
        self.program.write_text(f"#!/bin/sh\n{script}\n")
        self.program.chmod(0o755)

    def refusal(self) -> str:
        with self.assertRaises(RivuletError) as caught:
            start_rivulet(binary=str(self.program), start_timeout_seconds=5, quiet=True)
        return str(caught.exception).replace(str(self.program), "PROGRAM")

    def test_one_that_ends_is_told_with_its_code(self) -> None:
        self.write("echo rivulet; exit 3")
        said = "; what it says is on standard error"
        self.assertEqual(
            self.refusal(), "PROGRAM said 'rivulet' instead of where it listens" + said
        )
        self.write("exit 3")
        self.assertEqual(self.refusal(), "PROGRAM ended with exit code 3" + said)

    def test_one_that_can_not_be_executed_is_named(self) -> None:
        self.write("")
        self.program.write_bytes(b"\x7fELF nothing")
        self.assertRegex(self.refusal(), "^PROGRAM couldn't be started: ")

    def test_it_is_told_what_it_needs_and_found_where_it_says(self) -> None:
        said = self.program.with_name("said")
        self.write(f'echo "$@" > {said}; printf "{READY[:20]}"; printf "{READY[20:]}\\n"; cat')
        with start_rivulet(
            binary=str(self.program), flags=["--stream-shards", "2"], region="eu-west-1"
        ) as rivulet:
            self.assertEqual(rivulet.url, "http://127.0.0.1:1")
            self.assertIsNotNone(rivulet.pid)
        self.assertIsNone(rivulet.pid)
        self.assertEqual(
            said.read_text(),
            "--in-memory --port 0 --exit-on-stdin-close --region eu-west-1 --log-level warn "
            "--stream-shards 2\n",
        )

    def test_a_snapshots_file_is_a_flag_and_asks_for_a_server_of_its_own(self) -> None:
        said = self.program.with_name("said")
        self.write(f'echo "$@" > {said}; echo "{READY}"; cat')
        variables = {"RIVULET_URL": "http://127.0.0.1:1", "RIVULET_BINARY": str(self.program)}
        with mock.patch.dict(os.environ, variables):
            start_rivulet(snapshot=Path("fixtures/shop")).stop()
        self.assertTrue(said.read_text().endswith(" warn --snapshot fixtures/shop\n"))

    def test_a_shared_one_is_found_by_its_variable_until_it_stops(self) -> None:
        self.addCleanup(lambda: os.environ.pop("RIVULET_URL", None))
        self.write(f'echo "{READY}"; cat')
        shared = start_rivulet(binary=str(self.program), shared=True)
        self.assertEqual(os.environ["RIVULET_URL"], "http://127.0.0.1:1")
        with start_rivulet(binary=str(self.program)) as own:
            self.assertIsNotNone(own.pid)  # whoever names a program wants that one
        self.assertEqual(os.environ["RIVULET_URL"], "http://127.0.0.1:1")
        with self.assertRaisesRegex(RivuletError, "http://127.0.0.1:1/_rivulet/clock"):
            start_rivulet()  # finds the one of the variable, which isn't there
        shared.stop()
        self.assertNotIn("RIVULET_URL", os.environ)

    def test_a_slow_one_is_given_up(self) -> None:
        self.write("printf rivulet; exec sleep 100")
        with self.assertRaisesRegex(RivuletError, "wasn't ready within 0.05 s"):
            start_rivulet(binary=str(self.program), start_timeout_seconds=0.05)

    def test_one_that_does_not_end_is_killed(self) -> None:
        self.write(f'trap "" TERM; echo "{READY}"; exec sleep 100')
        rivulet = start_rivulet(binary=str(self.program))
        with mock.patch.object(server_process, "_STOP_SECONDS", 0.05):
            rivulet.stop()
        self.assertIsNone(rivulet.pid)
