"""A copy of a policy is changed one rule at a time, and never beyond what any policy may show."""

from __future__ import annotations

import msgspec
import pytest

from safelog.errors import InvalidFieldError
from safelog.redact.policy import NEVER_EXPORTED, Policy, load_policies, policy_for
from safelog.redact.rulechange import Rule, changed, rules_of
from tests.unit.redact.world import KINDS, LAWYER, profile


def after(*rules: Rule, policy: Policy = LAWYER) -> Policy:
    """Return a policy with some rules changed."""
    for rule in rules:
        policy = changed(policy, rule, paths={"details.new_field"}, kinds=KINDS.codes)
    return policy


@pytest.mark.parametrize("code", sorted(load_policies()))
def test_every_rule_can_be_typed_as_it_is_printed(code: str) -> None:
    """Setting each rule to what it is changes nothing."""
    policy = load_policies()[code]
    assert after(*rules_of(policy), policy=policy) == policy
    closed = after(Rule("kind.status", "omit"))
    assert closed.left_out == ("status",)
    assert after(*rules_of(closed), policy=closed) == closed


@pytest.mark.parametrize(
    "rule",
    [
        Rule("places", "country"),
        Rule("attachments", "none"),
        Rule("counts", "yes"),
        Rule("descriptions", "no"),
        Rule("entity.vehicle", "R5"),
        Rule("protected.source", "R1"),
        Rule("kind.status", "omit"),
        Rule("details.route", "R1"),
        Rule("details.new_field", "show"),
        Rule("effect", "R7"),
    ],
)
def test_one_rule_is_changed_and_no_other(rule: Rule) -> None:
    """What is printed afterwards differs in that rule alone."""
    before = dict(rules_of(LAWYER))
    assert dict(rules_of(after(rule))) == {**before, rule.name: rule.value}


@pytest.mark.parametrize(
    "rule",
    [
        Rule("harassment.doxxing:details.words", "R1"),
        Rule("closed.witnesses.saw", "yes"),
        Rule("reason.R4", "R5"),
    ],
)
def test_a_rule_that_was_not_there_is_added(rule: Rule) -> None:
    """About a field of one kind, a text about somebody protected, and how a reason is told."""
    before = dict(rules_of(LAWYER))
    assert dict(rules_of(after(rule))) == {**before, rule.name: rule.value}


def test_a_text_about_somebody_protected_is_opened_again() -> None:
    """Closing it can be taken back."""
    closed = after(Rule("closed.witnesses.saw", "yes"), Rule("closed.effect", "yes"))
    assert after(Rule("closed.witnesses.saw", "no"), policy=closed).closed_by_protected == (
        "effect",
    )


def test_a_kind_is_shown_again() -> None:
    """Leaving a kind out can be taken back."""
    assert after(Rule("kind.status", "omit"), Rule("kind.status", "show")) == LAWYER


@pytest.mark.parametrize(
    "rule",
    [
        Rule("places", "street"),
        Rule("counts", "perhaps"),
        Rule("protected.source", "show"),
        Rule("closed.witnesses.saw", "perhaps"),
        Rule("closed.title", "yes"),
        Rule("reason.R4", "show"),
        Rule("reason.R44", "R5"),
        Rule("harassment.doxxing:details.words", "perhaps"),
        Rule("harassment.doxxing:title", "R1"),
        Rule("made.up:details.words", "R1"),
        Rule("protected.friend", "R5"),
        Rule("kind.nothing", "omit"),
        Rule("kind.status", "R5"),
        Rule("code", "other"),
        Rule("details.unheard_of", "show"),
        Rule("", ""),
        *(Rule(path, "show") for path in sorted(NEVER_EXPORTED)),
    ],
)
def test_a_rule_that_cannot_be_is_refused(rule: Rule) -> None:
    """No slip shows a title, a source or a field that nobody knows."""
    with pytest.raises(InvalidFieldError):
        after(rule)


def test_a_recipient_s_own_rules_hold() -> None:
    """Without a copy of their own, those of the code do; an unknown code is refused."""
    own = msgspec.structs.replace(LAWYER, places="nothing")
    assert policy_for(profile(own=own)) == own
    assert policy_for(profile()) == LAWYER
    with pytest.raises(InvalidFieldError):
        policy_for(profile(policy="nobody"))
