"""The neutral form of what a file holds: rows, and what was left out of them and why."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Literal

from safelog.journal.imports.stamps import Stamp

Format = Literal["telegram", "whatsapp", "calls", "tella"]
"""Which program wrote a file."""

PlaceName = Literal["line", "message", "member"]
"""What the places in a file are called, in errors and to people."""

Reason = Literal[
    "before",
    "call",
    "empty",
    "known",
    "late_reply",
    "other_period",
    "other_sender",
    "outgoing",
    "preamble",
    "service",
    "system",
    "unsupported",
]
"""Why something in a file is not stored; each has its sentence in `imports.toml`."""

Fact = tuple[str, str]
"""Something that the file says of a row: what the file calls it, and what stands there."""

_DIGEST_BYTES = 16
_NUMBER = re.compile(r"[+(]?[0-9][0-9\s()\u00a0.-]{1,30}")
_INSIDE_OF_SEVEN = re.compile(r"8([0-9]{10})")
"""A number of Russia or Kazakhstan as it is dialled inside of the country."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Whoever a row is from or about, as the file has it."""

    id: str
    """What tells them apart in this file: an id, a number, or the name where there is no more."""
    name: str = ""
    """As it was shown; empty if nothing was."""

    @property
    def shown(self) -> str:
        """How a person knows them."""
        return self.name or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One message or call."""

    place: int
    """Where it stands in the file, from 1."""
    stamp: Stamp
    sender: Sender
    """Who wrote or called; of an outgoing call, who was called."""
    sort: Literal["message", "call"] = "message"
    words: str = ""
    """What was written, as it stands."""
    facts: tuple[Fact, ...] = ()
    media: tuple[str, ...] = ()
    """Names of files that came with it, as the file writes them."""
    id: str = ""
    """What makes it this one and no other, where the file has such a thing; else empty."""
    answers: str = ""
    """The id of the row that it is an answer to, where the file says so."""
    duration_s: int | None = None
    is_outgoing: bool = False
    """Of a call, whether the person made it."""


@dataclass(slots=True)
class LeftOut:
    """What is not stored, counted by reason, with the first place of each."""

    counts: dict[Reason, int] = field(default_factory=dict)
    first: dict[Reason, int] = field(default_factory=dict)

    def add(self, reason: Reason, place: int, count: int = 1) -> None:
        """Leave out what stands at `place`."""
        self.counts[reason] = self.counts.get(reason, 0) + count
        self.first.setdefault(reason, place)

    def together(self, other: LeftOut) -> LeftOut:
        """Return both as one."""
        both = LeftOut(dict(self.counts), dict(self.first))
        for reason, count in other.counts.items():
            both.add(reason, other.first[reason], count)
        return both


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One chat or one call log."""

    format: Format
    place: PlaceName
    name: str
    """Of the chat, as the file has it; may be empty."""
    rows: tuple[Row, ...]
    left_out: LeftOut
    own: frozenset[str] | None = None
    """Ids of the person's own senders, where the file tells; None where it does not."""


def digest(*parts: str) -> bytes:
    """Return a short digest of texts, which no other texts share.

    It is kept in the encrypted vault only: whoever has the digest of a number can find the number.
    """
    whole = hashlib.sha256()
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        whole.update(len(encoded).to_bytes(8, "big") + encoded)
    return whole.digest()[:_DIGEST_BYTES]


def is_number(name: str) -> bool:
    """Tell whether somebody goes by a telephone number."""
    return _NUMBER.fullmatch(name.strip()) is not None


def identity(name: str) -> str:
    """Return a number by its digits, however it is written, and every other name as it stands."""
    if not is_number(name):
        return name
    digits = re.sub(r"[^0-9]", "", name).removeprefix("00")
    inside = _INSIDE_OF_SEVEN.fullmatch(digits)
    return f"7{inside[1]}" if inside else digits
