"""Every check is needed, and stops what was planted for it; the long forms are commands."""

from __future__ import annotations

import pytest

from safelog.export.checks import CHECKS
from tests.leaks.canaries import CANARIES, FORMATS, Canary, absent
from tests.leaks.matrix import found_by
from tests.leaks.test_export_canaries import EXPORT, NAME

FIRST = {each.check: each for each in reversed(CANARIES) if each.alone}


@pytest.mark.parametrize("canary", CANARIES, ids=lambda c: f"{c.check}-{c.format}-{c.place}")
def test_a_canary_stops_the_export(canary: Canary) -> None:
    """The error names the check and the place, and never the word."""
    found = found_by(canary.outputs())
    assert found is not None
    assert not any(word in " ".join(found) for word in (NAME, "Shcheglov"))
    if canary.alone:
        assert found[0] == canary.check


@pytest.mark.parametrize("check", [check.name for check in CHECKS])
def test_no_check_can_be_spared(check: str) -> None:
    """Without it, its canary leaves with the export."""
    others = [each for each in CHECKS if each.name != check]
    assert found_by(FIRST[check].outputs(), others) is None


@pytest.mark.parametrize("name", FORMATS)
def test_every_cell_of_the_matrix_is_planted_or_explained(name: str) -> None:
    """A check is tried in each format that it reads; an excuse beside a canary is a mistake."""
    planted = {each.check for each in CANARIES if each.format == name}
    excused = {check.name for check in CHECKS if absent(check.name, name)}
    assert planted | excused == {check.name for check in CHECKS}
    assert not planted & excused


def test_the_export_that_the_canaries_are_planted_in_is_clean() -> None:
    """A check that always stops would pass every other test."""
    assert found_by(EXPORT.outputs) is None
