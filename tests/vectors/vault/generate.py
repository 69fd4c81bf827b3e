"""Write the frozen vectors of the vault format that are not there yet: `python -m` this module.

One file, one failure. A vector that is there is never written again: released vaults look like it.
Each is a whole folder with known random bytes, at the lowest cost of FORMAT.md section 3.2.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path

from tests.vectors.vault.folders import (
    FRAME,
    PASSPHRASE,
    RECORDS,
    RECOVERY,
    Folders,
    Vector,
    flip,
    folders,
)
from tests.vectors.vault.heads import copy_vectors, head_vectors
from tests.vectors.vault.logs import blob_vectors, log_vectors, record_vectors
from tests.vectors.vault.rekeyings import rekeying_vectors
from tests.vectors.vault.rewritings import rewriting_vectors
from tests.vectors.vault.slots import slot_vectors

HERE = Path(__file__).parent


def whole_vectors(f: Folders) -> list[Vector]:
    """Vaults that open."""
    all_records = tuple(RECORDS)
    torn = f.killed | {"log": f.killed["log"][:-1]}
    no_copy = {name: data for name, data in f.closed.items() if name != "head.bak"}
    damaged_copy = f.closed | {"head": flip(f.closed["head"], 200)}
    return [
        Vector("golden", "a whole vault", "success", f.closed, records=all_records),
        Vector(
            "recovery-words",
            "opened by its recovery words, in capitals",
            "success",
            f.closed,
            RECOVERY.upper(),
            all_records,
        ),
        Vector("head-lags", "the head lags", "success", f.killed, records=all_records),
        Vector("head-copy-missing", "one copy", "success", no_copy, records=all_records),
        Vector("head-copy-damaged", "one bit", "success", damaged_copy, records=all_records),
        Vector(
            "recovery-white-space",
            "no-break and ideographic spaces between the words",
            "success",
            f.closed,
            RECOVERY.replace(" ", "\u00a0", 5).replace(" ", "\u3000"),
            all_records,
        ),
        Vector(
            "passphrase-nfkc",
            "typed with a full-width digit and a no-break space",
            "success",
            f.closed,
            PASSPHRASE.replace("7", "\uff17").replace(" ", "\u00a0"),
            all_records,
        ),
        Vector(
            "log-unfinished-commit",
            "behind the head, whole frames of a commit without its last",
            "success",
            f.killed | {"log": f.killed["log"][:-FRAME]},
            records=all_records[:2],
        ),
        Vector("torn-tail", "the last commit is torn", "success", torn, records=all_records[:2]),
    ]


def as_json(vector: Vector) -> str:
    """Return the text of a vector's file."""
    content = {
        "about": vector.about,
        "expect": vector.expect,
        "fields": vector.fields or {},
        "secret": vector.secret,
        **({"key_file": vector.key_file} if vector.key_file else {}),
        **({"shares": list(vector.shares)} if vector.shares else {}),
        "records": [record.hex() for record in vector.records],
        "files": {
            name: base64.b64encode(data).decode("ascii")
            for name, data in sorted(vector.files.items())
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write what is not there."""
    made = folders()
    for vector in [
        *whole_vectors(made),
        *head_vectors(made),
        *copy_vectors(made),
        *slot_vectors(made),
        *log_vectors(made),
        *record_vectors(made),
        *blob_vectors(made),
        *rewriting_vectors(made),
        *rekeying_vectors(made),
    ]:
        path = HERE / f"{vector.name}.json"
        if not path.exists():
            path.write_text(as_json(vector), encoding="utf-8")


if __name__ == "__main__":
    main()
