"""Lengths that say little."""

from __future__ import annotations

import io
import zipfile

import pytest

from safelog.export.delivery.padding import SMALLEST_BYTES, padded_size
from safelog.export.delivery.parcel import media_type, pack_parcel, pack_zip


@pytest.mark.parametrize("size", [0, 1, SMALLEST_BYTES, SMALLEST_BYTES + 1, 10**6, 10**9 + 7])
def test_a_length_is_filled_up_by_an_eighth_at_most(size: int) -> None:
    """Nothing is cut off, little is added, and a length that is filled up already stays."""
    padded = padded_size(size)
    assert padded >= size
    assert padded <= max(SMALLEST_BYTES, size * 1.12)
    assert padded_size(padded) == padded


def test_lengths_are_few() -> None:
    """A thousand lengths around a megabyte become a handful."""
    assert len({padded_size(1_000_000 + 997 * step) for step in range(1_000)}) <= 32


@pytest.mark.parametrize("extra", range(0, 4_000, 97))
def test_a_zip_has_a_padded_length_whatever_is_in_it(extra: int) -> None:
    """The filler makes up for the rest, also where there is hardly room for its own entry."""
    packed = pack_zip({"chronology.pdf": b"x" * (120_000 + extra)})
    assert len(packed) == padded_size(len(packed))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.read("chronology.pdf") == b"x" * (120_000 + extra)
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_parcel_is_padded_and_begins_with_its_index() -> None:
    """The files follow the index in its order; the rest is zeros."""
    packed = pack_parcel({"a.html": b"<p>", "b.bin": b"\x00\x01"})
    length = int.from_bytes(packed[:4], "big")
    assert packed[4 : 4 + length].startswith(b'[{"name":"a.html","media":"text/html","size":3}')
    assert packed[4 + length : 4 + length + 5] == b"<p>\x00\x01"
    assert len(packed) == SMALLEST_BYTES
    assert not any(packed[4 + length + 5 :])
    assert media_type("b.bin") == "application/octet-stream"
