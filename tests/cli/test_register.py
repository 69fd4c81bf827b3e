"""Entities and recipients: registered, listed, shown, changed."""

from __future__ import annotations

import msgspec
import pytest

from safelog.errors import (
    AmbiguousError,
    InvalidFieldError,
    InvalidJsonError,
    NotFoundError,
    UnknownKindError,
    UsageError,
)
from tests.cli.computer import Computer

# Kind, name, aliases, a name?, sex, language, role, protected, reason, label, note.
PERSON = "1\nАнна Примерова\nАня; Нюра\n\n1\n\nсоседка\n4\n4\nсоседка\nзаметка\n"


def add_person(computer: Computer) -> str:
    """Register somebody and return the id."""
    run = computer.run("entity", "add", typed=PERSON)
    assert run.code == 0
    return run.lines[0]


def test_an_entity_is_registered_and_shown(computer: Computer) -> None:
    """The answers come back with their labels, also by a name that is typed."""
    person = add_person(computer)
    expected = [
        f"Id: {person}",
        "Kind: Person",
        "Name: Анна Примерова",
        "Other names and spellings, with ; between them: Аня; Нюра",
        "Sex, for the case forms of the name: female",
        "Language of the name: Russian",
        "Role: соседка",
        "Protected as: gave me information",
        "Reason for hiding: source or helper",
        "Label for exports: соседка",
        "Note: заметка",
    ]
    assert computer.run("entity", "show", person[:6]).lines == expected
    assert computer.run("entity", "show", typed="аня\n").lines == expected
    russian = computer.run("entity", "show", person, "--language", "ru")
    assert "Вид: Человек" in russian.lines


def test_names_are_not_looked_up_from_arguments(computer: Computer) -> None:
    """A name as an argument finds nothing, so that nobody gets used to typing it there."""
    add_person(computer)
    run = computer.run("entity", "show", "Аня")
    assert run.code == NotFoundError.exit_code
    assert "Аня" not in run.err


def test_the_register_is_listed_by_kind_and_name(computer: Computer) -> None:
    """Each entity is one line; a kind narrows the list; an empty register says what to do."""
    assert "safelog entity add" in computer.run("entity", "list").err
    plate = computer.run("entity", "add", typed="5\nА 000 АА\n").lines[0]
    person = add_person(computer)
    assert computer.run("entity", "list").lines == [
        f"{person[:8]}  Person  Анна Примерова",
        f"{plate[:8]}  Vehicle  А 000 АА",
    ]
    assert computer.run("entity", "list", "--kind", "vehicle").lines == [
        f"{plate[:8]}  Vehicle  А 000 АА"
    ]
    assert computer.run("entity", "list", "--kind", "nobody").code == UsageError.exit_code


def test_an_entity_is_changed(computer: Computer) -> None:
    """Enter keeps, a dash empties, a new answer replaces."""
    person = add_person(computer)
    typed = "\n\n-\nn\n\n\nколлега\n\n\n\n\n"
    assert computer.run("entity", "edit", person, typed=typed).code == 0
    shown = computer.run("entity", "show", person).lines
    assert "Name: Анна Примерова" in shown
    assert "Role: коллега" in shown
    assert "Protected as: gave me information" in shown
    assert "Known: only by a description" in shown
    assert not any(line.startswith("Other names") for line in shown)


def test_an_entity_without_a_name_is_refused(computer: Computer) -> None:
    """A name is the one thing an entity needs."""
    assert computer.run("entity", "add", typed="1\n").code == InvalidFieldError.exit_code
    assert computer.run("entity", "list").lines == []


def test_entities_speak_json(computer: Computer) -> None:
    """Adding, changing, listing and showing go through the same object."""
    given: dict[str, object] = {"type": "entity", "kind": "phone", "name": "+7 700 000 00 01"}
    added = computer.run("entity", "add", "--json", typed=msgspec.json.encode(given)).objects[0]
    identity = str(added["id"])
    changed = {**added, "note": "второй номер"}
    run = computer.run("entity", "edit", identity, "--json", typed=msgspec.json.encode(changed))
    assert run.objects == [changed]
    assert computer.run("entity", "show", identity, "--json").objects == [changed]
    assert computer.run("entity", "list", "--json").objects == [changed]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (b'{"type":"incident","kind":"unsure"}', InvalidJsonError),
        (b'{"type":"entity","kind":"ghost","name":"x"}', UnknownKindError),
        (b'{"type":"entity","kind":"person"}', InvalidFieldError),
        (b"[]", InvalidJsonError),
    ],
)
def test_a_wrong_entity_stores_nothing(
    given: bytes, error: type[InvalidJsonError], computer: Computer
) -> None:
    """JSON that is not an entity is refused with its own exit code."""
    assert computer.run("entity", "add", "--json", typed=given).code == error.exit_code
    assert computer.run("entity", "list").lines == []


def test_an_entity_cannot_become_another(computer: Computer) -> None:
    """The id in the object must be the one that is changed."""
    one, other = add_person(computer), add_person(computer)
    given = msgspec.json.encode({"type": "entity", "id": other, "kind": "person", "name": "x"})
    run = computer.run("entity", "edit", one, "--json", typed=given)
    assert run.code == InvalidFieldError.exit_code
    assert computer.run("entity", "show", typed="аня\n").code == AmbiguousError.exit_code


def test_a_recipient_is_registered_listed_and_changed(computer: Computer) -> None:
    """A recipient has a name, rules, a language, and exceptions by name."""
    assert "safelog recipient add" in computer.run("recipient", "list").err
    person = add_person(computer)
    run = computer.run("recipient", "add", typed="Бюро\n1\n2\nаня\n\n")
    assert run.code == 0
    recipient = run.lines[0]
    assert computer.run("recipient", "list").lines == [
        f"{recipient[:8]}  Бюро  Journalist  0 exports"
    ]
    listed = computer.run("recipient", "list", "--json").objects[0]
    assert listed["show"] == [person]
    assert listed["language"] == "ru"
    edited = computer.run("recipient", "edit", recipient, typed="\n2\n\n-\nнюра\n")
    assert edited.code == 0
    after = computer.run("recipient", "list", "--json").objects[0]
    assert (after["policy"], after["show"], after["hide"]) == ("lawyer", [], [person])


def test_a_recipient_with_an_unknown_exception_is_refused(computer: Computer) -> None:
    """A name that is not registered stores nothing when a script gives it."""
    run = computer.run("recipient", "add", typed="Бюро\n\n\nникто\n")
    assert run.code == NotFoundError.exit_code
    assert computer.run("recipient", "list").lines == []


def test_recipients_speak_json(computer: Computer) -> None:
    """Adding and changing read the same object, and unknown things in it are refused."""
    words: dict[str, object] = {"name": "Bureau", "policy": "ngo", "language": "en"}
    run = computer.run("recipient", "add", "--json", typed=msgspec.json.encode(words))
    recipient = str(run.objects[0]["id"])
    words["policy"] = "police"
    encoded = msgspec.json.encode(words)
    changed = computer.run("recipient", "edit", recipient, "--json", typed=encoded)
    assert changed.objects[0]["policy"] == "police"
    for name, value in (
        ("policy", "nobody"),
        ("language", "xx"),
        ("show", ["0abcdefghjkmnpqrstvwxyz012"]),
    ):
        wrong = msgspec.json.encode({**words, name: value})
        refused = computer.run("recipient", "add", "--json", typed=wrong)
        assert refused.code == InvalidFieldError.exit_code
    assert len(computer.run("recipient", "list").lines) == 1


def bureau(computer: Computer, policy: str = "police") -> str:
    """Register a recipient and return its id."""
    words = msgspec.json.encode({"name": "Bureau", "policy": policy, "language": "en"})
    return str(computer.run("recipient", "add", "--json", typed=words).objects[0]["id"])


def test_the_rules_for_a_recipient_are_shown_changed_and_put_back(computer: Computer) -> None:
    """A change makes a copy for this recipient alone, and another recipient keeps the rules."""
    one, other = bureau(computer), bureau(computer)
    before = computer.run("recipient", "policy", one)
    assert before.lines[0] == "Police or other authority"
    assert "  entity.phone=R8" in before.lines
    words = ("--set", "entity.phone=show", "--set", "places=nothing", "--set", "kind.status=show")
    after = computer.run("recipient", "policy", one, *words)
    assert after.code == 0
    assert after.lines[0] == "Police or other authority, changed for this recipient"
    assert {"  entity.phone=show", "  places=nothing"} <= set(after.lines)
    assert "  kind.status=omit" in before.lines
    assert "  kind.status=omit" not in after.lines
    assert computer.run("recipient", "policy", other).lines == before.lines
    assert computer.run("recipient", "policy", one, "--reset").lines == before.lines


def test_rules_are_copied_from_another_policy(computer: Computer) -> None:
    """The copy speaks JSON, and choosing other rules for the recipient drops it."""
    one = bureau(computer)
    run = computer.run("recipient", "policy", one, "--copy", "un", "--json")
    (shown,) = run.objects
    assert (shown["policy"], shown["changed"]) == ("un", True)
    words = msgspec.json.encode({"name": "Bureau", "policy": "ngo", "language": "en"})
    assert computer.run("recipient", "edit", one, "--json", typed=words).code == 0
    (again,) = computer.run("recipient", "policy", one, "--json").objects
    assert (again["policy"], again["changed"]) == ("ngo", False)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("--set", "title=show"), InvalidFieldError),
        (("--set", "nonsense=show"), InvalidFieldError),
        (("--set", "entity.phone=perhaps"), InvalidFieldError),
        (("--set", "places"), InvalidFieldError),
        (("--set", "follow_ups.answer=omit"), InvalidFieldError),
        (("--copy", "nobody"), UsageError),
        (("--reset", "--set", "places=label"), UsageError),
    ],
)
def test_a_rule_that_cannot_be_changes_nothing(
    words: tuple[str, ...], error: type[InvalidFieldError], computer: Computer
) -> None:
    """A slip is refused whole: the recipient keeps the rules they had."""
    one = bureau(computer)
    before = computer.run("recipient", "policy", one).lines
    run = computer.run("recipient", "policy", one, "--set", "places=country", *words)
    assert run.code == error.exit_code
    assert computer.run("recipient", "policy", one).lines == before
