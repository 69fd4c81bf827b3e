"""A vault for the tests of the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest
from jsonschema import Draft202012Validator

from safelog.vault import Secret, generate_recovery
from tests.cli import interchange_schema
from tests.cli.computer import PASSPHRASE, CheapVaults, Computer
from tests.cli.real import make_vault


@pytest.fixture(scope="session")
def fresh_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an empty vault that the tests copy."""
    folder = tmp_path_factory.mktemp("fresh") / "vault"
    with Secret.from_text(PASSPHRASE) as passphrase, generate_recovery() as recovery:
        CheapVaults().create(folder, passphrase=passphrase, recovery=recovery).close()
    return folder


@pytest.fixture(scope="session")
def schema() -> Draft202012Validator:
    """Return the schema of the JSON form, as it stands in docs/."""
    return Draft202012Validator(msgspec.json.decode(interchange_schema.PATH.read_bytes()))


@pytest.fixture
def computer(fresh_vault: Path, tmp_path: Path) -> Computer:
    """Return a computer with an empty vault of its own."""
    shutil.copytree(fresh_vault, tmp_path / "vault")
    return Computer(tmp_path / "vault")


@pytest.fixture
def bare_computer(tmp_path: Path) -> Computer:
    """Return a computer without a vault."""
    return Computer(tmp_path / "vault")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one vault at the least real cost; the tests copy it."""
    folder = tmp_path_factory.mktemp("made") / "vault"
    make_vault(folder)
    return folder
