"""A vault on a real disk that is refused is left as it was: bytes, names, times and modes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from safelog.errors import SafelogError
from safelog.vault import Secret
from safelog.vault.opening import open_vault
from safelog.vault.ports import Ports
from tests.tamper.subject import HEADS, Disk, flipped, frames, small_vault
from tests.unit.vault.world import CHEAP_LIMITS, PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Callable

Stamp = dict[str, tuple[int, ...]]


def swapped(disk: Disk) -> Disk:
    """Return the vault with its first two records in each other's place."""
    first, second, *others = frames(disk["log"])
    return disk | {"log": disk["log"][:64] + b"".join([second, first, *others])}


TAMPERED: dict[str, Callable[[Disk], Disk]] = {
    "a bit of the log": lambda disk: disk | {"log": flipped(disk["log"], 9000)},
    "a bit of its header": lambda disk: disk | {"log": flipped(disk["log"], 9)},
    "a short log": lambda disk: disk | {"log": disk["log"][:-1]},
    "no log": lambda disk: {name: data for name, data in disk.items() if name != "log"},
    "two records swapped": swapped,
    "both heads": lambda disk: disk | dict.fromkeys(HEADS, flipped(disk["head"], 99)),
    "another's log": lambda disk: disk | {"log": small_vault("another")["log"]},
    "another's heads": lambda disk: disk | {n: small_vault("another")[n] for n in HEADS},
}


def stamps(folder: Path) -> Stamp:
    """Return what the system knows of every file and folder, but when it was last read."""
    return {
        str(path.relative_to(folder)): (
            status.st_ino,
            status.st_mode,
            status.st_size,
            status.st_mtime_ns,
            status.st_ctime_ns,
        )
        for path in [folder, *folder.rglob("*")]
        for status in [path.stat()]
    }


@pytest.mark.parametrize("name", [*TAMPERED, "a wrong passphrase"])
@pytest.mark.parametrize("leftovers", [False, True])
def test_a_refused_vault_is_untouched(name: str, tmp_path: Path, *, leftovers: bool) -> None:
    """Also what an interrupted write left is only removed where the vault opens."""
    disk = small_vault()
    disk = TAMPERED.get(name, dict[str, bytes])(disk)
    if leftovers:
        disk |= dict.fromkeys(
            ["head.tmp", "torn-64.tmp", "log.next", f"blobs/{'ab' * 16}.tmp"], b""
        )
    folder = tmp_path / "vault"
    (folder / "blobs").mkdir(parents=True)
    for path, data in disk.items():
        (folder / path).write_bytes(data)
    before = stamps(folder)
    secret = Secret.from_text("wrong" if name == "a wrong passphrase" else PASSPHRASE)
    with pytest.raises(SafelogError):
        open_vault(folder, secret, ports=Ports(limits=CHEAP_LIMITS))
    assert stamps(folder) == before
    assert {p: (folder / p).read_bytes() for p in disk} == disk
