"""A reader made from the text of the format alone agrees with every vector."""

import base64
from pathlib import Path
from typing import NotRequired, TypedDict

import msgspec
import pytest
from shamir_mnemonic import combine_mnemonics

from tests.independent import errors
from tests.independent.brought import Brought, parse_key_file, parse_word_list
from tests.independent.reader import Vault
from tests.vectors import stretching

ROOT = Path(__file__).parents[2]
VECTORS = sorted((ROOT / "tests/vectors/vault").glob("*.json"))
KEY_FILES = sorted((ROOT / "tests/vectors/credentials").glob("key-file*.json"))
WORDS = parse_word_list((ROOT / "safelog/vault/data/eff_large.txt").read_bytes())


class Vector(TypedDict):
    """A vault and what opening it gives."""

    expect: str
    fields: dict[str, int | str]
    secret: str
    key_file: NotRequired[str]
    shares: NotRequired[list[str]]
    records: list[str]
    files: dict[str, str]


@pytest.fixture(autouse=True)
def stretched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretch each secret once: most vectors are the same vault, damaged."""
    stretching.remember(monkeypatch)


def unpack(vector: Vector, folder: Path) -> dict[Path, bytes]:
    """Write the files of a vector into a folder, and return them."""
    files = {folder / name: base64.b64decode(sealed) for name, sealed in vector["files"].items()}
    for path, content in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return files


def bring(vector: Vector) -> Brought:
    """Return what opens the vault; shares are put together by the library of their authors."""
    shares, key_file = vector.get("shares"), vector.get("key_file")
    return Brought(
        secret=vector["secret"].encode() if vector["secret"] or not shares else None,
        key_file=key_file.encode() if key_file else None,
        shared=combine_mnemonics(shares) if shares else None,
    )


def read_all(folder: Path, brought: Brought) -> tuple[str, int | None, list[bytes]]:
    """Read every record and every attachment.

    Returns:
        `success` or the name of the error, its place, and the payloads that were read before it.
    """
    payloads: list[bytes] = []
    try:
        vault = Vault(folder, brought, WORDS)
        records = []
        for record in vault.records():
            payloads.append(record.payload)
            records.append(record)
        for attachment in (named for record in records for named in record.attachments):
            size = sum(len(piece) for piece in vault.attachment(attachment))
            assert size == attachment.size
    except errors.FormatError as error:
        return type(error).__name__, error.position, payloads
    return "success", None, payloads


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_the_reader_agrees_with_the_vector(path: Path, tmp_path: Path) -> None:
    """The same records or the same error in the same place, and the folder stays as it is."""
    vector = msgspec.json.decode(path.read_bytes(), type=Vector)
    files = unpack(vector, tmp_path)
    outcome, position, payloads = read_all(tmp_path, bring(vector))
    assert outcome == vector["expect"]
    assert vector["fields"].get("position", position) == position
    if vector["records"]:
        assert [payload.hex() for payload in payloads] == vector["records"]
    found = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert found == files


@pytest.mark.parametrize("path", KEY_FILES, ids=lambda path: path.stem)
def test_the_reader_agrees_about_key_files(path: Path) -> None:
    """The same 32 bytes, or the same error."""
    vector = msgspec.json.decode(path.read_bytes())
    content = vector["key_file"].encode()
    if vector["expect"] == "success":
        assert parse_key_file(content).hex() == vector["gives"]
        return
    with pytest.raises(errors.FormatError) as refusal:
        parse_key_file(content)
    assert type(refusal.value).__name__ == vector["expect"]
