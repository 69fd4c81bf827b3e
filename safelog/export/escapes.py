r"""Take escapes off a text: what programs write in the place of letters that they fear.

A name can be «%D0%A9…» in an address, "&#1065;" in a page, "\u0429" in JSON and in source code,
"\429 " in a style sheet, "=D0=A9" in mail, "\'d9" or "\u1065?" in the text of an older office
program, "xn--…" in the name of a domain, "/uni0429" in a font, or a row of numbers where a program
wrote bytes one by one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from safelog.export.encodings import Decoded, charsets

ESCAPE_DEPTH = 3
"""How often escapes are taken off: an escaped text may have been escaped again."""

_ESCAPING = re.compile(r"%[0-9A-Fa-fu]|[&\\]|=[0-9A-Fa-f\r\n]|U\+|uni[0-9A-F]{4}|xn--")
"""How every escape begins; base64 ends with a sign of equality, and is none."""

_GAP = r"(?:\s(?=\\|\[?U\+))?"
"""A space that divides two escapes, and none of the text."""
_CODE_POINT = re.compile(
    r"[\\%]u([0-9A-Fa-f]{4})|\\[ux]\{([0-9A-Fa-f]{1,6})\}|\\U([0-9A-Fa-f]{8})"
    r"|\\N\{U\+([0-9A-Fa-f]{4,6})\}|\[?U\+([0-9A-Fa-f]{4,5})\]?"
    + _GAP
    + r"|/?uni([0-9A-F]{4})(?:\.[a-z]+)?"
    r"|\\0{0,2}([0-9A-Fa-f]{3,4})(?![0-9A-Fa-f])" + _GAP
)
_STYLED = re.compile(r"\\0{0,3}([0-9A-Fa-f]{2,4})(?![0-9A-Fa-f])\s?")
"""A style sheet ends its escapes with a space (CSS Syntax 3, 4.3.7), also inside a word."""
_DECIMAL = re.compile(r"\\u(-?[0-9]{3,5}) ?\??")
_SOFT_BREAK = re.compile(r"=\r?\n")
_OCTETS = re.compile(
    r"(?:%[0-9A-Fa-f]{2})+|(?:\\x[0-9A-Fa-f]{2})+|(?:=[0-9A-Fa-f]{2})+|(?:\\'[0-9A-Fa-f]{2})+"
    r"|(?:\\[0-3][0-7]{2}(?![0-9A-Fa-f]))+"
)
_OCTET = re.compile(r"(?:%|\\x|=|\\')(..)|\\([0-3][0-7]{2})")
_DOMAIN = re.compile(r"xn--([A-Za-z0-9-]{2,60})")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

_CHARSETS = ("utf-8", "latin-1", "cp1251", "koi8-u", "cp866")
"""What octets are read as; those after the first only where they are no UTF-8."""

_NUMBER = r"(?:0x[0-9A-Fa-f]{1,4}|[0-9]{1,5})"
_NUMBERS = re.compile(rf"(?<![0-9A-Za-z.]){_NUMBER}(?:(?:\s*[,;]\s*|\s+){_NUMBER}){{3,}}(?![0-9.])")
_OF_NUMBERS = re.compile(_NUMBER)
_LONGEST_ROW = 10_000
_OCTET_MOST = 0xFF
_UNIT = 0x10000


def from_escapes(text: str) -> Iterator[str]:
    """Take escapes off a text, as often as they were put on."""
    for _ in range(ESCAPE_DEPTH):
        if not _ESCAPING.search(text):
            return
        plain = _plain(text, _CHARSETS[0])
        readings = [plain]
        if _OCTETS.search(text):
            readings += [_plain(text, charset) for charset in _CHARSETS[1:]]
        if _STYLED.search(text):
            readings.append(_plain(_STYLED.sub(_code_point, text), _CHARSETS[0]))
        if _DECIMAL.search(text):
            readings += [_plain(_DECIMAL.sub(_decimal, text), charset) for charset in _CHARSETS]
        yield from (reading for reading in dict.fromkeys(readings) if reading != text)
        if plain == text:
            return
        text = plain


def from_numbers(text: str) -> Iterator[Decoded]:
    """Read rows of numbers as bytes, and as the numbers of letters."""
    for row in _NUMBERS.findall(text):
        written = _OF_NUMBERS.findall(row[:_LONGEST_ROW])
        numbers = [int(each, 16 if each.startswith("0x") else 10) for each in written]
        if max(numbers) <= _OCTET_MOST:
            yield from charsets(bytes(numbers))
        yield Decoded("".join(map(_character, numbers)), clear=True)


def _plain(text: str, charset: str) -> str:
    """Take one layer of escapes off, and read octets that are no UTF-8 as `charset`."""

    def octets(match: re.Match[str]) -> str:
        pairs = _OCTET.findall(match[0])
        raw = bytes(int(octal, 8) if octal else int(digits, 16) for digits, octal in pairs)
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return raw.decode(charset, "replace")

    plain = _OCTETS.sub(octets, _SOFT_BREAK.sub("", html.unescape(text)))
    plain = _DOMAIN.sub(_domain, _CODE_POINT.sub(_code_point, plain))
    if _SURROGATE.search(plain):
        # Halves of one letter, each escaped by itself.
        return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return plain


def _code_point(match: re.Match[str]) -> str:
    return _character(int(match[match.lastindex or 0], 16))


def _decimal(match: re.Match[str]) -> str:
    """Read the number of a letter in sixteen bits, of which the first may be a sign."""
    return _character(int(match[1]) % _UNIT)


def _character(number: int) -> str:
    try:
        return chr(number)
    except (ValueError, OverflowError):
        return "\ufffd"


def _domain(match: re.Match[str]) -> str:
    try:
        return match[1].encode().decode("punycode")
    except UnicodeError:
        return match[0]
