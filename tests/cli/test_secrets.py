"""Making a vault, changing its secrets, and unlocking it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from safelog.errors import (
    CancelledError,
    InputError,
    InvalidRecoveryWordsError,
    InvalidTextError,
    NoTerminalError,
    UsageError,
    VaultExistsError,
    VaultNotFoundError,
    WrongSecretError,
)
from safelog.system.terminal import CLEAR_SCREEN_AND_SCROLLBACK
from tests.cli.computer import PASSPHRASE, Computer


@contextmanager
def descriptor(*lines: str) -> Iterator[str]:
    """Give an open descriptor that holds lines."""
    reading, writing = os.pipe()
    os.write(writing, "".join(f"{line}\n" for line in lines).encode())
    os.close(writing)
    try:
        yield str(reading)
    finally:
        os.close(reading)


def words_shown(screen: str) -> str:
    """Return the numbered words that stand on the screen, without their numbers."""
    return " ".join(re.findall(r" +[0-9]+  ([a-z-]+)\n", screen))


def test_a_script_makes_a_vault(bare_computer: Computer) -> None:
    """With a descriptor the first line is the passphrase and the recovery words are data."""
    with descriptor(PASSPHRASE) as number:
        run = bare_computer.run(
            "init", "--passphrase-fd", number, "--print-recovery-words", "--json"
        )
    assert run.code == 0
    words = str(run.objects[0]["recovery_words"])
    assert len(words.split()) == 11
    assert bare_computer.run("list").code == 0
    assert bare_computer.run("list", secrets=[words]).code == 0


def test_a_script_must_say_that_it_takes_the_words(bare_computer: Computer) -> None:
    """Without the option nothing is made: nobody would ever see the recovery words."""
    with descriptor(PASSPHRASE) as number:
        run = bare_computer.run("init", "--passphrase-fd", number)
    assert run.code == UsageError.exit_code
    assert "print-recovery-words" in run.err
    assert not bare_computer.vault.exists()
    assert bare_computer.run("init", "--json").code == UsageError.exit_code


def test_an_empty_passphrase_is_refused(bare_computer: Computer) -> None:
    """An empty line is no passphrase."""
    with descriptor("") as number:
        run = bare_computer.run("init", "--passphrase-fd", number, "--print-recovery-words")
    assert run.code == InvalidTextError.exit_code
    assert not bare_computer.vault.exists()


def test_an_existing_vault_is_left_alone(computer: Computer) -> None:
    """`init` says at once that there is a vault, before it asks for anything."""
    run = computer.run("init", secrets=[], terminal=True)
    assert run.code == VaultExistsError.exit_code
    assert computer.run("list").code == 0


def test_secrets_need_a_terminal(bare_computer: Computer) -> None:
    """Without a terminal nothing secret is shown, and nothing is made."""
    run = bare_computer.run("init")
    assert run.code == NoTerminalError.exit_code
    assert not bare_computer.vault.exists()


def test_a_person_makes_a_vault_with_an_own_passphrase(bare_computer: Computer) -> None:
    """The own passphrase is typed twice; recovery words are typed back once, then cleared."""
    first = bare_computer.run(
        "init",
        typed="n\n\n",
        secrets=["", "short", "differs", "long enough пароль", "long enough пароль"],
        terminal=True,
    )
    # No one typed the words back, so no vault was made.
    assert first.code == NoTerminalError.exit_code
    assert not bare_computer.vault.exists()
    assert "An empty passphrase protects nothing." in first.err
    assert "This passphrase is short." in first.err
    assert "That is not the same." in first.err
    words = words_shown(first.out)
    assert len(words.split()) == 11
    assert first.out.endswith(CLEAR_SCREEN_AND_SCROLLBACK)

    # The same draws give the same words.
    bare_computer.drawn = 0
    secrets = ["long enough пароль"] * 2 + [words]
    second = bare_computer.run("init", typed="n\n\n", secrets=secrets, terminal=True)
    assert second.code == 0
    assert second.err.endswith("The vault is ready. Record what happened with “safelog add”.\n")
    assert bare_computer.run("list", secrets=["long enough пароль"]).code == 0
    assert bare_computer.run("list", secrets=[words.upper()]).code == 0


def test_a_generated_passphrase_is_shown_once_and_repeated(bare_computer: Computer) -> None:
    """Seven words are offered first; a wrong repetition shows them again."""
    first = bare_computer.run("init", typed="\n\n", secrets=["wrong"], terminal=True)
    assert first.code == CancelledError.exit_code
    assert "about 90 bits" in first.err
    shown = words_shown(first.out).split()
    assert shown[:7] == shown[7:]
    assert len(shown) == 14
    assert first.out.count(CLEAR_SCREEN_AND_SCROLLBACK) == 2
    assert not bare_computer.vault.exists()

    bare_computer.drawn = 0
    passphrase = " ".join(shown[:7])
    second = bare_computer.run("init", typed="\n\n\n", secrets=[passphrase], terminal=True)
    recovery = words_shown(second.out.partition(CLEAR_SCREEN_AND_SCROLLBACK)[2])
    bare_computer.drawn = 0
    third = bare_computer.run("init", typed="\n\n\n", secrets=[passphrase, recovery], terminal=True)
    assert third.code == 0
    assert bare_computer.run("list", secrets=[passphrase]).code == 0


def test_giving_up_while_secrets_are_shown_clears_the_screen(bare_computer: Computer) -> None:
    """Ctrl+C at the repetition leaves no word on the screen and makes nothing."""
    run = bare_computer.run("init", typed="\n\n", secrets=[KeyboardInterrupt()], terminal=True)
    assert run.code == CancelledError.exit_code
    assert run.out.endswith(CLEAR_SCREEN_AND_SCROLLBACK)
    assert not bare_computer.vault.exists()


def test_the_passphrase_is_changed(computer: Computer) -> None:
    """The old passphrase opens the vault no more, the new one does."""
    with descriptor(PASSPHRASE, "another пароль") as number:
        run = computer.run("passphrase", "--passphrase-fd", number, "--json")
    assert (run.code, run.objects) == (0, [{"type": "changed", "what": "passphrase"}])
    assert computer.run("list", secrets=["another пароль"]).code == 0
    with descriptor(PASSPHRASE) as number:
        assert computer.run("list", "--passphrase-fd", number).code == WrongSecretError.exit_code


def test_a_missing_second_line_changes_nothing(computer: Computer) -> None:
    """A descriptor that ends too early leaves the passphrase as it was."""
    with descriptor(PASSPHRASE) as number:
        assert computer.run("passphrase", "--passphrase-fd", number).code == InputError.exit_code
    assert computer.run("list").code == 0


def test_recovery_words_are_replaced(computer: Computer) -> None:
    """New recovery words open the vault, and the ones before do so no more."""
    words = []
    for _ in range(2):
        with descriptor(PASSPHRASE) as number:
            run = computer.run("recovery", "--passphrase-fd", number, "--print-recovery-words")
        assert run.code == 0
        words.append(run.lines[0])
    assert computer.run("list", secrets=[words[1]]).code == 0
    with descriptor(words[0]) as number:
        assert computer.run("list", "--passphrase-fd", number).code == WrongSecretError.exit_code


def test_a_person_replaces_recovery_words(computer: Computer) -> None:
    """At a terminal new recovery words replace the old ones only after they were typed back."""
    first = computer.run("recovery", typed="\n", secrets=[PASSPHRASE], terminal=True)
    assert first.code == NoTerminalError.exit_code
    computer.drawn = 0
    words = words_shown(first.out)
    done = computer.run("recovery", typed="\n", secrets=[PASSPHRASE, words], terminal=True)
    assert done.code == 0
    assert computer.run("list", secrets=[words]).code == 0


def test_a_wrong_passphrase_may_be_typed_again(computer: Computer) -> None:
    """At the terminal there are three attempts, each with its sentence."""
    run = computer.run("list", secrets=["wrong", "wrong", PASSPHRASE])
    assert run.code == 0
    assert run.err.count("This passphrase does not open the vault.") == 2
    assert computer.run("list", secrets=["wrong"] * 4).code == WrongSecretError.exit_code


def test_a_slip_in_recovery_words_is_told_apart(computer: Computer) -> None:
    """Recovery words with a slip have an exit code of their own."""
    slip = "abacus " * 10 + "zzzz"
    run = computer.run("list", secrets=[slip] * 3)
    assert run.code == InvalidRecoveryWordsError.exit_code
    assert "Look at word 11 first." in run.err


def test_a_missing_vault_is_said_before_anything_is_asked(bare_computer: Computer) -> None:
    """No passphrase is asked for a vault that is not there."""
    run = bare_computer.run("list", secrets=[])
    assert run.code == VaultNotFoundError.exit_code
    assert "Passphrase" not in run.err
    assert "safelog init" in run.err


def test_the_folder_of_the_vault_can_be_named(computer: Computer) -> None:
    """`--vault` stands before the command or after it."""
    folder, computer.vault = str(computer.vault), computer.vault / "elsewhere"
    assert computer.run("--vault", folder, "list").code == 0
    assert computer.run("list", f"--vault={folder}").code == 0
    assert computer.run("list").code == VaultNotFoundError.exit_code


@pytest.mark.parametrize("value", ["-1", "x", "99999999999", "1_0"])
def test_a_descriptor_is_a_number(value: str, computer: Computer) -> None:
    """What is no descriptor number is refused as usage."""
    assert computer.run("list", f"--passphrase-fd={value}").code == UsageError.exit_code
