"""Which decision on a place counts, where several copies of a vault decided."""

from __future__ import annotations

import itertools

from safelog.journal.decided import Decided
from safelog.journal.events import DecisionsSaved
from safelog.model.ids import IncidentId, RecipientId
from safelog.redact.cover import Choice, Decision, Occurrence

PLACE = Occurrence(
    incident=IncidentId("6" * 26), path="narrative", entity="", folded="арман", context="", index=0
)


def made(mark: int, choice: Choice | None, *known: int) -> DecisionsSaved:
    """Make an event that decides on the place, or on nothing."""
    return DecisionsSaved(
        at=1,
        mark=bytes([mark]),
        replaces=tuple(bytes([each]) for each in known),
        recipient=RecipientId("7" * 26),
        decisions=(Decision(occurrence=PLACE, choice=choice),) if choice else (),
    )


def counted(*events: DecisionsSaved) -> str:
    """Return what counts after these events, in this order."""
    decided = Decided()
    for event in events:
        decided.take(event)
    return decided.choices[PLACE]


def test_the_last_that_knew_of_the_others_counts() -> None:
    """Either way: the person may change their mind."""
    for first, last in itertools.permutations(("hide", "show")):
        assert counted(made(1, first), made(2, None, 1), made(3, last, 2)) == last  # type: ignore[arg-type]  # of the two there are


def test_showing_never_beats_a_hiding_that_it_did_not_know() -> None:
    """However many decisions the other copy made, and in whatever order they come."""
    one = [made(1, "hide", 0)]
    other = [made(2, "show", 0), made(3, None, 2), made(4, "show", 3)]
    start = made(0, "show")
    assert counted(start, *one, *other) == "hide"
    assert counted(start, *other, *one) == "hide"
    assert counted(start, *other[:1], *one, *other[1:]) == "hide"


def test_whoever_knows_both_decides() -> None:
    """After the copies were united there is one choice again."""
    both = (made(1, "hide"), made(2, "show"))
    assert counted(*both, made(3, "show", 1, 2)) == "show"
    assert counted(*both, made(3, "show", 2)) == "hide"


def test_what_is_known_are_the_ends_of_all_ways() -> None:
    """The next decision replaces those of both copies; a circle of a forger ends too."""
    decided = Decided()
    for event in (made(1, "hide"), made(2, "show", 1), made(3, "hide", 1)):
        decided.take(event)
    assert decided.tips == (bytes([2]), bytes([3]))
    assert decided.knows(bytes([1]))
    assert counted(made(1, "hide", 2), made(2, "show", 1), made(3, "show", 2)) == "show"
