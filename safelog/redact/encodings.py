r"""Words in an encoding that is made for machines, or for fingers: read them, and look again.

A name in a copied link is «%D0%A9%D0%B5…», in a page that was saved badly "&#1065;", in a program's
output "\u0429", on a sign in Braille. Each is decoded with a map back to what was written, and
every finder looks at what comes out. A hit covers whole units of the encoding, never half of one.
"""

from __future__ import annotations

import base64
import html
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from safelog.redact.attention import Attention, Care, Look, Stretch
from safelog.redact.hit import Hit, Tier

_PERCENT = r"(?:%[0-9A-Fa-f]{2})+"
_QUOTED = r"(?:=[0-9A-F]{2}){2,}"
_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});?"
_ESCAPE = r"\\(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|U[0-9A-Fa-f]{8})"
_PUNYCODE = r"(?<![A-Za-z0-9])xn--[A-Za-z0-9-]{2,60}"
_BRAILLE = "[\u2801-\u283f]"
_BASE64 = r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{12,}={0,2}(?![A-Za-z0-9+/=_-])"

_UNIT = re.compile(
    rf"(?P<percent>{_PERCENT})|(?P<quoted>{_QUOTED})|(?P<entity>{_ENTITY})|(?P<escape>{_ESCAPE})"
    rf"|(?P<punycode>{_PUNYCODE})|(?P<braille>{_BRAILLE})|(?P<plain>.)",
    re.DOTALL,
)
_CODED = re.compile(f"{_PERCENT}|{_QUOTED}|{_ENTITY}|{_ESCAPE}|{_PUNYCODE}|{_BRAILLE}")
_PACKED = re.compile(_BASE64)

_OCTET = 3
"""Characters in which one octet is written."""

_SURROGATES = range(0xD800, 0xE000)

_PACKED_MOST = 4096
"""Characters of one piece of base64 that are unpacked."""

_BRAILLE_CYRILLIC = dict(
    zip("⠁⠃⠺⠛⠙⠑⠡⠚⠵⠊⠯⠅⠇⠍⠝⠕⠏⠗⠎⠞⠥⠋⠓⠉⠟⠱⠭⠷⠮⠾⠪⠳⠫", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", strict=True)
)
_BRAILLE_LATIN = dict(zip("⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵", "abcdefghijklmnopqrstuvwxyz", strict=True))

_BRAILLES = (_BRAILLE_CYRILLIC, _BRAILLE_LATIN)

_SPOILT = "\ufffd"

_Find = Callable[[str], Iterable[Hit]]


class _Letter(NamedTuple):
    """One letter of what a stretch says, and where it was written."""

    letter: str
    start: int
    end: int
    coded: bool


class EncodedFinder:
    """Lets other finders look at what is written in an encoding."""

    def __init__(self, finders: Iterable[_Find]) -> None:
        """Look with `finders` at what was decoded."""
        self._finders = tuple(finders)

    def care(self, chunk: str) -> int:
        """Tell whether `chunk` is encoded, or holds something that is."""
        packed = _PACKED.search(chunk)
        coded = _CODED.search(chunk) is not None or (packed is not None and _unpack(packed[0]))
        return Care.CODED if coded else Care.NONE

    def find(self, text: str) -> Iterator[Hit]:
        """Find encoded names and identifiers, wherever they stand; hits may overlap."""
        return self.find_in(Attention([self.care]).look(text))

    def find_in(self, look: Look) -> Iterator[Hit]:
        """Find encoded names and identifiers in a text that was looked over."""
        return self._find(look.text, look.stretches(Care.CODED))

    def _find(self, text: str, stretches: Iterable[Stretch]) -> Iterator[Hit]:
        for bounds in stretches:
            if _CODED.search(text, *bounds):
                for braille in _BRAILLES:
                    yield from self._find_coded(list(_letters(text, bounds, braille)))
            for packed in _PACKED.finditer(text, *bounds):
                for hit in self._look(_unpack(packed[0])):
                    yield Hit(packed.start(), packed.end(), hit.entity_id, Tier.ASK, "encoded")

    def _find_coded(self, letters: list[_Letter]) -> Iterator[Hit]:
        for hit in self._look("".join(letter.letter for letter in letters)):
            covered = letters[hit.start : hit.end]
            if any(letter.coded for letter in covered):
                yield Hit(covered[0].start, covered[-1].end, hit.entity_id, hit.tier, "encoded")

    def _look(self, text: str) -> Iterator[Hit]:
        return (hit for find in self._finders for hit in find(text)) if text else iter(())


def _letters(text: str, bounds: Stretch, braille: Mapping[str, str]) -> Iterator[_Letter]:
    """Give what a stretch says, letter by letter."""
    for match in _UNIT.finditer(text, *bounds):
        start, end, written = match.start(), match.end(), match[0]
        match match.lastgroup:
            case "percent" | "quoted":
                yield from _octets(written, start)
            case "entity":
                yield from (_Letter(c, start, end, coded=True) for c in html.unescape(written))
            case "escape":
                yield _Letter(_character(written[2:]), start, end, coded=True)
            case "punycode":
                yield from (_Letter(c, start, end, coded=True) for c in _domain(written))
            case "braille":
                yield _Letter(braille.get(written, _SPOILT), start, end, coded=True)
            case _:
                yield _Letter(written, start, end, coded=False)


def _octets(written: str, start: int) -> Iterator[_Letter]:
    """Give the letters of "%D0%A9" and "=D0=A9"; what is no UTF-8 is Windows-1251."""
    octets = bytes.fromhex(written.replace("%", "").replace("=", ""))
    encoding = "utf-8"
    try:
        said = octets.decode(encoding)
    except UnicodeDecodeError:
        encoding = "cp1251"
        said = octets.decode(encoding, errors="replace")
    for letter in said:
        width = _OCTET * len(letter.encode(encoding, errors="replace"))
        yield _Letter(letter, start, start + width, coded=True)
        start += width


def _character(hexadecimal: str) -> str:
    number = int(hexadecimal, 16)
    valid = number < _SURROGATES.start or _SURROGATES.stop <= number <= sys.maxunicode
    return chr(number) if valid else _SPOILT


def _domain(written: str) -> str:
    try:
        return written[len("xn--") :].encode("ascii").decode("punycode")
    except (UnicodeError, OverflowError):
        return written


def _unpack(packed: str) -> str:
    """Return what a piece of base64 says, if that is a text; else nothing."""
    if packed.islower() or packed.isupper() or packed.isdecimal() or len(packed) > _PACKED_MOST:
        return ""
    padded = packed.rstrip("=") + "=" * (-len(packed.rstrip("=")) % 4)
    try:
        said = base64.b64decode(padded, altchars=b"-_" if set("-_") & set(packed) else None)
        text = said.decode("utf-8")
    except ValueError:
        return ""
    return text if text.isprintable() else ""
