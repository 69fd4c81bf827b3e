"""The vault as other layers use it."""

from __future__ import annotations

import dataclasses
import io
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from safelog.errors import (
    DamagedHeadError,
    DamagedRecordError,
    DamagedVaultError,
    InvalidRecoveryWordsError,
    StorageError,
    VaultClosedError,
    VaultExistsError,
    VaultInUseError,
    VaultNotFoundError,
    WrongSecretError,
)
from safelog.vault import (
    FLOOR_COST,
    KdfCost,
    Notice,
    Secret,
    Vault,
    generate_recovery,
    looks_like_vault,
)
from safelog.vault.head import parse_head
from safelog.vault.opening import create_vault
from tests.unit.vault.world import (
    CHEAP_COST,
    CHEAP_LIMITS,
    FOLDER,
    PASSPHRASE,
    RECOVERY,
    KnownBytes,
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
        lambda: vault.derive("a"),
        vault.check,
        vault.blobs,
        lambda: vault.write_blob(io.BytesIO()),
        lambda: next(vault.read_blob("00")),
        lambda: vault.change_passphrase(Secret.from_text("new")),
        lambda: vault.replace_recovery(Secret.from_text(RECOVERY)),
    ):
        with pytest.raises(VaultClosedError):
            use()


def test_derived_keys_are_stable_and_differ(world: World, vault: Vault) -> None:
    """The same label gives the same key after opening again, another label another."""
    with vault.derive("evidence") as one, vault.derive("cache") as two:
        assert not one.matches(two)
        vault.close()
        with world.open() as again, again.derive("evidence") as same:
            assert same.matches(one)


def test_the_second_opening_is_refused(world: World, vault: Vault) -> None:
    """Until the first is closed."""
    with pytest.raises(VaultInUseError):
        world.open()
    vault.close()
    world.open().close()


def test_a_wrong_secret_is_told_from_a_slip(world: World, vault: Vault) -> None:
    """Nothing is changed, and the lock is given back."""
    vault.close()
    before = world.memory.snapshot()
    slip = RECOVERY.replace("abide", "abode")
    other = str(generate_recovery().view, "ascii")
    for secret, error in (
        ("wrong", WrongSecretError),
        (PASSPHRASE.upper(), WrongSecretError),
        (other, WrongSecretError),
        (slip, InvalidRecoveryWordsError),
        ("abacus abdomen abdominal", WrongSecretError),
        ("", WrongSecretError),
    ):
        with pytest.raises(error):
            world.open(secret)
    assert world.memory.snapshot() == before
    world.open().close()


def test_recovery_words_may_be_a_passphrase(world: World) -> None:
    """Whoever chose eleven listed words as a passphrase still gets in."""
    phrase = RECOVERY.replace("headway", "abacus")
    world.create(passphrase=phrase).close()
    with world.open(phrase) as vault:
        assert vault.opened_with == "passphrase"


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
    """The passphrase stays."""
    words = generate_recovery()
    vault.replace_recovery(words)
    vault.close()
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


@pytest.mark.parametrize(
    ("secret", "cost", "message"),
    [
        ("", CHEAP_COST, "empty"),
        ("x", dataclasses.replace(CHEAP_COST, memory_kib=7), "floor"),
        ("x", dataclasses.replace(CHEAP_COST, passes=17), "no safelog"),
    ],
)
def test_no_slot_is_weak_or_impossible(
    world: World, vault: Vault, secret: str, cost: KdfCost, message: str
) -> None:
    """Neither at creation nor later."""
    with pytest.raises(ValueError, match=message):
        vault.change_passphrase(Secret.from_text(secret), cost=cost)
    with pytest.raises(ValueError, match=message):
        create_vault(
            Path("/other"),
            passphrase=Secret.from_text(secret),
            recovery=Secret.from_text(RECOVERY),
            cost=cost,
            ports=world.ports,
        )
    assert Path("/other") not in world.memory.folders


def test_creation_takes_no_words_that_do_not_parse(world: World) -> None:
    """And makes no folder then."""
    with pytest.raises(InvalidRecoveryWordsError):
        world.create(recovery="abacus")
    assert FOLDER not in world.memory.folders


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("diary.txt", b""),
        ("head", b""),
        ("head.bak", b""),
        ("log", b"my own log"),
        ("log", b"safelog-log\0" + bytes(80)),
        ("blobs/aa.tmp", b""),
        ("torn-64", b""),
    ],
)
def test_nothing_is_written_over(world: World, name: str, content: bytes) -> None:
    """A folder with anything of anybody's in it is refused and stays as it is."""
    world.memory.folders |= {FOLDER, FOLDER / "blobs"}
    world.memory.content[FOLDER / name] = bytearray(content)
    with pytest.raises(VaultExistsError):
        world.create()
    assert world.memory.snapshot() == {name: content}


def test_two_creations_do_not_race(world: World) -> None:
    """The look at the folder is repeated under the lock."""

    def other(call: str) -> None:
        if call == "make_folder":
            world.memory.folders.add(FOLDER)
            world.memory.content[FOLDER / "head"] = bytearray(b"theirs")

    world.fault.before = other
    with pytest.raises(VaultExistsError):
        world.create()
    assert world.file("head") == b"theirs"
    assert not world.memory.locked


def test_an_absent_vault_is_named_and_nothing_is_made(world: World) -> None:
    """Not even a lock file in a folder that is no vault."""
    with pytest.raises(VaultNotFoundError):
        world.open()
    world.memory.folders.add(FOLDER)
    with pytest.raises(VaultNotFoundError):
        world.open()
    assert world.memory.snapshot() == {}


def test_a_log_without_a_head_is_a_damaged_vault(world: World, vault: Vault) -> None:
    """Records are there: it is neither absent nor free to be written over."""
    vault.append([b"one"])
    vault.close()
    for name in ("head", "head.bak"):
        del world.memory.content[FOLDER / name]
    with pytest.raises(DamagedHeadError):
        world.open()
    with pytest.raises(VaultExistsError):
        world.create()


@pytest.mark.parametrize("name", ["head", "head.bak"])
@pytest.mark.parametrize(
    ("damage", "notice"),
    [(None, Notice.HEAD_COPY_MISSING), (b"{}", Notice.HEAD_COPY_DAMAGED)],
)
def test_one_copy_of_the_head_is_enough(
    world: World, vault: Vault, name: str, damage: bytes | None, notice: Notice
) -> None:
    """The other one is reported, and mended."""
    vault.append([b"one"])
    vault.close()
    del world.memory.content[FOLDER / name]
    if damage is not None:
        world.memory.content[FOLDER / name] = bytearray(damage)
    with world.open() as again:
        assert again.notices == (notice,)
        assert payloads(again) == [b"one"]
    assert world.file("head") == world.file("head.bak")
    with world.open() as again:
        assert again.notices == ()


def test_an_older_copy_is_reported_and_mended(world: World, vault: Vault) -> None:
    """Whichever of the two is older."""
    vault.close()
    older = world.memory.snapshot()["head"]
    with world.open() as again:
        again.append([b"one"])
    for name in ("head", "head.bak"):
        world.file(name)[:] = older
        with world.open() as again:
            assert again.notices == (Notice.HEAD_COPY_OLDER,)
            assert payloads(again) == [b"one"]
        assert world.file("head") == world.file("head.bak")


def test_a_change_of_passphrase_cut_in_two_opens_with_both(world: World, vault: Vault) -> None:
    """Whoever comes next decides: the secret that opens is the one that stays."""
    vault.close()
    old = world.memory.snapshot()
    with world.open() as again:
        again.change_passphrase(Secret.from_text("новая"))
    cut_in_two = world.memory.snapshot() | {"head.bak": old["head.bak"]}
    for secret, other in ((PASSPHRASE, "новая"), ("новая", PASSPHRASE)):
        world.memory.restore(cut_in_two)
        with world.open(secret) as again:
            assert again.notices == (Notice.HEAD_COPY_OLDER,)
        with pytest.raises(WrongSecretError):
            world.open(other)
        world.open(secret).close()


def test_a_lagging_head_is_brought_up_at_opening(world: World, vault: Vault) -> None:
    """After a kill the log leads; opening vouches for it again."""
    vault.append([b"one"])
    world.memory.locked.clear()  # the process is gone, with its lock
    with world.open() as again:
        assert payloads(again) == [b"one"]
        head = parse_head(bytes(world.file("head")), CHEAP_LIMITS).untrusted
        assert head.root.records == 1
        assert again.notices == ()


def test_closing_says_when_the_head_could_not_be_written(world: World, vault: Vault) -> None:
    """Everything else is done: keys wiped, lock free, nothing lost."""
    vault.append([b"one"])
    world.fault.at, world.fault.lasting = world.fault.calls + 1, True
    with pytest.raises(StorageError):
        vault.close()
    with pytest.raises(VaultClosedError):
        vault.derive("a")
    world.fault.at = None
    with world.open() as again:
        assert payloads(again) == [b"one"]


def test_opening_does_not_fail_for_a_repair(world: World, vault: Vault) -> None:
    """A full disk must not keep the person from reading; the repair is made later."""
    vault.append([b"one"])
    vault.close()
    world.file("head.bak")[0] ^= 1
    world.fault.before = lambda call: setattr(
        world.fault, "at", world.fault.calls if call == "create" else None
    )
    vault = world.open()
    assert payloads(vault) == [b"one"]
    assert world.fault.happened == ["create"]
    world.fault.before = lambda _call: None
    world.fault.at = None
    vault.close()
    assert world.file("head") == world.file("head.bak")


def test_no_key_and_nonce_are_used_twice_after_a_restored_copy(world: World, vault: Vault) -> None:
    """An old copy is put back and continued: the same position, another writer."""
    vault.close()
    old = world.memory.snapshot()
    salts = []
    for _ in range(2):
        world.memory.restore(old)
        with world.open() as again:
            again.append([b"one"])
        salts.append(bytes(world.file("log")[64 + 32 : 64 + 64]))
    assert salts[0] != salts[1]


def test_one_session_has_one_writer(world: World, vault: Vault) -> None:
    """Opening the records of a session takes one key derivation."""
    vault.append([b"one", b"two"])
    vault.append([b"three"])
    log = world.file("log")
    assert len({bytes(log[at + 32 : at + 64]) for at in range(64, len(log), 400)}) == 1


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


def test_a_vault_depends_on_its_random_bytes_alone() -> None:
    """The same random bytes make the same vault: the frozen vectors rely on it."""
    copies = []
    for _ in range(2):
        world = World(random_bytes=KnownBytes())
        with world.create() as vault:
            vault.append([b"one"])
        copies.append(world.memory.snapshot())
    assert copies[0] == copies[1]


def test_the_public_doors_work_on_the_real_disk(tmp_path: Path) -> None:
    """Nothing but the folder given is touched, and nothing in it can be read by others."""
    folder = tmp_path / "deep" / "vault"
    assert not looks_like_vault(folder)
    passphrase, recovery = Secret.from_text(PASSPHRASE), generate_recovery()
    with Vault.create(folder, passphrase=passphrase, recovery=recovery, cost=FLOOR_COST) as vault:
        vault.append([b"one"])
    assert looks_like_vault(folder)
    with Vault.open(folder, recovery) as vault:
        assert payloads(vault) == [b"one"]
    assert sorted(path.name for path in folder.iterdir()) == [
        "blobs",
        "head",
        "head.bak",
        "lock",
        "log",
    ]
    for path in (folder, *folder.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0


def test_creation_measures_this_machine(tmp_path: Path) -> None:
    """Without a cost the vault gets one that fits, never below the floor."""
    folder = tmp_path / "vault"
    words = generate_recovery()
    Vault.create(folder, passphrase=Secret.from_text(PASSPHRASE), recovery=words).close()
    with Vault.open(folder, Secret.from_text(PASSPHRASE)) as vault:
        assert vault.opened_with == "passphrase"
