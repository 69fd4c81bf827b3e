"""Open a whole vault with `cryptography` and `argon2-cffi` alone: FORMAT.md in one short program.

For whoever wants to see with their own eyes that nothing else is needed. It authenticates all that
it reads, and says `ValueError` to everything else; which error exactly, and what of a damaged vault
is still readable, `reader.py` beside it knows. Numbers in brackets are sections of FORMAT.md.

    python one_page.py FOLDER TYPE < SECRET      TYPE as in 3.1; the secret's bytes, as 3.1 has them
"""

import hashlib
import hmac
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

TYPES = {"passphrase": 1, "recovery": 2, "key-file": 3, "shares": 4, "split": 5}
CHUNK_BYTES, CHUNKS, TAG_BYTES = 262_144, 256, 16
Attachment = tuple[bytes, int, bytes]
"""Id, size, SHA-256."""


def require(holds: object) -> None:
    """Stop where something is not as the text says."""
    if not holds:
        message = "not a whole vault, or another secret"
        raise ValueError(message)


def derive(key: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    """Compute HKDF-SHA-512 (1)."""
    return HKDF(SHA512(), length, salt, info).derive(key)


def cipher(key: bytes, salt: bytes, info: bytes, commitment: bytes) -> AESGCM:
    """Derive a key, and compare its commitment before anything is decrypted (1)."""
    derived = derive(key, salt, info, 64)
    require(hmac.compare_digest(derived[32:], commitment))
    return AESGCM(derived[:32])


class Vault:
    """A whole vault, read-only."""

    def __init__(self, folder: Path, kind: str, secret: bytes) -> None:
        """Find the head that holds, and verify the log that it vouches for."""
        self._blobs = folder / "blobs"
        heads = [Head(folder / name) for name in ("head", "head.bak")]
        keys = [key for head in heads for key in head.keys(kind, secret)]
        require(keys)
        self._key = keys[0]
        self._head = max(
            (head for head in heads if head.is_authentic(self._key)), key=lambda head: head.age
        )
        following = folder / "log.next"
        is_next = self._head.body["finishing"] and following.exists()
        self._log = (following if is_next else folder / "log").read_bytes()

    def subkey(self, label: str) -> bytes:
        """Derive one of the keys of section 3."""
        info = f"safelog/v1/{label}".encode() + b"\0" + self._head.vault_id
        return derive(self._key, b"", info, 32)

    def records(self) -> Iterator[tuple[bytes, list[Attachment]]]:
        """Yield each record of a whole commit and its attachments (5)."""
        begin = b"safelog-log\0" + (1).to_bytes(4, "big") + self._head.vault_id
        header = begin + hashlib.sha256(begin).digest()
        require(self._log[:64] == header)
        root, key = self._head.body["root"], self.subkey("log")
        at, position, chain, commit = 64, 0, hashlib.sha256(header).digest(), []
        while frame := self._frame(at, position, chain):
            head, info = frame[:128], b"safelog/v1/frame\0" + self._head.vault_id
            opened = cipher(key, head[32:52], info, head[64:96])
            commit.append(_record(opened.decrypt(head[52:64], frame[128:], head)))
            at, position, chain = at + len(frame), position + 1, hashlib.sha256(frame).digest()
            if at == root["log_bytes"]:
                require((position, chain.hex()) == (root["records"], root["log_hash"]))
            if frame[3] & 2:
                yield from commit
                commit = []
        require(at >= root["log_bytes"])

    def _frame(self, at: int, position: int, chain: bytes) -> bytes:
        """Return the frame that follows (5.1, 5.5), empty if none does."""
        head = self._log[at : at + 128]
        frame = self._log[at : at + 128 + int.from_bytes(head[28:32], "big")]
        expected = b"SLR", self._head.vault_id, position.to_bytes(8, "big"), chain
        found = head[:3], head[4:20], head[20:28], head[96:]
        return frame if len(frame) >= 400 and found == expected else b""

    def content(self, attachment: Attachment) -> bytes:
        """Decrypt an attachment (6)."""
        blob_id, size, sha256 = attachment
        path = self._blobs / blob_id.hex()
        following = path.with_suffix(".next")
        is_next = self._head.body["finishing"] and following.exists()
        file = (following if is_next else path).read_bytes()
        require(file[:4] == b"SLB\x01")
        key, padded, at, number = self.subkey("blob"), b"", 4, 0
        while at < len(file):
            segment, within = divmod(number, CHUNKS)
            if within == 0:
                info = b"safelog/v1/blob-file\0" + self._head.vault_id + blob_id
                info += segment.to_bytes(4, "big")
                opened = cipher(key, file[at : at + 32], info, file[at + 32 : at + 64])
                at += 64
            sealed = file[at : at + CHUNK_BYTES + TAG_BYTES]
            at, number = at + len(sealed), number + 1
            nonce = within.to_bytes(11, "big") + bytes([at == len(file)])
            padded += opened.decrypt(nonce, sealed, b"")
        content = padded[:size]
        require(padded[size:].rstrip(b"\0") == b"\x80")
        require(hashlib.sha256(content).digest() == sha256)
        return content


class Head:
    """One copy of the head (4)."""

    def __init__(self, path: Path) -> None:
        """Read it; nothing of it is authentic yet."""
        self._line, code, checksum = path.read_bytes().splitlines(keepends=True)
        require(hashlib.sha256(self._line + code).hexdigest() + "\n" == checksum.decode())
        self._code = bytes.fromhex(code.decode())
        self.body: dict[str, Any] = json.loads(self._line)
        require((self.body["format"], self.body["version"]) == ("safelog-vault", 1))
        self.vault_id = bytes.fromhex(self.body["vault_id"])
        self.age: int = self.body["generation"]

    def is_authentic(self, vault_key: bytes) -> bool:
        """Tell whether somebody with this key wrote it."""
        key = derive(vault_key, b"", b"safelog/v1/head\0" + self.vault_id, 32)
        return hmac.compare_digest(hmac.digest(key, self._line, "sha256"), self._code)

    def keys(self, kind: str, secret: bytes) -> Iterator[bytes]:
        """Yield the vault key from each slot of a type that the secret opens (3.1)."""
        for slot in self.body["slots"]:
            cost = slot["memory_kib"], slot["passes"], slot["lanes"]
            require(cost[0] <= 1_048_576 and cost[1] <= 16 and cost[2] <= 16)  # (3.2)
            if slot["type"] != kind:
                continue
            salt = bytes.fromhex(slot["salt"])
            context = b"safelog/v1/slot\0" + self.vault_id + bytes.fromhex(slot["id"])
            context += bytes([TYPES[kind]])
            context += b"".join(number.to_bytes(4, "big") for number in cost) + salt
            stretched = hash_secret_raw(secret, salt, cost[1], cost[0], cost[2], 32, Type.ID)
            derived = derive(stretched, b"", context, 64)
            if hmac.compare_digest(derived[32:].hex(), slot["commitment"]):
                sealed = bytes.fromhex(slot["sealed_key"])
                key = AESGCM(derived[:32]).decrypt(bytes(12), sealed, context)
                require(self.is_authentic(key))
                yield key


def _record(record: bytes) -> tuple[bytes, list[Attachment]]:
    """Take a record apart (5.3)."""
    count, length = int.from_bytes(record[1:3], "big"), int.from_bytes(record[3:7], "big")
    begin = 7 + 56 * count
    require(record[0] == 1 and not any(record[begin + length :]))
    parts = (record[at : at + 56] for at in range(7, begin, 56))
    attachments = [(each[:16], int.from_bytes(each[16:24], "big"), each[24:]) for each in parts]
    return record[begin : begin + length], attachments


def main() -> None:
    """Write every record of a vault on a line of its own."""
    folder, kind = sys.argv[1:]
    vault = Vault(Path(folder), kind, sys.stdin.buffer.read())
    for payload, attachments in vault.records():
        sys.stdout.buffer.write(payload + b"\n")
        for attachment in attachments:
            sys.stdout.buffer.write(b"%d bytes attached\n" % len(vault.content(attachment)))


if __name__ == "__main__":
    main()
