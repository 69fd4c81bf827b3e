"""Look into the memory of another process from outside, as a forensic tool would.

Linux shows each process's memory under `/proc`. A process that asked not to be looked into
(`PR_SET_DUMPABLE` 0) still shows it to the administrator, which is why these tests want to be root.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

_NOT_MEMORY = frozenset({"[vvar]", "[vvar_vclock]", "[vsyscall]"})
"""Pages of the kernel that stand in each process and cannot be read."""
_PAGE_BYTES = 4096
_ZEROS = bytes(_PAGE_BYTES)
FEWEST_BYTES = 16
"""A freed block loses its first 16 bytes to the allocator's own list; the rest stays."""


class Region(NamedTuple):
    """A readable stretch of addresses."""

    start: int
    stop: int
    name: str


def is_readable(pid: int) -> bool:
    """Tell whether this process may read the memory of another."""
    try:
        Path(f"/proc/{pid}/mem").open("rb").close()
    except OSError:
        return False
    return True


def regions(pid: int) -> Iterator[Region]:
    """Yield what the process may read and has ever been able to write (proc_pid_maps(5)).

    The code of a library is left out: it is a file, which nothing was written to.
    """
    for line in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8").splitlines():
        bounds, permissions, _offset, _device, _inode, *name = line.split(maxsplit=5)
        start, stop = (int(bound, 16) for bound in bounds.split("-"))
        shown = name[0] if name else ""
        is_file = shown.startswith("/")
        if (
            permissions.startswith("r")
            and shown not in _NOT_MEMORY
            and ("w" in permissions or not is_file)
        ):
            yield Region(start, stop, shown)


def count_copies(pid: int, needles: Mapping[str, bytes]) -> dict[str, int]:
    """Return how often each of `needles` stands in the memory of a stopped process.

    Raises:
        OSError: a part of the memory cannot be read: then the count would say nothing.
    """
    counts = dict.fromkeys(needles, 0)
    memory = os.open(f"/proc/{pid}/mem", os.O_RDONLY)
    try:
        for region in regions(pid):
            content = _read(memory, region)
            for name, needle in needles.items():
                counts[name] += content.count(needle)
    finally:
        os.close(memory)
    return counts


def pieces(name: str, secret: bytes, *, size: int = FEWEST_BYTES) -> dict[str, bytes]:
    """Return `secret` cut into pieces that each give a part of it away, by readable names."""
    cuts = [(stop - size, stop) for stop in range(size, len(secret) + 1, size)]
    if len(secret) % size:
        cuts.append((max(0, len(secret) - size), len(secret)))
    return {f"{name} [{start}:{stop}]": secret[start:stop] for start, stop in cuts}


def _read(memory: int, region: Region) -> bytes:
    """Return the content of a region without its pages of zeros, most of which nobody touched."""
    content = bytearray()
    while missing := region.stop - region.start - len(content):
        piece = os.pread(memory, missing, region.start + len(content))
        if not piece:
            raise OSError(region.name)
        content += piece
    pages = (content[at : at + _PAGE_BYTES] for at in range(0, len(content), _PAGE_BYTES))
    return b"".join(page for page in pages if page != _ZEROS)
