"""What a recipient may see: policies, and the profiles that refine them.

A policy is a row of data (`policies/*.toml`), one per kind of recipient; a profile is one
recipient. Invariants: what nobody spoke about is hidden. An entity without a rule is hidden, a
field without a rule is left out, and the fields in `NEVER_EXPORTED` cannot be shown by any policy.
Where two rules disagree the stricter one holds, with one exception: the person may show a
protected entity to one recipient by naming it in that recipient's profile. A file groups the fields
of single kinds by what happens to them; a policy in memory knows each by its path.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Literal

import msgspec

from safelog.errors import InvalidFieldError
from safelog.model.entity import Entity, EntityKind, Reason
from safelog.model.ids import EntityId, RecipientId

Action = Literal["show", "omit", "R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9"]
"""What happens to a field: shown with the names in it redacted, left out, or a label instead."""

PROTECTED: frozenset[Reason] = frozenset({"R2", "R3", "R4"})
"""Reasons for which somebody would be looked for: minors, kin at home, sources and helpers."""

STRICTEST_FIRST: tuple[Reason, ...] = ("R4", "R3", "R2", "R1", "R9", "R7", "R8", "R5", "R6")
"""Which of several reasons for hiding one thing is told: who would be looked for comes first."""

NEVER_EXPORTED = frozenset({"id", "title", "consent", "place.label", "place.entity", "corrects"})
"""Paths that no policy can show. A place is told by its public label, a link by its paragraph."""

Attachments = Literal["copies", "described", "none"]
"""Clean copies of images beside hashes and descriptions, those alone, or no exhibits at all."""

PlacePrecision = Literal["label", "country", "nothing"]
"""How a place is told: by its public label and country, by its country, or not at all."""

ToldPrecision = Literal["day", "week", "month", "shifted"]
DatePrecision = Literal["exact"] | ToldPrecision
"""How times are told: as the person wrote them; by their day, week or month; or all shifted by one
number of days that only the person's vault knows."""

_PLACES_LEFT_OUT: Mapping[PlacePrecision, frozenset[str]] = {
    "label": frozenset(),
    "country": frozenset({"place.public_label"}),
    "nothing": frozenset({"place.public_label", "place.country", "place.kind"}),
}
_FOLLOW_UP_ANSWER = ("follow_ups.answer", "follow_ups.answered")


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules for one kind of recipient."""

    code: str
    label: dict[str, str]
    """The policy's name, by language."""
    attachments: Attachments
    counts: bool
    """Whether the legend says how often each label stands."""
    descriptions: bool
    """Whether an unknown person's description is shown; the words in it are still redacted."""
    default_reason: Reason
    """Why an entity is hidden that no rule speaks about."""
    places: PlacePrecision
    dates: DatePrecision = "exact"
    left_out: tuple[str, ...]
    """Kinds of incident that such a recipient is not told of, by code."""
    entities: dict[EntityKind, Literal["show"] | Reason]
    protected: dict[Literal["minor", "relative_at_home", "source", "helper"], Reason]
    fields: dict[str, Action]
    """By path without list positions; `details.route` is the field `route` of any kind."""
    in_kinds: dict[str, dict[str, Action]] = {}
    """What else is hidden in incidents of one kind: by its code, and by path."""
    closed_by_protected: tuple[str, ...] = ()
    """Paths of texts that are hidden whole where they are about somebody protected."""
    reasons_told_as: dict[Reason, Reason] = {}
    """Reasons that the recipient reads as another one, because the true one tells too much."""

    def told(self, reason: Reason) -> Reason:
        """Return the reason that the recipient reads in the place of the true one."""
        return self.reasons_told_as.get(reason, reason)

    def action(self, path: str, kind: str = "") -> Action:
        """Return what happens to the field at `path` of an incident of that kind."""
        bare = bare_path(path)
        if bare in NEVER_EXPORTED or bare in _PLACES_LEFT_OUT[self.places]:
            return "omit"
        action = self.fields.get(bare, "omit")
        if action == "show":
            action = self.in_kinds.get(kind, {}).get(bare, action)
        return self.action_on_place(action) if bare == "stages.where" else action

    def action_on_place(self, action: Action) -> Action:
        """Return what happens to a place in the person's own words, by how places are told."""
        return "R1" if action == "show" and self.places != "label" else action


class _PolicyFile(Policy, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A policy as its file says it."""

    details: dict[Action, tuple[str, ...]]
    """Ids of the fields of single kinds, by what happens to them."""


class RecipientProfile(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One recipient: a policy, a language, and what is different for them."""

    id: RecipientId
    name: str
    """Private; no export shows it."""
    policy: str
    """Code of a policy."""
    language: str
    """Language of headings, labels and dates."""
    hide: tuple[EntityId, ...] = ()
    show: tuple[EntityId, ...] = ()
    hide_kinds: tuple[EntityKind, ...] = ()
    counts: bool | None = None
    """Overrides the policy; empty keeps it."""
    own: Policy | None = None
    """The policy as the person changed it for this recipient; empty keeps the one of the code."""


class Rules:
    """A policy and a profile applied to a register: who is hidden from this recipient, and why."""

    def __init__(
        self,
        policy: Policy,
        profile: RecipientProfile,
        register: Iterable[Entity],
        *,
        shift_days: int = 0,
    ) -> None:
        """Work out the verdict on every entity of the register.

        Args:
            policy: the rules.
            profile: what is different for this recipient.
            register: all entities.
            shift_days: secret, of this recipient: how far shifted times are moved.
        """
        self.shift_days = shift_days
        self.policy = policy
        self.profile = profile
        self.register: Mapping[EntityId, Entity] = {entity.id: entity for entity in register}
        self.counts = policy.counts if profile.counts is None else profile.counts
        self._reasons = {entity.id: self._judge(entity) for entity in self.register.values()}

    def reason(self, entity: EntityId) -> Reason | None:
        """Return why `entity` is hidden, or None if it is shown.

        An id that is not in the register is hidden: nothing is known about it.
        """
        return self._reasons.get(entity, self.policy.default_reason)

    def hidden(self) -> tuple[Entity, ...]:
        """Return the hidden entities, in the order of the register."""
        return tuple(e for e in self.register.values() if self._reasons[e.id] is not None)

    def _judge(self, entity: Entity) -> Reason | None:
        rule = self.policy.entities.get(entity.kind, self.policy.default_reason)
        if entity.reason:
            reason = entity.reason
        elif entity.protected != "none":
            reason = self.policy.protected.get(entity.protected, self.policy.default_reason)
        else:
            reason = self.policy.default_reason if rule == "show" else rule
        if entity.id in self.profile.hide:
            return reason
        if entity.id in self.profile.show:
            return None
        if entity.reason or entity.protected != "none" or entity.kind in self.profile.hide_kinds:
            return reason
        if rule == "show" or (not entity.known and self.policy.descriptions):
            return None
        return reason


def bare_path(path: str) -> str:
    """Return `path` without list positions: `stages.0.what` is `stages.what`."""
    return ".".join(part for part in path.split(".") if not part.isdigit())


def load_policy(text: str) -> Policy:
    """Read a policy from the text of its TOML file.

    Raises:
        InvalidFieldError: it is not a policy, decides twice about a field, or is refused by
            `check_policy`.
    """
    try:
        file = msgspec.convert(tomllib.loads(text), type=_PolicyFile)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError):
        raise InvalidFieldError(field="policy") from None
    details = [(f"details.{name}", action) for action, ids in file.details.items() for name in ids]
    fields = {**file.fields, **dict(details)}
    if len(fields) != len(file.fields) + len(details):
        raise InvalidFieldError(field="details")
    same = {name: getattr(file, name) for name in Policy.__struct_fields__}
    return check_policy(Policy(**{**same, "fields": fields}))


def check_policy(policy: Policy) -> Policy:
    """Hold that a policy is one that may be used, wherever it comes from, and return it.

    Raises:
        InvalidFieldError: it shows what must never be shown, or would make an answered report look
            like a silence.
    """
    if any(policy.fields.get(path, "omit") != "omit" for path in NEVER_EXPORTED):
        raise InvalidFieldError(field="fields")
    told = policy.action("follow_ups.date") != "omit"
    if told and any(policy.action(path) == "omit" for path in _FOLLOW_UP_ANSWER):
        raise InvalidFieldError(field="follow_ups")
    return policy


def policy_for(profile: RecipientProfile) -> Policy:
    """Return the rules for a recipient: their own, or those of the code.

    Raises:
        InvalidFieldError: there is no policy of that code.
    """
    if profile.own is not None:
        return profile.own
    policies = load_policies()
    if profile.policy not in policies:
        raise InvalidFieldError(field="policy")
    return policies[profile.policy]


def load_policies() -> dict[str, Policy]:
    """Read the policies of the package, by code."""
    folder = resources.files("safelog.redact") / "policies"
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda f: f.name
    )
    policies = (load_policy(file.read_text(encoding="utf-8")) for file in files)
    return {policy.code: policy for policy in policies}
