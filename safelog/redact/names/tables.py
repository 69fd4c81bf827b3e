"""Given names and their relatives, as a table.

The table is `data/given_names.toml`. A line is one name in its languages; a word may stand in
several lines («Саша»), and then belongs to all of them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple

from safelog.redact.fold import fold_word
from safelog.redact.names.declension import decline, orthographic
from safelog.redact.names.spelling import key
from safelog.redact.register import Sex


class GivenName(NamedTuple):
    """One line of the table."""

    sex: Literal["m", "f"]
    full: tuple[str, ...]
    short: tuple[str, ...]
    foreign: tuple[str, ...]


def lines_of(word: str, sex: Sex) -> tuple[GivenName, ...]:
    """Return the lines in which `word` is a full name, or else those where it is a pet form."""
    full, short = _index()
    found = full.get(_key(word)) or short.get(_key(word)) or ()
    return tuple(line for line in found if not sex or line.sex == sex)


def is_given(word: str) -> bool:
    """Tell whether `word` is a full given name of the table."""
    return _key(word) in _index()[0]


def is_pet_form(word: str) -> bool:
    """Tell whether `word` is a pet form of the table."""
    return _key(word) in _index()[1]


@cache
def _given_forms() -> frozenset[str]:
    return frozenset(
        _key(form)
        for line in _lines()
        for name in line.full
        for form in decline(orthographic(name), "given", line.sex)
    )


def is_given_form(word: str) -> bool:
    """Tell whether a key is a case form of a full given name."""
    return word in _given_forms()


def _key(word: str) -> str:
    return key(fold_word(word))


_Index = Mapping[str, tuple[GivenName, ...]]


@cache
def _index() -> tuple[_Index, _Index]:
    full: dict[str, tuple[GivenName, ...]] = {}
    short: dict[str, tuple[GivenName, ...]] = {}
    for line in _lines():
        for index, names in ((full, line.full), (short, line.short)):
            for name in dict.fromkeys(map(_key, names)):
                index[name] = (*index.get(name, ()), line)
    return full, short


def _lines() -> Iterator[GivenName]:
    file = resources.files("safelog.redact") / "data" / "given_names.toml"
    table: dict[str, list[str]] = tomllib.loads(file.read_text(encoding="utf-8"))
    for sex in ("m", "f"):
        for line in table[sex]:
            full, short, foreign = ([*map(str.split, line.split("|")), [], []])[:3]
            yield GivenName(sex, tuple(full), tuple(short), tuple(foreign))
