"""Kinds of incident in the language of the screens."""

from __future__ import annotations

from safelog.errors import UnknownKindError
from safelog.tui.session import Session


def kind_label(session: Session, code: str) -> str:
    """Return the neutral title of a kind: somebody looking over the shoulder learns little."""
    try:
        return session.journal.surroundings.kinds.get(code).neutral_title[session.language]
    except UnknownKindError:
        # Written by a newer safelog that knows more kinds.
        return code
