"""Links: what the person says joins two incidents, two entities, or one of each.

A link is a statement with its own confidence, basis and observer; nothing follows from it by
itself. Even `same_as` with certainty only says so: two entities become one by a merge, which the
person makes and can undo.
"""

from __future__ import annotations

from typing import Literal, NewType, get_args

import msgspec

from safelog.errors import InvalidFieldError, InvalidLinkError
from safelog.model.ids import EntityId, is_id
from safelog.model.incident import Independent
from safelog.model.text import check_text

LinkId = NewType("LinkId", str)

Relation = Literal[
    "same_as",
    "distinct_from",
    "seen_with",
    "uses",
    "works_for",
    "part_of",
    "follows",
    "caused_by",
]
RELATIONS: tuple[Relation, ...] = get_args(Relation)

DIRECTED_RELATIONS: frozenset[Relation] = frozenset({"part_of", "follows", "caused_by"})
"""Relations in which going round in a circle makes no sense: a whole is no part of its part."""

SYMMETRIC_RELATIONS: frozenset[Relation] = frozenset({"same_as", "distinct_from", "seen_with"})

Confidence = Literal["certain", "probable", "possible", ""]
Standing = Literal["known", "claimed", "suspected", ""]


class Ref(msgspec.Struct, frozen=True, forbid_unknown_fields=True, order=True):
    """One end of a link."""

    kind: Literal["incident", "entity"]
    id: str


class Link(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """`subject` stands in `relation` to `object`, as the person says."""

    id: LinkId
    relation: Relation
    subject: Ref
    object: Ref
    standing: Standing = ""
    """Whether it is known, claimed by somebody, or suspected."""
    confidence: Confidence = ""
    basis: str = ""
    """What makes the person think so."""
    observer: EntityId | Literal[""] = ""
    """Who noticed it; empty for the person."""
    independent: Independent = ""
    """Whether the observer came to it without being told."""
    withdrawn: bool = False
    """The person no longer says so. The earlier words stay."""


def check_link(link: Link) -> None:
    """Hold the rules that types cannot express.

    Raises:
        InvalidFieldError: an id is malformed.
        InvalidLinkError: both ends are one.
        InvalidTextError: the basis is too long or cannot be stored.
    """
    ends = (link.subject.id, link.object.id)
    if not is_id(link.id) or (link.observer and not is_id(link.observer)):
        raise InvalidFieldError(field="id")
    if not all(is_id(end) for end in ends):
        raise InvalidFieldError(field="object")
    if link.subject == link.object:
        raise InvalidLinkError(reason="same_end")
    check_text(link.basis, field="basis")
