"""Take apart what stands in a PDF outside of its streams (ISO 32000-1, 7.2 and 7.3).

Every byte ends up in a string, a name, a comment or a word, whether or not an object refers to it.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import NamedTuple

_APART = re.compile(rb"\((?P<text>)|<(?P<hex>[0-9A-Fa-f\s]*)>|%(?P<comment>[^\r\n]*)")
_NAME = re.compile(rb"/([^\s()<>\[\]{}/%]*)")
_WORD = re.compile(rb"[^\s()<>\[\]{}/%]+|[){}]")
_PAREN = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_UNCOMMON = re.compile(rb"\\(?![nrtbf()]|[0-3][0-7]{2})")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_OCTAL = {b"%03o" % byte: bytes([byte]) for byte in range(256)}
_DIVIDED = frozenset({b"\n", b"\r", b"\r\n"})
_LANGUAGE = re.compile("\x1b[A-Za-z]{2,5}\x1b")
_NUMBER_SIGN = re.compile(rb"#([0-9A-Fa-f]{2})")
_NUMBER = re.compile(rb"[+-]?[0-9]*\.?[0-9]*")
_WORDS = frozenset(
    {b"R", b"obj", b"endobj", b"endstream", b"xref", b"n", b"f", b"trailer", b"startxref"}
    | {b"true", b"false", b"null"}
)
_MARKED = re.compile(rb"<<((?:[^>]|>(?!>))*)>>\s*(?:BDC|DP)\b")


class Syntax(NamedTuple):
    """The pieces of a PDF."""

    strings: tuple[bytes, ...]
    names: frozenset[bytes]
    escaped_names: tuple[bytes, ...]
    """Names that were not written as they read."""
    comments: tuple[bytes, ...]
    words: frozenset[bytes]
    """Words that are no part of the language."""


def scan(data: bytes) -> Syntax:
    """Take apart what stands outside of streams."""
    strings: list[bytes] = []
    comments: list[bytes] = []
    rest: list[bytes] = []
    at = 0
    while match := _APART.search(data, at):
        rest.append(data[at : match.start()])
        at = match.end()
        kind = match.lastgroup
        if kind == "text":
            end = end_of_text(data, at)
            strings.append(unescaped(data[at : end - 1]))
            at = end
        elif kind == "hex":
            digits = re.sub(rb"\s", b"", match["hex"])
            strings.append(bytes.fromhex(digits.decode() + "0" * (len(digits) % 2)))
        else:
            comments.append(match["comment"])
    # Nothing that matters reaches over a space, and most of it stands there a thousand times.
    language = b" ".join(dict.fromkeys(b" ".join((*rest, data[at:])).split()))
    names = set(_NAME.findall(language))
    words = set(_WORD.findall(_NAME.sub(b" ", language)))
    plain = {name: _NUMBER_SIGN.sub(_numbered, name) for name in names}
    return Syntax(
        strings=tuple(strings),
        names=frozenset(plain.values()),
        escaped_names=tuple(read for name, read in plain.items() if read != name),
        comments=tuple(comments),
        words=frozenset(w for w in words - _WORDS if not _NUMBER.fullmatch(w)),
    )


def marked_strings(stream: bytes) -> Iterator[bytes]:
    """Return the strings beside marked content in a page's stream: its other texts (14.6)."""
    for described in _MARKED.findall(stream):
        if b"(" in described or b"<" in described:
            yield from scan(described).strings


def decoded(raw: bytes) -> Iterator[str]:
    """Decode a text string (7.9.2.2), and as UTF-8 where a program forgot to say so."""
    if raw.startswith((b"\xfe\xff", b"\xff\xfe")):
        # Between two escapes stands the code of a language.
        yield _LANGUAGE.sub("", raw.decode("utf-16", "replace"))
        return
    yield raw.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    if not raw.isascii():
        with contextlib.suppress(UnicodeDecodeError):
            yield raw.decode("utf-8")


def unescaped(raw: bytes) -> bytes:
    """Take the escapes off a string (7.3.4.2)."""
    if b"\\" not in raw:
        return raw
    # A row of backslashes begins with one that escapes, so pairs are found by cutting; between them
    # the commonest escape, the first byte of a glyph, is a plain word.
    return b"\\".join(map(_without_escapes, raw.split(b"\\\\")))


def end_of_text(data: bytes, at: int) -> int:
    """Return where a string ends that begins before `at`; parentheses may stand in it, in pairs.

    Raises:
        ValueError: it does not end.
    """
    depth = 1
    while match := _PAREN.search(data, at):
        at = match.end()
        depth += {b"(": 1, b")": -1}.get(match.group(), 0)
        if not depth:
            return at
    raise ValueError


def _without_escapes(raw: bytes) -> bytes:
    raw = raw.replace(b"\\000", b"\0")
    if b"\\" not in raw:
        return raw
    if _UNCOMMON.search(raw):
        return _ESCAPE.sub(_unescaped, raw)
    # These escapes are those of Python's own strings too, but for parentheses.
    raw = raw.replace(b"\\(", b"(").replace(b"\\)", b")")
    return raw.decode("unicode_escape").encode("latin-1")


def _unescaped(match: re.Match[bytes]) -> bytes:
    escaped = match[1]
    known = _OCTAL.get(escaped)
    if known is not None:
        return known
    if escaped.isdigit():
        # Of an octal number above 255 the high bit is left out.
        return bytes([int(escaped, 8) & 0xFF]) if escaped < b"8" else escaped
    return b"" if escaped in _DIVIDED else _ESCAPED.get(escaped, escaped)


def _numbered(match: re.Match[bytes]) -> bytes:
    return bytes.fromhex(match.group(1).decode())
