"""The ladder of design.md, step by step in virtual time. The times are minutes after the concern was raised."""

from __future__ import annotations

import dataclasses
import itertools
from datetime import timedelta

import pytest

from conversations import escalation
from conversations.escalation import Severity
from tests.talk import START, Service
from tests.team import CAN_WAIT, EMERGENCY, URGENT, assemble, escalations, join, pages, patient, steps

ALL = ["Lin", "Wu", "Ji", "Chen"]


async def test_an_emergency_that_nobody_takes(service: Service) -> None:
    team, lan = assemble(service), patient(service, hour=service.now.time())
    await lan.says(EMERGENCY)
    assert team.paged() == ["Lin", "Ji"]

    assert await team.over(55) == [(15, "Wu"), *((30, name) for name in ALL)]


async def test_an_emergency_taken_but_not_closed(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    await team.ji.taps("I'm on it")

    assert await team.over(60) == [(60, "Ji")]  # whoever has it
    await lan.taps("好些了")
    assert await team.over(130) == [
        (60, "Wu"), (60, "Ji"),  # then the next doctor, with the investigator
        (120, "Lin"), (120, "Ji"),  # and so on, hourly
    ]  # fmt: skip


async def test_an_urgent_matter_that_nobody_takes(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(URGENT)
    assert team.paged() == ["Lin"]

    assert await team.over(180) == [
        (30, "Lin"),
        (60, "Wu"), (60, "Chen"),
        *((120, name) for name in ALL),
        *((180, name) for name in ALL),
    ]  # fmt: skip


async def test_an_urgent_matter_taken_but_not_closed(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(URGENT)
    await team.lin.taps("I'm on it")

    assert await team.over(10 * 60, every=10) == [
        (240, "Lin"),
        (300, "Wu"), (300, "Ji"),
        (540, "Lin"), (540, "Wu"), (540, "Ji"),
    ]  # fmt: skip


async def test_what_can_wait_comes_at_once_at_night_and_climbs_from_half_past_seven(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    service.now += timedelta(hours=3)  # 22:00
    await lan.says(CAN_WAIT)
    assert team.paged() == ["Lin"]

    assert await team.over(11 * 60, every=10) == [(600, "Lin"), (630, "Wu"), (630, "Chen")]  # 08:00, 08:30


async def test_what_cannot_wait_climbs_at_night_too(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    service.now += timedelta(hours=3)
    await lan.says(URGENT)

    assert await team.over(60) == [(30, "Lin"), (60, "Wu"), (60, "Chen")]


async def test_fault_27_for_72_hours_nobody_acknowledges(service: Service) -> None:
    lin, ji = join(service, "Dr Lin"), join(service, "Prof Ji", "investigator")
    lan = patient(service, end=service.now.date())  # nothing else is asked meanwhile
    ladder = escalation.LADDERS[Severity.EMERGENCY]
    await lan.says(EMERGENCY)
    opened = service.now

    await service.until(opened + timedelta(minutes=90), every=timedelta(minutes=15))
    await service.until(opened + timedelta(hours=72), every=timedelta(hours=1))

    (matter,) = escalations(service)
    assert matter.phase == "open"
    assert matter.closed_at is None
    first = [step for step in steps(service) if step.round == 0]
    written = [step.after for step in ladder.open]
    for step in first:
        beyond = max(0, step.n - len(written) + 1)
        due = opened + written[min(step.n, len(written) - 1)] + beyond * ladder.every
        assert (step.due_at, step.at) == (due, due)
        assert step.reached
    times = [step.at for step in steps(service)]
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert max(gaps) <= timedelta(hours=1)  # never silent for longer
    assert service.now - times[-1] <= timedelta(hours=1)
    assert min(len(pages(lin)), len(pages(ji))) >= 72


@pytest.mark.parametrize("severity", [Severity.EMERGENCY, Severity.URGENT])
@pytest.mark.parametrize("held", [False, True])
def test_there_is_always_a_next_step_and_it_comes_in_time(severity: Severity, held: bool) -> None:
    ladder = escalation.LADDERS[severity]
    longest = ladder.held_every if held else ladder.every
    due = [escalation.next_step(ladder, n, START, held=held) for n in range(200)]

    assert all(step.to for step in due)
    pairs = itertools.pairwise(due)
    assert longest is not None
    assert all(first.at < second.at <= first.at + longest for first, second in pairs)


async def test_after_an_outage_each_person_gets_one_page_and_the_ladder_stands_where_it_should(
    service: Service,
) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    before = {name: len(pages(talk)) for name, talk in team.everyone.items()}

    await service.passes(minutes=50)  # nobody looked for so long

    assert {name: len(pages(talk)) - before[name] for name, talk in team.everyone.items()} == dict.fromkeys(ALL, 1)
    assert escalations(service)[0].next_at == service.now + timedelta(minutes=40)


async def test_the_ladder_is_the_one_of_the_opening(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(URGENT)
    ladder = escalation.LADDERS[Severity.URGENT]
    monkeypatch.setitem(escalation.LADDERS, Severity.URGENT, dataclasses.replace(ladder, open=ladder.open[:1]))

    assert (30, "Lin") in await team.over(60)


async def test_fault_28_with_only_a_coordinator_on_the_staff_she_is_paged(service: Service) -> None:
    chen, lan = join(service, "陈敏", "coordinator", "zh"), patient(service)

    await lan.says(EMERGENCY)
    assert len(pages(chen)) == 1
    await service.until(service.now + timedelta(minutes=30))

    assert len(pages(chen)) == 3


async def test_fault_28_without_any_staff_it_waits_for_the_first_who_joins(service: Service) -> None:
    lan = patient(service)
    await lan.says(EMERGENCY)
    await service.until(service.now + timedelta(hours=3))
    assert escalations(service)[0].phase == "open"
    doctor = service.staff("Dr Lin")

    await doctor.starts()

    assert pages(doctor)[-1].text.startswith("🔴 EMERGENCY · P-012")
    await doctor.taps("I'm on it")
    second = service.staff("Dr Wu")
    await second.starts()
    assert pages(second) == []  # somebody has it


async def test_with_one_doctor_alone_that_doctor_is_paged_again_and_again(service: Service) -> None:
    doctor, lan = join(service, "Dr Lin"), patient(service)
    await lan.says(EMERGENCY)

    await service.until(service.now + timedelta(minutes=31))

    assert len(pages(doctor)) == 3
