"""What the analysis set says of a participant's course, from the diary and the weekly checks (clinical content §1).

These are prompts for a statistician, never the endpoint itself: a doctor's examination decides that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from conversations.doses import MINIMAL_THERAPY_MG

KEPT_FOR = timedelta(days=60)
"""“2 months” on minimal therapy (Murrell 2008, S4). To confirm: 60 days, or calendar months."""

FORTNIGHT = 2
"""Weekly checks in a row without new lesions that make a fortnight (§1, end of consolidation)."""

INFECTION: Mapping[str, frozenset[str]] = {
    "w_inf": frozenset({"pus", "smell", "hot_spreading", "grouped_small_blisters"}),
    "s_inf": frozenset(
        {"cold", "cough", "cough_breathless_exertion", "urine", "thrush", "shingles", "coldsore_spread",
         "diarrhoea_mild", "other"}
    ),
    "u_kind": frozenset({"fever_inf"}),
    "w_fever": frozenset({"now", "earlier"}),
}  # fmt: skip
"""Answers that count as a reported infection or fever, by question. To confirm."""

RELAPSE_RULE, SERIOUS_RULE = "U07", "U22"
"""The rules of “possible relapse after control” and of “hospital, operation or new serious illness: possible SAE”."""


@dataclass(frozen=True, slots=True)
class DoseDay:
    """One day, in mg of prednisone-equivalent over all oral steroids; None: no plan, or not known."""

    day: date
    planned_mg: Decimal | None
    taken_mg: Decimal | None


@dataclass(frozen=True, slots=True)
class Minimal:
    """When the steroid came down to minimal therapy. `kept`: `not_yet` while no day above has been seen and the two
    months are not over. `unknown_days`: of the days since, up to two months, on how many the dose is not known."""

    day: date | None
    kept: Literal["yes", "no", "not_yet"] | None
    unknown_days: int | None


def is_minimal(day: DoseDay) -> bool:
    """At most 10 mg was taken, and no more was planned: a forgotten tablet is no taper."""
    planned = day.planned_mg is None or day.planned_mg <= MINIMAL_THERAPY_MG
    return planned and day.taken_mg is not None and day.taken_mg <= MINIMAL_THERAPY_MG


def minimal_therapy(days: Sequence[DoseDay]) -> Minimal:
    """The first day on minimal therapy, of days in order, and whether it was kept for two months from then on.

    A day of which the dose is not known neither keeps nor breaks it; how many there were is said.
    """
    first = next((day.day for day in days if is_minimal(day)), None)
    if first is None:
        return Minimal(None, None, None)
    since = [day for day in days if first <= day.day < first + KEPT_FOR]
    unknown = sum(day.taken_mg is None for day in since)
    if any(day.taken_mg is not None and day.taken_mg > MINIMAL_THERAPY_MG for day in since):
        return Minimal(first, "no", unknown)
    return Minimal(first, "yes" if len(since) == KEPT_FOR.days else "not_yet", unknown)


def first_fortnight(new_lesions: Mapping[int, int | None]) -> int | None:
    """The study week in which the first fortnight without new lesions ended: two weekly checks in a row that say 0.
    A week without an answer breaks the row."""
    row = 0
    for week in range(1, max(new_lesions, default=0) + 1):
        row = row + 1 if new_lesions.get(week) == 0 else 0
        if row == FORTNIGHT:
            return week
    return None


def mean(amounts: Sequence[Decimal]) -> Decimal | None:
    """The mean, to 0.01; None of nothing."""
    return (sum(amounts, Decimal(0)) / len(amounts)).quantize(Decimal("0.01")) if amounts else None


def is_infection(answers: Mapping[str, str]) -> bool:
    """Whether these answers of one check-in report an infection or fever."""
    return any(not codes.isdisjoint(answers.get(item, "").split("|")) for item, codes in INFECTION.items())
