"""Checkpoints: size, root and the digest of one export, in one form."""

from __future__ import annotations

import hashlib

import pytest

from safelog.errors import ChangedExportError
from safelog.evidence.checkpoint import Checkpoint, export_digest, parse_checkpoint
from safelog.evidence.note import encode_base64

ORIGIN = "safelog/0123456789abcdef"
ROOT = encode_base64(b"r" * 32)
EXPORT = encode_base64(b"e" * 32)
CHECKPOINT = Checkpoint(origin=ORIGIN, size=64, root=b"r" * 32, export=b"e" * 32)


def test_a_checkpoint_has_origin_size_root_and_one_extension() -> None:
    """The form of C2SP tlog-checkpoint with the extension of docs/PROOF.md, section 4."""
    assert str(CHECKPOINT) == f"{ORIGIN}\n64\n{ROOT}\nexport {EXPORT}\n"
    assert parse_checkpoint(str(CHECKPOINT)) == CHECKPOINT


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{ORIGIN}\n64\n{ROOT}\n",
        f"{ORIGIN}\n64\n{ROOT}\nexport {EXPORT}",
        f"{ORIGIN}\n64\n{ROOT}\nexport {EXPORT}\nmore\n",
        f"{ORIGIN}\n64\n{ROOT}\n{EXPORT}\n",
        f"{ORIGIN}\n064\n{ROOT}\nexport {EXPORT}\n",
        f"{ORIGIN}\n0\n{ROOT}\nexport {EXPORT}\n",
        f"{ORIGIN}\n-64\n{ROOT}\nexport {EXPORT}\n",
        f"{ORIGIN}\n{'9' * 19}\n{ROOT}\nexport {EXPORT}\n",
        f"{ORIGIN}\n64\n{ROOT[:-4]}\nexport {EXPORT}\n",
        f"{ORIGIN}\n64\n{ROOT}\nexport {encode_base64(b'e')}\n",
        f"{ORIGIN}\n64\nroot\nexport {EXPORT}\n",
        f"{ORIGIN}\n64\n{ROOT}\nexport export\n",
    ],
)
def test_any_other_form_is_refused(text: str) -> None:
    """Only one text stands for a checkpoint, even for whoever holds the key."""
    with pytest.raises(ChangedExportError) as caught:
        parse_checkpoint(text)
    assert caught.value.fields == {"place": "checkpoint"}


def test_the_digest_is_of_the_whole_text_and_of_nothing_else() -> None:
    """Section 5.1 of docs/PROOF.md; the label keeps it apart from every other hash."""
    assert export_digest(b"{}") == hashlib.sha256(b"safelog/proof/v1/export\x00{}").digest()
