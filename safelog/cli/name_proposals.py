"""What the table of given names proposes for a registered person, on the command line."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from safelog.cli.console import Console
from safelog.cli.questions import Choice, Questions
from safelog.model.entity import Entity
from safelog.model.ids import EntityId
from safelog.redact.names.proposals import Proposal, Sort, proposals


class Proposed(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="proposal"):
    """A name that may become an alias, if the person says so."""

    entity: EntityId
    name: str
    sort: Sort
    shared: tuple[str, ...]
    """Other given names that it stands for as well."""


def proposals_for(entity: Entity) -> tuple[Proposal, ...]:
    """Return what `entity` may be called besides; nothing unless it is a person with a name."""
    if entity.kind != "person" or not entity.known:
        return ()
    return proposals(entity.name, language=entity.language, sex=entity.sex, aliases=entity.aliases)


def tick_aliases(console: Console, ask: Questions, entity: Entity) -> Entity:
    """Return `entity` with the proposals that the person ticks as aliases; by default none."""
    found = proposals_for(entity)
    if not found:
        return entity
    choices = [Choice(proposal.name, proposal_line(console, proposal)) for proposal in found]
    ticked = ask.choose_many(
        console.text("proposal.ask"), choices, about=console.text("proposal.ask_help")
    )
    # A number that is typed twice is one name.
    aliases = (*entity.aliases, *dict.fromkeys(ticked))
    return msgspec.structs.replace(entity, aliases=aliases)


def proposal_line(console: Console, proposal: Proposal) -> str:
    """Write a proposal with its sort, and with the other names that it stands for."""
    sort = console.text(f"proposal.sort.{proposal.sort}")
    if not proposal.shared:
        return console.text("proposal.line", name=proposal.name, sort=sort)
    others = ", ".join(proposal.shared)
    return console.text("proposal.shared", name=proposal.name, sort=sort, others=others)


def proposal_objects(entity: Entity, found: Sequence[Proposal]) -> tuple[Proposed, ...]:
    """Return the JSON form of proposals for `entity`."""
    return tuple(
        Proposed(entity=entity.id, name=each.name, sort=each.sort, shared=each.shared)
        for each in found
    )
