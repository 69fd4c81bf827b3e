"""A redacted document as tables for a spreadsheet: one of the incidents, one of the exhibits.

One row is one incident, and a cell holds lines of text. The files are UTF-8 with a byte order mark,
because spreadsheets take anything else for a national character set, and their separator is the one
that programs in the recipient's language expect. A cell that a spreadsheet would take for a formula
begins with an apostrophe: the words stay readable, and nothing in them is carried out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from safelog.export.arrange import Sources
from safelog.export.outline import (
    Facts,
    Inline,
    Label,
    Line,
    Link,
    Mono,
    Quote,
    Record,
    Spoken,
    Target,
    Words,
)
from safelog.export.paragraph import GROUPS, IN_HEADING, Teller, time_of
from safelog.export.wording import Wording, is_empty
from safelog.redact.document import Exhibit, Field, Paragraph, RedactedDocument, Text

CHRONOLOGY_CSV = "chronology.csv"
EXHIBITS_CSV = "exhibits.csv"

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What begins a formula, in full width too."""


def render_tables(document: RedactedDocument, sources: Sources) -> Mapping[str, bytes]:
    """Render the incidents, and the exhibits if there are any, by the name of their file."""
    words = Wording(sources.catalogue, sources.kinds)
    teller = Teller(words, document)
    separator = words.say("table.separator")
    rows = [_titles(words), *(_incident(each, teller) for each in document.paragraphs)]
    tables = {CHRONOLOGY_CSV: _written(rows, separator)}
    if document.exhibits:
        listed = [_exhibit_titles(words), *(_exhibit(each, words) for each in document.exhibits)]
        tables[EXHIBITS_CSV] = _written(listed, separator)
    return tables


def plain_text(line: Line) -> str:
    """Return a line as text alone."""
    return "".join(map(_plain, line))


def _plain(inline: Inline) -> str:
    match inline:
        case str():
            return inline
        case Words(pieces=pieces):
            return plain_text(pieces)
        case Spoken(opened=opened, words=words, closed=closed):
            return f" {opened}{_plain(words)}{closed}"
        case Label(text=text) | Link(text=text) | Target(text=text) | Mono(text=text):
            return text


def _titles(words: Wording) -> list[str]:
    heads = ["number", "when", "table.from_to", "kind", "field.place.public_label"]
    heads += ["field.narrative", "table.facts", *(f"group.{group}" for group in GROUPS[:-1])]
    return [words.say(key) for key in (*heads, "follow_up.heading", "exhibits", "table.entered")]


def _incident(paragraph: Paragraph, teller: Teller) -> list[str]:
    fields = {field.path: field for field in paragraph.fields}
    when = time_of(paragraph)
    kind = paragraph.kind
    narrative = fields.get("narrative")
    facts = [field for field in paragraph.fields if _is_single(field)]
    places = [plain_text(teller.line(fields[path], kind)) for path in IN_HEADING if path in fields]
    return [
        str(paragraph.number),
        teller.when(paragraph),
        teller.words.bounds(when) if when else "",
        teller.words.kind(kind),
        " · ".join(places),
        plain_text(teller.line(narrative, kind)) if narrative else "",
        "\n".join(_facts(teller.facts(kind, facts))),
        *("\n".join(_items(group, paragraph, teller)) for group in GROUPS),
        plain_text(teller.exhibits(paragraph)),
        "\n".join(_record(teller.record(paragraph))),
    ]


def _is_single(field: Field) -> bool:
    head = field.path.partition(".")[0]
    return head not in GROUPS and field.path not in {"narrative", *IN_HEADING}


def _facts(facts: Facts) -> Iterator[str]:
    for label, content in facts.rows:
        line = (content.words,) if isinstance(content, Quote) else content
        yield f"{label}: {plain_text(line)}"


def _items(group: str, paragraph: Paragraph, teller: Teller) -> Iterator[str]:
    for at, (facts, silence) in enumerate(teller.items(group, paragraph).items, start=1):
        told = [*_facts(facts), *([silence] if silence else [])]
        yield f"{at}. " + "; ".join(told)


def _record(record: Record) -> Iterator[str]:
    yield from map(plain_text, record.lines)
    yield from record.corrections


def _exhibit_titles(words: Wording) -> list[str]:
    rows = ("media", "description", "provenance", "recorded", "size", "sha256", "removed", "file")
    return [words.say("number"), *(words.say(f"exhibit_rows.{row}") for row in rows)]


def _exhibit(exhibit: Exhibit, words: Wording) -> list[str]:
    told = [
        plain_text((words.original(text),)) if isinstance(text, Text) and not is_empty(text) else ""
        for text in (exhibit.description, exhibit.provenance)
    ]
    return [
        str(exhibit.number),
        words.say(f"media.{exhibit.media}"),
        *told,
        words.moment(exhibit.recorded),
        words.size(exhibit.size),
        exhibit.sha256,
        ", ".join(words.say(f"removed.{code}") for code in exhibit.removed),
        exhibit.file or "",
    ]


def _written(rows: Iterable[Sequence[str]], separator: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _inert(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip(" \n").startswith(_FORMULA) else cell
