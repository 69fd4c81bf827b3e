"""One numbered paragraph of the chronology, as an element of the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from xml.etree import ElementTree as ET

from safelog.export.markup import Node, classed, element
from safelog.export.wording import Wording, as_when, is_empty
from safelog.model.when import bounds_utc
from safelog.redact.document import (
    Codes,
    Field,
    Hidden,
    Number,
    Paragraph,
    Ref,
    Shown,
    Text,
    Time,
)

_IN_HEADING = ("place.public_label", "place.kind", "place.country")
_GROUPS = ("stages", "perpetrators", "witnesses", "follow_ups")
_HOW_IT_IS_KNOWN = ("when_basis", "source", "reliability", "certainty", "state")


class ParagraphPage:
    """Renders paragraphs; `made` is when the document was made, for counting silences."""

    def __init__(self, wording: Wording, made: str) -> None:
        """Keep the words of the document and the time it was made."""
        self._words = wording
        self._made = made

    def render(self, paragraph: Paragraph) -> ET.Element:
        """Return a paragraph as an article."""
        fields = {field.path: field for field in paragraph.fields}
        narrative = fields.get("narrative")
        number = paragraph.number
        article = element(
            "article",
            *self._heading(paragraph, fields),
            attributes={"class": "paragraph", "id": f"p{number}", "aria-labelledby": f"h{number}"},
        )
        if narrative is not None:
            article.append(self._narrative(narrative, paragraph.kind))
        facts = sorted(
            (field for field in paragraph.fields if _is_fact(field.path)), key=_rank_of_fact
        )
        article.extend(self._said(fields, facts, paragraph.kind))
        for group in _GROUPS:
            article.extend(self._group(group, paragraph))
        if paragraph.exhibits:
            article.append(self._exhibits(paragraph.exhibits))
        article.append(self._record(paragraph, fields))
        return article

    def _heading(self, paragraph: Paragraph, fields: dict[str, Field]) -> Iterator[ET.Element]:
        number = str(paragraph.number)
        when = _time(fields.get("when"))
        told = self._words.time(when) if when else self._words.say("undated")
        told = told[:1].upper() + told[1:]
        link = element("a", f"{number}.", attributes={"class": "number", "href": f"#p{number}"})
        yield element("h3", link, told, attributes={"id": f"h{number}"})
        line: list[Node] = [self._words.kind(paragraph.kind)]
        for path in _IN_HEADING:
            if path in fields:
                line += [" · ", *self._inline(fields[path], paragraph.kind)]
        yield classed("p", "kind", *line)

    def _narrative(self, field: Field, kind: str) -> ET.Element:
        if isinstance(field.value, Text):
            return self._words.quoted("blockquote", "quote", field.value)
        return classed("p", "quote", *self._inline(field, kind))

    def _said(
        self, fields: dict[str, Field], facts: Iterable[Field], kind: str
    ) -> Iterator[ET.Element]:
        """Return the labelled facts, the words for the time first."""
        rows: list[ET.Element] = []
        when = _time(fields.get("when"))
        if when is not None and not is_empty(when.said):
            rows += self._row(
                self._words.field("when", kind), self._words.quoted("div", "words", when.said)
            )
        for field in facts:
            rows += self._fact(field, kind)
        if rows:
            yield classed("dl", "facts", *rows)

    def _fact(self, field: Field, kind: str) -> list[ET.Element]:
        label = self._words.field(field.path, kind)
        value = field.value
        if isinstance(value, Text):
            return self._row(label, self._words.quoted("div", "words", value))
        return self._row(label, *self._inline(field, kind))

    def _row(self, label: str, *content: Node) -> list[ET.Element]:
        return [element("dt", label), element("dd", *content)]

    def _inline(self, field: Field, kind: str) -> list[Node]:
        """Return a value that stands in a line."""
        words = self._words
        match field.value:
            case Text() as text:
                nodes: list[Node] = [words.original("span", text)]
            case Codes(codes=codes):
                nodes = [words.codes(field.path, kind, codes)]
            case Number(number=number):
                nodes = [words.number(field.path, kind, number)]
            case Time() as time:
                nodes = [words.time(time), *self._in_words(time)]
            case Ref() as reference if words.is_file(field.path, kind):
                nodes = [words.say("exhibit", number=_plain(reference))]
            case Ref(name=name):
                nodes = words.pieces(name)
            case Hidden() as hidden:
                nodes = [words.black(hidden)]
        return nodes

    def _in_words(self, time: Time) -> list[Node]:
        if is_empty(time.said):
            return []
        opened, closed = self._words.say("said_open"), self._words.say("said_close")
        # An element of its own: the words beside it are the page's, and are searched as such.
        return [classed("div", "said", opened, self._words.original("span", time.said), closed)]

    def _group(self, group: str, paragraph: Paragraph) -> Iterator[ET.Element]:
        """Return the rows of a list: stages, people, reports and their answers."""
        rows: dict[str, list[Field]] = {}
        for field in paragraph.fields:
            head, _, rest = field.path.partition(".")
            if head == group:
                rows.setdefault(rest.partition(".")[0], []).append(field)
        if not rows:
            return
        heading = "follow_up.heading" if group == "follow_ups" else f"group.{group}"
        yield element("h4", self._words.say(heading))
        items = []
        for fields in rows.values():
            facts = [node for field in fields for node in self._fact(field, paragraph.kind)]
            item = element("li", classed("dl", "facts", *facts))
            if group == "follow_ups" and not _is_answered(fields):
                item.append(classed("p", "silence", self._silence(fields)))
            items.append(item)
        yield classed("ol", "rows", *items)

    def _silence(self, fields: Iterable[Field]) -> str:
        """Tell that there was no answer, and for how long: silence is a fact of its own."""
        asked = next((_time(field) for field in fields if field.path.endswith(".date")), None)
        made = datetime.fromisoformat(self._made)
        if asked is None or asked.precision == "unknown" or bounds_utc(as_when(asked))[1] > made:
            return self._words.say("follow_up.no_answer")
        days = (made - bounds_utc(as_when(asked))[1]).days
        return self._words.say(
            "follow_up.silence",
            days=self._words.count("days", days),
            made=self._words.moment(self._made),
        )

    def _exhibits(self, numbers: Iterable[int]) -> ET.Element:
        links: list[Node] = []
        for number in numbers:
            told = self._words.say("exhibit", number=number)
            links += [" · ", element("a", told, attributes={"href": f"#e{number}"})]
        return classed("p", "kind", *links[1:])

    def _record(self, paragraph: Paragraph, fields: dict[str, Field]) -> ET.Element:
        """Return how the entry came to be: entered when, corrected when."""
        words = self._words
        lines = [words.entered(paragraph, _time(fields.get("when")))]
        if paragraph.revision > 1:
            moment = words.moment(paragraph.recorded)
            lines.append(words.say("entered.revision", revision=paragraph.revision, moment=moment))
        record = classed("footer", "record", *(element("p", line) for line in lines))
        if paragraph.corrects is not None:
            target = element(
                "a",
                words.say("corrects", number=paragraph.corrects),
                attributes={"href": f"#p{paragraph.corrects}"},
            )
            record.append(element("p", target))
        if paragraph.corrections:
            record.append(element("p", words.say("correction.heading")))
            record.append(element("ul", *self._corrections(paragraph)))
        return record

    def _corrections(self, paragraph: Paragraph) -> Iterator[ET.Element]:
        for correction in paragraph.corrections:
            labels = (self._words.field(path, paragraph.kind) for path in correction.paths)
            parts = ", ".join(dict.fromkeys(labels))
            told = self._words.say(
                "correction.changed" if parts else "correction.other_parts",
                moment=self._words.moment(correction.recorded),
                revision=correction.revision,
                parts=parts,
            )
            yield element("li", told)


def _is_fact(path: str) -> bool:
    head = path.partition(".")[0]
    return head not in _GROUPS and path not in {"when", "narrative", *_IN_HEADING}


def _rank_of_fact(field: Field) -> int:
    """Put what happened first, then what it did to the person, then how it is known."""
    if field.path in _HOW_IT_IS_KNOWN:
        return 2 + _HOW_IT_IS_KNOWN.index(field.path)
    return 0 if field.path.startswith("details.") else 1


def _time(field: Field | None) -> Time | None:
    return field.value if field is not None and isinstance(field.value, Time) else None


def _is_answered(fields: Iterable[Field]) -> bool:
    return any(field.path.endswith((".answer", ".answered")) for field in fields)


def _plain(reference: Ref) -> str:
    return "".join(piece.text for piece in reference.name if isinstance(piece, Shown))
