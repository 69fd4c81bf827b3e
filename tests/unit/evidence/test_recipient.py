"""A recipient's log: unlinkable, append-only, and the same each time it is built."""

from __future__ import annotations

import copy
import hmac
import pickle

import pytest
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from safelog.evidence.checkpoint import parse_checkpoint
from safelog.evidence.commitment import Part, commit
from safelog.evidence.entry import Entry
from safelog.evidence.merkle import is_consistent, is_included
from safelog.evidence.note import open_note
from safelog.evidence.recipient import SMALLEST_BATCH, RecipientKey, RecipientLog
from safelog.export.claims import EntryKey
from tests.vectors.evidence.world import CAR, ENTRIES, make_log, secret

ENTRY = ENTRIES[EntryKey("paragraph", 1, 1)]
CORRECTING = ENTRIES[EntryKey("paragraph", 2, 1)]


def derive(label: str, length: int = 32) -> bytes:
    """Derive a key of the lawyer's by the formula of docs/PROOF.md, section 3."""
    info = f"safelog/proof/v1/{label}".encode()
    return HKDF(SHA512(), length, None, info).derive(secret("lawyer"))


def lawyer() -> RecipientKey:
    """Return the key of one recipient."""
    return RecipientKey(secret("lawyer"))


def entries(count: int) -> list[Entry]:
    """Return entries that belong to one incident each."""
    return [
        Entry(seed=secret(f"entry {n}"), parts=(Part("@incident", b"%d" % n),))
        for n in range(count)
    ]


def leaves(count: int) -> list[bytes]:
    """Return that many leaves in the lawyer's view."""
    return [lawyer().seal(entry).leaf for entry in entries(count)]


def test_a_secret_is_32_bytes() -> None:
    """A shorter secret is a slip, and is refused."""
    with pytest.raises(ValueError, match="32 bytes"):
        RecipientKey(b"short")


def test_keys_follow_the_written_formulas() -> None:
    """Section 3 of docs/PROOF.md, written out by hand."""
    sealed = lawyer().seal(ENTRY)
    view = hmac.new(derive("entry"), ENTRY.seed, "sha256").digest()
    thread = hmac.new(derive("thread"), CAR.encode(), "sha256").digest()[:16].hex()
    assert lawyer().origin == f"safelog/{derive('origin', 8).hex()}"
    assert sealed.salt("kind#1/1") == hmac.new(view, b"salt\x00kind#1/1", "sha256").digest()
    assert sealed.thread == thread
    assert sealed.parts["@thread"] == thread.encode()


def test_a_salt_opens_its_part_and_no_other() -> None:
    """The commitment of the part is in the list, and its salt fits no other words."""
    sealed = lawyer().seal(ENTRY)
    salt = sealed.salt("kind#1/1")
    assert commit(Part("kind#1/1", b"surveillance.following"), salt=salt) in sealed.commitments
    assert commit(Part("kind#1/1", b"threat.call"), salt=salt) not in sealed.commitments


def test_two_recipients_share_nothing() -> None:
    """No salt, commitment, leaf, thread, origin, key or root is the same for two recipients."""
    one, other = lawyer(), RecipientKey(secret("journalist"))
    ours, theirs = one.seal(ENTRY), other.seal(ENTRY)
    assert not set(ours.commitments) & set(theirs.commitments)
    assert ours.leaf != theirs.leaf
    assert ours.thread != theirs.thread
    assert all(ours.salt(path) != theirs.salt(path) for path in ours.parts)
    assert one.origin != other.origin
    assert one.verifying_key.public != other.verifying_key.public
    assert make_log("lawyer").root() != make_log("journalist").root()


def test_entries_of_one_incident_are_of_one_thread() -> None:
    """A correction by a new entry names the thread of the entry that it corrects."""
    first, second = (ENTRIES[EntryKey("paragraph", 1, revision)] for revision in (1, 2))
    assert lawyer().seal(first).thread == lawyer().seal(second).thread
    assert lawyer().seal(CORRECTING).thread != lawyer().seal(first).thread
    assert lawyer().seal(CORRECTING).parts["@corrects"] == lawyer().seal(first).thread.encode()
    assert "@corrects" not in lawyer().seal(first).parts


def test_an_entry_without_an_incident_cannot_be_sealed() -> None:
    """Every entry belongs to an incident; one that does not is a defect."""
    with pytest.raises(LookupError):
        lawyer().seal(Entry(seed=bytes(32), parts=()))


@pytest.mark.parametrize(("count", "size"), [(0, 64), (1, 64), (64, 64), (65, 128), (200, 256)])
def test_a_batch_is_a_power_of_two(count: int, size: int) -> None:
    """The log's size says no more about the journal than a power of two."""
    assert RecipientLog(lawyer(), [leaves(count)]).size == size


def test_fillers_follow_the_written_formula() -> None:
    """Section 3 of docs/PROOF.md; fillers of two batches differ."""
    filler = hmac.new(derive("filler"), (1).to_bytes(8, "big") + bytes(8), "sha256").digest()
    assert filler in lawyer().fill([], batch=1)
    assert not set(lawyer().fill([], batch=0)) & set(lawyer().fill([], batch=1))


def test_the_order_of_saving_does_not_show() -> None:
    """The same entries in another order give the same log."""
    assert (
        RecipientLog(lawyer(), [leaves(5)]).root()
        == RecipientLog(lawyer(), [leaves(5)[::-1]]).root()
    )


def test_every_entry_is_found_and_proven() -> None:
    """Each leaf has an index, and a proof for the root that is signed."""
    log = RecipientLog(lawyer(), [leaves(3), leaves(70)[3:]])
    for leaf in leaves(70):
        index = log.index(leaf)
        assert is_included(
            leaf, index=index, size=log.size, proof=log.inclusion(index), root=log.root()
        )
    with pytest.raises(LookupError):
        log.index(bytes(32))


def test_a_log_continues_each_of_its_earlier_sizes() -> None:
    """Exports grow one log: every earlier root is proven, an empty batch included."""
    batches = [leaves(3), [], leaves(70)[3:]]
    log = RecipientLog(lawyer(), batches)
    assert log.earlier == (SMALLEST_BATCH, 2 * SMALLEST_BATCH)
    for number, size in enumerate(log.earlier, start=1):
        old = RecipientLog(lawyer(), batches[:number])
        assert (old.size, old.root()) == (size, log.root(size))
        assert is_consistent(
            old_size=old.size,
            old_root=old.root(),
            size=log.size,
            root=log.root(),
            proof=log.consistency(old.size),
        )


def test_a_log_needs_a_batch_and_single_leaves() -> None:
    """Nothing is signed for an empty log, and no entry is counted twice."""
    with pytest.raises(ValueError, match="at least one batch"):
        RecipientLog(lawyer(), [])
    with pytest.raises(ValueError, match="once"):
        RecipientLog(lawyer(), [leaves(2), leaves(1)])


def test_the_checkpoint_is_signed_by_the_recipients_key() -> None:
    """The note names origin, size, root and export, and opens with the key of the exports."""
    log = make_log()
    checkpoint = parse_checkpoint(open_note(log.checkpoint(b"e" * 32), log.key.verifying_key))
    assert (checkpoint.origin, checkpoint.size) == (log.key.origin, log.size)
    assert (checkpoint.root, checkpoint.export) == (log.root(), b"e" * 32)


def test_secrets_do_not_travel() -> None:
    """Neither a key nor a sealed entry shows itself, is pickled or copied."""
    key = lawyer()
    assert repr(key) == "RecipientKey(...)"
    for value in (key, key.seal(ENTRY)):
        for travel in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(TypeError):
                travel(value)
