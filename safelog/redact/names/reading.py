"""What a word of a text may be: which part of whose name, and how certain that is."""

from __future__ import annotations

from enum import IntEnum, auto
from typing import NamedTuple


class Role(IntEnum):
    """The part of a name that a word is."""

    GIVEN = auto()
    """Given name, full or pet form."""
    PATRONYMIC = auto()
    SURNAME = auto()
    NICK = auto()
    """A person's one-word alias."""
    TITLE = auto()
    """The whole name of a place, an organisation, a thing."""
    PHRASE = auto()
    """One word of a name of several words that is no person's."""
    PARTICLE = auto()
    """A small word inside a name: de, van, ибн; never found alone."""


class Reading(NamedTuple):
    """One way to read a word."""

    entity_id: str
    role: Role
    sure: bool
    """Whether the word alone, capitalised, is enough."""
    trait: str
    phrase: int = -1
    """Which phrase the word belongs to; -1 is none."""
    position: int = 0
    """Where in that phrase."""
    lower: bool = False
    """Whether the word is properly written in lower case: adjectives, demonyms."""
    common: bool = False
    """Whether in small letters it is an ordinary word: «куцая», «долгих», a nickname."""


PERSONAL = frozenset({Role.GIVEN, Role.PATRONYMIC, Role.SURNAME, Role.NICK, Role.PARTICLE})
"""Roles that join to one person's full name."""
