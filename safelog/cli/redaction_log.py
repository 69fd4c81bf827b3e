"""The redaction log as lines or as JSON: on standard output, on demand, never beside an export."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from safelog.cli.console import Console
from safelog.cli.share_text import SharePreview
from safelog.export.wording import Wording
from safelog.journal.journal import Journal
from safelog.model.text import one_line
from safelog.redact.log import Basis, LogRow
from safelog.redact.policy import Action, bare_path


class Redaction(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="redaction"):
    """One thing that an export hides; for the person alone."""

    paragraph: int
    exhibit: int | None
    path: str
    words: str
    label: str
    """What stands in its place, such as "Person A"; empty where the whole field is hidden."""
    action: Action
    """The reason, or `omit` for a field that is left out."""
    basis: Basis


def tell_redactions(
    console: Console, journal: Journal, rows: Iterable[LogRow], *, json: bool
) -> None:
    """Write what an export hides, one line each, in the order of its paragraphs."""
    preview = SharePreview(console, journal)
    wording = Wording(console.catalogue, journal.surroundings.kinds)
    for row in rows:
        label = wording.label(row.label) if row.label else ""
        if json:
            told = row._asdict() | {"label": label}
            console.print_json(msgspec.convert(told, type=Redaction))
            continue
        place = [console.text("export.log.paragraph", number=row.paragraph)]
        if row.exhibit is not None:
            place.append(console.text("export.log.exhibit", number=row.exhibit))
        place.append(preview.field(bare_path(row.path)))
        instead: tuple[str, ...] = (label or console.text("export.log.whole"), row.action)
        if row.action == "omit":
            instead = (console.text("export.log.omitted"),)
        basis = console.text(f"export.log.{row.basis}")
        console.print("  ".join((", ".join(place), one_line(row.words), *instead, basis)))
