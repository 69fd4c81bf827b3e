"""Which words count as the same: across alphabets, spellings and case forms."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from safelog.journal.search.index import Indexed, SearchIndex
from safelog.journal.search.query import Rank
from safelog.journal.search.tokens import words
from safelog.model.ids import IncidentId

ID = IncidentId("0abcdefghjkmnpqrstvwxyz012")


def rank_of(query: str, text: str) -> Rank | None:
    """Return how well a text fits a query, alone in an index."""
    index = SearchIndex()
    index.read(Indexed(ID, [text]))
    found = list(index.find(query, lambda _: frozenset()))
    return found[0].rank if found else None


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("vetka", "ветка"),
        ("ВЕТКА", "вeтка"),  # the second letter is Latin
        ("OMOH", "ОМОН"),
        ("ежик", "ёжик"),
        ("украiна", "Україна"),
        ("обєкт", "об'єкт"),
        ("об’єкт", "обʼєкт"),
        ("Жаксыбеков", "Жақсыбеков"),
        ("Zhaksybekov", "Жақсыбеков"),
        ("Jaqsybekov", "Жақсыбеков"),
        ("Жақсыбеков", "Zhaksybekov"),
        ("shcheglov", "Щеглов"),
        ("Ščeglov", "Щеглов"),
        ("Schtscheglow", "Щеглов"),
        ("Chtcheglov", "Щеглов"),
        ("Щеглов", "Shcheglov"),
        ("Kuznecov", "Кузнецов"),
        ("Азербайджан", "Azerbaijan"),
        ("Kyiv", "Київ"),
        ("Сергей", "Sergej"),
        ("замок", "за\u0301мок"),
        ("мой", unicodedata.normalize("NFD", "мой")),
        ("ﬁle", "file"),
        ("🚁", "над домом 🚁 час"),
        ("京", "去北京了"),
        ("北京", "去北京了"),
        ("თბილისი", "თბილისი"),
    ],
)
def test_one_word_in_another_alphabet_or_spelling(query: str, text: str) -> None:
    """Such words are the same word, and stand with the best hits."""
    assert rank_of(query, text) == "exact"


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("машина", "машины машину машиной машине машин машинам машинами машинах"),
        ("mashiny", "машина машиной"),
        ("ветка", "веток ветками"),
        ("отец", "отца отцу отцом"),
        ("полиция", "полиции полицию полицией"),
        ("следователь", "следователя следователем следователей"),
        ("серый", "серая серого серую серыми"),
        ("Ветров", "Ветрова Ветрову Ветровым Ветровых"),
        ("звонил", "звонила звонили звонит звонят звоню звонить"),
        ("угрожал", "угрожает угрожают угрожали"),
        ("боялся", "боится бояться боялась"),
        ("слідкували", "слідкував слідкувати"),
        ("сусід", "сусіда сусіди сусідами"),
        ("Харків", "Харкова Харкову"),
        ("Києва", "Києву"),
        ("үй", "үйдің үйге үйде үйден үйлер үйлерінің"),
        ("үйдің", "үй үйде үйге"),
        ("кітап", "кітабы кітапты кітаптарымызда"),
        ("көлік", "көлігі көлікпен көліктер"),
        ("келді", "келген келеді келмеді келу"),
        ("car", "cars"),
        ("followed", "following follows follow"),
    ],
)
def test_another_form_of_the_word(query: str, texts: str) -> None:
    """Case forms, persons and tenses are found, after the word as it was typed."""
    assert {text: rank_of(query, text) for text in texts.split()} == dict.fromkeys(
        texts.split(), "form"
    )


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("звонил", "звонок"),
        ("бил", "был"),
        ("билет", "была"),
        ("билет", "били"),
        ("полка", "поле"),
        ("машина", "машинист"),
        ("коза", "кожа"),
        ("vetka", "ветер"),
    ],
)
def test_other_words_stay_apart(query: str, text: str) -> None:
    """What merely looks alike, or has one root, is another word."""
    assert rank_of(query, text) is None


def test_every_beginning_of_a_spelling_finds_the_word() -> None:
    """While somebody types, no letter makes the word vanish, in whatever alphabet."""
    for typed in ("щеглова", "shcheglova", "schtscheglowa", "ščeglova"):
        for size in range(1, len(typed) + 1):
            assert rank_of(typed[:size], "Щеглова"), typed[:size]
    for size in range(1, len("боится") + 1):
        assert rank_of("боится"[:size], "боится")


def test_a_word_is_found_by_how_it_begins_and_not_by_its_middle() -> None:
    """The beginning is enough, and ranks last."""
    assert rank_of("само", "самолёт") == "beginning"
    assert rank_of("лёт", "самолёт") is None


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("7000000", "+7 (700) 000-00-01"),
        ("700 000", "звонили с 87000000001"),
        ("0000001", "+7 (700) 000-00-01"),
        ("87000000001", "+7 700 000 00 01"),
        ("+7 700 000 00 01", "8 (700) 000 00 01"),
        ("380501112233", "050 111-22-33"),
        ("0501112233", "+380 50 111 22 33"),
        ("123/2026", "дело № 123 / 2026-4"),
        ("а123", "номер А123ВС77"),
        ("a123bc", "номер А 123 ВС 77"),
        ("А 123 ВС", "A123BC77"),
        ("123", "А123ВС77"),
        ("aa 1234", "АА 1234 ВВ"),
        ("٧٠٠", "700"),
    ],
)
def test_a_number_or_plate_is_found_by_a_part_however_it_is_spaced(query: str, text: str) -> None:
    """Digits count, not what stands between them; a plate's letters may be of either alphabet."""
    assert rank_of(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [("7000009", "+7 700 000 00 01"), ("12", "1 2"), ("А123ВС77", "123"), ("дом7", "дом8")],
)
def test_another_number_is_not_found(query: str, text: str) -> None:
    """A number that is not there is not put together from pieces that are apart."""
    assert rank_of(query, text) is None


def test_words_around_a_number_are_looked_for_too() -> None:
    """Only the number may be spaced otherwise; the other words must be there."""
    assert rank_of("звонил 700 000 00 01 вечером", "Вечером звонили с +7 (700) 000-00-01")
    assert rank_of("звонил 700 000 00 01 утром", "Вечером звонили с +7 (700) 000-00-01") is None


def test_a_phrase_holds_across_forms_and_alphabets() -> None:
    """Words in quotes must follow one another, in any form; open quotes may still grow."""
    text = "Видел серую машину у рынка. Машина серая."
    assert rank_of('"серая машина"', text) == "form"
    assert rank_of('"seraya mashina"', text) == "form"
    assert rank_of('"машина рынок"', text) is None
    assert rank_of('"серая маш"', text) is None
    assert rank_of('"серая маш', text) == "beginning"
    assert rank_of('"нет такого"', text) is None


def test_no_phrase_reaches_over_two_texts() -> None:
    """The end of a title and the beginning of a narrative are not neighbours."""
    index = SearchIndex()
    index.read(Indexed(ID, ["серая", "машина"]))
    assert not list(index.find('"серая машина"', lambda _: frozenset()))
    assert list(index.find("серая машина", lambda _: frozenset()))


def test_words_joined_by_a_hyphen_follow_one_another() -> None:
    """A compound is a phrase of which the last word may be unfinished."""
    assert rank_of("Ростов-на-Дон", "в Ростове-на-Дону")
    assert rank_of("кто-то", "то кто") is None


@given(st.text(max_size=40))
@example("ﷺ ½ Ⅷ İstanbul ß ʼ ь Ъъ")
@example("\ud800слово\x00слово\x1fслово")
@example("9" * 30 + " 1-2-3-4-5-6-7-8")
def test_whatever_was_written_is_found_by_typing_it(text: str) -> None:
    """Every word of every text finds it."""
    index = SearchIndex()
    index.read(Indexed(ID, [text]))
    for word in words(text):
        found = list(index.find(word.text, lambda _: frozenset()))
        assert found == [(ID, "exact")], word
