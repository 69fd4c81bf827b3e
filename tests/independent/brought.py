"""What a person brings to open a vault, and what of it goes into a slot (FORMAT.md, 3.1 and 7).

Shares (7.2) are combined by the caller, with any implementation of SLIP-0039: here they are the
16 bytes that they give. Numbers in brackets are sections of FORMAT.md.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from tests.independent import errors

MAX_KEY_FILE_BYTES = 4_096
WORD_LIST_SHA256 = "6d557f0693958fb5e650b68b5bee585eb82cf4da32965505c789e924743bc522"

_SPACE = "[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
WHITE_SPACE = re.compile(f"{_SPACE}+")
KEY_FILE = re.compile(f"{_SPACE}*safelog-key-1\n([0-9A-Fa-f]{{64}})\n([0-9A-Fa-f]{{8}}){_SPACE}*")


@dataclass(frozen=True, kw_only=True)
class Brought:
    """What a person opens a vault with; section 4.2 says which slots each combination is tried on.

    Attributes:
        secret: A passphrase or recovery words, as typed, in UTF-8.
        key_file: The content of a key file.
        shared: The 16 bytes that a set of shares gives.
    """

    secret: bytes | None = None
    key_file: bytes | None = None
    shared: bytes | None = None


def slot_secrets(
    brought: Brought, words: Sequence[str]
) -> tuple[list[tuple[str, bytes]], errors.FormatError | None]:
    """Make the secrets of section 3.1, with the slots they are tried on, in order.

    Returns:
        The secrets, and what to say instead of a wrong secret where recovery words were meant.
    """
    if brought.secret is None:
        return [("shares", brought.shared or b"")], None
    try:
        text = brought.secret.decode()
    except UnicodeDecodeError:
        raise errors.InvalidTextError from None
    passphrase = unicodedata.normalize("NFKC", text).encode()
    if brought.key_file is not None:
        return [("key-file", passphrase + parse_key_file(brought.key_file))], None
    if brought.shared is not None:
        return [("split", passphrase + brought.shared)], None
    # The words are ASCII: a letter that only Unicode folds to one of them belongs to no word.
    lower = brought.secret.lower().decode()
    typed = [word for word in WHITE_SPACE.split(lower) if word]
    try:
        check_recovery_words(typed, words)
    except errors.InvalidRecoveryWordsError as error:
        meant = 9 <= len(typed) <= 13 and sum(word in words for word in typed) >= 6
        return [("passphrase", passphrase)], error if meant else None
    return [("recovery", " ".join(typed).encode()), ("passphrase", passphrase)], None


def parse_key_file(content: bytes) -> bytes:
    """Read the 32 bytes of a key file (7.1)."""
    match = KEY_FILE.fullmatch(content.decode("utf-8", "replace"))
    if match is None or len(content) > MAX_KEY_FILE_BYTES:
        raise errors.InvalidKeyFileError
    key, check = (bytes.fromhex(digits) for digits in match.groups())
    if check != hashlib.sha256(b"safelog/v1/key-file\0" + key).digest()[:4]:
        raise errors.InvalidKeyFileError
    return key


def check_recovery_words(typed: Sequence[str], words: Sequence[str]) -> None:
    """Refuse what is no set of recovery words, with the place of the first unknown word (7)."""
    for place, word in enumerate(typed, 1):
        if word not in words:
            raise errors.InvalidRecoveryWordsError(place)
    ten = b"safelog/v1/recovery\0" + " ".join(typed[:10]).encode()
    number = int.from_bytes(hashlib.sha256(ten).digest()[:8], "big")
    if len(typed) != 11 or typed[10] != words[number % len(words)]:
        raise errors.InvalidRecoveryWordsError(0)


def parse_word_list(content: bytes) -> list[str]:
    """Take the list of recovery words, if it is the one of section 7."""
    if hashlib.sha256(content).hexdigest() != WORD_LIST_SHA256:
        message = "another word list"
        raise ValueError(message)
    return content.decode("ascii").split()
