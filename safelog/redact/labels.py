"""The labels of one document: who is Person A, in an order that nobody can work out.

A label belongs to one export. The order of the register would tell two recipients that their Person
B is one, so letters follow a key that is another for each recipient and export.

Where a policy hides who gave a warning, a letter in the account beside it would give them away: it
leads to the other paragraphs in which they stand. There a label has no letter and no row in the
legend.
"""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from safelog.model.entity import Reason
from safelog.model.ids import AttachmentId, EntityId, IncidentId
from safelog.model.kind import Kinds
from safelog.redact.document import Hidden, HiddenKind
from safelog.redact.parts import action_on, entities_of, parts
from safelog.redact.policy import Rules
from safelog.redact.selection import ExportedIncident

_EXHIBITS = "exhibits."


class Place(NamedTuple):
    """Where a label stands: in which part of which incident."""

    incident: IncidentId
    path: str


class Labels:
    """Hands out the labels of one document, and counts those with a letter."""

    def __init__(
        self,
        ordered: Sequence[ExportedIncident],
        hidden: Iterable[tuple[Place, EntityId | Literal[""]]],
        rules: Rules,
        kinds: Kinds,
        key: bytes,
    ) -> None:
        """Give letters to the entities that the document has a label for.

        Args:
            ordered: the incidents of the document.
            hidden: whom its texts hide, and where.
            rules: the recipient's policy and profile, applied to the register.
            kinds: the kinds of incident.
            key: secret; it alone orders the letters.
        """
        self._rules = rules
        self._unlettered = _unlettered(ordered, rules, kinds)
        found = (*hidden, *_linked(ordered, rules, kinds))
        used = {EntityId(e) for place, e in found if e and self._has_letter(EntityId(e), place)}
        self._letters = _letters(rules, used, key)
        self.given: Counter[Hidden] = Counter()

    def of(self, entity: EntityId | Literal[""], place: Place) -> Hidden:
        """Return the label of a hidden entity, or of a stretch that is nobody's."""
        reason = self.reason(entity)
        told = self._rules.policy.told(reason)
        if not entity:
            return Hidden(kind="text", letter="", reason=told)
        kind = _kind(self._rules, EntityId(entity))
        if not self._has_letter(EntityId(entity), place):
            return Hidden(kind=kind, letter="", reason=told)
        hidden = Hidden(kind=kind, letter=self._letters[EntityId(entity)], reason=told)
        self.given[hidden] += 1
        return hidden

    def reason(self, entity: EntityId | Literal[""]) -> Reason:
        """Return why somebody is hidden, whatever the recipient is told."""
        if not entity:
            return "R6"
        return self._rules.reason(EntityId(entity)) or self._rules.policy.default_reason

    def _has_letter(self, entity: EntityId, place: Place) -> bool:
        path = place.path
        # The words beside a file stand in all paragraphs that name it.
        about = ".".join(path.split(".")[:2]) if path.startswith(_EXHIBITS) else ""
        return self.reason(entity) not in self._unlettered[Place(place.incident, about)]


def _unlettered(
    ordered: Iterable[ExportedIncident], rules: Rules, kinds: Kinds
) -> dict[Place, frozenset[Reason]]:
    """Return for which reasons a label has no letter, by paragraph and by its exhibits.

    They are those of the people whom a field of the kind is for, where the policy hides that field.
    """
    chosen = tuple(ordered)
    hidden = {
        exported.incident.id: frozenset(
            rules.policy.protected.get(field.protected, rules.policy.default_reason)
            for field in kinds.get(exported.incident.kind).fields
            if field.protected != "none"
            and action_on(f"details.{field.id}", exported.incident, rules, kinds) != "show"
        )
        for exported in chosen
    }
    beside: dict[AttachmentId, frozenset[Reason]] = {}
    for exported in chosen:
        for each in exported.attachments:
            beside[each.id] = beside.get(each.id, frozenset()) | hidden[exported.incident.id]
    return {Place(incident, ""): reasons for incident, reasons in hidden.items()} | {
        Place(exported.incident.id, f"{_EXHIBITS}{position}"): beside[each.id]
        for exported in chosen
        for position, each in enumerate(exported.attachments)
    }


def _linked(
    ordered: Iterable[ExportedIncident], rules: Rules, kinds: Kinds
) -> Iterator[tuple[Place, EntityId]]:
    """Walk the hidden entities that the shown fields refer to."""
    for exported in ordered:
        for part in parts(exported, rules, kinds):
            if part.form == "entities" and part.action == "show":
                for entity in entities_of(part):
                    if rules.reason(entity) is not None:
                        yield Place(exported.incident.id, part.path), entity


def _letters(rules: Rules, used: Iterable[EntityId], key: bytes) -> dict[EntityId, str]:
    """Give each entity a letter within its kind, in an order that only the key knows.

    The order of the register would tell two recipients that their Person B is one; and letters of
    entities that are not in the document would tell how many there are.
    """
    letters: dict[EntityId, str] = {}
    taken: Counter[HiddenKind] = Counter()
    for entity in sorted(used, key=lambda e: hmac.digest(key, e.encode(), "sha256")):
        kind = _kind(rules, entity)
        letters[entity] = _letter(taken[kind])
        taken[kind] += 1
    return letters


_ALPHABET = 26


def _letter(number: int) -> str:
    """Write 0, 1, … 25, 26 as A, B, … Z, AA."""
    letters = ""
    number += 1
    while number:
        number, digit = divmod(number - 1, _ALPHABET)
        letters = chr(ord("A") + digit) + letters
    return letters


def _kind(rules: Rules, entity: EntityId) -> HiddenKind:
    known = rules.register.get(entity)
    return known.kind if known else "other"
