"""The rules of an entity."""

import msgspec
import pytest

from safelog.errors import InvalidFieldError, InvalidTextError
from safelog.model.entity import ALIASES_LIMIT, Entity, check_entity
from safelog.model.ids import EntityId, make_id

ID = EntityId(make_id(bytes(16)))


def test_a_whole_entity_is_accepted() -> None:
    """A name and a kind are enough."""
    check_entity(Entity(id=ID, kind="person", name="Кира Вымышлева", aliases=("Кира",)))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": "x"}, "id"),
        ({"name": "  "}, "name"),
        ({"aliases": ("",)}, "aliases"),
        ({"aliases": ("a",) * (ALIASES_LIMIT + 1)}, "aliases"),
    ],
)
def test_a_rule_that_is_broken_is_named(change: dict[str, object], field: str) -> None:
    """The error says which field."""
    entity = msgspec.structs.replace(Entity(id=ID, kind="person", name="К"), **change)
    with pytest.raises(InvalidFieldError) as caught:
        check_entity(entity)
    assert caught.value.fields == {"field": field}


@pytest.mark.parametrize("field", ["name", "aliases", "role", "public_label", "note"])
def test_every_text_of_an_entity_is_checked(field: str) -> None:
    """A NUL is refused wherever it stands."""
    value: object = ("a\x00",) if field == "aliases" else "a\x00"
    entity = msgspec.structs.replace(Entity(id=ID, kind="person", name="К"), **{field: value})
    with pytest.raises(InvalidTextError):
        check_entity(entity)
