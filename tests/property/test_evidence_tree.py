"""Trees and logs keep their promises for any number of leaves and any stranger's proof."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from safelog.evidence.merkle import MerkleTree, is_consistent, is_included
from safelog.evidence.recipient import RecipientKey, RecipientLog

OTHER_ROOT = b"\xff" * 32

hashes = st.binary(min_size=32, max_size=32)
proofs = st.lists(hashes, max_size=70)
leaf_lists = st.lists(hashes, min_size=1, max_size=200, unique=True)


@given(leaf_lists, st.data())
def test_each_leaf_is_proven_at_its_own_index_only(
    leaves: list[bytes], data: st.DataObject
) -> None:
    """An inclusion proof holds for one index of one tree."""
    tree = MerkleTree(leaves)
    index = data.draw(st.integers(0, len(leaves) - 1))
    other = data.draw(st.integers(0, len(leaves) - 1))
    holds = is_included(
        leaves[index],
        index=other,
        size=tree.size,
        proof=tree.inclusion(index),
        root=tree.root(),
    )
    assert holds == (index == other)


@given(leaf_lists, st.data())
def test_a_longer_tree_continues_a_shorter_one(leaves: list[bytes], data: st.DataObject) -> None:
    """Growth is proven, and a changed past is not."""
    tree = MerkleTree(leaves)
    size = data.draw(st.integers(1, len(leaves)))
    changed = data.draw(st.integers(0, size - 1))
    past = MerkleTree([*leaves[:changed], b"changed", *leaves[changed + 1 : size]])
    proof = tree.consistency(size)
    for root, expected in ((tree.root(size), True), (past.root(), False)):
        assert expected == is_consistent(
            old_size=size, old_root=root, size=tree.size, root=tree.root(), proof=proof
        )


@given(proofs, st.integers(-1, 2**70), st.integers(-1, 2**70), st.just(bytes(32)))
def test_a_strangers_proof_ends_in_no(
    proof: list[bytes], index: int, size: int, root: bytes
) -> None:
    """Invented proofs end, and are not accepted."""
    assert not is_included(b"leaf", index=index, size=size, proof=proof, root=root)
    assert not is_consistent(old_size=index, old_root=root, size=size, root=OTHER_ROOT, proof=proof)


@given(
    st.binary(min_size=32, max_size=32),
    st.lists(st.lists(hashes, max_size=90), min_size=1, max_size=4),
)
def test_a_log_only_grows(secret: bytes, batches: list[list[bytes]]) -> None:
    """Every log of a recipient continues every earlier one, and holds every leaf."""
    unique = {leaf for batch in batches for leaf in batch}
    if len(unique) != sum(map(len, batches)):
        return
    key = RecipientKey(secret)
    log = RecipientLog(key, batches)
    for count in range(1, len(batches)):
        old = RecipientLog(key, batches[:count])
        assert is_consistent(
            old_size=old.size,
            old_root=old.root(),
            size=log.size,
            root=log.root(),
            proof=log.consistency(old.size),
        )
    assert all(log.inclusion(log.index(leaf)) for leaf in unique)
