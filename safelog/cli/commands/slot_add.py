"""`slot add`: one more way to open the vault; the others stay."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from safelog.cli.arguments import Argument, Words
from safelog.cli.files import write_output
from safelog.cli.passphrases import Passphrases, print_sheets
from safelog.cli.session import Session
from safelog.cli.slots import slot_line, slot_object
from safelog.errors import UsageError
from safelog.vault import (
    FEWEST_TO_OPEN,
    MOST_SHARES,
    Combination,
    Credential,
    Key,
    Secret,
    ShareSet,
    SlotType,
    Vault,
    encode_key_file,
    generate_key_file,
)

_WAYS: tuple[SlotType, ...] = ("passphrase", "recovery", "key-file", "shares", "split")
_IN_SHARES: frozenset[SlotType] = frozenset({"shares", "split"})
_ON_PAPER: frozenset[SlotType] = _IN_SHARES | {"recovery"}
_SECOND_FACTORS: frozenset[SlotType] = frozenset({"key-file", "split"})
_NEEDED, _COUNT = 2, 3

ARGUMENTS = (
    Argument(name="way", choices=_WAYS),
    Argument(name="write", flag="--write", value="FILE"),
    Argument(name="needed", flag="--needed", value="K", number=True),
    Argument(name="count", flag="--count", value="N", number=True),
    Argument(name="print_words", flag="--print-words"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What the words of the call ask for; they fit together."""

    way: SlotType
    key_file: Path | None
    """Where to write a new one."""
    needed: int
    count: int
    printing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _New:
    """What will open the vault, and what of it stands on paper or in a file."""

    credential: Credential
    sheets: tuple[Secret, ...] = ()
    key: Key | None = None


def run(session: Session, words: Words) -> None:
    """Add a way to open the vault."""
    wanted = _wanted(words, session.folder)
    console, secrets = session.console, Passphrases(session)
    if wanted.way in _ON_PAPER:
        secrets.require_printing(printing=wanted.printing, option="print-words")
    with session.vault() as vault, ExitStack() as owned:
        console.say(f"slot_add.{wanted.way}", needed=wanted.needed, count=wanted.count)
        new = _make(wanted, secrets, session, owned)
        console.say("secrets.sealing")
        with session.host.interrupts.finish():
            slot_id = _add(vault, wanted, new)
            # Inside: whoever has this way must get to see its words.
            if wanted.printing:
                print_sheets(session, new.sheets)
        _tell(session, vault, slot_id)


def _wanted(words: Words, folder: Path) -> _Wanted:
    """Read the words.

    Raises:
        UsageError: an option does not belong to this way, or its value makes no sense.
    """
    way = next(each for each in _WAYS if each == words.text("way"))
    belongs = {
        "write": way == "key-file",
        "needed": way in _IN_SHARES,
        "count": way in _IN_SHARES,
        "print_words": way in _ON_PAPER,
    }
    for name, fits in belongs.items():
        if words.is_given(name) and not fits:
            raise UsageError(what=name.replace("_", "-"))
    key_file = Path(words.text("write")) if way == "key-file" else None
    if key_file is not None and (
        not words.text("write") or folder.resolve() in key_file.resolve().parents
    ):
        # Beside the vault it would be taken with it.
        raise UsageError(what="write")
    needed = _given(words.number("needed"), _NEEDED)
    count = _given(words.number("count"), max(_COUNT, needed))
    if not FEWEST_TO_OPEN <= needed <= count <= MOST_SHARES:
        raise UsageError(what="count")
    return _Wanted(
        way=way,
        key_file=key_file,
        needed=needed,
        count=count,
        printing=words.flag("print_words"),
    )


def _given(number: int | None, usual: int) -> int:
    return usual if number is None else number


def _make(wanted: _Wanted, secrets: Passphrases, session: Session, owned: ExitStack) -> _New:
    """Agree with the person on what will open; `owned` wipes it."""
    match wanted.way:
        case "passphrase":
            return _New(credential=owned.enter_context(secrets.new_passphrase()))
        case "recovery":
            recovery = owned.enter_context(secrets.new_recovery(printing=wanted.printing))
            return _New(credential=recovery, sheets=(recovery,))
        case "key-file":
            passphrase = owned.enter_context(secrets.new_passphrase())
            key = generate_key_file(random_bytes=session.host.random_bytes)
            return _New(credential=owned.enter_context(Combination(passphrase, key)), key=key)
        case "shares":
            made = owned.enter_context(_shares(wanted, secrets))
            return _New(credential=made.secret, sheets=made.shares)
        case "split":
            passphrase = owned.enter_context(secrets.new_passphrase())
            made = owned.enter_context(_shares(wanted, secrets))
            return _New(credential=Combination(passphrase, made.secret), sheets=made.shares)


def _shares(wanted: _Wanted, secrets: Passphrases) -> ShareSet:
    return secrets.new_shares(threshold=wanted.needed, count=wanted.count, printing=wanted.printing)


def _add(vault: Vault, wanted: _Wanted, new: _New) -> str:
    """Add the slot. Its key file is written first, and removed if the slot could not be added."""
    if wanted.key_file is None or new.key is None:
        return vault.slots.add(wanted.way, new.credential)
    content = encode_key_file(new.key)
    try:
        write_output(wanted.key_file, [content])
        try:
            return vault.slots.add(wanted.way, new.credential)
        except BaseException:
            with suppress(OSError):
                wanted.key_file.unlink()
            raise
    finally:
        content[:] = bytes(len(content))


def _tell(session: Session, vault: Vault, slot_id: str) -> None:
    """Show the new way, and beside a second factor which ways still do without it."""
    console, slots = session.console, vault.slots.list()
    added = next(slot for slot in slots if slot.id == slot_id)
    if session.json:
        console.print_json(slot_object(added))
    else:
        console.print(slot_line(added, console))
    console.say("slot_add.done")
    if added.type in _SECOND_FACTORS:
        console.say("slot_add.others_stay")
        for slot in slots:
            if slot is not added:
                console.tell(f"  {slot_line(slot, console)}")
