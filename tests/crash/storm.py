"""Two processes fight for one vault on a real disk, and are killed again and again.

Run as `python -m tests.crash.storm [--cycles N] [--folder PATH]`. In each cycle two writers open
the vault in turn, append, attach and close, and tell after each commit that it was acknowledged; at
a chance moment one or both get SIGKILL, which nothing can handle. Then the vault is opened: every
acknowledged commit is there, each wholly, and every attachment can be read. The system takes only a
half of each write here, and a little time, so that many a kill leaves a torn one.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from safelog.errors import VaultInUseError
from safelog.vault import Notice, Secret, Vault
from safelog.vault.files import OsFiles
from safelog.vault.opening import create_vault, open_vault
from safelog.vault.ports import Ports
from tests.unit.vault.world import (
    CHEAP_COST,
    CHEAP_LIMITS,
    PASSPHRASE,
    RECOVERY,
    Fault,
    FaultyFile,
    FaultyFiles,
    payloads,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safelog.vault.files import Buffer, Files

LONGEST_LIFE_S = 0.15
PAUSE_S = 0.0003
PHOTO = bytes(range(256)) * 40
REFUSED = b"refused\n"


class StormError(Exception):
    """The vault is not what was acknowledged."""


class HalvingFile(FaultyFile):
    """A file of a slow disk that takes half of what it is offered."""

    def write(self, data: Buffer, *, offset: int) -> int:
        """See `File`."""
        time.sleep(PAUSE_S)
        return self._inner.write(bytes(data)[: -(-len(data) // 2)], offset=offset)


class HalvingFiles(FaultyFiles):
    """The system's files, on such a disk."""

    def __init__(self) -> None:
        """Use the real disk, and let no call fail."""
        super().__init__(OsFiles(), Fault())

    def create(self, path: Path) -> HalvingFile:
        """See `Files`."""
        return HalvingFile(self._inner.create(path), self._fault)

    def open(self, path: Path) -> HalvingFile:
        """See `Files`."""
        return HalvingFile(self._inner.open(path), self._fault)


@dataclass
class Storm:
    """One vault, and what came of it."""

    folder: Path
    chance: random.Random
    kills: int = 0
    torn: int = 0
    """Openings that found a torn tail behind the log."""
    refusals: int = 0
    """Openings by a writer that found the vault held by the other."""
    found: int = 0
    """Commits that were in the vault at the end."""
    lost: int = 0
    """How many acknowledged commits were not."""
    acknowledged: set[bytes] = field(default_factory=set)
    """Commits, by their names."""

    def __str__(self) -> str:
        """Return what to print of it."""
        return (
            f"kills {self.kills}, commits acknowledged {len(self.acknowledged)}, "
            f"found {self.found}, lost {self.lost}, torn tails {self.torn}, "
            f"refused at the lock {self.refusals}"
        )

    def begin(self) -> None:
        """Make the vault."""
        with Secret.from_text(PASSPHRASE) as secret, Secret.from_text(RECOVERY) as words:
            ports = Ports(limits=CHEAP_LIMITS)
            parts = create_vault(
                self.folder, passphrase=secret, recovery=words, cost=CHEAP_COST, ports=ports
            )
        Vault(parts).close()

    def cycle(self, number: int) -> None:
        """Let two writers fight, kill them, and look at what is left."""
        source, sink = os.pipe()
        writers = [self._fork(sink, f"{number}-{each}", self.chance.random()) for each in "ab"]
        os.close(sink)
        time.sleep(self.chance.random() * LONGEST_LIFE_S)
        if self.chance.random() < 0.5:
            # One dies alone at first: the other gets at what it left, torn tail and all.
            os.kill(writers[0], signal.SIGKILL)
            time.sleep(self.chance.random() * LONGEST_LIFE_S)
        for writer in writers:
            os.kill(writer, signal.SIGKILL)
        for writer in writers:
            _, status = os.waitpid(writer, 0)
            if not os.WIFSIGNALED(status):
                message = f"a writer ended by itself in cycle {number}"
                raise StormError(message)
        self.kills += len(writers)
        with os.fdopen(source, "rb") as told:
            # What it said before it died is acknowledged; a line that it did not end is not.
            lines = Counter(line for line in told if line.endswith(b"\n"))
        self.refusals += lines.pop(REFUSED, 0)
        self.acknowledged |= {line.strip() for line in lines}
        self.look()

    def look(self) -> None:
        """Open the vault, and hold that it is whole."""
        with open_cheaply(self.folder, OsFiles()) as vault:
            self.torn += Notice.TORN_TAIL in vault.notices
            names = whole_commits(payloads(vault))
            if vault.check().problems:
                message = "the vault is damaged"
                raise StormError(message)
        self.found, self.lost = len(names), len(self.acknowledged - set(names))

    def _fork(self, sink: int, name: str, seed: float) -> int:
        child = os.fork()
        if child == 0:
            try:
                chance = random.Random(seed)  # noqa: S311 - no secret
                write_for_ever(self.folder, sink, name, chance)
            except BaseException:  # noqa: BLE001 - whatever it was, the parent must not run twice
                traceback.print_exc()
            finally:
                os._exit(1)
        return child


def write_for_ever(folder: Path, sink: int, name: str, chance: random.Random) -> None:
    """Open the vault, append some commits, close it, and again."""
    number, files = 0, HalvingFiles()
    while True:
        try:
            vault = open_cheaply(folder, files)
        except VaultInUseError:
            os.write(sink, REFUSED)
            time.sleep(0.003)
            continue
        with vault:
            for _ in range(chance.randrange(4)):
                told, size = b"%s-%d" % (name.encode(), number), chance.randrange(1, 4)
                commit = [b"%s %d %d" % (told, part, size) for part in range(size)]
                photo = PHOTO[: chance.randrange(len(PHOTO))]
                blobs = [vault.write_blob(io.BytesIO(photo))] if chance.random() < 0.2 else []
                vault.append(commit, blobs=blobs)
                os.write(sink, told + b"\n")
                number += 1


def whole_commits(found: Sequence[bytes]) -> list[bytes]:
    """Return the names of the commits; hold that each is there wholly, once, and in order."""
    names: list[bytes] = []
    at = 0
    while at < len(found):
        name, _, size = found[at].split()
        expected = [b"%s %d %s" % (name, part, size) for part in range(int(size))]
        if found[at : at + len(expected)] != expected or name in names[-1:]:
            message = "a commit is not whole"
            raise StormError(message)
        names.append(name)
        at += len(expected)
    if len(set(names)) < len(names):
        message = "a commit is there twice"
        raise StormError(message)
    return names


def open_cheaply(folder: Path, files: Files) -> Vault:
    """Open the vault at a cost of nothing."""
    with Secret.from_text(PASSPHRASE) as secret:
        return Vault(open_vault(folder, secret, ports=Ports(files=files, limits=CHEAP_LIMITS)))


def main(arguments: list[str]) -> int:
    """Print what came of the storm; return 1 if something was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash.storm")
    parser.add_argument("--cycles", type=int, default=500)
    parser.add_argument("--folder", type=Path, help="on which disk; a temporary one if not said")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        storm = Storm(Path(folder) / "vault", random.Random())  # noqa: S311 - no secret
        storm.begin()
        for number in range(options.cycles):
            storm.cycle(number)
        sys.stdout.write(f"cycles {options.cycles}, {storm}\n")
    return bool(storm.lost)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
