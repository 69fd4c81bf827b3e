"""Officers without papers.

Three people say they are from the migration police. They show a red card for a second, take a
laptop and two telephones, and leave an unsigned list. The person writes down the serial numbers,
and corrects the sealed entry when one proves wrong.
"""

from __future__ import annotations

import msgspec
import pytest

from safelog.errors import SealedError
from safelog.model.ids import IncidentId
from tests.scenarios.story import Story


@pytest.fixture
def visit(story: Story) -> IncidentId:
    """Tell it, and seal it."""
    story.day("2026-03-03 12:00")
    return story.tell(
        "visit",
        state="sealed",
        narrative="Назвались миграционной полицией. Красную корочку показали на секунду.",
        when="сегодня с 9:00 до 10:15",
        details__acts="document_check; seizure",
        details__people="3",
        details__agency_claimed="миграционная полиция",
        details__identification="brief",
        details__names_given="один назвался Русланом",
        details__warrant="none",
        details__items_taken="ноутбук, два телефона",
        details__serial_numbers="ноутбук SN-0000-A",
        details__signed="Ничего не подписывал.",
    )


def test_a_sealed_entry_is_never_edited(story: Story, visit: IncidentId) -> None:
    """Not even a serial number can be put right in place."""
    before = story.read(visit)
    details = {**before.details, "serial_numbers": "ноутбук SN-0000-B"}
    with pytest.raises(SealedError):
        story.journal.save(msgspec.structs.replace(before, details=details), base_revision=1)
    assert story.read(visit) == before


def test_a_correction_is_a_dated_entry_of_its_own(story: Story, visit: IncidentId) -> None:
    """It says what it corrects; both stay, and the export puts them side by side."""
    story.day("2026-03-20 18:00")
    key = story.tell(
        "visit",
        narrative="Нашёл коробку: номер ноутбука другой.",
        when="3 марта 2026",
        details__serial_numbers="ноутбук SN-0000-B",
    )
    told = story.read(key)
    corrected = msgspec.structs.replace(told, corrects=visit)
    story.journal.save(corrected, base_revision=1)
    story.again()
    assert story.journal.facts().by_incident[key].corrects == visit
    export = story.export(visit, key)
    (correction,) = [each for each in export.paragraphs if each.corrects is not None]
    (corrected_one,) = [each for each in export.paragraphs if each.corrects is None]
    assert correction.corrects == corrected_one.number


def test_how_they_identified_themselves_is_told_exactly(story: Story, visit: IncidentId) -> None:
    """Claimed agency, a glimpse of a card, no warrant: three facts, none of them a judgement."""
    details = story.read(visit).details
    assert (details["agency_claimed"], details["identification"], details["warrant"]) == (
        "миграционная полиция",
        "brief",
        "none",
    )
    assert details["acts"] == ("document_check", "seizure")


def test_a_name_that_nobody_registered_is_pointed_out(story: Story, visit: IncidentId) -> None:
    """The officer gave a first name: no register knows it, so the review shows it before export."""
    hints = story.review(visit).hints
    assert "Руслан" in " ".join(hint.words for hint in hints)
