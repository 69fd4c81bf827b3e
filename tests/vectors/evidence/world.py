"""An invented journal and its redacted document, small and always the same: what the tests sign.

It holds one of everything that a document can show: a text with a label in one sentence, a time
with words, codes, a number, a link, a hidden field, a correction, an exhibit, and an entry that
corrects another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import msgspec

from safelog.evidence.checkpoint import export_digest
from safelog.evidence.entry import Entry, attachment_parts, incident_parts
from safelog.evidence.recipient import RecipientKey, RecipientLog
from safelog.export.bundle import OutputFile, assemble
from safelog.export.claims import EntryKey
from safelog.export.schema import (
    Body,
    canonical_body,
    make_sections,
    read_bundle,
    write_bundle,
)
from safelog.model.ids import IncidentId, make_id
from safelog.model.incident import Incident
from safelog.model.when import When
from safelog.redact.document import (
    Codes,
    Correction,
    Exhibit,
    Field,
    Hidden,
    LegendRow,
    Number,
    Paragraph,
    RedactedDocument,
    Ref,
    Sentence,
    Shown,
    Text,
    Time,
)

CAR = IncidentId(make_id(bytes(15) + b"\x01"))
LATER = IncidentId(make_id(bytes(15) + b"\x02"))
DRIVER = make_id(bytes(15) + b"\x03")
PHOTO = b"an invented photograph"
PAGE = "chronology.html"
PERSON = Hidden(kind="person", letter="A", reason="R4")

WHEN = When(
    said="вечером",
    zone="Europe/Vilnius",
    precision="part_of_day",
    part="evening",
    start="2026-05-03T18:00",
    end="2026-05-03T22:00",
)

FIRST = Incident(
    id=CAR,
    kind="surveillance.following",
    title="Машина",
    narrative="Серая машина ехала за мной. Ветров её узнал! Я свернул дважды.",
    when=WHEN,
    when_basis="memory",
    details={"distance": 40.5, "tests": ("turned_back", "crossed"), "driver": DRIVER},
    effect="Плохо сплю.",
)
SECOND = msgspec.structs.replace(
    FIRST,
    narrative="Серая машина ехала за мной. Ветров её узнал! Я свернул трижды.\nПотом она ушла.",
    state="sealed",
)
CORRECTING = Incident(
    id=LATER,
    kind="surveillance.following",
    narrative="The car was blue.",
    corrects=CAR,
)


def secret(label: str) -> bytes:
    """Return 32 bytes that are the same in every run; only for tests."""
    return hashlib.sha256(f"invented {label}".encode()).digest()


def shown(*sentences: str | tuple[Shown | Hidden, ...]) -> Text:
    """Return a text of sentences; one given as pieces has a label in it."""
    return Text(
        sentences=tuple(
            Sentence(
                index=index,
                pieces=(Shown(text=sentence),) if isinstance(sentence, str) else sentence,
            )
            for index, sentence in enumerate(sentences)
        )
    )


CAR_FIELDS = (
    Field(path="state", value=Codes(codes=("sealed",))),
    Field(
        path="narrative",
        value=shown(
            "Серая машина ехала за мной. ",
            (PERSON, Shown(text=" её узнал! ")),
            "Я свернул трижды.\n",
            "Потом она ушла.",
        ),
    ),
    Field(
        path="when",
        value=Time(
            start=WHEN.start,
            end=WHEN.end,
            precision=WHEN.precision,
            part=WHEN.part,
            zone=WHEN.zone,
            said=shown("вечером"),
        ),
    ),
    Field(path="details.distance", value=Number(number=40.5)),
    Field(path="details.tests", value=Codes(codes=("turned_back", "crossed"))),
    Field(path="details.driver", value=Ref(name=(PERSON,))),
    Field(path="effect", value=Hidden(kind="text", letter="", reason="R7")),
)

DOCUMENT = RedactedDocument(
    language="ru",
    made="2026-11-20T10:00Z",
    zone="Europe/Vilnius",
    policy="lawyer",
    paragraphs=(
        Paragraph(
            number=1,
            kind="surveillance.following",
            revision=2,
            recorded="2026-05-04T08:00Z",
            first_recorded="2026-05-03T19:30Z",
            fields=CAR_FIELDS,
            corrections=(
                Correction(revision=2, recorded="2026-05-04T08:00Z", paths=("narrative",)),
            ),
            exhibits=(1,),
        ),
        Paragraph(
            number=2,
            kind="surveillance.following",
            revision=1,
            recorded="2026-06-01T12:00Z",
            first_recorded="2026-06-01T12:00Z",
            fields=(Field(path="narrative", value=shown("The car was blue.")),),
            corrections=(),
            exhibits=(),
            corrects=1,
        ),
    ),
    exhibits=(
        Exhibit(
            number=1,
            sha256=hashlib.sha256(PHOTO).hexdigest(),
            size=len(PHOTO),
            media="image",
            recorded="2026-05-03T19:31Z",
            description=shown("Photo of the car."),
            provenance=None,
            copy=None,
            removed=("position",),
        ),
    ),
    legend=(LegendRow(hidden=PERSON, count=2),),
)

ENTRIES: Mapping[EntryKey, Entry] = {
    EntryKey("paragraph", 1, 1): Entry(
        seed=secret("seed 1"),
        parts=incident_parts(FIRST, recorded="2026-05-03T19:30:07Z", revision=1),
    ),
    EntryKey("exhibit", 1, 0): Entry(
        seed=secret("seed 2"),
        parts=attachment_parts(
            name="IMG_0001.jpg",
            size=len(PHOTO),
            sha256=hashlib.sha256(PHOTO).digest(),
            description="Photo of the car.",
            provenance="Моя камера.",
            recorded="2026-05-03T19:31:00Z",
            incident=CAR,
        ),
    ),
    EntryKey("paragraph", 1, 2): Entry(
        seed=secret("seed 3"),
        parts=incident_parts(SECOND, recorded="2026-05-04T08:00:59Z", revision=2),
    ),
    EntryKey("paragraph", 2, 1): Entry(
        seed=secret("seed 4"),
        parts=incident_parts(CORRECTING, recorded="2026-06-01T12:00:00Z", revision=1),
    ),
}

FILES = (
    OutputFile(
        PAGE,
        (
            ("beginning", "<!doctype html><title>Хронология</title>".encode()),
            ("paragraph 1", "<p>1. Серая машина</p>".encode()),
            ("paragraph 2", b"<p>2. The car was blue.</p>"),
            ("end", b"</html>"),
        ),
    ),
)
PAGE_BYTES = b"".join(data for _, data in FILES[0].parts)


BATCHES: Sequence[Sequence[EntryKey]] = (tuple(ENTRIES)[:2], tuple(ENTRIES)[2:])
"""Two exports to the lawyer: the second is the one under test."""


def make_log(
    recipient: str = "lawyer",
    *,
    entries: Mapping[EntryKey, Entry] = ENTRIES,
    batches: Sequence[Sequence[EntryKey]] = BATCHES,
) -> RecipientLog:
    """Return the log of a recipient."""
    key = RecipientKey(secret(recipient))
    return RecipientLog(
        key, [[key.seal(entries[name]).leaf for name in batch] for batch in batches]
    )


def make_bundle(
    recipient: str = "lawyer",
    *,
    document: RedactedDocument = DOCUMENT,
    entries: Mapping[EntryKey, Entry] = ENTRIES,
    batches: Sequence[Sequence[EntryKey]] = BATCHES,
) -> bytes:
    """Return the export of a document."""
    log = make_log(recipient, entries=entries, batches=batches)
    sealed = {name: log.key.seal(entry) for name, entry in entries.items()}
    return assemble(document, entries=sealed, log=log, files=FILES)


def make_small_bundle() -> bytes:
    """Return the smallest export that shows something."""
    key = EntryKey("paragraph", 1, 1)
    paragraph = Paragraph(
        number=1,
        kind="surveillance.following",
        revision=1,
        recorded="2026-06-01T12:00Z",
        first_recorded="2026-06-01T12:00Z",
        fields=(Field(path="narrative", value=shown("The car was blue.")),),
        corrections=(),
        exhibits=(),
    )
    document = msgspec.structs.replace(DOCUMENT, paragraphs=(paragraph,), exhibits=(), legend=())
    entries = {key: ENTRIES[EntryKey("paragraph", 2, 1)]}
    return make_bundle(document=document, entries=entries, batches=((key,),))


def make_identifier_bundle(text: str) -> bytes:
    """Return an export that opens a text which may be an identifier, as its maker could."""
    key = EntryKey("paragraph", 1, 1)
    recorded = "2026-06-01T12:00:00Z"
    incident = Incident(id=LATER, kind="surveillance.following", narrative=text)
    parts = incident_parts(incident, recorded=recorded, revision=1)
    entry = Entry(seed=secret("seed 5"), parts=parts)
    paragraph = msgspec.structs.replace(DOCUMENT.paragraphs[1], number=1, corrects=None, fields=())
    document = msgspec.structs.replace(DOCUMENT, paragraphs=(paragraph,), exhibits=(), legend=())
    data = make_bundle(document=document, entries={key: entry}, batches=((key,),))
    (proof,) = read_bundle(data)[0].entries
    path = "narrative#1/1"
    openings = {**proof.openings, path: make_log().key.seal(entry).salt(path)}
    shows = msgspec.structs.replace(paragraph, fields=(Field(path="narrative", value=shown(text)),))
    body = msgspec.structs.replace(
        read_bundle(data)[0],
        document=msgspec.structs.replace(document, paragraphs=(shows,)),
        entries=(msgspec.structs.replace(proof, openings=openings),),
        sections=(),
    )
    return sign(
        msgspec.structs.replace(body, sections=make_sections(body)),
        log=make_log(entries={key: entry}, batches=((key,),)),
    )


def make_restored_bundle() -> bytes:
    """Return the second export of a vault that has forgotten that it made it once before."""
    other = EntryKey("paragraph", 9, 1)
    entry = Entry(
        seed=secret("seed 6"),
        parts=incident_parts(CORRECTING, recorded="2026-06-02T12:00:00Z", revision=1),
    )
    return make_bundle(
        entries={**ENTRIES, other: entry}, batches=(BATCHES[0], (*BATCHES[1], other))
    )


def with_changes(data: bytes, /, **changes: object) -> bytes:
    """Change members of an export, and sign it again as its maker could."""
    body = msgspec.structs.replace(read_bundle(data)[0], sections=(), **changes)
    return sign(msgspec.structs.replace(body, sections=make_sections(body)))


def with_entry(data: bytes, position: int, /, **changes: object) -> bytes:
    """Change members of one entry of an export, and sign it again."""
    entries = list(read_bundle(data)[0].entries)
    entries[position] = msgspec.structs.replace(entries[position], **changes)
    return with_changes(data, entries=tuple(entries))


def sign(bundle: Body, *, log: RecipientLog | None = None) -> bytes:
    """Sign an export as it is, whatever it says."""
    body = canonical_body(bundle)
    return write_bundle(body, checkpoint=(log or make_log()).checkpoint(export_digest(body)))


FIRST_DATA = make_bundle(
    document=msgspec.structs.replace(DOCUMENT, paragraphs=(), exhibits=()), batches=BATCHES[:1]
)
"""The first export of the log, which shows nothing yet."""
