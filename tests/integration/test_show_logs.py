"""--show-logs: the lines of handlers on the server's standard error."""
import os
import pty
import re
import tempfile
import unittest

from harness import Server, zip_of
from lambda_cases import ROLE

PRINTS = "exports.handler = async () => { console.log('two\\nlines'); process.stderr.write('third\\n'); }"
FLOOD = """
exports.handler = async () => {
  const line = 'x'.repeat(1023) + '\\n';
  for (let i = 0; i < 8192; ++i) process.stdout.write(line);
};
"""


def create(functions, name, code, **more):
    functions.create_function(FunctionName=name, Runtime="nodejs20.x", Handler="main.handler", Role=ROLE,
                              Code={"ZipFile": zip_of(**{"main.js": code})}, **more)


class ShowLogsTest(unittest.TestCase):
    def serve(self, *flags, environment=None):
        """A server whose standard error is the file that is answered with it."""
        errors = tempfile.TemporaryFile("w+")
        self.addCleanup(errors.close)
        server = Server(*flags, stderr=errors, env={**os.environ, **(environment or {})})
        self.addCleanup(server.kill)
        return server, errors

    def lines(self, server, errors):
        server.stop()
        errors.seek(0)
        return errors.read().splitlines()

    def test_lines_have_the_names_of_functions_and_versions(self):
        server, errors = self.serve("--show-logs")
        functions = server.client("lambda")
        create(functions, "orders", PRINTS, LoggingConfig={"LogGroup": "elsewhere"}, Publish=True)
        functions.invoke(FunctionName="orders")
        functions.invoke(FunctionName="orders:1")
        lines = self.lines(server, errors)
        for name in ("orders    ", "orders:1  "):
            own = [line.removeprefix(name + " | ") for line in lines if line.startswith(name + " | ")]
            self.assertRegex(own[0], r"^INIT_START ")
            self.assertRegex(own[1], r"^START RequestId: ")
            self.assertTrue(any(re.search(r"\tINFO\ttwo$", line) for line in own), own)
            self.assertIn("third", own)
            self.assertRegex(own[-1], r"^REPORT RequestId: .* Duration: ")
            self.assertNotIn("\x1b", "".join(own))

    def test_nothing_is_shown_to_those_who_did_not_ask(self):
        server, errors = self.serve()
        create(server.client("lambda"), "orders", PRINTS)
        server.client("lambda").invoke(FunctionName="orders")
        self.assertEqual(self.lines(server, errors), [])

    def test_a_variable_asks_for_them_too(self):
        server, errors = self.serve(environment={"RIVULET_SHOW_LOGS": "1"})
        create(server.client("lambda"), "orders", PRINTS)
        server.client("lambda").invoke(FunctionName="orders")
        self.assertIn("orders     | third", self.lines(server, errors))

    def test_a_flood_that_nobody_reads_stalls_nothing(self):
        reader, writer = os.pipe()
        self.addCleanup(os.close, reader)
        server = Server("--show-logs", stderr=writer)
        os.close(writer)
        self.addCleanup(server.kill)
        create(server.client("lambda"), "flood", FLOOD, Timeout=30)
        answer = server.client("lambda").invoke(FunctionName="flood")
        self.assertNotIn("FunctionError", answer)
        self.assertEqual(server.client("dynamodb").list_tables()["TableNames"], [])
        self.assertEqual(server.stop(), 0)

    def terminal_output(self, **environment):
        """What a server with a terminal for its standard error shows of one invocation."""
        master, terminal = pty.openpty()
        self.addCleanup(os.close, master)
        server = Server("--show-logs", stderr=terminal,
                        env={**os.environ, "TERM": "xterm", "NO_COLOR": "", **environment})
        os.close(terminal)
        self.addCleanup(server.kill)
        create(server.client("lambda"), "orders", PRINTS)
        server.client("lambda").invoke(FunctionName="orders")
        shown = b""
        while b"REPORT" not in shown:
            shown += os.read(master, 4096)
        server.stop()
        return shown.decode().replace("\r\n", "\n")

    def test_names_have_colours_on_a_terminal(self):
        self.assertIn("\x1b[32morders     |\x1b[0m third\n", self.terminal_output())

    def test_no_color_is_heard(self):
        shown = self.terminal_output(NO_COLOR="1")
        self.assertIn("orders     | third\n", shown)
        self.assertNotIn("\x1b", shown)


if __name__ == "__main__":
    unittest.main()
