"""Link the names that the person marked with @ to the entities they mean.

`@` and a name or alias of an entity, as it is registered, is a mention; the longest name wins. The
text itself is not changed. A mark that fits no entity stays plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from safelog.model.entity import Entity
from safelog.model.incident import Incident, Mention
from safelog.model.leaves import texts

_LETTER = re.compile(r"\w")


def link_mentions(incident: Incident, entities: Iterable[Entity]) -> Incident:
    """Return `incident` with the mentions its texts mark, beside those it already has."""
    marked = [(path, text) for path, text in texts(incident) if "@" in text]
    if not marked:
        return incident
    names = sorted(
        (
            (name.casefold(), entity)
            for entity in entities
            for name in (entity.name, *entity.aliases)
        ),
        key=lambda row: (-len(row[0]), row[0]),
    )
    found = list(incident.mentions)
    taken = {(mention.field, mention.start) for mention in found}
    for path, text in marked:
        for start in (match.start() for match in re.finditer("@", text)):
            mention = _mention_at(path, text, start, names)
            if mention is not None and (path, start) not in taken:
                found.append(mention)
    return msgspec.structs.replace(incident, mentions=tuple(found))


def _mention_at(
    path: str, text: str, start: int, names: list[tuple[str, Entity]]
) -> Mention | None:
    for name, entity in names:
        # A handle is registered with its own @.
        offset = 0 if name.startswith("@") else 1
        end = start + offset + len(name)
        inside = text[start + offset : end].casefold() == name
        if inside and not _LETTER.match(text[end : end + 1]):
            return Mention(field=path, start=start, end=end, entity=entity.id)
    return None
