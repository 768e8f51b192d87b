"""A web page that means harm, in a real browser: Debian's headless Chromium.

    with Browser() as browser:
        outcomes = browser.visit([attempt("fetch", "http://127.0.0.1:8000/", mode="no-cors"), …])

The page makes all attempts and reports what it could see of each: the status of an answer that it may read,
"refused", "loaded", "error" or "silence".
"""
import http.client
import http.server
import json
import os
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
import urllib.parse

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NAME = "evil.example"  # which the proxy leads to this machine, as a name server that rebinds it would
DEADLINE_SECONDS = 60

PAGE = """<!DOCTYPE html><body><script>
const attempts = %s;
const within = (promise, ms) => Promise.race([promise, new Promise(r => setTimeout(r, ms, "silence"))]);
const loading = (element) => new Promise((resolve) => {
  element.onload = () => resolve("loaded");
  element.onerror = () => resolve("error");
  document.body.append(element);
});
const element = (kind, members) => Object.assign(document.createElement(kind), members);
const kinds = {
  fetch: async ({url, ...options}) => {
    const answer = await fetch(url, options);
    return answer.type === "opaque" ? "opaque" : answer.status;
  },
  beacon: ({url, body}) => navigator.sendBeacon(url, body) ? "sent" : "refused",
  form: ({url, body}) => {
    const frame = element("iframe", {name: "frame" + Math.random()});
    const sent = loading(frame);
    const form = element("form", {action: url, method: "post", enctype: "text/plain", target: frame.name});
    form.append(element("input", {name: body.slice(0, -1), value: body.slice(-1)}));
    document.body.append(form);
    form.submit();
    return sent;
  },
  image: ({url}) => loading(element("img", {src: url})),
  script: ({url}) => loading(element("script", {src: url})),
  style: ({url}) => loading(element("link", {rel: "stylesheet", href: url})),
  frame: ({url}) => loading(element("iframe", {src: url})),
  events: ({url}) => new Promise((resolve) => {
    const source = new EventSource(url);
    source.onopen = () => resolve("loaded");
    source.onerror = () => { source.close(); resolve("error"); };
  }),
  socket: ({url}) => new Promise((resolve) => {
    const socket = new WebSocket(url.replace("http", "ws"));
    socket.onopen = () => resolve("loaded");
    socket.onerror = () => resolve("error");
  }),
};
(async () => {
  const outcomes = [];
  for (const {kind, ...options} of attempts) {
    try {
      outcomes.push(await within(kinds[kind](options), 5000));
    } catch (error) {
      outcomes.push(error instanceof TypeError ? "refused" : String(error));
    }
  }
  fetch("%s", {method: "POST", mode: "no-cors", body: JSON.stringify(outcomes)});
})();
</script></body>"""


def attempt(kind, url, **options):
    return {"kind": kind, "url": url, **options}


class Browser:
    """A site with a page, a proxy, and a browser that visits the page. `origin` is the site's."""

    def __enter__(self):
        self.reports = queue.Queue()
        self.page = ""
        self.sandbox = False
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def visit(self, attempts, sandbox=False):
        """From a page of the site; of the origin `null` if it is a sandbox."""
        self.page = PAGE % (json.dumps(attempts), self.origin + "/report")
        self.sandbox = sandbox
        return self.run(self.origin + "/page")

    def visit_rebound(self, port, attempts):
        """From a page of http://evil.example:PORT, a name that means this machine once the page is there."""
        self.page = PAGE % (json.dumps(attempts), f"http://{NAME}:{port}/report")
        self.sandbox = False
        return self.run(f"http://{NAME}:{port}/page")

    def run(self, url):
        # A browser's children outlive it for a moment, and may still write to its profile while that is removed.
        with tempfile.TemporaryDirectory(prefix="rivulet-browser-", ignore_cleanup_errors=True) as profile:
            # Chromium's own guard of local addresses is off: what is tested is ours.
            browser = subprocess.Popen(
                [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
                 "--disable-dev-shm-usage", "--disable-background-networking",
                 "--disable-features=LocalNetworkAccessChecks,HttpsUpgrades",
                 f"--user-data-dir={profile}", f"--proxy-server={self.origin}", url],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
            try:
                return self.reports.get(timeout=DEADLINE_SECONDS)
            except queue.Empty:
                raise AssertionError("the page never reported") from None
            finally:
                os.killpg(browser.pid, signal.SIGKILL)
                browser.wait()

    def handler(self):
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            """The site itself, and as a proxy the way to the rebound name."""

            def do_GET(self):
                self.serve(b"")

            def do_POST(self):
                self.serve(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

            do_PUT = do_DELETE = do_OPTIONS = do_POST

            def serve(self, body):
                url = urllib.parse.urlsplit(self.path)
                if url.path == "/report":
                    site.reports.put(json.loads(body))
                    return self.answer(204)
                if url.path == "/page":
                    kept_apart = "sandbox allow-scripts allow-forms" if site.sandbox else ""
                    return self.answer(200, site.page.encode(),
                                       {"Content-Type": "text/html", "Content-Security-Policy": kept_apart})
                if url.hostname == NAME:
                    return self.forward(url, body)
                return self.answer(404)

            def forward(self, url, body):
                upstream = http.client.HTTPConnection("127.0.0.1", url.port, timeout=20)
                try:
                    upstream.request(self.command, url.path or "/", body or None, dict(self.headers))
                    answer = upstream.getresponse()
                    self.answer(answer.status, answer.read(), {"Content-Type": "text/plain"})
                except OSError:
                    self.answer(502)
                finally:
                    upstream.close()

            def answer(self, status, body=b"", headers=None):
                self.send_response(status)
                for name, value in (headers or {}).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Handler
