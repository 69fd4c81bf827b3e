"""The texts of an incident that are searched, each with where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from safelog.journal.events import AttachmentAdded
from safelog.model.incident import Incident
from safelog.model.leaves import texts


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
