"""Exports for recipients, their verification, and the journal as JSON Lines."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import msgspec
import pytest

from safelog.errors import (
    CancelledError,
    ChangedExportError,
    ConflictError,
    DivergedExportError,
    InvalidFieldError,
    InvalidJsonError,
    NotAnExportError,
    NotFoundError,
    NothingSelectedError,
    OpenQuestionsError,
    OutputExistsError,
    RevealingExportError,
    UnknownKindError,
    UnreadableFileError,
    UsageError,
)
from tests.cli.computer import Computer

NARRATIVE = "Ветров Сергей шёл за мной. На нём Ветровка. Это видел Марк Иной."


@pytest.fixture
def shared(computer: Computer) -> Computer:
    """Return a computer with a registered person, an incident and a recipient."""
    rows: list[dict[str, object]] = [
        {"type": "entity", "kind": "person", "name": "Сергей Ветров", "sex": "m"},
        {
            "type": "incident",
            "id": "0abcdefghjkmnpqrstvwxyz012",
            "kind": "unsure",
            "state": "complete",
            "narrative": NARRATIVE,
        },
        {"type": "incident", "kind": "unsure", "narrative": "ещё черновик"},
    ]
    assert computer.run("import", "-", typed=lines(*rows)).code == 0
    words = msgspec.json.encode({"name": "Бюро", "policy": "lawyer", "language": "ru"})
    assert computer.run("recipient", "add", "--json", typed=words).code == 0
    return computer


def lines(*rows: dict[str, object]) -> bytes:
    """Return JSON Lines."""
    return b"".join(msgspec.json.encode(row) + b"\n" for row in rows)


def recipient(computer: Computer) -> str:
    """Return the id of the first recipient."""
    return str(computer.run("recipient", "list", "--json").objects[0]["id"])


def plain(computer: Computer, out: Path) -> tuple[str, ...]:
    """Return the words of an export of plain files to the first recipient."""
    return ("export", "--deliver", "plain", "--to", recipient(computer), "--out", str(out))


def test_an_export_shows_first_what_it_hides(shared: Computer, tmp_path: Path) -> None:
    """Who is hidden and how often, what nobody registered, and the digits of the key."""
    run = shared.run(
        *plain(shared, tmp_path / "out"),
    )
    assert run.code == 0
    assert run.lines == [
        str(tmp_path / "out" / "chronology.html"),
        str(tmp_path / "out" / "chronology.json"),
    ]
    assert "1 incident is in this export." in run.err
    assert "Сергей Ветров  R5 third party" in run.err
    assert "На нём Ветровка. Это видел [Марк Иной].  1 time" in run.err
    assert "1 place is not sure." in run.err
    assert "На нём [Ветровка]. Это видел Марк Иной. may be Сергей Ветров." in run.err
    digits = run.err.rpartition(": ")[2].split()
    assert [len(group) for group in digits] == [5] * 8
    for path in map(Path, run.lines):
        assert "Ветров Сергей" not in path.read_text(encoding="utf-8")
        if os.name == "posix":
            assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_person_chooses_formats_and_a_template(shared: Computer, tmp_path: Path) -> None:
    """The proof goes with every format."""
    out = tmp_path / "out"
    words = (
        *plain(shared, out),
        "--format",
        "csv",
    )
    run = shared.run(*words, "--format", "docx", "--template", "timeline", "--ask", "hide")
    assert run.code == 0
    names = ["chronology.csv", "chronology.docx", "chronology.json"]
    assert [Path(line).name for line in run.lines] == names


@pytest.mark.parametrize("words", [("--format", "odt"), ("--template", "novel")])
def test_an_unknown_format_or_template_is_refused(
    shared: Computer, tmp_path: Path, words: tuple[str, str]
) -> None:
    """Nothing is made."""
    run = shared.run(
        *plain(shared, tmp_path / "out"),
        *words,
    )
    assert run.code == UsageError.exit_code
    assert not (tmp_path / "out").exists()


def test_a_template_without_a_recipient_is_refused(shared: Computer) -> None:
    """The whole journal has one form."""
    assert shared.run("export", "--json", "--template", "police").code == UsageError.exit_code


def test_a_person_answers_open_questions_and_agrees(shared: Computer, tmp_path: Path) -> None:
    """Each place that is not sure is asked about, and nothing is written without a yes."""
    out = tmp_path / "out"
    words = (
        *plain(shared, out),
        "--language",
        "ru",
    )
    refused = shared.run(*words, typed="\n\n\n\n", terminal=True)
    assert refused.code == CancelledError.exit_code
    assert not out.exists()
    asked = refused.err.count("Скрыть? [Д/н]")
    assert asked == 1
    assert "[Ветровка]. Это видел Марк Иной. — возможно, это Сергей Ветров." in refused.err
    done = shared.run(*words, typed="н\n" * asked + "д\n", terminal=True)
    assert done.code == 0
    assert "Ветровка" in (out / "chronology.html").read_text(encoding="utf-8")
    # What was decided once is not asked again.
    again = shared.run(*words[:6], str(tmp_path / "second"), typed="y\n", terminal=True)
    assert again.code == 0
    assert "Hide it?" not in again.err


def test_a_script_says_that_doubts_are_hidden(shared: Computer, tmp_path: Path) -> None:
    """With --json open questions stop the export, unless --ask hide answers them."""
    words = (
        *plain(shared, tmp_path / "out"),
        "--json",
    )
    assert shared.run(*words).code == OpenQuestionsError.exit_code
    run = shared.run(*words, "--ask", "hide", "--incident", "0abc")
    assert run.code == 0
    exported = run.objects[0]
    assert exported["incidents"] == ["0abcdefghjkmnpqrstvwxyz012"]
    assert "Ветровка" not in (tmp_path / "out" / "chronology.html").read_text(encoding="utf-8")
    repeated = shared.run(*words, "--ask", "hide")
    assert repeated.code == OutputExistsError.exit_code
    assert shared.run("recipient", "list").lines[0].endswith("1 export")


def test_a_script_without_rules_is_a_question(shared: Computer, tmp_path: Path) -> None:
    """Words in a script that cannot be judged are shown, and hidden unless the person says no."""
    georgian = lines({"type": "incident", "kind": "unsure", "state": "complete", "narrative": "აქ"})
    shared.run("import", "-", typed=georgian)
    out = tmp_path / "out"
    run = shared.run(
        *plain(shared, out),
    )
    assert "[აქ] is in a script that cannot be judged." in run.err
    assert "აქ" not in (out / "chronology.html").read_text(encoding="utf-8")


def test_an_export_needs_something_to_show(computer: Computer, tmp_path: Path) -> None:
    """Drafts are not exported by themselves, and an empty export is refused."""
    words = msgspec.json.encode({"name": "Бюро", "policy": "lawyer", "language": "ru"})
    computer.run("recipient", "add", "--json", typed=words)
    out = tmp_path / "out"
    run = computer.run(
        "export", "--deliver", "plain", "--to", recipient(computer), "--out", str(out)
    )
    assert run.code == NothingSelectedError.exit_code
    assert "Nobody and nothing that is registered." in run.err
    assert not out.exists()


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--to", "0abc"),
        ("--out", "x"),
        ("--json", "--out", "x"),
        ("--json", "--incident", "0abc"),
        ("--json", "--ask", "hide"),
        ("--json", "--last", "x"),
        ("--to", "0abc", "--out", "x", "--ask", "show"),
    ],
)
def test_an_export_says_for_whom_and_where(words: tuple[str, ...], computer: Computer) -> None:
    """Options that do not fit together are refused before the vault is opened."""
    run = computer.run("export", *words, secrets=[])
    assert run.code == UsageError.exit_code


def test_an_unknown_recipient_is_refused(shared: Computer, tmp_path: Path) -> None:
    """An id that nobody has, or a name, makes no export."""
    for text in ("zzzz", "Бюро"):
        run = shared.run(
            "export", "--deliver", "plain", "--to", text, "--out", str(tmp_path / "out")
        )
        assert run.code == NotFoundError.exit_code


def test_an_export_is_verified_without_a_vault(shared: Computer, tmp_path: Path) -> None:
    """`verify` says what is proven, in any order of the files, and needs no secret."""
    out = tmp_path / "out"
    shared.run(
        *plain(shared, out),
        "--ask",
        "hide",
    )
    page, proof = str(out / "chronology.html"), str(out / "chronology.json")
    run = shared.run("verify", page, proof, secrets=[])
    assert run.code == 0
    assert run.lines[0] == "This export is whole. It is the file that was signed, byte for byte."
    russian = shared.run("verify", proof, page, "--language", "ru", secrets=[])
    assert "Что доказано:" in russian.lines
    as_json = shared.run("verify", proof, "--json", secrets=[]).objects[0]
    assert (as_json["paragraphs"], as_json["files_missing"]) == (1, 1)
    later = tmp_path / "later"
    shared.run(
        *plain(shared, later),
        "--ask",
        "hide",
    )
    grown = shared.run("verify", str(later / "chronology.json"), "--earlier", proof, "--json")
    assert grown.objects[0]["earlier_given"] == 1


def test_an_older_copy_of_the_vault_does_not_contradict(shared: Computer, tmp_path: Path) -> None:
    """With the export that the recipient holds at hand, a vault that was put back refuses."""
    before = tmp_path / "before"
    shutil.copytree(shared.vault, before)
    to = recipient(shared)
    shared.run(
        "export", "--deliver", "plain", "--to", to, "--out", str(tmp_path / "out"), "--ask", "hide"
    )
    held = str(tmp_path / "out" / "chronology.json")
    words = ("export", "--deliver", "plain", "--to", to, "--ask", "hide", "--last", held, "--out")
    assert shared.run(*words, str(tmp_path / "second")).code == 0
    shared.vault = before
    run = shared.run(*words, str(tmp_path / "third"))
    assert run.code == DivergedExportError.exit_code
    assert not (tmp_path / "third").exists()


def test_a_changed_export_is_rejected(shared: Computer, tmp_path: Path) -> None:
    """One changed byte in either file is found, and its place is named."""
    out = tmp_path / "out"
    shared.run(
        *plain(shared, out),
        "--ask",
        "hide",
    )
    page, proof = out / "chronology.html", out / "chronology.json"
    whole = page.read_bytes()
    page.write_bytes(whole.replace("Это видел".encode(), "Это узнал".encode()))
    changed = shared.run("verify", str(proof), str(page))
    assert changed.code == ChangedExportError.exit_code
    assert "Place:" in changed.err
    proof.write_bytes(proof.read_bytes().replace("Это видел".encode(), "Это слышал".encode()))
    assert shared.run("verify", str(proof)).code == ChangedExportError.exit_code


def test_every_given_file_is_judged(shared: Computer, tmp_path: Path) -> None:
    """A changed page is found beside a whole one of its name, and a file named twice is a slip."""
    out, other = tmp_path / "out", tmp_path / "other"
    shared.run(
        *plain(shared, out),
        "--ask",
        "hide",
    )
    page, proof = out / "chronology.html", str(out / "chronology.json")
    other.mkdir()
    changed = other / page.name
    changed.write_bytes(page.read_bytes().replace("Это видел".encode(), "Это узнал".encode()))
    for names in ([page, changed], [changed, page]):
        assert shared.run("verify", proof, *map(str, names)).code == ChangedExportError.exit_code
    for names in ([page, page], [Path(proof)]):
        assert shared.run("verify", proof, *map(str, names)).code == UsageError.exit_code


def test_other_files_are_no_export(computer: Computer, tmp_path: Path) -> None:
    """A missing file, no JSON file, two of them, or some other JSON is said apart."""
    other, text = tmp_path / "other.json", tmp_path / "text.txt"
    twin = tmp_path / "twin.json"
    for path in (other, twin):
        path.write_bytes(b'{"a": 1}')
    text.write_bytes(b"text")
    assert computer.run("verify", str(tmp_path / "no")).code == UnreadableFileError.exit_code
    assert computer.run("verify", str(tmp_path)).code == UnreadableFileError.exit_code
    for names in ([other], [text], [other, twin]):
        run = computer.run("verify", *map(str, names))
        assert run.code == NotAnExportError.exit_code
    assert computer.run("verify").code == UsageError.exit_code


def without_journal(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return rows without what the computer added."""
    return [{k: v for k, v in row.items() if k != "journal"} for row in rows]


def test_the_journal_goes_out_and_comes_back(
    shared: Computer, fresh_vault: Path, tmp_path: Path
) -> None:
    """`export --json`, imported into another vault and exported again, is the same."""
    first = shared.run("export", "--json")
    assert "unencrypted" in first.err
    assert [row["type"] for row in first.objects] == ["entity", "incident", "incident"]
    other = Computer(tmp_path / "other")
    shutil.copytree(fresh_vault, other.vault)
    assert other.run("import", "-", typed=first.raw).code == 0
    second = other.run("export", "--json")
    assert without_journal(second.objects) == without_journal(first.objects)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (b"nonsense\n", InvalidJsonError),
        (b'{"type":"incident","kind":"nothing"}\n', UnknownKindError),
        (b'{"type":"incident","kind":"unsure","details":{"x":"y"}}\n', InvalidFieldError),
        (b'{"type":"entity","kind":"person","name":" "}\n', InvalidFieldError),
        (
            b'{"type":"incident","id":"0abcdefghjkmnpqrstvwxyz012","kind":"unsure"}\n',
            ConflictError,
        ),
        (b"\xff\n", InvalidJsonError),
    ],
)
def test_an_import_is_all_or_nothing(
    wrong: bytes, error: type[InvalidJsonError], shared: Computer
) -> None:
    """A line that cannot be accepted stores nothing, and the error names it."""
    before = shared.run("export", "--json").out
    good = lines({"type": "incident", "kind": "unsure", "narrative": "годится"})
    for flags in ((), ("--preview",)):
        run = shared.run("import", "-", *flags, typed=good + b"\n" + wrong + good)
        assert run.code == error.exit_code
        assert "Line 3." in run.err
    assert shared.run("export", "--json").out == before


def test_a_preview_says_what_an_import_would_store(computer: Computer) -> None:
    """What is new, what is changed, and nothing on the disk."""
    anna: dict[str, object] = {"type": "entity", "kind": "person", "name": "Анна"}
    computer.run("import", "-", typed=lines(anna | {"id": "0abcdefghjkmnpqrstvwxyz012"}))
    rows = lines(
        {"type": "incident", "kind": "unsure", "narrative": "годится"},
        anna | {"id": "0abcdefghjkmnpqrstvwxyz012", "aliases": ["Аня"]},
        anna,
    )
    before = computer.run("export", "--json").out
    told = computer.run("import", "-", "--preview", typed=rows)
    assert (told.code, told.out) == (0, "")
    assert told.err.endswith(
        "1 incident would be stored.\n"
        "1 new person or thing would be registered.\n"
        "1 registered person or thing would be changed.\n"
        "This was a preview: nothing was stored.\n"
    )
    (found,) = computer.run("import", "-", "--preview", "--json", typed=rows).objects
    assert (found["format"], found["rows"], found["incidents"]) == ("lines", 3, 1)
    assert found["changed"] == 1
    assert computer.run("export", "--json").out == before


def test_an_id_comes_once_in_an_import(computer: Computer) -> None:
    """The same id on two lines is refused: both would be the first revision."""
    row: dict[str, object] = {
        "type": "incident",
        "id": "0abcdefghjkmnpqrstvwxyz012",
        "kind": "unsure",
    }
    run = computer.run("import", "-", typed=lines(row, row))
    assert run.code == InvalidFieldError.exit_code
    assert "Line 2." in run.err
    assert computer.run("list").lines == []


def test_a_file_is_imported(computer: Computer, tmp_path: Path) -> None:
    """A file by its name, an empty one, and one that is not there."""
    path = tmp_path / "lines.jsonl"
    path.write_bytes(lines({"type": "entity", "kind": "person", "name": "Анна"}))
    run = computer.run("import", str(path), "--json")
    assert run.objects == [{"type": "imported", "incidents": 0, "entities": 1, "attachments": 0}]
    path.write_bytes(b"\n\n")
    empty = computer.run("import", str(path))
    assert (empty.code, empty.out) == (0, "")
    assert empty.err.endswith("0 incidents stored.\n0 registered persons or things stored.\n")
    assert computer.run("import", str(tmp_path)).code == UnreadableFileError.exit_code


def test_a_second_export_that_reveals_says_so_first(shared: Computer, tmp_path: Path) -> None:
    """A name that was hidden from a recipient is shown to them only after a clear yes."""
    to = recipient(shared)
    words = ("export", "--deliver", "plain", "--to", to, "--ask", "hide", "--out")
    assert shared.run(*words, str(tmp_path / "one")).code == 0
    person = str(shared.run("entity", "list", "--json").objects[0]["id"])
    told = {"name": "Бюро", "policy": "lawyer", "language": "ru", "show": [person]}
    typed = msgspec.json.encode(told)
    assert shared.run("recipient", "edit", to, "--json", typed=typed).code == 0
    refused = shared.run(*words, str(tmp_path / "two"))
    assert refused.code == RevealingExportError.exit_code
    assert "hid from the same recipient:\n  Сергей Ветров\n" in refused.err
    assert not (tmp_path / "two").exists()
    out = str(tmp_path / "two")
    asked = shared.run(
        "export", "--deliver", "plain", "--to", to, "--out", out, typed="n\ny\n", terminal=True
    )
    assert asked.code == RevealingExportError.exit_code
    assert "Show it to them all the same? [y/N]" in asked.err
    assert shared.run(*words, out, "--reveal").code == 0


def test_two_recipients_who_could_join_their_exports_are_named(
    shared: Computer, tmp_path: Path
) -> None:
    """Before the second export is made, and with what each would learn."""
    one = recipient(shared)
    assert (
        shared.run(
            "export",
            "--deliver",
            "plain",
            "--to",
            one,
            "--ask",
            "hide",
            "--out",
            str(tmp_path / "one"),
        ).code
        == 0
    )
    person = str(shared.run("entity", "list", "--json").objects[0]["id"])
    told = {"name": "Фонд", "policy": "ngo", "language": "ru", "show": [person]}
    added = shared.run("recipient", "add", "--json", typed=msgspec.json.encode(told))
    other = str(added.objects[0]["id"])
    run = shared.run(
        "export",
        "--deliver",
        "plain",
        "--to",
        other,
        "--ask",
        "hide",
        "--out",
        str(tmp_path / "two"),
    )
    assert run.code == 0
    assert "Бюро has 1 of these incidents too, told otherwise." in run.err
    assert "They would learn from this one: Сергей Ветров" in run.err


def test_kinds_that_a_recipient_is_not_told_of_are_left_out(
    shared: Computer, tmp_path: Path
) -> None:
    """The person reads how many; where nothing is left, nothing is made."""
    words = ("recipient", "policy", recipient(shared), "--set", "kind.unsure=omit")
    assert shared.run(*words).code == 0
    run = shared.run(
        "export",
        "--deliver",
        "plain",
        "--to",
        recipient(shared),
        "--ask",
        "hide",
        "--out",
        str(tmp_path / "out"),
    )
    assert run.code == NothingSelectedError.exit_code
    assert "1 chosen incident is of a kind that this recipient is not told of." in run.err


def test_every_place_can_be_gone_through_and_decisions_stay(
    shared: Computer, tmp_path: Path
) -> None:
    """A sure find is shown only after a no; the next review begins with what was decided."""
    row: dict[str, object] = {
        "type": "incident",
        "id": "1abcdefghjkmnpqrstvwxyz012",
        "kind": "unsure",
        "state": "complete",
        "narrative": "Я видел, как Ветров ушёл.",
    }
    assert shared.run("import", "-", typed=lines(row)).code == 0
    chosen = ("export", "--to", recipient(shared), "--incident", str(row["id"]), "--review")
    words = (*chosen, "--deliver", "plain", "--out")

    def page(name: str) -> str:
        return (tmp_path / name / "chronology.html").read_text(encoding="utf-8")

    run = shared.run(*words, str(tmp_path / "one"), typed="n\n")
    assert run.code == 0
    assert "Я видел, как [Ветров] ушёл. is Сергей Ветров." in run.err
    assert "Ветров" in page("one")
    again = shared.run(*words, str(tmp_path / "two"), typed="\n")
    assert "You decided to show it. Still show it? [Y/n]" in again.err
    assert "Ветров" in page("two")
    assert shared.run(*words, str(tmp_path / "three"), typed="n\n").code == 0
    assert "Ветров" not in page("three")


def test_the_redaction_log_is_written_on_demand_alone(shared: Computer, tmp_path: Path) -> None:
    """What was hidden, where, in whose place and why; and in no file of the recipient's."""
    words = ("export", "--to", recipient(shared), "--ask", "hide", "--deliver", "plain", "--out")
    silent = shared.run(*words, str(tmp_path / "one"))
    assert "Ветров Сергей" not in silent.out
    run = shared.run(*words, str(tmp_path / "two"), "--log")
    assert "paragraph 1, Account  Ветров Сергей  Person A  R5  (found)" in run.lines
    assert "paragraph 1, Account  Ветровка  Person A  R5  (asked)" in run.lines
    for path in (tmp_path / "two").iterdir():
        assert "Ветров" not in path.read_text(encoding="utf-8").replace("Ветровка", "")
    rows = shared.run(*words, str(tmp_path / "three"), "--log", "--json").objects
    (found, _) = [row for row in rows if row["type"] == "redaction"]
    assert (found["words"], found["label"], found["basis"]) == ("Ветров Сергей", "Person A", "sure")


@pytest.mark.parametrize("dates", ["day", "week", "month", "shifted"])
def test_times_are_told_as_the_rules_say_and_verify(
    shared: Computer, tmp_path: Path, dates: str
) -> None:
    """No true day stands in any byte of a shifted export, and the proof is accepted."""
    when = {
        "said": "6 мая 2026 в 18:05",
        "zone": "Asia/Almaty",
        "precision": "exact",
        "start": "2026-05-06T18:05",
        "end": "2026-05-06T18:06",
    }
    row: dict[str, object] = {
        "type": "incident",
        "id": "1abcdefghjkmnpqrstvwxyz012",
        "kind": "unsure",
        "state": "complete",
        "when": when,
        "narrative": "Тогда, 6 мая в 18:05, пришёл Ветров.",
    }
    assert shared.run("import", "-", typed=lines(row)).code == 0
    to = recipient(shared)
    assert shared.run("recipient", "policy", to, "--set", f"dates={dates}").code == 0
    words = ("--to", to, "--incident", str(row["id"]), "--ask", "hide", "--deliver", "plain")
    run = shared.run("export", *words, "--out", str(tmp_path / "out"))
    assert run.code == 0, run.err
    assert shared.run("verify", *run.lines[::-1]).code == 0
    page, proof = (Path(line).read_text(encoding="utf-8") for line in run.lines)
    assert ("18:05" in page) == (dates == "shifted")
    assert ("6 мая" in page) == (dates == "day")
    assert ("2026-05-06" in proof) == (dates == "day")
