"""An export is compared with all that were made before, for the same recipient and for others."""

from __future__ import annotations

import msgspec

from safelog.journal.earlier import compare
from safelog.journal.events import ExportMade, decode_event, encode_event
from safelog.journal.journal import Journal
from safelog.model.ids import EntityId, IncidentId, RecipientId
from safelog.redact.policy import Rules, policy_for
from safelog.redact.withheld import Told, Withheld
from tests.unit.journal.test_parts import profile
from tests.unit.journal.world import person

INCIDENT = IncidentId("0" * 26)
ONE, OTHER = RecipientId("1" * 26), RecipientId("2" * 26)


def kept(*entities: EntityId, fields: tuple[str, ...] = ()) -> Withheld:
    """Return what an export kept back of the incident."""
    return Withheld(incident=INCIDENT, entities=entities, named=(), fields=fields)


def made(recipient: RecipientId, withheld: tuple[Withheld, ...] | None) -> ExportMade:
    """Return an export that kept this back."""
    return ExportMade(
        at=0,
        recipient=recipient,
        previous=b"",
        batch=b"",
        size=64,
        root=b"r" * 32,
        bundle_sha256=b"s" * 32,
        incidents=(INCIDENT,),
        withheld=withheld,
    )


def telling(withheld: Withheld, *fields: str) -> Told:
    """Return an export that keeps this back and shows these fields."""
    return Told({INCIDENT: withheld}, {INCIDENT: frozenset(fields)})


def rules(journal: Journal) -> Rules:
    """Return a lawyer's rules for the register of the journal."""
    lawyer = profile(journal)
    return Rules(policy_for(lawyer), lawyer, journal.state.entities.values())


def test_an_export_of_before_cannot_be_compared_and_is_counted(journal: Journal) -> None:
    """An event without the note reads as before, and the person is told of it."""
    old = msgspec.json.decode(encode_event(made(ONE, None)))
    del old["withheld"]
    read = decode_event(msgspec.json.encode(old), position=1)
    assert read == made(ONE, None)
    journal.state.exports[ONE] = [made(ONE, None), made(ONE, (kept(fields=("effect",)),))]
    found = compare(journal.state, ONE, telling(kept(), "effect"), rules(journal))
    assert found.unknown == 1
    assert found.revealed == ((), ("effect",))
    assert found.joined == ()


def test_another_recipient_knows_what_any_of_their_exports_told(journal: Journal) -> None:
    """Only what none of them showed could be learnt from this one."""
    shown, hidden = (person(journal, name) for name in ("Глеб Щеглов", "Тамара Лисицына"))
    first = kept(shown.id, hidden.id, fields=("effect", "response"))
    second = kept(hidden.id, fields=("response",))
    journal.state.exports[OTHER] = [made(OTHER, (first,)), made(OTHER, (second,))]
    ((who, side),) = compare(
        journal.state, ONE, telling(kept(), "effect", "response"), rules(journal)
    ).joined
    assert who == OTHER
    assert side.to_them == ((hidden.id,), ("response",))
    assert not side.from_them


def test_recipients_who_know_the_same_are_not_pointed_out(journal: Journal) -> None:
    """Nor is one whose exports nobody noted anything of."""
    journal.state.exports[OTHER] = [made(OTHER, None), made(OTHER, (kept(),))]
    assert compare(journal.state, ONE, telling(kept()), rules(journal)).joined == ()
