"""The outline of an export: what stands where, before it becomes a page, a PDF or a Word file.

Every renderer is made from an outline and from nothing else, so the same document says the same in
every format. Invariants: a value here is plain text, never markup; the words of the person stand in
`Words` and nowhere else but where they name an entity; each of them stands once, because the leak
check counts them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

from safelog.export.image import CleanCopy
from safelog.model.chart import Chart


class Label(NamedTuple):
    """What stands where something was hidden, with its brackets."""

    text: str


class Words(NamedTuple):
    """Words of the person, with the labels in them."""

    pieces: tuple[str | Label, ...]
    language: str
    """The language that the letters suggest; empty when there are none."""


class Link(NamedTuple):
    """A reference to another place of the document."""

    text: str
    target: str
    """The anchor of a section: `p3`, `e2`."""


class Target(NamedTuple):
    """Text that references lead to, where its section has no anchor."""

    text: str
    anchor: str


class Mono(NamedTuple):
    """A hash or digits, in letters of one width."""

    text: str


class Spoken(NamedTuple):
    """The person's words for a time, in quotation marks, beside what was understood."""

    opened: str
    words: Words
    closed: str


Inline: TypeAlias = str | Label | Words | Link | Target | Mono | Spoken
Line: TypeAlias = tuple[Inline, ...]


class Heading(NamedTuple):
    """A heading; the number stands before it and leads to it."""

    level: Literal[1, 2, 3, 4]
    text: str
    number: str = ""


ParaStyle: TypeAlias = Literal["body", "kind", "quote", "note", "digits"]


class Para(NamedTuple):
    """A paragraph of text."""

    line: Line
    style: ParaStyle = "body"


class Quote(NamedTuple):
    """The person's words as a block."""

    words: Words
    style: Literal["quote", "words"]
    """The account itself, or the words for one of its parts."""
    room: str = ""
    """Says that the room beside the words is for a translation; empty where none is needed."""


class Fact(NamedTuple):
    """A label and what it labels."""

    label: str
    content: Quote | Line


class Facts(NamedTuple):
    """Labelled facts, one under the other."""

    rows: tuple[Fact, ...]


class Item(NamedTuple):
    """One of several people, stages or reports."""

    facts: Facts
    silence: str = ""
    """Says that there was no answer, and for how long."""


class Items(NamedTuple):
    """Numbered people, stages or reports."""

    items: tuple[Item, ...]


class Bullets(NamedTuple):
    """Sentences, each by itself."""

    lines: tuple[Line, ...]


class Record(NamedTuple):
    """How an entry came to be: when it was entered, what it corrects, how it was corrected."""

    lines: tuple[Line, ...]
    heading: str = ""
    corrections: tuple[str, ...] = ()


class Table(NamedTuple):
    """A table with a head."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    """How wide the columns are beside one another."""


class Diagram(NamedTuple):
    """A chart, which each format draws as it can."""

    chart: Chart
    counted: str
    """What is counted, as the head of its numbers."""
    names: tuple[str | Label, ...]
    """Of its bars: a label where one stands for somebody hidden."""
    shortened: str
    """Says that what is empty was left out, for a table."""


class Blanks(NamedTuple):
    """Lines to be filled in by hand, each with its label."""

    labels: tuple[str, ...]


class Picture(NamedTuple):
    """The clean copy of an image."""

    copy: CleanCopy
    alternative: str
    caption: Line


Block: TypeAlias = (
    Heading | Para | Quote | Facts | Items | Bullets | Record | Table | Diagram | Blanks | Picture
)

Cell: TypeAlias = tuple[Block, ...]

SectionKind: TypeAlias = Literal[
    "title", "intro", "paragraph", "exhibit", "legend", "method", "plain"
]


class Section(NamedTuple):
    """A stretch of the document that a proof can name by its place."""

    kind: SectionKind
    place: str
    """Short ASCII text: `paragraph 3`, `exhibits`, `method`."""
    blocks: tuple[Block, ...]
    anchor: str = ""
    """Where references lead; empty where none does."""


class Outline(NamedTuple):
    """A whole document."""

    language: str
    title: str
    made: str
    """When it was made, ISO 8601 UTC to the minute."""
    landscape: bool
    sections: tuple[Section, ...]


class OwnTexts(NamedTuple):
    """What a document says itself, without the words of the person."""

    texts: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    """Heads of tables, which a PDF repeats on every page."""
    labels: Mapping[str, int] = MappingProxyType({})
    """What stands where something was hidden, with its brackets; how often a file may have it."""
