"""What the documents on security claim is held by tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
THREATS = (ROOT / "docs" / "THREATS.md").read_text(encoding="utf-8")
SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
TEST = re.compile(r"`(tests/[A-Za-z0-9_/]+\.py)`")
CLAIMS = [
    line for line in THREATS.splitlines() if line.startswith(("- **Protected:", "- **Detected:"))
]
SECTIONS = THREATS.split("\n## ")[1:]


def test_every_threat_is_there() -> None:
    """The list is read, and it is the whole list."""
    assert len(SECTIONS) == 10
    assert len(CLAIMS) > 20


@pytest.mark.parametrize("claim", CLAIMS)
def test_each_claim_names_a_test_that_is_there(claim: str) -> None:
    """What is said to be protected or detected is held by something that can fail."""
    named = TEST.findall(claim)
    assert named
    assert [path for path in named if not (ROOT / path).is_file()] == []


@pytest.mark.parametrize("section", SECTIONS, ids=lambda text: str(text.splitlines()[0]))
def test_each_section_says_what_is_not_protected(section: str) -> None:
    """Nobody is left to guess the rest."""
    assert "- **Not protected:**" in section


@pytest.mark.parametrize("document", [THREATS, SECURITY])
def test_nothing_is_promised_that_cannot_be_kept(document: str) -> None:
    """No sentence speaks of wiped media or of denying, but to say that this is not claimed."""
    for sentence in re.split(r"(?<=[.:!?])\s", document):
        if re.search(r"\bdeni|\bdeny|\bwiped from|securely erase", sentence, re.IGNORECASE):
            assert re.search(r"\bno\b|\bnot\b", sentence, re.IGNORECASE), sentence
