"""Ask a person, line by line, in a way that a screen reader can follow.

A question is one line that ends in a colon. An empty answer skips it, `?` explains it, and the end
of input skips whatever is left. Whoever types is asked again after a slip. A script is not: its
next line would answer another question than the one it was written for.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from safelog.cli.console import Console
from safelog.errors import InputError, InvalidFieldError, SafelogError
from safelog.i18n.errors import describe
from safelog.model.kind import Option
from safelog.model.text import one_line

_HELP = "?"
_EMPTY = "-"
_END_OF_TEXT = "."
_MORE = "> "
"""Stands before each line of a text."""
_ANSWER = "answer"
"""The field that an answer is refused for when it is none of the choices."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers of a question."""

    code: str
    label: str


def choices_of(options: Iterable[Option], language: str) -> tuple[Choice, ...]:
    """Return the options of a field as answers in one language."""
    return tuple(Choice(option.code, option.label[language]) for option in options)


class Questions:
    """Questions on one console."""

    def __init__(self, console: Console, *, is_interactive: bool) -> None:
        """Ask on `console`; ask again after a slip only if `is_interactive`."""
        self._console = console
        self._is_interactive = is_interactive

    def line(self, label: str, *, about: str = "", current: str = "") -> str:
        """Ask for one line; an empty one keeps `current`, and `-` empties it."""
        shown = self._console.text("ask.current", label=label, current=one_line(current))
        while True:
            answer = self._console.read_line(f"{shown if current else label}: ")
            if answer is None or not answer.strip():
                return current
            if answer.strip() == _EMPTY:
                return ""
            if answer.strip() != _HELP:
                # A pasted paragraph arrives as one answer with line ends in it.
                return " ".join(answer.splitlines()).strip()
            self._explain(about)

    def text(
        self, label: str, *, about: str = "", so_far: Callable[[str], None] | None = None
    ) -> str:
        """Ask for several lines, ended by a line with a single dot or by the end of input.

        `so_far` gets the whole text after each line: a signal may come before the last.
        """
        self._console.say("ask.text", label=label)
        lines: list[str] = []
        while (answer := self._console.read_line(_MORE)) is not None:
            for line in answer.split("\n"):
                if line.strip() == _END_OF_TEXT:
                    return "\n".join(lines).strip("\n")
                lines.append(line)
            if lines == [_HELP]:
                lines.clear()
                self._explain(about)
            elif lines == [""]:
                return ""
            elif so_far is not None:
                so_far("\n".join(lines).strip("\n"))
        return "\n".join(lines).strip("\n")

    def choose(
        self,
        label: str,
        choices: Sequence[Choice],
        *,
        about: str = "",
        current: str = "",
        unlisted: Container[str] = (),
    ) -> str:
        """Ask for one of `choices`, by number or code; return its code, or nothing.

        A code of `unlisted` is taken as well.
        """
        self._list(choices)
        shown = _label(current, choices)

        def ask() -> str:
            answer = self.line(label, about=about, current=shown)
            if answer in unlisted:
                return answer
            return current if answer == shown else _one(answer, choices)

        return self.checked(ask)

    def choose_many(
        self,
        label: str,
        choices: Sequence[Choice],
        *,
        about: str = "",
        current: tuple[str, ...] = (),
    ) -> tuple[str, ...]:
        """Ask for any of `choices`, by numbers or codes with commas or spaces between them."""
        self._list(choices)
        shown = ", ".join(_label(code, choices) for code in current)

        def ask() -> tuple[str, ...]:
            answer = self.line(label, about=about, current=shown)
            if answer == shown:
                return current
            return tuple(_one(word, choices) for word in answer.replace(",", " ").split())

        return self.checked(ask)

    def agree(self, question: str, *, default: bool) -> bool:
        """Ask a question that yes or no answers; an empty answer is `default`."""
        yes, no = self._console.text("ask.yes").split(), self._console.text("ask.no").split()
        while True:
            answer = self._console.read_line(f"{question} ")
            word = (answer or "").strip().casefold()
            if not word:
                return default
            if word in yes or word in no:
                return word in yes
            if not self._is_interactive:
                raise InvalidFieldError(field=_ANSWER)
            self._console.say("ask.yes_or_no")

    def checked(self, ask: Callable[[], T]) -> T:
        """Ask until the answer is accepted, and return it.

        Raises:
            InputError: a script's answer is not accepted.
        """
        while True:
            try:
                return ask()
            except InputError as error:
                self._refuse(error)

    def _refuse(self, error: SafelogError) -> None:
        if not self._is_interactive:
            raise error
        if error.fields.get("field") == _ANSWER:
            self._console.say("ask.again")
            return
        words = describe(error, self._console.catalogue)
        self._console.tell(" ".join(word for word in (words.where, words.next) if word))

    def _list(self, choices: Sequence[Choice]) -> None:
        for number, choice in enumerate(choices, start=1):
            self._console.tell(f"  {number}  {choice.label}")

    def _explain(self, about: str) -> None:
        self._console.tell(about or self._console.text("ask.no_help"))


def _label(code: str, choices: Sequence[Choice]) -> str:
    return next((choice.label for choice in choices if choice.code == code), "")


def _one(answer: str, choices: Sequence[Choice]) -> str:
    if not answer:
        return ""
    codes = [choice.code for choice in choices]
    if answer in codes:
        return answer
    if answer.isdecimal() and answer.isascii() and 1 <= int(answer) <= len(codes):
        return codes[int(answer) - 1]
    raise InvalidFieldError(field=_ANSWER)
