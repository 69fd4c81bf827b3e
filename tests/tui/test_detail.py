"""Reading an incident and its versions."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from safelog.errors import DamagedRecordError
from safelog.journal.attachments import attach
from safelog.journal.journal import Journal
from safelog.model.entity import Entity
from safelog.model.ids import EntityId, IncidentId
from safelog.model.incident import Incident, Place, Stage, Witness
from safelog.model.when import unknown
from tests.tui.stage import frame, journal_of, press, settle, unlocked


def full_incident(journal: Journal) -> Incident:
    """Store an incident with parts of many types."""
    marat = Entity(id=EntityId(journal.new_id()), kind="person", name="Марат Тестов")
    journal.save_entity(marat, base_revision=0)
    incident = Incident(
        id=IncidentId(journal.new_id()),
        kind="threat.message",
        title="Сообщение",
        narrative="Пришло [b]сообщение[/b] \u202eабв",
        when=unknown("в ту зиму", "Asia/Almaty"),
        source="own_senses",
        place=Place(label="дома", kind="home"),
        stages=(Stage(what="на улице"), Stage(what="у двери", where="подъезд")),
        witnesses=(Witness(entity=marat.id, saw="видел экран"),),
        details={
            "words": "Мы знаем, где ты",
            "private_knowledge": ("address",),
            "sender": (marat.id,),
            "replied": "no",
            "duration": 3,
        },
    )
    journal.save(incident, base_revision=0)
    return incident


async def test_every_part_is_shown_with_its_label(tmp_path: Path) -> None:
    """Codes are words, entities are names, times carry their words, rows keep their order."""
    async with unlocked(tmp_path / "vault", size=(100, 60)) as pilot:
        full_incident(journal_of(pilot))
        await press(pilot, "f1", "escape", "enter")
        shown = frame(pilot)
        for words in ("Мы знаем, где ты", "Марат Тестов", "в ту зиму", "home", "видел экран", "no"):
            assert words in shown
        assert shown.index("на улице") < shown.index("у двери")
        assert "own_senses" not in shown


async def test_words_cannot_command_the_screen(tmp_path: Path) -> None:
    """Markup stands as it was written, and characters that turn the line are replaced."""
    async with unlocked(tmp_path / "vault") as pilot:
        full_incident(journal_of(pilot))
        await press(pilot, "f1", "escape", "enter")
        shown = frame(pilot)
        assert "[b]сообщение[/b]" in shown
        assert "\u202e" not in shown


async def test_earlier_versions_are_shown_by_what_changed(tmp_path: Path) -> None:
    """F6 shows what the next version replaced, with the time of recording."""
    async with unlocked(tmp_path / "vault", size=(60, 80)) as pilot:
        journal = journal_of(pilot)
        first = full_incident(journal)
        await press(pilot, "f1", "escape", "enter", "f6")
        assert "no earlier version" in frame(pilot)
        second = msgspec.structs.replace(first, title="Другое название")
        journal.save(second, base_revision=1)
        journal.save(msgspec.structs.replace(second, effect="не сплю"), base_revision=2)
        await press(pilot, "f1", "escape")
        shown = frame(pilot)
        assert "Version 3" in shown
        assert "only added" in shown
        earlier = shown[shown.index("Earlier versions") :]
        assert "Version 2" in earlier
        assert "Сообщение" in earlier
        await press(pilot, "f6")
        assert "Earlier versions" not in frame(pilot)


async def test_files_are_listed(tmp_path: Path) -> None:
    """An attachment stands with its name and size."""
    async with unlocked(tmp_path / "vault", size=(60, 80)) as pilot:
        journal = journal_of(pilot)
        incident = full_incident(journal)
        photo = tmp_path / "photo"
        photo.write_bytes(bytes(12_345))
        with photo.open("rb") as source:
            attach(journal, incident.id, source, name="снимок.jpg")
        await press(pilot, "f1", "escape", "enter")
        assert "снимок.jpg, 12 345 bytes" in frame(pilot)


async def test_a_damaged_record_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record that fails authentication is reported, and the list stays."""
    folder = tmp_path / "vault"
    async with unlocked(folder) as pilot:
        journal = journal_of(pilot)
        full_incident(journal)

        def damaged(position: int) -> bytes:
            raise DamagedRecordError(position=position)

        await press(pilot, "f1", "escape")
        monkeypatch.setattr(journal.vault, "read", damaged)
        await press(pilot, "enter")
        await settle(pilot)
        assert "damaged or was altered" in frame(pilot)
