"""Transcripts: an incident is recorded, listed, shown, searched, changed and corrected."""

from __future__ import annotations

import msgspec
import pytest

from safelog.errors import (
    ConflictError,
    InvalidFieldError,
    InvalidJsonError,
    InvalidTimeError,
    NotFoundError,
    SealedError,
    UnknownKindError,
    UsageError,
)
from safelog.journal.forms import form_fields
from safelog.model.kind import load_kinds
from tests.cli.computer import Computer

QUICK = "За мной ехала серая машина.\nДо самого дома.\n.\nвчера около 18:00\nостановка у аптеки\n"


def at(path: str, kind: str = "surveillance.following") -> str:
    """Return the number under which a question stands in `edit`."""
    paths = [question.path for question in form_fields(load_kinds(), kind)]
    return str(paths.index(path) + 1)


def add(computer: Computer, *words: str, typed: str = QUICK) -> str:
    """Record an incident and return its id."""
    run = computer.run("add", *(words or ("surveillance.following",)), typed=typed)
    assert run.code == 0
    return run.lines[0]


def add_object(computer: Computer, **fields: object) -> dict[str, object]:
    """Record an incident from JSON and return what was stored."""
    given = msgspec.json.encode({"type": "incident", "kind": "unsure", **fields})
    return computer.run("add", "--json", typed=given).objects[0]


def test_a_quick_record_asks_three_questions(computer: Computer) -> None:
    """What happened, when and where are asked; the id is all that goes to standard output."""
    run = computer.run("add", "surveillance.following", typed=QUICK)
    assert run.code == 0
    short = run.lines[0][:8]
    assert len(run.lines) == 1
    assert run.err == (
        "Passphrase, or recovery words: \n"
        "Enter skips a question, ? explains it.\n"
        "What happened. Several lines are fine; a line with a single dot ends it.\n"
        "> > > When:   Understood as 11 May 2026, around 18:00 (Asia/Almaty).\n"
        "Place, for yourself: "
        "Answer more questions now? Later is fine too. [y/N] "
        f"Saved as a draft, revision 1. Complete it any time with “safelog edit {short}”.\n"
    )


def test_a_record_is_shown_with_its_labels(computer: Computer) -> None:
    """`show` gives each answer its label, times with their precision, zone and words."""
    incident = add(computer)
    assert computer.run("show", incident).lines == [
        f"Id: {incident}",
        "Kind: Followed on foot or by vehicle",
        "Revision 1 of 1, recorded 12 May 2026, 17:00 (Asia/Almaty)",
        (
            "First recorded: 12 May 2026, 17:00 (Asia/Almaty), "
            "between 22 and 24 hours after it happened"
        ),
        "What happened:",
        "    За мной ехала серая машина.",
        "    До самого дома.",
        "When: 11 May 2026, around 18:00 (Asia/Almaty), in your words “вчера около 18:00”",
        "Place, for yourself: остановка у аптеки",
        "State: draft",
    ]


def test_a_record_is_shown_in_russian(computer: Computer) -> None:
    """The language decides labels and times, and the person's words stay as they are."""
    incident = add(computer)
    assert computer.run("show", incident[:6], "--language", "ru").lines[1:] == [
        "Вид: За мной шли или ехали",
        "Редакция 1 из 1, записана 12 мая 2026 года, 17:00 (Asia/Almaty)",
        "Впервые записано: 12 мая 2026 года, 17:00 (Asia/Almaty), через 22–24 часа после события",
        "Что произошло:",
        "    За мной ехала серая машина.",
        "    До самого дома.",
        "Когда: 11 мая 2026 года, около 18:00 (Asia/Almaty), вашими словами: «вчера около 18:00»",
        "Место, для себя: остановка у аптеки",
        "Состояние: черновик",
    ]


def test_a_list_shows_neutral_titles(computer: Computer) -> None:
    """A list shows id, time, neutral title and state; the person's title only when asked."""
    stored = add_object(computer, title="Мой заголовок", narrative="слова", state="complete")
    short = str(stored["id"])[:8]
    line = f"{short}  no time given, recorded 12 May 2026, 17:00 (Asia/Almaty)  Note  complete"
    assert computer.run("list").lines == [line]
    assert computer.run("list", "--titles").lines == [f"{line}  Мой заголовок"]


def test_a_list_can_be_narrowed(computer: Computer) -> None:
    """Kind, state and number narrow a list; an empty result says so."""
    followed, unsure = add(computer), str(add_object(computer, state="complete")["id"])
    assert computer.run("list", "--kind", "unsure").lines[0].startswith(unsure[:8])
    assert computer.run("list", "--state", "draft").lines[0].startswith(followed[:8])
    assert computer.run("list", "--last", "1").lines[0].startswith(unsure[:8])
    assert computer.run("list", "--last", "0").lines == []
    none = computer.run("list", "--kind", "unsure", "--state", "sealed")
    assert none.err.endswith("No incident fits.\n")
    assert computer.run("list", "--kind", "nonsense").code == UnknownKindError.exit_code


def test_an_empty_journal_says_what_to_do(computer: Computer) -> None:
    """The list of an empty journal names the next step."""
    run = computer.run("list")
    assert run.out == ""
    assert "safelog add" in run.err


def test_every_question_can_be_asked_and_skipped(computer: Computer) -> None:
    """With --all every question of the kind is asked, and the end of input skips the rest."""
    run = computer.run("add", "threat.call", "--all", typed="Позвонили.\n.\n")
    assert run.code == 0
    for label in ("Exact words", "Channel", "Stages", "Witnesses", "Whose story is it"):
        assert label in run.err


def test_the_kind_is_asked_for_and_may_stay_open(computer: Computer) -> None:
    """Without a kind it is asked what it is about, then for the kind; Enter leaves it open."""
    incident = add(computer, "--all", typed="\nслова\n.\n")
    assert "Kind: Not sure yet" in computer.run("show", incident).lines
    drone = add(computer, "--zone", "Europe/Vilnius", typed="1\n4\nслова\n.\n3 мая 2026\n")
    shown = computer.run("show", drone).lines
    assert "Kind: Drone" in shown
    assert "When: 3 May 2026 (Europe/Vilnius), in your words “3 мая 2026”" in shown
    unsure_of_which = add(computer, "--all", typed="1\n\nслова\n.\n")
    assert "Kind: Not sure yet" in computer.run("show", unsure_of_which).lines


def test_a_family_of_one_kind_asks_no_further(computer: Computer) -> None:
    """Where a family has one kind, choosing the family is enough."""
    incident = add(computer, "--all", typed="K13\nслова\n.\n")
    assert "Kind: Warning from somebody else" in computer.run("show", incident).lines


def test_the_code_of_a_kind_answers_at_once(computer: Computer) -> None:
    """A question mark lists the codes of all kinds, and a code answers both questions."""
    run = computer.run("add", typed="?\nthreat.letter\nслова\n.\n")
    assert run.code == 0
    assert f"Codes: {', '.join(load_kinds().codes)}." in run.err
    assert "Kind: Threat by letter or note" in computer.run("show", run.lines[0]).lines


def test_every_quotation_takes_several_lines(computer: Computer) -> None:
    """The reasons of a decision are asked for like the words of a call, line by line."""
    number = at("details.reasoning", "status")
    incident = add(computer, "status", typed="Отказ.\n.\n")
    typed = f"{number}\nПервое.\nВторое.\n.\n\n"
    assert computer.run("edit", incident, typed=typed).code == 0
    shown = computer.run("show", incident).lines
    place = shown.index("Reasoning:")
    assert shown[place + 1 : place + 3] == ["    Первое.", "    Второе."]


def test_an_unknown_kind_stores_nothing(computer: Computer) -> None:
    """A kind that does not exist ends the command before anything is asked."""
    run = computer.run("add", "surveillance.nothing", typed=QUICK)
    assert run.code == UnknownKindError.exit_code
    assert computer.run("list").lines == []


def test_a_script_with_an_unclear_time_stores_nothing(computer: Computer) -> None:
    """Whoever is not there to be asked again gets an error instead of a wrong answer."""
    run = computer.run("add", "unsure", typed="слова\n.\nкогда-то там\n")
    assert run.code == InvalidTimeError.exit_code
    assert computer.run("list").lines == []


def test_a_person_is_asked_again_or_keeps_the_words(computer: Computer) -> None:
    """An unclear time is explained, and its words can be kept without a date."""
    typed = "слова\n.\nзавтра не знаю\nн\nперед слушанием\nд\nдом\n\n"
    run = computer.run("add", "unsure", "--language", "ru", typed=typed, terminal=True)
    assert run.code == 0
    assert run.err.count("Оставить эти слова как есть, без даты?") == 2
    shown = computer.run("show", run.lines[0])
    assert "When: time not known (Asia/Almaty), in your words “перед слушанием”" in shown.out


def test_a_winter_without_years_is_explained(computer: Computer) -> None:
    """What is unclear about a time is said in words before it is asked again."""
    typed = "слова\n.\nwinter 2024\n\nwinter 2023-2024\n\n\n"
    run = computer.run("add", "unsure", typed=typed, terminal=True)
    assert "It may be one of two winters. Write both years." in run.err
    assert "Understood as winter 2023–2024 (Asia/Almaty)." in run.err


def test_rows_are_added_changed_and_removed(computer: Computer) -> None:
    """Rows of stages: added with +, changed by number, removed with - and the number."""
    incident = add(computer)
    stages = "+\nна улице\nу рынка\n\n+\nу дома\n\n\n+\n\nникакой\n\n1\nна площади\n\n\n-2\n9\n\n"
    run = computer.run("edit", incident, typed=f"{at('stages')}\n{stages}\n")
    assert run.code == 0
    assert "Left out, for it says nothing of what happened." in run.err
    shown = computer.run("show", incident).out
    assert "Stages, 1:\n    What: на площади\n    Where: у рынка\n" in shown
    assert "у дома" not in shown


def test_names_in_answers_are_registered(computer: Computer) -> None:
    """A new name in a field becomes a registered entity, and the person is told."""
    incident = add(computer)
    run = computer.run("edit", incident, typed=f"{at('details.vehicles')}\nА 000 АА\n\n")
    assert "New in the register: А 000 АА (Vehicle)." in run.err
    assert "Vehicles: А 000 АА" in computer.run("show", incident).lines
    assert "А 000 АА" in computer.run("entity", "list").out
    again = computer.run("edit", incident, typed=f"{at('details.vehicles')}\n?\n\n\n")
    assert "Registered: А 000 АА." in again.err


def test_choices_and_numbers_are_taken_by_number(computer: Computer) -> None:
    """Options are chosen by number, several at once, and numbers carry their unit."""
    incident, tests = add(computer), at("details.tests")
    run = computer.run(
        "edit", incident, typed=f"{tests}\n1, 3\n{at('details.distance')}\n15\n3\n2\n\n"
    )
    assert run.code == 0
    shown = computer.run("show", incident).lines
    assert "What you did to check: turned back, stopped and waited" in shown
    assert "Distance they kept: 15 m" in shown
    assert "How do you know the time: from the phone's log" in shown
    kept = computer.run("edit", incident, typed=f"{tests}\n\n3\n-\n\n")
    assert "What you did to check [turned back, stopped and waited]: " in kept.err
    after = computer.run("show", incident).lines
    assert "What you did to check: turned back, stopped and waited" in after
    assert not any(line.startswith("How do you know the time") for line in after)


def test_a_script_with_a_wrong_choice_stores_nothing(computer: Computer) -> None:
    """An answer that is none of the choices is an error for a script."""
    incident = add(computer)
    run = computer.run("edit", incident, typed="3\n77\n\n")
    assert run.code == InvalidFieldError.exit_code
    assert "Revision 1 of 1" in computer.run("show", incident).out


def test_a_person_with_a_wrong_choice_is_asked_again(computer: Computer) -> None:
    """At a terminal a slip is told and the question is asked once more."""
    incident = add(computer)
    run = computer.run(
        "edit",
        incident,
        typed=f"99\n3\n77\n3\n{at('details.distance')}\nfar\n20\n\n",
        terminal=True,
    )
    assert run.code == 0
    assert run.err.count("That is none of the answers.") == 2
    shown = computer.run("show", incident).lines
    assert "How do you know the time: from memory" in shown
    assert "Distance they kept: 20 m" in shown


def test_an_edit_is_a_new_revision(computer: Computer) -> None:
    """A change keeps the earlier revision, which can still be shown."""
    incident = add(computer)
    run = computer.run("edit", incident, typed="1\n1\nИ обратно.\n.\nall\n\n")
    assert run.lines == [incident]
    assert f"{at('state')}  State: draft" in run.err
    newest, first = (
        computer.run("show", incident),
        computer.run("show", incident, "--revision", "1"),
    )
    assert "    И обратно." in newest.lines
    assert "    И обратно." not in first.lines
    assert first.lines[2] == "Revision 1 of 2, recorded 12 May 2026, 17:00 (Asia/Almaty)"
    assert newest.lines[-3:] == [
        "Revisions:",
        "    1  12 May 2026, 17:00 (Asia/Almaty)",
        "    2  12 May 2026, 17:00 (Asia/Almaty)",
    ]
    assert computer.run("show", incident, "--revision", "3").code == NotFoundError.exit_code


def test_a_narrative_is_written_anew_or_kept(computer: Computer) -> None:
    """The long text can be replaced; no answer keeps it."""
    incident = add(computer)
    computer.run("edit", incident, typed="1\n2\nДругие слова.\n.\n1\n\n\n")
    assert "What happened: Другие слова." in computer.run("show", incident).lines
    computer.run("edit", incident, typed="1\n2\n\n2\n9 мая 2026\n\n")
    assert "What happened: Другие слова." in computer.run("show", incident).lines


def test_an_edit_without_changes_stores_nothing(computer: Computer) -> None:
    """Looking is not a revision."""
    incident = add(computer)
    run = computer.run("edit", incident, typed="\n")
    assert (run.code, run.out) == (0, "")
    assert run.err.endswith("Nothing was changed.\n")


def test_a_wrong_answer_to_yes_or_no_is_told_what_fits(computer: Computer) -> None:
    """There is no list to type a number of."""
    run = computer.run("add", "unsure", typed="слова\n.\n\n\nвечером\nn\n", terminal=True)
    assert run.code == 0, run.err
    assert "neither yes nor no" in run.err
    assert "number of the list" not in run.err


def test_help_is_there_for_each_question(computer: Computer) -> None:
    """A question mark explains a question, also one with several lines."""
    typed = "?\nслова\n.\n?\n\n?\n\n"
    run = computer.run("add", "unsure", typed=typed)
    assert "In your own words, in the order it happened." in run.err
    assert "As exactly as you know, no more" in run.err
    shown = computer.run("show", run.lines[0]).lines
    assert "What happened: слова" in shown


def test_a_sealed_incident_takes_only_reports(computer: Computer) -> None:
    """A sealed incident refuses changes, takes follow-ups, and is corrected by another entry."""
    sealed = str(add_object(computer, narrative="было так", state="sealed")["id"])
    refused = computer.run("edit", sealed, typed="1\n2\nиначе\n.\n\n")
    assert refused.code == SealedError.exit_code
    assert "This incident is sealed." in refused.err
    assert "What happened: было так" in computer.run("show", sealed).lines
    grown = computer.run(
        "edit", sealed, typed=f"{at('follow_ups', 'unsure')}\n+\n1\nДежурный\n" + "\n" * 12
    )
    assert grown.code == 0
    assert "Reports and answers, 1:" in computer.run("show", sealed).lines
    correction = add(computer, "unsure", "--corrects", sealed[:8])
    assert f"Corrects: {sealed}" in computer.run("show", correction).lines


def test_sealing_is_announced_before_it_is_saved(computer: Computer) -> None:
    """Who chooses to seal reads first what that means; choosing it again says nothing."""
    incident, state = add(computer), at("state")
    run = computer.run("edit", incident, typed=f"{state}\n3\n{state}\n\n\n")
    assert run.code == 0
    assert run.err.count("a sealed incident is never changed again") == 1
    assert "State: sealed" in computer.run("show", incident).lines


def test_search_takes_its_words_from_a_line(computer: Computer) -> None:
    """Words come from standard input; case and the letter ё make no difference."""
    found, _other = add(computer, typed="Самолёт над ДОМОМ\n.\n"), add_object(computer)
    run = computer.run("search", typed="самолет дом\n")
    assert [line[:8] for line in run.lines] == [found[:8]]
    assert run.err.endswith("1 incident found.\n")
    assert computer.run("search", typed="вертолёт\n").err.endswith("0 incidents found.\n")


def test_words_are_never_arguments(computer: Computer) -> None:
    """A query, a narrative or a second word as an argument is refused, and is not repeated."""
    for words in (("search", "Ветров"), ("add", "unsure", "Ветров"), ("show", "a", "Ветров")):
        run = computer.run(*words)
        assert run.code == UsageError.exit_code
        assert "Ветров" not in run.err
        assert run.err.startswith("Usage: safelog")


def test_an_incident_is_found_by_the_beginning_of_its_id(computer: Computer) -> None:
    """Four characters are enough, three are not."""
    incident = add(computer)
    assert computer.run("show", incident[:4]).code == 0
    assert computer.run("show", incident[:3]).code == NotFoundError.exit_code


def test_control_characters_never_reach_the_terminal(computer: Computer) -> None:
    """Words that would steer a terminal are shown with replacement characters."""
    hostile = "\x1b[2J\u202eevil\x9b31m"
    stored = add_object(computer, narrative=hostile, title=hostile)
    for run in (computer.run("show", str(stored["id"])), computer.run("list", "--titles")):
        assert "\x1b" not in run.out
        assert "\u202e" not in run.out
        assert "evil" in run.out
    raw = computer.run("show", str(stored["id"]), "--json")
    assert not {"\x1b", "\u202e", "\x9b"} & set(raw.out)
    assert raw.objects[0]["narrative"] == hostile


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (b"no json", InvalidJsonError),
        (b'{"type":"entity","kind":"person","name":"x"}', InvalidJsonError),
        (b'{"type":"incident","kind":"nothing"}', UnknownKindError),
        (b'{"type":"incident","kind":"unsure","color":"red"}', InvalidFieldError),
        (b'{"type":"incident","kind":"unsure","details":{"x":"y"}}', InvalidFieldError),
        (b"x" * (4 * 1024 * 1024 + 1), InvalidJsonError),
    ],
)
def test_a_wrong_object_stores_nothing(
    given: bytes, error: type[InvalidJsonError], computer: Computer
) -> None:
    """JSON that is not an incident is refused with its own exit code."""
    assert computer.run("add", "--json", typed=given).code == error.exit_code
    assert computer.run("list").lines == []


def test_an_edit_by_json_must_know_the_newest_revision(computer: Computer) -> None:
    """An object made from an older revision is refused, and neither version is lost."""
    stored = add_object(computer, narrative="одно")
    changed = msgspec.json.encode({**stored, "narrative": "другое"})
    identity = str(stored["id"])
    second = computer.run("edit", identity, "--json", typed=changed)
    assert second.objects[0]["narrative"] == "другое"
    assert computer.run("edit", identity, "--json", typed=changed).code == ConflictError.exit_code
    without = msgspec.json.encode({"type": "incident", "kind": "unsure", "narrative": "третье"})
    third = computer.run("edit", identity, "--json", typed=without)
    assert third.objects[0]["journal"] == {
        "revision": 3,
        "recorded": "2026-05-12T12:00:00Z",
        "first_recorded": "2026-05-12T12:00:00Z",
    }


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"id": "0abcdefghjkmnpqrstvwxyz012"}, InvalidFieldError),
        ({"journal": {"revision": 0}}, InvalidFieldError),
        ({"journal": "first"}, InvalidFieldError),
        ({"type": "entity", "name": "x", "kind": "person", "journal": None}, InvalidJsonError),
    ],
)
def test_an_edit_by_json_is_of_that_incident(
    change: dict[str, object], error: type[InvalidJsonError], computer: Computer
) -> None:
    """Another id, a revision that cannot be, or another type is refused."""
    stored = add_object(computer)
    given: dict[str, object] = {"type": "incident", "id": stored["id"], "kind": "unsure", **change}
    run = computer.run("edit", str(stored["id"]), "--json", typed=msgspec.json.encode(given))
    assert run.code == error.exit_code
