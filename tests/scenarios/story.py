"""Tell a story to a journal as a person would: typed words, day by day; then ask and export.

Everything goes through the functions that the command line and the app use. All people, numbers
and plates are invented.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

import msgspec

from safelog.export.formats import DEFAULT_FORMATS
from safelog.export.template import DEFAULT_TEMPLATE
from safelog.export.verify import verify
from safelog.journal.forms import Answers, read_inputs
from safelog.journal.journal import Journal
from safelog.journal.likeness import SeenBefore, Suggestion
from safelog.journal.recipients import save_recipient
from safelog.journal.search.find import find
from safelog.journal.search.query import Query
from safelog.journal.share import (
    JSON_NAME,
    Prepared,
    Share,
    ShareRequest,
    make_share,
    prepare,
    review_share,
)
from safelog.model.entity import Entity, EntityKind
from safelog.model.ids import EntityId, IncidentId, RecipientId
from safelog.model.incident import Incident
from safelog.model.when import When, parse_when
from safelog.redact.cover import Choice, Occurrence
from safelog.redact.document import Paragraph, Shown, Text
from safelog.redact.policy import RecipientProfile
from safelog.redact.review import Review
from tests.unit.journal.world import JournalWorld

ZONE = "Asia/Almaty"


@dataclass
class Story:
    """One journal, told in one language and zone."""

    language: str = "ru"
    zone: str = ZONE
    world: JournalWorld = field(default_factory=JournalWorld)

    @cached_property
    def journal(self) -> Journal:
        """The journal, made when the story begins."""
        return self.world.create()

    def day(self, moment: str) -> None:
        """Set the laptop's clock: "2026-05-12 19:40", in the zone of the story."""
        local = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(self.zone))
        self.world.clock = int(local.timestamp())

    def tell(
        self, kind: str, *, state: str = "complete", corrects: str = "", **said: str
    ) -> IncidentId:
        """Record an incident from typed answers; `__` in a name stands for the dot of a path."""
        inputs = {path.replace("__", "."): words for path, words in said.items()}
        key = IncidentId(self.journal.new_id())
        reading = read_inputs(kind, inputs | {"state": state}, self.answers, incident=key)
        for entity in reading.entities:
            self.journal.save_entity(entity, base_revision=0)
        incident = msgspec.structs.replace(reading.incident, corrects=IncidentId(corrects))
        self.journal.save(incident, base_revision=0)
        return key

    def register(self, kind: EntityKind, name: str, **fields: object) -> EntityId:
        """Register somebody or something and return the id."""
        entity = Entity(
            id=EntityId(self.journal.new_id()),
            kind=kind,
            name=name,
            **fields,  # type: ignore[arg-type]  # the stories name real fields
        )
        self.journal.save_entity(entity, base_revision=0)
        return entity.id

    def at(self, words: str) -> When:
        """Read a time as it is said on the day of the clock."""
        return parse_when(words, language=self.language, zone=self.zone, now=self.now)

    def read(self, key: IncidentId) -> Incident:
        """Return the newest revision."""
        return self.journal.read(key).incident

    def entity(self, name: str) -> EntityId:
        """Return the entity of that name."""
        return self.journal.find_entity(name)

    def again(self) -> None:
        """Close the vault and open it again: what follows is read from the disk."""
        self.journal.close()
        self.__dict__["journal"] = self.world.open()

    @property
    def now(self) -> datetime:
        """What the laptop's clock shows."""
        return datetime.fromtimestamp(self.world.clock, UTC)

    @property
    def answers(self) -> Answers:
        """What a form needs."""
        return Answers(
            kinds=self.world.kinds,
            language=self.language,
            zone=self.zone,
            now=self.now,
            entities=self.journal.state.entities,
            new_id=self.journal.new_id,
        )

    # --- questions -------------------------------------------------------------------------

    def search(self, words: str, **conditions: object) -> set[IncidentId]:
        """Return the incidents in which the words are found, after all of them were read."""
        while self.journal.index_some():
            pass
        query = Query(words=words, **conditions)  # type: ignore[arg-type]  # the stories name real ones
        return {hit.incident for hit in find(self.journal, query).hits}

    def seen(self, words: str) -> dict[EntityId, Suggestion]:
        """Return who or what may be meant by words typed in haste."""
        return {each.entity: each for each in SeenBefore(self.journal).look_up(words)}

    # --- exports ---------------------------------------------------------------------------

    def review(self, *incidents: IncidentId, policy: str = "lawyer") -> Review:
        """Return what the person looks through before an export."""
        return review_share(self.journal, self.prepared(incidents, policy, "en"), {})

    def export(
        self,
        *incidents: IncidentId,
        policy: str = "lawyer",
        language: str = "en",
        template: str = DEFAULT_TEMPLATE,
        formats: tuple[str, ...] = DEFAULT_FORMATS,
    ) -> Export:
        """Hide all that is asked about, make the export, and verify its proof."""
        prepared = self.prepared(incidents, policy, language)
        request = replace(prepared.request, template=template, formats=formats)
        prepared = replace(prepared, request=request)
        open_items = review_share(self.journal, prepared, {}).items
        decided: dict[Occurrence, Choice] = {
            item.occurrence: "hide" for item in open_items if item.open
        }
        share = make_share(self.journal, prepared, decided)
        verify(share.outputs.files[JSON_NAME])
        return Export(share)

    def prepared(self, incidents: tuple[IncidentId, ...], policy: str, language: str) -> Prepared:
        """Register a recipient of a policy, and gather what an export to them needs."""
        recipient = RecipientProfile(
            id=RecipientId(self.journal.new_id()),
            name="Получатель",
            policy=policy,
            language=language,
        )
        save_recipient(self.journal, recipient)
        chosen = incidents or tuple(self.journal.state.threads)
        return prepare(self.journal, ShareRequest(recipient.id, chosen, self.zone))


@dataclass(frozen=True)
class Export:
    """What the recipient gets."""

    share: Share

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The numbered paragraphs."""
        return self.share.document.paragraphs

    @property
    def words(self) -> str:
        """All texts of every file, as bytes that a reader can search."""
        return "\n".join(
            data.decode("utf-8", "replace") for data in self.share.outputs.files.values()
        )

    def value(self, number: int, path: str) -> object:
        """Return the value of a field of a paragraph, texts as plain words with their labels."""
        found = next(item.value for item in self.paragraphs[number - 1].fields if item.path == path)
        return plain(found) if isinstance(found, Text) else found


def plain(text: Text) -> str:
    """Return a redacted text with `[kind letter]` where a label stands."""
    return "".join(
        piece.text if isinstance(piece, Shown) else f"[{piece.kind} {piece.letter}]"
        for sentence in text.sentences
        for piece in sentence.pieces
    )
