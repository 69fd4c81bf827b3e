"""The same acts by two other programs, where they are given: jrnl with encryption, KeePass."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from bench.bounds import median, repeated, seconds
from bench.world import Writer

if TYPE_CHECKING:
    from collections.abc import Sequence

TIMES = 3
PASSWORD = "only-for-measuring"  # noqa: S105 - of a journal that lives for a minute
KEEPASS_ACTS = Path(__file__).with_name("keepass.py")


class Rival(Protocol):
    """Another program that keeps encrypted entries; every act is a whole process."""

    name: str

    def fill(self, count: int) -> None:
        """Write `count` entries of `bench.world.Writer` and encrypt them."""

    def open_s(self) -> float:
        """Return the time to open everything and show one entry or none.

        Both authenticate the whole file then, so it is their time to verify too.
        """

    def add_s(self) -> float:
        """Return the time to add one entry."""

    def search_s(self, word: str) -> float:
        """Return the time to search for one word."""


class Jrnl:
    """A journal of jrnl in a folder of its own."""

    name = "jrnl"

    def __init__(self, program: str, folder: Path) -> None:
        """Prepare its settings; the journal is plain until `fill` has encrypted it."""
        self._program = program
        self._folder = folder
        self._settings = folder / "jrnl.yaml"
        self._configure(encrypted=False)

    def fill(self, count: int) -> None:
        """Write `count` entries into its file and encrypt them."""
        writer = Writer(seed=count)
        with (self._folder / "journal.txt").open("w", encoding="utf-8") as file:
            for number in range(count):
                day = f"20{number // 3650 % 30:02}-{number // 300 % 12 + 1:02}-{number % 28 + 1:02}"
                file.write(f"[{day} 12:00] {writer.word()}. {writer.narrative()}\n\n")
        self._run("--encrypt", typed=f"{PASSWORD}\n{PASSWORD}\nn\n")
        self._configure(encrypted=True)

    def open_s(self) -> float:
        """Return the time to show the newest entry."""
        return self._run_s("-n", "1")

    def add_s(self) -> float:
        """Return the time to add one entry."""
        return self._run_s("today: Заметка")

    def search_s(self, word: str) -> float:
        """Return the time to search for one word."""
        return self._run_s("-contains", word)

    def _configure(self, *, encrypted: bool) -> None:
        self._settings.write_text(
            "colors:\n  body: none\n  date: none\n  tags: none\n  title: none\n"
            "default_hour: 9\ndefault_minute: 0\neditor: ''\n"
            f"encrypt: {str(encrypted).lower()}\nhighlight: false\nindent_character: '|'\n"
            f"journals:\n  default:\n    journal: {self._folder / 'journal.txt'}\n"
            "linewrap: 79\ntagsymbols: '@'\ntemplate: false\ntimeformat: '%F %R'\n"
            "display_format: pretty\nversion: v4.2\n",
            encoding="utf-8",
        )

    def _run(self, *words: str, typed: str = f"{PASSWORD}\n") -> None:
        _run([self._program, "--config-file", str(self._settings), *words], typed)

    def _run_s(self, *words: str) -> float:
        return median(repeated(lambda: self._run(*words), TIMES))


class KeePass:
    """A KeePass database, written and read by pykeepass with the cost that it chooses itself."""

    name = "pykeepass"

    def __init__(self, python: str, folder: Path) -> None:
        """Use the pykeepass of another Python."""
        self._python = python
        self._database = folder / "journal.kdbx"

    def fill(self, count: int) -> None:
        """Write `count` entries."""
        writer = Writer(seed=count)
        self._act("fill", *(writer.narrative() for _ in range(count)))

    def open_s(self) -> float:
        """Return the time to read the database."""
        return self._act_s("open")

    def add_s(self) -> float:
        """Return the time to add one entry."""
        return self._act_s("add", "Заметка")

    def search_s(self, word: str) -> float:
        """Return the time to search for one word."""
        return self._act_s("search", word)

    def _act(self, act: str, *lines: str) -> None:
        command = [self._python, str(KEEPASS_ACTS), act, str(self._database)]
        _run(command, "\n".join([PASSWORD, *lines]))

    def _act_s(self, act: str, *lines: str) -> float:
        return median(repeated(lambda: self._act(act, *lines), TIMES))


def _run(command: Sequence[str], typed: str) -> None:
    subprocess.run(
        command,
        input=typed,
        text=True,
        check=True,
        env={**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


class Age:
    """Files encrypted to a key pair that lives in a folder, by age and its key maker."""

    def __init__(self, program: str, folder: Path) -> None:
        """Make the key pair."""
        self._program = program
        self._key, self._sealed = folder / "age-key", folder / "sealed.age"
        maker = f"{program}-keygen"
        subprocess.run([maker, "-o", self._key], check=True, stderr=subprocess.DEVNULL)
        shown = subprocess.run([maker, "-y", self._key], check=True, stdout=subprocess.PIPE)
        self._recipient = shown.stdout.decode("ascii").strip()

    def encrypt_s(self, file: Path) -> float:
        """Return the time to encrypt `file` and wait for the disk."""
        self._sealed.unlink(missing_ok=True)
        words = ["-e", "-r", self._recipient, "-o", str(self._sealed), str(file)]

        def encrypt() -> None:
            subprocess.run([self._program, *words], check=True)
            with self._sealed.open("rb+") as sealed:
                os.fsync(sealed.fileno())

        return seconds(encrypt)

    def decrypt_s(self) -> float:
        """Return the time to decrypt what was encrypted last, into nothing."""
        words = ["-d", "-i", str(self._key), "-o", os.devnull, str(self._sealed)]
        return seconds(lambda: subprocess.run([self._program, *words], check=True))
