"""A kind that somebody adds as one file is recorded, shown and exported without any code."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from safelog.cli.console import Console, Streams
from safelog.cli.incident_text import incident_lines
from safelog.cli.lines import StreamLines
from safelog.export.verify import verify
from safelog.i18n import Catalogue
from safelog.journal.forms import form_fields, read_inputs
from safelog.journal.journal import Journal
from safelog.journal.recipients import save_recipient
from safelog.journal.share import (
    HTML_NAME,
    JSON_NAME,
    ShareRequest,
    make_share,
    prepare,
    review_share,
)
from safelog.model.ids import IncidentId
from tests.unit.journal.test_parts import profile
from tests.unit.journal.world import JournalWorld
from tests.unit.model.kinds_folder import kinds_with

PARCEL = """
code = "parcel"
family = "K2"
order = 50
label.en = "Parcel that nobody ordered"
label.ru = "Посылка, которую не заказывали"
label.uk = "Посилка, якої не замовляли"
label.kk = "Тапсырыс берілмеген сәлемдеме"
help = { en = "A parcel came.", ru = "Пришла посылка." }
neutral_title = { en = "Parcel", ru = "Посылка" }
summary = { en = "Parcel, {when}", ru = "Посылка, {when}" }

[[fields]]
id = "contents"
type = "text"
label.en = "What was in it"
label.ru = "Что было внутри"
label.uk = "Що було всередині"
label.kk = "Ішінде не болды"
export_label = { en = "Contents", ru = "Содержимое", uk = "Вміст", kk = "Ішіндегісі" }
help = { en = "As you saw it.", ru = "Как вы видели." }

[[fields]]
id = "weight"
type = "number"
label = { en = "Weight in grams", ru = "Вес в граммах", uk = "Вага в грамах", kk = "Салмағы, г" }
help = { en = "On a kitchen scale.", ru = "На кухонных весах." }

[[fields]]
id = "opened"
type = "yes_no_unknown"
label.en = "Did you open it"
label.ru = "Вскрывали ли вы её"
label.uk = "Чи відкривали ви її"
label.kk = "Сіз оны аштыңыз ба"
export_label = { en = "Opened", ru = "Вскрыта", uk = "Відкрито", kk = "Ашылған" }
help = { en = "You need not.", ru = "Это не обязательно." }

[[fields]]
id = "courier"
type = "entity"
entity_kinds = ["person"]
label = { en = "Courier", ru = "Курьер", uk = "Кур’єр", kk = "Курьер" }
help = { en = "Who brought it.", ru = "Кто её принёс." }
"""


@pytest.fixture
def world(tmp_path: Path) -> JournalWorld:
    """Return a world that knows one kind more."""
    return JournalWorld(kinds=kinds_with(tmp_path, "parcel", PARCEL))


@pytest.fixture
def journal(world: JournalWorld) -> Iterator[Journal]:
    """Return an empty journal of that world."""
    made = world.create()
    yield made
    made.close()


def record(world: JournalWorld, journal: Journal) -> IncidentId:
    """Fill in the form of the new kind and store the incident."""
    assert "details.weight" in {asked.path for asked in form_fields(world.kinds, "parcel")}
    inputs = {
        "narrative": "Её оставили у двери.",
        "details.contents": "Серый камень",
        "details.weight": "250",
        "details.opened": "да",
        "details.courier": "Глеб Щеглов",
        "state": "complete",
    }
    incident = IncidentId(journal.new_id())
    reading = read_inputs("parcel", inputs, world.answers(journal), incident=incident)
    for entity in reading.entities:
        journal.save_entity(entity, base_revision=0)
    journal.save(reading.incident, base_revision=0)
    return incident


def test_it_is_recorded_and_read_back(world: JournalWorld, journal: Journal) -> None:
    """What was answered is in the vault, with the type of its field."""
    saved = journal.read(record(world, journal)).incident
    (courier,) = journal.state.entities
    assert saved.kind == "parcel"
    assert saved.details == {
        "contents": "Серый камень",
        "weight": 250,
        "opened": "yes",
        "courier": courier,
    }


def test_it_is_shown(world: JournalWorld, journal: Journal) -> None:
    """The command line shows it with the labels that the person was asked with."""
    saved = journal.read(record(world, journal))
    stream = io.StringIO()
    lines = StreamLines(io.BytesIO(), stream)
    streams = Streams(stdin=io.BytesIO(), stdout=stream, stderr=stream, lines=lines)
    shown = list(
        incident_lines(
            saved,
            [(1, "now")],
            Console(streams, Catalogue("ru")),
            recorded_at=str,
            kinds=world.kinds,
            entities=journal.state.entities,
        )
    )
    assert {"Что было внутри: Серый камень", "Вес в граммах: 250", "Курьер: Глеб Щеглов"} <= set(
        shown
    )
    assert any(line.endswith("Посылка, которую не заказывали") for line in shown)


@pytest.mark.parametrize(
    ("language", "kind", "field"),
    [
        ("en", "Parcel that nobody ordered", "Opened"),
        ("ru", "Посылка, которую не заказывали", "Вскрыта"),
    ],
)
def test_it_is_exported(
    world: JournalWorld, journal: Journal, language: str, kind: str, field: str
) -> None:
    """The chronology tells it without its own fields, on which no policy has decided yet."""
    incident = record(world, journal)
    lawyer = profile(journal, language=language)
    save_recipient(journal, lawyer)
    prepared = prepare(journal, ShareRequest(lawyer.id, (incident,), "Europe/Vilnius"))
    found = review_share(journal, prepared, {})
    hidden = {decision.occurrence: decision.choice for decision in found.hide_all()}
    files = make_share(journal, prepared, hidden).outputs.files
    page = files[HTML_NAME]
    verify(files[JSON_NAME], [(HTML_NAME, page)])
    assert kind in page.decode()
    assert f"<dt>{field}</dt>" not in page.decode()
    assert "What was in it" not in page.decode()
    assert "Щеглов" not in page.decode()
