"""What a command writes and asks: data on stdout, everything else on stderr.

Whatever goes to a terminal passes `model.text.visible` here, in one place: a name or a narrative
may hold characters that move the cursor or turn the direction of a line.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, TextIO

import msgspec

from safelog.cli.lines import Lines
from safelog.errors import OutputError
from safelog.i18n import Catalogue
from safelog.model.text import visible

_ESCAPED = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""What JSON lets stand as it is and a terminal would obey; below U+0020 JSON escapes by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Streams:
    """The three streams of a process, and where answers come from."""

    stdin: BinaryIO
    stdout: TextIO
    stderr: TextIO
    lines: Lines
    columns: int = 0
    """Width of the terminal; 0 where it is not known, and lines are left as they are."""


class Console:
    """The streams of one command, and the sentences of one language."""

    def __init__(self, streams: Streams, catalogue: Catalogue) -> None:
        """Speak the language of `catalogue` on `streams`."""
        self._streams = streams
        self.catalogue = catalogue

    @property
    def stdin(self) -> BinaryIO:
        """The bytes of standard input."""
        return self._streams.stdin

    # --- data --------------------------------------------------------------------------------

    def print(self, line: str = "") -> None:
        """Write a line of data."""
        with _writing():
            self._streams.stdout.write(self._shown(line, self._streams.stdout) + "\n")

    def print_json(self, value: object) -> None:
        """Write one object of the JSON form as a line."""
        line = msgspec.json.encode(value).decode()
        escaped = _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", line)
        with _writing():
            self._streams.stdout.write(escaped + "\n")

    def print_bytes(self, chunks: Iterable[bytes]) -> None:
        """Write bytes as they are."""
        self.flush()
        for chunk in chunks:
            with _writing():
                self._streams.stdout.buffer.write(chunk)

    def text(self, key: str, /, **values: object) -> str:
        """Return a sentence of `cli.toml`."""
        return self.catalogue.text(f"cli.{key}", **values)

    def plural(self, key: str, count: int, /, **values: object) -> str:
        """Return a sentence of `cli.toml` that counts something."""
        return self.catalogue.plural(f"cli.{key}", count, **values)

    # --- narration ---------------------------------------------------------------------------

    def say(self, key: str, /, **values: object) -> None:
        """Tell the person something, by its key in `cli.toml`."""
        self.tell(self.text(key, **values))

    def tell(self, line: str = "") -> None:
        """Tell the person a finished line."""
        # What went before on stdout comes before on the screen as well.
        self.flush()
        self.tell_at_the_end(line)

    def tell_at_the_end(self, line: str) -> None:
        """Tell a finished line even where standard output is what failed."""
        with _writing():
            self._streams.stderr.write(self._shown(line, self._streams.stderr) + "\n")
            self._streams.stderr.flush()

    def _shown(self, line: str, stream: TextIO) -> str:
        """Return what can be shown; on a terminal broken between words, never inside one."""
        safe = visible(line)
        if not self._streams.columns or not stream.isatty():
            return safe
        return "\n".join(_broken(part, self._streams.columns) for part in safe.split("\n"))

    # --- questions ---------------------------------------------------------------------------

    def read_line(self, prompt: str) -> str | None:
        """Ask and return the answer; None at the end of input."""
        self.flush()
        # Only the last line is the prompt: a terminal would break a long one inside a word.
        asked = prompt.rstrip()
        *above, last = self._shown(asked, self._streams.stderr).split("\n")
        for line in above:
            self.tell(line)
        return self._streams.lines.read(last + prompt[len(asked) :])

    # --- the screen --------------------------------------------------------------------------

    @property
    def columns(self) -> int:
        """Width of the terminal; 0 where it is not known."""
        return self._streams.columns

    @property
    def is_terminal(self) -> bool:
        """Whether standard output is looked at by a person."""
        return self._streams.stdout.isatty()

    @property
    def is_narrated(self) -> bool:
        """Whether standard error is looked at by a person."""
        return self._streams.stderr.isatty()

    @property
    def screen(self) -> TextIO | None:
        """The stream that is a terminal, where something may be shown that no file may hold."""
        for stream in (self._streams.stdout, self._streams.stderr):
            if stream.isatty():
                return stream
        return None

    def flush(self) -> None:
        """Hand everything over to the operating system.

        Raises:
            OutputError: it cannot be written, as when the reader of a pipe has gone.
        """
        with _writing():
            self._streams.stdout.flush()
            self._streams.stdout.buffer.flush()


def _broken(line: str, columns: int) -> str:
    """Break a line between words; what follows is indented like its beginning."""
    words = line.lstrip()
    indent = line[: len(line) - len(words)]
    return textwrap.fill(
        words,
        width=columns,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
        drop_whitespace=True,
    )


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(errno=error.errno or 0) from None
