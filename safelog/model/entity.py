"""Who and what comes back: people, numbers, vehicles, places, organisations.

The register of entities is also what redaction works from, so an entity holds every spelling that
cannot be derived from its name, and why it is to be hidden.
"""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from safelog.errors import InvalidFieldError
from safelog.model.ids import EntityId, is_id
from safelog.model.text import LINE_LIMIT, check_text

EntityKind = Literal[
    "person",
    "phone",
    "account",
    "email",
    "vehicle",
    "device",
    "place",
    "address",
    "coordinates",
    "url",
    "organisation",
    "document",
    "case",
    "event",
    "series",
    "other",
]
ENTITY_KINDS: tuple[EntityKind, ...] = get_args(EntityKind)

Reason = Literal["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9"]
REASONS: tuple[Reason, ...] = get_args(Reason)

NameLanguage = Literal["ru", "uk", "kk", "en"]

Protected = Literal["none", "minor", "relative_at_home", "source", "helper"]

ALIASES_LIMIT = 100


class Entity(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One person, number, vehicle, place or organisation, as the person describes it."""

    id: EntityId
    kind: EntityKind
    name: str
    """The name as written in full; for somebody unknown, a description."""
    aliases: tuple[str, ...] = ()
    """Other names and spellings that no rule can derive."""
    language: NameLanguage = "ru"
    """The language whose case forms the name takes."""
    sex: Literal["f", "m", ""] = ""
    known: bool = True
    """False for a description ("man in a grey cap"): such words are not searched for as a name."""
    role: str = ""
    note: str = ""
    public_label: str = ""
    """How an export may call it when it is not hidden, for a place: the coarser name."""
    protected: Protected = "none"
    reason: Reason | Literal[""] = ""
    """Why exports hide it; empty lets the recipient's policy choose."""


def check_entity(entity: Entity) -> None:
    """Hold the rules that types cannot express.

    Raises:
        InvalidFieldError: the id is malformed, the name is empty, or there are too many aliases.
        InvalidTextError: a text is too long or cannot be stored.
    """
    if not is_id(entity.id):
        raise InvalidFieldError(field="id")
    check_text(entity.name, field="name", limit=LINE_LIMIT)
    if not entity.name.strip():
        raise InvalidFieldError(field="name")
    if len(entity.aliases) > ALIASES_LIMIT:
        raise InvalidFieldError(field="aliases")
    for alias in entity.aliases:
        check_text(alias, field="aliases", limit=LINE_LIMIT)
        if not alias.strip():
            raise InvalidFieldError(field="aliases")
    for field, text in (
        ("role", entity.role),
        ("public_label", entity.public_label),
    ):
        check_text(text, field=field, limit=LINE_LIMIT)
    check_text(entity.note, field="note")
