"""The ways in which an export can be delivered; plain has to be asked for by name."""

from __future__ import annotations

from typing import Literal, get_args

Way = Literal["sealed", "pdf", "age", "plain"]
WAYS: tuple[Way, ...] = get_args(Way)
