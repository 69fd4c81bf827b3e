"""The one form of an archive: all else is refused, whatever a tar program would make of it."""

from __future__ import annotations

import io
import tarfile

import pytest

from safelog.errors import NotABackupError
from safelog.vault.archive import BLOCK_BYTES, member_header, read_index, write_archive
from tests.unit.vault.world import MemoryFile

ID = "ab" * 16
OTHER = "cd" * 16
HEAD = b"head\n" * 100


def archive(*members: tuple[str, bytes], head: bytes = HEAD) -> bytearray:
    """Return the archive of these members and a head."""
    content = bytearray()
    sources = ((name, MemoryFile(bytearray(data)), len(data)) for name, data in members)
    for _ in write_archive(MemoryFile(content), sources, head=head):
        pass
    return content


WHOLE = archive((f"blobs/{ID}", b"a" * 700), (f"blobs/{OTHER}", b""), ("log", b"log" * 9))


def test_every_tar_program_reads_it() -> None:
    """The form is the one of POSIX, with names, sizes and modes as they are."""
    with tarfile.open(fileobj=io.BytesIO(WHOLE)) as tar:
        members = tar.getmembers()
        assert [(m.name, m.size, m.mode, m.mtime) for m in members] == [
            (f"blobs/{ID}", 700, 0o600, 0),
            (f"blobs/{OTHER}", 0, 0o600, 0),
            ("log", 27, 0o600, 0),
            ("head", len(HEAD), 0o600, 0),
        ]
        log = tar.extractfile("log")
        assert log is not None
        assert log.read() == b"log" * 9


def test_sizes_beyond_eight_gibibytes_are_kept() -> None:
    """A long video fits, and a tar program reads its size."""
    size = 20 * 2**30
    header = member_header("log", size)
    assert tarfile.TarInfo.frombuf(header, "ascii", "strict").size == size


def test_the_index_says_what_stands_where() -> None:
    """Names and bytes as they were put in."""
    index = read_index(MemoryFile(WHOLE))
    assert list(index) == [f"blobs/{ID}", f"blobs/{OTHER}", "log", "head"]
    log = index["log"]
    assert WHOLE[log.offset : log.offset + log.size] == b"log" * 9


def test_every_length_but_the_whole_is_refused() -> None:
    """Cut anywhere, or with anything behind it."""
    for length in range(len(WHOLE)):
        with pytest.raises(NotABackupError):
            read_index(MemoryFile(WHOLE[:length]))
    for more in (b"\0", bytes(BLOCK_BYTES)):
        with pytest.raises(NotABackupError):
            read_index(MemoryFile(WHOLE + more))


def test_every_changed_byte_outside_of_the_contents_is_refused() -> None:
    """Headers, filling and the end have one form; what is inside is the vault's to judge."""
    index = read_index(MemoryFile(WHOLE))
    inside = {
        at for member in index.values() for at in range(member.offset, member.offset + member.size)
    }
    for at in set(range(len(WHOLE))) - inside:
        changed = bytearray(WHOLE)
        changed[at] ^= 1 << at % 8
        with pytest.raises(NotABackupError):
            read_index(MemoryFile(changed))


def foreign(name: str, *, kind: bytes = tarfile.REGTYPE, link: str = "", **facts: int) -> bytearray:
    """Return an archive by Python's own tar, in which one member is what somebody made of it."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for each in (name, "log", "head"):
            info = tarfile.TarInfo(each)
            info.mode = 0o600
            if each == name:
                info.type, info.linkname = kind, link
                for fact, value in facts.items():
                    setattr(info, fact, value)
            data = b"" if kind != tarfile.REGTYPE and each == name else b"xyz"
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    whole = content.getvalue().rstrip(b"\0")
    return bytearray(whole + bytes(-len(whole) % BLOCK_BYTES) + bytes(2 * BLOCK_BYTES))


def test_the_foreign_archives_below_differ_in_one_thing() -> None:
    """An ordinary member is taken, so each refusal below is for what it says."""
    assert list(read_index(MemoryFile(foreign(f"blobs/{ID}")))) == [f"blobs/{ID}", "log", "head"]


@pytest.mark.parametrize(
    "hostile",
    [
        foreign("../outside"),
        foreign("/etc/passwd"),
        foreign("blobs/../../outside"),
        foreign("note.txt"),
        foreign("head.bak"),
        foreign(f"blobs/{ID.upper()}"),
        foreign(f"blobs/{ID}.tmp"),
        foreign("blobs", kind=tarfile.DIRTYPE),
        foreign(f"blobs/{ID}", kind=tarfile.SYMTYPE, link="/etc/passwd"),
        foreign(f"blobs/{ID}", kind=tarfile.LNKTYPE, link="log"),
        foreign(f"blobs/{ID}", kind=tarfile.CHRTYPE),
        foreign(f"blobs/{ID}", kind=tarfile.FIFOTYPE),
        foreign(f"blobs/{ID}", mode=0o4755),
        foreign(f"blobs/{ID}", mtime=1),
        foreign(f"blobs/{ID}", uid=1000),
        archive((f"blobs/{OTHER}", b""), (f"blobs/{ID}", b""), ("log", b"")),
        archive((f"blobs/{ID}", b""), (f"blobs/{ID}", b""), ("log", b"")),
        archive(("log", b""), (f"blobs/{ID}", b"")),
        archive(("log", b""), ("log", b"")),
        archive((f"blobs/{ID}", b"")),
        archive(("log", b""), head=b"h" * 65_537),
        bytearray(2 * BLOCK_BYTES),
        bytearray(),
        bytearray(b"thesis" * 1000),
        bytearray(b"\xff" * 4096),
    ],
)
def test_what_is_no_archive_of_a_vault_is_refused(hostile: bytearray) -> None:
    """Traversal, links, devices, foreign names, other owners and orders, and no archive at all."""
    with pytest.raises(NotABackupError):
        read_index(MemoryFile(hostile))


def test_a_size_that_nothing_holds_is_refused() -> None:
    """A header may claim more than there is; it is not believed."""
    header = member_header("log", 2**62)
    with pytest.raises(NotABackupError):
        read_index(MemoryFile(bytearray(header + bytes(4 * BLOCK_BYTES))))
