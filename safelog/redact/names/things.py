"""Names of places, organisations and whatever else is called by words."""

from __future__ import annotations

import re

from safelog.redact.names import kazakh
from safelog.redact.names.declension import Role as Grammar
from safelog.redact.names.derivation import endings, place_stems, respelled
from safelog.redact.names.index import Index
from safelog.redact.names.parts import compounds, pieces
from safelog.redact.names.reading import Reading, Role
from safelog.redact.names.wordforms import add_word, is_latin_word
from safelog.redact.register import RegisteredEntity

_QUOTED = re.compile(r"[«„“\"‹]([^«»„“”\"‹›]+)[»”“\"›]")
_ENDING_LONGEST = 16
_ABBREVIATED_FEWEST = 3
_PREPOSITION_LONGEST = 3
"""Letters of the small words that some leave out of an abbreviation."""


def core_words(name: str) -> tuple[str, ...]:
    """Return the words that name a thing: those in quotes, or from the first capital on.

    In «фонд „Рассвет“» the fund is any fund; in "посёлок Крутоярск" the village is any village.
    """
    quoted = _QUOTED.search(name)
    words = compounds(quoted[1]) if quoted else []
    if not words:
        words = compounds(name)
        first = next((i for i, word in enumerate(words) if word[0].isupper()), 0)
        words = words[first:]
    return tuple(piece for word in words for piece in pieces(word))


def add_title(index: Index, entity: RegisteredEntity, word: str) -> None:
    """Add the one-word name of a thing."""
    grammar: Grammar = "place" if entity.kind in {"place", "address"} else "word"
    for spelling in respelled(word, entity.language, place=entity.kind == "place"):
        trait = "base" if spelling == word else "transliteration"
        reading = Reading(entity.id, Role.TITLE, sure=True, trait=trait, common=grammar == "word")
        add_word(index, spelling, grammar, "", reading)
        if grammar == "place" and not is_latin_word(spelling):
            adjective = reading._replace(trait="adjective", lower=True)
            for stem in place_stems(spelling):
                index.add_stem(stem, endings("place"), _ENDING_LONGEST, adjective)
            index.add_stem(spelling, kazakh.ADJECTIVES, _ENDING_LONGEST, adjective)


def add_phrase(index: Index, entity: RegisteredEntity, words: tuple[str, ...], phrase: int) -> None:
    """Add a name of several words, which are found in their order."""
    for position, word in enumerate(words):
        reading = Reading(
            entity.id, Role.PHRASE, sure=False, trait="base", phrase=phrase, position=position
        )
        for spelling in respelled(word, entity.language):
            add_word(index, spelling, "word", "", reading)
            if entity.kind == "place":
                add_word(index, spelling, "place", "", reading)
    for telling in (words, [word for word in words if len(word) > _PREPOSITION_LONGEST]):
        if len(telling) >= _ABBREVIATED_FEWEST:
            short = "".join(word[0] for word in telling)
            index.add_form(short, Reading(entity.id, Role.TITLE, sure=False, trait="abbreviation"))
