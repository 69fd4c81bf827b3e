"""Kinds of incident in the language of the screens."""

from __future__ import annotations

from safelog.errors import UnknownKindError
from safelog.tui.session import Session
from safelog.tui.widgets.choice import Option


def kind_label(session: Session, code: str) -> str:
    """Return the neutral title of a kind: somebody looking over the shoulder learns little."""
    try:
        return session.journal.surroundings.kinds.get(code).neutral_title[session.language]
    except UnknownKindError:
        # Written by a newer safelog that knows more kinds.
        return code


def kind_options(session: Session) -> tuple[Option, ...]:
    """Return all kinds as answers, in the order of their families."""
    kinds = session.journal.surroundings.kinds.all()
    return tuple(Option(kind.code, kind.label[session.language]) for kind in kinds)
