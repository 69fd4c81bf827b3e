"""The file of an attachment, changed, cut or under a record that says something else of it."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace

from fuzz.keys import key_ring, known_bytes
from safelog.vault.blob import BlobStore
from safelog.vault.ports import Ports
from safelog.vault.record import BlobRef
from tests.unit.vault.world import FOLDER, MemoryFiles

CONTENTS = tuple(hashlib.shake_128(b"content").digest(size) for size in (0, 18, 5_000, 262_144))
PATCH_BYTES = 4


def _sealed() -> tuple[tuple[BlobRef, bytes], ...]:
    files = MemoryFiles()
    files.make_folder(FOLDER)
    ports = Ports(files=files, random_bytes=known_bytes("blob"))
    store = BlobStore(FOLDER, keys=key_ring(), ports=ports)
    refs = [
        store.write(io.BytesIO(content), progress=lambda _: None, resumed=lambda _: None)
        for content in CONTENTS
    ]
    return tuple((ref, bytes(files.content[FOLDER / ref.id])) for ref in refs)


SEALED = _sealed()


def seeds() -> Iterator[bytes]:
    """Return each file untouched, cut, changed, and under another size."""
    for which in range(len(CONTENTS)):
        yield bytes((which,)) + bytes(11)
        yield bytes((which, 1)) + bytes(10)
        yield bytes((which,)) + bytes(11) + bytes((0, 0, 80, 1))
        yield bytes((which, 0, 1)) + (len(CONTENTS[which]) + 1).to_bytes(8, "big") + bytes(1)


def consume(untrusted: bytes) -> None:
    """Read an attachment; what is read to the end is what was written."""
    control = untrusted[:12].ljust(12, b"\0")
    ref, sealed = SEALED[control[0] % len(SEALED)]
    content = CONTENTS[control[0] % len(SEALED)]
    if control[2] & 1:
        ref = replace(ref, size=int.from_bytes(control[3:11], "big"))
    changed = bytearray(sealed[: len(sealed) - control[1] % len(sealed)])
    for at in range(len(control), len(untrusted) - PATCH_BYTES + 1, PATCH_BYTES):
        changed[int.from_bytes(untrusted[at : at + 3], "big") % len(changed)] ^= untrusted[at + 3]
    files = MemoryFiles()
    files.make_folder(FOLDER)
    files.content[FOLDER / ref.id] = changed
    store = BlobStore(FOLDER, keys=key_ring(), ports=Ports(files=files))
    read = bytearray()
    for piece in store.read(ref):
        read += piece
        # Also where the end turns out to be wrong: what was released before is authentic.
        assert content.startswith(bytes(read)) or ref.size != len(content)
    assert read == content
    assert changed == sealed
