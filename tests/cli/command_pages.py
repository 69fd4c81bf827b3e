"""Make docs/COMMANDS.md from the help of the commands.

A test holds the file equal to what is made here. After a change of a command:
`python -m tests.cli.command_pages`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from safelog.cli.commands import COMMANDS
from tests.cli.computer import Computer

PATH = Path(__file__).parents[2] / "docs" / "COMMANDS.md"

_INTRODUCTION = """# Commands

What each command says with `--help`. `--language ru` says the same in Russian.
Standard output carries data, standard error carries narration and questions.
With `--json` a command speaks the form of `docs/INTERCHANGE.md`.
How it ended, its exit code says (`docs/EXIT_CODES.md`).
"""


def pages() -> Iterator[str]:
    """Return the sections of the file."""
    computer = Computer(Path("nowhere"))
    yield _INTRODUCTION
    yield f"```text\n{computer.run('--help').out}```\n"
    for name in COMMANDS:
        yield f"## {name}\n\n```text\n{computer.run(*name.split(), '--help').out}```\n"


def encoded() -> str:
    """Return the file."""
    return "\n".join(pages())


if __name__ == "__main__":
    PATH.write_text(encoded(), encoding="utf-8")
