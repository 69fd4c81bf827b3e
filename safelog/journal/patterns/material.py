"""What patterns are computed from: one immutable value, made in one pass over the journal.

The journal goes on while a thread computes. Everything that belongs to a choice is decided here,
once for all patterns: which entries are incidents, which tell of one thing, which were dismissed,
which lie in the period asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

import msgspec

from safelog.journal.facts import Facts, Onlooker
from safelog.journal.journal import Journal
from safelog.journal.patterns.happening import DAY, Happening, Spot, Stretch, time_known
from safelog.journal.patterns.tally import LeftOut, Reason
from safelog.journal.patterns.versions import behind
from safelog.journal.state import State
from safelog.model.ids import EntityId, IncidentId
from safelog.model.kind import Kinds
from safelog.model.link import Link, Ref
from safelog.model.text import one_line, searchable

EVENT_FAMILY = "P"
"""Public events stand beside the incidents and are never counted as some."""

NO_ACTS = frozenset({"K15", "K16"})
"""Families of what nobody did to the person: decisions on their status, and what it did to them."""


_RELATIONS = frozenset({"same_as", "seen_with"})
"""Links that say something of who comes back."""

_Position = Literal["inside", "edge", "outside", "unknown"]
"""Where an entry lies, seen from the period that was asked for."""


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What patterns are asked about; nothing given is everything."""

    kinds: frozenset[str] = frozenset()
    """Only these kinds of incident."""
    event_kinds: frozenset[str] = frozenset()
    """Only these kinds of public event."""
    first_day: date | None = None
    last_day: date | None = None
    only: frozenset[IncidentId] | None = None
    """Only these entries, public events too: those of an export."""


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """Incidents and public events in the order of their beginnings, unknown times last."""

    incidents: tuple[Happening, ...]
    events: tuple[Happening, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    at_edge: int = 0
    recorded: tuple[int, ...] = ()
    """When each entry of any kind was first recorded, in seconds of UTC."""
    entity_kinds: Mapping[str, str] = {}
    """Of everybody and everything that incidents name."""
    groups: Mapping[str, tuple[str, ...]] = {}
    """The entities that were merged, by the one that stands for them."""
    links: tuple[Link, ...] = ()
    """What holds between entities; the ends are those that stand for a group."""


def gather(journal: Journal, scope: Scope | None = None) -> Material:
    """Make the material of a journal; reads what was not read since unlocking."""
    with journal.lock:
        facts = journal.facts().by_incident
        return material_of(journal.state, facts, journal.surroundings.kinds, scope or Scope())


def material_of(
    state: State, facts: Mapping[IncidentId, Facts], kinds: Kinds, scope: Scope
) -> Material:
    """Make the material of what is known of a journal; neither may change meanwhile."""
    return _Gathering(state, facts, kinds, scope).made()


class _Gathering:
    """One pass over the journal."""

    def __init__(
        self, state: State, facts: Mapping[IncidentId, Facts], kinds: Kinds, scope: Scope
    ) -> None:
        self._state = state
        self._facts = facts
        self._kinds = kinds
        self._scope = scope
        first, last = scope.first_day or date.min, scope.last_day or date.max
        self._period = Stretch(first.toordinal() * DAY, (last.toordinal() + 1) * DAY)
        self._is_bounded = bool(scope.first_day or scope.last_day)
        self._has_merges = bool(state.sameness.merges)
        self._families: dict[str, str] = {}
        self._spots: dict[str, Spot] = {}
        self._left: Counter[Reason] = Counter()
        self._at_edge = 0

    def made(self) -> Material:
        incidents: list[Happening] = []
        events: list[Happening] = []
        chosen = self._scope.only
        told = (key for *_, key in self._state.timeline if key in self._facts)
        ids = [key for key in told if chosen is None or key in chosen]
        stands = behind(
            ids,
            corrects=lambda key: IncidentId(self._facts[key].corrects),
            age=lambda key: (self._state.threads[key].first_recorded, key),
        )
        for key, others in stands.items():
            entry = self._entry(key, others)
            if self._is_event(entry):
                if self._is_event_asked_for(entry):
                    events.append(entry)
            elif self._is_asked_for(entry):
                incidents.append(entry)
                self._left["corrected"] += len(others)
        named = frozenset[str]().union(*(entry.entities for entry in incidents))
        return Material(
            incidents=tuple(sorted(incidents, key=_in_order)),
            events=tuple(sorted(events, key=_in_order)),
            left_out=tuple(LeftOut(*row) for row in sorted(self._left.items()) if row[1]),
            at_edge=self._at_edge,
            recorded=tuple(self._state.threads[key].first_recorded for key in ids),
            entity_kinds={
                each: self._state.entities[EntityId(each)].kind
                for each in named & self._state.entities.keys()
            },
            groups={
                each: group
                for each in named
                if len(group := self._state.sameness.group(EntityId(each))) > 1
            },
            links=tuple(self._links()),
        )

    # --- what an entry is --------------------------------------------------------------------

    def _entry(self, key: IncidentId, others: tuple[IncidentId, ...]) -> Happening:
        """Make a happening; a correction takes what it leaves open from what it corrects."""
        thread, facts = self._state.threads[key], self._facts[key]
        time = time_known(thread.heading.when)
        spot = self._spot(facts)
        for other in others:
            time = time or time_known(self._state.threads[other].heading.when)
            spot = spot or self._spot(self._facts[other])
        return Happening(
            id=key,
            kind=thread.heading.kind,
            time=time,
            spot=spot,
            place_kind=facts.place_kind,
            country=facts.country,
            entities=self._who(facts.entities),
            witnesses=tuple(map(self._witness, facts.witnesses)),
            event_kind=facts.event_kind,
        )

    def _who(self, entities: frozenset[EntityId]) -> frozenset[str]:
        """Return those that stand for `entities`; where nothing was merged, they all do."""
        return self._state.sameness.representatives(entities) if self._has_merges else entities

    def _witness(self, witness: Onlooker) -> Onlooker:
        first = self._state.representative(EntityId(witness.entity)) if witness.entity else ""
        return Onlooker(first, witness.independent)

    def _spot(self, facts: Facts) -> Spot | None:
        """Return the place; words that differ in case or spacing alone are one."""
        known = facts.place_entity or facts.place
        if known and known not in self._spots:
            self._spots[known] = self._new_spot(facts)
        return self._spots.get(known)

    def _new_spot(self, facts: Facts) -> Spot:
        if facts.place_entity:
            first = self._state.representative(EntityId(facts.place_entity))
            registered = self._state.entities.get(first)
            if registered is not None:
                return Spot(first, one_line(registered.name), first)
        label = one_line(facts.place)
        return Spot(searchable(label), label)

    # --- whether it is asked for -------------------------------------------------------------

    def _is_event(self, entry: Happening) -> bool:
        return entry.kind not in self._scope.kinds and self._family(entry.kind) == EVENT_FAMILY

    def _is_event_asked_for(self, entry: Happening) -> bool:
        wanted = self._scope.event_kinds
        if wanted and entry.event_kind not in wanted:
            return False
        return self._position(entry) != "outside"

    def _is_asked_for(self, entry: Happening) -> bool:
        if self._scope.kinds and entry.kind not in self._scope.kinds:
            return False
        position = self._position(entry)
        if position == "outside":
            return False
        reason = self._reason(entry, position)
        if reason is not None:
            self._left[reason] += 1
            return False
        self._at_edge += position == "edge"
        return True

    def _reason(self, entry: Happening, position: _Position) -> Reason | None:
        if not self._scope.kinds and self._family(entry.kind) in NO_ACTS:
            return "no_act"
        if self._facts[IncidentId(entry.id)].judgement == "dismissed":
            return "dismissed"
        return "no_time" if position == "unknown" else None

    def _position(self, entry: Happening) -> _Position:
        if not self._is_bounded:
            return "inside"
        if entry.time is None:
            return "unknown"
        begun, period = entry.time.begun, self._period
        if begun.end <= period.start or period.end <= begun.start:
            return "outside"
        return "inside" if period.start <= begun.start and begun.end <= period.end else "edge"

    def _family(self, kind: str) -> str:
        """Return the family of a kind; none for one that a later safelog brought."""
        if kind not in self._families:
            known = kind in self._kinds.codes
            self._families[kind] = self._kinds.get(kind).family if known else ""
        return self._families[kind]

    # --- who is linked with whom -------------------------------------------------------------

    def _links(self) -> Iterator[Link]:
        """Walk what holds between entities, each as the one that stands for its group."""
        first = self._state.representative
        for _, saved in sorted(self._state.links.items()):
            link = saved.link
            ends = (link.subject, link.object)
            if link.withdrawn or link.relation not in _RELATIONS:
                continue
            if any(end.kind != "entity" for end in ends):
                continue
            subject, other = (Ref("entity", first(EntityId(end.id))) for end in ends)
            # Who noticed that two were one is told also after they were merged.
            if subject != other or link.relation == "same_as":
                observer = first(EntityId(link.observer)) if link.observer else ""
                yield msgspec.structs.replace(
                    link, subject=subject, object=other, observer=observer
                )


def _in_order(entry: Happening) -> tuple[bool, tuple[int, int]]:
    """Return what to sort by; what it leaves equal stays in the order of the timeline."""
    return entry.time is None, entry.time.begun if entry.time else (0, 0)
