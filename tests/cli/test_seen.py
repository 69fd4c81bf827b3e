"""“Seen before?” on the command line: after an entry is stored, and as a question of its own."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest
from jsonschema import Draft202012Validator

from safelog.errors import NotFoundError, UsageError
from tests.cli.computer import Computer

GLEB: Mapping[str, object] = {
    "type": "entity",
    "kind": "person",
    "name": "Глеб Аркадьевич Щеглов",
    "sex": "m",
}
PHONE: Mapping[str, object] = {"type": "entity", "kind": "phone", "name": "+7 700 000-00-11"}
STORY = "Звонили с 8 700 000 00 11, за рулём Глеб Щеглов.\n.\n3 May 2026\n\nn\n"


def register(computer: Computer, entity: Mapping[str, object]) -> str:
    """Store an entity and return its id."""
    run = computer.run("entity", "add", "--json", typed=msgspec.json.encode(entity))
    assert run.code == 0
    return str(run.objects[0]["id"])


def test_after_an_entry_unlinked_words_are_suggested_with_their_reasons(
    computer: Computer,
) -> None:
    """The incident is stored first; suggestions are narrated: the id stays the only data."""
    gleb, phone = register(computer, GLEB), register(computer, PHONE)
    run = computer.run("add", "threat.call", typed=STORY)
    assert run.code == 0
    assert len(run.lines) == 1
    told = run.err.splitlines()
    start = told.index("Seen before? In this incident stand, without a link to them:")
    assert told[start + 1 : start + 7] == [
        f"  {phone[:8]}  Phone number  +7 700 000-00-11 ← “8 700 000 00 11”",
        "      the same by a rule of writing: the same number, dialled in another way",
        "      no incident names it yet",
        f"  {gleb[:8]}  Person  Глеб Аркадьевич Щеглов ← “Глеб Щеглов”",
        "      the same by a rule of writing: the patronymic stands only once",
        "      no incident names it yet",
    ]
    assert told[start + 7].startswith("Nothing was linked.")
    shown = computer.run("show", run.lines[0], "--json").objects[0]
    assert "mentions" not in shown


def test_an_entry_without_a_likeness_says_nothing(computer: Computer) -> None:
    """Nobody is kept from writing by a question that has no answer."""
    run = computer.run("add", "unsure", typed="Ничего особенного.\n.\n\n\nn\n")
    assert "Seen before" not in run.err


def test_after_an_edit_the_new_words_are_looked_up(computer: Computer) -> None:
    """What is added later is looked up as well."""
    register(computer, PHONE)
    added = computer.run("add", "unsure", typed="Странно.\n.\n\n\nn\n")
    run = computer.run("edit", added.lines[0], typed="1\n1\nЗвонили с +77000000011\n.\n\n")
    assert "Seen before? In this incident stand, without a link to them:" in run.err
    assert "the same: the same digits" in run.err


def test_a_new_entity_is_compared_and_the_commands_are_shown(computer: Computer) -> None:
    """After `entity add` stands what would join the two and what would tell them apart."""
    gleb = register(computer, GLEB)
    run = computer.run("entity", "add", typed="1\nGleb Shcheglov\n" + "\n" * 12)
    new = run.lines[0]
    assert "Seen before? “Gleb Shcheglov” may be:" in run.err
    assert f"If they are one: safelog entity merge {gleb[:8]} {new[:8]}" in run.err
    assert f"If they are not: safelog link add {gleb[:8]} distinct_from {new[:8]}" in run.err
    silent = computer.run("entity", "add", "--json", typed=msgspec.json.encode(GLEB))
    assert "Seen before" not in silent.err


def test_another_kind_is_shown_without_a_command_to_join(computer: Computer) -> None:
    """A person's number is no second telephone: only things of one kind can be one."""
    register(computer, {**GLEB, "aliases": ["+7 700 000 00 11"]})
    run = computer.run("entity", "add", typed="2\n8 700 000 00 11\n" + "\n" * 12)
    assert "Seen before? “8 700 000 00 11” may be:" in run.err
    assert "entity merge" not in run.err


def test_typed_words_list_entities_and_incidents(computer: Computer) -> None:
    """What is typed is asked for; entities come with reasons, then the incidents with titles."""
    register(computer, PHONE)
    story = {
        "type": "incident",
        "kind": "unsure",
        "title": "Звонок",
        "narrative": "@+7 700 000-00-11",
    }
    stored = computer.run("add", "--json", typed=msgspec.json.encode(story)).objects[0]
    run = computer.run("seen", "--titles", typed="8 (700) 0000011\n")
    assert run.lines[1].endswith("the same number, dialled in another way")
    assert run.lines[2].startswith("      named in 1 incident, the last: ")
    assert run.lines[3].startswith(str(stored["id"])[:8])
    assert run.lines[3].endswith("Звонок")
    assert "1 entity may be meant." in run.err
    nothing = computer.run("seen", typed="+7 700 999 99 99\n")
    assert nothing.lines == []
    assert "0 entities may be meant." in nothing.err
    assert computer.run("seen", typed="\n").code == 0


def test_russian_sentences_count_in_russian(computer: Computer) -> None:
    """Reasons that count characters have the form that the number asks for."""
    register(computer, {"type": "entity", "kind": "vehicle", "name": "К 417 ОР 799"})
    run = computer.run("seen", "--language", "ru", typed="К 4?7 ОР\n")
    assert run.lines[1] == "      возможно: совпадают 5 известных знаков"


def test_one_entity_is_asked_about_by_its_id(computer: Computer) -> None:
    """With --entity nothing is typed; an unknown id is an error."""
    gleb = register(computer, GLEB)
    other = register(computer, {**GLEB, "name": "Щеглов Г. А."})
    run = computer.run("seen", "--entity", gleb[:8])
    assert run.lines[0].startswith(f"  {other[:8]}")
    assert run.lines[1] == "      possible: the initials fit"
    assert computer.run("seen", "--entity", "zzzzzzzz").code == NotFoundError.exit_code
    assert computer.run("seen", "--entity", gleb, "--all").code == UsageError.exit_code


def test_all_pairs_with_the_command_that_would_join_them(computer: Computer) -> None:
    """A pair is listed until it is merged or said to be two."""
    one, other = register(computer, GLEB), register(computer, {**GLEB, "name": "Gleb Shcheglov"})
    run = computer.run("seen", "--all")
    assert {line[:8] for line in run.lines[:2]} == {one[:8], other[:8]}
    assert run.lines[3].startswith("      If they are one: safelog entity merge ")
    assert "1 pair looks like one." in run.err
    typed = msgspec.json.encode({"basis": "two men"})
    assert computer.run("link", "add", one, "distinct_from", other, "--json", typed=typed).code == 0
    told = computer.run("seen", "--all")
    assert told.lines == []
    assert told.err.endswith("0 pairs look like one.\n")


def test_json_lines_fit_the_schema(computer: Computer, schema: Draft202012Validator) -> None:
    """Suggestions, incidents and pairs are objects of the form."""
    one, other = register(computer, GLEB), register(computer, {**GLEB, "name": "Gleb Shcheglov"})
    computer.run("add", "unsure", typed="Щеглов\n.\n\n\nn\n")
    found = computer.run("seen", "--json", typed=msgspec.json.encode({"words": "щеглов"})).objects
    assert [each["type"] for each in found] == ["suggestion", "suggestion", "heading"]
    by_entity = computer.run("seen", "--json", "--entity", one).objects
    assert by_entity[0]["entity"] == other
    assert by_entity[0]["strength"] == "rule"
    pairs = computer.run("seen", "--json", "--all").objects
    assert {pairs[0]["first"], pairs[0]["second"]} == {one, other}
    for each in (*found, *by_entity, *pairs):
        schema.validate(each)


def imported_twice(computer: Computer, folder: Path) -> Computer:
    """Import one chat into the vault and into a copy of it; return the computer of the copy."""
    chat = folder / "chat.txt"
    chat.write_text(
        "03.05.26, 18:04 - +7 700 000 00 01: Мы знаем, где ты.\n"
        "03.05.26, 18:05 - Я: Кто это?\n"
        "04.05.26, 03:10 - +7 700 000 00 01: Приезжай домой.\n",
        encoding="utf-8",
    )
    other = Computer(folder / "other" / "vault", drawn=10_000)
    shutil.copytree(computer.vault, other.vault)
    choices = {"kind": "threat.message", "zone": "Asia/Almaty", "own": ["Я"]}
    for each in (computer, other):
        typed = msgspec.json.encode(choices)
        run = each.run("import", "chat", str(chat), "--json", "--yes", typed=typed)
        assert run.code == 0, run.err
    return other


def test_what_two_copies_imported_is_shown_with_what_settles_it(
    computer: Computer, tmp_path: Path, schema: Draft202012Validator
) -> None:
    """`merge` says that there is something, and nothing is removed by itself."""
    other = imported_twice(computer, tmp_path)
    assert computer.run("seen", "--all").lines == []
    merged = computer.run("merge", str(other.vault))
    assert any(line.startswith("2 pairs of incidents come from") for line in merged.lines)
    told = computer.run("seen", "--all")
    start = next(at for at, line in enumerate(told.lines) if "both made from the same" in line)
    first, second = (line[:8] for line in told.lines[start - 2 : start])
    assert told.lines[start] == "      both made from the same 2 rows of an imported file"
    assert told.lines[start + 1].endswith(f"safelog remove incident {second}")
    assert told.lines[start + 2].endswith(f"safelog link add {first} same_as {second}")
    assert "2 pairs of incidents come from the same import" in told.err
    objects = computer.run("seen", "--all", "--json").objects
    doubled = [each for each in objects if each["type"] == "doubled"]
    assert [each["rows"] for each in doubled] == [2, 1]
    for told_twice in doubled:
        schema.validate(told_twice)
    confirmed = msgspec.json.encode({"confirm": "remove"})
    run = computer.run("remove", "incident", second, "--json", typed=confirmed)
    assert run.code == 0, run.err
    said = msgspec.json.encode({"basis": "the same call"})
    left = [pair for pair in doubled if not str(pair["second"]).startswith(second)]
    ends = [str(left[0]["first"]), "same_as", str(left[0]["second"])]
    assert computer.run("link", "add", *ends, "--json", typed=said).code == 0
    assert not any("imported file" in line for line in computer.run("seen", "--all").lines)


HOSTILE = ["\u202e\u2066щеглов", "?" * 2_000, '"кавычки" OR NEAR', "a" * 5_000]


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_words_are_only_words(computer: Computer, typed: str) -> None:
    """Nothing that is typed is an order to the search or to the terminal."""
    register(computer, GLEB)
    run = computer.run("seen", typed=typed + "\n")
    assert run.code == 0
    assert "\u202e" not in run.out + run.err
