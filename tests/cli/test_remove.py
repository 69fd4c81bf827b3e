"""`remove`: what a person is told before, what is gone after, and what goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from safelog.errors import (
    CancelledError,
    InvalidFieldError,
    InvalidJsonError,
    NotFoundError,
    RevealingExportError,
    UsageError,
)
from safelog.vault import Secret
from tests.cli.computer import PASSPHRASE, CheapVaults, Computer

SECRET = "тайное"


def added(computer: Computer, narrative: str) -> str:
    """Record an incident; return its id."""
    return computer.run("add", "unsure", typed=f"{narrative}\n.\n").lines[0]


def rewritten(computer: Computer, incident: str, narrative: str) -> None:
    """Save another revision of an incident."""
    read = computer.run("show", incident, "--json").objects[0]
    read["narrative"] = narrative
    assert computer.run("edit", incident, "--json", typed=msgspec.json.encode(read)).code == 0


def registered(computer: Computer, name: str) -> str:
    """Put a person into the register; return their id."""
    entity = msgspec.json.encode({"type": "entity", "kind": "person", "name": name})
    return str(computer.run("entity", "add", "--json", typed=entity).objects[0]["id"])


def words_in(vault: Path) -> str:
    """Return all records of a vault."""
    with Secret.from_text(PASSPHRASE) as secret, CheapVaults().open(vault, secret) as opened:
        return "\n".join(payload.decode() for _, payload in opened.records())


def test_an_incident_is_removed_after_everything_was_said(computer: Computer) -> None:
    """What goes and what cannot be reached comes before the question, and no word of it."""
    kept, gone = added(computer, "остаётся"), added(computer, SECRET)
    rewritten(computer, gone, f"{SECRET} два")
    computer.run("attach", gone, "-", typed=b"x" * 1000)
    run = computer.run("remove", "incident", gone, typed="Remove\n")
    assert run.code == 0
    order = [
        "removed for good, recorded from",
        "1 incident, with everything in it",
        "2 revisions",
        "1 attached file of",
        "copies made before stay readable",
        "Type “remove”",
        "Removed from the files of this vault",
    ]
    places = [run.err.index(each) for each in order]
    assert places == sorted(places)
    assert SECRET not in run.err
    assert [row["id"] for row in computer.run("list", "--json").objects] == [kept]
    assert computer.run("show", gone).code == NotFoundError.exit_code
    assert SECRET not in words_in(computer.vault)
    listed = computer.run("list", "--removed")
    rows = sorted(line.split("  ")[1:] for line in listed.lines)
    assert [what for what, _ in rows] == ["file", "incident"]
    assert all(told.startswith("recorded 12 May 2026") for _, told in rows)
    assert f"{gone[:8]}  incident" in listed.out
    check = computer.run("check")
    assert check.code == 0
    assert "3 entries of the evidence log were removed, the last on" in check.out
    told = computer.run("check", "--json").objects[0]
    assert (told["removed"], told["unfinished_removals"], told["whole"]) == (3, 0, True)


@pytest.mark.parametrize("typed", ["", "\n", "yes\n", "removed\n"])
def test_without_its_word_nothing_is_removed(computer: Computer, typed: str) -> None:
    """And the vault stays as it was."""
    incident = added(computer, SECRET)
    before = (computer.vault / "log").read_bytes()
    run = computer.run("remove", "incident", incident, typed=typed)
    assert run.code == CancelledError.exit_code
    assert (computer.vault / "log").read_bytes() == before


def test_there_is_a_word_in_each_language(computer: Computer) -> None:
    """The Russian one removes too."""
    incident = added(computer, SECRET)
    run = computer.run("remove", "incident", incident, "--language", "ru", typed="удалить\n")
    assert run.code == 0
    assert "копии, сделанные раньше, по-прежнему можно прочитать" in run.err


def test_a_script_says_that_it_is_meant(computer: Computer) -> None:
    """With an object; anything else removes nothing."""
    incident = added(computer, SECRET)
    rewritten(computer, incident, "исправлено")
    for typed in ("", "remove\n", "{}", '{"confirm": "yes"}'):
        run = computer.run("remove", "incident", incident, "--json", typed=typed)
        assert run.code == InvalidJsonError.exit_code
    words = ("remove", "incident", incident, "--revision", "1", "--json")
    run = computer.run(*words, typed='{"confirm": "remove"}')
    assert run.objects == [
        {
            "type": "removed",
            "incidents": 0,
            "revisions": 1,
            "attachments": 0,
            "attachment_bytes": 0,
            "entities": 0,
            "versions": 0,
            "links": 0,
            "merges": 0,
            "drafts": 0,
        }
    ]
    (row,) = computer.run("list", "--removed", "--json").objects
    assert (row["type"], row["what"], row["id"], row["number"]) == (
        "tombstone",
        "revision",
        incident,
        1,
    )
    assert str(row["recorded"]) <= str(row["removed"])
    assert "Revision 1, recorded" in computer.run("show", incident).out
    assert SECRET not in words_in(computer.vault)


def test_a_person_is_removed_with_a_warning(computer: Computer) -> None:
    """Exports no longer look for the name, and what names it goes on doing so."""
    one, two = registered(computer, SECRET), registered(computer, "Арман Пример")
    renamed = {"type": "entity", "kind": "person", "id": two, "name": "Арман Новый"}
    computer.run("entity", "edit", two, "--json", typed=msgspec.json.encode(renamed))
    words = ("link", "add", one, "seen_with", two, "--json")
    basis = msgspec.json.encode({"basis": f"{SECRET} здесь"})
    made, other = (computer.run(*words, typed=basis) for _ in range(2))
    assert computer.run("remove", "link", str(made.objects[0]["id"]), typed="remove\n").code == 0
    run = computer.run("remove", "entity", one, typed="remove\n")
    assert "no longer look for this name" in run.err
    assert "1 person or thing of the register" in run.err
    assert "1 link\n" in run.err
    assert computer.run("remove", "entity", two, "--revision", "1", typed="remove\n").code == 0
    assert [row["id"] for row in computer.run("entity", "list", "--json").objects] == [two]
    assert SECRET not in words_in(computer.vault)
    told = {(row["what"], row["id"]) for row in computer.run("list", "--removed", "--json").objects}
    assert told == {
        ("link", str(made.objects[0]["id"])),
        ("link", str(other.objects[0]["id"])),
        ("entity", one),
        ("version", two),
    }
    assert "version 1" in computer.run("list", "--removed").out


def test_a_removed_person_is_told_of_where_incidents_name_them(computer: Computer) -> None:
    """The incident stays, and its number is told before."""
    who = registered(computer, "Арман Пример")
    row = {
        "type": "incident",
        "kind": "unsure",
        "perpetrators": [{"entity": who, "role": "тот же"}],
    }
    incident = computer.run("add", "unsure", "--json", typed=msgspec.json.encode(row)).objects[0]
    run = computer.run("remove", "entity", who, typed="remove\n")
    assert "1 incident names it." in run.err
    shown = computer.run("show", str(incident["id"]))
    assert f"(no longer in the register: {who[:8]})" in shown.out


def test_an_export_says_that_a_removed_name_is_not_looked_for(
    computer: Computer, tmp_path: Path
) -> None:
    """Their bytes are gone, so nobody can look for them; a recipient who had a label is told so."""
    who = registered(computer, "Арман Пример")
    row = {"type": "incident", "kind": "unsure", "state": "complete"}
    told = msgspec.json.encode({**row, "narrative": "Звонил Арман Пример."})
    assert computer.run("import", "-", typed=told).code == 0
    words = b'{"name": "Bureau", "policy": "lawyer", "language": "ru"}'
    bureau = str(computer.run("recipient", "add", "--json", typed=words).objects[0]["id"])
    call = ("export", "--to", bureau, "--deliver", "plain", "--out")
    assert computer.run(*call, str(tmp_path / "one"), typed="y\n").code == 0
    assert "Арман" not in (tmp_path / "one" / "chronology.html").read_text(encoding="utf-8")
    run = computer.run("remove", "entity", who, typed="remove\n")
    assert "keep the entry: the name alone is enough" in run.err
    run = computer.run(*call, str(tmp_path / "two"), typed="n\n")
    assert run.code == RevealingExportError.exit_code
    assert "[Звонил Арман Пример].  1 time  looks like a name" in run.err
    assert "1 person or thing was removed from the register for good." in run.err
    assert f"(no longer in the register: {who[:8]})" in run.err
    assert not (tmp_path / "two").exists()


def test_a_recipient_may_name_who_was_removed(computer: Computer) -> None:
    """The profile still can be edited; the name is gone from it then."""
    who = registered(computer, "Арман Пример")
    words = {"name": "Бюро", "policy": "lawyer", "language": "ru", "hide": [who]}
    added_one = computer.run("recipient", "add", "--json", typed=msgspec.json.encode(words))
    recipient = str(added_one.objects[0]["id"])
    assert computer.run("remove", "entity", who, typed="remove\n").code == 0
    assert computer.run("recipient", "edit", recipient, typed="\n" * 6).code == 0
    assert computer.run("recipient", "list", "--json").objects[0]["hide"] == []


def test_a_file_goes_alone(computer: Computer) -> None:
    """The incident stays."""
    incident = added(computer, "слова")
    file = str(computer.run("attach", incident, "-", "--json", typed=b"x" * 10).objects[0]["id"])
    assert computer.run("remove", "file", file[:10], typed="remove\n").code == 0
    assert computer.run("list", "--json").objects[0]["attachments"] == 0
    assert list((computer.vault / "blobs").iterdir()) == []


def test_calls_that_mean_nothing(computer: Computer) -> None:
    """Neither an id without a thing nor a thing without an id, and never the newest alone."""
    incident = added(computer, "слова")
    for words in (
        ("remove",),
        ("remove", "incident"),
        ("remove", "leftovers", incident),
        ("remove", "file", incident, "--revision", "1"),
        ("remove", "everything", incident),
    ):
        assert computer.run(*words).code == UsageError.exit_code
    newest = computer.run("remove", "incident", incident, "--revision", "1", typed="remove\n")
    assert newest.code == InvalidFieldError.exit_code
    assert computer.run("remove", "incident", "0000").code == NotFoundError.exit_code
    assert computer.run("list", "--removed").err.endswith("Nothing was removed for good.\n")


def test_a_merge_removes_here_what_was_removed_there(computer: Computer, tmp_path: Path) -> None:
    """And tells what somebody went on with."""
    gone, goes_on = added(computer, SECRET), added(computer, f"{SECRET} другое")
    shutil.copytree(computer.vault, tmp_path / "other" / "vault")
    other = Computer(tmp_path / "other" / "vault", drawn=10_000)
    for incident in (gone, goes_on):
        assert other.run("remove", "incident", incident, typed="remove\n").code == 0
    rewritten(computer, goes_on, "и дальше")
    run = computer.run("merge", str(other.vault))
    assert "2 records removed here too, as they were in the other copy." in run.out
    assert f"{goes_on[:8]}: removed in one copy, and written on in the other." in run.out
    assert SECRET not in words_in(computer.vault)
    assert [row["id"] for row in computer.run("list", "--json").objects] == [goes_on]
    back = other.run("merge", str(computer.vault), "--json").objects[0]
    assert (back["removed"], back["returned"]) == (0, [goes_on])


def test_leftovers_of_a_merge_that_was_cut_off(computer: Computer, tmp_path: Path) -> None:
    """`check` tells of them, nothing shows them, and they can be finished without the copy."""
    gone = added(computer, SECRET)
    shutil.copytree(computer.vault, tmp_path / "other")
    other = Computer(tmp_path / "other", drawn=10_000)
    other.run("remove", "incident", gone, typed="remove\n")
    with (
        Secret.from_text(PASSPHRASE) as secret,
        CheapVaults().open(other.vault, secret) as there,
        CheapVaults().open(computer.vault, secret) as here,
    ):
        # What a process had done that was killed before it removed.
        here.append([payload for _, payload in there.records() if b"removed" in payload])
    check = computer.run("check")
    assert "1 removed record is still in the files" in check.out
    assert computer.run("check", "--json").objects[0]["unfinished_removals"] == 1
    assert computer.run("list").out == ""
    assert SECRET in words_in(computer.vault)
    run = computer.run("remove", "leftovers", typed="remove\n")
    assert "1 revision" in run.err
    assert SECRET not in words_in(computer.vault)
    assert computer.run("check", "--json").objects[0]["unfinished_removals"] == 0
    again = computer.run("remove", "leftovers", typed="remove\n")
    assert "Nothing is chosen." in again.err
