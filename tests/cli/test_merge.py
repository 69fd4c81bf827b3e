"""`merge` and `salvage`: what a person is told, and that the other vault stays as it is."""

from __future__ import annotations

import io
import shutil
from typing import TYPE_CHECKING

import msgspec
import pytest

from safelog.errors import (
    BackupPlaceError,
    DamagedHeadError,
    DamagedRecordError,
    OtherVaultError,
    UsageError,
    VaultExistsError,
    VaultNotFoundError,
)
from safelog.vault import Secret
from tests.cli.computer import PASSPHRASE, CheapVaults, Computer
from tests.cli.test_backup import everything
from tests.cli.test_secrets import descriptor, words_shown

if TYPE_CHECKING:
    from pathlib import Path


COMPLETE = b'{"type":"incident","kind":"unsure","state":"complete"}'


@pytest.fixture
def other(computer: Computer, tmp_path: Path) -> Computer:
    """Return a second computer with a copy of the vault, which holds one incident and a file."""
    incident = computer.run("add", "unsure", typed="первое\n.\n").lines[0]
    computer.run("attach", incident, "-", typed=b"x" * 100_000)
    shutil.copytree(computer.vault, tmp_path / "other" / "vault")
    return Computer(tmp_path / "other" / "vault", drawn=10_000)


def retitled(computer: Computer, title: str) -> str:
    """Give the first incident another title; return its id."""
    shown = computer.run("list", "--json").objects[0]
    incident = str(shown["id"])
    read = computer.run("show", incident, "--json").objects[0]
    read["title"] = title
    assert computer.run("edit", incident, "--json", typed=msgspec.json.encode(read)).code == 0
    return incident


def test_everything_of_both_copies_is_here(computer: Computer, other: Computer) -> None:
    """New incidents come over, a conflict is shown in every place, and nothing comes twice."""
    incident = retitled(computer, "здесь")
    retitled(other, "там")
    other.run("add", "unsure", typed="второе\n.\n")
    before = everything(other.vault)
    run = computer.run("merge", str(other.vault))
    assert run.code == 0
    assert run.lines == [
        "2 records taken over.",
        "2 incidents new or changed.",
        "0 attached files, 0 bytes together.",
        f"{incident[:8]}: changed in both copies. Revisions to be brought together: 2.",
    ]
    assert everything(other.vault) == before
    again = computer.run("merge", str(other.vault))
    assert again.out == ""
    assert again.err.endswith("This copy already has everything that the other one has.\n")
    listed = computer.run("list")
    assert [incident[:8] in line for line in listed.lines] == [
        line.endswith("two versions") for line in listed.lines
    ]
    conflicts = {row["id"]: row["conflicts"] for row in computer.run("list", "--json").objects}
    assert (len(conflicts), conflicts[incident]) == (2, [2])
    shown = computer.run("show", incident)
    assert "nobody brought the changes together yet. Revisions: 2." in shown.out
    assert shown.out.count("(in conflict)") == 2
    both = computer.run("show", incident, "--revision", "2")
    assert "здесь" in both.out
    assert "там" in both.out
    assert len(computer.run("show", incident, "--revision", "2", "--json").objects) == 2
    assert computer.run("show", incident, "--json").objects[0]["journal"]["conflicts"] == [2]  # type: ignore[index]  # an object
    read = computer.run("show", incident, "--json").objects[0]
    computer.run("edit", incident, "--json", typed=msgspec.json.encode(read))
    assert "two versions" not in computer.run("list").out


def test_a_merge_speaks_json_and_takes_files_over(computer: Computer, other: Computer) -> None:
    """From an archive as well."""
    incident = str(other.run("list", "--json").objects[0]["id"])
    other.run("attach", incident, "-", typed=b"y" * 5_000)
    stick = other.vault.parent.parent / "stick"
    stick.mkdir()
    other.run("backup", str(stick / "a.tar"))
    run = computer.run("merge", str(stick / "a.tar"), "--json")
    assert run.objects == [
        {
            "type": "merge",
            "added": 1,
            "incidents": [incident],
            "conflicts": [],
            "entities": [],
            "attachments": 1,
            "attachment_bytes": 5_000,
            "forked_recipients": [],
            "removed": 0,
            "returned": [],
        }
    ]
    assert computer.run("check").code == 0


def test_what_both_copies_changed_is_named(computer: Computer, tmp_path: Path) -> None:
    """A person in the register, and a recipient of exports from both."""
    entity = {"type": "entity", "kind": "person", "name": "Арман Пример"}
    made = computer.run("entity", "add", "--json", typed=msgspec.json.encode(entity)).objects[0]
    computer.run("add", "unsure", "--json", typed=COMPLETE)
    words = {"name": "Бюро", "policy": "lawyer", "language": "ru"}
    recipient = str(
        computer.run("recipient", "add", "--json", typed=msgspec.json.encode(words)).objects[0][
            "id"
        ]
    )
    shutil.copytree(computer.vault, tmp_path / "there" / "vault")
    there = Computer(tmp_path / "there" / "vault", drawn=10_000)
    for each, name in ((computer, "Арман Здесь"), (there, "Арман Там")):
        changed = msgspec.json.encode({**made, "name": name})
        assert each.run("entity", "edit", str(made["id"]), "--json", typed=changed).code == 0
        out = str(tmp_path / name)
        each.run("add", "unsure", "--json", typed=COMPLETE)
        assert (
            each.run(
                "export", "--deliver", "plain", "--to", recipient, "--out", out, "--ask", "hide"
            ).code
            == 0
        )
    run = computer.run("merge", str(there.vault))
    assert f"{str(made['id'])[:8]}: person or thing changed in both copies." in run.out
    assert f"{recipient[:8]}: recipient of exports from both copies." in run.out


def test_another_vault_is_refused(computer: Computer, tmp_path: Path) -> None:
    """And so is nothing at all."""
    stranger = tmp_path / "stranger" / "vault"
    with (
        Secret.from_text(PASSPHRASE) as passphrase,
        Secret.from_text(
            "abacus abdomen abdominal abide abiding ability ablaze able abnormal abrasion headway"
        ) as recovery,
    ):
        CheapVaults().create(stranger, passphrase=passphrase, recovery=recovery).close()
    assert computer.run("merge", str(stranger)).code == OtherVaultError.exit_code
    assert computer.run("merge", str(tmp_path / "none")).code == VaultNotFoundError.exit_code


def damaged(computer: Computer) -> None:
    """Damage the record of the first incident."""
    log = computer.vault / "log"
    content = bytearray(log.read_bytes())
    content[64 + 128 + 272 + 200] ^= 1
    log.write_bytes(content)


def test_what_is_left_comes_into_a_new_vault(computer: Computer, tmp_path: Path) -> None:
    """With new secrets; the damaged one is not touched, and what is lost is listed."""
    incident = computer.run("add", "unsure", typed="первое\n.\n").lines[0]
    computer.run("attach", incident, "-", typed=b"x" * 100_000)
    computer.run("add", "unsure", typed="второе\n.\n")
    damaged(computer)
    assert computer.run("list").code == DamagedRecordError.exit_code
    before = everything(computer.vault)
    with descriptor(PASSPHRASE, "новая фраза") as number:
        run = computer.run(
            "salvage", str(tmp_path / "new"), "--passphrase-fd", number, "--print-recovery-words"
        )
    assert run.code == 0
    assert run.lines[1:] == [
        "1 incident.",
        "0 registered persons or things.",
        "3 records in the log.",
        "1 attached file of 100.0 kB.",
        "1 record is lost, at position 1.",
        f"{incident}: incident lost; attached files of it are there.",
    ]
    assert "Keep the damaged one as it is" in run.err
    assert everything(computer.vault) == before
    new = Computer(tmp_path / "new")
    assert new.run("check", secrets=["новая фраза"]).code == 0
    assert len(new.run("list", secrets=[run.lines[0]]).lines) == 1


def test_a_person_salvages_with_titles_on_their_screen(computer: Computer, tmp_path: Path) -> None:
    """Titles stand on a terminal and nowhere else; the new words are typed back."""
    incident = computer.run("add", "unsure", typed="первое\n.\n").lines[0]
    retitled(computer, "Мост")
    damaged(computer)
    drawn = computer.drawn
    first = computer.run(
        "salvage",
        str(tmp_path / "new"),
        typed="n\n\n",
        secrets=[PASSPHRASE, "long enough пароль", "long enough пароль"],
        terminal=True,
    )
    words = words_shown(first.out)
    assert not (tmp_path / "new").exists()
    computer.drawn = drawn
    run = computer.run(
        "salvage",
        str(tmp_path / "new"),
        typed="n\n\n",
        secrets=[PASSPHRASE, "long enough пароль", "long enough пароль", words],
        terminal=True,
    )
    assert run.code == 0
    assert f"{incident}: revisions lost: 1.  Мост" in run.out


def test_a_salvage_speaks_json(computer: Computer, tmp_path: Path) -> None:
    """Ids, numbers and positions, and no title."""
    incident = computer.run("add", "unsure", typed="первое\n.\n").lines[0]
    attached = computer.run("attach", incident, "-", "--json", typed=b"x" * 100_000).objects[0]
    retitled(computer, "Мост")
    damaged(computer)
    next((computer.vault / "blobs").iterdir()).unlink()
    with descriptor(PASSPHRASE, "новая фраза") as number:
        run = computer.run(
            "salvage",
            str(tmp_path / "new"),
            "--passphrase-fd",
            number,
            "--print-recovery-words",
            "--json",
        )
    assert run.objects[1] == {
        "type": "salvage",
        "whole": False,
        "incidents": 1,
        "entities": 0,
        "records": 3,
        "lost_records": [1],
        "unreadable_records": [],
        "searched_to_the_end": True,
        "attachments": 0,
        "attachment_bytes": 0,
        "lost_attachments": [attached["id"]],
        "unnamed_lost_attachments": 0,
        "incidents_with_gaps": [incident],
        "lost_incidents": [],
    }
    assert "Мост" not in run.out


def test_both_heads_lost_need_one_from_elsewhere(computer: Computer, tmp_path: Path) -> None:
    """It is said plainly what a head is for; that of a backup opens the vault."""
    computer.run("add", "unsure", typed="первое\n.\n")
    (tmp_path / "stick").mkdir()
    backup = computer.run("backup", str(tmp_path / "stick")).lines[0]
    for name in ("head", "head.bak"):
        (computer.vault / name).unlink()
    new = str(tmp_path / "new")
    with descriptor(PASSPHRASE, "новая фраза") as number:
        words = ("--passphrase-fd", number, "--print-recovery-words")
        run = computer.run("salvage", new, *words)
    assert run.code == DamagedHeadError.exit_code
    assert "Without a head nothing in a vault can be read by anybody." in run.err
    with descriptor(PASSPHRASE, "новая фраза") as number:
        words = ("--passphrase-fd", number, "--print-recovery-words")
        run = computer.run("salvage", new, "--head", backup, *words)
    assert run.code == 0
    assert "Nothing is missing." in run.err


def test_a_salvage_needs_a_place_of_its_own(computer: Computer, tmp_path: Path) -> None:
    """Not in the damaged vault, not over another one, and not out of nothing."""
    flag = "--print-recovery-words"
    for target in (computer.vault, computer.vault / "new"):
        run = computer.run("salvage", str(target), flag)
        assert run.code == BackupPlaceError.exit_code
    assert computer.run("salvage", str(tmp_path / "new"), "--json").code == UsageError.exit_code
    shutil.copytree(computer.vault, tmp_path / "copy")
    run = computer.run("salvage", str(tmp_path / "copy"), flag)
    assert run.code == VaultExistsError.exit_code
    nowhere = Computer(tmp_path / "nowhere").run("salvage", str(tmp_path / "new"), flag)
    assert nowhere.code == VaultNotFoundError.exit_code


def test_many_lost_records_are_told_in_ranges(computer: Computer, tmp_path: Path) -> None:
    """A long list would be read by nobody; what is whole and unknown is told too."""
    for words in "абвгд":
        computer.run("add", "unsure", typed=f"{words}\n.\n")
    with (
        Secret.from_text(PASSPHRASE) as secret,
        CheapVaults().open(computer.vault, secret) as vault,
    ):
        vault.append([b'{"event":"from.the.future","at":1}'])
        blob = vault.write_blob(io.BytesIO(b"?"))
        vault.append([b'{"event":"journal.begun","at":1,"format":1}'], blobs=[blob])
        chain = vault._parts.log.chain  # noqa: SLF001 - where frames stand is nobody else's business
        places = [chain.bounds(n, n + 1)[0] for n in (1, 2, 4)]
    content = bytearray((computer.vault / "log").read_bytes())
    for place in places:
        content[place + 200] ^= 1
    vault_id = bytes(content[16:32])
    claim = b"SLR\x03" + vault_id + bytes(8) + (256 * 400 + 16).to_bytes(4, "big")
    (computer.vault / "log").write_bytes(content + claim * 6_000)
    next((computer.vault / "blobs").iterdir()).unlink()
    with descriptor(PASSPHRASE, "новая фраза") as number:
        run = computer.run(
            "salvage", str(tmp_path / "new"), "--passphrase-fd", number, "--print-recovery-words"
        )
    assert "3 records are lost, at positions 1–2, 4." in run.lines
    assert "1 record is whole but cannot be understood, at position 6." in run.lines
    assert "1 attached file is lost together with the record that named it." in run.lines
    assert run.lines[-1].startswith(
        "The damaged log holds bytes that were made to stop the search."
    )
