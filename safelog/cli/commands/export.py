"""`export`: a redacted export for a recipient, or the whole journal as JSON Lines."""

from __future__ import annotations

from pathlib import Path

from safelog.cli.arguments import Argument, Words
from safelog.cli.delivery import Delivery
from safelog.cli.files import EXPORT_BYTES_MAX, open_input
from safelog.cli.lookup import find_recipient
from safelog.cli.objects import Exported
from safelog.cli.progress import Progress
from safelog.cli.questions import Questions
from safelog.cli.raw_files import agree_to_raw, tell_of_files
from safelog.cli.redaction_log import tell_redactions
from safelog.cli.session import Session
from safelog.cli.share_text import SharePreview
from safelog.errors import CancelledError, UsageError
from safelog.export.delivery.ways import WAYS
from safelog.export.formats import FORMATS
from safelog.export.template import DEFAULT_TEMPLATE, template_codes
from safelog.journal.interchange import entity_object, incident_object
from safelog.journal.journal import Journal
from safelog.journal.recipients import decisions, save_decisions
from safelog.journal.share import (
    Share,
    ShareRequest,
    compare_share,
    make_share,
    prepare,
    review_share,
    shareable,
    write_share,
)
from safelog.journal.share_log import log_share
from safelog.model.ids import RecipientId
from safelog.redact.cover import Decision
from safelog.redact.review import Item, Review, choices

ARGUMENTS = (
    Argument(name="to", flag="--to", value="RECIPIENT"),
    Argument(name="out", flag="--out", value="DIR"),
    Argument(name="incident", flag="--incident", value="ID", many=True),
    Argument(name="format", flag="--format", value="FORMAT", many=True, choices=FORMATS),
    Argument(name="template", flag="--template", value="NAME", choices=template_codes()),
    Argument(name="raw", flag="--raw", value="ATTACHMENT", many=True),
    Argument(name="deliver", flag="--deliver", value="WAY", choices=WAYS),
    Argument(name="print_passphrase", flag="--print-passphrase"),
    Argument(name="ask", flag="--ask", value="ANSWER", choices=("hide",)),
    Argument(name="review", flag="--review"),
    Argument(name="reveal", flag="--reveal"),
    Argument(name="log", flag="--log"),
    Argument(name="last", flag="--last", value="FILE"),
)


def run(session: Session, words: Words) -> None:
    """Export for somebody, or everything."""
    if words.text("to"):
        if not words.text("out"):
            raise UsageError(what="out")
        with session.journal() as journal:
            _share(session, journal, words)
        return
    others = any(words.text(name) for name in ("out", "ask", "last", "template", "deliver"))
    others |= any(words.flag(name) for name in ("review", "reveal", "log"))
    others |= any(words.texts(name) for name in ("incident", "format", "raw"))
    if not session.json or others:
        raise UsageError(what="to")
    with session.journal() as journal:
        session.console.say("plaintext.journal")
        # Entities first: what is imported can refer to them.
        for entity in journal.state.entities.values():
            session.console.print_json(entity_object(entity))
        for thread in journal.threads():
            session.console.print_json(incident_object(journal.read(thread.heading.id)))


def _share(session: Session, journal: Journal, words: Words) -> None:
    """Show what will be hidden, ask what is not sure, and write the files.

    Raises:
        ExportError: nothing was written.
        CancelledError: the person did not want it.
    """
    delivery = Delivery(session, words)
    profile = find_recipient(journal, words.text("to"))
    request = _request(session, journal, words, profile.id, delivery.formats)
    prepared = prepare(journal, request, untrusted_last=_last(session, words))
    decided = decisions(journal, profile.id)
    review = review_share(journal, prepared, decided)
    preview = SharePreview(session.console, journal)
    preview.left_out(len(prepared.left_out))
    if not session.json:
        preview.show(prepared.request, prepared.rules, review)
    tell_of_files(session, prepared.gathered)
    made = _decide(session, journal, review, words)
    answers = decided | choices(made)
    comparison = compare_share(journal, prepared, answers)
    preview.compare(comparison)
    reveals = _agree(session, words, is_revealing=bool(comparison.revealed))
    progress = Progress(session.console, session.host.clock, "export.progress").count
    share = make_share(journal, prepared, answers, reveals=reveals, progress=progress)
    # Before it is recorded: the labels of the export after it are others.
    rows = log_share(journal, prepared, answers) if words.flag("log") else ()
    delivery.ask()
    delivered = delivery.seal(share.outputs, language=profile.language)
    with session.host.interrupts.finish():
        save_decisions(journal, profile.id, made)
        paths = write_share(journal, share, Path(words.text("out")), delivered=delivered)
    _tell(session, share, paths, delivery, hidden=len(review.items))
    tell_redactions(session.console, journal, rows, json=session.json)
    if not session.json:
        session.console.say("export.digits", digits=" ".join(share.digits))


def _request(
    session: Session,
    journal: Journal,
    words: Words,
    recipient: RecipientId,
    formats: tuple[str, ...],
) -> ShareRequest:
    named = tuple(journal.find_incident(text) for text in words.texts("incident"))
    return ShareRequest(
        recipient,
        named or shareable(journal),
        session.zone,
        formats=tuple(words.texts("format")) or formats,
        template=words.text("template") or DEFAULT_TEMPLATE,
        raw=agree_to_raw(session, journal, words.texts("raw")),
    )


def _agree(session: Session, words: Words, *, is_revealing: bool) -> bool:
    """Have the person agree to the export, and first to what it reveals; tell the latter.

    Raises:
        CancelledError: they did not.
    """
    asks = session.is_interactive and not session.json and not words.text("ask")
    reveals = words.flag("reveal")
    if is_revealing and asks and not reveals:
        reveals = _questions(session).agree(session.console.text("export.reveal"), default=False)
    if asks and not _questions(session).agree(session.console.text("export.write"), default=False):
        raise CancelledError
    return reveals


def _tell(
    session: Session, share: Share, paths: tuple[Path, ...], delivery: Delivery, *, hidden: int
) -> None:
    """Say what was written, and what opens it."""
    if session.json:
        session.console.print_json(
            Exported(
                recipient=share.event.recipient,
                incidents=share.event.incidents,
                files=tuple(str(path) for path in paths),
                digits=share.digits,
                hidden=hidden,
                delivered=delivery.way,
                passphrase=delivery.passphrase,
            )
        )
        return
    for path in paths:
        session.console.print(str(path))
    if delivery.passphrase:
        session.console.print(delivery.passphrase)
    session.console.tell(session.console.catalogue.text(f"sharing.opens_{delivery.way}"))


def _last(session: Session, words: Words) -> bytes | None:
    """Return the last export that the recipient holds, if the person has it at hand."""
    if not words.text("last"):
        return None
    with open_input(words.text("last"), session.console.stdin) as file:
        return file.read(EXPORT_BYTES_MAX)


def _decide(
    session: Session, journal: Journal, review: Review, words: Words
) -> tuple[Decision, ...]:
    """Answer every open question, by asking unless all is to be hidden; or go through every find.

    A script with `--json` that does not say so leaves them open, and the export is refused.
    """
    if words.text("ask"):
        return review.hide_all()
    if session.json:
        return ()
    items = review.items if words.flag("review") else review.questions
    return tuple(_ask(session, journal, item) for item in items)


def _ask(session: Session, journal: Journal, item: Item) -> Decision:
    preview = SharePreview(session.console, journal)
    session.console.tell(preview.question(item))
    shown = item.choice == "show"
    question = session.console.text("export.still_show" if shown else "export.hide")
    # Enter keeps what was decided, and hides what was not.
    hide = _questions(session).agree(question, default=True) != shown
    return Decision(occurrence=item.occurrence, choice="hide" if hide else "show")


def _questions(session: Session) -> Questions:
    return Questions(session.console, is_interactive=session.is_interactive)
