"""What comes over from a damaged vault can be read, searched, exported and checked."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import msgspec
import pytest

from safelog.errors import NotFoundError, UnprovenExportError
from safelog.journal.attachments import attach, find_attachment, read_attachment
from safelog.journal.entries import check_entries
from safelog.journal.events import BackupMade, ColumnsMapped, RowsImported
from safelog.journal.imports.columns import Columns
from safelog.journal.interchange import incident_object
from safelog.journal.journal import Journal
from safelog.journal.links import merge_entities, save_link, split_entities, withdraw_link
from safelog.journal.removal import choose_revision, remove
from safelog.journal.salvage import Gap, Salvage, salvage
from safelog.journal.share import ShareRequest, prepare
from safelog.model.link import Link, LinkId, Ref
from safelog.vault import Secret
from safelog.vault.salvage import open_wreck
from tests.unit.journal.parted import facts
from tests.unit.journal.test_union import add_lawyer, export
from tests.unit.journal.world import JournalWorld, incident, person, searched
from tests.unit.vault.world import FOLDER, PASSPHRASE, KnownBytes, World

if TYPE_CHECKING:
    from pathlib import Path

    from safelog.model.ids import IncidentId

PHOTO = bytes(range(256)) * 300


def filled(world: JournalWorld) -> list[IncidentId]:
    """Record two incidents, the first with a correction and a file, the second with one of each."""
    journal = world.create()
    person(journal, "Арман Пример")
    made = []
    for words in ("первое", "второе"):
        saved = journal.save(
            incident(journal, title=words, narrative=f"{words} @Арман Пример", state="complete"),
            base_revision=0,
        )
        changed = msgspec.structs.replace(
            saved.incident, narrative=f"{words} @Арман Пример, исправлено"
        )
        journal.save(changed, base_revision=1)
        attach(journal, saved.incident.id, io.BytesIO(PHOTO + words.encode()), name=words)
        made.append(saved.incident.id)
    journal.close()
    return made


def spoil(world: JournalWorld, *positions: int) -> None:
    """Damage records at these positions."""
    vault = world.vaults.open()
    chain = vault._parts.log.chain  # noqa: SLF001 - where frames stand is nobody else's business
    offsets = [chain.bounds(position, position + 1)[0] for position in positions]
    vault.close()
    for offset in offsets:
        world.vaults.file("log")[offset + 200] ^= 1


def salvaged(world: JournalWorld) -> tuple[JournalWorld, Salvage]:
    """Salvage the vault of a world into another world."""
    new = JournalWorld(vaults=World(), random=KnownBytes("new"), clock=world.clock)
    secret = Secret.from_text(PASSPHRASE)
    told: list[int] = []
    with (
        open_wreck(FOLDER, secret, ports=world.vaults.ports) as wreck,
        new.vaults.create() as vault,
    ):
        found = salvage(wreck, vault, new.surroundings, progress=told.append)
    assert told == sorted(told)
    return new, found


def use(world: JournalWorld, tmp_path: Path) -> Journal:
    """Do with a journal all that nothing lost may hinder; return it, open."""
    journal = world.open()
    for thread in journal.threads():
        for saved in journal.history(thread.heading.id):
            assert incident_object(saved)["type"] == "incident"
    assert searched(journal, "исправлено") is not None
    assert journal.vault.check().problems == ()
    assert check_entries(journal) == ()
    journal.close()
    lawyer = add_lawyer(world)
    export(world, lawyer, tmp_path / "out")
    return world.open()


def test_a_whole_vault_comes_over_whole(world: JournalWorld, tmp_path: Path) -> None:
    """Every event byte for byte, every attachment, under new keys and another vault id."""
    filled(world)
    new, told = salvaged(world)
    assert told.is_whole
    assert (told.incidents, told.entities, told.attachments) == (2, 1, 2)
    old_vault, new_vault = world.vaults.open(), new.vaults.open()
    assert [p for _, p in old_vault.records()] == [p for _, p in new_vault.records()]
    assert old_vault.vault_id != new_vault.vault_id
    old_vault.close()
    new_vault.close()
    journal = use(new, tmp_path)
    for thread in journal.threads():
        (item,) = thread.attachments
        assert b"".join(read_attachment(journal, item)) == PHOTO + item.name.encode()


def said_of_it(journal: Journal) -> dict[str, object]:
    """Return what a journal says beside its incidents: who is one, what belongs together."""
    state = journal.state
    return {
        **facts(journal),
        "links": dict(state.links),
        "merges": state.sameness.holding,
        "splits": dict(state.sameness.splits),
        "removed": set(state.removed),
        "rows": state.imported.incident(b"row", b"words"),
        "columns": state.imported.columns(b"header"),
    }


def test_whatever_was_said_comes_over(world: JournalWorld, tmp_path: Path) -> None:
    """Links, merges, a split, tombstones, imported rows, columns: the journal is the same one."""
    first, second = filled(world)
    journal = world.open()
    one, two, three = (
        person(journal, name) for name in ("Тимур Ахметов", "Роза Каримова", "Ержан Токтаров")
    )
    merge_entities(journal, one.id, [two.id], basis="походка")
    split_entities(journal, merge_entities(journal, one.id, [three.id]).id, basis="ошибка")
    for end in (first, second):
        link = Link(
            id=LinkId(journal.new_id()),
            relation="part_of",
            subject=Ref("incident", end),
            object=Ref("entity", one.id),
        )
        save_link(journal, link, base_revision=0)
    withdraw_link(journal, link)
    journal.append(
        [
            RowsImported(at=world.now(), source="calls", rows=((b"row", b"words", first),)),
            ColumnsMapped(
                at=world.now(), revision=1, header=b"header", columns=Columns(number=0, date=1)
            ),
            BackupMade(at=world.now(), same_disk=False),
        ]
    )
    remove(journal, choose_revision(journal, second, 1))
    before = said_of_it(journal)
    journal.close()
    new, told = salvaged(world)
    assert told.is_whole
    journal = use(new, tmp_path)
    after = said_of_it(journal)
    journal.close()
    # The export that `use` made is new.
    for made_since in ("recipients", "committed"):
        before.pop(made_since)
        after.pop(made_since)
    assert after == before


def test_a_lost_first_revision_is_a_gap(world: JournalWorld, tmp_path: Path) -> None:
    """The later ones are there, keep their numbers, and can be corrected again."""
    first, _ = filled(world)
    spoil(world, 2)
    new, told = salvaged(world)
    assert told.lost_records == (2,)
    assert told.gaps == (Gap(first, "первое", (1,)),)
    assert not told.is_whole
    journal = use(new, tmp_path)
    (saved,) = journal.history(first)
    assert (saved.revision, saved.incident.narrative) == (
        2,
        "первое @Арман Пример, исправлено",
    )
    assert journal.thread(first).conflicts == ()
    with pytest.raises(NotFoundError):
        journal.read(first, 1)
    (lawyer,) = journal.state.recipients
    with pytest.raises(UnprovenExportError):
        prepare(journal, ShareRequest(lawyer, (first,), "Asia/Almaty"))
    assert journal.save(saved.incident, base_revision=2).revision == 3


def test_a_lost_newest_revision_brings_the_one_before(world: JournalWorld, tmp_path: Path) -> None:
    """Nobody can tell from what is there that there was one more, but for its position."""
    first, _ = filled(world)
    spoil(world, 3)
    new, told = salvaged(world)
    assert (told.lost_records, told.gaps) == ((3,), ())
    journal = use(new, tmp_path)
    assert journal.read(first).revision == 1


def test_a_revision_lost_in_the_middle_is_no_conflict(world: JournalWorld, tmp_path: Path) -> None:
    """Its neighbours do not stand against one another."""
    first, _ = filled(world)
    journal = world.open()
    saved = journal.read(first)
    journal.save(msgspec.structs.replace(saved.incident, title="ещё"), base_revision=2)
    journal.close()
    spoil(world, 3)
    new, told = salvaged(world)
    assert told.gaps == (Gap(first, "ещё", (2,)),)
    journal = use(new, tmp_path)
    assert journal.thread(first).conflicts == ()
    assert [each.revision for each in journal.line(first)] == [1, 3]


def test_the_file_of_a_lost_incident_is_found_by_its_id(
    world: JournalWorld, tmp_path: Path
) -> None:
    """It came over, and it is told that its incident did not."""
    first, _ = filled(world)
    spoil(world, 2, 3)
    new, told = salvaged(world)
    assert told.gaps == (Gap(first, "", ()),)
    assert told.incidents == 1
    journal = use(new, tmp_path)
    (item,) = journal.state.strays[first]
    assert b"".join(read_attachment(journal, find_attachment(journal, item.id))) == (
        PHOTO + "первое".encode()
    )


def test_a_lost_file_is_named_and_what_was_recorded_of_it_stays(
    world: JournalWorld, tmp_path: Path
) -> None:
    """Exports show it by its hash; asking for its bytes says that they are not there."""
    first, _ = filled(world)
    journal = world.open()
    (item,) = journal.read(first).attachments
    journal.close()
    world.vaults.file(f"blobs/{item.blob}")[-1] ^= 1
    new, told = salvaged(world)
    assert told.lost_attachments == [item]
    assert told.attachments == 1
    assert not told.is_whole
    journal = use(new, tmp_path)
    assert journal.read(first).attachments == (item,)
    with pytest.raises(NotFoundError):
        list(read_attachment(journal, item))


def test_an_unknown_record_and_an_unnamed_file_are_counted(world: JournalWorld) -> None:
    """A newer safelog's event does not come over; a file that only it named is lost."""
    filled(world)
    vault = world.vaults.open()
    vault.append([b'{"event":"from.the.future","at":1}'])
    blob = vault.write_blob(io.BytesIO(PHOTO))
    again = next(payload for _, payload in vault.records(2))
    vault.append([again])
    vault.append([b'{"event":"draft.dropped","at":1,"id":"x","replaces":""}'], blobs=[blob])
    vault.close()
    world.vaults.file(f"blobs/{blob.id}")[-1] ^= 1
    _, told = salvaged(world)
    assert told.unreadable == [8]
    assert told.unnamed_attachments == 1
    assert told.records == 9


def test_a_vault_of_which_no_record_is_left_gives_an_empty_journal(world: JournalWorld) -> None:
    """It is said how many are lost."""
    filled(world)
    spoil(world, *range(8))
    new, told = salvaged(world)
    assert told.lost_records == tuple(range(8))
    assert len(new.open()) == 0


def test_a_lost_entity_hinders_nothing(world: JournalWorld, tmp_path: Path) -> None:
    """Mentions of it stay as they were written; an export hides or asks as for any other name."""
    filled(world)
    spoil(world, 1)
    new, told = salvaged(world)
    assert told.entities == 0
    use(new, tmp_path)
