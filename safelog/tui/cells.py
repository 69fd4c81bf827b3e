"""Text cut and filled to a number of terminal cells."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

_CUT = ".."


def fit(text: str, width: int) -> str:
    """Return `text` in exactly `width` cells; what is cut off is shown by two dots."""
    if cell_len(text) <= width or width <= len(_CUT):
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, width - len(_CUT)).rstrip() + _CUT, width)
