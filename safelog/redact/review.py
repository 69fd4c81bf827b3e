"""What the person looks through before an export: every find in its context, and what is left.

A sure find is hidden unless the person decides otherwise; any other find is a question, and a
question without an answer stops the export. The hints point at what no register knows. They are
help for the eye and no promise: silence of the hints does not mean that nobody is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Literal, NamedTuple, cast

from safelog.model.ids import EntityId, IncidentId
from safelog.model.kind import Kinds
from safelog.model.leaves import leaves
from safelog.model.when import When
from safelog.redact.cover import (
    Choice,
    Decision,
    Examined,
    Find,
    Finder,
    Occurrence,
    examine,
    hidden_stretches,
)
from safelog.redact.hit import Tier
from safelog.redact.parts import parts
from safelog.redact.policy import Rules
from safelog.redact.selection import ExportedIncident
from safelog.redact.unregistered import Risk, Shown, unregistered

CONTEXT_LENGTH = 40
"""Characters shown before and after a find, at most."""

HintKind = Literal[
    "zone",
    "script",
    "position",
    "contact",
    "code",
    "full_name",
    "name",
    "combination",
    "date",
    "quote",
    "number",
]
"""A time zone that names something hidden; otherwise as `unregistered.Risk`, and in its order."""


class Item(NamedTuple):
    """A find in its context."""

    incident: IncidentId
    path: str
    before: str
    words: str
    after: str
    entity: EntityId | Literal[""]
    """Empty for a stretch in a script without rules; `trait` then names the script."""
    sure: bool
    trait: str
    occurrence: Occurrence
    choice: Choice | None
    """What was decided; None for a sure find nobody spoke about, and for an open question."""

    @property
    def open(self) -> bool:
        """Tell whether the export waits for an answer."""
        return not self.sure and self.choice is None


class Hint(NamedTuple):
    """Words that may tell a reader more than they should, with the first place they stand."""

    kind: HintKind
    words: str
    times: int
    incident: IncidentId
    path: str
    before: str
    after: str


class Review(NamedTuple):
    """All finds in the order of the selection, and hints in the order of risk."""

    items: tuple[Item, ...]
    hints: tuple[Hint, ...]

    @property
    def questions(self) -> tuple[Item, ...]:
        """Return the finds that wait for an answer."""
        return tuple(item for item in self.items if item.open)

    @property
    def open_count(self) -> int:
        """Return how many questions are open."""
        return len(self.questions)

    def hide_all(self) -> tuple[Decision, ...]:
        """Answer every open question with "hide"."""
        return tuple(Decision(occurrence=item.occurrence, choice="hide") for item in self.questions)


def choices(decisions: Iterable[Decision]) -> dict[Occurrence, Choice]:
    """Return the decisions by occurrence; of two about one, the later holds."""
    return {decision.occurrence: decision.choice for decision in decisions}


def review(
    selection: Sequence[ExportedIncident],
    rules: Rules,
    finder: Finder,
    decisions: Mapping[Occurrence, Choice],
    *,
    kinds: Kinds,
) -> Review:
    """Lay out what was found in the selection, and point at what no register knows.

    Args:
        selection: the incidents to export.
        rules: the recipient's policy and profile, applied to the register.
        finder: a matcher built from `cover.registered(rules)`.
        decisions: what was decided before.
        kinds: the kinds of incident.
    """
    examined = examine(selection, rules, finder, kinds)
    items = tuple(
        _item(text, find, decisions.get(find.occurrence))
        for text in examined
        for find in text.finds
    )
    zones = _zone_hints(selection, rules, finder, kinds)
    times = {
        (exported.incident.id, path)
        for exported in selection
        for path, value in leaves(exported.incident)
        if isinstance(value, When)
    }
    return Review(items, (*zones, *_hints(examined, decisions, times)))


def _item(text: Examined, find: Find, choice: Choice | None) -> Item:
    before, after = _around(text.text, find.start, find.end)
    return Item(
        incident=text.incident,
        path=text.path,
        before=before,
        words=text.text[find.start : find.end],
        after=after,
        entity=find.entity,
        sure=find.tier is Tier.SURE,
        trait=find.trait,
        occurrence=find.occurrence,
        choice=choice,
    )


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the words before and after a stretch, cut between words."""
    before = text[:start]
    if len(before) > CONTEXT_LENGTH:
        before = before[-CONTEXT_LENGTH:].partition(" ")[2]
    after = text[end:]
    if len(after) > CONTEXT_LENGTH:
        after = after[:CONTEXT_LENGTH].rpartition(" ")[0]
    return before, after


_SAID_BY_A_TIME = frozenset({Risk.DATE, Risk.CODE, Risk.NUMBER})


def _hints(
    examined: Sequence[Examined],
    decisions: Mapping[Occurrence, Choice],
    times: AbstractSet[tuple[IncidentId, str]],
) -> Iterator[Hint]:
    """Walk what can still be seen in the texts, the riskiest first and each only once.

    The days and numbers in the words of a time say no more than the time beside them.
    """
    seen = unregistered(
        Shown(
            str(number),
            text.text,
            tuple((s.start, s.end) for s in hidden_stretches(text.finds, decisions)),
        )
        for number, text in enumerate(examined)
    )
    for finding in seen:
        places = [(place, examined[int(place.place)]) for place in finding.places]
        if finding.risk in _SAID_BY_A_TIME:
            places = [each for each in places if (each[1].incident, each[1].path) not in times]
        if not places:
            continue
        first, text = places[0]
        before, after = _around(text.text, first.start, first.end)
        kind = cast("HintKind", finding.risk.name.lower())
        words = text.text[first.start : first.end]
        yield Hint(kind, words, len(places), text.incident, text.path, before, after)


def _zone_hints(
    selection: Iterable[ExportedIncident], rules: Rules, finder: Finder, kinds: Kinds
) -> Iterator[Hint]:
    """Walk the time zones that name something hidden: Europe/Vilnius tells where a clock stood.

    A zone belongs to its time, and the proof of the time shows both; so it is pointed out here,
    and not hidden.
    """
    told: set[str] = set()
    for exported in selection:
        for part in parts(exported, rules, kinds):
            zone = part.value.zone if isinstance(part.value, When) else ""
            if zone not in told and finder.find(zone.replace("/", " ").replace("_", " ")):
                yield Hint("zone", zone, 1, exported.incident.id, part.path, "", "")
            told.add(zone)
