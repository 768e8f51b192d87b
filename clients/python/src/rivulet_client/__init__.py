"""Starts Rivulet for a test run, and gives each test a world of its own."""

from .errors import ControlError, NotSettledError, RivuletError
from .rivulet import Rivulet, start_rivulet
from .world import World

__all__ = [
    "ControlError",
    "NotSettledError",
    "Rivulet",
    "RivuletError",
    "World",
    "start_rivulet",
]
