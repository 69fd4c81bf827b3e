"""The redacted model: everything an export may show, and nothing else.

Renderers and proofs are made from these values alone. No original text can be reached from them:
a hidden stretch is a label and a reason, without its length. Codes (kinds, options, reasons) stay
codes; a renderer puts them into the recipient's language.

The types hold what is read from strangers. What the log does not prove has narrow forms, so that no
words of its own can stand there (docs/PROOF.md, section 5.5, and docs/export.schema.json).
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from safelog.model.entity import Reason
from safelog.model.when import Precision

HiddenKind = Literal[
    "person",
    "phone",
    "account",
    "email",
    "vehicle",
    "device",
    "place",
    "address",
    "coordinates",
    "url",
    "organisation",
    "document",
    "case",
    "event",
    "series",
    "other",
    "text",
]


Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
"""A whole number that every reader of JSON reads alike (RFC 7493, section 2.2)."""

Minute = Annotated[str, Meta(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}Z\Z")]
"""A time of the machine, ISO 8601 UTC."""

Recorded = Annotated[
    str,
    Meta(
        pattern=r"\A(?:[0-9]{4}-[0-9]{2}(?:-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}Z)?)?)?\Z",
    ),
]
"""A time of the machine: the minute, or its day, its month or nothing if it is told coarsely."""

Civil = Annotated[str, Meta(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}\Z")]
"""A bound of a time on somebody's clock."""

Entered = Literal["", "before", "day", "week", "month", "year", "later"]
"""How long after the beginning of an event it was written down: within a day, a week, …"""

Digest = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
"""A SHA-256 in lower-case hex."""

Code = Annotated[str, Meta(pattern=r"\A[a-z][a-z0-9_]{0,39}\Z")]
Zone = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9+/_-]{0,64}\Z")]

FieldPath = Annotated[str, Meta(pattern=r"\A[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*\Z", max_length=160)]
"""Neither `@` nor `#`: those belong to parts that a field cannot stand for."""


class _Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="is"):
    """Common form of the redacted values."""


class Shown(_Value, frozen=True, tag="shown"):
    """Words that the recipient reads as they were written."""

    text: str


class Hidden(_Value, frozen=True, tag="hidden"):
    """What stands where something was hidden: "Person A (R4)"."""

    kind: HiddenKind
    letter: Annotated[str, Meta(pattern=r"\A[A-Z]{0,3}\Z")]
    """A, B, … AA: the same within one export, another in the next recipient's; empty for text."""
    reason: Reason


class Sentence(_Value, frozen=True, tag="sentence"):
    """One segment of a text, as `model.segments` cuts it; without `Hidden` it can be proven."""

    index: Count
    """Position of the segment in the original text, from 0."""
    pieces: Annotated[tuple[Shown | Hidden, ...], Meta(min_length=1)]


class Text(_Value, frozen=True, tag="text"):
    """The person's words; without a sentence only where a time was given none."""

    sentences: tuple[Sentence, ...]


class Codes(_Value, frozen=True, tag="codes"):
    """One or more option codes of a field."""

    codes: Annotated[tuple[str, ...], Meta(min_length=1)]


class Number(_Value, frozen=True, tag="number"):
    """A number, with its unit named by the field."""

    number: int | float


class Time(_Value, frozen=True, tag="time"):
    """A time with its honest precision; `said` holds the words as typed, redacted."""

    start: str
    end: str
    precision: Precision
    part: str
    zone: str
    said: Text


class ToldTime(Time, frozen=True, kw_only=True, tag="told"):
    """A time told coarsely or shifted by a secret number of days; signed only, never opened.

    It has none of the person's words, which would say it exactly, and narrow forms, because the log
    does not vouch for it.
    """

    start: Civil
    end: Civil
    part: Annotated[str, Meta(pattern=r"\A[a-z_]{0,20}\Z")]
    zone: Zone
    said: Text = Text(sentences=())
    told: Literal["day", "week", "month", "shifted"]
    entered: Entered = ""


class Ref(_Value, frozen=True, tag="ref"):
    """An entity, hidden or by its name; or, in a field for a file, the number of the exhibit."""

    name: tuple[Shown | Hidden, ...]


Value = Text | Codes | Number | Time | ToldTime | Ref | Hidden


class Field(_Value, frozen=True, tag="field"):
    """One part of an incident, by its path (`safelog.model.leaves`)."""

    path: FieldPath
    value: Value


class Correction(_Value, frozen=True, tag="correction"):
    """A dated change: which parts of the account a later revision changed."""

    revision: Count
    recorded: Recorded
    paths: tuple[FieldPath, ...]


class Exhibit(_Value, frozen=True, tag="exhibit", omit_defaults=True):
    """An attachment: its hash and provenance, and the clean copy if one is shown."""

    number: Count
    sha256: Digest
    """Of the original file."""
    size: Count
    """Of the original file, in bytes."""
    media: Code
    """image, audio, video, document or other."""
    recorded: Recorded
    description: Text | None
    provenance: Text | None
    copy: Digest | None
    """Of the clean copy inside the document; None if it is not shown."""
    removed: tuple[Code, ...]
    """Codes of what the clean copy no longer has (position, device, comment, name)."""
    file: Annotated[str, Meta(pattern=r"\Aexhibit-[0-9]{2,6}\.[a-z0-9]{2,4}\Z")] | None = None
    """Name of the file beside the document that is the original, unchanged and not searched."""


class Paragraph(_Value, frozen=True, tag="paragraph"):
    """One incident in the chronology."""

    number: Count
    kind: str
    revision: Count
    recorded: Recorded
    """When this revision was recorded by the machine."""
    first_recorded: Recorded
    fields: tuple[Field, ...]
    corrections: tuple[Correction, ...]
    exhibits: tuple[Count, ...]
    corrects: Count | None = None
    """Number of the paragraph that this entry corrects, if that one is in the document."""


class LegendRow(_Value, frozen=True, tag="legend"):
    """A pseudonym and why it stands there; never for whom."""

    hidden: Hidden
    count: Count | None = None
    """How often the label stands in the document; None if the recipient is not told."""


class RedactedDocument(_Value, frozen=True, tag="document"):
    """A chronology for one recipient."""

    language: Code
    """Language of labels and headings, from the recipient's profile."""
    made: Minute
    """When the export was made."""
    zone: Zone
    policy: Code
    """Code of the policy that was applied."""
    paragraphs: tuple[Paragraph, ...]
    exhibits: tuple[Exhibit, ...]
    legend: tuple[LegendRow, ...]
