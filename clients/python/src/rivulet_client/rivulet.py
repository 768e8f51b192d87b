"""A server: one that is started here, or one that runs already."""

from __future__ import annotations

import os
import secrets
import subprocess
from collections.abc import Mapping, Sequence
from types import TracebackType
from urllib.parse import quote

from .control import Control
from .program import find_program
from .server_process import ServerProcess
from .world import World


class Rivulet(World):
    """A server. It is itself the world of the account that the server has for whoever names none;
    but its drain waits for all worlds."""

    def __init__(self, url: str, region: str, process: ServerProcess | None = None) -> None:
        everything = {"account": "*", "region": "*"}
        super().__init__(Control(url), account=None, region=region, drained=everything)
        self._process = process
        self._shares = False

    @property
    def url(self) -> str:
        return self.control.url

    @property
    def pid(self) -> int | None:
        """The process, if it was started here."""
        return self._process.pid if self._process else None

    def world(
        self,
        *,
        snapshot: str | None = None,
        account: str | None = None,
        region: str | None = None,
    ) -> World:
        """A world that nobody else has, unless `account`, 12 digits, names one. In it is what the
        snapshot saved of another one, or nothing."""
        world = World(
            self.control,
            account=account or _random_account(),
            region=region or self.region,
        )
        if snapshot:
            world.control.post(f"snapshots/{quote(snapshot, safe='')}/restore")
        return world

    def share(self) -> None:
        """Puts its URL into RIVULET_URL, so that processes which start from now on find it."""
        os.environ["RIVULET_URL"] = self.url
        self._shares = True

    def stop(self) -> None:
        """Ends the server, if it was started here."""
        if self._process:
            self._process.stop()
            self._process = None
        if self._shares:
            os.environ.pop("RIVULET_URL", None)
            self._shares = False

    def __enter__(self) -> Rivulet:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()


def start_rivulet(
    *,
    binary: str | None = None,
    flags: Sequence[str] = (),
    env: Mapping[str, str] | None = None,
    url: str | None = None,
    shared: bool = False,
    region: str = "us-east-1",
    quiet: bool = False,
    start_timeout_seconds: float = 10,
    snapshot: str | os.PathLike[str] | None = None,
) -> Rivulet:
    """Starts a server in memory on a free port, ready in milliseconds, or connects to a running
    one: that of `url`, else of RIVULET_URL, unless `binary`, `flags`, `env` or `snapshot` ask for
    one.

    A server that it starts ends with this process, also when that is killed. The program is
    `binary`, else that of RIVULET_BINARY or RIVULET, on the PATH, or ./build/release/rivulet. `env`
    has more variables for it, of which handlers get PYTHONPATH and NODE_PATH. With `shared`, its
    URL goes into RIVULET_URL, so that processes which start from now on share it. Warnings of the
    server go to standard error, unless `quiet`. `snapshot` is a file that `snapshot_file` gave: the
    server begins with it, and has the snapshot under its name for worlds.
    """
    address = url or (
        None if binary or flags or env or snapshot else os.environ.get("RIVULET_URL")
    )
    if address:
        rivulet = Rivulet(address, region)
        rivulet.clock.now()  # there is one
    else:
        begin = ("--snapshot", os.fspath(snapshot)) if snapshot else ()
        own = ("--region", region, "--log-level", "warn", *begin, *flags)
        log = subprocess.DEVNULL if quiet else None
        process = ServerProcess(find_program(binary), own, {**os.environ, **(env or {})}, log)
        rivulet = Rivulet(process.ready(start_timeout_seconds), region, process)
    if shared:
        rivulet.share()
    return rivulet


def _random_account() -> str:
    return str(10**11 + secrets.randbelow(9 * 10**11))
