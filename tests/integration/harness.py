"""Starts the real binary on a free port, and talks to it as a user would: with the AWS CLI or boto3.

RIVULET names the program under test. Every server that a test starts is ended by it.
"""
import contextlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile

import boto3
from botocore.config import Config

import stall_meter
from wire import Connection

PROGRAM = os.environ.get("RIVULET", "build/release/rivulet")
READY = re.compile(r"^rivulet \S+ listening on (http://\S+) \(data: .*\)$")
DEADLINE_SECONDS = 20


class Server:
    """One running server. `data_dir` survives restarts of the object's process. What `popen` has goes
    to subprocess.Popen: where its log goes, or what is to be done before it starts."""

    def __init__(self, *flags, data_dir=None, **popen):
        self.flags = list(flags)
        self.data_dir = data_dir
        self.popen = popen
        self.process = None
        self.url = None
        self.meter = None
        self.start()

    def start(self):
        data = ["--data-dir", self.data_dir] if self.data_dir else ["--in-memory"]
        self.process = subprocess.Popen(
            [PROGRAM, "--port", "0", "--log-level", "warn", *data, *self.flags],
            stdout=subprocess.PIPE, text=True, **self.popen)
        line = self.process.stdout.readline().strip()
        ready = READY.match(line)
        if not ready:
            self.kill()
            raise AssertionError(f"no ready line but {line!r}")
        self.url = ready.group(1)
        self.meter = stall_meter.StallMeter(self).__enter__() if stall_meter.NOTES else None

    def note_stalls(self):
        """What the clients of this process waited for, if somebody wants to know."""
        if self.meter:
            self.meter.__exit__()
            stall_meter.note(" ".join(sys.argv[1:]), self.meter.worst_ms)
            self.meter = None

    def stop(self):
        """Ends it as an operator would; answers the exit code."""
        self.note_stalls()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(DEADLINE_SECONDS)
        self.process.stdout.close()
        return code

    def kill(self):
        self.note_stalls()
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def restart(self):
        self.stop()
        self.start()

    def client(self, service, account="AKIDEXAMPLE", region="us-east-1", **config):
        """A boto3 client; retries are off, so that a test sees each answer."""
        return boto3.client(
            service, endpoint_url=self.url, region_name=region, aws_access_key_id=account,
            aws_secret_access_key="secret",
            config=Config(retries={"max_attempts": 0}, parameter_validation=False, **config))

    def wire(self, target, body):
        """A JSON request without an SDK, for what an older SDK's model lacks: status and answer."""
        connection = Connection(self.url)
        try:
            return connection.call(target.split(".")[1], body, target.split(".")[0])
        finally:
            connection.close()

    def aws(self, *arguments):
        """Runs the AWS CLI; answers its output, parsed when it is JSON."""
        environment = dict(
            os.environ, AWS_ACCESS_KEY_ID="AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY="secret",
            AWS_DEFAULT_REGION="us-east-1", AWS_DEFAULT_OUTPUT="json", AWS_PAGER="")
        done = subprocess.run(
            ["aws", "--endpoint-url", self.url, *arguments], env=environment, text=True,
            capture_output=True, timeout=60, check=False)
        if done.returncode != 0:
            raise AssertionError(f"aws {' '.join(arguments)}: {done.stderr.strip()}")
        return json.loads(done.stdout) if done.stdout.strip() else None


class ServerTest(unittest.TestCase):
    """Tests that share one server in memory; FLAGS are its flags."""

    FLAGS = ()

    @classmethod
    def setUpClass(cls):
        cls.server = cls.start_server()

    @classmethod
    def start_server(cls):
        return Server(*cls.FLAGS)

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def assert_error(self, code, message, call, **arguments):
        """The call must be refused with this code and exactly this message (None: any)."""
        with self.assertRaises(Exception) as caught:
            call(**arguments)
        error = caught.exception.response["Error"]
        self.assertEqual(error["Code"], code)
        if message is not None:
            self.assertEqual(error["Message"], message)


@contextlib.contextmanager
def data_directory():
    with tempfile.TemporaryDirectory(prefix="rivulet-test-") as path:
        yield path


def zip_of(**files):
    """A zip in memory: zip_of(**{"index.js": "…"})."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def eventually(look, what):
    """Looks until it sees something true, and answers that. Fails after the deadline."""
    end = time.monotonic() + DEADLINE_SECONDS
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"never came: {what}")
        time.sleep(0.02)


def log_messages(logs, group):
    """All messages of a log group, or none while it isn't there."""
    try:
        return [event["message"] for event in logs.filter_log_events(logGroupName=group)["events"]]
    except logs.exceptions.ResourceNotFoundException:
        return []
