"""How long the server keeps a client waiting that asks for next to nothing.

    with StallMeter(server) as meter:
        ...whatever might hold up the engine thread...
    meter.worst_ms

The meter asks for the health check every 5 ms, from a process of its own, so that neither Python's lock
nor the test's own work is measured. Machines stall by themselves, and so two things are taken off each
wait: how long a server that does nothing but answer kept its client waiting meanwhile, and how long the
engine thread stood in the kernel's queue for a processor (/proc/PID/schedstat).

RIVULET_STALL_FACTOR makes the limits of tests wider where the program under test is built to be slow.
RIVULET_STALLS names a file: every server of every test then wears a meter, and what was seen is noted there.
"""
import os
import selectors
import socket
import subprocess
import sys
import threading
import time

EVERY_SECONDS = 0.005
LONGEST_SECONDS = 60
FACTOR = float(os.environ.get("RIVULET_STALL_FACTOR", "1"))
NOTES = os.environ.get("RIVULET_STALLS")
TRIES = 3
HEALTH = b"GET /_rivulet/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
FIXED = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class StallMeter:
    """Wears on as long as the `with` lasts; what it found is there afterwards."""

    def __init__(self, server):
        self.server = server
        self.worst_ms = None
        self.rounds = 0

    def __enter__(self):
        host, port = self.server.url.split("//")[1].rsplit(":", 1)
        self.process = subprocess.Popen(
            [sys.executable, __file__, host, port, str(self.server.process.pid)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.process.stdout.readline() != "measuring\n":
            raise AssertionError("the stall meter doesn't start")
        return self

    def __exit__(self, *_):
        out, _ = self.process.communicate(timeout=2 * LONGEST_SECONDS)  # closes its input: the end
        rounds, worst = out.split()
        self.rounds = int(rounds)
        self.worst_ms = float(worst)


def assert_no_stall(test, server, limit_ms, act):
    """act() must keep nobody waiting for longer. It is tried thrice, as machines are what they are."""
    seen = []
    for _ in range(TRIES):
        with StallMeter(server) as meter:
            act()
        seen.append(round(meter.worst_ms))
        note(test.id(), meter.worst_ms)
        test.assertGreater(meter.rounds, 0)
        if meter.worst_ms <= limit_ms * FACTOR:
            return
    test.fail(f"others waited for {seen} ms, more than {limit_ms * FACTOR:.0f}")


def note(what, worst_ms):
    if NOTES:
        with open(NOTES, "a", encoding="utf-8") as file:
            file.write(f"{worst_ms:8.1f} ms  {what}\n")


def queued_seconds(pid):
    """How long the engine thread has waited for a processor since it began."""
    try:
        with open(f"/proc/{pid}/schedstat", encoding="ascii") as file:
            return int(file.read().split()[1]) / 1e9
    except (OSError, IndexError):  # no such statistics here, or the server has gone
        return 0.0


class Peer:
    """A kept connection with at most one question on the way."""

    def __init__(self, address, question):
        self.socket = socket.create_connection(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.question = question
        self.asked = None

    def ask(self):
        self.asked = time.monotonic()
        self.socket.sendall(self.question)

    def take(self):
        """How long the answer took. They are small: each comes in one piece."""
        if not self.socket.recv(4096):
            raise ConnectionError("closed")
        waited = time.monotonic() - self.asked
        self.asked = None
        return waited


def answer_for_ever(listener):
    connection, _ = listener.accept()
    while connection.recv(4096):
        connection.sendall(FIXED)


class Comparison:
    """Asks both servers side by side and keeps the worst of what is the program's own."""

    def __init__(self, address, pid):
        listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=answer_for_ever, args=(listener,), daemon=True).start()
        self.pid = pid
        self.program = Peer(address, HEALTH)
        self.control = Peer(listener.getsockname(), b"?")
        self.worst_control = 0.0
        self.queued = 0.0
        self.worst = 0.0
        self.rounds = 0
        self.selector = selectors.DefaultSelector()
        for peer in (self.program, self.control):
            self.selector.register(peer.socket, selectors.EVENT_READ, peer)

    def ask_the_idle(self):
        if self.program.asked is None:
            self.worst_control = 0.0
            self.queued = queued_seconds(self.pid)
            self.program.ask()
        if self.control.asked is None:
            self.control.ask()

    def take_answers(self, seconds):
        for ready, _ in self.selector.select(max(seconds, 0)):
            waited = ready.data.take()
            if ready.data is self.control:
                self.worst_control = max(self.worst_control, waited)
                continue
            self.rounds += 1
            others = self.worst_control + queued_seconds(self.pid) - self.queued
            self.worst = max(self.worst, waited - others)

    def begin(self):
        """The first answers, which wait for connections to be taken, tell nothing of the program."""
        self.ask_the_idle()
        self.take_last_answer()
        self.rounds, self.worst = 0, 0.0

    def run(self, ended):
        """At least one answer: whoever ends at once still learns what its last request holds up."""
        next_round = time.monotonic()
        while not ended():
            self.ask_the_idle()
            next_round = max(next_round + EVERY_SECONDS, time.monotonic())
            while (left := next_round - time.monotonic()) > 0:
                self.take_answers(left)
                time.sleep(max(0, min(next_round - time.monotonic(), 0.001)))
        self.ask_the_idle()
        self.take_last_answer()
        if self.program.asked is not None:
            self.worst = LONGEST_SECONDS

    def take_last_answer(self):
        end = time.monotonic() + LONGEST_SECONDS
        while self.program.asked is not None and time.monotonic() < end:
            self.take_answers(EVERY_SECONDS)


def main():
    host, port, pid = sys.argv[1:]
    comparison = Comparison((host, int(port)), int(pid))
    ending = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ending.set()), daemon=True).start()
    comparison.begin()
    print("measuring", flush=True)
    try:
        comparison.run(ending.is_set)
    except OSError:  # the server was ended meanwhile: what it did until then counts
        pass
    print(comparison.rounds, f"{comparison.worst * 1000:.1f}")


if __name__ == "__main__":
    main()
