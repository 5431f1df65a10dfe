"""A check-in comes to be: one row under its unique key, whoever asks for it and however often."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from bot.models import CheckIn, Participant
from conversations.conversation import GRACE
from conversations.questionnaires import ALL
from conversations.schedule import local_day

YEAR = timedelta(days=365)


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
        wake_at=min((at for at in (due, closes, closes + GRACE) if at > now), default=None),
        about=about,
        message=message,
        escalation_id=escalation_id,
    )
    session.add(check_in)
    session.flush()
    return check_in


def unfinished(
    session: Session, participant: Participant, questionnaire_id: str, now: datetime, since: datetime | None = None
) -> CheckIn | None:
    """The newest check-in of this kind that is still being answered: asked for again, it goes on where it was."""
    return session.exec(
        select(CheckIn)
        .where(CheckIn.participant_id == participant.id, CheckIn.questionnaire == questionnaire_id)
        .where(CheckIn.outcome == "open", CheckIn.closes_at > now, CheckIn.opened_at >= (since or now - YEAR))
        .order_by(col(CheckIn.id).desc())
    ).first()
