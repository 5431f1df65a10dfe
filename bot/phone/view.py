"""What the participant's page shows at one moment, read in one transaction; and the mark by which it is told apart."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from bot.claims import last_digits
from bot.models import CheckIn, Escalation, LogEntry, Message, Participant
from bot.phone import card, transcript
from bot.phone.transcript import Line

DAYS = 7
"""Earlier days that are on the page; further ones come by a link."""
MOST_DAYS = 500
FRESH = timedelta(minutes=30)
"""So long the last exchange stays unfolded above the open question."""


@dataclass(frozen=True, slots=True)
class View:
    """The page of one participant. `key`: sent with every form, so that the same form sent twice counts once."""

    language: str
    key: str
    today: date
    now: card.Card | card.Alarm | card.Rest
    past: tuple[tuple[date, tuple[Line, ...]], ...]
    """Earlier days, folded away together, so that the open question is the first thing seen."""
    looks_back: bool
    """Whether the person asked for further days: then they stand open."""
    before: tuple[Line, ...]
    """Earlier today, folded."""
    lines: tuple[Line, ...]
    earlier: int
    """How many days to ask for to see more; 0: there is nothing more."""
    agreed: bool
    last4: str
    """The last digits of the reader's own number, said to them alone; empty where none is known."""


def view(session: Session, participant: Participant, now: datetime, days: int = DAYS) -> View:
    """Everything that the page shows."""
    zone = ZoneInfo(participant.zone)
    days = min(max(days, DAYS), MOST_DAYS)
    today = now.astimezone(zone).date()
    since = datetime.combine(today - timedelta(days=days), datetime.min.time(), zone)
    by_day = transcript.by_day(transcript.lines(session, participant, since, now))
    past = tuple((day, tuple(lines)) for day, lines in by_day if day < today)
    current = [line for day, lines in by_day for line in lines if day >= today]
    shown = _tail(current, now)
    first = select(Message.at).where(Message.participant_id == participant.id).order_by(col(Message.id))
    oldest = session.exec(first.limit(1)).first()
    return View(
        language=participant.language,
        key=mark(session, participant),
        today=today,
        now=card.now_of(session, participant, now),
        past=past,
        looks_back=days > DAYS,
        before=tuple(current[: len(current) - len(shown)]),
        lines=tuple(shown),
        earlier=min(days * 4, MOST_DAYS) if oldest is not None and oldest < since and days < MOST_DAYS else 0,
        agreed=participant.agreed_at is not None,
        last4=last_digits(session, participant.id),
    )


def _tail(lines: list[Line], now: datetime) -> list[Line]:
    """What stands unfolded above the open question: what came after the participant's last words, and these with
    their question while they are fresh."""
    mine = [place for place, line in enumerate(lines) if line.mine]
    if not mine:
        return lines
    start = mine[-1] + 1
    if now - lines[mine[-1]].at <= FRESH:
        start = mine[-1]
        while start and lines[start].mine:
            start -= 1
    return lines[start:]


def mark(session: Session, participant: Participant) -> str:
    """Changes with everything that changes on the page."""
    message = session.exec(select(func.max(Message.id)).where(Message.participant_id == participant.id)).one()
    entry = session.exec(
        select(func.max(LogEntry.id))
        .join(CheckIn, col(CheckIn.id) == LogEntry.check_in_id)
        .where(CheckIn.participant_id == participant.id)
    ).one()
    held = session.exec(
        select(func.count())
        .select_from(Escalation)
        .where(Escalation.participant_id == participant.id, col(Escalation.acknowledged_at).is_not(None))
    ).one()
    return f"{message or 0}.{entry or 0}.{held}.{participant.language}"
