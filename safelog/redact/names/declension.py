"""Case forms by the ending of a name: Russian and Ukrainian grammar as a table.

The table is `data/declensions.toml`; it takes in what the generators do not give: family plurals,
the forms of the other sex, fleeting vowels, one language's case endings on the other's names.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from enum import IntEnum
from functools import cache, lru_cache
from importlib import resources
from typing import Literal, NamedTuple

from safelog.redact.register import Sex

Role = Literal["surname", "given", "patronymic", "word", "place"]
"""What kind of name a word is; it chooses the rows of the table."""


class Kinship(IntEnum):
    """Whose form it is; of two the smaller holds."""

    OWN = 0
    FAMILY = 1
    OTHER_SEX = 2


class _Row(NamedTuple):
    roles: frozenset[str]
    ends: tuple[str, ...]
    but: tuple[str, ...]
    cut: int
    stem_of: tuple[str, ...]
    stems: tuple[str, ...]
    m: tuple[str, ...]
    f: tuple[str, ...]
    plural: tuple[str, ...]


def orthographic(word: str) -> str:
    """Return `word` in lower case with composed letters and without stress marks."""
    composed = unicodedata.normalize("NFC", word.lower())
    return "".join(c for c in composed if not unicodedata.combining(c))


@lru_cache(maxsize=8192)
def decline(word: str, role: Role, sex: Sex) -> Mapping[str, Kinship]:
    """Return the forms of a Cyrillic `word` given in lower case, itself among them."""
    forms = {word: Kinship.OWN}
    for row in _rows():
        end = next((end for end in row.ends if word.endswith(end)), None)
        if end is None or role not in row.roles or word.endswith(row.but):
            continue
        for stem in _stems(word, end, row):
            for kinship, endings in _groups(row, sex):
                for ending in endings:
                    form = stem + ending
                    forms[form] = min(kinship, forms.get(form, kinship))
    return forms


def _stems(word: str, end: str, row: _Row) -> Iterator[str]:
    if not row.stem_of:
        yield word[: len(word) - row.cut]
        return
    part = next(part for part in row.stem_of if part in end)
    head, _, tail = end.rpartition(part)
    for stem in row.stems:
        yield word[: len(word) - len(end)] + head + stem + tail


def _groups(row: _Row, sex: Sex) -> tuple[tuple[Kinship, tuple[str, ...]], ...]:
    man = Kinship.OTHER_SEX if sex == "f" else Kinship.OWN
    woman = Kinship.OTHER_SEX if sex == "m" else Kinship.OWN
    return (man, row.m), (woman, row.f), (Kinship.FAMILY, row.plural)


def _endings(text: str) -> tuple[str, ...]:
    return tuple("" if ending == "-" else ending for ending in text.split())


@cache
def _rows() -> tuple[_Row, ...]:
    file = resources.files("safelog.redact") / "data" / "declensions.toml"
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(
        _Row(
            roles=frozenset(row["roles"].split()),
            ends=tuple(sorted(row["ends"].split(), key=len, reverse=True)),
            but=tuple(row.get("but", "").split()),
            cut=row.get("cut", 0),
            stem_of=tuple(sorted(row.get("stem_of", "").split(), key=len, reverse=True)),
            stems=_endings(row.get("stems", "")),
            m=_endings(row["m"]),
            f=_endings(row["f"]),
            plural=_endings(row["plural"]),
        )
        for row in table["row"]
    )
