"""Files of other programs that a person brings in, and what cannot be taken from them."""

from __future__ import annotations

from safelog.errors.inputs import InputError


class ImportFormatError(InputError):
    """The file is not one of those that safelog imports, or it is damaged; nothing was stored.

    Fields where known: reason, line (from 1), message (from 1), member (of an archive, from 1),
    limit.
    """

    exit_code = 77


class UndecidedImportError(InputError):
    """Something that the file does not say has to be said by the person; nothing was stored.

    Fields: what.
    """

    exit_code = 78
