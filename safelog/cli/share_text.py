"""What a person reads before an export: what is hidden, what is not sure, what to look at again."""

from __future__ import annotations

from collections import Counter

from safelog.cli.console import Console
from safelog.journal.earlier import Comparison
from safelog.journal.journal import Journal
from safelog.journal.share import ShareRequest
from safelog.journal.share_words import ShareWords
from safelog.model.ids import EntityId
from safelog.model.kind import label
from safelog.model.text import one_line
from safelog.redact.cover import TIME
from safelog.redact.policy import Rules
from safelog.redact.review import Hint, Item, Review


class SharePreview:
    """Tells about one export on a console."""

    def __init__(self, console: Console, journal: Journal) -> None:
        """Tell on `console` about an export from `journal`."""
        self._console = console
        self._journal = journal
        self._language = console.catalogue.language
        self._words = ShareWords(console.catalogue, journal)

    def show(self, request: ShareRequest, rules: Rules, review: Review) -> None:
        """Tell who and what is hidden and how often, and what nobody registered."""
        console = self._console
        console.tell(console.plural("export.incidents", len(request.incidents)))
        places = Counter(item.entity for item in review.items if item.entity and not item.open)
        console.say("export.hidden_heading")
        for entity, count in places.most_common():
            reason = rules.reason(entity) or rules.policy.default_reason
            why = label(self._journal.surroundings.kinds.reasons, reason, self._language)
            times = console.plural("export.times", count)
            console.tell(f"  {self._name(entity)}  {reason} {why}  {times}")
        if not places:
            console.say("export.nothing_hidden")
        if review.hints:
            console.say("export.hints_heading")
        for hint in review.hints:
            console.tell(f"  {self._hint(hint)}")
        if unsearched := self._words.unsearched():
            console.tell(unsearched)
        if review.open_count:
            console.tell(console.plural("export.questions", review.open_count))

    def left_out(self, count: int) -> None:
        """Tell how many chosen incidents are of a kind that such a recipient is not told of."""
        if count:
            self._console.tell(self._words.left_out(count))

    def compare(self, comparison: Comparison) -> None:
        """Tell what earlier exports kept back, and what two recipients could put together."""
        for line in (*self._words.joined(comparison), *self._words.revealed(comparison)):
            self._console.tell(line)

    def question(self, item: Item) -> str:
        """Return a find in its context."""
        place = self._marked(item)
        if item.sure and item.entity:
            return self._console.text("export.sure", place=place, name=self._name(item.entity))
        if item.trait == TIME:
            return self._console.text("export.tells_time", place=place)
        if not item.entity:
            return self._console.text("export.unknown_script", place=place)
        return self._console.text("export.possible", place=place, name=self._name(item.entity))

    def _name(self, entity: EntityId) -> str:
        return self._words.name(entity)

    def _hint(self, hint: Hint) -> str:
        times = self._console.plural("export.times", hint.times)
        return f"{self._marked(hint)}  {times}  {self._console.text(f'export.hint.{hint.kind}')}"

    def _marked(self, found: Item | Hint) -> str:
        """Return the words in their context, between marks that any terminal has."""
        return one_line(f"{found.before}[{found.words}]{found.after}")
