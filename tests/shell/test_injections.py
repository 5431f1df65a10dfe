"""The record of an injection: what, how much, by whom, and the steroid before it."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from sqlmodel import select

from bot.database import transaction
from bot.models import Visit
from bot.record import Author, NotDone
from bot.visits import Given, enter_visit
from tests.talk import Service
from tests.team import acts, patient

DAY = date(2026, 3, 5)
WHOLE = Given(Decimal(600), "L-1", "Wang Fang", 1, "methylprednisolone", Decimal("40.0"))


def test_everything_about_an_injection_is_kept_and_who_gave_it_is_sealed(service: Service) -> None:
    lan = patient(service)
    with transaction(service.engine) as session:
        enter_visit(session, "P-012", "injection", DAY, Author(service.now), hour=time(10))
        enter_visit(
            session, "P-012", "injection", DAY, Author(service.now, "Wu"), hour=time(10, 20), done=True, given=WHOLE
        )

    with transaction(service.engine) as session:
        (kept,) = session.exec(select(Visit).where(Visit.participant_id == lan.id))
        assert (kept.day, kept.hour, kept.done) == (DAY, time(10, 20), True)
        assert (kept.dose_mg, kept.vials, kept.lot, kept.given_by) == ("600", 1, "L-1", "Wang Fang")
        assert (kept.premed_drug, kept.premed_mg) == ("methylprednisolone", "40")
        raw = session.connection().exec_driver_sql("SELECT given_by FROM visit").scalar_one()
    assert b"Wang" not in bytes(raw)
    assert [(act.by, act.detail) for act in acts(service, "visit")][-1] == (
        "Wu",
        "injection on 2026-03-05 at 10:20, done",
    )


def test_what_is_said_later_is_added_to_what_was_said(service: Service) -> None:
    patient(service)
    with transaction(service.engine) as session:
        enter_visit(session, "P-012", "injection", DAY, Author(service.now), done=True, given=WHOLE)
        kept = enter_visit(session, "P-012", "injection", DAY, Author(service.now), given=Given(lot="L-2"))

        assert (kept.done, kept.lot, kept.vials, kept.premed_mg) == (True, "L-2", 1, "40")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (Given(Decimal(6000)), "at most 5000 mg"),
        (Given(Decimal("NaN")), "at most 5000 mg"),
        (Given(vials=0), "1 to 20 vials"),
        (Given(premed_drug="prednisone"), "give both"),
        (Given(premed_mg=Decimal(40)), "give both"),
        (Given(premed_drug="azathioprine", premed_mg=Decimal(40)), "the steroid must be"),
        (Given(premed_drug="prednisone", premed_mg=Decimal(-1)), "more than 0 mg"),
        (Given(premed_drug="dexamethasone", premed_mg=Decimal(500)), "cannot be meant"),
        (Given(lot=" "), "1 to 100 letters"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(service: Service, given: Given, said: str) -> None:
    patient(service)

    with pytest.raises(NotDone, match=said), transaction(service.engine) as session:
        enter_visit(session, "P-012", "injection", DAY, Author(service.now), done=True, given=given)
    with transaction(service.engine) as session:
        assert session.exec(select(Visit)).all() == []
