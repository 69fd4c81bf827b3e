"""A zone of the IANA database for a computer that may know its offset only."""

from __future__ import annotations

import re

from safelog.model.when import zone_names
from safelog.system.clock import LocalZone

_WHOLE_HOURS = re.compile(r"UTC([+-])0?(\d{1,2}):00")


def named_zone(zone: LocalZone) -> str:
    """Return a name that times can be stored with; UTC where nothing fits.

    The zones of whole hours are named after POSIX, with the sign turned round: five hours ahead of
    UTC is `Etc/GMT-5`.
    """
    if zone.name in zone_names():
        return zone.name
    offset = _WHOLE_HOURS.fullmatch(zone.name)
    if offset is None:
        return "UTC"
    name = f"Etc/GMT{'-' if offset[1] == '+' else '+'}{offset[2]}"
    return name if name in zone_names() else "UTC"
