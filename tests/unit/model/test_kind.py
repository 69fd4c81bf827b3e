"""Kinds of incident are data, complete, in every language, and in step with the structs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from safelog.errors import UnknownKindError
from safelog.i18n import catalogue
from safelog.model import entity, incident
from safelog.model.entity import ENTITY_KINDS, REASONS, Protected
from safelog.model.incident import FollowUp, Incident, Perpetrator, Place, Stage, Witness
from safelog.model.kind import (
    DOCUMENT_LANGUAGES,
    LANGUAGES,
    Field,
    KindDataError,
    Kinds,
    label,
    load_kinds,
    parse_kind,
)
from tests.unit.model.kinds_folder import kinds_with

PAPERS = """\
    { code = "papers", label = { en = "papers", ru = "бумаги", uk = "папери", kk = "қағаз" } },
"""
VISIT = """
code = "caller"
family = "K7"
order = 10
freedom_house = "threats_from_distance"
label = { en = "Visit", ru = "Визит", uk = "Візит", kk = "Келу" }
help = { en = "Somebody came.", ru = "Кто-то пришёл." }
neutral_title = { en = "Visit", ru = "Визит" }
summary = { en = "Visit, {when}", ru = "Визит, {when}" }

[[fields]]
id = "agency_claimed"
type = "text"
label = { en = "Agency", ru = "Ведомство", uk = "Відомство", kk = "Мекеме" }
help = { en = "As they said it.", ru = "Как было сказано." }

[[fields]]
id = "warrant"
type = "yes_no_unknown"
label = { en = "Warrant", ru = "Ордер", uk = "Ордер", kk = "Қаулы" }
export_label.en = "Order shown"
export_label.ru = "Ордер показан"
export_label.uk = "Ордер показано"
export_label.kk = "Қаулы көрсетілді"
help = { en = "Whether one was shown.", ru = "Показали ли его." }

[[fields]]
id = "people"
type = "number"
unit = "people"
label = { en = "People", ru = "Люди", uk = "Люди", kk = "Адамдар" }
help = { en = "How many.", ru = "Сколько." }

[[fields]]
id = "taken"
type = "choices"
label = { en = "Taken", ru = "Забрали", uk = "Забрали", kk = "Алынғаны" }
help = { en = "What.", ru = "Что." }
options = [
    { code = "phone", label = { en = "phone", ru = "телефон", uk = "телефон", kk = "телефон" } },
    { code = "papers", label = { en = "papers", ru = "бумаги", uk = "папери", kk = "қағаз" } },
]

[[fields]]
id = "officers"
type = "entities"
entity_kinds = ["person"]
protected = "source"
label = { en = "Officers", ru = "Сотрудники", uk = "Службовці", kk = "Қызметкерлер" }
help = { en = "Who.", ru = "Кто." }
"""


@pytest.fixture(scope="module")
def kinds() -> Kinds:
    """Return the kinds that come with safelog."""
    return load_kinds()


def every_field(kinds: Kinds) -> list[Field]:
    """Return all fields of all kinds, and the common ones with what they hold."""
    inner = [field for group in kinds.common for field in group.fields]
    return [field for kind in kinds.all() for field in kind.fields] + [*kinds.common, *inner]


def test_families_are_those_of_the_kinds(kinds: Kinds) -> None:
    """Every family is described, in the order of its kinds, and has at least one."""
    described = [option.code for option in kinds.families]
    assert described == list(dict.fromkeys(kind.family for kind in kinds.all()))
    assert described == [*(f"K{number}" for number in range(1, 18)), "P"]
    listed = [kind for family in described for kind in kinds.of_family(family)]
    assert listed == list(kinds.all())
    assert kinds.of_family("K99") == ()


def test_languages_are_those_of_the_catalogues() -> None:
    """A person is asked in the languages of the screens; labels are in those of documents too."""
    assert LANGUAGES == catalogue.LANGUAGES
    assert DOCUMENT_LANGUAGES == catalogue.DOCUMENT_LANGUAGES


def test_own_fields_do_not_hide_common_ones(kinds: Kinds) -> None:
    """No kind has a field with the id of a common one: a prompt would be ambiguous."""
    common = {field.id for field in kinds.common}
    for kind in kinds.all():
        assert not common & {field.id for field in kind.fields}


def test_only_english_is_written_in_latin_letters(kinds: Kinds) -> None:
    """A text under the wrong language would reach the wrong reader."""
    described: list[tuple[dict[str, str], ...]] = [
        (kind.label, kind.help, kind.neutral_title) for kind in kinds.all()
    ]
    described += [(option.label, option.help) for option in kinds.families]
    for field in every_field(kinds):
        described += [(field.label, field.help, field.export_label or field.label)]
    for several in described:
        for texts in several:
            for language, words in texts.items():
                assert bool(re.search("[а-яёіїєґәғқңөұүһ]", words)) is (language != "en"), words


def test_common_fields_are_those_of_the_incident(kinds: Kinds) -> None:
    """Every field that a person fills in is described, and no other one is."""
    machine = {"id", "kind", "corrects", "details", "mentions"}
    assert {field.id for field in kinds.common} == set(Incident.__struct_fields__) - machine


@pytest.mark.parametrize(
    ("field_id", "struct"),
    [
        ("place", Place),
        ("stages", Stage),
        ("perpetrators", Perpetrator),
        ("witnesses", Witness),
        ("follow_ups", FollowUp),
    ],
)
def test_rows_are_those_of_the_structs(
    kinds: Kinds, field_id: str, struct: type[msgspec.Struct]
) -> None:
    """What a row holds is what its struct holds."""
    common = {field.id: field for field in kinds.common}
    assert {field.id for field in common[field_id].fields} == set(struct.__struct_fields__)


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        ("state", incident.State),
        ("when_basis", incident.Basis),
        ("source", incident.Source),
        ("reliability", incident.Reliability),
        ("certainty", incident.Certainty),
        ("consent", incident.Consent),
        ("place.kind", incident.PlaceKind),
        ("witnesses.independent", incident.Independent),
        ("follow_ups.body", incident.Body),
        ("follow_ups.channel", incident.Channel),
    ],
)
def test_options_are_those_of_the_structs(kinds: Kinds, path: str, codes: object) -> None:
    """A choice offers exactly the codes that can be stored."""
    name, _, inner = path.partition(".")
    field = {field.id: field for field in kinds.common}[name]
    if inner:
        field = {field.id: field for field in field.fields}[inner]
    assert {option.code for option in field.options} == set(get_args(codes)) - {""}


def test_entities_and_reasons_are_those_of_the_structs(kinds: Kinds) -> None:
    """Kinds of entity, ways of protection and reasons are all described, in order."""
    assert tuple(option.code for option in kinds.entity_kinds) == ENTITY_KINDS
    assert tuple(option.code for option in kinds.reasons) == REASONS
    assert {option.code for option in kinds.protected} == set(get_args(Protected))
    assert entity.REASONS[0] == "R1"


def test_labels_by_code(kinds: Kinds) -> None:
    """A label is found by code and language; what does not exist is an error."""
    assert kinds.entity_kind_label("person", "ru") == "Человек"
    assert label(kinds.reasons, "R3", "en") == "relative at home"
    with pytest.raises(LookupError):
        kinds.entity_kind_label("ghost", "en")
    with pytest.raises(LookupError):
        kinds.entity_kind_label("person", "xx")


def test_a_summary_takes_only_the_time(kinds: Kinds) -> None:
    """A line in a list can be filled without any of the person's words."""
    for kind in kinds.all():
        for language in LANGUAGES:
            assert kind.summary[language].format(when="…").endswith("…")


def test_neutral_titles_tell_one_kind_from_another(kinds: Kinds) -> None:
    """A title stands for one kind, and names none of what the kind is about."""
    for language in LANGUAGES:
        titles = [kind.neutral_title[language] for kind in kinds.all()]
        assert len(titles) == len(set(titles))
        assert not [title for title in titles if TELLING.search(title)]


TELLING = re.compile(
    "threat|follow|watch|drone|abduct|assault|poison|tortur|arrest|deten|extradit|phish|spy"
    "|disappear|asylum|угроз|слеж|наблюд|дрон|похищ|напад|отрав|пыт|арест|задерж|экстрад|убежищ",
    re.IGNORECASE,
)


def test_mappings_for_aggregation(kinds: Kinds) -> None:
    """Kinds carry the terms of the two common schemes where these have one that is always true."""
    distance, none = "threats_from_distance", ""
    families = {kind.code: kind.freedom_house for kind in kinds.all()}
    assert families["surveillance.watch"] == distance
    assert families["abduction.attempt"] == "direct_attack"
    assert families["extradition"] == "co_opting"
    assert families["mobility"] == "mobility_controls"
    assert families["poisoning"] == families["detention"] == families["lure.direct"] == none
    terms = {kind.huridocs: kind.code for kind in kinds.all()}
    assert terms.keys() == TYPES_OF_ACTS | {""}
    assert terms["Abduction; kidnapping"] == "abduction.completed"


TYPES_OF_ACTS = {
    "Surveillance",
    "Psychological assault, harassment",
    "Abduction; kidnapping",
    "Physical assaults, including domestic violence",
    "Torture",
    "Detention, imprisonment",
    "Disappearance",
}
"""The terms of HURIDOCS Micro-thesaurus 4 that are used, as they are written there."""


QUESTION = {
    "en": re.compile(
        r"^(Who|What|When|Where|Why|How|Whether|Which|As if)\b|\byou(r|rs)?\b", re.IGNORECASE
    ),
    "ru": re.compile(
        r"^(Кто|Кем|Кого|Что|Чем|На что|О чём|Когда|Где|Откуда|Почему|Как|Каким|Сколько|С какого"
        r"|До какого|На каком|Будто|К чему)\b|\bв(ы|ас|ам|ами|аш\w*)\b|\bли\b",
        re.IGNORECASE,
    ),
    "uk": re.compile(
        r"^(Хто|Ким|Кого|Що|Чим|На що|Про що|Коли|Де|Звідки|Чому|Як|Яким|Скільки|З якого|Чи)\b"
        r"|\bв(и|ас|ам|ами|аш\w*)\b",
        re.IGNORECASE,
    ),
    "kk": re.compile(
        r"^(Кім|Не|Қашан|Қайда|Қайдан|Неге|Қалай|Қанша|Қандай)\b|\bсіз\w*|\bм[ае]\b|\?$",
        re.IGNORECASE,
    ),
}
ASKED = {
    "en": "What you replied",
    "ru": "Ответили ли вы",
    "uk": "Чи відповіли ви",
    "kk": "Сіз жауап бердіңіз бе",
}


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_labels_for_exports_are_no_questions(kinds: Kinds, language: str) -> None:
    """What a court reads is a name for the answer, never a question to the person."""
    assert QUESTION[language].search(ASKED[language])
    for kind in kinds.all():
        assert not QUESTION[language].search(kind.label[language]), kind.code
        for field in kind.fields:
            shown = (field.export_label or field.label)[language]
            assert not QUESTION[language].search(shown), (kind.code, field.id, shown)


def test_common_fields_have_their_export_names_in_the_catalogue(kinds: Kinds) -> None:
    """An export names common fields itself, so a second name here would never be read."""
    inner = [field for group in kinds.common for field in group.fields]
    assert not [field.id for field in (*kinds.common, *inner) if field.export_label]


@pytest.mark.parametrize(
    ("code", "field_id", "protected"),
    [
        ("warning", "warner", "source"),
        ("home_pressure", "relatives", "relative_at_home"),
        ("disappearance", "asked_by", "relative_at_home"),
        ("disappearance", "last_seen_with", "source"),
        ("surveillance.event", "noticed_by", "source"),
        ("lure.trusted_person", "claimed_person", "relative_at_home"),
        ("poisoning", "samples_holder", "helper"),
        ("intrusion.spyware", "examined_by", "helper"),
    ],
)
def test_people_whom_an_entry_could_endanger_are_marked(
    kinds: Kinds, code: str, field_id: str, protected: str
) -> None:
    """A field that asks for a source, a relative or a helper says how they are protected."""
    fields = {field.id: field for field in kinds.get(code).fields}
    assert fields[field_id].protected == protected


@pytest.mark.parametrize(
    "code", ["", "common", "families", "answers", "ghost", "../kind", "threat", "threat.CALL"]
)
def test_unknown_codes(kinds: Kinds, code: str) -> None:
    """A code that is no kind is refused, however it is written."""
    with pytest.raises(UnknownKindError):
        kinds.get(code)


def test_a_kind_is_read_once(kinds: Kinds) -> None:
    """Asking twice gives the same kind and reads one file."""
    assert kinds.get("threat.call") is kinds.get("threat.call")


def test_a_new_kind_is_a_new_file(tmp_path: Path) -> None:
    """A file in the folder is all that a new kind needs."""
    kinds = kinds_with(tmp_path, "caller", VISIT)
    assert [kind.code for kind in kinds.of_family("K7")] == ["caller", "visit"]
    fields = {field.id: field for field in kinds.get("caller").fields}
    assert [option.code for option in fields["warrant"].options] == ["yes", "no", "unknown"]
    assert fields["warrant"].options[2].label["ru"] == "не знаю"
    assert fields["warrant"].export_label["en"] == "Order shown"
    assert fields["people"].unit == "people"
    assert fields["officers"].entity_kinds == ("person",)
    assert fields["officers"].protected == "source"


def test_a_file_holds_the_kind_that_it_is_named_after(tmp_path: Path) -> None:
    """A kind under another name would be found by one code and stored under another."""
    (tmp_path / "call.toml").write_text(VISIT, encoding="utf-8")
    with pytest.raises(KindDataError, match="the file says it is caller"):
        Kinds(tmp_path).get("call")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('code = "caller"', 'code = "Visit"', "code is not like"),
        ('code = "caller"', 'code = "a.b.c"', "code is not like"),
        ('family = "K7"', 'family = "Z7"', "no family Z7"),
        ('"threats_from_distance"', '"far_away"', "freedom_house"),
        ('ru = "Визит, {when}"', 'ru = "Визит {who}"', "summary takes only when"),
        ('ru = "Визит, {when}"', 'ru = "Визит {"', "summary takes only when"),
        ('ru = "Визит, {when}"', 'ru = " "', "summary: empty in a language"),
        (', uk = "Візит"', "", "label: not in every language"),
        ('ru = "Ордер"', 'de = "Beschluss"', "field warrant: label: not in every language"),
        ('en = "Somebody came."', 'de = "Besuch."', "help: not in every language"),
        ('ru = "Кто-то пришёл."', 'ru = "Визит.", uk = "Візит."', "help: not in every language"),
        ('ru = "Показали ли его."', 'ru = ""', "field warrant: help: empty in a language"),
        ('id = "warrant"', 'id = "Warrant"', "not in small letters"),
        ('id = "warrant"', 'id = "people"', "field people: the id is there twice"),
        ('type = "yes_no_unknown"', 'type = "maybe"', "type"),
        ('type = "yes_no_unknown"', 'type = "choice"', "type choice needs options"),
        ('type = "choices"', 'type = "text"', "type text takes no options"),
        ('type = "number"', 'type = "text"', "only a number has a unit"),
        ('type = "text"', 'type = "entity"', "type entity needs entity_kinds"),
        ('type = "text"', 'type = "rows"', "a kind has no rows field"),
        ('entity_kinds = ["person"]', 'entity_kinds = ["ghost"]', "entity_kinds"),
        ('unit = "people"', 'unit = "leagues"', "unit"),
        ('.ru = "Ордер показан"', '.de = "Beschluss"', "export_label: not in every language"),
        ('protected = "source"', 'protected = "friend"', "protected"),
        ('entity_kinds = ["person"]', 'entity_kinds = ["vehicle"]', "only people are protected"),
        ('code = "papers"', 'code = "phone"', "an option is there twice"),
        (', kk = "қағаз"', "", "option papers: label"),
        ('kk = "қағаз" }', 'kk = "қағаз" }, help = { en = "" }', "option papers: help"),
        (PAPERS, "", "nothing to choose between"),
        ("order = 10", "order = 10\nicon = 1", "icon"),
        ("order = 10", "order =", "kind: "),
    ],
)
def test_slips_in_a_file_are_named(old: str, new: str, problem: str) -> None:
    """A slip is found when the file is read, and the message says where and what."""
    assert VISIT.count(old) >= 1
    with pytest.raises(KindDataError, match=re.escape(problem)):
        parse_kind(VISIT.replace(old, new, 1))


def test_a_kind_without_fields_is_a_slip() -> None:
    """A kind that asks nothing is not finished."""
    with pytest.raises(KindDataError, match="there are no fields"):
        parse_kind(VISIT.partition("[[fields]]")[0] + "fields = []")


def test_context_comes_last(tmp_path: Path) -> None:
    """Context events stand after all kinds of incident."""
    (tmp_path / "caller.toml").write_text(VISIT, encoding="utf-8")
    context = VISIT.replace('"caller"', '"context"', 1).replace('"K7"', '"P"', 1)
    (tmp_path / "context.toml").write_text(context, encoding="utf-8")
    assert [kind.code for kind in Kinds(tmp_path).all()] == ["caller", "context"]
