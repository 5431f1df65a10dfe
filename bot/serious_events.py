"""What may be a serious adverse event: marked by who closes, told to the investigator, and reminded of until settled.

The 24 hours count from the moment the message arrived: that of the earliest concern of the escalation, whenever it
is marked. Source: clinical content §3; `conversations.serious` has the hours.
"""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from bot.body import Body, Key
from bot.buttons import StaffButton, pack
from bot.models import Act, Concern, Escalation, Participant, SeriousEvent, Staff
from bot.on_call import can_be_reached, office, reachable
from bot.post import EMERGENCY, Concerning, say
from bot.staff_notices import send_staff_notice
from conversations import serious
from conversations.text import Text, _

REPORTED, NOT_SERIOUS = "reported", "not_serious"
SETTLED = {REPORTED: _("reported"), NOT_SERIOUS: _("not serious after all")}
"""How it can be settled: the code that is kept, and what it is called."""


def event_of(session: Session, escalation: Escalation) -> SeriousEvent | None:
    """What was marked about this escalation."""
    return session.exec(select(SeriousEvent).where(SeriousEvent.escalation_id == escalation.id)).first()


def is_running(event: SeriousEvent | None) -> bool:
    """Whether its clock runs."""
    return event is not None and event.settled_at is None


def mark(session: Session, escalation: Escalation, staff: Staff, now: datetime) -> SeriousEvent:
    """It may be serious: the clock is shown from now on, and the investigator is told at once. Marked twice it is one
    event, and one that was settled runs again."""
    assert escalation.id is not None
    assert staff.id is not None
    event = event_of(session, escalation)
    if event is not None and event.settled_at is None:
        return event
    if event is None:
        event = SeriousEvent(
            escalation_id=escalation.id,
            arrived_at=_arrival(session, escalation),
            marked_at=now,
            marked_by=staff.id,
        )
        session.add(event)
    event.marked_at, event.marked_by = now, staff.id
    event.settled_as = event.settled_at = event.settled_by = None
    event.reminders, event.next_at = serious.next_reminder(event.arrived_at, now, 0)
    session.flush()
    _record(session, escalation, staff.name, "mark serious", now)
    head = _(
        "⏱ {code}: {name} marked this as perhaps a serious adverse event.",
        code=_code(session, escalation),
        name=staff.name,
    )
    _tell(session, escalation, event, reachable(session, "investigator"), head, f"marked:{now.isoformat()}", now)
    return event


def settle(session: Session, escalation: Escalation, staff: Staff, how: str, now: datetime) -> SeriousEvent | None:
    """It was reported, or is not serious: nobody is reminded any more. Returns what is settled, or was before; None
    when nothing was marked, the way is not one of `SETTLED`, or this person does not judge it."""
    event = event_of(session, escalation)
    if event is None or how not in SETTLED or not may_settle(staff):
        return None
    if event.settled_at is not None:
        return event
    event.settled_as, event.settled_at, event.settled_by, event.next_at = how, now, staff.id, None
    _record(session, escalation, staff.name, f"serious: {how}", now)
    session.flush()
    return event


def may_settle(staff: Staff) -> bool:
    """Doctors and investigators judge whether it is serious, and report it."""
    return staff.role != "coordinator"


def remind(session: Session, event: SeriousEvent, now: datetime) -> None:
    """The hour has come: whoever marked it and the investigators are reminded; without any, whoever is there."""
    escalation = session.get(Escalation, event.escalation_id)
    assert escalation is not None
    marked = session.get(Staff, event.marked_by)
    people = [marked] if marked is not None and can_be_reached(session, marked) else []
    people += reachable(session, "investigator")
    left = event.arrived_at + serious.WITHIN - now
    hours, minutes = divmod(max(0, int(left.total_seconds()) // 60), 60)
    if left.total_seconds() > 0:
        head = _(
            "⏱ {code}: perhaps a serious adverse event, not recorded as reported yet. {hours} h {minutes} min left.",
            code=_code(session, escalation),
            hours=hours,
            minutes=minutes,
        )
    else:
        head = _(
            "⏱ {code}: perhaps a serious adverse event, not recorded as reported. The 24 hours are over.",
            code=_code(session, escalation),
        )
    reminders, event.next_at = serious.next_reminder(event.arrived_at, now, event.reminders)
    _tell(session, escalation, event, people or office(session), head, f"{event.reminders}:{now.isoformat()}", now)
    event.reminders = reminders


def state(session: Session, escalation: Escalation, zone: str) -> list[Text]:
    """The clock, as pages show it."""
    event = event_of(session, escalation)
    if event is None:
        return []
    if event.settled_at is not None and event.settled_as is not None:
        at, by = event.settled_at.astimezone(ZoneInfo(zone)), session.get(Staff, event.settled_by)
        return [
            _(
                "Perhaps a serious adverse event: {how} ({name}, {date} {time}).",
                how=SETTLED[event.settled_as],
                name=by.name if by else "–",
                date=at.date(),
                time=at,
            )
        ]
    return [_deadline(event, zone)]


def _deadline(event: SeriousEvent, zone: str) -> Text:
    arrived, until = (at.astimezone(ZoneInfo(zone)) for at in (event.arrived_at, event.arrived_at + serious.WITHIN))
    return _(
        "⏱ Perhaps a serious adverse event: the message arrived {date} {time}; report it by {until_date} {until_time}.",
        date=arrived.date(),
        time=arrived,
        until_date=until.date(),
        until_time=until,
    )


def settling_rows(escalation: Escalation) -> tuple[tuple[Key, ...], ...]:
    """Buttons under what is to be reported."""
    assert escalation.id is not None
    return (
        (Key(_("Reported"), pack(StaffButton(escalation.id, "sae", REPORTED))),),
        (Key(_("Not serious after all"), pack(StaffButton(escalation.id, "sae", NOT_SERIOUS))),),
        (Key(_("Show the page"), pack(StaffButton(escalation.id, "show"))),),
    )


def _tell(
    session: Session,
    escalation: Escalation,
    event: SeriousEvent,
    people: Sequence[Staff],
    head: Text,
    ref: str,
    now: datetime,
) -> None:
    participant = session.get(Participant, escalation.participant_id)
    assert participant is not None
    says = (head, _deadline(event, participant.zone))
    for person in {person.id: person for person in people}.values():
        rows = settling_rows(escalation) if may_settle(person) else settling_rows(escalation)[2:]
        key = f"serious:{event.id}:{ref}:{person.id}"
        about = Concerning(escalation=escalation.id)
        say(session, person, "staff", key, Body(says, rows), now, priority=EMERGENCY, about=about)
        send_staff_notice(session, person, says, key, now)


def _arrival(session: Session, escalation: Escalation) -> datetime:
    first = select(Concern.raised_at).where(Concern.escalation_id == escalation.id).order_by(col(Concern.raised_at))
    found = session.exec(first.limit(1)).first()
    return found if found is not None else escalation.opened_at


def _code(session: Session, escalation: Escalation) -> str:
    participant = session.get(Participant, escalation.participant_id)
    return participant.code if participant else "–"


def _record(session: Session, escalation: Escalation, by: str, action: str, now: datetime) -> None:
    session.add(Act(at=now, by=by, action=action, object="escalation", object_id=escalation.id))
