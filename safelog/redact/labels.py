"""The labels of one document: who is Person A, in an order that nobody can work out.

A label belongs to one export. The order of the register would tell two recipients that their Person
B is one, so letters follow a key that is another for each recipient and export.
"""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Iterable
from typing import Literal

from safelog.model.ids import EntityId
from safelog.model.kind import Kinds
from safelog.redact.cover import Stretch
from safelog.redact.document import Hidden, HiddenKind
from safelog.redact.parts import entities_of, parts
from safelog.redact.policy import Rules
from safelog.redact.selection import ExportedIncident


class Labels:
    """Hands out the labels of one document, and counts them."""

    def __init__(self, rules: Rules, used: Iterable[EntityId], key: bytes) -> None:
        """Give letters to the `used` entities, in an order that only `key` knows."""
        self._rules = rules
        self._letters = _letters(rules, used, key)
        self.given: Counter[Hidden] = Counter()

    def of(self, entity: EntityId | Literal[""]) -> Hidden:
        """Return the label of a hidden entity, or of a stretch in a script without rules."""
        if not entity:
            return Hidden(kind="text", letter="", reason="R6")
        hidden = Hidden(
            kind=_kind(self._rules, entity),
            letter=self._letters[entity],
            reason=self._rules.reason(entity) or self._rules.policy.default_reason,
        )
        self.given[hidden] += 1
        return hidden


def used_entities(
    ordered: Iterable[ExportedIncident], hidden: Iterable[Stretch], rules: Rules, kinds: Kinds
) -> set[EntityId]:
    """Return the hidden entities that the document has a label for."""
    used = {EntityId(stretch.entity) for stretch in hidden if stretch.entity}
    for exported in ordered:
        for part in parts(exported, rules, kinds):
            if part.form == "entities" and part.action == "show":
                used |= {e for e in entities_of(part) if rules.reason(e) is not None}
    return used


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
