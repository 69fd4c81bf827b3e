"""`travel create`: what is in the new vault, and what of the real one is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from safelog.errors import (
    BackupPlaceError,
    CancelledError,
    InvalidTextError,
    NothingSelectedError,
    UsageError,
    VaultExistsError,
)
from safelog.journal.journal import Journal, Surroundings
from safelog.model.kind import load_kinds
from safelog.vault import Secret
from tests.cli.computer import PASSPHRASE, CheapVaults, Computer
from tests.cli.test_backup import everything
from tests.cli.test_secrets import descriptor, words_shown

if TYPE_CHECKING:
    from pathlib import Path

NEW = "дорожная фраза 7"


def add(computer: Computer, **fields: object) -> str:
    """Record an incident; return its id."""
    given = msgspec.json.encode({"type": "incident", "kind": "unsure", **fields})
    run = computer.run("add", "--json", typed=given)
    assert run.code == 0, run.err
    return str(run.objects[0]["id"])


def person(computer: Computer, name: str) -> str:
    """Register a person; return their id."""
    given = msgspec.json.encode({"type": "entity", "kind": "person", "name": name})
    return str(computer.run("entity", "add", "--json", typed=given).objects[0]["id"])


@pytest.fixture
def people(computer: Computer) -> tuple[str, str]:
    """Register two persons."""
    return person(computer, "Арман Пример"), person(computer, "Пётр Образцов")


@pytest.fixture
def taken(computer: Computer, people: tuple[str, str]) -> str:
    """Record one incident that will travel, with all that refers to something; and others."""
    arman, petr = people
    secret = add(computer, narrative="СЕКРЕТ остаётся", title="СЕКРЕТ")
    leaning = {
        "said": "за неделю до суда",
        "zone": "Asia/Almaty",
        "precision": "between",
        "part": "day",
        "start": "2026-05-01T00:00",
        "end": "2026-05-10T00:00",
        "anchor": secret,
    }
    taken = add(
        computer,
        kind="threat.call",
        when=leaning,
        stages=[{"what": "звонок", "when": leaning}],
        state="complete",
        narrative="Звонил @Арман Пример, рядом @Пётр Образцов.",
        corrects=secret,
        place={"label": "мост", "entity": arman},
        perpetrators=[{"entity": petr, "role": "звонил"}],
        witnesses=[{"entity": arman, "saw": "всё"}],
        details={"words": "слова", "private_knowledge": ["family"]},
    )
    read = computer.run("show", taken, "--json").objects[0]
    read["title"] = "Мост"
    computer.run("edit", taken, "--json", typed=msgspec.json.encode(read))
    computer.run("attach", taken, "-", typed=b"x" * 50_000)
    computer.run("add", "unsure", typed="черновик СЕКРЕТ\n.\n", terminal=True, stops=True)
    words = {"name": "СЕКРЕТ бюро", "policy": "lawyer", "language": "ru"}
    computer.run("recipient", "add", "--json", typed=msgspec.json.encode(words))
    return taken


def create(computer: Computer, target: Path, *words: str) -> list[dict[str, object]]:
    """Make a travel vault as a script does."""
    with descriptor(PASSPHRASE, NEW) as number:
        flags = ("--passphrase-fd", number, "--print-recovery-words", "--json")
        run = computer.run("travel", "create", str(target), *words, *flags)
    assert run.code == 0, run.err
    return run.objects


def journal_in(folder: Path, secret: str) -> Journal:
    """Open the journal of a vault."""
    with Secret.from_text(secret) as typed:
        vault = CheapVaults().open(folder, typed)
    return Journal(vault, Surroundings(now=lambda: 0, randomness=bytes, kinds=load_kinds()))


def traces(computer: Computer) -> set[bytes]:
    """Return every id and random value of the real vault, and where it is."""
    journal = journal_in(computer.vault, PASSPHRASE)
    state = journal.state
    ids = {*state.threads, *state.entities, *state.attached, *state.recipients, *state.drafts}
    found = {text.encode() for text in ids}
    found |= {journal.vault.vault_id.encode(), str(computer.vault).encode()}
    for position in range(journal.vault.count):
        event = msgspec.to_builtins(journal.event(position))
        found |= {
            str(event[name]).encode()
            for name in ("seed", "leaf", "version", "secret", "blob")
            if event.get(name)
        }
    journal.close()
    return found


def test_nothing_of_the_real_vault_is_in_it(
    computer: Computer, taken: str, people: tuple[str, str], tmp_path: Path
) -> None:
    """No id, no random value, no path, no other word: in the files, and decrypted."""
    before = everything(computer.vault)
    made = create(
        computer, tmp_path / "new", "--incident", taken, "--entity", people[0], "--attachments"
    )
    assert made[1] == {"type": "travel", "incidents": 1, "entities": 1, "attachments": 1}
    assert everything(computer.vault).keys() == before.keys()
    journal = journal_in(tmp_path / "new", NEW)
    plain = b"\n".join(payload for _, payload in journal.vault.records())
    plain += b"\n".join(everything(tmp_path / "new").values())
    journal.close()
    found = traces(computer)
    assert len(found) > 15
    assert [trace for trace in found if trace in plain] == []
    assert "СЕКРЕТ".encode() not in plain


def test_what_goes_along_is_as_it_was(
    computer: Computer, taken: str, people: tuple[str, str], tmp_path: Path
) -> None:
    """One revision, the words, the person who was ticked; no link to one who was not."""
    create(computer, tmp_path / "new", "--incident", taken, "--entity", people[0], "--attachments")
    journal = journal_in(tmp_path / "new", NEW)
    (thread,) = journal.threads()
    (entity,) = journal.state.entities.values()
    assert entity.name == "Арман Пример"
    saved = journal.read(thread.heading.id)
    assert (saved.revision, saved.incident.title) == (1, "Мост")
    assert saved.incident.narrative == "Звонил @Арман Пример, рядом @Пётр Образцов."
    assert saved.incident.corrects == ""
    assert saved.incident.when is not None
    assert (saved.incident.when.said, saved.incident.when.anchor) == ("за неделю до суда", "")
    assert saved.incident.place is not None
    assert saved.incident.place.entity == entity.id
    assert [each.entity for each in saved.incident.perpetrators] == [""]
    assert [each.entity for each in saved.incident.witnesses] == [entity.id]
    assert [each.entity for each in saved.incident.mentions] == [entity.id]
    assert saved.incident.details == {"words": "слова", "private_knowledge": ("family",)}
    (item,) = saved.attachments
    assert b"".join(journal.vault.read_blob(item.blob)) == b"x" * 50_000
    assert (journal.state.drafts, journal.state.recipients) == ({}, {})
    assert journal.vault.check().problems == ()
    journal.close()


def test_who_was_merged_goes_along_by_either_id(
    computer: Computer, taken: str, people: tuple[str, str], tmp_path: Path
) -> None:
    """The incident names one record of a man, and the other is asked for: it is the same man."""
    arman, petr = people
    kept = person(computer, "Человек в кепке")
    words = msgspec.json.encode({"confidence": "probable"})
    assert computer.run("entity", "merge", kept, arman, "--json", typed=words).code == 0
    made = create(computer, tmp_path / "new", "--incident", taken, "--entity", kept)
    assert made[1] == {"type": "travel", "incidents": 1, "entities": 1, "attachments": 0}
    journal = journal_in(tmp_path / "new", NEW)
    assert [entity.name for entity in journal.state.entities.values()] == ["Арман Пример"]
    assert petr not in journal.state.entities
    journal.close()


def test_attachments_and_persons_stay_unless_they_are_asked_for(
    computer: Computer, taken: str, tmp_path: Path
) -> None:
    """By default only the words go."""
    made = create(computer, tmp_path / "new", "--incident", taken)
    assert made[1] == {"type": "travel", "incidents": 1, "entities": 0, "attachments": 0}
    assert list((tmp_path / "new" / "blobs").iterdir()) == []


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (("--kind", "threat.call"), 1),
        (("--since", "2026-05-01", "--until", "2026-05-31"), 2),
        (("--since", "2026-05-12", "--kind", "unsure"), 1),
    ],
)
def test_a_selection_by_kind_and_period(
    computer: Computer, taken: str, tmp_path: Path, words: tuple[str, ...], count: int
) -> None:
    """Incidents without a time count by when they were first recorded."""
    assert taken
    assert create(computer, tmp_path / "new", *words)[1]["incidents"] == count


def test_nothing_goes_by_default(computer: Computer, taken: str, tmp_path: Path) -> None:
    """Whoever chooses nothing, or what is not there, makes no vault."""
    flag = "--print-recovery-words"
    for words in ((), ("--until", "2020-01-01")):
        run = computer.run("travel", "create", str(tmp_path / "new"), *words, flag)
        assert run.code == NothingSelectedError.exit_code
    run = computer.run("travel", "create", str(tmp_path / "new"), "--since", "вчера", flag)
    assert run.code == UsageError.exit_code
    assert not (tmp_path / "new").exists()
    for target in (computer.vault, computer.vault / "new"):
        run = computer.run("travel", "create", str(target), "--incident", taken, flag)
        assert run.code == BackupPlaceError.exit_code
    create(computer, tmp_path / "new", "--incident", taken)
    run = computer.run("travel", "create", str(tmp_path / "new"), "--incident", taken, flag)
    assert run.code == VaultExistsError.exit_code


def test_an_id_in_the_words_stops_it(computer: Computer, tmp_path: Path) -> None:
    """It would lead to the real vault."""
    first = add(computer, narrative="первое")
    second = add(computer, narrative=f"см. {first}")
    with descriptor(PASSPHRASE, NEW) as number:
        run = computer.run(
            *("travel", "create", str(tmp_path / "new"), "--incident", second),
            *("--passphrase-fd", number, "--print-recovery-words"),
        )
    assert run.code == InvalidTextError.exit_code


def test_a_person_is_asked_about_each_person_and_once_more(
    computer: Computer, taken: str, tmp_path: Path
) -> None:
    """The preview shows titles; without a clear yes there is no vault."""
    new = ("travel", "create", str(tmp_path / "new"), "--incident", taken)
    no = computer.run(*new, typed="y\nn\nn\n", terminal=True)
    assert no.code == CancelledError.exit_code
    assert not (tmp_path / "new").exists()
    assert "Мост" in no.err
    assert "It hides nothing" in no.err
    assert "Take along" in no.err
    drawn = computer.drawn
    secrets: list[str | BaseException] = [PASSPHRASE, NEW, NEW]
    first = computer.run(*new, typed="y\nn\ny\nn\n\n", secrets=secrets, terminal=True)
    computer.drawn = drawn
    secrets.append(words_shown(first.out))
    run = computer.run(*new, typed="y\nn\ny\nn\n\n", secrets=secrets, terminal=True)
    assert run.code == 0
    journal = journal_in(tmp_path / "new", NEW)
    assert [each.name for each in journal.state.entities.values()] == ["Арман Пример"]
    journal.close()
