"""The redaction log names what an export hides, where, why, and on whose word."""

from __future__ import annotations

import msgspec
import pytest

from safelog.errors import NothingSelectedError
from safelog.redact.log import LogRow, redaction_log
from safelog.redact.policy import Policy
from safelog.redact.review import choices, review
from tests.unit.redact.world import (
    FINDER,
    KEY,
    KINDS,
    LAWYER,
    SOURCE,
    attachment,
    exported,
    fields,
    full_incident,
    hide_all,
    rules,
)

CLOSED = msgspec.structs.replace(
    LAWYER,
    fields={
        **LAWYER.fields,
        "effect": "R7",
        "when": "omit",
        "details.vehicles": "R8",
        "details.distance": "omit",
        "exhibits.provenance": "R4",
    },
)


def logged(policy: Policy = LAWYER, *, shown: str = "", hidden: str = "") -> tuple[LogRow, ...]:
    """Return the log of the full incident, with decisions about words, and the rest hidden."""
    by = rules(policy)
    found = review((exported(),), by, FINDER, {}, kinds=KINDS)
    decided = choices(found.hide_all())
    for item in found.items:
        if item.words in (shown, hidden):
            decided[item.occurrence] = "show" if item.words == shown else "hide"
    return redaction_log((exported(),), by, FINDER, decided, kinds=KINDS, pseudonym_key=KEY)


def test_every_hidden_word_stands_in_the_log_with_its_label() -> None:
    """The label is the one that the document has."""
    rows = {(row.path, row.words): row for row in logged()}
    row = rows["response", "Тамаре"]
    assert (row.paragraph, row.exhibit, row.action, row.basis) == (1, None, "R5", "sure")
    assert row.label is not None
    label = f"[{row.label.kind} {row.label.letter} {row.label.reason}]"
    assert fields(hide_all())["response"] == f"Уехал к {label}."
    assert rows["narrative", "Щегол"].basis == "asked"


def test_what_the_person_decided_is_told_apart() -> None:
    """What is shown on purpose is not in the log; what is hidden on purpose says so."""
    paths = {(row.path, row.words): row.basis for row in logged(hidden="Тамаре")}
    assert paths["response", "Тамаре"] == "decided"
    assert ("response", "Тамаре") not in {(row.path, row.words) for row in logged(shown="Тамаре")}


def test_links_and_exhibits_have_their_places() -> None:
    """A link is told by the name in the register, an exhibit by its number."""
    rows = {(row.path, row.words): row for row in logged()}
    assert rows["witnesses.0.entity", SOURCE.name].basis == "link"
    assert rows["exhibits.0.description", "Глеб"].exhibit == 1


def test_a_file_that_goes_along_stands_in_the_log() -> None:
    """By its own name, which the recipient is not told; nothing stands in its place."""
    selection = (exported(attachments=(attachment(raw="mp4"), attachment(91))),)
    log = redaction_log(selection, rules(), FINDER, {}, kinds=KINDS, pseudonym_key=KEY)
    assert [row for row in log if row.basis == "raw"] == [
        LogRow(1, 1, "exhibits.0.raw", attachment().name, None, "show", "raw")
    ]


def test_fields_that_are_hidden_whole_stand_with_their_words() -> None:
    """With the reason, or left out; names of entities are names here."""
    rows = {row.path: row for row in logged(CLOSED) if row.basis == "field"}
    assert (rows["effect"].words, rows["effect"].action) == ("Плохо сплю.", "R7")
    assert rows["when"].words == "около 18:00 3 мая 2026"
    assert rows["details.vehicles"].words == "А123ВС, Глеб Щеглов"
    assert rows["details.distance"].words == "50"
    assert (rows["exhibits.0.provenance"].exhibit, rows["exhibits.0.provenance"].action) == (
        1,
        "R4",
    )
    assert "title" not in rows
    assert all(row.label is None for row in rows.values())


def test_an_exhibit_without_words_has_no_row() -> None:
    """Nothing was hidden there."""
    bare = exported(full_incident(narrative=""), attachments=(attachment(provenance=""),))
    rows = redaction_log((bare,), rules(CLOSED), FINDER, {}, kinds=KINDS, pseudonym_key=KEY)
    assert "exhibits.0.provenance" not in {row.path for row in rows}


def test_a_log_of_nothing_is_refused() -> None:
    """As the export is."""
    with pytest.raises(NothingSelectedError):
        redaction_log((), rules(), FINDER, {}, kinds=KINDS, pseudonym_key=KEY)
