"""Encrypted storage: keys, records, attachments. Knows nothing of incidents.

The format is docs/FORMAT.md. Read in this order: secret, kdf, keys, words, key_file, shares,
credential, slots, head, heads, slot_keeper (how a vault is unlocked); record, frame, chain, verify,
log (how records are kept); blob (attachments); rewrite, finishing, next_head, rekey (how contents
go and keys change); state (what can be kept outside of it); opening and vault (the whole). `files`
is the only door to the disk, `ports` what comes from outside.

Format version 1 stays readable by every later release.
"""

from safelog.vault.backup import Backup, restore
from safelog.vault.burn import Contents, burn_vault, look_at
from safelog.vault.chain import TornTail
from safelog.vault.checking import CheckReport
from safelog.vault.copy import VaultCopy, open_copy
from safelog.vault.credential import Combination, Credential
from safelog.vault.heads import Notice
from safelog.vault.holding import is_in_use, lock_file
from safelog.vault.kdf import DEFAULT_COST, FLOOR_COST, KdfCost, calibrate
from safelog.vault.key_file import (
    MOST_KEY_FILE_BYTES,
    encode_key_file,
    generate_key_file,
    parse_key_file,
)
from safelog.vault.looking import looks_like_vault, rehearse
from safelog.vault.pages import can_keep_in_memory
from safelog.vault.pieces import PieceReader
from safelog.vault.record import MOST_RECORD_BYTES, BlobRef, Record
from safelog.vault.salvage import Wreck, open_wreck
from safelog.vault.secret import Key, Secret, ShareSecret
from safelog.vault.shares import (
    FEWEST_TO_OPEN,
    MOST_SHARES,
    SHARE_WORDS,
    ShareSet,
    combine_shares,
    generate_shares,
    shares_missing,
)
from safelog.vault.slot_keeper import Rehearsal, SlotInfo
from safelog.vault.slots import SlotType
from safelog.vault.state import VaultState
from safelog.vault.vault import Vault
from safelog.vault.words import (
    GeneratedPassphrase,
    generate_passphrase,
    generate_recovery,
    parse_recovery,
)

__all__ = [
    "DEFAULT_COST",
    "FEWEST_TO_OPEN",
    "FLOOR_COST",
    "MOST_KEY_FILE_BYTES",
    "MOST_RECORD_BYTES",
    "MOST_SHARES",
    "SHARE_WORDS",
    "Backup",
    "BlobRef",
    "CheckReport",
    "Combination",
    "Contents",
    "Credential",
    "GeneratedPassphrase",
    "KdfCost",
    "Key",
    "Notice",
    "PieceReader",
    "Record",
    "Rehearsal",
    "Secret",
    "ShareSecret",
    "ShareSet",
    "SlotInfo",
    "SlotType",
    "TornTail",
    "Vault",
    "VaultCopy",
    "VaultState",
    "Wreck",
    "burn_vault",
    "calibrate",
    "can_keep_in_memory",
    "combine_shares",
    "encode_key_file",
    "generate_key_file",
    "generate_passphrase",
    "generate_recovery",
    "generate_shares",
    "is_in_use",
    "lock_file",
    "look_at",
    "looks_like_vault",
    "open_copy",
    "open_wreck",
    "parse_key_file",
    "parse_recovery",
    "rehearse",
    "restore",
    "shares_missing",
]
