"""Plates, documents, serial numbers: letters and digits in groups, with look-alikes exchanged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from safelog.redact.attention import Care
from safelog.redact.hit import Hit, Tier
from safelog.redact.identifiers.skeleton import Skeleton, skeleton
from safelog.redact.identifiers.words import Words
from safelog.redact.register import RegisteredEntity

_TOKEN = re.compile(r"\d+|[^\W\d_]+|[?*•●×#_…]+")
_HOLE = re.compile(r"[?*•●×#_…]")
_CROSSED_OUT = re.compile(r"(?<=\d)x+(?=\d|[a-z]|\Z)|(?<=[?])x+")
"""Written for figures that were not seen: «В 5xx КЕ»."""

_FEWEST_SEEN = 4
_BUT = "a"
"""The skeleton of «а», which is also the name of a letter: «серия СН, а номер 518207»."""
_GROUP = re.compile(r"[\d?]+|[^\W\d_]+")
_LONGEST_GAP = 4
_MOST_TOKENS = 10
_FEWEST_DIGITS = 6
_FEWEST_PART = 5
_LONGEST_REGION = 3
_SEEN = 3
"""Groups of a plate: letters, digits, letters; or digits, letters and region."""

_HEARD = {"n": "н", "f": "ф", "l": "л", "d": "д", "g": "г", "i": "и", "r": "р", "s": "с", "v": "в"}


class _Match(NamedTuple):
    entity_id: str
    tier: Tier


class CodeFinder:
    """Finds registered codes. A `?` in a code stands for a character that was not seen."""

    def __init__(self, words: Words) -> None:
        """Start without codes."""
        self._words = words
        self._fillers = frozenset(skeleton(word).text for word in words.filler)
        self._whole: dict[str, _Match] = {}
        self._partial: list[tuple[re.Pattern[str], _Match]] = []
        self._by_size: dict[int, list[str]] = {}
        """Whole forms by their length: what has a hole in the text is compared with these."""
        self._longest = 0
        self._heads: set[str] = set()
        """First groups of the codes: most words of a text are none, and cost one look-up."""
        self._any_head = False

    def add(self, entity: RegisteredEntity, code: str) -> None:
        """Look for `code` as the entity's."""
        groups = _TOKEN.findall(skeleton(code).text)
        plain = "".join(groups)
        # The look-alike of р is p, but who reads it out says r.
        spoken = "".join(
            self._words.read_out.get(c, c) for c in code.lower() if c.isalnum() or c == "?"
        )
        self._longest = max(self._longest, len(plain), len(spoken))
        if "?" in plain:
            self._add_partial(plain, _Match(entity.id, Tier.SURE))
            for part in _parts(_GROUP.findall(plain)):
                self._add_partial(part, _Match(entity.id, Tier.ASK))
            self._heads.add(groups[0])
            self._any_head |= "?" in "".join(groups[:2])
            return
        # Who has only Cyrillic letters at hand types Н for N.
        heard = skeleton("".join(_HEARD.get(c, c) for c in plain)).text
        for form in (heard, spoken, plain):
            self._whole[form] = _Match(entity.id, Tier.SURE)
        for form in _parts(groups):
            self._whole.setdefault(form, _Match(entity.id, Tier.ASK))
        self._by_size = {}
        for form in self._whole:
            self._by_size.setdefault(len(form), []).append(form)
            first = _TOKEN.findall(form)[0]
            # Letters may stand apart: «К Ж 046381».
            self._heads |= {first, first[0] if first.isalpha() else first}
        if plain.isdigit():
            # Digits alone may be cut into other groups than they were registered in.
            self._heads |= {plain[:size] for size in range(2, len(plain))}

    def _add_partial(self, plain: str, match: _Match) -> None:
        """Look for a code of which some signs were not seen; a text may not have seen them too."""
        self._partial.append((re.compile(re.escape(plain).replace(r"\?", r"[\w?]")), match))

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to look for."""
        return not self._whole and not self._partial

    def care(self, folded: str) -> int:
        """Tell whether a code may begin in a chunk, given as its skeleton."""
        if self._any_head:
            return Care.CODE
        begun = any(token in self._heads for token in _TOKEN.findall(folded))
        return Care.CODE if begun else Care.NONE

    def care_of_digits(self, digits: Sequence[str] | None) -> int:
        """Tell whether groups of digits in a chunk stand in a code; None may be any digits."""
        fits = digits is None or self._partial or any(self._holds(group) for group in digits)
        return Care.GROUP if fits and not self.is_empty else Care.NONE

    def _holds(self, group: str) -> bool:
        return any(group in form for form in self._whole)

    def find(self, folded: Skeleton) -> Iterator[Hit]:
        """Find the codes in a text; hits may overlap."""
        if self.is_empty:
            return
        tokens = [(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(folded.text)]
        for first, (start, _, head) in enumerate(tokens):
            if not self._any_head and head not in self._heads:
                continue
            yield from self._begun_at(folded, start, tokens[first : first + _MOST_TOKENS])

    def _begun_at(
        self, folded: Skeleton, start: int, tokens: list[tuple[int, int, str]]
    ) -> Iterator[Hit]:
        """Find the codes that begin with the first of some tokens.

        A sign between groups may stand for what was not seen, or for nothing: «А *583* ВК».
        """
        code, holed, end = "", "", start
        for index, (begin, finish, token) in enumerate(tokens):
            if begin - end > _LONGEST_GAP:
                break
            end = finish
            following = tokens[index + 1][2] if index + 1 < len(tokens) else ""
            filler = token in self._fillers or (token == _BUT and following in self._fillers)
            if code and filler and token not in self._whole:
                continue
            code += "" if _HOLE.match(token) else token
            holed += _HOLE.sub("?", token)
            if len(code) > self._longest:
                break
            match = self._match(code)
            if match is None and holed != code:
                match = self._match(holed)
            if match is not None and _is_whole(folded.text, start, end):
                yield Hit(*folded.span(start, end), match.entity_id, match.tier, "code")

    def _match(self, code: str) -> _Match | None:
        found = self._whole.get(code)
        if found is None:
            found = next((row for pattern, row in self._partial if pattern.fullmatch(code)), None)
        if found is not None:
            return found
        holed = (
            _CROSSED_OUT.sub(lambda crosses: "?" * len(crosses[0]), code) if "x" in code else code
        )
        if "?" not in holed or len(holed) - holed.count("?") < _FEWEST_SEEN:
            return None
        seen = re.compile(re.escape(holed).replace(r"\?", r"\w"))
        fits = next((form for form in self._by_size.get(len(code), ()) if seen.fullmatch(form)), "")
        return self._whole[fits]._replace(tier=Tier.ASK) if fits else None


def _parts(groups: list[str]) -> set[str]:
    """Return the parts of a code that may stand for it.

    Its longest digits; a plate without its region; and what a passer-by remembers of a plate, the
    digits and the letters after them.
    """
    parts = {group for group in groups if group.isdigit() and len(group) >= _FEWEST_DIGITS}
    *plate, region = groups
    if plate and region.isdigit() and len(region) <= _LONGEST_REGION:
        parts |= {"".join(plate), "".join(plate[-2:]), "".join(groups[-_SEEN:])}
    elif len(groups) == _SEEN and [group.isdigit() for group in groups] == [False, True, False]:
        parts |= {"".join(plate), "".join(groups[1:])}
    return {part for part in parts if len(part) >= _FEWEST_PART}


def _is_whole(text: str, start: int, end: int) -> bool:
    """Tell whether no letter or digit touches the stretch."""
    return not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()
