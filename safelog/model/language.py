"""Tell in which language the person's words are likely written.

Needed for screen readers and hyphenation, and to know where room for a translation is; no document
claims anything by it. What is not plain is left unsaid: a wrong language reads worse than none.

Each word speaks for the languages that it can belong to: short frequent words, letters that only
some alphabets have, and a few endings. A capitalised word says little by its letters, because a
name keeps them in any language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Literal

import msgspec

Language = Literal["en", "kk", "ru", "uk"]
"""A language that can be told by its words."""

_LETTERS: tuple[tuple[frozenset[str], Mapping[Language, int]], ...] = (
    (frozenset("әғқңөұүһ"), {"kk": 2}),
    (frozenset("їєґ"), {"uk": 2}),
    (frozenset("і"), {"uk": 2, "kk": 1}),
    (frozenset("эъё"), {"ru": 2}),
    (frozenset("ы"), {"ru": 1, "kk": 1}),
)
"""What a letter of a word speaks for, and how loudly; a frequent word speaks as loudly as 2."""

_TELLING = frozenset[str]().union(*(letters for letters, _ in _LETTERS))

_UKRAINIAN = re.compile("[бвмпфрдзнтс]'[яю]|(?<!а)йо|ьо|ськ")
"""An apostrophe and soft stems, which speak for it as an ending does."""

_ENDINGS: tuple[tuple[Language, tuple[str, ...]], ...] = (
    ("uk", ("ння", "лася", "лося", "ють", "ються", "ав", "ив", "ув")),
    (
        "ru",
        (
            *("ая", "яя", "ое", "ие", "ия", "ию", "ии", "ешь", "ет", "ит", "ют"),
            *("ал", "ел", "ил", "ул", "ял", "ский", "ском", "ской"),
            *("аяся", "яяся", "оеся", "иеся", "ияся", "июся", "иися", "ешься", "ется", "ится"),
            *("ются", "ался", "елся", "ился", "улся", "ялся"),
        ),
    ),
    (
        "kk",
        (
            *("ып", "дым", "тым", "ады", "еди", "йды", "йди", "лар", "лер"),
            *("лары", "лари", "леры", "лери", "дары", "дари", "деры", "дери"),
            *("тары", "тари", "теры", "тери", "ымыз", "имиз", "ында", "инде"),
        ),
    ),
)
"""For words without a letter of their own."""

_WITHOUT_I = 40
"""In so many letters of Ukrainian or Kazakh there is nearly always one that Russian lacks."""

_ENGLISH_SAYS_SO = 5
"""In so many words of English there is nearly always a frequent one."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_APOSTROPHE = re.compile("[\u2018\u2019\u02bc`\u00b4]")
_CYRILLIC = re.compile("[\u0400-\u052f]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]+")
_NOT_RUSSIAN = re.compile("[іїєґәғқңөұүһІЇЄҐӘҒҚҢӨҰҮҺ]")


def likely_language(text: str) -> Language | Literal[""]:
    """Return the language that most of the words speak for; empty if none does, or two do."""
    words, frequent = _words(text), _frequent()
    shouted = not any(word.islower() for word in words)
    loudness: dict[Language, int] = {"en": 0, "kk": 0, "ru": 0, "uk": 0}
    for word in words:
        small = word.casefold()
        for each in frequent.get(small, ()):
            loudness[each] += 2
        for each, volume in _by_letters(small).items():
            # Half, for what may be a name; a whole text in capitals names nobody by them.
            loudness[each] += volume if shouted or word.islower() else volume // 2
    if not _NOT_RUSSIAN.search(text):
        loudness["ru"] += _count(_CYRILLIC, text) // _WITHOUT_I
    loudest = max(loudness.values())
    first, *others = (each for each, volume in loudness.items() if volume == loudest)
    return "" if others else first


def may_be_in(text: str, language: str, *, likely: str) -> bool:
    """Tell whether nothing speaks against a text being in `language`: no word, and no script.

    Args:
        text: the person's words.
        language: the code of one.
        likely: the `likely_language` of the text.
    """
    if likely:
        return likely == language
    if language == "en" and len(_words(text)) >= _ENGLISH_SAYS_SO:
        return False
    own = _count(_LATIN if language == "en" else _CYRILLIC, text)
    return own * 2 >= sum(character.isalpha() for character in text)


def _words(text: str) -> list[str]:
    return _WORD.findall(_APOSTROPHE.sub("'", text))


def _count(letters: re.Pattern[str], text: str) -> int:
    return sum(map(len, letters.findall(text)))


def _by_letters(word: str) -> Mapping[Language, int]:
    told: dict[Language, int] = {}
    if word.isascii():
        return told
    if not _TELLING.isdisjoint(word):
        for letters, spoken_for in _LETTERS:
            if not letters.isdisjoint(word):
                for each, volume in spoken_for.items():
                    told[each] = told.get(each, 0) + volume
    for each, endings in _ENDINGS:
        if word.endswith(endings) or (each == "uk" and _UKRAINIAN.search(word)):
            told[each] = told.get(each, 0) + 1
    return told


# The file never changes while safelog runs, and every text of a document asks for it.
@lru_cache(maxsize=1)
def _frequent() -> Mapping[str, tuple[Language, ...]]:
    """Return the languages of each frequent word."""
    text = (resources.files("safelog.model") / "language.toml").read_text(encoding="utf-8")
    listed = msgspec.toml.decode(text, type=dict[Language, str])
    languages: dict[str, tuple[Language, ...]] = {}
    for language, words in listed.items():
        for word in frozenset(words.split()):
            languages[word] = (*languages.get(word, ()), language)
    return languages
