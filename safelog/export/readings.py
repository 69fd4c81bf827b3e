"""Everything that was read out of the outputs of one export, by the kind of file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from safelog.export.fault import Fault
from safelog.export.reading import HtmlReading, JsonReading, read_html, read_json
from safelog.export.readpdf import PdfReading, read_pdf
from safelog.export.readsheet import SheetReading, read_sheet
from safelog.export.readword import WordReading, read_word

_ReadingT = TypeVar("_ReadingT")


class Readings(NamedTuple):
    """The outputs as they can be read."""

    pages: tuple[HtmlReading, ...]
    files: tuple[JsonReading, ...]
    papers: tuple[PdfReading, ...]
    letters: tuple[WordReading, ...]
    sheets: tuple[SheetReading, ...]
    plain: tuple[bytes, ...]
    """Bytes in which words stand as they are: files of text, what was unpacked, what is shown."""

    def unpacked(self) -> Iterator[bytes]:
        """Walk bytes of a PDF that no reader of text looks at."""
        for paper in self.papers:
            yield from (*paper.streams, *paper.fonts)

    def blocks(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Walk the text that is read block by block, with the format."""
        for page in self.pages:
            yield "html", page.blocks
        for letter in self.letters:
            yield "docx", letter.blocks
        for sheet in self.sheets:
            yield "csv", sheet.blocks

    def neighbours(self) -> Iterator[tuple[str, tuple[str, ...], str]]:
        """Walk blocks that a reader may take together, and what they would read between them."""
        for name, blocks in self.blocks():
            yield name, blocks, " "
            if name != "docx":
                yield name, blocks, ""
        for letter in self.letters:
            # Between its paragraphs there is always a line; within one there may be nothing.
            yield from (("docx", parts, "") for parts in letter.paragraphs)

    def unseen(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Walk what is read beside the text, with the format."""
        for page in self.pages:
            yield "html", (*page.unseen, *page.styles)
        for paper in self.papers:
            yield "pdf", paper.strings
        for letter in self.letters:
            yield "docx", letter.values

    def faults(self) -> Iterator[Fault]:
        """Walk what stands in an output and should not."""
        for paper in self.papers:
            yield from paper.faults
        for letter in self.letters:
            yield from letter.faults
        for sheet in self.sheets:
            yield from sheet.faults


def read_outputs(outputs: Mapping[str, bytes]) -> Readings:
    """Read every output.

    Raises:
        Exception: an output cannot be read.
    """
    papers = _read(outputs, ".pdf", read_pdf)
    letters = _read(outputs, ".docx", read_word)
    packed = (".pdf", ".docx")
    plain = [data for name, data in outputs.items() if not name.endswith(packed)]
    plain += [stream for paper in papers for stream in paper.streams]
    plain += [stream for letter in letters for stream in letter.streams]
    pages = _read(outputs, ".html", read_html)
    # Across the elements or the glyphs that may divide it in the bytes.
    for paper in papers:
        plain += [paper.text.encode(), "\n".join(map("".join, paper.divided)).encode()]
        plain.append("\n".join(paper.strings).encode())
    plain += ["\n".join(page.blocks).encode() for page in pages]
    plain += ["\n".join(letter.blocks).encode() for letter in letters]
    return Readings(
        pages=pages,
        files=_read(outputs, ".json", read_json),
        papers=papers,
        letters=letters,
        sheets=_read(outputs, ".csv", read_sheet),
        plain=tuple(plain),
    )


def _read(
    outputs: Mapping[str, bytes], ending: str, read: Callable[[bytes], _ReadingT]
) -> tuple[_ReadingT, ...]:
    return tuple(read(data) for name, data in outputs.items() if name.endswith(ending))
