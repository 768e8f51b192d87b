"""A server that answers as it is told, and keeps what it was asked."""

from __future__ import annotations

import http.server
import json
import threading


class FakeServer:
    def __init__(self, *answers: tuple[int, object]) -> None:
        self.requests: list[tuple[str, str, object]] = []
        self.answers = list(answers)
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> FakeServer:
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(fake) -> type[http.server.BaseHTTPRequestHandler]:
        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self) -> None:
                text = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                body = json.loads(text) if text else None
                fake.requests.append((self.command, self.path, body))
                status, answer = fake.answers.pop(0)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(
                    answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                )

            do_GET = do_POST = do_PUT = do_DELETE = answer

            def log_message(self, *arguments: object) -> None:
                pass

        return Handler
