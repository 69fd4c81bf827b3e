"""Where safelog keeps things when nobody says otherwise. Names folders, never creates them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import platformdirs

if TYPE_CHECKING:
    from pathlib import Path


def default_vault_folder() -> Path:
    """Return the folder of the vault on this system; it need not exist.

    Windows: `AppData/Local`, never `Roaming`, which an employer's or a school's server copies.
    """
    return platformdirs.user_data_path("safelog", appauthor=False, roaming=False) / "vault"


def on_same_disk(one: Path, other: Path) -> bool:
    """Tell whether two folders that are there lie on one file system, as far as it can be seen."""
    return one.stat().st_dev == other.stat().st_dev
