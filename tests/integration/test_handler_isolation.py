"""Functions beside each other: nobody starves, and nobody leaves anything behind or breaks another."""
import base64
import http.client
import json
import os
import signal
import tempfile
import unittest

from harness import Server, data_directory, eventually, zip_of
from lambda_cases import ROLE, LambdaTest

PLACES = 50  # handler processes in all


def exists(process):
    """Zombies are there, too."""
    return os.path.exists(f"/proc/{process}")


def alive(process):
    """Of one that nobody may wait for, since its parent is gone."""
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as file:
            return file.read().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


class Places(LambdaTest):
    def test_more_functions_than_places_all_run(self):
        with tempfile.TemporaryDirectory() as marks:
            names = [f"one-of-many-{n}" for n in range(PLACES + 5)]
            for name in names:
                self.create(name, f"""
import time
def handler(event, context):
    time.sleep(0.3)
    open("{marks}/" + context.function_name, "w").close()
""", Timeout=60)
            for name in names:
                self.functions.invoke(FunctionName=name, InvocationType="Event")
            for count in range(1, len(names) + 1):
                eventually(lambda: len(os.listdir(marks)) >= count, f"function number {count}")
            self.assertEqual(sorted(os.listdir(marks)), sorted(names))


class Words(LambdaTest):
    """What a function's code says or writes counts for itself only."""

    def setUp(self):
        self.create("neighbour")

    def assert_neighbour_starts(self):
        """In a process of its own, started now: an update ends the one that there was."""
        self.functions.update_function_configuration(
            FunctionName="neighbour", Description=self.id())
        self.assertEqual(self.invoke("neighbour", 1)["Payload"], 1)

    def test_a_handler_cannot_choose_the_interpreter_of_others(self):
        self.create("liar", """
import http.client, os
host, _, path = os.environ["AWS_LAMBDA_RUNTIME_API"].partition("/")
connection = http.client.HTTPConnection(host)
connection.request("GET", f"{'/' + path if path else ''}/2018-06-01/ping",
                   headers={"Rivulet-Interpreter": "/bin/false"})
connection.getresponse().read()
def handler(event, context):
    return event
""")
        self.assertEqual(self.invoke("liar", 2)["Payload"], 2)
        self.assert_neighbour_starts()

    def test_a_handler_cannot_spoil_the_runtime_client_of_others(self):
        self.create("vandal", """
import os
def handler(event, context):
    for name in os.listdir(os.environ["LAMBDA_RUNTIME_DIR"]):
        path = os.path.join(os.environ["LAMBDA_RUNTIME_DIR"], name)
        if os.path.isfile(path):
            os.unlink(path)
            with open(path, "w") as file:
                file.write("raise SystemExit(9)")
""")
        self.assertIsNone(self.invoke("vandal")["Payload"])
        self.assert_neighbour_starts()

    def test_a_client_context_ends_no_header(self):
        self.create("sees", """
def handler(event, context):
    return context.client_context.custom
""")
        custom = {"a": "x\r\nLambda-Runtime-Deadline-Ms: 1\r\n\u00e9\U0001f600"}
        text = json.dumps({"custom": custom}, ensure_ascii=False, indent=1).replace("\n", "\r\n")
        answer = self.invoke("sees", ClientContext=base64.b64encode(text.encode()).decode())
        self.assertEqual(answer["Payload"], custom)

    def test_a_region_is_a_name(self):
        connection = http.client.HTTPConnection(self.server.url.removeprefix("http://"))
        self.addCleanup(connection.close)
        for path in ("/2015-03-31/functions/", "/?Action=GetCallerIdentity&Version=2011-06-15"):
            connection.request("GET", path, headers={"X-Amz-Date": "20250101T000000Z", "Authorization":
                "AWS4-HMAC-SHA256 Credential=AKID/20250101/us-east-1:x/lambda/aws4_request, "
                "SignedHeaders=host, Signature=0"})
            answer = connection.getresponse()
            self.assertEqual(answer.status, 403)
            self.assertIn(b"Credential should be scoped to a valid region.", answer.read())


DAEMON = """
import os, subprocess, sys
def daemon(*command):
    \"\"\"Its process id; it has another session, no environment, and no parent.\"\"\"
    script = "(setsid env -i sh -c 'echo $$; exec " + " ".join(command) + " >/dev/null 2>&1' &)"
    with subprocess.Popen(["sh", "-c", script], stdout=subprocess.PIPE) as shell:
        return int(shell.stdout.readline())
"""


class Leftovers(LambdaTest):
    """Whatever a handler starts is gone with it, and nothing else is."""

    def assert_gone(self, *processes):
        for process in processes:
            eventually(lambda: not exists(process), f"the end of process {process}")

    def test_what_a_handler_starts_is_gone_with_its_function(self):
        for name, body in (
                ("a-session", "return [subprocess.Popen(['sleep', '1000'], start_new_session=True).pid]"),
                ("a-daemon", "return [daemon('sleep', '1000')]"),
                ("ignores-signals",
                 "return [daemon('python3', '-c', '\"import signal, time; '\n"
                 "        'signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(1000)\"')]"),
                ("a-crowd", "return [daemon('sleep', '1000') for _ in range(100)]")):
            with self.subTest(name):
                self.create(name, f"{DAEMON}\ndef handler(event, context):\n    {body}\n", Timeout=60)
                started = self.invoke(name)["Payload"]
                self.assertTrue(all(exists(process) for process in started))
                self.functions.delete_function(FunctionName=name)
                self.assert_gone(*started)

    def test_a_daemon_is_gone_after_its_handler_but_not_after_another(self):
        code = f"{DAEMON}\ndef handler(event, context):\n    return daemon('sleep', '1000')\n"
        self.create("stays", code)
        self.create("goes", code)
        stays, goes = self.invoke("stays")["Payload"], self.invoke("goes")["Payload"]
        self.functions.delete_function(FunctionName="goes")
        self.assert_gone(goes)
        self.assertTrue(exists(stays))

    def test_a_handler_that_crashes_or_is_too_slow_leaves_nothing(self):
        for name, end in (("crashes", "os._exit(1)"), ("is-slow", "import time; time.sleep(60)")):
            with self.subTest(name), tempfile.NamedTemporaryFile("r") as mark:
                self.create(name, f"{DAEMON}\ndef handler(event, context):\n"
                                  f"    with open('{mark.name}', 'w') as file:\n"
                                  f"        file.write(str(daemon('sleep', '1000')))\n    {end}\n", Timeout=2)
                self.assertEqual(self.invoke(name)["FunctionError"], "Unhandled")
                self.assert_gone(int(mark.read()))

    def test_a_background_job_that_has_ended_is_no_zombie(self):
        self.create("jobs", """
import subprocess
def handler(event, context):
    return int(subprocess.check_output(["sh", "-c", "true & echo $!"]))
""")
        self.assert_gone(self.invoke("jobs")["Payload"])

    def test_a_handler_that_kills_its_parent_leaves_nothing(self):
        with tempfile.NamedTemporaryFile("r") as mark:
            self.create("patricide", f"{DAEMON}\ndef handler(event, context):\n"
                                     f"    with open('{mark.name}', 'w') as file:\n"
                                     f"        file.write(str(daemon('sleep', '1000')))\n"
                                     f"    os.kill(os.getppid(), 9)\n    import time; time.sleep(60)\n",
                        Timeout=60)
            self.assertEqual(self.invoke("patricide")["Payload"]["errorType"], "Runtime.ExitError")
            self.assert_gone(int(mark.read()))

    def test_a_handler_that_forks_without_end_is_ended(self):
        self.create("forks", """
import os, time
def handler(event, context):
    for _ in range(3000):
        if os.fork() == 0:
            time.sleep(1000)
    time.sleep(1000)
""", Timeout=60, MemorySize=256)
        answer = self.invoke("forks")
        self.assertEqual(answer["Payload"]["errorType"], "Runtime.ExitError")
        self.assertIn("signal: killed", answer["Payload"]["errorMessage"])


class Kills(unittest.TestCase):
    def test_nothing_outlives_a_server_that_is_killed(self):
        with data_directory() as data:
            server = Server(data_dir=data)
            self.addCleanup(lambda: server.process.poll() is None and server.stop())
            functions = server.client("lambda")
            functions.create_function(
                FunctionName="f", Runtime="python3.12", Handler="main.handler", Role=ROLE,
                Code={"ZipFile": zip_of(**{"main.py": f"{DAEMON}\ndef handler(event, context):\n"
                                           "    return [os.getpid(), os.getppid(), daemon('sleep', '1000')]\n"})})
            processes = json.loads(functions.invoke(FunctionName="f")["Payload"].read())
            server.kill()
            for process in processes:
                eventually(lambda: not alive(process), f"the end of process {process}")

    def test_the_next_start_ends_what_the_last_one_could_not(self):
        """Server and keeper are killed together: whoever kept its environment is found."""
        with data_directory() as data:
            self.next_start_ends_what_was_left(data)

    def test_the_next_start_in_memory_does_so_too(self):
        self.next_start_ends_what_was_left(None)

    def next_start_ends_what_was_left(self, data):
        server = Server(data_dir=data)
        self.addCleanup(lambda: server.process.poll() is None and server.stop())
        functions = server.client("lambda")
        functions.create_function(
            FunctionName="f", Runtime="python3.12", Handler="main.handler", Role=ROLE,
            Code={"ZipFile": zip_of(**{"main.py": """
import os, subprocess
def handler(event, context):
    child = subprocess.Popen(["sleep", "1000"], start_new_session=True,
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return [os.getppid(), child.pid]
"""})})
        keeper, child = json.loads(functions.invoke(FunctionName="f")["Payload"].read())
        server.note_stalls()  # what follows isn't its own
        os.kill(server.process.pid, signal.SIGSTOP)
        os.kill(keeper, signal.SIGKILL)
        server.kill()
        self.assertTrue(alive(child))
        server.start()
        eventually(lambda: not alive(child), "the end of the child")


if __name__ == "__main__":
    unittest.main()
