"""Templates: which sections a document for one kind of use has, and in which order, as data.

A template is a TOML file in `templates/`; its sentences stand in the catalogues under
`document.<code>`. It chooses and orders, and can show nothing that the redacted document does not
hold. Invariants, held when a file is loaded: a place that is filled once (the chronology, the
exhibits, the legend, the method) is named once, and a part of an incident stands in one row only,
because the leak check counts the person's words.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Literal

import msgspec

from safelog.errors import InvalidFieldError

SectionCode = Literal[
    "intro",
    "form",
    "contents",
    "patterns",
    "chronology",
    "reports",
    "exhibit_list",
    "exhibits",
    "legend",
    "method",
]

ChartCode = Literal["week", "hour", "entity", "kind"]
"""Incidents over the weeks beside public events, by the hour, by who comes back, by kind."""

DEFAULT_TEMPLATE = "chronology"

REST = "rest"
"""In a row: every part that no other row names."""

EXHIBITS = "exhibits"
RECORD = "record"
"""In a row: what stands there is no part of the incident."""

_ENDING = ".toml"
_NEEDED = frozenset({"chronology", "exhibits", "legend", "method"})


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of a form, or a column of a log."""

    label: str
    """Key of its label: `document.<label>`."""
    parts: tuple[str, ...]
    """Paths without list positions, each with what begins like it, or one of the words above."""
    width: int = 1


class SectionPlan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One section of a template."""

    is_: SectionCode = msgspec.field(name="is")
    lines: tuple[str, ...] = ()
    """Keys of sentences, or of the lines of a form: `document.<key>`."""
    layout: Literal["account", "fields", "log"] = "account"
    """Of the chronology: a text for each incident, a form of the rows, or a table of them."""
    kinds: tuple[str, ...] = ()
    """Of a form: the kinds of incident that it asks about; all where none is named. Others are told
    as a text."""
    rows: tuple[Row, ...] = ()
    charts: tuple[ChartCode, ...] = ()
    """Of the patterns: which are drawn, in their order."""
    descriptions: bool = False
    """Of the list of exhibits: whether their descriptions stand there, and not beside the copy."""

    def is_form(self, kind: str) -> bool:
        """Tell whether an incident of a kind is told as a form."""
        return self.layout == "fields" and (not self.kinds or kind in self.kinds)


class Template(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a document for one kind of use looks like."""

    code: str
    order: int
    landscape: bool = False
    sections: tuple[SectionPlan, ...]

    @property
    def lists_descriptions(self) -> bool:
        """Tell whether the list of exhibits holds their descriptions."""
        return any(plan.descriptions for plan in self.sections)


def load_template(text: str) -> Template:
    """Read a template from the text of its TOML file.

    Raises:
        InvalidFieldError: it is not a template, leaves a needed section out, or would show
            something twice.
    """
    try:
        template = msgspec.convert(tomllib.loads(text), type=Template)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError):
        raise InvalidFieldError(field="template") from None
    times = Counter(plan.is_ for plan in template.sections)
    if not times.keys() >= _NEEDED or max(times.values()) > 1:
        raise InvalidFieldError(field="sections")
    for plan in template.sections:
        parts = Counter(part for row in plan.rows for part in row.parts)
        if max(parts.values(), default=0) > 1:
            raise InvalidFieldError(field="parts")
        if (plan.layout == "account") == bool(plan.rows) or (plan.rows and REST not in parts):
            raise InvalidFieldError(field="rows")
        if (plan.is_ == "patterns") != bool(plan.charts):
            raise InvalidFieldError(field="charts")
    return template


def load_templates() -> dict[str, Template]:
    """Read the templates of the package by code, in their order."""
    texts = (file.read_text(encoding="utf-8") for file in _files())
    templates = sorted(map(load_template, texts), key=lambda template: template.order)
    return {template.code: template for template in templates}


def template_codes() -> tuple[str, ...]:
    """Return the codes of the templates of the package, without reading them."""
    return tuple(sorted(file.name.removesuffix(_ENDING) for file in _files()))


def _files() -> list[Traversable]:
    folder = resources.files("safelog.export") / "templates"
    return [file for file in folder.iterdir() if file.name.endswith(_ENDING)]
