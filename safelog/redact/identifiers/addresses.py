"""Street addresses: the street in any case form or alphabet, with its house and flat numbers.

A street's name alone is a common word; with the house number beside it, it is an address. Streets
are compared by a rough key of their sound, which would be too rough for a name: here the numbers
decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from safelog.redact.attention import Care
from safelog.redact.hit import Hit, Tier
from safelog.redact.identifiers.numerals import Numerals
from safelog.redact.identifiers.streets import StreetReader, Token, near
from safelog.redact.identifiers.words import Words
from safelog.redact.register import RegisteredEntity

_LONGEST_ENDING = 4
_SHORTEST_STEM = 3
_BETWEEN = frozenset(["по", "на", "at", "on", "in", "м", "й", "го"])
_ENDING = re.compile(r"(?:[oei]v|[aeiou]+)\Z")
_ENDING_LETTERS = frozenset("aeioumghvn")


class _Address(NamedTuple):
    entity_id: str
    street: tuple[str, ...]
    """Stems of the street's words."""
    numbers: tuple[str, ...]
    """House, then flat if there is one."""


class AddressFinder:
    """Finds registered street addresses."""

    def __init__(self, words: Words, numerals: Numerals) -> None:
        """Start without addresses."""
        self._reader = StreetReader(words, numerals)
        self._first: dict[str, list[_Address]] = {}

    def add(self, entity: RegisteredEntity, address: str) -> None:
        """Look for `address`, if it has a street and a number."""
        tokens = self._reader.tokens(address)
        words, numbers = _parse(address, tokens)
        street = tuple(_stem(token.key) for token in words)
        if street and numbers:
            # Found by the first letters, so that most words of a text cost one look-up.
            rows = self._first.setdefault(street[0][:_SHORTEST_STEM], [])
            rows.append(_Address(entity.id, street, numbers))

    def care(self, chunk: str) -> int:
        """Tell whether a word of `chunk` sounds like the beginning of a street."""
        begun = self._reader.has_beginning(chunk, self._first, _SHORTEST_STEM) and any(
            _fits(token, address.street[0])
            for token in self._reader.tokens(chunk)
            for address in self._first.get(token.key[:_SHORTEST_STEM], ())
        )
        return Care.STREET if begun else Care.NONE

    def find(self, text: str, begin: int, end: int) -> Iterator[Hit]:
        """Find the addresses in `text` from `begin` to `end`; hits may overlap."""
        if not self._first:
            return
        tokens = self._reader.tokens(text, begin, end)
        for index, token in enumerate(tokens):
            for address in self._first.get(token.key[:_SHORTEST_STEM], ()):
                stretch = tokens[index : index + len(address.street)]
                if len(stretch) == len(address.street) and all(map(_fits, stretch, address.street)):
                    yield from self._extend(tokens, index, address)

    def _extend(self, tokens: list[Token], index: int, address: _Address) -> Iterator[Hit]:
        """Grow a hit from the street's words over the words and numbers of the same address."""
        first, last = index, index + len(address.street) - 1
        while near(tokens, last) and tokens[last + 1].role == "street":
            last += 1
        while near(tokens, first - 1) and tokens[first - 1].role == "street":
            first -= 1
        end = _after(tokens, last, address.numbers)
        found = address.numbers.index(tokens[end].text) + 1 if end > last else 0
        begin = _before(tokens, first, address.numbers[found:])
        if end == last and begin < first:
            end = _after(tokens, last, address.numbers[1:])
        numbered = end > last or begin < first
        if end > last and near(tokens, end) and self._reader.stands_after(tokens[end + 1].text):
            end += 1
        if numbered:
            yield Hit(tokens[begin].start, tokens[end].end, address.entity_id, Tier.SURE, "address")
        elif last - first >= len(address.street) and not _has_other_number(tokens, first, address):
            yield Hit(tokens[first].start, tokens[last].end, address.entity_id, Tier.ASK, "address")


def _parse(address: str, tokens: list[Token]) -> tuple[list[Token], tuple[str, ...]]:
    """Return the words of the street and the numbers, the house first.

    The street is the run of words beside the house number: before it ("ул. Мира, д. 4") or, if
    there is none, after it ("flat 3, 14 Bramble Lane").
    """
    numbers = [index for index, token in enumerate(tokens) if token.role == "number"]
    if not numbers:
        return [], ()
    said = [tokens[index].text for index in numbers]
    before = _last_run(address, tokens[: numbers[0]])
    if before:
        return before, tuple(said)
    after = [token for token in tokens[numbers[0] :] if _is_name(token)]
    house = sum(tokens[index].end <= after[0].start for index in numbers) if after else 0
    return after, (*reversed(said[:house]), *said[house:])


def _last_run(address: str, tokens: list[Token]) -> list[Token]:
    """Return the last words without a comma or a town between them."""
    run: list[Token] = []
    for index, token in enumerate(tokens):
        if token.role == "unit":
            continue
        after_comma = address[: token.start].rstrip().endswith(",")
        if after_comma or (index and tokens[index - 1].role == "town"):
            run = []
        if _is_name(token):
            run.append(token)
    return run


def _is_name(token: Token) -> bool:
    return token.role == "word" and len(_stem(token.key)) >= _SHORTEST_STEM


def _fits(token: Token, stem: str) -> bool:
    ending = token.key[len(stem) :]
    return (
        token.key.startswith(stem)
        and len(ending) <= _LONGEST_ENDING
        and _ENDING_LETTERS.issuperset(ending)
    )


def _after(tokens: list[Token], last: int, numbers: tuple[str, ...]) -> int:
    """Return the last token of "д. 12, кв. 47" after a street, or `last` if there is none.

    The house has to be there; of what follows it, some may be left out.
    """
    end, wanted = last, numbers[:1]
    left = list(numbers)
    while left:
        index = end
        while near(tokens, index) and tokens[index + 1].role in {"unit", "street"}:
            index += 1
        if not near(tokens, index) or tokens[index + 1].text not in wanted:
            break
        end = index + 1
        del left[: left.index(tokens[end].text) + 1]
        wanted = tuple(left)
    return end


def _before(tokens: list[Token], first: int, numbers: tuple[str, ...]) -> int:
    """Return the first token of "flat 47, 12" before a street, or `first` if there is none."""
    begin = first
    for number in numbers:
        before = begin - 1
        while near(tokens, before) and _may_stand_between(tokens[before]):
            before -= 1
        if not near(tokens, before) or tokens[before].text != number:
            break
        begin = before
        while near(tokens, begin - 1) and tokens[begin - 1].role == "unit":
            begin -= 1
    return begin


def _has_other_number(tokens: list[Token], first: int, address: _Address) -> bool:
    """Tell whether a number that is not registered stands before a street, as in English."""
    return (
        near(tokens, first - 1)
        and tokens[first - 1].role == "number"
        and tokens[first].text.isascii()
        and tokens[first - 1].text not in address.numbers
    )


def _may_stand_between(token: Token) -> bool:
    """Tell whether a word may stand between a number and its street: «8-м доме по Лесной»."""
    return token.role == "unit" or token.text in _BETWEEN


def _stem(key: str) -> str:
    """Take the ending off; a short word keeps it."""
    stem = _ENDING.sub("", key)
    return stem if len(stem) >= _SHORTEST_STEM else key
