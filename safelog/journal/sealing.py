"""Seal a finished export in the way that the person chose, with a passphrase made for it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from safelog.export.delivery.deliver import (
    Delivered,
    deliver_age,
    deliver_for_keys,
    deliver_page,
    deliver_papers,
)
from safelog.export.delivery.seal import normal_form
from safelog.export.delivery.ways import DEFAULT_WAY, Way
from safelog.export.leakcheck import CheckedOutputs
from safelog.i18n.catalogue import Catalogue
from safelog.vault import Secret, generate_passphrase


@dataclass(frozen=True, slots=True)
class Sealing:
    """How an export is to be sealed."""

    way: Way = DEFAULT_WAY
    keys: tuple[str, ...] = ()
    """The recipient's age keys; without any, age takes a passphrase."""

    @property
    def needs_passphrase(self) -> bool:
        """Whether a passphrase opens it."""
        return self.way != "plain" and not self.keys


class Sealed(NamedTuple):
    """An export that is sealed, or left plain, and what opens it."""

    delivered: Delivered | None
    """None for plain files."""
    passphrase: Secret | None
    """Stands in no file. Whoever gets it shows it once and wipes it; None if none opens it."""


def seal_outputs(
    checked: CheckedOutputs,
    sealing: Sealing,
    *,
    language: str,
    random_bytes: Callable[[int], bytes] = os.urandom,
) -> Sealed:
    """Seal the files of an export.

    Args:
        checked: the files.
        sealing: the way.
        language: of the recipient, for the page that opens itself.
        random_bytes: the source of the passphrase, and of the page's salt and nonce.

    Raises:
        InvalidAgeKeyError, MissingExtraError: nothing was sealed.
    """
    if sealing.way == "plain":
        return Sealed(None, None)
    if sealing.keys:
        return Sealed(deliver_for_keys(checked, sealing.keys), None)
    secret = generate_passphrase(random_bytes=random_bytes).secret
    try:
        if sealing.way == "sealed":
            catalogue = Catalogue(language)
            page = deliver_page(
                checked, secret.view, catalogue=catalogue, random_bytes=random_bytes
            )
            return Sealed(page, secret)
        # These libraries take a text, which nobody can wipe.
        words = normal_form(str(secret.view, "utf-8"))
        delivered = (deliver_age if sealing.way == "age" else deliver_papers)(checked, words)
        return Sealed(delivered, secret)
    except BaseException:
        secret.wipe()
        raise
