"""Mentions, attachments, drafts, recipients and the register."""

from __future__ import annotations

import hashlib
import io
from collections import Counter

import msgspec
import pytest

from safelog.errors import (
    AmbiguousError,
    InvalidFieldError,
    InvalidTextError,
    NotFoundError,
)
from safelog.journal.attachments import Listeners, attach, find_attachment, read_attachment
from safelog.journal.drafts import drafts, drop_draft, drop_event, save_draft
from safelog.journal.journal import Journal
from safelog.journal.recipients import (
    decisions,
    find_recipient,
    recipients,
    save_decisions,
    save_recipient,
)
from safelog.model.ids import IncidentId, RecipientId
from safelog.redact.cover import Decision, Occurrence
from safelog.redact.policy import RecipientProfile
from tests.unit.journal.world import JournalWorld, incident, person


def test_a_marked_name_is_linked_and_the_longest_wins(journal: Journal) -> None:
    """The text stays as it was typed."""
    short = person(journal, "Кира")
    long = person(journal, "Кира Вымышлева", aliases=("@kira_v",))
    text = "Вчера @кира вымышлева, потом @Кира! И @Кирабаев, @kira_v и почта a@b."
    saved = journal.save(incident(journal, narrative=text, title="@Кира"), base_revision=0).incident
    assert saved.narrative == text
    found = {(m.field, m.entity, _said(saved, m.field)[m.start : m.end]) for m in saved.mentions}
    assert found == {
        ("narrative", long.id, "@кира вымышлева"),
        ("narrative", short.id, "@Кира"),
        ("narrative", long.id, "@kira_v"),
        ("title", short.id, "@Кира"),
    }
    again = journal.save(msgspec.structs.replace(saved, effect="x"), base_revision=1).incident
    assert again.mentions == saved.mentions


def _said(saved: object, field: str) -> str:
    return str(getattr(saved, field))


def test_an_attachment_comes_back_byte_for_byte(world: JournalWorld) -> None:
    """Also after reopening; its name and description stay private in the log."""
    journal = world.create()
    row = journal.save(incident(journal), base_revision=0).incident
    data = bytes(range(256)) * 5000
    seen: list[int] = []
    told = Listeners(progress=seen.append)
    made = attach(journal, row.id, io.BytesIO(data), name="a.bin", description="д", listeners=told)
    assert (made.size, made.sha256) == (len(data), hashlib.sha256(data).digest())
    assert seen[-1] == len(data)
    journal.close()
    journal = world.open()
    (kept,) = journal.read(row.id).attachments
    assert kept == made
    assert b"".join(read_attachment(journal, kept)) == data
    assert find_attachment(journal, made.id[:5].upper()) == made


def test_an_attachment_needs_an_incident_and_texts_that_can_be_stored(journal: Journal) -> None:
    """Nothing is stored otherwise, not even the bytes."""
    before = journal.vault.count
    with pytest.raises(NotFoundError):
        attach(journal, IncidentId("x"), io.BytesIO(b"a"), name="a")
    row = journal.save(incident(journal), base_revision=0).incident
    with pytest.raises(InvalidTextError):
        attach(journal, row.id, io.BytesIO(b"a"), name="a\x00")
    with pytest.raises(InvalidTextError):
        attach(journal, row.id, io.BytesIO(b"a"), name="a", description="\x00")
    with pytest.raises(InvalidTextError):
        attach(journal, row.id, io.BytesIO(b"a"), name="a", provenance="\ud800")
    assert journal.vault.count == before + 1


def test_attachments_are_found_by_prefix_or_not_at_all(journal: Journal) -> None:
    """An empty word finds nothing; a word that fits two says so."""
    row = journal.save(incident(journal), base_revision=0).incident
    made = [attach(journal, row.id, io.BytesIO(b"a"), name="a").id for _ in range(9)]
    # Nine ids begin with one of eight letters, so two begin alike.
    letter = Counter(name[0] for name in made).most_common(1)[0][0]
    with pytest.raises(NotFoundError):
        find_attachment(journal, " ")
    with pytest.raises(AmbiguousError):
        find_attachment(journal, letter)


def test_unsaved_words_survive_and_end_with_the_save(world: JournalWorld) -> None:
    """The last words of a draft count; saving drops it in the same commit."""
    journal = world.create()
    save_draft(journal, "d1", kind="", inputs={"narrative": "сер"})
    save_draft(journal, "d2", kind="unsure", inputs={"narrative": "другое"})
    save_draft(journal, "d1", kind="", inputs={"narrative": "серая машина"})
    journal.close()
    journal = world.open()
    assert [(d.id, d.inputs["narrative"]) for d in drafts(journal)] == [
        ("d1", "серая машина"),
        ("d2", "другое"),
    ]
    before = journal.vault.count
    journal.save(incident(journal), base_revision=0, also=[drop_event(journal, "d1")])
    assert journal.vault.count == before + 2
    drop_draft(journal, "d2")
    drop_draft(journal, "d2")
    assert drafts(journal) == []


def test_a_draft_that_cannot_be_stored_is_refused(journal: Journal) -> None:
    """The field is named, unless its name is not ours."""
    for name, field in (("narrative", "narrative"), ("поле", "draft")):
        with pytest.raises(InvalidTextError) as caught:
            save_draft(
                journal,
                "d",
                kind="",
                inputs={name: "\x00"},
                incident=IncidentId("i"),
                base_revision=1,
            )
        assert caught.value.fields == {"field": field}


def profile(journal: Journal, **fields: object) -> RecipientProfile:
    """Make a profile with a lawyer's policy."""
    made = {"id": journal.new_id(), "name": "Адвокат", "policy": "lawyer", "language": "ru"}
    return RecipientProfile(**{**made, **fields})  # type: ignore[arg-type]  # real fields


def test_a_recipient_keeps_their_secret_when_the_profile_changes(journal: Journal) -> None:
    """Otherwise their next export could not continue the first."""
    first = profile(journal)
    save_recipient(journal, first)
    secret = journal.state.recipients[first.id].secret
    save_recipient(journal, msgspec.structs.replace(first, name="Ёлкин"))
    assert journal.state.recipients[first.id].secret == secret
    save_recipient(journal, profile(journal, name="Ан"))
    assert [item.name for item in recipients(journal)] == ["Ан", "Ёлкин"]
    assert find_recipient(journal, "елкин").id == first.id
    assert find_recipient(journal, first.id).id == first.id
    with pytest.raises(NotFoundError):
        find_recipient(journal, "Никто")


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"id": "x"}, "id"), ({"name": " "}, "name"), ({"policy": "none"}, "policy")],
)
def test_a_profile_that_is_not_valid_is_refused(
    journal: Journal, fields: dict[str, object], field: str
) -> None:
    """The error names the field."""
    with pytest.raises(InvalidFieldError) as caught:
        save_recipient(journal, profile(journal, **fields))
    assert caught.value.fields == {"field": field}


def test_decisions_are_remembered_per_recipient(world: JournalWorld) -> None:
    """The later of two decisions about one place holds."""
    journal = world.create()
    recipient = RecipientId("r")
    place = Occurrence(
        incident=IncidentId("i"), path="narrative", entity="", folded="x", context="c", index=0
    )
    save_decisions(journal, recipient, [])
    assert journal.vault.count == 1
    save_decisions(journal, recipient, [Decision(occurrence=place, choice="hide")])
    save_decisions(journal, recipient, [Decision(occurrence=place, choice="show")])
    journal.close()
    journal = world.open()
    assert decisions(journal, recipient) == {place: "show"}
    assert decisions(journal, RecipientId("other")) == {}
