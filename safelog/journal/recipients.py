"""Recipients of exports: their profiles, secrets and earlier exports."""

from __future__ import annotations

import hmac
from collections.abc import Iterable

from safelog.errors import InvalidFieldError, NotFoundError
from safelog.evidence.recipient import SECRET_BYTES
from safelog.journal.events import DecisionsSaved, RecipientSaved
from safelog.journal.journal import Journal
from safelog.model.ids import RecipientId, is_id
from safelog.model.text import LINE_LIMIT, check_text, searchable
from safelog.redact.cover import Choice, Decision, Occurrence
from safelog.redact.policy import RecipientProfile, check_policy, load_policies

MARK_BYTES = 16
_SHIFT_LEAST_DAYS = 60
_SHIFT_SPAN_DAYS = 671


def recipients(journal: Journal) -> list[RecipientProfile]:
    """Return the profiles, sorted by name."""
    profiles = [saved.profile for saved in journal.state.recipients.values()]
    return sorted(profiles, key=lambda profile: searchable(profile.name))


def find_recipient(journal: Journal, text: str) -> RecipientProfile:
    """Return the recipient with this id or name.

    Raises:
        NotFoundError: none.
    """
    wanted = searchable(text.strip())
    for profile in recipients(journal):
        if wanted in {profile.id, searchable(profile.name)}:
            return profile
    raise NotFoundError(what="recipient")


def save_recipient(journal: Journal, profile: RecipientProfile) -> None:
    """Store a new or changed profile; the secret of a known recipient never changes.

    Raises:
        InvalidFieldError: the id, the name, the code of the policy or the recipient's own policy is
            not valid.
        InvalidTextError: the name is too long or cannot be stored.
    """
    check_text(profile.name, field="name", limit=LINE_LIMIT)
    if not is_id(profile.id):
        raise InvalidFieldError(field="id")
    if not profile.name.strip():
        raise InvalidFieldError(field="name")
    if profile.policy not in load_policies():
        raise InvalidFieldError(field="policy")
    if profile.own is not None:
        check_policy(profile.own)
    known = journal.state.recipients.get(profile.id)
    secret = known.secret if known else journal.surroundings.randomness(SECRET_BYTES)
    revision = known.revision + 1 if known else 1
    at = journal.surroundings.now()
    journal.append([RecipientSaved(at=at, revision=revision, profile=profile, secret=secret)])


def pseudonym_key(journal: Journal, recipient: RecipientId) -> bytes:
    """Return the key of the labels in the recipient's next export.

    Another for each export: a label must not mean somebody else in the next one.
    """
    secret = journal.state.recipients[recipient].secret
    earlier = len(journal.state.exports.get(recipient, []))
    return hmac.digest(secret, b"safelog/pseudonyms/%d" % earlier, "sha256")


def shift_days(journal: Journal, recipient: RecipientId) -> int:
    """Return how far shifted times are moved for a recipient: whole days, the same for ever.

    Backwards, so that no time lies after the export; and by two months at least, so that a shifted
    time is never close to the true one.
    """
    secret = journal.state.recipients[recipient].secret
    drawn = int.from_bytes(hmac.digest(secret, b"safelog/dates", "sha256")[:8])
    return -(_SHIFT_LEAST_DAYS + drawn % _SHIFT_SPAN_DAYS)


def decisions(journal: Journal, recipient: RecipientId) -> dict[Occurrence, Choice]:
    """Return what the person decided about single places for this recipient."""
    return dict(journal.state.decisions.get(recipient, {}))


def save_decisions(journal: Journal, recipient: RecipientId, made: Iterable[Decision]) -> None:
    """Remember decisions, so that the same place is not asked about again."""
    kept = tuple(made)
    if kept:
        known = journal.state.decided.get(recipient)
        journal.append(
            [
                DecisionsSaved(
                    at=journal.surroundings.now(),
                    mark=journal.surroundings.randomness(MARK_BYTES),
                    replaces=known.tips if known else (),
                    recipient=recipient,
                    decisions=kept,
                )
            ]
        )
