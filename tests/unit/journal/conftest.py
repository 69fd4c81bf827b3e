"""A journal for every test of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from safelog.journal.journal import Journal
from tests.unit.journal.world import JournalWorld


@pytest.fixture
def world() -> JournalWorld:
    """Return a world without a vault yet."""
    return JournalWorld()


@pytest.fixture
def journal(world: JournalWorld) -> Iterator[Journal]:
    """Return an empty journal."""
    made = world.create()
    yield made
    made.close()
