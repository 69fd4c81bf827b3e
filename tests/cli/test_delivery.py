"""An export on the command line is sealed, unless plain files are asked for by name."""

from __future__ import annotations

from pathlib import Path

import msgspec

from safelog.errors import NoTerminalError, UsageError
from tests.cli.computer import Computer
from tests.unit.export.delivery.test_sealed_page import open_page

WORDS = {"name": "Бюро", "policy": "lawyer", "language": "ru"}


def export(computer: Computer, out: Path, *words: str) -> tuple[str, ...]:
    """Record an incident and a recipient, and return the words of an export for them."""
    row = {"type": "incident", "kind": "unsure", "state": "complete", "narrative": "Канарейка."}
    computer.run("add", "--json", typed=msgspec.json.encode(row))
    run = computer.run("recipient", "add", "--json", typed=msgspec.json.encode(WORDS))
    to = str(run.objects[0]["id"])
    return ("export", "--to", to, "--out", str(out), "--ask", "hide", *words)


def test_a_script_gets_one_sealed_page_and_its_passphrase(
    computer: Computer, tmp_path: Path
) -> None:
    """Nothing plain is written; the printed passphrase opens all files."""
    out = tmp_path / "out"
    run = computer.run(*export(computer, out, "--json", "--print-passphrase"))
    assert run.code == 0, run.err
    assert [path.name for path in out.iterdir()] == ["sealed.html"]
    page = (out / "sealed.html").read_text(encoding="utf-8")
    assert "Канарейка" not in page
    plain = open_page(page, str(run.objects[0]["passphrase"]))
    assert plain is not None
    assert "Канарейка.".encode() in plain
    assert run.objects[0]["delivered"] == "sealed"


def test_a_script_that_asks_for_no_passphrase_gets_no_file(
    computer: Computer, tmp_path: Path
) -> None:
    """It would have a file that nobody can open."""
    words = export(computer, tmp_path / "out", "--json")
    assert computer.run(*words).code == UsageError.exit_code
    assert not (tmp_path / "out").exists()


def test_a_person_without_a_screen_gets_no_file(computer: Computer, tmp_path: Path) -> None:
    """The passphrase is shown on a terminal or not at all."""
    run = computer.run(*export(computer, tmp_path / "out"))
    assert run.code == NoTerminalError.exit_code
    assert not (tmp_path / "out").exists()


def test_a_pdf_and_an_age_file_are_sealed_too(computer: Computer, tmp_path: Path) -> None:
    """Each way writes its own file, and says what opens it."""
    for way, name, said in (
        ("pdf", "chronology.pdf", "PDF reader"),
        ("age", "export.zip.age", "age program"),
    ):
        out = tmp_path / way
        run = computer.run(*export(computer, out, "--deliver", way, "--print-passphrase"))
        assert run.code == 0, run.err
        assert [path.name for path in out.iterdir()] == [name]
        assert said in run.err
        assert len(run.lines[-1].split()) == 7
