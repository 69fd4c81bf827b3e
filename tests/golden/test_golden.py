"""What an earlier safelog wrote opens for ever, here and in the reader made from the text."""

import hashlib
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from shamir_mnemonic import combine_mnemonics

from safelog.vault import Combination, Credential, Secret, Vault, combine_shares, parse_key_file
from tests.golden.make import FOLDER, MAKERS, Golden, Opening
from tests.independent import one_page
from tests.independent.brought import Brought, parse_word_list, slot_secrets
from tests.independent.reader import Vault as IndependentVault
from tests.vectors import stretching

ROOT = Path(__file__).parents[2]
WORDS = parse_word_list((ROOT / "safelog/vault/data/eff_large.txt").read_bytes())
VAULTS = {
    path.stem: msgspec.json.decode(path.read_bytes(), type=Golden)
    for path in sorted(FOLDER.glob("*.json"))
}
OPENINGS = [
    pytest.param(name, opening, id=f"{name}-{number}")
    for name, golden in VAULTS.items()
    for number, opening in enumerate(golden.openings)
]
Content = tuple[list[tuple[int, bytes]], list[bytes]]
"""Records with their positions, and attachments."""


@pytest.fixture(autouse=True)
def stretched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretch each secret once: two readers and one test after the other open the same vaults."""
    stretching.remember(monkeypatch)


def credential(opening: Opening) -> Credential:
    """Return what safelog opens a vault with."""
    shares = [Secret.from_text(share) for share in opening.shares]
    if not opening.secret:
        return combine_shares(shares)
    passphrase = Secret.from_text(opening.secret)
    if opening.key_file:
        return Combination(passphrase, parse_key_file(bytearray(opening.key_file, "ascii")))
    return Combination(passphrase, combine_shares(shares)) if shares else passphrase


def brought(opening: Opening) -> Brought:
    """Return what the independent reader opens a vault with."""
    return Brought(
        secret=opening.secret.encode() or None,
        key_file=opening.key_file.encode() or None,
        shared=combine_mnemonics(opening.shares) if opening.shares else None,
    )


def read_with_safelog(folder: Path, opening: Opening) -> Content:
    """Read all there is."""
    with Vault.open(folder, credential(opening)) as vault:
        blobs = [b"".join(vault.read_blob(blob.id)) for blob in vault.blobs()]
        return list(vault.records()), blobs


def read_independently(folder: Path, opening: Opening) -> Content:
    """Read all there is."""
    vault = IndependentVault(folder, brought(opening), WORDS)
    records = list(vault.records())
    named = (attachment for record in records for attachment in record.attachments)
    blobs = [b"".join(vault.attachment(attachment)) for attachment in named]
    return [(record.position, record.payload) for record in records], blobs


def state(folder: Path) -> Iterator[tuple[Path, int, int, bytes]]:
    """Yield everything in a folder with its mode, time and content."""
    for path in sorted(folder.rglob("*")):
        found = path.stat()
        yield path, found.st_mode, found.st_mtime_ns, path.read_bytes() if path.is_file() else b""


def test_every_golden_vault_is_there() -> None:
    """None was forgotten, and none was dropped."""
    assert list(VAULTS) == sorted(MAKERS)


@pytest.mark.parametrize(("name", "opening"), OPENINGS)
def test_both_readers_read_the_same(name: str, opening: Opening, tmp_path: Path) -> None:
    """Every secret opens the vault, and every byte is the one that was written."""
    golden, folder = VAULTS[name], tmp_path / name
    shutil.copytree(FOLDER / name, folder)
    before = list(state(folder))
    independent = read_independently(folder, opening)
    assert list(state(folder)) == before
    assert read_with_safelog(folder, opening) == independent
    records, blobs = independent
    assert records == [(at, payload.encode()) for at, payload in enumerate(golden.records)]
    assert tuple(hashlib.sha256(blob).hexdigest() for blob in blobs) == golden.attachments


@pytest.mark.parametrize(("name", "opening"), OPENINGS)
def test_one_short_program_reads_the_same(name: str, opening: Opening) -> None:
    """Under 300 lines, `cryptography` and `argon2-cffi` are all that a vault needs to be read."""
    kind, secret = slot_secrets(brought(opening), WORDS)[0][0]
    vault = one_page.Vault(FOLDER / name, kind, secret)
    records = list(vault.records())
    blobs = [vault.content(each) for _, attachments in records for each in attachments]
    golden = VAULTS[name]
    assert [payload.decode() for payload, _ in records] == list(golden.records)
    assert tuple(hashlib.sha256(blob).hexdigest() for blob in blobs) == golden.attachments


def test_the_short_program_refuses_another_secret() -> None:
    """It reads nothing that it did not authenticate."""
    with pytest.raises(ValueError, match="another secret"):
        one_page.Vault(FOLDER / "plain", "passphrase", b"another")


def test_the_short_program_is_short_and_stands_alone() -> None:
    """It imports nothing of safelog and nothing of the tests."""
    path = ROOT / "tests" / "independent" / "one_page.py"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 300
    imported = {line.split()[1].split(".")[0] for line in lines if re.match("from |import ", line)}
    assert imported - set(sys.stdlib_module_names) == {"argon2", "cryptography"}


@pytest.mark.parametrize("name", VAULTS)
def test_a_vault_goes_on_after_safelog_opened_it(name: str, tmp_path: Path) -> None:
    """What is mended, finished and appended here is read by the other reader as well."""
    golden, folder = VAULTS[name], tmp_path / name
    shutil.copytree(FOLDER / name, folder)
    opening = golden.openings[-1]
    with Vault.open(folder, credential(opening)) as vault:
        position = vault.append([b"years later"]).start
    records, blobs = read_independently(folder, opening)
    assert records[-1] == (position, b"years later")
    assert position == len(golden.records)
    assert tuple(hashlib.sha256(blob).hexdigest() for blob in blobs) == golden.attachments
