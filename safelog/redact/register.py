"""What the matching engine knows of an entity: its name, its kind, its language.

A registered entity is a plain value, made from the person's own register; the engine recognises
nothing that is not in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

EntityKind = Literal[
    "person",
    "phone",
    "account",
    "email",
    "handle",
    "vehicle",
    "plate",
    "place",
    "organisation",
    "document",
    "case",
    "event",
    "series",
    "address",
    "url",
    "coordinates",
    "device",
    "other",
]

Language = Literal["ru", "uk", "kk", "en"]

Sex = Literal["m", "f", ""]


@dataclass(frozen=True, slots=True)
class RegisteredEntity:
    """One entity whose every spelling is to be found."""

    id: str
    kind: EntityKind
    language: Language
    """The language in which the name was written down; it chooses the case forms."""
    canonical: str
    """The name in full: "Глеб Аркадьевич Щеглов"."""
    aliases: tuple[str, ...] = ()
    """Names and spellings that no rule can derive."""
    sex: Sex = ""
    """Empty takes the forms of both."""
