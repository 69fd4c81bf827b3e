"""A few lines of the app's own words: a title, a hint, the answer to what was done."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from safelog.model.text import visible


class Line(Static):
    """Text without markup, with whatever could mislead a reader replaced."""

    def __init__(self, text: str = "", *, widget_id: str | None = None, classes: str = "") -> None:
        """Show `text`."""
        super().__init__(Content(visible(text)), id=widget_id, classes=classes, markup=False)

    def show(self, text: str) -> None:
        """Show `text` instead; an empty text takes no room."""
        self.update(Content(visible(text)))
        self.set_class(not text, "-empty")
