"""A participant on one screen: drug, study day, plan against taken, last check-ins, concerns, what comes next."""

from datetime import datetime

from sqlmodel import Session, col, select

from bot.models import Escalation, Participant, Pause, Staff, Visit
from bot.pages import state_of, titles_of
from bot.pictures.course import Course
from bot.roles import may
from bot.summaries import course, treatment
from bot.wording_staff import MARKS, PAUSES, STATUSES, VISITS, language_name
from conversations.schedule import local_day, study_day
from conversations.text import Listed, Text, _, verbatim

LAST_DAYS = 7
"""Days whose doses are added up."""
MOST_OPEN, TITLES = 3, 3
"""So many open matters are named, each with so many titles."""


def summary(
    session: Session, participant: Participant, person: Staff, now: datetime, drawn: Course | None
) -> list[Text]:
    """The lines, for this reader. `drawn`: the figures of the picture beside it, None before the study began."""
    today = local_day(now, participant.zone)
    lines = [_head(participant, now), *_paused(session, participant, now)]
    lines += treatment(session, participant, now, person)
    lines += _taken(drawn) if drawn is not None else []
    lines += course(session, participant, ())
    lines += _concerns(session, participant, person)
    visit = session.exec(
        select(Visit)
        .where(Visit.participant_id == participant.id, Visit.day >= today, col(Visit.done).is_(False))
        .order_by(col(Visit.day))
    ).first()
    if visit is None:
        return [*lines, _("No visit is planned.")]
    kind = "clinic" if visit.kind == "injection" and not may(person, "see the arm") else visit.kind
    return [*lines, _("Next: {kind} on {date}", kind=VISITS[kind], date=visit.day)]


def _head(participant: Participant, now: datetime) -> Text:
    status, language = STATUSES[participant.status], language_name(participant.language)
    if participant.start is None:
        return _("{code}: {status}, reads {language}", code=participant.code, status=status, language=language)
    return _(
        "{code}: {status}, study day {day}, reads {language}",
        code=participant.code,
        status=status,
        day=study_day(participant.start, local_day(now, participant.zone)),
        language=language,
    )


def _paused(session: Session, participant: Participant, now: datetime) -> list[Text]:
    today = local_day(now, participant.zone)
    pause = session.exec(
        select(Pause)
        .where(Pause.participant_id == participant.id, Pause.first <= today, Pause.last >= today)
        .order_by(col(Pause.last).desc())
    ).first()
    if pause is None:
        return []
    if not pause.reason:
        return [_("Paused until {date}", date=pause.last)]
    reason = PAUSES.get(pause.reason, verbatim(pause.reason))
    return [_("Paused until {date} ({reason})", date=pause.last, reason=reason)]


def _taken(drawn: Course) -> list[Text]:
    """The last days, added up; a day without an answer counts neither as taken nor as missed."""
    taken = drawn.taken[-LAST_DAYS:]
    planned = drawn.planned[: len(drawn.taken)][-LAST_DAYS:]
    known = [(mg, plan) for mg, plan in zip(taken, planned, strict=True) if mg is not None]
    if not known:
        return [_("Steroid taken in the last {days} days: not known.", days=len(taken))]
    return [
        _(
            "Steroid on {known} of the last {days} days: {taken} mg taken, {planned} mg planned; not answered: "
            "{missing}",
            known=len(known),
            days=len(taken),
            taken=f"{sum(mg for mg, _plan in known):g}",
            planned=f"{sum(plan or 0 for _mg, plan in known):g}",
            missing=len(taken) - len(known),
        )
    ]


def _concerns(session: Session, participant: Participant, person: Staff) -> list[Text]:
    """Open matters with who has them; closed ones counted, with the last."""
    rows = session.exec(
        select(Escalation).where(Escalation.participant_id == participant.id).order_by(col(Escalation.opened_at).desc())
    ).all()
    still = [row for row in rows if row.phase != "closed"]
    closed = [row for row in rows if row.phase == "closed"]
    lines: list[Text] = []
    for row in still[:MOST_OPEN]:
        lines.append(_("{mark} Open: {what}", mark=MARKS[row.severity], what=_what(session, row, person)))
        lines += state_of(session, row, participant.zone)
    if len(still) > MOST_OPEN:
        lines.append(_("… and {count} more", count=len(still) - MOST_OPEN))
    if not closed:
        return lines if still else [_("No concern was ever raised.")]
    last = closed[0]
    day = local_day(last.opened_at, participant.zone)
    return [
        *lines,
        _(
            "Closed: {count}, the last of {date}: {what}",
            count=len(closed),
            date=day,
            what=_what(session, last, person),
        ),
    ]


def _what(session: Session, escalation: Escalation, person: Staff) -> Listed:
    return Listed(tuple(titles_of(session, escalation, person)[:TITLES]))
