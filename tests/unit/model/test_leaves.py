"""The walk over the parts of an incident."""

from __future__ import annotations

import msgspec
import pytest

from safelog.model.ids import EntityId, IncidentId
from safelog.model.incident import FollowUp, Incident, Mention, Place, Stage, Witness
from safelog.model.leaves import leaves, texts
from safelog.model.when import unknown

WHEN = unknown("когда-то", "Asia/Almaty")
INCIDENT = Incident(
    id=IncidentId("i"),
    kind="unsure",
    title="т",
    narrative="слова",
    when=WHEN,
    place=Place(label="дом", kind="home", country="KZ"),
    witnesses=(Witness(entity=EntityId("e"), saw="видел", independent="yes"),),
    follow_ups=(FollowUp(body="police", to="к ним", date=WHEN),),
    stages=(Stage(what="раз"), Stage(what="два", when=WHEN)),
    details={
        "words": "речь",
        "count": 2,
        "length": 0.5,
        "marks": ("a", "b"),
        "deadline": WHEN,
        "demand": "",
    },
    mentions=(Mention(field="narrative", start=0, end=1, entity=EntityId("e")),),
)


def test_every_part_has_its_path_and_empty_parts_have_none() -> None:
    """Mentions are no part of the account."""
    assert dict(leaves(INCIDENT)) == {
        "id": "i",
        "kind": "unsure",
        "state": "draft",
        "title": "т",
        "narrative": "слова",
        "when": WHEN,
        "place.label": "дом",
        "place.kind": "home",
        "place.country": "KZ",
        "witnesses.0.entity": "e",
        "witnesses.0.saw": "видел",
        "witnesses.0.independent": "yes",
        "follow_ups.0.body": "police",
        "follow_ups.0.to": "к ним",
        "follow_ups.0.date": WHEN,
        "stages.0.what": "раз",
        "stages.1.what": "два",
        "stages.1.when": WHEN,
        "details.words": "речь",
        "details.count": 2,
        "details.length": 0.5,
        "details.marks": ("a", "b"),
        "details.deadline": WHEN,
    }


def test_only_the_persons_words_are_texts() -> None:
    """Codes and ids are not; the words of a time are, and a detail that may be words is."""
    assert list(texts(INCIDENT)) == [
        ("title", "т"),
        ("narrative", "слова"),
        ("when", "когда-то"),
        ("place.label", "дом"),
        ("witnesses.0.saw", "видел"),
        ("follow_ups.0.to", "к ним"),
        ("follow_ups.0.date", "когда-то"),
        ("stages.0.what", "раз"),
        ("stages.1.what", "два"),
        ("stages.1.when", "когда-то"),
        ("details.words", "речь"),
        ("details.marks", "a"),
        ("details.marks", "b"),
        ("details.deadline", "когда-то"),
    ]


def test_a_value_that_no_incident_holds_is_a_defect() -> None:
    """It is not passed over in silence."""
    odd = msgspec.structs.replace(INCIDENT, title=object())
    with pytest.raises(TypeError, match="title"):
        list(leaves(odd))
