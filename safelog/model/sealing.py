"""What may still change in a sealed incident: its follow-ups grow, and nothing else does.

Answers come years later. What was reported, to whom and when stays as it was written; an answer
that was not there may be filled in, and the date to ask again may move. A mistake in a sealed
incident is mended by a new one that corrects it.
"""

from __future__ import annotations

import msgspec

from safelog.model.incident import FollowUp, Incident

_FILLABLE = ("answer", "answered")
_FREE = ("next_date",)


def may_replace_sealed(before: Incident, after: Incident) -> bool:
    """Tell whether `after` is `before` with new follow-ups or new answers to old ones."""
    rows, grown = before.follow_ups, after.follow_ups
    if len(grown) < len(rows) or not all(map(_may_replace, rows, grown)):
        return False
    return msgspec.structs.replace(after, follow_ups=rows) == before


def _may_replace(before: FollowUp, after: FollowUp) -> bool:
    """Tell whether a row only got what it did not have."""
    filled = {name: getattr(after, name) for name in _FILLABLE if not getattr(before, name)}
    moved = {name: getattr(after, name) for name in _FREE}
    return msgspec.structs.replace(before, **filled, **moved) == after
