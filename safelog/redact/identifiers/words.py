"""The words that stand around identifiers, as data: `words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

import msgspec


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `words.toml` says."""

    street: frozenset[str]
    house: frozenset[str]
    flat: frozenset[str]
    town: frozenset[str]
    street_beginning: tuple[str, ...]
    unit_beginning: tuple[str, ...]
    unit_after: tuple[str, ...]
    filler: frozenset[str]
    site: frozenset[str]
    sound: dict[str, str]
    read_out: dict[str, str]
    letter_names: dict[str, str]
    months: dict[str, int]


@cache
def load_words() -> Words:
    """Read the words of the package."""
    file = resources.files("safelog.redact.identifiers") / "words.toml"
    return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), type=Words)
