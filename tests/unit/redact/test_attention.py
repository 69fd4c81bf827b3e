"""Who is shown which words of a text."""

from __future__ import annotations

import pytest

from safelog.redact.attention import LONGEST, Attention, Care


def judge(chunk: str) -> int:
    """Care for words by their letters: n names, f figures, j joins."""
    cares = {"n": Care.NAME, "f": Care.FIGURE, "F": Care.FIGURES | Care.FIGURE, "j": Care.JOIN}
    return cares.get(chunk[0], Care.NONE)


def shown(text: str, care: int, **options: int) -> list[str]:
    """Return the words that are shown to who cares for `care`."""
    look = Attention([judge]).look(text)
    return [text[start:end] for start, end in look.stretches(care, **options)]


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        ("", {}, []),
        ("a b", {}, []),
        ("a n b", {}, ["n"]),
        ("a n n b n", {}, ["n n", "n"]),
        ("a n b c n d", {"before": 1, "after": 1}, ["a n b c n d"]),
        ("n b c d n", {"before": 9}, ["n b c d n"]),
        ("a n", {"after": 9}, ["n"]),
        ("n a f n", {"near": Care.FIGURE, "within": 2}, ["n"]),
        ("f a f", {}, []),
    ],
)
def test_a_finder_is_shown_what_concerns_it(
    text: str, options: dict[str, int], expected: list[str]
) -> None:
    """With as many words around it as it asks for, and none twice."""
    assert shown(text, Care.NAME, **options) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a b", []),
        ("f a f", []),
        ("f f", ["f f"]),
        ("f j j f a f", ["f j j f"]),
        ("F", ["F"]),
        ("a j F f j a", ["j F f j"]),
        ("n f n f", []),
    ],
)
def test_runs_are_shown_if_they_are_long_enough(text: str, expected: list[str]) -> None:
    """What joins may stand between and around; one telling word is enough."""
    look = Attention([judge]).look(text)
    found = look.runs(Care.FIGURE, alone=Care.FIGURES, fewest=2)
    assert [text[start:end] for start, end in found] == expected


def test_a_word_is_judged_once_whatever_stands_after_it() -> None:
    """The memory is by word: with a comma or in quotes it concerns the same."""
    asked: list[str] = []

    def listen(chunk: str) -> int:
        asked.append(chunk)
        return Care.NONE

    attention = Attention([listen])
    attention.look("щит щит, «щит» щит-то щит\u001fщит щит\u2003щит")
    attention.look("щит!")
    assert asked == ["щит", "щит-то", "щит\u001fщит"]


def test_a_very_long_word_concerns_everybody_and_is_forgotten() -> None:
    """Nobody can fill the memory with one word, or hide in it."""
    asked: list[str] = []

    def listen(chunk: str) -> int:
        asked.append(chunk)
        return Care.NONE

    attention = Attention([listen])
    word = "x" * (LONGEST + 1)
    assert attention.look(f"a {word}").seen == Care.ANY
    assert asked == ["a"]


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forgetting changes no answer."""
    monkeypatch.setattr("safelog.redact.attention._MEMO_MOST", 2)
    assert shown("a n b n c n", Care.NAME) == ["n", "n", "n"]
