"""The clock and the time zone of this computer.

Code that needs the time is given a `Clock`; only the outermost layer makes a `SystemClock`. What
the clock says is the laptop's claim and no proof: texts say "recorded, by this computer's clock".
"""

from __future__ import annotations

import os
import time
import zoneinfo
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LOCALTIME_LINK = Path("/etc/localtime")
_TIMEZONE_FILE = Path("/etc/timezone")
_TIMEZONE_FILE_BYTES_MAX = 256


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""

    def monotonic(self) -> float:
        """Return seconds from some fixed moment; never runs backwards."""


class SystemClock:
    """The clock of this computer."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds from some fixed moment; never runs backwards."""
        return time.monotonic()


class ZoneBasis(StrEnum):
    """How the local time zone became known."""

    ENVIRONMENT = "environment"
    """The variable TZ names it."""

    SYSTEM = "system"
    """The settings of the system name it."""

    OFFSET = "offset"
    """Only the present distance from UTC is known: true now, perhaps not in another season."""

    ASSUMED = "assumed"
    """Nothing is known. UTC stands in, and the person should be asked."""


class LocalZone(NamedTuple):
    """The time zone of this computer.

    `name` is an IANA name such as `Asia/Almaty`, or `UTC+05:00` when only the offset is known.
    """

    name: str
    basis: ZoneBasis


def local_zone(
    *,
    environ: Mapping[str, str] = os.environ,
    localtime_link: Path = _LOCALTIME_LINK,
    timezone_file: Path = _TIMEZONE_FILE,
    now: datetime | None = None,
) -> LocalZone:
    """Find the time zone of this computer.

    Args:
        environ: where `TZ` is looked up.
        localtime_link: the link to the zone's file on Linux and macOS.
        timezone_file: the file that names the zone on Debian.
        now: the present moment in local time, aware; None asks the system.
    """
    named = environ.get("TZ", "").removeprefix(":")
    if named:
        # TZ outranks the settings for every program, so when it is no IANA name (`MSK-3`) the
        # settings must not be believed either.
        name = _zone_name(named)
        return LocalZone(name, ZoneBasis.ENVIRONMENT) if name else _zone_from_offset(now)
    for candidate in _names_in_settings(localtime_link, timezone_file):
        name = _zone_name(candidate)
        if name:
            return LocalZone(name, ZoneBasis.SYSTEM)
    return _zone_from_offset(now)


def _names_in_settings(localtime_link: Path, timezone_file: Path) -> Iterator[str]:
    try:
        if localtime_link.is_symlink():
            # The link as it was set, before the end of a chain of old and new names.
            yield str(localtime_link.readlink())
            yield str(localtime_link.resolve())
        with timezone_file.open("rb") as file:
            yield file.read(_TIMEZONE_FILE_BYTES_MAX).decode("ascii", "replace").strip()
    except (OSError, RuntimeError):
        # Not there, not readable, or a circle of links: the offset decides.
        return


def _zone_name(name_or_path: str) -> str:
    """Return the IANA name in `name_or_path`, or nothing if no such zone exists."""
    _, found, below = name_or_path.replace("\\", "/").rpartition("zoneinfo/")
    name = below if found else name_or_path
    for tree in ("posix/", "right/"):
        name = name.removeprefix(tree)
    try:
        return zoneinfo.ZoneInfo(name).key
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return ""


def _zone_from_offset(now: datetime | None) -> LocalZone:
    offset = (now or datetime.now(UTC).astimezone()).utcoffset() or timedelta()
    if not offset:
        return LocalZone("UTC", ZoneBasis.ASSUMED)
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return LocalZone(f"UTC{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}", ZoneBasis.OFFSET)
