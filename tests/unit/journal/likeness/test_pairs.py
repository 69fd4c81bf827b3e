"""Which spellings mean one thing and which must not be taken for it, pair by pair."""

from __future__ import annotations

import pytest

from safelog.journal.likeness import Strength
from tests.unit.journal.likeness.corpus import Pair, likeness, pairs, report, strength

PAIRS = list(pairs())


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.kind}: {pair.one} | {pair.other}")
def test_pair_is_suggested_as_the_file_says(pair: Pair) -> None:
    """The strength is as said and the clue comes first, whichever of the two was there before."""
    for turned in (False, True):
        found = likeness(pair, turned=turned)
        assert strength(found) == pair.strength
        if found and pair.clue:
            assert found.clues[0].code == pair.clue


def test_there_are_many_pairs_of_both_sorts() -> None:
    """A file that lost its lines would prove nothing."""
    assert sum(pair.strength == "none" for pair in PAIRS) > 80
    assert sum(pair.strength != "none" for pair in PAIRS) > 150


def test_a_likeness_is_as_strong_as_its_weakest_clue() -> None:
    """What many people are called is no more than possible, however well the letters agree."""
    found = likeness(next(pair for pair in PAIRS if pair.one == pair.other == "Иван Петров"))
    assert found is not None
    assert [clue.code.strength for clue in found.clues] == [Strength.EXACT, Strength.POSSIBLE]
    assert found.strength is Strength.POSSIBLE


def test_report_counts_every_pair() -> None:
    """The table that the command prints ends with what holds of all pairs."""
    lines = list(report())
    assert lines[-6].split()[:3] == ["all", str(len(PAIRS)), str(len(PAIRS))]
    assert lines[-1].split() == ["exact", "100.0%", "100.0%"]
