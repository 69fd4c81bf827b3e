"""Salted commitments to the parts of an entry (docs/PROOF.md, section 2.2).

Owns the one way in which a part becomes a hash. A *view* is the 32-byte secret from which all salts
of one entry follow, for one observer; who knows a view knows every salt, so a view never leaves
the vault. Views of two observers are unrelated: an opened salt joins no two exports.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

HASH_BYTES = 32

SMALLEST_LIST = 32
"""Fewest commitments of an entry: most entries look alike."""

_COMMIT = b"safelog/proof/v1/commit\x00"
_ENTRY = b"safelog/proof/v1/entry\x00"


class Part(NamedTuple):
    """One part of an entry: where it stands and what it says."""

    path: str
    value: bytes

    def __repr__(self) -> str:
        """Show nothing of the person's words in a log or a crash report."""
        return "Part(...)"


def part_salt(view: bytes, path: str) -> bytes:
    """Derive the salt of the part at `path`.

    The path is in the salt because two parts with the same words must not look the same.
    """
    return hmac.digest(view, b"salt\x00" + path.encode(), "sha256")


def commit(part: Part, *, salt: bytes) -> bytes:
    """Commit to a part; without `salt` the result says nothing about it.

    Lengths are hashed with the texts, so that no other split of the same bytes fits.
    """
    path = part.path.encode()
    lengths = len(path).to_bytes(4, "big"), len(part.value).to_bytes(4, "big")
    return hashlib.sha256(
        b"".join((_COMMIT, lengths[0], path, lengths[1], part.value, salt))
    ).digest()


def commit_all(view: bytes, parts: Sequence[Part]) -> tuple[bytes, ...]:
    """Commit to all parts: sorted, and filled with blanks up to a power of two.

    The order of the list and, within a factor of two, its length say nothing about the entry.
    """
    count = padded_count(len(parts), smallest=SMALLEST_LIST)
    blanks = (
        hmac.digest(view, b"blank\x00" + index.to_bytes(4, "big"), "sha256")
        for index in range(count - len(parts))
    )
    commitments = (commit(part, salt=part_salt(view, part.path)) for part in parts)
    return tuple(sorted((*commitments, *blanks)))


def entry_leaf(commitments: Iterable[bytes]) -> bytes:
    """Hash a list of commitments into the leaf that stands for the entry."""
    return hashlib.sha256(_ENTRY + b"".join(commitments)).digest()


def is_commitment_list(commitments: Sequence[bytes]) -> bool:
    """Tell whether a stranger's list has the form that `commit_all` gives.

    Strictly ascending: a second order, or a commitment that stands twice, would be a second leaf
    for the same contents.
    """
    return len(commitments) == padded_count(len(commitments), smallest=SMALLEST_LIST) and all(
        one < other for one, other in itertools.pairwise(commitments)
    )


def padded_count(count: int, *, smallest: int) -> int:
    """Return the least power of two that is at least `count` and at least `smallest`."""
    return max(smallest, 1 << (count - 1).bit_length() if count else 0)
