"""The edit form, made from the fields of the kind. Saving makes a new revision; nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from threading import Event
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import TextArea

from safelog.errors import ConflictError, InputError
from safelog.i18n.units import measure
from safelog.journal.events import DraftDropped, DraftSaved
from safelog.journal.forms import LEADING, FormField, Reading, form_fields, inputs_of, read_inputs
from safelog.journal.journal import Saved
from safelog.model.ids import IncidentId
from safelog.model.incident import Incident
from safelog.tui import keys, tasks
from safelog.tui.answers import slip, surroundings, verdict
from safelog.tui.autosave import DraftKeeper
from safelog.tui.screens.drafting import DraftingScreen, Snapshot
from safelog.tui.session import Session
from safelog.tui.widgets.add_row import AddRow
from safelog.tui.widgets.kind_box import KindBox
from safelog.tui.widgets.line import Line
from safelog.tui.widgets.question import Question

_MARGIN = 12
"""Columns beside a note that stands below a field."""


class Amended(tasks.Answer):
    """The new revision is in the journal."""


class EditScreen(DraftingScreen, inherit_bindings=False):
    """Questions and answers; every one of them can be skipped."""

    NAME = "edit"
    HINTS = (keys.SAVE, keys.CHANGE, keys.BACK, keys.DISCARD)
    BINDINGS: ClassVar[list[BindingType]] = [
        *DraftingScreen.BINDINGS,
        *keys.bindings(keys.SAVE, keys.CHANGE, keys.DISCARD),
    ]

    def __init__(
        self,
        session: Session,
        saved: Saved,
        *,
        base_revision: int,
        draft: DraftSaved | None = None,
    ) -> None:
        """Edit a copy of `saved`, or go on with `draft`; see `of` and `resume_edit`."""
        written = inputs_of(
            saved.incident,
            language=session.language,
            entities=session.journal.state.entities,
            kinds=session.journal.surroundings.kinds,
        )
        self._inputs: dict[str, str] = dict(draft.inputs if draft else written)
        self._kind = draft.kind if draft else saved.incident.kind
        keeper = DraftKeeper(
            session.journal,
            draft.id if draft else session.journal.new_id(),
            incident=saved.incident.id,
            base_revision=base_revision,
            kept=self._inputs,
            kept_kind=self._kind,
        )
        super().__init__(session, keeper)
        self._base: Incident = saved.incident
        self._base_revision = base_revision
        self.asked: dict[Widget, Question] = {}
        """The questions in sight, by their inputs."""
        self._more = False
        self._saving = False
        self._discarding = False

    @classmethod
    def of(cls, session: Session, saved: Saved) -> EditScreen:
        """Edit a copy of a revision."""
        return cls(session, saved, base_revision=saved.revision)

    # --- the form --------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        """Make the kind and the questions."""
        with VerticalScroll(classes="page", can_focus=False):
            yield Line(self.text("edit.kind"), classes="label")
            yield self.kind_box(self._kind)
            yield from self._questions()
        yield Line(widget_id="help", classes="-empty")

    def _questions(self) -> list[Widget]:
        widgets: list[Widget] = []
        for asked in form_fields(self.session.journal.surroundings.kinds, self._kind):
            if self._more or _is_first(asked):
                widgets += self._rows(asked) if asked.columns else [self._question(asked)]
        if not self._more:
            widgets.append(Line(self.text("edit.more"), widget_id="more", classes="hint"))
        return widgets

    def _question(self, asked: FormField, path: str = "") -> Widget:
        path = path or asked.path
        question = Question(
            asked,
            path,
            self._inputs.get(path, ""),
            language=self.session.language,
            unit=measure(self.session.catalogue, asked.field.unit),
            unsaid=self.text("edit.unsaid"),
            judge=partial(verdict, self.session, kind=self._kind),
        )
        self.asked[question.input] = question
        return question.input

    def _rows(self, asked: FormField) -> list[Widget]:
        """Make the rows that there are, and the way to add one."""
        name = asked.field.label[self.session.language]
        count = _row_count(self._inputs, asked.path)
        widgets: list[Widget] = [Line(name, classes="lead")]
        for number in range(count):
            widgets += self._row(asked, number)
        widgets.append(AddRow(self.text("edit.add", rows=name), asked, count))
        return widgets

    def _row(self, asked: FormField, number: int) -> list[Widget]:
        return [
            self._question(column, f"{asked.path}.{number}.{column.path}")
            for column in asked.columns
        ]

    async def on_add_row_wanted(self, message: AddRow.Wanted) -> None:
        """Ask for one more row, above the way to add another."""
        message.stop()
        row = self._row(message.asked, message.number)
        await self.query_one(VerticalScroll).mount_all(row, before=message.add_row)
        row[0].focus()

    async def on_kind_box_changed(self, message: KindBox.Changed) -> None:
        """Ask other questions for another kind; answers to the old ones wait."""
        del message
        kind = self.query_one(KindBox).code
        if kind != self._kind:
            self._remember()
            self._kind = kind
            await self._rebuild()

    async def action_change(self) -> None:
        """Ask everything, or only what matters first."""
        self._remember()
        self._more = not self._more
        await self._rebuild()

    async def _rebuild(self) -> None:
        page = self.query_one(VerticalScroll)
        async with self.batch():
            await page.query(".asked, AddRow, .lead, #more").remove()
            self.asked.clear()
            await page.mount_all(self._questions())

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say what is meant by the question that is being answered."""
        self._say_help(self.asked.get(event.widget))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Look at an answer when it is left."""
        question = self.asked.get(event.widget)
        if question is not None:
            question.look()

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Say anew how a time is understood."""
        question = self.asked.get(message.text_area)
        if question is not None:
            question.say_time()
            self._say_help(question)

    def _say_help(self, question: Question | None) -> None:
        """Say what is meant by a question, after a note that is too long for its place."""
        said = [] if question is None else [question.help_text]
        if question is not None and len(question.remark) > self.size.width - _MARGIN:
            # Below the field it is cut off.
            said.insert(0, question.remark)
        self.query_one("#help", Line).show("\n".join(said))

    # --- the answers -----------------------------------------------------------------------

    def snapshot(self) -> Snapshot:
        """Read the answers; those that are out of sight count too."""
        self._remember()
        return Snapshot(self._kind, {path: text for path, text in self._inputs.items() if text})

    def note_change(self) -> None:
        """Keep the answers soon."""
        if self._discarding:
            self._discarding = False
            self.answer("")
        super().note_change()

    def _remember(self) -> None:
        for question in self.asked.values():
            self._inputs[question.path] = question.answer

    def action_back(self) -> None:
        """Go back; what was changed is kept and offered on the first page."""
        with self.reporting():
            self.flush()
            self.dismiss()

    def action_discard(self) -> None:
        """Throw the changes away, at the second press."""
        if not self._discarding:
            self._discarding = True
            self.answer(self.text("edit.discard_again"))
            return
        with self.reporting():
            self.keeper.discard()
            self.dismiss()

    # --- saving ----------------------------------------------------------------------------

    def action_save(self) -> None:
        """Store a new revision."""
        if self._saving:
            return
        try:
            reading = self._read()
        except InputError as error:
            self._point_at(error)
            return
        self._saving = True
        tasks.start(self, partial(self._store, reading), group="save")

    def on_amended(self) -> None:
        """Go back to the incident, and say so there."""
        self.session.news = self.text("detail.saved")
        self.dismiss()

    def task_failed(self, message: tasks.TaskFailed) -> None:
        """Say what went wrong; the answers stand where they stood."""
        self._saving = False
        error = message.error
        if isinstance(error, ConflictError):
            # Neither version is lost: the other one stays as an earlier revision.
            self._base_revision = int(error.fields["revision"])
            self.answer(self.text("edit.conflict"))
        elif isinstance(error, InputError):
            self._point_at(error)
        else:
            super().task_failed(message)

    def _read(self) -> Reading:
        kind, inputs = self.snapshot()
        fields = form_fields(self.session.journal.surroundings.kinds, kind)
        known = {path for asked in fields for path in _paths(asked)}
        return read_inputs(
            kind,
            {path: text for path, text in inputs.items() if _bare(path) in known},
            surroundings(self.session),
            incident=self._base.id,
            base=self._base,
        )

    def _store(self, reading: Reading, _stopped: Event) -> Amended:
        journal = self.session.journal

        def save(also: tuple[DraftDropped, ...]) -> None:
            for entity in reading.entities:
                journal.save_entity(entity, base_revision=0)
            journal.save(reading.incident, base_revision=self._base_revision, also=also)

        self.keeper.finish(save)
        return Amended()

    def _point_at(self, error: InputError) -> None:
        """Say what is wrong below the answer, and go there."""
        path = error.fields.get("field")
        question = next((q for q in self.asked.values() if q.path == path), None)
        if question is None:
            self.report(error)
            return
        question.input.focus()
        question.note(slip(error, self.catalogue))
        self._say_help(question)
        self.answer(self.text("edit.look"))


def resume_edit(session: Session, draft: DraftSaved) -> EditScreen:
    """Go on with unfinished changes of an incident.

    Raises:
        NotFoundError: there is no such incident.
    """
    saved = session.journal.read(IncidentId(draft.incident), draft.base_revision)
    return EditScreen(session, saved, base_revision=draft.base_revision, draft=draft)


def _is_first(asked: FormField) -> bool:
    root = asked.path.partition(".")[0]
    return root in {*LEADING, "details", "state", "title"}


def _row_count(inputs: Mapping[str, str], rows: str) -> int:
    prefix = f"{rows}."
    numbers = [path.split(".")[1] for path in inputs if path.startswith(prefix)]
    return max((int(number) + 1 for number in numbers if number.isdecimal()), default=0)


def _paths(asked: FormField) -> list[str]:
    if asked.columns:
        return [f"{asked.path}.{column.path}" for column in asked.columns]
    return [asked.path]


def _bare(path: str) -> str:
    return ".".join(part for part in path.split(".") if not part.isdecimal())
