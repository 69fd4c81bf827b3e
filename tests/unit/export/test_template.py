"""Templates: data that chooses and orders, and can lose nothing."""

from __future__ import annotations

import pytest

from safelog.errors import InvalidFieldError
from safelog.export.outline import Heading, Words
from safelog.export.template import REST, load_template, load_templates, template_codes
from safelog.i18n import LANGUAGES, Catalogue
from safelog.model.kind import Kinds, load_kinds
from tests.unit.export.forty import forty
from tests.unit.export.page import TEMPLATES, make_export

PLAIN = """
code = "x"
order = 1
[[sections]]
is = "chronology"
{chronology}
[[sections]]
is = "exhibits"
[[sections]]
is = "legend"
[[sections]]
is = "method"
{more}
"""
ROWS = """layout = "fields"
[[sections.rows]]
label = "row.what"
parts = [{parts}]
"""


def known_paths(kinds: Kinds) -> set[str]:
    """Return every path that a row may name."""
    paths = {"details", "exhibits", "record", REST}
    for field in kinds.common:
        paths |= {field.id, *(f"{field.id}.{inner.id}" for inner in field.fields)}
    codes = (kind.code for kind in kinds.all())
    paths |= {f"details.{field.id}" for code in codes for field in kinds.get(code).fields}
    return paths


def test_each_file_is_a_template_of_its_name() -> None:
    """And they come in their order."""
    assert set(template_codes()) == set(load_templates()) == set(TEMPLATES)
    orders = [template.order for template in load_templates().values()]
    assert orders == sorted(set(orders))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_a_template_is_in_every_catalogue(language: str) -> None:
    """Titles, sentences, the lines of forms and the names of rows."""
    catalogue = Catalogue(language)
    for code, template in TEMPLATES.items():
        assert catalogue.has(f"document.{code}.title")
        for plan in template.sections:
            intro = plan.is_ == "intro"
            for line in plan.lines:
                assert catalogue.has(f"document.{code}.{line}" if intro else f"document.{line}")
            assert all(catalogue.has(f"document.{row.label}") for row in plan.rows)


def test_every_row_names_parts_that_exist() -> None:
    """A slip would leave a row empty for ever."""
    known = known_paths(load_kinds())
    named = {
        part
        for template in TEMPLATES.values()
        for plan in template.sections
        for row in plan.rows
        for part in row.parts
    }
    assert named <= known


@pytest.mark.parametrize(
    "text",
    [
        "nonsense = [",
        "code = 1",
        PLAIN.format(chronology="", more="[[sections]]\nis = 'method'"),
        PLAIN.format(chronology="", more="").replace('"legend"', '"intro"'),
        PLAIN.format(chronology='layout = "fields"', more=""),
        PLAIN.format(chronology=ROWS.format(parts='"narrative"'), more=""),
        PLAIN.format(chronology=ROWS.format(parts='"rest", "place", "place"'), more=""),
        PLAIN.format(chronology=ROWS.format(parts='"rest"').replace("fields", "account"), more=""),
    ],
)
def test_what_would_lose_or_repeat_something_is_no_template(text: str) -> None:
    """A needed section left out, one twice, a part twice, no row for the rest."""
    with pytest.raises(InvalidFieldError):
        load_template(text)


def test_a_plain_template_loads() -> None:
    """The same file without the slip."""
    assert load_template(PLAIN.format(chronology="", more="")).code == "x"
    assert load_template(PLAIN.format(chronology=ROWS.format(parts='"rest"'), more="")).code == "x"


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_no_template_loses_or_repeats_the_persons_words(template: str) -> None:
    """Every text of the document stands in the page once, under every template."""
    export = make_export(template=template)
    page = export.html.decode()
    once = ("у дома", "за рулём", "Видел водителя.", "Плохо сплю.", "у вокзала", "Стояла у дома.")
    assert [page.count(words) for words in once if words != "у дома"] == [1] * 5
    assert page.count("Снял сам.") == 1
    assert page.count("Машина встала на") == 1


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_every_reference_of_a_template_leads_somewhere(template: str) -> None:
    """Also where incidents are lines of a table."""
    page = forty(template=template, count=4).html.decode()
    for target in ("p1", "p4", "e1"):
        if f'href="#{target}"' in page:
            assert page.count(f'id="{target}"') == 1


def test_the_outline_tells_words_from_its_own() -> None:
    """A heading never holds the person's words."""
    for section in make_export().outline.sections:
        for block in section.blocks:
            if isinstance(block, Heading):
                assert not isinstance(block.text, Words)
