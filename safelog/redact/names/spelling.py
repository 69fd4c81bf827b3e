"""Comparison keys: what remains of a word when spelling habits are taken away.

The key of a Cyrillic word is the same whether it is written in Russian, Ukrainian or with Kazakh
letters, with or without doubled consonants and soft signs: «Поліна» and «Полина», «Мөлдір» and
«Молдир», «Римма» and «Рима». The key of a Latin word drops doubled consonants alone. A word that
mixes the alphabets has several readings, because somebody meant it to be read and not to be found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_lowercase

_HABITS = str.maketrans(
    {
        **dict.fromkeys("эє", "е"),
        **dict.fromkeys("ыі", "и"),
        **dict.fromkeys("ұү", "у"),
        **dict.fromkeys("ґғ", "г"),
        "қ": "к",
        "ң": "н",
        "ө": "о",
        "һ": "х",
        "ә": "а",
        **dict.fromkeys("ъ'", ""),
    }
)
"""Of folded letters: folding has already made «е» of «ё» and «и» of «й»."""

_HABITUAL = re.compile("[" + "".join(map(chr, _HABITS)) + "]")
"""Most words have none, and translating is slow."""

_SOFT_SIGN = re.compile(r"(?<![сцз])ь|ь(?!к)")

_DOUBLED = re.compile(r"([^\W\daeiouyаеиоуюя])\1+")

_DRAWN_ALIKE = (
    ("a", "а"), ("b", "в"), ("c", "с"), ("e", "е"), ("h", "н"), ("i", "і"), ("j", "ј"), ("k", "к"),
    ("m", "м"), ("n", "п"), ("o", "о"), ("p", "р"), ("r", "г"), ("s", "ѕ"), ("t", "т"), ("u", "и"),
    ("w", "ш"), ("x", "х"), ("y", "у"), ("ɵ", "ө"), ("ə", "ә"), ("ŋ", "ң"), ("ƙ", "қ"), ("ɣ", "ғ"),
)  # fmt: skip
"""Latin letters beside the Cyrillic ones that are drawn like them, in small or capital form."""

_OTHERS = (
    ("α", "а"), ("β", "в"), ("ε", "е"), ("η", "н"), ("ι", "і"), ("κ", "к"), ("μ", "м"), ("ο", "о"),
    ("ρ", "р"), ("τ", "т"), ("υ", "у"), ("χ", "х"), ("օ", "о"), ("ս", "и"), ("ո", "п"), ("հ", "н"),
)  # fmt: skip
"""Greek and Armenian letters drawn like Cyrillic ones."""

_DIGITS = str.maketrans("013468", "оізчбв")

_TO_CYRILLIC = str.maketrans(dict(_DRAWN_ALIKE) | dict(_OTHERS) | {"l": "і"})

_TO_LATIN = str.maketrans(
    {cyrillic: latin for latin, cyrillic in _DRAWN_ALIKE}
    | {other: latin for other, seen in _OTHERS for latin, c in _DRAWN_ALIKE if c == seen}
    | {"ԁ": "d", "ԛ": "q", "ԝ": "w", "ӏ": "l", "һ": "h", "ѵ": "v", "0": "o", "1": "l", "3": "e"}
)

_CYRILLIC_ALPHABET = "абвгдежзийклмнопрстуфхцчшщъыьэюяєії"

HAS_NO_TWIN = re.compile(
    "["
    + "".join(letter for letter in _CYRILLIC_ALPHABET if ord(letter) not in _TO_LATIN)
    + "".join(letter for letter in ascii_lowercase if ord(letter) not in _TO_CYRILLIC)
    + "]"
)
"""A letter that looks like none of the other alphabet: the whole word does not, then."""

_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[a-zɵəŋƙɣþßæœ]")
_INNER_DIGIT = re.compile(r"(?<=[^\W\d_])\d+(?=[^\W\d_])")
_FOREIGN_LOOK = re.compile(r"[\u0370-\u03ff\u0530-\u058f]")


_KEYS = (
    ("qwertyuiop[]asdfghjkl;'zxcvbnm,.`", "йцукенгшщзхъфывапролджэячсмитьбюё"),
    ("s]'", "іїє"),
)

_OTHER_LAYOUT = str.maketrans(
    {other: own for latin, cyrillic in _KEYS for own, other in zip(latin, cyrillic, strict=True)}
    | dict(zip(ascii_lowercase, "фисвуапршолдьтщзйкыегмцчня", strict=True))
)


def mistyped(word: str) -> str:
    """Return what comes out when `word` is typed without switching the keyboard."""
    return word.translate(_OTHER_LAYOUT)


def key(folded: str) -> str:
    """Return the comparison key of a folded word.

    The soft sign of «-ська» stays: without it she would be the Russian town «Загорска».
    """
    return single(letters(folded))


def single(plain: str) -> str:
    """Return letters without doubled consonants."""
    return _DOUBLED.sub(r"\1", plain)


def letters(folded: str) -> str:
    """Return the comparison key of a folded word with its doubled consonants."""
    plain = folded.translate(_HABITS) if _HABITUAL.search(folded) else folded
    return _SOFT_SIGN.sub("", plain) if "ь" in plain else plain


def shared_beginning(words: Sequence[str]) -> str:
    """Return the longest beginning that all of `words` have; there must be at least one."""
    first, last = min(words), max(words)
    size = next((i for i, letter in enumerate(first) if last[i : i + 1] != letter), len(first))
    return first[:size]


def is_latin(folded: str) -> bool:
    """Tell whether a folded word is written in Latin letters alone."""
    return _LATIN.search(folded) is not None and _CYRILLIC.search(folded) is None


def is_mixed(folded: str) -> bool:
    """Tell whether a folded word mixes alphabets, or letters with digits that look like them."""
    if not folded.isascii():
        if _FOREIGN_LOOK.search(folded):
            return True
        if _CYRILLIC.search(folded) and _LATIN.search(folded):
            return True
    return not folded.isalpha() and _INNER_DIGIT.search(folded) is not None


def as_cyrillic(folded: str) -> str:
    """Return the Cyrillic word that a folded word looks like; empty if it looks like none."""
    seen = folded.translate(_DIGITS).translate(_TO_CYRILLIC)
    return "" if _LATIN.search(seen) or _FOREIGN_LOOK.search(seen) else seen


def as_latin(folded: str) -> str:
    """Return the Latin word that a folded word looks like; empty if it looks like none."""
    seen = folded.translate(_TO_LATIN)
    return "" if _CYRILLIC.search(seen) or _FOREIGN_LOOK.search(seen) else seen
