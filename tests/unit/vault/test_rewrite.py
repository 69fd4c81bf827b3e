"""Contents that are removed for good, and what a rewriting leaves as it was."""

from __future__ import annotations

import errno
import io
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from safelog.errors import (
    DamagedRecordError,
    DamagedVaultError,
    NotFoundError,
    StorageError,
    StorageFullError,
    TruncatedLogError,
    UnfinishedRewritingError,
    VaultClosedError,
    VaultInUseError,
)
from safelog.vault import BlobRef, Notice, Record, Secret, Vault
from safelog.vault.frame import HEADER_BYTES, FrameWriter, parse_header
from safelog.vault.heads import HeadKeeper, read_heads
from safelog.vault.opening import create_vault, open_vault
from safelog.vault.ports import Ports
from tests.unit.vault.world import (
    CHEAP_COST,
    CHEAP_LIMITS,
    FOLDER,
    PASSPHRASE,
    RECOVERY,
    World,
    payloads,
)

if TYPE_CHECKING:
    from collections.abc import Callable

PHOTO = b"a photo of the car" * 400
NOTE = b"a note that stays"


def full_world() -> World:
    """Return a vault with commits of one and of several records, and two attachments."""
    world = World()
    with world.create() as vault:
        vault.append([b"one"])
        photo, note = (vault.write_blob(io.BytesIO(each)) for each in (PHOTO, NOTE))
        vault.append([b"secret", b"three", b"four"], blobs=[photo, note])
        vault.append([b"five"])
    return world


def forget(position: int, record: Record) -> Record | None:
    """Remove the secret and the photo."""
    if position != 1:
        return None
    return Record(b"gone", tuple(blob for blob in record.blobs if blob.size == len(NOTE)))


def frames(log: bytes) -> list[tuple[int, int, bytes]]:
    """Return flags, position and salt of each frame."""
    found, at = [], 64
    while at < len(log):
        header = parse_header(log, offset=at)
        found.append((header.flags, header.position, header.salt))
        at += HEADER_BYTES + header.sealed_bytes
    return found


def at_call(world: World, call: str, count: int, do: Callable[[], None]) -> None:
    """Do something when `call` is made for the `count`th time from now."""
    seen: list[str] = []

    def notice(name: str) -> None:
        seen.append(name)
        if name == call and seen.count(call) == count:
            do()

    world.fault.before = notice


def test_what_was_removed_is_nowhere_and_all_else_stays() -> None:
    """The same positions in the same commits; before and after closing."""
    world = full_world()
    before = world.memory.snapshot()
    old = frames(before["log"])
    with world.open() as vault:
        gone, kept = vault.blobs()
        vault.rewrite(forget)
        for each in (vault, None):
            again = each or world.open()
            assert payloads(again) == [b"one", b"gone", b"three", b"four", b"five"]
            assert [blob.id for blob in again.blobs()] == [kept.id]
            assert b"".join(again.read_blob(kept.id)) == NOTE
            with pytest.raises(NotFoundError):
                next(again.read_blob(gone.id))
            assert again.check().problems == ()
            assert (again.notices, again.torn) == ((), None)
            again.close()
    files = world.memory.snapshot()
    assert set(files) == set(before) - {f"blobs/{gone.id}"}
    new = frames(files["log"])
    assert [frame[:2] for frame in new] == [frame[:2] for frame in old]
    assert {salt for *_, salt in new}.isdisjoint(salt for *_, salt in old)
    assert frames_of(world, before["log"][64:464]) == []


def frames_of(world: World, frame: bytes) -> list[str]:
    """Return the files that hold the sealed part of a frame."""
    sealed = frame[HEADER_BYTES:]
    return [name for name, data in world.memory.snapshot().items() if sealed in data]


def test_the_rewritten_vault_goes_on() -> None:
    """It takes records and attachments, in the same opening and in the next."""
    world = full_world()
    vault = world.open()
    seen = []
    for position, payload in vault.records():
        seen.append(payload)
        if position == 4:
            vault.rewrite(forget)
            vault.append([b"behind"])
    assert seen[4:] == [b"five", b"behind"]
    assert vault.append([b"six"], blobs=[vault.write_blob(io.BytesIO(b"more"))]) == range(6, 7)
    vault.rewrite(lambda _position, _record: None)
    vault.close()
    with world.open(RECOVERY) as vault:
        assert payloads(vault)[4:] == [b"five", b"behind", b"six"]
        assert [b"".join(vault.read_blob(blob.id)) for blob in vault.blobs()] == [NOTE, b"more"]
        assert vault.append([b"seven"]) == range(7, 8)


def test_an_empty_vault_can_be_rewritten() -> None:
    """The old log and the new one are the same bytes then."""
    world = World()
    with world.create() as vault:
        vault.rewrite(forget)
        vault.append([b"one"])
    with world.open() as vault:
        assert payloads(vault) == [b"one"]


def test_ways_to_open_that_are_asked_for_before_still_hold() -> None:
    """Whoever had the list of slots from before writes no head over the new log."""
    world = full_world()
    with world.open() as vault:
        slots = vault.slots
        vault.rewrite(forget)
        slots.replace("passphrase", Secret.from_text("новая фраза 5"), cost=CHEAP_COST)
    with world.open("новая фраза 5") as vault:
        assert payloads(vault)[1] == b"gone"


def test_leftovers_go_and_strange_files_stay() -> None:
    """What crashes and an unfinished change of keys left may hold what was removed."""
    world = full_world()
    ours = (
        "torn-64",
        "torn-64-1",
        "torn-9.tmp",
        "head.next",
        "head.next.tmp",
        f"blobs/{'a' * 32}",
        f"blobs/{'b' * 32}.tmp",
        f"blobs/{'c' * 32}.next",
    )
    theirs = ("torn-x", "notes.txt", "blobs/photo.jpg", f"blobs/{'a' * 31}", "head.next.old")
    for name in (*ours, *theirs):
        world.memory.content[FOLDER / name] = bytearray(b"x")
    before = set(world.memory.snapshot())
    with world.open() as vault:
        vault.rewrite(lambda _position, _record: None)
    assert set(world.memory.snapshot()) == before - set(ours)


def test_a_torn_tail_does_not_come_along() -> None:
    """The log ends with its last commit, and the torn bytes are gone with the old one."""
    world = full_world()
    world.file("log").extend(b"torn")
    with world.open() as vault:
        torn = [vault.torn]
        vault.rewrite(forget)
        torn.append(vault.torn)
    assert [each is None for each in torn] == [False, True]
    assert not [name for name in world.memory.snapshot() if "torn" in name]
    with world.open() as vault:
        assert vault.notices == ()


def test_progress_grows_to_its_end() -> None:
    """Through writing and reading back; one total."""
    world = full_world()
    told: list[tuple[int, int]] = []
    with world.open() as vault:
        vault.append([bytes(2_000_000)])
        vault.rewrite(forget, progress=lambda *each: told.append(each))
    assert told == sorted(told)
    assert len({total for _, total in told}) == 1
    assert told[-1][0] == told[-1][1]
    assert len(told) == 4


def test_memory_stays_flat(tmp_path: Path) -> None:
    """Whatever the size of the log: here forty mebibytes."""
    ports = Ports(limits=CHEAP_LIMITS)
    parts = create_vault(
        tmp_path / "vault",
        passphrase=Secret.from_text(PASSPHRASE),
        recovery=Secret.from_text(RECOVERY),
        cost=CHEAP_COST,
        ports=ports,
    )
    with Vault(parts) as vault:
        for number in range(20):
            vault.append([bytes([number]) * 2_000_000])
        tracemalloc.start()
        vault.rewrite(lambda position, _: Record(b"", ()) if position == 3 else None)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert [len(payload) for payload in payloads(vault)][2:5] == [2_000_000, 0, 2_000_000]
    assert peak < 24_000_000


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_what_change_or_progress_raises_leaves_the_vault_as_it_was(
    error: type[BaseException],
) -> None:
    """Nothing is left of the new log, and the vault goes on."""

    def fail(*_: object) -> None:
        raise error

    world = full_world()
    with world.open() as vault:
        before = world.memory.snapshot()
        with pytest.raises(error):
            vault.rewrite(fail)
        with pytest.raises(error):
            vault.rewrite(forget, progress=fail)
        assert world.memory.snapshot() == before
        assert vault.append([b"six"]) == range(5, 6)
    with world.open() as vault:
        assert payloads(vault)[1] == b"secret"


def test_a_record_gets_no_attachment_that_was_not_its_own() -> None:
    """Nor a payload that does not fit; nothing is changed."""
    world = full_world()
    with world.open() as vault:
        strange = BlobRef("0" * 32, 1, bytes(32))
        with pytest.raises(ValueError, match="adds no attachment"):
            vault.rewrite(lambda _, record: record._replace(blobs=(strange,)))
        with pytest.raises(ValueError, match="does not fit"):
            vault.rewrite(lambda _, record: record._replace(payload=bytes(1 << 25)))
        assert payloads(vault)[1] == b"secret"


def test_a_record_that_cannot_be_read_stops_it() -> None:
    """Nothing is rewritten without what the disk no longer gives."""
    world = full_world()
    with world.open() as vault:
        world.file("log")[64 + 400 + 130] ^= 1
        with pytest.raises(DamagedRecordError):
            vault.rewrite(forget)
        world.file("log")[64 + 400 + 130] ^= 1
        assert payloads(vault)[1] == b"secret"


def test_closing_from_elsewhere_stops_it() -> None:
    """The log that was begun stays for whoever opens the vault then; they remove it."""
    world = full_world()
    vault = world.open()
    with pytest.raises(VaultClosedError):
        vault.rewrite(forget, progress=lambda *_: vault.close())
    assert "log.next" in world.memory.snapshot()
    with world.open() as vault:
        assert payloads(vault)[1] == b"secret"
    assert "log.next" not in world.memory.snapshot()


def test_what_is_appended_meanwhile_is_not_lost() -> None:
    """One thread at a time uses a vault; if two do, the rewriting gives way."""
    world = full_world()
    with world.open() as vault:
        added: list[range] = []

        def progress(done: int, total: int) -> None:
            if done == total:
                added.append(vault.append([b"six"]))

        with pytest.raises(StorageError) as caught:
            vault.rewrite(forget, progress=progress)
        assert caught.value.fields == {"errno": errno.ESTALE}
        assert payloads(vault)[1::4] == [b"secret", b"six"]
    with world.open() as vault:
        assert vault.count == 6


@pytest.mark.parametrize("damage", ["bit", "cut", "longer", "other"])
def test_a_disk_that_does_not_keep_what_it_was_given(damage: str) -> None:
    """What is read back is compared before the old log is given up."""
    world = full_world()
    with world.open() as vault:
        log = bytes(world.file("log"))

        def spoil() -> None:
            following = world.file("log.next")
            match damage:
                case "bit":
                    following[-1] ^= 1
                case "cut":
                    del following[-1]
                case "longer":
                    following.append(0)
                case _:
                    following[:] = log

        # Behind the sync of the log, of the head and of both copies, and that of the new log.
        at_call(world, "sync_folder", 3, spoil)
        with pytest.raises(StorageError) as caught:
            vault.rewrite(forget)
        assert type(caught.value) is StorageError
        world.fault.before = lambda _name: None
        assert "log.next" not in world.memory.snapshot()
        assert vault.append([b"six"]) == range(5, 6)


def test_records_that_are_sealed_wrongly_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bit that flips in memory before the sealing gives an authentic and wrong record."""
    world = full_world()
    seal = FrameWriter.seal

    def wrong(
        self: FrameWriter, record: bytes, *, position: int, flags: int, previous: bytes
    ) -> bytes:
        flipped = record[:20] + bytes([record[20] ^ 1]) + record[21:]
        return seal(self, flipped, position=position, flags=flags, previous=previous)

    monkeypatch.setattr(FrameWriter, "seal", wrong)
    with world.open() as vault:
        with pytest.raises(StorageError):
            vault.rewrite(forget)
        assert payloads(vault)[1] == b"secret"


def test_a_log_that_somebody_put_in_the_place_of_ours_stays() -> None:
    """A synchronized folder brought another one while ours was open."""
    world = full_world()
    vault = world.open()
    world.memory.content[FOLDER / "log"] = bytearray(world.file("log"))
    before = world.memory.snapshot()
    with pytest.raises(StorageError):
        vault.rewrite(forget)
    assert world.memory.snapshot() == before


def rewritten_and_killed(call: str, count: int) -> World:
    """Return a vault whose process died in a rewriting, at a call behind the writing of `head`."""
    world = full_world()
    vault, fault = world.open(), world.fault
    seen: list[str] = []

    def die(name: str) -> None:
        if any(b'"finishing":true' in world.file(each) for each in ("head", "head.bak")):
            seen.append(name)
            if name == call and seen.count(call) == count:
                fault.at, fault.lasting = fault.calls, True

    fault.before = die
    with pytest.raises(UnfinishedRewritingError) as caught:
        vault.rewrite(forget)
    assert caught.value.fields == {"errno": errno.EIO}
    fault.before, fault.at, fault.lasting = lambda _name: None, None, False
    return world


def test_an_opening_finishes_what_was_done() -> None:
    """And says so; a second opening has nothing to say."""
    world = rewritten_and_killed("make_folder", 1)
    assert {"log", "log.next"} <= set(world.memory.snapshot())
    with world.open() as vault:
        assert vault.notices == (Notice.REWRITING_FINISHED,)
        assert payloads(vault)[1] == b"gone"
        vault.append([b"six"])
    assert "log.next" not in world.memory.snapshot()
    assert len([name for name in world.memory.snapshot() if name.startswith("blobs/")]) == 1
    with world.open() as vault:
        assert (vault.notices, payloads(vault)[-1]) == ((), b"six")


def test_a_disk_that_refuses_after_the_head_closes_the_vault() -> None:
    """Nothing is appended that the finishing would throw away."""
    world = full_world()
    vault, fault = world.open(), world.fault
    at_call(world, "remove", 1, lambda: setattr(fault, "at", fault.calls))
    with pytest.raises(UnfinishedRewritingError):
        vault.rewrite(forget)
    with pytest.raises(VaultClosedError):
        vault.append([b"six"])
    vault.close()
    assert not world.memory.locked
    assert not world.memory.held


def test_a_finishing_that_the_disk_refuses_is_told_and_tried_again() -> None:
    """The head is marked until all is tidy."""
    world = rewritten_and_killed("make_folder", 1)
    world.fault.error = errno.ENOSPC
    at_call(world, "create", 1, lambda: setattr(world.fault, "at", world.fault.calls))
    before = world.memory.snapshot()
    with pytest.raises(UnfinishedRewritingError) as caught:
        world.open()
    assert caught.value.fields == {"errno": errno.ENOSPC}
    assert world.memory.snapshot() == before
    assert not world.memory.locked
    world.fault.before, world.fault.at = lambda _name: None, None
    with world.open() as vault:
        assert payloads(vault)[1] == b"gone"


@pytest.mark.parametrize("name", ["log", "log.next"])
def test_a_marked_head_vouches_for_every_byte(name: str) -> None:
    """Less, more behind the new log, or a damaged one: refused, and nothing is touched."""
    world = rewritten_and_killed("make_folder", 1)
    if name == "log":
        world.memory.replace(FOLDER / "log.next", target=FOLDER / "log")
    log = world.file(name)
    good = bytes(log)
    bad_ones: list[tuple[bytes, type[Exception]]] = [
        (good[:-1], TruncatedLogError),
        (good[:-1] + bytes([good[-1] ^ 1]), DamagedRecordError),
    ]
    if name == "log.next":
        bad_ones.append((good + b"\0", DamagedVaultError))
    for bad, error in bad_ones:
        log[:] = bad
        before = world.memory.snapshot()
        with pytest.raises(error):
            world.open()
        assert world.memory.snapshot() == before
    log[:] = good
    world.open().close()


def test_a_mark_that_one_copy_kept_refuses_nothing() -> None:
    """The last write of the finishing was cut off, the vault went on, and the other copy was lost.

    Only the mark is left to take away: what was set aside since stays.
    """
    world = rewritten_and_killed("replace", 4)
    copy = bytes(world.file("head.bak"))
    assert b'"finishing":true' in copy
    assert b'"finishing":false' in world.file("head")
    with world.open() as vault:
        assert vault.notices == (Notice.HEAD_COPY_OLDER,)
        vault.append([b"six"])
    world.file("head")[:] = b"a bad sector"
    world.file("head.bak")[:] = copy
    world.file("log").extend(b"torn")
    world.memory.content[FOLDER / "torn-64"] = bytearray(b"an earlier tail")
    with world.open() as vault:
        assert Notice.REWRITING_FINISHED in vault.notices
        assert vault.torn is not None
        assert payloads(vault) == [b"one", b"gone", b"three", b"four", b"five", b"six"]
    assert b'"finishing":false' in world.file("head.bak")
    assert world.file("torn-64")


def test_the_new_log_stays_until_both_copies_of_the_head_are_the_old_one() -> None:
    """Half of the head was written: the old log holds only when nothing says otherwise."""
    world = rewritten_and_killed("create", 1)
    newer = bytes(world.file("head"))
    world.file("head")[:] = b"unreadable for once"
    world.fault.error = errno.ENOSPC
    at_call(world, "create", 1, lambda: setattr(world.fault, "at", world.fault.calls))
    vault = world.open()
    assert payloads(vault)[1] == b"secret"
    world.memory.die()
    world.file("head")[:] = newer
    world.fault.before, world.fault.at = lambda _name: None, None
    with world.open() as vault:
        assert payloads(vault)[1] == b"gone"


def test_a_planted_log_is_never_looked_at() -> None:
    """A copy of a part of the log with a head that lags: everything is there, the copy goes."""
    world = full_world()
    vault = world.open()
    vault.append([b"six"])
    root = read_heads(FOLDER, world.ports).unlock(Secret.from_text(PASSPHRASE)).head.root
    planted = bytes(world.file("log")[: root.log_bytes])
    assert len(planted) < len(world.file("log"))
    world.memory.die()
    world.memory.content[FOLDER / "log.next"] = bytearray(planted)
    blobs = {name for name in world.memory.snapshot() if name.startswith("blobs/")}
    with world.open() as vault:
        assert payloads(vault)[-1] == b"six"
        assert vault.notices == ()
    assert "log.next" not in world.memory.snapshot()
    assert blobs <= set(world.memory.snapshot())


def test_where_generations_end_nothing_is_marked() -> None:
    """The mark could not be taken away again, and the vault would open no more."""
    world = full_world()
    unlocked = read_heads(FOLDER, world.ports).unlock(Secret.from_text(PASSPHRASE))
    head = msgspec.structs.replace(unlocked.head, generation=2**63 - 9)
    keeper = HeadKeeper(FOLDER, head, unlocked.keys.head, ports=world.ports)
    keeper.write(head.root, head.slots)
    with world.open() as vault:
        before = world.memory.snapshot()
        with pytest.raises(StorageError) as caught:
            vault.rewrite(forget)
        assert caught.value.fields == {"errno": errno.EOVERFLOW}
        assert world.memory.snapshot() == before
    world.open().close()


def test_a_state_from_before_is_not_continued() -> None:
    """Whoever kept one keeps a new one; an unfinished rewriting is not finished against it."""
    world = full_world()
    with world.open() as vault:
        old = vault.state
    world = rewritten_and_killed("make_folder", 1)
    before = world.memory.snapshot()
    with pytest.raises(Exception, match="rolled_back"):
        world.open(expected=old)
    assert world.memory.snapshot() == before
    with world.open() as vault:
        new = vault.state
    world.open(expected=new).close()


def test_another_safelog_that_took_the_log_meanwhile_keeps_it() -> None:
    """Somebody removed the lock file; whoever is first holds the log."""
    world = full_world()
    vault = world.open()

    def steal() -> None:
        world.memory.held.add(id(world.memory.content[FOLDER / "log.next"]))

    at_call(world, "replace", 3, steal)
    with pytest.raises(VaultInUseError):
        vault.rewrite(forget)
    world.fault.before = lambda _name: None
    with pytest.raises(VaultClosedError):
        vault.read(0)
    world.memory.die()
    with world.open() as vault:
        assert payloads(vault)[1] == b"gone"


def test_a_folder_with_the_name_of_an_attachment_stays(tmp_path: Path) -> None:
    """It is not ours, and does not keep a rewriting from its end; on the real disk."""
    ports, folder = Ports(limits=CHEAP_LIMITS), tmp_path / "vault"
    parts = create_vault(
        folder,
        passphrase=Secret.from_text(PASSPHRASE),
        recovery=Secret.from_text(RECOVERY),
        cost=CHEAP_COST,
        ports=ports,
    )
    with Vault(parts) as vault:
        vault.append([b"one", b"secret"])
        (folder / "blobs" / ("0" * 32)).mkdir()
        vault.rewrite(forget)
        vault.append([b"three"])
    with Vault(open_vault(folder, Secret.from_text(PASSPHRASE), ports=ports)) as vault:
        assert payloads(vault) == [b"one", b"gone", b"three"]
    assert (folder / "blobs" / ("0" * 32)).is_dir()
    assert not (folder / "log.next").exists()
    assert (folder / "log").stat().st_mode & 0o077 == 0


def test_a_disk_that_is_full_leaves_everything_as_it_was() -> None:
    """There was no room for the second log."""
    world = full_world()
    with world.open() as vault:
        before = world.memory.snapshot()
        world.fault.error, world.fault.short = errno.ENOSPC, True
        at_call(world, "write", 1, lambda: setattr(world.fault, "at", world.fault.calls))
        with pytest.raises(StorageFullError):
            vault.rewrite(forget)
        world.fault.before, world.fault.at = lambda _name: None, None
        assert world.memory.snapshot() == before
        vault.append([b"six"])
