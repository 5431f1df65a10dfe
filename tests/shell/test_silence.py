"""What nobody said: silence reaches the coordinator, a silence after something that worried the doctor, and an unkept
visit whoever arranges it. (Clinical content §4, R11, R12, U28.)"""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import col, select

from bot.database import transaction
from bot.models import Concern, Escalation, Pause, Visit
from conversations.schedule import local_day
from tests.filling import fills, opened, supposing
from tests.talk import Service, Talk
from tests.team import CAN_WAIT, EMERGENCY, URGENT, assemble, escalations, pages, patient

ZONE = "Asia/Shanghai"


async def days(service: Service, number: int) -> None:
    """So many days, with a look when the diary comes, when its window closes, and in the mornings."""
    for _day in range(number):
        for hours in (1, 12, 4, 7):  # from 19:00: 20:00, 08:00, 12:00, 19:00
            await service.passes(hours=hours)


def causes(service: Service) -> list[str]:
    with transaction(service.engine) as session:
        rows = session.exec(select(Concern).where(col(Concern.rule).in_(("R11", "R12"))).order_by(col(Concern.id)))
        return [row.cause.partition(":")[0] for row in rows]


async def test_three_days_then_seven_and_each_only_once(service: Service) -> None:
    team, _lan = assemble(service), patient(service)
    await days(service, 3)
    assert causes(service) == ["silent_3"]
    await days(service, 1)
    team.chen.hears("3天没有回答")
    team.lin.hears_not("Nothing answered")

    await days(service, 3)
    assert causes(service) == ["silent_3", "silent_7"]
    await days(service, 2)
    team.chen.hears("7天没有回答，请打电话")
    assert causes(service) == ["silent_3", "silent_7"]


async def test_one_answer_ends_the_silence_and_the_next_one_counts_anew(service: Service) -> None:
    assemble(service)
    lan = patient(service)
    await days(service, 2)
    await lan.says("都按方案吃了")
    await days(service, 2)
    assert causes(service) == []
    await days(service, 1)
    assert causes(service) == ["silent_3"]


async def test_after_something_that_worried_the_doctor_is_told_too(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(CAN_WAIT)
    await team.lin.taps("Close…")
    await team.lin.taps("Advised")
    await team.lin.taps("No")
    await days(service, 5)
    assert "silent_after_concern" in causes(service)
    assert "silent_3" not in causes(service)
    team.lin.hears("Nothing answered for 3 days, after something that worried")


async def test_who_is_paused_is_not_silent(service: Service) -> None:
    assemble(service)
    lan = patient(service)
    with transaction(service.engine) as session:
        session.add(
            Pause(participant_id=lan.id, first=date(2026, 3, 5), last=date(2026, 3, 20),
                  entered_at=service.now, entered_by="Chen")
        )  # fmt: skip
    await days(service, 5)
    assert causes(service) == []


async def test_no_reply_to_the_follow_ups(service: Service) -> None:
    """After an emergency the page says why it comes again; after an urgent symptom the coordinator has it."""
    team, lan, mei = assemble(service), patient(service), patient(service, "P-013")
    await lan.says(EMERGENCY)
    await mei.says(URGENT)
    await service.passes(hours=1)
    await service.passes(minutes=31)
    assert causes(service) == ["emergency_unanswered"]
    assert "No reply half an hour after “How are you now?”: please phone (R12)" in pages(team.lin)[-1].text

    await days(service, 3)
    assert causes(service).count("urgent_unanswered") == 1
    team.chen.hears("没有回复")


async def test_a_visit_nobody_marked_as_done(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    day = local_day(service.now, ZONE) + timedelta(days=1)
    with transaction(service.engine) as session:
        for kind, done in (("clinic", False), ("blood", True)):
            session.add(
                Visit(participant_id=lan.id, kind=kind, day=day, done=done, entered_at=service.now, entered_by="Chen")
            )
    for _day in range(3):
        await service.passes(hours=1)
        await lan.says("都按方案吃了")
        await service.passes(hours=23)
    assert causes(service) == ["visit_missed"]
    await days(service, 3)
    team.chen.hears("没有按时来，或还没登记完成")


async def test_infection_signs_before_an_injection_do_not_wait_for_the_morning(service: Service) -> None:
    """U28 at 23:00: seen within two hours, though it can wait otherwise; another that waits is pulled along."""
    team, lan = assemble(service), patient(service)
    await service.passes(hours=4)
    await lan.says(CAN_WAIT)
    (escalation,) = escalations(service)
    assert escalation.phase_from > service.now
    await _raises_u28(service, lan)
    (escalation,) = escalations(service)
    assert escalation.phase_from == service.now
    before = [name for _, name in await team.over(120)]
    assert set(before) == {"Lin", "Wu", "Ji", "Chen"}


async def _raises_u28(service: Service, lan: Talk) -> None:
    """As the visit's reminder does: signs of an infection, the day before."""
    with supposing(visit_kind="injection"):
        id = opened(service, lan, "visit", about="last")
        await fills(service, lan, id, {"v_confirm": "yes", "v_inf": "yes"}, upto="x_red")
    with transaction(service.engine) as session:
        assert session.exec(select(Escalation)).one().severity == "urgent"
