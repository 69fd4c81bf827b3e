"""Archives and folders: what is in them, and what is made to do harm."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest

from safelog.errors import ImportFormatError, UnreadableFileError
from safelog.journal.imports import source as sources
from safelog.journal.imports.source import Archive, Folder, is_plain_name, looks_like_archive
from tests.unit.journal.imports.files import archive


def refused(file: io.BytesIO) -> dict[str, int | str]:
    """Return what the refusal of an archive says."""
    with pytest.raises(ImportFormatError) as caught:
        Archive(file)
    return caught.value.fields


def test_files_come_out_of_an_archive_as_they_went_in() -> None:
    """Folders are no files; a name that is not there has no size."""
    file = archive([("a/", b""), ("a/b.txt", b"x" * 100_000), ("c", b"")])
    assert looks_like_archive(file)
    made = Archive(file)
    assert made.names == ("a/b.txt", "c")
    assert (made.size("a/b.txt"), made.size("nothing"), made.number("c")) == (100_000, None, 3)
    with made.open("a/b.txt") as member:
        assert member.read() == b"x" * 100_000
        assert not member.seekable()


@pytest.mark.parametrize(
    "name", ["../a", "/a", "a/../b", "C:a", "a\\b", "a//b", "./a", "a\nb", "x" * 1001, "a/./b", ""]
)
def test_a_name_that_points_elsewhere_refuses_the_archive(name: str) -> None:
    """Nothing is unpacked, and yet nobody should have to trust such a name."""
    assert not is_plain_name(name)
    assert refused(archive([("a.txt", b""), (name, b"")])) == {"reason": "name", "member": 2}


def test_a_name_that_is_there_twice_refuses_the_archive() -> None:
    """Nobody can say which of the two is meant."""
    with pytest.warns(UserWarning, match="Duplicate name"):
        file = archive([("a", b"1"), ("a", b"2")])
    assert refused(file) == {"reason": "name", "member": 2}


def test_a_link_refuses_the_archive() -> None:
    """It could lead to any file of the person's."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        link = zipfile.ZipInfo("a")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    assert refused(file) == {"reason": "symlink", "member": 1}


def test_encryption_and_odd_compression_are_refused() -> None:
    """The flag in the directory is enough."""
    whole = archive([("a", b"1")]).getvalue()
    at = whole.rindex(b"PK\x01\x02")
    encrypted = bytearray(whole)
    encrypted[at + 8] |= 1
    assert refused(io.BytesIO(encrypted)) == {"reason": "encrypted", "member": 1}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_BZIP2) as made:
        made.writestr("a", b"1")
    assert refused(file) == {"reason": "compression", "member": 1}


@pytest.mark.parametrize("untrusted", [b"", b"PK", b"PK\x05\x06", b"x" * 1000])
def test_what_is_no_archive_is_refused(untrusted: bytes) -> None:
    """Whatever it begins with."""
    assert refused(io.BytesIO(untrusted)) == {"reason": "archive"}


def test_a_directory_of_nonsense_is_refused() -> None:
    """Its end is right, and what it points to is not."""
    whole = bytearray(archive([("a", b"1")]).getvalue())
    whole[whole.rindex(b"PK\x01\x02")] = 0
    assert refused(io.BytesIO(whole)) == {"reason": "archive"}


def test_an_archive_without_its_beginning_is_refused() -> None:
    """Its first file would lie before the first byte."""
    whole = archive([("a", b"1")]).getvalue()
    assert refused(io.BytesIO(whole[1:])) == {"reason": "archive", "member": 1}


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    """Sizes are those that the directory says; no byte is unpacked for it."""
    assert refused(archive([("a", bytes(4 << 20))])) == {"reason": "too_large"}


def test_an_archive_beyond_its_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """All files together count."""
    monkeypatch.setattr(sources, "TOTAL_BYTES_LIMIT", 3)
    assert refused(archive([("a", b"12"), ("b", b"12")])) == {"reason": "too_large", "limit": 3}


def test_a_million_names_are_refused_before_one_is_read() -> None:
    """The end of the archive says how many there are, also in its large form."""
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 30_000, 30_000, 9_000_000, 0, 0)
    assert refused(io.BytesIO(bytes(9_000_000) + end))["reason"] == "too_many"
    assert refused(io.BytesIO(end)) == {"reason": "archive"}
    large = struct.pack(
        "<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 10**6, 10**6, 46 * 10**6, 0
    )
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, 0, 1)
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 65_535, 65_535, 2**32 - 1, 2**32 - 1, 0)
    assert refused(io.BytesIO(bytes(46 * 10**6) + large + locator + end))["reason"] == "too_many"
    assert refused(io.BytesIO(end))["reason"] == "archive"


def test_one_file_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its place is said."""
    monkeypatch.setattr(sources, "MEMBER_BYTES_LIMIT", 3)
    assert refused(archive([("a", b"123"), ("b", b"1234")])) == {"reason": "too_large", "member": 2}


def test_damage_is_found_when_the_bytes_are_read() -> None:
    """By the checksum, by the compression, by the length, or by another name at their place."""
    content = os.urandom(500)
    whole = archive([("a", content)], packed=False).getvalue()
    at = whole.index(content)
    damaged = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]]
    packed = archive([("a", b"word " * 500)]).getvalue()
    damaged += [packed[:40] + b"\xff\xff\xff" + packed[43:], packed.replace(b"a", b"b", 1)]
    for each in damaged:
        made = Archive(io.BytesIO(each))
        with pytest.raises(ImportFormatError) as caught, made.open("a") as member:
            member.read()
        assert caught.value.fields == {"reason": "archive", "member": 1}


def test_a_file_shorter_than_it_says_is_refused() -> None:
    """What is missing at its end is missed."""
    whole = bytearray(archive([("a", b"1234")], packed=False).getvalue())
    at = whole.rindex(b"PK\x01\x02")
    whole[at + 24 : at + 28] = struct.pack("<I", 9)
    with pytest.raises(ImportFormatError), Archive(io.BytesIO(whole)).open("a") as member:
        member.read()


def test_a_folder_gives_the_plain_files_that_are_asked_for(tmp_path: Path) -> None:
    """Nothing is listed: other things of the person's lie there."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"123")
    folder = Folder(tmp_path)
    assert (folder.names, folder.size("photos/a.jpg")) == ((), 3)
    with folder.open("photos/a.jpg") as file:
        assert file.read() == b"123"


def test_nothing_outside_of_a_folder_is_reached(tmp_path: Path) -> None:
    """Neither by a name nor by a link, at the end of it or on the way."""
    (tmp_path / "secret").write_bytes(b"1")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link").symlink_to(tmp_path / "secret")
    (inside / "way").symlink_to(tmp_path)
    folder = Folder(inside)
    for name in ("../secret", "link", "way/secret", str(tmp_path / "secret"), ".", "", "a\0b"):
        assert folder.size(name) is None
        with pytest.raises(UnreadableFileError), folder.open(name):
            pass


def test_a_file_without_a_folder_came_alone() -> None:
    """Standard input has nothing beside it."""
    assert Folder(None).size("a") is None
