"""What a redacted document says word for word: the parts that a proof must open, and no others.

The exporter and the checker use the same walk, so what is opened is what is shown
(docs/PROOF.md, section 5.2). A sentence with a label in it, a name that stands for a link, and
whatever is hidden whole claim nothing and stay sealed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from safelog.evidence.commitment import Part
from safelog.evidence.entry import (
    CORRECTS,
    RECORDED,
    REVISION,
    SHA256,
    SIZE,
    THREAD,
    number_value,
    segment_path,
    time_value,
)
from safelog.model.ids import is_id
from safelog.redact.document import (
    Codes,
    Exhibit,
    Field,
    Number,
    Paragraph,
    RedactedDocument,
    Sentence,
    Shown,
    Text,
    Time,
    ToldTime,
    Value,
)


class EntryKey(NamedTuple):
    """Which entry a claim is about: a revision of a paragraph's incident, or an exhibit."""

    about: Literal["paragraph", "exhibit"]
    number: int
    revision: int

    @property
    def place(self) -> str:
        """Name the part of the document, for an error."""
        return f"{self.about} {self.number}"


class UnprovableError(Exception):
    """The document shows something that no honest exporter opens.

    Does not leave this package: the exporter and the checker each have their own name for it.
    """

    def __init__(self, key: EntryKey) -> None:
        """Keep where in the document it stands."""
        super().__init__()
        self.key = key


def document_claims(
    document: RedactedDocument, threads: Mapping[EntryKey, str]
) -> dict[EntryKey, tuple[Part, ...]]:
    """Return what a document claims, by entry.

    Args:
        document: what the recipient reads.
        threads: the thread of each entry that backs the document.

    Raises:
        UnprovableError: it shows an identifier, contradicts itself, or shows what has no entry: a
            date of an earlier revision is shown with the entry of that revision, or not at all.
    """
    numbered = {key.number: thread for key, thread in threads.items() if key.about == "paragraph"}
    claims: dict[EntryKey, tuple[Part, ...]] = {}
    for paragraph in document.paragraphs:
        own = paragraph_key(paragraph)
        for key, recorded in _revision_dates(paragraph).items():
            revision = Part(REVISION, b"%d" % key.revision)
            claims[key] = (*_recorded_claims(recorded), revision)
        claims[own] += tuple(_paragraph_claims(paragraph, numbered))
    for exhibit in document.exhibits:
        claims[exhibit_key(exhibit)] = tuple(_exhibit_claims(exhibit))
    return {key: _with_thread(key, parts, threads) for key, parts in claims.items()}


def paragraph_key(paragraph: Paragraph) -> EntryKey:
    """Return the entry that a paragraph shows."""
    return EntryKey("paragraph", paragraph.number, paragraph.revision)


def exhibit_key(exhibit: Exhibit) -> EntryKey:
    """Return the entry of an exhibit, which has no revisions."""
    return EntryKey("exhibit", exhibit.number, 0)


def shown_words(sentence: Sentence) -> str | None:
    """Return the words of a sentence that is shown whole; None if a label stands in it."""
    words = [piece.text for piece in sentence.pieces if isinstance(piece, Shown)]
    return "".join(words) if len(words) == len(sentence.pieces) else None


def _revision_dates(paragraph: Paragraph) -> dict[EntryKey, str]:
    """Return when each revision that a paragraph names was recorded.

    Raises:
        UnprovableError: one revision has two dates.
    """
    own = paragraph_key(paragraph)
    dates = {own: paragraph.recorded}
    for revision, recorded in (
        (1, paragraph.first_recorded),
        *((correction.revision, correction.recorded) for correction in paragraph.corrections),
    ):
        if dates.setdefault(own._replace(revision=revision), recorded) != recorded:
            raise UnprovableError(own)
    return dates


def _paragraph_claims(paragraph: Paragraph, threads: Mapping[int, str]) -> Iterator[Part]:
    key = paragraph_key(paragraph)
    places = ["kind", *(place for field in paragraph.fields for place in _places(field))]
    # One text under two counts of sentences, all sealed in one of them, would be two texts.
    if len(set(places)) != len(places):
        raise UnprovableError(key)
    yield Part(segment_path("kind", position=1, count=1), _open(paragraph.kind, key))
    for field in paragraph.fields:
        yield from _value_claims(field.path, field.value, key)
    if paragraph.corrects is not None:
        if paragraph.corrects not in threads:
            raise UnprovableError(key)
        yield Part(CORRECTS, threads[paragraph.corrects].encode())


def _places(field: Field) -> Iterator[str]:
    """Name what a field speaks for: a time speaks for its words too."""
    yield field.path
    if isinstance(field.value, Time):
        yield f"{field.path}.said"


def _with_thread(
    key: EntryKey, parts: tuple[Part, ...], threads: Mapping[EntryKey, str]
) -> tuple[Part, ...]:
    """Add the claim that every entry makes, and hold that no part is claimed twice."""
    if key not in threads or len({part.path for part in parts}) != len(parts):
        raise UnprovableError(key)
    return (*parts, Part(THREAD, threads[key].encode()))


def _exhibit_claims(exhibit: Exhibit) -> Iterator[Part]:
    key = exhibit_key(exhibit)
    yield Part(SHA256, exhibit.sha256.encode())
    yield Part(SIZE, b"%d" % exhibit.size)
    yield from _recorded_claims(exhibit.recorded)
    for path, text in (("description", exhibit.description), ("provenance", exhibit.provenance)):
        if text is not None:
            yield from _text_claims(path, _with_words(text, key), key)


def _recorded_claims(recorded: str) -> Iterator[Part]:
    """Claim a time of the machine that is told to the minute; a coarser one is only signed."""
    if recorded.endswith("Z"):
        yield Part(RECORDED, recorded.encode())


def _value_claims(path: str, value: Value, key: EntryKey) -> Iterator[Part]:
    """Claim what a value shows; a link and what is hidden whole show nothing of the entry."""
    match value:
        case Text():
            yield from _text_claims(path, _with_words(value, key), key)
        case Codes():
            for position, code in enumerate(value.codes, start=1):
                yield Part(
                    segment_path(path, position=position, count=len(value.codes)), _open(code, key)
                )
        case Number():
            yield Part(path, number_value(value.number))
        case ToldTime(said=said):
            # Signed only: words here would be words that no log vouches for.
            if said.sentences:
                raise UnprovableError(key)
        case Time():
            bounds = time_value(
                start=value.start,
                end=value.end,
                precision=value.precision,
                part=value.part,
                zone=value.zone,
            )
            yield Part(path, bounds)
            yield from _text_claims(f"{path}.said", value.said, key)


def _text_claims(path: str, text: Text, key: EntryKey) -> Iterator[Part]:
    """Claim the sentences without a label; all sentences count, so that none can be dropped."""
    for position, sentence in enumerate(text.sentences, start=1):
        if sentence.index != position - 1:
            raise UnprovableError(key)
        words = shown_words(sentence)
        if words is not None:
            yield Part(
                segment_path(path, position=position, count=len(text.sentences)), _open(words, key)
            )


def _with_words(text: Text, key: EntryKey) -> Text:
    """Hold that a text has a sentence: one of none at an invented path would claim nothing."""
    if not text.sentences:
        raise UnprovableError(key)
    return text


def _open(text: str, key: EntryKey) -> bytes:
    """Return what the part must say.

    Raises:
        UnprovableError: it is an identifier, the same for every recipient: two exports could be
            joined by it.
    """
    if is_id(text):
        raise UnprovableError(key)
    return text.encode()
