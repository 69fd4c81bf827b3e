"""Find registered identifiers: numbers, codes, addresses, accounts, coordinates."""

from safelog.redact.identifiers.finder import IdentifierFinder
from safelog.redact.identifiers.shape import is_identifier

__all__ = ["IdentifierFinder", "is_identifier"]
