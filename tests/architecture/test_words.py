"""No sentence for a person stands in code: the catalogues hold them, in every language."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = sorted((ROOT / "safelog").rglob("*.py"))
INTERFACES = [path for path in PACKAGE if path.relative_to(ROOT).parts[1] in {"cli", "tui"}]

# Their business is letters, as data: case endings, transliterations, words for times of day.
WORKS_ON_LETTERS = {"redact", "model"}
# Two words, or one that begins like a label. A row of a keyboard or a class of letters is neither.
RUSSIAN = re.compile(r"[Ѐ-ӿ]{2,}\s.*[Ѐ-ӿ]{2,}|\b[Ѐ-Я][а-ӿ]{2,}", re.DOTALL)

# Calls that put their text before a person.
SHOWING = re.compile(
    r"(Label|Static|Button|Header|Footer|Placeholder|Input|TextArea|Option|notify|write|writelines"
    r"|print|say|add_argument|add_parser|ArgumentParser|update|set_title|append_text)"
)
SHOWN_KEYWORDS = {
    *("help", "description", "epilog", "metavar", "label", "title", "placeholder", "tooltip"),
    *("border_title", "border_subtitle", "prompt", "message"),
}
SENTENCE = re.compile(r"[A-Za-z]{3,}.* .*[A-Za-z]{2,}")


def docstrings(tree: ast.AST) -> set[int]:
    """Return the identities of the nodes that are docstrings, of modules down to attributes."""
    scopes = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(statement.value)
        for node in ast.walk(tree)
        if isinstance(node, scopes)
        for statement in node.body
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    }


def literals(tree: ast.AST) -> list[ast.Constant]:
    """Return every text in a tree that is no docstring; parts of f-strings count."""
    notes = docstrings(tree)
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes
    ]


def shown_sentences(tree: ast.AST) -> list[ast.Constant]:
    """Return the texts that calls in `tree` show to a person and that look like sentences."""
    found = []
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
        arguments = [k.value for k in call.keywords if k.arg in SHOWN_KEYWORDS]
        if SHOWING.fullmatch(name):
            arguments += call.args
        for argument in arguments:
            pieces = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
            found += [
                piece
                for piece in pieces
                if isinstance(piece, ast.Constant)
                and isinstance(piece.value, str)
                and SENTENCE.search(piece.value)
            ]
    return found


def places(path: Path, nodes: list[ast.Constant]) -> list[str]:
    """Return where in the tree `nodes` stand."""
    return [f"{path.relative_to(ROOT).as_posix()}:{node.lineno}: {node.value!r}" for node in nodes]


def test_no_russian_sentence_stands_in_code() -> None:
    """Russian words in a text belong to a catalogue, or to the tables that work on letters."""
    found = []
    for path in PACKAGE:
        if path.relative_to(ROOT).parts[1] in WORKS_ON_LETTERS:
            continue
        texts = literals(ast.parse(path.read_text(encoding="utf-8")))
        found += places(path, [node for node in texts if RUSSIAN.search(str(node.value))])
    assert found == []


def test_no_interface_shows_a_literal_sentence() -> None:
    """What a widget or the command line shows comes from a catalogue."""
    found = []
    for path in INTERFACES:
        found += places(path, shown_sentences(ast.parse(path.read_text(encoding="utf-8"))))
    assert found == []


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ('Label("Enter your passphrase")', 1),
        ('Label(f"Enter {name} now please")', 1),
        ('parser.add_argument("--vault", help="folder of the vault")', 1),
        ('stream.write("nothing was changed")', 1),
        ('Label(text("unlock.prompt"))', 0),
        ('parser.add_argument("--vault", metavar="DIR")', 0),
        ('stream.write("\\n")', 0),
    ],
)
def test_a_literal_sentence_is_told_from_a_key(source: str, count: int) -> None:
    """The rule sees sentences, and lets keys and symbols pass."""
    assert len(shown_sentences(ast.parse(source))) == count


@pytest.mark.parametrize(
    ("text", "is_russian"),
    [("Сохранить", True), ("ничего не изменено", True), ("йцукен", False), ("[а-яё]", False)],
)
def test_a_russian_label_is_told_from_letters(text: str, *, is_russian: bool) -> None:
    """The rule sees labels and sentences, and lets tables of letters pass."""
    assert bool(RUSSIAN.search(text)) is is_russian


def test_a_docstring_is_no_text_for_a_person() -> None:
    """Docstrings of classes, functions and attributes are not taken for texts."""
    source = (
        '"""м"""\nclass A:\n    """м"""\n    x = 1\n    """м"""\n    def f(self):\n        "м"\n'
    )
    assert literals(ast.parse(source)) == []
    assert len(literals(ast.parse('x = f"м{1}"'))) == 1
