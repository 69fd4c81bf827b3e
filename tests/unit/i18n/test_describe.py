"""Errors in words."""

from __future__ import annotations

import pytest

from safelog import errors
from safelog.i18n import LANGUAGES, Catalogue
from safelog.i18n.errors import describe


def test_an_error_without_fields_has_no_place() -> None:
    """The sentences stand without any detail."""
    words = describe(errors.WrongSecretError(), Catalogue("en"))
    assert "Nothing was changed" in words.text or "nothing was changed" in words.text
    assert words.where == ""
    assert words.next


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "Line 3. Field “when”."), ("ru", "Строка 3. Поле «when».")],
)
def test_each_known_field_adds_its_sentence(language: str, expected: str) -> None:
    """Fields are said in the order in which the error carries them."""
    error = errors.InvalidFieldError(line=3, field="when")
    assert describe(error, Catalogue(language)).where == expected


def test_a_class_may_say_a_field_in_its_own_way() -> None:
    """The position of a recovery word is not that of a record."""
    catalogue = Catalogue("en")
    word = describe(errors.InvalidRecoveryWordsError(position=4), catalogue)
    record = describe(errors.DamagedRecordError(position=4), catalogue)
    assert "word 4" in word.where
    assert record.where == "Record 4."


def test_one_value_may_have_a_sentence_of_its_own() -> None:
    """Position 0 of the recovery words means that each word is known; the number is not shown."""
    catalogue = Catalogue("en")
    assert "0" not in describe(errors.InvalidRecoveryWordsError(position=0), catalogue).where
    night = describe(errors.InvalidTimeError(reason="which_night"), catalogue)
    assert "two nights" in night.where


def test_a_reason_that_no_translator_met_stays_unsaid() -> None:
    """A token is never shown raw where a sentence was to stand."""
    assert describe(errors.InvalidTimeError(reason="novelty"), Catalogue("ru")).where == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_field_stays_unsaid(language: str) -> None:
    """A field that no translator met does not break the sentence."""
    assert describe(errors.InputError(novelty=1), Catalogue(language)).where == ""
