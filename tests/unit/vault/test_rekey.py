"""The change of all keys: what opens afterwards, what does not, and what waits in between."""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import io
from typing import TYPE_CHECKING

import msgspec
import pytest

from safelog.errors import (
    DamagedBlobError,
    DamagedHeadError,
    ForeignFileError,
    InvalidRecoveryWordsError,
    MissingBlobError,
    NotFoundError,
    ReusedSecretError,
    StorageError,
    StorageFullError,
    UnfinishedRewritingError,
    VaultClosedError,
    WrongSecretError,
)
from safelog.vault import KdfCost, Notice, Record, Secret, ShareSecret, Vault
from safelog.vault.head import parse_head
from safelog.vault.heads import read_heads
from safelog.vault.keys import KeyRing
from safelog.vault.next_head import encode_next_head, read_next_head
from safelog.vault.opening import open_vault
from safelog.vault.secret import Key
from tests.unit.vault.keyholder import readable_under, sealed_under
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

NEW_PASSPHRASE = "попутный ветер 8"
NEW_RECOVERY = "wilt impaired roster upstate parole domelike durably danger vocally oppose boxcar"
PHOTO = b"a photo of the car" * 20_000
NOTE = b"a note"
RECORDS = [b"one", b"two", b"three", b"four"]


def text(words: str) -> Secret:
    """Return a secret."""
    return Secret.from_text(words)


def full_world() -> World:
    """Return a vault with records, attachments and three ways to open it."""
    world = World()
    with world.create() as vault:
        vault.append(RECORDS[:1])
        blobs = [vault.write_blob(io.BytesIO(each)) for each in (PHOTO, NOTE)]
        vault.append(RECORDS[1:3], blobs=blobs)
        vault.append(RECORDS[3:])
        vault.slots.add("shares", ShareSecret(bytearray(b"sixteen bytes  !")))
    return world


def begin(vault: Vault, progress: Callable[[int, int], None] | None = None) -> None:
    """Change all keys to the new secrets."""
    vault.key_change.begin(
        text(NEW_PASSPHRASE), text(NEW_RECOVERY), cost=CHEAP_COST, progress=progress
    )


def hold(vault: Vault) -> None:
    """Hold that everything is there."""
    assert payloads(vault) == RECORDS
    assert [b"".join(vault.read_blob(blob.id)) for blob in vault.blobs()] == [PHOTO, NOTE]
    assert vault.check().problems == ()


def old_keys(world: World, secret: str = PASSPHRASE) -> KeyRing:
    """Return the keys that a secret opens now, to be tried later."""
    keys = read_heads(FOLDER, world.ports).unlock(text(secret)).keys
    return KeyRing(Key(bytearray(keys.vault_key.view)), keys.vault_id)


def begun_world() -> World:
    """Return a vault with a change of keys that was interrupted among the attachments."""
    world = full_world()
    with world.open() as vault:
        calls: list[int] = []

        def stop(done: int, total: int) -> None:
            assert 0 <= done <= total
            calls.append(done)
            if done > 2 * len(PHOTO):
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            begin(vault, stop)
        hold(vault)
        assert vault.key_change.is_begun
    return world


def test_the_new_secrets_open_and_the_old_ones_do_not() -> None:
    """All ids, positions and contents stay; the same opening goes on."""
    world = full_world()
    before, keys = world.memory.snapshot(), old_keys(world)
    with world.open() as vault:
        vault_id, blobs, generation = vault.vault_id, vault.blobs(), vault.state.generation
        begin(vault)
        hold(vault)
        assert (vault.vault_id, vault.blobs()) == (vault_id, blobs)
        assert vault.state.generation > generation
        assert [(slot.type, slot.is_opened) for slot in vault.slots.list()] == [
            ("passphrase", True),
            ("recovery", False),
        ]
        assert not vault.key_change.is_begun
        assert vault.append([b"five"]) == range(4, 5)
    for secret in (NEW_PASSPHRASE, NEW_RECOVERY):
        with world.open(secret) as vault:
            assert payloads(vault) == [*RECORDS, b"five"]
            assert (vault.notices, vault.check().problems) == ((), ())
    for secret in (PASSPHRASE, RECOVERY):
        with pytest.raises(WrongSecretError):
            world.open(secret)
    with pytest.raises(WrongSecretError):
        read_heads(FOLDER, world.ports).unlock(ShareSecret(bytearray(b"sixteen bytes  !")))
    files = world.memory.snapshot()
    assert set(files) == set(before)
    assert sealed_under(keys, before)
    assert readable_under(keys, files) == []


def test_every_byte_is_sealed_anew() -> None:
    """No key and nonce of the old vault seal anything in the new one."""
    world = full_world()
    keys, before = old_keys(world), world.memory.snapshot()
    with world.open() as vault:
        begin(vault)
    fresh, after = old_keys(world, NEW_PASSPHRASE), world.memory.snapshot()
    assert set(sealed_under(keys, before)).isdisjoint(sealed_under(fresh, after))
    assert not keys.vault_key.matches(fresh.vault_key)


def test_it_can_be_done_twice() -> None:
    """The second time with the first secrets again, which no slot of the present head has."""
    world = full_world()
    with world.open() as vault:
        begin(vault)
        vault.key_change.begin(text(PASSPHRASE), text(RECOVERY), cost=CHEAP_COST)
        hold(vault)
    with world.open() as vault:
        hold(vault)


def test_an_empty_vault_gets_new_keys_too() -> None:
    """The old and the new log are the same bytes then, and the head tells them apart."""
    world = World()
    with world.create() as vault:
        begin(vault)
    with pytest.raises(WrongSecretError):
        world.open()
    with world.open(NEW_PASSPHRASE) as vault:
        assert vault.count == 0
        vault.append([b"one"])
    assert "head.next" not in world.memory.snapshot()


def test_an_interrupted_change_waits_and_is_gone_on_with() -> None:
    """The old secrets open until it is done; what is sealed already is not sealed again."""
    world = begun_world()
    photo = next(name for name in world.memory.snapshot() if name.endswith(".next") and "/" in name)
    waiting = bytes(world.file(photo))
    with world.open() as vault:
        assert vault.notices == (Notice.REKEY_UNFINISHED,)
        hold(vault)
        vault.append([b"five"], blobs=[vault.write_blob(io.BytesIO(b"added meanwhile"))])
    with world.open(RECOVERY) as vault:
        told: list[tuple[int, int]] = []
        vault.key_change.resume(text(NEW_PASSPHRASE), progress=lambda *each: told.append(each))
        assert vault.notices == ()
        assert payloads(vault) == [*RECORDS, b"five"]
        assert vault.check().problems == ()
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]
    assert world.file(photo.removesuffix(".next")) == waiting
    with world.open(NEW_RECOVERY) as vault:
        assert (payloads(vault)[-1], vault.check().problems) == (b"five", ())


def test_the_new_words_go_on_with_it_as_well() -> None:
    """Whoever has the paper at hand and not the passphrase."""
    world = begun_world()
    with world.open() as vault:
        vault.key_change.resume(text(NEW_RECOVERY.upper()))
    world.open(NEW_PASSPHRASE).close()


def test_a_wrong_new_passphrase_changes_nothing() -> None:
    """It is told apart from damage, and can be tried again."""
    world = begun_world()
    with world.open() as vault:
        before = world.memory.snapshot()
        for wrong in ("something else", PASSPHRASE, RECOVERY):
            with pytest.raises(WrongSecretError):
                vault.key_change.resume(text(wrong))
        assert world.memory.snapshot() == before
        assert vault.key_change.is_begun


def test_beginning_again_gives_up_what_waited() -> None:
    """Another key, other secrets, and nothing is left of the first."""
    world = begun_world()
    first = bytes(world.file("head.next"))
    other = "ещё одна фраза 9"
    with world.open() as vault:
        with pytest.raises(KeyboardInterrupt):
            vault.key_change.begin(
                text(other), text(NEW_RECOVERY), cost=CHEAP_COST, progress=interrupt
            )
        assert world.file("head.next") != first
        with pytest.raises(WrongSecretError):
            vault.key_change.resume(text(NEW_PASSPHRASE))
        vault.key_change.resume(text(other))
        hold(vault)
    world.open(other).close()


def interrupt(*_: object) -> None:
    """Stop at once."""
    raise KeyboardInterrupt


def test_there_is_nothing_to_go_on_with_before_it_began() -> None:
    """And nothing is made in its place."""
    world = full_world()
    with world.open() as vault:
        assert not vault.key_change.is_begun
        with pytest.raises(NotFoundError):
            vault.key_change.resume(text(NEW_PASSPHRASE))


@pytest.mark.parametrize(
    ("passphrase", "recovery", "error"),
    [
        (PASSPHRASE, NEW_RECOVERY, ReusedSecretError),
        (NEW_PASSPHRASE, RECOVERY, ReusedSecretError),
        (RECOVERY, NEW_RECOVERY, ReusedSecretError),
        ("", NEW_RECOVERY, ValueError),
        (NEW_PASSPHRASE, "abacus abdomen", InvalidRecoveryWordsError),
    ],
)
def test_secrets_that_cannot_be_new_ones(
    passphrase: str, recovery: str, error: type[Exception]
) -> None:
    """Nothing is begun with them."""
    world = full_world()
    with world.open() as vault:
        before = world.memory.snapshot()
        with pytest.raises(error):
            vault.key_change.begin(text(passphrase), text(recovery), cost=CHEAP_COST)
        assert world.memory.snapshot() == before


def test_a_passphrase_that_became_the_old_one_meanwhile_is_refused() -> None:
    """Whoever has the old key could sign a head that it opens."""
    world = begun_world()
    with world.open() as vault:
        vault.change_passphrase(text(NEW_PASSPHRASE), cost=CHEAP_COST)
        with pytest.raises(ReusedSecretError):
            vault.key_change.resume(text(NEW_PASSPHRASE))
        vault.key_change.resume(text(NEW_RECOVERY))


def test_the_cost_is_measured_where_none_is_given() -> None:
    """As when a vault is made; the recovery words cost the least."""
    world, dear = full_world(), KdfCost(memory_kib=16, passes=1, lanes=1)
    ports = dataclasses.replace(world.ports, measure_cost=lambda: dear)
    with Vault(open_vault(FOLDER, text(PASSPHRASE), ports=ports)) as vault:
        vault.key_change.begin(text(NEW_PASSPHRASE), text(NEW_RECOVERY))
        assert [slot.cost for slot in vault.slots.list()] == [dear, CHEAP_COST]


def test_an_attachment_that_cannot_be_read_stops_it() -> None:
    """It would be lost with the old key; the old vault stays."""
    world = full_world()
    with world.open() as vault:
        photo = f"blobs/{vault.blobs()[0].id}"
        world.file(photo)[100] ^= 1
        with pytest.raises(DamagedBlobError):
            begin(vault)
        content = world.memory.content.pop(FOLDER / photo)
        with pytest.raises(MissingBlobError):
            begin(vault)
        content[100] ^= 1
        world.memory.content[FOLDER / photo] = content
        hold(vault)
        begin(vault)
        hold(vault)


@pytest.mark.parametrize("at", [0, 70, 200_000, -1])
def test_what_waits_is_believed_only_after_it_was_read(at: int) -> None:
    """A torn or damaged one is sealed again."""
    world = begun_world()
    photo = next(name for name in world.memory.snapshot() if name.endswith(".next") and "/" in name)
    world.file(photo)[at] ^= 1
    with world.open() as vault:
        vault.key_change.resume(text(NEW_PASSPHRASE))
        hold(vault)


def test_a_disk_that_does_not_keep_an_attachment_is_noticed() -> None:
    """It is read back before anything relies on it."""
    world = full_world()

    def spoil(call: str) -> None:
        for path, content in world.memory.content.items():
            if call == "open" and path.name.endswith(".next") and path.name != "head.next":
                content[-1] = 0

    with world.open() as vault:
        world.fault.before = spoil
        with pytest.raises(StorageError) as caught:
            begin(vault)
        assert caught.value.fields == {"errno": errno.EIO}
        world.fault.before = lambda _call: None
        hold(vault)


def test_closing_from_elsewhere_stops_it() -> None:
    """Among the attachments and in the log; it waits to be gone on with."""
    for when in (1, 2 * (len(PHOTO) + len(NOTE)) + 1):
        world = full_world()
        vault = world.open()

        def close(done: int, _total: int, vault: Vault = vault, when: int = when) -> None:
            if done >= when:
                vault.close()

        with pytest.raises(VaultClosedError):
            begin(vault, close)
        with world.open() as vault:
            hold(vault)
            vault.key_change.resume(text(NEW_PASSPHRASE))
            hold(vault)


def test_a_closed_vault_changes_no_keys() -> None:
    """Neither beginning nor going on."""
    world = begun_world()
    vault = world.open()
    vault.close()
    with pytest.raises(VaultClosedError):
        begin(vault)
    with pytest.raises(VaultClosedError):
        vault.key_change.resume(text(NEW_PASSPHRASE))


def test_a_full_disk_leaves_the_old_vault_and_what_was_done() -> None:
    """With room it goes on."""
    world = full_world()
    with world.open() as vault:
        world.fault.error, world.fault.short = errno.ENOSPC, True
        calls: list[str] = []

        def fill(call: str) -> None:
            calls.append(call)
            world.fault.at = world.fault.calls if calls.count("write") == 6 else None

        world.fault.before = fill
        with pytest.raises(StorageFullError):
            begin(vault)
        world.fault.before, world.fault.at = lambda _call: None, None
        hold(vault)
        vault.key_change.resume(text(NEW_PASSPHRASE))
        hold(vault)


def test_what_goes_with_a_change_is_counted() -> None:
    """Whole attachments that no record names, and torn bytes; nothing that is made again."""
    world = full_world()
    with world.open() as vault:
        assert vault.key_change.leftovers == 0
        vault.write_blob(io.BytesIO(b"named by no record"))
        for name in ("torn-64", "torn-64-1", "torn-64.tmp", f"blobs/{'a' * 32}.next", "torn-x"):
            world.memory.content[FOLDER / name] = bytearray(b"x")
        assert vault.key_change.leftovers == 3


def test_removing_contents_gives_up_a_change_that_waits() -> None:
    """An attachment under other keys never takes the place of one that is there."""
    world = begun_world()
    with world.open() as vault:
        vault.rewrite(lambda position, _: Record(b"gone", ()) if position == 3 else None)
        assert not vault.key_change.is_begun
        assert [b"".join(vault.read_blob(blob.id)) for blob in vault.blobs()] == [PHOTO, NOTE]
    assert not [name for name in world.memory.snapshot() if "next" in name]


def killed_at_the_head(copies: int) -> World:
    """Return a vault whose process died when the new head stood in so many copies."""
    world = full_world()
    vault, fault = world.open(), world.fault

    def die(_call: str) -> None:
        marked = [b'"finishing":true' in world.file(name) for name in ("head", "head.bak")]
        if sum(marked) == copies:
            fault.at, fault.lasting = fault.calls, True

    fault.before = die
    with pytest.raises(UnfinishedRewritingError):
        begin(vault)
    fault.before, fault.at, fault.lasting = lambda _call: None, None, False
    return world


def test_between_the_two_copies_of_the_head_both_secrets_open() -> None:
    """The old ones to the old vault, with the change waiting; the new ones to the new vault."""
    world = killed_at_the_head(1)
    half = world.memory.snapshot()
    with world.open() as vault:
        assert Notice.REKEY_UNFINISHED in vault.notices
        hold(vault)
        vault.key_change.resume(text(NEW_PASSPHRASE))
        hold(vault)
    world.memory.restore(half)
    with world.open(NEW_PASSPHRASE) as vault:
        assert Notice.REWRITING_FINISHED in vault.notices
        hold(vault)
    with pytest.raises(WrongSecretError):
        world.open()


def test_with_both_copies_written_only_the_new_secrets_open() -> None:
    """The opening finishes; an old secret touches nothing."""
    world = killed_at_the_head(2)
    keys, before = KeyRing(Key(bytearray(32)), bytes(16)), world.memory.snapshot()
    with pytest.raises(WrongSecretError):
        world.open()
    assert world.memory.snapshot() == before
    with world.open(NEW_RECOVERY) as vault:
        assert vault.notices == (Notice.REWRITING_FINISHED,)
        hold(vault)
    assert not [name for name in world.memory.snapshot() if "next" in name]
    assert readable_under(keys, world.memory.snapshot()) == []


def test_a_next_head_of_another_change_counts_for_nothing() -> None:
    """Somebody who knows an older key puts back what it signed; nobody goes on with it."""
    world = begun_world()
    old = bytes(world.file("head.next"))
    with world.open() as vault:
        vault.key_change.resume(text(NEW_PASSPHRASE))
    world.memory.content[FOLDER / "head.next"] = bytearray(old)
    with world.open(NEW_PASSPHRASE) as vault:
        assert vault.notices == ()
        assert not vault.key_change.is_begun
        with pytest.raises(NotFoundError):
            vault.key_change.resume(text(NEW_PASSPHRASE))


def test_a_next_head_whose_key_is_the_present_one_is_refused() -> None:
    """The change would change nothing; and so is one that its own key did not sign."""
    world = begun_world()
    present = old_keys(world)
    head = parse_head(bytes(world.file("head")), CHEAP_LIMITS).untrusted
    same = encode_next_head(head, fresh=present, present=present)
    for forged, secret in ((same, PASSPHRASE), (signed_by_another(world), NEW_PASSPHRASE)):
        world.file("head.next")[:] = forged
        with world.open() as vault:
            assert vault.key_change.is_begun
            with pytest.raises(ForeignFileError) as caught:
                vault.key_change.resume(text(secret))
            assert caught.value.fields == {"what": "head.next"}
            hold(vault)


def signed_by_another(world: World) -> bytes:
    """Return the `head.next` of a world with its first code made under another key."""
    present = old_keys(world)
    sealed = read_next_head(FOLDER, present, world.ports)
    assert sealed is not None
    stranger = KeyRing(Key(bytearray(32)), present.vault_id)
    return encode_next_head(sealed.untrusted, fresh=stranger, present=present)


@pytest.mark.parametrize("damage", ["bit", "cut", "lines", "hex", "body", "empty", "huge"])
def test_a_damaged_next_head_counts_for_nothing(damage: str) -> None:
    """The vault opens as ever, and a change begins anew."""
    world = begun_world()
    data = world.file("head.next")
    lines = bytes(data).split(b"\n")
    match damage:
        case "bit":
            data[20] ^= 1
        case "cut":
            del data[-1]
        case "lines":
            data[:] = with_checksum(b"\n".join([*lines[:2], b""]))
        case "hex":
            data[:] = with_checksum(b"\n".join([lines[0], lines[1].upper(), lines[2], b""]))
        case "body":
            data[:] = with_checksum(b"\n".join([b"{}", *lines[1:3], b""]))
        case "empty":
            del data[:]
        case "huge":
            data.extend(bytes(70_000))
    with world.open() as vault:
        assert vault.notices == ()
        begin(vault)
        hold(vault)


def with_checksum(lines: bytes) -> bytes:
    """Return lines with a right checksum, which anybody can compute."""
    return lines + hashlib.sha256(lines).hexdigest().encode() + b"\n"


def test_a_disk_that_does_not_give_the_next_head_stops_no_opening() -> None:
    """Nothing of it is needed to read."""
    world = begun_world()
    opened: list[str] = []

    def refuse(call: str) -> None:
        # Behind both copies of the head and the log.
        opened.extend(each for each in [call] if each == "open")
        world.fault.at = world.fault.calls if call == "open" and len(opened) == 4 else None

    world.fault.before = refuse
    vault = world.open()
    world.fault.before, world.fault.at = lambda _call: None, None
    assert world.fault.happened == ["open"]
    with vault:
        assert vault.notices == ()
        assert vault.key_change.is_begun
        hold(vault)


def test_a_damaged_slot_under_the_right_words_is_damage() -> None:
    """A commitment that fits and a key that does not: somebody with the present key made it."""
    world = begun_world()
    present = old_keys(world)
    sealed = read_next_head(FOLDER, present, world.ports)
    assert sealed is not None
    slots = tuple(
        msgspec.structs.replace(slot, sealed_key="00" * 48) for slot in sealed.untrusted.slots
    )
    head = msgspec.structs.replace(sealed.untrusted, slots=slots)
    world.file("head.next")[:] = encode_next_head(head, fresh=present, present=present)
    with world.open() as vault, pytest.raises(DamagedHeadError):
        vault.key_change.resume(text(NEW_PASSPHRASE))
