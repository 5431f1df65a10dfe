"""Participants in whose situations the questions are shown in the papers: together they see every form of each."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from conversations.facts import AZATHIOPRINE, CM313, Facts, PlannedDose

TODAY = date(2026, 3, 5)
PREDNISONE = PlannedDose("prednisone", Decimal(30), Decimal(5))
METHYLPREDNISOLONE = PlannedDose("methylprednisolone", Decimal(8), Decimal(4))
NOTHING_PLANNED = PlannedDose("prednisone", Decimal(0), Decimal(5))


def at() -> datetime:
    """The moment of the samples: 20:00 in Shanghai."""
    return datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


_WOMAN = Facts(
    TODAY,
    "Asia/Shanghai",
    at() + timedelta(hours=16),
    arm=CM313,
    study_day=40,
    sex="f",
    age=40,
    steroids=(PREDNISONE,),
    since=TODAY - timedelta(days=14),
    review_by=TODAY + timedelta(days=1),
    days_since_injection=1,
    offers_abroad=True,
)

SAMPLES: tuple[Facts, ...] = (
    _WOMAN,
    replace(_WOMAN, arm=AZATHIOPRINE, azathioprine=PlannedDose("azathioprine", Decimal(100), Decimal(50))),
    replace(_WOMAN, sex="m", partner_possible=True),
    replace(_WOMAN, steroids=None),
    replace(_WOMAN, steroids=(NOTHING_PLANNED,)),
    replace(_WOMAN, steroids=(PREDNISONE, METHYLPREDNISOLONE)),
    replace(_WOMAN, steroids=(METHYLPREDNISOLONE,), old_steroids=(PREDNISONE,)),
    replace(_WOMAN, said_mg=Decimal(20)),
    replace(_WOMAN, since=None, review_by=None),
)
"""A woman on CM313, then one difference each."""
