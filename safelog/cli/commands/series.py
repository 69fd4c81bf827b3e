"""`series`: incidents that belong together, in the order of their times."""

from __future__ import annotations

from safelog.cli.arguments import Argument, Words
from safelog.cli.case_objects import SeriesShown
from safelog.cli.listing import entity_line, heading_line
from safelog.cli.lookup import find_entity
from safelog.cli.session import Session
from safelog.errors import NotFoundError
from safelog.journal.journal import Journal
from safelog.journal.series import Series, series_of
from safelog.model.text import one_line

ARGUMENTS = (
    Argument(name="series", optional=True),
    Argument(name="titles", flag="--titles"),
)


def run(session: Session, words: Words) -> None:
    """Show one series, or list them all.

    Raises:
        NotFoundError: there is no such series.
    """
    console = session.console
    with session.journal() as journal:
        if words.text("series"):
            entity = find_entity(journal, words.text("series"))
            if entity.kind != "series":
                raise NotFoundError(what="entity")
            shown = [series_of(journal, entity.id)]
        else:
            state = journal.state
            ids = (each.id for each in state.entities.values() if each.kind == "series")
            groups = dict.fromkeys(map(state.representative, ids))
            shown = [series_of(journal, each) for each in groups]
        for series in shown:
            if session.json:
                console.print_json(_object(series))
            else:
                _print(session, journal, series, titles=words.flag("titles"))
        console.tell(console.plural("series.found", len(shown)))


def _print(session: Session, journal: Journal, series: Series, *, titles: bool) -> None:
    console, kinds = session.console, journal.surroundings.kinds
    entities = journal.state.entities
    console.print(entity_line(entities[series.entity], kinds, console.catalogue.language))
    if series.senders:
        names = ", ".join(one_line(entities[each].name) for each in series.senders)
        console.print(console.text("series.senders", names=names))
    if series.days:
        fewest, most = series.days
        key = "series.days" if fewest == most else "series.days_between"
        console.print(console.plural(key, most, fewest=fewest))
    for incident in series.incidents:
        line = heading_line(journal.thread(incident), kinds, session, titles=titles)
        console.print(f"  {line}")


def _object(series: Series) -> SeriesShown:
    return SeriesShown(
        id=series.entity, incidents=series.incidents, senders=series.senders, days=series.days
    )
