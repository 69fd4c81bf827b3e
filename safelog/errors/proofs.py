"""Exports that somebody received, and what is wrong with them."""

from __future__ import annotations

from safelog.errors.base import SafelogError


class ProofError(SafelogError):
    """The export is not what was signed. Fields: place."""

    exit_code = 60


class NotAnExportError(ProofError):
    """The file is not an export of safelog."""

    exit_code = 61


class ChangedExportError(ProofError):
    """Something in the export was changed after it was signed. Fields: place."""

    exit_code = 62


class InvalidSignatureError(ProofError):
    """The signature does not fit the checkpoint."""

    exit_code = 63


class NewerExportError(ProofError):
    """The export was made by a newer safelog. Fields: version."""

    exit_code = 64
