"""Ways in which words can stand in a byte stream without being readable as text.

Each function turns bytes or text into the texts that could be read out of them. Random bytes read
as text give noise; a text says whether chance could have written its words.
"""

from __future__ import annotations

import base64
import html
import re
import string
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote, unquote_to_bytes

_ONE_BYTE = ("cp1251", "koi8-u", "cp866", "iso8859-5")
"""KOI8-U has the letters of KOI8-R and four more."""
_TWO_BYTE = ("utf-16-le", "utf-16-be")
_FOUR_BYTE = ("utf-32-le", "utf-32-be")

_BASE64_RUN = re.compile(rb"[A-Za-z0-9+/_-]{7,}")
_HEX_RUN = re.compile(rb"[0-9A-Fa-f]{10,}")
_URL_ALPHABET = bytes.maketrans(b"-_", b"+/")
_DATA_URI = re.compile(r"[dD][aA][tT][aA]:([^,;\s\"'<>]*)((?:;[^,;\s\"'<>]*)*),([^\s\"'<>)]*)")
_SPACED_HEX = re.compile(rb"(?:[0-9A-Fa-f]{2}[ :]){4,}[0-9A-Fa-f]{2}")
_OF_RUNS = frozenset(string.ascii_letters + string.digits + "+/_-:" + string.whitespace)
_NO_RUN = bytes(byte if chr(byte) in _OF_RUNS else ord("<") for byte in range(256))
"""Puts a sign in the place of everything that stands neither in a run nor between its lines."""
_SHORTEST_RUN = 7
_WRAP = re.compile(rb"(?<=[A-Za-z0-9+/_-]{60})\s+(?=[A-Za-z0-9+/_-])")
"""Where a program wraps long lines (RFC 2045, 6.8; RFC 7468)."""

_ESCAPE = re.compile(
    r"\\u([0-9A-Fa-f]{4})|\\u\{([0-9A-Fa-f]{1,5})\}|\[?U\+([0-9A-Fa-f]{4,5})\]?\s?"
    # A style sheet ends its escapes with a space (CSS Syntax 3, 4.3.7).
    r"|\\0{0,2}([0-9A-Fa-f]{3,4})(?![0-9A-Fa-f])\s?"
)
_BYTE_ESCAPES = re.compile(
    r"(?:\\x[0-9A-Fa-f]{2})+|(?:\\[0-3][0-7]{2}(?![0-9A-Fa-f]))+|(?:=[0-9A-F]{2}(?:=\r?\n)?)+"
)
_BYTE_ESCAPE = re.compile(r"\\x(..)|\\([0-3][0-7]{2})|=([0-9A-F]{2})")
_ESCAPING = re.compile(r"[%&\\=]|U\+")

# Letters of UTF-8 that were read as another character set: each becomes two.
_MISREAD_AS = ("cp1252", "latin-1", "cp1251", "koi8-r", "cp866")
_FIRST = bytes((0xC3, 0xC4, 0xC5, 0xD0, 0xD1, 0xD2, 0xD3))
_SECOND = bytes(range(0x80, 0xC0))


def _misread_as(charset: str) -> re.Pattern[str]:
    first, second = (part.decode(charset, "ignore") for part in (_FIRST, _SECOND))
    pair = f"[{re.escape(first)}][{re.escape(second)}]"
    # Written out, the first of them tells the matcher where it need not look.
    return re.compile(f"{pair}(?:{pair})+")


_MISREAD = {charset: _misread_as(charset) for charset in _MISREAD_AS}

SHORTEST_NOISY = 6
"""Least length of words that are read out of what may be noise."""

SHORTEST_CLEAR = 4
"""The same where chance hardly writes words: letters beyond ASCII in UTF-8 or UTF-16."""

ESCAPE_DEPTH = 3
"""How often escapes are taken off: an escaped text may have been escaped again."""


class Decoded(NamedTuple):
    """A text that was read out of bytes."""

    text: str
    clear: bool
    """Whether a letter beyond ASCII took two bytes that belong together, so is hardly chance."""


# Wrongly decoded bytes give letters of every script, one here and one there. Only what could hold a
# name, a number or an address is kept: that bounds a word by what is no letter of ours, and spares
# the matcher the rest.
_LETTER = r"[0-9A-Za-z\u00c0-\u024f\u0400-\u052f]"
_WORTH_READING = re.compile(
    rf"\+?[0-9][0-9 ().-]{{3,}}[0-9]|{_LETTER}{{3,}}(?:[ .,'’@:/_-]+{_LETTER}+)*"
)
_FOUR_BYTE_WORD = re.compile(
    rb"[\x00-\x05]\x00\x00.[\x00-\x05]\x00\x00|\x00\x00[\x00-\x05].\x00\x00[\x00-\x05]", re.DOTALL
)
"""Two letters in UTF-32, its lowest byte first or last: without them there is no word."""
_HIGH = re.compile(rb"[\x80-\xff]{3,}(?:[ .-]+[\x80-\xff]+)*")
"""Bytes of words in a one-byte set, in which Cyrillic letters stand beyond ASCII."""
_CYRILLIC_WORDS = re.compile(r"[\u0400-\u052f]{3,}(?:[ .-]+[\u0400-\u052f]+)*")


def charsets(data: bytes) -> Iterator[Decoded]:
    """Read bytes under every character set that a name could be hidden in."""
    yield in_utf8(data)
    yield from other_charsets(data)


def in_utf8(data: bytes) -> Decoded:
    """Read bytes under the character set that nearly everything is in."""
    return _clear(data, "utf-8")


def other_charsets(data: bytes) -> Iterator[Decoded]:
    """Read bytes under the character sets other than UTF-8."""
    # Latin and Cyrillic letters have a high byte of 00 or 04 in UTF-16.
    if b"\x00" in data or b"\x04" in data:
        for charset in _TWO_BYTE:
            for offset in (0, 1):
                yield _clear(data[offset:], charset)
    if _FOUR_BYTE_WORD.search(data):
        for charset in _FOUR_BYTE:
            for offset in range(4):
                yield _clear(data[offset:], charset)
    if _is_utf8(data):
        # Words of a one-byte set are hardly ever valid UTF-8: each letter would begin another one.
        return
    # ASCII reads there as in UTF-8, where it is searched already.
    high = b"\n".join(_HIGH.findall(data))
    for charset in _ONE_BYTE:
        words = _CYRILLIC_WORDS.findall(high.decode(charset, "replace"))
        yield Decoded("\n".join(word for word in words if len(word) >= SHORTEST_NOISY), clear=False)


def _clear(data: bytes, charset: str) -> Decoded:
    words = dict.fromkeys(_WORTH_READING.findall(data.decode(charset, "replace")))
    long = (w for w in words if len(w) >= (SHORTEST_NOISY if w.isascii() else SHORTEST_CLEAR))
    return Decoded("\n".join(long), clear=True)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def stretches(texts: Iterable[bytes]) -> bytes:
    """Return the stretches of bytes in which base64 or hexadecimal digits could stand, each once.

    Neither can reach over what is cut away here, so all runs of the bytes are runs of the result.
    The markup of a file is the same few stretches, thousands of times.
    """
    found: dict[bytes, None] = {}
    for text in texts:
        found.update(dict.fromkeys(text.translate(_NO_RUN).split(b"<")))
    return b"<".join(stretch for stretch in found if len(stretch) >= _SHORTEST_RUN)


def from_base64(data: bytes) -> Iterator[Decoded]:
    """Read every run that could be base64, at all four alignments."""
    data = _WRAP.sub(b"", data)
    # The words of a file's own language stand there thousands of times.
    runs = [run.translate(_URL_ALPHABET) for run in dict.fromkeys(_BASE64_RUN.findall(data))]
    for offset in range(4):
        decoded = b"\n".join(_debase64(run[offset:]) for run in runs)
        yield from charsets(decoded)


def from_hex(data: bytes) -> Iterator[Decoded]:
    """Read every run of hexadecimal digits, at both alignments."""
    runs = list(dict.fromkeys(_HEX_RUN.findall(data)))
    for offset in range(2):
        yield from charsets(b"\n".join(_dehex(run[offset:]) for run in runs))
    spaced = (run.replace(b":", b" ") for run in _SPACED_HEX.findall(data))
    yield from charsets(b"\n".join(bytes.fromhex(run.decode()) for run in spaced))


def from_escapes(text: str) -> Iterator[str]:
    """Take escapes off a text, as often as they were put on.

    Of addresses (percent signs), HTML, JSON, style sheets, source code and mail.
    """
    for _ in range(ESCAPE_DEPTH):
        if not _ESCAPING.search(text):
            return
        plain = html.unescape(unquote(text, errors="replace"))
        plain = _ESCAPE.sub(_character, _BYTE_ESCAPES.sub(_bytes, plain))
        if plain == text:
            return
        yield plain
        text = plain


def from_misread(text: str) -> Iterator[Decoded]:
    """Read words again whose bytes were once taken for another character set."""
    for charset, pattern in _MISREAD.items():
        if runs := pattern.findall(text):
            yield _clear("\n".join(runs).encode(charset, "replace"), "utf-8")


def from_data_uris(text: str) -> Iterator[tuple[str, bytes]]:
    """Decode every data: URI in a text: its media type, and its bytes."""
    for match in _DATA_URI.finditer(text):
        media_type, parameters, payload = match.groups()
        raw = unquote_to_bytes(payload)
        encoded = "base64" in parameters.lower()
        yield media_type.lower(), base64.b64decode(raw, validate=True) if encoded else raw


def _dehex(run: bytes) -> bytes:
    return bytes.fromhex(run[: len(run) // 2 * 2].decode())


def _debase64(run: bytes) -> bytes:
    whole = run[: len(run) // 4 * 4]
    rest = run[len(whole) :]
    # One character left over holds less than a byte.
    padded = whole + rest + b"=" * (4 - len(rest)) if len(rest) > 1 else whole
    return base64.b64decode(padded)


def _character(match: re.Match[str]) -> str:
    return chr(int(match.group(match.lastindex or 0), 16))


def _bytes(match: re.Match[str]) -> str:
    """Read escaped bytes as the text that they are in UTF-8, or one by one."""
    numbers = (
        int(octal, 8) if octal else int(digits or mailed, 16)
        for digits, octal, mailed in _BYTE_ESCAPE.findall(match.group())
    )
    raw = bytes(numbers)
    return raw.decode("utf-8") if _is_utf8(raw) else raw.decode("latin-1")
