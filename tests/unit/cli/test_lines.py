"""Where answers come from: pipes, and a terminal read through readline."""

from __future__ import annotations

import importlib
import io
import sys
from types import SimpleNamespace

import pytest

from safelog.cli.lines import LINE_BYTES_MAX, StreamLines, TerminalLines, terminal_lines
from safelog.errors import InvalidTextError


def stream(content: bytes) -> tuple[StreamLines, io.StringIO]:
    """Return lines over bytes, and where prompts are shown."""
    prompts = io.StringIO()
    return StreamLines(io.BytesIO(content), prompts), prompts


def test_a_stream_gives_lines_without_their_ends() -> None:
    """Both kinds of line end are taken off, and the end of input is None."""
    lines, prompts = stream("раз\r\nдва\n\nтри".encode())
    assert [lines.read(">") for _ in range(5)] == ["раз", "два", "", "три", None]
    assert prompts.getvalue() == ">>>>>"


def test_a_long_line_arrives_whole() -> None:
    """A line longer than a terminal's own limit keeps its end."""
    long = "ж" * 10_000
    lines, _ = stream(long.encode() + b"\n")
    assert lines.read("") == long


@pytest.mark.parametrize("content", [b"\xff\xfe\n", b"x" * (LINE_BYTES_MAX + 1)])
def test_what_is_no_line_of_text_is_refused(content: bytes) -> None:
    """Other encodings and endless lines are errors, not guesses."""
    lines, _ = stream(content)
    with pytest.raises(InvalidTextError):
        lines.read("")


def test_a_terminal_gives_lines_until_its_end() -> None:
    """Ctrl+D is the end of input."""
    answers = iter(["слово"])

    def ask(prompt: str) -> str:
        assert prompt == "? "
        try:
            return next(answers)
        except StopIteration:
            raise EOFError from None

    lines = TerminalLines(ask)
    assert [lines.read("? "), lines.read("? ")] == ["слово", None]


def test_a_terminal_in_another_encoding_is_refused() -> None:
    """Bytes that are no text in the terminal's encoding are an error of the tree."""

    def ask(_prompt: str) -> str:
        return b"\xff".decode()

    with pytest.raises(InvalidTextError):
        TerminalLines(ask).read("")


def as_terminal(monkeypatch: pytest.MonkeyPatch, *, is_terminal: bool) -> None:
    """Let the process believe that it talks to a terminal, or not."""
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(isatty=lambda: is_terminal))


def test_a_pipe_is_not_read_as_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """With standard output elsewhere, prompts must not go there."""
    as_terminal(monkeypatch, is_terminal=False)
    assert terminal_lines() is None


def test_a_system_without_readline_reads_the_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the library has no readline the stream is read as it is."""
    as_terminal(monkeypatch, is_terminal=True)
    monkeypatch.setitem(sys.modules, "readline", None)
    assert terminal_lines() is None


def test_nothing_typed_can_be_called_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """History is off and empty, and Tab offers nothing."""
    as_terminal(monkeypatch, is_terminal=True)
    readline = pytest.importorskip("readline")
    readline.add_history("CANARY")
    assert isinstance(terminal_lines(), TerminalLines)
    assert readline.get_current_history_length() == 0
    completer = importlib.import_module("readline").get_completer()
    assert completer("/e", 0) is None
    readline.set_completer(None)
