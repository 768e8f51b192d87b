"""What can go wrong between a test and its server."""

from __future__ import annotations

from typing import Any


class RivuletError(Exception):
    """The server can't be had, or refuses."""


class ControlError(RivuletError):
    """What the control API refused."""

    def __init__(self, status: int, answer: dict[str, Any]) -> None:
        super().__init__(f"{status} {answer.get('error')}: {answer.get('message')}")
        self.status = status
        self.error: str = answer.get("error", "")


class NotSettledError(RivuletError):
    """A drain that ran out of time; the message says what is waited for, and why."""

    def __init__(self, answer: dict[str, Any]) -> None:
        lines = ["not everything was delivered in time:", *map(_line, answer["waiting"])]
        super().__init__("\n  ".join(lines))
        self.answer = answer


def _line(waiting: dict[str, Any]) -> str:
    shard = f", {waiting['shard']}" if "shard" in waiting else ""
    return f"{waiting['function']}{shard}: {waiting['pending']} pending: {waiting['reason']}"
