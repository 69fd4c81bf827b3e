"""What one export kept back, and what two exports would tell whoever puts them together.

A second export to the same recipient can undo the first: the sentence is the same, and where
"Person A" stood there is now a name. Two recipients who compare their copies can do the same to one
another. So each export is remembered by what it kept back, by ids and names of fields alone: no
words, so that what the person removes for good leaves nothing here.

Of a picture the names of its masks are kept: one that was taken off shows what it covered.

Limits: a place in a text is remembered by its incident and its entity, not by its words; what
somebody can conclude from an incident that only one of two recipients got is not seen here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from safelog.model.ids import AttachmentId, EntityId, IncidentId
from safelog.model.kind import Kinds
from safelog.model.leaves import leaves
from safelog.model.mask import MaskId
from safelog.model.when import When
from safelog.redact.cover import Choice, Finder, Occurrence, closed_texts, examine
from safelog.redact.parts import action_on, entities_of, parts
from safelog.redact.policy import NEVER_EXPORTED, Rules, bare_path
from safelog.redact.selection import ExportedAttachment, ExportedIncident


class Pictured(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much one export showed of a file."""

    attachment: AttachmentId
    copy: bool
    """A clean copy was in the document."""
    masks: tuple[MaskId, ...]
    """Names of the masks that covered parts of the copy."""
    raw: bool
    """The original went along."""


class Withheld(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one export kept back of one incident."""

    incident: IncidentId
    entities: tuple[EntityId, ...]
    """Those that a label stands for."""
    named: tuple[EntityId, ...]
    """Those of them that the person showed in some place all the same."""
    fields: tuple[str, ...]
    """Paths without list positions, of what is there and was left out or hidden whole."""
    exhibits: tuple[Pictured, ...] = ()


class Told(NamedTuple):
    """What one export keeps back and shows of its incidents, by incident."""

    withheld: Mapping[IncidentId, Withheld]
    fields: Mapping[IncidentId, frozenset[str]]
    """Paths without list positions of what is shown."""


class Revealed(NamedTuple):
    """What somebody would learn that was kept back from them; both without repetition, sorted."""

    entities: tuple[EntityId, ...]
    fields: tuple[str, ...]

    def __bool__(self) -> bool:
        """Tell whether anything would be learnt."""
        return bool(self.entities or self.fields)


class Joined(NamedTuple):
    """What putting this export beside one of another recipient's would tell."""

    incidents: int
    """How many stand in both."""
    to_them: Revealed
    """What the other recipient would learn from this export."""
    from_them: Revealed
    """What this recipient would learn from the other's."""


def told(
    selection: Iterable[ExportedIncident],
    rules: Rules,
    finder: Finder,
    decisions: Mapping[Occurrence, Choice],
    *,
    kinds: Kinds,
) -> Told:
    """Return what an export of the selection to this recipient keeps back and shows."""
    chosen = tuple(selection)
    hidden: dict[IncidentId, set[EntityId]] = {each.incident.id: set() for each in chosen}
    named: dict[IncidentId, set[EntityId]] = {each.incident.id: set() for each in chosen}
    examined = examine(chosen, rules, finder, kinds)
    closed = closed_texts(examined, decisions, rules)
    for text in examined:
        for find in text.finds:
            if find.entity:
                shows = decisions.get(find.occurrence) == "show"
                (named if shows else hidden)[text.incident].add(EntityId(find.entity))
    kept: dict[IncidentId, Withheld] = {}
    shown: dict[IncidentId, frozenset[str]] = {}
    for exported in chosen:
        incident = exported.incident.id
        for part in parts(exported, rules, kinds):
            if part.form == "entities" and part.action == "show":
                hidden[incident].update(e for e in entities_of(part) if rules.reason(e))
        # One of two in the same field may be hidden: then the field as a whole was kept back.
        fields: dict[str, bool] = {}
        for path, shows in _fields(exported, rules, kinds):
            bare = bare_path(path)
            fields[bare] = fields.get(bare, True) and shows and (incident, path) not in closed
        kept[incident] = Withheld(
            incident=incident,
            entities=tuple(sorted(hidden[incident] | named[incident])),
            named=tuple(sorted(named[incident])),
            fields=tuple(sorted(path for path, shows in fields.items() if not shows)),
            exhibits=tuple(map(_pictured, exported.attachments)),
        )
        shown[incident] = frozenset(path for path, shows in fields.items() if shows)
    return Told(kept, shown)


def _pictured(attachment: ExportedAttachment) -> Pictured:
    return Pictured(
        attachment=attachment.id,
        copy=attachment.copy_sha256 is not None,
        masks=tuple(sorted(attachment.masks)),
        raw=bool(attachment.raw),
    )


def _fields(exported: ExportedIncident, rules: Rules, kinds: Kinds) -> Iterator[tuple[str, bool]]:
    """Walk what there is of an incident, by path, and tell whether the policy shows it."""
    exact = rules.policy.dates == "exact"
    for path, value in leaves(exported.incident):
        if bare_path(path) not in NEVER_EXPORTED:
            shows = action_on(path, exported.incident, rules, kinds) == "show"
            yield path, shows and (exact or not isinstance(value, When))
    for position, each in enumerate(exported.attachments):
        for name in ("description", "provenance"):
            if getattr(each, name):
                path = f"exhibits.{position}.{name}"
                yield path, rules.policy.action(path) == "show"
    if any(each.media == "image" for each in exported.attachments):
        yield "exhibits.copy", rules.policy.attachments == "copies"


def revealed(now: Told, rules: Rules, earlier: Iterable[Sequence[Withheld]]) -> Revealed:
    """Return what an export would show that earlier exports to the same recipient kept back.

    Whoever is no longer hidden at all counts although the incidents are others: labels are compared
    by what is told of them.
    """
    entities: set[EntityId] = set()
    fields: set[str] = set()
    for before in (each for export in earlier for each in export):
        again = now.withheld.get(before.incident)
        hid = set(before.entities) - set(before.named)
        entities |= {each for each in hid if each in rules.register and rules.reason(each) is None}
        if again is not None:
            entities |= hid & set(again.named)
            # Nobody looks for the names of whoever is gone from the register.
            entities |= hid - set(again.entities) - rules.register.keys()
            fields |= set(before.fields) & now.fields[before.incident]
            fields |= _uncovered(before.exhibits, again.exhibits)
    return _sorted(entities, fields)


def joined(now: Told, others: Iterable[Withheld]) -> Joined:
    """Return what an export and one of another recipient's would tell side by side."""
    to_entities: set[EntityId] = set()
    from_entities: set[EntityId] = set()
    to_fields: set[str] = set()
    from_fields: set[str] = set()
    both = 0
    for theirs in others:
        ours = now.withheld.get(theirs.incident)
        if ours is None:
            continue
        both += 1
        we_hide, they_hide = (set(each.entities) - set(each.named) for each in (ours, theirs))
        to_entities |= they_hide - we_hide
        from_entities |= we_hide - they_hide
        to_fields |= set(theirs.fields) & now.fields[theirs.incident]
        to_fields |= _uncovered(theirs.exhibits, ours.exhibits)
        from_fields |= set(ours.fields) - set(theirs.fields)
        from_fields |= _uncovered(ours.exhibits, theirs.exhibits)
    return Joined(both, _sorted(to_entities, to_fields), _sorted(from_entities, from_fields))


def seen_of(exhibits: Iterable[Pictured], more: Iterable[Pictured]) -> tuple[Pictured, ...]:
    """Return how much two exports together showed of their files."""
    seen = {each.attachment: each for each in exhibits}
    for each in more:
        known = seen.get(each.attachment, each)
        covers = [set(one.masks) for one in (known, each) if one.copy]
        seen[each.attachment] = Pictured(
            attachment=each.attachment,
            copy=known.copy or each.copy,
            masks=tuple(sorted(set.intersection(*covers))) if covers else (),
            raw=known.raw or each.raw,
        )
    return tuple(seen.values())


def _uncovered(before: Iterable[Pictured], now: Iterable[Pictured]) -> set[str]:
    """Return what of the same files is shown now and was not before, as names of fields."""
    shown = {each.attachment: each for each in now}
    found: set[str] = set()
    for hid in before:
        again = shown.get(hid.attachment)
        if again is not None and again.raw and not hid.raw:
            found.add("exhibits.raw")
        if again is not None and again.copy and set(hid.masks) - set(again.masks):
            found.add("exhibits.masks")
    return found


def _sorted(entities: Iterable[EntityId], fields: Iterable[str]) -> Revealed:
    return Revealed(tuple(sorted(entities)), tuple(sorted(fields)))
