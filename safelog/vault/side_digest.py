"""SHA-256 in a thread beside the one that reads, seals and writes.

On machines whose processor has instructions for AES, hashing is the dearest step of taking a file
in, dearer than sealing, writing and syncing together. `hashlib` computes without the interpreter's
lock, so one thread at its side is enough to hide it (bench, "attach"). Nothing but the hashing
happens there: no file, no key, no error of its own.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from safelog.vault.scope import Scoped

if TYPE_CHECKING:
    import hashlib

    from safelog.vault.files import Buffer

PENDING_MOST = 2
"""How many updates may wait: with one, each thread often waits until the other has woken up."""
_WORTH_A_THREAD_BYTES = 262_144
"""Less is hashed sooner than it is handed over, and a small file starts no thread."""


class SideDigest(Scoped):
    """A running SHA-256; leaving its block ends its thread, also after an error."""

    def __init__(self, digest: hashlib._Hash) -> None:
        """Go on with `digest`, which nobody else uses any more."""
        self._digest = digest
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._pending: deque[Future[None]] = deque()

    def update(self, *pieces: Buffer) -> None:
        """Take pieces, which must not change before `PENDING_MOST` more updates."""
        if sum(map(len, pieces)) < _WORTH_A_THREAD_BYTES:
            self._settle(0)
            self._absorb(pieces)
        else:
            self._settle(PENDING_MOST - 1)
            self._pending.append(self._thread.submit(self._absorb, pieces))

    def digest(self) -> bytes:
        """Return the hash of everything that was taken."""
        self._settle(0)
        return self._digest.digest()

    def _absorb(self, pieces: tuple[Buffer, ...]) -> None:
        for piece in pieces:
            self._digest.update(piece)

    def _settle(self, left: int) -> None:
        """Wait until no more than `left` updates wait."""
        while len(self._pending) > left:
            self._pending.popleft().result()

    def _leave(self) -> None:
        """End the thread; what it was given is not used any more then."""
        self._thread.shutdown()
