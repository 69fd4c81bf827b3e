"""`recipient policy`: what one recipient may see, rule by rule, and a changed copy of the rules."""

from __future__ import annotations

import msgspec

from safelog.cli.arguments import Argument, Words
from safelog.cli.lookup import find_recipient
from safelog.cli.objects import PolicyShown
from safelog.cli.session import Session
from safelog.errors import UsageError
from safelog.journal.journal import Journal
from safelog.journal.recipients import save_recipient
from safelog.redact.policy import RecipientProfile, load_policies, policy_for
from safelog.redact.rulechange import Rule, changed, rules_of

ARGUMENTS = (
    Argument(name="recipient"),
    Argument(name="set", flag="--set", value="RULE=VALUE", many=True),
    Argument(name="copy", flag="--copy", value="POLICY", choices=tuple(load_policies())),
    Argument(name="reset", flag="--reset"),
)


def run(session: Session, words: Words) -> None:
    """Print the rules for a recipient, after changing them if so asked."""
    console = session.console
    if words.flag("reset") and (words.text("copy") or words.texts("set")):
        raise UsageError
    with session.journal() as journal:
        before = find_recipient(journal, words.text("recipient"))
        profile = _changed(journal, before, words)
        if profile != before:
            with session.host.interrupts.finish():
                save_recipient(journal, profile)
            console.say("recipient_policy.changed")
    policy = policy_for(profile)
    if session.json:
        console.print_json(
            PolicyShown(
                recipient=profile.id,
                policy=profile.policy,
                changed=profile.own is not None,
                rules=policy,
            )
        )
        return
    own = "" if profile.own is None else console.text("recipient_policy.own")
    console.print(f"{policy.label[console.catalogue.language]}{own}")
    for rule in rules_of(policy):
        console.print(f"  {rule.name}={rule.value}")


def _changed(journal: Journal, profile: RecipientProfile, words: Words) -> RecipientProfile:
    """Return the profile with the rules that the words ask for.

    Raises:
        InvalidFieldError: there is no such rule or value.
    """
    if words.flag("reset"):
        return msgspec.structs.replace(profile, own=None)
    if words.text("copy"):
        copied = load_policies()[words.text("copy")]
        profile = msgspec.structs.replace(profile, policy=copied.code, own=copied)
    kinds = journal.surroundings.kinds
    paths = {f"details.{field.id}" for kind in kinds.all() for field in kind.fields}
    for text in words.texts("set"):
        name, _, value = text.partition("=")
        rules = changed(
            policy_for(profile), Rule(name.strip(), value.strip()), paths=paths, kinds=kinds.codes
        )
        profile = msgspec.structs.replace(profile, own=rules)
    return profile
