"""Composition: what is hidden cannot be reached from what it returns."""

from __future__ import annotations

import gc
import pickle
from importlib import resources
from pathlib import Path

import msgspec
import pytest

from safelog.errors import NothingSelectedError, OpenQuestionsError, UnknownScriptError
from safelog.model.ids import IncidentId
from safelog.model.incident import Incident, Place
from safelog.model.kind import Kinds
from safelog.model.leaves import texts
from safelog.redact.document import Hidden, Text
from safelog.redact.order import chronological
from safelog.redact.policy import load_policies
from tests.unit.redact.world import (
    CAR,
    FRIEND,
    LAWYER,
    REGISTER,
    SOURCE,
    attachment,
    composed,
    entity_id,
    exported,
    fields,
    full_incident,
    hide_all,
    numbered,
    rules,
    when,
)


def test_an_empty_selection_is_refused() -> None:
    """A document about nothing is a mistake."""
    with pytest.raises(NothingSelectedError):
        composed()


def test_an_open_question_stops_the_export() -> None:
    """A possible name is neither shown nor hidden until somebody decided."""
    with pytest.raises(OpenQuestionsError) as caught:
        composed(exported())
    assert caught.value.fields == {"count": 1}


def test_a_script_without_rules_stops_the_export() -> None:
    """Georgian words never pass in silence, and are named before other questions."""
    incident = full_incident(narrative="Он сказал: გამარჯობა, Щегол.")
    with pytest.raises(UnknownScriptError) as caught:
        composed(exported(incident))
    assert caught.value.fields == {"script": "georgian", "count": 1}


def test_a_script_without_rules_is_hidden_when_that_was_decided() -> None:
    """The stretch becomes a label without a letter."""
    document = hide_all(exported(full_incident(narrative="Он сказал: გამარჯობა и ушёл.")))
    assert fields(document)["narrative"] == "Он сказал: [text  R6] и ушёл."


def test_names_are_replaced_by_labels() -> None:
    """Each text keeps its words, and has labels where names stood."""
    document = hide_all()
    assert fields(document)["narrative"] == (
        "Мы с [person A R4] свернули. Машина встала на [place A R1].\n[person A R4] улетел."
    )
    assert fields(document)["response"] == "Уехал к [person B R5]."


def test_every_part_has_its_form() -> None:
    """Codes stay codes, numbers numbers, times times; references become names or labels."""
    assert fields(hide_all()) == {
        "state": "complete",
        "narrative": (
            "Мы с [person A R4] свернули. Машина встала на [place A R1].\n[person A R4] улетел."
        ),
        "when": "2026-05-03T17:30 около 18:00 3 мая 2026",
        "when_basis": "clock",
        "noticed": "2026-05-03T00:00 3 мая 2026",
        "place.kind": "street",
        "place.country": "LT",
        "place.public_label": "улица в моём городе",
        "source": "own_senses",
        "certainty": "certain",
        "perpetrators.0.entity": "человек в серой кепке",
        "perpetrators.0.role": "за рулём",
        "perpetrators.1.role": "рядом",
        "witnesses.0.entity": "[person A R4]",
        "witnesses.0.saw": "Видел водителя.",
        "witnesses.0.independent": "yes",
        "effect": "Плохо сплю.",
        "response": "Уехал к [person B R5].",
        "follow_ups.0.body": "police",
        "follow_ups.0.to": "Участок",
        "follow_ups.0.official": "[text  R5]",
        "follow_ups.0.badge": "[text  R5]",
        "follow_ups.0.reference": "26-0417",
        "follow_ups.0.date": "2026-05-04T00:00 4 мая 2026",
        "stages.0.what": "Стояла у дома.",
        "stages.0.where": "у дома",
        "stages.0.when": "2026-05-03T00:00 3 мая 2026",
        "details.means": "vehicle",
        "details.distance": "50",
        "details.vehicles": "А123ВС, [person A R4]",
        "details.tests": "turned_back|crossed",
        "details.start_point": "у вокзала",
    }


def test_a_name_across_the_end_of_a_sentence_is_hidden_in_both() -> None:
    """An initial's full stop ends a segment; the name is still one."""
    incident = full_incident(narrative="Пришёл Глеб.\nЩеглов ушёл.")
    document = hide_all(exported(incident))
    value = next(f.value for f in document.paragraphs[0].fields if f.path == "narrative")
    assert isinstance(value, Text)
    assert [sentence.index for sentence in value.sentences] == [0, 1]
    assert fields(document)["narrative"] == "Пришёл [person A R4].\n[person A R4] ушёл."


def test_a_place_without_a_public_name_is_told_as_a_label() -> None:
    """The private label never stands in for it; a registered place keeps its pseudonym."""
    unnamed = full_incident(place=Place(label="Сиреневая, 5", kind="home"))
    assert fields(hide_all(exported(unnamed)))["place.public_label"] == "[place  R1]"
    linked = full_incident(place=Place(label="там", entity=rules().hidden()[-1].id))
    assert fields(hide_all(exported(linked)))["place.public_label"] == "[place A R1]"


@pytest.mark.parametrize(
    "place",
    [
        Place(country="LT", kind="street"),
        Place(kind="online"),
        Place(label="наш чат", kind="online"),
    ],
)
def test_where_no_place_is_kept_back_there_is_no_label(place: Place) -> None:
    """A label beside "online", or for a bare country, would look like something taken out."""
    shown = fields(hide_all(exported(full_incident(place=place))))
    assert "place.public_label" not in shown
    assert shown["place.kind"] == place.kind


def test_a_policy_can_leave_out_the_place() -> None:
    """A journalist's policy gives neither a place nor a label for it, if it says so."""
    silent = msgspec.structs.replace(LAWYER, fields={**LAWYER.fields, "place.public_label": "omit"})
    document = composed(
        exported(full_incident(narrative="", place=Place(label="там"))), by=rules(silent)
    )
    assert "place.public_label" not in fields(document)


def test_a_detail_that_its_kind_does_not_know_is_hidden() -> None:
    """Nobody knows what may stand in a field that no data file describes."""
    incident = full_incident(
        narrative="", details={"weapon": "слово", "tests": ("turned_back", "made up")}
    )
    shown = fields(composed(exported(incident)))
    assert shown["details.weapon"] == "[text  R6]"
    assert shown["details.tests"] == "[text  R6]"


def test_a_code_that_nobody_knows_is_treated_as_words() -> None:
    """A name typed where a code belongs is redacted like any other text."""
    incident = full_incident(
        narrative="", place=Place(country="Глеб Щеглов"), details={"means": "с Глебом"}
    )
    shown = fields(composed(exported(incident)))
    assert shown["place.country"] == "[person A R4]"
    assert shown["details.means"] == "с [person A R4]"


def test_the_places_of_an_account_are_hidden_by_the_type_of_their_field() -> None:
    """Where a place is told by its country, free words about one are not shown either."""
    coarse = msgspec.structs.replace(LAWYER, places="country")
    shown = fields(composed(exported(full_incident(narrative="")), by=rules(coarse)))
    assert shown["details.start_point"] == "[text  R1]"
    assert "place.public_label" not in shown
    assert shown["place.country"] == "LT"
    assert shown["details.distance"] == "50"


def test_a_kind_that_the_policy_leaves_out_is_not_told_of() -> None:
    """Neither the paragraph nor its exhibits; if nothing is left, nothing is made."""
    silent = msgspec.structs.replace(LAWYER, left_out=("surveillance.following",))
    other = exported(Incident(id=IncidentId(numbered(1)), kind="threat.call"), attachments=())
    document = composed(exported(), other, by=rules(silent))
    assert [paragraph.kind for paragraph in document.paragraphs] == ["threat.call"]
    assert document.exhibits == ()
    with pytest.raises(NothingSelectedError):
        composed(exported(), by=rules(silent))


def test_a_policy_may_do_without_exhibits() -> None:
    """Then not even their number is told."""
    bare = msgspec.structs.replace(LAWYER, attachments="none")
    document = composed(exported(full_incident(narrative="")), by=rules(bare))
    assert not document.exhibits
    assert not document.paragraphs[0].exhibits


def test_a_shown_name_is_redacted_too() -> None:
    """An organisation that carries a hidden person's name does not give it away."""
    agency = REGISTER[3]
    incident = full_incident(narrative="", details={"vehicles": (agency.id,)})
    assert fields(composed(exported(incident)))["details.vehicles"] == "Комитет [person A R4]"


def test_an_entity_that_is_not_in_the_register_is_hidden() -> None:
    """An id without an entity becomes a label of another kind."""
    incident = full_incident(narrative="", details={"vehicles": (entity_id(99),)})
    assert fields(composed(exported(incident)))["details.vehicles"] == "[other A R5]"


def test_paragraphs_stand_in_the_order_of_the_dates() -> None:
    """Undated incidents come last; of equal ones the one entered first."""
    early = exported(full_incident(1, narrative="", when=when("1 мая 2026")))
    late = exported(full_incident(2, narrative="", when=when("9 мая 2026")))
    undated = exported(full_incident(3, narrative="", when=None))
    later_entry = exported(
        full_incident(4, narrative="", when=None), first_recorded="2026-05-04T00:00:00Z"
    )
    order = chronological((later_entry, undated, late, early, early))
    assert order == (early, late, undated, later_entry)
    document = composed(later_entry, undated, late, early)
    assert [paragraph.number for paragraph in document.paragraphs] == [1, 2, 3, 4]


def test_the_machines_times_are_told_to_the_minute() -> None:
    """Seconds could be matched with another machine's records."""
    document = hide_all()
    paragraph = document.paragraphs[0]
    assert document.made == "2026-05-20T12:00Z"
    assert paragraph.recorded == "2026-05-04T08:12Z"
    assert paragraph.first_recorded == "2026-05-03T16:40Z"
    assert document.exhibits[0].recorded == "2026-05-03T16:55Z"
    assert paragraph.corrections[0].recorded == "2026-05-04T08:12Z"


def test_a_correction_names_only_what_is_exported() -> None:
    """That the title was changed is nobody's business."""
    assert hide_all().paragraphs[0].corrections[0].paths == ("narrative",)


def test_a_correction_points_to_a_paragraph_or_nowhere() -> None:
    """A link to an incident that is not exported would reveal that there is one."""
    first = full_incident(1, narrative="", when=when("1 мая 2026"))
    second = full_incident(2, narrative="", corrects=first.id)
    both = composed(exported(first), exported(second))
    assert [paragraph.corrects for paragraph in both.paragraphs] == [None, 1]
    assert composed(exported(second)).paragraphs[0].corrects is None


def test_exhibits_are_numbered_through_and_told_once() -> None:
    """Two paragraphs may name one exhibit."""
    first = exported(full_incident(1, narrative="", when=when("1 мая 2026")))
    second = exported(
        full_incident(2, narrative="", when=when("2 мая 2026")),
        attachments=(attachment(91, description="", provenance=""), attachment()),
    )
    document = composed(first, second)
    assert [paragraph.exhibits for paragraph in document.paragraphs] == [(1,), (2, 1)]
    assert [exhibit.number for exhibit in document.exhibits] == [1, 2]
    assert document.exhibits[1].description is None


FILE_FIELD = """
[[fields]]
id = "record"
type = "file"
label = { en = "Record", ru = "Запись", uk = "Запис", kk = "Жазба" }
help = { en = "The file.", ru = "Файл." }
"""


def test_a_file_of_a_detail_is_told_by_its_exhibit(tmp_path: Path) -> None:
    """The attachment's id never appears; a file that is not exported leaves no trace."""
    folder = resources.files("safelog.model") / "kinds"
    call = (folder / "threat.call.toml").read_text(encoding="utf-8")
    (tmp_path / "threat.call.toml").write_text(call + FILE_FIELD, encoding="utf-8")
    incident = Incident(
        id=IncidentId(numbered(1)), kind="threat.call", details={"record": attachment().id}
    )
    whole = exported(incident, corrections=())
    by = rules(msgspec.structs.replace(LAWYER, fields={**LAWYER.fields, "details.record": "show"}))
    assert fields(composed(whole, by=by, kinds=Kinds(tmp_path)))["details.record"] == "1"
    bare = exported(incident, corrections=(), attachments=())
    assert "details.record" not in fields(composed(bare, by=by, kinds=Kinds(tmp_path)))
    assert "details.record" not in fields(composed(whole, kinds=Kinds(tmp_path)))


def test_a_policy_without_images_gives_their_hash_only() -> None:
    """No copy, and no word about what was removed from it."""
    document = composed(exported(full_incident(narrative="")), by=rules(load_policies()["un"]))
    exhibit = document.exhibits[0]
    assert exhibit.copy is None
    assert exhibit.removed == ()
    assert exhibit.provenance is not None
    assert exhibit.provenance.sentences[0].pieces == (Hidden(kind="text", letter="", reason="R5"),)


def test_pseudonyms_follow_the_key_alone() -> None:
    """The same key gives the same letters, whatever the order of the register; others differ."""
    people = [FRIEND.id, SOURCE.id]
    incident = full_incident(narrative="", details={"vehicles": tuple(people)})
    seen = {
        fields(composed(exported(incident), key=bytes([n]) * 32))["details.vehicles"]
        for n in range(20)
    }
    assert seen == {
        "[person A R5], [person B R4]",
        "[person B R5], [person A R4]",
    }
    again = composed(exported(incident))
    assert again == composed(exported(incident))


def test_letters_count_only_what_stands_in_the_document() -> None:
    """A Person C would say that the register has two more."""
    incident = full_incident(
        narrative="", response="", witnesses=(), details={"vehicles": (FRIEND.id,)}
    )
    document = composed(exported(incident, attachments=()))
    assert fields(document)["details.vehicles"] == "[person A R5]"


def test_letters_go_on_after_z() -> None:
    """The twenty-seventh entity of a kind is AA."""
    strangers = tuple(entity_id(100 + n) for n in range(28))
    incident = full_incident(narrative="", response="", details={"vehicles": strangers})
    legend = composed(exported(incident)).legend
    letters = [row.hidden.letter for row in legend if row.hidden.kind == "other"]
    assert letters[24:] == ["Y", "Z", "AA", "AB"]


def test_the_legend_counts_only_where_the_recipient_is_told() -> None:
    """No policy tells counts by itself; the person may wish it for one recipient."""
    incident = full_incident(narrative="")
    told = composed(exported(incident), by=rules(counts=True))
    assert [(row.hidden.kind, row.count) for row in told.legend] == [("person", 4), ("person", 1)]
    untold = composed(exported(incident))
    assert {row.count for row in untold.legend} == {None}


def test_nothing_hidden_can_be_reached_from_the_document() -> None:
    """Neither the objects nor a pickle of them hold an original, nor a length of one."""
    secret = ["Глеб", "Щегл", "Щегол", "Тамар", "Сиренев", "Тайный", "Браткус", "4417", "Мария"]
    secret += [entity.id for entity in REGISTER if entity is not CAR]
    secret += [full_incident().id, attachment().id, attachment().name]
    document = hide_all()
    reached: list[object] = [document]
    seen: set[int] = set()
    while reached:
        thing = reached.pop()
        if id(thing) in seen or isinstance(thing, type):
            continue
        seen.add(id(thing))
        if isinstance(thing, str):
            assert not any(word in thing for word in secret)
        reached.extend(gc.get_referents(thing))
    pickled = pickle.dumps(document).decode("utf-8", "replace")
    encoded = msgspec.json.encode(document).decode()
    assert not any(word in text for word in secret for text in (pickled, encoded))
    assert any("Глеб" in text for _, text in texts(full_incident()))


def test_what_is_hidden_leaves_no_length() -> None:
    """Two accounts that differ only in hidden names give one document."""
    short = full_incident(narrative="Это Глеб.")
    long = full_incident(narrative="Это Глебом Щегловым.")
    assert hide_all(exported(short)) == hide_all(exported(long))


def test_neighbours_of_one_entity_become_one_label() -> None:
    """Two labels side by side would count the words of a name."""
    incident = full_incident(narrative="Это Щегол Глеб Щеглов, Тамара и щегол - Тамара.")
    assert fields(hide_all(exported(incident)))["narrative"] == (
        "Это [person A R4], [person B R5] и [person A R4] - [person B R5]."
    )
