"""One JSON form: what goes out comes back, and hostile lines are refused by their number."""

from __future__ import annotations

import io

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelog.errors import (
    InputError,
    InvalidFieldError,
    InvalidJsonError,
    SafelogError,
    UnknownKindError,
)
from safelog.journal.attachments import attach
from safelog.journal.interchange import (
    LINE_LIMIT_BYTES,
    entity_object,
    incident_object,
    read_lines,
    read_object,
)
from safelog.journal.journal import Journal
from safelog.model.entity import Entity
from safelog.model.ids import IncidentId
from safelog.model.incident import FollowUp, Incident, Place
from safelog.model.when import parse_when
from tests.unit.journal.world import JournalWorld, incident, person


def no_id() -> str:
    """Fail: the line has an id."""
    raise AssertionError


def test_an_incident_comes_back_as_it_went_out(world: JournalWorld, journal: Journal) -> None:
    """What the machine added is said beside it, and ignored on the way in."""
    answers = world.answers(journal)
    when = parse_when("вчера вечером", language="ru", zone="Asia/Almaty", now=answers.now)
    row = incident(
        journal,
        narrative="Слова «в кавычках» \u2028 и\tтабуляция",
        when=when,
        place=Place(label="дом", kind="home"),
        follow_ups=(FollowUp(body="police"),),
        details={"why_noticed": "x"},
    )
    journal.save(row, base_revision=0)
    attach(journal, row.id, io.BytesIO(b"abc"), name="снимок.jpg", description="д", provenance="п")
    said = incident_object(journal.read(row.id))
    facts = said["journal"]
    assert isinstance(facts, dict)
    assert (facts["revision"], facts["recorded"]) == (1, "2026-05-12T12:00:02Z")
    assert facts["attachments"][0]["name"] == "снимок.jpg"
    assert read_object(msgspec.json.encode(said), new_id=no_id) == row


def test_an_entity_comes_back_as_it_went_out(journal: Journal) -> None:
    """Every spelling stays."""
    someone = person(journal, "Кира", aliases=("К.",), protected="minor")
    assert read_object(msgspec.json.encode(entity_object(someone)), new_id=no_id) == someone


def test_a_missing_id_is_made() -> None:
    """A person who writes JSON by hand need not invent one."""
    made = read_object(b'{"type":"incident","kind":"unsure"}', new_id=lambda: "0" * 26)
    assert isinstance(made, Incident)
    assert made.id == "0" * 26


def test_a_time_of_recording_cannot_be_imported() -> None:
    """The machine's facts are ignored whatever they say."""
    line = b'{"type":"incident","id":"x","kind":"unsure","journal":{"recorded":"1999"}}'
    assert read_object(line, new_id=no_id) == Incident(
        id=IncidentId("x"), kind="unsure"
    )  # an id of another form is refused later


@pytest.mark.parametrize(
    ("line", "error", "field"),
    [
        (b"", InvalidJsonError, None),
        (b"[]", InvalidJsonError, None),
        (b"{}", InvalidJsonError, None),
        (b'{"type":"secret"}', InvalidJsonError, None),
        (b'\xff{"type":"incident"}', InvalidJsonError, None),
        (b'{"type":"incident","title":"\\ud800"}', InvalidJsonError, None),
        (b'{"type":"incident","kind":"unsure","title":"\xb7"}', InvalidJsonError, None),
        (b'{"type":"entity","kind":"person","name":"\xd0"}', InvalidJsonError, None),
        (b"[" * 100_000, InvalidJsonError, None),
        (b" " * (LINE_LIMIT_BYTES + 1), InvalidJsonError, None),
        (b'{"type":"incident","id":"x"}', InvalidFieldError, "unknown"),
        (b'{"type":"incident","kind":"unsure","no_such":1}', InvalidFieldError, "unknown"),
        (b'{"type":"incident","kind":"unsure","state":"x"}', InvalidFieldError, "state"),
        (
            b'{"type":"incident","kind":"unsure","place":{"kind":1}}',
            InvalidFieldError,
            "place.kind",
        ),
        (
            b'{"type":"incident","kind":"unsure","stages":[{"what":1}]}',
            InvalidFieldError,
            "stages[0].what",
        ),
        (
            b'{"type":"incident","kind":"unsure","details":{"q \\u001b":{"x":[]}}}',
            InvalidFieldError,
            "details[...]",
        ),
        (b'{"type":"entity","kind":"ghost","name":"x"}', UnknownKindError, None),
        (b'{"type":"entity","kind":"person","name":7}', InvalidFieldError, "name"),
    ],
)
def test_a_line_of_another_form_is_refused(
    line: bytes, error: type[SafelogError], field: str | None
) -> None:
    """The error names the field by the model's own names only."""
    with pytest.raises(error) as caught:
        read_object(line, new_id=lambda: "0" * 26)
    if field is not None:
        assert str(caught.value.fields["field"]).startswith(field)


def test_the_number_of_the_line_is_named_and_blank_lines_count() -> None:
    """A person finds the line in their editor."""
    good = b'{"type":"incident","kind":"unsure"}'
    lines = iter([good, b"\n", good, b"{oops"])
    rows = read_lines(lines, new_id=lambda: "0" * 26)
    assert isinstance(next(rows), Incident)
    assert isinstance(next(rows), Incident)
    with pytest.raises(InvalidJsonError) as caught:
        next(rows)
    assert caught.value.fields == {"line": 4}


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace")))
def test_no_bytes_raise_anything_but_an_input_error(data: bytes) -> None:
    """Whatever stands in a file."""
    try:
        read = read_object(b'{"type":"incident","kind":"unsure",' + data, new_id=lambda: "0" * 26)
    except InputError:
        return
    assert isinstance(read, Incident | Entity)
