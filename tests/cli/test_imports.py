"""Imports of other programs' files at the command line: shown first, stored whole or not at all."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import msgspec
import pytest
from jsonschema import Draft202012Validator

from safelog.cli.commands import import_calls, import_chat, import_tella
from safelog.cli.import_objects import ImportChoices
from safelog.errors import (
    CancelledError,
    ImportFormatError,
    InvalidFieldError,
    InvalidJsonError,
    InvalidTimeError,
    NotFoundError,
    UndecidedImportError,
    UnknownKindError,
    UnreadableFileError,
    UsageError,
)
from tests.cli.computer import Computer, Run

WHATSAPP = """03.05.26, 18:03 - Сообщения и звонки защищены сквозным шифрованием.
03.05.26, 18:04 - +7 700 000 00 01: Мы знаем, где ты.
03.05.26, 18:05 - Я: Кто это?
03.05.26, 18:06 - +7 700 000 00 01: a.jpg (файл добавлен)
03.05.26, 18:07 - +7 700 000 00 01: b.jpg (файл добавлен)
"""
CALLS = """Имя;Номер;Дата;Время;Тип;Длительность
Неизвестный;+7 700 000 00 01;03.05.2026;18:20:11;Входящий;83
Мама;+7 700 000 00 02;03.05.2026;19:00;Исходящий;60
;-1;04.05.2026;03:10;Пропущенный;0
"""


def telegram(*chats: dict[str, object], own: int = 5) -> bytes:
    """Return the export of an account."""
    return msgspec.json.encode(
        {"personal_information": {"user_id": own}, "chats": {"list": list(chats)}}
    )


def telegram_chat(number: int, *, call: bool = False) -> dict[str, object]:
    """Return a chat with one message, and perhaps a call."""
    at = {"date": "2026-05-03T18:04:00", "date_unixtime": "1777813440"}
    peer = f"user{number}"
    messages: list[dict[str, object]] = [
        {"id": 1, "type": "message", **at, "from": f"Чужой {number}", "from_id": peer, "text": "да"}
    ]
    if call:
        messages += [
            {"id": 2, "type": "service", **at, "actor_id": peer, "action": "phone_call"},
        ]
    return {
        "name": f"Чат {number}",
        "type": "personal_chat",
        "id": number,
        "messages": messages,
    }


@pytest.fixture
def chat(tmp_path: Path) -> str:
    """Return the path of a chat, with one of its files beside it."""
    (tmp_path / "a.jpg").write_bytes(b"123")
    path = tmp_path / "чат.txt"
    path.write_text(WHATSAPP, encoding="utf-8")
    return str(path)


@pytest.fixture
def calls(tmp_path: Path) -> str:
    """Return the path of a call log."""
    path = tmp_path / "calls.csv"
    path.write_text(CALLS, encoding="cp1251")
    return str(path)


def exported(computer: Computer) -> list[dict[str, object]]:
    """Return everything in the journal."""
    return computer.run("export", "--json").objects


def given(**choices: object) -> bytes:
    """Return choices as standard input."""
    return msgspec.json.encode(choices)


# Own name, zone, kind, series, store.
ANSWERS = "2\n\n1\nСерия\ny\n"


def test_a_chat_is_shown_asked_about_and_stored(computer: Computer, chat: str) -> None:
    """Counts, period, files and what is left out stand before the question."""
    run = computer.run("import", "chat", chat, typed=ANSWERS)
    assert run.code == 0, run.err
    assert run.lines == [
        "A chat of WhatsApp with 4 messages.",
        "  +7 700 000 00 01: 3",
        "Become incidents: 3.",
        "From 3 May 2026, 18:04 (Asia/Almaty) to 3 May 2026, 18:07 (Asia/Almaty).",
        "Becomes the answer to the message before it: 1 message of yours.",
        "To be attached: 1 file, 3 bytes.",
        "Named in the chat and not found with it: 1 file.",
        "Left out: 1 notice of WhatsApp, such as that the chat is encrypted (line 1).",
    ]
    assert "3 incidents stored." in run.err
    assert "2 registered persons or things stored." in run.err
    assert "Attached: 1 file, 3 bytes." in run.err
    assert "drafts" in run.err
    stored = [row for row in exported(computer) if row["type"] == "incident"]
    assert [row["details"]["words"] for row in stored if "words" in row["details"]] == [  # type: ignore[index, operator]  # an object of the JSON form
        "Мы знаем, где ты."
    ]


def test_a_chat_imported_twice_stores_nothing_the_second_time(
    computer: Computer, chat: str
) -> None:
    """It says so, and asks nothing more than it must."""
    computer.run("import", "chat", chat, typed=ANSWERS)
    before = exported(computer)
    run = computer.run("import", "chat", chat, typed=ANSWERS)
    assert run.code == 0
    assert "In the journal already: 4 (first: line 2)." in run.lines
    assert "Nothing was stored." in run.err
    assert exported(computer) == before


@pytest.mark.parametrize("answer", ["n\n", "\n", ""])
def test_nothing_is_stored_without_a_yes(computer: Computer, chat: str, answer: str) -> None:
    """Enter and the end of input mean no."""
    run = computer.run("import", "chat", chat, typed="2\n\n1\n\n" + answer)
    assert run.code == CancelledError.exit_code
    assert exported(computer) == []


def test_options_answer_in_advance(computer: Computer, chat: str) -> None:
    """What is no word of the person's may stand in the call; the rest is asked."""
    flags = ("--kind", "unsure", "--zone", "Europe/Vilnius", "--since", "2026-05-03", "--yes")
    run = computer.run("import", "chat", chat, *flags, typed="Я\n\n")
    assert run.code == 0, run.err
    assert "(Europe/Vilnius)" in run.out
    assert "[y/N]" not in run.err
    run = computer.run("import", "chat", chat, "--until", "2026-05-02", typed=ANSWERS)
    assert "Left out" in run.out


def test_a_zone_that_does_not_exist_is_asked_for_again(computer: Computer, chat: str) -> None:
    """A person at a terminal gets another try."""
    typed = "2\nAsia/Nowhere\nEurope/Vilnius\n1\n\ny\n"
    run = computer.run("import", "chat", chat, typed=typed, terminal=True)
    assert run.code == 0, run.err
    assert "(Europe/Vilnius)" in run.out


def test_russian_is_spoken_in_russian(computer: Computer, chat: str) -> None:
    """Every sentence of an import has its twin."""
    run = computer.run("--language", "ru", "import", "chat", chat, typed="2\n\n1\n\nд\n")
    assert run.code == 0, run.err
    assert "Станут случаями: 3." in run.lines


def test_one_of_several_chats_is_chosen(computer: Computer, tmp_path: Path) -> None:
    """By its number in the list; calls become what the person says."""
    path = tmp_path / "result.json"
    path.write_bytes(telegram(telegram_chat(1), telegram_chat(2, call=True)))
    run = computer.run("import", "chat", str(path), typed="2\n1\n2\n\ny\n")
    assert run.code == 0, run.err
    assert "  2  Чат 2: 2" in run.err
    kinds = [row["kind"] for row in exported(computer) if row["type"] == "incident"]
    assert sorted(map(str, kinds)) == ["harassment.silent_calls", "threat.message"]
    assert computer.run("import", "chat", str(path)).code == UndecidedImportError.exit_code
    assert (
        computer.run("import", "chat", str(path), "--chat", "3").code == InvalidFieldError.exit_code
    )
    assert (
        computer.run("import", "chat", str(path), "--chat", "0").code == InvalidFieldError.exit_code
    )


def test_an_archive_may_come_on_standard_input(computer: Computer) -> None:
    """It is held in memory; everything that is open is said in options."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("result.json", telegram(telegram_chat(1)))
    flags = ("--kind", "lure.direct", "--yes", "--json")
    run = computer.run("import", "chat", "-", *flags, typed=file.getvalue())
    assert run.code == 0, run.err
    assert run.objects[-1] == {"type": "imported", "incidents": 1, "entities": 1, "attachments": 0}


def test_json_shows_what_is_open_and_stores_nothing(
    computer: Computer, chat: str, schema: Draft202012Validator
) -> None:
    """A script reads the preview, adds what is missing, and asks for storing by itself."""
    (preview,) = computer.run("import", "chat", chat, "--json").objects
    schema.validate(preview)
    assert preview["undecided"] == ["zone", "own", "senders", "kind"]
    assert preview["senders"] == [
        {"id": "+7 700 000 00 01", "name": "+7 700 000 00 01", "rows": 3},
        {"id": "Я", "name": "Я", "rows": 1},
    ]
    said = given(zone="Asia/Almaty", own=["Я"], kind="threat.message", series="Серия")
    (preview,) = computer.run("import", "chat", chat, "--json", typed=said).objects
    schema.validate(preview)
    assert (preview["incidents"], preview["files"], preview["missing_files"]) == (3, 1, 1)
    assert (preview["first"], preview["left_out"]) == ("2026-05-03T18:04", {"system": 1})
    assert exported(computer) == []
    run = computer.run("import", "chat", chat, "--json", "--yes", typed=said)
    schema.validate(run.objects[1])
    assert run.objects[1] == {"type": "imported", "incidents": 3, "entities": 2, "attachments": 1}


def test_json_lists_the_chats_of_an_account(
    computer: Computer, tmp_path: Path, schema: Draft202012Validator
) -> None:
    """With the numbers by which one is chosen."""
    path = tmp_path / "result.json"
    path.write_bytes(telegram(telegram_chat(1), telegram_chat(2, call=True)))
    (preview,) = computer.run("import", "chat", str(path), "--json").objects
    schema.validate(preview)
    assert preview["chats"] == [
        {"number": 1, "name": "Чат 1", "rows": 1},
        {"number": 2, "name": "Чат 2", "rows": 2},
    ]
    said = given(chat=2, kind="unsure", call_kind="unsure")
    (preview,) = computer.run("import", "chat", str(path), "--json", typed=said).objects
    assert preview["incidents"] == 2
    run = computer.run("import", "chat", str(path), "--json", "--yes")
    assert run.code == UndecidedImportError.exit_code
    run = computer.run("import", "chat", str(path), "--chat", "1", "--calls", "unsure", "--json")
    assert run.objects[0]["undecided"] == ["kind"]


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (b"{", InvalidJsonError),
        (given(invented=1), InvalidJsonError),
        (given(own=["никто"]), InvalidFieldError),
        (given(zone="Asia/Nowhere"), InvalidTimeError),
        (given(kind="none", zone="UTC", own=["Я"]), UnknownKindError),
        (given(call_kind="none"), UnknownKindError),
        (given(zone="UTC"), UndecidedImportError),
        (given(series="x" * 1001), None),
    ],
)
def test_choices_of_a_script_are_held_to_the_form(
    computer: Computer, chat: str, said: bytes, error: type[Exception] | None
) -> None:
    """A slip ends the command, and nothing is stored."""
    run = computer.run("import", "chat", chat, "--json", "--yes", typed=said)
    assert run.code == (getattr(error, "exit_code", 45))
    assert exported(computer) == []


def test_a_call_log_is_asked_about_once(computer: Computer, calls: str) -> None:
    """The next file with the same columns needs no answers but whose calls are meant."""
    # Six columns as proposed, whose, zone, kind.
    typed = "\n" * 6 + "+77000000001\n\n1\ny\n"
    run = computer.run("import", "calls", calls, typed=typed)
    assert run.code == 0, run.err
    assert "  2  Номер: +7 700 000 00 01" in run.err
    assert run.lines == [
        "A call log with 3 calls.",
        "  Неизвестный (+7 700 000 00 01): 1",
        "Becomes an incident: 1.",
        "From 3 May 2026, 18:20 (Asia/Almaty) to 3 May 2026, 18:20 (Asia/Almaty).",
        "Left out: 1 call of your own (line 3).",
        "Left out, from or to somebody else: 1 (line 4).",
    ]
    again = computer.run("import", "calls", calls, typed="\n\n1\ny\n")
    assert again.code == 0, again.err
    assert "--columns asks again" in again.err
    assert "  number hidden: 1" in again.lines
    assert "In the journal already: 1 (line 2)." in again.lines
    asked = computer.run("import", "calls", calls, "--columns", typed="")
    assert "Column of the telephone number [2]" in asked.err


def test_a_slip_in_a_column_is_asked_again_at_a_terminal(computer: Computer, calls: str) -> None:
    """A script's is not: its next line would answer another question."""
    typed = "9\n2\n\n\n-\n\n\n+77000000001\n\n1\nn\n"
    run = computer.run("import", "calls", calls, typed=typed, terminal=True)
    assert run.code == CancelledError.exit_code
    assert "none of the answers" in run.err
    assert computer.run("import", "calls", calls, typed="9\n").code == InvalidFieldError.exit_code
    nothing = computer.run("import", "calls", calls, typed="2\n2\n\n\n\n\n")
    assert nothing.code == InvalidFieldError.exit_code


def test_day_and_month_are_asked_for_where_both_readings_fit(
    computer: Computer, tmp_path: Path
) -> None:
    """The order is remembered with the columns."""
    path = tmp_path / "calls.csv"
    path.write_text("Number,Date\n+77000000001,5/3/2026 18:04\n", encoding="utf-8")
    run = computer.run("import", "calls", str(path), typed="\n\n\n\n\n\n2\n\n1\ny\n")
    assert run.code == 0, run.err
    assert "From 3 May 2026" in run.out
    path.write_text("Number,Date\n+77000000001,6/3/2026 18:04\n", encoding="utf-8")
    said = given(zone="Asia/Almaty", kind="unsure")
    (preview,) = computer.run("import", "calls", str(path), "--json", typed=said).objects
    assert (preview["first"], preview["incidents"]) == ("2026-06-03T18:04", 1)


def test_json_proposes_columns_and_takes_them(
    computer: Computer, calls: str, schema: Draft202012Validator
) -> None:
    """Nothing is read until somebody said what the columns mean."""
    (preview,) = computer.run("import", "calls", calls, "--json").objects
    schema.validate(preview)
    assert (preview["undecided"], preview["rows"]) == (["columns"], 3)
    columns = preview["columns"]
    assert columns == {
        "number": 1,
        "date": 2,
        "time": 3,
        "name": 0,
        "duration": 5,
        "direction": 4,
        "order": None,
    }
    refused = computer.run("import", "calls", calls, "--json", "--yes")
    assert refused.code == UndecidedImportError.exit_code
    (preview,) = computer.run(
        "import", "calls", calls, "--json", typed=given(columns=columns)
    ).objects
    schema.validate(preview)
    assert preview["undecided"] == ["zone", "senders", "kind"]
    said = {"columns": columns, "zone": "Asia/Almaty", "kind": "threat.call"}
    left = computer.run("import", "calls", calls, "--json", "--yes", typed=given(**said))
    assert left.code == UndecidedImportError.exit_code
    said["senders"] = ["8 700 000 00 01"]
    run = computer.run("import", "calls", calls, "--json", "--yes", typed=given(**said))
    assert run.objects[-1] == {"type": "imported", "incidents": 1, "entities": 1, "attachments": 0}


def test_a_log_of_many_callers_lists_the_most_frequent(computer: Computer, tmp_path: Path) -> None:
    """Anybody else is meant by the number itself."""
    path = tmp_path / "calls.csv"
    rows = [f"+7700000{number:04},03.05.2026 18:04" for number in range(25)]
    path.write_text("\n".join(["Number,Date", *rows]), encoding="utf-8")
    run = computer.run("import", "calls", str(path), typed="\n" * 6 + "+77000000024\n\n1\ny\n")
    assert run.code == 0, run.err
    assert "  and 5 more" in run.err
    assert "Become" in run.out


def tella(path: Path) -> str:
    """Write an archive with a photo that is not what its table says."""
    table = f"File hash,File name\n{'0' * 64},a.jpg\n"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("a.jpg", b"photo")
        made.writestr("a.csv", table)
        made.writestr("b.txt", b"1")
    return str(path)


def test_an_archive_of_tella_is_shown_and_attached(computer: Computer, tmp_path: Path) -> None:
    """A file that is not what Tella says is named before anything is stored."""
    path = tella(tmp_path / "tella.zip")
    there = computer.run("add", "unsure", typed="слова\n.\n\n\n").lines[0]
    run = computer.run("import", "tella", path, "--incident", there[:8], typed="y\n")
    assert run.code == 0, run.err
    assert run.lines == [
        "An archive with 3 files.",
        "To be attached: 3 files, 97 bytes.",
        "With what Tella says of it: 1 file.",
        "File 1 in the archive is not what Tella says: its SHA-256 is another one.",
    ]
    (incident,) = exported(computer)
    assert len(incident["journal"]["attachments"]) == 3  # type: ignore[index]  # an object of the JSON form
    again = computer.run("import", "tella", path, typed="y\n")
    assert "In the journal already: 3 (first: file 1 in the archive)." in again.lines
    assert "Nothing was stored." in again.err


def test_an_archive_of_tella_makes_a_draft_of_its_own(
    computer: Computer, tmp_path: Path, schema: Draft202012Validator
) -> None:
    """Where no incident is named; with --json only after a yes."""
    path = tella(tmp_path / "tella.zip")
    (preview,) = computer.run("import", "tella", path, "--json").objects
    schema.validate(preview)
    assert (preview["files"], preview["differing"], preview["with_metadata"]) == (3, [1], 1)
    assert exported(computer) == []
    run = computer.run("import", "tella", path, "--kind", "surveillance.drone", "--json", "--yes")
    assert run.objects[1] == {"type": "imported", "incidents": 1, "entities": 0, "attachments": 3}
    (incident,) = exported(computer)
    assert incident["kind"] == "surveillance.drone"


@pytest.mark.parametrize(
    ("flags", "error"),
    [(("--kind", "none"), UnknownKindError), (("--incident", "0000"), NotFoundError)],
)
def test_what_an_archive_belongs_to_has_to_be_there(
    computer: Computer, tmp_path: Path, flags: tuple[str, ...], error: type[Exception]
) -> None:
    """Before the archive is read."""
    run = computer.run("import", "tella", tella(tmp_path / "t.zip"), *flags, typed="y\n")
    assert run.code == getattr(error, "exit_code", None)


def refused(run: Run, *sentences: str) -> bool:
    """Tell whether a file was refused, with these sentences."""
    return run.code == ImportFormatError.exit_code and all(each in run.err for each in sentences)


def test_a_refusal_names_the_place_and_none_of_the_words(
    computer: Computer, tmp_path: Path
) -> None:
    """What stands in the file is in no error."""
    path = tmp_path / "f"
    path.write_text("03.05.26, 18:04 - Я: тайна\nещё\0\n", encoding="utf-8")
    run = computer.run("import", "chat", str(path), "--zone", "UTC", typed="\n1\n\ny\n")
    assert refused(run, "Line 1.", "cannot be stored")
    assert "тайна" not in run.err
    broken = telegram_chat(1)
    broken["messages"] = [*broken["messages"], {"id": 2}]  # type: ignore[misc]  # a list, as made above
    path.write_bytes(telegram(broken))
    assert refused(computer.run("import", "chat", str(path)), "Message 2.")
    path.write_bytes(b"words")
    assert refused(computer.run("import", "calls", str(path)), "no table")
    assert refused(computer.run("import", "tella", str(path)), "no zip archive")
    assert computer.run("import", "chat", str(tmp_path)).code == UnreadableFileError.exit_code
    assert (
        computer.run("import", "chat", "f", "--since", "soon").code == UnreadableFileError.exit_code
    )
    path.write_text(WHATSAPP, encoding="utf-8")
    run = computer.run("import", "chat", str(path), "--since", "soon")
    assert run.code == UsageError.exit_code


def test_standard_input_is_held_to_its_limit(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is held in memory is bounded."""
    monkeypatch.setattr("safelog.cli.import_files._STREAM_BYTES_LIMIT", 3)
    assert refused(computer.run("import", "chat", "-", typed="words"), "larger")


def test_examples_of_the_page_are_what_a_script_may_say() -> None:
    """docs/IMPORTS.md shows objects that the commands take."""
    page = (Path(__file__).parents[2] / "docs" / "IMPORTS.md").read_text(encoding="utf-8")
    examples = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        msgspec.json.decode(example, type=ImportChoices)


def test_the_words_of_a_person_are_in_no_argument() -> None:
    """Names and series are asked for, or come on standard input."""
    names = {
        argument.name
        for command in (import_chat, import_calls, import_tella)
        for argument in command.ARGUMENTS
    }
    assert names == {
        *("file", "chat", "calls", "kind", "zone", "order", "since", "until", "yes"),
        *("columns", "incident"),
    }
