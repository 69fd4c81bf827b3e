"""The files of one export: rendered, signed together, and searched for what they must not hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from safelog.evidence.recipient import RecipientLog, SealedEntry
from safelog.export.arrange import Sources
from safelog.export.bundle import OutputFile, assemble
from safelog.export.claims import EntryKey
from safelog.export.formats import Progress, Rendered, render
from safelog.export.leakcheck import CheckedOutputs, check_leaks
from safelog.export.template import load_templates
from safelog.export.vocabulary import fixed_words
from safelog.export.wording import Wording
from safelog.i18n import Catalogue
from safelog.journal.patterns.shown import shown_diagrams
from safelog.journal.raws import raw_outputs
from safelog.model.kind import Kinds
from safelog.redact.cover import Choice, Occurrence
from safelog.redact.document import RedactedDocument
from safelog.redact.order import chronological
from safelog.redact.terms import hidden_terms

if TYPE_CHECKING:
    from safelog.journal.share import Prepared


class ShareFiles(NamedTuple):
    """What is written for a recipient, and the file with the proof in it by itself."""

    outputs: CheckedOutputs
    bundle: bytes


def make_files(  # noqa: PLR0913 - each is another part of the export, and none has a default
    prepared: Prepared,
    document: RedactedDocument,
    *,
    entries: Mapping[EntryKey, SealedEntry],
    log: RecipientLog,
    decisions: Mapping[Occurrence, Choice],
    kinds: Kinds,
    json_name: str,
    progress: Progress | None,
) -> ShareFiles:
    """Render a document, prove it, and search the finished files.

    Args:
        prepared: what the document was made of.
        document: what the recipient may see.
        entries: those that back it.
        log: of the recipient, with these entries.
        decisions: what was decided about single places.
        kinds: the kinds of incident.
        json_name: of the file with the proof.
        progress: takes how many steps of the rendering are done, and how many there are.

    Raises:
        LeakFoundError: something hidden was found.
        UnrenderedExportError: a format could not be made.
        UnprovenExportError: the document shows what differs from its entry.
        LookupError: there is no such format or template.
    """
    rules = prepared.rules
    digits = " ".join(log.key.verifying_key.digits)
    rendered = _rendered(document, prepared, kinds, digits, progress)
    raw = raw_outputs(document, prepared.gathered.raws)
    bundle = assemble(
        document,
        entries=entries,
        log=log,
        files=(*rendered.files, *(OutputFile(name, [("file", raw[name])]) for name in raw)),
    )
    files = {file.name: b"".join(data for _, data in file.parts) for file in rendered.files}
    selection = chronological(prepared.gathered.incidents)
    outputs = check_leaks(
        {**files, json_name: bundle},
        hidden=hidden_terms(selection, rules, prepared.matcher, decisions, kinds=kinds),
        finder=prepared.matcher,
        fixed=fixed_words(document, kinds, rules.policy),
        own=rendered.own,
        unsearched=raw,
    )
    return ShareFiles(outputs, bundle)


def _rendered(
    document: RedactedDocument,
    prepared: Prepared,
    kinds: Kinds,
    digits: str,
    progress: Progress | None,
) -> Rendered:
    """Render a document as the request wants it."""
    catalogue = Catalogue(prepared.rules.profile.language)
    sources = Sources(
        catalogue=catalogue,
        kinds=kinds,
        policy=prepared.rules.policy,
        copies=prepared.gathered.copies,
        digits=digits,
        diagrams=shown_diagrams(document, Wording(catalogue, kinds), kinds),
    )
    return render(
        document,
        template=load_templates()[prepared.request.template],
        formats=prepared.request.formats,
        sources=sources,
        progress=progress,
    )
