"""A recipient's own log: which leaves stand in it, and the key that signs its checkpoints.

Everything here follows from the recipient's secret, so that two recipients' exports share nothing
that could join them (docs/PROOF.md, section 3). The log itself is never stored: it is made again
from the leaves of its batches, and the same batches give the same log for ever.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from typing import NoReturn

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from safelog.evidence.checkpoint import Checkpoint
from safelog.evidence.commitment import (
    Part,
    commit_all,
    entry_leaf,
    padded_count,
    part_salt,
)
from safelog.evidence.entry import CORRECTED, CORRECTS, INCIDENT, THREAD, Entry
from safelog.evidence.merkle import MerkleTree
from safelog.evidence.note import VerifyingKey, sign_note

SECRET_BYTES = 32
SMALLEST_BATCH = 64
THREAD_BYTES = 16
_ORIGIN_BYTES = 8

_LINKS: Mapping[str, str] = {INCIDENT: THREAD, CORRECTED: CORRECTS}
"""Parts that hold an incident's id, which is never opened, and the parts that stand for them."""


class SealedEntry:
    """An entry as one recipient's log holds it; salts can still be taken from it."""

    __slots__ = ("_view", "commitments", "leaf", "parts", "thread")

    def __init__(self, *, view: bytes, parts: tuple[Part, ...], thread: str) -> None:
        """Commit to all parts under `view`."""
        self._view = view
        self.parts = {part.path: part.value for part in parts}
        self.thread = thread
        self.commitments = commit_all(view, parts)
        self.leaf = entry_leaf(self.commitments)

    def salt(self, path: str) -> bytes:
        """Return the salt that opens the part at `path`. Giving it away shows that part."""
        return part_salt(self._view, path)

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled or copied: a view is a secret."""
        raise TypeError


class RecipientKey:
    """All that follows from a recipient's secret."""

    __slots__ = ("_entry", "_filler", "_signing", "_thread", "origin")

    def __init__(self, secret: bytes) -> None:
        """Derive the keys. One secret serves one recipient, for ever.

        Raises:
            ValueError: `secret` is not 32 bytes.
        """
        if len(secret) != SECRET_BYTES:
            message = "a recipient's secret is 32 bytes"
            raise ValueError(message)
        self.origin = f"safelog/{_derive(secret, 'origin', _ORIGIN_BYTES).hex()}"
        self._entry = _derive(secret, "entry")
        self._thread = _derive(secret, "thread")
        self._filler = _derive(secret, "filler")
        self._signing = Ed25519PrivateKey.from_private_bytes(_derive(secret, "sign"))

    @property
    def verifying_key(self) -> VerifyingKey:
        """The public half, which every export to this recipient carries."""
        return VerifyingKey(name=self.origin, public=self._signing.public_key().public_bytes_raw())

    def seal(self, entry: Entry) -> SealedEntry:
        """Commit to an entry in this recipient's view.

        Raises:
            LookupError: the entry belongs to no incident.
        """
        ids = {part.path: part.value for part in entry.parts if part.path in _LINKS}
        links = {_LINKS[path]: self._thread_of(incident) for path, incident in ids.items()}
        thread = links[THREAD]
        return SealedEntry(
            view=hmac.digest(self._entry, entry.seed, "sha256"),
            parts=(*entry.parts, *(Part(path, link.encode()) for path, link in links.items())),
            thread=thread,
        )

    def fill(self, leaves: Sequence[bytes], *, batch: int) -> list[bytes]:
        """Return a whole batch: `leaves` and fillers, in an order that says nothing."""
        count = padded_count(len(leaves), smallest=SMALLEST_BATCH) - len(leaves)
        number = batch.to_bytes(8, "big")
        fillers = (
            hmac.digest(self._filler, number + index.to_bytes(8, "big"), "sha256")
            for index in range(count)
        )
        return sorted((*leaves, *fillers))

    def sign(self, text: str) -> str:
        """Sign the text of a note as this recipient's log."""
        return sign_note(text, name=self.origin, key=self._signing)

    def _thread_of(self, incident: bytes) -> str:
        """Name an incident in a way that only this recipient's exports do."""
        return hmac.digest(self._thread, incident, "sha256")[:THREAD_BYTES].hex()

    def __repr__(self) -> str:
        """Show nothing."""
        return "RecipientKey(...)"

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled or copied."""
        raise TypeError


class RecipientLog:
    """The log of one recipient up to and with its newest batch.

    Invariant: the batches of a log are a prefix of the batches of every later log of that
    recipient. Whoever keeps the journal holds it, by storing each batch before its export leaves.
    """

    def __init__(self, key: RecipientKey, batches: Sequence[Sequence[bytes]]) -> None:
        """Build the log from the leaves (`SealedEntry.leaf`) of each export, oldest first.

        Raises:
            ValueError: there is no batch, or a leaf stands twice.
        """
        self.key = key
        entries: list[bytes] = []
        sizes: list[int] = []
        for number, leaves in enumerate(batches):
            entries.extend(key.fill(leaves, batch=number))
            sizes.append(len(entries))
        self._indices = {entry: index for index, entry in enumerate(entries)}
        if not sizes or len(self._indices) != len(entries):
            message = "a log has at least one batch, and a leaf stands once"
            raise ValueError(message)
        self._tree = MerkleTree(entries)
        self.size = len(entries)
        self.earlier = tuple(sizes[:-1])
        """Sizes at the earlier exports, ascending."""

    def root(self, size: int | None = None) -> bytes:
        """Return the root now, or as it was at `size`."""
        return self._tree.root(size)

    def index(self, leaf: bytes) -> int:
        """Return the position of an entry's leaf.

        Raises:
            LookupError: the entry is in no batch.
        """
        return self._indices[leaf]

    def inclusion(self, index: int) -> tuple[bytes, ...]:
        """Return the inclusion proof of the leaf at `index`."""
        return self._tree.inclusion(index)

    def consistency(self, size: int) -> tuple[bytes, ...]:
        """Return the proof that the log continues the one of `size`."""
        return self._tree.consistency(size)

    def checkpoint(self, export: bytes) -> str:
        """Sign size and root together with the digest of an export."""
        checkpoint = Checkpoint(
            origin=self.key.origin, size=self.size, root=self.root(), export=export
        )
        return self.key.sign(str(checkpoint))


def _derive(secret: bytes, label: str, length: int = SECRET_BYTES) -> bytes:
    """Derive a key (docs/PROOF.md, section 3)."""
    info = f"safelog/proof/v1/{label}".encode()
    return HKDF(algorithm=SHA512(), length=length, salt=None, info=info).derive(secret)
