"""The frozen vectors of docs/FORMAT.md: one folder, one outcome, for ever."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from safelog import errors
from safelog.vault import Combination, Credential, Secret, combine_shares, parse_key_file
from safelog.vault.kdf import KdfLimits
from tests.unit.vault.world import World, payloads
from tests.vectors import stretching
from tests.vectors.vault.folders import folders

if TYPE_CHECKING:
    from safelog.errors import SafelogError

FOLDER = Path(__file__).with_name("vault")


class Vector(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One file."""

    about: str
    expect: str
    fields: dict[str, int | str]
    secret: str
    records: list[str]
    files: dict[str, str]
    key_file: str = ""
    shares: list[str] = []

    @property
    def credential(self) -> Credential:
        """What the person brings; there is no vector with shares and a key file."""
        passphrase = Secret.from_text(self.secret)
        if self.key_file:
            return Combination(passphrase, parse_key_file(bytearray(self.key_file.encode())))
        if not self.shares:
            return passphrase
        shared = combine_shares([Secret.from_text(share) for share in self.shares])
        return Combination(passphrase, shared) if self.secret else shared

    @property
    def snapshot(self) -> dict[str, bytes]:
        """The files of the folder."""
        return {name: base64.b64decode(data) for name, data in self.files.items()}

    @property
    def error(self) -> type[SafelogError]:
        """The class that is expected."""
        found: type[SafelogError] = getattr(errors, self.expect)
        return found


VECTORS = {
    path.stem: msgspec.json.decode(path.read_bytes(), type=Vector)
    for path in sorted(FOLDER.glob("*.json"))
}


@pytest.fixture(autouse=True)
def stretched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretch each secret once: most vectors are the same vault, damaged."""
    stretching.remember(monkeypatch)


def read_all(world: World, vector: Vector) -> None:
    """Open, compare the records, read every attachment."""
    with world.open(vector.credential) as vault:
        assert [payload.hex() for payload in payloads(vault)] == vector.records
        for blob in vault.blobs():
            content = b"".join(vault.read_blob(blob.id))
            assert hashlib.sha256(content).digest() == blob.sha256


@pytest.mark.parametrize("name", VECTORS)
def test_a_vector_gives_what_it_says(name: str) -> None:
    """The class and the fields of the error, or every record; a refused vault stays as it is."""
    vector, world = VECTORS[name], World(limits=KdfLimits())
    world.memory.restore(vector.snapshot)
    if vector.expect == "success":
        read_all(world, vector)
        return
    with pytest.raises(errors.SafelogError) as caught:
        read_all(world, vector)
    assert type(caught.value) is vector.error
    assert caught.value.fields == vector.fields
    after = world.memory.snapshot()
    after.pop("lock")
    assert after == {name: data for name, data in vector.snapshot.items() if name != "lock"}


def test_the_writer_still_writes_the_golden_vault() -> None:
    """Byte for byte, from the same random bytes: version 1 does not drift."""
    assert folders().closed == VECTORS["golden"].snapshot


def test_no_vector_is_lost() -> None:
    """They are kept for ever; new ones may come."""
    assert len(VECTORS) >= 60
    assert {"golden", "torn-tail", "head-mac", "cost-memory", "slot-split"} <= VECTORS.keys()
