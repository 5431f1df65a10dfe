"""The dose plan of a day: its drugs, its words, and its short form that is kept with a question."""

from __future__ import annotations

from decimal import Decimal

from conversations.drug_names import STEROID_NAMES, drug_name
from conversations.facts import Facts, PlannedDose
from conversations.given import Given
from conversations.prompt import dose_words
from conversations.text import Text, _

MOST = 3
"""How many steroids a day are asked one by one at most."""

ASSUMED = PlannedDose("prednisone", Decimal(0))
"""What is asked about where a plan of nothing names no drug."""


def planned(doses: tuple[PlannedDose, ...] | None) -> tuple[PlannedDose, ...]:
    """The drugs of which something is planned."""
    return tuple(dose for dose in doses or () if dose.mg > 0)


def is_new(facts: Facts) -> bool:
    """A new steroid plan starts on this very day."""
    old = facts.old_steroids
    return old is not None and plan_code(planned(old)) != plan_code(planned(facts.steroids))


def steroids_asked(given: Given) -> tuple[PlannedDose, ...]:
    """The steroids whose amount is asked one by one: the planned ones, else the one that was named."""
    steroids = given.facts.steroids
    if steroids is None:
        named = given.value("d_gc_drug")
        return (PlannedDose(named, Decimal(0)),) if named in STEROID_NAMES else ()
    return (planned(steroids) or steroids[:1] or (ASSUMED,))[:MOST]


def plan_words(doses: tuple[PlannedDose, ...] | None) -> Text:
    """A plan in words: one line a drug."""
    lines = [_("{drug} {dose}", drug=drug_name(d.drug), dose=dose_words(d.mg, d.tablet_mg)) for d in planned(doses)]
    words = lines[0] if lines else _("no steroid")
    for line in lines[1:]:
        words = _("{above}\n{line}", above=words, line=line)
    return words


def plan_code(doses: tuple[PlannedDose, ...] | None) -> str:
    """A plan in short; `-` where there is none.

    >>> plan_code((PlannedDose("prednisone", Decimal("30.0"), Decimal(5)), PlannedDose("cortisone", Decimal("7.5"))))
    'prednisone=30/5+cortisone=7.5'
    """
    if doses is None:
        return "-"
    return "+".join(f"{d.drug}={plain(d.mg)}" + (f"/{plain(d.tablet_mg)}" if d.tablet_mg else "") for d in doses)


def plain(number: Decimal) -> str:
    """A number without trailing zeros or exponent."""
    return format(number.normalize(), "f")
