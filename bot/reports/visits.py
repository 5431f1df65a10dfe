"""The exported table of visits: injections, clinic visits, tests and calls, planned and done."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from bot.models import Participant, Visit
from bot.reports.cells import Row, day_of_study, decimal, instant
from bot.reports.columns import NEVER_EMPTY, PARTICIPANT, STUDY_DAY, Column
from conversations.text import _

COLUMNS = (
    PARTICIPANT,
    Column("kind", "code", _("What kind of visit."), "visit.kind", missing=NEVER_EMPTY),
    Column("date", "day", _("The day of the visit."), "visit.day", missing=NEVER_EMPTY),
    STUDY_DAY,
    Column("time", "hour", _("The hour, where the participant lives."), "visit.hour"),
    Column("version", "whole", _("Grows by one when the visit is moved."), "visit.version", missing=NEVER_EMPTY),
    Column("done", "yes_no", _("Whether it has taken place."), "visit.done", missing=NEVER_EMPTY),
    Column("dose_mg", "number", _("The dose that was injected."), "visit.dose_mg", "mg"),
    Column("lot", "text", _("The lot that was injected."), "visit.lot"),
    Column("given_by", "text", _("Who gave the injection."), "visit.given_by"),
    Column("entered_at", "instant", _("When it was entered."), "visit.entered_at", "UTC", NEVER_EMPTY),
    Column("entered_by", "text", _("Who entered it."), "visit.entered_by", missing=NEVER_EMPTY),
)


def rows(session: Session, now: datetime, investigator: bool) -> Iterator[Row]:
    """By participant and day."""
    found = session.exec(
        select(Visit, Participant)
        .join(Participant, col(Participant.id) == Visit.participant_id)
        .order_by(col(Participant.code), col(Visit.day), col(Visit.id))
    )
    for visit, person in found:
        yield {
            "participant": person.code,
            "kind": visit.kind,
            "date": visit.day.isoformat(),
            "study_day": day_of_study(person.start, visit.day),
            "time": f"{visit.hour:%H:%M}" if visit.hour else None,
            "version": visit.version,
            "done": visit.done,
            "dose_mg": decimal(visit.dose_mg),
            "lot": visit.lot,
            "given_by": visit.given_by,
            "entered_at": instant(visit.entered_at),
            "entered_by": visit.entered_by,
        }
