"""Where safelog keeps things by default."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from safelog.system.paths import default_vault_folder

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_vault_has_a_folder_of_its_own_in_the_users_data() -> None:
    """The default folder is `vault` inside safelog's own data folder."""
    folder = default_vault_folder()
    assert folder.is_absolute()
    assert folder.name == "vault"
    assert folder.parent.name == "safelog"


def test_naming_the_folder_does_not_make_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asking where the vault is leaves no trace on the disk."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    subprocess.run(
        [
            sys.executable,
            "-c",
            "from safelog.system import paths; paths.default_vault_folder()",
        ],
        check=True,
    )
    assert list(tmp_path.iterdir()) == []
