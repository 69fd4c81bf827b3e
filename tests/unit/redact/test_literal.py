"""The floor: what is registered is found as it was registered, whatever its shape."""

import pytest

from safelog.redact.hit import Tier
from safelog.redact.literal import LiteralFinder
from safelog.redact.matcher import Matcher
from safelog.redact.register import EntityKind, RegisteredEntity


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("organisation", "Group 29"),
        ("organisation", "Радио 7"),
        ("organisation", "ЧОП Щит-М"),
        ("organisation", "Комитет по борьбе с тенью"),
        ("place", "St. Mary Church"),
        ("address", "деревня Гнилуша, дом 3"),
        ("address", "14 Bramble Lane, Flat 3"),
        ("address", "221B Baker Street"),
        ("address", "Абай көшесі, 12, 5-пәтер"),
        ("vehicle", "Лада белая 417"),
        ("vehicle", "К417О?"),
        ("vehicle", "К???ОР"),
        ("document", "дело № 1-25/2026"),
        ("coordinates", "51.1682, 71.4439 (дача)"),
        ("url", "pochta.example"),
        ("person", "Глеб Щеглов"),
    ],
)
def test_a_registered_name_is_found_as_it_was_registered(kind: EntityKind, name: str) -> None:
    """No word of it stays in sight."""
    matcher = Matcher([RegisteredEntity("e", kind, "ru", name)])
    text = f"Вчера, {name}, и всё."
    sure = [hit for hit in matcher.find(text) if hit.tier is Tier.SURE]
    start = text.index(name)
    letters = {i for i in range(start, start + len(name)) if text[i].isalnum()}
    assert letters <= {i for hit in sure for i in range(hit.start, hit.end)}


@pytest.mark.parametrize(("kind", "name"), [("person", "Ю"), ("organisation", "7x7")])
def test_a_short_word_without_a_shape_is_asked_about(kind: EntityKind, name: str) -> None:
    """It may be anything."""
    matcher = Matcher([RegisteredEntity("e", kind, "ru", name)])
    assert [hit.tier for hit in matcher.find(f"а {name} был")] == [Tier.ASK]


def test_what_the_rules_know_is_left_to_them() -> None:
    """A lighthouse in small letters is no organisation of that name."""
    matcher = Matcher([RegisteredEntity("e", "organisation", "ru", "Маяк")])
    assert all(hit.tier is not Tier.SURE for hit in matcher.find("на мысе стоит маяк"))


def test_words_far_apart_or_cut_short_are_no_name() -> None:
    """The words must stand together and be whole."""
    finder = LiteralFinder()
    finder.add("e", "Group 29")
    finder.add("e", "...")
    for text in ("group, ------- 29", "group", "group 290", "groups 29", ""):
        assert list(finder.find(text)) == []
    assert [(hit.start, hit.end) for hit in finder.find("a GROUP «29»")] == [(2, 11)]
    assert list(LiteralFinder().find("group 29")) == []
