"""The clock and the time zone of this computer.

Code that needs the time is given a `Clock`; only the outermost layer makes a `SystemClock`. What
the clock says is the laptop's claim and no proof: texts say "recorded, by this computer's clock".
"""

from __future__ import annotations

import os
import sys
import time
import tomllib
import zoneinfo
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if sys.platform == "win32":
    import winreg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

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

    REGION = "region"
    """Windows names a group of zones. The clock is right; the place may be another of the group."""

    OFFSET = "offset"
    """Only the present distance from UTC is known: true now, perhaps not in another season."""

    ASSUMED = "assumed"
    """Nothing is known. UTC stands in, and the person should be asked."""


class LocalZone(NamedTuple):
    """The time zone of this computer.

    `name` is always in the IANA database: a place such as `Asia/Almaty` or, when only the offset is
    known, `Etc/GMT-5`, whose sign is turned round: that one is five hours ahead of UTC.
    """

    name: str
    basis: ZoneBasis


def _windows_zone() -> str:
    """Return what Windows calls its time zone, or nothing anywhere else."""
    if sys.platform == "win32":
        place = r"SYSTEM\CurrentControlSet\Control\TimeZoneInformation"
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as settings:
            value, _ = winreg.QueryValueEx(settings, "TimeZoneKeyName")
        # Windows leaves what stood there before behind the end of the name.
        return str(value).partition("\0")[0]
    return ""


def local_zone(
    *,
    environ: Mapping[str, str] = os.environ,
    localtime_link: Path = _LOCALTIME_LINK,
    timezone_file: Path = _TIMEZONE_FILE,
    windows_zone: Callable[[], str] = _windows_zone,
    now: datetime | None = None,
) -> LocalZone:
    """Find the time zone of this computer.

    Args:
        environ: where `TZ` is looked up.
        localtime_link: the link to the zone's file on Linux and macOS.
        timezone_file: the file that names the zone on Debian.
        windows_zone: returns what Windows calls its zone, or nothing.
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
    name = _zone_name(_zone_of_windows(windows_zone))
    return LocalZone(name, ZoneBasis.REGION) if name else _zone_from_offset(now)


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


def _zone_of_windows(windows_zone: Callable[[], str]) -> str:
    try:
        name = windows_zone()
    except OSError:
        return ""
    table = resources.files("safelog.system") / "windows_zones.toml"
    return str(tomllib.loads(table.read_text(encoding="utf-8")).get(name, "")) if name else ""


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
    hours, rest = divmod(offset, timedelta(hours=1))
    name = _zone_name(f"Etc/GMT{-hours:+}")
    if not hours or rest or not name:
        return LocalZone("UTC", ZoneBasis.ASSUMED)
    return LocalZone(name, ZoneBasis.OFFSET)
