"""The invented journal, told once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.documents.telling import tell_journal
from tests.scenarios.story import Story


@pytest.fixture(scope="package")
def story() -> Iterator[Story]:
    """Return the journal after everything was told."""
    told = tell_journal()
    yield told
    told.journal.close()
