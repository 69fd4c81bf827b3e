"""Sets of rows, and the rows that hold a mark."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from safelog.journal.search.rows import Postings, downwards, united, upwards


@given(st.sets(st.integers(0, 500)))
def test_a_set_of_rows_is_walked_in_either_order(rows: set[int]) -> None:
    """None is left out, none comes twice, and an empty set has none."""
    number = united(rows, 501)
    assert list(upwards(number)) == sorted(rows)
    assert list(downwards(number)) == sorted(rows, reverse=True)
    assert number.bit_count() == len(rows)


def test_marks_of_every_rarity_are_looked_up() -> None:
    """In every row, in every tenth, early ones, late ones, one alone, and none."""
    rules: dict[str, Callable[[int], bool]] = {
        "a": lambda _: True,
        "b": lambda row: row % 10 == 0,
        "c": lambda row: row < 80 or row == 4_999,
        "d": lambda row: row >= 4_900,
        "g": lambda row: row < 2_048,
        "e": lambda row: row == 1_234,
        "f": lambda row: row % 40 == 3,
    }
    postings = Postings()
    for row in range(5_000):
        assert postings.add([mark for mark, holds in rules.items() if holds(row)]) == row
    for mark, holds in rules.items():
        assert postings.count([mark]) == postings.rows([mark]).bit_count()
        assert list(upwards(postings.rows([mark]))) == [row for row in range(5_000) if holds(row)]
    assert list(upwards(postings.rows("cdeh"))) == [
        row for row in range(5_000) if any(rules[mark](row) for mark in "cde")
    ]
    assert postings.rows("h") == postings.rows("") == 0
    postings.clear()
    assert postings.rows("a") == 0
    assert postings.add("a") == 0


@settings(max_examples=25)
@given(
    st.lists(st.sets(st.sampled_from("абвгд"), max_size=4), max_size=12),
    st.integers(1, 30),
    st.sets(st.sampled_from("абвгд")),
)
def test_rows_are_those_that_were_added_with_a_mark(
    rows: list[set[str]], times: int, asked: set[str]
) -> None:
    """However often a mark occurs, before and after it is counted as common."""
    postings = Postings()
    for row in rows * times:
        postings.add(row)
    wanted = [at for at, row in enumerate(rows * times) if row & asked]
    assert list(upwards(postings.rows(asked))) == wanted
    assert postings.count(asked) == sum(len(row & asked) for row in rows * times)
