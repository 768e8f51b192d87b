"""The commands of the documentation, run as they stand there."""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from harness import Server

DOCS = pathlib.Path(__file__).resolve().parents[2] / "docs"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# A refusal must fail the script, and show what was said.
PREAMBLE = "set -euo pipefail\ncurl() { command curl --fail-with-body \"$@\"; }\n"


def blocks(page, language):
    return [text for name, text in BLOCK.findall((DOCS / page).read_text()) if name == language]


class Documentation(unittest.TestCase):
    def run_shell(self, page):
        """What the page's commands print, on a server of their own."""
        server = Server()
        self.addCleanup(server.stop)
        script = "\n".join(blocks(page, "sh")).replace("http://localhost:8000", server.url)
        environment = dict(
            os.environ, AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="x", AWS_PAGER="",
            AWS_DEFAULT_REGION="us-east-1", AWS_DEFAULT_OUTPUT="json")
        with tempfile.TemporaryDirectory(prefix="rivulet-test-") as directory:
            done = subprocess.run(
                ["bash", "-c", PREAMBLE + script], cwd=directory, env=environment, text=True,
                capture_output=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_the_control_api(self):
        output = self.run_shell("control-api.md")
        self.assertIn('"settled":true', output)
        self.assertIn('{"id":1,"delivered":false,"records":1,"ok":false,', output)

    def test_event_source_mappings(self):
        output = self.run_shell("event-source-mappings.md")
        self.assertIn("handled 1", output)
        self.assertNotIn('"settled":false', output)

    def test_exports_and_imports(self):
        self.assertIn("big, heavy", self.run_shell("exports-and-imports.md"))

    def test_faults(self):
        self.assertIn('"matched":2,"done":2,"remaining":0,', self.run_shell("faults.md"))

    def test_every_endpoint_has_its_curl_line(self):
        text = "\n".join(blocks("control-api.md", "sh"))
        routes = (DOCS.parent / "server/control/routes.cpp").read_text()
        for path in re.findall(r'\{"\w+",\s*"([^"]+)"', routes):
            beginning = path.split("{")[0]
            self.assertIn(f"http://localhost:8000/_rivulet/{beginning}", text)


if __name__ == "__main__":
    unittest.main()
