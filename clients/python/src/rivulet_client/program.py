"""Where the program is."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping

from .errors import RivuletError


def find_program(given: str | None = None, environment: Mapping[str, str] = os.environ) -> str:
    """The program to start: the one that is given, else that of RIVULET_BINARY or RIVULET, else the
    first on the PATH, else the one that was built in the current directory. A place that is named
    must have it."""
    named = given or environment.get("RIVULET_BINARY") or environment.get("RIVULET")
    if named:
        if not _is_program(named):
            raise RivuletError(f"there is no program {named}")
        return os.path.abspath(named)
    on_path = shutil.which("rivulet", path=environment.get("PATH", ""))
    for place in (on_path, "build/release/rivulet"):
        if place and _is_program(place):
            return os.path.abspath(place)
    raise RivuletError(
        "no rivulet was found, neither on the PATH nor as build/release/rivulet: give "
        "start_rivulet(binary=…) or the variable RIVULET_BINARY its path, or the variable "
        "RIVULET_URL the address of a running one"
    )


def _is_program(path: str) -> bool:
    return os.path.isfile(path) and os.access(path, os.X_OK)
