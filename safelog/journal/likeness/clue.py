"""What speaks for two spellings meaning one thing, and how strongly."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum, StrEnum
from typing import NamedTuple

from safelog.model.ids import EntityId

NOBODY = EntityId("")
"""Whose a spelling is that nobody registered."""


class Strength(IntEnum):
    """How much a likeness says. Even the strongest says that two spellings agree, no more."""

    POSSIBLE = 1
    """Something agrees that others may share: worth a look."""
    RULE = 2
    """One spelling follows from the other by a rule of writing."""
    EXACT = 3
    """The same, but for case, spaces and punctuation."""


class ClueCode(StrEnum):
    """A reason, the most telling first; its sentence stands in `seen.toml` under its value."""

    SAME_NUMBER = "same_number"
    SAME_CODE = "same_code"
    SAME_ACCOUNT = "same_account"
    SAME_NAME = "same_name"

    NUMBER_PREFIX = "number_prefix"
    """Dialled from elsewhere: 8 700 … and +7 700 …"""
    LOOK_ALIKE = "look_alike"
    """Letters of another alphabet that look the same."""
    ACCOUNT_LINK = "account_link"
    """Once as a link of the service, once as a handle."""
    MAILBOX = "mailbox"
    """Another spelling of the address that the provider delivers to the same mailbox."""
    SAME_POSITION = "same_position"
    """Degrees are compared without their sign, as redaction does."""
    SAME_ADDRESS = "same_address"
    SPELLING = "spelling"
    """Letters that are written either way: ё and е, қ and к, one consonant or two."""
    INFLECTION = "inflection"
    TRANSLITERATION = "transliteration"
    DOUBLE = "double"
    """The same name in the neighbouring language: Олена and Елена."""
    DIMINUTIVE = "diminutive"
    NAME_ORDER = "name_order"
    PATRONYMIC_LEFT_OUT = "patronymic_left_out"
    NAME_CORE = "name_core"
    """The same name with other words beside it: „Рассвет“ and фонд „Рассвет“."""

    NATIONAL_NUMBER = "national_number"
    """The same last digits; one of the two has no country."""
    PARTIAL_NUMBER = "partial_number"
    PLATE_WITHOUT_REGION = "plate_without_region"
    PARTIAL_CODE = "partial_code"
    READ_ALOUD = "read_aloud"
    """The same letters as they are read out: В heard as V."""
    HANDLE_ELSEWHERE = "handle_elsewhere"
    PART_OF_ADDRESS = "part_of_address"
    NEAR = "near"
    COMMON_NAME = "common_name"
    GENERATION = "generation"
    """Only one of the two says that it is the elder's or the younger's."""
    FOREIGN_NAME = "foreign_name"
    SHARED_DIMINUTIVE = "shared_diminutive"
    """A pet form of several names: Саша."""
    INITIALS = "initials"
    TYPO = "typo"
    PART_OF_NAME = "part_of_name"
    PATRONYMIC = "patronymic"
    """Given name and patronymic agree, and one has no surname."""
    OTHER_READING = "other_reading"
    """As it stands it is a name of its own, and a case form of this one."""
    SURNAME_ALONE = "surname_alone"
    GIVEN_ALONE = "given_alone"
    DESCRIPTION = "description"

    @property
    def strength(self) -> Strength:
        """The most that a likeness with this clue can be."""
        if self in _EXACT:
            return Strength.EXACT
        return Strength.RULE if self in _RULES else Strength.POSSIBLE


_ORDER = tuple(ClueCode)
_EXACT = frozenset(_ORDER[: _ORDER.index(ClueCode.NUMBER_PREFIX)])
_RULES = frozenset(_ORDER[: _ORDER.index(ClueCode.NATIONAL_NUMBER)]) - _EXACT


class Clue(NamedTuple):
    """One reason."""

    code: ClueCode
    known: int = 0
    """How many characters or words agree, for clues that count them."""


class Likeness(NamedTuple):
    """That an entity may be what a spelling means."""

    entity: EntityId
    clues: tuple[Clue, ...]
    """All that was needed to get from one spelling to the other, the weakest deciding."""
    said: str = ""
    """The words of a text that led to it."""

    @property
    def strength(self) -> Strength:
        """As strong as its weakest clue."""
        return min(clue.code.strength for clue in self.clues)

    @property
    def rank(self) -> tuple[int, int, int]:
        """Compare: the greater, the more telling."""
        weakest = max(_ORDER.index(clue.code) for clue in self.clues)
        return int(self.strength), -weakest, sum(clue.known for clue in self.clues)


def clues(codes: Iterable[ClueCode]) -> tuple[Clue, ...]:
    """Return clues that count nothing, each once, the most telling first."""
    return tuple(Clue(code) for code in sorted(set(codes), key=_ORDER.index))
