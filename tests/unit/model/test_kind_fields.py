"""Every field that the people who use the record asked for is there, kind by kind."""

from __future__ import annotations

import pytest

from safelog.model.kind import Kinds, load_kinds

# By kind, the ids that ask for what a case needs. What a kind cannot have is left out: a letter has
# no duration, a threat face to face no number, a silent call no link and no audience.
FOLLOWING = (
    "start_point end_point route distance times_seen tests people equipment why_surveillance"
)
WATCH = "vantage_point watched_from watched_until shifts looked_at vehicles"
DRONE = "appeared_at height distance size lights sound camera duration operator_seen"
WORDS = "channel words language_accent demand deadline private_knowledge recording replied"
BY_DEVICE = f"{WORDS} sender sender_hidden duration"
LURE = (
    "claimed_identity disproof asks pressure_or_reward verification verification_result series"
    " outcome"
)
ABDUCTION = "people vehicles force route words how_stopped injuries"
INTRUSION = "devices account exposed measures"
PROCEDURE = "requesting_state authority documents articles hearing_dates next_hearing lawyer_access"

FIELDS = {
    "surveillance.following": FOLLOWING,
    "surveillance.watch": WATCH,
    "surveillance.event": "event behaviour filming noticed_by",
    "surveillance.drone": DRONE,
    "surveillance.camera": "camera_place operator consequence",
    "threat.call": BY_DEVICE,
    "threat.message": BY_DEVICE,
    "threat.letter": f"{WORDS} sender sender_hidden",
    "threat.in_person": f"{WORDS} sender_hidden duration",
    "harassment.smear": "platform link count audience",
    "harassment.doxxing": "platform link count audience",
    "harassment.silent_calls": "channel sender sender_hidden count",
    "harassment.insults": "platform link count audience",
    "lure.direct": LURE,
    "lure.trusted_person": LURE,
    "abduction.attempt": ABDUCTION,
    "abduction.completed": ABDUCTION,
    "assault": "injuries symptoms onset treatment samples samples_holder",
    "poisoning": (
        "symptoms onset eaten_before touched_before treatment samples samples_holder"
        " laboratory_result"
    ),
    "past_torture": "injuries symptoms onset treatment",
    "visit": (
        "acts agency_claimed identification names_given warrant items_taken serial_numbers signed"
    ),
    "intrusion.phishing": f"{INTRUSION} links file_hash",
    "intrusion.spyware": f"{INTRUSION} indicator links file_hash",
    "intrusion.sim_swap": f"{INTRUSION} indicator",
    "intrusion.access": f"{INTRUSION} indicator links file_hash",
    "detention": PROCEDURE,
    "extradition": f"{PROCEDURE} flight escort",
    "summary_removal": f"{PROCEDURE} flight escort",
    "border_stop": f"{PROCEDURE} flight escort",
    "disappearance": (
        "missing_person last_seen last_seen_place last_seen_with forces_believed asked_of asked_by"
    ),
    "mobility": "document refusal body words",
    "host_state": "body official basis words",
    "warning": "warner warner_channel warner_words warner_knowledge",
    "home_pressure": "home_measures case_number body relatives demand",
    "status": "body reference decision_date served_date deadline reasoning",
    "impact": "areas scale since causes cost",
    "unsure": "why_noticed judgement",
    "context": "event_kind region published_source",
}

TYPES = {
    "number": "people count height distance times_seen duration",
    "place": "start_point end_point vantage_point camera_place held_at last_seen_place",
    "time": (
        "deadline onset last_seen next_hearing decision_date served_date since watched_from"
        " watched_until"
    ),
    "verbatim": "words warner_words reasoning",
    "entities": (
        "vehicles sender link links account devices relatives samples_holder asked_by noticed_by"
    ),
    "entity": "warner missing_person claimed_person",
    "yes_no_unknown": "recording replied sender_hidden camera operator_seen",
    "choices": "private_knowledge force exposed areas asks acts",
    "choice": "lawyer_access scale warrant identification judgement decision",
}


@pytest.fixture(scope="module")
def kinds() -> Kinds:
    """Return the kinds that come with safelog."""
    return load_kinds()


def test_these_are_all_the_kinds(kinds: Kinds) -> None:
    """No kind is missing, and none stands beside the table."""
    assert [kind.code for kind in kinds.all()] == list(FIELDS)


@pytest.mark.parametrize("code", FIELDS)
def test_kinds_have_the_fields_that_cases_need(kinds: Kinds, code: str) -> None:
    """Each kind asks for everything that lawyers and NGOs ask about it."""
    missing = set(FIELDS[code].split()) - {field.id for field in kinds.get(code).fields}
    assert missing == set()


@pytest.fixture(scope="module")
def types(kinds: Kinds) -> dict[str, set[str]]:
    """Return the types under which each id stands in any kind."""
    found: dict[str, set[str]] = {}
    for kind in kinds.all():
        for field in kind.fields:
            found.setdefault(field.id, set()).add(field.type)
    return found


def test_an_id_means_one_type(types: dict[str, set[str]]) -> None:
    """A policy and a query name a field by its id alone, so the id says what it holds."""
    assert {id_: several for id_, several in types.items() if len(several) > 1} == {}


@pytest.mark.parametrize("type_", TYPES)
def test_fields_have_the_type_that_fits_them(types: dict[str, set[str]], type_: str) -> None:
    """Numbers are numbers, places places, and quotations are kept word for word."""
    ids = TYPES[type_].split()
    assert {id_: types[id_] for id_ in ids} == {id_: {type_} for id_ in ids}
