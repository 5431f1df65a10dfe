"""The roster on a real database: who is called by it, what is refused, and the test page for whoever joins it."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from bot import staff
from bot.database import transaction
from bot.models import Act, Shift, Staff
from bot.record import Author, NotDone
from bot.roster import Hours, Names, Saved, set_holiday, set_hours, swap
from bot.roster_view import roster_view
from tests.talk import START, Service
from tests.team import EMERGENCY, URGENT, assemble, escalations, pages, patient

ZONE = "Asia/Shanghai"
TODAY = date(2026, 3, 5)
DAYS = timedelta(days=1)


def enters(
    service: Service,
    first: str,
    second: str,
    days: tuple[date, date] = (TODAY, TODAY + 6 * DAYS),
    hours: tuple[int, int] = (0, 0),
    *,
    investigator: str | None = None,
    instead: bool = False,
) -> Saved:
    """Somebody enters who is on call on these days."""
    with transaction(service.engine) as session:
        span = Hours(*days, time(hours[0]), time(hours[1]))
        names = Names(first, second, investigator)
        return set_hours(session, span, names, Author(service.now, "陈敏"), ZONE, instead=instead)


def shifts(service: Service) -> int:
    with transaction(service.engine) as session:
        return len(session.exec(select(Shift)).all())


# --- who is called -------------------------------------------------------------------------------


async def test_the_roster_goes_before_the_order_of_joining(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    enters(service, "Dr Wu", "Dr Lin")
    await lan.says(URGENT)

    assert team.paged() == ["Wu"]
    assert await team.over(60) == [(30, "Wu"), (60, "Lin"), (60, "Chen")]


async def test_day_and_night_have_people_of_their_own(service: Service) -> None:
    """Dr Lin by day, Dr Wu from eight in the evening; it is seven."""
    team, lan = assemble(service), patient(service)
    enters(service, "Dr Lin", "Dr Wu")
    enters(service, "Dr Wu", "Dr Lin", (TODAY, TODAY + 5 * DAYS), (20, 8), instead=True)
    service.now += timedelta(minutes=55)
    await lan.says(URGENT)
    assert team.paged() == ["Lin"]

    assert await team.over(30) == [(30, "Wu")]  # whoever is on call when the step is due


async def test_an_investigator_of_the_shift_is_told_and_no_other(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    other = service.staff("Prof Hu", "investigator")
    await other.starts()
    enters(service, "Dr Lin", "Dr Wu", investigator="Prof Hu")

    await lan.says(EMERGENCY)

    assert team.paged() == ["Lin"]
    assert len(pages(other)) == 1


async def test_fault_26_the_second_is_paged_at_once_when_the_first_cannot_be_reached(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    third = service.staff("Dr Hu")
    await third.starts()
    enters(service, "Dr Wu", "Dr Hu")
    service.phones.blocked.add(team.wu.account)

    await lan.says(URGENT)
    await service.passes(seconds=5)

    assert len(pages(third)) == 1
    assert team.paged() == []
    team.chen.hears("Dr Wu")


async def test_fault_28_with_nobody_on_duty_the_investigator_is_told(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    enters(service, "Dr Wu", "Dr Lin", (TODAY, TODAY))
    service.now += timedelta(hours=6)  # 01:00, and nobody entered a second day
    await lan.says(URGENT)

    assert team.paged() == ["Ji"]
    assert await team.over(60) == [(30, "Ji"), (60, "Lin"), (60, "Chen")]


async def test_before_the_first_shift_doctors_are_called_in_order_of_joining(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    enters(service, "Dr Wu", "Dr Lin", (TODAY + DAYS, TODAY + 2 * DAYS))

    await lan.says(URGENT)

    assert team.paged() == ["Lin"]


async def test_the_people_rule_of_the_opening_holds(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edit of the rule changes what opens from then on, and nothing that is open."""
    from conversations import escalation

    team, lan = assemble(service), patient(service)
    await lan.says(URGENT)
    changed = {**escalation.PEOPLE, escalation.Target.ON_CALL: ((escalation.Who.COORDINATORS,),)}
    monkeypatch.setattr("bot.ladder_copy.PEOPLE", changed)

    assert await team.over(30) == [(30, "Lin")]
    kept = json.loads(escalations(service)[0].ladder)["people"]
    assert kept["on_call"] == [["first", "second", "investigator"]]
    other = patient(service, "P-013")
    await other.says(URGENT)
    assert team.paged() == ["Lin", "Chen"]


async def test_the_morning_list_goes_to_the_doctor_on_call(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    enters(service, "Dr Wu", "Dr Lin")
    await lan.says("我想知道能不能吃海鲜，最近一直睡不好")
    await service.until(datetime(2026, 3, 6, 8, 5, tzinfo=ZoneInfo(ZONE)).astimezone(START.tzinfo))

    assert "☀️" not in team.lin.shows()


# --- what is refused -----------------------------------------------------------------------------


def test_fault_28_a_gap_is_refused_when_saved_and_nothing_is_changed(service: Service) -> None:
    assemble(service)
    enters(service, "Dr Lin", "Dr Wu")

    with pytest.raises(NotDone, match="gap: nobody would be on call from 2026-03-12 00:00 to 2026-03-13 00:00"):
        enters(service, "Dr Lin", "Dr Wu", (TODAY + 8 * DAYS, TODAY + 9 * DAYS))
    with pytest.raises(NotDone, match="gap"):  # nights without days
        enters(service, "Dr Lin", "Dr Wu", (TODAY + 7 * DAYS, TODAY + 9 * DAYS), (20, 8))

    assert shifts(service) == 7


def test_fault_28_an_overlap_is_refused_when_saved_and_nothing_is_changed(service: Service) -> None:
    assemble(service)
    enters(service, "Dr Lin", "Dr Wu")

    with pytest.raises(NotDone, match="overlap: from 2026-03-11 18:00 to 2026-03-12 00:00 somebody is on call already"):
        enters(service, "Dr Wu", "Dr Lin", (TODAY + 6 * DAYS, TODAY + 6 * DAYS), (18, 6))

    assert shifts(service) == 7


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("Dr Lin", "Dr Lin", "first and second at once"),
        ("Dr Nobody", "Dr Lin", "nobody of this name"),
        ("陈敏", "Dr Lin", "is a coordinator"),
    ],
)
def test_people_who_cannot_be_on_call_are_refused(service: Service, first: str, second: str, why: str) -> None:
    assemble(service)

    with pytest.raises(NotDone, match=why):
        enters(service, first, second)

    assert shifts(service) == 0


def test_a_removed_person_is_refused_and_still_counted_where_they_stand(service: Service) -> None:
    from bot.roster import left_on_roster

    assemble(service)
    enters(service, "Dr Lin", "Dr Wu")
    with transaction(service.engine) as session:
        gone = staff.remove(session, "Dr Wu", Author(service.now))
        assert left_on_roster(session, gone, service.now) == 7

    with pytest.raises(NotDone, match="was removed"):
        enters(service, "Dr Wu", "Dr Lin", (TODAY + 7 * DAYS, TODAY + 7 * DAYS))


def test_what_has_passed_is_not_rewritten(service: Service) -> None:
    assemble(service)
    enters(service, "Dr Lin", "Dr Wu")
    with pytest.raises(NotDone, match="have passed"):
        enters(service, "Dr Wu", "Dr Lin", (TODAY - DAYS, TODAY - DAYS), instead=True)

    enters(service, "Dr Wu", "Dr Lin", (TODAY, TODAY), instead=True)  # today, from now on

    with transaction(service.engine) as session:
        first, second = session.exec(select(Shift).order_by(col(Shift.starts_at))).all()[:2]
        lin, wu = (session.exec(select(Staff.id).where(Staff.name == name)).one() for name in ("Dr Lin", "Dr Wu"))
    assert (first.first_id, first.ends_at) == (lin, service.now)
    assert (second.first_id, second.starts_at) == (wu, service.now)


def test_two_trade_places_and_it_is_recorded(service: Service) -> None:
    assemble(service)
    enters(service, "Dr Lin", "Dr Wu")
    day = TODAY + 2 * DAYS
    with transaction(service.engine) as session:
        swap(session, [(day, day)], "Dr Lin", "Prof Ji", Author(service.now, "陈敏", "leave"), ZONE)
    with transaction(service.engine) as session:
        view = roster_view(session, service.now)
        act = session.exec(select(Act).where(Act.action == "oncall swap")).one()

    assert [place.first for place in view.places][:4] == ["Dr Lin", "Dr Lin", "Prof Ji", "Dr Lin"]
    assert (act.by, act.detail, act.reason) == ("陈敏", "2026-03-07: Dr Lin and Prof Ji", "leave")
    with transaction(service.engine) as session, pytest.raises(NotDone, match="neither"):
        swap(session, [(TODAY + 99 * DAYS, TODAY + 99 * DAYS)], "Dr Lin", "Dr Wu", Author(service.now), ZONE)


# --- what is shown -------------------------------------------------------------------------------


def test_the_next_gap_and_who_cannot_be_paged_are_shown(service: Service) -> None:
    assemble(service)
    with transaction(service.engine) as session:
        assert roster_view(session, service.now).gap is None
        staff.add(session, "Dr Late", "doctor", Author(service.now))
    enters(service, "Dr Lin", "Dr Late")

    with transaction(service.engine) as session:
        view = roster_view(session, service.now)

    assert view.gap == datetime(2026, 3, 12, tzinfo=ZoneInfo(ZONE))
    assert view.gap_soon
    assert (view.in_force, view.covered, view.first, view.second) == (True, True, "Dr Lin", None)
    assert view.unreachable == ["Dr Late"]
    assert view.unconfirmed == ["Dr Lin", "Dr Late"]


def test_a_holiday_moves_the_morning_list_and_no_page(service: Service) -> None:
    from bot.reviews import next_morning

    friday = TODAY + DAYS
    with transaction(service.engine) as session:
        assert next_morning(session, service.now, ZONE).date() == friday
        set_holiday(session, friday, friday, Author(service.now), working=False)
        assert next_morning(session, service.now, ZONE).date() == date(2026, 3, 9)
        set_holiday(session, TODAY + 2 * DAYS, TODAY + 2 * DAYS, Author(service.now), working=True)
        assert next_morning(session, service.now, ZONE).date() == date(2026, 3, 7)
        set_holiday(session, friday, TODAY + 2 * DAYS, Author(service.now), working=None)
        assert next_morning(session, service.now, ZONE).date() == friday


# --- the test page -------------------------------------------------------------------------------

ROUTE = "json://lin.test/secret"


async def test_fault_26_whoever_joins_the_roster_gets_a_test_page_by_every_route(service: Service) -> None:
    team = assemble(service)
    with transaction(service.engine) as session:
        session.get_one(Staff, team.lin.id).notify = ROUTE
    saved = enters(service, "Dr Lin", "Dr Wu")
    await service.looks()

    assert [person.name for person in saved.new] == ["Dr Lin", "Dr Wu"]
    team.lin.hears("🔔 Test page: you are on call from 5 March 19:00.")
    assert len(service.routes.at(ROUTE)) == 1
    assert "Test page" not in team.ji.shows()
    again = enters(service, "Dr Lin", "Dr Wu", (TODAY + 7 * DAYS, TODAY + 7 * DAYS))
    assert again.new == []  # they are on it already


async def test_fault_26_a_test_page_that_does_not_arrive_is_told_to_the_coordinator(service: Service) -> None:
    team = assemble(service)
    service.phones.blocked.add(team.wu.account)
    enters(service, "Dr Lin", "Dr Wu")
    await service.looks()

    team.chen.hears("Dr Wu")
