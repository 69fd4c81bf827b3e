"""Whether two words may be one name in two spellings, further apart than any rule leads.

Used only beside a part of the name that was found: «Бекзат Ибраимов» is Бекзат Ыбырайымов, because
nobody else of that given name has so like a surname. By itself such a likeness says nothing.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from safelog.redact.fold import fold_word
from safelog.redact.names import surroundings
from safelog.redact.names.lattice import plain_spelling
from safelog.redact.names.lexicon import has_always_capital, is_common
from safelog.redact.names.mentions import Mention
from safelog.redact.names.persons import FullName
from safelog.redact.names.reading import Role
from safelog.redact.names.spelling import as_cyrillic, is_mixed, key
from safelog.redact.names.wordforms import is_latin_word

_ALIKE = 0.5
"""Share of letters in common, from which on two words may be one."""

_HEARD_ALIKE = 0.7
"""The same for their consonants, and for words in small letters."""

_SHORTEST = 3
_LONGEST = 32
"""Letters; comparing costs their product."""

_VOWELS = re.compile("[aeiouyаеиоуюя]")


def with_other_part(text: str, mention: Mention, names: list[FullName]) -> tuple[int, int]:
    """Return the bounds of a mention with a word beside it that is like the missing part.

    Half a name that is hidden beside its other half hides nothing.
    """
    start, end = mention.start, mention.end
    if not names or (mention.has(Role.SURNAME) and mention.has(Role.GIVEN)):
        return start, end
    small = mention.words[0].raw[0].islower()
    following = surroundings.next_word(text, end) if text[end : end + 1].isspace() else ""
    if _may_be_part(following, small=small) and _is_any(following, mention, names):
        return start, text.index(following, end) + len(following)
    preceding = surroundings.word_before(text, start) if text[start - 1 : start].isspace() else ""
    if _may_be_part(preceding, small=small) and _is_any(preceding, mention, names):
        return text.rindex(preceding, 0, start), end
    return start, end


def _may_be_part(word: str, *, small: bool) -> bool:
    return (
        _SHORTEST <= len(word) <= _LONGEST
        and (small or word[0].isupper())
        and not has_always_capital(word)
    )


def _is_any(word: str, mention: Mention, names: list[FullName]) -> bool:
    """Tell whether a word is like a part of one of some names that a mention does not have."""
    folded = fold_word(word)
    plain = key(as_cyrillic(folded) if is_mixed(folded) else folded)
    small = mention.words[0].raw[0].islower()
    wanted: dict[str, set[str]] = {}
    for name in names:
        if not mention.has(Role.SURNAME):
            wanted |= {surname: {surname[:1]} for surname in name.surnames}
        if not mention.has(Role.GIVEN):
            wanted |= {given: {given[:1], *name.given} for given in name.given_names}
    return any(
        is_like(plain, name, small=small)
        for name, firsts in wanted.items()
        # What is short is like too much; a common word has a reason of its own to stand there.
        if plain[:1] in firsts or (min(len(plain), len(name)) > _SHORTEST and not is_common(word))
    )


@lru_cache(maxsize=16384)
def is_like(plain: str, name: str, *, small: bool = False) -> bool:
    """Tell whether two words, as keys, may be one name in two spellings; small letters say less."""
    return any(
        _in_common(one, other) >= (_HEARD_ALIKE if small else _ALIKE)
        or (not small and _in_common(_consonants(one), _consonants(other)) >= _HEARD_ALIKE)
        for one, other in zip(_both_alphabets(plain), _both_alphabets(name), strict=True)
        if one and other
    )


def _consonants(word: str) -> str:
    return _VOWELS.sub("", word)


def _in_common(one: str, other: str) -> float:
    return SequenceMatcher(None, one[:_LONGEST], other[:_LONGEST], autojunk=False).ratio()


def _both_alphabets(plain: str) -> tuple[str, str]:
    """Return a key in Cyrillic, empty if it is none, and in Latin letters."""
    latin = is_latin_word(plain)
    return ("" if latin else plain, plain if latin else key(plain_spelling(plain, "latin")))
