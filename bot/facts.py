"""From rows to `Facts`: the only reader that the core's turn needs, and the schedule's `Enrolment`."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from bot.known import known_to
from bot.models import Address, Answer, CheckIn, Identity, LogEntry, Participant, Pause, Plan, Visit
from bot.shifts import working_calendar
from bot.stored import event_from_json, facts_from_json
from conversations import derived, trial
from conversations.doses import planned_mg
from conversations.events import Answered, Log
from conversations.facts import CM313, Facts, PlannedDose
from conversations.given import Given, as_number
from conversations.schedule import DAY, Enrolment, local_day, next_working_day, study_day

RECENT = timedelta(hours=2)
"""So old may an answer of the red-flag screen be to count in another check-in (clinical content §4)."""

PREVIOUS = {"weekly": timedelta(days=14), "side_effects": timedelta(days=42)}
"""How old the answers before this check-in may be, to be compared with (clinical content §4)."""

WEEK = timedelta(days=7)
"""How old a weekly answer may be that a rule on side effects reads (clinical content §4)."""

BESIDE_THE_DIARY = ("welcome", "stop", "doctor_message")
"""Check-ins for which the diary is not read."""

DIARY = timedelta(days=14)
"""How far the diary is looked back on for days missed or off plan."""

_LOG = select(LogEntry.event).where(LogEntry.check_in_id == bindparam("check_in")).order_by(col(LogEntry.n))
_PAUSES = select(Pause).where(Pause.participant_id == bindparam("participant"))
_PLANS = select(Plan).where(Plan.participant_id == bindparam("participant"))
_ANSWERS = (
    select(Answer)
    .where(col(Answer.check_in_id).in_(bindparam("check_ins", expanding=True)))
    .order_by(col(Answer.id), col(Answer.revision))
)
_DIARY = (
    select(CheckIn)
    .where(CheckIn.participant_id == bindparam("participant"), CheckIn.questionnaire == "daily")
    .where(CheckIn.day < bindparam("day"), CheckIn.day >= bindparam("from_day"))
    .where(col(CheckIn.heard_at).is_not(None))
    .order_by(col(CheckIn.day))
)
_INJECTED = (
    select(col(Visit.day))
    .where(Visit.participant_id == bindparam("participant"), Visit.kind == "injection", col(Visit.done).is_(True))
    .where(Visit.day <= bindparam("day"))
    .order_by(col(Visit.day).desc())
    .limit(1)
)
_SAME = (
    (CheckIn.participant_id == bindparam("participant")),
    (CheckIn.questionnaire == bindparam("questionnaire")),
    (CheckIn.due_at < bindparam("due_at")),
)
_EARLIER = (
    select(CheckIn)
    .where(*_SAME, CheckIn.due_at >= bindparam("since"), col(CheckIn.heard_at).is_not(None))
    .order_by(col(CheckIn.due_at).desc())
    .limit(1)
)
_LAST_DONE = (
    select(col(CheckIn.day))
    .where(*_SAME, col(CheckIn.completed_at).is_not(None))
    .order_by(col(CheckIn.due_at).desc())
    .limit(1)
)
_ELSEWHERE = (
    select(Answer)
    .join(CheckIn, col(CheckIn.id) == Answer.check_in_id)
    .where(CheckIn.participant_id == bindparam("participant"), CheckIn.id != bindparam("check_in"))
    .where(Answer.at >= bindparam("since"))
    .order_by(col(Answer.at), col(Answer.revision))
)
_RED_FLAGS = _ELSEWHERE.where(col(Answer.item).startswith("x_"), col(Answer.value).is_not(None))
_MEASURED = _ELSEWHERE.where(Answer.item == "x_temp")
_CHANNELS = select(Address.channel).where(Address.participant_id == bindparam("participant"))


def log_of(session: Session, check_in: CheckIn) -> Log:
    """A check-in's events, in order: its state."""
    entries = session.exec(_LOG, params={"check_in": check_in.id})
    return tuple(event_from_json(event) for event in entries)


def enrolment_of(session: Session, participant: Participant) -> Enrolment | None:
    """What the schedule depends on, or None while nothing is to be asked."""
    if participant.status != "active" or participant.start is None or participant.agreed_at is None:
        return None
    pauses = session.exec(_PAUSES, params={"participant": participant.id}).all()
    return Enrolment(
        start=participant.start,
        end=participant.end or trial.end_of(participant.start),
        hour=participant.hour,
        zone=participant.zone,
        since=participant.agreed_at,
        paused=tuple((pause.first, pause.last) for pause in pauses),
        not_before=participant.not_before,
    )


def facts_of(session: Session, participant: Participant, check_in: CheckIn, now: datetime) -> Facts:
    """The complete input of a turn of this check-in, read anew at each turn."""
    assert participant.id is not None
    day = check_in.day
    plans = session.exec(_PLANS, params={"participant": participant.id}).all()
    identity = session.get(Identity, participant.id)
    steroids = steroid_plan(plans, day)
    # What this very day would have been without a plan that starts on it: a cycle's next dose is no new plan.
    before = steroid_plan([plan for plan in plans if plan.from_day < day], day)
    diary = _diary(session, participant.id, day) if check_in.questionnaire not in BESIDE_THE_DIARY else []
    return Facts(
        today=day,
        zone=participant.zone,
        closes_at=check_in.closes_at,
        arm=participant.arm,
        study_day=study_day(participant.start, day) if participant.start else None,
        sex=participant.sex,
        age=_age(identity, day),
        infertile=participant.infertile,
        partner_possible=participant.partner_possible,
        control_reached=participant.control_reached,
        language=participant.language,
        steroids=steroids,
        old_steroids=before if steroids != before and before is not None else None,
        azathioprine=azathioprine_plan(plans, day),
        said_mg=_said(diary, plans),
        past_days=tuple(past for given in diary if (past := derived.steroid_day(given))),
        azathioprine_days=tuple(past for given in diary if (past := derived.azathioprine_day(given))),
        days_since_injection=_days_since_injection(session, participant.id, day) if participant.arm == CM313 else None,
        previous=_previous(session, check_in),
        recent=_recent(session, check_in, now) | _of_the_week(session, check_in),
        known=known_to(session, check_in, now),
        temperatures=_temperatures(session, check_in, now),
        since=_since(session, check_in, participant.start) if check_in.questionnaire in PREVIOUS else None,
        offers_abroad=check_in.questionnaire == "welcome" and _offers_abroad(session, check_in),
        review_by=next_working_day(local_day(now, participant.zone), *working_calendar(session)),
        about=check_in.about,
        message=check_in.message,
    )


def in_force(plans: Sequence[Plan], drug: str, day: date) -> Plan | None:
    """The plan of a drug for a day: the latest start not after it, and of those the one entered last."""
    found = [plan for plan in plans if plan.drug == drug and plan.from_day <= day]
    return max(found, key=lambda plan: (plan.from_day, plan.entered_at), default=None)


def planned(plan: Plan, day: date) -> PlannedDose:
    """The dose of that plan for that day of its cycle."""
    doses = [Decimal(mg) for mg in plan.doses.split(",")]
    tablet = Decimal(plan.tablet_mg) if plan.tablet_mg else None
    return PlannedDose(plan.drug, planned_mg(doses, plan.from_day, day), tablet)


def steroid_plan(plans: Sequence[Plan], day: date) -> tuple[PlannedDose, ...] | None:
    """All steroids planned for a day; None where no plan was ever entered; 0 mg on a day off."""
    found = [planned(plan, day) for drug in trial.STEROIDS if (plan := in_force(plans, drug, day))]
    if not found:
        return None
    return tuple(dose for dose in found if dose.mg > 0) or (found[0],)


def azathioprine_plan(plans: Sequence[Plan], day: date) -> PlannedDose | None:
    plan = in_force(plans, "azathioprine", day)
    return planned(plan, day) if plan else None


Answers = dict[str, str]


def latest_answers(session: Session, check_in_id: int | None) -> Answers:
    """The current value of every answered item of a check-in (codes and numbers, not free words)."""
    return answers_of(session, [check_in_id]).get(check_in_id, {})


def answers_of(session: Session, check_ins: Sequence[int | None]) -> dict[int | None, Answers]:
    """The same for several check-ins, those without any answer left out."""
    if not check_ins:
        return {}
    rows = session.exec(_ANSWERS, params={"check_ins": check_ins})
    latest = {(row.check_in_id, row.item): row for row in rows}
    found: dict[int | None, Answers] = {}
    for (check_in, item), row in latest.items():
        if row.state == "answered" and row.value is not None:
            found.setdefault(check_in, {})[item] = row.value
    return found


def _diary(session: Session, participant_id: int, day: date) -> list[Given]:
    """Answered diary days before this one, oldest first, each as it was known then: a plan that is entered later
    for past days never judges stored answers anew."""
    span = {"participant": participant_id, "day": day, "from_day": day - DIARY}
    rows = session.exec(_DIARY, params=span).all()
    answers = answers_of(session, [row.id for row in rows])
    return [then(row, answers[row.id]) for row in rows if row.id in answers]


def then(check_in: CheckIn, answers: Answers) -> Given:
    """A check-in as it stood: its stored facts and its current answers."""
    at = check_in.heard_at or check_in.opened_at
    return Given(facts_from_json(check_in.facts), tuple(Answered(at, *answer) for answer in answers.items()), at)


def _said(diary: Sequence[Given], plans: Sequence[Plan]) -> Decimal | None:
    """The dose a participant said the doctor changed to, until staff enter a plan from that day or later."""
    told = [given for given in diary if derived.steroid_reason(given) == "doctor_changed"]
    if not told or any(plan.from_day > told[-1].facts.today for plan in plans):
        return None
    return told[-1].number("d_gc_mg") or told[-1].facts.said_mg


def _age(identity: Identity | None, day: date) -> int | None:
    return day.year - int(identity.birth_year) if identity and identity.birth_year else None


def _days_since_injection(session: Session, participant_id: int, day: date) -> int | None:
    given = session.exec(_INJECTED, params={"participant": participant_id, "day": day}).first()
    return (day - given).days if given else None


def _earlier(session: Session, check_in: CheckIn, within: timedelta) -> CheckIn | None:
    """The last check-in of the same questionnaire before this one that has any answer."""
    return session.exec(_EARLIER, params=_same(check_in) | {"since": check_in.due_at - within}).first()


def _same(check_in: CheckIn) -> dict[str, object]:
    """What picks out the check-ins of the same kind before this one."""
    return {
        "participant": check_in.participant_id,
        "questionnaire": check_in.questionnaire,
        "due_at": check_in.due_at,
    }


def _previous(session: Session, check_in: CheckIn) -> Answers:
    within = PREVIOUS.get(check_in.questionnaire)
    if within is None:
        return {}
    earlier = _earlier(session, check_in, within)
    return latest_answers(session, earlier.id) if earlier else {}


def _recent(session: Session, check_in: CheckIn, now: datetime) -> Answers:
    """Answers of the red-flag screen that were given in other check-ins in the last 2 hours."""
    rows = session.exec(_RED_FLAGS, params=_elsewhere(check_in, now - RECENT))
    return {row.item: row.value for row in rows if row.value is not None}


def _of_the_week(session: Session, check_in: CheckIn) -> Answers:
    """The weekly check's answers, at most 7 days old, that rules on side effects read (clinical content §4)."""
    if check_in.questionnaire != "side_effects":
        return {}
    last = session.exec(
        select(CheckIn.id)
        .where(CheckIn.participant_id == check_in.participant_id, CheckIn.questionnaire == "weekly")
        .where(col(CheckIn.heard_at) >= check_in.due_at - WEEK, CheckIn.due_at < check_in.due_at)
        .order_by(col(CheckIn.due_at).desc())
    ).first()
    return latest_answers(session, last) if last is not None else {}


def _temperatures(session: Session, check_in: CheckIn, now: datetime) -> tuple[tuple[datetime, Decimal], ...]:
    rows = session.exec(_MEASURED, params=_elsewhere(check_in, now - DAY))
    return tuple((row.at, number) for row in rows if (number := as_number(row.value)) is not None)


def _elsewhere(check_in: CheckIn, since: datetime) -> dict[str, object]:
    return {"participant": check_in.participant_id, "check_in": check_in.id, "since": since}


def _since(session: Session, check_in: CheckIn, start: date | None) -> date | None:
    """The day of the last completed round, before the first one the study's start; at most 4 weeks back, so that no
    week falls between."""
    last = session.exec(_LAST_DONE, params=_same(check_in)).first()
    known = last or start
    return max(known, check_in.day - timedelta(weeks=4)) if known else None


def _offers_abroad(session: Session, check_in: CheckIn) -> bool:
    """Whether a service abroad is among this person's ways in; of a welcome that is over, whether it was then."""
    if check_in.completed_at is not None and check_in.facts:
        return facts_from_json(check_in.facts).offers_abroad
    channels = session.exec(_CHANNELS, params={"participant": check_in.participant_id})
    return "telegram" in set(channels)
