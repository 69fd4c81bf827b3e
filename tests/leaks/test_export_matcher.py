"""The whole way with the real matcher: what is hidden in an account is in no byte of its export."""

from __future__ import annotations

import pytest

from safelog.errors import LeakFoundError
from safelog.export.leakcheck import check_leaks
from safelog.model.incident import Incident
from safelog.redact.cover import registered
from safelog.redact.matcher import Matcher
from tests.unit.export.page import make_export
from tests.unit.redact.world import exported, full_incident, rules

RULES = rules()
MATCHER = Matcher(registered(RULES))
ACCOUNT = (
    "Мы с Глебом Щегловым шли домой. Щеглову позвонили. Тамаре Лисицыной тоже. "
    "Gleb Shcheglov did not answer. Гл. Щеглов молчал на улице Сиреневой."
)
EXPORT = make_export(
    (
        exported(
            Incident(
                id=full_incident().id,
                kind="surveillance.following",
                title="Щеглов и машина",
                narrative=ACCOUNT,
            ),
            attachments=(),
            corrections=(),
        ),
    ),
    by=RULES,
    finder=MATCHER,
)


@pytest.mark.parametrize("stem", ["Щегл", "Глеб", "Тамар", "Лисиц", "Shcheg", "Gleb", "Сирен"])
def test_no_form_of_a_hidden_name_is_left(stem: str) -> None:
    """Neither in the page nor in the JSON file."""
    for data in EXPORT.outputs.values():
        assert stem.lower() not in data.decode().lower()


def test_the_export_passes_its_own_check() -> None:
    """The matcher that hid the names finds none of them."""
    checked = check_leaks(EXPORT.outputs, hidden=EXPORT.hidden, finder=MATCHER, fixed=EXPORT.fixed)
    assert set(checked.files) == {"chronology.html", "chronology.json"}


@pytest.mark.parametrize(
    "form", ["Щегловы", "Тамарою", "Лисицыну", "Schtscheglow", "Tamara Lisitsyna", "на Сиреневую"]
)
def test_a_form_that_stood_nowhere_is_found(form: str) -> None:
    """The check knows every spelling that the matcher knows, not only those that were hidden."""
    page = EXPORT.html.replace(b"</main>", f"<p>Пришли {form}.</p></main>".encode())
    with pytest.raises(LeakFoundError):
        check_leaks(
            {**EXPORT.outputs, "chronology.html": page},
            hidden=EXPORT.hidden,
            finder=MATCHER,
            fixed=EXPORT.fixed,
        )
