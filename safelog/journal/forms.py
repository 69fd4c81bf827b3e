"""Forms: what is asked for a kind of incident, and how the answers become an incident.

The command line's prompts and the app's forms are both made from `form_fields`. An answer is plain
text under the path of its field (`narrative`, `place.label`, `stages.0.what`, `details.words`).
Nothing is guessed: an answer that does not fit is refused with the name of its field, except that
a name nobody registered yet becomes a new entity, which is then hidden in every export.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from safelog.errors import InvalidFieldError, InvalidTimeError
from safelog.model.entity import Entity, EntityKind, NameLanguage
from safelog.model.ids import EntityId, IncidentId
from safelog.model.incident import FieldValue, Incident
from safelog.model.kind import Field, Kinds
from safelog.model.leaves import leaves, texts
from safelog.model.text import searchable
from safelog.model.when import Anchor, When, format_when, languages, parse_when, unknown

LEADING = ("narrative", "when", "when_basis", "place")
"""Common fields asked before the kind's own; the others come after."""

_SEVERAL = re.compile(r"[;\n]+")
_FEWEST_DIGITS = 5
_KAZAKH_LETTERS = frozenset("әғқңөұүһ")
_UKRAINIAN_LETTERS = frozenset("єіїґ")
"""«і» is Kazakh too, where another letter says so."""
_ELSEWHERE = frozenset({"unknown_words", "unknown_event", "how_long"})
"""Why a time is refused that another language may well understand."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One question of a form."""

    path: str
    """Path of its answer; of a column, the part after the row's number."""
    field: Field
    columns: tuple[FormField, ...] = ()
    """What each row asks; only for the type `rows`."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a form needs from outside to read its answers."""

    kinds: Kinds
    language: str
    """The language in which times are tried first."""
    zone: str
    """IANA name of the zone that the person's clock shows."""
    now: datetime
    entities: Mapping[EntityId, Entity]
    new_id: Callable[[], str]
    anchors: Iterable[Anchor] = ()
    """The events that a time may lean on; walked only where one does."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An incident read from a form, and the entities that it names for the first time."""

    incident: Incident
    entities: tuple[Entity, ...]


def form_fields(kinds: Kinds, kind: str) -> tuple[FormField, ...]:
    """Return the questions for a kind, in the order in which they are asked.

    Raises:
        UnknownKindError: there is no such kind.
    """
    own = tuple(FormField(f"details.{item.id}", item) for item in kinds.get(kind).fields)
    first = (item for item in kinds.common if item.id in LEADING)
    rest = (item for item in kinds.common if item.id not in LEADING)
    return (*_questions(first), *own, *_questions(rest))


def _questions(fields: Iterator[Field]) -> Iterator[FormField]:
    for item in fields:
        if item.type == "group":
            yield from (FormField(f"{item.id}.{part.id}", part) for part in item.fields)
        elif item.type == "rows":
            columns = tuple(FormField(part.id, part) for part in item.fields)
            yield FormField(item.id, item, columns)
        else:
            yield FormField(item.id, item)


def inputs_of(
    incident: Incident, *, language: str, entities: Mapping[EntityId, Entity], kinds: Kinds
) -> dict[str, str]:
    """Write an incident as the answers of its form, so that it can be edited."""
    questions = _by_path(form_fields(kinds, incident.kind))
    return {
        path: _answer(questions[key].field, value, language, entities)
        for path, value in leaves(incident)
        if (key := _bare(path)) in questions
    }


def _answer(
    question: Field, value: FieldValue, language: str, entities: Mapping[EntityId, Entity]
) -> str:
    match value:
        case When():
            return value.said or format_when(value, language)
        case tuple():
            return "; ".join(_name(question, item, entities) for item in value)
        case str():
            return _name(question, value, entities)
        case _:
            return str(value)


def _name(question: Field, text: str, entities: Mapping[EntityId, Entity]) -> str:
    if question.type in {"entity", "entities"} and text in entities:
        return entities[EntityId(text)].name
    return text


def read_inputs(
    kind: str,
    inputs: Mapping[str, str],
    answers: Answers,
    *,
    incident: IncidentId,
    base: Incident | None = None,
    as_words: frozenset[str] = frozenset(),
) -> Reading:
    """Read the answers of a form.

    Args:
        kind: the kind of incident.
        inputs: the answers by path; blank ones are left out of the incident.
        answers: what is needed from outside.
        incident: id of the incident.
        base: the revision that was edited. Times whose words did not change are taken from it, for
            "yesterday" is another day by now.
        as_words: paths of times that are kept as words, without bounds.

    Raises:
        UnknownKindError: there is no such kind.
        InvalidFieldError: an answer does not fit its field.
        InvalidTimeError: a time was not understood.
    """
    reader = _Reader(_by_path(form_fields(answers.kinds, kind)), answers, base, as_words)
    tree: dict[str, object] = {"id": incident, "kind": kind}
    for path in sorted(inputs, key=_order):
        if inputs[path].strip():
            _put(tree, path, reader.read(path, inputs[path]))
    if base is not None:
        tree["corrects"] = base.corrects
    try:
        made = msgspec.convert(_rows(tree), type=Incident, strict=True)
    except msgspec.ValidationError:
        raise InvalidFieldError(field="form") from None
    if base is not None:
        before, now = dict(texts(base)), dict(texts(made))
        kept = (m for m in base.mentions if before.get(m.field) == now.get(m.field))
        made = msgspec.structs.replace(made, mentions=tuple(kept))
    return Reading(made, tuple(reader.named.values()))


@dataclass(slots=True)
class _Reader:
    questions: Mapping[str, FormField]
    answers: Answers
    base: Incident | None
    as_words: frozenset[str]
    named: dict[EntityId, Entity] = field(default_factory=dict)

    def read(self, path: str, text: str) -> object:
        """Turn one answer into the value of its field."""
        question = self.questions.get(_bare(path))
        if question is None or question.columns:
            raise InvalidFieldError(field="form")
        asked = question.field
        value: object = text
        match asked.type:
            case "time":
                value = self._time(path, asked, text)
            case "number":
                value = _number(path, text)
            case "choice" | "yes_no_unknown":
                value = self._option(path, asked, text)
            case "choices":
                value = tuple(self._option(path, asked, item) for item in _split(text))
            case "entity":
                value = self._entity(asked, text)
            case "entities":
                value = tuple(self._entity(asked, item) for item in _split(text))
            case _:
                pass
        return value

    def _time(self, path: str, asked: Field, text: str) -> When:
        before = dict(leaves(self.base)).get(path) if self.base is not None else None
        if isinstance(before, When) and text in {
            before.said,
            *(format_when(before, language) for language in languages()),
        }:
            return before
        if path in self.as_words:
            return unknown(text, self.answers.zone)
        refusal = InvalidTimeError(reason="unknown_words")
        for language in (self.answers.language, *languages()):
            try:
                return self._parsed(asked, text, language)
            except InvalidTimeError as error:
                if error.fields["reason"] not in _ELSEWHERE:
                    # It was understood and may be two things: no other language decides that.
                    refusal = error
                    break
                if refusal.fields["reason"] == "unknown_words":
                    refusal = error
        raise InvalidTimeError(**{**refusal.fields, "field": path})

    def _parsed(self, asked: Field, text: str, language: str) -> When:
        answers = self.answers
        return parse_when(
            text,
            language=language,
            zone=answers.zone,
            now=answers.now,
            anchors=answers.anchors,
            ahead=asked.ahead,
        )

    def _option(self, path: str, asked: Field, text: str) -> str:
        wanted = searchable(text.strip())
        for option in asked.options:
            names = (option.code, *option.label.values())
            if wanted in {searchable(name) for name in names}:
                return option.code
        raise InvalidFieldError(field=path)

    def _entity(self, asked: Field, text: str) -> str:
        name = " ".join(text.split())
        wanted = searchable(name)
        for entity in (*self.answers.entities.values(), *self.named.values()):
            accepted = not asked.entity_kinds or entity.kind in asked.entity_kinds
            known = {entity.id, *map(searchable, (entity.name, *entity.aliases))}
            if accepted and (wanted in known or name in known):
                return entity.id
        kind = _entity_kind(asked, name)
        made = Entity(
            id=EntityId(self.answers.new_id()),
            kind=kind,
            name=name,
            language=_name_language(name),
            protected=asked.protected if kind == "person" else "none",
        )
        self.named[made.id] = made
        return made.id


def _name_language(name: str) -> NameLanguage:
    """Guess by the letters in which language a name is declined; the person can correct it."""
    letters = set(name.casefold())
    if letters & _KAZAKH_LETTERS:
        return "kk"
    if letters & _UKRAINIAN_LETTERS:
        return "uk"
    return "en" if name.isascii() else "ru"


def _entity_kind(asked: Field, name: str) -> EntityKind:
    """Choose among the kinds that the field accepts by the look of the name."""
    accepted = asked.entity_kinds or ("person",)
    digits = sum(character.isdigit() for character in name)
    if "phone" in accepted and digits >= _FEWEST_DIGITS:
        return "phone"
    if "@" in name[1:] and "email" in accepted:
        return "email"
    if name.startswith("@") and "account" in accepted:
        return "account"
    return accepted[0]


def _number(path: str, text: str) -> int | float:
    plain = text.strip().replace(",", ".").replace("\u00a0", "").replace(" ", "")
    try:
        return int(plain) if re.fullmatch(r"[+-]?\d{1,15}", plain) else _decimal(plain)
    except ValueError:
        raise InvalidFieldError(field=path) from None


def _decimal(plain: str) -> float:
    if not re.fullmatch(r"[+-]?\d{1,15}\.\d{1,15}", plain):
        raise ValueError
    return float(plain)


def _split(text: str) -> list[str]:
    return [item for item in (part.strip() for part in _SEVERAL.split(text)) if item]


def _by_path(questions: tuple[FormField, ...]) -> dict[str, FormField]:
    """Index the questions and the columns of their rows by path without row numbers."""
    index = {question.path: question for question in questions}
    for question in questions:
        index |= {f"{question.path}.{column.path}": column for column in question.columns}
    return index


def _bare(path: str) -> str:
    return ".".join(part for part in path.split(".") if not part.isdecimal())


def _order(path: str) -> list[tuple[bool, int, str]]:
    """Sort paths so that the rows of a list come in the order of their numbers."""
    return [
        (part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in path.split(".")
    ]


def _put(tree: dict[str, object], path: str, value: object) -> None:
    """Set `value` at `path`; the rows of a list are a dict by number for now."""
    *above, last = path.split(".")
    for part in above:
        below = tree.setdefault(part, {})
        if not isinstance(below, dict):  # unreachable: the paths are those of the form
            raise TypeError(path)
        tree = below
    tree[last] = value


def _rows(tree: object) -> object:
    """Turn each dict by number into the list of its rows; gaps close."""
    if not isinstance(tree, dict):
        return tree
    inner = {key: _rows(value) for key, value in tree.items()}
    if inner and all(key.isdecimal() for key in inner):
        return tuple(inner.values())
    return inner
