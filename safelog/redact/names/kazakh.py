"""Kazakh suffixes: plural, possession, case, derivation, in their order.

Suffixes are compared in the key's alphabet, in which «қ» is «к» and «ы» and «і» are «и», so vowel
harmony and the assimilation of consonants are taken in all their variants at once. A name that was
matched this way without a Kazakh letter anywhere near is only a guess.
"""

from __future__ import annotations

import re

_PLURAL = "[лдт][ае]р"
_POSSESSION = "(?:имиз|миз|ин?из|низ|им|м|ин|си|и)"
_AFTER_POSSESSION = "(?:на|не|нда|нде|нан|нен|ндаги|ндеги|н|нин|ни|мен|а|е|га|ге|дай|деи|даи|ша|ше)"
_CASE = (
    "(?:[ндт]ин|[гк][ае]|[ндт]и|[дт][ае]|[дтн][ае]н|[мбп]ен(?:ен)?|[дт][ае]ги|[ндт]ики"
    "|[дт][ае]и|ша|ше|сиз|ши|[мбп]ин|[мбп]из|[мбп]а|[мбп]е)"
)
_DERIVED = "(?:[лдт]ик)"


class Endings:
    """A closed set of endings, too large to be written out."""

    def __init__(self, pattern: str) -> None:
        """Take the endings as a regular expression over the letters of keys."""
        self._pattern = re.compile(pattern)

    def __contains__(self, ending: object) -> bool:
        """Tell whether `ending` is one of them."""
        return isinstance(ending, str) and self._pattern.fullmatch(ending) is not None


SUFFIXES = Endings(
    rf"(?:{_PLURAL})?(?:{_POSSESSION}(?:{_AFTER_POSSESSION}|{_CASE})|{_POSSESSION}"
    rf"|{_CASE}(?:{_PLURAL})?)|{_PLURAL}"
)
"""All chains of suffixes on a name."""

ADJECTIVES = Endings(rf"{_DERIVED}(?:{_PLURAL})?(?:{_POSSESSION})?(?:{_CASE})?")
"""What makes "of that place" of a name, with or without a case."""

RESPECTFUL = Endings(rf"еке[нм]?(?:{_CASE}|а|е)?")
"""What makes a respectful address of a name's first syllable: «Ғалеке», «Ғалекеңе»."""

ENDEARING = Endings(rf"к[ае]н?(?:{_CASE}|а|е)?")
"""The same for two letters: «Мұқаң», «Сәке»."""

LONGEST = 14
"""No chain of suffixes that is in use is longer."""

_LETTERS = re.compile("[әғқңөұүһӘҒҚҢӨҰҮҺ]")

_VOICED = {"п": "б", "к": "г", "қ": "ғ"}


def stems(name: str) -> tuple[str, ...]:
    """Return `name` and what it becomes before a vowel: Қызылтерек, Қызылтерегі."""
    voiced = _VOICED.get(name[-1:])
    return (name, name[:-1] + voiced) if voiced else (name,)


def has_kazakh_letters(text: str) -> bool:
    """Tell whether `text` has a letter that Russian and Ukrainian lack."""
    return _LETTERS.search(text) is not None
