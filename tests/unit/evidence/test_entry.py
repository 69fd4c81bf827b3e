"""Entries: what becomes a part, under which path, with which value."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from safelog.errors import InvalidFieldError
from safelog.evidence.commitment import Part, commit_all, entry_leaf
from safelog.evidence.entry import (
    Entry,
    attachment_parts,
    base_leaf,
    incident_parts,
    number_value,
    remainder,
    remainder_seed,
    segment_path,
)
from safelog.model.ids import IncidentId, make_id
from safelog.model.incident import Incident
from safelog.model.when import When
from tests.vectors.evidence.world import CAR, DRIVER, FIRST, PHOTO

RECORDED = "2026-05-03T19:30:07Z"


def parts_of(incident: Incident) -> dict[str, bytes]:
    """Return the parts of an incident by path, none of them twice."""
    parts = incident_parts(incident, recorded=RECORDED, revision=3)
    by_path = dict(parts)
    assert len(by_path) == len(parts)
    return by_path


def test_every_part_of_an_incident_has_its_path_and_value() -> None:
    """The table of docs/PROOF.md, section 2, on one incident; nothing is missing or added."""
    assert {path: value.decode() for path, value in parts_of(FIRST).items()} == {
        "@recorded": "2026-05-03T19:30Z",
        "@recorded.exact": RECORDED,
        "@incident": CAR,
        "@revision": "3",
        "kind#1/1": "surveillance.following",
        "state#1/1": "draft",
        "title#1/1": "Машина",
        "narrative#1/3": "Серая машина ехала за мной. ",
        "narrative#2/3": "Ветров её узнал! ",
        "narrative#3/3": "Я свернул дважды.",
        "when": '{"end":"2026-05-03T22:00","part":"evening","precision":"part_of_day",'
        '"start":"2026-05-03T18:00","zone":"Europe/Vilnius"}',
        "when.said#1/1": "вечером",
        "when_basis#1/1": "memory",
        "details.distance": "40.5",
        "details.tests#1/2": "turned_back",
        "details.tests#2/2": "crossed",
        "details.driver#1/1": DRIVER,
        "effect#1/1": "Плохо сплю.",
    }


def test_a_time_without_words_has_one_part() -> None:
    """A time that the machine took has no words to commit to."""
    when = When(
        said="", zone="UTC", precision="exact", start="2026-01-01T10:00", end="2026-01-01T10:01"
    )
    paths = parts_of(Incident(id=CAR, kind="unsure", noticed=when)).keys()
    assert {path for path in paths if path.startswith("noticed")} == {"noticed"}


def test_an_attachment_has_its_facts_and_words() -> None:
    """Hash, size, names and words of an attachment are parts, and its incident is one."""
    parts = attachment_parts(
        name="IMG.jpg",
        size=len(PHOTO),
        sha256=hashlib.sha256(PHOTO).digest(),
        description="A car. Grey.",
        provenance="",
        recorded=RECORDED,
        incident=CAR,
    )
    assert {path: value.decode() for path, value in parts} == {
        "@recorded": "2026-05-03T19:30Z",
        "@recorded.exact": RECORDED,
        "@incident": CAR,
        "@sha256": hashlib.sha256(PHOTO).hexdigest(),
        "@size": str(len(PHOTO)),
        "name#1/1": "IMG.jpg",
        "description#1/2": "A car. ",
        "description#2/2": "Grey.",
    }


def test_a_hash_of_another_length_is_refused() -> None:
    """Hex text instead of bytes is a slip that would be found out years later."""
    with pytest.raises(ValueError, match="32 bytes"):
        attachment_parts(
            name="",
            size=0,
            sha256=b"ab" * 32,
            description="",
            provenance="",
            recorded=RECORDED,
            incident=CAR,
        )


@pytest.mark.parametrize("recorded", ["", "2026-05-03T19:30Z", "2026-05-03T19:30:07+00:00"])
def test_a_time_of_recording_has_one_form(recorded: str) -> None:
    """Another form of the same time would be another commitment."""
    with pytest.raises(ValueError, match="written like"):
        incident_parts(FIRST, recorded=recorded, revision=1)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, b"0"),
        (-0.0, b"0"),
        (3.0, b"3"),
        (0.1, b"0.1"),
        (1e-7, b"1e-7"),
        (2**53 - 1, b"9007199254740991"),
    ],
)
def test_numbers_are_written_as_json_numbers(number: float, written: bytes) -> None:
    """One number has one form, whatever type it came in (RFC 8785, section 3.2.2.3)."""
    assert number_value(number) == written


@pytest.mark.parametrize("number", [2**53, -(2**53), 2.0**53, 1e21, float("inf"), float("nan")])
def test_numbers_that_json_cannot_carry_are_refused(number: float) -> None:
    """Nothing is stored that two readers could read as two numbers."""
    incident = Incident(id=CAR, kind="unsure", details={"count": number})
    with pytest.raises(InvalidFieldError):
        incident_parts(incident, recorded=RECORDED, revision=1)


def test_the_base_leaf_follows_the_written_formula() -> None:
    """Section 2.2 of docs/PROOF.md: the base view comes from the seed alone."""
    entry = Entry(seed=bytes(32), parts=(Part("title#1/1", b"x"),))
    view = hmac.new(bytes(32), b"safelog/proof/v1/base", "sha256").digest()
    assert base_leaf(entry) == entry_leaf(commit_all(view, entry.parts))


def test_what_is_left_of_a_removed_revision_is_its_date_and_number() -> None:
    """Under a seed that follows from the removed one as the text says, and is another."""
    seed = bytes(range(32))
    left = remainder_seed(seed)
    assert left == hmac.digest(seed, b"safelog/proof/v1/removed", "sha256")
    entry = remainder(left, recorded=RECORDED, incident=FIRST.id, revision=3)
    assert entry.seed == left
    assert {part.path: part.value for part in entry.parts} == {
        "@recorded": b"2026-05-03T19:30Z",
        "@recorded.exact": RECORDED.encode(),
        "@incident": FIRST.id.encode(),
        "@revision": b"3",
    }


def test_one_changed_letter_is_another_leaf() -> None:
    """`check` finds an incident that is not the one that was committed to."""
    changed = Incident(id=CAR, kind="unsure", narrative="a")
    leaves = {
        base_leaf(
            Entry(seed=bytes(32), parts=incident_parts(incident, recorded=RECORDED, revision=1))
        )
        for incident in (changed, Incident(id=CAR, kind="unsure", narrative="b"))
    }
    assert len(leaves) == 2


def test_another_incident_is_another_leaf() -> None:
    """The id is committed, so words cannot be moved to another incident."""
    other = IncidentId(make_id(bytes(16)))
    one, two = (
        incident_parts(Incident(id=name, kind="unsure"), recorded=RECORDED, revision=1)
        for name in (CAR, other)
    )
    assert base_leaf(Entry(seed=bytes(32), parts=one)) != base_leaf(
        Entry(seed=bytes(32), parts=two)
    )


def test_an_entry_needs_a_whole_seed_and_single_paths() -> None:
    """A short seed hides little, and two values at one path could not be told apart."""
    with pytest.raises(ValueError, match="seed"):
        Entry(seed=b"short", parts=())
    with pytest.raises(ValueError, match="twice"):
        Entry(seed=bytes(32), parts=(Part("a", b"1"), Part("a", b"2")))


def test_an_entry_does_not_show_its_seed_or_words() -> None:
    """An entry in a crash report says nothing."""
    assert repr(Entry(seed=b"s" * 32, parts=(Part("a", b"1"),))) == "Entry(...)"


def test_segments_are_numbered_from_one() -> None:
    """A person who reads the proof counts as people do."""
    assert segment_path("effect", position=1, count=2) == "effect#1/2"
