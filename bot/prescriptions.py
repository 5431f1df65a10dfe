"""Doctors' plans: the prescribed dose of a drug from a date on. A plan is appended, never changed.

A doubtful dose is a warning that wants a reason, not a block: doctors decide. What cannot be meant is refused.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot.enrolment import participant_of
from bot.models import Participant, Plan
from bot.record import Author, NotDone
from conversations import trial
from conversations.doses import (
    ASK_ABOVE_STEROID_MG,
    OVERDOSE_AZATHIOPRINE_MG,
    OVERDOSE_STEROID_MG,
    prednisone_equivalent,
)
from conversations.facts import CM313
from conversations.plan_check import AZATHIOPRINE_MG_PER_KG
from conversations.plans import plain
from conversations.schedule import local_day

LONGEST_CYCLE = 28
"""Days of a daily cycle at most."""
STRONGEST_TABLET_MG = Decimal(500)
FAR_YEARS = 5
"""A plan that starts further from today than this is a slip of the pen."""


def prescribe(
    session: Session,
    code: str,
    drug: str,
    doses: Sequence[Decimal],
    from_day: date,
    author: Author,
    tablet_mg: Decimal | None = None,
) -> tuple[Plan, list[str]]:
    """The new plan, and the warnings that a reason was given for. Raises NotDone, for warnings without a reason too."""
    participant = participant_of(session, code)
    _check(drug, doses, tablet_mg)
    if abs(from_day.year - local_day(author.now, participant.zone).year) > FAR_YEARS:
        raise NotDone(f"the date {from_day} is more than {FAR_YEARS} years away")
    found = warnings(participant, drug, doses)
    if found and not author.reason:
        raise NotDone(f"{code}: {'; '.join(found)}. If it is meant so, say why with --reason")
    assert participant.id is not None
    plan = Plan(
        participant_id=participant.id,
        drug=drug,
        doses=",".join(plain(mg) for mg in doses),
        tablet_mg=plain(tablet_mg) if tablet_mg else None,
        from_day=from_day,
        entered_at=author.now,
        entered_by=author.by,
    )
    session.add(plan)
    try:
        session.flush()
    except IntegrityError:
        raise NotDone(f"{code}: another plan of {drug} was entered at the same moment") from None
    author.record(session, "plan", "participant", participant.id, f"{drug} {plan.doses} mg from {from_day}")
    return plan, found


def warnings(participant: Participant, drug: str, doses: Sequence[Decimal]) -> list[str]:
    """What a doctor should look at again before this plan is entered."""
    most = max(doses)
    if drug != "azathioprine":
        equivalent = prednisone_equivalent(drug, most) or Decimal(0)
        high = equivalent > ASK_ABOVE_STEROID_MG
        return [f"{plain(most)} mg of {drug} is above {ASK_ABOVE_STEROID_MG} mg of prednisone a day"] if high else []
    found = ["azathioprine is not a drug of the CM313 arm"] if participant.arm == CM313 else []
    if participant.tpmt is None:
        found.append("no TPMT result is entered")
    if participant.weight_kg is None:
        return [*found, "no weight is entered, so mg per kg cannot be checked"]
    _, limit = AZATHIOPRINE_MG_PER_KG[participant.tpmt or "normal"]
    if most > limit * Decimal(participant.weight_kg):
        with_result = " with a TPMT mutation" if participant.tpmt == "mutation" else ""
        found.append(f"{plain(most)} mg is above {limit} mg/kg{with_result} ({participant.weight_kg} kg)")
    return found


def _check(drug: str, doses: Sequence[Decimal], tablet_mg: Decimal | None) -> None:
    """Raises NotDone for what cannot be meant."""
    if drug not in trial.DRUGS:
        raise NotDone(f"the drug must be {', '.join(trial.DRUGS)}")
    if not 1 <= len(doses) <= LONGEST_CYCLE:
        raise NotDone(f"a cycle has 1 to {LONGEST_CYCLE} doses")
    for mg in doses:
        if not mg.is_finite() or mg < 0 or mg != round(mg, 3):
            raise NotDone("a dose is 0 mg or more, with at most three decimals")
        equivalent = prednisone_equivalent(drug, mg)
        limit = OVERDOSE_AZATHIOPRINE_MG if equivalent is None else OVERDOSE_STEROID_MG
        if (mg if equivalent is None else equivalent) > limit:
            raise NotDone(
                f"{plain(mg)} mg of {drug} a day cannot be meant: the limit is {limit} mg of "
                f"{'azathioprine' if equivalent is None else 'prednisone'}"
            )
    if tablet_mg is not None and not (tablet_mg.is_finite() and 0 < tablet_mg <= STRONGEST_TABLET_MG):
        raise NotDone(f"a tablet has more than 0 and at most {STRONGEST_TABLET_MG} mg")
