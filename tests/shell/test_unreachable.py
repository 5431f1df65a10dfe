"""Who cannot be reached any more: the next person is told, sending stops, and somebody knows of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import pytest

from bot.channels import Channel, Inbound, Outgoing, TryLater, Unauthorised
from bot.clock import tick
from bot.database import transaction
from bot.inbox import receive
from bot.models import Staff
from bot.outbox import Outbox
from bot.routes import set_team_routes
from tests.talk import AMBIENT, Service
from tests.team import EMERGENCY, URGENT, Team, assemble, escalations, join, pages, patient, steps

TEAMS, JIS = "json://team.test/secret", "json://ji.test/secret"


async def test_fault_26_the_doctor_on_call_has_blocked_the_bot_so_the_next_is_paged_at_once(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    service.phones.blocked.add(team.lin.account)

    await lan.says(EMERGENCY)
    await service.passes(seconds=5)

    assert team.paged() == ["Wu", "Ji"]
    team.chen.hears("Dr Lin")  # who should tell them


async def test_fault_26_a_doctor_who_blocked_it_yesterday_is_passed_by(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await team.lin.sends("blocked")
    team.chen.hears("Dr Lin")
    team.ji.hears("Dr Lin cannot be paged on Telegram any more: the bot was blocked there. Please tell them.")

    await lan.says(URGENT)

    assert team.paged() == ["Wu"]


async def test_fault_26_when_every_doctor_has_blocked_it_the_others_are_paged(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    for talk in (team.lin, team.wu, team.ji):
        service.phones.blocked.add(talk.account)

    await lan.says(URGENT)
    for _look in range(4):
        await service.passes(seconds=5)

    assert team.paged() == ["Chen"]
    assert escalations(service)[0].phase == "open"


async def test_whoever_comes_back_gets_what_nobody_could_be_told(service: Service) -> None:
    doctor, lan = join(service, "Dr Lin"), patient(service)
    await doctor.sends("blocked")
    await lan.says(EMERGENCY)
    assert pages(doctor) == []

    await doctor.sends("unblocked")

    assert len(pages(doctor)) == 1


async def test_one_who_took_it_over_and_cannot_be_reached_is_replaced(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    await team.lin.taps("I'm on it")
    await team.lin.sends("blocked")

    assert await team.over(60) == [(60, "Wu")]
    await team.wu.taps("I take it over")

    assert escalations(service)[0].acknowledged_by == team.wu.id


async def test_fault_25_nothing_more_is_sent_to_a_participant_who_blocked_the_bot(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(URGENT)
    service.phones.blocked.add(lan.account)
    heard = len(lan.screen)

    await service.passes(hours=2)
    await service.passes(days=1)

    assert len(lan.screen) == heard
    assert sum("P-012" in shown.text and shown.text[0] not in "🔴🟠" for shown in team.chen.screen) == 1
    assert escalations(service)[0].phase == "open"  # rules and ladder go on


# --- Telegram itself -----------------------------------------------------------------------------


def routed(service: Service) -> Team:
    """The team has a route, and so has the investigator."""
    team = assemble(service)
    with transaction(service.engine) as session:
        session.get_one(Staff, team.ji.id).notify = JIS
        set_team_routes(session, [TEAMS], service.now)
    return team


async def seconds(service: Service, count: int) -> None:
    """The clock looks every five seconds, and the sender with it."""
    for _look in range(count // 5):
        await service.passes(seconds=5)


async def test_fault_23_with_telegram_out_of_reach_an_emergency_goes_by_the_other_routes_at_once(
    service: Service,
) -> None:
    routed(service)
    lan = patient(service)
    service.phones.out_of_reach = True
    await lan.says(EMERGENCY)

    assert [len(service.routes.at(url)) for url in (TEAMS, JIS)] == [1, 1]


async def test_fault_23_who_was_not_told_yet_is_told_within_two_minutes_when_nobody_can_be(service: Service) -> None:
    """Only the coordinator has a route of her own: she is not told after half an hour, but now."""
    team = assemble(service)
    with transaction(service.engine) as session:
        session.get_one(Staff, team.chen.id).notify = JIS
    lan = patient(service)
    service.phones.out_of_reach = True
    await lan.says(EMERGENCY)
    await seconds(service, 120)

    assert len(service.routes.at(JIS)) == 1
    assert {int(id) for step in steps(service) for id in step.reached.split(",")} == {
        team.lin.id, team.wu.id, team.ji.id, team.chen.id,
    }  # fmt: skip
    service.phones.out_of_reach = False
    await seconds(service, 60)
    assert team.paged() == ["Lin", "Wu", "Ji", "Chen"]  # and nothing is lost
    assert [len(pages(talk)) for talk in team.everyone.values()] == [1, 1, 1, 1]


async def test_fault_23_a_page_that_has_come_to_somebody_by_another_way_climbs_as_it_should(service: Service) -> None:
    routed(service)
    lan = patient(service)
    service.phones.out_of_reach = True
    await lan.says(EMERGENCY)
    await seconds(service, 120)

    assert len(steps(service)) == 1


async def test_fault_23_after_six_hours_all_pages_arrive_once_and_the_ladder_has_gone_on(service: Service) -> None:
    team = routed(service)
    lan = patient(service, end=service.now.date())
    service.phones.out_of_reach = True
    await lan.says(EMERGENCY)
    await service.until(service.now + timedelta(hours=6), every=timedelta(minutes=5))
    service.phones.out_of_reach = False
    await seconds(service, 60)

    assert max(later.due_at - step.due_at for step, later in zip(steps(service), steps(service)[1:], strict=False)) <= (
        timedelta(hours=1)
    )
    assert [len(pages(talk)) for talk in team.everyone.values()] == [1, 1, 1, 1]  # the newest, not eight
    assert len(service.routes.at(JIS)) >= 6


class Failing:
    """A Telegram that answers every send in one way."""

    name = "telegram"

    def __init__(self, failure: Exception) -> None:
        self.failure = failure

    async def send(self, outgoing: Outgoing) -> str:
        raise self.failure


@pytest.mark.parametrize("failure", [Unauthorised("401"), TryLater(120)])
async def test_fault_24_a_revoked_token_or_a_long_wait_passes_a_page_on_within_a_minute(
    service: Service, failure: Exception
) -> None:
    team = assemble(service)
    with transaction(service.engine) as session:
        session.get_one(Staff, team.wu.id).notify = JIS
    lan = patient(service)
    service.outbox = _outbox(service, {"telegram": Failing(failure), "notice": service.routes})
    await lan.says(EMERGENCY)
    await seconds(service, 60)

    assert service.routes.at(JIS)


def _outbox(service: Service, channels: Mapping[str, Channel]) -> Outbox:
    return Outbox(service.engine, channels, service.languages, AMBIENT, lambda: service.now, service._monotonic)


class Hanging:
    """A Telegram that takes what is sent to it and never answers."""

    name = "telegram"

    def __init__(self) -> None:
        self.under_way = 0

    async def send(self, outgoing: Outgoing) -> str:
        self.under_way += 1
        await asyncio.Event().wait()
        raise AssertionError


async def test_fault_23_a_telegram_that_does_not_answer_takes_no_notices_place(service: Service) -> None:
    """A hundred check-ins hang on the way; the emergency's notices leave beside them."""
    routed(service)
    people = [patient(service, f"P-{n:03}") for n in range(100)]
    hanging = Hanging()
    service.outbox = _outbox(service, {"telegram": hanging, "notice": service.routes})
    service.now += timedelta(hours=1)
    stopping = asyncio.Event()
    sender = asyncio.create_task(service.outbox.run(stopping))
    try:
        tick(service.engine, service.now)
        service.outbox.wake()
        while hanging.under_way < 22:
            await asyncio.sleep(0)
        receive(service.engine, Inbound("telegram", people[0].account, "1", "text", EMERGENCY), service.now,
                service.languages)  # fmt: skip
        service.outbox.wake()
        async with asyncio.timeout(10):
            while len(service.routes.sent) < 2:
                await asyncio.sleep(0.01)
        assert hanging.under_way == 24  # the pages of Dr Lin and Prof Ji, in places kept for emergencies
    finally:
        sender.cancel()
        for task in service.outbox._tasks:
            task.cancel()
