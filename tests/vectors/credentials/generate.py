"""Write the vectors of key files and shares that are not there yet: `python -m` this module.

One file, one text that a person brings, and what it gives or why it is refused: FORMAT.md
sections 7.1 and 7.2. A vector that is there is never written again.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import NamedTuple

from shamir_mnemonic import Share

from tests.unit.vault.world import SHARES
from tests.vectors.vault.slots import FOREIGN_SHARES, KEY, KEY_FILE

HERE = Path(__file__).parent
SHARED = "419ad4d6caa76f2b757973c6668f5f80"
"""What any two of the three shares give."""
CHECK = "fe86c38f"


class Vector(NamedTuple):
    """One key file, or one attempt at shares."""

    name: str
    about: str
    key_file: str = ""
    shares: tuple[str, ...] = ()
    gives: str = ""
    fields: dict[str, int | str] | None = None


def key_file_vectors() -> list[Vector]:
    """Key files."""

    def refused(name: str, about: str, text: str) -> Vector:
        return Vector(f"key-file-{name}", about, key_file=text)

    upper = KEY_FILE.replace(KEY.hex(), KEY.hex().upper())
    return [
        Vector("key-file", "as it is written", KEY_FILE, gives=KEY.hex()),
        Vector("key-file-capitals", "digits in capitals", upper, gives=KEY.hex()),
        Vector(
            "key-file-white-space",
            "white space of several kinds around it",
            f"\r\n\u00a0{KEY_FILE}\u3000",
            gives=KEY.hex(),
        ),
        refused("cut", "the last digit is missing", KEY_FILE[:-2]),
        refused("check", "one digit of the checksum", KEY_FILE.replace(CHECK, "fe86c38e")),
        refused("digit", "one digit of the key", KEY_FILE.replace("1f\n", "1e\n")),
        refused("version", "another first line", KEY_FILE.replace("key-1", "key-2")),
        refused("line-ends", "line ends of Windows inside", KEY_FILE.replace("\n", "\r\n")),
        refused("short", "31 bytes", KEY_FILE.replace("1f\n", "\n")),
        refused("letters", "a digit of another script", KEY_FILE.replace("00", "0\u0660", 1)),
        refused("behind", "something stands behind it", KEY_FILE + "x"),
        refused("mark", "a byte order mark", "\ufeff" + KEY_FILE),
        refused("long", "more than 4,096 bytes", KEY_FILE + " " * 4_009),
        Vector("key-file-longest", "4,096 bytes", KEY_FILE + " " * 4_008, gives=KEY.hex()),
        refused("empty", "nothing", "\n"),
    ]


def share_vectors() -> list[Vector]:
    """Attempts at shares."""

    def gives(name: str, about: str, *shares: str) -> Vector:
        return Vector(f"shares-{name}", about, shares=shares, gives=SHARED)

    def refused(name: str, about: str, *shares: str, **fields: int | str) -> Vector:
        return Vector(f"shares-{name}", about, shares=shares, fields=fields)

    first, second, third = SHARES
    slip = second.replace("losing", "academic")
    return [
        gives("two", "two of three", first, second),
        gives("order", "two others, the last first", third, first),
        gives("capitals", "in capitals", first.upper(), third.upper()),
        gives("white-space", "white space of print", first.replace(" ", "\u00a0\n"), second),
        gives("beginnings", "four letters of each word", cut(first, 4), cut(second, 4)),
        gives("longer-beginnings", "six letters of each word", cut(first, 6), cut(second, 6)),
        refused(
            "three-letters",
            "three of a word",
            first,
            second.replace("angel", "ang"),
            reason="word",
            position=2,
            word=5,
        ),
        refused(
            "unknown-word",
            "a word that is not in the list",
            first.replace("smirk", "smork"),
            reason="word",
            position=1,
            word=8,
        ),
        refused("nineteen", "19 words", first, cut_last(second), reason="length", position=2),
        refused("nothing", "an empty line", "", reason="length", position=1),
        refused(
            "slip",
            "another word of the list",
            first,
            slip,
            reason="checksum",
            position=2,
            word=7,
        ),
        refused(
            "two-slips",
            "two other words of the list",
            slip.replace("sugar", "acid"),
            reason="checksum",
            position=1,
            word=0,
        ),
        refused("one", "one of two", first, reason="too_few", missing=1),
        refused("none", "none", reason="too_few", missing=2),
        refused("three", "one too many", *SHARES, reason="too_many", position=3),
        refused("twice", "one share twice", third, third.upper(), reason="repeated", position=2),
        refused("mixed", "of two sets", first, FOREIGN_SHARES[1], reason="mixed", position=2),
        refused(
            "same-number",
            "two shares with one number",
            first,
            remade(second, index=0),
            reason="mixed",
            position=2,
        ),
        refused(
            "digest",
            "of two sets with one number",
            first,
            remade(second, value=bytes(16)),
            reason="mixed",
            position=0,
        ),
        *foreign(first),
    ]


def foreign(share: str) -> list[Vector]:
    """Return shares with each parameter that is not ours, and a right checksum."""
    changes: dict[str, dict[str, int | bytes]] = {
        "exponent": {"iteration_exponent": 15},
        "not-extendable": {"extendable": False},
        "group": {"group_index": 1, "group_count": 2},
        "group-threshold": {"group_threshold": 2, "group_count": 2},
        "groups": {"group_count": 2},
        "alone": {"member_threshold": 1},
    }
    return [
        Vector(
            f"shares-foreign-{name}",
            f"a share of another program: {name}",
            shares=(remade(share, **change),),
            fields={"reason": "foreign", "position": 1},
        )
        for name, change in changes.items()
    ]


def remade(share: str, **change: int | bytes) -> str:
    """Return a share with other contents and a right checksum."""
    parts = dataclasses.asdict(Share.from_mnemonic(share)) | change
    return Share(**parts).mnemonic()


def cut(share: str, letters: int) -> str:
    """Return the beginnings of the words of a share."""
    return " ".join(word[:letters] for word in share.split())


def cut_last(share: str) -> str:
    """Return a share without its last word."""
    return share.rsplit(" ", 1)[0]


def main() -> None:
    """Write what is not there."""
    for vector in (*key_file_vectors(), *share_vectors()):
        path = HERE / f"{vector.name}.json"
        brought = {"key_file": vector.key_file} if vector.key_file else {"shares": vector.shares}
        error = "InvalidKeyFileError" if vector.key_file else "InvalidSharesError"
        content = {
            "about": vector.about,
            "expect": "success" if vector.gives else error,
            "fields": vector.fields or {},
            "gives": vector.gives,
            **brought,
        }
        if not path.exists():
            text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
