"""Signs at the edge of a registered name are hidden with it; those of the sentence stay."""

from __future__ import annotations

import msgspec
import pytest

from safelog.model.entity import Entity
from safelog.redact.edges import with_edge_signs
from safelog.redact.hit import Tier
from safelog.redact.policy import Rules, load_policies
from tests.unit.redact.world import (
    WordFinder,
    composed,
    entity_id,
    exported,
    fields,
    full_incident,
    rules,
)


@pytest.mark.parametrize(
    ("text", "found", "name", "hidden"),
    [
        ("Фонд «Тихая вода» молчит.", "Тихая вода", "«Тихая вода»", "«Тихая вода»"),
        ("Фонд “Тихая вода”.", "Тихая вода", "«Тихая вода»", "“Тихая вода”"),
        ("Машина QXZ 00?, серая", "QXZ 00", "QXZ 00?", "QXZ 00?"),
        ("Номер ** 583, серый", "583", "**583", "** 583"),
        ("Это был Глеб?", "Глеб", "Глеб", "Глеб"),
        ("Пришёл Щеглов.", "Щеглов", "Щеглов Г.", "Щеглов"),
        ("583", "583", "**583", "583"),
        ("Он сказал: «Тихая вода тут»", "Тихая вода", "Тихая вода", "Тихая вода"),
        ("583?", "583", "??", "583"),
    ],
)
def test_a_hit_takes_the_signs_of_its_name(text: str, found: str, name: str, hidden: str) -> None:
    """Quotation marks of any form, and signs that stand for what is not known."""
    start = text.index(found)
    wide = with_edge_signs(text, start, start + len(found), (name,))
    assert text[slice(*wide)] == hidden


def test_no_sign_of_a_name_stays_beside_its_label() -> None:
    """Neither tells that the name has quotation marks, nor how many digits are not known."""
    fund = Entity(id=entity_id(40), kind="organisation", name="«Тихая вода»")
    car = Entity(id=entity_id(41), kind="vehicle", name="QXZ 00?")
    by = Rules(load_policies()["journalist"], rules().profile, (fund, car))
    finder = WordFinder({"Тихая вода": (fund.id, Tier.SURE), "QXZ 00": (car.id, Tier.SURE)})
    incident = msgspec.structs.replace(
        full_incident(narrative="У «Тихая вода» стояла QXZ 00?, долго."), perpetrators=()
    )
    shown = fields(composed(exported(incident), by=by, finder=finder))
    assert shown["narrative"] == "У [organisation A R5] стояла [vehicle A R5], долго."
