"""What people and files bring in, and what cannot be taken."""

from __future__ import annotations

from safelog.errors.base import SafelogError


class InputError(SafelogError):
    """Something given to safelog cannot be accepted as it is; nothing was stored.

    Fields where known: line (of an import, from 1), field.
    """

    exit_code = 40


class InvalidJsonError(InputError):
    """The text is not the documented JSON form. Fields: line, at."""

    exit_code = 41


class UnknownKindError(InputError):
    """No kind of incident or entity has that code. Fields: line."""

    exit_code = 42


class InvalidFieldError(InputError):
    """A field is unknown for this kind, or its value has the wrong type. Fields: field, line."""

    exit_code = 43


class InvalidTimeError(InputError):
    """The time cannot be understood, or names a zone or a date that does not exist.

    Fields: reason, at (the time of day), count (of the events that fit).
    """

    exit_code = 44


class InvalidTextError(InputError):
    """The text is too long, or holds characters that cannot be stored. Fields: field, limit."""

    exit_code = 45


class NotFoundError(InputError):
    """Nothing in the journal has that id or name. Fields: what."""

    exit_code = 46


class AmbiguousError(InputError):
    """Several things in the journal begin with that id or name. Fields: what, count."""

    exit_code = 47


class SealedError(InputError):
    """The incident is sealed: it is corrected by a new entry, never edited."""

    exit_code = 48


class ConflictError(InputError):
    """The incident was changed since it was opened for editing. Fields: revision."""

    exit_code = 49


class InvalidLinkError(InputError):
    """Two things cannot be joined in this way. Fields: reason."""

    exit_code = 90


class UnreadableFileError(InputError):
    """A file that was named cannot be read. Fields: errno."""

    exit_code = 70
