"""One quiet line on the last backup, in the words of the person."""

from __future__ import annotations

import msgspec
import pytest

from safelog.i18n import Catalogue
from safelog.journal.events import BackupMade
from safelog.tui.backups import backup_line
from safelog.tui.session import Session
from tests.tui.stage import SetClock
from tests.unit.journal.world import JournalWorld

DAY_S = 86_400


@pytest.mark.parametrize(
    ("language", "days", "line"),
    [
        ("en", None, "No backup yet."),
        ("en", 0, "Last backup: today."),
        ("en", 1, "Last backup: 1 day ago."),
        ("en", 12, "Last backup: 12 days ago."),
        ("ru", None, "Резервной копии ещё нет."),
        ("ru", 2, "Последняя резервная копия: 2 дня назад."),
    ],
)
def test_the_age_of_the_last_backup_is_said(language: str, days: int | None, line: str) -> None:
    """In days; the latest counts, in whatever order the log has them."""
    world = JournalWorld()
    journal = world.create()
    if days is not None:
        made = BackupMade(at=world.clock - days * DAY_S, same_disk=False)
        journal.append([made, msgspec.structs.replace(made, at=made.at - DAY_S)])
    session = Session(journal, Catalogue(language), SetClock(), "Asia/Almaty")
    assert backup_line(session) == line
    journal.close()
