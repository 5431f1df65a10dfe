"""The course of a participant, for a doctor's page: the doses of the last days and the last check-ins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from bot.facts import latest_answers, steroid_plan, then
from bot.models import CheckIn, Participant, Plan, Staff
from bot.roles import may
from bot.summaries import NAMES
from conversations import derived
from conversations.doses import prednisone_equivalent
from conversations.facts import PastDay
from conversations.prompt import label
from conversations.questionnaires import questionnaire_of
from conversations.questionnaires.problem import KIND
from conversations.questionnaires.weekly import FEVER
from conversations.schedule import DAY, local_day
from conversations.text import Text, _, verbatim

DAYS = 7
"""Days whose doses are shown, today included."""
LAST = 6
"""Check-ins that are shown."""
SHOWN = ("daily", "weekly", "problem")


@dataclass(frozen=True, slots=True)
class Dose:
    """The steroid of one day in mg of prednisone: planned, taken (None: not known), and in a word."""

    day: date
    planned: Decimal | None
    taken: Decimal | None
    state: str
    word: Text


@dataclass(frozen=True, slots=True)
class Past:
    """A check-in that was answered, as a row of the table."""

    day: date
    name: Text
    dose: Text | None
    sores: Text | None
    pain: Text | None
    fever: Text | None


WORDS = {
    "taken": _("as planned"),
    "changed": _("other than planned"),
    "not_taken": _("none taken"),
    "unknown": _("not known"),
}


def last_doses(session: Session, participant: Participant, now: datetime) -> list[Dose]:
    """The steroid doses of the last days, oldest first; none before the study began."""
    today = local_day(now, participant.zone)
    first = max(today - (DAYS - 1) * DAY, participant.start or today)
    rows = session.exec(
        select(CheckIn).where(
            CheckIn.participant_id == participant.id,
            CheckIn.questionnaire == "daily",
            CheckIn.day >= first,
            col(CheckIn.heard_at).is_not(None),
        )
    )
    diary = {row.day: derived.steroid_day(then(row, latest_answers(session, row.id))) for row in rows}
    plans = session.exec(select(Plan).where(Plan.participant_id == participant.id)).all()
    days = [first + n * DAY for n in range((today - first).days + 1)]
    return [_dose(day, diary.get(day), plans) for day in days]


def _dose(day: date, known: PastDay | None, plans: Sequence[Plan]) -> Dose:
    planned = known.planned_mg if known else _planned(day, plans)
    taken = known.taken_mg if known else None
    if taken is None:
        state = "unknown"
    elif taken == planned:
        state = "taken"
    else:
        state = "changed" if taken else "not_taken"
    return Dose(day, planned, taken, state, WORDS[state])


def _planned(day: date, plans: Sequence[Plan]) -> Decimal | None:
    doses = steroid_plan(plans, day)
    amounts = [prednisone_equivalent(dose.drug, dose.mg) for dose in doses or ()]
    known = [mg for mg in amounts if mg is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(amounts) else None


def last_check_ins(session: Session, participant: Participant, person: Staff) -> list[Past]:
    """The last check-ins in which anything was answered, newest first."""
    rows = session.exec(
        select(CheckIn)
        .where(CheckIn.participant_id == participant.id, col(CheckIn.heard_at).is_not(None))
        .where(col(CheckIn.questionnaire).in_(SHOWN))
        .order_by(col(CheckIn.due_at).desc(), col(CheckIn.id).desc())
        .limit(LAST)
    ).all()
    return [_past(session, row, person) for row in rows]


def _past(session: Session, row: CheckIn, person: Staff) -> Past:
    questionnaire = questionnaire_of(row.questionnaire, row.version)
    secrets = may(person, "read what is for doctors")
    hidden = {item.id for item in questionnaire.items if item.audience == "doctors" and not secrets}
    answers = {id: value for id, value in latest_answers(session, row.id).items() if id not in hidden}
    name = NAMES[row.questionnaire]
    if row.questionnaire == "problem" and "u_kind" in answers:
        name = _("{check_in}: {what}", check_in=name, what=label(KIND, answers["u_kind"]))
    return Past(
        row.day,
        name,
        _taken(row, answers) if row.questionnaire == "daily" else None,
        verbatim(answers["w_new"]) if "w_new" in answers else None,
        verbatim(answers["w_pain"]) if "w_pain" in answers else None,
        label(FEVER, answers["w_fever"]) if "w_fever" in answers else None,
    )


def _taken(row: CheckIn, answers: dict[str, str]) -> Text | None:
    day = derived.steroid_day(then(row, answers))
    if day is None or day.taken_mg is None:
        return _("not known")
    if day.planned_mg is None:
        return _("{mg} mg, no plan", mg=day.taken_mg)
    return _("{mg} of {planned} mg", mg=day.taken_mg, planned=day.planned_mg)
