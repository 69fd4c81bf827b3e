"""What the person looks through before an export: every find in its context, and what is left.

A sure find is hidden unless the person decides otherwise; any other find is a question, and a
question without an answer stops the export. The hints point at what no register knows. They are
help for the eye and no promise: silence of the hints does not mean that nobody is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, get_args

from safelog.model.ids import EntityId, IncidentId
from safelog.model.kind import Kinds
from safelog.model.segments import segments
from safelog.model.text import searchable
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

CONTEXT_LENGTH = 40
"""Characters shown before and after a find, at most."""

HintKind = Literal["zone", "full_name", "long_number", "capitalised", "number"]
_BY_RISK: tuple[HintKind, ...] = get_args(HintKind)


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
    return Review(items, (*zones, *_hints(examined, decisions)))


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


_NUMBER = re.compile(r"\+?\d[\d\s().\-]*\d")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’ʼ][^\W\d_]+)*")
_NAME_GAP = re.compile(r"\s+|\s*\.\s*")

_NUMBER_DIGITS = 5
_LONG_NUMBER_DIGITS = 7

# Written with a capital in English wherever they stand, and so not worth a look.
_CALENDAR = re.compile(
    r"i|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|january|february|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber",
    re.IGNORECASE,
)


def _hints(
    examined: Iterable[Examined], decisions: Mapping[Occurrence, Choice]
) -> tuple[Hint, ...]:
    """Collect the hints in what stays visible, the riskiest first and each only once."""
    found: dict[tuple[HintKind, str], Hint] = {}
    for text in examined:
        visible = list(text.text)
        for stretch in hidden_stretches(text.finds, decisions):
            # A small letter is a word that looks like nothing, and keeps the positions.
            visible[stretch.start : stretch.end] = "x" * (stretch.end - stretch.start)
        for kind, start, end in _suspects("".join(visible)):
            words = text.text[start:end]
            key = (kind, searchable(words))
            if key in found:
                found[key] = found[key]._replace(times=found[key].times + 1)
            else:
                before, after = _around(text.text, start, end)
                found[key] = Hint(kind, words, 1, text.incident, text.path, before, after)
    return tuple(sorted(found.values(), key=lambda hint: _BY_RISK.index(hint.kind)))


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


def _suspects(text: str) -> Iterator[tuple[HintKind, int, int]]:
    """Walk the stretches of a text that look like a name or a number."""
    for match in _NUMBER.finditer(text):
        digits = sum(character.isdigit() for character in match.group())
        if digits >= _NUMBER_DIGITS:
            kind: HintKind = "long_number" if digits >= _LONG_NUMBER_DIGITS else "number"
            yield kind, match.start(), match.end()
    at = 0
    for segment in segments(text):
        for start, end, words in _capitals(segment):
            yield "full_name" if words > 1 else "capitalised", at + start, at + end
        at += len(segment)


def _capitals(segment: str) -> Iterator[tuple[int, int, int]]:
    """Walk the runs of capitalised words in a sentence: start, end, number of words.

    The word that begins the sentence counts only as a part of a longer run.
    """
    words = list(_WORD.finditer(segment))
    runs: list[list[int]] = []
    for position, word in enumerate(words):
        if not word.group()[0].isupper() or _CALENDAR.fullmatch(word.group()):
            continue
        follows = bool(runs) and runs[-1][-1] == position - 1
        if follows and _NAME_GAP.fullmatch(segment, words[position - 1].end(), word.start()):
            runs[-1].append(position)
        else:
            runs.append([position])
    for run in runs:
        if run != [0]:
            yield words[run[0]].start(), words[run[-1]].end(), len(run)
