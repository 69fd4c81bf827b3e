"""Journals to measure: invented incidents of 120 words, the same ones from the same seed."""

from __future__ import annotations

import os
import random
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from bench.words import make_words
from safelog.journal.journal import Journal, Surroundings
from safelog.model.entity import Entity
from safelog.model.ids import EntityId, IncidentId
from safelog.model.incident import FollowUp, Incident, Perpetrator, Place, State
from safelog.model.kind import load_kinds
from safelog.model.when import When, at_minute
from safelog.vault import FLOOR_COST, Secret, Vault, generate_recovery

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

WORDS_PER_INCIDENT = 120
BATCH = 2_000
INCIDENTS_PER_ENTITY = 50
PLACES = 300
FIRST_DAY = datetime(2020, 1, 1, 12, tzinfo=UTC)
KINDS = ("surveillance.following", "surveillance.watch", "threat.call", "threat.message", "unsure")
STATES: tuple[State, ...] = ("draft", "complete", "sealed")

PASSPHRASE = "only for measuring"  # noqa: S105 - of vaults that live for a minute


def passphrase() -> Secret:
    """Return the passphrase of every measured vault."""
    return Secret(bytearray(PASSPHRASE.encode()))


def surroundings() -> Surroundings:
    """Return the clock, the randomness and the kinds of a real run."""
    return Surroundings(now=lambda: int(time.time()), randomness=os.urandom, kinds=load_kinds())


class Writer:
    """Invents incidents; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        """Begin a sequence."""
        self._chance = random.Random(seed)  # noqa: S311 - the same words each time, no secret
        # One language for all seeds: what one writer searches for, another wrote.
        self._words, self._weights = make_words(random.Random(0))  # noqa: S311 - the same
        self._places = [" ".join(self.words(2)) for _ in range(PLACES)]

    def word(self) -> str:
        """Return a word, a common one more likely."""
        return self.words(1)[0]

    def words(self, count: int) -> list[str]:
        """Return words in a row."""
        return self._chance.choices(self._words, cum_weights=self._weights, k=count)

    def narrative(self) -> str:
        """Return the words of one incident."""
        return " ".join(self.words(WORDS_PER_INCIDENT))

    def incident(self, identity: str) -> Incident:
        """Return an incident called `identity`, of one kind, with its words and its time."""
        return Incident(
            id=IncidentId(identity),
            kind="surveillance.following",
            title=" ".join(self.words(4)),
            narrative=self.narrative(),
            when=self._when(),
        )

    def entity(self, identity: str) -> Entity:
        """Return somebody, or a number, called `identity`."""
        name = " ".join(self.words(2)).title()
        if self._chance.random() < 1 / 2:
            return Entity(id=EntityId(identity), kind="person", name=name, aliases=(self.word(),))
        return Entity(id=EntityId(identity), kind="phone", name=self._number())

    def case(self, identity: str, entities: Sequence[Entity]) -> Incident:
        """Return an incident with what journals have beside words: some of it, here and there.

        Nine of ten have a time, one of three a report, half of them an answer; each names up to
        three of `entities`, and one of ten writes out a telephone number.
        """
        chance, plain = self._chance, self.incident(identity)
        named = chance.sample(entities, k=min(len(entities), chance.randrange(4)))
        reports = tuple(
            FollowUp(body="police", to=self.word(), answer=chance.choice(("", "нет")))
            for _ in range(chance.choice((0, 0, 1)))
        )
        number = f" Звонили с {self._number()}." if chance.random() < 1 / 10 else ""
        return msgspec.structs.replace(
            plain,
            kind=chance.choice(KINDS),
            state=chance.choice(STATES),
            narrative=plain.narrative + number,
            when=plain.when if chance.random() < 9 / 10 else None,
            place=Place(label=chance.choice(self._places), kind="street", country="GE"),
            perpetrators=tuple(Perpetrator(entity=each.id) for each in named),
            follow_ups=reports,
        )

    def _when(self) -> When:
        moment = FIRST_DAY + timedelta(minutes=self._chance.randrange(3_000_000))
        return at_minute(moment, zone="Asia/Almaty")

    def _number(self) -> str:
        digits = f"{self._chance.randrange(10**7):07}"
        return f"+7 700 {digits[:3]} {digits[3:5]} {digits[5:]}"


def make_vault(folder: Path, count: int) -> None:
    """Write a vault of `count` incidents, words and times alone, into `folder`."""
    with _new_journal(folder) as journal:
        writer = Writer(seed=count)
        for size in _batches(count):
            journal.save_all([writer.incident(journal.new_id()) for _ in range(size)])


def make_cases(folder: Path, count: int) -> None:
    """Write a vault of `count` incidents with everything, and the entities they name.

    The vault holds one entity for every fifty incidents.
    """
    with _new_journal(folder) as journal:
        writer = Writer(seed=count)
        entities = [
            writer.entity(journal.new_id()) for _ in range(max(1, count // INCIDENTS_PER_ENTITY))
        ]
        journal.save_all(entities)
        for size in _batches(count):
            journal.save_all([writer.case(journal.new_id(), entities) for _ in range(size)])


@contextmanager
def _new_journal(folder: Path) -> Iterator[Journal]:
    recovery = generate_recovery()
    vault = Vault.create(folder, passphrase=passphrase(), recovery=recovery, cost=FLOOR_COST)
    journal = Journal(vault, surroundings())
    yield journal
    journal.close()


def _batches(count: int) -> Iterator[int]:
    return (min(BATCH, count - begun) for begun in range(0, count, BATCH))


def endless_bytes(count: int, piece_bytes: int) -> Iterator[bytes]:
    """Give `count` bytes that do not compress, in pieces, without keeping them."""
    piece = os.urandom(piece_bytes)
    for begun in range(0, count, piece_bytes):
        yield piece[: min(piece_bytes, count - begun)]
