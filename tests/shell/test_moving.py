"""A journey: the participant changes the clock, pauses for the hospital, and goes on."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlmodel import col, select

from bot.database import transaction
from bot.models import CheckIn, Participant, Pause
from tests.talk import Service, Talk
from tests.team import acts, assemble, patient


def asked(service: Service) -> list[CheckIn]:
    with transaction(service.engine) as session:
        rows = select(CheckIn).where(CheckIn.questionnaire == "daily").order_by(col(CheckIn.due_at))
        return list(session.exec(rows))


def zone_of(service: Service, talk: Talk) -> str:
    with transaction(service.engine) as session:
        return session.get_one(Participant, talk.id).zone


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Europe/London", "America/Los_Angeles", "Pacific/Auckland"])
async def test_after_a_move_questions_come_by_the_new_clock_and_never_close_together(
    service: Service, zone: str
) -> None:
    """Fault 15."""
    team, lan = assemble(service), patient(service)
    await service.passes(hours=1)

    await lan.says(f"/timezone {zone.lower()}")
    await service.until(service.now + timedelta(days=4), every=timedelta(minutes=30))

    assert zone_of(service, lan) == zone
    rows = asked(service)
    instants = [row.due_at for row in rows]
    assert all(second - first >= timedelta(hours=20) for first, second in pairwise(instants))
    assert len({row.day for row in rows}) == len(rows) >= 4
    team.chen.hears(f"P-012现在按另一个时区：{zone}。")
    assert [act.by for act in acts(service, "time zone")] == ["P-012"]


async def test_a_zone_is_tapped_and_an_unknown_one_changes_nothing(service: Service) -> None:
    lan = patient(service)

    await lan.says("/timezone Mars/Base")
    assert lan.last.text.startswith("没有“Mars/Base”这个时区。什么都没有改。")
    assert zone_of(service, lan) == "Asia/Shanghai"
    await lan.taps("Europe/Paris")

    assert zone_of(service, lan) == "Europe/Paris"
    assert lan.last.text.startswith("记好了：Europe/Paris。")


async def test_a_pause_keeps_its_reason_and_does_not_count_as_missed(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says("/stop")
    for label in ("停几天再问", "7天", "我住院了"):
        await lan.taps(label)

    with transaction(service.engine) as session:
        (pause,) = session.exec(select(Pause)).all()
    assert ((pause.last - pause.first).days, pause.reason) == (6, "hospital")
    await service.until(service.now + timedelta(days=5), every=timedelta(hours=6))
    await team.chen.says("/p P-012")
    assert "暂停到3月11日（住院）" in team.chen.last.text
    await team.chen.says("/today")
    assert team.chen.last.text == "今天不用给谁打电话。"
