"""What holds for every name and every text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelog.redact.hit import Hit, Tier
from safelog.redact.matcher import Matcher
from safelog.redact.names.declension import Kinship, decline
from safelog.redact.names.finder import NameFinder
from safelog.redact.names.generators import kazakh_forms, russian_forms, ukrainian_forms
from safelog.redact.register import RegisteredEntity

REGISTER = (
    RegisteredEntity("p1", "person", "ru", "Глеб Аркадьевич Щеглов", ("Кардан",), "m"),
    RegisteredEntity("p2", "person", "uk", "Соломія Рябченко-Тиха", (), "f"),
    RegisteredEntity("p3", "person", "kk", "Мөлдір Тұрсынханова", (), "f"),
    RegisteredEntity("p4", "person", "en", "Ivy Thornbury", (), "f"),
    RegisteredEntity("l1", "place", "ru", "Нижний Крутояр"),
    RegisteredEntity("n1", "phone", "ru", "+7 700 000 41 87"),
)
MATCHER = Matcher(REGISTER)

PIECES = st.sampled_from(
    [
        *("Щеглов", "Глеб", "щеглова", "Аркадьич", "Г.", "А.", "Рябченко", "Тихої", "Мөлдірге"),
        *("Thornbury", "Ivy", "нижнем", "Крутояре", "Щ", "е", "г", "л", "о", "в", "700", "4187"),
        *(
            " ",
            "\n",
            "-",
            "'",
            "’",
            ".",
            ",",
            "«",
            "»",
            "#",
            "@",
            "_",
            "\u00ad",
            "\u200b",
            "\u0301",
        ),
        *("и", "сказал", "океан", "王", "გ", "0", ":", "\x00", "\U0001f600", "ß", "İ"),
    ]
)
TEXTS = st.lists(PIECES | st.characters(), max_size=40).map("".join)

SYLLABLES = st.sampled_from(
    ["бо", "ва", "ге", "ди", "жу", "ки", "ло", "мы", "не", "ра", "си", "ту", "хо"]
)
ENDINGS = st.sampled_from(
    [
        *(
            "ов",
            "ев",
            "ин",
            "ский",
            "цкий",
            "ая",
            "ович",
            "ян",
            "дзе",
            "швили",
            "енко",
            "чук",
            "ник",
        ),
        *(
            "ец",
            "ок",
            "ель",
            "ань",
            "ей",
            "ий",
            "ых",
            "а",
            "я",
            "о",
            "и",
            "ль",
            "ів",
            "ець",
            "ська",
        ),
    ]
)
SURNAMES = st.builds(
    lambda start, end: ("".join(start) + end).capitalize(),
    st.lists(SYLLABLES, min_size=2, max_size=3),
    ENDINGS,
)


@settings(deadline=None)
@given(TEXTS)
def test_hits_are_sorted_and_apart_and_end_with_words(text: str) -> None:
    """No text makes the engine fail, overlap, or cut a word in two."""
    hits = MATCHER.find(text)
    end = 0
    for hit in hits:
        assert end <= hit.start < hit.end <= len(text)
        end = hit.end
        assert not _inside_word(text, hit.start)
        assert not _inside_word(text, hit.end)
    assert hits == MATCHER.find(text)


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=30), st.sampled_from(["person", "place", "organisation", "other"]))
def test_any_text_can_be_registered(name: str, kind: str) -> None:
    """Whatever stands in the register, set-up and search go through."""
    for language in ("ru", "uk", "kk", "en"):
        entity = RegisteredEntity("x", kind, language, name)  # type: ignore[arg-type]  # of the list
        list(NameFinder([entity]).find(f"Вот {name} и всё."))


@settings(deadline=None, max_examples=25)
@given(SURNAMES, st.sampled_from(["m", "f", ""]))
def test_every_form_of_a_surname_is_found(surname: str, sex: str) -> None:
    """Those of the table, of the three libraries, and in capitals."""
    match sex:
        case "m":
            entity = RegisteredEntity("x", "person", "ru", f"Глеб {surname}", (), "m")
        case "f":
            entity = RegisteredEntity("x", "person", "ru", f"Зоя {surname}", (), "f")
        case _:
            entity = RegisteredEntity("x", "person", "ru", f"Саша {surname}")
    finder = NameFinder([entity])
    word = surname.lower()
    own = {form for form, kin in decline(word, "surname", entity.sex).items() if not kin}
    own |= {*russian_forms(word, "surname", entity.sex)}
    own |= {*ukrainian_forms(word, "surname", entity.sex), *kazakh_forms(word)}
    for form in own:
        if len(form) > 1:
            _assert_covered(finder, f"Это был {form.capitalize()} вчера.", form)
            _assert_covered(finder, f"ЭТО БЫЛ {form.upper()} ВЧЕРА.", form)


@given(
    st.sampled_from(["Щегловым", "Тұрсынхановадан", "Рябченко", "Thornbury", "Соломією"]),
    st.lists(
        st.tuples(st.integers(1, 20), st.sampled_from("\u200b\u00ad\u0301\ufeff\u2060")), max_size=4
    ),
)
def test_unseen_characters_hide_no_name(name: str, unseen: list[tuple[int, str]]) -> None:
    """Wherever they stand inside it, and they are covered with it."""
    written = name
    for position, character in unseen:
        at = position % len(written) or 1
        written = written[:at] + character + written[at:]
    text = f"Знову {written} тут, үйде."
    found = [text[hit.start : hit.end] for hit in MATCHER.find(text)]
    assert found == [written]


@given(
    st.sampled_from(["Щеглов", "Тұрсынханова", "Thornbury"]),
    st.sampled_from([" ", ".", " - ", "\n"]),
)
def test_a_name_spelt_letter_by_letter_is_covered_whole(name: str, gap: str) -> None:
    """With any gap between its letters."""
    written = gap.join(name)
    text = f"Надпись: {written}"
    assert [text[hit.start : hit.end] for hit in MATCHER.find(text)] == [written]


@pytest.mark.parametrize(
    "unit",
    [
        "Вчера Щеглов говорил с Полиной у дома. ",
        "Щеглов-",
        "а.",
        "Щ е ",
        "_щеглов",
        "щеглов@",
        "Щег\n",
        "«",
        "'а",
        "а\u0301",
        "Г. А. ",
        "Глеб ",
        "Нижний ",
        "x" * 50,
    ],
)
def test_the_work_grows_with_the_text_and_not_with_its_square(unit: str) -> None:
    """Eight times the text takes about eight times as long, whatever it is made of."""
    short = unit * (3_000 // len(unit))
    finder = NameFinder(REGISTER)
    list(finder.find(short))
    ratio = min(_seconds(finder, short * 8) / _seconds(finder, short) for _ in range(3))
    assert ratio < 24


def _seconds(finder: NameFinder, text: str) -> float:
    began = time.process_time()
    list(finder.find(text))
    return time.process_time() - began + 1e-4


def _inside_word(text: str, offset: int) -> bool:
    return 0 < offset < len(text) and text[offset - 1].isalnum() and text[offset].isalnum()


def _assert_covered(finder: NameFinder, text: str, word: str) -> None:
    hits: list[Hit] = list(finder.find(text))
    start = text.lower().index(word)
    assert any(h.start <= start and start + len(word) <= h.end for h in hits), (word, hits)
    assert all(hit.tier in {Tier.SURE, Tier.ASK} for hit in hits)


def test_kinship_orders_forms() -> None:
    """A form of one's own counts as that, even where the family shares it."""
    assert decline("щеглов", "surname", "m")["щеглова"] is Kinship.OWN
