"""What a doctor should look at again before a plan is entered: never a block, a doubt that wants a reason.

Azathioprine by weight and TPMT (trial listing; clinical content §2): 50 mg a day at the start, then 2.0–3.0 mg/kg with
a normal TPMT, 0.5–1.5 mg/kg with a mutation. All values are to be confirmed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from conversations.doses import (
    ASK_ABOVE_STEROID_MG,
    OVERDOSE_AZATHIOPRINE_MG,
    OVERDOSE_STEROID_MG,
    prednisone_equivalent,
)
from conversations.drug_names import drug_name
from conversations.facts import AZATHIOPRINE, CM313
from conversations.text import Text, _

AZATHIOPRINE_MG_PER_KG = {"normal": (Decimal("2.0"), Decimal("3.0")), "mutation": (Decimal("0.5"), Decimal("1.5"))}
"""mg of azathioprine per kg and day, from and to, by TPMT result."""
AZATHIOPRINE_START_MG = Decimal(50)
"""The suggested first dose of azathioprine, mg a day."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at again. `needs_reason`: the plan is entered only with one; else it is merely said.
    `genetic`: its words speak of a genotype, so they are for staff screens only."""

    text: Text
    needs_reason: bool = True
    genetic: bool = False


GENETIC_WITHHELD = Doubt(_("The plan does not fit what is known of this person: see the console."))
"""Said in a chat in place of what speaks of a genotype (clinical content §0.9)."""


def doubts(
    drug: str,
    doses: Sequence[Decimal],
    *,
    arm: str | None,
    weight_kg: Decimal | None,
    tpmt: str | None,
    is_first: bool = False,
) -> tuple[Doubt, ...]:
    """The doubts about a plan of `doses` mg a day (a cycle); `is_first`: nothing of this drug was planned before."""
    most = max(doses, default=Decimal(0))
    if drug != AZATHIOPRINE:
        high = (prednisone_equivalent(drug, most) or Decimal(0)) > ASK_ABOVE_STEROID_MG
        return (_steroid_is_high(drug, most),) if high else ()
    found = [Doubt(_("azathioprine is not a drug of the CM313 arm"))] if arm == CM313 else []
    if tpmt is None:
        found.append(Doubt(_("no TPMT result is entered"), genetic=True))
    if is_first and most > AZATHIOPRINE_START_MG:
        found.append(Doubt(_("the suggested first dose is {mg} mg a day", mg=AZATHIOPRINE_START_MG), False))
    if weight_kg is None:
        return (*found, Doubt(_("no weight is entered, so mg per kg cannot be checked")))
    low, high_limit = AZATHIOPRINE_MG_PER_KG[tpmt or "normal"]
    if most > high_limit * weight_kg:
        found.append(_above(most, high_limit, weight_kg, mutation=tpmt == "mutation"))
    elif not is_first and 0 < most < low * weight_kg and tpmt is not None:
        below = _("{mg} mg is below {limit} mg/kg ({kg} kg)", mg=most, limit=str(low), kg=weight_kg)
        found.append(Doubt(below, needs_reason=False, genetic=True))
    return tuple(found)


def most_mg(drug: str) -> Decimal:
    """mg of this drug a day above which no plan can be meant: what an overdose begins with (rule E13)."""
    equivalent = prednisone_equivalent(drug, Decimal(1))
    return OVERDOSE_AZATHIOPRINE_MG if equivalent is None else (OVERDOSE_STEROID_MG / equivalent).quantize(Decimal(1))


def in_a_chat(found: Sequence[Doubt]) -> tuple[Doubt, ...]:
    """The same doubts as a chat or a phone may show them: nothing that speaks of a genotype."""
    plain = [doubt for doubt in found if not doubt.genetic]
    return (*plain, GENETIC_WITHHELD) if any(doubt.genetic and doubt.needs_reason for doubt in found) else tuple(plain)


def _steroid_is_high(drug: str, most: Decimal) -> Doubt:
    limit = ASK_ABOVE_STEROID_MG
    text = _("{mg} mg of {drug} is above {limit} mg of prednisone a day", mg=most, drug=drug_name(drug), limit=limit)
    return Doubt(text)


def _above(most: Decimal, limit: Decimal, weight_kg: Decimal, *, mutation: bool) -> Doubt:
    """Whether a mutation is known follows from the limit too, so both forms are for staff screens."""
    if mutation:
        text = _(
            "{mg} mg is above {limit} mg/kg with a TPMT mutation ({kg} kg)", mg=most, limit=str(limit), kg=weight_kg
        )
    else:
        text = _("{mg} mg is above {limit} mg/kg ({kg} kg)", mg=most, limit=str(limit), kg=weight_kg)
    return Doubt(text, genetic=True)
