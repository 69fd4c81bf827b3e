"""What reaches a terminal: broken between words, and nothing that steers it."""

from __future__ import annotations

import io

from safelog.cli.console import Console, Streams
from safelog.cli.lines import StreamLines
from safelog.i18n import Catalogue


class _Screen(io.BytesIO):
    """A terminal in memory."""

    def isatty(self) -> bool:
        return True

    def close(self) -> None:
        """Stay open: the test reads what was written."""


def console_of(columns: int, typed: bytes = b"") -> tuple[Console, _Screen]:
    """Return a console at a terminal of that width."""
    screen = _Screen()
    stream = io.TextIOWrapper(screen, encoding="utf-8", write_through=True)
    stdin = io.BytesIO(typed)
    streams = Streams(
        stdin=stdin,
        stdout=stream,
        stderr=stream,
        lines=StreamLines(stdin, stream),
        columns=columns,
    )
    return Console(streams, Catalogue("en")), screen


def test_lines_break_between_words_and_keep_their_indent() -> None:
    """No word is cut at the edge; what follows stands below its beginning."""
    console, screen = console_of(20)
    console.print("    one two three four five")
    console.tell("short")
    console.print("first line\nunbreakable-and-far-too-long")
    assert screen.getvalue().decode().splitlines() == [
        "    one two three",
        "    four five",
        "short",
        "first line",
        "unbreakable-and-far-too-long",
    ]


def test_a_long_question_breaks_before_its_last_line() -> None:
    """The prompt itself is the last line, with the space before the answer."""
    console, screen = console_of(20, b"answer\n")
    assert console.read_line("A question of some length: ") == "answer"
    assert screen.getvalue().decode() == "A question of some\nlength: "


def test_a_width_that_is_not_known_breaks_nothing() -> None:
    """Without a width lines go out as they are."""
    console, screen = console_of(0)
    console.print("word " * 50)
    assert screen.getvalue().decode() == "word " * 50 + "\n"


def test_json_is_never_broken_and_never_steers() -> None:
    """An object stays one line, and what a terminal would obey is escaped."""
    console, screen = console_of(20)
    console.print_json({"text": "a long value with \x1b[2J and \u202e and \x85 in it"})
    assert screen.getvalue().decode() == (
        '{"text":"a long value with \\u001b[2J and \\u202e and \\u0085 in it"}\n'
    )


def test_the_screen_is_the_stream_that_is_looked_at() -> None:
    """Secrets are shown on a terminal or not at all."""
    console, _ = console_of(80)
    assert console.screen is not None
    assert console.is_terminal
    pipe = io.TextIOWrapper(io.BytesIO())
    streams = Streams(
        stdin=io.BytesIO(), stdout=pipe, stderr=pipe, lines=StreamLines(io.BytesIO(), pipe)
    )
    assert Console(streams, Catalogue("en")).screen is None
