"""Values derived from the dose diary: what was taken, what was planned, and how far the two lie apart.

Steroids are compared in mg of prednisone-equivalent, over all oral steroids of a day (`gc_mg`, `plan_gc` in clinical
content §5.1); azathioprine in its own mg (`aza_mg`, `plan_aza`). No answer is None, never 0 mg.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal

from conversations.doses import prednisone_equivalent
from conversations.events import Proposed
from conversations.facts import PastDay, PlannedDose
from conversations.given import UNANSWERED, Given

NOTHING = Decimal(0)

STEROID_AMOUNTS = ("d_gc_mg", "d_gc_mg2", "d_gc_mg3")
"""The questions “how much in total?”, for the first, second and third planned steroid."""

AZATHIOPRINE_AMOUNT = "d_aza_mg"

ASSUMED_DRUG = "prednisone"
"""What is taken to be meant where no plan names the steroid. To confirm."""

EXCUSED = ("doctor_changed", "taken_early")
"""Reasons for which a planned day without a dose is not a missed one (§5.1, “Derived”)."""

WEEK = 7
"""Days over which doses are compared with the plan (R01: answered days; R10: calendar days)."""

OFF_PLAN_SHARE = Decimal("0.20")
"""Share of the plan by which a day is off it (R01). To confirm."""

OFF_PLAN_MG = Decimal(5)
"""mg prednisone-equivalent a day by which a day is off the plan, at least (R01). To confirm."""


def planned_steroid_mg(given: Given) -> Decimal | None:
    """`plan_gc`: the plan of the check-in's day; the old one where it was still taken on the day of a change."""
    if given.is_("d_gc", "yes_old"):
        return _equivalents(given.facts.old_steroids)
    return _equivalents(given.facts.steroids)


def taken_steroid_mg(given: Given) -> Decimal | None:
    """`gc_mg`: prednisone-equivalent of all oral steroids taken that day, None until it is known."""
    if _made_up_for(given):
        return planned_steroid_mg(given)
    match given.value("d_gc"):
        case "yes_all" | "yes_old":
            return planned_steroid_mg(given)
        case "said_again" if given.facts.said_mg is not None:
            return _equivalent((_drugs(given) or [ASSUMED_DRUG])[0], given.facts.said_mg)
        case "no" | "none_taken" | "plan0_none":
            return NOTHING
        case "other" | "took" | "yes" | "plan0_took":
            amounts = _amounts(given)
            return sum(amounts, NOTHING) if amounts and len(amounts) == len(_drugs(given)) else None
        case _:
            return None


def steroid_mg_so_far(given: Given) -> Decimal | None:
    """What has been confirmed of the day's steroids, while other amounts may still be missing."""
    amounts = _amounts(given) if given.is_("d_gc", "other", "took", "yes", "plan0_took") else []
    return sum(amounts, NOTHING) if amounts else taken_steroid_mg(given)


def unconfirmed_dose(given: Given) -> Proposed | None:
    """An amount that was shown back and has had neither yes nor no for 10 minutes."""
    pending = given.proposal
    if pending is None or pending.why != "dose" or given.now - pending.at < UNANSWERED:
        return None
    return pending


def unconfirmed_steroid_mg(given: Given) -> Decimal | None:
    """`gc_mg` as it would be if the amount left without a yes or no were right."""
    pending = unconfirmed_dose(given)
    if pending is None or pending.item not in STEROID_AMOUNTS:
        return None
    return sum(_amounts(given, pending), NOTHING)


def planned_azathioprine_mg(given: Given) -> Decimal | None:
    """`plan_aza`: mg of azathioprine planned for the check-in's day."""
    return given.facts.azathioprine.mg if given.facts.azathioprine else None


def taken_azathioprine_mg(given: Given) -> Decimal | None:
    """`aza_mg`: mg of azathioprine taken that day, None until it is known."""
    match given.value("d_aza"):
        case "yes_all":
            return planned_azathioprine_mg(given)
        case "no":
            return NOTHING
        case "other":
            return given.number(AZATHIOPRINE_AMOUNT)
        case _:
            return None


def unconfirmed_azathioprine_mg(given: Given) -> Decimal | None:
    """`aza_mg` as it would be if the amount left without a yes or no were right."""
    pending = unconfirmed_dose(given)
    return Decimal(pending.value) if pending and pending.item == AZATHIOPRINE_AMOUNT else None


def steroid_reason(given: Given) -> str:
    """Why the day's steroid was off the plan; empty where it was not, or nothing was said."""
    match given.value("d_gc"):
        case "yes_all" | "yes_old" | "plan0_none":
            return ""
        case "said_again":
            return "doctor_changed"
        case _:
            return given.value("d_gc_why") or ""


def azathioprine_reason(given: Given) -> str:
    """Why the day's azathioprine was off the plan; empty where it was not, or nothing was said."""
    return "" if given.is_("d_aza", "yes_all") else given.value("d_aza_why") or ""


def reason_awaited(given: Given, *, why: str, doses: Sequence[str]) -> bool:
    """The reason has not been given or skipped, and the last dose answer is less than 10 minutes old."""
    if why in given.settled:
        return False
    answered = [given.settled[item].at for item in doses if item in given.settled]
    return bool(answered) and given.now - max(answered) < UNANSWERED


def steroid_reason_awaited(given: Given) -> bool:
    return reason_awaited(given, why="d_gc_why", doses=("d_gc", *STEROID_AMOUNTS))


def azathioprine_reason_awaited(given: Given) -> bool:
    return reason_awaited(given, why="d_aza_why", doses=("d_aza", AZATHIOPRINE_AMOUNT))


def dose_drop_percent(given: Given) -> Decimal | None:
    """`gc_drop_pct`: how far the day's steroid lies below its plan, % of the plan; None if that is 0 or missing,
    and after tomorrow's dose was taken early."""
    day = steroid_day(given)
    return drop_of(day) if day else None


def drop_of(day: PastDay) -> Decimal | None:
    """The drop of one diary day, %; never below 0."""
    if not day.planned_mg or day.taken_mg is None or day.reason == "taken_early":
        return None
    return max(NOTHING, (day.planned_mg - day.taken_mg) * 100 / day.planned_mg)


def steroid_day(given: Given) -> PastDay | None:
    """The check-in's own diary day, as far as it has been answered."""
    if given.value("d_gc") is None:
        return None
    return PastDay(given.facts.today, planned_steroid_mg(given), taken_steroid_mg(given), steroid_reason(given))


def azathioprine_day(given: Given) -> PastDay | None:
    """The same for azathioprine, in its own mg."""
    if given.value("d_aza") is None:
        return None
    return PastDay(
        given.facts.today, planned_azathioprine_mg(given), taken_azathioprine_mg(given), azathioprine_reason(given)
    )


def steroid_days(given: Given) -> list[PastDay]:
    """All known diary days, oldest first, with the check-in's own."""
    return _with(given.facts.past_days, steroid_day(given))


def within_days(given: Given, days: int) -> list[PastDay]:
    """Steroid diary days at most so many days before the check-in's own, that one included."""
    first = given.facts.today - timedelta(days=days)
    return [day for day in steroid_days(given) if day.day >= first]


def missed(day: PastDay) -> bool:
    """A planned day with 0 mg and no reason that excuses it."""
    return bool(day.planned_mg) and day.taken_mg == 0 and day.reason not in EXCUSED


def missed_steroid_days(given: Given) -> int:
    """`gc_missed_days`: missed planned days in a row, back from the latest answered one. Unanswered days and
    days with plan 0 neither count nor break the row."""
    row = 0
    for day in reversed(steroid_days(given)):
        if not day.planned_mg or day.taken_mg is None:
            continue
        if not missed(day):
            break
        row += 1
    return row


def missed_today(given: Given) -> bool:
    """The check-in's own day was planned, and nothing was taken without a reason that excuses it."""
    day = steroid_day(given)
    return day is not None and missed(day)


def last_plan_mg(given: Given) -> Decimal:
    """The plan of the latest answered day that had one above 0, mg prednisone-equivalent."""
    plans = [day.planned_mg for day in steroid_days(given) if day.planned_mg and day.taken_mg is not None]
    return plans[-1] if plans else NOTHING


def previous_planned_day(given: Given) -> PastDay | None:
    """The last answered diary day before the check-in's own that had a plan above 0."""
    days = [day for day in given.facts.past_days if day.planned_mg and day.taken_mg is not None]
    return days[-1] if days else None


def off_plan(day: PastDay) -> bool:
    """The dose differs from the plan by ≥20 % and ≥5 mg. A change that the doctor is said to have made is R02's."""
    if not day.planned_mg or day.taken_mg is None or day.reason == "doctor_changed":
        return False
    apart = abs(day.taken_mg - day.planned_mg)
    return apart >= day.planned_mg * OFF_PLAN_SHARE and apart >= OFF_PLAN_MG


def days_off_plan(given: Given) -> int:
    """Of the last 7 answered days, the check-in's own included, how many were off the plan."""
    answered = [day for day in steroid_days(given) if day.taken_mg is not None]
    return sum(off_plan(day) for day in answered[-WEEK:])


def azathioprine_missed(given: Given) -> int:
    """Of the last 7 calendar days, on how many planned azathioprine was not taken at all."""
    first = given.facts.today - timedelta(days=WEEK - 1)
    days = _with(given.facts.azathioprine_days, azathioprine_day(given))
    return sum(missed(day) for day in days if day.day >= first)


def _made_up_for(given: Given) -> bool:
    """The forgotten dose was taken after all, when the question about the reason reminded of it."""
    return given.is_("d_gc", "no", "other") and given.is_("d_gc_why", "forgot") and given.is_("d_advice", "taken_now")


def _with(past: Iterable[PastDay], today: PastDay | None) -> list[PastDay]:
    return [*past, today] if today else list(past)


def _equivalents(doses: Sequence[PlannedDose] | None) -> Decimal | None:
    if doses is None:
        return None
    return sum((_equivalent(dose.drug, dose.mg) for dose in doses), NOTHING)


def _equivalent(drug: str, mg: Decimal) -> Decimal:
    return prednisone_equivalent(drug, mg) or NOTHING


def _drugs(given: Given) -> list[str]:
    """The steroids whose amounts are asked, in order: the planned ones, else the one that was named."""
    plan = given.facts.steroids
    if plan is None:
        named = given.value("d_gc_drug")
        return [] if named == "unsure" else [named or ASSUMED_DRUG]
    taken = [dose.drug for dose in plan if dose.mg > 0] or [dose.drug for dose in plan[:1]]
    return taken[: len(STEROID_AMOUNTS)] or [ASSUMED_DRUG]


def _amounts(given: Given, pending: Proposed | None = None) -> list[Decimal]:
    """The amounts written so far, as prednisone-equivalent; with one that waits for a yes, if given."""
    amounts = []
    for item, drug in zip(STEROID_AMOUNTS, _drugs(given), strict=False):
        mg = Decimal(pending.value) if pending and pending.item == item else given.number(item)
        if mg is not None:
            amounts.append(_equivalent(drug, mg))
    return amounts
