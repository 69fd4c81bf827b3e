"""Measure the proof of an export: `python -m bench.proof` prints one table.

Each row is a journal of that many revisions, all of them in the export: building the recipient's
log, assembling the file, verifying it; beside the bare SHA-256 over the bytes of the file.
"""

from __future__ import annotations

import hashlib
import time
from typing import NamedTuple

from safelog.evidence.entry import Entry, incident_parts
from safelog.evidence.recipient import RecipientKey, RecipientLog
from safelog.export.bundle import assemble
from safelog.export.claims import EntryKey
from safelog.export.verify import verify
from safelog.model.ids import IncidentId, make_id
from safelog.model.incident import Incident
from safelog.redact.document import (
    Field,
    Hidden,
    Paragraph,
    RedactedDocument,
    Sentence,
    Shown,
    Text,
)

COUNTS = (200, 1_000, 5_000)
SENTENCES = 10
RECORDED = "2026-05-03T19:30:07Z"
SHOWN = "A grey car stood at the corner again. "
HIDDEN = "Vetrov saw it too. "


class Figures(NamedTuple):
    """Seconds of each step, and the size of the file."""

    build_s: float
    assemble_s: float
    verify_s: float
    hash_s: float
    size_bytes: int


def make_incident(number: int) -> Incident:
    """Return an invented incident of ten sentences."""
    return Incident(
        id=IncidentId(make_id(number.to_bytes(16, "big"))),
        kind="surveillance.watch",
        state="complete",
        narrative=SHOWN * (SENTENCES - 1) + HIDDEN,
        effect="I sleep badly.",
    )


def make_paragraph(number: int) -> Paragraph:
    """Return what is shown of an incident: all sentences but the last one."""
    label = Hidden(kind="person", letter="A", reason="R5")
    shown = [Sentence(index=at, pieces=(Shown(text=SHOWN),)) for at in range(SENTENCES - 1)]
    last = Sentence(index=SENTENCES - 1, pieces=(label, Shown(text=" saw it too. ")))
    return Paragraph(
        number=number,
        kind="surveillance.watch",
        revision=1,
        recorded="2026-05-03T19:30Z",
        first_recorded="2026-05-03T19:30Z",
        fields=(Field(path="narrative", value=Text(sentences=(*shown, last))),),
        corrections=(),
        exhibits=(),
    )


def measure(count: int) -> Figures:
    """Measure one export of `count` paragraphs."""
    key = RecipientKey(hashlib.sha256(b"bench").digest())
    entries = {
        EntryKey("paragraph", number, 1): Entry(
            seed=hashlib.sha256(b"%d" % number).digest(),
            parts=incident_parts(make_incident(number), recorded=RECORDED, revision=1),
        )
        for number in range(1, count + 1)
    }
    document = RedactedDocument(
        language="en",
        made="2026-11-20T10:00Z",
        zone="UTC",
        policy="lawyer",
        paragraphs=tuple(make_paragraph(number) for number in range(1, count + 1)),
        exhibits=(),
        legend=(),
    )
    started = time.perf_counter()
    sealed = {name: key.seal(entry) for name, entry in entries.items()}
    log = RecipientLog(key, [[entry.leaf for entry in sealed.values()]])
    built = time.perf_counter()
    bundle = assemble(document, entries=sealed, log=log, files=())
    assembled = time.perf_counter()
    verify(bundle)
    verified = time.perf_counter()
    hashlib.sha256(bundle).digest()
    hashed = time.perf_counter()
    return Figures(
        build_s=built - started,
        assemble_s=assembled - built,
        verify_s=verified - assembled,
        hash_s=hashed - verified,
        size_bytes=len(bundle),
    )


def main() -> None:
    """Print the table."""
    print(f"{'entries':>8} {'log':>9} {'assemble':>9} {'verify':>9} {'SHA-256':>9} {'size':>10}")
    for count in COUNTS:
        found = measure(count)
        steps = (found.build_s, found.assemble_s, found.verify_s, found.hash_s)
        columns = " ".join(f"{step * 1000:6.0f} ms" for step in steps)
        print(f"{count:>8,} {columns} {found.size_bytes / 1000:7,.0f} kB")


if __name__ == "__main__":
    main()
