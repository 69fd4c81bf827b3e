"""The tree of RFC 9162: against published roots, and against the RFC's own definitions."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest

from safelog.evidence.merkle import (
    PROOF_LIMIT,
    MerkleTree,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
)

# Leaves and roots that implementations of RFC 6962 test each other with.
PUBLISHED_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
PUBLISHED_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SIZES = range(1, 34)
LEAVES = [bytes([number]) for number in SIZES]


def defined_root(leaves: Sequence[bytes]) -> bytes:
    """Hash a list as section 2.1.1 defines it, without any memory."""
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(defined_root(leaves[:split]), defined_root(leaves[split:]))


def test_leaves_and_nodes_are_hashed_apart() -> None:
    """A leaf begins with 0x00, a node with 0x01: no node can pass for a leaf."""
    assert leaf_hash(b"ab") == hashlib.sha256(b"\x00ab").digest()
    assert node_hash(b"a", b"b") == hashlib.sha256(b"\x01ab").digest()


@pytest.mark.parametrize("size", range(9))
def test_roots_are_the_published_ones(size: int) -> None:
    """Other implementations find the same roots."""
    tree = MerkleTree(PUBLISHED_LEAVES)
    assert tree.root(size).hex() == PUBLISHED_ROOTS[size]
    assert MerkleTree(PUBLISHED_LEAVES[:size]).root().hex() == PUBLISHED_ROOTS[size]


@pytest.mark.parametrize("size", SIZES)
def test_every_size_has_the_root_of_the_definition(size: int) -> None:
    """The remembered subtrees give the root of the recursive definition."""
    assert MerkleTree(LEAVES).root(size) == defined_root(LEAVES[:size])


@pytest.mark.parametrize("size", SIZES)
def test_every_leaf_is_included_where_it_is_and_nowhere_else(size: int) -> None:
    """A proof holds for its own leaf, index and size only."""
    tree = MerkleTree(LEAVES[:size])
    for index in range(size):
        proof = tree.inclusion(index)
        root = tree.root()

        def holds(at: int, leaf: bytes, proof: Sequence[bytes] = proof, root: bytes = root) -> bool:
            return is_included(leaf, index=at, size=size, proof=proof, root=root)

        assert [at for at in range(size) if holds(at, LEAVES[index])] == [index]
        assert not holds(index, b"another")
        assert not holds(index, LEAVES[index], proof=(*proof, bytes(32)))
        assert not holds(index, LEAVES[index], proof=proof[:-1]) or not proof
        assert not holds(index, LEAVES[index], root=bytes(32))


@pytest.mark.parametrize("size", SIZES)
def test_every_earlier_tree_is_a_beginning_of_the_later_one(size: int) -> None:
    """A consistency proof holds for the two trees it was made of, and for no other root."""
    tree = MerkleTree(LEAVES[:size])
    for old_size in range(1, size + 1):
        proof = tree.consistency(old_size)

        def holds(
            *,
            proof: Sequence[bytes] = proof,
            old_root: bytes = tree.root(old_size),
            root: bytes = tree.root(),
            old_size: int = old_size,
        ) -> bool:
            return is_consistent(
                old_size=old_size, old_root=old_root, size=size, root=root, proof=proof
            )

        assert holds()
        assert not holds(old_root=bytes(32))
        assert not holds(root=bytes(32))
        assert not holds(proof=(*proof, bytes(32)))
        assert not holds(proof=proof[:-1]) or not proof
        assert not holds(old_size=0)
        assert not holds(old_size=size + 1)


@pytest.mark.parametrize("old_size", [3, 4])
def test_an_empty_proof_proves_no_growth(old_size: int) -> None:
    """Only a tree that did not grow needs no hashes."""
    tree = MerkleTree(LEAVES[:5])
    assert not is_consistent(
        old_size=old_size, old_root=tree.root(old_size), size=5, root=tree.root(), proof=()
    )


def test_a_tree_of_another_past_is_not_consistent() -> None:
    """A log that changed one old leaf cannot prove that it continues."""
    old, new = MerkleTree(LEAVES[:20]), MerkleTree([b"changed", *LEAVES[1:]])
    assert not is_consistent(
        old_size=20,
        old_root=old.root(),
        size=new.size,
        root=new.root(),
        proof=new.consistency(20),
    )


@pytest.mark.parametrize("index", [-1, 3])
def test_no_proof_is_made_for_a_leaf_that_is_not_there(index: int) -> None:
    """Asking for it is a defect of the caller."""
    tree = MerkleTree(LEAVES[:3])
    with pytest.raises(ValueError, match="no leaf"):
        tree.inclusion(index)
    assert not is_included(LEAVES[0], index=index, size=3, proof=(), root=tree.root())


@pytest.mark.parametrize("size", [0, 4])
def test_no_proof_is_made_for_a_size_that_never_was(size: int) -> None:
    """Asking for it is a defect of the caller."""
    with pytest.raises(ValueError, match="no tree"):
        MerkleTree(LEAVES[:3]).consistency(size)


@pytest.mark.parametrize("size", [-1, 4])
def test_no_root_is_given_for_a_size_that_never_was(size: int) -> None:
    """Asking for it is a defect of the caller."""
    with pytest.raises(ValueError, match="no tree"):
        MerkleTree(LEAVES[:3]).root(size)


def test_a_proof_longer_than_any_tree_is_not_looked_at() -> None:
    """The work for a stranger's proof is bounded, whatever size it claims."""
    proof = [bytes(32)] * (PROOF_LIMIT + 1)
    size = 1 << 80
    assert not is_included(b"", index=size - 1, size=size, proof=proof, root=bytes(32))
    assert not is_consistent(old_size=1, old_root=bytes(32), size=size, root=bytes(32), proof=proof)
