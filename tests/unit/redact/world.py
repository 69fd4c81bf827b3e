"""A small invented register, a matcher that knows its words, and an incident with everything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import msgspec

from safelog.model.entity import Entity
from safelog.model.ids import AttachmentId, EntityId, IncidentId, RecipientId, make_id
from safelog.model.incident import FollowUp, Incident, Perpetrator, Place, Stage, Witness
from safelog.model.kind import Kinds, load_kinds
from safelog.model.when import When, parse_when
from safelog.redact.compose import compose
from safelog.redact.cover import Choice, Finder, Occurrence
from safelog.redact.document import (
    Codes,
    Hidden,
    Number,
    RedactedDocument,
    Ref,
    Shown,
    Text,
    Time,
    Value,
)
from safelog.redact.hit import Hit, Tier
from safelog.redact.policy import Policy, RecipientProfile, Rules, load_policies
from safelog.redact.review import choices, review
from safelog.redact.selection import CorrectedParts, ExportedAttachment, ExportedIncident

KINDS = load_kinds()
LAWYER = load_policies()["lawyer"]
ZONE = "Europe/Vilnius"
MADE = datetime(2026, 5, 20, 12, 0, 59, tzinfo=UTC)
KEY = b"k" * 32


def numbered(number: int) -> str:
    """Return an invented id."""
    return make_id(bytes([number]) * 16)


def entity_id(number: int) -> EntityId:
    """Return the id of an invented entity."""
    return EntityId(numbered(number))


SOURCE = Entity(
    id=entity_id(1), kind="person", name="Глеб Щеглов", aliases=("Щегол",), protected="source"
)
FRIEND = Entity(id=entity_id(2), kind="person", name="Тамара Лисицына")
CAR = Entity(id=entity_id(3), kind="vehicle", name="А123ВС")
AGENCY = Entity(id=entity_id(4), kind="organisation", name="Комитет Щеглова")
STRANGER = Entity(id=entity_id(5), kind="person", name="человек в серой кепке", known=False)
STREET = Entity(id=entity_id(6), kind="place", name="улица Сиреневая")
REGISTER = (SOURCE, FRIEND, CAR, AGENCY, STRANGER, STREET)


class WordFinder:
    """A matcher of patterns: each is an entity's, and sure or not."""

    def __init__(self, patterns: Mapping[str, tuple[EntityId, Tier]]) -> None:
        """Take regular expressions, which are tried as whole words, blind to case."""
        self._patterns = {
            re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE): found
            for pattern, found in patterns.items()
        }

    def find(self, text: str) -> tuple[Hit, ...]:
        """Find the patterns in a text."""
        hits = [
            Hit(match.start(), match.end(), entity, tier, "base")
            for pattern, (entity, tier) in self._patterns.items()
            for match in pattern.finditer(text)
        ]
        return tuple(sorted(hits, key=lambda hit: (hit.start, hit.end)))


FINDER = WordFinder(
    {
        "Глеб(?:а|у|ом)?(?: Щеглов(?:а|у|ым)?)?": (SOURCE.id, Tier.SURE),
        "Щеглов(?:а|у|ым)?": (SOURCE.id, Tier.SURE),
        "щегол": (SOURCE.id, Tier.ASK),
        "Тамар(?:а|ы|е|у|ой)(?: Лисицын(?:а|у|ой))?": (FRIEND.id, Tier.SURE),
        "Сиренев(?:ая|ой|ую)": (STREET.id, Tier.SURE),
        "Shcheglov": (SOURCE.id, Tier.SURE),
    }
)


def when(said: str, language: str = "ru") -> When:
    """Read a time as somebody in Vilnius would have typed it."""
    return parse_when(said, language=language, zone=ZONE, now=MADE)


def attachment(number: int = 90, **changes: object) -> ExportedAttachment:
    """Return a photo."""
    photo = ExportedAttachment(
        id=AttachmentId(numbered(number)),
        name="Щеглов у дома.jpg",
        sha256="ab" * 32,
        size=2_481_203,
        media="image",
        recorded="2026-05-03T16:55:41Z",
        description="Снимок машины. Слева Глеб.",
        provenance="Снял сам.",
        copy_sha256="cd" * 32,
        removed=("position", "name"),
    )
    return msgspec.structs.replace(photo, **changes)


def full_incident(number: int = 11, **changes: object) -> Incident:
    """Return an incident with every part that an incident can have."""
    incident = Incident(
        id=IncidentId(numbered(number)),
        kind="surveillance.following",
        state="complete",
        title="Тайный заголовок о Глебе",
        narrative="Мы с Глебом Щегловым свернули. Машина встала на Сиреневой.\nЩегол улетел.",
        when=when("около 18:00 3 мая 2026"),
        when_basis="clock",
        noticed=when("3 мая 2026"),
        place=Place(
            label="Сиреневая, 5",
            kind="street",
            country="LT",
            public_label="улица в моём городе",
            entity=STREET.id,
        ),
        source="own_senses",
        certainty="certain",
        perpetrators=(Perpetrator(entity=STRANGER.id, role="за рулём"), Perpetrator(role="рядом")),
        witnesses=(Witness(entity=SOURCE.id, saw="Видел водителя.", independent="yes"),),
        effect="Плохо сплю.",
        response="Уехал к Тамаре.",
        follow_ups=(
            FollowUp(
                body="police",
                to="Участок",
                official="Йонас Браткус",
                badge="4417",
                reference="26-0417",
                date=when("4 мая 2026"),
            ),
        ),
        consent="own_story",
        stages=(Stage(what="Стояла у дома.", where="у дома", when=when("3 мая 2026")),),
        details={
            "means": "vehicle",
            "distance": 50,
            "vehicles": (CAR.id, SOURCE.id),
            "tests": ("turned_back", "crossed"),
            "start_point": "у вокзала",
        },
    )
    return msgspec.structs.replace(incident, **changes)


def exported(incident: Incident | None = None, **changes: object) -> ExportedIncident:
    """Return an incident as it goes into an export."""
    whole = ExportedIncident(
        incident=incident or full_incident(),
        revision=2,
        recorded="2026-05-04T08:12:40Z",
        first_recorded="2026-05-03T16:40:10Z",
        corrections=(
            CorrectedParts(
                revision=2, recorded="2026-05-04T08:12:40Z", paths=("narrative", "title")
            ),
        ),
        attachments=(attachment(),),
    )
    return msgspec.structs.replace(whole, **changes)


def profile(**changes: object) -> RecipientProfile:
    """Return a lawyer's profile."""
    plain = RecipientProfile(
        id=RecipientId(numbered(80)), name="Мария Сергеевна", policy="lawyer", language="ru"
    )
    return msgspec.structs.replace(plain, **changes)


def rules(policy: Policy = LAWYER, **changes: object) -> Rules:
    """Return the rules of a policy for a profile and the invented register."""
    return Rules(policy, profile(**changes), REGISTER)


def composed(
    *selection: ExportedIncident,
    by: Rules | None = None,
    decisions: Mapping[Occurrence, Choice] | None = None,
    finder: Finder = FINDER,
    key: bytes = KEY,
    kinds: Kinds = KINDS,
) -> RedactedDocument:
    """Compose a document of the selection; open questions stay open."""
    return compose(
        selection,
        by or rules(),
        finder,
        decisions or {},
        kinds=kinds,
        pseudonym_key=key,
        made=MADE,
        zone=ZONE,
    )


def hide_all(*selection: ExportedIncident, by: Rules | None = None) -> RedactedDocument:
    """Compose after answering every question with "hide"; without a selection, the full one."""
    chosen, rules_ = selection or (exported(),), by or rules()
    found = review(chosen, rules_, FINDER, {}, kinds=KINDS)
    return composed(*chosen, by=rules_, decisions=choices(found.hide_all()))


def told(text: str, hits: Iterable[Hit]) -> str:
    """Write what was found in a text as a line: the words, and how surely."""
    return ", ".join(f"{text[hit.start : hit.end]} {hit.tier.name.lower()}" for hit in hits)


def spelled(value: Value | None) -> str:
    """Write a value as a line: labels as [kind letter reason]."""
    match value:
        case Text(sentences=sentences):
            pieces = [piece for sentence in sentences for piece in sentence.pieces]
        case Ref(name=name):
            pieces = list(name)
        case Hidden():
            pieces = [value]
        case Codes(codes=codes):
            return "|".join(codes)
        case Number(number=number):
            return str(number)
        case Time(start=start, said=said):
            return f"{start} {spelled(said)}"
        case None:
            return "None"
    return "".join(
        piece.text if isinstance(piece, Shown) else f"[{piece.kind} {piece.letter} {piece.reason}]"
        for piece in pieces
    )


def fields(document: RedactedDocument, paragraph: int = 0) -> dict[str, str]:
    """Return the fields of a paragraph, each written as a line."""
    return {f.path: spelled(f.value) for f in document.paragraphs[paragraph].fields}
