"""Without the passphrase nobody reads a word of an export, and little of its form."""

from __future__ import annotations

import re

import pytest

from safelog.export.delivery.padding import padded_size
from safelog.export.delivery.paper import seal_pdf
from tests.leaks.containers import CONTAINERS, PASSPHRASE, PLACES, Container, outside, shows_canary
from tests.leaks.matrix import found_by
from tests.leaks.test_format_canaries import FILES, SHORT
from tests.unit.export.page import paper_of

NEUTRAL = re.compile(r"sealed\.html|export\.zip\.age|chronology(?:-[1-9][0-9]*)?\.pdf")
PAPER_NAME = "chronology.pdf"
PAPER = FILES[PAPER_NAME]


def skeleton(paper: bytes) -> bytes:
    """Return what stands outside of the streams of a PDF."""
    return re.sub(rb"stream\r?\n.*?endstream", b"", paper, flags=re.DOTALL)


@pytest.mark.parametrize("place", list(PLACES))
def test_what_could_be_seen_is_stopped_before_it_is_sealed(place: str) -> None:
    """The canary is really there, in bytes and for the check that runs first."""
    assert shows_canary(outside(PLACES[place]))
    assert found_by(PLACES[place]) is not None


@pytest.mark.parametrize("container", CONTAINERS, ids=lambda c: str(c.name))
def test_an_outsider_finds_no_canary(container: Container) -> None:
    """Not even of an export that nothing had stopped, but for a name that is a PDF's own."""
    planted = {place: files for place, files in PLACES.items() if place != "name of a file"}
    together = {
        f"chronology-{number}.{name.rpartition('.')[2]}": data
        for number, files in enumerate(planted.values(), start=1)
        for name, data in files.items()
    }
    sealed = container.seal(together)
    assert not shows_canary(outside(sealed))
    assert all(map(NEUTRAL.fullmatch, sealed))
    if container.name != "age, passphrase":
        # The zip is the same as for a key.
        named = container.seal(PLACES["name of a file"])
        assert shows_canary(outside(named)) == (container.name == "pdf")


@pytest.mark.parametrize("name", ["sealed page", "age, key", "pdf"])
def test_two_exports_of_like_size_have_one_length(name: str) -> None:
    """A word more or less does not show; the head of an age file has a length by chance."""
    (seal,) = (container.seal for container in CONTAINERS if container.name == name)
    more = paper_of(SHORT._replace(title=f"{SHORT.title} и другое"), missing="Знаки")
    (one,), (other,) = (seal(files).values() for files in (FILES, {**FILES, PAPER_NAME: more}))
    lengths = {len(data.rpartition(b"\n--- ")[2]) for data in (one, other)}
    assert len(lengths) == 1


def test_a_sealed_pdf_shows_neither_its_pages_nor_its_structure() -> None:
    """How many headings, tables and links there are stands in the streams."""
    plain, seen = skeleton(PAPER), skeleton(seal_pdf(PAPER, PASSPHRASE))
    for word in (b"/Kids", b"/MediaBox", b"/StructElem", b"/Annot", b"/Title", b"/Dests"):
        assert word in plain
        assert word not in seen


def test_a_sealed_pdf_has_no_mark_of_its_content() -> None:
    """What tells two copies of one document apart from two documents is taken out."""
    other = paper_of(SHORT._replace(title="x"), missing="x")
    sealed = [seal_pdf(paper, PASSPHRASE) for paper in (PAPER, other)]
    assert all(len(data) == padded_size(len(data)) for data in sealed)
    ids = {re.findall(rb"/ID ?\[.*?\]", skeleton(data))[-1] for data in sealed}
    assert len(ids) == 1
    assert re.findall(rb"/ID ?\[.*?\]", PAPER)[-1] not in ids


@pytest.mark.parametrize("name", ["age, key", "age, passphrase"])
def test_an_age_file_shows_its_way_and_nothing_else(name: str) -> None:
    """The version, one stanza for each key or the work of the passphrase, and a check value."""
    (seal,) = (container.seal for container in CONTAINERS if container.name == name)
    (sealed,) = seal(FILES).values()
    version, _, stanzas = sealed.partition(b"\n---")[0].partition(b"\n")
    assert version == b"age-encryption.org/v1"
    # A stanza of random words may follow, so that no program leans on the form of the head.
    kinds = re.findall(rb"^-> (\S+)", stanzas, re.MULTILINE)
    known = [kind for kind in kinds if kind in {b"X25519", b"scrypt"}]
    assert known == [b"X25519" if name == "age, key" else b"scrypt"]
    assert len(kinds) - len(known) <= 1
