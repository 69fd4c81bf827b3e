"""What becomes of every row, and what has to be said first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from safelog.errors import ImportFormatError, InvalidTimeError, UndecidedImportError
from safelog.journal.events import RowsImported
from safelog.journal.imported import Imported
from safelog.journal.imports import plan as plans
from safelog.journal.imports.plan import Choices, Plan, make_plan, other_senders, undecided
from safelog.journal.imports.rows import Sheet, digest
from safelog.journal.imports.telegram import read_telegram
from safelog.model.ids import IncidentId
from tests.unit.journal.imports.files import message, sample, telegram, whatsapp, words

STRANGER = "+7 700 000 00 01"
SAID = Choices(zone="Asia/Almaty", kind="threat.message", own=frozenset({"Я"}))
INCIDENT = IncidentId("0" * 26)


def plan(sheet: Sheet, choices: Choices = SAID, imported: Imported | None = None) -> Plan:
    """Plan a sheet."""
    return make_plan(sheet, choices, imported or Imported())


def remembered(made: Plan) -> Imported:
    """Return what the journal would know after a plan was stored."""
    rows = [(item.key, digest(item.row.words), INCIDENT) for item in made.items]
    rows += [
        (key, digest(row.words), INCIDENT)
        for item in made.items
        for key, row in zip(item.reply_keys, item.replies, strict=True)
    ]
    imported = Imported()
    imported.apply(RowsImported(at=1, source=made.sheet.format, rows=tuple(rows)))
    return imported


def chat(*lines: str) -> Sheet:
    """Return a chat on one day, each line with its minute."""
    return whatsapp(*(f"03.05.26, 18:{number:02} - {line}" for number, line in enumerate(lines)))


def test_what_was_written_after_a_message_answers_it() -> None:
    """Several in a row belong to the same one."""
    made = plan(chat("Я: до", "Чужой: раз", "Я: кто", "Я: вы", "Чужой: два"))
    assert words(item.row for item in made.items) == ["раз", "два"]
    assert [words(item.replies) for item in made.items] == [["кто", "вы"], []]
    assert (made.left_out.counts, made.left_out.first) == ({"before": 1}, {"before": 1})


def test_an_answer_that_names_its_message_belongs_to_it() -> None:
    """Telegram says what was answered, whatever came in between."""
    own = {"from": "Я", "from_id": "user5"}
    (sheet,) = read_telegram(
        telegram(message(1), message(2), message(3, text="ответ", reply_to_message_id=1, **own))
    )
    made = plan(sheet, replace(SAID, own=None))
    assert [words(item.replies) for item in made.items] == [["ответ"], []]


def test_only_whose_rows_are_meant_become_incidents() -> None:
    """What the person wrote to somebody else is left out as well."""
    sheet = chat("Чужой: раз", "Соседка: привет", "Я: привет", "Чужой: два")
    made = plan(sheet, replace(SAID, senders=frozenset({"Чужой"})))
    assert words(item.row for item in made.items) == ["раз", "два"]
    assert made.left_out.counts == {"other_sender": 2}


def test_a_period_keeps_its_first_and_its_last_day() -> None:
    """Days are those of the zone that was said."""
    sheet = whatsapp(*(f"0{day}.05.26, 23:59 - Чужой: {day}" for day in range(1, 6)))
    choices = replace(SAID, since=date(2026, 5, 2), until=date(2026, 5, 4))
    made = plan(sheet, choices)
    assert words(item.row for item in made.items) == ["2", "3", "4"]
    assert made.left_out.counts == {"other_period": 2}


def test_a_file_that_was_imported_gives_nothing_new() -> None:
    """Two messages with the same words in one minute are two, both times."""
    sheet = whatsapp(*["03.05.26, 18:04 - Чужой: да"] * 2, "03.05.26, 18:05 - Я: нет")
    first = plan(sheet)
    assert len(first.items) == 2
    again = plan(sheet, imported=remembered(first))
    assert (again.items, again.left_out.counts) == ((), {"known": 3})


def test_a_longer_export_gives_only_what_is_new() -> None:
    """What the person wrote since to a message that is stored already is said to be left out."""
    imported = remembered(plan(chat("Чужой: раз")))
    made = plan(chat("Чужой: раз", "Я: поздно", "Чужой: два", "Я: вовремя"), imported=imported)
    assert words(item.row for item in made.items) == ["два"]
    assert [words(item.replies) for item in made.items] == [["вовремя"]]
    assert made.left_out.counts == {"known": 1, "late_reply": 1}


def test_another_phone_in_another_language_writes_the_same_chat() -> None:
    """A row is known by its minute on a clock, not by the letters of its date."""
    imported = remembered(plan(whatsapp("03.05.26, 18:04 - Чужой: да")))
    again = whatsapp("[2026-05-03, 6:04:59 PM] Чужой: да")
    assert plan(again, imported=imported).left_out.counts == {"known": 1}


def test_a_message_that_was_changed_is_stored_beside_the_first() -> None:
    """An edited threat is evidence twice; nothing of either is lost."""
    (before,) = read_telegram(telegram(message(1, text="приходи")))
    (after,) = read_telegram(telegram(message(1, text="не приходи"), message(2)))
    made = plan(after, imported=remembered(plan(before)))
    assert words(item.row for item in made.items) == ["не приходи", "слова 2"]
    assert made.changed == (1,)


def test_files_that_come_later_find_their_message() -> None:
    """A chat that was exported without files first, and then with them."""
    imported = remembered(plan(whatsapp("03.05.26, 18:04 - Чужой: <Без медиафайлов>")))
    with_files = whatsapp("03.05.26, 18:04 - Чужой: a.jpg (файл добавлен)", files=["a.jpg"])
    made = plan(with_files, imported=imported)
    assert made.items == ()
    assert [(row.media, incident) for row, incident in made.late] == [(("a.jpg",), INCIDENT)]


def test_calls_in_a_chat_are_taken_only_if_somebody_says_as_what() -> None:
    """One's own calls never are; what is written after a call answers what came before it."""
    sheet = read_telegram(sample("telegram_account.json"))[0]
    choices = replace(SAID, own=None)
    assert plan(sheet, choices).left_out.counts == {
        "service": 1,
        "unsupported": 1,
        "call": 1,
        "outgoing": 1,
    }
    made = plan(sheet, replace(choices, call_kind="threat.call"))
    assert [item.row.sort for item in made.items].count("call") == 1


def test_what_the_file_does_not_say_is_asked_for() -> None:
    """Nothing that somebody could say is guessed."""
    sheet = whatsapp("3/5/26, 18:04 - A: 1", "3/5/26, 18:04 - B: 2", "3/5/26, 18:04 - C: 3")
    assert undecided(sheet, Choices()) == ("zone", "order", "own", "senders", "kind")
    choices = Choices(zone="UTC", order="dmy", own=frozenset({"A"}), senders=frozenset({"B"}))
    assert undecided(sheet, choices) == ("kind",)
    with pytest.raises(UndecidedImportError) as caught:
        plan(sheet, choices)
    assert caught.value.fields == {"what": "kind"}
    made = plan(sheet, replace(choices, kind="unsure"))
    assert made.items[0].when.start == "2026-05-03T18:04"


def test_one_other_person_need_not_be_chosen() -> None:
    """There is nothing to choose between; with nobody being the person, there are two."""
    sheet = chat("Чужой: раз", "Я: кто")
    assert undecided(sheet, SAID) == ()
    assert undecided(sheet, replace(SAID, own=frozenset())) == ("senders",)


def test_senders_are_listed_by_how_much_is_theirs() -> None:
    """Under the last name that they went by."""
    sheet = read_telegram(
        telegram(message(1), message(2, **{"from": "Мама"}), message(3, from_id="user9"))
    )[0]
    listed = other_senders(sheet, frozenset())
    assert [(sender.shown, count) for sender, count in listed.items()] == [
        ("Мама", 2),
        ("Неизвестный", 1),
    ]


def test_a_zone_that_does_not_exist_is_refused() -> None:
    """Before anything is read in it."""
    with pytest.raises(InvalidTimeError):
        plan(chat("Чужой: раз"), replace(SAID, zone="Asia/Nowhere"))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("29.03.26, 03:30 - Чужой: да", "no_clock"),
        ("31.02.26, 10:00 - Чужой: да", "no_date"),
        ("03.05.26, 10:00 - Чужой: a\0b", "control"),
    ],
)
def test_a_row_that_cannot_be_stored_is_named_by_its_place(line: str, reason: str) -> None:
    """The zone may be the wrong one, and the error says so."""
    sheet = whatsapp("01.05.26, 10:00 - Чужой: да", line)
    with pytest.raises(ImportFormatError) as caught:
        plan(sheet, replace(SAID, zone="Europe/Vilnius"))
    assert caught.value.fields == {"reason": reason, "line": 2}


def test_words_beyond_every_limit_are_named_by_their_place() -> None:
    """No messenger sends so much; a file can hold it."""
    with pytest.raises(ImportFormatError) as caught:
        plan(read_telegram(telegram(message(1, text="x" * 200_001)))[0], replace(SAID, own=None))
    assert caught.value.fields == {"reason": "too_long", "limit": 200_000, "message": 1}


def test_more_incidents_than_one_import_makes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A period of the chat fits."""
    monkeypatch.setattr(plans, "INCIDENTS_LIMIT", 1)
    with pytest.raises(ImportFormatError) as caught:
        plan(chat("Чужой: раз", "Чужой: два"))
    assert caught.value.fields == {"reason": "too_many", "limit": 1}
