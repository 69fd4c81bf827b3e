"""The Merkle tree of RFC 6962, in the words and numbers of RFC 9162.

Pure functions over hashes. What a stranger brings (`index`, `size`, `proof`, `root`) is only ever
compared, never trusted to end a loop: the work is bounded by the bits of `size`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

PROOF_LIMIT = 64
"""Most hashes of a proof that is looked at; a tree of 2^63 leaves needs no more."""


def leaf_hash(entry: bytes) -> bytes:
    """Hash a leaf (RFC 9162, section 2.1.1). The first byte keeps leaves and nodes apart."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash an inner node (RFC 9162, section 2.1.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class MerkleTree:
    """A whole tree in memory, with every complete subtree hashed once."""

    def __init__(self, entries: Sequence[bytes]) -> None:
        """Hash `entries`, the data of the leaves in order."""
        self.size = len(entries)
        level = [leaf_hash(entry) for entry in entries]
        self._levels = [level]
        while len(level) > 1:
            level = [node_hash(*level[at : at + 2]) for at in range(0, len(level) - 1, 2)]
            self._levels.append(level)

    def root(self, size: int | None = None) -> bytes:
        """Return the root of the first `size` leaves, of all by default (section 2.1.1).

        Raises:
            ValueError: the tree has fewer leaves, or `size` is negative.
        """
        end = self.size if size is None else size
        if not 0 <= end <= self.size:
            message = "no tree of that size"
            raise ValueError(message)
        return self._hash(0, end) if end else hashlib.sha256().digest()

    def inclusion(self, index: int) -> tuple[bytes, ...]:
        """Return the inclusion proof of the leaf at `index` (section 2.1.3.1).

        Raises:
            ValueError: there is no such leaf.
        """
        if not 0 <= index < self.size:
            message = "no leaf at that index"
            raise ValueError(message)
        start, end = 0, self.size
        proof: list[bytes] = []
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                proof.append(self._hash(middle, end))
                end = middle
            else:
                proof.append(self._hash(start, middle))
                start = middle
        return tuple(reversed(proof))

    def consistency(self, size: int) -> tuple[bytes, ...]:
        """Return the proof that the first `size` leaves are still the first (section 2.1.4.1).

        Raises:
            ValueError: `size` is not between 1 and the size of the tree.
        """
        if not 0 < size <= self.size:
            message = "no tree of that size"
            raise ValueError(message)
        start, end = 0, self.size
        proof: list[bytes] = []
        while size != end:
            middle = start + _split(end - start)
            if size <= middle:
                proof.append(self._hash(middle, end))
                end = middle
            else:
                proof.append(self._hash(start, middle))
                start = middle
        # The verifier knows the old root: it is left out where it stands whole in the new tree.
        if start:
            proof.append(self._hash(start, end))
        return tuple(reversed(proof))

    def _hash(self, start: int, end: int) -> bytes:
        """Hash the leaves from `start` to `end`, a range that a tree of RFC 9162 splits into."""
        count = end - start
        if count & (count - 1) == 0:
            height = count.bit_length() - 1
            return self._levels[height][start >> height]
        middle = start + _split(count)
        return node_hash(self._hash(start, middle), self._hash(middle, end))


def is_included(
    entry: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Tell whether `entry` is leaf `index` of the tree of `size` and `root` (section 2.1.3.2)."""
    if not 0 <= index < size or len(proof) > PROOF_LIMIT:
        return False
    node, last = index, size - 1
    found = leaf_hash(entry)
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = node_hash(sibling, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(
    *, old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Tell whether the tree of `size` and `root` continues the older one (section 2.1.4.2)."""
    if not 0 < old_size <= size or len(proof) > PROOF_LIMIT:
        return False
    if old_size == size:
        return not proof and old_root == root
    path = list(proof)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    node, last = old_size - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and old == old_root and new == root


def _split(count: int) -> int:
    """Return the largest power of two below `count` (section 2.1.1)."""
    return 1 << (count - 1).bit_length() - 1
