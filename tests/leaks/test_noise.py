"""Chance writes names too: what a find in decoded bytes has to look like."""

from __future__ import annotations

import pytest

from safelog.export.encodings import Decoded
from safelog.export.outline import OwnTexts
from safelog.export.readings import read_outputs
from safelog.export.search import Material
from safelog.redact.matcher import Matcher
from safelog.redact.register import RegisteredEntity
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


@pytest.mark.parametrize("words", ["DgTAiAfdIdJ", "ECHDgTAiAfdIdJJZO"])
def test_a_short_name_between_other_letters_is_chance(words: str) -> None:
    """Elsewhere somebody glued it to others, in a hash nobody did."""
    finder = Matcher([RegisteredEntity("p", "person", "ru", "Таисия Вербина", (), "f")])
    hidden = EXPORT.hidden._replace(names=frozenset({"Таисия Вербина"}))
    material = Material({}, read_outputs({}), hidden, finder, EXPORT.fixed, OwnTexts())
    noise = "q7xLw" * 8
    assert material.has_leak([f"account {words}"])
    assert not material.has_leak([f"{noise}+{words}+{noise}"])
    assert not material.has_noisy_leak(Decoded(words, clear=False))
    assert material.has_leak([f"{noise}+VerbinaTaisia+{noise}"])
    assert material.has_noisy_leak(Decoded("VerbinaTaisia", clear=False))
