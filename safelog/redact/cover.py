"""Find what is to be hidden in the texts of a selection, and cut it out.

Review and composition must agree on every stretch, so both start from `examine`. Matching runs
over a whole text, because a name may run across the end of a sentence; the cut is made per segment
afterwards. What overlaps is hidden together: where two readings of one stretch disagree, the
stricter one holds.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, Protocol

import msgspec

from safelog.model.entity import Entity, Reason
from safelog.model.ids import EntityId, IncidentId
from safelog.model.incident import Incident, Mention
from safelog.model.kind import Kinds
from safelog.model.segments import segments
from safelog.model.text import searchable
from safelog.redact.clock import hours_in_words
from safelog.redact.dates import times_in_words
from safelog.redact.edges import with_edge_signs
from safelog.redact.hit import Hit, Tier
from safelog.redact.parts import parts, texts_of
from safelog.redact.policy import PROTECTED, STRICTEST_FIRST, Rules, ToldPrecision, bare_path
from safelog.redact.register import RegisteredEntity
from safelog.redact.scripts import unknown_scripts
from safelog.redact.selection import ExportedIncident
from safelog.redact.tokens import words

Choice = Literal["hide", "show"]

MENTION = "mention"
"""Trait of a stretch that the person linked with @."""

TIME = "time"
"""Trait of a stretch that tells a time more exactly than the recipient is told times."""


class Finder(Protocol):
    """What finds entities in a text: `safelog.redact.matcher.Matcher`."""

    def find(self, text: str) -> tuple[Hit, ...]:
        """Return the hits in `text`, whole words each."""
        ...


class Occurrence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One place in one text, named so that a decision about it holds for nothing else.

    The digest of the sentence is part of the name: when the words around it change, the question is
    asked again. So does registering another entity with the same name.
    """

    incident: IncidentId
    path: str
    entity: EntityId | Literal[""]
    """Empty for a stretch in a script without rules."""
    folded: str
    context: str
    index: int
    """Position among the same words in the same sentence, from 0."""


class Decision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the person answered about one occurrence."""

    occurrence: Occurrence
    choice: Choice


class Find(NamedTuple):
    """A stretch of a text that may have to be hidden."""

    start: int
    end: int
    entity: EntityId | Literal[""]
    reason: Reason
    tier: Tier
    trait: str
    occurrence: Occurrence


class Examined(NamedTuple):
    """One text that the policy would show, and what was found in it."""

    incident: IncidentId
    path: str
    text: str
    finds: tuple[Find, ...]


class Stretch(NamedTuple):
    """A stretch that is hidden; stretches of a text do not overlap."""

    start: int
    end: int
    entity: EntityId | Literal[""]


class Piece(NamedTuple):
    """A part of one segment: words, or the stretch that hides them."""

    text: str
    hidden: Stretch | None


def registered(rules: Rules) -> tuple[RegisteredEntity, ...]:
    """Return what a matcher is built from: the names of the hidden entities.

    Shown entities are left out, so that a name which a hidden one shares with them is hidden. A
    description of somebody unknown ("man in a grey cap") is made of everyday words and is not
    looked for; what they are called is.
    """
    return tuple(
        RegisteredEntity(
            id=entity.id,
            kind=entity.kind,
            language=entity.language,
            canonical=names[0],
            aliases=names[1:],
            sex=entity.sex,
        )
        for entity in rules.hidden()
        if (names := entity_names(entity))
    )


def entity_names(entity: Entity) -> tuple[str, ...]:
    """Return what an entity is called; of somebody unknown, only the aliases."""
    return (entity.name, *entity.aliases) if entity.known else entity.aliases


def examine(
    selection: Iterable[ExportedIncident], rules: Rules, finder: Finder, kinds: Kinds
) -> tuple[Examined, ...]:
    """Look through every text that the policy shows, in the order of the selection."""
    found = []
    for exported in selection:
        for part in parts(exported, rules, kinds):
            for path, text in texts_of(part, rules):
                finds = _finds(text, path, exported.incident, rules, finder)
                found.append(Examined(exported.incident.id, path, text, finds))
    return tuple(found)


def hidden_stretches(
    finds: Iterable[Find], decisions: Mapping[Occurrence, Choice]
) -> tuple[Stretch, ...]:
    """Return what is hidden of the finds, joined where they overlap, in order.

    Of finds that overlap, the one with the strictest reason names the whole.
    """
    chains: list[list[Find]] = []
    end = 0
    hidden = (find for find in finds if decisions.get(find.occurrence) != "show")
    for find in sorted(hidden, key=lambda find: find.start):
        if find.start < end:
            chains[-1].append(find)
        else:
            chains.append([find])
        end = max(end, find.end)
    return tuple(
        Stretch(chain[0].start, max(f.end for f in chain), min(chain, key=_strictness).entity)
        for chain in chains
    )


def _strictness(find: Find) -> tuple[int, int, int]:
    """Return a key: the strictest first, of equals the one that begins first, then the longest."""
    return STRICTEST_FIRST.index(find.reason), find.start, -find.end


def closed_texts(
    examined: Iterable[Examined], decisions: Mapping[Occurrence, Choice], rules: Rules
) -> dict[tuple[IncidentId, str], Reason]:
    """Return the texts that are hidden whole, because somebody protected is hidden in them.

    "Taken by [Person A] from the balcony" finds the person, whatever stands there for the name.
    """
    closed: dict[tuple[IncidentId, str], Reason] = {}
    for text in examined:
        if bare_path(text.path) in rules.policy.closed_by_protected:
            reasons = {f.reason for f in text.finds if decisions.get(f.occurrence) != "show"}
            if protected := reasons & PROTECTED:
                strictest = min(protected, key=STRICTEST_FIRST.index)
                closed[text.incident, text.path] = strictest
    return closed


_SEPARATORS = re.compile(r"[\s.\-\u2010-\u2015]*")


def cut(text: str, stretches: Sequence[Stretch]) -> Iterator[tuple[int, tuple[Piece, ...]]]:
    """Cut `text` into segments, and each segment into words and hidden stretches.

    A stretch that runs across the end of a segment hides its part in each. Neighbours that hide
    the same entity become one, so that nobody counts the words of a name.
    """
    start = 0
    for index, segment in enumerate(segments(text)):
        end = start + len(segment)
        pieces: list[Piece] = []
        at = start
        for stretch in (s for s in stretches if s.start < end and s.end > start):
            between = text[at : max(stretch.start, at)]
            last = pieces[-1].hidden if pieces else None
            same = last is not None and last.entity == stretch.entity
            if not (same and _SEPARATORS.fullmatch(between)):
                pieces += [Piece(between, None)] if between else []
                pieces.append(Piece("", stretch))
            at = min(stretch.end, end)
        if at < end:
            pieces.append(Piece(text[at:end], None))
        yield index, tuple(pieces)
        start = end


def _finds(
    text: str, path: str, incident: Incident, rules: Rules, finder: Finder
) -> tuple[Find, ...]:
    """Return the hidden entities and unknown scripts in one text, in order."""
    spans: dict[tuple[int, int, EntityId | Literal[""]], tuple[Tier, str]] = {}
    for hit in finder.find(text):
        if rules.reason(EntityId(hit.entity_id)) is not None:
            spans[hit.start, hit.end, EntityId(hit.entity_id)] = (hit.tier, hit.trait)
    for run in unknown_scripts(text):
        spans[run.start, run.end, ""] = (Tier.ASK, run.script)
    if rules.policy.dates != "exact":
        spans |= {(*span, ""): found for span, found in _times(text, rules.policy.dates)}
    for mention in incident.mentions:
        if mention.field == path and rules.reason(mention.entity) is not None:
            start, end = _whole_words(text, mention)
            spans[start, end, mention.entity] = (Tier.SURE, MENTION)
    seen: Counter[tuple[str, str, str]] = Counter()
    finds = []
    for (start, end, entity), (tier, trait) in sorted(spans.items()):
        folded = searchable(text[start:end])
        context = _context(text, start, end)
        key = (entity, folded, context)
        occurrence = Occurrence(
            incident=incident.id,
            path=path,
            entity=entity,
            folded=folded,
            context=context,
            index=seen[key],
        )
        seen[key] += 1
        known = rules.register.get(EntityId(entity))
        names = entity_names(known) if known else ()
        reason = rules.reason(EntityId(entity)) if entity else None
        # The name of the occurrence stays: what was decided about it holds.
        edges = with_edge_signs(text, start, end, names)
        finds.append(Find(*edges, entity, reason or "R6", tier, trait, occurrence))
    return tuple(finds)


def _times(
    text: str, precision: ToldPrecision
) -> Iterator[tuple[tuple[int, int], tuple[Tier, str]]]:
    """Walk what tells a time too exactly: figures are sure, and hours in words a question."""
    sure = set(times_in_words(text, precision))
    yield from ((span, (Tier.SURE, TIME)) for span in sure)
    for start, end in hours_in_words(text):
        if not any(begun < end and start < stop for begun, stop in sure):
            yield (start, end), (Tier.ASK, TIME)


def _whole_words(text: str, mention: Mention) -> tuple[int, int]:
    """Widen a mention to whole words: a name covered by half is a leak."""
    start, end = mention.start, mention.end
    for first, last in words(text):
        if first < start < last:
            start = first
        if first < end < last:
            end = last
    return start, end


def _context(text: str, start: int, end: int) -> str:
    """Return a digest of the sentences that the stretch stands in."""
    touched = []
    at = 0
    for segment in segments(text):
        if at < end and at + len(segment) > start:
            touched.append(segment)
        at += len(segment)
    return hashlib.sha256("".join(touched).encode()).hexdigest()[:16]
