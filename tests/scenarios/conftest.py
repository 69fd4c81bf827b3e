"""A fresh story for every test of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.scenarios.story import Story


@pytest.fixture
def story() -> Iterator[Story]:
    """Return a story with an empty journal; the laptop is in Almaty, the person writes Russian."""
    told = Story()
    yield told
    told.journal.close()
