"""The time that a server goes by."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from .control import Control


class Clock:
    """One for all worlds of a server. Each call returns when what has aged by then is done with:
    items expired, records trimmed, messages visible again."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._control.get("clock")["now"], timezone.utc)

    def advance(self, time: float | timedelta) -> Any:
        """Moves it on, by seconds or by a timedelta."""
        seconds = time.total_seconds() if isinstance(time, timedelta) else time
        return self._control.post("clock", mode="advance", seconds=seconds)

    def set(self, time: datetime | float | str) -> Any:
        """To a datetime, epoch seconds, or a text such as 2026-01-31T12:00:00Z."""
        moment = time.timestamp() if isinstance(time, datetime) else time
        return self._control.post("clock", mode="set", time=moment)

    def freeze(self) -> Any:
        return self._control.post("clock", mode="freeze")

    def real(self) -> Any:
        """Back to the machine's time."""
        return self._control.post("clock", mode="real")
