"""Who cannot be reached any more: the next person is told, sending stops, and somebody knows of it."""

from __future__ import annotations

from tests.talk import Service
from tests.team import EMERGENCY, URGENT, assemble, escalations, join, pages, patient


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
