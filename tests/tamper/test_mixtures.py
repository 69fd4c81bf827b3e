"""Authentic parts in the wrong place: records swapped, generations mixed, vaults spliced."""

from __future__ import annotations

import io
import itertools
from dataclasses import dataclass

import pytest

from safelog.errors import (
    DamagedBlobError,
    DamagedRecordError,
    ForeignFileError,
    MisplacedRecordError,
    MissingBlobError,
    RolledBackError,
    TruncatedLogError,
    WrongSecretError,
)
from safelog.vault import Notice, Secret
from tests.tamper.subject import (
    FRAME,
    HEADER,
    HEADS,
    PHOTO,
    RECORDS,
    Disk,
    Opened,
    blob_of,
    frames,
    is_error,
    new_vault,
    opens_whole,
    outcome,
    small_vault,
)
from tests.unit.vault.world import PASSPHRASE, RECOVERY, World

NUMBERS = range(len(RECORDS))
NEW_PASSPHRASE = "попутный ветер 8"
SECOND_PHOTO = b"a photo of the same car"


def with_frames(disk: Disk, order: list[bytes]) -> Disk:
    """Return a vault whose log has these frames."""
    return disk | {"log": disk["log"][:HEADER] + b"".join(order)}


@pytest.mark.parametrize(("one", "two"), [*itertools.combinations(NUMBERS, 2)])
def test_every_swap_of_two_records(one: int, two: int) -> None:
    """The first of them is named as out of place."""
    disk = small_vault()
    order = frames(disk["log"])
    order[one], order[two] = order[two], order[one]
    assert is_error(outcome(with_frames(disk, order)), MisplacedRecordError, position=one)


@pytest.mark.parametrize(("source", "target"), [*itertools.permutations(NUMBERS, 2)])
def test_every_record_over_every_other(source: int, target: int) -> None:
    """A replay is named where it stands."""
    disk = small_vault()
    order = frames(disk["log"])
    order[target] = order[source]
    assert is_error(outcome(with_frames(disk, order)), MisplacedRecordError, position=target)


@pytest.mark.parametrize("position", NUMBERS)
def test_every_record_removed(position: int) -> None:
    """The log is too short; filled up again, the record behind the gap is out of place."""
    disk = small_vault()
    order = frames(disk["log"])
    del order[position]
    short = with_frames(disk, order)
    assert type(outcome(short)) is TruncatedLogError
    for filling in (order[-1], order[0], bytes(FRAME)):
        found = outcome(with_frames(disk, [*order, filling]))
        if position == len(order) and filling == bytes(FRAME):
            assert is_error(found, DamagedRecordError, position=position)
        else:
            assert is_error(found, MisplacedRecordError, position=position)


@pytest.mark.parametrize("position", range(len(RECORDS) + 1))
def test_every_record_put_in_once_more(position: int) -> None:
    """Inside it is out of place; behind the end it is a later commit out of place, or torn."""
    disk = small_vault()
    order = frames(disk["log"])
    for again in order:
        found = outcome(with_frames(disk, [*order[:position], again, *order[position:]]))
        if again is order[-1] and position >= len(order) - 1:
            # The second record of a commit begins none: it could be the end of a torn write.
            assert isinstance(found, Opened)
            assert (found.records, found.notices) == (RECORDS, (Notice.TORN_TAIL,))
        elif position < len(order) and again is order[position]:
            # The copy stands where the original does; what follows it is out of place.
            assert is_error(found, MisplacedRecordError, position=position + 1)
        else:
            assert is_error(found, MisplacedRecordError, position=position)


@dataclass(frozen=True)
class Generations:
    """A vault at two moments, and a copy that went another way between them."""

    older: Disk
    newer: Disk
    other: Disk


@pytest.fixture(scope="module")
def generations() -> Generations:
    """Return a vault before and after an entry, an attachment and another passphrase."""
    world = new_vault()
    older = world.memory.snapshot()
    disks = []
    for words, photo in ((b"Farida", SECOND_PHOTO), (b"Galina", b"a map")):
        world.memory.restore(older)
        with world.open() as vault:
            vault.append([words], blobs=[vault.write_blob(io.BytesIO(photo))])
            vault.change_passphrase(Secret.from_text(NEW_PASSPHRASE))
        disks.append(world.memory.snapshot())
    return Generations(older, *disks)


def mixtures(one: Disk, two: Disk) -> list[tuple[frozenset[str], Disk]]:
    """Return every mixture, each with the names of what comes from the second."""
    parts = [*HEADS, "log", "blobs"]

    def part_of(name: str) -> str:
        return name.split("/", maxsplit=1)[0]

    return [
        (
            frozenset(chosen),
            {name: data for name, data in one.items() if part_of(name) not in chosen}
            | {name: data for name, data in two.items() if part_of(name) in chosen},
        )
        for count in range(len(parts) + 1)
        for chosen in itertools.combinations(parts, count)
    ]


def test_every_mixture_of_two_generations(generations: Generations) -> None:
    """A newer head wants its log; a newer log loses nothing; an attachment may be missing."""
    for newer, disk in mixtures(generations.older, generations.newer):
        secret = NEW_PASSPHRASE if newer & {*HEADS} else PASSPHRASE
        found = outcome(disk, secret)
        if newer & {*HEADS} and "log" not in newer:
            size, older = len(generations.newer["log"]), len(generations.older["log"])
            assert is_error(found, TruncatedLogError, found=older, expected=size)
            continue
        assert isinstance(found, Opened)
        assert found.records == (*RECORDS, b"Farida")[: 5 + ("log" in newer)]
        mixed_heads = len(newer & {*HEADS}) == 1
        assert found.notices == ((Notice.HEAD_COPY_OLDER,) if mixed_heads else ())
        first, *second = found.attachments
        assert first == PHOTO
        if "log" not in newer:
            assert second == []
        elif "blobs" in newer:
            assert second == [SECOND_PHOTO]
        else:
            assert isinstance(second[0], MissingBlobError)


def test_an_old_passphrase_over_every_mixture(generations: Generations) -> None:
    """It opens what an older head vouches for, and never brings an older head back."""
    for newer, disk in mixtures(generations.older, generations.newer):
        found = outcome(disk, PASSPHRASE)
        if newer >= {*HEADS}:
            assert is_error(found, WrongSecretError)
        elif newer & {*HEADS} and "log" not in newer:
            assert type(found) is TruncatedLogError
        else:
            assert isinstance(found, Opened)
            replaced = (Notice.REPLACED_SECRET,) if newer & {*HEADS} else ()
            assert found.notices == replaced


def test_every_mixture_of_two_copies_that_diverged(generations: Generations) -> None:
    """Authentic all through: the log of one under the head of the other is out of place."""
    for other, disk in mixtures(generations.newer, generations.other):
        found = outcome(disk, NEW_PASSPHRASE)
        heads = other & {*HEADS}
        is_other_head = "head" in heads  # of two equal generations `head` holds
        if is_other_head != ("log" in other):
            assert is_error(found, MisplacedRecordError, position=5)
            continue
        assert isinstance(found, Opened)
        assert found.records == (*RECORDS, b"Galina" if "log" in other else b"Farida")
        assert found.notices == ((Notice.HEAD_COPY_OLDER,) if len(heads) == 1 else ())
        if ("log" in other) != ("blobs" in other):
            assert isinstance(found.attachments[1], MissingBlobError)


def test_an_older_whole_copy_needs_a_state_kept_outside(generations: Generations) -> None:
    """Nothing inside can tell it; a kept state can."""
    world = World()
    world.memory.restore(generations.newer)
    with world.open(NEW_PASSPHRASE) as vault:
        kept = vault.state
    assert opens_whole(outcome(generations.older))
    found = outcome(generations.older, expected=kept)
    assert is_error(found, RolledBackError, found=5, expected=6)
    assert isinstance(outcome(generations.newer, NEW_PASSPHRASE, expected=kept), Opened)


class TestAnotherVault:
    """Parts of a vault of the same shape, with the same secrets."""

    @pytest.fixture
    def own(self) -> Disk:
        """Return our vault."""
        return small_vault()

    @pytest.fixture
    def foreign(self, own: Disk) -> Disk:
        """Return the other; its attachment has the name of ours."""
        disk = small_vault("another")
        disk[blob_of(own)] = disk.pop(blob_of(disk))
        assert disk.keys() == own.keys()
        return disk

    def test_its_log(self, own: Disk, foreign: Disk) -> None:
        """It is named as another's, not as damage."""
        assert is_error(outcome(own | {"log": foreign["log"]}), ForeignFileError, what="log")

    def test_its_heads(self, own: Disk, foreign: Disk) -> None:
        """They open, and the log does not belong to them."""
        heads = {name: foreign[name] for name in HEADS}
        for secret in (PASSPHRASE, RECOVERY):
            assert is_error(outcome(own | heads, secret), ForeignFileError, what="log")

    @pytest.mark.parametrize("name", HEADS)
    def test_one_of_its_heads(self, own: Disk, foreign: Disk, name: str) -> None:
        """Where both open, `head` holds; the one beside our log opens our vault, whole."""
        found = outcome(own | {name: foreign[name]})
        if name == "head":
            assert is_error(found, ForeignFileError, what="log")
        else:
            assert opens_whole(found, Notice.HEAD_COPY_DAMAGED)

    def test_its_attachment(self, own: Disk, foreign: Disk) -> None:
        """It does not open under our name."""
        name = blob_of(own)
        found = outcome(own | {name: foreign[name]})
        assert isinstance(found, Opened)
        assert isinstance(found.attachments[0], DamagedBlobError)

    def test_each_of_its_records(self, own: Disk, foreign: Disk) -> None:
        """Out of place wherever it stands, also behind all of ours, where it counts for nothing."""
        ours, theirs = frames(own["log"]), frames(foreign["log"])
        for position, record in itertools.product(NUMBERS, theirs):
            order = [*ours[:position], record, *ours[position + 1 :]]
            found = outcome(with_frames(own, order))
            assert is_error(found, MisplacedRecordError, position=position)
        found = outcome(with_frames(own, [*ours, *theirs]))
        assert isinstance(found, Opened)
        assert (found.records, found.notices) == (RECORDS, (Notice.TORN_TAIL,))

    def test_all_of_it(self, own: Disk, foreign: Disk) -> None:
        """It is a vault; that it is not ours tells only a state that was kept outside."""
        world = World()
        world.memory.restore(own)
        with world.open() as vault:
            kept = vault.state
        assert outcome(foreign, expected=kept).__class__ is RolledBackError
