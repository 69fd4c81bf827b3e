"""What a person is told of an export, on the screen as on the command line, in their language.

These sentences name what the export hides. They are for the person alone: nothing here is written
into a file.
"""

from __future__ import annotations

from typing import NamedTuple

from safelog.export.wording import Wording
from safelog.i18n.catalogue import Catalogue
from safelog.journal.earlier import Comparison
from safelog.journal.journal import Journal
from safelog.journal.tombstones import EntityRemoved
from safelog.model.ids import EntityId
from safelog.model.text import one_line
from safelog.redact.log import LogRow
from safelog.redact.policy import bare_path
from safelog.redact.withheld import Revealed

_WHOLE = {"omit": "omitted", "show": "unchanged"}
"""What is said of a field that is left out, and of a file that goes along as it is."""


_SHORT_ID = 8


class HiddenWords(NamedTuple):
    """A row of the redaction log in words."""

    place: str
    words: str
    instead: str
    """What the recipient reads, and the reason."""
    basis: str


class ShareWords:
    """Puts what a person has to know of one export into words."""

    def __init__(self, catalogue: Catalogue, journal: Journal) -> None:
        """Speak in the language of `catalogue` about an export from `journal`."""
        self._catalogue = catalogue
        self._journal = journal
        self._wording = Wording(catalogue, journal.surroundings.kinds)

    def name(self, entity: EntityId) -> str:
        """Return the name of somebody or something in the register, or that it is gone."""
        known = self._journal.state.entities.get(entity)
        if known is None:
            return self._catalogue.text("sharing.gone", id=entity[:_SHORT_ID])
        return one_line(known.name)

    def left_out(self, count: int) -> str:
        """Say how many chosen incidents are of a kind that such a recipient is not told of."""
        return self._catalogue.plural("sharing.left_out", count) if count else ""

    def unsearched(self) -> str:
        """Say how many are gone from the register, whose names are not looked for any more."""
        state = self._journal.state
        gone = {each.entity for each in state.removed.values() if isinstance(each, EntityRemoved)}
        count = len(gone - state.entities.keys())
        return self._catalogue.plural("sharing.unsearched", count) if count else ""

    def joined(self, comparison: Comparison) -> list[str]:
        """Say what two recipients could put together, and what nobody can compare."""
        say = self._catalogue
        lines = []
        if comparison.unknown:
            lines.append(say.plural("sharing.not_noted", comparison.unknown))
        for other, joined in comparison.joined:
            name = one_line(self._journal.state.recipients[other].profile.name)
            lines.append(say.plural("sharing.joined", joined.incidents, name=name))
            for key, learnt in (("to_them", joined.to_them), ("from_them", joined.from_them)):
                if learnt:
                    things = "; ".join(self._things(learnt))
                    lines.append(say.text(f"sharing.{key}", things=things))
        return lines

    def revealed(self, comparison: Comparison) -> list[str]:
        """Say what the export shows that an earlier one hid from the same recipient."""
        if not comparison.revealed:
            return []
        things = (f"  {thing}" for thing in self._things(comparison.revealed))
        return [self._catalogue.text("sharing.reveals"), *things]

    def hidden(self, row: LogRow) -> HiddenWords:
        """Say where something is hidden, what stands there instead, and why."""
        say = self._catalogue
        place = [say.text("sharing.log.paragraph", number=row.paragraph)]
        if row.exhibit is not None:
            place.append(say.text("sharing.log.exhibit", number=row.exhibit))
        place.append(self._field(bare_path(row.path)))
        instead = f"{self.label(row) or say.text('sharing.log.whole')}  {row.action}"
        if row.action in _WHOLE:
            instead = say.text(f"sharing.log.{_WHOLE[row.action]}")
        basis = say.text(f"sharing.log.{row.basis}")
        return HiddenWords(", ".join(place), one_line(row.words), instead, basis)

    def label(self, row: LogRow) -> str:
        """Return what stands in the place of hidden words; empty for a whole field."""
        return self._wording.label(row.label) if row.label else ""

    def _things(self, learnt: Revealed) -> list[str]:
        return [*map(self.name, learnt.entities), *map(self._field, learnt.fields)]

    def _field(self, path: str) -> str:
        """Return the name of a field by its bare path; of several kinds, the first that has it."""
        catalogue = self._catalogue
        if catalogue.has(f"export.field.{path}"):
            return catalogue.text(f"export.field.{path}")
        kinds = self._journal.surroundings.kinds
        head, _, name = path.partition(".")
        if head == "exhibits":
            return catalogue.text(f"sharing.exhibits.{name}")
        labels = (
            f.label[catalogue.language] for k in kinds.all() for f in k.fields if f.id == name
        )
        return next(labels, path)
