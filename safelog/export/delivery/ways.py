"""The ways in which an export can be delivered; plain has to be asked for by name."""

from __future__ import annotations

from typing import Literal, get_args

from safelog.export.delivery.paper import can_seal_pdf

Way = Literal["sealed", "pdf", "age", "plain"]
WAYS: tuple[Way, ...] = get_args(Way)
DEFAULT_WAY: Way = "sealed"


def ways_here() -> tuple[Way, ...]:
    """Return the ways that this computer has: for a PDF an extra is needed."""
    return tuple(way for way in WAYS if way != "pdf" or can_seal_pdf())
