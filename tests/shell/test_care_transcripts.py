"""Golden transcripts of the care team, for people to read: `pytest --update` writes them anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests.talk import Service
from tests.team import CAN_WAIT, URGENT, assemble, join, patient

Golden = Callable[[str, str], None]


async def test_an_emergency_from_answer_to_close_as_the_doctor_sees_it(service: Service, golden: Golden) -> None:
    team, lan = assemble(service), patient(service)
    await service.passes(hours=1)
    await lan.taps("都按方案吃了")
    await lan.taps("没有")
    team.lin.remarks("at 22:40 P-012 reports a problem")
    service.now += timedelta(hours=2, minutes=40)
    await lan.says("/problem")
    await lan.taps("喘不上气")
    await service.passes(minutes=6)
    await team.lin.taps("I'm on it")
    await team.lin.taps("Message participant")
    await team.lin.says("Are you on the way to a hospital?")
    team.lin.remarks("P-012 answers at 22:50")
    service.now += timedelta(minutes=4)
    await lan.taps("回复医生")
    await lan.says("在救护车上了")
    team.lin.remarks("at 23:40 P-012 is asked how it is, and says: at the hospital")
    await service.passes(minutes=50)
    await lan.taps("已经在医院")
    await team.lin.taps("Close…")
    await team.lin.taps("Sent to emergency")
    await team.lin.taps("Yes, perhaps")

    golden("doctor-emergency-en", team.lin.transcript())


async def test_an_urgent_matter_nobody_takes_at_first_as_the_second_doctor_sees_it(
    service: Service, golden: Golden
) -> None:
    lin, wu = join(service, "Dr Lin"), join(service, "Dr Wu", at=service.now + timedelta(seconds=1))
    lan = patient(service, language="en")
    await lan.says("fever 38.5 since noon")
    await lan.taps("No")
    wu.remarks("P-012 writes at 19:00; Dr Lin is paged at 19:00 and 19:30 and does not answer")
    await service.until(service.now + timedelta(hours=1))
    await wu.taps("I'm on it")
    await wu.taps("Message participant")
    await wu.says("Please measure again now and tell me.")
    await lan.taps("Answer the doctor")
    await lan.says("38.2, a bit better")
    await wu.taps("Close…")
    await wu.taps("Other")
    await wu.taps("No")
    await wu.says("Antibiotic started by phone, visit tomorrow 9:00.")

    golden("doctor-urgent-en", wu.transcript())
    lin.hears("Dr Wu")


async def test_the_morning_list_and_what_else_a_coordinator_sees(service: Service, golden: Golden) -> None:
    team = assemble(service)
    lan, mei, zhu = (patient(service, f"P-{n:03}", end=service.now.date()) for n in (12, 13, 14))
    await lan.sends("photo")
    await lan.taps("不是")
    await mei.sends("voice")
    await mei.taps("不是")
    await zhu.says(URGENT)
    await team.lin.taps("I'm on it")
    team.chen.remarks("周五早上八点")
    await service.passes(hours=13)
    await team.chen.says("/open")
    await team.chen.taps("看P-012")
    await team.chen.taps("我来处理")
    await team.chen.taps("结束")
    await team.chen.taps("其他")
    await team.chen.says("照片是药盒，已记下。")
    team.chen.remarks("P-013说伤口流脓")
    await mei.says(CAN_WAIT)
    await service.until(service.now + timedelta(hours=1))

    golden("coordinator-morning-zh", team.chen.transcript())
