"""Every way to change a small vault: refused by the right class, and nothing modified."""

from __future__ import annotations

import io

import pytest

from safelog.errors import (
    DamagedBlobError,
    DamagedHeadError,
    DamagedRecordError,
    DamagedVaultError,
    ForeignFileError,
    MisplacedRecordError,
    SafelogError,
    TruncatedLogError,
)
from safelog.vault import Notice, Secret
from safelog.vault.head import parse_head
from safelog.vault.heads import read_heads
from safelog.vault.log import open_log
from tests.unit.vault.test_head import edit, set_in_slot
from tests.unit.vault.world import (
    CHEAP_LIMITS,
    FOLDER,
    PASSPHRASE,
    RECOVERY,
    World,
    payloads,
)

FRAME = 128 + 256 + 16
CONTENT = [b"one", b"two", b"three", b"four"]


def closed_world(content: list[bytes] = CONTENT) -> World:
    """Return a closed vault; each payload is a commit, the last two are one."""
    world = World()
    with world.create() as vault:
        for payload in content[:-2]:
            vault.append([payload])
        vault.append(content[-2:])
    return world


def frames(log: bytes | bytearray) -> list[bytes]:
    """Return the frames of a log of short payloads."""
    return [bytes(log[at : at + FRAME]) for at in range(64, len(log), FRAME)]


def refusal(world: World, secret: str = PASSPHRASE) -> SafelogError:
    """Open, and return the error; hold that nothing was changed."""
    before = world.memory.snapshot()
    with pytest.raises(SafelogError) as caught:
        world.open(secret)
    assert world.memory.snapshot() == before
    assert not world.memory.locked
    return caught.value


def test_every_bit_of_a_vouched_log() -> None:
    """A flipped bit is damage of the record that it is in, whatever the field."""
    world = closed_world([b"one", b"two"])
    unlocked = read_heads(FOLDER, world.ports).unlock(Secret.from_text(PASSPHRASE))
    log = world.file("log")

    def verify() -> None:
        open_log(FOLDER, unlocked.head.root, keys=unlocked.keys, ports=world.ports).close()

    for bit in range(len(log) * 8):
        log[bit // 8] ^= 1 << bit % 8
        with pytest.raises(DamagedVaultError) as caught:
            verify()
        log[bit // 8] ^= 1 << bit % 8
        record = (bit // 8 - 64) // FRAME
        expected = {"what": "log"} if record < 0 else {"position": record}
        assert caught.value.fields == expected
        assert type(caught.value) is (DamagedVaultError if record < 0 else DamagedRecordError)
    verify()


def test_a_damaged_log_modifies_nothing() -> None:
    """A byte in each field of the header and of every record; the whole vault stays as it was."""
    world = closed_world()
    log = world.file("log")
    for at in range(0, len(log), 13):
        log[at] ^= 1 << at % 8
        assert isinstance(refusal(world), DamagedVaultError)
        log[at] ^= 1 << at % 8
    with world.open() as vault:
        assert payloads(vault) == CONTENT


@pytest.mark.parametrize("name", ["head", "head.bak"])
def test_every_byte_of_one_copy_of_the_head(name: str) -> None:
    """The other copy opens the vault, and the damage is told."""
    world = closed_world()
    whole = world.memory.snapshot()
    for at in range(len(whole[name])):
        world.memory.restore(whole)
        world.file(name)[at] ^= 1 << at % 8
        with world.open() as vault:
            assert vault.notices == (Notice.HEAD_COPY_DAMAGED,)
            assert vault.count == 4


def test_every_bit_of_a_head() -> None:
    """Damage is never taken for a wrong passphrase, a newer version or a hostile cost."""
    head = bytearray(closed_world().file("head"))
    for bit in range(len(head) * 8):
        head[bit // 8] ^= 1 << bit % 8
        with pytest.raises(DamagedHeadError):
            parse_head(bytes(head), CHEAP_LIMITS)
        head[bit // 8] ^= 1 << bit % 8


def test_every_byte_of_both_copies_of_the_head() -> None:
    """With no whole copy left the vault is refused and stays as it is."""
    world = closed_world()
    for at in range(len(world.file("head"))):
        for name in ("head", "head.bak"):
            world.file(name)[at] ^= 1 << at % 8
        assert type(refusal(world)) is DamagedHeadError
        for name in ("head", "head.bak"):
            world.file(name)[at] ^= 1 << at % 8
    world.open().close()


def test_every_length_of_the_head() -> None:
    """Cut at every byte: the other copy opens; cut both: damage."""
    world = closed_world()
    whole = world.memory.snapshot()
    for length in range(len(whole["head"])):
        short = whole["head"][:length]
        world.memory.restore(whole | {"head": short, "head.bak": short})
        assert type(refusal(world)) is DamagedHeadError


def test_lengths_of_a_vouched_log() -> None:
    """Each is known to be too short."""
    world = closed_world()
    whole = world.memory.snapshot()
    for length in range(0, len(whole["log"]), 7):
        world.memory.restore(whole | {"log": whole["log"][:length]})
        error = refusal(world)
        assert type(error) is TruncatedLogError
        assert error.fields == {"found": length, "expected": len(whole["log"])}


def test_a_changed_head_with_a_right_checksum() -> None:
    """Somebody without the key changes a field and computes the checksum: the copy is refused."""
    world = closed_world()
    whole = bytes(world.file("head"))
    changed = edit(whole, lambda body: body.update(generation=99))
    world.file("head")[:] = changed
    with world.open() as vault:
        assert vault.notices == (Notice.HEAD_COPY_DAMAGED,)
        assert vault.count == 4
    for name in ("head", "head.bak"):
        world.file(name)[:] = changed
    assert type(refusal(world)) is DamagedHeadError
    assert type(refusal(world, RECOVERY)) is DamagedHeadError


def test_a_changed_slot_with_a_right_checksum() -> None:
    """That slot answers "wrong passphrase", nothing else can know; the other slot says damage."""
    world = closed_world()
    changed = edit(bytes(world.file("head")), set_in_slot("salt", "00" * 32))
    for name in ("head", "head.bak"):
        world.file(name)[:] = changed
    assert refusal(world).key == "wrong_secret"
    assert type(refusal(world, RECOVERY)) is DamagedHeadError


def test_a_changed_sealed_key_with_a_right_checksum() -> None:
    """The commitment fits and the key does not: damage."""
    world = closed_world()
    changed = edit(bytes(world.file("head")), set_in_slot("sealed_key", "00" * 48))
    for name in ("head", "head.bak"):
        world.file(name)[:] = changed
    assert type(refusal(world)) is DamagedHeadError


@pytest.mark.parametrize(
    ("order", "position"),
    [
        ([1, 0, 2, 3], 0),  # swapped
        ([0, 2, 1, 3], 1),
        ([0, 1, 3, 2], 2),
        ([0, 0, 2, 3], 1),  # replayed
        ([0, 2, 3, 3], 1),  # one removed, length kept
        ([1, 2, 3, 3], 0),
    ],
)
def test_records_out_of_their_place(order: list[int], position: int) -> None:
    """The first record that does not belong where it stands is named."""
    world = closed_world()
    log = world.file("log")
    log[64:] = b"".join(frames(log)[number] for number in order)
    error = refusal(world)
    assert type(error) is MisplacedRecordError
    assert error.fields == {"position": position}


def test_a_removed_record_with_junk_behind() -> None:
    """Taking one out and filling up does not pass either."""
    world = closed_world()
    log = world.file("log")
    log[64:] = b"".join(frames(log)[1:]) + bytes(2 * FRAME)
    assert type(refusal(world)) is MisplacedRecordError


def test_two_copies_that_diverged() -> None:
    """The head of one and the log of the other: authentic all through, and still refused."""
    world = closed_world()
    common = world.memory.snapshot()
    copies = []
    for words in (b"left", b"right", b"x" * 300):
        world.memory.restore(common)
        with world.open() as vault:
            vault.append([words])
        copies.append(world.memory.snapshot())
    left, right, longer = copies
    for log in (right, longer):
        world.memory.restore(left | {"log": log["log"]})
        error = refusal(world)
        assert type(error) is MisplacedRecordError
        assert error.fields == {"position": 4}
    world.memory.restore(longer | {"log": left["log"]})
    assert type(refusal(world)) is TruncatedLogError
    mixed = left["log"][: 64 + 2 * FRAME] + right["log"][64 + 2 * FRAME :]
    world.memory.restore(left | {"log": mixed})
    assert type(refusal(world)) is MisplacedRecordError


def test_a_vouched_end_inside_a_frame_of_the_other_copy() -> None:
    """The head of one ends where a frame header of the other has just begun."""
    world = closed_world()
    common = world.memory.snapshot()
    with world.open() as vault:
        vault.append([b"a", b"b", b"c"])
    three_short = world.memory.snapshot()
    world.memory.restore(common)
    with world.open() as vault:
        vault.append([bytes(1000)])  # 32 bytes less than three short ones
        vault.append([b"d"])
    world.memory.restore(three_short | {"log": world.memory.snapshot()["log"]})
    error = refusal(world)
    assert type(error) is MisplacedRecordError
    assert error.fields == {"position": 6}


def test_an_older_log_under_a_newer_head() -> None:
    """A rollback of the log alone is a truncation."""
    world = closed_world()
    older = world.memory.snapshot()["log"]
    with world.open() as vault:
        vault.append([b"five"])
    world.file("log")[:] = older
    assert type(refusal(world)) is TruncatedLogError


def test_a_newer_log_under_an_older_head_loses_nothing() -> None:
    """The head may lag: the records are all there."""
    world = closed_world()
    older = world.memory.snapshot()["head"]
    with world.open() as vault:
        vault.append([b"five"])
    for name in ("head", "head.bak"):
        world.file(name)[:] = older
    with world.open() as vault:
        assert payloads(vault) == [*CONTENT, b"five"]


def test_the_log_of_another_vault() -> None:
    """It is named as another's, not as damage."""
    world, other = closed_world(), closed_world()
    world.file("log")[:] = other.file("log")
    error = refusal(world)
    assert type(error) is ForeignFileError
    assert error.fields == {"what": "log"}


def test_a_record_of_another_vault() -> None:
    """Spliced in at the same place: out of place, not damaged."""
    world, other = closed_world(), closed_world()
    world.file("log")[64 + FRAME : 64 + 2 * FRAME] = frames(other.file("log"))[1]
    error = refusal(world)
    assert type(error) is MisplacedRecordError
    assert error.fields == {"position": 1}


def test_the_head_of_another_vault() -> None:
    """With its own passphrase the other head opens, and the log does not belong to it."""
    world, other = closed_world(), closed_world()
    for name in ("head", "head.bak"):
        world.file(name)[:] = other.file(name)
    assert type(refusal(world)) is ForeignFileError


def test_one_copy_of_the_head_of_another_vault() -> None:
    """With another passphrase it answers nothing, and our own copy opens."""
    world, other = closed_world(), World()
    with other.create(passphrase="another") as vault:
        vault.append([b"x"])
    other.open("another").close()
    world.file("head")[:] = other.file("head")
    with world.open() as vault:
        assert payloads(vault) == CONTENT


def test_blobs_of_another_generation() -> None:
    """An attachment of an older copy does not fit a name of a newer one."""
    world = closed_world()
    with world.open() as vault:
        one, two = (vault.write_blob(io.BytesIO(b"photo %d" % n)) for n in range(2))
        vault.append([b"five"], blobs=[one, two])
    world.file(f"blobs/{two.id}")[:] = world.file(f"blobs/{one.id}")
    with world.open() as vault:
        with pytest.raises(DamagedBlobError):
            next(vault.read_blob(two.id))
        assert [problem.fields["blob"] for problem in vault.check().problems] == [two.id]


@pytest.mark.parametrize(
    ("flags", "position"), [([3, 3, 3, 2], 2), ([3, 1, 1, 2], 1), ([2, 3, 1, 2], 0)]
)
def test_flags_are_bound_to_the_record(flags: list[int], position: int) -> None:
    """Commits cannot be joined or split without the key."""
    world = closed_world()
    log = world.file("log")
    for number, each in enumerate(flags):
        log[64 + number * FRAME + 3] = each
    error = refusal(world)
    assert type(error) is DamagedRecordError
    assert error.fields == {"position": position}
