"""Ask for the profile of a recipient, new or changed."""

from __future__ import annotations

import msgspec

from safelog.cli.objects import RecipientWords
from safelog.cli.questions import Choice, Questions
from safelog.cli.session import Session
from safelog.errors import InvalidFieldError
from safelog.i18n import DOCUMENT_LANGUAGES
from safelog.journal.journal import Journal
from safelog.model.ids import EntityId
from safelog.model.text import one_line
from safelog.redact.policy import RecipientProfile, load_policies


def ask_profile(session: Session, journal: Journal, profile: RecipientProfile) -> RecipientProfile:
    """Return `profile` with what the person answered; empty answers keep what it has."""
    console, language = session.console, session.console.catalogue.language
    console.say("ask.hint")
    ask, say = Questions(console, is_interactive=session.is_interactive), console.text
    policies = [Choice(code, policy.label[language]) for code, policy in load_policies().items()]
    spoken = [Choice(code, say(f"name_language.{code}")) for code in DOCUMENT_LANGUAGES]

    def names(question: str, current: tuple[EntityId, ...]) -> tuple[EntityId, ...]:
        entities = journal.state.entities
        # Somebody who was removed from the register has no name any more.
        shown = "; ".join(one_line(entities[item].name) for item in current if item in entities)
        label, about = say(f"recipient.{question}"), say(f"recipient.{question}_help")

        def find() -> tuple[EntityId, ...]:
            answer = ask.line(label, about=about, current=shown)
            parts = (part.strip() for part in answer.split(";"))
            return tuple(journal.find_entity(part) for part in parts if part)

        return ask.checked(find)

    asked = msgspec.structs.replace(
        profile,
        name=ask.line(
            say("recipient.name"), about=say("recipient.name_help"), current=profile.name
        ),
        policy=ask.choose(
            say("recipient.policy"),
            policies,
            about=say("recipient.policy_help"),
            current=profile.policy,
        ),
        language=ask.choose(
            say("recipient.language"),
            spoken,
            about=say("recipient.language_help"),
            current=profile.language,
        ),
        show=names("show", profile.show),
        hide=names("hide", profile.hide),
    )
    return _with_rules_of_its_code(asked, profile)


def apply_words(
    profile: RecipientProfile, words: RecipientWords, journal: Journal
) -> RecipientProfile:
    """Return `profile` with what a script says.

    Raises:
        InvalidFieldError: no such language, or an entity that is not registered.
    """
    if words.language not in DOCUMENT_LANGUAGES:
        raise InvalidFieldError(field="language")
    if not journal.state.entities.keys() >= {*words.show, *words.hide}:
        raise InvalidFieldError(field="entity")
    said = msgspec.structs.replace(profile, **msgspec.structs.asdict(words))
    return _with_rules_of_its_code(said, profile)


def _with_rules_of_its_code(
    profile: RecipientProfile, before: RecipientProfile
) -> RecipientProfile:
    """Drop the changed copy of a policy where another policy was chosen: it would hide that one."""
    kept = profile.own if profile.policy == before.policy else None
    return msgspec.structs.replace(profile, own=kept)
