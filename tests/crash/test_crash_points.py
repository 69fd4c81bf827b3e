"""The power goes at every point of every operation: the vault is as before or as after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.crash.operations import OPERATIONS
from tests.crash.recording import Synced, SyncedFolder
from tests.crash.replay import Replay
from tests.crash.report import SHORT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.crash.operations import Operation

    Record = Callable[[str, object], None]


def performed(name: str) -> Replay:
    """Perform an operation by its name."""
    return Replay.of(next(each for each in OPERATIONS if each.name == name))


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_the_power_goes_at_every_point(operation: Operation, record_property: Record) -> None:
    """Whatever the file system kept: an allowed stage opens, whole, and the vault goes on."""
    tally = Replay.of(operation).cut(SHORT)
    record_property("figure", f"crash states: {tally}")
    assert tally.violations == {}
    assert tally.states > tally.changes


@pytest.mark.parametrize(
    "name",
    [
        "create",
        "append one",
        "attach",
        "change passphrase",
        "killed before sync",
        "behind a torn tail",
        "remove content",
        "go on changing keys",
    ],
)
def test_bytes_need_their_syncs(name: str) -> None:
    """The promise breaks where a program does not sync its files: these tests can fail."""
    assert performed(name).breaks_without(Synced, SHORT)


@pytest.mark.parametrize(
    "name", ["create", "attach", "change passphrase", "remove content", "finish changing keys"]
)
def test_names_need_their_syncs(name: str) -> None:
    """The same where it does not sync its folders."""
    assert performed(name).breaks_without(SyncedFolder, SHORT)
