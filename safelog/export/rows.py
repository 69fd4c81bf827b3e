"""Tell one incident in the rows of a template: as a form, or as a line of a log.

Each part of the incident goes to the row that names it most exactly, and what no row names goes to
the row for the rest: a template cannot lose a part, and cannot show one twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from safelog.export.outline import Block, Facts, Heading, Para, Table, Target
from safelog.export.paragraph import GROUPS, Teller
from safelog.export.template import EXHIBITS, RECORD, REST, Row, SectionPlan
from safelog.redact.document import Field, Paragraph
from safelog.redact.policy import bare_path


def tell_form(paragraph: Paragraph, plan: SectionPlan, teller: Teller) -> Iterator[Block]:
    """Tell a paragraph as the rows of a form, each with its heading.

    A form about one kind of incident has points that are all looked for, empty ones too; of another
    form, one line names the rows that the record says nothing for.
    """
    yield teller.heading(paragraph)
    yield teller.kind(paragraph, ())
    empty = []
    for label, blocks in _rows(paragraph, plan, teller):
        if blocks or plan.kinds:
            yield Heading(4, label)
            yield from blocks or (Para((teller.words.say("not_stated"),)),)
        else:
            empty.append(label)
    if empty:
        yield Para((teller.words.say("not_stated_rows", rows="; ".join(empty)),), "note")


def tell_log(paragraphs: tuple[Paragraph, ...], plan: SectionPlan, teller: Teller) -> Table:
    """Tell paragraphs as the lines of a log."""
    words = teller.words
    rows = []
    for paragraph in paragraphs:
        cells = [blocks for _, blocks in _rows(paragraph, plan, teller)]
        first = (Para((Target(f"{paragraph.number}.", f"p{paragraph.number}"),)),)
        when = (Para((teller.when(paragraph),)), teller.kind(paragraph, ()))
        rows.append((first, when, *cells))
    return Table(
        head=(words.say("number"), words.say("when"), *(_label(row, teller) for row in plan.rows)),
        rows=tuple(rows),
        widths=(2, 5, *(row.width for row in plan.rows)),
    )


def _rows(
    paragraph: Paragraph, plan: SectionPlan, teller: Teller
) -> Iterator[tuple[str, tuple[Block, ...]]]:
    placed = _place(paragraph, plan)
    named = {part for row in plan.rows for part in row.parts}
    for row in plan.rows:
        blocks = list(_blocks(placed.get(row.label, ()), row, paragraph, teller))
        for part, tell in ((EXHIBITS, _exhibits), (RECORD, _record)):
            if part in row.parts or (REST in row.parts and part not in named):
                blocks += tell(paragraph, teller)
        yield _label(row, teller), tuple(blocks)


def _label(row: Row, teller: Teller) -> str:
    return teller.words.catalogue.text(f"document.{row.label}")


def _exhibits(paragraph: Paragraph, teller: Teller) -> Iterator[Block]:
    if paragraph.exhibits:
        yield Para(teller.exhibits(paragraph), "kind")


def _record(paragraph: Paragraph, teller: Teller) -> Iterator[Block]:
    yield teller.record(paragraph)


def _place(paragraph: Paragraph, plan: SectionPlan) -> Mapping[str, list[Field]]:
    """Give each field to the row whose path is the longest that it begins with."""
    owners = {part: row.label for row in plan.rows for part in row.parts}
    placed: dict[str, list[Field]] = {}
    for field in paragraph.fields:
        names = bare_path(field.path).split(".")
        prefixes = (".".join(names[:end]) for end in range(len(names), 0, -1))
        owner = next((owners[prefix] for prefix in prefixes if prefix in owners), owners[REST])
        placed.setdefault(owner, []).append(field)
    return placed


def _blocks(
    fields: Sequence[Field], row: Row, paragraph: Paragraph, teller: Teller
) -> Iterator[Block]:
    """Tell the fields of one row: the account, single facts, then people and reports.

    A list has its name, except where the row is about it: two lists of one row that both begin with
    "Who" would take a witness for one of those who did it.
    """
    own = msgspec.structs.replace(paragraph, fields=tuple(fields))
    single = []
    for field in fields:
        if field.path == "narrative":
            yield teller.narrative(field, paragraph.kind)
        elif field.path.partition(".")[0] not in GROUPS:
            single.append(field)
    if facts := teller.facts(paragraph.kind, single).rows:
        yield Facts(facts)
    for group in GROUPS:
        items = teller.items(group, own)
        if items.items:
            if row.parts[0] != group:
                yield Para((teller.group_name(group),), "kind")
            yield items
