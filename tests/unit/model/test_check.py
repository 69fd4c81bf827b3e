"""The rules of an incident that types cannot express."""

from __future__ import annotations

import msgspec
import pytest

from safelog.errors import (
    InvalidFieldError,
    InvalidTextError,
    InvalidTimeError,
    UnknownKindError,
)
from safelog.model.check import LIST_LIMIT, check_incident
from safelog.model.ids import EntityId, IncidentId, make_id
from safelog.model.incident import Incident, Mention, Stage, Witness
from safelog.model.kind import Kind, load_kinds
from safelog.model.text import LINE_LIMIT
from safelog.model.when import unknown

KINDS = load_kinds()
ID = IncidentId(make_id(bytes(16)))
ENTITY = EntityId(make_id(bytes(16)))
CALL = Incident(id=ID, kind="threat.call", narrative="слова")


def changed(**fields: object) -> Incident:
    """Return the call with other fields."""
    return msgspec.structs.replace(CALL, **fields)


def test_a_whole_incident_is_accepted() -> None:
    """Every type of field with a value that fits."""
    check_incident(
        changed(
            corrects=ID,
            when=unknown("когда-то", "Asia/Almaty"),
            witnesses=(Witness(entity=ENTITY),),
            mentions=(Mention(field="narrative", start=0, end=5, entity=ENTITY),),
            details={
                "channel": "phone",
                "sender": (ENTITY,),
                "sender_hidden": "no",
                "words": "речь",
                "deadline": unknown("к осени", "Asia/Almaty"),
                "private_knowledge": ("address", "pet"),
                "duration": 2.5,
            },
        ),
        KINDS,
    )


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"id": "x"}, "id"),
        ({"corrects": "x"}, "id"),
        ({"witnesses": (Witness(entity=EntityId("x")),)}, "witnesses.0.entity"),
        ({"stages": (Stage(what="а"),) * (LIST_LIMIT + 1)}, "stages"),
        ({"details": {"no_such": "x"}}, "details.no_such"),
        ({"details": {"нет\x1b": "x"}}, "details"),
        ({"details": {"x" * 80: "x"}}, "details"),
        ({"details": {"channel": "pigeon"}}, "details.channel"),
        ({"details": {"channel": 3}}, "details.channel"),
        ({"details": {"sender": "x"}}, "details.sender"),
        ({"details": {"sender": ("x",)}}, "details.sender"),
        ({"details": {"sender_hidden": "maybe"}}, "details.sender_hidden"),
        ({"details": {"words": 3}}, "details.words"),
        ({"details": {"deadline": "завтра"}}, "details.deadline"),
        ({"details": {"private_knowledge": ("address", "x")}}, "details.private_knowledge"),
        ({"details": {"private_knowledge": "address"}}, "details.private_knowledge"),
        ({"details": {"duration": "2"}}, "details.duration"),
        ({"details": {"duration": True}}, "details.duration"),
        ({"mentions": (Mention(field="narrative", start=0, end=6, entity=ENTITY),)}, "mentions"),
        ({"mentions": (Mention(field="narrative", start=-1, end=2, entity=ENTITY),)}, "mentions"),
        ({"mentions": (Mention(field="narrative", start=2, end=2, entity=ENTITY),)}, "mentions"),
        ({"mentions": (Mention(field="effect", start=0, end=1, entity=ENTITY),)}, "mentions"),
        (
            {"mentions": (Mention(field="narrative", start=0, end=1, entity=EntityId("x")),)},
            "mentions",
        ),
    ],
)
def test_a_broken_rule_is_named(fields: dict[str, object], field: str) -> None:
    """The name of a hostile detail is not repeated."""
    with pytest.raises(InvalidFieldError) as caught:
        check_incident(changed(**fields), KINDS)
    assert caught.value.fields == {"field": field}


def test_an_unknown_kind_is_refused() -> None:
    """Kinds are what the data files say."""
    with pytest.raises(UnknownKindError):
        check_incident(changed(kind="no.such"), KINDS)


@pytest.mark.parametrize(
    "fields",
    [
        {"narrative": "\x00"},
        {"title": "т" * (LINE_LIMIT + 1)},
        {"details": {"words": "\ud800"}},
        {"stages": (Stage(what="\x00"),)},
    ],
)
def test_a_text_that_cannot_be_stored_is_refused(fields: dict[str, object]) -> None:
    """Wherever it stands."""
    with pytest.raises(InvalidTextError):
        check_incident(changed(**fields), KINDS)


def test_a_time_that_contradicts_itself_is_refused() -> None:
    """An imported time passes the same rules as a typed one."""
    when = msgspec.structs.replace(unknown("x", "Asia/Almaty"), zone="Mars/Olympus")
    with pytest.raises(InvalidTimeError):
        check_incident(changed(when=when), KINDS)


@pytest.mark.parametrize("kind", KINDS.all(), ids=lambda kind: kind.code)
def test_fields_that_link_or_name_a_file_hold_ids(kind: Kind) -> None:
    """An entity or a file is named by its id."""
    for field in kind.fields:
        if field.type in {"entity", "file"}:
            good = Incident(id=ID, kind=kind.code, details={field.id: ENTITY})
            check_incident(good, KINDS)
            with pytest.raises(InvalidFieldError):
                check_incident(msgspec.structs.replace(good, details={field.id: "x"}), KINDS)
