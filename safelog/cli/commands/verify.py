"""`verify`: judge an export that somebody received; needs no vault and no passphrase."""

from __future__ import annotations

from pathlib import Path

import msgspec

from safelog.cli.arguments import Argument, Words
from safelog.cli.files import EXPORT_BYTES_MAX, open_input
from safelog.cli.objects import Verification
from safelog.cli.session import Session
from safelog.errors import NotAnExportError, UsageError
from safelog.export.report import report_lines
from safelog.export.verify import verify

ARGUMENTS = (
    Argument(name="files", value="FILE", many=True),
    Argument(name="earlier", flag="--earlier", value="FILE", many=True),
)


def run(session: Session, words: Words) -> None:
    """Judge the files of one export."""
    names = words.texts("files")
    if len(set(names)) != len(names):
        raise UsageError
    # The proof is the one JSON file; the order in which people name files means nothing. Two files
    # of one name in two folders are two files: each is judged.
    proofs: list[bytes] = []
    files: list[tuple[str, bytes]] = []
    for name in names:
        untrusted = _read(session, name)
        if untrusted.lstrip()[:1] == b"{":
            proofs.append(untrusted)
        else:
            files.append((Path(name).name, untrusted))
    if len(proofs) != 1:
        raise NotAnExportError
    report = verify(
        proofs[0],
        files,
        earlier=[_read(session, name) for name in words.texts("earlier")],
    )
    if session.json:
        session.console.print_json(msgspec.convert(report, type=Verification, from_attributes=True))
        return
    for line in report_lines(report, session.console.catalogue):
        session.console.print(line)


def _read(session: Session, name: str) -> bytes:
    with open_input(name, session.console.stdin) as file:
        untrusted = file.read(EXPORT_BYTES_MAX + 1)
    if len(untrusted) > EXPORT_BYTES_MAX:
        raise NotAnExportError
    return untrusted
