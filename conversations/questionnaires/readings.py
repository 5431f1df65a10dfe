"""Home readings (clinical content §5.3): blood sugar, blood pressure, weight, and when they were taken."""

from __future__ import annotations

from decimal import Decimal

from conversations.given import Given
from conversations.questionnaire import Item, item
from conversations.questionnaires.options import NOT_MEASURED, options
from conversations.questions import Choice, Count, Measure, Question
from conversations.text import _

SUGAR = item(
    Measure(
        "s_glu",
        _("Latest blood sugar, mmol/L?"),
        Decimal("1.0"),
        Decimal("40.0"),
        "mmol/L",
        unknown=NOT_MEASURED,
    ),
    lambda given: given.facts.has_glucose_meter,
)

WEIGHT = item(
    Measure("s_weight", _("Weight this week, kg?"), Decimal(30), Decimal(200), "kg"),
    lambda given: given.facts.has_scales,
)


def _upper(given: Given) -> Question:
    text = _("Latest blood pressure: the upper number? Or both, like 130/80.")
    return Count("s_bp_sys", text, 50, 280, unknown=NOT_MEASURED, pair="s_bp_dia")


def _lower(given: Given) -> Question:
    """The lower number is below the upper one."""
    upper = given.number("s_bp_sys")
    high = 180 if upper is None else min(180, int(upper) - 1)
    return Count("s_bp_dia", _("Latest blood pressure: the lower number?"), 30, high, unknown=NOT_MEASURED)


def out_of_range(given: Given) -> bool:
    """A reading that a rule may speak of, so that it matters when it was taken."""
    return (
        given.below("s_glu", "3.9")
        or given.at_least("s_glu", "11.1")
        or given.at_least("s_bp_sys", 160)
        or given.at_least("s_bp_dia", 100)
        or given.below("s_bp_sys", 90)
    )


PRESSURE: tuple[Item, ...] = (
    Item("s_bp_sys", _upper, lambda given: given.facts.has_pressure_monitor),
    Item("s_bp_dia", _lower, lambda given: given.number("s_bp_sys") is not None),
)

READ_WHEN = item(
    Choice(
        "s_read_when",
        _("When was that measured?"),
        options({"today": _("Today"), "earlier": _("Before today")}),
    ),
    out_of_range,
)
