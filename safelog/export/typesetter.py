"""typst, which sets a PDF in memory: archival (PDF/A-2a), accessible (PDF/UA-1), reproducible.

Source and data go in as bytes, the file comes out as bytes, and nothing is written anywhere.
Invariants: the person's words reach typst as strings of a JSON value, never as source; its root is
the folder of that source, so that no path leads further; system fonts are left out, and the time is
the document's own, so the bytes follow from the data alone, whatever else is set at the same time.
"""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import resources
from typing import NamedTuple

import typst

from safelog.errors import UnrenderedExportError

_KEPT_FOR = 12
"""Documents for which typst keeps what it worked out for another one, and two more."""


class PaperData(NamedTuple):
    """What document.typ sets."""

    data: str
    """A JSON value."""
    made: str
    """When the document was made, ISO 8601 UTC."""


class Typesetter:
    """Sets documents, in several threads if need be: typst lets go of Python while it works."""

    def __init__(self) -> None:
        """Load the fonts inside typst."""
        self._fonts = typst.Fonts(include_system_fonts=False)

    def set(self, paper: PaperData) -> bytes:
        """Set a document; `forget` it afterwards.

        Raises:
            UnrenderedExportError: it could not be set.
        """
        folder = resources.files("safelog.export") / "typst"
        try:
            with resources.as_file(folder) as root:
                compiler = typst.Compiler(
                    (folder / "document.typ").read_bytes(),
                    root=str(root),
                    font_paths=self._fonts,
                    ignore_system_fonts=True,
                    sys_inputs={"data": paper.data},
                    package_path=str(root),
                    package_cache_path=str(root),
                )
                made = datetime.fromisoformat(paper.made).astimezone(UTC)
                told = compiler.compile(
                    format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=made
                )
        except BaseException as error:
            # A panic inside typst is a BaseException of its own; its text may hold the person's
            # words.
            if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
                raise
            raise UnrenderedExportError from None
        return b"".join(told) if isinstance(told, list) else told or b""

    def forget(self) -> None:
        """Make typst drop what it keeps of documents for a next one, which holds all their words.

        It drops a result that ten documents in a row had no use for, so blank ones are set. What
        it keeps is the whole process's: no other document may be in the making, or it would lose
        what it still needs.
        """
        blank = typst.Compiler(font_paths=self._fonts, ignore_system_fonts=True)
        for _ in range(_KEPT_FOR):
            blank.compile(b"", format="svg")
