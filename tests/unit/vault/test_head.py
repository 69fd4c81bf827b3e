"""The head's three lines: what is accepted, and why each other form is refused."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from safelog.errors import DamagedHeadError, ExcessiveCostError, NewerVersionError
from safelog.vault import Key
from safelog.vault.head import encode_head, is_authentic, parse_head
from safelog.vault.kdf import KdfLimits
from tests.unit.vault.world import CHEAP_LIMITS, World

if TYPE_CHECKING:
    from collections.abc import Callable


def whole_head() -> bytes:
    """Return the head of a new vault."""
    world = World()
    world.create().close()
    return bytes(world.file("head"))


def with_checksum(lines: bytes) -> bytes:
    """Return `lines` with the right last line."""
    return lines + hashlib.sha256(lines).hexdigest().encode() + b"\n"


def edit(head: bytes, change: Callable[[dict[str, object]], object]) -> bytes:
    """Return `head` with its body changed and its checksum put right."""
    body_line, mac_line, _ = head.splitlines(keepends=True)
    body = json.loads(body_line)
    change(body)
    changed = json.dumps(body, separators=(",", ":")).encode() + b"\n"
    return with_checksum(changed + mac_line)


def set_in_slot(name: str, value: object) -> Callable[[dict[str, object]], object]:
    """Return a change of the first slot."""

    def change(body: dict[str, object]) -> None:
        slots = body["slots"]
        assert isinstance(slots, list)
        slots[0][name] = value

    return change


def test_a_head_is_encoded_as_it_was_read() -> None:
    """Reading and writing again gives the same bytes."""
    head = whole_head()
    assert edit(head, lambda _body: None) == head
    key = Key(bytearray(32))
    parsed = parse_head(head, CHEAP_LIMITS)
    assert not is_authentic(parsed, key)
    again = encode_head(parsed.untrusted, key)
    assert is_authentic(parse_head(again, CHEAP_LIMITS), key)
    assert again.splitlines()[0] == head.splitlines()[0]


@pytest.mark.parametrize(
    "damage",
    [
        lambda _head: b"",
        lambda head: head[:-1],
        lambda head: head + b"\n",
        lambda head: b" " + head,
        lambda head: head.upper(),
        lambda head: with_checksum(head[:-65].replace(b'":', b'": ')),
        lambda head: with_checksum(head[:-65] + b"\n"),
        lambda head: with_checksum(head[:-66] + b"zz\n"),
        lambda head: with_checksum(head[:-66] + b"ab\n"),
        lambda head: with_checksum(head[:-68] + b"\n"),
        lambda head: with_checksum(head[:-65].replace(b'"version":1', b'"version":2') + b"\n"),
        lambda head: with_checksum(head[:-66].replace(b"\n", b"\n ") + b"\n"),
        lambda head: with_checksum(b"[]\n" + head.splitlines(keepends=True)[1]),
        lambda head: with_checksum(b"\xff\n" + head.splitlines(keepends=True)[1]),
        lambda head: with_checksum(head[:-65].replace(b'"generation":1', b'"generation":1.0')),
        lambda head: with_checksum(
            head[:-65].replace(b'"generation":1', b'"generation":2,"generation":1')
        ),
        lambda head: with_checksum(head[:-65].replace(b"}", b" }" + b" " * 65_536, 1)),
    ],
)
def test_another_spelling_is_damage(damage: Callable[[bytes], bytes]) -> None:
    """One head has one form: no room for anything hidden in spaces, order or case."""
    with pytest.raises(DamagedHeadError):
        parse_head(damage(whole_head()), CHEAP_LIMITS)


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.pop("root"),
        lambda body: body.update(extra=1),
        lambda body: body.update(version=0),
        lambda body: body.update(version="1"),
        lambda body: body.update(format="other"),
        lambda body: body.update(generation=-1),
        lambda body: body.update(generation=2**63),
        lambda body: body.update(vault_id=body["vault_id"] + "00"),
        lambda body: body.update(vault_id=body["vault_id"][:-1] + "\n"),
        lambda body: body.update(slots=[]),
        lambda body: body.update(slots=body["slots"] * 9),
        lambda body: body.update(slots=[body["slots"][0]] * 2),
        lambda body: body.update(root=[]),
        set_in_slot("type", "keyfile"),
        set_in_slot("salt", "AB" * 32),
        set_in_slot("sealed_key", "ab" * 47),
        set_in_slot("memory_kib", 0),
        set_in_slot("memory_kib", 2**32),
        set_in_slot("memory_kib", 7),
        set_in_slot("passes", value=True),
        set_in_slot("lanes", None),
    ],
)
def test_another_body_is_damage(change: Callable[[dict[str, object]], object]) -> None:
    """Every field is there once, of its type and within its bounds."""
    with pytest.raises(DamagedHeadError):
        parse_head(edit(whole_head(), change), CHEAP_LIMITS)


@pytest.mark.parametrize("version", [2, 2**63 - 1])
def test_a_newer_version_is_named(version: int) -> None:
    """Even a body that this version cannot read says which version wrote it."""
    lines = b'{"version":%d,"unknown":[]}\nsomething new\n' % version
    with pytest.raises(NewerVersionError) as caught:
        parse_head(with_checksum(lines), CHEAP_LIMITS)
    assert caught.value.fields == {"version": version}


@pytest.mark.parametrize("version", [b"-1", b"9" * 19, b"9" * 5000, b"2.0", b'"2"', b"true"])
def test_a_version_is_a_small_number(version: bytes) -> None:
    """Anything else is damage, not a newer safelog."""
    with pytest.raises(DamagedHeadError):
        parse_head(with_checksum(b'{"version":' + version + b"}\nx\n"), CHEAP_LIMITS)


def test_a_hostile_cost_is_refused_while_parsing() -> None:
    """No memory is taken for a slot before its cost was looked at."""
    hostile = edit(whole_head(), set_in_slot("memory_kib", 2**32 - 1))
    with pytest.raises(ExcessiveCostError):
        parse_head(hostile, CHEAP_LIMITS)


def test_a_cost_below_the_floor_was_written_by_nobody() -> None:
    """The cheap vaults of the tests do not open in the real program."""
    with pytest.raises(DamagedHeadError):
        parse_head(whole_head(), KdfLimits())
