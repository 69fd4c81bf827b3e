"""What every screen of an open journal has."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from safelog.tui import keys
from safelog.tui.screens.base import BaseScreen
from safelog.tui.session import Session


class JournalScreen(BaseScreen, inherit_bindings=False):
    """A screen of an open journal."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *BaseScreen.BINDINGS,
        *keys.bindings(keys.NEW, keys.SEARCH, keys.BACK),
    ]

    def __init__(self, session: Session) -> None:
        """Show a part of the journal of `session`."""
        super().__init__(session.catalogue)
        self.session = session

    async def on_screen_resume(self) -> None:
        """Say what came of what was done on the screen before."""
        news, self.session.news = self.session.news, ""
        if news:
            self.answer(news)

    async def action_new(self) -> None:
        """Take down what happened, from wherever this is; the next key is the first letter."""
        from safelog.tui.screens.capture import CaptureScreen  # noqa: PLC0415 - it is such a screen itself

        await self.app.push_screen(CaptureScreen(self.session))

    async def action_search(self) -> None:
        """Look for words."""
        from safelog.tui.screens.search import SearchScreen  # noqa: PLC0415 - it is such a screen itself

        await self.app.push_screen(SearchScreen(self.session))

    def action_back(self) -> None:
        """Go back to the screen before."""
        self.dismiss()
