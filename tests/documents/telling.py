"""Tell the invented journal of `journal.toml` through the functions that a person's own go through.

What it holds is data: who comes back, forty incidents in four languages, what was reported and
answered, what was corrected. Here is only how it is typed: day by day, in the order of the clock.
"""

from __future__ import annotations

import io
import struct
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec
from PIL import Image, ImageDraw

from safelog.journal.attachments import attach
from safelog.journal.follow_ups import add_follow_ups, answer_follow_up
from safelog.journal.forms import read_inputs
from safelog.model.entity import EntityKind, NameLanguage, Protected
from safelog.model.ids import IncidentId
from safelog.model.incident import FollowUp
from tests.scenarios.story import Story

ZONE = "Europe/Vilnius"
LAST_DAY = "2026-02-15 12:00"
"""When everything was told, and documents are made."""

_FILE = Path(__file__).parent / "journal.toml"


class Someone(msgspec.Struct, forbid_unknown_fields=True):
    """A row of the register."""

    kind: EntityKind
    name: str
    sex: Literal["f", "m", ""] = ""
    language: NameLanguage = "ru"
    aliases: tuple[str, ...] = ()
    known: bool = True
    protected: Protected = "none"
    public_label: str = ""


class Answer(msgspec.Struct, forbid_unknown_fields=True):
    """What came back to the report of a row."""

    row: int
    told: str
    answer: str
    on: str


class File(msgspec.Struct, forbid_unknown_fields=True):
    """A file that was attached; its bytes are made by what it is."""

    media: Literal["image", "audio", "video", "document"]
    name: str
    description: str
    provenance: str


class Revised(msgspec.Struct, forbid_unknown_fields=True):
    """Answers that were written anew later."""

    told: str
    said: dict[str, Any]


class Entry(msgspec.Struct, forbid_unknown_fields=True):
    """One entry as it was typed."""

    key: str
    language: NameLanguage
    told: str
    kind: str
    said: dict[str, Any]
    state: str = "complete"
    corrects: str = ""
    answered: tuple[Answer, ...] = ()
    revised: tuple[Revised, ...] = ()
    files: tuple[File, ...] = ()


class Contents(msgspec.Struct, forbid_unknown_fields=True):
    """The whole file."""

    entities: tuple[Someone, ...]
    incidents: tuple[Entry, ...]


class _Act(NamedTuple):
    """Something that was done at a moment of the clock."""

    told: str
    entry: Entry
    what: Answer | Revised | None
    """None for the entry itself."""


def contents() -> Contents:
    """Read the file."""
    return msgspec.convert(tomllib.loads(_FILE.read_text(encoding="utf-8")), type=Contents)


def tell_journal() -> Story:
    """Return a journal in memory to which all of it was told."""
    told = contents()
    story = Story(zone=ZONE)
    story.day(min(entry.told for entry in told.incidents))
    for someone in told.entities:
        story.register(**msgspec.structs.asdict(someone))
    ids: dict[str, IncidentId] = {}
    for act in sorted(_acts(told), key=lambda act: act.told):
        story.day(act.told)
        story.language = act.entry.language
        match act.what:
            case None:
                ids[act.entry.key] = _tell(story, act.entry, ids)
            case Answer() as answer:
                on = story.at(answer.on)
                key = ids[act.entry.key]
                answer_follow_up(story.journal, key, answer.row, answer=answer.answer, answered=on)
            case Revised() as revised:
                _revise(story, ids[act.entry.key], revised)
    story.day(LAST_DAY)
    return story


def _acts(told: Contents) -> Iterator[_Act]:
    for entry in told.incidents:
        yield _Act(entry.told, entry, None)
        yield from (_Act(each.told, entry, each) for each in entry.answered)
        yield from (_Act(each.told, entry, each) for each in entry.revised)


def _tell(story: Story, entry: Entry, ids: Mapping[str, IncidentId]) -> IncidentId:
    said = dict(entry.said)
    reports = said.pop("reports", ())
    corrects = ids[entry.corrects] if entry.corrects else ""
    key = story.tell(entry.kind, state=entry.state, corrects=corrects, **_flat(said))
    for file in entry.files:
        data = io.BytesIO(_BYTES[file.media])
        attach(
            story.journal,
            key,
            data,
            name=file.name,
            description=file.description,
            provenance=file.provenance,
        )
    if reports:
        rows = [_report(story, row) for row in reports]
        add_follow_ups(story.journal, [key], rows)
    return key


def _report(story: Story, said: Mapping[str, str]) -> FollowUp:
    times = {name: story.at(said[name]) for name in ("date", "next_date") if name in said}
    return FollowUp(**{**said, **times})  # type: ignore[arg-type]  # the file names real fields


def _revise(story: Story, key: IncidentId, revised: Revised) -> None:
    saved = story.journal.read(key)
    reading = read_inputs(
        saved.incident.kind, _flat(revised.said), story.answers, incident=key, base=saved.incident
    )
    changed = {path: getattr(reading.incident, path) for path in revised.said}
    story.journal.save(
        msgspec.structs.replace(saved.incident, **changed), base_revision=saved.revision
    )


def _flat(said: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Return answers by their path, with `__` for the dot."""
    flat: dict[str, str] = {}
    for name, value in said.items():
        path = prefix + name
        flat |= _flat(value, f"{path}__") if isinstance(value, dict) else {path: value}
    return flat


def _photo() -> bytes:
    """Draw a street with a car: something to look at in the document."""
    made = Image.new("RGB", (960, 640), (196, 203, 209))
    draw = ImageDraw.Draw(made)
    draw.rectangle((0, 430, 960, 640), fill=(96, 98, 101))
    draw.rectangle((120, 90, 420, 430), fill=(146, 128, 110))
    for x in range(150, 400, 90):
        draw.rectangle((x, 140, x + 50, 210), fill=(230, 226, 200))
    draw.rounded_rectangle((510, 380, 850, 490), 40, fill=(48, 52, 60))
    draw.ellipse((550, 455, 630, 535), fill=(20, 20, 20))
    draw.ellipse((730, 455, 810, 535), fill=(20, 20, 20))
    out = io.BytesIO()
    made.save(out, "JPEG", quality=80)
    return out.getvalue()


def _silence(seconds: int = 1, rate: int = 8000) -> bytes:
    """Make a sound file with nothing in it."""
    data = bytes(seconds * rate)
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16, 1, 1,
                       rate, rate, 1, 8, b"data", len(data))  # fmt: skip
    return head + data


_BYTES: Mapping[str, bytes] = {
    "image": _photo(),
    "audio": _silence(),
    "video": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(4000),
    "document": b"%PDF-1.7\n%invented\n" + bytes(2000),
}
