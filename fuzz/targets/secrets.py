"""What somebody types or brings to open a vault: recovery words, a key file, shares."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from shamir_mnemonic import MnemonicError, Share, rs1024
from shamir_mnemonic.wordlist import WORDLIST

from safelog.errors import SafelogError
from safelog.vault.key_file import encode_key_file, parse_key_file
from safelog.vault.secret import Key, Secret
from safelog.vault.shares import SHARE_WORDS, combine_shares
from safelog.vault.words import looks_like_recovery, parse_recovery
from tests.independent import errors
from tests.independent.brought import Brought, parse_word_list, slot_secrets
from tests.independent.brought import parse_key_file as parse_independently
from tests.unit.vault.world import RECOVERY, SHARES

WORDS = parse_word_list(
    (Path(__file__).parents[2] / "safelog/vault/data/eff_large.txt").read_bytes()
)
CHECKSUM_WORDS = 3


def seeds() -> Iterator[bytes]:
    """Return recovery words, a key file, and sets of shares that open and that do not."""
    yield b"w" + RECOVERY.encode()
    yield b"w" + RECOVERY.upper().replace(" ", "\u3000").encode()
    yield b"w" + RECOVERY.replace("abide", "abode").encode()
    yield b"k" + bytes(encode_key_file(Key(bytearray(range(32)))))
    for count in range(1, len(SHARES) + 1):
        yield b"s" + "\n".join(SHARES[:count]).encode()
        indexes = [WORDLIST.index(word) for share in SHARES[:count] for word in share.split()]
        yield b"i" + b"".join(index.to_bytes(2, "big") for index in indexes)
    yield b"s" + "\n".join((SHARES[0], SHARES[0])).encode()


def consume(untrusted: bytes) -> None:
    """Read it as what its first byte says."""
    kind, rest = untrusted[:1], untrusted[1:]
    match kind:
        case b"w":
            _read_words(rest)
        case b"k":
            _read_key_file(rest)
        case b"i":
            _combine(_whole_shares(rest))
        case _:
            _combine(rest.decode("utf-8", "surrogateescape").split("\n"))


def _combine(texts: Iterable[str]) -> None:
    """Put shares together, unless one has the length of a share and is none.

    Its slip would be searched for, which takes a second: tests hold that search.
    """
    shares = [text.encode("utf-8", "surrogateescape") for text in texts]
    if not any(len(share.split()) == SHARE_WORDS and _is_no_share(share) for share in shares):
        combine_shares([Secret(bytearray(share)) for share in shares])


def _is_no_share(share: bytes) -> bool:
    try:
        Share.from_mnemonic(share.decode())
    except (MnemonicError, UnicodeDecodeError):
        return True
    return False


def _read_words(typed: bytes) -> None:
    mine = _answer(typed)
    looks_like_recovery(Secret(bytearray(typed)))
    try:
        other = dict(slot_secrets(Brought(secret=typed), WORDS)[0]).get("recovery")
    except errors.InvalidTextError:
        return
    assert mine == other, (mine, other)


def _answer(typed: bytes) -> bytes | None:
    try:
        return bytes(parse_recovery(Secret(bytearray(typed))).view)
    except SafelogError:
        return None


def _read_key_file(content: bytes) -> None:
    try:
        mine = bytes(parse_key_file(bytearray(content)).view)
    except SafelogError:
        mine = None
    try:
        other = parse_independently(content)
    except errors.InvalidKeyFileError:
        other = None
    assert mine == other, (mine, other)


def _whole_shares(indexes: bytes) -> Iterator[str]:
    """Make shares whose checksum fits from two bytes a word; anybody can compute it."""
    size = 2 * SHARE_WORDS
    for at in range(0, len(indexes) - size + 1, size):
        words = [
            int.from_bytes(indexes[start : start + 2], "big") % len(WORDLIST)
            for start in range(at, at + size, 2)
        ]
        data = words[:-CHECKSUM_WORDS]
        # Bit 4 of the second word says which of two names the checksum is bound to.
        customization = b"shamir_extendable" if data[1] >> 4 & 1 else b"shamir"
        yield " ".join(
            WORDLIST[index] for index in [*data, *rs1024.create_checksum(data, customization)]
        )
