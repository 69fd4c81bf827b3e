"""The redacted model: everything an export may show, and nothing else.

Renderers and proofs are made from these values alone. No original text can be reached from them:
a hidden stretch is a label and a reason, without its length. Codes (kinds, options, reasons) stay
codes; a renderer puts them into the recipient's language.
"""

from __future__ import annotations

from typing import Literal

import msgspec

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
    "other",
    "text",
]


class _Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="is"):
    """Common form of the redacted values."""


class Shown(_Value, frozen=True, tag="shown"):
    """Words that the recipient reads as they were written."""

    text: str


class Hidden(_Value, frozen=True, tag="hidden"):
    """What stands where something was hidden: "Person A (R4)"."""

    kind: HiddenKind
    letter: str
    """A, B, … AA: the same within one export, another in the next recipient's; empty for text."""
    reason: Reason


class Sentence(_Value, frozen=True, tag="sentence"):
    """One segment of a text, as `model.segments` cuts it; without `Hidden` it can be proven."""

    index: int
    """Position of the segment in the original text, from 0."""
    pieces: tuple[Shown | Hidden, ...]


class Text(_Value, frozen=True, tag="text"):
    """The person's words."""

    sentences: tuple[Sentence, ...]


class Codes(_Value, frozen=True, tag="codes"):
    """One or more option codes of a field."""

    codes: tuple[str, ...]


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


class Ref(_Value, frozen=True, tag="ref"):
    """An entity, hidden or by its name; or, in a field for a file, the number of the exhibit."""

    name: tuple[Shown | Hidden, ...]


Value = Text | Codes | Number | Time | Ref | Hidden


class Field(_Value, frozen=True, tag="field"):
    """One part of an incident, by its path (`safelog.model.leaves`)."""

    path: str
    value: Value


class Correction(_Value, frozen=True, tag="correction"):
    """A dated change: which parts of the account a later revision changed."""

    revision: int
    recorded: str
    paths: tuple[str, ...]


class Exhibit(_Value, frozen=True, tag="exhibit"):
    """An attachment: its hash and provenance, and the clean copy if one is shown."""

    number: int
    sha256: str
    """Lower-case hex of the original file."""
    size: int
    media: str
    """image, audio, video, document or other."""
    recorded: str
    description: Text | None
    provenance: Text | None
    copy: str | None
    """Lower-case hex SHA-256 of the clean copy inside the document; None if it is not shown."""
    removed: tuple[str, ...]
    """Codes of what the clean copy no longer has (position, device, comment, name)."""


class Paragraph(_Value, frozen=True, tag="paragraph"):
    """One incident in the chronology."""

    number: int
    kind: str
    revision: int
    recorded: str
    """When this revision was recorded by the machine, ISO 8601 UTC, to the minute."""
    first_recorded: str
    fields: tuple[Field, ...]
    corrections: tuple[Correction, ...]
    exhibits: tuple[int, ...]
    corrects: int | None = None
    """Number of the paragraph that this entry corrects, if that one is in the document."""


class LegendRow(_Value, frozen=True, tag="legend"):
    """A pseudonym and why it stands there; never for whom."""

    hidden: Hidden
    count: int | None = None
    """How often the label stands in the document; None if the recipient is not told."""


class RedactedDocument(_Value, frozen=True, tag="document"):
    """A chronology for one recipient."""

    language: str
    """Language of labels and headings, from the recipient's profile."""
    made: str
    """When the export was made, ISO 8601 UTC, to the minute."""
    zone: str
    policy: str
    """Code of the policy that was applied."""
    paragraphs: tuple[Paragraph, ...]
    exhibits: tuple[Exhibit, ...]
    legend: tuple[LegendRow, ...]
