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
_ADJECTIVAL = re.compile(r"(?P<stem>.{2,}?)(?:ий|ый|ой|ій|ая|яя|ое|ее|ые|ие|[аяеі])")
_LINKS = "ое"
"""«Верхн-е-салдинский», «липов-о-плеський»."""
_TWO = 2


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
            _add_adjectives(index, spelling, reading)


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
                if position == len(words) - 1:
                    # «усть-пихтинский»: the whole name with the last word as an adjective.
                    _add_adjectives(index, spelling, reading)
    if entity.kind == "place" and len(words) == _TWO:
        _add_joined_adjectives(index, entity, words)
    for telling in (words, [word for word in words if len(word) > _PREPOSITION_LONGEST]):
        if len(telling) >= _ABBREVIATED_FEWEST:
            short = "".join(word[0] for word in telling)
            index.add_form(short, Reading(entity.id, Role.TITLE, sure=False, trait="abbreviation"))


def _add_adjectives(index: Index, spelling: str, reading: Reading) -> None:
    """Add the adjectives and the people of a place."""
    adjective = reading._replace(trait="adjective", lower=True)
    for stem in place_stems(spelling):
        index.add_stem(stem, endings("place"), _ENDING_LONGEST, adjective)
    index.add_stem(spelling, kazakh.ADJECTIVES, _ENDING_LONGEST, adjective)


def _add_joined_adjectives(index: Index, entity: RegisteredEntity, words: tuple[str, ...]) -> None:
    """Add the adjective that is made of both words of «Липове Плесо»."""
    first = _ADJECTIVAL.fullmatch(words[0])
    if first is None:
        return
    reading = Reading(entity.id, Role.TITLE, sure=True, trait="adjective", lower=True)
    for link in _LINKS:
        for stem in place_stems(words[1]):
            whole = first["stem"] + link + stem
            index.add_stem(whole, endings("place"), _ENDING_LONGEST, reading)
