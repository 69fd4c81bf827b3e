"""Signed notes: one key, one signature, one form."""

from __future__ import annotations

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from safelog.errors import ChangedExportError, InvalidSignatureError, ProofError
from safelog.evidence.note import (
    VerifyingKey,
    decode_base64,
    encode_base64,
    open_note,
    parse_key,
    sign_note,
)

NAME = "safelog/0123456789abcdef"
TEXT = f"{NAME}\n1\nroot\n"
SIGNING = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = SIGNING.public_key().public_bytes_raw()
KEY = VerifyingKey(name=NAME, public=PUBLIC)
TYPED = b"\x01" + PUBLIC
OTHER_TYPE = b"\x02" + PUBLIC


def signed() -> str:
    """Return a note that `KEY` verifies."""
    return sign_note(TEXT, name=NAME, key=SIGNING)


def test_a_note_is_the_text_a_blank_line_and_the_signature() -> None:
    """The form of C2SP signed-note, built by hand from its formulas."""
    key_id = hashlib.sha256(NAME.encode() + b"\n\x01" + PUBLIC).digest()[:4]
    signature = base64.b64encode(key_id + SIGNING.sign(TEXT.encode())).decode()
    assert signed() == f"{TEXT}\n— {NAME} {signature}\n"
    assert open_note(signed(), KEY) == TEXT


def test_a_text_with_blank_lines_is_still_one_text() -> None:
    """The last blank line separates, as the specification says."""
    text = "one\n\nmore\n"
    assert open_note(sign_note(text, name=NAME, key=SIGNING), KEY) == text


@pytest.mark.parametrize(
    "note",
    [
        "",
        TEXT,
        signed().replace("\n\n", "\n"),
        signed().rstrip("\n"),
        signed() + "\n",
        signed() + signed().rpartition("\n\n")[2],
        signed().replace("— ", "- "),
        signed().replace("— safelog", "— another"),
        signed().replace("=", ""),
        f"{TEXT}\n— {NAME} AAAA\n",
        f"{TEXT}\n— {NAME} ещё\n",
    ],
)
def test_any_other_form_is_a_changed_checkpoint(note: str) -> None:
    """There is no second way to write a note: not even another signature may be added."""
    with pytest.raises(ChangedExportError) as caught:
        open_note(note, KEY)
    assert caught.value.fields == {"place": "checkpoint"}


def test_a_changed_text_fails_the_signature() -> None:
    """The signature is over every byte of the text."""
    with pytest.raises(InvalidSignatureError):
        open_note(signed().replace("\n1\n", "\n2\n"), KEY)


def test_a_text_that_cannot_be_encoded_fails_the_signature() -> None:
    """A lone surrogate in the text ends in an error of the tree."""
    with pytest.raises(InvalidSignatureError):
        open_note(signed().replace("root", "\ud800"), KEY)


def test_another_key_of_the_same_name_fails_the_signature() -> None:
    """A name proves nothing; the id of the key and the key itself must fit."""
    other = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
    with pytest.raises(InvalidSignatureError):
        open_note(signed(), VerifyingKey(name=NAME, public=other))


@pytest.mark.parametrize("public", [bytes(32), b"\xff" * 32, b"\x01" + bytes(31)])
def test_a_key_that_is_no_good_point_verifies_nothing(public: bytes) -> None:
    """Degenerate public keys end in an error of the tree."""
    key = VerifyingKey(name=NAME, public=public)
    signature = base64.b64encode(key.key_id + b"\x01" * 64).decode()
    with pytest.raises(ProofError):
        open_note(f"{TEXT}\n— {NAME} {signature}\n", key)


def test_a_key_is_written_and_read_back() -> None:
    """The form of C2SP: name, key id, type and key."""
    key_id = hashlib.sha256(NAME.encode() + b"\n\x01" + PUBLIC).digest()[:4].hex()
    assert str(KEY) == f"{NAME}+{key_id}+{base64.b64encode(TYPED).decode()}"
    assert parse_key(str(KEY)) == KEY


@pytest.mark.parametrize(
    "text",
    [
        "",
        NAME,
        "+".join(("", *str(KEY).split("+")[1:])),
        str(KEY).replace("safelog/", "safe log/"),
        str(VerifyingKey(name="example.org/log", public=PUBLIC)),
        str(VerifyingKey(name=NAME.upper(), public=PUBLIC)),
        str(KEY)[:-4],
        str(KEY) + "AAAA",
        f"{NAME}+00000000+{encode_base64(TYPED)}",
        f"{NAME}+{KEY.key_id.hex()}+{encode_base64(OTHER_TYPE)}",
    ],
)
def test_a_key_whose_parts_contradict_each_other_is_refused(text: str) -> None:
    """A key has one form, and names its own id."""
    with pytest.raises(ChangedExportError) as caught:
        parse_key(text)
    assert caught.value.fields == {"place": "key"}


ORDER_8 = (
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
)
WEAK = (
    bytes(32),
    b"\x01" + bytes(31),
    (2**255 - 20).to_bytes(32, "little"),
    *map(bytes.fromhex, ORDER_8),
    (2**255 - 19).to_bytes(32, "little"),
    (2**255 - 18).to_bytes(32, "little"),
)


@pytest.mark.parametrize("sign", [0, 0x80])
@pytest.mark.parametrize("public", WEAK, ids=lambda public: public.hex()[:8])
def test_a_key_of_small_order_is_refused(public: bytes, sign: int) -> None:
    """Under one of these a signature made without any secret fits a text, or many."""
    weak = VerifyingKey(name=NAME, public=public[:31] + bytes([public[31] | sign]))
    with pytest.raises(ChangedExportError) as caught:
        parse_key(str(weak))
    assert caught.value.fields == {"place": "key"}


def test_a_text_signed_with_no_secret_fits_a_key_of_small_order() -> None:
    """The attack that the check stops: the neutral point as key and in the signature."""
    neutral = b"\x01" + bytes(31)
    key = VerifyingKey(name=NAME, public=neutral)
    signature = encode_base64(key.key_id + neutral + bytes(32))
    for text in ("one\n", "another\n"):
        assert open_note(f"{text}\n— {NAME} {signature}\n", key) == text


def test_the_points_of_order_eight_are_all_found() -> None:
    """Both values of y fulfil the equation of section 5.1, and are each other's negative."""
    p = 2**255 - 19
    found = {int.from_bytes(bytes.fromhex(text), "little") % 2**255 for text in ORDER_8}
    assert sum(found) == p
    assert all((121_666 * (2 * y**2 - 1) - 121_665 * y**4) % p == 0 for y in found)


def test_the_digits_follow_the_written_formula() -> None:
    """Section 4.1 of docs/PROOF.md, written out by hand."""
    name = NAME.encode()
    digest = hashlib.sha512(
        b"safelog/proof/v1/digits\x00" + len(name).to_bytes(4, "big") + name + PUBLIC
    ).digest()
    expected = tuple(
        f"{int.from_bytes(digest[8 * group : 8 * group + 8], 'big') % 100_000:05d}"
        for group in range(8)
    )
    assert KEY.digits == expected
    assert all(len(group) == 5 and group.isdigit() for group in KEY.digits)


def test_the_digits_depend_on_name_and_key() -> None:
    """Another log, or another key for the same log, reads differently on the telephone."""
    other = VerifyingKey(name=NAME + "0", public=PUBLIC)
    assert len({KEY.digits, other.digits, VerifyingKey(name=NAME, public=bytes(32)).digits}) == 3


@pytest.mark.parametrize("text", ["QQ", "QR==", "Q Q=", "QQ==\n", "ы", "QQ==QQ=="])
def test_base64_has_one_form(text: str) -> None:
    """Unused bits, white space and missing padding are refused."""
    assert decode_base64(text) is None


def test_base64_is_read_back() -> None:
    """What was written is read."""
    assert decode_base64(encode_base64(b"abcd")) == b"abcd"
