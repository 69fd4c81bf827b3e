"""Make the redacted document: the only way from originals to what an export may show.

The document is built from new values. A text is cut into its segments, a hidden stretch becomes a
label, and nothing of it is carried over: not its length, its form, its id, or its place in the
register. Times of the machine are told to the minute, because seconds could join two exports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple, cast

from safelog.errors import NothingSelectedError, OpenQuestionsError, UnknownScriptError
from safelog.model.entity import Reason
from safelog.model.ids import AttachmentId, IncidentId
from safelog.model.incident import Incident
from safelog.model.kind import Kinds
from safelog.model.when import When
from safelog.redact.cover import (
    TIME,
    Choice,
    Examined,
    Finder,
    Occurrence,
    Piece,
    Stretch,
    closed_texts,
    cut,
    examine,
    hidden_stretches,
)
from safelog.redact.dates import tell, tell_recorded
from safelog.redact.document import (
    Codes,
    Correction,
    Exhibit,
    Field,
    Hidden,
    HiddenKind,
    LegendRow,
    Number,
    Paragraph,
    RedactedDocument,
    Ref,
    Sentence,
    Shown,
    Text,
    Time,
    Value,
)
from safelog.redact.hit import Tier
from safelog.redact.labels import Labels, Place
from safelog.redact.order import paragraphs_in_order
from safelog.redact.parts import Part, entities_of, parts, permitted
from safelog.redact.policy import Rules
from safelog.redact.selection import CorrectedParts, ExportedAttachment, ExportedIncident


class _Cover(NamedTuple):
    text: str
    stretches: tuple[Stretch, ...]


class _Covers(NamedTuple):
    """What is hidden in each text, and the texts that are hidden whole."""

    texts: Mapping[Place, _Cover]
    closed: Mapping[tuple[IncidentId, str], Reason]


class _Composer:
    """Turns parts into redacted values; holds what is the same for the whole document."""

    def __init__(
        self,
        ordered: Sequence[ExportedIncident],
        covers: _Covers,
        rules: Rules,
        kinds: Kinds,
        labels: Labels,
    ) -> None:
        self._rules = rules
        self._kinds = kinds
        self._covers, self._closed = covers
        self._labels = labels
        self._recorded = {e.incident.id: e.first_recorded for e in ordered}
        self._numbers = {e.incident.id: number for number, e in enumerate(ordered, 1)}
        attachments = dict.fromkeys(a.id for e in ordered for a in e.attachments)
        self._exhibits = {attachment: number for number, attachment in enumerate(attachments, 1)}

    def paragraph(self, exported: ExportedIncident) -> Paragraph:
        incident = exported.incident
        fields = []
        for part in parts(exported, self._rules, self._kinds):
            value = self._value(part, incident.id)
            if value is not None and not part.path.startswith("exhibits."):
                fields.append(Field(path=part.path, value=value))
        return Paragraph(
            number=self._numbers[incident.id],
            kind=incident.kind,
            revision=exported.revision,
            recorded=self._moment(exported.recorded),
            first_recorded=self._moment(exported.first_recorded),
            fields=tuple(fields),
            corrections=tuple(self._correction(c, incident) for c in exported.corrections),
            exhibits=tuple(self._exhibits[a.id] for a in exported.attachments),
            corrects=self._numbers.get(incident.corrects) if incident.corrects else None,
        )

    def exhibits(self, ordered: Iterable[ExportedIncident]) -> Iterator[Exhibit]:
        """Walk the exhibits in the order of their numbers, each once."""
        told: set[int] = set()
        for exported in ordered:
            said = {
                part.path: self._value(part, exported.incident.id)
                for part in parts(exported, self._rules, self._kinds)
                if part.path.startswith("exhibits.")
            }
            for position, attachment in enumerate(exported.attachments):
                number = self._exhibits[attachment.id]
                if number not in told:
                    told.add(number)
                    yield self._exhibit(number, position, attachment, said)

    def _exhibit(
        self,
        number: int,
        position: int,
        attachment: ExportedAttachment,
        said: Mapping[str, Value | None],
    ) -> Exhibit:
        shown = self._rules.policy.attachments == "copies" and attachment.copy_sha256 is not None
        return Exhibit(
            number=number,
            sha256=attachment.sha256,
            size=attachment.size,
            media=attachment.media,
            recorded=self._moment(attachment.recorded),
            description=_as_text(said.get(f"exhibits.{position}.description")),
            provenance=_as_text(said.get(f"exhibits.{position}.provenance")),
            copy=attachment.copy_sha256 if shown else None,
            removed=attachment.removed if shown else (),
            file=f"exhibit-{number:02}.{attachment.raw}" if attachment.raw else None,
        )

    def _value(self, part: Part, incident: IncidentId) -> Value | None:
        """Return the redacted value of a part, or None for a file that is not exported."""
        whole = self._closed.get((incident, part.path), part.action)
        if whole not in {"show", "omit"}:
            return self._hidden(cast("Reason", whole))
        value: Value | None
        match part.form, part.value:
            case "words", _:
                value = self._text(incident, part.path)
            case "time", When() as when:
                value = self._time(when, incident, part.path)
            case "number", (int() | float()) as number:
                value = Number(number=number)
            case "codes", str(code):
                value = Codes(codes=(code,))
            case "codes", tuple(codes):
                value = Codes(codes=codes)
            case "entities", _:
                value = self._reference(part, incident)
            case "place", _:
                value = self._hidden("R1", "place")
            case "file", str(attachment):
                exhibit = self._exhibits.get(AttachmentId(attachment))
                value = None if exhibit is None else Ref(name=(Shown(text=str(exhibit)),))
            case _:
                # A value that its kind does not foresee: nobody knows what it may hold.
                value = self._hidden("R6")
        return value

    def _hidden(self, reason: Reason, kind: HiddenKind = "text") -> Hidden:
        """Return what stands in the place of a whole part."""
        return Hidden(kind=kind, letter="", reason=self._rules.policy.told(reason))

    def _text(self, incident: IncidentId, path: str) -> Text:
        place = Place(incident, path)
        cover = self._covers[place]
        return Text(
            sentences=tuple(
                Sentence(index=index, pieces=tuple(self._piece(p, place) for p in pieces))
                for index, pieces in cut(cover.text, cover.stretches)
            )
        )

    def _piece(self, piece: Piece, place: Place) -> Shown | Hidden:
        if piece.hidden is None:
            return Shown(text=piece.text)
        return self._labels.of(piece.hidden.entity, place)

    def _time(self, when: When, incident: IncidentId, path: str) -> Time | Hidden:
        policy = self._rules.policy
        if policy.dates != "exact":
            recorded = self._recorded[incident] if path == "when" else ""
            told = tell(when, policy.dates, shift_days=self._rules.shift_days, recorded=recorded)
            return told or self._hidden("R6")
        return Time(
            start=when.start,
            end=when.end,
            precision=when.precision,
            part=when.part,
            zone=when.zone,
            said=self._text(incident, path) if when.said else Text(sentences=()),
        )

    def _reference(self, part: Part, incident: IncidentId) -> Ref:
        pieces: list[Shown | Hidden] = []
        for position, entity in enumerate(entities_of(part)):
            if position:
                pieces.append(Shown(text=", "))
            if self._rules.reason(entity) is not None:
                pieces.append(self._labels.of(entity, Place(incident, part.path)))
            else:
                name = self._text(incident, f"{part.path}.{position}")
                pieces += [piece for sentence in name.sentences for piece in sentence.pieces]
        return Ref(name=tuple(pieces))

    def _moment(self, recorded: str) -> str:
        return tell_recorded(_minute(recorded), self._rules.policy.dates)

    def _correction(self, correction: CorrectedParts, incident: Incident) -> Correction:
        policy, kind = self._rules.policy, incident.kind
        return Correction(
            revision=correction.revision,
            recorded=self._moment(correction.recorded),
            paths=tuple(path for path in correction.paths if policy.action(path, kind) != "omit"),
        )


def compose(  # noqa: PLR0913 - each argument is another input of the pure core
    selection: Sequence[ExportedIncident],
    rules: Rules,
    finder: Finder,
    decisions: Mapping[Occurrence, Choice],
    *,
    kinds: Kinds,
    pseudonym_key: bytes,
    made: datetime,
    zone: str,
) -> RedactedDocument:
    """Make the document that one recipient may see.

    Args:
        selection: the incidents to export.
        rules: the recipient's policy and profile, applied to the register.
        finder: a matcher built from `rules.hidden()`.
        decisions: what the person decided about single occurrences.
        kinds: the kinds of incident.
        pseudonym_key: secret, of this recipient and export; it alone orders the pseudonyms, and the
            paragraphs that are told one time.
        made: the time of the export, with its zone.
        zone: the person's time zone, an IANA name.

    Raises:
        NothingSelectedError: the selection is empty, or the policy leaves out all of it.
        OpenQuestionsError: a possible name was not decided on.
        UnknownScriptError: a stretch in a script without rules was not decided on.
    """
    ordered = paragraphs_in_order(permitted(selection, rules), rules, pseudonym_key)
    if not ordered:
        raise NothingSelectedError
    examined = examine(ordered, rules, finder, kinds)
    require_answers(examined, decisions)
    covers = _covers(examined, decisions, rules)
    hidden = ((place, s.entity) for place, c in covers.texts.items() for s in c.stretches)
    labels = Labels(ordered, hidden, rules, kinds, pseudonym_key)
    composer = _Composer(ordered, covers, rules, kinds, labels)
    # In this order, because giving out a label counts it: the legend comes last.
    return RedactedDocument(
        language=rules.profile.language,
        made=_written(made),
        zone=zone,
        policy=rules.policy.code,
        paragraphs=tuple(composer.paragraph(exported) for exported in ordered),
        exhibits=tuple(composer.exhibits(ordered)),
        legend=_legend(labels.given, counts=rules.counts),
    )


def _covers(
    examined: Sequence[Examined], decisions: Mapping[Occurrence, Choice], rules: Rules
) -> _Covers:
    closed = closed_texts(examined, decisions, rules)
    texts = {
        Place(text.incident, text.path): _Cover(text.text, hidden_stretches(text.finds, decisions))
        for text in examined
        if (text.incident, text.path) not in closed
    }
    return _Covers(texts, closed)


def require_answers(examined: Iterable[Examined], decisions: Mapping[Occurrence, Choice]) -> None:
    """Hold that no question is open.

    Raises:
        UnknownScriptError: a stretch in a script without rules was not decided on.
        OpenQuestionsError: a possible name was not decided on.
    """
    undecided = [
        find
        for text in examined
        for find in text.finds
        if find.tier is not Tier.SURE and find.occurrence not in decisions
    ]
    scripts = [find.trait for find in undecided if not find.entity and find.trait != TIME]
    if scripts:
        raise UnknownScriptError(script=scripts[0], count=len(scripts))
    if undecided:
        raise OpenQuestionsError(count=len(undecided))


def _legend(given: Mapping[Hidden, int], *, counts: bool) -> tuple[LegendRow, ...]:
    ordered = sorted(given, key=lambda h: (h.kind, len(h.letter), h.letter))
    return tuple(LegendRow(hidden=h, count=given[h] if counts else None) for h in ordered)


def _as_text(value: Value | None) -> Text | None:
    if isinstance(value, Hidden):
        return Text(sentences=(Sentence(index=0, pieces=(value,)),))
    return value if isinstance(value, Text) else None


def _minute(recorded: str) -> str:
    return _written(datetime.fromisoformat(recorded))


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
