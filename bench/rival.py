"""The same acts with `jrnl` and its encryption on, where a `jrnl` is given."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from bench.bounds import median, repeated
from bench.world import Writer

if TYPE_CHECKING:
    from pathlib import Path

TIMES = 3
PASSWORD = "only-for-measuring"  # noqa: S105 - of a journal that lives for a minute


class Jrnl:
    """A journal of jrnl in a folder of its own."""

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
        self._run("--encrypt", answers=f"{PASSWORD}\n{PASSWORD}\nn\n")
        self._configure(encrypted=True)

    def add_s(self) -> float:
        """Return the time to add one entry."""
        return median(repeated(lambda: self._run("today: Заметка", answers=f"{PASSWORD}\n"), TIMES))

    def search_s(self, word: str) -> float:
        """Return the time to search for one word."""
        return median(
            repeated(lambda: self._run("-contains", word, answers=f"{PASSWORD}\n"), TIMES)
        )

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

    def _run(self, *words: str, answers: str) -> None:
        subprocess.run(
            [self._program, "--config-file", str(self._settings), *words],
            input=answers,
            text=True,
            check=True,
            env={**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
