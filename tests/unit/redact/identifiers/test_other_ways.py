"""Identifiers in the ways that letterheads, maps, clerks and neighbours write them."""

from __future__ import annotations

import pytest

from safelog.redact.identifiers.finder import IdentifierFinder
from safelog.redact.matcher import Matcher
from safelog.redact.register import RegisteredEntity

FINDER = IdentifierFinder(
    [
        RegisteredEntity("phone", "phone", "ru", "+7 700 000 82 54"),
        RegisteredEntity("british", "phone", "en", "+44 7700 900156"),
        RegisteredEntity("plate", "plate", "ru", "М592ТУ77"),
        RegisteredEntity("other plate", "plate", "uk", "АВ 4471 ЕК"),
        RegisteredEntity("identity", "document", "kk", "N08845127"),
        RegisteredEntity("home", "address", "ru", "ул. Лесная, д. 7, корп. 1, кв. 19"),
        RegisteredEntity("office", "address", "uk", "пров. Липовий, буд. 33, кв. 5"),
        RegisteredEntity("school", "address", "kk", "Абылай көшесі, 12 үй, 40 пәтер"),
        RegisteredEntity("flat", "address", "en", "22 Willow Close, Flat 3"),
        RegisteredEntity("point", "coordinates", "en", "51.28831, 58.12904"),
        RegisteredEntity("birthday", "other", "ru", "23.11.1991"),
    ]
)


@pytest.mark.parametrize(
    ("written", "owner", "tier"),
    [
        ("восемь семьсот три нуля восемьдесят два пятьдесят четыре", "phone", "sure"),
        ("8 700 ООО 82 54", "phone", "sure"),
        ("+44 (0)7700 900156", "british", "sure"),
        ("592ТУ77", "plate", "ask"),
        ("4471 ЕК", "other plate", "ask"),
        ("АВ 4471", "other plate", "ask"),
        ("Н08845127", "identity", "sure"),
        ("Лесная д7 кв19", "home", "sure"),
        ("Лесная, семь, квартира девятнадцать", "home", "sure"),
        ("Липовому провулку, 33", "office", "sure"),
        ("Липовий провулок, 33/5", "office", "sure"),
        ("Абылай көшесіндегі 12 үйге", "school", "sure"),
        ("Абылай көшесі 12, 40-пәтерге", "school", "sure"),
        ("22 Willow Cl", "flat", "sure"),
        ("51°17.299' 58°07.742'", "point", "sure"),
        ("51 17 18 N, 58 07 45 E", "point", "sure"),
        ("23.XI.1991", "birthday", "sure"),
        ("23 XI 91", "birthday", "sure"),
        ("23-ого ноября 1991", "birthday", "sure"),
        ("23 ноября 91-го", "birthday", "sure"),
        ("23 11 91", "birthday", "sure"),
    ],
)
def test_it_is_found_whole(written: str, owner: str, tier: str) -> None:
    """Whatever is left out, said or written by hand."""
    text = f"Пишут так: {written}, и всё."
    hits = [hit for hit in FINDER.find(text) if hit.entity_id == owner]
    assert any(
        text[hit.start : hit.end] == written and hit.tier.name.lower() == tier for hit in hits
    )


@pytest.mark.parametrize(
    "written",
    [
        "на Лесной, д. 8, кв. 19",
        "на Лесной, 19",
        "ООО «Лес» 7",
        "23.X.1991",
        "592 рубля 77",
    ],
)
def test_what_is_near_is_not_it(written: str) -> None:
    """Another house, a flat without its house, another month."""
    assert list(FINDER.find(f"Пишут так: {written}, и всё.")) == []


def test_two_positions_in_one_sentence_are_not_crossed() -> None:
    """The second angle of one and the first of the next are no position."""
    text = "Seen at 51.28831, 58.12904, desert. Ours was 51.29, 85.27."
    assert {(text[h.start : h.end], h.entity_id) for h in FINDER.find(text)} == {
        ("51.28831, 58.12904", "point")
    }


def test_a_row_of_angles_is_cut_in_every_way() -> None:
    """Without words between them nobody knows which two belong together."""
    text = "3.5 51.28831 58.12904 7.25"
    assert any(hit.entity_id == "point" for hit in FINDER.find(text))


def test_what_is_remembered_of_figures_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forgetting changes no answer."""
    monkeypatch.setattr("safelog.redact.identifiers.numbers._MEMO_MOST", 1)
    entity = RegisteredEntity("x", "phone", "ru", "+7 700 000 82 54")
    matcher = Matcher([entity])
    text = "В 18:20 за 300 звонили 8 700 000 82 54, потом в 19:40."
    assert [text[hit.start : hit.end] for hit in matcher.find(text)] == ["8 700 000 82 54"]
