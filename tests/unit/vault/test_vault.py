"""The vault as other layers use it."""

from __future__ import annotations

import io
import threading
from typing import TYPE_CHECKING

import pytest

from safelog.errors import (
    DamagedBlobError,
    DamagedHeadError,
    DamagedRecordError,
    DamagedVaultError,
    InvalidRecoveryWordsError,
    StorageError,
    VaultClosedError,
    WrongSecretError,
)
from safelog.vault import (
    KdfCost,
    Secret,
    Vault,
    generate_recovery,
)
from safelog.vault.head import parse_head
from tests.unit.vault.world import (
    CHEAP_COST,
    CHEAP_LIMITS,
    PASSPHRASE,
    RECOVERY,
    World,
    payloads,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def world() -> World:
    """Return an empty world."""
    return World()


@pytest.fixture
def vault(world: World) -> Iterator[Vault]:
    """Return a new vault."""
    with world.create() as vault:
        yield vault


def test_records_survive_closing(world: World, vault: Vault) -> None:
    """Appended in order, read in order, by both secrets."""
    assert vault.append([b"one"]) == range(1)
    assert vault.append([b"two", b"three"]) == range(1, 3)
    vault.close()
    for secret, slot in ((PASSPHRASE, "passphrase"), (RECOVERY.upper(), "recovery")):
        with world.open(secret) as again:
            assert again.opened_with == slot
            assert list(again.records()) == [(0, b"one"), (1, b"two"), (2, b"three")]
            assert list(again.records(2)) == [(2, b"three")]
            assert list(again.records(3)) == []
            assert again.read(1) == b"two"
            assert again.count == 3
            assert (again.torn, again.notices) == (None, ())
            assert again.vault_id == vault.vault_id


@pytest.mark.parametrize("position", [-1, 1, 10**20])
def test_reading_what_is_not_there_is_an_index_error(vault: Vault, position: int) -> None:
    """No negative index reaches another record."""
    vault.append([b"one"])
    with pytest.raises(IndexError):
        vault.read(position)


def test_an_append_has_a_payload(vault: Vault) -> None:
    """An empty commit would be no commit."""
    with pytest.raises(ValueError, match="nothing"):
        vault.append([])


def test_records_that_are_appended_while_reading_come_too(vault: Vault) -> None:
    """A reader that is behind catches up."""
    vault.append([b"one"])
    seen = []
    for position, payload in vault.records():
        seen.append(payload)
        if position < 3:
            vault.append([b"%d" % position])
    assert seen == [b"one", b"0", b"1", b"2"]


def test_large_and_many_records(world: World, vault: Vault) -> None:
    """A record larger than a read, and a commit larger than a write."""
    written = [bytes([n % 251]) * (n * 37 % 5000) for n in range(1500)]
    vault.append(written)
    vault.append([b"x" * 3_000_000])
    vault.close()
    with world.open() as again:
        assert payloads(again) == [*written, b"x" * 3_000_000]
        assert again.read(1500) == b"x" * 3_000_000


def test_a_closed_vault_answers_nothing(vault: Vault) -> None:
    """Every door says that it is locked; closing again is nothing."""
    vault.append([b"one"])
    records = vault.records()
    vault.close()
    vault.close()
    for use in (
        lambda: vault.append([b"x"]),
        lambda: next(records),
        lambda: vault.read(0),
        vault.check,
        vault.blobs,
        lambda: vault.write_blob(io.BytesIO()),
        lambda: next(vault.read_blob("00")),
        lambda: vault.change_passphrase(Secret.from_text("new")),
        lambda: vault.replace_recovery(Secret.from_text(RECOVERY)),
    ):
        with pytest.raises(VaultClosedError):
            use()


def test_a_new_passphrase_replaces_the_old_one(world: World, vault: Vault) -> None:
    """The old one opens no more, also not through the second copy of the head."""
    vault.append([b"one"])
    vault.change_passphrase(Secret.from_text("новая"))
    vault.close()
    with pytest.raises(WrongSecretError):
        world.open()
    for secret in ("новая", RECOVERY):
        with world.open(secret) as again:
            assert payloads(again) == [b"one"]


def test_a_new_passphrase_may_have_another_cost(world: World, vault: Vault) -> None:
    """A faster machine later can afford more; the recovery slot stays as it is."""
    dearer = KdfCost(memory_kib=16, passes=2, lanes=2)
    vault.change_passphrase(Secret.from_text("новая"), cost=dearer)
    vault.close()
    head = parse_head(bytes(world.file("head")), CHEAP_LIMITS).untrusted
    assert [slot.cost for slot in head.slots] == [dearer, CHEAP_COST]
    world.open("новая").close()


def test_new_recovery_words_replace_the_old_ones(world: World, vault: Vault) -> None:
    """The passphrase stays; the words cost the least, so that they open on any machine."""
    vault.change_passphrase(
        Secret.from_text(PASSPHRASE), cost=KdfCost(memory_kib=16, passes=2, lanes=1)
    )
    words = generate_recovery()
    vault.replace_recovery(words)
    vault.close()
    head = parse_head(bytes(world.file("head")), CHEAP_LIMITS).untrusted
    assert {slot.type: slot.cost for slot in head.slots}["recovery"] == CHEAP_COST
    with pytest.raises(WrongSecretError):
        world.open(RECOVERY)
    for secret in (PASSPHRASE, str(words.view, "ascii")):
        world.open(secret).close()


def test_words_with_a_slip_never_become_the_recovery(world: World, vault: Vault) -> None:
    """They could not be typed again."""
    with pytest.raises(InvalidRecoveryWordsError):
        vault.replace_recovery(Secret.from_text("abacus"))
    vault.close()
    world.open(RECOVERY).close()


def test_closing_says_when_the_head_could_not_be_written(world: World, vault: Vault) -> None:
    """Everything else is done: keys wiped, lock free, nothing lost."""
    vault.append([b"one"])
    world.fault.at, world.fault.lasting = world.fault.calls + 1, True
    with pytest.raises(StorageError):
        vault.close()
    with pytest.raises(VaultClosedError):
        vault.read(0)
    world.fault.at = None
    with world.open() as again:
        assert payloads(again) == [b"one"]


def test_closing_waits_for_an_append(world: World, vault: Vault) -> None:
    """Quick exit from another thread neither tears the commit nor loses it."""
    inside, go_on = threading.Event(), threading.Event()

    def pause(call: str) -> None:
        if call == "write" and not inside.is_set():
            inside.set()
            go_on.wait(10)

    world.fault.before = pause
    writing = threading.Thread(target=vault.append, args=([b"one"],))
    writing.start()
    inside.wait(10)
    closing = threading.Thread(target=vault.close)
    closing.start()
    go_on.set()
    writing.join()
    closing.join()
    with world.open() as again:
        assert payloads(again) == [b"one"]


def test_a_check_finds_a_whole_vault_whole(world: World, vault: Vault) -> None:
    """Everything is read, and the progress ends at its total."""
    ref = vault.write_blob(io.BytesIO(bytes(20_000)))
    vault.append([b"one", b"two"], blobs=[ref])
    seen: list[tuple[int, int]] = []
    report = vault.check(progress=lambda done, total: seen.append((done, total)))
    assert report.problems == ()
    assert (report.records, report.blobs, report.orphans) == (2, 1, 0)
    assert report.blob_bytes == ref.size
    assert report.log_bytes == len(world.file("log"))
    assert seen[-1] == (report.log_bytes + ref.size, report.log_bytes + ref.size)


@pytest.mark.parametrize(
    ("name", "at", "problem"),
    [
        ("head", 5, DamagedHeadError),
        ("head.bak", 5, DamagedHeadError),
        ("log", 5, DamagedVaultError),
        ("log", 400, DamagedRecordError),
    ],
)
def test_a_check_finds_what_was_damaged_since_opening(
    world: World, vault: Vault, name: str, at: int, problem: type[DamagedVaultError]
) -> None:
    """It reads the disk, not its memory."""
    vault.append([b"one"])
    vault.change_passphrase(Secret.from_text("новая"))
    world.file(name)[at] ^= 1
    assert [type(each) for each in vault.check().problems] == [problem]


def test_a_check_reports_each_file_that_cannot_be_read(world: World, vault: Vault) -> None:
    """It goes on to the next one: the person needs the whole list."""
    one, two, three = (vault.write_blob(io.BytesIO(b"photo %d" % n)) for n in range(3))
    vault.append([b"one"], blobs=[one, two, three])
    vault.change_passphrase(Secret.from_text("новая"))
    world.file(f"blobs/{three.id}")[99] ^= 1
    opened: list[str] = []

    def fail(call: str) -> None:
        opened.append(call)
        # Both copies of the head, then the three attachments.
        broken = call == "open" and opened.count("open") in {1, 3, 4}
        world.fault.at = world.fault.calls if broken else None

    world.fault.before = fail
    problems = vault.check().problems
    assert [type(each) for each in problems] == [DamagedHeadError, *[DamagedBlobError] * 3]
    assert [each.fields.get("blob") for each in problems[1:]] == [one.id, two.id, three.id]


def test_a_check_reports_a_log_that_cannot_be_read(world: World, vault: Vault) -> None:
    """Trouble with the disk is a finding like any other."""
    vault.append([b"one"])
    vault.change_passphrase(Secret.from_text("новая"))
    seen: list[str] = []

    def fail(call: str) -> None:
        seen.append(call)
        world.fault.at = world.fault.calls if len(seen) == 7 else None

    world.fault.before = fail
    problems = vault.check().problems
    assert [type(each) for each in problems] == [StorageError]


def test_a_record_damaged_since_opening_is_not_released(world: World, vault: Vault) -> None:
    """Neither one nor many."""
    vault.append([b"one"])
    world.file("log")[300] ^= 1
    with pytest.raises(DamagedRecordError):
        vault.read(0)
    with pytest.raises(DamagedRecordError):
        next(vault.records())


def test_an_authentic_record_of_a_copy_is_not_released(world: World, vault: Vault) -> None:
    """Put in its place after opening: it authenticates, and is still not the one verified."""
    vault.close()
    empty = world.memory.snapshot()
    with world.open() as again:
        again.append([b"one"])
    theirs = world.memory.snapshot()["log"]
    world.memory.restore(empty)
    with world.open() as again:
        again.append([b"two"])
        world.file("log")[:] = theirs
        with pytest.raises(DamagedRecordError):
            again.read(0)
