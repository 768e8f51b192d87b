"""Fixtures for pytest: `rivulet`, a server for the session, and `rivulet_world`, a test's world.

With pytest-xdist each worker has a server of its own, or all share one: that of RIVULET_URL, or
with --rivulet-shared one that the controller starts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .rivulet import Rivulet, start_rivulet
from .world import World

_shared = pytest.StashKey[Rivulet]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("rivulet")
    group.addoption("--rivulet-url", help="a running server that the tests share")
    group.addoption("--rivulet-binary", help="the program to start")
    group.addoption(
        "--rivulet-shared",
        action="store_true",
        help="one server for all workers of pytest-xdist, instead of one for each",
    )
    parser.addini("rivulet_flags", "flags of the server", type="args")
    parser.addini("rivulet_snapshot", "a snapshot's file that it begins with", type="paths")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "rivulet(snapshot, account, region): what rivulet_world is")
    is_worker = hasattr(config, "workerinput")
    if config.getoption("rivulet_shared") and not is_worker:
        config.stash[_shared] = start_rivulet(**_settings(config), shared=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    if _shared in config.stash:
        config.stash[_shared].stop()


@pytest.fixture(scope="session")
def rivulet(pytestconfig: pytest.Config) -> Iterator[Rivulet]:
    """A server: its clock, its worlds, and its default account."""
    settings = {} if pytestconfig.getoption("rivulet_shared") else _settings(pytestconfig)
    with start_rivulet(**settings) as server:
        yield server


@pytest.fixture
def rivulet_world(rivulet: Rivulet, request: pytest.FixtureRequest) -> Iterator[World]:
    """A world of this test's own: clients, drain, trace. It ends with the test, and begins with
    what a snapshot saved where the test, its class or its module is marked so:
    pytest.mark.rivulet(snapshot="shop")."""
    mark = request.node.get_closest_marker("rivulet")
    world = rivulet.world(**mark.kwargs if mark else {})
    yield world
    world.reset()


def _settings(config: pytest.Config) -> dict[str, Any]:
    return {
        "url": config.getoption("rivulet_url"),
        "binary": config.getoption("rivulet_binary"),
        "flags": config.getini("rivulet_flags"),
        "snapshot": next(iter(config.getini("rivulet_snapshot")), None),
    }
