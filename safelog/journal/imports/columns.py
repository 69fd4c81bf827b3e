"""What the columns of a call log mean, as the person said once."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

DateOrder = Literal["dmy", "mdy", "ymd"]
DATE_ORDERS: tuple[DateOrder, ...] = get_args(DateOrder)


class Columns(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which column holds what: numbers from 0, None for what the table has not."""

    number: int
    date: int
    """The date, alone or with the time."""
    time: int | None = None
    name: int | None = None
    duration: int | None = None
    direction: int | None = None
    order: DateOrder | None = None
    """How dates are read where they can be read in two ways."""
