"""Tell an identifier from a name by its shape: both may stand as an entity's name or alias."""

from __future__ import annotations

import re
from typing import Literal

from safelog.redact.identifiers.coordinates import parse_pair
from safelog.redact.identifiers.dates import is_date
from safelog.redact.identifiers.words import load_words

Shape = Literal[
    "name", "date", "number", "code", "email", "handle", "url", "coordinates", "address"
]

FEWEST_DIGITS = 5
"""A number with fewer digits is too common to be looked for by itself."""

_EMAIL = re.compile(r"\s*[^\s@]+@[^\s@]+\.[^\s@]+\s*")
_URL = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*://\S+|[\w-]+(?:\.[\w-]+)+/\S*)\s*", re.IGNORECASE)
_HANDLE = re.compile(r"\s*@?[A-Za-z0-9][A-Za-z0-9._-]*\s*")
_NUMBER = re.compile(r"[\d\s()+./–—-]+")
_GROUP = re.compile(r"[^\W_?]*\?*[^\W_?]+(?:\?+[^\W_?]*)*")
_LONGEST_LETTERS = 3

_HANDLE_KINDS = frozenset({"handle", "account"})
_NEVER_DATES = frozenset({"phone", "plate", "vehicle", "document", "device"})
_NAME_KINDS = frozenset({"person", "place", "organisation", "other"})


def shape_of(kind: str, text: str) -> Shape:
    """Return the shape of one name or alias of an entity of `kind`."""
    digits = sum(character.isdigit() for character in text)
    shape: Shape = "name"
    if _EMAIL.fullmatch(text):
        shape = "email"
    elif kind == "address" and digits:
        shape = "address"
    elif kind not in _NEVER_DATES and is_date(text, load_words().months):
        shape = "date"
    elif parse_pair(text) is not None:
        shape = "coordinates"
    elif _URL.fullmatch(text):
        shape = "url"
    elif _NUMBER.fullmatch(text) and digits >= FEWEST_DIGITS:
        shape = "number"
    elif text.strip().startswith("@") or (kind in _HANDLE_KINDS and _HANDLE.fullmatch(text)):
        shape = "handle"
    elif codes_in(kind, text):
        shape = "code"
    return shape


def codes_in(kind: str, text: str) -> list[str]:
    """Return the codes in a name: "Белая Лада, К 417 ОР 799" holds one, after its description.

    A code is a run of short groups of letters and digits with at least one digit and five signs.
    In a person's or a place's name only a single group counts.
    """
    groups = _GROUP.findall(text)
    if kind in _NAME_KINDS and len(groups) > 1:
        return []
    codes: list[str] = []
    run: list[str] = []
    for group in [*groups, ""]:
        short = 0 < len(group) <= _LONGEST_LETTERS
        if short or any(character.isdigit() for character in group):
            run.append(group)
            continue
        code = " ".join(run)
        if len(code.replace(" ", "")) >= FEWEST_DIGITS and any(c.isdigit() for c in code):
            codes.append(code)
        run = []
    return codes


def is_identifier(kind: str, text: str) -> bool:
    """Tell whether `text` is looked for as an identifier; otherwise it is a name."""
    return shape_of(kind, text) != "name"
