"""A given name with somebody else's surname or father beside it: «Лев Ольский», "Harriet Tilney".

Whoever is registered as Harriet Colfax is not meant where another full name is written out. The
words have to agree as the parts of one name do, and the other surname must not be like the
registered one: a name that is misspelt twice is still that name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from safelog.redact.fold import fold_word
from safelog.redact.names import surroundings
from safelog.redact.names.declension import orthographic
from safelog.redact.names.kazakh import has_kazakh_letters
from safelog.redact.names.lexicon import has_always_capital
from safelog.redact.names.likeness import is_like
from safelog.redact.names.neighbours import is_landmark, is_like_surname
from safelog.redact.names.persons import FullName
from safelog.redact.names.scanner import Found
from safelog.redact.names.spelling import key
from safelog.redact.names.tables import is_given_form, is_pet_form
from safelog.redact.names.wordforms import is_latin_word
from safelog.redact.register import Sex

_SHORTEST = 4
_GAP_LONGEST = 4
_PATRONYMIC = re.compile(
    r"(?P<father>.+?)(?:[оеёі]?в(?:ич|н)|йов(?:ич|н)|[иї]чн|ьич|улы|кызы).{0,3}"
)
_NOMINATIVE = re.compile(r"(?!.+(?:[ое]го|[ое]му|ої|ым|ом|ую|ой|овій|ою|у|ю)\Z).+[^ь]")
_OBLIQUE = re.compile(r".+(?:[аяуюеіи]|ого|его|ому|ему|ой|ою|ей|ею|ої|ій|ым|им|ом|ем|єм)")
_OF_THE_OTHER: Mapping[Sex, re.Pattern[str]] = {
    "m": re.compile(r".+(?:[оеё]ва|[иы]на|ая|яя)"),
    "f": re.compile(r".+(?:[оеёиії]в|[иы]н|[ыиі]й)"),
}


def is_namesake(text: str, word: Found, trait: str, names: Sequence[FullName]) -> bool:
    """Tell whether a given name is followed by what makes it another person's full name.

    Args:
        text: the whole text.
        word: the given name.
        trait: how it was found; "base" is the nominative.
        names: all full names of the person who is registered with it.
    """
    if not text[word.end : word.end + _GAP_LONGEST].lstrip()[:1].isupper():
        return False
    following = surroundings.next_word(text, word.end)
    if len(following) < _SHORTEST or following.isupper():
        return False
    plain = key(fold_word(following))
    father = _PATRONYMIC.fullmatch(plain)
    if father:
        return all(name.patronymic for name in names) and all(
            plain[:1] not in name.patronymic for name in names
        )
    if not all(name.surnames for name in names) or is_given_form(plain) or is_pet_form(following):
        return False
    return (
        _may_be_surname(text, word, following)
        and _agrees(orthographic(following), names[0].sex, nominative=trait == "base")
        and not any(is_like(plain, surname) for name in names for surname in name.surnames)
    )


def _may_be_surname(text: str, word: Found, following: str) -> bool:
    """Tell whether a capitalised word after a given name can be a surname and nothing else."""
    after = surroundings.next_word(text, text.index(following, word.end) + len(following))
    if after[:1].isupper() or is_landmark(after):
        # A heading, where every word has a capital; or a street that somebody gave a name.
        return False
    if is_latin_word(orthographic(following)):
        return not has_always_capital(following)
    if has_kazakh_letters(surroundings.paragraph(text, word.start, word.end)):
        # A Kazakh sentence puts places behind the name: «Шолпан Алматыда тұрады».
        return is_like_surname(following)
    return True


def _agrees(following: str, sex: Sex, *, nominative: bool) -> bool:
    """Tell whether a surname has the case and the gender of the given name before it."""
    if is_latin_word(following):
        return True
    if not nominative:
        return _OBLIQUE.fullmatch(following) is not None
    if sex and _OF_THE_OTHER[sex].fullmatch(following):
        return False
    return _NOMINATIVE.fullmatch(following) is not None
