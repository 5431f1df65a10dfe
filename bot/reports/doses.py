"""The exported table of doses: what was planned and what was taken of each drug on each day. No answer is unknown.

The plan is the one in force for the day as the doctors have entered it by now; what “as planned” meant is the plan that
was shown when it was answered.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from bot.facts import azathioprine_plan, steroid_plan
from bot.models import Answer, CheckIn, Participant, Plan
from bot.reports.cells import Row
from bot.reports.columns import NEVER_EMPTY, PARTICIPANT, Column
from bot.stored import facts_from_json
from conversations.doses import compare, prednisone_equivalent
from conversations.drug_names import STEROID_NAMES
from conversations.exposure import DrugDay
from conversations.facts import AZATHIOPRINE
from conversations.given import as_number
from conversations.schedule import DAY, local_day
from conversations.text import _

UNKNOWN = _("Empty where it is not known. No answer is unknown, and never 0.")

COLUMNS = (
    PARTICIPANT,
    Column("date", "day", _("The calendar day where the participant lives."), "check_in.day", missing=NEVER_EMPTY),
    Column("drug", "code", _("The drug."), "plan.drug, answer d_gc_drug", missing=NEVER_EMPTY),
    Column(
        "planned_mg",
        "number",
        _("The dose that was prescribed for the day, in mg of the drug."),
        "plan",
        "mg",
        _("Empty where no plan had been entered."),
    ),
    Column("taken_mg", "number", _("The dose that was taken, in mg of the drug."), "answer d_gc …", "mg", UNKNOWN),
    Column(
        "prednisone_equivalent_mg",
        "number",
        _("The dose that was taken, as mg of prednisone with the same effect."),
        "answer d_gc …, doses.DRUGS",
        "mg",
        UNKNOWN,
    ),
    Column(
        "state",
        "code",
        _("The dose taken, compared with the plan."),
        "plan, answer",
        missing=NEVER_EMPTY,
        codes=("taken", "changed", "not_taken", "unknown"),
    ),
)

USUAL = "prednisone"
"""The drug of a day for which neither a plan nor an answer names one: every arm of this study takes it."""
AMOUNTS = ("d_gc_mg", "d_gc_mg2", "d_gc_mg3")
"""The amounts of the steroids of a day, in the order of the plan that was shown."""

Taken = Mapping[str, Decimal | None]
"""mg of each drug that an answer speaks of; None where the amount could not be told."""


def rows(session: Session, now: datetime, investigator: bool) -> Iterator[Row]:
    """By participant and day, from the start (or agreement) until today or the end."""
    for person in session.exec(select(Participant).order_by(col(Participant.code))).all():
        yield from rows_of(session, person, now)
        session.expunge_all()


def rows_of(session: Session, person: Participant, now: datetime) -> Iterator[Row]:
    """The same for one participant."""
    for day, drugs in days_of(session, person, now):
        yield from (_row(person.code, day, one) for one in drugs)


def days_of(session: Session, person: Participant, now: datetime) -> Iterator[tuple[date, list[DrugDay]]]:
    """Each day of one participant with its drugs, from the start (or agreement) until today or the end."""
    first = person.start or (local_day(person.agreed_at, person.zone) if person.agreed_at else None)
    if first is None:
        return
    today = local_day(now, person.zone)
    plans = session.exec(select(Plan).where(Plan.participant_id == person.id)).all()
    diary = _diary(session, person)
    day, last = first, min(today, person.end or today)
    while day <= last:
        yield day, list(_day(day, plans, diary.get(day, Entry({}))))
        day += DAY


@dataclass(frozen=True, slots=True)
class Entry:
    """What the diary of a day holds: its current answers, and the dose that was offered as said before."""

    answers: Mapping[str, Answer]
    said_mg: Decimal | None = None

    def value(self, item: str) -> str | None:
        answer = self.answers.get(item)
        return answer.value if answer and answer.state == "answered" else None

    def plans_then(self, item: str, plans: Sequence[Plan]) -> list[Plan]:
        """The plans that were known when this was answered."""
        answer = self.answers.get(item)
        return [plan for plan in plans if answer is not None and plan.entered_at <= answer.at]


def _day(day: date, plans: Sequence[Plan], entry: Entry) -> Iterator[DrugDay]:
    planned = {dose.drug: dose.mg for dose in steroid_plan(plans, day) or ()}
    taken = _steroids(entry, day, plans, list(planned))
    for drug in dict.fromkeys([*planned, *taken]) or {USUAL: None}:
        yield DrugDay(drug, planned.get(drug), taken.get(drug))
    azathioprine = azathioprine_plan(plans, day)
    if azathioprine or entry.value("d_aza"):
        planned_mg = azathioprine.mg if azathioprine else None
        yield DrugDay(AZATHIOPRINE, planned_mg, _azathioprine(entry, day, plans))


def _row(code: str, day: date, one: DrugDay) -> Row:
    return {
        "participant": code,
        "date": day.isoformat(),
        "drug": one.drug,
        "planned_mg": one.planned,
        "taken_mg": one.taken,
        "prednisone_equivalent_mg": prednisone_equivalent(one.drug, one.taken) if one.taken is not None else None,
        "state": compare(one.taken, one.planned),
    }


def _steroids(entry: Entry, day: date, plans: Sequence[Plan], planned: Sequence[str]) -> Taken:
    """What the answers say of each steroid; what they do not speak of is unknown."""
    then = entry.plans_then("d_gc", plans)
    shown, old = steroid_plan(then, day) or (), steroid_plan(then, day - DAY) or ()
    made_up_for = entry.value("d_gc_why") == "forgot" and entry.value("d_advice") == "taken_now"
    match entry.value("d_gc"):
        case None:
            return {}
        case "no" | "other" if made_up_for:  # the question about the reason reminded of it
            return {dose.drug: dose.mg for dose in shown}
        case "yes_all":
            return {dose.drug: dose.mg for dose in shown}
        case "yes_old":
            return {dose.drug: Decimal(0) for dose in shown} | {dose.drug: dose.mg for dose in old}
        case "no" | "none_taken" | "plan0_none":
            return dict.fromkeys([*planned, *(dose.drug for dose in shown)] or [USUAL], Decimal(0))
        case "said_again":
            return {shown[0].drug if shown else USUAL: entry.said_mg}
    named = entry.value("d_gc_drug")
    drugs = [dose.drug for dose in shown] or [named if named in STEROID_NAMES else USUAL]
    amounts = AMOUNTS if shown or named in STEROID_NAMES else ()
    return {drug: as_number(entry.value(item)) for drug, item in zip(drugs, amounts, strict=False)}


def _azathioprine(entry: Entry, day: date, plans: Sequence[Plan]) -> Decimal | None:
    shown = azathioprine_plan(entry.plans_then("d_aza", plans), day)
    match entry.value("d_aza"):
        case "yes_all":
            return shown.mg if shown else None
        case "no":
            return Decimal(0)
        case "other":
            return as_number(entry.value("d_aza_mg"))
        case _:
            return None


def _diary(session: Session, person: Participant) -> dict[date, Entry]:
    """The diary by day."""
    found: dict[date, dict[str, Answer]] = {}
    ids: dict[date, int] = {}
    answers = session.exec(
        select(Answer, col(CheckIn.day))
        .join(CheckIn, col(CheckIn.id) == Answer.check_in_id)
        .where(CheckIn.participant_id == person.id, CheckIn.questionnaire == "daily")
        .order_by(col(Answer.revision))
    )
    for answer, day in answers:
        found.setdefault(day, {})[answer.item] = answer
        ids[day] = answer.check_in_id
    return {day: Entry(given, _said(session, ids[day], given)) for day, given in found.items()}


def _said(session: Session, check_in_id: int, answers: Mapping[str, Answer]) -> Decimal | None:
    """The dose that “again, as you said” stood for."""
    if "d_gc" not in answers or answers["d_gc"].value != "said_again":
        return None
    facts = session.exec(select(CheckIn.facts).where(CheckIn.id == check_in_id)).one()
    return facts_from_json(facts).said_mg
