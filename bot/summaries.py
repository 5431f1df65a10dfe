"""Short lines about a participant: the plan in force, and the course of the last check-ins."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from bot.facts import azathioprine_plan, latest_answers, steroid_equivalent, steroid_plan, taken_steroid
from bot.models import CheckIn, Participant, Plan
from conversations.drug_names import DRUG_NAMES
from conversations.facts import PlannedDose
from conversations.schedule import DAY, local_day
from conversations.text import Listed, Text, _

LAST = 3
"""How many earlier check-ins a page shows."""

NAMES = {
    "daily": _("daily"),
    "weekly": _("weekly"),
    "problem": _("problem report"),
    "red_flag_screen": _("unasked message"),
    "follow_up": _("follow-up"),
    "welcome": _("welcome"),
    "stop": _("stop"),
    "doctor_message": _("reply to a doctor"),
}
"""What staff call the check-ins."""


def dose_line(dose: PlannedDose) -> Text:
    return _("{drug} {mg} mg", drug=DRUG_NAMES[dose.drug], mg=dose.mg)


def plan_line(session: Session, participant: Participant, now: datetime) -> list[Text]:
    """Today's prescribed doses, or that none is entered."""
    day = local_day(now, participant.zone)
    plans = session.exec(select(Plan).where(Plan.participant_id == participant.id)).all()
    doses = list(steroid_plan(plans, day) or ())
    azathioprine = azathioprine_plan(plans, day)
    doses += [azathioprine] if azathioprine else []
    if not doses:
        return [_("No dose plan is entered.")]
    return [_("Plan today: {doses}", doses=Listed(tuple(dose_line(dose) for dose in doses)))]


def course(session: Session, participant: Participant, without: Collection[int]) -> list[Text]:
    """The last check-ins that were answered before this matter, newest first."""
    rows = session.exec(
        select(CheckIn)
        .where(CheckIn.participant_id == participant.id, col(CheckIn.heard_at).is_not(None))
        .where(col(CheckIn.questionnaire).in_(("daily", "weekly", "problem")), col(CheckIn.id).not_in(without))
        .order_by(col(CheckIn.due_at).desc())
        .limit(LAST)
    ).all()
    plans = session.exec(select(Plan).where(Plan.participant_id == participant.id)).all()
    lines = []
    for row in rows:
        answers = latest_answers(session, row.id)
        what = _daily(answers, plans, row) if row.questionnaire == "daily" else _weekly(answers)
        lines.append(_("{date}, {check_in}: {what}", date=row.day, check_in=NAMES[row.questionnaire], what=what))
    return [_("Last check-ins:"), *lines] if lines else []


def _daily(answers: dict[str, str], plans: Collection[Plan], row: CheckIn) -> Text:
    plan = steroid_plan(list(plans), row.day)
    taken, planned = taken_steroid(answers, plan, steroid_plan(list(plans), row.day - DAY)), steroid_equivalent(plan)
    if taken is None:
        return _("steroid dose unknown")
    if planned is None:
        return _("steroid {mg} mg, no plan entered", mg=taken)
    return _("steroid {mg} of {planned} mg", mg=taken, planned=Decimal(planned))


def _weekly(answers: dict[str, str]) -> Text:
    if "w_new" in answers:
        return _("new sores {new}, pain {pain}", new=answers["w_new"], pain=answers.get("w_pain", "–"))
    return _("answered")
