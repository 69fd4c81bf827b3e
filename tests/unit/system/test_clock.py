"""The clock and the time zone of this computer."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta, timezone
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest

from safelog.system.clock import Clock, LocalZone, SystemClock, ZoneBasis, local_zone

NOWHERE = Path("/nowhere/at/all")
NOON_UTC = datetime(2026, 5, 3, 12, tzinfo=UTC)


def zone(
    environ: dict[str, str] | None = None,
    *,
    link: Path = NOWHERE,
    file: Path = NOWHERE,
    windows: str = "",
    now: datetime = NOON_UTC,
) -> LocalZone:
    """Ask for the zone of a computer that is described by the arguments alone."""
    return local_zone(
        environ=environ or {},
        localtime_link=link,
        timezone_file=file,
        windows_zone=lambda: windows,
        now=now,
    )


def test_now_is_aware_and_in_utc() -> None:
    """The clock never gives a time whose zone must be guessed."""
    clock: Clock = SystemClock()
    assert clock.now().utcoffset() == timedelta()
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_the_monotonic_clock_does_not_run_backwards() -> None:
    """Two readings are in order."""
    clock = SystemClock()
    first = clock.monotonic()
    assert clock.monotonic() >= first


@pytest.mark.parametrize(
    "value",
    ["Asia/Almaty", ":Asia/Almaty", "/usr/share/zoneinfo/Asia/Almaty"],
)
def test_the_variable_outranks_everything(value: str, tmp_path: Path) -> None:
    """TZ names the zone in each of the forms that POSIX systems read."""
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/Europe/Berlin")
    assert zone({"TZ": value}, link=link) == LocalZone("Asia/Almaty", ZoneBasis.ENVIRONMENT)


def test_a_variable_with_rules_of_its_own_gives_the_offset(tmp_path: Path) -> None:
    """A TZ that is no IANA name leaves the offset, not the zone of the settings."""
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/Europe/Berlin")
    here = NOON_UTC.astimezone(timezone(timedelta(hours=3)))
    assert zone({"TZ": "MSK-3"}, link=link, now=here) == LocalZone("Etc/GMT-3", ZoneBasis.OFFSET)


@pytest.mark.parametrize(
    "target",
    [
        "/usr/share/zoneinfo/Europe/Kyiv",
        "../usr/share/zoneinfo/Europe/Kyiv",
        "/usr/share/zoneinfo/posix/Europe/Kyiv",
        "/var/db/timezone/zoneinfo/Europe/Kyiv",
    ],
)
def test_the_link_of_the_system_names_the_zone(target: str, tmp_path: Path) -> None:
    """The link that Linux and macOS keep is read wherever it leads."""
    link = tmp_path / "localtime"
    link.symlink_to(target)
    assert zone(link=link) == LocalZone("Europe/Kyiv", ZoneBasis.SYSTEM)


def test_a_chain_of_links_is_followed(tmp_path: Path) -> None:
    """A link to a link still leads to the zone."""
    folder = tmp_path / "zoneinfo" / "Asia"
    folder.mkdir(parents=True)
    (folder / "Tbilisi").write_bytes(b"")
    (tmp_path / "between").symlink_to(folder / "Tbilisi")
    (tmp_path / "localtime").symlink_to(tmp_path / "between")
    assert zone(link=tmp_path / "localtime").name == "Asia/Tbilisi"


def test_the_file_of_debian_names_the_zone(tmp_path: Path) -> None:
    """Where the link is a plain copy, the text file beside it is read."""
    (tmp_path / "localtime").write_bytes(b"TZif2")
    (tmp_path / "timezone").write_text("Europe/Vilnius\n", encoding="ascii")
    found = zone(link=tmp_path / "localtime", file=tmp_path / "timezone")
    assert found == LocalZone("Europe/Vilnius", ZoneBasis.SYSTEM)


@pytest.mark.parametrize("content", [b"../../etc/passwd", b"\xff\xfe", b"", b"Mars/Olympus"])
def test_nonsense_in_the_settings_is_no_zone(content: bytes, tmp_path: Path) -> None:
    """A name that is no zone is not believed, and reads no other file."""
    (tmp_path / "timezone").write_bytes(content)
    assert zone(file=tmp_path / "timezone") == LocalZone("UTC", ZoneBasis.ASSUMED)


@pytest.mark.parametrize(
    ("hours", "name"),
    [(5, "Etc/GMT-5"), (14, "Etc/GMT-14"), (-3, "Etc/GMT+3")],
)
def test_without_a_name_the_offset_stands(hours: int, name: str) -> None:
    """A computer that names no zone still says how far from UTC it is."""
    offset = timedelta(hours=hours)
    found = zone(now=NOON_UTC.astimezone(timezone(offset)))
    assert found == LocalZone(name, ZoneBasis.OFFSET)
    assert NOON_UTC.astimezone(ZoneInfo(name)).utcoffset() == offset


@pytest.mark.parametrize("minutes", [345, -210, 15 * 60])
def test_an_offset_without_a_zone_is_not_rounded(minutes: int) -> None:
    """A distance that no zone without a place has is not replaced by one nearby."""
    here = NOON_UTC.astimezone(timezone(timedelta(minutes=minutes)))
    assert zone(now=here) == LocalZone("UTC", ZoneBasis.ASSUMED)


def test_windows_names_a_group_of_zones() -> None:
    """The best known zone of the group stands, marked as perhaps another place."""
    assert zone(windows="FLE Standard Time") == LocalZone("Europe/Kyiv", ZoneBasis.REGION)


def test_an_unknown_zone_of_windows_gives_the_offset() -> None:
    """A name that is not in the table is not guessed at."""
    here = NOON_UTC.astimezone(timezone(timedelta(hours=5)))
    assert zone(windows="New Standard Time", now=here).basis is ZoneBasis.OFFSET


def test_a_registry_that_cannot_be_read_is_no_zone() -> None:
    """A refusal of the system ends in the offset, not in a crash."""

    def refuse() -> str:
        raise PermissionError

    found = local_zone(
        environ={}, localtime_link=NOWHERE, timezone_file=NOWHERE, windows_zone=refuse, now=NOON_UTC
    )
    assert found.basis is ZoneBasis.ASSUMED


def test_every_zone_of_windows_leads_to_one_that_exists() -> None:
    """The table names zones of the IANA database only, and those that matter most here."""
    table = resources.files("safelog.system") / "windows_zones.toml"
    zones = tomllib.loads(table.read_text(encoding="utf-8"))
    assert len(zones) > 130
    assert set(zones.values()) <= available_timezones()
    for name in ("Qyzylorda", "Russian", "Georgian", "Turkey", "W. Europe", "GMT"):
        assert f"{name} Standard Time" in zones


def test_utc_is_said_to_be_assumed() -> None:
    """When nothing is known, UTC stands in and is marked as assumed."""
    assert zone() == LocalZone("UTC", ZoneBasis.ASSUMED)


def test_a_circle_of_links_is_no_zone(tmp_path: Path) -> None:
    """A link that leads to itself ends the search instead of the program."""
    link = tmp_path / "localtime"
    link.symlink_to(link)
    assert zone(link=link).basis is ZoneBasis.ASSUMED


def test_this_computer_has_a_zone() -> None:
    """With nothing given, the settings of this computer are read."""
    assert local_zone().name
