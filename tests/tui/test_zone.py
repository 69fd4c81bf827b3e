"""A zone for a computer that may know its offset only."""

from __future__ import annotations

import pytest

from safelog.system.clock import LocalZone, ZoneBasis
from safelog.tui.zone import named_zone


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("Asia/Almaty", "Asia/Almaty"),
        ("UTC+05:00", "Etc/GMT-5"),
        ("UTC-03:00", "Etc/GMT+3"),
        ("UTC+05:30", "UTC"),
        ("UTC+23:00", "UTC"),
    ],
)
def test_an_offset_of_whole_hours_has_a_zone(said: str, named: str) -> None:
    """Times are stored with a zone of the database; where nothing fits, with UTC."""
    assert named_zone(LocalZone(said, ZoneBasis.OFFSET)) == named
