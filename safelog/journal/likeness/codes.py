"""Plates, documents, serial numbers: compared by what their letters look like.

`?` is a character that nobody saw. The region of a plate may be left out, but two regions that are
both written must agree: one number is given out in every region.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from safelog.journal.likeness.clue import NOBODY, Clue, ClueCode, Likeness
from safelog.journal.likeness.gaps import ANY, MORE, Filed, Gapped, agreeing
from safelog.journal.likeness.postings import Postings
from safelog.model.entity import EntityKind
from safelog.model.ids import EntityId
from safelog.redact.identifiers.shape import codes_in
from safelog.redact.identifiers.skeleton import skeleton
from safelog.redact.identifiers.words import Words

FEWEST_KNOWN = 4
"""Characters that must agree in a code with gaps."""
_FEWEST_IN_PLATE = 3
_FEWEST_PART = 5
"""Characters of a part of a plate that may stand for the whole."""

_UNSEEN = str.maketrans(dict.fromkeys("*•·●_#", "?"))
_BEGUN = re.compile(r"(?:…|\.{3})\s*$")
_TORN = re.compile(r"^\s*(?:…|\.{3})")
_GROUP = re.compile(r"\d+|[^\W\d_]+|\?+")
_TOKEN = re.compile(r"[^\W_?]*\?*[^\W_?]+(?:\?+[^\W_?]*)*|\?+")
_GAP_LONGEST = 2
_LETTERS_MOST = 3
"""Letters of the longest group without a digit; longer ones are words."""
_TOKENS_MOST = 6
_LABEL = re.compile(r"^(?:sn|s/?n|imei|no|nr|№)\W+", re.IGNORECASE)
"""What is printed before a serial number."""
_SIGNS_MOST = 24

_REGIONAL = re.compile(
    r"(?P<a>[^\W\d_]|\?)(?:[\d?]{3})(?:[^\W\d_]|\?){2}(?P<ru>[\d?]{2,3})?"  # Russia: A 123 BC 77
    r"|[\d?]{3}(?:[^\W\d_]|\?){2,3}(?P<kz>[\d?]{2})?"  # Kazakhstan: 123 ABC 02
    r"|[\d?]{4}(?:[^\W\d_]|\?){2}(?P<by>[\d?])?"  # Belarus: 1234 AB-7
    r"|(?:[^\W\d_]|\?){2}[\d?]{4}(?:[^\W\d_]|\?){2}"  # Ukraine, without one: AB 1234 CD
)
"""Plates, and the region in which most end: ГОСТ Р 50577, СТ РК 986, СТБ 914, ДСТУ 4278."""


class Code(NamedTuple):
    """A code as far as it is known."""

    entity: EntityId
    kind: EntityKind | str
    """Empty in a text, where nobody says what it is a code of."""
    text: str
    """Letters and digits by their look."""
    typed: str
    """The same as they were typed."""
    spoken: str
    """The same as they are read out."""
    plate: str
    """What comes before the region; all of it where there is none."""

    @property
    def is_whole(self) -> bool:
        """Whether every character is known."""
        return ANY not in self.text and MORE not in self.text

    @property
    def region(self) -> str:
        """The region, if one is written."""
        return self.text[len(self.plate) :]


def _plate_in(plain: str) -> str:
    """Return the first plate with gaps in a description; a gap may be a group of its own."""
    if ANY not in plain:
        return ""
    tokens = list(_TOKEN.finditer(plain))
    for first, begin in enumerate(tokens):
        for token in reversed(tokens[first : first + _TOKENS_MOST]):
            written = plain[begin.start() : token.end()]
            if _REGIONAL.fullmatch("".join(_GROUP.findall(skeleton(written).text))):
                return written
    return ""


class CodeReader:
    """Reads codes."""

    def __init__(self, words: Words) -> None:
        """Read letters aloud as `words` says."""
        self._read_out = words.read_out

    def read(self, kind: EntityKind, spelling: str, entity: EntityId) -> Iterator[Code]:
        """Give the codes in a spelling: a description may stand before."""
        plain = spelling.translate(_UNSEEN)
        plate = _plate_in(plain) if kind == "vehicle" else ""
        if plate:
            yield self.code(plate, kind=kind, entity=entity)
            return
        begun, torn = _BEGUN.search(plain) is not None, _TORN.search(plain) is not None
        for written in codes_in(kind, plain):
            bare = _LABEL.sub("", written) if kind == "device" else written
            code = self.code(bare, kind=kind, entity=entity)
            torn_off = MORE * torn + code.text + MORE * (begun and not torn)
            yield code._replace(text=torn_off, plate=torn_off) if begun or torn else code

    def code(self, written: str, *, kind: EntityKind | str, entity: EntityId) -> Code:
        """Make a code of its groups."""
        text = "".join(_GROUP.findall(skeleton(written).text))
        composed = unicodedata.normalize("NFKC", written).casefold()
        typed = "".join(_GROUP.findall(composed))
        spoken = "".join(self._read_out.get(sign, sign) for sign in typed)
        match = _REGIONAL.fullmatch(text) if kind in {"vehicle", ""} else None
        region = next(filter(None, match.groups()[1:]), "") if match else ""
        plate = text[: len(text) - len(region)]
        return Code(entity, kind, text, typed, spoken, plate)


def compare(one: Code, other: Code) -> tuple[Clue, ...]:
    """Return what speaks for two codes being one; nothing if nothing does."""
    if one.kind and other.kind and one.kind != other.kind:
        return ()
    if one.is_whole and other.is_whole:
        return _compare_whole(one, other)
    known = _known_in_both(one, other)
    return (Clue(ClueCode.PARTIAL_CODE, known),) if known >= FEWEST_KNOWN else ()


def _compare_whole(one: Code, other: Code) -> tuple[Clue, ...]:
    if one.text == other.text:
        same = one.typed == other.typed
        return (Clue(ClueCode.SAME_CODE if same else ClueCode.LOOK_ALIKE),)
    if one.plate == other.plate and not (one.region and other.region):
        return (Clue(ClueCode.PLATE_WITHOUT_REGION, len(one.plate)),)
    if one.spoken == other.spoken:
        return (Clue(ClueCode.READ_ALOUD),)
    shorter, longer = sorted((one, other), key=lambda code: len(code.text))
    if "vehicle" in {one.kind, other.kind} and shorter.text in _ends(longer):
        return (Clue(ClueCode.PARTIAL_CODE, len(shorter.text)),)
    return ()


def _ends(code: Code) -> set[str]:
    """Return what a passer-by remembers of a plate: its digits and the letters after them."""
    end = "".join(_GROUP.findall(code.plate)[-2:])
    return {end, end + code.region} if len(end) >= _FEWEST_PART else set()


def _known_in_both(one: Code, other: Code) -> int:
    """Return how many characters agree if the gaps allow both to be one code; else 0.

    Of a plate, some must be in front of the region, which every third car of a town has.
    """
    known, plate = agreeing(one.text, other.text), agreeing(one.plate, other.plate)
    if bool(one.region) != bool(other.region):
        known = max(known, plate)
    return known if plate >= _FEWEST_IN_PLATE or not (one.region or other.region) else 0


class Codes:
    """The codes of a register."""

    def __init__(self, reader: CodeReader) -> None:
        """Start without codes."""
        self._reader = reader
        self._whole: Postings[Code] = Postings()
        """By their text, their plate, as read aloud, and by what is remembered of a plate."""
        self._filed: Filed[Code] = Filed()
        """By each character of text and plate."""
        self._gapped: Gapped[Code] = Gapped()

    def put(self, code: Code) -> None:
        """Add a code."""
        if not code.is_whole:
            for text in {code.text, code.plate}:
                self._gapped.put(text, code)
            return
        for key in _keys(code):
            self._whole.put(key, code)
        for text in {code.text, code.plate}:
            self._filed.put(text, code)

    def drop(self, entity: EntityId) -> None:
        """Take out the codes of an entity."""
        self._whole.drop(entity)
        self._filed.drop(entity)
        self._gapped.drop(entity)

    def like(self, code: Code, said: str = "") -> Iterator[Likeness]:
        """Find the codes that may be `code`."""
        for known in self._near(code):
            if found := compare(code, known):
                yield Likeness(known.entity, found, said)

    def in_text(self, text: str) -> Iterator[Likeness]:
        """Find the codes that stand in a text."""
        folded = skeleton(text.translate(_UNSEEN))
        tokens = list(_TOKEN.finditer(folded.text))
        tried: set[str] = set()
        for first, begin in enumerate(tokens):
            end = begin.start()
            for token in tokens[first : first + _TOKENS_MOST]:
                apart = token.start() - end > _GAP_LONGEST
                if apart or token.end() - begin.start() > _SIGNS_MOST or _is_word(token[0]):
                    break
                end = token.end()
                said = text[folded.origin[begin.start()] : folded.origin[end - 1] + 1]
                if said not in tried:
                    tried.add(said)
                    yield from self._in_stretch(folded.text[begin.start() : end], said)

    def _in_stretch(self, stretch: str, said: str) -> Iterator[Likeness]:
        plain = "".join(_GROUP.findall(stretch))
        known = len(plain) - plain.count("?")
        if known < FEWEST_KNOWN or not any(map(str.isdigit, plain)):
            return
        if "?" in plain:
            # The end of a question is no gap in a plate.
            is_plate = _REGIONAL.fullmatch(plain) is not None and not stretch.endswith(" ?")
            if not is_plate:
                return
        elif not self._whole.get(plain) and not self._gapped_like(plain):
            return
        yield from self.like(
            self._reader.code(said.translate(_UNSEEN), kind="", entity=NOBODY), said
        )

    def _gapped_like(self, plain: str) -> bool:
        """Tell whether a stretch without gaps may fill the gaps of a plate."""
        return bool(self._gapped) and _REGIONAL.fullmatch(plain) is not None

    def _near(self, code: Code) -> Iterator[Code]:
        """Give the codes that are worth comparing; each once or more."""
        for key in _keys(code) if code.is_whole else ():
            yield from self._whole.get(key)
        for text in {code.text, code.plate}:
            yield from self._gapped.near(text)
            if not code.is_whole:
                yield from self._filed.fitting(text)


def _is_word(token: str) -> bool:
    return len(token) > _LETTERS_MOST and token.isalpha()


def _keys(code: Code) -> set[str]:
    parts = _ends(code) if code.kind == "vehicle" else set()
    return {code.text, code.plate, code.spoken} | parts
