"""The redaction log: what was hidden where and why, for the person alone.

It names what the export hides, so it never stands among a recipient's files and no document is made
of it. It walks what the composition walks, with the same labels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from safelog.errors import NothingSelectedError
from safelog.model.entity import Reason
from safelog.model.ids import EntityId, IncidentId
from safelog.model.kind import Kinds
from safelog.model.leaves import leaves
from safelog.model.when import When
from safelog.redact.cover import Choice, Examined, Find, Finder, Occurrence, closed_texts, examine
from safelog.redact.cover import hidden_stretches as hidden_in
from safelog.redact.document import Hidden
from safelog.redact.hit import Tier
from safelog.redact.labels import Labels, Place
from safelog.redact.order import paragraphs_in_order
from safelog.redact.parts import action_on, entities_of, parts, permitted
from safelog.redact.policy import NEVER_EXPORTED, Action, Rules, bare_path
from safelog.redact.selection import ExportedIncident

Basis = Literal["sure", "asked", "decided", "link", "field", "raw"]
"""Found without doubt, answered as a question, decided by the person over what was sure, a link to
the register, or a field that the policy does not show. A raw row hides nothing: a file goes along
as it is, and nobody searched it."""


class LogRow(NamedTuple):
    """One thing that was hidden."""

    paragraph: int
    exhibit: int | None
    """Number of the exhibit whose description it stood in."""
    path: str
    words: str
    label: Hidden | None
    """What stands in its place; None where the whole field does or is left out."""
    action: Action
    """The true reason, whatever the recipient reads; `omit`; `show` of a file that goes along."""
    basis: Basis


def redaction_log(
    selection: Sequence[ExportedIncident],
    rules: Rules,
    finder: Finder,
    decisions: Mapping[Occurrence, Choice],
    *,
    kinds: Kinds,
    pseudonym_key: bytes,
) -> tuple[LogRow, ...]:
    """Return what an export hides, in the order of its paragraphs.

    The arguments are those of `compose`.

    Raises:
        NothingSelectedError: the selection is empty.
    """
    ordered = paragraphs_in_order(permitted(selection, rules), rules, pseudonym_key)
    if not ordered:
        raise NothingSelectedError
    examined = examine(ordered, rules, finder, kinds)
    closed = closed_texts(examined, decisions, rules)
    stretches = [
        (Place(text.incident, text.path), stretch.entity)
        for text in examined
        if (text.incident, text.path) not in closed
        for stretch in hidden_in(text.finds, decisions)
    ]
    labels = Labels(ordered, stretches, rules, kinds, pseudonym_key)
    exhibits = {a: n for n, a in enumerate(dict.fromkeys(_attachments(ordered)), 1)}
    by_incident: dict[IncidentId, list[Examined]] = {}
    for text in examined:
        by_incident.setdefault(text.incident, []).append(text)
    rows: list[LogRow] = []
    for number, exported in enumerate(ordered, 1):
        found = [
            *_in_texts(by_incident.get(exported.incident.id, ()), labels, decisions, closed),
            *_links(exported, rules, kinds, labels),
            *_fields(exported, rules, kinds),
            *_raw_files(exported),
        ]
        for row in found:
            exhibit = None
            if row.path.startswith("exhibits."):
                position = int(row.path.split(".")[1])
                exhibit = exhibits[exported.attachments[position].id]
            rows.append(row._replace(paragraph=number, exhibit=exhibit))
    return tuple(rows)


def _attachments(ordered: Sequence[ExportedIncident]) -> Iterator[str]:
    return (attachment.id for exported in ordered for attachment in exported.attachments)


def _in_texts(
    texts: Sequence[Examined],
    labels: Labels,
    decisions: Mapping[Occurrence, Choice],
    closed: Mapping[tuple[IncidentId, str], Reason],
) -> Iterator[LogRow]:
    for text in texts:
        whole = closed.get((text.incident, text.path))
        if whole is not None:
            yield LogRow(0, None, text.path, text.text, None, whole, "field")
            continue
        for find in text.finds:
            if decisions.get(find.occurrence) != "show":
                label = labels.of(find.entity, Place(text.incident, text.path))
                words = text.text[find.start : find.end]
                basis = _basis(find, decisions)
                why = labels.reason(find.entity)
                yield LogRow(0, None, text.path, words, label, why, basis)


def _basis(find: Find, decisions: Mapping[Occurrence, Choice]) -> Basis:
    if find.tier is not Tier.SURE:
        return "asked"
    return "decided" if find.occurrence in decisions else "sure"


def _links(
    exported: ExportedIncident, rules: Rules, kinds: Kinds, labels: Labels
) -> Iterator[LogRow]:
    for part in parts(exported, rules, kinds):
        if part.form != "entities" or part.action != "show":
            continue
        for entity in entities_of(part):
            if rules.reason(entity) is not None:
                label = labels.of(entity, Place(exported.incident.id, part.path))
                why = labels.reason(entity)
                yield LogRow(0, None, part.path, _name(entity, rules), label, why, "link")


def _fields(exported: ExportedIncident, rules: Rules, kinds: Kinds) -> Iterator[LogRow]:
    """Walk the fields that the policy leaves out or replaces whole."""
    for path, value in leaves(exported.incident):
        action = action_on(path, exported.incident, rules, kinds)
        if action != "show" and bare_path(path) not in NEVER_EXPORTED:
            yield LogRow(0, None, path, _words(value, rules), None, action, "field")
    for position, attachment in enumerate(exported.attachments):
        for name in ("description", "provenance"):
            path = f"exhibits.{position}.{name}"
            words = getattr(attachment, name)
            action = rules.policy.action(path)
            if words and action != "show":
                yield LogRow(0, None, path, words, None, action, "field")


def _raw_files(exported: ExportedIncident) -> Iterator[LogRow]:
    """Walk the files that go along as they are."""
    for position, attachment in enumerate(exported.attachments):
        if attachment.raw:
            path = f"exhibits.{position}.raw"
            yield LogRow(0, None, path, attachment.name, None, "show", "raw")


def _words(value: object, rules: Rules) -> str:
    match value:
        case When(said=said, start=start):
            return said or start
        case tuple():
            return ", ".join(_name(EntityId(str(item)), rules) for item in value)
        case _:
            return _name(EntityId(str(value)), rules)


def _name(entity: EntityId, rules: Rules) -> str:
    """Return the name of an entity; what is none stays what it is."""
    known = rules.register.get(entity)
    return known.name if known else entity
