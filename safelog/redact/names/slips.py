"""Slips of the finger: words one letter away from a name.

Two words are one slip apart if one letter was left out, doubled, added, mistaken or swapped with
its neighbour. Both are compared by what remains when any one letter is taken out, so a look-up
costs as many steps as the word has letters. A slip never makes more than a question: «Станюкович»
is a slip away from «Станюкевич», and another man.
"""

from __future__ import annotations

from collections.abc import Iterator

from safelog.redact.names.reading import Reading
from safelog.redact.names.spelling import shared_beginning

SHORTEST = 5
"""In letters; shorter words have too many honest neighbours."""

_MISTAKEN_SHORTEST = 6
"""Letters of a word in which a mistaken letter is more likely than another name."""

_ENDING = 2

_HEARD_ALIKE = frozenset(("шщ", "оа", "еи", "дт", "бп", "вф", "гк", "зс", "жш", "гх"))
"""First letters that are mistaken for each other; by others, names differ."""

_VOWELS_HEARD_ALIKE = frozenset(("оа", "еи"))
_ENDS_NO_CASE = frozenset("бгджзклнпрстфцчшщ")
_LATIN_VOWELS = frozenset("aeiou")

_HEARD_AS = {
    "щ": "ш",
    "ж": "ш",
    "а": "о",
    "и": "е",
    "т": "д",
    "п": "б",
    "ф": "в",
    "к": "г",
    "х": "г",
    "с": "з",
}
"""One letter for all that are mistaken for each other, and for their own mistakes."""


class Slips:
    """Forms that are also found with one slip in them."""

    def __init__(self) -> None:
        """Start empty."""
        self._remains: dict[str, list[str]] = {}
        """Forms by what remains of them."""
        self._readings: dict[str, dict[Reading, None]] = {}
        self._outlines: set[tuple[str, str, int]] = set()
        """First letter as it is heard, last letter and length: most words of a text fit none."""

    def add(self, form: str, reading: Reading) -> None:
        """Add the letters of a form."""
        if len(form) >= SHORTEST:
            if form not in self._readings:
                self._put(form)
            self._readings[form][reading._replace(sure=False, trait="typo")] = None

    def _put(self, form: str) -> None:
        self._readings[form] = {}
        for size in (-1, 0, 1):
            self._outlines.add(_outline(form, len(form) + size))
        for rest in _remains(form):
            self._remains.setdefault(rest, []).append(form)

    def read(self, word: str) -> Iterator[Reading]:
        """Give the readings of the forms one slip away from the letters of a word."""
        if len(word) < SHORTEST - 1 or _outline(word, len(word)) not in self._outlines:
            return
        for form in dict.fromkeys(
            f for rest in _remains(word) for f in self._remains.get(rest, ())
        ):
            if _is_slip(form, word):
                yield from self._readings[form]


def _outline(word: str, size: int) -> tuple[str, str, int]:
    return _HEARD_AS.get(word[0], word[0]), word[-1], size


def _remains(word: str) -> dict[str, None]:
    """Return the word and what remains of it without any one letter, in a fixed order."""
    return dict.fromkeys((word, *(word[:i] + word[i + 1 :] for i in range(len(word)))))


def _sounds_alike(one: str, other: str, last: str) -> bool:
    """Tell whether two consonants are mistaken for each other, or two vowels of a Latin word.

    Vowels of a Cyrillic word are, before a consonant with which no case ending has either.
    """
    if one in _LATIN_VOWELS and other in _LATIN_VOWELS:
        return True
    if {one + other, other + one} & _VOWELS_HEARD_ALIKE:
        return last in _ENDS_NO_CASE
    return not {one + other, other + one}.isdisjoint(_HEARD_ALIKE - _VOWELS_HEARD_ALIKE)


def _is_slip(form: str, word: str) -> bool:
    """Tell whether `word` is `form` with one slip that no case ending explains.

    The first letter must stay or sound alike: names that differ there are different names. So must
    the last two where a letter was mistaken, and the last where one is missing or too many: what
    differs there is another case, or another name. Before the last letter a consonant may be
    mistaken for one that sounds like it: no case ending does that.
    """
    start = len(shared_beginning((form, word)))
    one, other = form[start:], word[start:]
    if not one or not other or form[-1] != word[-1]:
        return False
    if not start and {one[0] + other[0], other[0] + one[0]}.isdisjoint(_HEARD_ALIKE):
        return False
    if len(one) == len(other):
        mistaken = one[1:] == other[1:] and len(form) >= _MISTAKEN_SHORTEST
        mistaken &= len(one) > _ENDING or _sounds_alike(one[0], other[0], one[-1])
        return mistaken or (one[1::-1] == other[:2] and one[2:] == other[2:])
    more, less = (one, other) if len(one) > len(other) else (other, one)
    return start > 0 and more[1:] == less and more[0] != "ь"
