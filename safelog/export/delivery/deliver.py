"""From checked files to what is written for the recipient: sealed in one of the ways, or plain."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from safelog.export.delivery.age import AGE_NAME, seal_for_keys, seal_for_passphrase
from safelog.export.delivery.paper import seal_pdf
from safelog.export.delivery.sealed_page import PAGE_NAME, seal_page
from safelog.export.leakcheck import CheckedOutputs
from safelog.i18n import Catalogue

_PAPER = ".pdf"


class Delivered:
    """Sealed files, made of outputs that passed the leak check. Only this module makes one."""

    __slots__ = ("files",)

    def __init__(self, files: Mapping[str, bytes], *, checked: CheckedOutputs) -> None:
        """Keep `files`, which were sealed from `checked`."""
        del checked  # the type is the proof
        self.files: Mapping[str, bytes] = MappingProxyType(dict(files))


def deliver_page(
    checked: CheckedOutputs,
    passphrase: memoryview,
    *,
    catalogue: Catalogue,
    random_bytes: Callable[[int], bytes] = os.urandom,
) -> Delivered:
    """Seal all files in a page that opens itself."""
    page = seal_page(checked.files, passphrase, catalogue=catalogue, random_bytes=random_bytes)
    return Delivered({PAGE_NAME: page}, checked=checked)


def deliver_for_keys(checked: CheckedOutputs, keys: Sequence[str]) -> Delivered:
    """Seal all files for age recipients.

    Raises:
        InvalidAgeKeyError: as for `seal_for_keys`.
    """
    return Delivered({AGE_NAME: seal_for_keys(checked.files, keys)}, checked=checked)


def deliver_age(checked: CheckedOutputs, passphrase: str) -> Delivered:
    """Seal all files with age under a generated passphrase."""
    return Delivered({AGE_NAME: seal_for_passphrase(checked.files, passphrase)}, checked=checked)


def deliver_papers(checked: CheckedOutputs, passphrase: str) -> Delivered:
    """Seal each PDF by itself; nothing else goes along.

    Raises:
        MissingExtraError: the extra is not installed.
    """
    # An original that goes along as it is may be a PDF of a stranger: no library reads it here.
    made = checked.files.keys() - set(checked.unsearched)
    papers = {name: checked.files[name] for name in sorted(made) if name.endswith(_PAPER)}
    sealed = {name: seal_pdf(data, passphrase) for name, data in papers.items()}
    return Delivered(sealed, checked=checked)
