"""Attach a file and read it back, in a process of its own whose memory can be told.

Prints three numbers: seconds to attach, seconds to read back, bytes of memory above idle.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from bench.bounds import seconds
from bench.world import Writer, passphrase, surroundings
from safelog.journal.attachments import attach, read_attachment
from safelog.journal.journal import Journal
from safelog.vault import Vault


def memory_bytes(which: str) -> int:
    """Return a line of the kernel's account of this process: VmRSS is now, VmHWM the peak."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(rf"^{which}:\s+(\d+) kB$", status, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def main(folder: Path, video: Path) -> None:
    """Measure in the vault of `folder`."""
    journal = Journal(Vault.open(folder, passphrase()), surroundings())
    incident = journal.save(Writer(0).incident(journal.new_id()), base_revision=0).incident
    # Argon2id took 64 MiB and gave them back: forget that peak (proc_pid_clear_refs(5)).
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    idle = memory_bytes("VmRSS")
    with video.open("rb") as source:
        attach_s = seconds(lambda: attach(journal, incident.id, source, name="video.mp4"))
    (attachment,) = journal.read(incident.id).attachments
    read_s = seconds(lambda: sum(len(piece) for piece in read_attachment(journal, attachment)))
    sys.stdout.write(f"{attach_s} {read_s} {memory_bytes('VmHWM') - idle}\n")
    journal.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
