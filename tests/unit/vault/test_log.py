"""The torn tail of the log, and appends that fail."""

from __future__ import annotations

import errno
import hashlib
import os

import pytest

from safelog.errors import (
    DamagedRecordError,
    MisplacedRecordError,
    StorageError,
    StorageFullError,
    TruncatedLogError,
)
from safelog.vault import Notice, Secret, TornTail
from safelog.vault.head import Root
from safelog.vault.heads import HeadKeeper, read_heads
from safelog.vault.log import create_log
from tests.unit.vault.world import FOLDER, PASSPHRASE, World, payloads

FRAME = 128 + 256 + 16
"""Bytes of a frame with a short payload."""


def killed_world(*commits: list[bytes]) -> World:
    """Return a vault whose process was killed: the head vouches for the first commit only."""
    world = World()
    with world.create() as vault:
        vault.append([b"vouched"])
    vault = world.open()
    for commit in commits:
        vault.append(commit)
    world.memory.die()
    return world


def vouch_for(world: World, root: Root) -> None:
    """Write a head that vouches for `root`, as only somebody with the key can."""
    unlocked = read_heads(FOLDER, world.ports).unlock(Secret.from_text(PASSPHRASE))
    HeadKeeper(FOLDER, unlocked.head, unlocked.keys.head, ports=world.ports).settle(root)


def test_a_tear_at_every_byte_of_the_last_commit() -> None:
    """What was acknowledged before is there, the torn commit is gone whole, and it is told."""
    world = killed_world([b"two"], [b"three", b"four"])
    whole = world.memory.snapshot()
    kept = 64 + 2 * FRAME
    for length in range(kept, len(whole["log"])):
        cut = whole | {"log": whole["log"][:length]}
        world.memory.restore(cut)
        vault = world.open()
        assert payloads(vault) == [b"vouched", b"two"]
        torn = length - kept
        assert vault.torn == (TornTail(kept, torn) if torn else None)
        assert vault.notices == ((Notice.TORN_TAIL,) if torn else ())
        vault.close()
        assert world.file("log") == cut["log"]


@pytest.mark.parametrize("at", range(64 + 2 * FRAME, 64 + 4 * FRAME, 97))
def test_a_sector_that_never_reached_the_disk(at: int) -> None:
    """A hole in the last commit, with its later frames there: the commit is torn, not the vault."""
    world = killed_world([b"two"], [b"three", b"four"])
    log = world.file("log")
    log[at : at + 97] = bytes(len(log[at : at + 97]))
    with world.open() as vault:
        assert payloads(vault) == [b"vouched", b"two"]
        assert vault.torn == TornTail(64 + 2 * FRAME, 2 * FRAME)


def test_torn_bytes_are_set_aside_before_the_next_write() -> None:
    """Nothing is ever destroyed: the bytes are in a file of their own, however often it happens."""
    world = killed_world()
    vouched = world.memory.snapshot()
    names = ["torn-464", "torn-464-1", "torn-464-2"]
    for number, name in enumerate(names):
        torn = b"torn %d" % number
        aside = {n: data for n, data in world.memory.snapshot().items() if n.startswith("torn")}
        world.memory.restore(vouched | aside | {"log": vouched["log"] + torn})
        with world.open() as vault:
            assert vault.torn == TornTail(64 + FRAME, len(torn))
            assert name not in world.memory.snapshot()
            vault.append([b"two"])
        with world.open() as vault:
            assert payloads(vault) == [b"vouched", b"two"]
            assert (vault.torn, vault.notices) == (None, ())
    assert [world.file(name) for name in names] == [b"torn 0", b"torn 1", b"torn 2"]


def test_a_large_torn_tail_is_set_aside_whole() -> None:
    """In pieces, with little memory."""
    world = killed_world([bytes(3_000_000)])
    del world.file("log")[-10:]
    torn = bytes(world.file("log")[64 + FRAME :])
    with world.open() as vault:
        vault.append([b"three"])
        remaining = vault.torn
    assert remaining is None
    assert world.file(f"torn-{64 + FRAME}") == torn


@pytest.mark.parametrize("call", ["write", "replace"])
def test_a_full_disk_keeps_nothing_of_a_tail_that_it_has_no_room_for(call: str) -> None:
    """The copy is removed again, the log stays as it is, and with room the next append goes on."""
    world = killed_world([b"two"])
    world.file("log").extend(b"torn")
    vault, fault = world.open(), world.fault
    before = world.memory.snapshot()
    fault.error, fault.short = errno.ENOSPC, True
    fault.before = lambda name: setattr(fault, "at", fault.calls if name == call else None)
    with pytest.raises(StorageFullError):
        vault.append([b"three"])
    assert world.memory.snapshot() == before
    fault.before, fault.at = lambda _name: None, None
    with vault:
        vault.append([b"three"])
        assert payloads(vault) == [b"vouched", b"two", b"three"]
    assert world.file(f"torn-{64 + 2 * FRAME}") == b"torn"


@pytest.mark.parametrize("call", ["truncate", "sync"])
def test_a_tail_that_could_not_be_cut_off_is_cut_off_next_time(call: str) -> None:
    """It was set aside once, and the vault goes on."""
    world = killed_world()
    world.file("log").extend(b"torn")
    fault = world.fault
    with world.open() as vault:
        seen: list[str] = []

        def fail(name: str) -> None:
            seen.append(name)
            # The first sync is that of the copy.
            hit = name == call and seen.count(call) == 1 + (call == "sync")
            fault.at = fault.calls if hit else None

        fault.before = fail
        with pytest.raises(StorageError):
            vault.append([b"two"])
        vault.append([b"two"])
        assert payloads(vault) == [b"vouched", b"two"]
    assert [name for name in world.memory.snapshot() if "torn" in name] == [f"torn-{64 + FRAME}"]


def test_what_a_kill_left_of_a_copy_is_swept() -> None:
    """The tail itself is still in the log, or in its finished copy."""
    world = killed_world()
    for name in ("torn-64.tmp", "torn-64-2.tmp", "torn-64", "torn-x.tmp"):
        world.memory.content[FOLDER / name] = bytearray(b"half")
    world.open().close()
    assert {name for name in world.memory.snapshot() if "torn" in name} == {"torn-64", "torn-x.tmp"}


@pytest.mark.parametrize("words", [b"", b"w", b"w" + bytes(1 << 20) + b"w"])
def test_zeros_at_the_end_of_a_tail_are_not_kept(words: bytes) -> None:
    """They say nothing, and there may be more of them than the disk has room for."""
    world = killed_world()
    world.file("log").extend(words + bytes(2 << 20))
    with world.open() as vault:
        assert vault.torn == TornTail(64 + FRAME, len(words) + (2 << 20))
        vault.append([b"two"])
        assert payloads(vault) == [b"vouched", b"two"]
    assert world.memory.snapshot().get(f"torn-{64 + FRAME}", b"") == words


def test_a_commit_behind_the_break_is_no_torn_tail() -> None:
    """Cutting there would drop what was acknowledged: damage, and nothing is touched."""
    world = killed_world([b"two"], [b"three", b"four"], [b"five"])
    for at in (64 + FRAME + 200, 64 + 2 * FRAME + 5, 64 + 3 * FRAME + 300):
        world.file("log")[at] ^= 1
        before = world.memory.snapshot()
        with pytest.raises(DamagedRecordError) as caught:
            world.open()
        assert caught.value.fields == {"position": (at - 64) // FRAME}
        assert world.memory.snapshot() == before
        world.file("log")[at] ^= 1
    world.open().close()


def test_a_commit_far_behind_the_break_is_found() -> None:
    """Also across the blocks in which the rest is searched."""
    world = killed_world([b"two"], [bytes(2_500_000)], [b"three"])
    world.file("log")[64 + FRAME] ^= 1
    with pytest.raises(DamagedRecordError):
        world.open()


def test_a_replayed_commit_at_the_end_is_misplaced() -> None:
    """An authentic commit in a place where it was not written is never a torn tail."""
    world = killed_world([b"two"])
    log = world.file("log")
    log += log[64 : 64 + FRAME]
    with pytest.raises(MisplacedRecordError) as caught:
        world.open()
    assert caught.value.fields == {"position": 2}


def test_garbage_that_names_the_vault_is_still_garbage() -> None:
    """What looks like frames behind the tear is looked at, and is none."""
    world = killed_world([b"two"])
    log = world.file("log")
    frame = bytes(log[64 + FRAME :])
    not_first = frame[:3] + b"\x02" + frame[4:]
    forged = frame[:40] + bytes(32) + frame[72:]
    log += not_first + forged + frame[:130]
    with world.open() as vault:
        assert payloads(vault) == [b"vouched", b"two"]
        assert vault.torn == TornTail(64 + 2 * FRAME, 2 * FRAME + 130)


@pytest.mark.parametrize(("headers", "damaged"), [(8, False), (400, True)])
def test_a_tail_that_would_be_searched_for_ever_is_damage(headers: int, *, damaged: bool) -> None:
    """Each header claims half of the tail: the search reads four times the tail, and no more."""
    world = killed_world([b"two"])
    log = world.file("log")
    begin = len(log)
    claimed = (headers * 64 // 256 * 256 + 16).to_bytes(4, "big")
    header = bytes(log[64 + FRAME :][:28]) + claimed + bytes(log[64 + FRAME :][32:128])
    log += header * headers
    calls: list[str] = []
    world.fault.before = calls.append
    if damaged:
        with pytest.raises(DamagedRecordError) as caught:
            world.open()
        assert caught.value.fields == {"position": 2}
        assert calls.count("read") < 40
    else:
        with world.open() as vault:
            assert vault.torn == TornTail(begin, headers * 128)


def test_a_commit_without_its_end_is_torn() -> None:
    """Whole frames, but the last of the commit is missing."""
    world = killed_world([b"two", b"three"])
    del world.file("log")[-FRAME:]
    with world.open() as vault:
        assert payloads(vault) == [b"vouched"]
        assert vault.torn == TornTail(64 + FRAME, FRAME)


@pytest.mark.parametrize("length", [0, 63, 64, 64 + FRAME - 1])
def test_a_log_shorter_than_vouched_is_truncated(length: int) -> None:
    """Every length below what the head vouches for; the numbers are told."""
    world = killed_world()
    del world.file("log")[length:]
    with pytest.raises(TruncatedLogError) as caught:
        world.open()
    assert caught.value.fields == {"found": length, "expected": 64 + FRAME}


def test_a_log_that_is_gone_is_truncated_to_nothing() -> None:
    """The head vouches for records that are not there."""
    world = killed_world()
    del world.memory.content[FOLDER / "log"]
    with pytest.raises(TruncatedLogError) as caught:
        world.open()
    assert caught.value.fields == {"found": 0, "expected": 64 + FRAME}


def test_a_vouched_record_that_does_not_authenticate_is_not_released() -> None:
    """A head that vouches for garbage was written by somebody with the key; still no bytes come."""
    world = killed_world()
    log = world.file("log")
    log[-1] ^= 1
    frame_hash = hashlib.sha256(log[64:]).hexdigest()
    vouch_for(world, Root(log_bytes=len(log), records=1, log_hash=frame_hash))
    with world.open() as vault, pytest.raises(DamagedRecordError):
        vault.read(0)


@pytest.mark.parametrize("inside", [1, 127, 128, FRAME - 1])
def test_a_head_that_vouches_up_to_the_middle_of_a_record_is_refused(inside: int) -> None:
    """In front of the end of its header or behind it: the records are whole, and are not its."""
    world = killed_world([b"two"])
    two_records = hashlib.sha256(world.file("log")[64 + FRAME :]).hexdigest()
    vouch_for(world, Root(log_bytes=64 + FRAME + inside, records=2, log_hash=two_records))
    before = world.memory.snapshot()
    with pytest.raises(MisplacedRecordError) as caught:
        world.open()
    assert caught.value.fields == {"position": 1}
    assert world.memory.snapshot() == before


def test_a_vouched_record_of_an_impossible_length_is_damage() -> None:
    """Nothing is read by a length that no record has."""
    world = killed_world()
    world.file("log")[64 + 28 : 64 + 32] = b"\xff" * 4
    with pytest.raises(DamagedRecordError) as caught:
        world.open()
    assert caught.value.fields == {"position": 0}


@pytest.mark.parametrize("call", ["write", "sync"])
def test_a_log_that_could_not_be_begun_is_let_go(call: str) -> None:
    """A full disk under a new vault: whoever tries again finds nobody holding the file."""
    world = killed_world()
    keys = read_heads(FOLDER, world.ports).unlock(Secret.from_text(PASSPHRASE)).keys
    fault = world.fault
    fault.error = errno.ENOSPC
    fault.before = lambda name: setattr(fault, "at", fault.calls if name == call else None)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        create_log(FOLDER, keys=keys, ports=world.ports)
    assert not world.memory.held


@pytest.mark.parametrize(
    ("number", "error"),
    [(errno.ENOSPC, StorageFullError), (errno.EDQUOT, StorageFullError), (errno.EIO, StorageError)],
)
@pytest.mark.parametrize("call", ["write", "sync"])
@pytest.mark.parametrize("lasting", [True, False])
def test_a_failed_append_changes_nothing_and_the_next_goes_on(
    number: int, error: type[Exception], call: str, *, lasting: bool
) -> None:
    """Also if cutting back fails with it; the same position is sealed under another salt."""
    world = World()
    with world.create() as vault:
        vault.append([b"one"])
        fault = world.fault
        fault.error, fault.lasting, fault.short = number, lasting, True
        fault.before = lambda name: setattr(
            fault, "at", fault.calls if name == call and fault.at is None else fault.at
        )
        with pytest.raises(error):
            vault.append([b"two", b"three"])
        left = bytes(world.file("log")[64 + FRAME :])
        assert bool(left) is lasting
        fault.before, fault.at = lambda _name: None, None
        assert payloads(vault) == [b"one"]
        assert vault.append([b"four"]) == range(1, 2)
        assert world.file("log")[64 + FRAME + 32 : 64 + FRAME + 52] != left[32:52]
    with world.open() as vault:
        assert payloads(vault) == [b"one", b"four"]
        assert vault.torn is None
