"""What the screens of an open journal share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from safelog.i18n.catalogue import Catalogue
from safelog.journal.journal import Journal
from safelog.system.clock import Clock


@dataclass(slots=True)
class Session:
    """An open journal, from unlocking to locking."""

    journal: Journal
    catalogue: Catalogue
    clock: Clock
    zone: str
    """Name of the time zone of this computer."""
    flushers: list[Callable[[], None]] = field(default_factory=list)
    """What every screen with unsaved words does before the journal is closed."""

    titles: bool = False
    """Whether lists show private titles; a new session begins with neutral ones."""
    news: str = ""
    """A sentence for the screen that comes next: what came of what was done on the one before."""

    @property
    def language(self) -> str:
        """Code of the language of the screens."""
        return self.catalogue.language
