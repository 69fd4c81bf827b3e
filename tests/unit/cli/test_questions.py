"""Questions: their answers, their help, and what happens after a slip."""

from __future__ import annotations

import io

import pytest

from safelog.cli.console import Console, Streams
from safelog.cli.lines import StreamLines
from safelog.cli.questions import Choice, Questions
from safelog.errors import InvalidFieldError
from safelog.i18n import Catalogue

CHOICES = (Choice("red", "Red"), Choice("blue", "Blue"))


def asking(answers: str, *, is_interactive: bool = True) -> tuple[Questions, io.BytesIO]:
    """Return questions with typed answers, and what the person saw."""
    shown = io.BytesIO()
    err = io.TextIOWrapper(shown, encoding="utf-8", write_through=True)
    stdin = io.BytesIO(answers.encode())
    out = io.TextIOWrapper(io.BytesIO())
    streams = Streams(stdin=stdin, stdout=out, stderr=err, lines=StreamLines(stdin, err))
    console = Console(streams, Catalogue("en"))
    # Held by the bytes, so that the stream is not closed with its wrapper.
    shown.keeper = err  # type: ignore[attr-defined] # only for its lifetime
    return Questions(console, is_interactive=is_interactive), shown


@pytest.mark.parametrize(
    ("answers", "expected"),
    [("blue\n", "blue"), ("2\n", "blue"), ("\n", ""), ("", ""), ("0\n3\nx\n1\n", "red")],
)
def test_a_choice_is_a_number_or_a_code(answers: str, expected: str) -> None:
    """Anything else is asked again; nothing skips."""
    ask, _ = asking(answers)
    assert ask.choose("Colour", CHOICES) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [("\n", "blue"), ("", "blue"), ("-\n", ""), ("1\n", "red"), ("Blue\n", "blue")],
)
def test_a_choice_that_was_made_is_kept(answers: str, expected: str) -> None:
    """Enter keeps it, a dash empties it, a number replaces it."""
    ask, shown = asking(answers)
    assert ask.choose("Colour", CHOICES, current="blue") == expected
    assert b"Colour [Blue]: " in shown.getvalue()


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("1 2\n", ("red", "blue")),
        ("blue,red\n", ("blue", "red")),
        ("\n", ("red",)),
        ("-\n", ()),
        ("1 9\n2\n", ("blue",)),
    ],
)
def test_several_choices_are_numbers_or_codes(answers: str, expected: tuple[str, ...]) -> None:
    """Commas or spaces stand between them."""
    ask, _ = asking(answers)
    assert ask.choose_many("Colours", CHOICES, current=("red",)) == expected


@pytest.mark.parametrize(
    ("answers", "default", "expected"),
    [
        ("y\n", False, True),
        ("NO\n", True, False),
        ("\n", True, True),
        ("", False, False),
        ("maybe\nyes\n", False, True),
    ],
)
def test_agreement_is_yes_or_no(answers: str, *, default: bool, expected: bool) -> None:
    """Anything else is asked again; nothing is the default."""
    ask, _ = asking(answers)
    assert ask.agree("Sure?", default=default) == expected


def test_a_script_is_never_asked_again() -> None:
    """Its next line would answer the wrong question."""
    ask, _ = asking("maybe\nyes\n", is_interactive=False)
    with pytest.raises(InvalidFieldError):
        ask.agree("Sure?", default=False)


def test_a_question_without_help_says_that_any_answer_is_fine() -> None:
    """A question mark is never taken for an answer."""
    ask, shown = asking("?\nword\n")
    assert ask.line("Label") == "word"
    assert b"Any answer is fine." in shown.getvalue()


def test_a_pasted_paragraph_becomes_one_line() -> None:
    """Line ends inside one answer become spaces."""
    ask, _ = asking("two\rwords \n")
    assert ask.line("Label") == "two words"


def test_a_text_ends_with_a_dot_or_with_the_input() -> None:
    """Empty lines inside stay, those around go; an empty first line skips."""
    ask, _ = asking("one\n\ntwo\n\n.\n\nlast\n")
    assert ask.text("Label") == "one\n\ntwo"
    assert ask.text("Label") == ""
    assert ask.text("Label") == "last"
