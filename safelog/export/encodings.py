"""Ways in which words can stand in a byte stream without being readable as text.

Each function turns bytes or text into the texts that could be read out of them. Random bytes read
as text give noise; a text says whether chance could have written its words.
"""

from __future__ import annotations

import base64
import re
import string
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

_ONE_BYTE = ("cp1251", "koi8-u", "cp866", "iso8859-5", "mac-cyrillic")
"""KOI8-U has the letters of KOI8-R and four more."""
_TWO_BYTE = ("utf-16-le", "utf-16-be")
_FOUR_BYTE = ("utf-32-le", "utf-32-be")

_BASE64_RUN = re.compile(rb"[A-Za-z0-9+/_-]{7,}")
_HEX_RUN = re.compile(rb"[0-9A-Fa-f]{10,}")
_URL_ALPHABET = bytes.maketrans(b"-_", b"+/")
_DATA_URI = re.compile(r"[dD][aA][tT][aA]:([^,;\s\"'<>]*)((?:;[^,;\s\"'<>]*)*),([^\s\"'<>)]*)")
_SPACED_HEX = re.compile(
    rb"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{2}){1,4}(?:[\s:-](?:[0-9A-Fa-f]{2}){1,4}){2,}(?![0-9A-Za-z])"
)
"""Digits in groups, as programs print bytes; their rows of numbers are read by `escapes`."""
_NO_DIGIT = re.compile(rb"[^0-9A-Fa-f]")
_OF_RUNS = frozenset(string.ascii_letters + string.digits + "+/_-:" + string.whitespace)
_NO_RUN = bytes(byte if chr(byte) in _OF_RUNS else ord("<") for byte in range(256))
"""Puts a sign in the place of everything that stands neither in a run nor between its lines."""
_SHORTEST_RUN = 7
_WRAP = re.compile(rb"(?<=[A-Za-z0-9+/_-]{60})\s+(?=[A-Za-z0-9+/_-])")
"""Where a program wraps long lines (RFC 2045, 6.8; RFC 7468)."""

SHORTEST_NOISY = 6
"""Least length of words that are read out of what may be noise."""

SHORTEST_CLEAR = 4
"""The same where chance hardly writes words: letters beyond ASCII in UTF-8 or UTF-16."""


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


def from_base64(data: bytes) -> Iterator[bytes]:
    """Decode every run that could be base64, at all four alignments."""
    data = _WRAP.sub(b"", data)
    # The words of a file's own language stand there thousands of times.
    runs = [run.translate(_URL_ALPHABET) for run in dict.fromkeys(_BASE64_RUN.findall(data))]
    for offset in range(4):
        yield b"\n".join(_debase64(run[offset:]) for run in runs)


def from_hex(data: bytes) -> Iterator[Decoded]:
    """Read every run of hexadecimal digits, at both alignments."""
    runs = list(dict.fromkeys(_HEX_RUN.findall(data)))
    for offset in range(2):
        yield from charsets(b"\n".join(_dehex(run[offset:]) for run in runs))
    spaced = (_NO_DIGIT.sub(b"", run) for run in _SPACED_HEX.findall(data))
    yield from charsets(b"\n".join(bytes.fromhex(run.decode()) for run in spaced))


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
