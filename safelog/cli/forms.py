"""Ask the questions of a kind of incident, one line after the other.

Owns the answers while they are given. Each is checked as soon as it is typed, a time is read back
as it was understood, and what was typed is kept as a draft now and then: see `drafting`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Container
from dataclasses import replace
from datetime import datetime

from safelog.cli.listing import SHORT_ID
from safelog.cli.questions import Choice, Questions, choices_of
from safelog.cli.session import Session
from safelog.errors import InvalidTimeError
from safelog.i18n.errors import describe
from safelog.i18n.units import measure
from safelog.journal.anchors import event_of
from safelog.journal.forms import Answers, FormField, Reading, form_fields, read_inputs
from safelog.model.ids import IncidentId
from safelog.model.incident import Incident
from safelog.model.leaves import leaves
from safelog.model.text import one_line
from safelog.model.when import When, format_when

_NARRATIVE = "narrative"
"""A text of several lines, as every quotation is."""
_REQUIRED = {"stages": "what"}
"""Columns without which a row says nothing and the model has none."""
_SEAL = ("state", "sealed")
"""The one answer that cannot be taken back once it is saved."""
_CODES = frozenset({"choice", "choices", "yes_no_unknown"})
_NAMES_SHOWN = 20
_SHOWN_LENGTH = 60
"""Characters of an answer that the list of questions shows."""


class Form:
    """The answers of one incident."""

    def __init__(
        self,
        session: Session,
        answers: Answers,
        kind: str,
        *,
        inputs: dict[str, str],
        keep: Callable[[], None],
    ) -> None:
        """Begin with the answers in `inputs`, which change; `keep` is called after each."""
        self.kind = kind
        self.inputs = inputs
        self.questions = form_fields(answers.kinds, kind)
        self._as_words: set[str] = set()
        self._answers = answers
        self._keep = keep
        self._console = session.console
        self._is_interactive = session.is_interactive
        self._ask = Questions(session.console, is_interactive=session.is_interactive)
        self._language = session.console.catalogue.language

    def read(self, incident: IncidentId, *, base: Incident | None = None) -> Reading:
        """Read all answers as an incident.

        Raises:
            InputError: an answer does not fit.
        """
        return read_inputs(
            self.kind,
            self.inputs,
            self._answers,
            incident=incident,
            base=base,
            as_words=frozenset(self._as_words),
        )

    def read_resumed(
        self, incident: IncidentId, *, typed_at: datetime, base: Incident | None = None
    ) -> Incident:
        """Read the answers of a draft as they were meant when they were typed.

        "Yesterday" is another day by now. As the base of what is read later, the result keeps the
        times whose words do not change. A time that cannot be read was kept as words.
        """
        answers = replace(self._answers, now=typed_at)
        while True:
            try:
                return read_inputs(
                    self.kind,
                    self.inputs,
                    answers,
                    incident=incident,
                    base=base,
                    as_words=frozenset(self._as_words),
                ).incident
            except InvalidTimeError as error:
                self._as_words.add(str(error.fields["field"]))

    def ask(self, question: FormField) -> None:
        """Ask one question; an empty answer leaves what is there."""
        if question.columns:
            self._ask_rows(question)
        else:
            self._ask_one(question, question.path)

    def ask_cells(self, question: FormField, row: int, paths: Container[str]) -> None:
        """Ask for some of the columns of one row, from 0."""
        for column in question.columns:
            if column.path in paths:
                self._ask_one(column, f"{question.path}.{row}.{column.path}")

    def question(self, path: str) -> FormField:
        """Return the question whose answer stands at `path`."""
        return next(question for question in self.questions if question.path == path)

    def is_answered(self, question: FormField) -> bool:
        """Tell whether there is an answer, or a row of answers."""
        return any(
            path == question.path or path.startswith(f"{question.path}.") for path in self.inputs
        )

    def shown(self, question: FormField) -> str:
        """Return the answer as one line."""
        if question.columns:
            rows = len(self._rows(question))
            return self._console.plural("form.rows", rows) if rows else ""
        answer = self.inputs.get(question.path, "")
        for choice in choices_of(question.field.options, self._language):
            if choice.code == answer:
                return choice.label
        return textwrap.shorten(answer, _SHOWN_LENGTH, placeholder=" …")

    # --- one answer --------------------------------------------------------------------------

    def _ask_one(self, question: FormField, path: str) -> None:
        current = self.inputs.get(path, "")
        answer = self._answer(question, path, current)
        if answer.strip():
            self.inputs[path] = answer
            if (path, answer) == _SEAL and answer != current:
                self._console.say("form.sealing")
        else:
            self.inputs.pop(path, None)
        self._keep()

    def _answer(self, question: FormField, path: str, current: str) -> str:
        label = question.field.label[self._language]
        about = question.field.help[self._language]
        choices = choices_of(question.field.options, self._language)
        match question.field.type:
            case "choice" | "yes_no_unknown":
                return self._ask.choose(label, choices, about=about, current=current)
            case "choices":
                before = tuple(filter(None, current.split("; ")))
                chosen = self._ask.choose_many(label, choices, about=about, current=before)
                return "; ".join(chosen)
            case "time":
                return self._time(label, about, path, current)
            case "number":
                unit = measure(self._console.catalogue, question.field.unit)
                label = f"{label} ({unit})" if unit else label
            case "entity" | "entities":
                about = f"{about} {self._registered(question)}"
            case asked if asked == "verbatim" or path == _NARRATIVE:
                return self._long(label, about, path, current)
            case _:
                # Any words fit, so there is nothing to check.
                return self._ask.line(label, about=about, current=current)
        return self._ask.checked(
            lambda: self._checked(path, self._ask.line(label, about=about, current=current))
        )

    def _checked(self, path: str, answer: str) -> str:
        """Hold that an answer fits its field, and say whom it names for the first time.

        Raises:
            InputError: it does not fit.
        """
        if answer:
            reading = self._read_alone(path, answer)
            for entity in reading.entities:
                kind = self._answers.kinds.entity_kind_label(entity.kind, self._language)
                self._console.say("form.new_entity", name=one_line(entity.name), kind=kind)
        return answer

    def _time(self, label: str, about: str, path: str, current: str) -> str:
        while True:
            answer = self._ask.line(label, about=about, current=current)
            if not answer or answer == current:
                return answer
            try:
                when = self._time_alone(path, answer)
            except InvalidTimeError as error:
                if not self._is_interactive:
                    raise
                self._tell_slip(error)
                if self._ask.agree(self._console.text("form.as_words"), default=False):
                    self._as_words.add(path)
                    return answer
            else:
                self._as_words.discard(path)
                self._read_back(when)
                return answer

    def _tell_slip(self, error: InvalidTimeError) -> None:
        """Say what is unclear about a time, or else how times can be said."""
        # The field goes without saying: its question stands right above.
        fields = {name: value for name, value in error.fields.items() if name != "field"}
        words = describe(InvalidTimeError(**fields), self._console.catalogue)
        self._console.tell(f"  {words.where} {words.next}")

    def _read_back(self, when: When) -> None:
        understood = format_when(when, self._language, with_zone=True)
        self._console.say("form.understood", time=understood)
        event = event_of(when, self._answers.anchors)
        if event is not None:
            time = format_when(event.when, self._language, with_zone=True)
            self._console.say("form.leaning", id=event.id[:SHORT_ID], time=time)

    def _time_alone(self, path: str, answer: str) -> When:
        """Read a time as its own field understands it."""
        where = "when" if path.partition(".")[0] in _REQUIRED else path
        values = (leaf.value for leaf in leaves(self._read_alone(where, answer).incident))
        return next(value for value in values if isinstance(value, When))

    def _read_alone(self, path: str, answer: str) -> Reading:
        """Read one answer by itself."""
        nobody = IncidentId(self._answers.new_id())
        return read_inputs(self.kind, {path: answer}, self._answers, incident=nobody)

    def _long(self, label: str, about: str, path: str, current: str) -> str:
        def hold(text: str) -> None:
            """Have what is typed so far in the draft, should a signal end the command here."""
            self.inputs[path] = text
            self._keep()

        say = self._console.text
        ways = (Choice("add", say("form.add")), Choice("anew", say("form.anew")))
        if not current:
            return self._ask.text(label, about=about, so_far=hold)
        for line in current.splitlines():
            self._console.tell(f"  {line}")
        match self._ask.choose(label, ways):
            case "add":
                added = self._ask.text(
                    label, about=about, so_far=lambda text: hold(f"{current}\n{text}")
                )
                return f"{current}\n{added}".rstrip("\n")
            case "anew":
                return self._ask.text(label, about=about, so_far=hold) or current
        return current

    def _registered(self, question: FormField) -> str:
        """Return the names that the field accepts, for its help."""
        names = [
            one_line(entity.name)
            for entity in self._answers.entities.values()
            if not question.field.entity_kinds or entity.kind in question.field.entity_kinds
        ]
        if not names:
            return self._console.text("form.nobody")
        return self._console.text("form.registered", names=", ".join(sorted(names)[:_NAMES_SHOWN]))

    # --- rows --------------------------------------------------------------------------------

    def _ask_rows(self, question: FormField) -> None:
        """Ask for rows until the person has no more to tell."""
        label = question.field.label[self._language]
        while True:
            rows = self._rows(question)
            for row in rows:
                self._console.tell(f"  {row + 1}  {self._row_shown(question, row)}")
            key = "form.row" if rows else "form.first_row"
            answer = self._ask.line(self._console.text(key, label=label), about=self._rows_about())
            if not answer:
                return
            self._ask_row(question, rows, answer)

    def _ask_row(self, question: FormField, rows: list[int], answer: str) -> None:
        number = answer.removeprefix("-").strip()
        chosen = int(number) - 1 if number.isdecimal() else None
        if chosen in rows and answer.startswith("-"):
            self._drop_row(question, chosen)
        elif chosen in rows:
            self._ask_columns(question, chosen)
        elif answer in self._console.text("form.plus").split():
            self._ask_columns(question, max(rows, default=-1) + 1)
        else:
            self._console.say("ask.again")

    def _ask_columns(self, question: FormField, row: int) -> None:
        for column in question.columns:
            self._ask_one(column, f"{question.path}.{row}.{column.path}")
        required = _REQUIRED.get(question.path)
        if required and f"{question.path}.{row}.{required}" not in self.inputs:
            self._drop_row(question, row)
            self._console.say("form.row_dropped")

    def _drop_row(self, question: FormField, row: int) -> None:
        for path in [path for path in self.inputs if path.startswith(f"{question.path}.{row}.")]:
            del self.inputs[path]
        self._keep()

    def _rows(self, question: FormField) -> list[int]:
        length = len(question.path.split("."))
        return sorted(
            {
                int(path.split(".")[length])
                for path in self.inputs
                if path.startswith(f"{question.path}.")
            }
        )

    def _row_shown(self, question: FormField, row: int) -> str:
        answers = (
            self.inputs.get(f"{question.path}.{row}.{column.path}", "")
            for column in question.columns
            if column.field.type not in _CODES
        )
        return one_line("; ".join(filter(None, answers)))

    def _rows_about(self) -> str:
        return self._console.text("form.rows_help")
