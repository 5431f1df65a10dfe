"""Doses: the drug table, prednisone equivalence, what a dose phrase means, the plan of a day and what was taken of it.

All quantities are `Decimal` milligrams of the named drug for one calendar day unless a name says otherwise.
Source keys (S18 ...) are those of the clinical content document; "to confirm" means that the trial must sign the value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from conversations import dose_phrases
from conversations.dose_numbers import normalise
from conversations.dose_words import UnclearReason

FACTORS_VERSION = "1"
"""Version of DRUGS. Stored beside every converted dose; after a change of the table old doses are recomputed."""


@dataclass(frozen=True, slots=True)
class Drug:
    """An oral drug that a plan can name.

    factor: mg of prednisone equal to 1 mg of it (anti-inflammatory effect); 0 for a drug that is no steroid.
    tablet_strengths_mg: the tablets sold in China. names: what patients write, in both languages.
    """

    code: str
    factor: Decimal
    tablet_strengths_mg: tuple[Decimal, ...]
    names: tuple[str, ...]


def _drug(code: str, factor: str, strengths: str, names: str) -> Drug:
    return Drug(code, Decimal(factor), tuple(Decimal(s) for s in strengths.split()), (code, *names.split("、")))


DRUGS: dict[str, Drug] = {
    drug.code: drug
    for drug in (  # factors: S20; strengths and names: as marked behind each
        _drug("prednisone", "1", "5", "泼尼松、强的松、醋酸泼尼松、去氢可的松、deltasone"),  # S19
        _drug("prednisolone", "1", "5", "泼尼松龙、强的松龙、氢化泼尼松、醋酸泼尼松龙"),  # strength: to confirm
        _drug(
            "methylprednisolone", "1.25", "4 16", "甲泼尼龙、美卓乐、尤金、甲基强的松龙、medrol"
        ),  # 4: S19; 16: to confirm
        _drug("triamcinolone", "1.25", "4", "曲安西龙、阿赛松、去炎松"),  # strength: to confirm
        _drug("hydrocortisone", "0.25", "10 20", "氢化可的松、氢可、cortef"),  # S19
        _drug("cortisone", "0.2", "5 25", "可的松、醋酸可的松"),  # strength: to confirm
        _drug("dexamethasone", "6.67", "0.75", "地塞米松、地米、氟美松、dex"),  # S19
        _drug("betamethasone", "6.67", "0.5", "倍他米松"),  # to confirm: with 0.75 mg, sources differ (0.6 to 0.75)
        _drug("deflazacort", "0.833", "6", "地夫可特"),  # strength: to confirm
        _drug("azathioprine", "0", "50 100", "硫唑嘌呤、硫唑、硫唑嘌啉、依木兰、aza、imuran"),  # S18
    )
}
"""Every drug by its code. Topical, inhaled, eye and injected steroids are not here: they are not converted."""

ASK_ABOVE_STEROID_MG = Decimal(80)
"""Prednisone-equivalent mg a day above which "Is that right?" is asked; to confirm."""
ASK_ABOVE_AZATHIOPRINE_MG = Decimal(200)
"""Azathioprine mg a day above which "Is that right?" is asked; to confirm."""
ASK_OFF_PLAN = Decimal("0.25")
"""Share of the plan by which a dose may differ before it is asked about; to confirm."""
ASK_OFF_PLAN_STEROID_MG = Decimal(5)
"""A steroid must also differ by at least this many prednisone-equivalent mg to be asked about; to confirm."""
OVERDOSE_STEROID_MG = Decimal(200)
"""Prednisone-equivalent mg a day above which rule E13 asks for an overdose; never rejected as an entry; to confirm."""
OVERDOSE_AZATHIOPRINE_MG = Decimal(400)
"""Azathioprine mg a day above which rule E13 asks for an overdose; never rejected as an entry; to confirm."""
OVERDOSE_TIMES_PLAN = Decimal(5)
"""Rule E13 also holds from this many times the plan, if OVERDOSE_ABOVE_PLAN_MG more was taken too; to confirm."""
OVERDOSE_ABOVE_PLAN_MG = Decimal(100)
"""Milligrams above the plan that go with OVERDOSE_TIMES_PLAN; to confirm."""
MINIMAL_THERAPY_MG = Decimal(10)
"""Prednisone-equivalent mg a day up to which a day counts as minimal therapy (general knowledge, S7); to confirm."""


@dataclass(frozen=True, slots=True)
class ReadDose:
    """A phrase that has one reading.

    mg: of the named drug, for the whole day, finite and >= 0. tablets: the same in tablets, None where quarters are not
    exact or the strength is unknown. confirm: it is shown back for a yes before it counts.
    """

    mg: Decimal
    tablets: Decimal | None
    confirm: bool


@dataclass(frozen=True, slots=True)
class UnclearDose:
    """A phrase with no reading or more than one: ask again. reason: one of `UnclearReason`."""

    reason: UnclearReason


def find_drug(text: str) -> Drug | None:
    """Return the oral drug that the text names, the longest name first; None if it names none or several."""
    found = {drug for drug, _ in dose_phrases.named(normalise(text), _NAMES)}
    return DRUGS[found.pop()] if len(found) == 1 else None


def prednisone_equivalent(drug: str, mg: Decimal) -> Decimal | None:
    """Milligrams of prednisone with the effect of this many mg of the drug; None for a drug that is no steroid."""
    factor = DRUGS[drug].factor
    return mg * factor if factor else None


def tablets_for(mg: Decimal, tablet_mg: Decimal | None) -> Decimal | None:
    """The number of tablets that make the dose, where it is a whole number of quarters; otherwise None."""
    if tablet_mg is None or tablet_mg <= 0 or (mg * 4) % tablet_mg:
        return None
    return _plain(mg / tablet_mg)


def compare(taken_mg: Decimal | None, plan_mg: Decimal | None) -> str:
    """The state of a day: `taken` (as planned), `changed`, `not_taken` or `unknown`.

    No answer is unknown, never 0. A planned 0 of which nothing was taken is taken. Without a plan there is nothing to
    compare: `taken` and `not_taken` then say only whether there was a dose.
    """
    if taken_mg is None:
        return "unknown"
    if plan_mg is None:
        return "taken" if taken_mg else "not_taken"
    if taken_mg == plan_mg:
        return "taken"
    return "changed" if taken_mg else "not_taken"


def planned_mg(doses: Sequence[Decimal], from_date: date, on: date) -> Decimal:
    """The dose that a plan names for a day: `doses` repeat daily from `from_date` on, so (30, 0) is every other day.

    Raises ValueError for an empty cycle and for a day before the plan.
    """
    if not doses or on < from_date:
        raise ValueError("a plan has at least one dose and starts on or before the day asked about")
    return doses[(on - from_date).days % len(doses)]


def ask_again(drug: str, mg: Decimal, plan_mg: Decimal | None) -> bool:
    """Whether this dose is so high, or so far from the plan, that "Is that right?" is asked (ranges above)."""
    steroid = prednisone_equivalent(drug, mg)
    if steroid is None:
        return mg > ASK_ABOVE_AZATHIOPRINE_MG or (plan_mg is not None and abs(mg - plan_mg) > ASK_OFF_PLAN * plan_mg)
    if steroid > ASK_ABOVE_STEROID_MG or plan_mg is None:
        return steroid > ASK_ABOVE_STEROID_MG
    plan = plan_mg * DRUGS[drug].factor
    return abs(steroid - plan) > ASK_OFF_PLAN * plan and abs(steroid - plan) >= ASK_OFF_PLAN_STEROID_MG


def read_dose(
    text: str, drug: str, tablet_mg: Decimal | None, plan_mg: Decimal | None = None
) -> ReadDose | UnclearDose:
    """What a person wrote about a day's dose of `drug`, as mg for that day; unclear wherever it is not one reading.

    tablet_mg: strength of the person's tablets. plan_mg: the day's plan; only "as usual" is read as the plan, and then
    always to be confirmed. An implausible but stated dose is returned, to be confirmed. Raises KeyError for a `drug`
    that is not in DRUGS, and nothing for any text.
    """
    known = DRUGS[drug]
    ask = dose_phrases.Ask(drug, bool(known.factor), known.tablet_strengths_mg, tablet_mg, plan_mg)
    read = dose_phrases.read(normalise(text), ask, _NAMES)
    if isinstance(read, UnclearReason):
        return UnclearDose(read)
    mg = _plain(read.mg.quantize(Decimal("0.0001")))  # thirds of a tablet
    return ReadDose(mg, tablets_for(mg, tablet_mg), confirm=not read.plain or ask_again(drug, mg, plan_mg))


def _plain(value: Decimal) -> Decimal:
    """Without trailing zeros and never as 3E+1."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


_NAMES: tuple[tuple[str, str], ...] = tuple(
    sorted(((name, drug.code) for drug in DRUGS.values() for name in drug.names), key=lambda pair: -len(pair[0]))
)
