"""Silences, and whether they may be silences of the one who writes."""

from __future__ import annotations

import msgspec

from safelog.journal.patterns import LeftOut, Material, Range, gap_pattern
from tests.unit.journal.patterns.told import day, material, recorded


def test_a_silence_is_the_days_between() -> None:
    """From the day after one incident to the day before the next; the longest comes first."""
    pattern = gap_pattern(material("3 May 2026 23:59", "5 May 2026 00:01", "10 May 2026"))
    assert [(gap.first_day, gap.last_day, gap.days) for gap in pattern.gaps] == [
        (day("2026-05-06"), day("2026-05-09"), Range(4, 4)),
        (day("2026-05-04"), day("2026-05-04"), Range(1, 1)),
    ]


def test_neighbouring_days_have_no_silence() -> None:
    """Nothing is told of what is shorter than a day, or of one incident alone."""
    assert gap_pattern(material("3 May 2026", "4 May 2026", "4 May 2026")).gaps == ()
    assert gap_pattern(material("3 May 2026")).gaps == ()
    assert gap_pattern(Material(incidents=())).gaps == ()


def test_what_lasted_is_no_silence() -> None:
    """The days of a watch are not silent, though others began before its end."""
    pattern = gap_pattern(material("from 3 to 20 May 2026", "5 May 2026", "25 May 2026"))
    assert [gap.days for gap in pattern.gaps] == [Range(4, 4)]
    assert pattern.gaps[0].first_day == day("2026-05-21")


def test_an_uncertain_neighbour_widens_what_is_possible() -> None:
    """Between early April and a day in late April it was silent for certain only after the 11th."""
    pattern = gap_pattern(material("early April 2026", "20 April 2026"))
    assert pattern.gaps[0].first_day == day("2026-04-12")
    assert pattern.gaps[0].days == Range(8, 18)


def test_what_is_known_to_a_season_ends_no_silence() -> None:
    """It is left out, and said beside each silence that it may lie in."""
    pattern = gap_pattern(
        material("3 March 2026", "spring 2026", "20 July 2026", "2 August 2026", "")
    )
    assert [gap.may_hold for gap in pattern.gaps] == [1, 0]
    assert pattern.incidents == 3
    assert pattern.left_out == (LeftOut("no_time", 1), LeftOut("too_vague", 1))


def test_a_silence_of_writing_is_told_from_one_with_entries() -> None:
    """What was recorded on silent days is counted; before the first entry there was no journal."""
    made = material("1 May 2026", "5 May 2026", "10 May 2026", "20 May 2026")
    made = msgspec.structs.replace(
        made, recorded=recorded("2026-05-06", "2026-05-09", "2026-05-10", "2026-05-20")
    )
    gaps = {gap.first_day.day: gap for gap in gap_pattern(made).gaps}
    assert (gaps[2].before_journal, gaps[2].recorded) == (True, 0)
    assert (gaps[6].before_journal, gaps[6].recorded) == (False, 2)
    assert (gaps[11].before_journal, gaps[11].recorded) == (False, 0)


def test_only_the_longest_are_listed() -> None:
    """A long journal has many silences; of equal ones the earlier comes first."""
    days = [f"{number} May 2026" for number in range(1, 31, 2)]
    pattern = gap_pattern(material(*days), gaps_max=3)
    assert [gap.first_day.day for gap in pattern.gaps] == [2, 4, 6]
