"""Names that were written so that a search passes them by, inside one chunk of text.

«Лоба🔥нов», «Л*обанов», "l0b4n0v", «Лобааанов», «Kj,fyjd» (the keyboard was not switched),
«Лоб***в», "plobanov_77". Each way of hiding has its own way back; what comes out must be a name of
the register, letter for letter. What only may be one is marked as a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product

from safelog.redact.attention import Stretch
from safelog.redact.names.index import WORD_LONGEST, Index
from safelog.redact.names.reading import Reading, Role

GUESSES = frozenset({"masked", "inside"})
"""Traits of what is never more than a question."""

_CHUNK = re.compile(r"\S+")
_EDGES = ".,!?:;«»„“”\"()[]{}<>'’-–—…"
_MARKS = "#@*_~"
_LETTERS = re.compile(r"[^\W\d_]")
_SIGNS = re.compile(r"[\W_]+")
_PLAIN_SIGNS = re.compile(r"[-.,:;/'’_\u00ad()‐‑–\\]+")
"""Signs that stand in words and between them for honest reasons."""

_TAG = re.compile(r"</?[A-Za-z]{1,10}/?(?:>|\Z)")
"""Of HTML: «Щег<b>лов</b>»."""

_VOWELLESS = re.compile(r"[A-ZА-ЯЁІЇЄҐ](?:[bcdfghjklmnpqrstvwxz]{3,}|[бвгджзйклмнпрстфхцчшщ]{3,})")
"""Consonants alone, as nobody writes a word: «Щглв»."""

_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_LEET_SIGN = re.compile(r"(?=.*[^\W\d_])(?:.*[^\W_][\d@$!|€].*|[\d@$€].*)")
_UMLAUT = re.compile(r"[äöüÄÖÜ]|[aou]\u0308")
_ODD_LETTERS = re.compile(rf"{_STRETCHED.pattern}|{_UMLAUT.pattern}")
_MASK = re.compile(r"(?P<start>[^\W\d_]+)(?:[*•●#_…×]+|\.{2,}|-(?=[^\W\d_]{2}))(?P<end>[^\W\d_]*)")
_ACCOUNT = re.compile(r"(?=.*[A-Za-z])(?=.*[\d_@/])[\x21-\x7e]+")
_LATIN_RUN = re.compile(r"[A-Za-z]+")

SUSPECT = re.compile(
    rf"[^\W_][^\w\s]*[^\w\s.,:;!?\-'’»)][^\w\s]*[^\W_]|[^\W_][\W_]+[^\W_]|{_STRETCHED.pattern}"
    rf"|[^\W\d_]\d|\d[^\W\d_]|{_UMLAUT.pattern}|[^\W\d_](?:[*•●#_×]|\.{{2}})|…[^\W_]"
)
"""What nearly no word has, and every disguise of this module does, but for the keyboard's."""

_SHORTEST = 4
"""Letters of a name that is put together from what is left of it."""
_SURE_SHORTEST = 5
_LEET_LETTERS = 3
_LEET_MOST = 16
_INSIDE_SHORTEST = 5
_MASKED_LETTERS = 3

_LEET = {
    "latin": {
        "0": "o", "1": "il", "2": "z", "3": "e", "4": "a", "5": "s", "6": "bg", "7": "t", "8": "b",
        "9": "g", "@": "a", "$": "s", "!": "i", "|": "il", "€": "e",
    },
    "cyrillic": {
        "0": "о", "1": "іл", "3": "зе", "4": "ча", "5": "сб", "6": "б", "8": "в", "9": "д",
        "@": "а", "$": "с", "!": "и", "|": "л", "€": "е",
    },
}  # fmt: skip

_UMLAUTS = (
    str.maketrans({"ä": "e", "ö": "o", "ü": "u"}),
    str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"}),
    str.maketrans({"ä": "a", "ö": "e", "ü": "yu"}),
)

_SpelledName = tuple[int, int, str, tuple[Reading, ...]]


def disguised_names(text: str, bounds: Stretch, index: Index) -> Iterator[_SpelledName]:
    """Give start, end, letters and readings of the disguised names within `bounds`."""
    for match in _CHUNK.finditer(text, *bounds):
        chunk = match[0]
        if len(chunk) > WORD_LONGEST:
            continue
        for word in dict.fromkeys((chunk.strip(_EDGES + _MARKS), chunk.strip(_EDGES), chunk)):
            letters, readings = undisguise(word, index)
            if readings:
                start = match.start() + chunk.find(word)
                yield start, start + len(word), letters, readings
                break


def might_be_disguised(word: str, index: Index) -> bool:
    """Tell whether a word of letters alone is worth a closer look."""
    return (
        _ODD_LETTERS.search(word) is not None
        or index.typed_by_mistake(word) != ""
        or _VOWELLESS.fullmatch(word) is not None
    )


def undisguise(word: str, index: Index) -> tuple[str, tuple[Reading, ...]]:
    """Return the letters of a disguised name and its readings, or nothing."""
    for letters, trait, sure in _candidates(word, index):
        readings = tuple(
            reading._replace(sure=reading.sure and sure, trait=trait or reading.trait)
            for reading in index.spells(letters)
            if reading.trait not in {"other_sex", "abbreviation"}
            and reading.role not in {Role.PARTICLE, Role.PHRASE}
        )
        if readings:
            return letters, readings
    if _VOWELLESS.fullmatch(word):
        readings = index.without_vowels(word)
        return (word, tuple(r._replace(trait="masked") for r in readings)) if readings else ("", ())
    if SUSPECT.search(word):
        for letters, readings in (_masked(word, index), _inside(word, index)):
            if readings:
                return letters, readings
    return "", ()


def _candidates(word: str, index: Index) -> Iterator[tuple[str, str, bool]]:
    """Give what a word may be without its disguise, how it was hidden, and whether that is sure."""
    typed = index.typed_by_mistake(word)
    if typed:
        yield typed, "layout", len(typed) >= _SURE_SHORTEST
    if not SUSPECT.search(word):
        return
    if _TAG.search(word):
        yield _TAG.sub("", word), "spacing", True
    if _STRETCHED.search(word):
        for times in (r"\1", r"\1\1"):
            yield _STRETCHED.sub(times, word), "", True
    if _UMLAUT.search(word):
        lower = word.lower().replace("a\u0308", "ä").replace("o\u0308", "ö").replace("u\u0308", "ü")
        for table in _UMLAUTS:
            yield word[0] + lower.translate(table)[1:], "transliteration", True
    yield from _pulled_apart(word, index)
    yield from _leet(word)


def _pulled_apart(word: str, index: Index) -> Iterator[tuple[str, str, bool]]:
    """Give a word without the signs in it, unless they stand between names."""
    parts = [part for part in _SIGNS.split(word) if part]
    squeezed = "".join(parts)
    if len(parts) < 2 or len(squeezed) < _SHORTEST or not squeezed.isalpha():  # noqa: PLR2004 (one is no hole)
        return
    if not any(index.spells(part) for part in parts):
        yield squeezed, "spacing", _SIGNS.search(_PLAIN_SIGNS.sub("", word)) is not None


def _leet(word: str) -> Iterator[tuple[str, str, bool]]:
    """Give what a word says if digits and signs are read as the letters they look like."""
    if len(_LETTERS.findall(word)) < _LEET_LETTERS or not _LEET_SIGN.fullmatch(word):
        return
    table = _LEET["latin" if _LATIN_RUN.search(word) else "cyrillic"]
    choices = [table.get(letter, letter) for letter in word.lower()]
    for letters in islice(map("".join, product(*choices)), _LEET_MOST):
        if letters.isalpha():
            yield letters, "leet", len(letters) >= _SURE_SHORTEST


def _masked(word: str, index: Index) -> tuple[str, tuple[Reading, ...]]:
    """Read «Лоб***в» and «В-ская»: the ends of a name are there, and its middle is not."""
    match = _MASK.fullmatch(word)
    if match is None or not match["start"][0].isupper():
        return "", ()
    start, end = match["start"], match["end"]
    if len(start) + len(end) < _MASKED_LETTERS:
        return "", ()
    readings = index.between(start, end)
    return word, tuple(reading._replace(sure=False, trait="masked") for reading in readings)


def _inside(word: str, index: Index) -> tuple[str, tuple[Reading, ...]]:
    """Read "plobanov_77" and "superlobanov@…": a surname inside what is no word."""
    if not _ACCOUNT.fullmatch(word):
        return "", ()
    for run in _LATIN_RUN.findall(word):
        for reading in index.inside(run.lower(), _INSIDE_SHORTEST):
            return word, (reading._replace(sure=False, trait="inside"),)
    return "", ()
