"""The redaction log as lines or as JSON: on standard output, on demand, never beside an export."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from safelog.cli.console import Console
from safelog.journal.journal import Journal
from safelog.journal.share_words import ShareWords
from safelog.redact.log import Basis, LogRow
from safelog.redact.policy import Action


class Redaction(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="redaction"):
    """One thing that an export hides; for the person alone."""

    paragraph: int
    exhibit: int | None
    path: str
    words: str
    label: str
    """What stands in its place, such as "Person A"; empty where the whole field is hidden."""
    action: Action
    """The reason; `omit` for a field that is left out, `show` for a file that goes along."""
    basis: Basis


def tell_redactions(
    console: Console, journal: Journal, rows: Iterable[LogRow], *, json: bool
) -> None:
    """Write what an export hides, one line each, in the order of its paragraphs."""
    said = ShareWords(console.catalogue, journal)
    for row in rows:
        if json:
            told = row._asdict() | {"label": said.label(row)}
            console.print_json(msgspec.convert(told, type=Redaction))
        else:
            console.print("  ".join(said.hidden(row)))
