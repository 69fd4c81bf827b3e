"""Measure “Seen before?”: building the index, and one question while somebody writes.

`python -m bench.likeness` prints a table of its own. For every five incidents there is one entity:
people, telephones, cars with and without gaps in their plates, accounts, descriptions.
"""

from __future__ import annotations

import random
import tracemalloc
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from bench import bounds
from safelog.journal.likeness import LikenessIndex
from safelog.model.entity import Entity, EntityKind
from safelog.model.ids import EntityId, make_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

SIZES = (1_000, 10_000, 100_000)
INCIDENTS_PER_ENTITY = 5
STORIES, STORY_WORDS = 60, 120
ASKED = 200
AIM_S = 0.01
MIB = 1024 * 1024

GIVEN = ("Глеб", "Анна", "Марат", "Олена", "Лев", "Света", "Айгуль", "Тарас", "Нина", "Назар")
SYLLABLES = (
    "ка",
    "ро",
    "ми",
    "ве",
    "ту",
    "ша",
    "лин",
    "до",
    "гор",
    "пес",
    "зук",
    "бра",
    "ще",
    "мах",
)
ENDINGS = ("ов", "ин", "енко", "ский", "баев", "ук", "ич", "ян")
LOOK = ("серой кепке", "чёрной куртке", "красной шапке", "очках", "форме", "капюшоне")
WITH = ("с зонтом", "с собакой", "с бородой", "с сумкой", "на велосипеде", "с камерой")
CARS = ("Белая Лада", "Серая Нива", "Чёрная Тойота", "Синий фургон")
PLATE_LETTERS = "АВЕКМНОРСТУХ"


_Asked = TypeVar("_Asked")


class Registrar:
    """Invents a register and stories; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        """Begin a sequence."""
        self._chance = random.Random(seed)  # noqa: S311 - the same words each time, no secret
        self._made = 0

    def register(self, count: int) -> list[Entity]:
        """Return `count` entities."""
        makers = (self._person, self._person, self._phone, self._car, self._other)
        return [makers[number % len(makers)]() for number in range(count)]

    def story(self) -> str:
        """Return a narrative in which six things stand that may be known."""
        words = [self._word() for _ in range(STORY_WORDS)]
        words[10:12] = [f"{self._pick(GIVEN)}у", f"{self._surname()}у"]
        words[30] = f"8 700 {self._digits(3)} {self._digits(2)} {self._digits(2)}"
        words[50] = f"{self._pick(PLATE_LETTERS)} {self._digits(3)} ОР 77"
        words[70] = f"@{self._handle()}"
        words[90] = f"{self._surname()} Г. А."
        words[100] = self._word().capitalize()
        return " ".join(words)

    def _person(self) -> Entity:
        return self._entity("person", f"{self._pick(GIVEN)} {self._surname()}")

    def _phone(self) -> Entity:
        gap = "**" if self._chance.random() < 1 / 20 else self._digits(2)
        return self._entity("phone", f"+7 700 {self._digits(3)} {gap} {self._digits(2)}")

    def _car(self) -> Entity:
        digits = self._digits(3)
        if self._chance.random() < 1 / 10:
            digits = "?" + digits[1:]
        letters = [self._pick(PLATE_LETTERS) for _ in range(3)]
        plate = f"{letters[0]} {digits} {letters[1]}{letters[2]} {self._digits(2)}"
        return self._entity("vehicle", f"{self._pick(CARS)}, {plate}")

    def _other(self) -> Entity:
        if self._chance.random() < 1 / 2:
            return self._entity("account", f"t.me/{self._handle()}")
        described = f"мужчина в {self._pick(LOOK)} {self._pick(WITH)} и в {self._pick(LOOK)}"
        return self._entity("person", described, known=False)

    def _entity(self, kind: EntityKind, name: str, *, known: bool = True) -> Entity:
        self._made += 1
        identity = EntityId(make_id(self._made.to_bytes(16, "big")))
        return Entity(id=identity, kind=kind, name=name, known=known)

    def _surname(self) -> str:
        return self._word().capitalize() + self._pick(ENDINGS)

    def _handle(self) -> str:
        return "".join(self._chance.choices("abcdefghiklmnoprstuvz", k=7)) + "_" + self._digits(2)

    def _word(self) -> str:
        return "".join(self._chance.choices(SYLLABLES, k=self._chance.randint(2, 4)))

    def _digits(self, count: int) -> str:
        return f"{self._chance.randrange(10**count):0{count}}"

    def _pick(self, choices: Sequence[str]) -> str:
        return self._chance.choice(choices)


def likeness_rows(sizes: Sequence[int]) -> Iterator[tuple[str, str, str, str, str]]:
    """Return rows for the table: what, size, measured, bound, aim."""
    before = 0.0
    for incidents in sizes:
        count = incidents // INCIDENTS_PER_ENTITY
        registrar = Registrar(seed=incidents)
        entities = registrar.register(count)
        tracemalloc.start()
        index = LikenessIndex(entities)
        memory = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        build_s = bounds.seconds(partial(LikenessIndex, entities))
        grown = f"{build_s / before:.1f} times the one before" if before else ""
        before = build_s
        size = f"{count:,} entities"
        yield "seen before, build", size, _ms(build_s), grown, ""
        yield "seen before, memory", size, f"{memory / MIB:.1f} MiB", "", ""
        # The first question reads the tables of names.
        list(index.in_text(registrar.story()))
        stories = [registrar.story() for _ in range(STORIES)]
        texts = sorted(_taken_s(index.in_text, story) for story in stories)
        asked = Registrar(seed=incidents + 1).register(ASKED)
        others = sorted(_taken_s(index.of_entity, entity) for entity in asked)
        by_id = {entity.id: entity for entity in entities}
        step_s = bounds.median(bounds.repeated(partial(index.keep_in_step, by_id), 5))
        for what, times in ((f"{STORY_WORDS} words", texts), ("an entity", others)):
            met = "met" if bounds.p95(times) < AIM_S else "MISSED"
            taken = f"{_ms(bounds.median(times))}, p95 {_ms(bounds.p95(times))}"
            yield f"seen before, {what}", size, taken, "", f"p95 10 ms: {met}"
        yield "seen before, keep in step", size, _ms(step_s), "one entity changed or none", ""


def _taken_s(ask: Callable[[_Asked], Iterable[object]], what: _Asked) -> float:
    return bounds.seconds(lambda: list(ask(what)))


def _ms(duration_s: float) -> str:
    return f"{duration_s * 1000:,.1f} ms"


if __name__ == "__main__":
    for row in likeness_rows(SIZES):
        print("  ".join(row).rstrip())
