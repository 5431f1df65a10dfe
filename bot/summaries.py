"""Short lines about a participant: the plan in force, and the course of the last check-ins."""

from collections.abc import Collection
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot.facts import azathioprine_plan, latest_answers, steroid_plan, then
from bot.models import CheckIn, Participant, Plan, Staff, Visit
from bot.roles import may
from conversations import derived
from conversations.drug_names import DRUG_NAMES
from conversations.facts import AZATHIOPRINE, CM313, PlannedDose
from conversations.given import Given
from conversations.prompt import label
from conversations.questionnaires.problem import KIND
from conversations.schedule import local_day
from conversations.text import Listed, Text, _

ARMS = {CM313: _("CM313 + prednisone"), AZATHIOPRINE: _("Azathioprine + prednisone")}

LAST = 3
"""How many earlier check-ins a page shows."""
LOOKED_AT = 20
"""How many are looked through for those in which something was answered."""

NAMES = {
    "daily": _("daily"),
    "weekly": _("weekly"),
    "problem": _("problem report"),
    "red_flag_screen": _("unasked message"),
    "follow_up": _("follow-up"),
    "side_effects": _("side effects"),
    "azathioprine": _("azathioprine questions"),
    "injection": _("after the injection"),
    "visit": _("visit reminder"),
    "laboratory": _("test reminder"),
    "phone": _("hour of a call"),
    "ask": _("question to the team"),
    "end": _("end of the study"),
    "welcome": _("welcome"),
    "stop": _("stop"),
    "doctor_message": _("reply to a doctor"),
}
"""What staff call the check-ins."""


def dose_line(dose: PlannedDose) -> Text:
    return _("{drug} {mg} mg", drug=DRUG_NAMES[dose.drug], mg=dose.mg)


def treatment(session: Session, participant: Participant, now: datetime, person: Staff) -> list[Text]:
    """The arm, today's prescribed doses, the last injection. Coordinators are told nothing that names the arm."""
    day = local_day(now, participant.zone)
    arm_known = may(person, "see the arm")
    plans = session.exec(select(Plan).where(Plan.participant_id == participant.id)).all()
    steroids, azathioprine = steroid_plan(plans, day), azathioprine_plan(plans, day)
    doses = [*(steroids or ()), *([azathioprine] if azathioprine and arm_known else [])]
    lines = [ARMS[participant.arm]] if participant.arm in ARMS and arm_known else []
    if doses:
        lines.append(_("Plan today: {doses}", doses=Listed(tuple(dose_line(dose) for dose in doses))))
    if steroids is None:
        lines.append(_("No steroid plan is entered."))
    return lines + (_last_injection(session, participant, day) if arm_known else [])


def _last_injection(session: Session, participant: Participant, day: date) -> list[Text]:
    given = session.exec(
        select(col(Visit.day))
        .where(Visit.participant_id == participant.id, Visit.kind == "injection", col(Visit.done).is_(True))
        .where(Visit.day <= day)
        .order_by(col(Visit.day).desc())
    ).all()
    if not given:
        return []
    days = (day - given[0]).days
    return [_("Injection {number} on {date} ({days} days ago)", number=len(given), date=given[0], days=days)]


def course(session: Session, participant: Participant, without: Collection[int]) -> list[Text]:
    """The last check-ins that were answered before this matter, newest first."""
    rows = session.exec(
        select(CheckIn)
        .where(CheckIn.participant_id == participant.id, col(CheckIn.heard_at).is_not(None))
        .where(col(CheckIn.questionnaire).in_(("daily", "weekly", "problem")), col(CheckIn.id).not_in(without))
        .order_by(col(CheckIn.due_at).desc())
        .limit(LOOKED_AT)
    ).all()
    answered = [(row, answers) for row in rows if (answers := latest_answers(session, row.id))]
    lines = []
    for row, answers in answered[:LAST]:
        match row.questionnaire:
            case "daily":
                what = _daily(then(row, answers))
            case "problem" if "u_kind" in answers:
                what = label(KIND, answers["u_kind"])
            case _:
                what = _weekly(answers)
        lines.append(_("{date}, {check_in}: {what}", date=row.day, check_in=NAMES[row.questionnaire], what=what))
    return [_("Last check-ins:"), *lines] if lines else []


def _daily(given: Given) -> Text:
    day = derived.steroid_day(given)
    if day is None or day.taken_mg is None:
        return _("steroid dose unknown")
    if day.planned_mg is None:
        return _("steroid {mg} mg, no plan entered", mg=day.taken_mg)
    return _("steroid {mg} of {planned} mg", mg=day.taken_mg, planned=day.planned_mg)


def _weekly(answers: dict[str, str]) -> Text:
    if "w_new" in answers:
        return _("new sores {new}, pain {pain}", new=answers["w_new"], pain=answers.get("w_pain", "–"))
    return _("answered")
