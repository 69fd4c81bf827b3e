"""Overviews of a document: its contents, when incidents happened, and what was answered.

Everything here is counted from what the document shows, and told in the document's own words alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from safelog.export.outline import Bars, Block, Heading, Line, Link, Para, Table
from safelog.export.paragraph import Teller, time_of
from safelog.redact.document import Codes, Field, Hidden, Paragraph, Time

_FEWEST = 3
"""Fewest incidents of which a pattern is drawn: of two, a line can always be drawn."""

_MOST_BARS = 36
"""Most months that stand apart; beyond them, years do."""

_MONTH = len("2026-05")
_YEAR = len("2026")
_QUARTER = 6
"""Hours in a quarter of a day."""


def contents(paragraphs: Sequence[Paragraph], teller: Teller) -> tuple[Block, ...]:
    """List the paragraphs: number, time, kind; nothing where there is but one."""
    if len(paragraphs) == 1:
        return ()
    words = teller.words
    rows = tuple(
        (
            (Para((Link(str(each.number), f"p{each.number}"),)),),
            (Para((teller.when(each),)),),
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
        for fields in _reports(paragraph).values():
            silence = teller.silence(fields)
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
    return (
        Heading(2, words.say("follow_up.overview")),
        Para((f"{made}; {silent}.",)),
        Table(tuple(map(words.say, head)), tuple(rows), (2, 8, 5, 12)),
    )


def _told(fields: Sequence[Field], name: str, kind: str, teller: Teller) -> Line:
    """Tell a date or a code of a report; not the words for it, which stand in the paragraph."""
    for field in fields:
        if field.path.endswith(f".{name}"):
            if isinstance(field.value, Time):
                return (teller.words.time(field.value),)
            if isinstance(field.value, Codes | Hidden):
                return teller.line(field, kind)
    return ("–",)


def patterns(paragraphs: Sequence[Paragraph], teller: Teller) -> tuple[Block, ...]:
    """Count incidents by month, by time of day and by kind; nothing where there are few."""
    if len(paragraphs) < _FEWEST:
        return ()
    words = teller.words
    told = (time_of(each) for each in paragraphs)
    times = [time for time in told if time is not None and time.precision != "unknown"]
    kinds = Counter(words.kind(each.kind) for each in paragraphs)
    drawn = (
        ("patterns.time", _by_month(times)),
        ("patterns.hours", _by_hours(times)),
        ("patterns.kind", dict(kinds.most_common())),
    )
    blocks: list[Block] = [Heading(2, words.say("patterns.heading"))]
    blocks.append(Para((words.say("patterns.intro"),)))
    for key, counts in drawn:
        if counts:
            head = (words.say(key), words.say("patterns.count"))
            blocks.append(Bars(head, tuple(counts.items())))
    return tuple(blocks)


def _by_month(times: Sequence[Time]) -> Mapping[str, int]:
    """Count by month, empty months too; by year where there are too many months.

    A time counts only where it lies within one month, or one year.
    """
    for length in (_MONTH, _YEAR):
        every = [time.start[:length] for time in times if _lies_within(time, length)]
        if not every:
            continue
        counts = Counter(every)
        names = _months(min(every), max(every)) if length == _MONTH else _years(every)
        if len(names) <= _MOST_BARS:
            return {name: counts[name] for name in names}
    return {}


def _by_hours(times: Sequence[Time]) -> Mapping[str, int]:
    """Count by quarter of the day, of the times that lie within one."""
    counts: Counter[int] = Counter()
    for time in times:
        start, last = datetime.fromisoformat(time.start), _last_minute(time)
        if start.date() == last.date() and start.hour // _QUARTER == last.hour // _QUARTER:
            counts[start.hour // _QUARTER] += 1
    if not counts:
        return {}
    return {
        f"{_QUARTER * at:02}:00–{_QUARTER * (at + 1):02}:00": counts[at]
        for at in range(24 // _QUARTER)
    }


def _lies_within(time: Time, length: int) -> bool:
    return time.start[:length] == _last_minute(time).isoformat()[:length]


def _last_minute(time: Time) -> datetime:
    return datetime.fromisoformat(time.end) - timedelta(minutes=1)


def _months(first: str, last: str) -> list[str]:
    begun, ended = (12 * int(month[:4]) + int(month[5:]) - 1 for month in (first, last))
    return [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(begun, ended + 1)]


def _years(every: Sequence[str]) -> list[str]:
    return [f"{year:04}" for year in range(int(min(every)), int(max(every)) + 1)]


def _reports(paragraph: Paragraph) -> Mapping[str, list[Field]]:
    """Return the fields of each report of a paragraph."""
    reported: dict[str, list[Field]] = {}
    for field in paragraph.fields:
        head, _, rest = field.path.partition(".")
        if head == "follow_ups":
            reported.setdefault(rest.partition(".")[0], []).append(field)
    return reported
