"""Transcripts: reports and silences, the queue, sealing, links, series, merges."""

from __future__ import annotations

import msgspec
import pytest

from safelog.errors import (
    CancelledError,
    InvalidFieldError,
    InvalidLinkError,
    KeptAsDraftError,
    NotFoundError,
    SealedError,
)
from safelog.model.link import RELATIONS
from tests.cli.computer import Computer

WHEN = {"said": "3 мая", "start": "2026-05-03T00:00", "end": "2026-05-04T00:00"}
DAY = {**WHEN, "precision": "day", "zone": "Asia/Almaty"}


def incident(computer: Computer, **fields: object) -> str:
    """Record an incident from JSON and return its id."""
    given = msgspec.json.encode({"type": "incident", "kind": "unsure", **fields})
    return str(computer.run("add", "--json", typed=given).objects[0]["id"])


def entity(computer: Computer, name: str, kind: str = "person", **fields: object) -> str:
    """Register an entity from JSON and return its id."""
    given = msgspec.json.encode({"type": "entity", "kind": kind, "name": name, **fields})
    return str(computer.run("entity", "add", "--json", typed=given).objects[0]["id"])


def told(computer: Computer, *words: str, **fields: object) -> dict[str, object]:
    """Run a command that reads one object, and return the first it writes."""
    run = computer.run(*words, "--json", typed=msgspec.json.encode(fields))
    assert run.code == 0, run.err
    return run.objects[0]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_help_of_a_link_says_what_may_join(computer: Computer, language: str) -> None:
    """Nobody has to guess the codes of the relations."""
    told = computer.run("link", "add", "--help", "--language", language, secrets=[])
    assert [code for code in RELATIONS if code not in told.out] == []


# --- reports -------------------------------------------------------------------------------


def test_one_report_goes_to_several_incidents_and_is_due(computer: Computer) -> None:
    """What is asked once is stored in each; the list tells the silence and hides the words."""
    first, second = incident(computer), incident(computer, state="sealed")
    answers = (
        "+\n1\nучасток на Ветровой\n1\n\n\nКУ-1\n3 мая 2026\n\n\n\n\n+\n3\n\n\n\n\n\n\n\n\n\n\n\n"
    )
    run = computer.run("follow", "add", first, second, typed=answers)
    assert run.code == 0, run.err
    assert [line for line in run.lines if len(line) == 26] == [first, second]
    due = computer.run("due")
    assert len(due.lines) == 4
    assert all("silent for 9 days" in line for line in due.lines[:2])
    assert all("no date" in line for line in due.lines[2:])
    assert "участок" not in due.out
    assert "4 reports are open." in due.err
    assert "участок на Ветровой" in computer.run("due", "--titles").out


def test_reports_are_added_and_answered_as_objects(computer: Computer) -> None:
    """The JSON form adds rows, answers one, and lists what is open with its days."""
    key = incident(computer, state="sealed")
    rows = [{"body": "police", "date": DAY}, {"body": "ngo", "next_date": DAY}]
    told(computer, "follow", "add", key, follow_ups=rows)
    listed = computer.run("due", "--json").objects
    assert [(each["number"], each["silent_days_most"]) for each in listed] == [(2, None), (1, 9)]
    assert listed[0]["overdue_days"] == 9
    told(computer, "follow", "answer", key, "1", answer="отказ", answered=DAY)
    assert len(computer.run("due", "--json").objects) == 1
    refused = computer.run("follow", "answer", key, "1", "--json", typed=b'{"answer":"no"}')
    assert refused.code == SealedError.exit_code
    missing = computer.run("follow", "answer", key, "3", "--json", typed=b"{}")
    assert missing.code == NotFoundError.exit_code
    nothing = computer.run("follow", "add", key, "--json", typed=b'{"follow_ups":[]}')
    assert nothing.code == InvalidFieldError.exit_code


def test_an_answer_is_asked_for(computer: Computer) -> None:
    """Three questions: what came, when, and when to ask again; nothing new stores nothing."""
    key = incident(computer, follow_ups=[{"body": "police", "date": DAY}])
    assert "silent" in computer.run("due").out
    run = computer.run("follow", "answer", key, "1", typed="дело открыто\nвчера\n\n")
    assert run.code == 0, run.err
    assert "0 reports are open." in computer.run("due").err
    again = computer.run("follow", "answer", key, "1", typed="\n\n\n")
    assert "revision 2" in computer.run("show", key).out.lower()
    assert "Nothing was changed" in again.err


def test_words_of_a_report_survive_being_stopped(computer: Computer) -> None:
    """Ctrl+C in the middle keeps the typed row as a draft."""
    key = incident(computer)
    run = computer.run("follow", "add", key, typed="+\n1\nучасток\n", terminal=True, stops=True)
    assert run.code == KeptAsDraftError.exit_code
    assert len(computer.run("draft", "list").lines) == 1


# --- the queue -------------------------------------------------------------------------------


def test_the_queue_asks_one_question_of_each_and_any_may_be_skipped(computer: Computer) -> None:
    """An answer is stored at once; a skipped question is followed by the next one."""
    first, second = incident(computer), incident(computer, narrative="Тень у двери.")
    typed = "Кто-то стоял во дворе.\n.\n\ny\nвчера\n\nn\n"
    run = computer.run("complete", typed=typed)
    assert run.code == 0, run.err
    assert "2 incidents are unfinished." in run.err
    shown = computer.run("show", first).out
    assert "Кто-то стоял во дворе." in shown
    assert "вчера" in shown
    assert "Revision 1" in computer.run("show", second).out


def test_the_queue_ends_when_the_person_says_it_is_enough(computer: Computer) -> None:
    """Only the person calls an incident complete, after everything was asked."""
    key = incident(computer)
    listed = computer.run("complete", "--json").objects
    assert listed == [
        {
            "type": "question",
            "incident": key,
            "path": "narrative",
            "answered": 0,
            "questions": listed[0]["questions"],
        }
    ]
    count = int(str(listed[0]["questions"]))
    run = computer.run("complete", typed="\ny\n" * count + "y\n")
    assert run.code == 0, run.err
    assert computer.run("list", "--state", "complete").lines != []
    assert "Nothing is unfinished." in computer.run("complete").err


# --- sealing ---------------------------------------------------------------------------------


def test_sealing_asks_first_and_cannot_be_undone(computer: Computer) -> None:
    """No leaves it open; yes seals all that are named; a second time there is nothing to do."""
    keys = incident(computer), incident(computer)
    assert computer.run("seal", *keys, typed="\n").code == CancelledError.exit_code
    assert computer.run("list", "--state", "sealed").lines == []
    assert computer.run("seal", *keys, typed="y\n").code == 0
    assert len(computer.run("list", "--state", "sealed").lines) == 2
    assert "sealed already" in computer.run("seal", keys[0], "--sure").err


def test_a_correction_stands_with_what_it_corrects(computer: Computer) -> None:
    """Whoever shows the sealed incident sees that it was corrected and when, and its links."""
    sealed = incident(computer, state="sealed", narrative="Их было двое.")
    typed = msgspec.json.encode({"type": "incident", "kind": "unsure", "narrative": "Трое."})
    run = computer.run("add", "--corrects", sealed, "--json", typed=typed)
    correction = str(run.objects[0]["id"])
    told(computer, "link", "add", sealed, "follows", incident(computer))
    shown = computer.run("show", sealed)
    assert f"Corrected by {correction[:8]}, recorded 12 May 2026" in shown.out
    assert "follows" in shown.lines[-1]
    assert "Corrected by" not in computer.run("show", correction).out


# --- what belongs together -------------------------------------------------------------------


def test_a_link_is_asked_for_listed_and_withdrawn(computer: Computer) -> None:
    """The link stands at both ends until it is withdrawn."""
    man, van = entity(computer, "Глеб Щеглов"), entity(computer, "000 AAA 02", "vehicle")
    entity(computer, "Света")
    typed = "3\n2\nвидели в нём дважды\nСвета\n1\n"
    run = computer.run("link", "add", man[:8], "uses", van[:8], typed=typed)
    assert run.code == 0, run.err
    line = run.lines[0]
    assert "Глеб Щеглов  uses, suspected, probable  000 AAA 02" in line
    assert computer.run("link", "list", van).lines == [line]
    assert "uses, suspected" in computer.run("entity", "show", man).out
    assert computer.run("link", "withdraw", line[:8], "--json").objects[0]["what"] == "link"
    assert computer.run("link", "list").lines == []
    assert computer.run("link", "withdraw", line[:8]).code == NotFoundError.exit_code


def test_unknown_ends_are_refused(computer: Computer) -> None:
    """An id that names nothing, and a link of a thing with itself, store nothing."""
    man = entity(computer, "Глеб Щеглов")
    for other, code in (("zzzz", NotFoundError.exit_code), (man, InvalidLinkError.exit_code)):
        run = computer.run("link", "add", man, "uses", other, "--json", typed=b"{}")
        assert run.code == code
    assert computer.run("link", "list").lines == []


def test_a_series_shows_its_incidents_and_where_they_came_from(computer: Computer) -> None:
    """A lure belongs by its field, anything else by a link; the days between are told."""
    series = entity(computer, "пожар", "series")
    phone = entity(computer, "+7 700 000 00 01", "phone")
    details = {"series": series, "sender": [phone]}
    first = incident(computer, kind="lure.direct", details=details, when=DAY)
    later = {**DAY, "start": "2026-05-06T00:00", "end": "2026-05-07T00:00", "said": "6 мая"}
    second = incident(computer, when=later)
    told(computer, "link", "add", second, "part_of", series)
    run = computer.run("series")
    assert [line.strip()[:8] for line in run.lines[-2:]] == [first[:8], second[:8]]
    assert "+7 700 000 00 01" in run.lines[1]
    assert "Within 3 days" in run.lines[2]
    shown = computer.run("series", series, "--json").objects[0]
    assert shown["incidents"] == [first, second]
    assert shown["days"] == [3, 3]
    assert computer.run("series", phone).code == NotFoundError.exit_code


def test_merged_entities_are_shown_together_and_split_again(computer: Computer) -> None:
    """After a merge the incidents of both are counted; the split takes it back."""
    one, two = entity(computer, "Глеб Щеглов"), entity(computer, "Человек в кепке")
    incident(computer, perpetrators=[{"entity": one}])
    incident(computer, perpetrators=[{"entity": two}])
    run = computer.run("entity", "merge", one, two, typed="1\nтот же шрам\n")
    assert run.code == 0, run.err
    merge = run.lines[0]
    shown = computer.run("entity", "show", two)
    assert "One with: Глеб Щеглов, Человек в кепке" in shown.out
    assert "2 incidents name it." in shown.err
    assert computer.run("entity", "split", merge[:8], typed="ошибка\n").code == 0
    assert "1 incident names it." in computer.run("entity", "show", two).err
    assert told(computer, "entity", "merge", one, two)["absorbed"] == [two]
    again = computer.run("entity", "split", "zzzz", "--json", typed=b"{}")
    assert again.code == NotFoundError.exit_code


@pytest.mark.parametrize("relation", ["part_of", "follows", "caused_by"])
def test_a_circle_is_refused(computer: Computer, relation: str) -> None:
    """What leads round in a circle is refused by name."""
    one, two = incident(computer), incident(computer)
    told(computer, "link", "add", one, relation, two)
    run = computer.run("link", "add", two, relation, one, "--json", typed=b"{}")
    assert run.code == InvalidLinkError.exit_code
    assert "It would close a circle" in run.err
