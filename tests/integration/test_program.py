"""The program itself: flags, environment, ready line, exit codes, signals, scopes."""
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import unittest
import urllib.request

from harness import DEADLINE_SECONDS, PROGRAM, READY, Server, ServerTest, data_directory, zip_of


def run(*arguments, **environment):
    return subprocess.run([PROGRAM, *arguments], text=True, capture_output=True, check=False,
                          timeout=DEADLINE_SECONDS, env=dict(os.environ, **environment))


class Program(unittest.TestCase):
    def test_version_and_help(self):
        self.assertRegex(run("--version").stdout, r"^rivulet \d+\.\d+\.\d+\n$")
        done = run("--help")
        self.assertEqual(done.returncode, 0)
        for flag in ("--host", "--port", "--data-dir", "--in-memory", "--account-id", "--region",
                     "--durability", "--cors", "--log-level", "--config", "--exit-on-stdin-close"):
            self.assertIn(flag, done.stdout)

    def test_bad_flags_are_refused(self):
        for flags in (["--nonsense"], ["--account-id", "12"],
                      ["--durability", "some"], ["--region", "us east"]):
            done = run(*flags)
            self.assertNotEqual(done.returncode, 0, flags)
            self.assertNotEqual(done.stderr, "", flags)

    def test_an_address_that_others_reach_warns_in_one_line(self):
        for host, warns in (("127.0.0.1", False), ("localhost", False), ("0.0.0.0", True)):
            process = subprocess.Popen([PROGRAM, "--in-memory", "--port", "0", "--host", host],
                                       text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            ready = READY.match(process.stdout.readline().strip())
            process.terminate()
            said = process.communicate(timeout=DEADLINE_SECONDS)[1]
            port = ready.group(1).rsplit(":", 1)[1]
            lines = [line for line in said.splitlines() if "[warning]" in line]
            self.assertEqual([line.split("[warning] ")[1] for line in lines], [
                f"{host} isn't loopback: whoever reaches port {port} from another machine can run "
                "code as this user"] if warns else [])

    def test_an_empty_address_and_a_config_that_is_no_file_are_refused(self):
        for flags, text in ((["--host", ""], "--host: an address to listen on is needed"),
                            (["--config", "/dev/zero"],
                             "--config: /dev/zero is no regular file")):
            done = run("--in-memory", "--port", "0", *flags)
            self.assertEqual((done.returncode, done.stderr.splitlines()[0]), (2, text))

    def test_a_port_that_is_none_is_refused_with_the_range(self):
        for flags, variables in ((["--port", "99999"], {}), (["-port", "99999"], {}),
                                 ([], {"RIVULET_PORT": "99999"})):
            done = run(*flags, **variables)
            self.assertEqual(done.returncode, 2)
            self.assertIn("--port: 99999 is no port: give one from 1 to 65535, or 0 for any that is "
                          "free\n", done.stderr)

    def test_a_damaged_database_is_named_with_what_to_do(self):
        for damage in (b"no database at all, but long enough to be looked at" * 100, None):
            with self.subTest(damage), data_directory() as directory:
                server = Server(data_dir=directory)
                server.client("dynamodb").create_table(**TABLE)
                server.stop()
                [file] = pathlib.Path(directory).rglob("*.db")
                if damage:
                    file.write_bytes(damage)
                else:  # half of it is gone
                    with file.open("r+b") as database:
                        database.truncate(file.stat().st_size // 4096 * 2048)
                done = run("--port", "0", "--data-dir", directory)
                self.assertEqual(done.returncode, 1)
                self.assertIn(f"rivulet: the database {file} is damaged (", done.stderr)
                self.assertIn("): put a copy of it back, or move it and its -wal and -shm files away "
                              "to start with an empty one\n", done.stderr)

    def test_a_taken_port_is_a_clear_error(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            done = run("--in-memory", "--port", str(port))
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"can't listen on 127.0.0.1:{port}", done.stderr)

    def test_a_data_directory_in_use_is_a_clear_error(self):
        with data_directory() as directory:
            server = Server(data_dir=directory)
            try:
                done = run("--port", "0", "--data-dir", directory)
            finally:
                server.stop()
        self.assertEqual(done.returncode, 1)
        self.assertIn("in use by another process", done.stderr)

    def test_a_flag_beats_the_variable_and_the_variable_the_file(self):
        with data_directory() as directory:
            config = os.path.join(directory, "rivulet.toml")
            with open(config, "w", encoding="utf-8") as file:
                file.write('region = "eu-central-1"\nin-memory = true\nport = 0\n')
            for flags, variables, region in (
                    ([], {}, "eu-central-1"),
                    ([], {"RIVULET_REGION": "eu-west-1"}, "eu-west-1"),
                    (["--region", "ap-south-1"], {"RIVULET_REGION": "eu-west-1"}, "ap-south-1")):
                process = subprocess.Popen(
                    [PROGRAM, "--config", config, *flags], text=True, stdout=subprocess.PIPE,
                    env=dict(os.environ, **variables))
                url = READY.match(process.stdout.readline().strip()).group(1)
                body = urllib.request.urlopen(url).read().decode()
                process.terminate()
                process.wait()
                process.stdout.close()
                self.assertEqual(body, f"healthy: dynamodb.{region}.amazonaws.com ")

    def test_flags_of_dynamodb_local_work(self):
        for flags in (["-inMemory", "-port", "0", "-sharedDb", "-disableTelemetry"],
                      ["--inMemory", "--port=0", "--delayTransientStatuses", "-cors", "*"]):
            process = subprocess.Popen([PROGRAM, *flags], text=True, stdout=subprocess.PIPE)
            self.assertRegex(process.stdout.readline().strip(), READY)
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(DEADLINE_SECONDS), 0)
            process.stdout.close()

    def test_signals_end_it_with_zero(self):
        server = Server()
        self.assertEqual(server.stop(), 0)

    def test_it_ends_with_whoever_started_it_also_when_that_is_killed(self):
        # What it ran must end, too: its directory is gone, and whatever waits for its port.
        script = ("import subprocess, sys, time\n"
                  "subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE)\n"
                  "time.sleep(1000)\n")
        parent = subprocess.Popen(
            [sys.executable, "-c", script, PROGRAM, "--in-memory", "--port", "0",
             "--exit-on-stdin-close"], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertRegex(parent.stdout.readline().strip(), READY)
        parent.kill()
        _, log = parent.communicate(timeout=DEADLINE_SECONDS)  # until nobody has the pipes any more
        self.assertIn("standard input closed: shutting down\n", log)

    def test_it_ends_with_zero_when_its_input_ends_and_a_signal_does_as_ever(self):
        for end in (lambda process: process.stdin.close(), lambda process: process.terminate()):
            process = subprocess.Popen(
                [PROGRAM, "--in-memory", "--port", "0", "--log-level", "warn"], text=True,
                env=dict(os.environ, RIVULET_EXIT_ON_STDIN_CLOSE="true"),
                stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            self.assertRegex(process.stdout.readline().strip(), READY)
            end(process)
            self.assertEqual(process.wait(DEADLINE_SECONDS), 0)
            process.stdin.close()
            process.stdout.close()

    def test_an_input_that_never_ends_is_refused_where_its_end_is_waited_for(self):
        done = subprocess.run(
            [PROGRAM, "--in-memory", "--port", "0", "--exit-on-stdin-close"], text=True,
            stdin=subprocess.DEVNULL, capture_output=True, timeout=DEADLINE_SECONDS, check=False)
        self.assertEqual((done.returncode, done.stderr), (
            1, "rivulet: --exit-on-stdin-close wants a pipe, a socket or a terminal as standard "
               "input\n"))

    def test_healthcheck(self):
        server = Server()
        try:
            self.assertEqual(run("healthcheck", "--url", server.url).returncode, 0)
            url = server.url
        finally:
            server.stop()
        done = run("healthcheck", "--url", url)
        self.assertEqual(done.returncode, 1)
        self.assertIn("isn't healthy", done.stderr)

    def test_env_is_evaluated_by_a_shell_and_finds_the_server(self):
        server = Server()
        try:
            script = (f'eval "$({PROGRAM} env --url {server.url} --account 000000000042 '
                      '--region eu-west-1)"; python3 -c "import boto3, os; print(boto3.client('
                      "'sts', endpoint_url=os.environ['AWS_ENDPOINT_URL'])"
                      ".get_caller_identity()['Account'], os.environ['AWS_REGION'])\"")
            done = subprocess.run(["sh", "-c", script], text=True, capture_output=True,
                                  check=True, timeout=DEADLINE_SECONDS)
        finally:
            server.stop()
        self.assertEqual(done.stdout, "000000000042 eu-west-1\n")

    def test_status_shows_what_a_server_has(self):
        server = Server()
        try:
            self.assertIn("nothing there yet", run("status", "--url", server.url).stdout)
            account = "000000000042"
            dynamodb = server.client("dynamodb", account)
            arn = dynamodb.create_table(**TABLE, StreamSpecification={
                "StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})["TableDescription"]["LatestStreamArn"]
            server.client("sqs", account).create_queue(QueueName="Jobs")
            functions = server.client("lambda", account)
            functions.create_function(
                FunctionName="fails", Runtime="nodejs22.x", Handler="index.handler",
                Role="arn:aws:iam::000000000042:role/r", Code={"ZipFile": zip_of(**{
                    "index.js": "exports.handler = async () => { throw new Error('boom') }"})})
            functions.create_event_source_mapping(
                FunctionName="fails", EventSourceArn=arn, StartingPosition="TRIM_HORIZON",
                MaximumRetryAttempts=0)
            dynamodb.put_item(TableName="Things", Item={"pk": {"S": "a"}})
            urllib.request.urlopen(urllib.request.Request(
                server.url + "/_rivulet/drain", json.dumps({"account": account}).encode()))
            shown = run("status", "--url", server.url, "--account", account).stdout
        finally:
            server.stop()
        sections = [line.split() for line in shown.splitlines()]
        self.assertIn(["Things", "1", "ACTIVE", "KEYS_ONLY"], sections)
        self.assertIn(["Jobs", "0", "0"], sections)
        self.assertIn(["fails", "nodejs22.x", "index.handler"], sections)
        self.assertIn(["Things", "->", "fails", "Enabled", "nothing"], sections)
        self.assertIn("Things -> fails  gave up 1 record(s): RetryAttemptsExhausted (discard 1)",
                      shown)


TABLE = {
    "TableName": "Things", "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
}


class Scopes(ServerTest):
    def test_accounts_and_regions_never_meet(self):
        here = self.server.client("dynamodb")
        created = here.create_table(**TABLE)
        self.assertEqual(created["TableDescription"]["TableArn"],
                         "arn:aws:dynamodb:us-east-1:000000000000:table/Things")
        for account, region, names in (("123-not-an-account", "us-east-1", ["Things"]),
                                       ("AKIDEXAMPLE", "eu-west-1", []),
                                       ("123456789012", "us-east-1", [])):
            client = self.server.client("dynamodb", account=account, region=region)
            self.assertEqual(client.list_tables()["TableNames"], names, (account, region))


class SharedScope(ServerTest):
    FLAGS = ("-sharedDb",)

    def test_all_accounts_and_regions_see_one_set_of_tables(self):
        self.server.client("dynamodb").create_table(**TABLE)
        other = self.server.client("dynamodb", account="123456789012", region="eu-west-1")
        self.assertEqual(other.list_tables()["TableNames"], ["Things"])


if __name__ == "__main__":
    unittest.main()
