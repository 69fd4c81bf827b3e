"""One question of a form: an input with its label above and what is said of the answer below.

Label and note are drawn in the border of the input. Three widgets instead of one would make every
press of Tab restyle a hundred of them.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content

from safelog.journal.forms import FormField
from safelog.model.text import one_line
from safelog.tui.widgets.choice import Choice, Option
from safelog.tui.widgets.text_box import TextBox
from safelog.tui.widgets.ticks import Ticks

_SEPARATOR = "; "

Judge = Callable[[FormField, str, str], str]
"""Gets a field, the path of its answer and the answer; returns what is to be said of it."""


class Question:
    """A field and the input that asks for it. The answer is text, as the form reads it."""

    def __init__(
        self,
        asked: FormField,
        path: str,
        answer: str,
        *,
        language: str,
        unit: str,
        unsaid: str,
        judge: Judge,
    ) -> None:
        """Ask `asked`.

        Args:
            asked: the field.
            path: of its answer; for a column of rows, with the number of the row.
            answer: what stands in it at first.
            language: of label and help.
            unit: what a number is to be measured in; empty if that is plain.
            unsaid: words for an answer that was not given.
            judge: says how an answer is understood, or what is wrong with it.
        """
        self.asked = asked
        self.path = path
        self.help_text = asked.field.help[language]
        self.remark = ""
        self._judge = judge
        self.input = self._make_input(answer, language, unsaid)
        label = asked.field.label[language]
        self.input.border_title = Content(f"{label}, {unit}" if unit else label)
        self.input.add_class("asked")
        self.say_time()

    def _make_input(self, answer: str, language: str, unsaid: str) -> TextBox | Choice | Ticks:
        field = self.asked.field
        options = tuple(Option(item.code, item.label[language]) for item in field.options)
        if field.type in {"choice", "yes_no_unknown"}:
            return Choice((Option("", unsaid), *options), answer)
        if field.type == "choices":
            return Ticks(options, frozenset(answer.split(_SEPARATOR)))
        nested = "." in self.path and not self.path.startswith("details.")
        long = field.type in {"text", "verbatim"} and self.path != "title" and not nested
        return TextBox(answer, one_line=not long)

    @property
    def answer(self) -> str:
        """The answer as the form reads it; empty if it was not given."""
        match self.input:
            case Choice():
                return self.input.code
            case Ticks():
                return _SEPARATOR.join(self.input.codes)
            case box:
                return box.text

    def note(self, text: str) -> None:
        """Say something below the input."""
        self.remark = text
        self.input.border_subtitle = Content(one_line(text)) if text else None
        self.input.set_class(bool(text), "-noted")

    def look(self) -> None:
        """Look at the answer when it is left."""
        self.note(self._judge(self.asked, self.path, self.answer) if self.answer.strip() else "")

    def say_time(self) -> None:
        """Say how a time is understood while it is typed; about other answers, nothing yet."""
        if self.asked.field.type == "time":
            self.look()
        else:
            self.note("")
