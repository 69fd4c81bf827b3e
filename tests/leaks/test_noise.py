"""Chance writes names too: what a find in decoded bytes has to look like."""

from __future__ import annotations

import pytest

from safelog.export.encodings import Decoded
from safelog.export.outline import OwnTexts
from safelog.export.readings import read_outputs
from safelog.export.search import Material
from tests.unit.export.page import make_export

EXPORT = make_export()
MATERIAL = Material({}, read_outputs({}), EXPORT.hidden, EXPORT.finder, EXPORT.fixed, OwnTexts())


@pytest.mark.parametrize("words", ["Тамарой", "тамарой", "ТАМАРОЙ", "Тамара Лисицына"])
def test_a_name_as_somebody_writes_it_is_a_find(words: str) -> None:
    """Whatever the bytes around it are."""
    assert MATERIAL.has_noisy_leak(Decoded(f"ж {words} ж", clear=False))


@pytest.mark.parametrize("words", ["тАмаРоЙ", "ТАмарОй", "тамаРой"])
def test_a_short_form_in_mixed_letters_is_chance(words: str) -> None:
    """In a megabyte of salts it stands in one export of five."""
    assert not MATERIAL.has_noisy_leak(Decoded(words, clear=False))


def test_a_long_name_is_no_chance_however_it_is_written() -> None:
    """Eight letters in a row do not come about by themselves."""
    assert MATERIAL.has_noisy_leak(Decoded("лИсИцЫнА", clear=False))
