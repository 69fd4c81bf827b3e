"""Share: from a choice of incidents to two files that a recipient can read and verify.

The steps are apart so that the person sees what will be hidden before anything is made, and what
was made before anything is written: `prepare`, `review`, `make`, `write`. An export is recorded in
the journal before its files are written; after a crash between the two, the journal knows of an
export that nobody has, which harms nothing. The other way round, the recipient's next export could
contradict the one they hold.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from safelog.errors import (
    ConflictError,
    DivergedExportError,
    OutputExistsError,
    RevealingExportError,
    UnprovenExportError,
)
from safelog.evidence.commitment import HASH_BYTES
from safelog.evidence.recipient import RecipientKey, RecipientLog, SealedEntry
from safelog.export.claims import EntryKey
from safelog.export.delivery.deliver import Delivered
from safelog.export.formats import DEFAULT_FORMATS, Progress
from safelog.export.leakcheck import CheckedOutputs
from safelog.export.template import DEFAULT_TEMPLATE
from safelog.export.verify import open_signed
from safelog.export.write import write_outputs
from safelog.journal.earlier import Comparison, compare
from safelog.journal.entries import entry_at
from safelog.journal.events import ExportMade
from safelog.journal.journal import Journal
from safelog.journal.lines import line_of, line_through
from safelog.journal.raws import with_raw_files
from safelog.journal.recipients import pseudonym_key, shift_days
from safelog.journal.selection import Gathered, gather
from safelog.journal.share_files import make_files
from safelog.journal.united import united_profile, united_register
from safelog.model.ids import AttachmentId, IncidentId, RecipientId
from safelog.model.kind import Kinds
from safelog.redact.compose import compose
from safelog.redact.cover import Choice, Occurrence, registered
from safelog.redact.document import RedactedDocument
from safelog.redact.matcher import Matcher
from safelog.redact.order import chronological, paragraphs_in_order
from safelog.redact.parts import permitted
from safelog.redact.policy import Policy, Rules, policy_for
from safelog.redact.review import Review, review
from safelog.redact.selection import ExportedIncident
from safelog.redact.withheld import Told, Withheld, told

HTML_NAME = "chronology.html"
JSON_NAME = "chronology.json"


@dataclass(frozen=True, slots=True)
class ShareRequest:
    """What is to be exported, for whom."""

    recipient: RecipientId
    incidents: tuple[IncidentId, ...]
    zone: str
    """The person's time zone, an IANA name."""
    formats: tuple[str, ...] = DEFAULT_FORMATS
    """Of `export.formats.FORMATS`; the JSON file with the proof goes with all of them."""
    template: str = DEFAULT_TEMPLATE
    """Code of a template."""
    raw: tuple[AttachmentId, ...] = ()
    """Files that go out as they are; each was agreed to by itself."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request with everything that review and composition work from. Holds originals."""

    request: ShareRequest
    rules: Rules
    matcher: Matcher
    gathered: Gathered
    line: tuple[ExportMade, ...]
    """The recipient's exports that the new one continues."""
    left_out: tuple[IncidentId, ...] = ()
    """Incidents of the request whose kind the policy leaves out; they are not in it any more."""


@dataclass(frozen=True, slots=True)
class Share:
    """A finished export that passed the leak check, not yet written."""

    outputs: CheckedOutputs
    document: RedactedDocument
    digits: tuple[str, ...]
    """The key of the recipient's log as eight groups of five digits, to be told by voice."""
    event: ExportMade
    earlier: int
    """How many exports of the recipient were known when it was made."""


def shareable(journal: Journal) -> tuple[IncidentId, ...]:
    """Return the incidents that are no drafts any more, in the order of the timeline."""
    return tuple(
        thread.heading.id for thread in journal.threads() if thread.heading.state != "draft"
    )


def prepare(
    journal: Journal, request: ShareRequest, *, untrusted_last: bytes | None = None
) -> Prepared:
    """Gather what a request needs.

    Args:
        journal: an open journal.
        request: what is to be exported, for whom.
        untrusted_last: the JSON file of the last export that the recipient was given, if the person
            has it. Only it shows that the vault was put back from an older copy since.

    Raises:
        DivergedExportError: `untrusted_last` is no export that this journal recorded for them.
        LostExportError: an earlier export is missing in the journal, so none can continue it.
        ProofError: `untrusted_last` is no export, or was changed.
        NotFoundError: an incident is not in the journal.
        UnprovenExportError: the first revision of an incident was lost.
        DamagedVaultError: something that is needed fails authentication.
    """
    if any(journal.thread(each).line[0].number > 1 for each in request.incidents):
        raise UnprovenExportError(reason="lost_revision")
    line = _line(journal, request.recipient, untrusted_last)
    profile = united_profile(journal.state.recipients[request.recipient].profile, journal.state)
    policy = policy_for(profile)
    shift = shift_days(journal, request.recipient)
    rules = Rules(policy, profile, united_register(journal.state), shift_days=shift)
    kept, left_out = _by_kind(journal, request.incidents, policy)
    gathered = gather(
        journal, kept, images=policy.attachments == "copies", recipient=request.recipient
    )
    gathered = replace(gathered, incidents=permitted(gathered.incidents, rules))
    return Prepared(
        request=replace(request, incidents=kept),
        rules=rules,
        matcher=Matcher(registered(rules)),
        gathered=with_raw_files(journal, gathered, request.raw, request.recipient),
        line=tuple(line),
        left_out=left_out,
    )


def _by_kind(
    journal: Journal, chosen: Iterable[IncidentId], policy: Policy
) -> tuple[tuple[IncidentId, ...], tuple[IncidentId, ...]]:
    """Part the chosen incidents: kinds that such a recipient is told of, and the others."""
    kinds = {each: journal.thread(each).heading.kind for each in chosen}
    kept = tuple(each for each in kinds if kinds[each] not in policy.left_out)
    return kept, tuple(each for each in kinds if kinds[each] in policy.left_out)


def review_share(
    journal: Journal, prepared: Prepared, decisions: Mapping[Occurrence, Choice]
) -> Review:
    """Lay out every find in its context, decided and open, and what else a reader can see."""
    return review(
        chronological(prepared.gathered.incidents),
        prepared.rules,
        prepared.matcher,
        decisions,
        kinds=journal.surroundings.kinds,
    )


def compare_share(
    journal: Journal, prepared: Prepared, decisions: Mapping[Occurrence, Choice]
) -> Comparison:
    """Say what the export would tell that earlier ones kept back, from them or from others."""
    now = _told(journal, prepared, decisions)
    return compare(journal.state, prepared.request.recipient, now, prepared.rules)


def make_share(
    journal: Journal,
    prepared: Prepared,
    decisions: Mapping[Occurrence, Choice],
    *,
    reveals: bool = False,
    progress: Progress | None = None,
) -> Share:
    """Redact, render, prove and check. Nothing is written.

    Args:
        journal: an open journal.
        prepared: what to export.
        decisions: what was decided about single places.
        reveals: the person knows what it shows that the same recipient was not shown before.
        progress: takes how many steps of the rendering are done, and how many there are.

    Raises:
        NothingSelectedError: no incident was chosen.
        OpenQuestionsError: a possible name was not decided on.
        UnknownScriptError: a stretch in a script without rules was not decided on.
        RevealingExportError: it shows what an earlier export kept back, and nobody agreed to that.
        LeakFoundError: something hidden was found in the finished export.
        UnrenderedExportError: a format could not be made.
        LookupError: there is no such format or template.
    """
    kinds = journal.surroundings.kinds
    rules = prepared.rules
    log = _open_log(journal, prepared)
    selection = paragraphs_in_order(prepared.gathered.incidents, rules, log.pseudonym_key)
    document = _composed(prepared, decisions, log, kinds)
    now = _told(journal, prepared, decisions)
    shows = compare(journal.state, prepared.request.recipient, now, rules).revealed
    if shows and not reveals:
        raise RevealingExportError(count=len(shows.entities) + len(shows.fields))
    files = make_files(
        prepared,
        document,
        entries=_entries(journal, selection, log.sealed),
        log=log.recipient_log,
        decisions=decisions,
        kinds=kinds,
        json_name=JSON_NAME,
        progress=progress,
    )
    event = log.event(prepared, files.bundle, tuple(now.withheld.values()))
    return Share(files.outputs, document, log.key.verifying_key.digits, event, log.earlier)


def _composed(
    prepared: Prepared, decisions: Mapping[Occurrence, Choice], log: _OpenLog, kinds: Kinds
) -> RedactedDocument:
    """Make the document that the recipient may see."""
    return compose(
        prepared.gathered.incidents,
        prepared.rules,
        prepared.matcher,
        decisions,
        kinds=kinds,
        pseudonym_key=log.pseudonym_key,
        made=datetime.fromtimestamp(log.now, UTC),
        zone=prepared.request.zone,
    )


def _told(journal: Journal, prepared: Prepared, decisions: Mapping[Occurrence, Choice]) -> Told:
    return told(
        prepared.gathered.incidents,
        prepared.rules,
        prepared.matcher,
        decisions,
        kinds=journal.surroundings.kinds,
    )


def write_share(
    journal: Journal, share: Share, directory: Path, *, delivered: Delivered | None = None
) -> tuple[Path, ...]:
    """Record the export in the journal, then write its files.

    Args:
        journal: an open journal.
        share: the export.
        directory: takes the files.
        delivered: its files sealed; None writes them as anybody can read them.

    Raises:
        OutputExistsError: a file of that name is there; nothing was written.
        ConflictError: another export was recorded for this recipient since this one was made. Two
            exports made from one state would contradict one another.
        StorageError, StorageFullError: the disk refused; no file is left.
    """
    outputs = delivered or share.outputs
    if any((directory / name).exists() for name in outputs.files):
        raise OutputExistsError
    with journal.lock:
        earlier = journal.state.exports.get(share.event.recipient, [])
        if len(earlier) != share.earlier:
            raise ConflictError(revision=len(earlier))
        journal.append([share.event])
    return write_outputs(outputs, directory)


@dataclass(frozen=True, slots=True)
class _OpenLog:
    """The recipient's log with the batch that a new export adds to it."""

    now: int
    key: RecipientKey
    sealed: Mapping[int, SealedEntry]
    """Every entry, by position."""
    batch: tuple[bytes, ...]
    recipient_log: RecipientLog
    previous: bytes
    """Root of the recipient's log before this export; empty for the first."""
    earlier: int
    pseudonym_key: bytes

    def event(
        self, prepared: Prepared, bundle: bytes, withheld: tuple[Withheld, ...]
    ) -> ExportMade:
        """Make the event that records the export."""
        return ExportMade(
            at=self.now,
            recipient=prepared.request.recipient,
            previous=self.previous,
            batch=b"".join(self.batch),
            size=self.recipient_log.size,
            root=self.recipient_log.root(),
            bundle_sha256=hashlib.sha256(bundle).digest(),
            incidents=prepared.request.incidents,
            raw=prepared.request.raw,
            withheld=withheld,
        )


def _line(
    journal: Journal, recipient: RecipientId, untrusted_last: bytes | None
) -> list[ExportMade]:
    """Return the exports to continue: those that lead to the one that the recipient holds.

    An older copy of the vault has lost a batch. The next export would fill its place with another,
    and an honest person would have signed two logs that contradict one another.
    """
    exports = journal.state.exports.get(recipient, [])
    if untrusted_last is None:
        return line_of(exports)
    key = RecipientKey(journal.state.recipients[recipient].secret)
    last = open_signed(untrusted_last)
    for made in exports:
        stands = (made.size, made.root) == (last.checkpoint.size, last.checkpoint.root)
        if stands and last.key == key.verifying_key:
            return line_through(exports, made)
    raise DivergedExportError


def _open_log(journal: Journal, prepared: Prepared) -> _OpenLog:
    """Seal what the export needs, and everything since the recipient's last export.

    Raises:
        DamagedRecordError: a record is not what was committed to.
    """
    recipient = prepared.request.recipient
    secret = journal.state.recipients[recipient].secret
    batches = [_leaves(made.batch) for made in prepared.line]
    logged = {leaf for batch in batches for leaf in batch}
    key = RecipientKey(secret)
    # All of them: where an entry stands in the vault says nothing of what it was exported with, as
    # another copy of the vault may have brought both the entry and the export.
    sealed = {p: key.seal(entry_at(journal, p)) for p in journal.state.committed}
    batch = tuple(entry.leaf for entry in sealed.values() if entry.leaf not in logged)
    earlier = len(journal.state.exports.get(recipient, []))
    return _OpenLog(
        now=journal.surroundings.now(),
        key=key,
        sealed=sealed,
        batch=batch,
        recipient_log=RecipientLog(key, [*batches, batch]),
        previous=prepared.line[-1].root if prepared.line else b"",
        earlier=earlier,
        pseudonym_key=pseudonym_key(journal, recipient),
    )


def _leaves(batch: bytes) -> list[bytes]:
    return [batch[at : at + HASH_BYTES] for at in range(0, len(batch), HASH_BYTES)]


def _entries(
    journal: Journal, selection: Sequence[ExportedIncident], sealed: Mapping[int, SealedEntry]
) -> dict[EntryKey, SealedEntry]:
    """Name the entries that back the document as it numbers them: both follow the selection."""
    entries: dict[EntryKey, SealedEntry] = {}
    exhibit = 0
    for number, exported in enumerate(selection, start=1):
        thread = journal.state.threads[exported.incident.id]
        for revision in thread.line:
            key = EntryKey("paragraph", number, revision.number)
            entries[key] = sealed[revision.position]
        for attachment in exported.attachments:
            exhibit += 1
            entries[EntryKey("exhibit", exhibit, 0)] = sealed[journal.state.attached[attachment.id]]
    return entries
