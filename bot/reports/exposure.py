"""How much steroid a participant took in all, so far: the cumulative dose, days on a small one, and how many days are
not known. From the diary, day by day, and what was given at the clinic before injections."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from bot.models import Participant, Visit
from bot.reports.doses import days_of
from conversations.doses import DRUGS, MINIMAL_THERAPY_MG
from conversations.endpoints import DoseDay
from conversations.exposure import Exposure, exposure, steroid_day
from conversations.facts import AZATHIOPRINE
from conversations.schedule import local_day
from conversations.text import Text, _


def exposure_of(session: Session, person: Participant, now: datetime) -> Exposure:
    """From the start (or agreement) until today, or the end. Today counts once something is known of it: its diary is
    asked for only in the evening."""
    days = list(steroid_days(session, person, now))
    if days and days[-1].day == local_day(now, person.zone) and days[-1].taken_mg is None:
        days.pop()
    return exposure(days, _at_the_clinic(session, person))


def steroid_days(session: Session, person: Participant, now: datetime) -> Iterator[DoseDay]:
    """Each day's oral steroids together, until today or the end."""
    for day, drugs in days_of(session, person, now):
        yield steroid_day(day, [one for one in drugs if one.drug != AZATHIOPRINE])


def steroid_record(session: Session, person: Participant, now: datetime) -> dict[str, Any]:
    """The same as it is printed: mg of prednisone-equivalent, and days."""
    known = exposure_of(session, person, now)
    return {
        "from": known.first,
        "until": known.last,
        "cumulative_mg": known.cumulative_mg,
        "of_it_at_the_clinic_mg": known.clinic_mg,
        "days": known.days,
        "days_taken": known.taken,
        "days_changed": known.changed,
        "days_not_taken": known.not_taken,
        "days_unknown": known.unknown,
        f"days_at_most_{MINIMAL_THERAPY_MG}_mg": known.minimal_days,
        "factors_version": known.factors_version,
    }


def steroid_in_all(session: Session, person: Participant, now: datetime) -> list[Text]:
    """The same in one line for a doctor's page; nothing before the first known day."""
    known = exposure_of(session, person, now)
    if known.first is None:
        return []
    return [
        _(
            "Steroid since {date}: {mg} mg of prednisone in all. Days: {days}; not known: {unknown}; "
            "at {most} mg or less: {minimal}",
            date=known.first,
            mg=known.cumulative_mg,
            days=known.days,
            unknown=known.unknown,
            minimal=known.minimal_days,
            most=MINIMAL_THERAPY_MG,
        )
    ]


def _at_the_clinic(session: Session, person: Participant) -> list[tuple[str, Decimal]]:
    """The steroid given before injections, in mg of that drug."""
    rows = session.exec(
        select(Visit).where(Visit.participant_id == person.id, col(Visit.done).is_(True)).order_by(col(Visit.day))
    )
    return [
        (row.premed_drug, Decimal(row.premed_mg))
        for row in rows
        if row.premed_drug in DRUGS and row.premed_mg is not None
    ]
