"""The register of entities as redaction needs it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from safelog.model.entity import Entity
from safelog.redact.register import RegisteredEntity


def registered(entities: Iterable[Entity]) -> Iterator[RegisteredEntity]:
    """Yield what is looked for in texts.

    A description of somebody unknown ("man in a grey cap") is made of everyday words and is not
    looked for; where the person linked it with @, the link hides it.
    """
    for entity in entities:
        if entity.known:
            yield RegisteredEntity(
                id=entity.id,
                kind=entity.kind,
                language=entity.language,
                canonical=entity.name,
                aliases=entity.aliases,
                sex=entity.sex,
            )
        elif entity.aliases:
            first, *others = entity.aliases
            yield RegisteredEntity(
                id=entity.id,
                kind=entity.kind,
                language=entity.language,
                canonical=first,
                aliases=tuple(others),
                sex=entity.sex,
            )
