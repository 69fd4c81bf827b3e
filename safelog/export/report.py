"""What a verified export proves and what it does not: as data, and as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from safelog.export.claims import shown_words
from safelog.i18n.catalogue import Catalogue
from safelog.redact.document import (
    Codes,
    Exhibit,
    Number,
    Paragraph,
    RedactedDocument,
    Ref,
    Text,
    Time,
)

_NOT_PROVEN = (
    "clock",
    "truth",
    "person",
    "completeness",
    "versions",
    "labels",
    "circumstances",
    "order",
    "meaning",
)
"""Keys of `verify.not_proven`: what no export proves (docs/PROOF.md, section 8)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The facts of an export that was verified."""

    made: str
    """When it was made, as its maker's computer believed, ISO 8601 UTC."""
    digits: tuple[str, ...]
    """The key as eight groups of five digits."""
    paragraphs: int
    exhibits: int
    sentences_open: int
    """Sentences shown whole, each proven word for word."""
    sentences_sealed: int
    """Sentences with a label in them: their other words are signed, not proven."""
    values_open: int
    """Times, numbers and codes, each proven."""
    names_signed: int
    """Names that stand for a link; signed, not proven."""
    log_size: int
    """Places in the log, a sum of powers of two."""
    earlier_given: int
    """Earlier exports that were given, each once, and that the log continues."""
    earlier_named: int
    """Earlier states of the log that it names; only the sender says that they were exports."""
    files_judged: int
    files_missing: int


def make_report(
    document: RedactedDocument,
    *,
    digits: tuple[str, ...],
    log_size: int,
    earlier_given: int,
    earlier_named: int,
    files_judged: int,
    files_missing: int,
) -> Report:
    """Count what a document shows, once everything in it has been verified."""
    sentences = [sentence for text in _texts(document) for sentence in text.sentences]
    whole = sum(shown_words(sentence) is not None for sentence in sentences)
    values = [field.value for paragraph in document.paragraphs for field in paragraph.fields]
    return Report(
        made=document.made,
        digits=digits,
        paragraphs=len(document.paragraphs),
        exhibits=len(document.exhibits),
        sentences_open=whole,
        sentences_sealed=len(sentences) - whole,
        values_open=sum(isinstance(value, Codes | Number | Time) for value in values),
        names_signed=sum(isinstance(value, Ref) for value in values),
        log_size=log_size,
        earlier_given=earlier_given,
        earlier_named=earlier_named,
        files_judged=files_judged,
        files_missing=files_missing,
    )


def report_lines(report: Report, catalogue: Catalogue) -> tuple[str, ...]:
    """Say a report in sentences: the verdict, the key, what is proven, what is not."""
    return (
        catalogue.text("verify.verdict"),
        "",
        catalogue.text("verify.key.compare"),
        " ".join(report.digits),
        "",
        catalogue.text("verify.proven.heading"),
        *_proven_lines(report, catalogue),
        "",
        catalogue.text("verify.not_proven.heading"),
        *_not_proven_lines(report, catalogue),
    )


def _proven_lines(report: Report, catalogue: Catalogue) -> Iterator[str]:
    counted = (
        ("files", report.files_judged),
        ("paragraphs", report.paragraphs),
        ("sentences", report.sentences_open),
        ("values", report.values_open),
        ("exhibits", report.exhibits),
        ("earlier", report.earlier_given),
    )
    for name, count in counted:
        if count:
            yield catalogue.plural(f"verify.proven.{name}", count)
    yield catalogue.plural("verify.proven.log", report.log_size)


def _not_proven_lines(report: Report, catalogue: Catalogue) -> Iterator[str]:
    counted = (
        ("files_missing", report.files_missing),
        ("words", report.sentences_sealed),
        ("names", report.names_signed),
        ("earlier", report.earlier_named),
    )
    for name, count in counted:
        if count:
            yield catalogue.plural(f"verify.not_proven.{name}", count)
    for name in _NOT_PROVEN:
        yield catalogue.text(f"verify.not_proven.{name}")


def _texts(document: RedactedDocument) -> Iterator[Text]:
    for paragraph in document.paragraphs:
        yield from _paragraph_texts(paragraph)
    for exhibit in document.exhibits:
        yield from _exhibit_texts(exhibit)


def _paragraph_texts(paragraph: Paragraph) -> Iterator[Text]:
    for field in paragraph.fields:
        match field.value:
            case Text():
                yield field.value
            case Time(said=said):
                yield said


def _exhibit_texts(exhibit: Exhibit) -> Iterator[Text]:
    yield from (text for text in (exhibit.description, exhibit.provenance) if text is not None)
