"""A real process, really killed: everything that it acknowledged is there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from safelog.vault import Secret, Vault
from safelog.vault.opening import create_vault, open_vault
from safelog.vault.ports import Ports
from tests.unit.vault.world import CHEAP_COST, CHEAP_LIMITS, PASSPHRASE, RECOVERY, payloads

CYCLES = 20
ROOT = Path(__file__).parents[2]
WRITER = """
import io, sys
from pathlib import Path
from safelog.vault import Secret, Vault
from safelog.vault.opening import open_vault
from safelog.vault.ports import Ports
from tests.unit.vault.world import CHEAP_LIMITS, PASSPHRASE

secret = Secret.from_text(PASSPHRASE)
vault = Vault(open_vault(Path(sys.argv[1]), secret, ports=Ports(limits=CHEAP_LIMITS)))
while True:
    number = vault.count
    photo = vault.write_blob(io.BytesIO(bytes(9000))) if number % 5 == 0 else None
    vault.append([b"%d" % number, bytes(number % 3000)], blobs=[photo] if photo else [])
    print(number + 2, flush=True)
"""


def test_a_storm_of_kills_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """Killed again and again at chance moments while it appends."""
    folder, ports = tmp_path / "vault", Ports(limits=CHEAP_LIMITS)
    secret = Secret.from_text(PASSPHRASE)
    words = Secret.from_text(RECOVERY)
    Vault(
        create_vault(folder, passphrase=secret, recovery=words, cost=CHEAP_COST, ports=ports)
    ).close()
    acknowledged = 0
    for cycle in range(CYCLES):
        command = [sys.executable, "-c", WRITER, str(folder)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            for _ in range(cycle % 7 + 1):
                acknowledged = int(writer.stdout.readline())
            writer.kill()
            # What it said before it died is acknowledged too; a torn line is not.
            whole = [line for line in writer.stdout.readlines() if line.endswith(b"\n")]
            acknowledged = int(whole[-1]) if whole else acknowledged
        with Vault(open_vault(folder, secret, ports=ports)) as vault:
            found = payloads(vault)
            assert len(found) >= acknowledged
            assert found[::2] == [b"%d" % number for number in range(0, len(found), 2)]
            assert vault.check().problems == ()
    assert acknowledged >= CYCLES
