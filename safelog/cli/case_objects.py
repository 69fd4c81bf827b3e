"""The objects of what runs across incidents: reports, links, merges, series; see `objects`."""

from __future__ import annotations

from typing import Annotated

import msgspec

from safelog.model.ids import EntityId, IncidentId
from safelog.model.incident import FollowUp, Independent
from safelog.model.link import Confidence, Relation, Standing
from safelog.model.when import When

Days = Annotated[int, msgspec.Meta(ge=0)]


class Reports(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `follow add` reads."""

    follow_ups: tuple[FollowUp, ...]


class Answer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `follow answer` reads; what is left out stays as it is."""

    answer: str = ""
    answered: When | None = None
    next_date: When | None = None


class OpenReport(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="open_report"):
    """A report that nobody answered."""

    incident: IncidentId
    number: int
    """Which of the incident's reports, from 1."""
    follow_up: FollowUp
    silent_days_fewest: Days | None
    silent_days_most: Days | None
    overdue_days: Days | None
    """Since the date to ask again; none if it is still to come."""


class Question(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="question"):
    """The next question of an unfinished incident."""

    incident: IncidentId
    path: str
    """Empty if everything was answered."""
    answered: int
    questions: int


class LinkWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `link add` reads beside the two ends."""

    standing: Standing = ""
    confidence: Confidence = ""
    basis: str = ""
    observer: EntityId | str = ""
    independent: Independent = ""


class LinkShown(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="link"):
    """A link that holds."""

    id: str
    relation: Relation
    subject: str
    object: str
    standing: Standing
    confidence: Confidence
    basis: str
    observer: str
    independent: Independent


class MergeWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `entity merge` and `entity split` read."""

    confidence: Confidence = ""
    basis: str = ""


class Merge(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="merged_entities"):
    """Several entities that the person says are one."""

    id: str
    kept: EntityId
    absorbed: tuple[EntityId, ...]
    confidence: Confidence
    basis: str


class SeriesShown(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="series"):
    """Incidents that belong together, in the order of their times."""

    id: EntityId
    incidents: tuple[IncidentId, ...]
    senders: tuple[EntityId, ...]
    """Numbers and accounts that they came from."""
    days: tuple[int, int] | None
    """Fewest and most days from the first to the last; none if fewer than two have a time."""
