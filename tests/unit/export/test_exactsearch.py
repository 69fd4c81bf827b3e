"""Many strings are looked for at once, and found wherever one of them stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelog.export.exactsearch import ExactSearch

ID = b"01hzx9p4m2kq7r8s5t6v3w0ybc"


@pytest.mark.parametrize("before", range(17))
@pytest.mark.parametrize("after", [0, 1, 7])
def test_an_id_is_found_wherever_it_begins(before: int, after: int) -> None:
    """It covers a whole block at every place that it could have."""
    assert ExactSearch([ID]).stands_in(b"x" * before + ID + b"y" * after)


@pytest.mark.parametrize("data", [b"", ID[:-1], ID[:8] * 3, b"-".join((ID[:20], ID[20:]))])
def test_a_part_of_an_id_is_none(data: bytes) -> None:
    """Be it a whole block."""
    assert not ExactSearch([ID]).stands_in(data)


def test_nothing_is_found_where_nothing_is_looked_for() -> None:
    """An export without ids has none to betray."""
    assert not ExactSearch([]).stands_in(ID)


@settings(max_examples=150, deadline=None)
@given(
    wanted=st.lists(st.text("ab", min_size=1, max_size=24).map(str.encode), max_size=4),
    data=st.text("ab", max_size=80).map(str.encode),
)
def test_it_agrees_with_looking_for_each_in_turn(wanted: list[bytes], data: bytes) -> None:
    """Of two letters, so that chance writes one string inside another."""
    assert ExactSearch(wanted).stands_in(data) == any(each in data for each in wanted)
