"""What the screens say of backups."""

from __future__ import annotations

from safelog.journal.backups import backup_age
from safelog.tui.session import Session


def backup_line(session: Session) -> str:
    """Return one quiet line on the age of the last backup."""
    age, catalogue = backup_age(session.journal), session.catalogue
    if age is None:
        return catalogue.text("tui.backup.none")
    if not age.days:
        return catalogue.text("tui.backup.today")
    return catalogue.plural("tui.backup.age", age.days)
