"""Attachments of more than 64 MiB: each segment has its own salt, key and commitment."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

import pytest

from safelog.errors import DamagedBlobError
from safelog.vault import BlobRef, Vault
from safelog.vault.blob_layout import chunk_offset, sealed_size, whole_segments
from tests.unit.vault.blob_scenes import (
    SEALED_CHUNK_BYTES,
    SEALED_SEGMENT_BYTES,
    SEGMENT_BYTES,
    attached,
    content_of,
)
from tests.unit.vault.world import FOLDER, KnownBytes, World

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = SEGMENT_BYTES + 100
MIB = 1024 * 1024


@pytest.fixture
def world() -> World:
    """Return a world with the same random bytes in every run."""
    return World(random_bytes=KnownBytes())


@pytest.fixture
def vault(world: World) -> Iterator[Vault]:
    """Return a new vault."""
    with world.create() as vault:
        yield vault


@pytest.fixture
def ref(vault: Vault) -> BlobRef:
    """Attach two segments, the second of nine chunks: 66 MiB and 16 pages after padding."""
    ref = vault.write_blob(io.BytesIO(content_of(SIZE)))
    vault.append([b"video"], blobs=[ref])
    return ref


def released(vault: Vault, ref: BlobRef) -> tuple[int, int]:
    """Return how many bytes come before the error, and which chunk that names."""
    taken = bytearray()

    def take() -> None:
        for piece in vault.read_blob(ref.id):
            taken.extend(piece)

    with pytest.raises(DamagedBlobError) as caught:
        take()
    assert content_of(SIZE).startswith(taken)
    return len(taken), int(caught.value.fields["chunk"])


@pytest.mark.parametrize(
    ("padded", "size"),
    [
        (4096, 0),
        (64 * MIB, 64 * MIB - 1),
        (66 * MIB, 64 * MIB),
        (132 * MIB, 128 * MIB),
        (1056 * MIB, 1024 * MIB),
    ],
)
def test_the_length_of_a_file_follows_from_its_content(padded: int, size: int) -> None:
    """Four bytes, then 64 for each segment and 16 for each chunk that was begun."""
    chunks = (padded + 262_143) // 262_144
    segments = (chunks + 255) // 256
    assert sealed_size(size) == 4 + 64 * segments + 16 * chunks + padded


def test_segments_follow_one_another() -> None:
    """A segment that lacks a byte is not whole."""
    assert chunk_offset(255) + SEALED_CHUNK_BYTES == 4 + SEALED_SEGMENT_BYTES
    assert chunk_offset(256) == 4 + SEALED_SEGMENT_BYTES + 64
    lengths = [0, 4, 4 + SEALED_SEGMENT_BYTES - 1, 4 + SEALED_SEGMENT_BYTES]
    assert [whole_segments(length) for length in lengths] == [0, 0, 0, 1]


@pytest.mark.parametrize("change", [-1, 0, 1])
def test_content_comes_back_around_the_edge_of_a_segment(vault: Vault, change: int) -> None:
    """Also where the filling alone makes the second segment."""
    content = content_of(SEGMENT_BYTES + change)
    assert attached(vault, content) == content


def test_the_writer_does_not_drift(world: World, ref: BlobRef) -> None:
    """Byte for byte from the same random bytes; a vector of 66 MiB would be too large to keep."""
    found = hashlib.sha256(world.file(f"blobs/{ref.id}")).hexdigest()
    assert found == "8f51daeb365df2ee6cedaa29360eea9c33bef12f8630bcc9e913b4afc5d4c97c"


def test_each_segment_is_sealed_under_a_key_of_its_own(world: World, ref: BlobRef) -> None:
    """Salt and commitment differ, and the same chunk does not look the same."""
    file = world.file(f"blobs/{ref.id}")
    first, second = 4, 4 + SEALED_SEGMENT_BYTES
    assert file[first : first + 32] != file[second : second + 32]
    assert file[first + 32 : first + 64] != file[second + 32 : second + 64]


@pytest.mark.parametrize("at", [0, 31, 32, 63])
def test_a_segment_is_opened_only_by_its_commitment(
    world: World, vault: Vault, ref: BlobRef, at: int
) -> None:
    """A bit of the second salt or commitment: everything before comes, nothing of the segment."""
    world.file(f"blobs/{ref.id}")[4 + SEALED_SEGMENT_BYTES + at] ^= 1
    assert released(vault, ref) == (SEGMENT_BYTES, 256)


def test_a_segment_of_another_attachment_does_not_fit(
    world: World, vault: Vault, ref: BlobRef
) -> None:
    """Each is bound to the id and to its number."""
    other = vault.write_blob(io.BytesIO(content_of(SIZE)))
    file, strange = world.file(f"blobs/{ref.id}"), world.file(f"blobs/{other.id}")
    file[4 + SEALED_SEGMENT_BYTES :] = strange[4 + SEALED_SEGMENT_BYTES :]
    assert released(vault, ref) == (SEGMENT_BYTES, 256)


def test_a_segment_does_not_fit_in_another_place(world: World, vault: Vault) -> None:
    """The first one copied over the second, with its salt and commitment."""
    ref = vault.write_blob(io.BytesIO(content_of(2 * SEGMENT_BYTES - 1)))
    vault.append([b"x"], blobs=[ref])
    file = world.file(f"blobs/{ref.id}")
    second = 4 + SEALED_SEGMENT_BYTES
    file[second : second + SEALED_SEGMENT_BYTES] = file[4:second]
    with pytest.raises(DamagedBlobError) as caught:
        list(vault.read_blob(ref.id))
    assert caught.value.fields["chunk"] == 256


def test_a_file_cut_after_a_segment_gives_nothing(world: World, vault: Vault, ref: BlobRef) -> None:
    """Its length is looked at before its first byte."""
    del world.file(f"blobs/{ref.id}")[4 + SEALED_SEGMENT_BYTES :]
    assert released(vault, ref) == (0, 0)


def test_a_size_beyond_all_segments_is_damage(world: World, vault: Vault) -> None:
    """Only somebody with the key could have written such a record."""
    ref = vault.write_blob(io.BytesIO(b"x"))
    with pytest.raises(DamagedBlobError):
        vault.append([b"x"], blobs=[BlobRef(ref.id, 2**58 + 1, ref.sha256)])
    assert FOLDER / "blobs" / ref.id in world.memory.content
