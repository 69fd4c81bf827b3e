"""A backup in one file, which a stranger may have made."""

from collections.abc import Iterator

from safelog.vault.archive import read_index, write_archive
from tests.unit.vault.world import MemoryFile

MEMBERS: tuple[dict[str, int], ...] = (
    {},
    {"blobs/" + "0" * 32: 3},
    {"blobs/" + "1" * 32: 512, "blobs/" + "f" * 32: 0},
)


def seeds() -> Iterator[bytes]:
    """Return archives of small vaults, with and without attachments."""
    for attachments in MEMBERS:
        sources = [(name, _file(bytes(size)), size) for name, size in attachments.items()]
        yield _written([*sources, ("log", _file(b"log" * 200), 600)], head=b"head\n")


def consume(untrusted: bytes) -> None:
    """Read the index; what is accepted is what writing the same members gives, byte for byte."""
    file = MemoryFile(bytearray(untrusted))
    index = read_index(file)
    content = {name: untrusted[at.offset : at.offset + at.size] for name, at in index.items()}
    head = content.pop("head")
    sources = [(name, _file(data), len(data)) for name, data in content.items()]
    assert _written(sources, head=head) == untrusted


def _file(content: bytes) -> MemoryFile:
    return MemoryFile(bytearray(content))


def _written(sources: list[tuple[str, MemoryFile, int]], *, head: bytes) -> bytes:
    content = bytearray()
    list(write_archive(MemoryFile(content), sources, head=head))
    return bytes(content)
