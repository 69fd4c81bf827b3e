"""Two attempts to take somebody away.

First three men push the person towards a van; a passer-by shouts and they let go. Five weeks later
two men say "police", show nothing, and the same van stands behind them: part of its plate is known.
"""

from __future__ import annotations

import pytest

from safelog.journal.links import links_of, save_link
from safelog.journal.patterns import entity_pattern, gather
from safelog.model.ids import IncidentId
from safelog.model.link import Link, LinkId, Ref
from tests.scenarios.story import Story


@pytest.fixture
def attempts(story: Story) -> tuple[IncidentId, IncidentId]:
    """Tell it."""
    story.register("vehicle", "?00 AAA 02")
    story.day("2026-01-11 22:10")
    first = story.tell(
        "abduction.attempt",
        narrative="Трое подошли сзади и толкали меня к микроавтобусу. Закричала женщина.",
        when="сегодня около 21:30",
        certainty="certain",
        details__people="3",
        details__vehicles="?00 AAA 02",
        details__force="grabbed; vehicle",
        details__how_stopped="Прохожая закричала, они отпустили.",
        details__injuries="Синяк на плече.",
    )
    story.day("2026-02-15 09:00")
    second = story.tell(
        "abduction.attempt",
        narrative="Двое сказали «полиция», документов не показали.",
        when="вчера вечером",
        perpetrators__0__role="двое в штатском",
        perpetrators__0__affiliation_claimed="полиция",
        perpetrators__0__affiliation_suspected="спецслужба",
        perpetrators__0__basis="Тот же микроавтобус, что в январе.",
        details__people="2",
        details__vehicles="?00 AAA 02",
        details__force="words_only",
        details__words="Полиция. Пройдёмте.",
    )
    link = Link(
        id=LinkId(story.journal.new_id()),
        relation="follows",
        subject=Ref("incident", second),
        object=Ref("incident", first),
        standing="suspected",
        confidence="probable",
        basis="Тот же микроавтобус.",
    )
    save_link(story.journal, link, base_revision=0)
    return first, second


def test_one_van_stands_in_both(story: Story, attempts: tuple[IncidentId, IncidentId]) -> None:
    """The partly known plate is one entity, named by both attempts."""
    story.again()
    assert story.journal.facts().naming[story.entity("?00 AAA 02")] == set(attempts)


def test_what_they_said_they_were_is_a_claim(
    story: Story, attempts: tuple[IncidentId, IncidentId]
) -> None:
    """Claimed and suspected stand apart, each with its basis; so does the link of the two."""
    (who,) = story.read(attempts[1]).perpetrators
    assert (who.affiliation_claimed, who.affiliation_suspected) == ("полиция", "спецслужба")
    (link,) = links_of(story.journal.state, Ref("incident", attempts[0]))
    assert (link.standing, link.confidence) == ("suspected", "probable")


def test_the_police_read_the_plate_and_a_journalist_does_not(
    story: Story, attempts: tuple[IncidentId, IncidentId]
) -> None:
    """What helps the police to look, and what was done to the body, is shown to them alone."""
    police = story.export(*attempts, policy="police")
    journalist = story.export(*attempts, policy="journalist")
    for words in ("AAA 02", "Синяк"):
        assert words in police.words
        assert words not in journalist.words


@pytest.mark.usefixtures("attempts")
def test_a_fuller_plate_is_known_again(story: Story) -> None:
    """A neighbour later names the whole plate, in Cyrillic letters: it may be the van of both."""
    found = story.seen("100 ААА 02")
    assert found[story.entity("?00 AAA 02")].times == 2


@pytest.mark.usefixtures("attempts")
def test_the_van_comes_back(story: Story) -> None:
    """Among what returns the van stands with both attempts."""
    returning = {row.entity: row for row in entity_pattern(gather(story.journal)).returning}
    assert returning[story.entity("?00 AAA 02")].incidents == 2
