"""The errors that docs/FORMAT.md names, for a reader that knows nothing of safelog.

Owns one class for each name, and no sentence: what a person is told is not part of the format.
"""


class FormatError(Exception):
    """Refuse a vault, for a reason that the format names.

    Attributes:
        position: Where: a record from 0, or a word from 1; None where the format names no place.
    """

    def __init__(self, position: int | None = None) -> None:
        """Take the place, where there is one."""
        super().__init__() if position is None else super().__init__(position)
        self.position = position


class VaultNotFoundError(FormatError):
    """There is neither a head nor a log (section 4.2)."""


class ForeignFileError(FormatError):
    """A link stands for a folder, or the log is another vault's (sections 2 and 5)."""


class NewerVersionError(FormatError):
    """A newer safelog wrote this (sections 4.2 and 5)."""


class StorageError(FormatError):
    """The system refused to read a file (section 4.2)."""


class DamagedHeadError(FormatError):
    """No copy of the head can be used (section 4.2)."""


class ExcessiveCostError(FormatError):
    """A slot costs more than any safelog asks for (section 3.2)."""


class InsufficientMemoryError(FormatError):
    """This machine has too little memory for a slot (section 4.2)."""


class WrongSecretError(FormatError):
    """No slot opens with what was brought (section 4.2)."""


class InvalidTextError(FormatError):
    """A passphrase is not UTF-8 (section 3.1)."""


class InvalidRecoveryWordsError(FormatError):
    """These were meant as recovery words, and are none (section 7)."""


class InvalidKeyFileError(FormatError):
    """This is no key file (section 7.1)."""


class DamagedVaultError(FormatError):
    """The log does not begin as a log does (section 5)."""


class TruncatedLogError(FormatError):
    """The log is shorter than the head says (section 5.5)."""


class DamagedRecordError(FormatError):
    """A record is not authentic, or not formed as section 5.3 says."""


class MisplacedRecordError(FormatError):
    """A record is authentic and stands in another's place (section 5.5)."""


class MissingBlobError(FormatError):
    """The file of an attachment is not there (section 6)."""


class DamagedBlobError(FormatError):
    """An attachment is not what its record says (section 6)."""
