"""Common words: what a name also means.

«Тихий» is a surname and an adjective, «Поля» a friend and fields. Where a word of the register is
also a word of the language, its capital letter must speak for it, and at the start of a sentence
even that is silent. The lists are data (`data/lexicon_*.toml`): dictionary forms, from which case
forms are derived on demand.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from safelog.redact.fold import fold_word
from safelog.redact.names import kazakh
from safelog.redact.names.declension import decline, orthographic
from safelog.redact.names.spelling import key

_LANGUAGES = ("ru", "uk", "kk", "en")
_VOWELS = frozenset("аеёиоуыэюяєіїәөүұ")
_SHARED = 2
"""Letters that a word and its case forms have in common, unless it is short: «лев» and «льва»."""

_FLEETING_LONGEST = 4
_FLEETING = "еои"
"""Vowels that fall or change, as keys: «лев» and «льва», «лоб» and «лба», «кіт» and «кота»."""


@lru_cache(maxsize=8192)
def is_common(word: str) -> bool:
    """Tell whether a word is a form of a common word. «Тёма» is not «тема»: its letter speaks."""
    written = orthographic(word)
    return _is_common(key(fold_word(written)), written if "ё" in written else "")


@lru_cache(maxsize=8192)
def is_dictionary_form(word: str) -> bool:
    """Tell whether a word is the dictionary form of a common word, or its plural.

    Both open sentences: «Снегирь прилетел», «Снегири прилетели».
    """
    wanted = key(fold_word(word))
    lemmas = _lemmas().get(wanted[:_SHARED], ())
    return any(wanted in _nominatives(lemma) for _, lemma in lemmas)


@cache
def _nominatives(lemma: str) -> frozenset[str]:
    stem = lemma.removesuffix("ь").removesuffix("й")
    plural = {stem + "и"} if stem[-1:] not in _VOWELS else set()
    return frozenset(key(fold_word(form)) for form in {lemma, *plural})


@cache
def _capitalised() -> frozenset[str]:
    lemmas = [lemma for words in _tables("en")["capitalised"].values() for lemma in words.split()]
    return frozenset(key(fold_word(form)) for lemma in lemmas for form in (lemma, lemma + "s"))


def has_always_capital(word: str) -> bool:
    """Tell whether an English word is written with a capital anywhere: «Roman», "May"."""
    return word.isascii() and key(fold_word(word)) in _capitalised()


def _is_common(wanted: str, written: str) -> bool:
    for language, lemma in _lemmas().get(wanted[:_SHARED], ()):
        if wanted in _forms(lemma) and (not written or written in _written(lemma)):
            return True
        if language == "kk" and _is_kazakh_form(lemma, wanted):
            return True
    return False


def _is_kazakh_form(lemma: str, wanted: str) -> bool:
    stem = key(fold_word(lemma))
    ending = wanted[len(stem) :]
    return wanted.startswith(stem) and (ending in kazakh.SUFFIXES or ending in kazakh.ADJECTIVES)


@cache
def _forms(lemma: str) -> frozenset[str]:
    return frozenset(key(fold_word(form)) for form in _written(lemma))


def _written(lemma: str) -> set[str]:
    english = {lemma + "s", lemma + "es", lemma[:-1] + "ies"} if lemma.isascii() else set()
    return {lemma, *decline(lemma, "word", ""), *decline(lemma, "place", ""), *english}


@lru_cache(maxsize=8192)
def is_of(word: str, groups: tuple[str, ...]) -> bool:
    """Tell whether a word is a form of a common word of `groups`: nature, things or others."""
    wanted = key(fold_word(word))
    return any(wanted in _forms(lemma) for lemma in _lemmas_of(wanted[:_SHARED], groups))


@lru_cache(maxsize=1024)
def _lemmas_of(start: str, groups: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        lemma
        for language in _LANGUAGES
        for group in groups
        for lemma in str(_tables(language).get(group, "")).split()
        if start in _beginnings(key(fold_word(lemma)))
    )


def _beginnings(lemma: str) -> set[str]:
    """Return how the forms of a word begin; the vowel of a short one may fall or change."""
    found = {lemma[:_SHARED]}
    if _SHARED < len(lemma) <= _FLEETING_LONGEST and lemma[1] in _FLEETING:
        found |= {lemma[0] + other for other in (lemma[_SHARED], *_FLEETING)}
    return found


@cache
def _tables(language: str) -> Mapping[str, Any]:
    file = resources.files("safelog.redact") / "data" / f"lexicon_{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _lists(language: str) -> Iterator[str]:
    """Give the lists of words of a language, those in tables too."""
    for part in _tables(language).values():
        yield from (part,) if isinstance(part, str) else part.values()


@cache
def _lemmas() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return languages and dictionary forms by the first letters of the forms' keys."""
    lemmas: dict[str, dict[tuple[str, str], None]] = {}
    for language in _LANGUAGES:
        for words in _lists(language):
            for lemma in words.split():
                for start in _beginnings(key(fold_word(lemma))):
                    lemmas.setdefault(start, {})[language, lemma] = None
    return {first: tuple(words) for first, words in lemmas.items()}
