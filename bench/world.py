"""Journals to measure: invented incidents of 120 words, the same ones from the same seed."""

from __future__ import annotations

import os
import random
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from safelog.journal.journal import Journal, Surroundings
from safelog.model.ids import IncidentId
from safelog.model.incident import Incident
from safelog.model.kind import load_kinds
from safelog.model.when import at_minute
from safelog.vault import FLOOR_COST, Secret, Vault, generate_recovery

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS_PER_INCIDENT = 120
VOCABULARY = 20_000
BATCH = 2_000
SYLLABLES = ("ка", "ро", "ми", "ве", "ту", "ша", "лин", "до", "гор", "пес", "ня", "зук", "бра")
FIRST_DAY = datetime(2020, 1, 1, 12, tzinfo=UTC)


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
        self._vocabulary = [
            "".join(self._chance.choices(SYLLABLES, k=self._chance.randint(2, 4)))
            for _ in range(VOCABULARY)
        ]

    def word(self) -> str:
        """Return a word that may occur."""
        return self._chance.choice(self._vocabulary)

    def narrative(self) -> str:
        """Return the words of one incident."""
        return " ".join(self._chance.choices(self._vocabulary, k=WORDS_PER_INCIDENT))

    def incident(self, identity: str) -> Incident:
        """Return an incident called `identity`."""
        moment = FIRST_DAY + timedelta(minutes=self._chance.randrange(3_000_000))
        return Incident(
            id=IncidentId(identity),
            kind="surveillance.following",
            title=" ".join(self._chance.choices(self._vocabulary, k=4)),
            narrative=self.narrative(),
            when=at_minute(moment, zone="Asia/Almaty"),
        )


def make_vault(folder: Path, count: int) -> None:
    """Write a vault of `count` incidents into `folder`."""
    recovery = generate_recovery()
    vault = Vault.create(folder, passphrase=passphrase(), recovery=recovery, cost=FLOOR_COST)
    journal = Journal(vault, surroundings())
    writer = Writer(seed=count)
    for begun in range(0, count, BATCH):
        size = min(BATCH, count - begun)
        journal.save_all([writer.incident(journal.new_id()) for _ in range(size)])
    journal.close()


def endless_bytes(count: int, piece_bytes: int) -> Iterator[bytes]:
    """Give `count` bytes that do not compress, in pieces, without keeping them."""
    piece = os.urandom(piece_bytes)
    for begun in range(0, count, piece_bytes):
        yield piece[: min(piece_bytes, count - begun)]
