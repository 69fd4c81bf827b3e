"""Proposed names on the command line: shown, ticked, listed."""

from __future__ import annotations

import msgspec
import pytest
from jsonschema import Draft202012Validator

from safelog.errors import InvalidFieldError, NotFoundError
from tests.cli.computer import Computer

# Kind, name, aliases, a name?, sex, language, role, protected, reason, label, note.
ALEXEY = "1\nАлексей Ветров\nЛёха\n\n2\n1\n\n\n\n\n\n"
ASKED = "Also called? Numbers with commas, Enter for none: "


def register(computer: Computer, typed: str) -> str:
    """Register somebody and return the id."""
    run = computer.run("entity", "add", typed=typed)
    assert run.code == 0, run.err
    return run.lines[0]


def aliases(computer: Computer, person: str) -> object:
    """Return the aliases of an entity."""
    return computer.run("entity", "show", person, "--json").objects[0].get("aliases", [])


def test_proposals_are_numbered_and_the_ticked_become_aliases(computer: Computer) -> None:
    """They follow what was typed; a number twice is one name, and the rest is not added."""
    run = computer.run("entity", "add", typed=ALEXEY + "1, 6,1\n")
    for line in (
        "  1  Лёша — pet name\n  2  Лёшка — pet name\n",
        "  6  Лёня — pet name, also of Леонид, Леонтий\n",
        "  9  Олексій — in Ukrainian\n",
        f"  13  Alex — in Latin letters, also of Александр, Alexander\n{ASKED}",
    ):
        assert line in run.err
    assert aliases(computer, run.lines[0]) == ["Лёха", "Лёша", "Лёня"]


@pytest.mark.parametrize("answer", ["", "\n", "-\n", "?\n\n"])
def test_nothing_is_added_by_itself(answer: str, computer: Computer) -> None:
    """Enter, a dash and the end of a script that knows no proposals tick nothing."""
    run = computer.run("entity", "add", typed=ALEXEY + answer)
    assert ASKED in run.err
    assert ("Tick what this person is really called." in run.err) is answer.startswith("?")
    assert aliases(computer, run.lines[0]) == ["Лёха"]


def test_a_number_that_is_not_there_stores_nothing(computer: Computer) -> None:
    """A script is told; whoever types is asked again."""
    run = computer.run("entity", "add", typed=ALEXEY + "99\n")
    assert run.code == InvalidFieldError.exit_code
    assert computer.run("entity", "list").lines == []
    again = computer.run("entity", "add", typed=ALEXEY + "99\n1\n", terminal=True)
    assert aliases(computer, again.lines[0]) == ["Лёха", "Лёша"]


@pytest.mark.parametrize(
    "typed",
    [
        "1\nБережан Ветров\n",
        "1\nАлексей в серой кепке\n\nn\n",
        "5\nАлексей\n",
    ],
)
def test_where_nothing_can_be_proposed_nothing_is_asked(typed: str, computer: Computer) -> None:
    """For a name outside the table, a description, and what is no person."""
    run = computer.run("entity", "add", typed=typed)
    assert "Also called?" not in run.err
    listed = computer.run("entity", "propose", run.lines[0])
    assert (listed.code, listed.lines) == (0, [])
    assert "Nothing to propose" in listed.err


def test_an_edit_proposes_what_is_left(computer: Computer) -> None:
    """What was ticked is proposed no more; the numbers move up."""
    person = register(computer, ALEXEY + "1\n")
    run = computer.run("entity", "edit", person, typed="\n" * 11 + "1\n")
    assert "  1  Лёшка — pet name\n" in run.err
    assert aliases(computer, person) == ["Лёха", "Лёша", "Лёшка"]


def test_a_ticked_name_leads_to_the_person(computer: Computer) -> None:
    """It is found by `entity show`, and a text may name it after @."""
    person = register(computer, ALEXEY + "1\n")
    assert computer.run("entity", "show", typed="лёша\n").lines[0] == f"Id: {person}"
    added = computer.run("add", "unsure", typed="Приходил @Лёша с братом.\n.\n\n\nn\n").lines[0]
    mention = computer.run("show", added, "--json").objects[0]["mentions"]
    assert isinstance(mention, list)
    assert mention[0]["entity"] == person


def test_json_is_asked_nothing_and_lists_by_itself(
    computer: Computer, schema: Draft202012Validator
) -> None:
    """`entity add --json` stores what it is given; `entity propose --json` changes nothing."""
    given = {"type": "entity", "kind": "person", "name": "Вадим Ветров", "sex": "m"}
    run = computer.run("entity", "add", "--json", typed=msgspec.json.encode(given))
    assert "Also called?" not in run.err
    person = str(run.objects[0]["id"])
    rows = computer.run("entity", "propose", person[:8], "--json").objects
    for row in rows:
        schema.validate(row)
    assert rows[3] == {
        "type": "proposal",
        "entity": person,
        "name": "Дима",
        "sort": "pet",
        "shared": ["Дмитрий", "Никодим", "Динмұхамед"],
    }
    assert aliases(computer, person) == []
    assert computer.run("entity", "propose", "zzzzzzzz").code == NotFoundError.exit_code


def test_proposals_are_said_in_russian(computer: Computer) -> None:
    """The list and where to tick it, in the language of the call."""
    person = register(computer, ALEXEY)
    run = computer.run("entity", "propose", person, "--language", "ru")
    assert run.lines[5] == "Лёня — уменьшительное, и от других имён: Леонид, Леонтий"
    assert run.lines[8] == "Олексій — по-украински"
    assert "safelog entity edit" in run.err
