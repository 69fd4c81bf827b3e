"""Read whole exports of the invented journal with every other program.

`python -m tests.leaks.read_again [TEMPLATE…]` makes an export under each template for whom it is
made for, with its proof, in every format and in one of the four languages after the other, and
prints for each reader how many files it read, how many letters, and which hidden words it found.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

from safelog.export.formats import FORMATS
from safelog.i18n import DOCUMENT_LANGUAGES
from tests.documents.render import POLICIES, hidden_in
from tests.documents.telling import tell_journal
from tests.leaks.readers import READERS, Reader, written

WIDTH = 30
_MOST_INCIDENTS = 12
"""Of one export."""


def told(reader: Reader, paths: Sequence[Path]) -> tuple[str, bool]:
    """Say what a reader finds in files, and whether it is nothing hidden."""
    read = [reader.read(path) for path in paths if path.suffix == reader.ending]
    found = sorted({word for text in read for word in hidden_in(text)})
    counted = f"{len(read)} files, {sum(map(len, read))} letters"
    name = f"{reader.name} {reader.ending}"
    return f"  {name:{WIDTH}}{counted:{WIDTH}}{', '.join(found) or 'nothing'}", not found


def main(words: Sequence[str]) -> int:
    """Export, read again and print."""
    story, clean = tell_journal(), True
    incidents = [thread.heading.id for thread in story.journal.threads()][:_MOST_INCIDENTS]
    asked = [code for code in POLICIES if code in words or not words]
    for code, language in zip(asked, cycle(DOCUMENT_LANGUAGES), strict=False):
        made = story.export(
            *incidents, policy=POLICIES[code], language=language, template=code, formats=FORMATS
        )
        print(code, language)  # noqa: T201 - a command
        with tempfile.TemporaryDirectory() as folder:
            paths = written(Path(folder) / "export", made.share.outputs.files)
            for reader in (each for each in READERS if not each.slow):
                line, nothing = told(reader, paths)
                clean &= nothing
                print(line, flush=True)  # noqa: T201 - a command
    story.journal.close()
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
