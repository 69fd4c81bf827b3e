"""The text that WhatsApp exports, of Android and of iPhones, in any language of the telephone.

Nobody published the form. A message begins with a date and a time as the telephone shows them and
goes on over as many lines as it has; nothing is escaped, so a line of a message that begins like
that is read as a new one. Dates follow the telephone's language: the order of day and month, two or
four digits, 12 or 24 hours, U+202F before the half of the day. Neither the zone nor the name of
whoever exported is in the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources

import msgspec

from safelog.errors import ImportFormatError
from safelog.journal.imports.rows import Fact, LeftOut, Row, Sender, Sheet
from safelog.journal.imports.stamps import Written, read_written

FILE_BYTES_LIMIT = 512 << 20
"""Largest text that is read."""
NAME_LIMIT = 100
"""Longest name of a sender; what is longer before a colon belongs to a sentence."""

_DATE = r"[0-9]{1,4}[./-]\s?[0-9]{1,2}[./-]\s?[0-9]{1,4}\.?"
_TIME = r"[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})?(?:\s?(?:[AaPp]\.?\s?[Mm]\.?|[дпДП][пП]))?"
_IPHONE = re.compile(rf"\[({_DATE}),?\s({_TIME})\] (.*)", re.DOTALL)
_ANDROID = re.compile(rf"({_DATE}),?\s({_TIME}) [-\u2013] (.*)", re.DOTALL)
_LEFT_TO_RIGHT = "\u200e"
"""On iPhones, what WhatsApp itself says in the name of a sender begins with this mark."""
_MARKS = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Marks of direction, which WhatsApp puts around names and its own sentences."""
_UNSAVED = re.compile(r"~\s*")
"""Stands before the name that a number outside of the contacts gives itself."""
_FILE_ANDROID = re.compile(r"([^\n]{1,255}\.[^\s.()]{1,10}) \(([^()\n]{1,40})\)")
_FILE_IPHONE = re.compile(r"<([^:<>\n]{1,40}): ([^<>\n]{1,255})>")


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    placeholders: tuple[str, ...]
    notices: tuple[str, ...]
    attached: tuple[str, ...]


@dataclass(slots=True)
class _Begun:
    """A message that may go on in the next line."""

    line: int
    stamp: Written
    by_iphone: bool
    body: list[str]


@lru_cache(maxsize=1)
def _data() -> _Data:
    text = (resources.files("safelog.journal.imports") / "whatsapp.toml").read_bytes()
    return msgspec.toml.decode(text, type=_Data)


def looks_like_whatsapp(untrusted_begin: bytes) -> bool:
    """Tell whether a file begins with a date and a time as WhatsApp writes them."""
    text = untrusted_begin[:400].decode("utf-8", "ignore")
    return _begin(text.split("\n", 1)[0].rstrip("\r"), 1) is not None


def read_whatsapp(untrusted_text: bytes, *, name: str, has_file: Callable[[str], bool]) -> Sheet:
    """Read one chat.

    Args:
        untrusted_text: of the `.txt` file.
        name: of the chat, from the name of the file.
        has_file: tells whether a file of that name came with the chat.

    Raises:
        ImportFormatError: it is no such text; with the number of the line.
    """
    if len(untrusted_text) > FILE_BYTES_LIMIT:
        raise ImportFormatError(reason="too_large", limit=FILE_BYTES_LIMIT)
    left_out = LeftOut()
    rows = (_row(begun, left_out, has_file) for begun in _messages(untrusted_text))
    return Sheet(
        format="whatsapp",
        place="line",
        name=name,
        rows=tuple(row for row in rows if row is not None),
        left_out=left_out,
    )


def _messages(untrusted_text: bytes) -> Iterator[_Begun]:
    begun: _Begun | None = None
    for number, raw in enumerate(untrusted_text.split(b"\n"), start=1):
        try:
            # Only at this one place: a word may hold U+2028 and others that `splitlines` takes.
            line = raw.removesuffix(b"\r").decode("utf-8")
        except UnicodeDecodeError:
            raise ImportFormatError(reason="encoding", line=number) from None
        begin = _begin(line, number)
        if begin is not None:
            if begun is not None:
                yield begun
            begun = begin
        elif begun is not None:
            begun.body.append(line)
        elif line.strip():
            raise ImportFormatError(reason="no_chat", line=number)
    if begun is None:
        raise ImportFormatError(reason="no_chat")
    if begun.body[-1] == "":
        # The end of the last line, not a line of the message.
        begun.body.pop()
    yield begun


def _begin(line: str, number: int) -> _Begun | None:
    """Return the message that a line begins, if it does."""
    plain = _MARKS.sub("", line[:8]) + line[8:]
    for form in (_IPHONE, _ANDROID):
        found = form.fullmatch(plain)
        stamp = read_written(found[1], found[2]) if found is not None else None
        if found is not None and stamp is not None:
            stamp = replace(stamp, said=plain[found.start(1) : found.end(2)])
            return _Begun(number, stamp, form is _IPHONE, [found[3]])
    return None


def _row(begun: _Begun, left_out: LeftOut, has_file: Callable[[str], bool]) -> Row | None:
    text = "\n".join(begun.body)
    shown, colon, words = text.partition(": ")
    if not colon and begun.body[0].endswith(":"):
        # An empty first line: its blank was cut off on the way.
        shown, colon, words = text.partition(":")
        words = words.removeprefix("\n")
    name = _UNSAVED.sub("", _MARKS.sub("", shown), count=1).strip()
    if not colon or "\n" in shown or not 0 < len(name) <= NAME_LIMIT or _is_notice(words):
        left_out.add("system", begun.line)
        return None
    told, media, facts = _told(words, has_file)
    if told == words and begun.by_iphone and words.startswith(_LEFT_TO_RIGHT):
        told, facts = "", (("", _MARKS.sub("", words).strip()),)
    return Row(
        place=begun.line,
        stamp=begun.stamp,
        sender=Sender(name, name),
        words=told,
        facts=facts,
        media=media,
    )


def _told(
    text: str, has_file: Callable[[str], bool]
) -> tuple[str, tuple[str, ...], tuple[Fact, ...]]:
    """Tell what a sender wrote from the file that came with it and from WhatsApp's own words."""
    first, _, rest = text.partition("\n")
    plain = _MARKS.sub("", first).strip()
    if plain.casefold() in _folded(_data().placeholders):
        return rest, (), (("", plain),)
    for form, file, remark in ((_FILE_ANDROID, 1, 2), (_FILE_IPHONE, 2, 1)):
        found = form.fullmatch(plain)
        if found is None:
            continue
        if has_file(found[file]):
            return rest, (found[file],), (("", plain),)
        if form is _FILE_IPHONE or found[remark].casefold() in _folded(_data().attached):
            return rest, (found[file],), (("", plain),)
    return text, (), ()


def _is_notice(words: str) -> bool:
    plain = _MARKS.sub("", words).strip().casefold()
    return any(plain.startswith(begin) for begin in _folded(_data().notices))


@lru_cache(maxsize=8)
def _folded(sentences: tuple[str, ...]) -> frozenset[str]:
    return frozenset(sentence.casefold() for sentence in sentences)
