"""What holds for every test: no network (see pyproject), no real home, no chance."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

import pytest
from coverage import Coverage
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

# A shared, busy machine makes a time limit fail at random; in CI the same examples run each time.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

# What the tests import and collect stays: looking through it over and over for what died was a
# third of the time of the tests of the app.
gc.set_threshold(100_000, 50, 100)


UNCOUNTED = frozenset({"golden", "property", "residue"})
"""Folders of tests that do at length, or in whole processes, what other tests do in small."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Count no lines where that nearly doubles the time and finds no line that others do not."""
    counting = Coverage.current() if item.path.parent.name in UNCOUNTED else None
    if counting is None:
        return (yield)
    counting.stop()
    try:
        return (yield)
    finally:
        counting.start()


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test, and each process that it starts, an empty home of its own.

    No test can then meet the vault of the person who runs it.
    """
    folder = tmp_path_factory.mktemp("home")
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
