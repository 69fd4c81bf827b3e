"""One question of a form: its label, its input, and what is to be said about the answer."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import TextArea

from safelog.journal.forms import FormField
from safelog.tui.widgets.choice import Choice, Option
from safelog.tui.widgets.line import Line
from safelog.tui.widgets.text_box import TextBox
from safelog.tui.widgets.ticks import Ticks

_SEPARATOR = "; "


class Question(Vertical):
    """An input made from the data of a field. Its answer is text, as the form reads it."""

    def __init__(
        self,
        asked: FormField,
        path: str,
        answer: str,
        *,
        language: str,
        unsaid: str,
        judge: Callable[[str], str],
    ) -> None:
        """Ask `asked`.

        Args:
            asked: the field.
            path: of its answer; for a column of rows, with the number of the row.
            answer: what stands in it at first.
            language: of label and help.
            unsaid: words for an answer that was not given.
            judge: says how a time is understood, or what is wrong with it.
        """
        super().__init__()
        self.path = path
        field = asked.field
        unit = field.unit.get(language, "")
        self._label = f"{field.label[language]}, {unit}" if unit else field.label[language]
        self.help_text = field.help[language]
        self._is_time = field.type == "time"
        self._judge = judge
        options = tuple(Option(item.code, item.label[language]) for item in field.options)
        self._input: TextBox | Choice | Ticks
        if field.type in {"choice", "yes_no_unknown"}:
            self._input = Choice((Option("", unsaid), *options), answer)
        elif field.type == "choices":
            self._input = Ticks(options, frozenset(answer.split(_SEPARATOR)))
        else:
            nested = "." in path and not path.startswith("details.")
            long = field.type in {"text", "verbatim"} and path != "title" and not nested
            self._input = TextBox(answer, one_line=not long)

    def compose(self) -> ComposeResult:
        """Lay the label, the input and the note below each other."""
        yield Line(self._label, classes="label")
        yield self._input
        yield Line(classes="note -empty")

    def on_mount(self) -> None:
        """Say how a time is understood that stands there already."""
        self._say_time()

    @property
    def answer(self) -> str:
        """The answer as the form reads it; empty if it was not given."""
        match self._input:
            case Choice():
                return self._input.code
            case Ticks():
                return _SEPARATOR.join(self._input.codes)
            case box:
                return box.text

    @property
    def input(self) -> Widget:
        """The widget that takes the focus."""
        return self._input

    def note(self, text: str) -> None:
        """Say something below the input."""
        self.query_one(".note", Line).show(text)

    def on_text_area_changed(self, _message: TextArea.Changed) -> None:
        """Say anew how a time is understood; the screen hears of it too."""
        if self._is_time:
            self._say_time()
        else:
            self.note("")

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        """Look at the answer when it is left."""
        if self.answer.strip():
            self.note(self._judge(self.answer))

    def _say_time(self) -> None:
        if self._is_time:
            self.note(self._judge(self.answer))
