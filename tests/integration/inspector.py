"""Speaks the Chrome DevTools Protocol to Node.js's inspector: a WebSocket of its own, for tests."""
import base64
import json
import os
import socket
import urllib.request

DEADLINE_SECONDS = 20


class Inspector:
    """One debugger that is attached to the process at a port of 127.0.0.1."""

    def __init__(self, port):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=DEADLINE_SECONDS) as answer:
            target = json.load(answer)[0]["webSocketDebuggerUrl"]
        self.last = 0
        self.events = []
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=DEADLINE_SECONDS)
        key = base64.b64encode(os.urandom(16)).decode()
        path = "/" + target.split("/", 3)[3]
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        self.stream = self.socket.makefile("rb")
        assert b" 101 " in self.stream.readline()
        while self.stream.readline().strip():
            pass

    def detach(self):
        self.stream.close()
        self.socket.close()

    def _send(self, text):
        data, mask = text.encode(), os.urandom(4)
        assert len(data) < 65536
        size = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + len(data).to_bytes(2, "big")
        self.socket.sendall(b"\x81" + size + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(data)))

    def _receive(self):
        _, size = self.stream.read(2)
        if size >= 126:
            size = int.from_bytes(self.stream.read(2 if size == 126 else 8), "big")
        return json.loads(self.stream.read(size))

    def call(self, method, **parameters):
        """The command's result; events that come before it are kept."""
        self.last += 1
        self._send(json.dumps({"id": self.last, "method": method, "params": parameters}))
        while True:
            message = self._receive()
            if message.get("id") == self.last:
                assert "error" not in message, message
                return message["result"]
            self.events.append(message)

    def wait_for(self, event):
        """The parameters of the next event of that name."""
        while True:
            for message in self.events:
                if message.get("method") == event:
                    self.events.remove(message)
                    return message["params"]
            self.events.append(self._receive())
