"""Message catalogues: every sentence that a person reads, in their language."""

from safelog.i18n.catalogue import LANGUAGES, Catalogue

__all__ = ["LANGUAGES", "Catalogue"]
