"""What a person brings, and which slots it is tried on."""

from __future__ import annotations

import pytest

from safelog.errors import InvalidRecoveryWordsError, InvalidTextError, VaultClosedError
from safelog.vault import Combination, Credential, Key, Secret, ShareSecret, SlotType
from safelog.vault.credential import require_passphrase, secret_to_seal, secrets_to_try, type_for
from tests.unit.vault.world import RECOVERY

KEY, SHARED = bytes(range(32)), bytes(range(16))


def with_key(typed: str = "ключ 7") -> Combination:
    """Return a passphrase and a key file."""
    return Combination(Secret.from_text(typed), Key(bytearray(KEY)))


def with_shares(typed: str = "ключ 7") -> Combination:
    """Return a passphrase and shares."""
    return Combination(Secret.from_text(typed), ShareSecret(bytearray(SHARED)))


TRIED: list[tuple[Credential, dict[SlotType, bytes]]] = [
    (Secret.from_text("ключ 7"), {"passphrase": "ключ 7".encode()}),
    (
        Secret.from_text(RECOVERY.upper()),
        {"recovery": RECOVERY.encode(), "passphrase": RECOVERY.upper().encode()},
    ),
    (with_key(), {"key-file": "ключ 7".encode() + KEY}),
    (with_key("\uff17"), {"key-file": b"7" + KEY}),
    (with_key(RECOVERY), {"key-file": RECOVERY.encode() + KEY}),
    (ShareSecret(bytearray(SHARED)), {"shares": SHARED}),
    (with_shares(), {"split": "ключ 7".encode() + SHARED}),
]


@pytest.mark.parametrize(("brought", "secrets"), TRIED)
def test_each_row_of_the_table_is_tried(
    brought: Credential, secrets: dict[SlotType, bytes]
) -> None:
    """In its order, and on no other type of slot; what was brought stays as it is."""
    tried = secrets_to_try(brought)
    assert list(tried) == list(secrets)
    assert {slot_type: bytes(each.view) for slot_type, each in tried.items()} == secrets
    assert secrets_to_try(brought)


@pytest.mark.parametrize(
    ("slot_type", "brought", "sealed"),
    [
        ("passphrase", Secret.from_text("ключ 7"), "ключ 7".encode()),
        ("passphrase", Secret.from_text(RECOVERY.upper()), RECOVERY.upper().encode()),
        ("recovery", Secret.from_text(RECOVERY.upper()), RECOVERY.encode()),
        ("key-file", with_key(), "ключ 7".encode() + KEY),
        ("shares", ShareSecret(bytearray(SHARED)), SHARED),
        ("split", with_shares(), "ключ 7".encode() + SHARED),
    ],
)
def test_a_slot_is_sealed_under_what_will_be_tried_on_it(
    slot_type: SlotType, brought: Credential, sealed: bytes
) -> None:
    """So that it opens again."""
    with secret_to_seal(slot_type, brought) as prepared:
        assert bytes(prepared.view) == sealed
    assert bytes(secrets_to_try(brought)[slot_type].view) == sealed


@pytest.mark.parametrize(
    ("slot_type", "brought"),
    [
        ("passphrase", with_key()),
        ("recovery", with_key()),
        ("key-file", Secret.from_text("x")),
        ("key-file", with_shares()),
        ("split", with_key()),
        ("split", ShareSecret(bytearray(SHARED))),
        ("shares", Secret.from_text("x")),
        ("shares", with_shares()),
    ],
)
def test_a_slot_takes_no_other_credential(slot_type: SlotType, brought: Credential) -> None:
    """What it was sealed under could never be tried on it."""
    with pytest.raises(ValueError, match="another credential"):
        secret_to_seal(slot_type, brought)


def test_recovery_words_are_sealed_only_without_a_slip() -> None:
    """They could not be typed again."""
    with pytest.raises(InvalidRecoveryWordsError):
        secret_to_seal("recovery", Secret.from_text("abacus"))


@pytest.mark.parametrize("brought", [Secret.from_text(""), with_key(""), with_shares("")])
def test_no_slot_has_an_empty_passphrase(brought: Credential) -> None:
    """Not beside a key file either, which somebody may find."""
    with pytest.raises(ValueError, match="empty"):
        require_passphrase(brought)


def test_an_empty_passphrase_is_tried_like_any_other() -> None:
    """A reader does not judge; it opens nothing."""
    assert bytes(secrets_to_try(with_key(""))["key-file"].view) == KEY


@pytest.mark.parametrize("held", [Key(bytearray(KEY)), ShareSecret(bytearray(SHARED))])
def test_a_passphrase_that_is_no_text_is_refused(held: Key | ShareSecret) -> None:
    """Before anything is stretched."""
    with pytest.raises(InvalidTextError):
        secrets_to_try(Combination(Secret(bytearray(b"\xff")), held))


def test_a_combination_wipes_both_parts() -> None:
    """At the end of its block, also after an error."""
    combined = with_key()
    with pytest.raises(KeyError), combined:
        raise KeyError
    for part in (combined.passphrase, combined.held):
        with pytest.raises(VaultClosedError):
            _ = part.view


def test_a_new_passphrase_goes_to_the_type_of_what_comes_with_it() -> None:
    """Alone, with a key file, with shares."""
    assert type_for(Secret.from_text("x")) == "passphrase"
    assert type_for(with_key()) == "key-file"
    assert type_for(with_shares()) == "split"
