"""One vault with an incident in it, which the tests copy."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from safelog.vault import FLOOR_COST, Secret, Vault, generate_recovery
from tests.cli.real import Home
from tests.residue.known import NARRATIVE, PASSPHRASE

collect_ignore_glob = [] if sys.platform == "linux" else ["test_*.py"]
"""Only Linux shows the memory of a process as a file."""


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a vault with one incident at the least real cost."""
    home = Home(tmp_path_factory.mktemp("residue")).prepare()
    with Secret.from_text(PASSPHRASE) as passphrase, generate_recovery() as recovery:
        Vault.create(home.vault, passphrase=passphrase, recovery=recovery, cost=FLOOR_COST).close()
    with home.start("add", "unsure", passphrase=PASSPHRASE) as process:
        process.communicate(f"{NARRATIVE}\n.\n".encode(), timeout=60)
    assert process.returncode == 0
    return home.vault
