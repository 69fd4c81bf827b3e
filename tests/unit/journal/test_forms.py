"""Forms: the questions of a kind, and how answers become an incident and back."""

from __future__ import annotations

import msgspec
import pytest

from safelog.errors import InvalidFieldError, InvalidTimeError, UnknownKindError
from safelog.journal.forms import Reading, form_fields, inputs_of, read_inputs
from safelog.journal.journal import Journal
from safelog.model.check import check_incident
from safelog.model.ids import IncidentId
from safelog.model.incident import FollowUp, Mention, Stage, Witness
from safelog.model.kind import load_kinds
from safelog.model.when import When
from tests.unit.journal.world import JournalWorld, person

KINDS = load_kinds().codes


def read(
    world: JournalWorld,
    journal: Journal,
    kind: str,
    inputs: dict[str, str],
    **options: object,
) -> Reading:
    """Read the answers of a form for a new incident."""
    return read_inputs(
        kind,
        inputs,
        world.answers(journal),
        incident=IncidentId(journal.new_id()),
        **options,  # type: ignore[arg-type]  # the tests name real options
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_every_kind_is_asked_once(world: JournalWorld, kind: str) -> None:
    """The narrative comes first; the kind's own fields follow the common leading ones."""
    fields = form_fields(world.kinds, kind)
    paths = [field.path for field in fields]
    assert len(set(paths)) == len(paths)
    assert paths[0] == "narrative"
    own = [path for path in paths if path.startswith("details.")]
    assert len(own) == len(world.kinds.get(kind).fields)
    rows = {field.path: [column.path for column in field.columns] for field in fields}
    assert rows["witnesses"] == ["entity", "saw", "independent"]


def test_an_unknown_kind_has_no_form(world: JournalWorld) -> None:
    """The error names the kind's absence."""
    with pytest.raises(UnknownKindError):
        form_fields(world.kinds, "no.such")


def test_answers_become_an_incident_with_its_rows_in_order(
    world: JournalWorld, journal: Journal
) -> None:
    """Rows keep the order of their numbers and close gaps; blank answers are left out."""
    reading = read(
        world,
        journal,
        "threat.call",
        {
            "narrative": "Позвонили.\n Молчали. ",
            "title": "  ",
            "when": "3 мая 2026 в 18:05",
            "place.label": "дом",
            "place.kind": "жильё",
            "stages.10.what": "третий",
            "stages.2.what": "второй",
            "stages.0.what": "первый",
            "follow_ups.0.body": "police",
            "follow_ups.0.date": "4 мая 2026",
            "details.channel": "PHONE",
            "details.private_knowledge": "address; PET",
            "details.duration": "2,5",
            "state": "complete",
        },
    )
    made = reading.incident
    check_incident(made, world.kinds)
    assert made.narrative == "Позвонили.\n Молчали. "
    assert [stage.what for stage in made.stages] == ["первый", "второй", "третий"]
    assert made.place is not None
    assert made.place.kind == "home"
    assert made.details["channel"] == "phone"
    assert made.details["private_knowledge"] == ("address", "pet")
    assert made.details["duration"] == 2.5
    assert isinstance(made.when, When)
    assert (made.when.precision, made.when.zone) == ("exact", "Asia/Almaty")
    assert made.follow_ups[0].body == "police"


@pytest.mark.parametrize("kind", KINDS)
def test_an_incident_survives_its_own_form(
    world: JournalWorld, journal: Journal, kind: str
) -> None:
    """Writing the answers and reading them again changes nothing, whatever is filled."""
    samples = {
        "time": "вечером 3 мая 2026",
        "number": "12",
        "yes_no_unknown": "yes",
        "text": "слово; ещё",
        "place": "двор",
        "verbatim": "«Мы знаем, где ты»",
    }
    inputs: dict[str, str] = {}
    for field in form_fields(world.kinds, kind):
        for item, path in [
            (column, f"{field.path}.1.{column.path}") for column in field.columns
        ] or [(field, field.path)]:
            kind_of = item.field.type
            if kind_of in {"choice", "choices"}:
                inputs[path] = "; ".join(o.code for o in item.field.options[:2])
                if kind_of == "choice":
                    inputs[path] = item.field.options[0].code
            elif kind_of in {"entity", "entities"}:
                inputs[path] = "Кира Вымышлева"
            elif kind_of == "file":
                continue
            else:
                inputs[path] = samples[kind_of]
    reading = read(world, journal, kind, inputs)
    journal.save_all([*reading.entities, reading.incident])
    saved = journal.read(reading.incident.id).incident
    answers = inputs_of(saved, language="ru", entities=journal.state.entities, kinds=world.kinds)
    again = read_inputs(kind, answers, world.answers(journal), incident=saved.id, base=saved)
    assert again.entities == ()
    assert again.incident == saved
    assert all(answers.values())


def test_a_new_name_becomes_an_entity_once_and_a_known_one_is_found(
    world: JournalWorld, journal: Journal
) -> None:
    """What nobody registered is registered, so that exports hide it."""
    known = person(journal, "Артём Вымышлев", aliases=("Тёма",))
    reading = read(
        world,
        journal,
        "threat.call",
        {
            "witnesses.0.entity": "тема",
            "witnesses.1.entity": "Зоя  Новая",
            "witnesses.2.entity": "зоя новая",
            "details.sender": "+7 700 000 00 01; @zloy; a@b.example",
        },
    )
    people = [witness.entity for witness in reading.incident.witnesses]
    assert people[0] == known.id
    assert people[1] == people[2]
    assert [(e.kind, e.name, e.language) for e in reading.entities] == [
        ("phone", "+7 700 000 00 01", "en"),
        ("account", "@zloy", "en"),
        ("email", "a@b.example", "en"),
        ("person", "Зоя Новая", "ru"),
    ]


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("Зоя Новая", "ru"),
        ("Олена Вигадана", "ru"),
        ("Сергій Вигаданий", "uk"),
        ("Әлия Сейітқызы", "kk"),
        ("Айгүл Ойдан", "kk"),
        ("Rosa Invented", "en"),
    ],
)
def test_a_new_name_is_declined_by_its_letters(
    world: JournalWorld, journal: Journal, name: str, language: str
) -> None:
    """The case forms that redaction looks for are those of the name's language."""
    reading = read(world, journal, "warning", {"details.warner": name})
    assert [entity.language for entity in reading.entities] == [language]


def test_a_new_name_is_protected_as_its_field_says(world: JournalWorld, journal: Journal) -> None:
    """Who warned is a source from the first word on."""
    inputs = {"details.warner": "Зоя Новая", "perpetrators.0.entity": "Пётр Новый"}
    reading = read(world, journal, "warning", inputs)
    assert {each.name: each.protected for each in reading.entities} == {
        "Зоя Новая": "source",
        "Пётр Новый": "none",
    }


def test_an_unchanged_time_keeps_its_day(world: JournalWorld, journal: Journal) -> None:
    """Yesterday means the day it was said, also in a form opened a week later."""
    first = read(world, journal, "unsure", {"when": "вчера", "narrative": "а"}).incident
    assert first.when is not None
    base = msgspec.structs.replace(
        first,
        when=msgspec.structs.replace(first.when, start="2020-01-01T00:00", end="2020-01-02T00:00"),
    )
    again = read(world, journal, "unsure", {"when": "вчера"}, base=base).incident
    assert again.when == base.when
    changed = read(world, journal, "unsure", {"when": "сегодня"}, base=base).incident
    assert changed.when != base.when


def test_a_time_the_machine_took_is_shown_and_kept(world: JournalWorld, journal: Journal) -> None:
    """A time without words is offered in words, and those words mean the same time."""
    when = When(
        said="",
        zone="Asia/Almaty",
        precision="exact",
        start="2026-05-03T18:05",
        end="2026-05-03T18:06",
    )
    base = read(world, journal, "unsure", {}).incident
    base = msgspec.structs.replace(base, when=when)
    shown = inputs_of(base, language="en", entities={}, kinds=world.kinds)
    assert shown["when"]
    assert read(world, journal, "unsure", shown, base=base).incident.when == when


@pytest.mark.parametrize(
    "said", ["evening of 3 May 2026", "увечері 3 травня 2026", "2026 жылғы 3 мамыр кешке"]
)
def test_times_in_another_language_are_understood(
    world: JournalWorld, journal: Journal, said: str
) -> None:
    """People mix languages."""
    made = read(world, journal, "unsure", {"when": said}).incident
    assert made.when is not None
    assert (made.when.said, made.when.precision) == (said, "part_of_day")


def test_what_one_language_understands_no_other_decides(
    world: JournalWorld, journal: Journal
) -> None:
    """A night that may be one of two stays a question."""
    with pytest.raises(InvalidTimeError) as caught:
        read(world, journal, "unsure", {"when": "вчора вночі"})
    assert caught.value.fields["reason"] == "which_night"


def test_a_time_that_is_not_understood_is_refused_or_kept_as_words(
    world: JournalWorld, journal: Journal
) -> None:
    """The words are never lost, and no bounds are made up for them."""
    with pytest.raises(InvalidTimeError) as caught:
        read(world, journal, "unsure", {"when": "когда цвела сирень"})
    assert caught.value.fields["field"] == "when"
    kept = read(
        world, journal, "unsure", {"when": "когда цвела сирень"}, as_words=frozenset({"when"})
    ).incident.when
    assert kept is not None
    assert (kept.said, kept.precision) == ("когда цвела сирень", "unknown")


@pytest.mark.parametrize(
    ("inputs", "field"),
    [
        ({"details.channel": "pigeon"}, "details.channel"),
        ({"details.duration": "долго"}, "details.duration"),
        ({"details.duration": "1e9"}, "details.duration"),
        ({"details.private_knowledge": "address; no such"}, "details.private_knowledge"),
        ({"no_such": "x"}, "form"),
        ({"stages": "x"}, "form"),
        ({"stages.0.where": "only where"}, "form"),
        ({"narrative.0": "x"}, "form"),
    ],
)
def test_an_answer_that_does_not_fit_names_its_field(
    world: JournalWorld, journal: Journal, inputs: dict[str, str], field: str
) -> None:
    """Nothing is guessed."""
    with pytest.raises(InvalidFieldError) as caught:
        read(world, journal, "threat.call", inputs)
    assert caught.value.fields == {"field": field}


def test_mentions_stay_where_their_text_stayed(world: JournalWorld, journal: Journal) -> None:
    """A mention in a changed text would point at other words."""
    someone = person(journal, "Кира")
    base = msgspec.structs.replace(
        read(world, journal, "unsure", {"narrative": "Кира тут", "effect": "Кира там"}).incident,
        mentions=(
            Mention(field="narrative", start=0, end=4, entity=someone.id),
            Mention(field="effect", start=0, end=4, entity=someone.id),
        ),
        corrects=IncidentId("0" * 26),
    )
    again = read(
        world, journal, "unsure", {"narrative": "Кира тут", "effect": "Там Кира"}, base=base
    ).incident
    assert [mention.field for mention in again.mentions] == ["narrative"]
    assert again.corrects == base.corrects


def test_a_number_is_written_back_as_a_number(world: JournalWorld, journal: Journal) -> None:
    """Whole numbers stay whole."""
    made = read(world, journal, "threat.call", {"details.duration": "1 200"}).incident
    assert made.details["duration"] == 1200
    shown = inputs_of(made, language="en", entities={}, kinds=world.kinds)
    assert shown == {"details.duration": "1200", "state": "draft"}


def test_rows_of_every_list_can_be_filled(world: JournalWorld, journal: Journal) -> None:
    """The columns are those of the model."""
    made = read(
        world,
        journal,
        "unsure",
        {
            "stages.0.what": "улица",
            "stages.0.when": "3 мая 2026",
            "witnesses.0.independent": "да",
            "follow_ups.0.to": "Полиция",
        },
    ).incident
    assert isinstance(made.stages[0], Stage)
    assert made.stages[0].when is not None
    assert made.witnesses == (Witness(independent="yes"),)
    assert made.follow_ups == (FollowUp(to="Полиция"),)
