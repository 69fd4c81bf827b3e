"""The texts of an incident that are searched, each with where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from safelog.journal.events import AttachmentAdded
from safelog.model.incident import Incident
from safelog.model.leaves import texts
from safelog.model.when import When


class SearchedText(NamedTuple):
    """A text of the person's."""

    path: str
    """As in `safelog.model.leaves`, or `attachments.<id>.name`, `.description`, `.provenance`."""
    item: int
    """Which of the field's texts it is, from 0; a field may be a list."""
    text: str


def searched_texts(
    incident: Incident, attachments: Iterable[AttachmentAdded]
) -> Iterator[SearchedText]:
    """Walk the texts of an incident and of its attachments."""
    seen: Counter[str] = Counter()
    for path, text in texts(incident):
        yield SearchedText(path, seen[path], text)
        seen[path] += 1
    for attachment in attachments:
        for name in ("name", "description", "provenance"):
            text = getattr(attachment, name)
            if text:
                yield SearchedText(f"attachments.{attachment.id}.{name}", 0, text)


def strings_in(incident: Incident) -> Iterator[str]:
    """Walk all that `searched_texts` finds in an incident, codes and whom it names, in any order.

    Much quicker, because it does not say where a text stands.
    """
    left: list[object] = list(msgspec.structs.astuple(incident))
    left.remove(incident.id)
    while left:
        value = left.pop()
        if isinstance(value, str):
            if value:
                yield value
        elif isinstance(value, When):
            yield value.said
        elif isinstance(value, msgspec.Struct):
            left += msgspec.structs.astuple(value)
        elif isinstance(value, dict):
            left += value.values()
        elif isinstance(value, tuple):
            left += value
