"""The morning at 08:00: to doctors what waits, what was closed yesterday and who comes today; on Mondays, to the office
and the investigator, how the week went. Once a day each, by the study's own clock; a late start still sends it.
"""

from collections import Counter
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from bot.body import Body
from bot.models import Escalation, Installation, Participant, Staff, Visit
from bot.on_call import reachable
from bot.pages import OUTCOMES, titles_of
from bot.pictures import Figure
from bot.post import REMINDER, say
from bot.reports.adherence import SCHEDULED
from bot.reports.heat import by_day
from bot.reports.outcomes import judged
from bot.study_zone import study_zone
from bot.wording_staff import MARKS, VISITS
from conversations.schedule import DAY
from conversations.text import Listed, Text, _

BEGINS, ENDS = time(8), time(12)
"""A morning's message comes within these hours, local to the study; after a longer outage it is left out."""
MONDAY = 0
MARK = "digest"
"""Where the last day is kept on which the morning's messages were written."""
MOST = 12
"""Lines of one part."""


def due(session: Session, now: datetime) -> list[int]:
    """Whether this morning's messages are still to be written: one look for all."""
    local = now.astimezone(study_zone(session))
    if not BEGINS <= local.time() < ENDS:
        return []
    kept = session.get(Installation, MARK)
    return [0] if kept is None or kept.value != local.date().isoformat() else []


def send(session: Session, _id: int, now: datetime) -> None:
    """Write them, once."""
    zone = study_zone(session)
    today = now.astimezone(zone).date()
    session.merge(Installation(name=MARK, value=today.isoformat()))
    for person in reachable(session, "doctor", "investigator"):
        lines = _morning(session, person, today, zone)
        if lines:
            _say(session, person, f"digest:{person.id}:{today}", [_("🌅 {date}", date=today), *lines], now)
    if today.weekday() == MONDAY:
        pictures = by_day(session, now, zone)
        lines = _week(session, now, today, zone)
        for person in reachable(session, "coordinator", "investigator") if lines else ():
            key = f"weekly:{person.id}:{today}"
            _say(session, person, key, lines, now)
            for heat in pictures:
                _say(session, person, f"{key}:{heat.page}", [_("The last 28 days")], now, heat)


def _say(
    session: Session, person: Staff, key: str, lines: list[Text], now: datetime, picture: Figure | None = None
) -> None:
    say(session, person, "staff", key, Body(tuple(lines), picture=picture), now, priority=REMINDER)


def _morning(session: Session, person: Staff, today: date, zone: ZoneInfo) -> list[Text]:
    """What a doctor should know at the beginning of the day; nothing at all when there is nothing."""
    left = Counter(session.exec(select(Escalation.severity).where(Escalation.phase != "closed")))
    lines = []
    if left:
        lines.append(
            _(
                "Open: emergency {emergency}, urgent {urgent}, to be looked at {review}. /open lists them.",
                emergency=left["emergency"],
                urgent=left["urgent"],
                review=left["review"],
            )
        )
    return lines + _closed(session, person, today, zone) + _visits(session, today)


def _closed(session: Session, person: Staff, today: date, zone: ZoneInfo) -> list[Text]:
    midnight = datetime.combine(today, time(), zone)
    rows = session.exec(
        select(Escalation, Participant, Staff)
        .join(Participant, col(Participant.id) == Escalation.participant_id)
        .join(Staff, col(Staff.id) == Escalation.closed_by)
        .where(col(Escalation.closed_at) >= midnight - DAY, col(Escalation.closed_at) < midnight)
        .order_by(col(Escalation.closed_at))
    ).all()
    lines = [
        _(
            "{mark} {code}: {what}. {name}: {outcome}",
            mark=MARKS[row.severity],
            code=participant.code,
            what=Listed(tuple(titles_of(session, row, person)[:2])),
            name=closer.name,
            outcome=OUTCOMES.get(row.outcome or "", _("closed")),
        )
        for row, participant, closer in rows[:MOST]
    ]
    return _part(_("Closed yesterday: {count}", count=len(rows)), lines, len(rows))


def _visits(session: Session, today: date) -> list[Text]:
    rows = session.exec(
        select(Visit, Participant)
        .join(Participant, col(Participant.id) == Visit.participant_id)
        .where(Visit.day == today)
        .order_by(col(Visit.hour), col(Participant.code))
    ).all()
    lines = [
        _("{code}: {kind}, {time}", code=participant.code, kind=VISITS[visit.kind], time=visit.hour or "–")
        for visit, participant in rows[:MOST]
    ]
    return _part(_("Today's visits and calls: {count}", count=len(rows)), lines, len(rows))


def _part(head: Text, lines: list[Text], count: int) -> list[Text]:
    if not lines:
        return []
    more = [_("… and {count} more", count=count - len(lines))] if count > len(lines) else []
    return [head, *lines, *more]


def _week(session: Session, now: datetime, today: date, zone: ZoneInfo) -> list[Text]:
    """The seven days before this one, as numbers: what was due, and what came of it."""
    begins = datetime.combine(today - timedelta(weeks=1), time(), zone)
    ends = datetime.combine(today, time(), zone)
    count = Counter(
        j.outcome
        for check_ins in judged(session, now, SCHEDULED).values()
        for j in check_ins
        if begins <= j.check_in.closes_at < ends
    )
    if not count:
        return []
    expected = sum(count[name] for name in ("answered", "answered_late", "partial", "missed_participant"))
    opened = session.exec(
        select(Escalation.severity).where(Escalation.opened_at >= begins, Escalation.opened_at < ends)
    ).all()
    closed = session.exec(
        select(Escalation.id).where(col(Escalation.closed_at) >= begins, col(Escalation.closed_at) < ends)
    ).all()
    return [
        _("The week before {date}", date=today),
        _(
            "Check-ins on time: {on_time} of {expected} ({percent} %), late {late}, in part {partial}, missed {missed}",
            on_time=count["answered"],
            expected=expected,
            percent=round(100 * count["answered"] / expected) if expected else "–",
            late=count["answered_late"],
            partial=count["partial"],
            missed=count["missed_participant"],
        ),
        _("Not asked, our fault: {fault}; paused: {paused}", fault=count["missed_system"], paused=count["paused"]),
        _(
            "New concerns: emergency {emergency}, urgent {urgent}, to be looked at {review}; closed: {closed}",
            emergency=opened.count("emergency"),
            urgent=opened.count("urgent"),
            review=opened.count("review"),
            closed=len(closed),
        ),
    ]
