"""Change one rule of a policy: the person's copy of it, for one recipient.

A rule is named as `recipient policy` prints it: `places`, `entity.phone`, `protected.source`,
`kind.status`, the path of a field, `harassment.doxxing:details.words` for a field of one kind,
`closed.witnesses.saw`, or `reason.R4` for how a reason is told. What comes out passes
`check_policy`, so a change can show less or more, but never what no policy may show.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

import msgspec

from safelog.errors import InvalidFieldError
from safelog.redact.policy import Policy, check_policy

_SWITCHES = {"yes": True, "no": False}
_SWITCHED = ("counts", "descriptions")
_WHOLE = ("attachments", "places", "dates")
_GROUPS = {"entity": "entities", "protected": "protected"}


class Rule(NamedTuple):
    """One rule, as it is printed and typed."""

    name: str
    value: str


def rules_of(policy: Policy) -> Iterator[Rule]:
    """Walk the rules of a policy: those about everything first, then one by one."""
    yield from (Rule(name, getattr(policy, name)) for name in _WHOLE)
    for name in _SWITCHED:
        yield Rule(name, "yes" if getattr(policy, name) else "no")
    yield from (Rule(f"kind.{code}", "omit") for code in policy.left_out)
    for prefix, group in _GROUPS.items():
        yield from (Rule(f"{prefix}.{key}", told) for key, told in getattr(policy, group).items())
    yield from (Rule(path, action) for path, action in policy.fields.items())
    for code, fields in policy.in_kinds.items():
        yield from (Rule(f"{code}:{path}", action) for path, action in fields.items())
    yield from (Rule(f"closed.{path}", "yes") for path in policy.closed_by_protected)
    yield from (Rule(f"reason.{code}", told) for code, told in policy.reasons_told_as.items())


def changed(
    policy: Policy, rule: Rule, *, paths: Collection[str], kinds: Collection[str]
) -> Policy:
    """Return `policy` with one rule changed.

    Args:
        policy: what to start from.
        rule: the rule's name and its new value.
        paths: paths that a rule may be about although the policy has none about them yet.
        kinds: codes of the kinds of incident.

    Raises:
        InvalidFieldError: there is no such rule or value, or `check_policy` refuses the outcome.
    """
    change = _change(policy, rule, paths, kinds)
    try:
        rules = msgspec.convert(msgspec.to_builtins(policy) | change, type=Policy)
    except msgspec.ValidationError:
        raise InvalidFieldError(field="policy") from None
    return check_policy(rules)


def _change(
    policy: Policy, rule: Rule, paths: Collection[str], kinds: Collection[str]
) -> dict[str, object]:
    """Return the members of the policy that a rule changes; the values are not checked yet."""
    head, _, key = rule.name.partition(".")
    if rule.name in _WHOLE:
        return {rule.name: rule.value}
    if rule.name in _SWITCHED:
        return {rule.name: _SWITCHES.get(rule.value)}
    if head in _GROUPS and key in (group := getattr(policy, _GROUPS[head])):
        return {_GROUPS[head]: {**group, key: rule.value}}
    if head == "kind" and key in kinds and rule.value in {"show", "omit"}:
        others = [code for code in policy.left_out if code != key]
        return {"left_out": others + [key] * (rule.value == "omit")}
    return _change_of_field(policy, rule, paths, kinds)


def _change_of_field(
    policy: Policy, rule: Rule, paths: Collection[str], kinds: Collection[str]
) -> dict[str, object]:
    """Return what a rule about a reason or a field changes."""
    head, _, key = rule.name.partition(".")
    if head == "reason":
        reasons: dict[str, str] = dict(policy.reasons_told_as.items())
        return {"reasons_told_as": reasons | {key: rule.value}}
    if head == "closed" and key in policy.fields and rule.value in _SWITCHES:
        others = [path for path in policy.closed_by_protected if path != key]
        return {"closed_by_protected": others + [key] * _SWITCHES[rule.value]}
    code, _, path = rule.name.partition(":")
    if code in kinds and path in policy.fields:
        fields = {**policy.in_kinds.get(code, {}), path: rule.value}
        return {"in_kinds": {**policy.in_kinds, code: fields}}
    if rule.name in policy.fields or rule.name in paths:
        return {"fields": {**policy.fields, rule.name: rule.value}}
    raise InvalidFieldError(field="policy")
