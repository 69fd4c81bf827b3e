"""What holds for every test: no network (see pyproject), no real home, no chance."""

from __future__ import annotations

import gc
import os
import pickle
import pkgutil
import sys
import threading
import tomllib
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import pytest
from coverage import Coverage
from hypothesis import settings

import safelog

if TYPE_CHECKING:
    from collections.abc import Generator

TESTS = Path(__file__).parent

# A shared, busy machine makes a time limit fail at random; in CI the same examples run each time.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

# What the tests import and collect stays: looking through it over and over for what died was a
# third of the time of the tests of the app.
gc.set_threshold(100_000, 50, 100)


COUNTED = frozenset({"cli", "contract", "tui", "unit", "vectors"})
"""Folders of tests in which lines are counted: together they reach what the gates ask for.

Counting doubles the time of a test, and more. The other folders do at length, in whole processes
or by chance what these do in small.
"""


class Counting:
    """Stops the counting of lines, and goes on with it; without coverage it does nothing."""

    def __init__(self) -> None:
        """Stop what counts now, in this thread and in new ones."""
        self._here, self._in_threads = sys.gettrace(), threading.gettrace()
        modules = [module for name, module in sys.modules.items() if name.startswith("safelog.")]
        values = [value for module in modules for value in vars(module).values()]
        self._kept = [value for value in values if hasattr(value, "cache_clear")]
        self._is_stale = True
        self.stop()

    def go_on(self) -> None:
        """Count; what was read once and kept while nothing counted is read again."""
        if self._is_stale:
            for kept in self._kept:
                kept.cache_clear()
        self._is_stale = False
        threading.settrace(self._in_threads)
        sys.settrace(self._here)

    def stop(self) -> None:
        """Count no more."""
        sys.settrace(None)
        threading.settrace(None)

    def pass_over(self) -> None:
        """Note that a test runs of which nothing is counted."""
        self._is_stale = True


_COUNTING = pytest.StashKey[Counting]()


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Count what importing safelog runs, and stop.

    All of it is imported here: a module that a test not counted was the first to import would seem
    never to have been run. The processes that tests start count nothing.
    """
    if Coverage.current() is None or session.config.pluginmanager.has_plugin("dsession"):
        # Nothing is counted, or other processes run the tests.
        return (yield)
    os.environ.pop("COVERAGE_PROCESS_CONFIG", None)
    for module in pkgutil.walk_packages(safelog.__path__, "safelog."):
        import_module(module.name)
    session.config.stash[_COUNTING] = Counting()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, object, object]:
    """Count what a module of tests makes while it is imported, if its tests are counted."""
    if isinstance(collector, pytest.Module):
        with _counted(collector):
            return (yield)
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Count the lines of the folders that are counted."""
    with _counted(item):
        return (yield)


@contextmanager
def _counted(node: pytest.Collector | pytest.Item) -> Generator[None]:
    """Count lines if `node` is in a folder that is counted."""
    counting = node.config.stash.get(_COUNTING, None)
    if counting is None:
        yield
    elif node.path.relative_to(TESTS).parts[0] not in COUNTED:
        counting.pass_over()
        yield
    else:
        counting.go_on()
        try:
            yield
        finally:
            counting.stop()


@pytest.fixture(scope="session", autouse=True)
def tables_are_parsed_once() -> Generator[None]:
    """Let TOML that was parsed before be copied: each command reads whole catalogues anew.

    That was more than half of the time of the tests of commands. A copy, so that nobody changes
    what another test reads.
    """

    @lru_cache(maxsize=512)
    def parsed(text: str) -> bytes:
        return pickle.dumps(loads(text))

    def copied(text: str) -> dict[str, object]:
        table: dict[str, object] = pickle.loads(parsed(text))  # noqa: S301 - pickled above
        return table

    loads = tomllib.loads
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tomllib, "loads", copied)
        yield


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder for the homes: among them, pytest would search long for its next number."""
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def home(homes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test, and each process that it starts, an empty home of its own.

    No test can then meet the vault of the person who runs it.
    """
    folder = Path(mkdtemp(dir=homes))
    for name in [n for n in os.environ if n.startswith(("XDG_", "TEXTUAL"))]:
        monkeypatch.delenv(name)
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(folder))
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests measured and only report: each `record_property("figure", …)` is a line."""
    for report in terminalreporter.getreports("passed"):
        for name, figure in report.user_properties:
            if name == "figure":
                terminalreporter.write_line(str(figure))
