"""Programs that read an export and share nothing with what wrote or checked it.

Each takes finished files in a folder and gives everything that it can read out of them. Debian's
packages: poppler-utils, mupdf-tools, qpdf, libimage-exiftool-perl, binutils.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import docx

CHARSETS = ("utf-8", "utf-16-be", "cp1251", "koi8-r")
_TIME_S = 60


class Reader(NamedTuple):
    """A way of reading files of one ending."""

    name: str
    ending: str
    program: str
    """Which has to be installed; empty for a reader that Python has."""
    read: Callable[[Path], str]
    words: bool = True
    """Whether it gives the words of the document, not only what is told about it."""
    text: bool = False
    """Whether it gives them one after the other, as somebody reads them."""
    slow: bool = False
    """Whether one file is enough: its time grows with the square of the pages."""


def ran(*command: str) -> str:
    """Run a program and return what it prints."""
    done = subprocess.run(command, check=True, capture_output=True, timeout=_TIME_S)
    return done.stdout.decode("utf-8", "replace")


def _pdftotext(*options: str) -> Callable[[Path], str]:
    return lambda path: ran("pdftotext", "-enc", "UTF-8", *options, str(path), "-")


def _boxes(path: Path) -> str:
    """Read every word with its place, and take the places off."""
    return re.sub(r"<[^>]*>", " ", ran("pdftotext", "-bbox", str(path), "-"))


def _pdfinfo(path: Path) -> str:
    return "\n".join(ran("pdfinfo", option, str(path)) for option in ("-meta", "-url", "-dests"))


def _structure(path: Path) -> str:
    return ran("pdfinfo", "-struct-text", str(path))


def _qdf(path: Path) -> str:
    """Unpack every stream, and read the bytes and the strings that stand there in digits."""
    plain = path.with_suffix(".qdf")
    ran("qpdf", "--qdf", "--object-streams=disable", str(path), str(plain))
    data = plain.read_bytes()
    strings = re.findall(rb"<((?:[0-9a-f]{2})+)>", data)
    read = b"\n".join((data, *(bytes.fromhex(each.decode()) for each in strings)))
    return "\n".join(read.decode(charset, "replace") for charset in CHARSETS)


def _outlines(path: Path) -> str:
    return ran("mutool", "show", str(path), "outline")


def _mutool(path: Path) -> str:
    return ran("mutool", "draw", "-q", "-F", "text", str(path))


def _strings(path: Path) -> str:
    """Read the runs of letters in the bytes, of one, two and four bytes each."""
    return "\n".join(ran("strings", "-n", "4", "-e", width, str(path)) for width in "sSlbLB")


def _exiftool(path: Path) -> str:
    return ran("exiftool", "-a", "-u", "-U", "-G1", "-ee", "-charset", "UTF8", str(path))


def _pictures(path: Path) -> str:
    """Take the pictures out, and read what they tell beside their pixels."""
    folder = path.with_name(f"{path.name}.pictures")
    folder.mkdir()
    if path.suffix == ".pdf":
        ran("pdfimages", "-all", str(path), str(folder / "picture"))
    else:
        with zipfile.ZipFile(path) as letter:
            for number, name in enumerate(letter.namelist()):
                if name.startswith("word/media/"):
                    (folder / f"{number}.jpg").write_bytes(letter.read(name))
    files = sorted(map(str, folder.iterdir()))
    return "\n".join((_exiftool(folder), *(ran("strings", "-e", "S", file) for file in files)))


def _parts(path: Path) -> str:
    """Read every part of a Word file, with and without its markup."""
    with zipfile.ZipFile(path) as letter:
        names = letter.namelist()
        parts = [letter.read(name).decode("utf-8", "replace") for name in names]
        notes = [info.comment.decode("utf-8", "replace") for info in letter.infolist()]
    bare = [re.sub(r"<[^>]*>", "", part) for part in parts]
    return "\n".join((*names, *notes, *parts, *bare))


def _letter(path: Path) -> str:
    """Read a Word file as python-docx does: paragraphs, tables, properties."""
    letter = docx.Document(str(path))
    cells = (cell.text for table in letter.tables for row in table.rows for cell in row.cells)
    about = letter.core_properties
    told = (about.author, about.title, about.comments, about.last_modified_by, about.subject)
    return "\n".join((*(each.text for each in letter.paragraphs), *cells, *told))


def _rows(path: Path) -> str:
    text = path.read_text(encoding="utf-8-sig")
    rows = csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ",")
    return "\n".join(cell for row in rows for cell in row)


def _members(path: Path) -> str:
    return json.dumps(json.loads(path.read_bytes()), ensure_ascii=False, indent=0)


READERS: tuple[Reader, ...] = (
    Reader("pdftotext", ".pdf", "pdftotext", _pdftotext(), text=True),
    Reader("pdftotext -layout", ".pdf", "pdftotext", _pdftotext("-layout")),
    Reader("pdftotext -raw", ".pdf", "pdftotext", _pdftotext("-raw")),
    Reader("pdftotext -bbox", ".pdf", "pdftotext", _boxes),
    Reader("mutool draw", ".pdf", "mutool", _mutool, text=True),
    Reader("pdfinfo -struct-text", ".pdf", "pdfinfo", _structure, words=False, slow=True),
    Reader("mutool show outline", ".pdf", "mutool", _outlines, words=False),
    Reader("pdfinfo", ".pdf", "pdfinfo", _pdfinfo, words=False),
    Reader("qpdf --qdf", ".pdf", "qpdf", _qdf, words=False),
    Reader("pdfimages", ".pdf", "pdfimages", _pictures, words=False),
    Reader("parts", ".docx", "", _parts),
    Reader("python-docx", ".docx", "", _letter, text=True),
    Reader("pictures", ".docx", "exiftool", _pictures, words=False),
    Reader("rows", ".csv", "", _rows, text=True),
    Reader("members", ".json", "", _members, text=True),
    *(
        Reader(name, ending, program, read, words=words and ending in {".html", ".csv", ".json"})
        for ending in (".pdf", ".docx", ".html", ".csv", ".json")
        for name, program, read, words in (
            ("strings", "strings", _strings, True),
            ("exiftool", "exiftool", _exiftool, False),
        )
    ),
)


def written(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files into a folder of their own, and return where they are."""
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in files]
