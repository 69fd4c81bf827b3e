"""Forty invented incidents in four languages, and an export of them: what documents are made of."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import msgspec

from safelog.model.ids import AttachmentId, IncidentId, make_id
from safelog.model.incident import (
    FieldValue,
    FollowUp,
    Incident,
    Perpetrator,
    Place,
    Stage,
    Witness,
)
from safelog.redact.selection import CorrectedParts, ExportedAttachment, ExportedIncident
from tests.unit.export.page import COPY_SHA256, Export, make_export
from tests.unit.redact.world import CAR, FRIEND, SOURCE, STRANGER, attachment, rules, when

COUNT = 40
FIRST_DAY = datetime(2025, 6, 3, 18, 10, tzinfo=UTC)

STORIES = (
    (
        "surveillance.following",
        (
            "Шли от вокзала за нами с Глебом Щегловым. На мосту мы развернулись, и мужчина в серой "
            "кепке развернулся тоже. Серая машина А123ВС стояла у аптеки, мотор работал.\n"
            "Дома были в девять."
        ),
    ),
    (
        "threat.message",
        (
            "Написали с незнакомого номера: «Вернись, пока сестра здорова. Собака Буран, да?» "
            "Номер +7 700 000 11 22. Тамара видела экран."
        ),
    ),
    (
        "threat.call",
        (
            "Зателефонували о пів на восьму ранку. Чоловік російською сказав, що знає, о котрій я "
            "виходжу з дому. Мовчав, потім поклав слухавку."
        ),
    ),
    (
        "surveillance.drone",
        (
            "Кешкі сағат жетіде үйдің үстінде дрон ұшып тұрды. Балконның қасында үш минут тұрды, "
            "қызыл шамы бар. Оны басқарған адамды көрген жоқпын. Жөндеуге 25 000 ₸ кетті."
        ),
    ),
    (
        "visit",
        (
            "Two men came to the flat and said they were from the migration office. They showed "
            "a card for a second and asked who lives here. They did not give their names."
        ),
    ),
    (
        "lure.trusted_person",
        (
            "Позвонила женщина, назвалась медсестрой: мама в больнице после пожара, приезжай. Мама "
            "ответила по другому телефону, пожара не было."
        ),
    ),
    (
        "disappearance",
        (
            "Не вижу знакомого с весны. Телефон выключен, дверь закрыта, соседи говорят, "
            "что приходили трое в форме."
        ),
    ),
    (
        "border_stop",
        (
            "Мене зупинили на кордоні, забрали паспорт на п’ять годин і питали про друзів. Про "
            "адвоката сказали «потім»."
        ),
    ),
)

TIMES = ("{day} в {hour}:{minute}", "около {hour}:00 {day}", "{day}", "вечером {day}", "{month}")
MONTHS = (
    ("январь", "января"),
    ("февраль", "февраля"),
    ("март", "марта"),
    ("апрель", "апреля"),
    ("май", "мая"),
    ("июнь", "июня"),
    ("июль", "июля"),
    ("август", "августа"),
    ("сентябрь", "сентября"),
    ("октябрь", "октября"),
    ("ноябрь", "ноября"),
    ("декабрь", "декабря"),
)

DETAILS: dict[str, dict[str, FieldValue]] = {
    "surveillance.following": {
        "means": "vehicle",
        "distance": 50,
        "vehicles": (CAR.id,),
        "tests": ("turned_back", "crossed"),
    },
    "disappearance": {"missing_person": FRIEND.id, "forces_believed": "Люди в форме, без имён."},
}


def said(number: int, day: datetime) -> str:
    """Return a time as somebody would write it, more or less exactly."""
    month, of_month = MONTHS[day.month - 1]
    return TIMES[number % len(TIMES)].format(
        day=f"{day.day} {of_month} {day.year}",
        month=f"{month} {day.year}",
        hour=f"{day.hour:02}",
        minute=f"{day.minute:02}",
    )


def follow_ups(number: int, day: datetime) -> Iterator[FollowUp]:
    """Return what was reported: to nobody, with an answer, or into silence."""
    if number % 3 == 0:
        return
    asked = when(said(2, day + timedelta(days=2)))
    yield FollowUp(body="police", channel="in_person", reference=f"26-{number:04}", date=asked)
    if number % 3 == 1:
        answered = when(said(2, day + timedelta(days=30)))
        told = "Не нашли состава."
        yield FollowUp(body="ngo", channel="email", date=asked, answer=told, answered=answered)


def exhibits(number: int) -> tuple[ExportedAttachment, ...]:
    """Return a photo, a recording or nothing."""
    photo = attachment(
        id=AttachmentId(make_id(b"exhibit:" + number.to_bytes(8, "big"))),
        sha256=hashlib.sha256(b"%d" % number).hexdigest(),
        copy_sha256=COPY_SHA256,
        description="Снимок машины. Слева Глеб.",
    )
    if number % 4 == 0:
        return (photo,)
    if number % 4 == 2:
        recording = {"media": "audio", "copy_sha256": None, "removed": (), "description": "Звонок."}
        return (msgspec.structs.replace(photo, **recording),)
    return ()


def exported(number: int) -> ExportedIncident:
    """Return one of the incidents."""
    kind, narrative = STORIES[number % len(STORIES)]
    day = FIRST_DAY + timedelta(days=8 * number % 2800, minutes=83 * number)
    witness = Witness(entity=SOURCE.id, saw="Видел то же из окна.", independent="yes")
    incident = Incident(
        id=IncidentId(make_id(b"incident" + number.to_bytes(8, "big"))),
        kind=kind,
        state="complete",
        title="Тайный заголовок",
        narrative=narrative,
        when=when(said(number, day)),
        when_basis=("clock", "phone_log", "memory")[number % 3],
        place=Place(kind="street", country="LT", public_label="улица в моём городе"),
        source="own_senses",
        certainty="certain",
        perpetrators=(Perpetrator(entity=STRANGER.id, role="шёл следом"),) if number % 2 else (),
        witnesses=(witness,) if number % 5 == 0 else (),
        effect="Плохо сплю." if number % 4 == 1 else "",
        stages=(Stage(what="Сначала стоял у дома."),) if number % 8 == 0 else (),
        follow_ups=tuple(follow_ups(number, day)),
        details=DETAILS.get(kind, {}),
    )
    recorded = f"{day + timedelta(hours=3 + 40 * (number % 3)):%Y-%m-%dT%H:%M:00Z}"
    later = f"{day + timedelta(days=9):%Y-%m-%dT%H:%M:00Z}"
    changed = number % 10 == 4
    correction = CorrectedParts(revision=2, recorded=later, paths=("narrative", "effect"))
    return ExportedIncident(
        incident=incident,
        revision=2 if changed else 1,
        recorded=later if changed else recorded,
        first_recorded=recorded,
        corrections=(correction,) if changed else (),
        attachments=exhibits(number),
    )


def hurried(number: int) -> ExportedIncident:
    """Return one of the incidents before anybody completed it: the account and the time."""
    whole = exported(number)
    full = whole.incident
    quick = Incident(
        id=full.id, kind=full.kind, state="draft", narrative=full.narrative, when=full.when
    )
    return msgspec.structs.replace(
        whole,
        incident=quick,
        revision=1,
        recorded=whole.first_recorded,
        corrections=(),
        attachments=(),
    )


def selection(
    count: int = COUNT, told: Callable[[int], ExportedIncident] = exported
) -> tuple[ExportedIncident, ...]:
    """Return the first `count` incidents."""
    return tuple(map(told, range(count)))


def forty(
    *,
    language: str = "ru",
    template: str = "chronology",
    count: int = COUNT,
    told: Callable[[int], ExportedIncident] = exported,
) -> Export:
    """Make an export of them for a lawyer."""
    return make_export(selection(count, told), by=rules(language=language), template=template)
