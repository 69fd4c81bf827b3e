"""Attachments: sealed in chunks, released only when authentic."""

from __future__ import annotations

import errno
import hashlib
import io
import threading
from typing import TYPE_CHECKING

import pytest

from safelog.errors import (
    DamagedBlobError,
    MissingBlobError,
    NotFoundError,
    StorageError,
    StorageFullError,
    VaultClosedError,
)
from safelog.vault import BlobRef, Key, Secret, Vault
from safelog.vault.blob import BlobStore
from safelog.vault.blob_layout import CHUNK_BYTES, padded_size, sealed_size
from safelog.vault.keys import KeyRing
from safelog.vault.opening import open_vault
from tests.unit.vault.world import FOLDER, PASSPHRASE, World

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZES = [0, 1, 4095, 4096, 4097, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES]


def content_of(size: int) -> bytes:
    """Return bytes that differ everywhere."""
    return hashlib.shake_128(b"content").digest(size)


class Dripping(io.BytesIO):
    """A source that gives less than it is asked for."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Return a thousand bytes at most."""
        return super().read(min(size or 0, 1000))


@pytest.fixture
def world() -> World:
    """Return an empty world."""
    return World()


@pytest.fixture
def vault(world: World) -> Iterator[Vault]:
    """Return a new vault."""
    with world.create() as vault:
        yield vault


@pytest.mark.parametrize("size", SIZES)
def test_content_comes_back(world: World, vault: Vault, size: int) -> None:
    """At and around every edge of a chunk, now and after opening again."""
    content = content_of(size)
    ref = vault.write_blob(Dripping(content))
    assert ref.size == size
    assert ref.sha256 == hashlib.sha256(content).digest()
    assert len(world.file(f"blobs/{ref.id}")) == sealed_size(size)
    vault.append([b"with a photo"], blobs=[ref])
    assert b"".join(vault.read_blob(ref.id)) == content
    vault.close()
    with world.open() as again:
        assert b"".join(again.read_blob(ref.id)) == content
        assert again.blobs() == (ref,)


@pytest.mark.parametrize(
    ("size", "padded"),
    [(0, 4096), (4095, 4096), (4096, 4352), (10_000, 10_240), (1 << 30, (1 << 30) + (1 << 25))],
)
def test_a_size_is_rounded_up(size: int, padded: int) -> None:
    """Padmé: at most 12 % more, and a length says little."""
    assert padded_size(size) == padded


def test_padding_may_fill_chunks_of_its_own(vault: Vault) -> None:
    """A large content is rounded up by more than a chunk."""
    content = content_of(16 * 1024 * 1024 + 1)
    ref = vault.write_blob(io.BytesIO(content))
    vault.append([b"video"], blobs=[ref])
    assert b"".join(vault.read_blob(ref.id)) == content


def test_progress_counts_the_bytes_taken(vault: Vault) -> None:
    """From the first two mebibytes to the whole size."""
    seen: list[int] = []
    vault.write_blob(io.BytesIO(bytes((4 << 20) + 5)), progress=seen.append)
    assert seen == [2 << 20, 4 << 20, (4 << 20) + 5]


def test_a_blob_is_not_visible_before_a_record_names_it(world: World, vault: Vault) -> None:
    """It is a whole file that no record names; opening again leaves it alone."""
    ref = vault.write_blob(io.BytesIO(b"photo"))
    with pytest.raises(NotFoundError):
        next(vault.read_blob(ref.id))
    vault.close()
    with world.open() as again:
        assert again.check().orphans == 1
        again.append([b"late"], blobs=[ref])
        assert again.check().orphans == 0


def test_a_blob_that_was_not_written_is_not_vouched_for(vault: Vault) -> None:
    """No record may name a file that is not there, or that has another size."""
    with pytest.raises(MissingBlobError):
        vault.append([b"x"], blobs=[BlobRef("00" * 16, 5, bytes(32))])
    ref = vault.write_blob(io.BytesIO(b"photo"))
    with pytest.raises(DamagedBlobError):
        vault.append([b"x"], blobs=[BlobRef(ref.id, 50_000, ref.sha256)])
    assert vault.count == 0


def test_a_stopped_write_leaves_nothing(world: World, vault: Vault) -> None:
    """The person cancels: what progress raises ends the write and removes the file."""

    def cancel(_done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        vault.write_blob(io.BytesIO(bytes(10)), progress=cancel)
    assert not [name for name in world.memory.snapshot() if name.startswith("blobs/")]


def test_closing_stops_a_running_write(world: World, vault: Vault) -> None:
    """Quick exit does not wait for a gigabyte."""

    def lock(_done: int) -> None:
        vault.close()

    with pytest.raises(VaultClosedError):
        vault.write_blob(io.BytesIO(bytes(30 * CHUNK_BYTES)), progress=lock)
    assert not [name for name in world.memory.snapshot() if name.startswith("blobs/")]


class Endless(io.BytesIO):
    """A source without an end."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Return as many bytes as are asked for."""
        return bytes(size or 0)


def test_another_thread_may_close(world: World, vault: Vault) -> None:
    """The app locks from its own thread while a file is taken in; nothing goes on behind it."""
    begun = threading.Event()

    def close() -> None:
        begun.wait(timeout=30)
        vault.close()

    closer = threading.Thread(target=close)
    closer.start()
    with pytest.raises(VaultClosedError):
        vault.write_blob(Endless(), progress=lambda _done: begun.set())
    closer.join()
    assert not [name for name in world.memory.snapshot() if name.startswith("blobs/")]
    assert threading.active_count() == 1


class Failing(io.BytesIO):
    """A source that fails at its second half."""

    def __init__(self, error: BaseException) -> None:
        """Raise `error` there."""
        super().__init__(bytes(32 * CHUNK_BYTES))
        self._error = error

    def read(self, size: int | None = -1, /) -> bytes:
        """Return what is asked for, or raise."""
        if self.tell() >= 20 * CHUNK_BYTES:
            raise self._error
        return super().read(size)


@pytest.mark.parametrize("error", [OSError(5, "input/output error"), KeyboardInterrupt()])
def test_a_source_that_fails_ends_every_thread(
    world: World, vault: Vault, error: BaseException
) -> None:
    """The error comes through, and neither a file nor a thread is left."""
    with pytest.raises((StorageError, KeyboardInterrupt)):
        vault.write_blob(Failing(error))
    assert threading.active_count() == 1
    assert not [name for name in world.memory.snapshot() if name.startswith("blobs/")]


def test_a_disk_that_fails_ends_every_thread(world: World, vault: Vault) -> None:
    """At each write: one error, no file, no thread; and the same source can be tried again."""
    content = io.BytesIO(content_of(6 * CHUNK_BYTES))
    for number in range(1, 8):
        writes = iter(range(1, 100))

        def fail(call: str, writes: Iterator[int] = writes, number: int = number) -> None:
            if call == "write" and next(writes) == number:
                world.fault.at = world.fault.calls

        world.fault.before, world.fault.error = fail, errno.ENOSPC
        content.seek(0)
        with pytest.raises(StorageFullError):
            vault.write_blob(content)
        world.fault.at = None
        assert threading.active_count() == 1
    world.fault.before = lambda _call: None
    assert not [name for name in world.memory.snapshot() if name.startswith("blobs/")]


def test_a_reader_that_stops_early_leaves_no_thread(vault: Vault) -> None:
    """The first chunk was enough."""
    ref = vault.write_blob(io.BytesIO(bytes(40 * CHUNK_BYTES)))
    vault.append([b"x"], blobs=[ref])
    pieces = vault.read_blob(ref.id)
    assert next(pieces)
    del pieces
    assert threading.active_count() == 1


def test_closing_stops_a_running_read(vault: Vault) -> None:
    """Nothing more is released after the lock."""
    ref = vault.write_blob(io.BytesIO(bytes(3 * CHUNK_BYTES)))
    vault.append([b"x"], blobs=[ref])
    pieces = vault.read_blob(ref.id)
    assert next(pieces)
    vault.close()
    with pytest.raises(VaultClosedError):
        next(pieces)


def test_unfinished_writes_are_swept_and_nothing_else(world: World, vault: Vault) -> None:
    """A kill leaves a `.tmp`; the next opening removes it, and no file of another name."""
    ref = vault.write_blob(io.BytesIO(b"photo"))
    vault.close()
    names = ("ab" * 16 + ".tmp", "thesis.tmp", "AB" * 16 + ".tmp", "ab" * 16 + ".tmp2")
    for name in names:
        world.memory.content[FOLDER / "blobs" / name] = bytearray(b"half")
    world.open().close()
    assert {n for n in world.memory.snapshot() if n.startswith("blobs/")} == {
        f"blobs/{name}" for name in (ref.id, *names[1:])
    }


def sealed_blob(world: World, size: int) -> BlobRef:
    """Make a vault with one attachment, and close it."""
    with world.create() as vault:
        ref = vault.write_blob(io.BytesIO(content_of(size)))
        vault.append([b"x"], blobs=[ref])
    return ref


def released(world: World, ref: BlobRef) -> bytes:
    """Read the attachment; return what came before an error."""
    taken = bytearray()

    def take() -> None:
        for piece in opened.read_blob(ref.id):
            taken.extend(piece)

    with world.open() as opened, pytest.raises(DamagedBlobError) as caught:
        take()
    assert caught.value.fields["blob"] == ref.id
    return bytes(taken)


@pytest.mark.parametrize("chunk", [0, 1, 2])
def test_damage_releases_only_whole_chunks_before_it(world: World, chunk: int) -> None:
    """What comes before the error is authentic."""
    ref = sealed_blob(world, 3 * CHUNK_BYTES - 100)
    world.file(f"blobs/{ref.id}")[68 + chunk * (CHUNK_BYTES + 16) + 1000] ^= 4
    assert released(world, ref) == content_of(chunk * CHUNK_BYTES)


def test_every_byte_of_a_small_blob_is_authenticated(world: World) -> None:
    """Header, content, padding and tag; nothing is released from the only chunk."""
    ref = sealed_blob(world, 100)
    file = world.file(f"blobs/{ref.id}")
    with world.open() as vault:
        for at in range(len(file)):
            file[at] ^= 1 << at % 8
            with pytest.raises(DamagedBlobError):
                next(vault.read_blob(ref.id))
            file[at] ^= 1 << at % 8
        assert b"".join(vault.read_blob(ref.id)) == content_of(100)


def test_chunks_cannot_change_places(world: World) -> None:
    """Each chunk is bound to its number."""
    ref = sealed_blob(world, 3 * CHUNK_BYTES)
    file, size = world.file(f"blobs/{ref.id}"), CHUNK_BYTES + 16
    first, second = file[68 : 68 + size], file[68 + size : 68 + 2 * size]
    file[68 : 68 + 2 * size] = second + first
    assert released(world, ref) == b""


@pytest.mark.parametrize("change", [-1, -(CHUNK_BYTES + 16), 1, CHUNK_BYTES + 16])
def test_another_length_is_refused_before_anything(world: World, change: int) -> None:
    """Cut at the edge of a chunk or longer: seen before the first byte."""
    ref = sealed_blob(world, 3 * CHUNK_BYTES - 100)
    file = world.file(f"blobs/{ref.id}")
    if change < 0:
        del file[change:]
    else:
        file += bytes(change)
    assert released(world, ref) == b""


def test_two_attachments_cannot_be_exchanged(world: World) -> None:
    """A file is bound to its name."""
    with world.create() as vault:
        refs = [vault.write_blob(io.BytesIO(bytes([n]) * 10)) for n in range(2)]
        vault.append([b"x"], blobs=refs)
    one, two = (world.file(f"blobs/{ref.id}") for ref in refs)
    one[:], two[:] = bytes(two), bytes(one)
    assert released(world, refs[0]) == b""


def test_a_missing_attachment_is_named(world: World) -> None:
    """Gone is told apart from damaged; also when the whole folder is gone."""
    ref = sealed_blob(world, 10)
    del world.memory.content[FOLDER / "blobs" / ref.id]
    world.memory.folders.discard(FOLDER / "blobs")
    with world.open() as vault:
        with pytest.raises(MissingBlobError) as caught:
            next(vault.read_blob(ref.id))
        assert caught.value.fields == {"blob": ref.id}
        assert [type(problem) for problem in vault.check().problems] == [MissingBlobError]


@pytest.mark.parametrize("kept", [0, 50, 68 + 10, 68 + 4112 - 1])
def test_a_file_that_shrinks_while_it_is_read_is_damage(world: World, kept: int) -> None:
    """Its length was right when it was opened."""
    ref = sealed_blob(world, 10)
    file = world.file(f"blobs/{ref.id}")

    def shrink(call: str) -> None:
        if call == "read":
            del file[kept:]

    with world.open() as vault:
        assert vault.blobs() == (ref,)
        world.fault.before = shrink
        with pytest.raises(DamagedBlobError):
            next(vault.read_blob(ref.id))


@pytest.mark.parametrize(("size", "sha256"), [(100, bytes(32)), (99, None)])
def test_content_is_compared_with_its_record(world: World, size: int, sha256: bytes | None) -> None:
    """The record is what the root vouches for: another hash or another end is damage."""
    with world.create() as vault:
        ref = vault.write_blob(io.BytesIO(content_of(100)))
        ref = BlobRef(ref.id, size, sha256 or ref.sha256)
        vault.append([b"x"], blobs=[ref])
        pieces = vault.read_blob(ref.id)
        with pytest.raises(DamagedBlobError):
            list(pieces)


class Pieces:
    """A source that can only be read."""

    def __init__(self, content: bytes) -> None:
        """Give `content`."""
        self._left = content

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes."""
        piece, self._left = self._left[:size], self._left[size:]
        return piece


def test_an_attachment_waits_under_other_keys(world: World) -> None:
    """With its id and a suffix; each store tells its own file from the other's."""
    content = content_of(CHUNK_BYTES + 5)
    ref = sealed_blob(world, len(content))
    parts = open_vault(FOLDER, Secret.from_text(PASSPHRASE), ports=world.ports)
    keys = KeyRing(Key(bytearray(b"n" * 32)), parts.keys.vault_id)
    now, following = parts.blobs, BlobStore(FOLDER / "blobs", keys=keys, ports=world.ports)
    assert not following.fits(ref, suffix=".next")
    seen: list[int] = []
    assert ref == following.write_as(ref.id, Pieces(content), suffix=".next", progress=seen.append)
    assert seen == [len(content)]
    assert (following.fits(ref, suffix=".next"), now.fits(ref, suffix=".next")) == (True, False)
    assert (following.fits(ref, suffix=""), now.fits(ref, suffix="")) == (False, True)
    assert not now.fits(BlobRef(ref.id, 50_000, ref.sha256), suffix="")
    assert b"".join(following.read(ref, suffix=".next")) == b"".join(now.read(ref)) == content
    again = following.write_as(ref.id, Pieces(content), suffix=".next", progress=seen.append)
    assert again == ref
    parts.log.close()


def test_writing_under_other_keys_that_fails_leaves_nothing(world: World) -> None:
    """What waited there before stays."""
    ref = sealed_blob(world, 100)
    store = open_vault(FOLDER, Secret.from_text(PASSPHRASE), ports=world.ports).blobs
    store.write_as(ref.id, Pieces(content_of(100)), suffix=".next", progress=lambda _done: None)
    before = world.memory.snapshot()

    def cancel(_done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.write_as(ref.id, Pieces(content_of(100)), suffix=".next", progress=cancel)
    assert world.memory.snapshot() == before
