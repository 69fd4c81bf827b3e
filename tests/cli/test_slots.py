"""The ways to open a vault: key files, shares, several passphrases."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from safelog.errors import (
    AmbiguousSlotError,
    CancelledError,
    InvalidKeyFileError,
    InvalidSharesError,
    LastSlotError,
    NoTerminalError,
    OutputExistsError,
    SlotLimitError,
    UnknownSlotError,
    UnreadableFileError,
    UsageError,
    VaultNotFoundError,
    WrongSecretError,
)
from safelog.system.terminal import CLEAR_SCREEN_AND_SCROLLBACK
from tests.cli.computer import PASSPHRASE, Computer, Run, Typed
from tests.cli.test_secrets import descriptor, words_shown
from tests.unit.vault.world import SHARES

OTHER = "другой пароль для файла"


def scripted(computer: Computer, *words: str, lines: tuple[str, ...] = (), typed: str = "") -> Run:
    """Run a command whose secrets are the lines of a descriptor."""
    with descriptor(*(lines or (PASSPHRASE,))) as number:
        return computer.run(*words, "--passphrase-fd", number, typed=typed)


def slots(computer: Computer) -> list[tuple[str, object]]:
    """Return the ids and types of all ways to open the vault."""
    listed = scripted(computer, "slot", "list", "--json").objects
    return [(str(line["id"]), line["way"]) for line in listed]


def add_key_file(computer: Computer, tmp_path: Path) -> str:
    """Add a key file with a passphrase of its own, and return its path."""
    path = str(tmp_path / "stick")
    run = scripted(computer, "slot", "add", "key-file", "--write", path, lines=(PASSPHRASE, OTHER))
    assert run.code == 0
    return path


def add_shares(computer: Computer, way: str, *lines: str) -> list[str]:
    """Add two of three shares, and return them."""
    run = scripted(
        computer, "slot", "add", way, "--print-words", "--json", lines=(PASSPHRASE, *lines)
    )
    assert run.code == 0
    sheets = run.objects[0]["sheets"]
    assert isinstance(sheets, list)
    return [str(sheet) for sheet in sheets]


def test_the_ways_of_a_new_vault_are_listed(computer: Computer) -> None:
    """One line each: id, what it is, what an attempt takes, and which one opened."""
    run = computer.run("slot", "list")
    assert run.code == 0
    first, second = run.lines
    assert re.fullmatch(
        r"[0-9a-f]{8}  passphrase  0 MiB for each attempt  \(opened the vault now\)", first
    )
    assert re.fullmatch(r"[0-9a-f]{8}  recovery words  0 MiB for each attempt", second)
    assert [way for _, way in slots(computer)] == ["passphrase", "recovery"]


def test_a_further_passphrase_opens_as_well(computer: Computer) -> None:
    """And changing it leaves the first one alone."""
    run = scripted(computer, "slot", "add", "passphrase", lines=(PASSPHRASE, OTHER))
    assert run.code == 0
    assert run.lines[0].endswith("passphrase  0 MiB for each attempt")
    assert scripted(computer, "passphrase", lines=(OTHER, "third пароль")).code == 0
    for opens in (PASSPHRASE, "third пароль"):
        assert scripted(computer, "list", lines=(opens,)).code == 0
    assert scripted(computer, "list", lines=(OTHER,)).code == WrongSecretError.exit_code


def test_a_key_file_opens_with_its_passphrase_only(computer: Computer, tmp_path: Path) -> None:
    """Neither alone; the file is for its owner, and the other ways that remain are named."""
    path = str(tmp_path / "stick")
    run = computer.run(
        *("slot", "add", "key-file", "--write", path),
        typed="n\n",
        secrets=[PASSPHRASE, OTHER, OTHER],
        terminal=True,
    )
    assert run.code == 0
    assert "The vault still opens without this, in these ways." in run.err
    assert run.err.count("MiB for each attempt") == 2
    assert Path(path).stat().st_mode & 0o777 == 0o600
    opened = scripted(computer, "slot", "list", "--key-file", path, lines=(OTHER,))
    assert opened.code == 0
    assert "key file with its passphrase  0 MiB for each attempt  (opened" in opened.out
    for words, line in ((("--key-file", path), PASSPHRASE), ((), OTHER)):
        assert scripted(computer, "list", *words, lines=(line,)).code == WrongSecretError.exit_code


def test_a_key_file_is_asked_for_before_its_passphrase(computer: Computer, tmp_path: Path) -> None:
    """A stick that is not in, or another file, is told before anything is typed."""
    absent = computer.run("list", "--key-file", str(tmp_path / "absent"), secrets=[])
    assert absent.code == UnreadableFileError.exit_code
    photo = tmp_path / "photo"
    photo.write_bytes(b"\xff" * 10_000)
    assert computer.run("list", "--key-file", str(photo), secrets=[]).code == (
        InvalidKeyFileError.exit_code
    )
    path = add_key_file(computer, tmp_path)
    run = computer.run("list", "--key-file", path, secrets=["wrong", OTHER])
    assert run.code == 0
    assert run.err.count("Passphrase of the key file:") == 2


def test_the_passphrase_of_a_key_file_is_changed_by_unlocking_with_it(
    computer: Computer, tmp_path: Path
) -> None:
    """The file stays; `--slot` may say the same in words, and no other way can."""
    path = add_key_file(computer, tmp_path)
    for old, new, named in ((OTHER, "third пароль", False), ("third пароль", "fourth", True)):
        words = ("--slot", slots(computer)[2][0]) if named else ()
        run = scripted(computer, "passphrase", "--key-file", path, *words, lines=(old, new))
        assert run.code == 0
        assert scripted(computer, "list", "--key-file", path, lines=(new,)).code == 0
    other = slots(computer)[2][0][:8]
    run = scripted(computer, "passphrase", "--slot", other, lines=(PASSPHRASE, "x"))
    assert run.code == UnknownSlotError.exit_code


def test_a_way_may_be_named_where_another_opened(computer: Computer, tmp_path: Path) -> None:
    """Of two passphrases one is changed by the key file, which stays as it is."""
    path = add_key_file(computer, tmp_path)
    assert scripted(computer, "slot", "add", "passphrase", lines=(PASSPHRASE, "second")).code == 0
    words = ("passphrase", "--key-file", path)
    assert scripted(computer, *words, lines=(OTHER, "x")).code == 0
    assert scripted(computer, "list", "--key-file", path, lines=("x",)).code == 0
    named = ("--slot", slots(computer)[3][0])
    assert scripted(computer, *words, *named, lines=("x", "third пароль")).code == 0
    for opens in (PASSPHRASE, "third пароль"):
        assert scripted(computer, "list", lines=(opens,)).code == 0


@pytest.mark.parametrize("place", ["vault/key", "vault/blobs/key", "vault/../vault/key"])
def test_a_key_file_is_not_put_beside_the_vault(
    computer: Computer, tmp_path: Path, place: str
) -> None:
    """Whoever takes the vault would have it."""
    run = scripted(computer, "slot", "add", "key-file", "--write", str(tmp_path / place))
    assert run.code == UsageError.exit_code
    assert "outside of the vault's folder" in run.err


def test_a_key_file_replaces_no_file(computer: Computer, tmp_path: Path) -> None:
    """And no way is added then."""
    path = tmp_path / "stick"
    path.write_text("mine", encoding="ascii")
    run = scripted(
        computer, "slot", "add", "key-file", "--write", str(path), lines=(PASSPHRASE, OTHER)
    )
    assert run.code == OutputExistsError.exit_code
    assert path.read_text(encoding="ascii") == "mine"
    assert len(slots(computer)) == 2


def test_a_key_file_of_a_way_that_was_not_added_is_removed(
    computer: Computer, tmp_path: Path
) -> None:
    """A vault with sixteen ways takes no other, and no file is left that opens nothing."""
    for number in range(14):
        lines = (PASSPHRASE, f"пароль {number}")
        assert scripted(computer, "slot", "add", "passphrase", lines=lines).code == 0
    path = tmp_path / "stick"
    run = scripted(
        computer, "slot", "add", "key-file", "--write", str(path), lines=(PASSPHRASE, OTHER)
    )
    assert run.code == SlotLimitError.exit_code
    assert not path.exists()


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("key-file",), "outside of the vault's folder"),
        (("passphrase", "--write", "x"), "nothing else takes it"),
        (("passphrase", "--needed", "2"), "needed"),
        (("recovery", "--count", "3"), "2 to 16"),
        (("key-file", "--write", "x", "--print-words"), "print-words"),
        (("shares", "--needed", "1"), "2 to 16"),
        (("shares", "--needed", "0"), "2 to 16"),
        (("split", "--needed", "4", "--count", "3"), "2 to 16"),
        (("split", "--count", "17"), "2 to 16"),
        (("shares",), "print-words"),
        (("recovery",), "print-words"),
        (("fingerprint",), "Usage"),
    ],
)
def test_words_that_do_not_fit_are_refused(
    computer: Computer, words: tuple[str, ...], what: str
) -> None:
    """Before anything is asked or written."""
    run = scripted(computer, "slot", "add", *words)
    assert run.code == UsageError.exit_code
    assert what in run.err
    assert not Path("x").exists()


def test_shares_open_alone(computer: Computer) -> None:
    """Two of three, in any order, behind an empty line in the place of the passphrase."""
    sheets = add_shares(computer, "shares")
    assert len(sheets) == 3
    for pair in ((sheets[2], sheets[0]), (sheets[1], sheets[2])):
        assert scripted(computer, "list", "--shares", lines=("", *pair)).code == 0
    run = scripted(computer, "list", "--shares", lines=(PASSPHRASE, *sheets[:2]))
    assert run.code == WrongSecretError.exit_code


def test_a_split_opens_with_passphrase_and_shares_only(computer: Computer) -> None:
    """And says plainly what that means, before and after."""
    sheets = add_shares(computer, "split", OTHER)
    assert scripted(computer, "list", "--shares", lines=(OTHER, *sheets[1:])).code == 0
    for lines in (("", *sheets[1:]), (PASSPHRASE, *sheets[1:])):
        run = scripted(computer, "list", "--shares", lines=lines)
        assert run.code == WrongSecretError.exit_code
    assert scripted(computer, "list", lines=(OTHER,)).code == WrongSecretError.exit_code
    told = scripted(
        computer, "slot", "add", "split", "--print-words", lines=(PASSPHRASE, "another")
    )
    assert "you cannot open alone" in told.err
    assert "The vault still opens without this, in these ways." in told.err
    assert len(told.lines) == 4
    new = scripted(computer, "passphrase", "--shares", lines=(OTHER, *sheets[:2], "новый пароль"))
    assert new.code == 0
    assert scripted(computer, "list", "--shares", lines=("новый пароль", *sheets[:2])).code == 0


def test_slips_in_shares_are_told_and_only_that_share_is_typed_again(computer: Computer) -> None:
    """A wrong passphrase afterwards asks for the passphrase alone."""
    sheets = add_shares(computer, "split", OTHER)
    slip = sheets[1].rsplit(" ", 1)[0] + " wrongword"
    run = computer.run(
        "list",
        "--shares",
        secrets=["wrong", sheets[0], slip, sheets[0], SHARES[0], sheets[1], OTHER],
    )
    assert run.code == 0
    assert "Look at share 2. Look at word 20 of it first." in run.err
    assert "The same share is there twice." in run.err
    assert "These shares are not all of one set." in run.err
    assert run.err.count("Share 1 (2 or more still missing):") == 1


def test_a_script_is_not_asked_again_for_a_share(computer: Computer) -> None:
    """A slip, and a line that is missing, end the command."""
    run = scripted(computer, "list", "--shares", lines=("", SHARES[0], SHARES[0]))
    assert run.code == InvalidSharesError.exit_code
    run = scripted(computer, "list", "--shares", lines=("", *SHARES[:2]))
    assert run.code == WrongSecretError.exit_code


def test_there_is_no_way_with_a_key_file_and_shares(computer: Computer) -> None:
    """And the app asks for its ways on its own screen."""
    assert computer.run("list", "--key-file", "x", "--shares").code == UsageError.exit_code
    for words in (("--key-file", "x"), ("--shares",), ("--passphrase-fd", "0")):
        assert computer.run(*words, terminal=True).code == UsageError.exit_code


def share_on(screen: str, number: int) -> str:
    """Return a share that the screen has shown, by its number from 1."""
    shown = words_shown(screen).split()
    return " ".join(shown[20 * (number - 1) : 20 * number])


def typed_back(number: int) -> Callable[[str], str]:
    """Return somebody who copies a share from paper."""
    return lambda screen: share_on(screen, number)


def test_shares_are_shown_one_by_one_and_typed_back(computer: Computer) -> None:
    """Each on a screen of its own, which is cleared; any two of them must come back."""
    back: list[Typed] = [PASSPHRASE, typed_back(3), "abacus", typed_back(1)]
    run = computer.run("slot", "add", "shares", typed="\n\n\n", secrets=back, terminal=True)
    assert run.code == 0
    assert run.out.count(CLEAR_SCREEN_AND_SCROLLBACK) == 3
    assert "This is share 3 of 3." in run.err
    assert "A word of it is not in the list" in run.err
    sheets = [share_on(run.out, number) for number in (2, 3)]
    assert scripted(computer, "list", "--shares", lines=("", *sheets)).code == 0


@pytest.mark.parametrize(
    ("first_try", "told"),
    [
        ([""], "Enter alone shows all of them again."),
        (list(SHARES[:2]), "That is not the same."),
    ],
)
def test_shares_are_shown_again_where_they_do_not_come_back(
    computer: Computer, first_try: list[str], told: str
) -> None:
    """An empty line asks for it, and so do shares of another set."""
    again: list[Typed] = [PASSPHRASE, *first_try, typed_back(4), typed_back(5)]
    run = computer.run("slot", "add", "shares", typed="\n" * 6, secrets=again, terminal=True)
    assert run.code == 0
    assert told in run.err
    assert run.out.count(CLEAR_SCREEN_AND_SCROLLBACK) == 6
    assert share_on(run.out, 1) == share_on(run.out, 4)


def test_giving_up_adds_nothing(computer: Computer) -> None:
    """Before Enter, while typing, and without a terminal."""
    stopped: list[Typed] = [PASSPHRASE, KeyboardInterrupt()]
    for typed, secrets in (("", [PASSPHRASE]), ("\n\n\n", stopped)):
        run = computer.run("slot", "add", "shares", typed=typed, secrets=secrets, terminal=True)
        assert run.code == CancelledError.exit_code
        assert run.out.endswith(CLEAR_SCREEN_AND_SCROLLBACK)
    assert computer.run("slot", "add", "shares").code == NoTerminalError.exit_code
    assert len(slots(computer)) == 2


def test_further_recovery_words_are_typed_back(computer: Computer) -> None:
    """Of two sets one must be named when they are replaced."""
    back: list[Typed] = [PASSPHRASE, words_shown]
    run = computer.run("slot", "add", "recovery", typed="\n", secrets=back, terminal=True)
    assert run.code == 0
    assert scripted(computer, "list", lines=(words_shown(run.out),)).code == 0
    printing = ("recovery", "--print-recovery-words")
    assert scripted(computer, *printing).code == AmbiguousSlotError.exit_code
    named = scripted(computer, *printing, "--slot", slots(computer)[2][0][:8])
    assert named.code == 0
    assert scripted(computer, "list", lines=(named.lines[0],)).code == 0


def test_removing_asks_first(computer: Computer, tmp_path: Path) -> None:
    """Anything but yes changes nothing; a way is named by the beginning of its id."""
    path = add_key_file(computer, tmp_path)
    slot_id = slots(computer)[2][0]
    for answer in ("", "n\n"):
        run = scripted(computer, "slot", "remove", slot_id[:8], typed=answer)
        assert run.code == CancelledError.exit_code
    run = scripted(computer, "slot", "remove", slot_id[:8].upper(), "--json", typed="y\n")
    assert (run.code, run.objects) == (0, [{"type": "changed", "what": "slot"}])
    assert "cannot open the vault alone" not in run.err
    run = scripted(computer, "list", "--key-file", path, lines=(OTHER,))
    assert run.code == WrongSecretError.exit_code
    for unknown in (slot_id, slot_id[:3], "zzzz"):
        run = scripted(computer, "slot", "remove", unknown, typed="y\n")
        assert run.code == UnknownSlotError.exit_code


def test_the_last_way_to_open_alone_is_not_removed_in_silence(computer: Computer) -> None:
    """It is said, with what is left, before the question; the very last way stays."""
    sheets = add_shares(computer, "split", OTHER)
    passphrase, recovery, split = (slot_id for slot_id, _ in slots(computer))
    first = scripted(computer, "slot", "remove", recovery, typed="y\n")
    assert "cannot open the vault alone" not in first.err
    refused = scripted(computer, "slot", "remove", passphrase, typed="\n")
    assert refused.code == CancelledError.exit_code
    assert "After this you cannot open the vault alone any more." in refused.err
    assert f"  {split[:8]}  shares with a passphrase" in refused.err
    assert scripted(computer, "slot", "remove", passphrase, typed="y\n").code == 0
    assert scripted(computer, "list").code == WrongSecretError.exit_code
    lines = (OTHER, *sheets[:2])
    run = scripted(computer, "slot", "remove", split, "--shares", lines=lines, typed="y\n")
    assert run.code == LastSlotError.exit_code
    assert scripted(computer, "passphrase", "--shares", lines=(*lines, "x")).code == 0


def test_a_rehearsal_says_which_way_it_is_and_changes_nothing(
    computer: Computer, tmp_path: Path
) -> None:
    """For each of them, also in JSON; a damaged copy of the head is only told."""
    path = add_key_file(computer, tmp_path)
    sheets = add_shares(computer, "shares")
    (computer.vault / "head.bak").unlink()
    before = {each.name: each.read_bytes() for each in computer.vault.iterdir() if each.is_file()}
    run = scripted(computer, "slot", "rehearse")
    assert run.out == "This opens the vault: passphrase. Nothing was changed.\n"
    assert "one of the two copies of the vault's head is missing" in run.err
    run = scripted(computer, "slot", "rehearse", "--key-file", path, "--json", lines=(OTHER,))
    assert (run.objects[0]["way"], run.objects[0]["notices"]) == (
        "key-file",
        ["head_copy_missing"],
    )
    run = scripted(computer, "slot", "rehearse", "--shares", lines=("", *sheets[1:]))
    assert run.out == "This opens the vault: shares alone. Nothing was changed.\n"
    run = computer.run("slot", "rehearse", secrets=["wrong", PASSPHRASE])
    assert run.code == 0
    run = computer.run("slot", "rehearse", secrets=["wrong"] * 4)
    assert run.code == WrongSecretError.exit_code
    after = {each.name: each.read_bytes() for each in computer.vault.iterdir() if each.is_file()}
    assert after == before
    shutil.rmtree(computer.vault)
    assert computer.run("slot", "rehearse", secrets=[]).code == VaultNotFoundError.exit_code


def test_no_share_and_no_word_is_left_on_a_cleared_screen(computer: Computer) -> None:
    """In Russian as well; nothing of it stands in the narration."""
    back: list[Typed] = [PASSPHRASE, typed_back(1), typed_back(2)]
    run = computer.run(
        *("slot", "add", "shares", "--language", "ru"), typed="\n\n\n", secrets=back, terminal=True
    )
    assert run.code == 0
    last = run.out.rsplit(CLEAR_SCREEN_AND_SCROLLBACK, 1)[1]
    words = set(words_shown(run.out).split())
    assert words.isdisjoint(re.findall(r"[a-z]+", last + run.err))
