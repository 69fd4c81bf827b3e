"""Every call to the disk fails: the vault is as before or as after, says so, and goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from safelog.errors import StorageError
from tests.crash.faults import strike_everywhere, take_in_pieces
from tests.crash.operations import OPERATIONS
from tests.unit.vault.world import Fault, World

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.crash.operations import Operation

each_operation = pytest.mark.parametrize(
    "operation", OPERATIONS, ids=lambda operation: operation.name
)


@each_operation
def test_an_error_at_every_call(
    operation: Operation, record_property: Callable[[str, object], None]
) -> None:
    """Once or from there on, also in the middle of a write, also when the process dies of it."""
    losses = strike_everywhere(operation, is_long=False)
    record_property("figure", f"disk errors: {losses}")
    assert losses.violations == {}
    assert losses.told


@each_operation
@pytest.mark.parametrize("most", [7, 511])
def test_writes_in_pieces(operation: Operation, most: int) -> None:
    """A system may take less than it was offered, as often as it likes."""
    assert take_in_pieces(operation, lambda offered: min(most, offered)) == ""


@each_operation
def test_writes_by_halves(operation: Operation) -> None:
    """The same with half of each."""
    assert take_in_pieces(operation, lambda offered: -(-offered // 2)) == ""


def test_a_failed_creation_holds_no_lock() -> None:
    """The person can try again in the same process."""
    calls = World()
    calls.create().close()
    for at in range(1, calls.fault.calls + 1):
        world = World(fault=Fault(at=at, short=True))
        try:
            world.create().close()
        except StorageError:
            assert not world.memory.locked
