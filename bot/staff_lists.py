"""Lists for staff: what is to be looked at this morning, and what is open at all. Each line has a button to show it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from bot.body import Body, Key
from bot.buttons import StaffButton, pack
from bot.models import Concern, Escalation, Participant, Staff
from bot.pages import state_of, titles_of
from bot.post import REMINDER, REPLY, say
from bot.wording_staff import MARKS
from conversations.escalation import Severity
from conversations.text import Listed, Text, _

PER_MESSAGE = 25
"""Lines of one message, so that it stays readable and within what a channel takes."""
TITLES = 3
"""So many titles of one matter are named in a list."""


def send_list(session: Session, person: Staff, escalations: Sequence[Escalation], now: datetime) -> None:
    """The reviews of a working morning, as one list (more than one message where it is long)."""
    for start in range(0, len(escalations), PER_MESSAGE):
        part = escalations[start : start + PER_MESSAGE]
        lines, rows = _lines(session, person, part)
        zone = _participant(session, part[0]).zone
        today = now.astimezone(ZoneInfo(zone)).date()
        head = _("☀️ To look at today, {date} ({count}):", date=today, count=len(escalations))
        key = f"reviews:{person.id}:{now.isoformat()}:{start}"
        say(session, person, "page", key, Body((head, *lines), rows), now, priority=REMINDER)
        for escalation in part:
            _paged(session, escalation, now)


def _paged(session: Session, escalation: Escalation, now: datetime) -> None:
    unpaged = select(Concern).where(Concern.escalation_id == escalation.id, col(Concern.paged_at).is_(None))
    for concern in session.exec(unpaged):
        concern.paged_at = now


def send_open(session: Session, person: Staff, ref: str, now: datetime) -> None:
    """Everything that is open: the worst first, the oldest first within it, with who has it."""
    rows = session.exec(select(Escalation).where(Escalation.phase != "closed")).all()
    escalations = sorted(rows, key=lambda row: (-Severity.of(row.severity), row.opened_at))
    lines, keys = _lines(session, person, escalations[:PER_MESSAGE], with_state=True)
    if not lines:
        lines = [_("Nothing is open.")]
    elif len(escalations) > PER_MESSAGE:
        lines.append(_("… and {count} more", count=len(escalations) - PER_MESSAGE))
    say(session, person, "staff", f"staff:{person.id}:{ref}", Body(tuple(lines), keys), now, priority=REPLY)


def _lines(
    session: Session, person: Staff, escalations: Iterable[Escalation], *, with_state: bool = False
) -> tuple[list[Text], tuple[tuple[Key, ...], ...]]:
    lines: list[Text] = []
    rows: list[tuple[Key, ...]] = []
    for escalation in escalations:
        participant = _participant(session, escalation)
        since = escalation.opened_at.astimezone(ZoneInfo(participant.zone))
        what = Listed(tuple(titles_of(session, escalation, person)[:TITLES]))
        line = _(
            "{mark} {code}, since {date} {time}: {what}",
            mark=MARKS[escalation.severity],
            code=participant.code,
            date=since.date(),
            time=since,
            what=what,
        )
        lines.append(line)
        if with_state:
            lines += state_of(session, escalation, participant.zone)
        assert escalation.id is not None
        rows.append((Key(_("Show {code}", code=participant.code), pack(StaffButton(escalation.id, "show"))),))
    return lines, tuple(rows)


def _participant(session: Session, escalation: Escalation) -> Participant:
    participant = session.get(Participant, escalation.participant_id)
    assert participant is not None
    return participant
