"""The frozen exports: each gives the answer in its header, and none of them ever changes.

`values.json` holds the results of the formulas of docs/PROOF.md for whoever writes another
implementation.
"""

from __future__ import annotations

import json

import pytest

from safelog.errors import ProofError
from safelog.evidence.commitment import Part
from safelog.evidence.entry import Entry, base_leaf
from safelog.evidence.recipient import RecipientKey, RecipientLog
from safelog.export.verify import verify
from tests.vectors.evidence.make import vectors
from tests.vectors.evidence.vector import FOLDER, Vector, read_vector

FROZEN = sorted(path.stem for path in FOLDER.glob("*.vector"))
VALUES = json.loads((FOLDER / "values.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FROZEN)
def test_a_frozen_export_gets_its_answer(name: str) -> None:
    """Accepted, or refused with the class and the place in the header."""
    vector = read_vector(name)
    answer, place = "accepted", None
    try:
        verify(
            vector.data,
            vector.files,
            earlier=[read_vector(earlier).data for earlier in vector.earlier],
        )
    except ProofError as error:
        answer, place = error.key, error.fields.get("place")
    assert answer == vector.expect
    assert place is not None or answer in {"accepted", "not_an_export", "newer_export"}
    assert vector.place in {"", place}


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector.name)
def test_the_vectors_are_still_made_byte_for_byte(vector: Vector) -> None:
    """An exporter of today writes the same bytes as the one that wrote the vectors."""
    assert (FOLDER / f"{vector.name}.vector").read_bytes() == vector.written()
    assert read_vector(vector.name) == vector


def test_there_is_a_vector_for_each_answer() -> None:
    """No class of the answers goes without a frozen example, and no file is an orphan."""
    answers = {read_vector(name).expect for name in FROZEN}
    assert answers == {
        "accepted",
        "not_an_export",
        "newer_export",
        "changed_export",
        "invalid_signature",
    }
    assert sorted(vector.name for vector in vectors()) == FROZEN


def test_the_formulas_give_the_frozen_values() -> None:
    """Keys, digits, salts, commitments, leaves, fillers and the root of a small log."""
    given, expected = VALUES["given"], VALUES["expected"]
    key = RecipientKey(bytes.fromhex(given["secret"]))
    parts = tuple(Part(path, value.encode()) for path, value in given["parts"].items())
    entry = Entry(seed=bytes.fromhex(given["seed"]), parts=parts)
    sealed = key.seal(entry)
    log = RecipientLog(key, [[sealed.leaf], []])
    assert expected == {
        "origin": key.origin,
        "key": str(key.verifying_key),
        "digits": " ".join(key.verifying_key.digits),
        "base_leaf": base_leaf(entry).hex(),
        "thread": sealed.thread,
        "salts": {path: sealed.salt(path).hex() for path in sealed.parts},
        "commitments": [commitment.hex() for commitment in sealed.commitments],
        "leaf": sealed.leaf.hex(),
        "first_filler": next(
            leaf.hex() for leaf in key.fill([], batch=0) if leaf.hex() == expected["first_filler"]
        ),
        "index": log.index(sealed.leaf),
        "size": log.size,
        "root": log.root().hex(),
        "first_root": log.root(64).hex(),
        "inclusion": [node.hex() for node in log.inclusion(log.index(sealed.leaf))],
        "consistency": [node.hex() for node in log.consistency(64)],
        "checkpoint": log.checkpoint(bytes(32)),
    }
