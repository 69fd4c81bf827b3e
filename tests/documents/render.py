"""Render the invented journal under every template, to be looked at.

`python -m tests.documents.render FOLDER [WORD…]`, where a word is a template or a language, makes
for each of them a folder with what a recipient of that kind gets: PDF, Word, HTML, tables, the
proof, and where `pdftoppm` is there an image of each page. Every export is a whole one: composed by
the policy of the recipient, proven, searched for what it hides. The table that it prints says how
large they are, and how many of the hidden words `pdftotext` finds.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from safelog.errors import LeakFoundError
from safelog.export.formats import FORMATS
from safelog.export.template import load_templates
from safelog.i18n import DOCUMENT_LANGUAGES
from tests.documents.telling import tell_journal

POLICIES = {
    "asylum": "lawyer",
    "ccf": "lawyer_extradition",
    "chronology": "ngo",
    "echr": "lawyer",
    "police": "police",
    "protection": "police",
    "timeline": "journalist",
    "un": "un",
    "wgeid": "un",
}
"""Who reads which document."""

HIDDEN = (
    *("Вербин", "Verbin", "Сорокопуд", "Sorokopud", "Тоғжан", "Лещинин", "Leshchinin"),
    *("Falkengren", "Ольховой", "Ольховая", "Ольховій", "doroga_domoi", "000 31 14", "000 88 02"),
    *("meduslugi", "00-7714"),
)
"""Beginnings of what no recipient may read, in the forms that the journal uses."""

_DPI = "80"


def hidden_in(text: str) -> list[str]:
    """Return which of the hidden words stand in a text."""
    folded = " ".join(text.casefold().split())
    return [word for word in HIDDEN if word.casefold() in folded]


def main(words: Sequence[str]) -> int:
    """Render what the words ask for into the folder that the first of them names."""
    codes = tuple(load_templates())
    if not words or not {*words[1:]} <= {*codes, *DOCUMENT_LANGUAGES}:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    folder, asked = Path(words[0]), frozenset(words[1:])
    story, stopped = tell_journal(), 0
    _line("document", "language", "pages", "paragraphs", "exhibits", "bytes", "found")
    for code in _asked(codes, asked):
        for language in _asked(DOCUMENT_LANGUAGES, asked):
            try:
                made = story.export(
                    policy=POLICIES[code], language=language, template=code, formats=FORMATS
                )
            except LeakFoundError as error:
                _line(code, language, f"stopped by {error.fields['check']}")
                stopped = 1
                continue
            target = folder / f"{code}-{language}"
            target.mkdir(parents=True, exist_ok=True)
            files = made.share.outputs.files
            for name, data in files.items():
                (target / name).write_bytes(data)
            document, size = made.share.document, sum(map(len, files.values()))
            found = hidden_in(_text(target / "chronology.pdf"))
            counts = (_pages(target), len(document.paragraphs), len(document.exhibits), size)
            _line(code, language, *map(str, counts), ", ".join(found) or "nothing")
    story.journal.close()
    return stopped


def _asked(codes: Iterable[str], asked: frozenset[str]) -> list[str]:
    """Return those that were asked for; all of them if none was."""
    chosen = [code for code in codes if code in asked]
    return chosen or list(codes)


def _pages(target: Path) -> int | str:
    """Draw the pages of the PDF; return how many there are."""
    if shutil.which("pdftoppm") is None:
        return "?"
    paper = target / "chronology.pdf"
    subprocess.run(["pdftoppm", "-r", _DPI, "-png", paper, target / "page"], check=True)
    return len(list(target.glob("page-*.png")))


def _text(paper: Path) -> str:
    """Read a PDF with a program that had no part in making it; nothing where there is none."""
    if shutil.which("pdftotext") is None:
        return ""
    return subprocess.run(
        ["pdftotext", paper, "-"], check=True, capture_output=True
    ).stdout.decode()


def _line(*cells: str) -> None:
    sys.stdout.write("".join(f"{cell:<13}" for cell in cells).rstrip() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
