"""Tell one incident: its facts, its people, its reports and how the entry came to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from safelog.export.outline import (
    Block,
    Fact,
    Facts,
    Heading,
    Item,
    Items,
    Line,
    Link,
    Para,
    Quote,
    Record,
    Spoken,
    Words,
)
from safelog.export.wording import Wording, as_when, is_empty
from safelog.model.when import bounds_utc
from safelog.redact.document import (
    Codes,
    Field,
    Hidden,
    Number,
    Paragraph,
    RedactedDocument,
    Ref,
    Shown,
    Text,
    Time,
    ToldTime,
)

IN_HEADING = ("place.public_label", "place.kind", "place.country")
GROUPS = ("stages", "perpetrators", "witnesses", "follow_ups")
_HOW_IT_IS_KNOWN = ("when_basis", "source", "reliability", "certainty", "state")


_LONGEST_DAY = timedelta(hours=25)
_OF_AN_HOUR = frozenset({"exact", "ambiguous", "around"})
_STRETCHES = frozenset({"range", "between"})


class Teller:
    """Tells the parts of the paragraphs of one document."""

    def __init__(self, wording: Wording, document: RedactedDocument) -> None:
        """Keep the words of the document and what each paragraph is told by."""
        self.words = wording
        self._zone = document.zone
        self._made = datetime.fromisoformat(document.made)
        # Silence is counted in days, so the hour would say nothing.
        self.day_made = wording.moment(document.made[: len("2026-05-12")])
        self._corrected_by: dict[int, list[int]] = {}
        for paragraph in document.paragraphs:
            if paragraph.corrects is not None:
                self._corrected_by.setdefault(paragraph.corrects, []).append(paragraph.number)

    def account(self, paragraph: Paragraph) -> Iterator[Block]:
        """Tell a whole paragraph as an account."""
        fields = {field.path: field for field in paragraph.fields}
        yield self.heading(paragraph)
        yield self.kind(paragraph, IN_HEADING)
        if "narrative" in fields:
            yield self.narrative(fields["narrative"], paragraph.kind)
        facts = self.facts(paragraph.kind, filter(_is_fact, paragraph.fields))
        if facts.rows:
            yield facts
        for group in GROUPS:
            yield from self.group(group, paragraph)
        if paragraph.exhibits:
            yield Para(self.exhibits(paragraph), "kind")
        yield self.record(paragraph)

    def when(self, paragraph: Paragraph, *, with_zone: bool = True) -> str:
        """Return when it happened, as it is known; with its zone where it tells an hour."""
        when = time_of(paragraph)
        if when is None:
            return self.words.say("undated")
        told = self.time(when, with_zone=with_zone and _tells_an_hour(when))
        return told[:1].upper() + told[1:]

    def time(self, time: Time, *, with_zone: bool = False) -> str:
        """Return a time; a zone that is not the document's is named in any case."""
        return self.words.time(time, with_zone=with_zone or time.zone != self._zone)

    def heading(self, paragraph: Paragraph) -> Heading:
        """Return the heading of a paragraph: its number, and when it happened."""
        return Heading(3, self.when(paragraph), number=f"{paragraph.number}.")

    def kind(self, paragraph: Paragraph, paths: Iterable[str]) -> Para:
        """Return the line that says what it was, and what the paths say of the place."""
        fields = {field.path: field for field in paragraph.fields}
        line: list[Line] = [(self.words.kind(paragraph.kind),)]
        line += [self.line(fields[path], paragraph.kind) for path in paths if path in fields]
        return Para(joined(" · ", line), "kind")

    def narrative(self, field: Field, kind: str) -> Block:
        """Return the account in the person's words."""
        if isinstance(field.value, Text):
            return self.words.quoted("quote", field.value)
        return Para(self.line(field, kind), "quote")

    def facts(self, kind: str, fields: Iterable[Field]) -> Facts:
        """Return labelled facts; of the time itself, only the words for it."""
        return Facts(
            tuple(
                fact
                for field in sorted(fields, key=lambda each: self._rank_of_fact(each, kind))
                if (fact := self.fact(field, kind)) is not None
            )
        )

    def fact(self, field: Field, kind: str) -> Fact | None:
        """Return one labelled fact; None where nothing is left to say."""
        label = self.words.field(field.path, kind)
        if field.path == "when" and isinstance(field.value, Time):
            said = field.value.said
            # No room for a translation: the heading says the same in the document's language.
            words = Quote(self.words.original(said), "words")
            return None if is_empty(said) else Fact(label, words)
        if isinstance(field.value, Text):
            return Fact(label, self.words.quoted("words", field.value))
        return Fact(label, self.line(field, kind))

    def line(self, field: Field, kind: str) -> Line:
        """Return a value that stands in a line."""
        words = self.words
        line: Line
        match field.value:
            case Text() as text:
                line = (words.original(text),)
            case Codes(codes=codes):
                line = (words.codes(field.path, kind, codes),)
            case Number(number=number):
                line = (words.number(field.path, kind, number),)
            case Time() as time:
                line = self._told(time)
            case Ref() as reference if words.is_file(field.path, kind):
                line = (words.say("exhibit", number=_plain(reference)),)
            case Ref(name=name):
                line = words.pieces(name)
            case Hidden() as hidden:
                line = (words.black(hidden),)
        return line

    def _told(self, time: Time) -> Line:
        """Tell a time, and the words for it, unless it begins with just those words."""
        told, said = self.time(time), self.words.original(time.said)
        if is_empty(time.said) or _is_told_by(said, told):
            return (told,)
        opened, closed = self.words.say("said_open"), self.words.say("said_close")
        return (told, Spoken(opened, said, closed))

    def group(self, group: str, paragraph: Paragraph) -> Iterator[Block]:
        """Return the rows of a list: stages, people, reports and their answers."""
        items = self.items(group, paragraph)
        if items.items:
            yield Heading(4, self.group_name(group))
            yield items

    def items(self, group: str, paragraph: Paragraph) -> Items:
        """Return the same without a heading."""
        return Items(
            tuple(
                Item(
                    self.facts(paragraph.kind, fields),
                    self.silence(fields) if group == "follow_ups" else "",
                )
                for fields in rows_of(group, paragraph).values()
            )
        )

    def silence(self, fields: Sequence[Field], *, with_day: bool = True) -> str:
        """Tell that there was no answer, and for how long: silence is a fact of its own.

        Without the day up to which it is counted where a list says that once.
        """
        if is_answered(fields):
            return ""
        dates = (field.value for field in fields if field.path.endswith(".date"))
        asked = next((value for value in dates if isinstance(value, Time)), None)
        if asked is None or asked.precision == "unknown":
            return self.words.say("follow_up.no_answer")
        # From a shifted day to the true one of the document, the count would be false.
        is_shifted = isinstance(asked, ToldTime) and asked.told == "shifted"
        start, end = bounds_utc(as_when(asked))
        if is_shifted or end > self._made:
            return self.words.say("follow_up.no_answer")
        told = self.words.count("days", (self._made - end).days)
        key = "silence" if with_day else "silent"
        key += "" if end - start <= _LONGEST_DAY else "_at_least"
        return self.words.say(f"follow_up.{key}", days=told, day=self.day_made)

    def exhibits(self, paragraph: Paragraph) -> Line:
        """Return references to the exhibits of a paragraph."""
        links: list[Line] = [
            (Link(self.words.say("exhibit", number=number), f"e{number}"),)
            for number in paragraph.exhibits
        ]
        return joined(" · ", links)

    def record(self, paragraph: Paragraph) -> Record:
        """Return how the entry came to be: entered when, corrected when."""
        words = self.words
        lines: list[Line] = [(words.entered(paragraph, time_of(paragraph)),)]
        if paragraph.revision > 1:
            moment = words.moment(paragraph.recorded)
            told = words.say("entered.revision", revision=paragraph.revision, moment=moment)
            lines.append((told,))
        if paragraph.corrects is not None:
            told = words.say("corrects", number=paragraph.corrects)
            lines.append((Link(told, f"p{paragraph.corrects}"),))
        lines += [
            (Link(words.say("corrected_by", number=number), f"p{number}"),)
            for number in self._corrected_by.get(paragraph.number, ())
        ]
        heading = words.say("correction.heading") if paragraph.corrections else ""
        return Record(tuple(lines), heading, tuple(self._corrections(paragraph)))

    def _corrections(self, paragraph: Paragraph) -> Iterator[str]:
        for correction in paragraph.corrections:
            labels = (self._part(path, paragraph.kind) for path in correction.paths)
            parts = ", ".join(dict.fromkeys(labels))
            yield self.words.say(
                "correction.changed" if parts else "correction.other_parts",
                moment=self.words.moment(correction.recorded),
                revision=correction.revision,
                parts=parts,
            )

    def _rank_of_fact(self, field: Field, kind: str) -> tuple[int, int]:
        """Put the words for the time first, then what happened, what it did, how it is known.

        What happened stands as the form asks for it: the words of a threat, then what they demand.
        """
        if field.path == "when":
            return -1, 0
        if field.path in _HOW_IT_IS_KNOWN:
            return 2, _HOW_IT_IS_KNOWN.index(field.path)
        return (0 if field.path.startswith("details.") else 1), self.words.order(field.path, kind)

    def _part(self, path: str, kind: str) -> str:
        """Return the name of a part that was changed: of a row, that of the list it is in."""
        head = path.partition(".")[0]
        return self.group_name(head) if head in GROUPS else self.words.field(path, kind)

    def group_name(self, group: str) -> str:
        """Return the name of a list, as a heading says it."""
        key = "follow_up.heading" if group == "follow_ups" else f"group.{group}"
        return self.words.say(key)


def joined(separator: str, lines: Iterable[Line]) -> Line:
    """Join lines by a separator."""
    together: list[Line] = []
    for line in lines:
        together += [(separator,), line]
    return tuple(inline for line in together[1:] for inline in line)


def rows_of(group: str, paragraph: Paragraph) -> Mapping[str, Sequence[Field]]:
    """Return the fields of each row of a list, by the position in their paths."""
    rows: dict[str, list[Field]] = {}
    prefix = f"{group}."
    for field in paragraph.fields:
        if field.path.startswith(prefix):
            position = field.path.removeprefix(prefix).partition(".")[0]
            rows.setdefault(position, []).append(field)
    return rows


def time_of(paragraph: Paragraph) -> Time | None:
    """Return when the incident of a paragraph happened, if that is shown."""
    values = (field.value for field in paragraph.fields if field.path == "when")
    return next((value for value in values if isinstance(value, Time)), None)


def _tells_an_hour(time: Time) -> bool:
    """Tell whether a time would be another one in another zone, to whoever reads it."""
    return time.precision in _OF_AN_HOUR or (time.precision in _STRETCHES and time.part != "day")


def is_answered(fields: Iterable[Field]) -> bool:
    """Tell whether a report has an answer, or the date of one."""
    return any(field.path.endswith((".answer", ".answered")) for field in fields)


def _is_fact(field: Field) -> bool:
    head = field.path.partition(".")[0]
    return head not in GROUPS and field.path not in {"narrative", *IN_HEADING}


def _is_told_by(said: Words, told: str) -> bool:
    """Tell whether a text is these words, or goes on after them with another word."""
    shown = [piece for piece in said.pieces if isinstance(piece, str)]
    return len(shown) == len(said.pieces) and f"{told} ".startswith("".join(shown) + " ")


def _plain(reference: Ref) -> str:
    return "".join(piece.text for piece in reference.name if isinstance(piece, Shown))
