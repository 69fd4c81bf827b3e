"""What an export hides where and why: for the person alone, before it is written."""

from __future__ import annotations

from collections.abc import Mapping

from safelog.journal.journal import Journal
from safelog.journal.recipients import pseudonym_key
from safelog.journal.share import Prepared
from safelog.redact.cover import Choice, Occurrence
from safelog.redact.log import LogRow, redaction_log


def log_share(
    journal: Journal, prepared: Prepared, decisions: Mapping[Occurrence, Choice]
) -> tuple[LogRow, ...]:
    """Return the redaction log of an export that is not recorded yet: its labels are the next ones.

    Raises:
        NothingSelectedError: no incident was chosen.
    """
    return redaction_log(
        prepared.gathered.incidents,
        prepared.rules,
        prepared.matcher,
        decisions,
        kinds=journal.surroundings.kinds,
        pseudonym_key=pseudonym_key(journal, prepared.request.recipient),
    )
