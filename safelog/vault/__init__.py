"""Encrypted storage: keys, records, attachments. Knows nothing of incidents.

The format is docs/FORMAT.md. Read in this order: secret, kdf, keys, credential, slots, head, heads,
slot_keeper (how a vault is unlocked); record, frame, chain, verify, log (how records are kept);
blob (attachments); state (what can be kept outside of it); opening and vault (the whole). `files`
is the only door to the disk, `ports` what comes from outside.

Format version 1 stays readable by every later release.
"""

from safelog.vault.chain import TornTail
from safelog.vault.checking import CheckReport
from safelog.vault.credential import Combination, Credential
from safelog.vault.heads import Notice
from safelog.vault.kdf import DEFAULT_COST, FLOOR_COST, KdfCost, calibrate
from safelog.vault.record import MOST_RECORD_BYTES, BlobRef
from safelog.vault.secret import Key, Secret, ShareSecret
from safelog.vault.slot_keeper import Rehearsal, SlotInfo
from safelog.vault.slots import SlotType
from safelog.vault.state import VaultState
from safelog.vault.vault import Vault, looks_like_vault, rehearse
from safelog.vault.words import (
    GeneratedPassphrase,
    generate_passphrase,
    generate_recovery,
    parse_recovery,
)

__all__ = [
    "DEFAULT_COST",
    "FLOOR_COST",
    "MOST_RECORD_BYTES",
    "BlobRef",
    "CheckReport",
    "Combination",
    "Credential",
    "GeneratedPassphrase",
    "KdfCost",
    "Key",
    "Notice",
    "Rehearsal",
    "Secret",
    "ShareSecret",
    "SlotInfo",
    "SlotType",
    "TornTail",
    "Vault",
    "VaultState",
    "calibrate",
    "generate_passphrase",
    "generate_recovery",
    "looks_like_vault",
    "parse_recovery",
    "rehearse",
]
