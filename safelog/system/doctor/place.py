"""Where the vault lies: who copies it, who may open it, and whether there is room."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import PurePath

from safelog.system.doctor.facts import VaultFacts
from safelog.system.doctor.finding import Finding, State

MARKERS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
    ".sync_.db": "Nextcloud",
    ".stfolder": "Syncthing",
    ".stignore": "Syncthing",
    ".sync": "Resilio Sync",
    ".megaignore": "MEGA",
    ".tmp.driveupload": "Google Drive",
    ".yandexdisk": "Yandex.Disk",
    ".SynologyWorkingDirectory": "Synology Drive",
}
"""What sync programs put into a folder that they copy, and their names."""

_FOLDERS = (
    (re.compile(r"dropbox( \(.*\))?", re.IGNORECASE), "Dropbox"),
    (re.compile(r"onedrive( - .*)?", re.IGNORECASE), "OneDrive"),
    (re.compile(r"google ?drive|googledrive-.*|my drive", re.IGNORECASE), "Google Drive"),
    (re.compile(r"mobile documents|com~apple~clouddocs|iclouddrive", re.IGNORECASE), "iCloud"),
    (re.compile(r"yandex\.?disk|яндекс\.?диск", re.IGNORECASE), "Yandex.Disk"),
    (re.compile(r"nextcloud\d*", re.IGNORECASE), "Nextcloud"),
    (re.compile(r"owncloud\d*", re.IGNORECASE), "ownCloud"),
    (re.compile(r"megasync|mega", re.IGNORECASE), "MEGA"),
    (re.compile(r"pclouddrive|pcloud drive", re.IGNORECASE), "pCloud"),
    (re.compile(r"syncthing|sync", re.IGNORECASE), "Syncthing"),
    (re.compile(r"cloud mail\.?ru|облако mail\.?ru", re.IGNORECASE), "Mail.ru"),
)
"""The names that sync programs give to their folders by default."""

_OTHERS = 0o077
_LEAST_FREE_BYTES = 200_000_000
_LEAST_FREE_PART = 0.01
_TOLERANCE = timedelta(days=1)
"""A clock that is corrected goes back a little; a time zone moves nothing here."""


def examine_vault(facts: VaultFacts, *, now: datetime) -> Iterator[Finding]:
    """Yield what is to be said of the folder."""
    sync = _sync_program(facts.folder, facts.markers)
    if sync:
        yield Finding(topic="sync", found="synced", state=State.SERIOUS, value=sync)
    else:
        yield Finding(topic="sync", found="none_seen", state=State.FINE)
    yield _permissions(facts)
    yield _room(facts)
    if facts.newest is not None and facts.newest > now + _TOLERANCE:
        yield Finding(topic="clock_went_back", found="behind_vault", state=State.SERIOUS)


def _sync_program(folder: PurePath, markers: frozenset[str]) -> str:
    if markers:
        return min(markers)
    for part in folder.parts:
        for pattern, name in _FOLDERS:
            if pattern.fullmatch(part):
                return name
    return ""


def _permissions(facts: VaultFacts) -> Finding:
    if not facts.is_own:
        return Finding(topic="permissions", found="not_own", state=State.SERIOUS)
    if facts.mode is None:
        return Finding(topic="permissions", found="unknown", state=State.UNKNOWN)
    if facts.mode & _OTHERS:
        return Finding(topic="permissions", found="open", state=State.WEAK)
    return Finding(topic="permissions", found="closed", state=State.FINE)


def _room(facts: VaultFacts) -> Finding:
    if facts.free_bytes is None or facts.total_bytes is None:
        return Finding(topic="room", found="unknown", state=State.UNKNOWN)
    megabytes = facts.free_bytes // 1_000_000
    least = max(_LEAST_FREE_BYTES, int(facts.total_bytes * _LEAST_FREE_PART))
    if facts.free_bytes < min(least, 5 * _LEAST_FREE_BYTES):
        return Finding(topic="room", found="almost_full", state=State.SERIOUS, value=megabytes)
    return Finding(topic="room", found="enough", state=State.FINE, value=megabytes)
