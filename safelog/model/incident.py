"""An incident: what happened, as one revision of the person's account of it.

An `Incident` is the whole content of a revision. It is never changed; a correction is another
`Incident` with the same id. What the machine adds (when it was recorded, which revision it is)
belongs to the journal's event, not to the person's account.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from safelog.model.ids import EntityId, IncidentId
from safelog.model.when import When

State = Literal["draft", "complete", "sealed"]
Basis = Literal["clock", "phone_log", "memory", "told", "document", ""]
Source = Literal[
    "own_senses",
    "told_by_victim",
    "told_by_witness",
    "document",
    "public_post",
    "conclusion",
    "",
]
Reliability = Literal["high", "medium", "low", "unknown", ""]
Certainty = Literal["certain", "probable", "possible", "suspicion", ""]
Consent = Literal["own_story", "given", "refused", "not_asked", ""]
Independent = Literal["yes", "no", "unknown", ""]
PlaceKind = Literal[
    "home",
    "work",
    "street",
    "transport",
    "shop",
    "public_event",
    "official_building",
    "online",
    "other",
    "",
]
Body = Literal[
    "police",
    "security_service",
    "unhcr",
    "lawyer",
    "embassy",
    "platform",
    "ngo",
    "media",
    "other",
    "",
]
Channel = Literal["in_person", "phone", "letter", "email", "form", "other", ""]

FieldValue = str | int | float | tuple[str, ...] | When
"""The value of a kind's own field; which of these, the kind's data file says."""


class Place(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Where: the private label is for the person, the public one for exports."""

    label: str = ""
    kind: PlaceKind = ""
    country: str = ""
    """ISO 3166-1 alpha-2, upper case, or empty."""
    public_label: str = ""
    entity: EntityId | Literal[""] = ""


class Stage(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One step inside an incident: in the street, at the door, at the balcony."""

    what: str
    where: str = ""
    when: When | None = None


class Perpetrator(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Somebody who did it; the affiliation is a claim or a suspicion, and has its basis."""

    entity: EntityId | Literal[""] = ""
    role: str = ""
    affiliation_claimed: str = ""
    affiliation_suspected: str = ""
    basis: str = ""


class Witness(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Somebody who saw it."""

    entity: EntityId | Literal[""] = ""
    saw: str = ""
    independent: Independent = ""


class FollowUp(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A report to somebody and what they answered; an empty answer is a silence, and counts."""

    body: Body = ""
    to: str = ""
    channel: Channel = ""
    official: str = ""
    badge: str = ""
    reference: str = ""
    date: When | None = None
    handed_over: str = ""
    answer: str = ""
    answered: When | None = None
    next_date: When | None = None


class Mention(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stretch of a text that the person linked to an entity with @.

    `field` is the path of the text (`narrative`, `details.words`, `stages.0.what`); `start` and
    `end` count code points.
    """

    field: str
    start: int
    end: int
    entity: EntityId


class Incident(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One revision of the account of an incident. Everything but id and kind may be empty."""

    id: IncidentId
    kind: str
    state: State = "draft"
    title: str = ""
    """Private; exports never show it."""
    narrative: str = ""
    when: When | None = None
    """When it happened."""
    when_basis: Basis = ""
    noticed: When | None = None
    reported: When | None = None
    as_printed: When | None = None
    """The date as printed in a source."""
    place: Place | None = None
    source: Source = ""
    reliability: Reliability = ""
    certainty: Certainty = ""
    perpetrators: tuple[Perpetrator, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    effect: str = ""
    """How it affected me."""
    response: str = ""
    """What I did."""
    no_evidence_reason: str = ""
    follow_ups: tuple[FollowUp, ...] = ()
    consent: Consent = ""
    corrects: IncidentId | Literal[""] = ""
    """The sealed incident that this entry corrects."""
    stages: tuple[Stage, ...] = ()
    details: dict[str, FieldValue] = {}
    """The kind's own fields, by the field ids of its data file."""
    mentions: tuple[Mention, ...] = ()
