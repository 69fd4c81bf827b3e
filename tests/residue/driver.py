"""A process that opens a vault, works in it and locks it, and stops itself where it is looked into.

Run as a script: the folder of the vault, the descriptor of the passphrase, then `leak` if it is to
keep a copy of a key in an immutable object, as a careless change of the code would.
It stops with the passphrase in hand, with the vault open, with it locked, and at its very end.
"""

from __future__ import annotations

import atexit
import io
import os
import signal
import sys
from pathlib import Path

from safelog.journal.journal import Journal, Surroundings
from safelog.model.kind import load_kinds
from safelog.system.hardening import harden_process
from safelog.system.terminal import read_passphrase_from_descriptor
from safelog.vault import Secret, Vault


def stop() -> None:
    """Wait until somebody lets this process go on."""
    os.kill(os.getpid(), signal.SIGSTOP)


def work_in(vault: Vault) -> None:
    """Do with a vault all that uses a key: write, attach, read, verify."""
    vault.append([b"first", b"second"])
    attached = vault.write_blob(io.BytesIO(bytes(300_000)))
    vault.append([b"third"], blobs=[attached])
    for _ in vault.read_blob(attached.id):
        pass
    vault.check()


def main() -> None:
    """Go through the life of a process that has a vault open."""
    folder, descriptor, *careless = sys.argv[1:]
    with Secret(read_passphrase_from_descriptor(int(descriptor))) as secret:
        stop()
        vault = Vault.open(Path(folder), secret)
    surroundings = Surroundings(now=lambda: 0, randomness=os.urandom, kinds=load_kinds())
    journal = Journal(vault, surroundings)
    work_in(vault)
    leaked = bytes(vault._parts.keys.log.view) if careless else b""  # noqa: SLF001 - what a leak would do
    stop()
    journal.close()
    stop()
    del leaked


if __name__ == "__main__":
    harden_process()
    atexit.register(stop)
    main()
