"""Kinds of incident, and the fields that every incident has: data, read from `kinds/`.

A kind is one TOML file; prompts, forms, checks and exports are all made from it, so a new kind
needs no code. `parse_kind` is pure and strict: a slip in a file is found when it is loaded, never
when a person is in the middle of writing. Codes and ids go into the journal and never change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Literal, TypeVar

import msgspec

from safelog.errors import UnknownKindError
from safelog.model.entity import EntityKind, Protected

LANGUAGES = ("en", "ru")
"""Languages in which a person is asked: help, titles and summaries are given in them."""

DOCUMENT_LANGUAGES = (*LANGUAGES, "uk", "kk")
"""Languages in which documents are written: whatever stands in one is given in all of them."""

Localised = dict[str, str]
"""A text by language."""

FieldType = Literal[
    "text",
    "verbatim",
    "number",
    "choice",
    "choices",
    "time",
    "entity",
    "entities",
    "place",
    "file",
    "yes_no_unknown",
    "group",
    "rows",
]
"""What a field holds. Only common fields are a `group` (one struct) or `rows` (any number)."""

FreedomHouse = Literal[
    "direct_attack", "co_opting", "mobility_controls", "threats_from_distance", ""
]
"""Freedom House's families of transnational repression; empty where none fits."""

Unit = Literal["calls", "items", "metres", "minutes", "people", "times", ""]
"""What a number counts or measures; its words stand in the catalogues, with their plural forms."""

_CODE = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?")
_ID = re.compile(r"[a-z][a-z0-9_]*")
_FAMILY = re.compile(r"K[1-9][0-9]?|P")
_PLACEHOLDERS = re.compile(r"\{[^}]*\}?|\}")
_SHARED = frozenset({"common", "entities", "families", "reasons", "answers"})
"""Files of the folder that are not kinds."""

_WITH_OPTIONS = frozenset({"choice", "choices"})
_WITH_ENTITIES = frozenset({"entity", "entities"})
_NESTED = frozenset({"group", "rows"})


class KindDataError(ValueError):
    """A file of kinds is not as documented: a defect of the data, not of anything typed."""

    def __init__(self, where: str, problem: str) -> None:
        """Name the file or the field, and what is wrong with it."""
        super().__init__(f"{where}: {problem}")


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One value that can be chosen."""

    code: str
    label: Localised
    help: Localised = {}


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One field of a kind, or one that every incident has."""

    id: str
    type: FieldType
    label: Localised
    """How the person is asked."""
    help: Localised
    export_label: Localised = {}
    """How an export names the answer, where `label` is a question or speaks to the person."""
    options: tuple[Option, ...] = ()
    """For a choice; a `yes_no_unknown` always has the same three."""
    unit: Unit = ""
    """For a number, what it counts or measures; empty where the label says it."""
    entity_kinds: tuple[EntityKind, ...] = ()
    """Which entities a reference may point to."""
    protected: Protected = "none"
    """How whoever is named here for the first time is to be protected."""
    ahead: bool = False
    """For a time: it is usually still to come, so what is left out is the nearest future."""
    fields: tuple[Field, ...] = ()
    """What a `group` or each of the `rows` holds."""


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of incident."""

    code: str
    family: str
    """K1 to K17, or P for context."""
    order: int
    """Place among the kinds of its family."""
    label: Localised
    help: Localised
    neutral_title: Localised
    """What a list shows, so that somebody looking over the shoulder learns little."""
    summary: Localised
    """One safe line for a list; `{when}` is the only thing filled in."""
    fields: tuple[Field, ...]
    freedom_house: FreedomHouse = ""
    huridocs: str = ""
    """A term of HURIDOCS Micro-thesaurus 4, Types of Acts; empty where none fits."""


class _Fields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fields: tuple[Field, ...]


class _Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    options: tuple[Option, ...]


class _Entities(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kinds: tuple[Option, ...]
    protected: tuple[Option, ...]


_Decoded = TypeVar("_Decoded")


class Kinds:
    """The kinds of a folder; a file is read when it is first asked for.

    Reading all of them takes longer than starting the program may, and a command needs one or two.
    """

    def __init__(self, folder: Traversable) -> None:
        """Take the folder that holds one file per kind, and the shared files beside them."""
        self._folder = folder
        self._kinds: dict[str, Kind] = {}

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Codes of all kinds, in alphabetical order; reads no file."""
        names = {file.name.removesuffix(".toml") for file in self._folder.iterdir()}
        return tuple(sorted(name for name in names - _SHARED if _CODE.fullmatch(name)))

    def get(self, code: str) -> Kind:
        """Return the kind with that code.

        Raises:
            UnknownKindError: there is none. The code is looked up in the list of files before it
                becomes part of a path, so that it cannot point outside the folder.
            KindDataError: its file is not as documented.
        """
        if code not in self.codes:
            raise UnknownKindError
        if code not in self._kinds:
            kind = parse_kind(self._text(code))
            _hold(kind.code == code, code, f"the file says it is {kind.code}")
            self._kinds[code] = kind
        return self._kinds[code]

    def all(self) -> tuple[Kind, ...]:
        """Return every kind, by family and the order within it; reads every file."""
        kinds = (self.get(code) for code in self.codes)
        return tuple(sorted(kinds, key=lambda kind: (_family_rank(kind.family), kind.order)))

    @cached_property
    def families(self) -> tuple[Option, ...]:
        """The families of kinds, in their order; help says what belongs there."""
        options = _decode(self._text("families"), _Options, "families").options
        return _checked_options(options, "families")

    def of_family(self, family: str) -> tuple[Kind, ...]:
        """Return the kinds of one family in their order; reads every file."""
        return tuple(kind for kind in self.all() if kind.family == family)

    @cached_property
    def common(self) -> tuple[Field, ...]:
        """The fields that every incident has, in the order in which they are asked."""
        fields = _decode(self._text("common"), _Fields, "common").fields
        return _checked_fields(fields, "common", nested=True)

    @cached_property
    def entity_kinds(self) -> tuple[Option, ...]:
        """The kinds of entity."""
        return _checked_options(self._entities.kinds, "entities")

    @cached_property
    def protected(self) -> tuple[Option, ...]:
        """The ways in which an entity can be protected."""
        return _checked_options(self._entities.protected, "entities")

    @cached_property
    def reasons(self) -> tuple[Option, ...]:
        """The reasons for hiding something in an export."""
        options = _decode(self._text("reasons"), _Options, "reasons").options
        return _checked_options(options, "reasons")

    def entity_kind_label(self, code: str, language: str) -> str:
        """Return the name of a kind of entity.

        Raises:
            LookupError: there is no such kind of entity, or no such language.
        """
        return label(self.entity_kinds, code, language)

    @cached_property
    def _entities(self) -> _Entities:
        return _decode(self._text("entities"), _Entities, "entities")

    def _text(self, name: str) -> str:
        return (self._folder / f"{name}.toml").read_text(encoding="utf-8")


def load_kinds() -> Kinds:
    """Return the kinds that come with safelog. Nothing is kept between calls: keep the result."""
    return Kinds(_builtin())


def label(options: Iterable[Option], code: str, language: str) -> str:
    """Return the label of the option with that code.

    Raises:
        LookupError: there is no such option, or no such language.
    """
    for option in options:
        if option.code == code:
            return option.label[language]
    raise LookupError(code)


def parse_kind(text: str) -> Kind:
    """Read a kind from TOML.

    Raises:
        KindDataError: the text is not a kind. The message names the field and what is wrong.
    """
    kind = _decode(text, Kind, "kind")
    where = kind.code
    _hold(_CODE.fullmatch(kind.code), where, "the code is not like family.kind")
    _hold(_FAMILY.fullmatch(kind.family), where, f"there is no family {kind.family}")
    _check_label(kind.label, f"{where}: label")
    for name in ("help", "neutral_title", "summary"):
        _check_text(getattr(kind, name), f"{where}: {name}", LANGUAGES)
    for summary in kind.summary.values():
        _hold(_PLACEHOLDERS.findall(summary) in ([], ["{when}"]), where, "summary takes only when")
    return msgspec.structs.replace(kind, fields=_checked_fields(kind.fields, where, nested=False))


def _checked_fields(fields: Iterable[Field], where: str, *, nested: bool) -> tuple[Field, ...]:
    """Return the fields, each checked and with the answers that its type brings."""
    checked: dict[str, Field] = {}
    for field in fields:
        place = f"{where}: field {field.id}"
        _hold(_ID.fullmatch(field.id), place, "the id is not in small letters")
        _hold(field.id not in checked, place, "the id is there twice")
        checked[field.id] = _checked_field(field, place, nested=nested)
    _hold(checked, where, "there are no fields")
    return tuple(checked.values())


def _checked_field(field: Field, where: str, *, nested: bool) -> Field:
    _check_label(field.label, f"{where}: label")
    _check_text(field.help, f"{where}: help", LANGUAGES)
    given = {
        "options": (bool(field.options), field.type in _WITH_OPTIONS),
        "entity_kinds": (bool(field.entity_kinds), field.type in _WITH_ENTITIES),
        "fields": (bool(field.fields), nested and field.type in _NESTED),
    }
    _hold(field.type == "time" or not field.ahead, where, "only a time is ahead")
    _hold(field.type == "number" or not field.unit, where, "only a number has a unit")
    for name, (has, takes) in given.items():
        _hold(has == takes, where, f"type {field.type} {'needs' if takes else 'takes no'} {name}")
    _hold(nested or field.type not in _NESTED, where, f"a kind has no {field.type} field")
    names_people = "person" in field.entity_kinds
    _hold(field.protected == "none" or names_people, where, "only people are protected")
    if field.export_label:
        _check_label(field.export_label, f"{where}: export_label")
    if field.options:
        _checked_options(field.options, where)
    if field.type == "yes_no_unknown":
        return msgspec.structs.replace(field, options=_answers())
    if field.fields:
        inner = _checked_fields(field.fields, where, nested=False)
        return msgspec.structs.replace(field, fields=inner)
    return field


def _checked_options(options: tuple[Option, ...], where: str) -> tuple[Option, ...]:
    codes = [option.code for option in options]
    _hold(len(codes) > 1, where, "there is nothing to choose between")
    _hold(len(codes) == len(set(codes)), where, "an option is there twice")
    for option in options:
        _check_label(option.label, f"{where}: option {option.code}: label")
        if option.help:
            _check_text(option.help, f"{where}: option {option.code}: help", LANGUAGES)
    return options


def _check_label(text: Localised, where: str) -> None:
    """Hold that a text which documents show is there in all of their languages."""
    _check_text(text, where, DOCUMENT_LANGUAGES)


def _check_text(text: Localised, where: str, languages: tuple[str, ...]) -> None:
    """Hold that there is a text in each of the languages and in no other."""
    _hold(set(text) == set(languages), where, "not in every language")
    _hold(all(said.strip() for said in text.values()), where, "empty in a language")


def _hold(condition: object, where: str, problem: str) -> None:
    if not condition:
        raise KindDataError(where, problem)


def _decode(text: str, shape: type[_Decoded], where: str) -> _Decoded:
    try:
        return msgspec.toml.decode(text, type=shape)
    except msgspec.DecodeError as error:
        raise KindDataError(where, str(error)) from None


def _family_rank(family: str) -> int:
    """Return the number of a family; context comes after them all."""
    return int(family[1:] or 100)


# The same three answers stand in every form, and their file never changes while safelog runs.
@lru_cache(maxsize=1)
def _answers() -> tuple[Option, ...]:
    text = (_builtin() / "answers.toml").read_text(encoding="utf-8")
    return _checked_options(_decode(text, _Options, "answers").options, "answers")


def _builtin() -> Traversable:
    return resources.files("safelog.model") / "kinds"
