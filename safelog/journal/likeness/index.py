"""The index over a register: what is worth comparing with what, kind by kind.

It is filled entity by entity, and an entity that changes is taken out and put in again, so keeping
it in step costs the same however large the register is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from safelog.journal.likeness.accounts import Account, AccountReader, Accounts
from safelog.journal.likeness.clue import Likeness
from safelog.journal.likeness.codes import Code, CodeReader, Codes
from safelog.journal.likeness.descriptions import (
    Description,
    Descriptions,
    read_description,
)
from safelog.journal.likeness.people import PersonName, read_person
from safelog.journal.likeness.phones import Phone, Phones, find_phone, read_phone
from safelog.journal.likeness.positions import House, Positions, Spot
from safelog.journal.likeness.roll import Roll
from safelog.journal.likeness.things import ThingName, Things, read_thing
from safelog.journal.likeness.wordings import Wordings
from safelog.model.entity import Entity
from safelog.model.ids import EntityId
from safelog.model.text import TEXT_LIMIT
from safelog.redact.identifiers.numerals import load_numerals
from safelog.redact.identifiers.shape import shape_of
from safelog.redact.identifiers.streets import StreetReader
from safelog.redact.identifiers.words import load_words

_DIALLED = frozenset({"phone", "person", "account", "organisation"})
_NUMBERED = frozenset({"vehicle", "document", "device", "case"})
"""Kinds that a number tells apart; their words only describe them."""
_CODED = _NUMBERED | {"other"}
_ACCOUNTS = frozenset({"account", "email", "url"})
_NAMELESS = _ACCOUNTS | {"phone", "coordinates", "address"}
"""Kinds whose words are no name: a number that was hidden is not the other hidden number."""

_Value = Phone | Code | Account | Spot | House | PersonName | ThingName | Description


class LikenessIndex:
    """All spellings of a register, ready to be compared."""

    def __init__(self, entities: Iterable[Entity] = ()) -> None:
        """Take a register."""
        words, numerals, wordings = load_words(), load_numerals(), Wordings()
        self._account_reader, self._code_reader = AccountReader(), CodeReader(words)
        self._phones = Phones(numerals)
        self._codes = Codes(self._code_reader)
        self._accounts = Accounts(self._account_reader)
        self._positions = Positions(StreetReader(words, numerals))
        self._people = Roll(wordings)
        self._things = Things(wordings)
        self._descriptions = Descriptions()
        self._entities: dict[EntityId, Entity] = {}
        for entity in entities:
            self.put(entity)

    def __len__(self) -> int:
        """Count the entities."""
        return len(self._entities)

    def keep_in_step(self, entities: Mapping[EntityId, Entity]) -> None:
        """Take in what is new or changed; an entity that did not change costs one look."""
        for entity in entities.values():
            if self._entities.get(entity.id) is not entity:
                self.put(entity)
        for gone in self._entities.keys() - entities.keys():
            self.drop(gone)

    def put(self, entity: Entity) -> None:
        """Add an entity, in place of what was known of it."""
        self.drop(entity.id)
        self._entities[entity.id] = entity
        for spelling in spellings(entity):
            for value in self._read(entity, spelling):
                self._put(value)

    def drop(self, entity: EntityId) -> None:
        """Forget an entity."""
        if self._entities.pop(entity, None) is None:
            return
        for part in (
            self._phones,
            self._codes,
            self._accounts,
            self._positions,
            self._people,
            self._things,
            self._descriptions,
        ):
            part.drop(entity)

    def of_entity(self, entity: Entity) -> Iterator[Likeness]:
        """Find what may be the same as an entity, registered already or not."""
        for spelling in spellings(entity):
            for value in self._read(entity, spelling):
                for likeness in self._like(value):
                    if likeness.entity != entity.id:
                        yield likeness

    def in_text(self, text: str) -> Iterator[Likeness]:
        """Find what stands in a text: numbers, codes, accounts, positions, names.

        Names are looked for where they are written with a capital letter. A description is not
        looked for: every text is full of its words.
        """
        looked = text[:TEXT_LIMIT]
        yield from self._phones.in_text(looked)
        for link in self._account_reader.links_in(looked):
            phone = read_phone(self._account_reader.dialled(link))
            if phone is not None:
                yield from self._phones.like(phone, link)
        yield from self._codes.in_text(looked)
        yield from self._accounts.in_text(looked)
        yield from self._positions.in_text(looked)
        yield from self._people.in_text(looked)
        yield from self._things.in_text(looked)

    def _read(self, entity: Entity, spelling: str) -> Iterator[_Value]:
        """Give what a spelling is, by its shape: one value, or a code and what describes it."""
        phone = self._phone(entity, spelling)
        if phone is not None:
            yield phone
            return
        shape = shape_of(entity.kind, spelling)
        if shape in {"coordinates", "address"}:
            yield from self._positions.read(spelling, entity.id)
            return
        if shape in {"email", "url", "handle"} or entity.kind in _ACCOUNTS:
            account = self._account_reader.read(spelling, entity.id)
            if account is not None:
                yield account
                return
        codes: tuple[Code, ...] = ()
        if entity.kind in _CODED:
            codes = tuple(self._code_reader.read(entity.kind, spelling, entity.id))
            yield from codes
        if entity.kind in _NUMBERED or (not entity.known and spelling == entity.name):
            described = read_description(spelling, entity, has_code=bool(codes))
            if described is not None:
                yield described
        elif entity.kind == "person":
            yield from filter(None, [read_person(spelling, entity)])
        elif not codes and entity.kind not in _NAMELESS:
            yield from filter(None, [read_thing(spelling, entity)])

    def _phone(self, entity: Entity, spelling: str) -> Phone | None:
        if entity.kind not in _DIALLED:
            return None
        dialled = self._account_reader.dialled(spelling) or spelling
        if entity.kind == "phone":
            return find_phone(dialled, entity.language, entity=entity.id)
        return read_phone(dialled, entity.language, entity=entity.id)

    def _put(self, value: _Value) -> None:
        match value:
            case Phone():
                self._phones.put(value)
            case Code():
                self._codes.put(value)
            case Account():
                self._accounts.put(value)
            case Spot() | House():
                self._positions.put(value)
            case PersonName():
                self._people.put(value)
            case ThingName():
                self._things.put(value)
            case Description():
                self._descriptions.put(value)

    def _like(self, value: _Value) -> Iterator[Likeness]:
        match value:
            case Phone():
                yield from self._phones.like(value)
            case Code():
                yield from self._codes.like(value)
            case Account():
                yield from self._accounts.like(value)
            case Spot() | House():
                yield from self._positions.like(value)
            case PersonName():
                yield from self._people.like(value)
            case ThingName():
                yield from self._things.like(value)
            case Description():
                yield from self._descriptions.like(value)


def spellings(entity: Entity) -> tuple[str, ...]:
    """Return all that an entity is called, each once."""
    return tuple(dict.fromkeys((entity.name, *entity.aliases)))
