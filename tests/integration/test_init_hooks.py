"""Scripts that run when the server is ready."""
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import unittest
import urllib.request

from harness import DEADLINE_SECONDS, PROGRAM, Server, eventually

CREATE = """import boto3, os
boto3.client("sqs", endpoint_url=os.environ["AWS_ENDPOINT_URL"]).create_queue(QueueName="Made")
print("made it in", os.environ["AWS_REGION"], "for", os.environ["AWS_ACCESS_KEY_ID"])
"""


class InitHooks(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="rivulet-init-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def start(self, **scripts):
        """A server that runs these; its log is in self.log()."""
        for name, text in scripts.items():
            (self.folder / name).write_text(text)
        log = open(self.folder / "log", "w+", encoding="utf-8")
        self.addCleanup(log.close)
        server = Server("--init-dir", str(self.folder), "--log-level", "info", stderr=log)
        self.addCleanup(lambda: server.process.poll() is None and server.stop())
        return server

    def log(self):
        return (self.folder / "log").read_text(encoding="utf-8")

    def health(self, server):
        return json.load(urllib.request.urlopen(server.url + "/_rivulet/health"))

    def healthcheck(self, server):
        done = subprocess.run([PROGRAM, "healthcheck", "--url", server.url], text=True,
                              capture_output=True, check=False, timeout=DEADLINE_SECONDS)
        return done.returncode, done.stderr

    def test_what_is_no_folder_is_named_in_the_log(self):
        (self.folder / "file").write_text("echo never")
        with tempfile.TemporaryFile("w+") as log:
            folders = [str(self.folder / name) for name in ("nope", "file")]
            server = Server("--init-dir", ",".join(folders), stderr=log)
            self.assertEqual(server.stop(), 0)
            log.seek(0)
            said = log.read()
        for folder in folders:
            self.assertIn(f"[warning] --init-dir: {folder} is no folder: it has no scripts to run\n", said)

    def test_scripts_run_in_order_with_the_endpoint_and_their_lines_are_logged(self):
        server = self.start(**{"2.py": CREATE, "1.sh": "echo first; echo partial | tr -d '\\n'"})
        eventually(lambda: self.health(server).get("init") == "done", "the scripts' end")
        self.assertIn("Made", server.client("sqs", "000000000000").list_queues()["QueueUrls"][0])
        lines = [line.split("] ")[-1] for line in self.log().splitlines() if "init " in line]
        self.assertEqual(lines, ["init 1.sh: first", "init 1.sh: partial",
                                 "init 2.py: made it in us-east-1 for 000000000000"])
        self.assertEqual(self.healthcheck(server), (0, ""))

    def test_a_script_that_fails_is_logged_and_the_next_one_runs(self):
        server = self.start(**{"1.sh": "exit 3", "2.sh": "kill -9 $$", "3.sh": "echo still"})
        eventually(lambda: self.health(server).get("init") == "failed", "the scripts' end")
        log = self.log()
        self.assertIn("init 1.sh failed: exit status 3\n", log)
        self.assertIn("init 2.sh failed: killed by signal 9\n", log)
        self.assertIn("init 3.sh: still\n", log)
        self.assertEqual(self.healthcheck(server)[0], 0)

    def test_a_server_isnt_healthy_while_they_run_and_takes_them_with_it(self):
        pid = self.folder / "pid"
        server = self.start(**{"1.sh": f"sleep 1000 & echo $! > {pid}.new; mv {pid}.new {pid}; wait"})
        eventually(pid.exists, "the script")
        self.assertEqual(self.health(server)["init"], "running")
        self.assertEqual(self.healthcheck(server), (
            1, f"rivulet at {server.url} isn't healthy: its init scripts are running\n"))
        self.assertEqual(server.stop(), 0)

        def is_gone():
            try:
                os.kill(int(pid.read_text()), 0)
            except ProcessLookupError:
                return True
            return False
        eventually(is_gone, "the end of what the script started")

    def test_without_scripts_health_says_nothing_of_them(self):
        self.assertNotIn("init", self.health(self.start()))


if __name__ == "__main__":
    unittest.main()
