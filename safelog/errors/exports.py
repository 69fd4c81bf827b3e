"""Exports that are not written."""

from __future__ import annotations

from safelog.errors.base import SafelogError


class ExportError(SafelogError):
    """The export was not made; no file was written."""

    exit_code = 50


class OpenQuestionsError(ExportError):
    """Some possible names were not decided on yet. Fields: count."""

    exit_code = 51


class LeakFoundError(ExportError):
    """The finished export still held something that was to be hidden. Fields: check, place."""

    exit_code = 52


class UnknownScriptError(ExportError):
    """A text is in a script that has no redaction rules. Fields: script, count."""

    exit_code = 53


class OutputExistsError(ExportError):
    """A file of that name is already there, and safelog does not write over it."""

    exit_code = 54


class UnsafeImageError(ExportError):
    """An image cannot be decoded, so no clean copy of it can be made."""

    exit_code = 55


class NothingSelectedError(ExportError):
    """The selection for the export is empty."""

    exit_code = 56


class UnprovenExportError(ExportError):
    """What the export would show is not what the journal committed to. Fields: place, reason."""

    exit_code = 57


class DivergedExportError(ExportError):
    """The recipient holds an export that this journal does not know of."""

    exit_code = 58


class LostExportError(ExportError):
    """An earlier export for this recipient is missing in the journal, so none can continue it."""

    exit_code = 59


class RawFileError(ExportError):
    """A file cannot go out as it is. Fields: reason."""

    exit_code = 67


class UnrenderedExportError(ExportError):
    """A document of the wanted format could not be made of the export."""

    exit_code = 65


class RevealingExportError(ExportError):
    """It would show what an earlier export kept back from the same recipient. Fields: count."""

    exit_code = 66


class InvalidAgeKeyError(ExportError):
    """This is no age recipient; the number 0 says there are none or too many. Fields: number."""

    exit_code = 80


class MissingExtraError(ExportError):
    """This way to export needs a package that is not installed. Fields: extra."""

    exit_code = 81
