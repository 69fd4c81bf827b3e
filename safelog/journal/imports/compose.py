"""From a planned row to an incident: words unchanged, nothing claimed that the file does not say.

What the kind has no field for stands in the narrative, line by line under the names that the file
itself gives: safelog adds no word of its own to what will be read as the person's account.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from safelog.journal.imports.calls import HIDDEN
from safelog.journal.imports.parties import Parties
from safelog.journal.imports.plan import Item, Plan
from safelog.journal.imports.rows import Row
from safelog.model.ids import EntityId, IncidentId
from safelog.model.incident import FieldValue, Incident, Mention
from safelog.model.kind import Field, Kind

_CHANNELS = {
    ("calls", "call"): ("phone", "call"),
    ("telegram", "call"): ("messenger", "call"),
    ("telegram", "message"): ("messenger",),
    ("whatsapp", "call"): ("messenger", "call"),
    ("whatsapp", "message"): ("messenger",),
}
"""By format and sort, the codes of a kind's channel that say it, the closest first."""
_SECONDS_PER_MINUTE = 60


def compose(
    plan: Plan, item: Item, kind: Kind, *, incident: IncidentId, parties: Parties
) -> Incident:
    """Return the incident that a row becomes: a draft, for the person to complete."""
    row, fields = item.row, {field.id: field for field in kind.fields}
    details: dict[str, FieldValue] = {}
    told: list[str] = []
    mentions: tuple[Mention, ...] = ()
    if row.sender.id == HIDDEN:
        if "sender_hidden" in fields:
            details["sender_hidden"] = "yes"
    else:
        entity = parties.entity(row.sender)
        if _takes(fields.get("sender"), parties.kind(entity)):
            details["sender"] = (entity,)
        else:
            told.append(row.sender.shown)
            mentions = (_mention(row.sender.shown, entity),)
    if row.words and "words" in fields:
        details["words"] = row.words
    elif row.words:
        told.append(row.words)
    told += [f"{name}: {value}" if name else value for name, value in _facts(row)]
    _add_channel(details, fields, (plan.sheet.format, row.sort))
    if row.duration_s is not None and "duration" in fields:
        details["duration"] = round(row.duration_s / _SECONDS_PER_MINUTE, 2)
    reply = "\n".join(filter(None, map(_said, item.replies)))
    if reply and "reply" in fields:
        details |= {"replied": "yes", "reply": reply}
    return Incident(
        id=incident,
        kind=kind.code,
        narrative="\n".join(told),
        # Nobody said it in words: the file printed it, to the second where it does.
        when=msgspec.structs.replace(item.when, said=""),
        as_printed=item.when,
        when_basis="phone_log" if row.sort == "call" else "document",
        source="document",
        response=reply if "reply" not in fields else "",
        details=details,
        mentions=mentions,
    )


def _said(row: Row) -> str:
    """Return what the person wrote, or the name of what was sent without words."""
    return row.words or "\n".join((*row.media, *(value for name, value in row.facts if not name)))


def _facts(row: Row) -> Iterable[tuple[str, str]]:
    yield from row.facts
    said = "\n".join(value for _, value in row.facts)
    yield from (("", name) for name in row.media if name not in said)


def _takes(field: Field | None, kind: str) -> bool:
    return field is not None and field.type == "entities" and kind in field.entity_kinds


def _mention(shown: str, entity: EntityId) -> Mention:
    """Link the first line of the narrative, which is how the file names the sender."""
    return Mention(field="narrative", start=0, end=len(shown), entity=entity)


def _add_channel(
    details: dict[str, FieldValue], fields: dict[str, Field], row: tuple[str, str]
) -> None:
    channel = fields.get("channel")
    options = {option.code for option in channel.options} if channel is not None else set()
    code = next((code for code in _CHANNELS.get(row, ()) if code in options), "")
    if code:
        details["channel"] = code
