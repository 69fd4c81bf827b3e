"""Arrange a redacted document as a template says: the outline that every renderer works from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from safelog.export.image import CleanCopy
from safelog.export.outline import (
    Blanks,
    Block,
    Bullets,
    Diagram,
    Fact,
    Facts,
    Heading,
    Line,
    Link,
    Mono,
    Outline,
    Para,
    Picture,
    Section,
    Table,
)
from safelog.export.overview import contents, patterns, reports
from safelog.export.paragraph import Teller, joined
from safelog.export.rows import tell_form, tell_log
from safelog.export.standing import Standing, standing
from safelog.export.template import ChartCode, SectionPlan, Template
from safelog.export.wording import Wording, is_empty
from safelog.i18n.catalogue import Catalogue
from safelog.model.entity import REASONS
from safelog.model.kind import Kinds
from safelog.redact.document import Exhibit, LegendRow, RedactedDocument, Text
from safelog.redact.policy import Policy

_METHOD = (
    ("kept", ("kept_1", "kept_2", "times_{dates}")),
    ("hidden", ("hidden_1", "hidden_2")),
    ("proven", ("proven_1", "proven_2")),
    (
        "not_proven",
        ("not_proven_1", "not_proven_2", "not_proven_3", "not_proven_4", "not_proven_5"),
    ),
)


class Sources(NamedTuple):
    """What an outline is made from, beside the document and its template."""

    catalogue: Catalogue
    """The sentences, in the recipient's language."""
    kinds: Kinds
    policy: Policy
    """The policy that was applied, for its name."""
    copies: Mapping[str, CleanCopy]
    """The clean copies by the lower-case hex of their SHA-256."""
    digits: str
    """The digits of the key, to be compared with the person."""
    diagrams: Mapping[ChartCode, Diagram] = MappingProxyType({})
    """The charts that there is something to draw for, counted from the document alone."""


def arrange(document: RedactedDocument, template: Template, sources: Sources) -> Outline:
    """Make the outline of a document."""
    arranged = _Arranged(document, template, sources)
    title = arranged.document_text("title")
    sections = [Section("title", "title", arranged.title(title))]
    for plan in template.sections:
        sections += arranged.sections(plan)
    return Outline(
        language=document.language,
        title=title,
        made=document.made,
        landscape=template.landscape,
        sections=tuple(sections),
    )


class _Arranged:
    """Makes the sections of one document."""

    def __init__(self, document: RedactedDocument, template: Template, sources: Sources) -> None:
        self._document = document
        self._template = template
        self._sources = sources
        self._words = Wording(sources.catalogue, sources.kinds)
        self._teller = Teller(self._words, document)
        self._named: dict[int, list[int]] = {}
        for paragraph in document.paragraphs:
            for number in dict.fromkeys(paragraph.exhibits):
                self._named.setdefault(number, []).append(paragraph.number)

    def document_text(self, name: str) -> str:
        """Return a sentence of this template."""
        return self._sources.catalogue.text(f"document.{self._template.code}.{name}")

    def title(self, title: str) -> tuple[Block, ...]:
        """Return the title and what the document is."""
        words, document = self._words, self._document
        scope = [words.count("count_paragraphs", len(document.paragraphs))]
        if document.exhibits:
            scope.append(words.count("count_exhibits", len(document.exhibits)))
        # Rules that were copied for a recipient keep the languages that there were at the time.
        label = self._sources.policy.label
        facts = (
            Fact(words.say("audience"), (label.get(words.language, label["en"]),)),
            Fact(words.say("prepared"), (words.moment(document.made),)),
            Fact(words.say("scope"), (" · ".join(scope),)),
            Fact(words.say("zone"), (document.zone,)),
            Fact(words.say("digits"), (Mono(self._sources.digits),)),
        )
        return (Heading(1, title), Facts(facts))

    def sections(self, plan: SectionPlan) -> Iterator[Section]:
        """Return the sections that a plan asks for; none where there is nothing to say."""
        match plan.is_:
            case "chronology":
                yield from self._chronology(plan)
            case "exhibits":
                yield from self._exhibits()
            case "intro" | "legend" | "method" as code:
                yield Section(code, code, tuple(self._framing(plan)))
            case code:
                yield from _plain(code, self._list(plan))

    def _framing(self, plan: SectionPlan) -> Iterator[Block]:
        """Return what the reader is told about the document itself."""
        if plan.is_ == "intro":
            yield from self._intro(plan)
        elif plan.is_ == "legend":
            yield from self._legend()
        else:
            yield from self._method()

    def _list(self, plan: SectionPlan) -> tuple[Block, ...]:
        """Return a list or a form; empty where there is nothing to list."""
        paragraphs = self._document.paragraphs
        match plan.is_:
            case "contents":
                return contents(paragraphs, self._teller)
            case "patterns":
                return patterns(plan, self._sources.diagrams, self._words)
            case "reports":
                return reports(paragraphs, self._teller)
            case "exhibit_list":
                return self._exhibit_list(plan)
        labels = tuple(self._sources.catalogue.text(f"document.{name}") for name in plan.lines)
        return (Blanks(labels),)

    def _intro(self, plan: SectionPlan) -> Iterator[Block]:
        yield from (Para((self.document_text(name),)) for name in plan.lines)
        yield Para((self._words.say("intro.reading"),))
        yield Para((self._words.say("intro.words"),))

    def _chronology(self, plan: SectionPlan) -> Iterator[Section]:
        paragraphs = self._document.paragraphs
        heading = Heading(2, self._words.say("chronology"))
        if plan.layout == "log":
            yield Section(
                "plain", "chronology", (heading, tell_log(paragraphs, plan, self._teller))
            )
            return
        yield Section("plain", "chronology", (heading,))
        for paragraph in paragraphs:
            if plan.is_form(paragraph.kind):
                blocks = tell_form(paragraph, plan, self._teller)
            else:
                blocks = self._teller.account(paragraph)
            number = paragraph.number
            yield Section("paragraph", f"paragraph {number}", tuple(blocks), anchor=f"p{number}")

    def _exhibits(self) -> Iterator[Section]:
        exhibits = self._document.exhibits
        if exhibits:
            yield from _plain("exhibits", (Heading(2, self._words.say("exhibits")),))
        for exhibit in exhibits:
            number = exhibit.number
            blocks = tuple(self._exhibit(exhibit))
            yield Section("exhibit", f"exhibit {number}", blocks, anchor=f"e{number}")

    def _exhibit(self, exhibit: Exhibit) -> Iterator[Block]:
        """Tell an exhibit: what it is, where it comes from, and its clean copy."""
        words = self._words
        heading = words.say("exhibit", number=exhibit.number)
        yield Heading(3, heading)
        yield Facts(tuple(self._facts(exhibit)))
        if exhibit.file is not None:
            yield Para((words.say("exhibit_rows.as_it_is", file=exhibit.file),), "note")
        if exhibit.copy is None:
            if exhibit.file is None:
                yield Para((words.say("exhibit_rows.not_shown"),), "note")
            return
        told, hashed = words.say("exhibit_rows.copy"), words.say("exhibit_rows.copy_sha256")
        caption = (f"{told}. {hashed}: ", Mono(exhibit.copy))
        yield Picture(self._sources.copies[exhibit.copy], f"{heading}. {told}", caption)

    def _facts(self, exhibit: Exhibit) -> Iterator[Fact]:
        words = self._words
        yield Fact(words.say("exhibit_rows.media"), (words.say(f"media.{exhibit.media}"),))
        if not self._template.lists_descriptions:
            yield from self._described(exhibit)
        yield Fact(words.say("exhibit_rows.recorded"), (words.moment(exhibit.recorded),))
        yield Fact(words.say("exhibit_rows.size"), (words.size(exhibit.size),))
        yield Fact(words.say("exhibit_rows.sha256"), (Mono(exhibit.sha256),))
        if exhibit.removed:
            removed = ", ".join(words.say(f"removed.{code}") for code in exhibit.removed)
            yield Fact(words.say("exhibit_rows.removed"), (removed,))
        yield Fact(words.say("exhibit_rows.named_in"), self._named_in(exhibit.number))

    def _described(self, exhibit: Exhibit) -> Iterator[Fact]:
        """Tell an exhibit in the person's words."""
        for name, text in (
            ("description", exhibit.description),
            ("provenance", exhibit.provenance),
        ):
            if isinstance(text, Text) and not is_empty(text):
                label = self._words.say(f"exhibit_rows.{name}")
                yield Fact(label, self._words.quoted("words", text))

    def _named_in(self, number: int) -> Line:
        links: list[Line] = [
            (Link(self._words.say("paragraph", number=each), f"p{each}"),)
            for each in self._named.get(number, ())
        ]
        return joined(", ", links)

    def _exhibit_list(self, plan: SectionPlan) -> tuple[Block, ...]:
        """Return the list of exhibits; empty without one."""
        words = self._words
        rows = []
        for exhibit in self._document.exhibits:
            what: list[Block] = [Para((words.say(f"media.{exhibit.media}"),))]
            if plan.descriptions and (facts := tuple(self._described(exhibit))):
                what.append(Facts(facts))
            rows.append(
                (
                    (Para((str(exhibit.number),)),),
                    tuple(what),
                    (Para((words.moment(exhibit.recorded),)),),
                    (Para(self._named_in(exhibit.number)),),
                    (Para((Mono(exhibit.sha256),)),),
                )
            )
        if not rows:
            return ()
        head = ("number", "exhibit_rows.media", "exhibit_rows.recorded", "exhibit_rows.named_in")
        titles = (*map(words.say, head), words.say("exhibit_rows.sha256"))
        table = Table(titles, tuple(rows), (2, 8, 5, 5, 8))
        return (Heading(2, words.say("exhibit_list")), table)

    def _legend(self) -> Iterator[Block]:
        """Tell what the labels are, and what the reasons mean."""
        words, rows = self._words, self._document.legend
        yield Heading(2, words.say("legend.heading"))
        yield Para((words.say("legend.intro" if rows else "legend.none"),))
        if rows:
            yield self._labels(rows)
        yield Heading(3, words.say("legend.reasons"))
        yield Facts(tuple(Fact(reason, (words.reason(reason),)) for reason in REASONS))

    def _labels(self, rows: tuple[LegendRow, ...]) -> Table:
        words = self._words
        counted = any(row.count is not None for row in rows)
        titles = ["label", "reason", "where", *(["count"] if counted else [])]
        found = standing(self._document)
        lines = []
        for row in rows:
            hidden = row.hidden
            line: list[Line] = [(words.black(hidden),), (words.reason(hidden.reason),)]
            line.append(self._where(found.get(hidden, Standing())))
            if row.count is not None:
                line.append((words.count("count_times", row.count),))
            lines.append(tuple((Para(each),) for each in line))
        head = tuple(words.say(f"legend.{title}") for title in titles)
        return Table(head, tuple(lines), (4, 4, 6, 2)[: len(titles)])

    def _where(self, found: Standing) -> Line:
        """Return references to where a label stands: the index of the document."""
        links: list[Line] = [(Link(str(at), f"p{at}"),) for at in found.paragraphs]
        links += [(Link(self._words.say("exhibit", number=at), f"e{at}"),) for at in found.exhibits]
        return joined(", ", links)

    def _method(self) -> Iterator[Block]:
        """Tell how the record is kept, what is proven about it, and what is not."""
        words, dates = self._words, self._sources.policy.dates
        yield Heading(2, words.say("method.heading"))
        for heading, sentences in _METHOD:
            yield Heading(3, words.say(f"method.{heading}"))
            keys = (f"method.{sentence.format(dates=dates)}" for sentence in sentences)
            yield Bullets(tuple((words.say(key),) for key in keys))
        yield Heading(3, words.say("digits"))
        yield Para((Mono(self._sources.digits),), "digits")


def _plain(place: str, blocks: tuple[Block, ...]) -> Iterator[Section]:
    if blocks:
        yield Section("plain", place.replace("_", " "), blocks)
