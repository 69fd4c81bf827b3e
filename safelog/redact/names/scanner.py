"""From a text to its words that may be names.

A word here is a whole compound: hyphens and apostrophes join, and so does a hyphen or soft hyphen
at the end of a line. Names that were pulled apart, letter by letter or by a line break, are put
together. What a spelling may be is remembered per spelling, so a long text costs little more than
its distinct words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from safelog.redact.attention import Care, Stretch
from safelog.redact.names.disguised import GUESSES, disguised_names, might_be_disguised
from safelog.redact.names.index import WORD_LONGEST, Index
from safelog.redact.names.reading import Reading, Role
from safelog.redact.names.spaced import care_of_letters, spaced_names
from safelog.redact.tokens import UNSEEN

_APOSTROPHES = "'’ʼ‘`´′＇"
_HYPHENS = "‐‑–-"
_JOINTS = _APOSTROPHES + _HYPHENS
_BREAK = r"[^\S\n]*\r?\n[^\S\n]*"
_COMPOUND = re.compile(
    rf"[^\W_]+(?:(?:[{_JOINTS}](?:(?<=[{_HYPHENS}]){_BREAK})?[{UNSEEN}]*"
    rf"|[{UNSEEN}]+(?:[{_JOINTS}][{UNSEEN}]*|(?<=\u00ad){_BREAK})?)[^\W_]+)*[{UNSEEN}]*"
)
"""A whole compound; each step begins with a character that no letter is, so it is linear."""
_LINE_END = re.compile(rf"[^\W_][{UNSEEN}]*[\u00ad{_HYPHENS}][{UNSEEN}]*\Z")
"""A word that goes on in the next line."""
_SEAM = re.compile(rf"[{_HYPHENS}]\s*|\s*\n\s*")
_BROKEN = re.compile(rf"[\u00ad{_HYPHENS}]?{_BREAK}")
_HALVES = 2
_ENGLISH_POSSESSIVE = re.compile(rf"(?P<name>.{{1,64}})[{_APOSTROPHES}][sS]")
_SUFFIX_APART = re.compile(rf"(?P<name>.{{1,64}})[{_APOSTROPHES}][^\W\d_]{{1,7}}")
_HUMP = re.compile(r"(?<=[a-zа-яёіїєґәғқңөұүһ])(?=[A-ZА-ЯЁІЇЄҐӘҒҚҢӨҰҮҺ])")
_DIGIT_EDGES = re.compile(r"^\d+|\d+$")
_GAP = re.compile(r"[^\S\n]*\n?[^\S\n]*")
_BEGINNINGS = frozenset(
    ["mc", "mac", "o", "d", "fitz", "st", "al", "el", "de", "le", "la", "van", "von", "аль", "эль"]
)
"""What stands before the rest of one surname, with a capital letter on both: "Mc Allister"."""

_BREAK_LONGEST = 3
"""Code points, from which on a gap is more than a line break."""

_SUFFIX_LONGEST = 3
"""Small letters after a hyphen that are an ending: "Ivy-ге"."""

_MEMO_MOST = 200_000
_JOINED_MOST = 16_384


class Found(NamedTuple):
    """A word that may be a name, with its bounds in the text."""

    start: int
    end: int
    raw: str
    readings: tuple[Reading, ...]


class Scanner:
    """Finds the words of texts that the index knows."""

    def __init__(self, index: Index, phrase_lengths: list[int]) -> None:
        """Read words by `index`; a phrase is whole when all its words are there."""
        self._index = index
        self._phrase_lengths = phrase_lengths
        self._memo: dict[str, tuple[Reading, ...]] = {}
        self._is_form = lru_cache(maxsize=_JOINED_MOST)(index.has)
        self._quiet: set[str] = set()
        """Remembered words that are no names and do not begin like one: nearly all of a text."""

    def care(self, chunk: str) -> int:
        """Tell whether names are in a chunk, begin in it, or are spelt in it."""
        if chunk.isalpha() and len(chunk) > 1 and not might_be_disguised(chunk, self._index):
            return self._care_of_word(chunk)
        care = care_of_letters(chunk)
        if any(True for _ in disguised_names(chunk, (0, len(chunk)), self._index)):
            care |= Care.DISGUISE
        if _LINE_END.search(chunk):
            care |= Care.START
        for raw in _COMPOUND.findall(chunk):
            care |= self._care_of_word(raw)
        return care

    def _care_of_word(self, raw: str) -> int:
        if self._memo.get(raw) or self._remember(raw):
            return Care.NAME | Care.START
        return Care.NONE if raw in self._quiet else Care.START

    def scan(
        self,
        text: str,
        stretches: list[Stretch],
        spelt: list[Stretch],
        disguised: list[Stretch],
    ) -> list[Found]:
        """Return the known words of `text` in order; they do not overlap.

        Args:
            text: the whole text; words are judged by what stands around them.
            stretches: where words may be known.
            spelt: where letters stand alone.
            disguised: where chunks may be names in disguise.
        """
        found: list[Found] = []
        for stretch in stretches:
            self._scan(text, stretch, found)
        others = [
            *(Found(*word) for b in spelt for word in spaced_names(text, b, self._index)),
            *(Found(*word) for b in disguised for word in disguised_names(text, b, self._index)),
        ]
        return _merge(found, others) if others else found

    def _scan(self, text: str, stretch: Stretch, found: list[Found]) -> None:
        """Add the known words of one stretch to those found before it."""
        memo, quiet = self._memo, self._quiet
        before: re.Match[str] | None = None
        edge = found[-1].end if found else -_BREAK_LONGEST
        pending = False
        for match in _COMPOUND.finditer(text, *stretch):
            raw = match[0]
            if raw in quiet and not pending:
                continue
            readings = memo.get(raw)
            if readings is None:
                readings = self._remember(raw)
            joined = self._join(text, before, match, known=bool(readings)) if before else None
            if joined is not None:
                found.append(joined)
            elif readings:
                found.append(Found(match.start(), match.end(), raw, readings))
                edge = match.end()
            elif match.start() - edge < _BREAK_LONGEST:
                found[-1] = self._with_ending(text, found[-1], match)
            before = match if not (joined or readings or raw in quiet) else None
            pending = bool(before or readings)

    def _remember(self, raw: str) -> tuple[Reading, ...]:
        if len(self._memo) >= _MEMO_MOST:
            self._memo.clear()
            self._quiet.clear()
        readings = self._memo[raw] = self._read(raw)
        if not readings and not (raw[0].isupper() and self._index.begins(raw)):
            self._quiet.add(raw)
        return readings

    def _read(self, raw: str) -> tuple[Reading, ...]:
        """Return what a compound may be: as one word, without its line break, or by its parts."""
        if raw.isalpha():
            return self._index.read(raw) or self._read_humps(raw)
        parts = _SEAM.split(raw)
        if len(parts) == 1:
            return self._read_piece(raw)
        if len(parts) > _HALVES and "\n" in raw:
            # «Рощи-/на-Вольф»: the line ends inside one half, the other hyphen is the name's own.
            return self._read(_BROKEN.sub("", raw))
        together = self._index.read("".join(parts)) if "\n" in raw else ()
        if any(reading.sure for reading in together):
            return tuple(reading._replace(trait="broken") for reading in together)
        names = [part for part in parts if len(part) > _SUFFIX_LONGEST or part[0].isupper()]
        return self._combine([self._read_piece(part) for part in names])

    def _read_piece(self, raw: str) -> tuple[Reading, ...]:
        english = _ENGLISH_POSSESSIVE.fullmatch(raw)
        readings = () if english else self._index.read(raw)
        if readings:
            return readings
        apart = english or _SUFFIX_APART.fullmatch(raw)
        if apart:
            readings = self._index.read(apart["name"])
            return tuple(reading._replace(trait="possessive") for reading in readings)
        bare = _DIGIT_EDGES.sub("", raw)
        if bare != raw:
            return self._index.read(bare)
        # Digits among humps are no hashtag; chance writes such words into hashes.
        return self._read_humps(raw) if raw.isalpha() else ()

    def _read_humps(self, raw: str) -> tuple[Reading, ...]:
        humps = _HUMP.split(raw)
        return self._combine([self._index.read(hump) for hump in humps]) if len(humps) > 1 else ()

    def _combine(self, parts: list[tuple[Reading, ...]]) -> tuple[Reading, ...]:
        """Return the readings of a compound from those of its parts.

        Two halves of one surname make it whole, and so do all words of a phrase.
        """
        found: dict[tuple[str, Role, int], list[Reading]] = {}
        for part in parts:
            for reading in part:
                found.setdefault((reading.entity_id, reading.role, reading.phrase), []).append(
                    reading
                )
        combined: list[Reading] = []
        for (_, role, phrase), readings in found.items():
            whole = len(readings) > 1
            if role is Role.PHRASE:
                whole = (
                    len({reading.position for reading in readings}) == self._phrase_lengths[phrase]
                )
            best = max(readings, key=lambda reading: (reading.sure, reading.lower))
            if whole and role is Role.PHRASE:
                best = best._replace(role=Role.TITLE, phrase=-1, position=0)
            combined.append(best._replace(sure=True) if whole else best)
        return tuple(combined)

    def _with_ending(self, text: str, word: Found, match: re.Match[str]) -> Found:
        """Put a name and its ending on the next line together: «Щеглов» and «ым»."""
        if text[word.end : match.start()].strip("\r") != "\n" or not match[0][0].islower():
            return word
        owners = {reading.entity_id for reading in word.readings}
        whole = self._index.read(word.raw + match[0])
        if any(r.entity_id in owners and r.trait != "typo" for r in whole):
            return word._replace(end=match.end())
        return word

    def _join(
        self, text: str, before: re.Match[str], match: re.Match[str], *, known: bool
    ) -> Found | None:
        """Put a capitalised beginning of a name and the next word together, if that is a name.

        Only at a line break, or where the second is neither known nor a name by its capital.
        """
        first, second = before[0], match[0]
        gap = _GAP.fullmatch(text, before.end(), match.start())
        if gap is None or len(first) + len(second) > WORD_LONGEST:
            return None
        at_break = "\n" in gap[0]
        begins = first.lower() in _BEGINNINGS
        apart = not begins and second[0].isupper() and not first.isupper()
        apart |= known and not at_break
        if apart or not self._is_form(first + second):
            return None
        readings = tuple(
            reading._replace(sure=reading.sure and at_break, trait="broken")
            for reading in self._index.read(first + second)
        )
        return Found(before.start(), match.end(), first + second, readings)


def _is_guess(word: Found) -> bool:
    return word.readings[0].trait in GUESSES


def _merge(found: list[Found], others: list[Found]) -> list[Found]:
    """Unite both kinds in order; two that overlap become one that covers both."""
    merged: list[Found] = []
    for word in sorted([*found, *others], key=lambda word: (word.start, -word.end)):
        if not merged or word.start >= merged[-1].end:
            merged.append(word)
            continue
        last = merged[-1]
        if _is_guess(last) or _is_guess(word):
            # What is read plainly in an address needs no guess about the rest of it.
            merged[-1] = word if _is_guess(last) else last
            continue
        end = max(last.end, word.end)
        merged[-1] = last._replace(end=end, readings=(*last.readings, *word.readings))
    return merged
