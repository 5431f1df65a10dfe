"""A check-in comes to be: one row under its unique key, whoever asks for it and however often."""

from datetime import date, datetime

from sqlmodel import Session, select

from bot.models import CheckIn, Participant
from conversations.questionnaires import ALL
from conversations.schedule import local_day


def open_check_in(
    session: Session,
    participant: Participant,
    questionnaire_id: str,
    anchor: str,
    now: datetime,
    *,
    day: date | None = None,
    due_at: datetime | None = None,
    closes_at: datetime | None = None,
    about: str = "",
    message: str = "",
    escalation_id: int | None = None,
) -> CheckIn:
    """The check-in with this key, opened now if it is new. One whose window has passed was missed by us.

    `day` and `due_at` default to now; `closes_at` to the questionnaire's own window after `due_at`.
    """
    questionnaire = ALL[questionnaire_id]
    due = due_at or now
    day = day or local_day(due, participant.zone)
    known = session.exec(
        select(CheckIn).where(
            CheckIn.participant_id == participant.id,
            CheckIn.questionnaire == questionnaire_id,
            CheckIn.anchor == anchor,
            CheckIn.day == day,
        )
    ).first()
    if known is not None:
        return known
    assert participant.id is not None
    closes = closes_at or due + questionnaire.window
    check_in = CheckIn(
        participant_id=participant.id,
        questionnaire=questionnaire_id,
        version=questionnaire.version,
        anchor=anchor,
        day=day,
        due_at=due,
        opened_at=now,
        closes_at=closes,
        outcome="open" if closes > now else "missed_system",
        wake_at=due if due > now else None,
        about=about,
        message=message,
        escalation_id=escalation_id,
    )
    session.add(check_in)
    session.flush()
    return check_in
