"""The questions that follow a concern: how are you now (f_e), are you safe (f_safe), better than yesterday (f_u),
and a second temperature. Opened as check-ins of their own, due when the clinical content says."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from bot.models import CheckIn, Escalation, Participant
from bot.opening import open_check_in
from conversations.escalation import Severity, end_of_quiet
from conversations.given import Given
from conversations.rule import Rule
from conversations.schedule import DAY, instant, local_day

AFTER_EMERGENCY = timedelta(hours=1)
AFTER_URGENT = timedelta(hours=24)
SECOND_TEMPERATURE = timedelta(hours=1)
LATEST_TEMPERATURE = time(22, 30)
"""§4 “Follow-up” and §5.0. The first is asked at any hour, the second moves out of quiet hours, the third waits for
07:30 when it would come after 22:30. To be confirmed."""


def schedule_follow_ups(
    session: Session,
    participant: Participant,
    check_in: CheckIn,
    escalation: Escalation,
    rules: Sequence[Rule],
    given: Given,
    now: datetime,
) -> None:
    """Open what has to be asked later because of these rules, each once at a time."""
    ids = {rule.id for rule in rules}
    emergencies = {rule.id for rule in rules if rule.severity is Severity.EMERGENCY}
    if "E07" in emergencies:
        _open(session, check_in, participant, escalation, "f_safe", now + AFTER_EMERGENCY, now)
    if emergencies - {"E07"}:
        _open(session, check_in, participant, escalation, "f_e", now + AFTER_EMERGENCY, now)
    if any(rule.symptom and rule.severity is Severity.URGENT for rule in rules):
        due = end_of_quiet(now + AFTER_URGENT, participant.zone)
        _open(session, check_in, participant, escalation, "f_u", due, now)
    temperature = given.number("x_temp")
    if "R05" in ids and temperature is not None and 37.5 <= temperature < 38:
        _open(session, check_in, participant, escalation, "x_temp", _second_temperature(now, participant.zone), now)


def _second_temperature(now: datetime, zone: str) -> datetime:
    later = now + SECOND_TEMPERATURE
    local = later.astimezone(ZoneInfo(zone)).time()
    if time(7, 30) <= local <= LATEST_TEMPERATURE:
        return later
    day = local_day(later, zone)
    return instant(day if local < time(7, 30) else day + DAY, time(7, 30), zone)


def _open(
    session: Session,
    check_in: CheckIn,
    participant: Participant,
    escalation: Escalation,
    about: str,
    due: datetime,
    now: datetime,
) -> None:
    """One at a time for an escalation: while it waits to be asked, what comes meanwhile needs no second one."""
    waiting = session.exec(
        select(CheckIn.id)
        .where(CheckIn.participant_id == participant.id, CheckIn.escalation_id == escalation.id, CheckIn.about == about)
        .where(CheckIn.outcome == "open", col(CheckIn.begun_at).is_(None))
    ).first()
    if waiting is None:
        anchor = f"escalation:{escalation.id}:{about}:{check_in.id}"
        open_check_in(
            session, participant, "follow_up", anchor, now, due_at=due, about=about, escalation_id=escalation.id
        )
