"""Ask for an entity, new or changed, field by field."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from safelog.cli.name_proposals import tick_aliases
from safelog.cli.questions import Choice, Questions, choices_of
from safelog.cli.session import Session
from safelog.model.entity import Entity
from safelog.model.ids import EntityId
from safelog.model.kind import Kinds

_LANGUAGES = ("ru", "uk", "kk", "en")
_SEXES = ("f", "m")


def ask_entity(session: Session, kinds: Kinds, entity: Entity) -> Entity:
    """Return `entity` with what the person answered; empty answers keep what it has.

    What is proposed comes last: it needs the sex and the language, and a script that was written
    before there were proposals has no answer to it, which means none.
    """
    session.console.say("ask.hint")
    ask = Questions(session.console, is_interactive=session.is_interactive)
    return tick_aliases(session.console, ask, _ask_fields(session, ask, kinds, entity))


def _ask_fields(session: Session, ask: Questions, kinds: Kinds, entity: Entity) -> Entity:
    say, language = session.console.text, session.console.catalogue.language

    def line(name: str, current: str) -> str:
        return ask.line(say(f"entity.{name}"), about=say(f"entity.{name}_help"), current=current)

    def choose(name: str, choices: Sequence[Choice], current: str) -> str:
        about = say(f"entity.{name}_help")
        return ask.choose(say(f"entity.{name}"), choices, about=about, current=current)

    kind = choose("kind", choices_of(kinds.entity_kinds, language), entity.kind)
    changes: dict[str, object] = {
        "kind": kind or entity.kind,
        "name": line("name", entity.name),
        "aliases": _split(line("aliases", "; ".join(entity.aliases))),
    }
    if kind == "person":
        spoken = [Choice(code, say(f"name_language.{code}")) for code in _LANGUAGES]
        sexes = [Choice(code, say(f"sex.{code}")) for code in _SEXES]
        changes |= {
            "known": ask.agree(say("entity.known"), default=entity.known),
            "sex": choose("sex", sexes, entity.sex),
            "language": choose("name_language", spoken, entity.language) or entity.language,
        }
    changes |= {
        "role": line("role", entity.role),
        "protected": choose("protected", choices_of(kinds.protected, language), entity.protected)
        or "none",
        "reason": choose("reason", choices_of(kinds.reasons, language), entity.reason),
        "public_label": line("public_label", entity.public_label),
        "note": line("note", entity.note),
    }
    # Every code comes from a list of the data; converting holds them to the model's own.
    return msgspec.convert(msgspec.to_builtins(entity) | changes, type=Entity)


def _split(aliases: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in aliases.split(";") if part.strip())


def new_entity(entity_id: str) -> Entity:
    """Return an empty entity to be filled by `ask_entity`."""
    return Entity(id=EntityId(entity_id), kind="person", name="")
