"""`search`: what narrows it down, and what it shows."""

from __future__ import annotations

import msgspec

from safelog.errors import InvalidTimeError, NotFoundError, UnknownKindError, UsageError
from tests.cli.computer import Computer


def put(computer: Computer, **fields: object) -> str:
    """Import an incident and return its id."""
    row = {"type": "incident", "kind": "unsure", "narrative": "Серая машина у дома.", **fields}
    done = computer.run("add", "--json", typed=msgspec.json.encode(row))
    assert done.code == 0, done.err
    return str(done.objects[0]["id"])


def month(name: str, start: str, end: str) -> dict[str, str]:
    """Return a time that is known to the month."""
    return {
        "said": name,
        "start": start,
        "end": end,
        "zone": "UTC",
        "precision": "month",
    }


MAY = month("май 2024", "2024-05-01T00:00", "2024-06-01T00:00")


def test_options_narrow_down(computer: Computer) -> None:
    """Kind, state, entity, place, files, open reports; without words they list."""
    typed = msgspec.json.encode({"type": "entity", "kind": "person", "name": "Арман"})
    arman = str(computer.run("entity", "add", "--json", typed=typed).objects[0]["id"])
    visit = put(computer, kind="visit", state="complete", perpetrators=[{"entity": arman}])
    silent = put(computer, follow_ups=[{"body": "police"}], place={"label": "Улица Рустави"})

    def found(*options: str, typed: str = "машиной\n") -> list[str]:
        run = computer.run("search", *options, typed=typed)
        assert run.code == 0, run.err
        return [line[:8] for line in run.lines]

    assert found() == [silent[:8], visit[:8]]
    assert found("--kind", "visit") == [visit[:8]]
    assert found("--kind", "visit", "--kind", "unsure", typed="\n") == [silent[:8], visit[:8]]
    assert found("--state", "complete") == [visit[:8]]
    assert found("--entity", arman[:8]) == [visit[:8]]
    assert found("--open") == [silent[:8]]
    assert found("--evidence", "yes") == []
    assert found("--evidence", "no") == [silent[:8], visit[:8]]
    assert found("--place", typed="машина\nрустави\n") == [silent[:8]]
    assert found("--place", typed="\nрустави\n") == [silent[:8]]


def test_a_period_says_what_is_uncertain_and_what_has_no_time(computer: Computer) -> None:
    """Days by the clock of this computer; the last one is inside."""
    may = put(computer, when=MAY)
    put(computer)
    run = computer.run("search", "--from", "2024-05-31", "--to", "2024-05-31", typed="дом\n")
    assert [line[:8] for line in run.lines] == [may[:8]]
    assert run.lines[0].endswith("  its time may lie outside")
    assert "1 more fits, but has no time.\n" in run.err
    run = computer.run("search", "--from", "2024-04-30", "--to", "2024-06-02", typed="дом\n")
    assert "outside" not in run.out
    assert computer.run("search", "--to", "2024-04-20", typed="дом\n").lines == []


def test_the_line_shows_why(computer: Computer) -> None:
    """The words found stand in brackets, and who is named by reference is said."""
    typed = msgspec.json.encode({"type": "entity", "kind": "person", "name": "Арман\u202e"})
    arman = str(computer.run("entity", "add", "--json", typed=typed).objects[0]["id"])
    put(computer, perpetrators=[{"entity": arman}])
    lines = computer.run("search", "--words", typed="mashiny\n").lines
    assert lines[1:] == ["    Серая [машина] у дома."]
    lines = computer.run("search", "--words", typed="арману\n").lines
    assert lines[1:] == ["    names: Арман\ufffd"]


def test_objects_say_why(computer: Computer) -> None:
    """A heading each, and with `--words` or a period what was found and where."""
    made = put(computer, when=MAY)
    put(computer)
    typed = '{"words": "машины"}'
    assert [row["type"] for row in computer.run("search", "--json", typed=typed).objects] == [
        "heading",
        "heading",
    ]
    options = ("--words", "--from", "2024-05-10", "--json")
    heading, found, rest = computer.run("search", *options, typed=typed).objects
    assert heading["id"] == found["incident"] == made
    assert (found["rank"], found["overlap"]) == ("form", "possible")
    assert found["stretches"] == [{"path": "narrative", "item": 0, "start": 6, "end": 12}]
    assert (found["line"], found["named"]) == ("Серая машина у дома.", [])
    assert rest == {"type": "without_time", "count": 1}
    typed = '{"place": "рынок"}'
    assert computer.run("search", "--json", typed=typed).objects == []


def test_what_does_not_exist_is_refused(computer: Computer) -> None:
    """A kind, an entity, a day, an end before its beginning, a state."""
    for options, refusal in (
        (("--kind", "visits"), UnknownKindError),
        (("--entity", "0abcdefg"), NotFoundError),
        (("--from", "вчера"), InvalidTimeError),
        (("--from", "2024-02-30"), InvalidTimeError),
        (("--to", "9999-12-31"), InvalidTimeError),
        (("--from", "2024-05-02", "--to", "2024-05-01"), InvalidTimeError),
        (("--state", "open"), UsageError),
    ):
        assert computer.run("search", *options, typed="дом\n").code == refusal.exit_code, options
