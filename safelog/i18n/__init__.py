"""Message catalogues: every sentence that a person reads, in their language."""

from safelog.i18n.catalogue import DOCUMENT_AREAS, DOCUMENT_LANGUAGES, LANGUAGES, Catalogue

__all__ = ["DOCUMENT_AREAS", "DOCUMENT_LANGUAGES", "LANGUAGES", "Catalogue"]
