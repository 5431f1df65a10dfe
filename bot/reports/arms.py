"""The arms beside each other, for the investigator and the safety board: check-ins, concerns, time to acknowledge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlmodel import Session, col, select

from bot.models import Concern, Escalation, Participant
from bot.reports.outcomes import judged
from bot.summaries import ARMS
from conversations.text import Text, _
from conversations.trial import ARMS as CODES

SEVERITIES = ("emergency", "urgent", "review")


@dataclass(frozen=True, slots=True)
class ArmRow:
    """One arm. `sent`: check-ins of every kind that came due and were asked; `answered`: on time or late. `concerns` by
    severity; `acknowledged`: the median time to acknowledge emergencies and urgent matters, None without any."""

    arm: str
    people: int
    sent: int
    answered: int
    concerns: dict[str, int]
    acknowledged: timedelta | None
    waiting: int


def arms(session: Session, now: datetime) -> list[ArmRow]:
    """Each arm; candidates are in none."""
    found = judged(session, now)
    rows = []
    for arm in CODES:
        people = [id for id in session.exec(select(col(Participant.id)).where(Participant.arm == arm)) if id]
        outcomes = [j.outcome for id in people for j in found.get(id, ()) if j.check_in.due_at <= now]
        sent = [outcome for outcome in outcomes if outcome not in ("paused", "missed_system")]
        matters = session.exec(select(Escalation).where(col(Escalation.participant_id).in_(people))).all()
        severities = session.exec(
            select(Concern.severity)
            .join(Escalation, col(Escalation.id) == Concern.escalation_id)
            .where(col(Escalation.participant_id).in_(people))
        ).all()
        rows.append(
            ArmRow(
                arm=arm,
                people=len(people),
                sent=len(sent),
                answered=sum(outcome in ("answered", "answered_late") for outcome in sent),
                concerns={severity: severities.count(severity) for severity in SEVERITIES},
                acknowledged=_median(matters),
                waiting=sum(row.acknowledged_at is None and row.severity != "review" for row in matters),
            )
        )
    return rows


def _median(matters: Sequence[Escalation]) -> timedelta | None:
    spans = [
        (row.acknowledged_at - row.opened_at).total_seconds()
        for row in matters
        if row.severity != "review" and row.acknowledged_at is not None
    ]
    return timedelta(seconds=median(spans)) if spans else None


def arms_texts(session: Session, now: datetime) -> list[Text]:
    """The same for the chat."""
    lines = [_("By study arm, for the investigator and the safety board only:")]
    for row in arms(session, now):
        lines.append(
            _(
                "{arm}: {people} participants; check-ins asked {sent}, answered {answered} ({percent} %)",
                arm=ARMS[row.arm],
                people=row.people,
                sent=row.sent,
                answered=row.answered,
                percent=round(100 * row.answered / row.sent) if row.sent else "–",
            )
        )
        lines.append(
            _(
                "Concerns: emergency {emergency}, urgent {urgent}, review {review}; median time to “I'm on it” "
                "{minutes} min, nobody yet {waiting}",
                **row.concerns,
                minutes=round(row.acknowledged.total_seconds() / 60) if row.acknowledged is not None else "–",
                waiting=row.waiting,
            )
        )
    return lines
