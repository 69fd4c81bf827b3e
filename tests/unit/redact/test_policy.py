"""Policies are data; whatever they do not speak about is hidden or left out."""

from __future__ import annotations

import re
from importlib import resources

import msgspec
import pytest

from safelog.errors import InvalidFieldError
from safelog.i18n import DOCUMENT_LANGUAGES
from safelog.model.entity import ENTITY_KINDS, Entity
from safelog.model.kind import Kind
from safelog.model.leaves import leaves
from safelog.redact.policy import (
    NEVER_EXPORTED,
    PlacePrecision,
    bare_path,
    load_policies,
    load_policy,
)
from tests.unit.redact.world import (
    AGENCY,
    CAR,
    FRIEND,
    KINDS,
    LAWYER,
    REGISTER,
    SOURCE,
    STRANGER,
    entity_id,
    full_incident,
    rules,
)

POLICIES = load_policies()


LAWYER_TOML = (resources.files("safelog.redact") / "policies" / "lawyer.toml").read_text("utf-8")


def test_the_package_has_a_policy_for_each_kind_of_recipient() -> None:
    """Two kinds of lawyer, police, the United Nations, a journalist and an organisation."""
    assert set(POLICIES) == {
        "lawyer",
        "lawyer_extradition",
        "police",
        "un",
        "journalist",
        "ngo",
    }
    assert all(code == policy.code for code, policy in POLICIES.items())


@pytest.mark.parametrize("code", sorted(POLICIES))
def test_every_policy_is_named_in_the_languages_of_documents(code: str) -> None:
    """A policy can be printed in every document."""
    assert set(POLICIES[code].label) == set(DOCUMENT_LANGUAGES)


@pytest.mark.parametrize("code", sorted(POLICIES))
def test_every_policy_decides_about_every_part(code: str) -> None:
    """A part that a policy forgot would be left out in silence."""
    known = set(POLICIES[code].fields) | NEVER_EXPORTED
    parts = {bare_path(leaf.path) for leaf in leaves(full_incident())}
    assert {part for part in parts if not part.startswith("details.")} <= known


@pytest.mark.parametrize("code", sorted(POLICIES))
def test_every_policy_decides_about_every_field_of_every_kind(code: str) -> None:
    """A field of a kind is shown, left out or hidden on purpose, and none that is no field."""
    known = {f"details.{field.id}" for kind in KINDS.all() for field in kind.fields}
    decided = {path for path in POLICIES[code].fields if path.startswith("details.")}
    assert decided == known


@pytest.mark.parametrize("code", sorted(POLICIES))
def test_a_policy_leaves_out_kinds_that_there_are(code: str) -> None:
    """A slip in the code of a kind would show it."""
    assert set(POLICIES[code].left_out) <= set(KINDS.codes)


@pytest.mark.parametrize("code", sorted(POLICIES))
@pytest.mark.parametrize("kind", KINDS.all(), ids=lambda kind: kind.code)
def test_no_policy_shows_by_what_a_source_is_found(code: str, kind: Kind) -> None:
    """Nor what protects the person, the devices they use, or what kin at home are told of."""
    never = {"warner_channel", "warner_knowledge", "belief_basis", "doctor", "relatives_affected"}
    never |= {"measures", "exposed_details", "private_knowledge_details", "account", "devices"}
    for field in kind.fields:
        if field.id in never:
            assert POLICIES[code].action(f"details.{field.id}") != "show"


def test_a_journalist_learns_nothing_of_health_or_home() -> None:
    """Not even that there is something; a place is told by its country."""
    policy = POLICIES["journalist"]
    for field in ("symptoms", "treatment", "laboratory_result", "injuries"):
        assert policy.action(f"details.{field}") == "omit"
    assert policy.action("place.public_label") == "omit"
    assert policy.action("place.country") == "show"
    assert policy.action("stages.0.where") == "R1"


def test_the_police_learn_plates_and_places_but_no_source() -> None:
    """A complaint needs what can be looked for; a warning is none of its kinds."""
    policy = POLICIES["police"]
    assert policy.entities["vehicle"] == "show"
    assert policy.action("details.serial_numbers") == policy.action("details.words") == "show"
    assert "warning" in policy.left_out


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ("label", {"place.public_label", "place.country", "place.kind"}),
        ("country", {"place.country", "place.kind"}),
        ("nothing", set()),
    ],
)
def test_a_place_is_told_as_exactly_as_the_policy_says(
    places: PlacePrecision, told: set[str]
) -> None:
    """By its public label, by its country, or not at all."""
    policy = msgspec.structs.replace(LAWYER, places=places)
    paths = ("place.public_label", "place.country", "place.kind")
    assert {path for path in paths if policy.action(path) == "show"} == told
    assert policy.action("stages.0.where") == ("show" if places == "label" else "R1")
    assert policy.action_on_place("omit") == "omit"


def test_a_policy_cannot_decide_twice_about_a_field() -> None:
    """Of two answers nobody knows which one holds."""
    with pytest.raises(InvalidFieldError):
        load_policy(LAWYER_TOML.replace("R3 = [", 'R3 = ["route", '))


@pytest.mark.parametrize("code", sorted(POLICIES))
def test_every_policy_decides_about_every_kind_of_entity(code: str) -> None:
    """Each kind of entity is shown or hidden on purpose."""
    assert set(POLICIES[code].entities) == set(ENTITY_KINDS)


@pytest.mark.parametrize("path", sorted(NEVER_EXPORTED))
def test_a_policy_cannot_show_what_is_never_exported(path: str) -> None:
    """A file that shows a title, an id or a private place label is refused."""
    with pytest.raises(InvalidFieldError):
        load_policy(LAWYER_TOML.replace("[fields]", f'[fields]\n"{path}" = "show"'))


def test_what_is_never_exported_stays_out_of_a_policy_made_otherwise() -> None:
    """The rule holds where a policy is used, not only where it is read."""
    careless = msgspec.structs.replace(LAWYER, fields={**LAWYER.fields, "title": "show"})
    assert careless.action("title") == "omit"


def test_a_policy_cannot_make_an_answer_look_like_a_silence() -> None:
    """Reports without their answers would say that nobody answered."""
    with pytest.raises(InvalidFieldError):
        load_policy(LAWYER_TOML.replace('"follow_ups.answer" = "show"', ""))


def test_reports_can_be_left_out_whole() -> None:
    """Without any date of a report there is no silence to count."""
    policy = load_policy(re.sub('"follow_ups.*', "", LAWYER_TOML))
    assert policy.action("follow_ups.0.date") == "omit"


@pytest.mark.parametrize("text", ["code = ", "code = 'x'", "nonsense = 1"])
def test_a_file_that_is_no_policy_is_refused(text: str) -> None:
    """A slip in a policy is named, not guessed around."""
    with pytest.raises(InvalidFieldError):
        load_policy(text)


def test_a_part_without_a_rule_is_left_out() -> None:
    """A part added to the model later is not exported before a policy says so."""
    assert LAWYER.action("next_year_s_field") == "omit"
    assert LAWYER.action("details.anything") == "omit"
    assert LAWYER.action("details.words") == "show"
    assert LAWYER.action("stages.3.what") == "show"


def test_an_entity_nobody_spoke_about_is_hidden() -> None:
    """The default is to hide, for a kind without a rule and for an unknown id."""
    silent = msgspec.structs.replace(LAWYER, entities={})
    assert rules(silent).reason(AGENCY.id) == "R5"
    assert rules().reason(entity_id(99)) == "R5"


def test_the_policy_hides_and_shows_by_kind() -> None:
    """The lawyer's policy hides people and shows organisations."""
    assert rules().reason(FRIEND.id) == "R5"
    assert rules().reason(AGENCY.id) is None
    assert rules().reason(CAR.id) is None


def test_the_protected_are_hidden_unless_they_are_named() -> None:
    """A source is hidden with its own reason; the person may show it to one recipient."""
    assert rules().reason(SOURCE.id) == "R4"
    assert rules(show=(SOURCE.id,)).reason(SOURCE.id) is None


def test_hiding_wins_over_showing() -> None:
    """An entity named in both lists of a profile is hidden."""
    assert rules(show=(CAR.id,), hide=(CAR.id,)).reason(CAR.id) == "R5"


def test_a_profile_hides_whole_kinds() -> None:
    """What the policy shows can be hidden from one recipient."""
    assert rules(hide_kinds=("organisation",)).reason(AGENCY.id) == "R5"


def test_a_reason_given_by_the_person_hides_and_is_kept() -> None:
    """An entity with a reason of its own is hidden where its kind would be shown."""
    careful = Entity(id=entity_id(30), kind="organisation", name="Ателье", reason="R6")
    by = rules()
    judged = type(by)(LAWYER, by.profile, (*REGISTER, careful))
    assert judged.reason(careful.id) == "R6"


def test_a_description_is_shown_where_the_policy_says_so() -> None:
    """A description of an unknown person is no name; a journalist still does not get it."""
    assert rules().reason(STRANGER.id) is None
    assert rules(POLICIES["journalist"]).reason(STRANGER.id) == "R5"


def test_the_hidden_come_in_the_order_of_the_register() -> None:
    """The hidden entities are what a matcher is built from."""
    hidden = [entity.id for entity in rules().hidden()]
    assert hidden == [e.id for e in REGISTER if e not in (CAR, AGENCY, STRANGER)]


def test_a_profile_decides_about_counts() -> None:
    """Counts are told only if the person wishes."""
    assert not any(policy.counts for policy in POLICIES.values())
    assert rules().counts is False
    assert rules(counts=True).counts is True
