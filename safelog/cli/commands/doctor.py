"""`doctor`: say which protections hold on this computer, which do not, and what to do."""

from __future__ import annotations

from safelog.cli import objects
from safelog.cli.arguments import Words
from safelog.cli.session import Session
from safelog.errors import VaultNotFoundError
from safelog.system.doctor import examine, serious
from safelog.system.doctor.reading import Machine
from safelog.system.hardening import harden_process
from safelog.vault import can_keep_in_memory, looks_like_vault

ARGUMENTS = ()


def run(session: Session, words: Words) -> None:
    """Examine this computer. Needs no passphrase, and changes nothing.

    Raises:
        VaultNotFoundError: there is no vault; all else was told.
        StorageError: the folder of the vault cannot be read.
    """
    del words
    has_vault = looks_like_vault(session.folder)
    # Switching on what is on already changes nothing and says what is.
    facts = Machine(environ=session.host.environ).facts(
        session.folder.resolve() if has_vault else None,
        now=session.host.clock.now(),
        active=harden_process(),
        keys_stay_in_memory=can_keep_in_memory(),
    )
    findings = examine(facts)
    console, catalogue = session.console, session.console.catalogue
    for finding in findings:
        if session.json:
            console.print_json(
                objects.Finding(topic=finding.topic, found=finding.found, state=finding.state.value)
            )
            continue
        state = catalogue.text(f"doctor.state.{finding.state}")
        sentence = catalogue.text(f"{finding.key}.text", value=finding.value)
        console.print(f"{state}: {sentence}")
        if catalogue.has(f"{finding.key}.next"):
            console.print(f"    {catalogue.text(f'{finding.key}.next')}")
    if not session.json:
        console.print(catalogue.plural("doctor.serious", len(serious(findings))))
    if not has_vault:
        raise VaultNotFoundError
