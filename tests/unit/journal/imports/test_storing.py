"""A plan is stored whole or not at all, and says nothing that the file does not say."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import BinaryIO

import pytest

from safelog.errors import InputError, UnreadableFileError
from safelog.journal.attachments import read_attachment
from safelog.journal.entries import check_entries
from safelog.journal.imports.calls import read_calls, read_log
from safelog.journal.imports.chat import read_chat
from safelog.journal.imports.columns import Columns
from safelog.journal.imports.plan import Choices, Plan, make_plan
from safelog.journal.imports.rows import Sheet
from safelog.journal.imports.source import Folder, Source
from safelog.journal.imports.storing import Origin, Stored, store
from safelog.journal.imports.telegram import read_telegram
from safelog.journal.journal import Journal, Saved
from safelog.model.entity import Entity
from safelog.model.ids import EntityId
from safelog.model.incident import Incident
from safelog.model.link import Ref
from tests.unit.journal.imports.files import archive, message, sample, telegram, whatsapp
from tests.unit.journal.world import JournalWorld

SAID = Choices(zone="Asia/Almaty", kind="threat.message", own=frozenset({"Я"}))
NUMBER = "+7 700 000 00 01"


@dataclass
class Files:
    """Files in memory, some of which cannot be read."""

    content: dict[str, bytes]
    broken: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the files."""
        return tuple(self.content)

    def size(self, name: str) -> int | None:
        """Return the size of a file."""
        return len(self.content[name]) if name in self.content else None

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """Open a file."""
        if name == self.broken:
            raise UnreadableFileError
        yield io.BytesIO(self.content[name])


def bring(
    journal: Journal, sheet: Sheet, choices: Choices = SAID, source: Source | None = None
) -> Stored:
    """Plan a sheet and store it."""
    made = make_plan(sheet, choices, journal.state.imported)
    return store(journal, made, Origin(source or Folder(None), "чат.zip"))


def newest(journal: Journal) -> list[Saved]:
    """Read every incident, in the order of their times."""
    return [journal.read(thread.heading.id) for thread in journal.threads()]


def incidents(journal: Journal) -> list[Incident]:
    """Return what they say."""
    return [saved.incident for saved in newest(journal)]


def test_a_message_becomes_a_draft_with_its_words_unchanged(journal: Journal) -> None:
    """Its minute, its sender, its channel and the answer are those of the file."""
    stored = bring(
        journal, whatsapp(f"03.05.26, 18:04 - {NUMBER}: Ждём.\u2028", "03.05.26, 18:05 - Я: Кто?")
    )
    (made,) = incidents(journal)
    (entity,) = journal.state.entities.values()
    assert stored.incidents == (made.id,)
    assert (made.state, made.kind, made.narrative, made.source) == (
        "draft",
        "threat.message",
        "",
        "document",
    )
    assert made.when is not None
    assert made.as_printed is not None
    assert (made.when.said, made.when.start) == ("", "2026-05-03T18:04")
    assert made.as_printed.said == "03.05.26, 18:04"
    assert made.details == {
        "sender": (entity.id,),
        "words": "Ждём.\u2028",
        "channel": "messenger",
        "replied": "yes",
        "reply": "Кто?",
    }
    assert (entity.kind, entity.name) == ("phone", NUMBER)
    assert check_entries(journal) == ()


def test_what_a_kind_has_no_field_for_stands_in_the_narrative(journal: Journal) -> None:
    """Under the names of the file, the sender first and linked; the answer is what I did."""
    sheet = read_telegram(sample("telegram_account.json"))[0]
    bring(journal, sheet, replace(SAID, kind="unsure", own=None))
    made = incidents(journal)
    assert made[0].narrative == "Неизвестный\nМы знаем, где работает твоя сестра."
    assert made[0].response == "Кто это?\nОставьте её в покое."
    assert made[1].narrative == (
        "Неизвестный\nПриходи завтра и открой мой отчёт\nforwarded_from: Чужой канал\n"
        "edited: 2026-05-03T18:07:00\nhref: https://invented.example/x"
    )
    assert made[2].narrative == "Неизвестный\nphotos/photo_1@03-05-2026_18-08-00.jpg"
    (mention,) = made[0].mentions
    assert (mention.field, mention.start, mention.end) == ("narrative", 0, 11)
    assert journal.state.entities[mention.entity].aliases == ("user7000000001",)


@pytest.mark.parametrize("kind", ["lure.direct", "harassment.insults", "intrusion.phishing"])
def test_any_kind_takes_a_message(journal: Journal, kind: str) -> None:
    """The words are verbatim where the kind has a field for them, and whole in any case."""
    bring(journal, whatsapp("03.05.26, 18:04 - Чужой: приходи"), replace(SAID, kind=kind))
    (made,) = incidents(journal)
    assert made.details.get("words", made.narrative) == "приходи"


def test_every_kind_there_is_takes_a_message_and_a_call(journal: Journal) -> None:
    """A person may type the code of any of them."""
    codes = journal.surroundings.kinds.codes
    for minute, kind in enumerate(codes):
        sheet = whatsapp(f"03.05.26, 18:{minute:02} - Чужой: приходи")
        bring(journal, sheet, replace(SAID, kind=kind))
    assert sorted(made.kind for made in incidents(journal)) == sorted(codes)


def test_a_call_becomes_a_draft_with_the_line_of_the_log(journal: Journal) -> None:
    """A hidden number is said to be hidden, and belongs to nobody."""
    table = read_log(sample("calls_ru.csv"))
    columns = Columns(name=0, number=1, date=2, time=3, direction=4, duration=5)
    choices = Choices(zone="Asia/Almaty", kind="threat.call", senders=frozenset({NUMBER, ""}))
    stored = bring(journal, read_calls(table, columns), choices)
    first, second, hidden = incidents(journal)
    (entity,) = journal.state.entities.values()
    assert (len(stored.incidents), stored.entities) == (3, 1)
    assert first.details == {"sender": (entity.id,), "channel": "phone", "duration": 1.38}
    assert first.when_basis == "phone_log"
    assert first.narrative.splitlines()[:2] == ["Имя: Неизвестный", f"Номер: {NUMBER}"]
    assert second.details["sender"] == (entity.id,)
    assert hidden.details == {"sender_hidden": "yes", "channel": "phone", "duration": 0.0}
    assert (entity.name, entity.aliases) == (NUMBER, ("Неизвестный",))


def test_a_number_is_found_again_however_it_is_written(journal: Journal) -> None:
    """The register already has it, with an eight and in other groups."""
    known = Entity(id=EntityId(journal.new_id()), kind="phone", name="8 (700) 000-00-01")
    journal.save_entity(known, base_revision=0)
    stored = bring(journal, whatsapp(f"03.05.26, 18:04 - {NUMBER}: да"))
    assert stored.entities == 0
    assert incidents(journal)[0].details["sender"] == (known.id,)


def test_a_name_that_the_register_has_not_is_added_to_it(journal: Journal) -> None:
    """The line of the log holds it, and an export hides only what the register knows."""
    known = Entity(id=EntityId(journal.new_id()), kind="phone", name=NUMBER)
    journal.save_entity(known, base_revision=0)
    log = (
        f"N;D;A\n{NUMBER};03.05.2026 18:04;Чужой\n"
        f"{NUMBER};03.05.2026 18:05;Сосед\n{NUMBER};03.05.2026 18:06;\n"
    )
    sheet = read_calls(read_log(log.encode()), Columns(number=0, date=1, name=2))
    bring(journal, sheet, Choices(zone="Asia/Almaty", kind="threat.call"))
    assert journal.state.entities[known.id].aliases == ("Чужой", "Сосед")
    assert len(journal.state.entities) == 1
    assert bring(journal, sheet, Choices(zone="UTC", kind="threat.call")).entities == 0


def test_a_trusted_name_is_not_enough_to_be_the_one_who_is_trusted(journal: Journal) -> None:
    """A stranger who calls himself by it is somebody new; the id that Telegram gave finds him."""
    known = Entity(id=EntityId(journal.new_id()), kind="account", name="Мама", aliases=("user1",))
    journal.save_entity(known, base_revision=0)
    lure = message(1, **{"from": "Мама", "from_id": "user2"})
    own = replace(SAID, own=frozenset())
    bring(journal, read_telegram(telegram(lure))[0], own)
    assert len(journal.state.entities) == 2
    again = message(2, **{"from": "Медсестра", "from_id": "user2"})
    bring(journal, read_telegram(telegram(again))[0], own)
    assert len(journal.state.entities) == 2
    assert {each.aliases for each in journal.state.entities.values()} == {
        ("user1",),
        ("user2", "Медсестра"),
    }


def test_a_person_of_that_name_is_not_a_sender(journal: Journal) -> None:
    """The field takes numbers and accounts; who stands behind one is for the person to say."""
    known = Entity(id=EntityId(journal.new_id()), kind="person", name="Чужой")
    journal.save_entity(known, base_revision=0)
    assert bring(journal, whatsapp("03.05.26, 18:04 - Чужой: да")).entities == 1


def test_incidents_of_one_import_may_be_a_series(journal: Journal) -> None:
    """A later import joins the same one."""
    choices = replace(SAID, series="Серия")
    bring(
        journal, whatsapp("03.05.26, 18:04 - Чужой: раз", "03.05.26, 18:05 - Чужой: два"), choices
    )
    bring(journal, whatsapp("04.05.26, 18:04 - Чужой: три"), choices)
    (series,) = [each for each in journal.state.entities.values() if each.kind == "series"]
    assert series.name == "Серия"
    links = [saved.link for saved in journal.state.links.values()]
    assert {link.subject.id for link in links} == {made.id for made in incidents(journal)}
    assert {(link.relation, link.object) for link in links} == {
        ("part_of", Ref("entity", series.id))
    }


def test_files_of_an_archive_are_attached_with_where_they_came_from(journal: Journal) -> None:
    """Byte for byte, under the incident of their message; what is only named stays named."""
    text = (
        f"03.05.26, 18:04 - {NUMBER}: a.jpg (файл добавлен)\n"
        f"03.05.26, 18:05 - {NUMBER}: b.jpg (файл добавлен)\n"
    )
    file = archive([("чат/чат.txt", text.encode()), ("чат/a.jpg", b"x" * 3_000_000)], packed=False)
    export = read_chat(file, name="чат.zip")
    stored = bring(journal, export.sheets[0], replace(SAID, own=frozenset()), export.source)
    assert (stored.attachments, stored.attachment_bytes) == (1, 3_000_000)
    with_file, without = newest(journal)
    (attached,) = with_file.attachments
    assert attached.name == "a.jpg"
    assert attached.provenance == f"чат.zip #1\na.jpg\n{NUMBER}\n03.05.26, 18:04"
    assert b"".join(read_attachment(journal, attached)) == b"x" * 3_000_000
    assert without.attachments == ()
    assert without.incident.narrative == "b.jpg (файл добавлен)"
    assert check_entries(journal) == ()


def test_files_that_come_later_join_their_incident_once(journal: Journal) -> None:
    """The first export had none; the second is imported twice."""
    bring(journal, whatsapp("03.05.26, 18:04 - Чужой: <Без медиафайлов>"))
    files = Files({"a.jpg": b"123"})
    line = "03.05.26, 18:04 - Чужой: a.jpg (файл добавлен)"
    for expected in (1, 0):
        stored = bring(journal, whatsapp(line, files=["a.jpg"]), source=files)
        assert (stored.incidents, stored.attachments) == ((), expected)
    assert len(newest(journal)[0].attachments) == 1


def test_nothing_is_stored_if_one_file_cannot_be_read(journal: Journal) -> None:
    """Not even what came before it."""
    files = Files({"a.jpg": b"1", "b.jpg": b"2"}, broken="b.jpg")
    sheet = whatsapp(
        *(f"03.05.26, 18:04 - Чужой: {name} (файл добавлен)" for name in ("a.jpg", "b.jpg")),
        files=files.content,
    )
    before = journal.vault.count
    with pytest.raises(UnreadableFileError):
        bring(journal, sheet, source=files)
    assert (journal.vault.count, len(journal), journal.state.entities) == (before, 0, {})


def test_nothing_is_stored_if_one_row_cannot_be_kept(journal: Journal) -> None:
    """Here an answer grew beyond what a field holds; its place is said, nothing of its words."""
    long = "x" * 150_000
    (sheet,) = read_telegram(
        telegram(
            message(1),
            message(2),
            *(message(each, text=long, **{"from": "Я", "from_id": "user5"}) for each in (3, 4)),
        )
    )
    before = journal.vault.count
    with pytest.raises(InputError) as caught:
        bring(journal, sheet, replace(SAID, own=None))
    assert caught.value.fields["message"] == 2
    assert journal.vault.count == before


def test_everything_is_one_commit_and_survives_being_opened_again(world: JournalWorld) -> None:
    """What was imported is known after the vault was closed, and nothing comes twice."""
    journal = world.create()
    sheet = read_telegram(sample("telegram_account.json"))[0]
    choices = replace(SAID, own=None, call_kind="threat.call", series="Серия")
    made = make_plan(sheet, choices, journal.state.imported)
    before = journal.vault.count
    stored = store(journal, made, Origin(Folder(None), "result.json"))
    # Six incidents, the account, the series, six links and what is remembered.
    assert journal.vault.count - before == 6 + 2 + 6 + 1
    journal.close()
    again = world.open()
    assert len(again) == len(stored.incidents) == 6
    left: Plan = make_plan(sheet, choices, again.state.imported)
    assert left.items == ()
    assert left.left_out.counts["known"] == 8
    again.close()


def test_a_plan_without_anything_new_stores_nothing(journal: Journal) -> None:
    """Not even that nothing was new."""
    sheet = whatsapp("03.05.26, 18:04 - Чужой: да")
    bring(journal, sheet)
    before = journal.vault.count
    assert bring(journal, sheet).incidents == ()
    assert journal.vault.count == before


def test_progress_is_told_over_all_files(journal: Journal) -> None:
    """In bytes that were taken so far."""
    files = Files({"a.jpg": b"123", "b.jpg": b"4567"})
    sheet = whatsapp(
        *(f"03.05.26, 18:04 - Чужой: {name} (файл добавлен)" for name in files.content),
        files=files.content,
    )
    told: list[int] = []
    made = make_plan(sheet, SAID, journal.state.imported)
    store(journal, made, Origin(files, "", progress=told.append))
    assert told == [3, 7]
