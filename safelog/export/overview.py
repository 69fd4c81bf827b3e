"""Overviews of a document: its contents, its patterns, and what was answered.

Everything here is counted from what the document shows, and told in the document's own words alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from safelog.export.outline import Block, Diagram, Heading, Line, Link, Para, Table
from safelog.export.paragraph import Teller, rows_of
from safelog.export.template import ChartCode, SectionPlan
from safelog.export.wording import Wording
from safelog.redact.document import Codes, Field, Hidden, Paragraph, Time


def contents(paragraphs: Sequence[Paragraph], teller: Teller) -> tuple[Block, ...]:
    """List the paragraphs: number, time, kind; nothing where there is but one."""
    if len(paragraphs) == 1:
        return ()
    words = teller.words
    rows = tuple(
        (
            (Para((Link(str(each.number), f"p{each.number}"),)),),
            (Para((teller.when(each, with_zone=False),)),),
            (Para((words.kind(each.kind),)),),
        )
        for each in paragraphs
    )
    head = (words.say("number"), words.say("when"), words.say("kind"))
    return (Heading(2, words.say("contents")), Table(head, rows, (2, 12, 11)))


def reports(paragraphs: Sequence[Paragraph], teller: Teller) -> tuple[Block, ...]:
    """List every report that was made, with its answer or its silence."""
    words = teller.words
    rows = []
    unanswered = 0
    for paragraph in paragraphs:
        for fields in rows_of("follow_ups", paragraph).values():
            silence = teller.silence(fields, with_day=False)
            unanswered += bool(silence)
            link = Link(str(paragraph.number), f"p{paragraph.number}")
            cells = (
                (link,),
                _told(fields, "date", paragraph.kind, teller),
                _told(fields, "body", paragraph.kind, teller),
                (silence or words.say("follow_up.answered"),),
            )
            rows.append(tuple((Para(cell),) for cell in cells))
    if not rows:
        return ()
    head = ("number", "field.follow_ups.date", "field.follow_ups.body", "field.follow_ups.answer")
    made = words.count("count_reports", len(rows))
    silent = words.count("count_unanswered", unanswered)
    counted = f"{made}; {silent}."
    if unanswered:
        counted += " " + words.say("follow_up.counted", day=teller.day_made)
    return (
        Heading(2, words.say("follow_up.overview")),
        Para((counted,)),
        Table(tuple(map(words.say, head)), tuple(rows), (2, 8, 5, 12)),
    )


def _told(fields: Sequence[Field], name: str, kind: str, teller: Teller) -> Line:
    """Tell a date or a code of a report; not the words for it, which stand in the paragraph."""
    for field in fields:
        if field.path.endswith(f".{name}"):
            if isinstance(field.value, Time):
                return (teller.time(field.value),)
            if isinstance(field.value, Codes | Hidden):
                return teller.line(field, kind)
    return ("–",)


def patterns(
    plan: SectionPlan, diagrams: Mapping[ChartCode, Diagram], words: Wording
) -> tuple[Block, ...]:
    """Return the charts of a plan; nothing where there is nothing to draw."""
    drawn = [diagrams[code] for code in plan.charts if code in diagrams]
    if not drawn:
        return ()
    heading, intro = Heading(2, words.say("patterns.heading")), words.say("patterns.intro")
    return (heading, Para((intro,)), *drawn)
