"""A server that ends with this process, however that ends.

The server watches its standard input, a pipe of which we have the other end: the kernel closes
that when this process is gone, also by `kill -9`. Forked children would hold it open, so they
close theirs.
"""

from __future__ import annotations

import os
import re
import selectors
import subprocess
import threading
import time
import weakref
from collections.abc import Mapping, Sequence
from typing import NoReturn

from .errors import RivuletError

_READY = re.compile(r"rivulet (\S+) listening on (http://\S+) ")
_FLAGS = ("--in-memory", "--port", "0", "--exit-on-stdin-close")
_STOP_SECONDS = 10

_running: weakref.WeakSet[ServerProcess] = weakref.WeakSet()


class ServerProcess:
    """One running server."""

    def __init__(
        self,
        program: str,
        flags: Sequence[str],
        environment: Mapping[str, str],
        log: int | None,
    ) -> None:
        self._program = program
        try:
            self._process = subprocess.Popen(
                [program, *_FLAGS, *flags],
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        except OSError as error:
            raise RivuletError(f"{program} couldn't be started: {error}") from error
        _running.add(self)

    @property
    def pid(self) -> int:
        return self._process.pid

    def ready(self, seconds: float) -> str:
        """The URL at which it listens, once it does."""
        line = self._first_line(seconds)
        ready = _READY.match(line)
        if not ready:
            self._give_up(f"said {line!r} instead of where it listens")
        return ready.group(2)

    def stop(self) -> None:
        """Ends it as a user would, and waits for that."""
        self._process.terminate()
        # A wait with a time limit looks every 50 ms; one without returns at once.
        patience = threading.Timer(_STOP_SECONDS, self._process.kill)
        patience.start()
        self._process.wait()
        patience.cancel()
        self._close_pipes()

    def _first_line(self, seconds: float) -> str:
        assert self._process.stdout is not None
        output = self._process.stdout.fileno()
        deadline = time.monotonic() + seconds
        text = b""
        with selectors.DefaultSelector() as selector:
            selector.register(output, selectors.EVENT_READ)
            while b"\n" not in text:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    self._give_up(f"wasn't ready within {seconds} s")
                chunk = os.read(output, 4096)
                if not chunk:
                    self._give_up(f"ended with exit code {self._process.wait()}")
                text += chunk
        return text.split(b"\n")[0].decode(errors="replace")

    def _give_up(self, reason: str) -> NoReturn:
        self._process.kill()
        self._process.wait()
        self._close_pipes()
        raise RivuletError(f"{self._program} {reason}; what it says is on standard error")

    def _close_pipes(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()


def _leave_to_parent() -> None:
    for server in list(_running):
        server._close_pipes()


os.register_at_fork(after_in_child=_leave_to_parent)
