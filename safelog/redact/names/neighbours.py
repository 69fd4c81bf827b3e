"""Words beside a name that change whose it is: landmarks, and surnames of others."""

from __future__ import annotations

import re

from safelog.redact.fold import fold_word
from safelog.redact.names import surroundings
from safelog.redact.names.lexicon import is_common

_LANDMARK = re.compile(
    r"океан|мор[еяюі]|озер|рек[аиеуо]|річ[ко]|улиц|вулиц|площ|проспект|переул|провул|шосс|район"
    r"|област|кра[йяюеєї]|округ|мост|міст|вокзал|станц|набереж|бульвар|тупик|кольц|порт|залив|затока"
    r"|остров|острів|гор[аыуеоі]|хребет|ворот|рынк|рынок|ринк|ринок|парк|сквер|пруд|бассейн"
    r"|көше|даңғыл|аудан|облыс|өзен|көл|теңіз|мұхит|алаң"
)

_SURNAME_LIKE = re.compile(
    r".{2,}(?:[оеё]в|[оеё]ва|[оеё]в[аыуо]\w{0,2}|[иы]н|[иы]н[аыуо]\w{0,2}|ск\w{1,3}|цк\w{1,3}|ськ\w{1,3}|цьк\w{1,3}"
    r"|енко|енк\w{1,3}|ук|юк|ич|вич\w{0,2}|дзе|швили|швілі|ян|янц|ко|ец|ець)"
)


def is_landmark(word: str) -> bool:
    """Tell whether `word` is a thing that is named after people and qualities: «Тихий океан»."""
    return word[:1].islower() and _LANDMARK.match(word) is not None


def names_another_person(text: str, start: int, end: int) -> bool:
    """Tell whether a given name has another's surname or patronymic beside it.

    A capitalised word after it that no rule knows is taken for a surname, unless a sentence could
    begin there; before it only what looks like one.
    """
    following = surroundings.next_word(text, end)
    if _is_capitalised(following) and not following.isupper():
        return True
    preceding = surroundings.word_before(text, start)
    return (
        _is_capitalised(preceding)
        and _SURNAME_LIKE.fullmatch(preceding.lower()) is not None
        and not is_common(fold_word(preceding))
    )


def _is_capitalised(word: str) -> bool:
    return len(word) > 1 and word[0].isupper()
