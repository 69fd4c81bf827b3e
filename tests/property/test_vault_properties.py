"""What holds for every content and every kind of damage."""

from __future__ import annotations

import contextlib
import io
import unicodedata
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from safelog.errors import InvalidRecoveryWordsError, SafelogError, VaultError
from safelog.vault import Secret, generate_recovery, parse_recovery
from safelog.vault.blob_layout import padded_size, sealed_size
from safelog.vault.head import parse_head
from safelog.vault.record import BlobRef, decode_record, encode_record
from tests.unit.vault.test_head import with_checksum
from tests.unit.vault.world import CHEAP_LIMITS, PASSPHRASE, KnownBytes, World, payloads

commits = st.lists(st.lists(st.binary(max_size=600), min_size=1, max_size=4), max_size=5)
blob_refs = st.builds(
    BlobRef,
    id=st.binary(min_size=16, max_size=16).map(bytes.hex),
    size=st.integers(min_value=0, max_value=2**64 - 1),
    sha256=st.binary(min_size=32, max_size=32),
)


@given(sessions=st.lists(commits, max_size=3))
def test_what_is_appended_is_read(sessions: list[list[list[bytes]]]) -> None:
    """Any payloads, in any commits, over any sessions."""
    world, written = World(), list[bytes]()
    world.create().close()
    for session in sessions:
        with world.open() as vault:
            for commit in session:
                vault.append(commit)
                written += commit
            assert payloads(vault) == written
    with world.open() as vault:
        assert payloads(vault) == written
        assert [vault.read(position) for position in range(vault.count)] == written


@given(payload=st.binary(max_size=2000), blobs=st.lists(blob_refs, max_size=4))
def test_records_are_read_as_they_were_written(payload: bytes, blobs: list[BlobRef]) -> None:
    """And their length is a step of 256."""
    encoded = encode_record(payload, blobs)
    assert decode_record(encoded, position=0) == (payload, tuple(blobs))
    assert len(encoded) % 256 == 0


@given(record=st.binary(min_size=256, max_size=2048).map(lambda data: data[: len(data) & ~255]))
def test_any_authentic_bytes_are_a_record_or_damage(record: bytes) -> None:
    """The parser of a record raises nothing else."""
    with contextlib.suppress(VaultError):
        found = decode_record(record, position=0)
        assert encode_record(found.payload, found.blobs) == record


@given(text=st.text())
def test_normal_form_is_nfkc(text: str) -> None:
    """Letter by letter or all at once."""
    with Secret.from_text(text).normalized() as normalized:
        assert bytes(normalized.view) == unicodedata.normalize("NFKC", text).encode()


@given(data=st.binary(max_size=300))
def test_any_bytes_may_be_typed(data: bytes) -> None:
    """A secret from a descriptor is refused by the tree or taken."""
    with contextlib.suppress(SafelogError):
        Secret(bytearray(data)).normalized().wipe()
    with contextlib.suppress(InvalidRecoveryWordsError):
        parse_recovery(Secret(bytearray(data)))


@given(seed=st.text(max_size=5), swap=st.tuples(st.integers(0, 10), st.integers(0, 10)))
def test_recovery_words_survive_paper(seed: str, swap: tuple[int, int]) -> None:
    """Generated words parse; two exchanged never pass for the same words."""
    words = generate_recovery(random_bytes=KnownBytes(seed))
    assert parse_recovery(words).matches(words)
    listed = str(words.view, "ascii").split()
    one, two = swap
    exchanged = listed.copy()
    exchanged[one], exchanged[two] = listed[two], listed[one]
    with contextlib.suppress(InvalidRecoveryWordsError):
        parsed = parse_recovery(Secret.from_text(" ".join(exchanged)))
        assert parsed.matches(words) is (exchanged == listed)


@given(size=st.integers(min_value=0, max_value=2**50))
def test_padding_is_bounded_and_monotonous(size: int) -> None:
    """At least one byte, at most 12 %, beyond the floor of four kibibytes."""
    padded = padded_size(size)
    assert size < padded <= max(4096, (size + 1) * 1.12)
    assert padded <= padded_size(size + 1)
    assert sealed_size(size) > padded


@given(content=st.binary(max_size=100_000), drip=st.integers(min_value=1, max_value=70_000))
@settings(max_examples=30)
def test_attachments_are_read_as_they_were_written(content: bytes, drip: int) -> None:
    """However the source hands its bytes over."""

    class Source(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(drip, size or 0))

    world = World()
    with world.create() as vault:
        ref = vault.write_blob(Source(content))
        vault.append([b""], blobs=[ref])
        assert b"".join(vault.read_blob(ref.id)) == content


@given(data=st.binary(max_size=400), checksum=st.booleans())
def test_any_bytes_may_be_a_head(data: bytes, *, checksum: bool) -> None:
    """The parser of a head raises nothing but the tree."""
    with contextlib.suppress(SafelogError):
        parse_head(with_checksum(data) if checksum else data, CHEAP_LIMITS)


@cache
def written() -> tuple[dict[str, bytes], list[bytes]]:
    """Return a closed vault and its payloads."""
    world = World()
    content = [b"record %d" % number for number in range(6)]
    with world.create() as vault:
        for payload in content[:3]:
            vault.append([payload])
        vault.append(content[3:5])
    vault = world.open()
    vault.append(content[5:])  # behind the head
    return world.memory.snapshot(), content


@st.composite
def damages(draw: st.DrawFn) -> dict[str, bytes]:
    """Cut, overwrite, insert, delete or copy bytes within the files of the vault."""
    files = dict(written()[0])
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(["log", "log", "head", "head.bak"]))
        data = files[name]
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(data))] * 2)))
        copied = draw(st.integers(0, len(data)))
        pieces = [b"", draw(st.binary(max_size=50)), data[copied:][:400], bytes(end - start)]
        piece = draw(st.sampled_from(pieces))
        files[name] = data[:start] + piece + data[end:]
    return files


@given(files=damages())
@settings(max_examples=300)
def test_no_damage_gives_other_records(files: dict[str, bytes]) -> None:
    """Refused by the tree, or a beginning of what was written that the head vouches for."""
    content = written()[1]
    world = World()
    world.memory.restore(files)
    try:
        vault = world.open(PASSPHRASE)
    except SafelogError:
        after = world.memory.snapshot()
        after.pop("lock")
        assert after == {name: data for name, data in files.items() if name != "lock"}
        return
    with vault:
        found = payloads(vault)
        assert found == content[: len(found)]
        assert len(found) >= 5
