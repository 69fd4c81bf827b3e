"""What the engine answers: a stretch of the original text, and whose it is.

Invariants: offsets are code points of the original text, `start < end`; a hit never ends inside a
word, because half a name is as good as the whole one to whoever knows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tier(StrEnum):
    """How certain a hit is."""

    SURE = "sure"
    """Replaced without a question."""
    ASK = "ask"
    """Put to the person; hidden until they decide otherwise."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One stretch that names an entity."""

    start: int
    end: int
    entity_id: str
    tier: Tier
    trait: str
    """Why it was found: base, inflection, diminutive, transliteration, homoglyph, typo, …"""
