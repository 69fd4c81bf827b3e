"""The objects that commands write and read beside incidents and entities: docs/INTERCHANGE.md.

With `--json` every line of stdout is one of these, an incident or an entity; `type` says which.
Fields are added and never taken away or given another meaning.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from safelog.export.delivery.ways import Way
from safelog.journal.events import AttachmentAdded, DraftSaved
from safelog.journal.interchange import AttachmentFacts, attachment_facts
from safelog.journal.journal import Journal
from safelog.journal.moment import iso_utc
from safelog.journal.thread import Thread
from safelog.model.entity import EntityKind
from safelog.model.ids import EntityId, IncidentId
from safelog.model.incident import State
from safelog.model.when import When
from safelog.redact.policy import Policy, RecipientProfile
from safelog.vault import SlotType


class Heading(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="heading"):
    """An incident in a list: what is needed to choose it, without its words."""

    id: IncidentId
    kind: str
    state: State
    when: When | None
    revision: int
    recorded: str
    attachments: int
    title: str | None = None
    """Only where the titles were asked for."""
    conflicts: tuple[int, ...] = ()
    """Numbers of revisions from two copies of the vault that nobody brought together yet."""


class Attachment(AttachmentFacts, frozen=True, kw_only=True, tag_field="type", tag="attachment"):
    """A file in the vault."""

    incident: IncidentId


class AttachmentWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the person says of a file, read by `attach`."""

    description: str = ""
    provenance: str = ""


class Query(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `search` reads."""

    words: str


class Draft(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="draft"):
    """Unsaved words that wait."""

    id: str
    incident: str
    kind: str
    saved: str
    inputs: dict[str, str] | None = None
    """Only where the words were asked for."""


class Changed(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="changed"):
    """Something was done that has no other result."""

    what: Literal["draft", "keys", "link", "merge", "passphrase", "slot", "unfinished", "quit"]


class Burned(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="burned"):
    """A vault that is gone."""

    removed: int
    """How many files of it there were."""
    left: int
    """Files in its folder that were not its own; they are still there."""


class RemovalWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `remove` reads: that it is meant."""

    confirm: Literal["remove"]


class RawWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `export --raw` reads: that it is meant."""

    confirm: Literal["raw"]


class Removed(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="removed"):
    """What was removed for good."""

    incidents: int
    """Of which nothing is left."""
    revisions: int
    attachments: int
    attachment_bytes: int
    entities: int
    """Of which nothing is left."""
    versions: int
    """Of entities."""
    links: int
    merges: int
    """That lost the words for them."""
    drafts: int
    """That were waiting."""


class Tombstone(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="tombstone"):
    """That something was there, and when it was removed."""

    what: Literal["incident", "revision", "file", "entity", "version", "link"]
    id: str
    number: int | None
    """Of a single revision or version."""
    recorded: str
    removed: str


class Finding(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="finding"):
    """What `doctor` found about one thing on this computer."""

    topic: str
    found: str
    state: Literal["fine", "weak", "serious", "unknown"]


class Vault(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="vault"):
    """A vault whose recovery words are new: nothing shows them again."""

    recovery_words: str


class Slot(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="slot"):
    """A way to open the vault; there is nothing in it that opens."""

    id: str
    way: SlotType
    memory_kib: int
    passes: int
    lanes: int
    opened: bool
    """Whether it is the one that opened the vault for this command."""


class Sheets(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="sheets"):
    """New recovery words, or a set of shares: nothing shows them again."""

    sheets: tuple[str, ...]


class Rehearsed(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="rehearsed"):
    """Which way to open the vault was tried, and opens it."""

    id: str
    way: SlotType
    notices: tuple[str, ...]


class Imported(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="imported"):
    """What an import stored."""

    incidents: int
    entities: int
    attachments: int = 0


class Check(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="check"):
    """What `check` found."""

    whole: bool
    state: str
    """To keep outside of the vault, for `check --expect`."""
    incidents: int
    entities: int
    records: int
    attachments: int
    attachment_bytes: int
    unnamed_attachments: int
    """Files that no record names: a save that was interrupted, or an older log."""
    torn_bytes: int
    """What an interrupted write left behind the last whole record."""
    notices: tuple[str, ...]
    problems: tuple[str, ...]
    removed: int = 0
    """Entries of the evidence log that were removed; their places in it stand."""
    unfinished_removals: int = 0
    """Records that a merge was to remove when it was cut off."""
    """Keys of the errors, as in docs/EXIT_CODES.md."""


class Verification(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="verification"):
    """What an export proves; the fields are those of `safelog.export.report.Report`."""

    made: str
    digits: tuple[str, ...]
    paragraphs: int
    exhibits: int
    sentences_open: int
    sentences_sealed: int
    values_open: int
    names_signed: int
    log_size: int
    earlier_given: int
    earlier_named: int
    files_judged: int
    files_missing: int


class Recipient(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="recipient"):
    """Somebody who receives exports."""

    id: str
    name: str
    policy: str
    language: str
    hide: tuple[EntityId, ...]
    show: tuple[EntityId, ...]
    hide_kinds: tuple[EntityKind, ...]
    exports: int
    """How many exports were made for them."""


class PolicyShown(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="policy"):
    """What one recipient may see, rule by rule."""

    recipient: str
    policy: str
    """Code of the policy that the rules come from."""
    changed: bool
    """Whether the rules are the recipient's own copy."""
    rules: Policy


class RecipientWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `recipient add` reads."""

    name: str
    policy: str
    language: str
    hide: tuple[EntityId, ...] = ()
    show: tuple[EntityId, ...] = ()
    hide_kinds: tuple[EntityKind, ...] = ()


class Exported(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="export"):
    """A redacted export that was written."""

    recipient: str
    incidents: tuple[IncidentId, ...]
    files: tuple[str, ...]
    digits: tuple[str, ...]
    """The key of the recipient's log in eight groups of five digits, to be told by voice."""
    hidden: int
    """How many places were found in which somebody is hidden or might be."""
    delivered: Way
    passphrase: str = ""
    """Opens the sealed files; only where it was asked for."""


class BackedUp(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="backup"):
    """A verified copy of the vault that was written."""

    path: str
    same_disk: bool
    """Whether it lies on the disk of the vault."""
    records: int
    attachments: int
    attachment_bytes: int


class Restoration(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="restoration"):
    """What a backup holds; with `written` it is a vault again."""

    written: bool
    incidents: int
    entities: int
    attachments: int
    attachment_bytes: int
    records: int
    last_recorded: str
    """When its last entry was recorded; empty if it has none."""


class Travel(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="travel"):
    """What is in a travel vault."""

    incidents: int
    entities: int
    attachments: int


class Merged(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="merge"):
    """What another copy of the vault had and this one had not."""

    added: int
    """Records that are new here."""
    incidents: tuple[IncidentId, ...]
    conflicts: tuple[IncidentId, ...]
    """Incidents with revisions that nobody brought together yet."""
    entities: tuple[EntityId, ...]
    """Persons and things that both copies changed; the later change counts."""
    attachments: int
    attachment_bytes: int
    forked_recipients: tuple[str, ...]
    """Recipients who were given exports from both copies."""
    removed: int = 0
    """Records that the other copy had removed, and that are gone here now too."""
    returned: tuple[IncidentId, ...] = ()
    """Incidents that one copy had removed, and the other had gone on with: they are here."""


class Salvaged(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="salvage"):
    """What came over from a damaged vault, and what did not."""

    whole: bool
    incidents: int
    entities: int
    records: int
    lost_records: tuple[int, ...]
    unreadable_records: tuple[int, ...]
    searched_to_the_end: bool
    attachments: int
    attachment_bytes: int
    lost_attachments: tuple[str, ...]
    """Ids of attachments whose file is lost."""
    unnamed_lost_attachments: int
    """Files that are lost with the record that named them."""
    incidents_with_gaps: tuple[IncidentId, ...]
    lost_incidents: tuple[IncidentId, ...]
    """Incidents of which only attachments are left."""


def heading_object(thread: Thread, *, titles: bool) -> Heading:
    """Return the heading of an incident."""
    return Heading(
        id=thread.heading.id,
        kind=thread.heading.kind,
        state=thread.heading.state,
        when=thread.heading.when,
        revision=thread.revision,
        recorded=iso_utc(thread.recorded),
        attachments=len(thread.attachments),
        title=thread.heading.title if titles else None,
        conflicts=thread.conflicts,
    )


def attachment_object(attachment: AttachmentAdded) -> Attachment:
    """Return what the journal says of an attachment."""
    facts = msgspec.structs.asdict(attachment_facts(attachment))
    return Attachment(**facts, incident=attachment.incident)


def draft_object(draft: DraftSaved, *, words: bool) -> Draft:
    """Return a draft, with what stands in its inputs if `words`."""
    return Draft(
        id=draft.id,
        incident=draft.incident,
        kind=draft.kind,
        saved=iso_utc(draft.at),
        inputs=draft.inputs if words else None,
    )


def recipient_object(journal: Journal, profile: RecipientProfile) -> Recipient:
    """Return a recipient and how many exports were made for them."""
    return Recipient(
        id=profile.id,
        name=profile.name,
        policy=profile.policy,
        language=profile.language,
        hide=profile.hide,
        show=profile.show,
        hide_kinds=profile.hide_kinds,
        exports=len(journal.state.exports.get(profile.id, [])),
    )
