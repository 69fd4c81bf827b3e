"""An attachment of more than one segment, which no small vector can hold."""

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from safelog.vault import FLOOR_COST, Secret, Vault, generate_recovery
from tests.independent import errors
from tests.independent.brought import Brought
from tests.independent.reader import CHUNK_BYTES, CHUNKS_PER_SEGMENT, SEGMENT_HEAD_BYTES
from tests.independent.reader import Vault as IndependentVault

PASSPHRASE = "тихая вода 7"
SEGMENT_BYTES = CHUNKS_PER_SEGMENT * CHUNK_BYTES
SECOND_SEGMENT_AT = 4 + SEGMENT_HEAD_BYTES + CHUNKS_PER_SEGMENT * (CHUNK_BYTES + 16)


class Film:
    """A vault with one large attachment, whose file can be changed."""

    def __init__(self, folder: Path) -> None:
        """Make the vault."""
        content = hashlib.shake_128(b"an invented film").digest(SEGMENT_BYTES + 1)
        with (
            Secret.from_text(PASSPHRASE) as passphrase,
            generate_recovery() as words,
            Vault.create(folder, passphrase=passphrase, recovery=words, cost=FLOOR_COST) as vault,
        ):
            ref = vault.write_blob(io.BytesIO(content))
            vault.append([b"with a film"], blobs=[ref])
        self.folder, self.path = folder, folder / "blobs" / ref.id
        self.sha256, self.size = ref.sha256, ref.size

    def read(self) -> Iterator[bytes]:
        """Read the attachment with the independent reader."""
        vault = IndependentVault(self.folder, Brought(secret=PASSPHRASE.encode()), ())
        (record,) = vault.records()
        (attachment,) = record.attachments
        yield from vault.attachment(attachment)

    @contextmanager
    def ending(self, end: bytes) -> Iterator[None]:
        """Put something else in the place of the second segment, as long as it lasts."""
        before = self._replace_end(end)
        try:
            yield
        finally:
            self._replace_end(before)

    def _replace_end(self, end: bytes) -> bytes:
        with self.path.open("r+b") as file:
            file.seek(SECOND_SEGMENT_AT)
            before = file.read()
            file.truncate(SECOND_SEGMENT_AT)
            file.seek(SECOND_SEGMENT_AT)
            file.write(end)
        return before


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    """Return a vault with one large attachment."""
    return Film(tmp_path_factory.mktemp("vault"))


def test_both_segments_are_read(film: Film) -> None:
    """The key changes at the border, and the content goes on."""
    digest, size = hashlib.sha256(), 0
    for piece in film.read():
        digest.update(piece)
        size += len(piece)
    assert (size, digest.digest()) == (film.size, film.sha256)


def test_another_second_segment_is_noticed_at_its_border(film: Film) -> None:
    """What is before the border is released, and nothing of what is behind."""
    released: list[int] = []
    with film.ending(bytes(film.path.stat().st_size - SECOND_SEGMENT_AT)):
        pieces = map(len, film.read())
        with pytest.raises(errors.DamagedBlobError):
            released.extend(pieces)
    assert sum(released) == SEGMENT_BYTES


def test_an_attachment_cut_at_the_border_releases_nothing(film: Film) -> None:
    """The length follows from the record."""
    with film.ending(b""), pytest.raises(errors.DamagedBlobError):
        next(film.read())
