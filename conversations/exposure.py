"""How much steroid somebody took in all: the cumulative dose in mg of prednisone, and days on a small dose (clinical
content §1). Unknown days are never counted as 0: their number stands beside every sum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from conversations.doses import FACTORS_VERSION, MINIMAL_THERAPY_MG, compare, prednisone_equivalent
from conversations.endpoints import DoseDay


@dataclass(frozen=True, slots=True)
class DrugDay:
    """One drug on one day, in mg of that drug; `taken` None: not known, `planned` None: no plan was entered."""

    drug: str
    planned: Decimal | None
    taken: Decimal | None


@dataclass(frozen=True, slots=True)
class Exposure:
    """What is known of somebody's steroid from `first` to `last`, both included.

    `cumulative_mg` is prednisone-equivalent over the known days, with what was given at the clinic (`clinic_mg` of it).
    `minimal_days`: known days at or below `MINIMAL_THERAPY_MG`, days without any included.
    """

    first: date | None
    last: date | None
    days: int
    taken: int
    changed: int
    not_taken: int
    unknown: int
    minimal_days: int
    cumulative_mg: Decimal
    clinic_mg: Decimal
    factors_version: str = FACTORS_VERSION


def steroid_day(day: date, drugs: Sequence[DrugDay]) -> DoseDay:
    """The day's steroids added up; not known as soon as one of them is not, or when nothing is."""
    planned = [_equivalent(one.drug, one.planned) for one in drugs if one.planned is not None]
    taken = [_equivalent(one.drug, one.taken) for one in drugs if one.taken is not None]
    known = bool(drugs) and len(taken) == len(drugs)
    return DoseDay(day, sum(planned, Decimal(0)) if planned else None, sum(taken, Decimal(0)) if known else None)


def exposure(days: Iterable[DoseDay], clinic: Iterable[tuple[str, Decimal]] = ()) -> Exposure:
    """Add up steroid days, in any order, and what was given at the clinic: drug and mg, apart from the tablets."""
    known = sorted(days, key=lambda one: one.day)
    states = Counter(compare(one.taken_mg, one.planned_mg) for one in known)
    taken = [one.taken_mg for one in known if one.taken_mg is not None]
    given = sum((_equivalent(drug, mg) for drug, mg in clinic), Decimal(0))
    return Exposure(
        first=known[0].day if known else None,
        last=known[-1].day if known else None,
        days=len(known),
        taken=states["taken"],
        changed=states["changed"],
        not_taken=states["not_taken"],
        unknown=states["unknown"],
        minimal_days=sum(mg <= MINIMAL_THERAPY_MG for mg in taken),
        cumulative_mg=sum(taken, given),
        clinic_mg=given,
    )


def _equivalent(drug: str, mg: Decimal) -> Decimal:
    """mg of prednisone; what is no steroid adds nothing."""
    return prednisone_equivalent(drug, mg) or Decimal(0)
