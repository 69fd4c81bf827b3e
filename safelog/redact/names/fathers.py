"""Surnames that are a father's name with an ending, where that name has another form elsewhere.

«Ыбырайымов» is «Ибраимов» or «Ибрагимов» in Russian papers, «Жүнісов» is «Юнусов». The table of
given names knows the names; only Turkic ones change so much within a surname.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from safelog.redact.names.declension import orthographic
from safelog.redact.names.tables import is_given, lines_of

_SURNAME = re.compile(r"(?P<father>.{3,}[^аеёиоуыэюяәөүұі])(?P<ending>[ое]ва?|ұлы|улы|қызы|кызы)")
_TURKIC = re.compile(r"ы.*|.*[әғқңөұүһ].*")
_ON_CONSONANT = re.compile(r"[\u0400-\u052f]+[^аеёиоуыэюяәөүұі]")


def surname_doubles(word: str) -> Iterator[str]:
    """Give what else a surname in orthographic lower case is called, by its father's other names.

    Not by itself certain: «Ибрагимов» has many bearers.
    """
    surname = _SURNAME.fullmatch(word)
    if surname is None or not is_given(surname["father"]):
        return
    for line in lines_of(surname["father"], "m"):
        names = [orthographic(name) for name in line.full]
        if not any(map(_TURKIC.fullmatch, names)):
            continue
        for name in names:
            if name != surname["father"] and _ON_CONSONANT.fullmatch(name):
                yield name + surname["ending"]
