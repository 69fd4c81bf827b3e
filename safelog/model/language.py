"""Tell in which language the person's words are likely written.

Needed for screen readers and hyphenation, and to know where room for a translation is; no document
claims anything by it. What is not plain is left unsaid: a wrong language reads worse than none.

Each word speaks for the languages that it can belong to: short frequent words, letters that only
some alphabets have, and a few endings. A capitalised word says little by its letters, because a
name keeps them in any language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Literal

import msgspec

Language = Literal["en", "kk", "ru", "uk"]
"""A language that can be told by its words."""

_LETTERS: tuple[tuple[re.Pattern[str], Mapping[Language, int]], ...] = (
    (re.compile("[әғқңөұүһ]"), {"kk": 2}),
    (re.compile("[їєґ]"), {"uk": 2}),
    (re.compile("і"), {"uk": 2, "kk": 1}),
    (re.compile("[эъё]"), {"ru": 2}),
    (re.compile("ы"), {"ru": 1, "kk": 1}),
    # Endings, for words without a letter of their own; an apostrophe and soft stems besides.
    (re.compile("[бвмпфрдзнтс]'[яю]|(?<!а)йо|ьо|ськ|ння$|л[ао]ся$|ють(ся)?$|[аиу]в$"), {"uk": 1}),
    (re.compile("(ая|яя|ое|ие|ия|ию|ии|ешь|ет|ит|ют|[аеиуя]л)(ся)?$|ск(ий|ом|ая|ой)$"), {"ru": 1}),
    (
        re.compile("(ып|дым|тым|ады|еди|йды|йди|л[ае]р|[лдт][ае]р[ыи]|ымыз|имиз|ында|инде)$"),
        {"kk": 1},
    ),
)
"""What the letters of a word speak for, and how loudly; a frequent word speaks as loudly as 2."""

_WITHOUT_I = 40
"""In so many letters of Ukrainian or Kazakh there is nearly always one that Russian lacks."""

_ENGLISH_SAYS_SO = 5
"""In so many words of English there is nearly always a frequent one."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc`\u00b4", "'"))
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_NOT_RUSSIAN = re.compile("[іїєґәғқңөұүһ]", re.IGNORECASE)


def likely_language(text: str) -> Language | Literal[""]:
    """Return the language that most of the words speak for; empty if none does, or two do."""
    words, frequent = _words(text), _frequent()
    shouted = not any(word.islower() for word in words)
    loudness: Counter[Language] = Counter(dict.fromkeys(frequent, 0))
    for word in words:
        small = word.casefold()
        loudness.update({each: 2 * (small in own) for each, own in frequent.items()})
        for each, volume in _by_letters(small).items():
            # Half, for what may be a name; a whole text in capitals names nobody by them.
            loudness[each] += volume if shouted or word.islower() else volume // 2
    if not _NOT_RUSSIAN.search(text):
        loudness["ru"] += len(_CYRILLIC.findall(text)) // _WITHOUT_I
    (first, loudest), (_, second) = loudness.most_common(2)
    return first if loudest > second else ""


def may_be_in(text: str, language: str) -> bool:
    """Tell whether nothing speaks against a text being in `language`: no word, and no script."""
    likely = likely_language(text)
    if likely:
        return likely == language
    if language == "en" and len(_words(text)) >= _ENGLISH_SAYS_SO:
        return False
    own = len((_LATIN if language == "en" else _CYRILLIC).findall(text))
    return own * 2 >= sum(character.isalpha() for character in text)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.translate(_APOSTROPHES))


def _by_letters(word: str) -> Counter[Language]:
    told: Counter[Language] = Counter()
    for letters, spoken_for in _LETTERS:
        if letters.search(word):
            told.update(spoken_for)
    return told


# The file never changes while safelog runs, and every text of a document asks for it.
@lru_cache(maxsize=1)
def _frequent() -> Mapping[Language, frozenset[str]]:
    text = (resources.files("safelog.model") / "language.toml").read_text(encoding="utf-8")
    listed = msgspec.toml.decode(text, type=dict[Language, str])
    return {language: frozenset(words.split()) for language, words in listed.items()}
