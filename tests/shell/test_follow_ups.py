"""What is asked later because of a concern, and what its answers do. (Clinical content §4, “Follow-up”.)"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.database import transaction
from bot.models import Concern
from tests.talk import Service
from tests.team import EMERGENCY, URGENT, Team, assemble, escalations, pages, patient

HOW, SAFE, BETTER = "您现在怎么样", "您安全吗", "和昨天比"


async def _close(team: Team) -> None:
    await team.lin.taps("Close…")
    await team.lin.taps("Called")
    await team.lin.taps("No")


@pytest.mark.parametrize("hours", [0, 6])
async def test_an_hour_after_an_emergency_at_any_hour_how_are_you_now(service: Service, hours: int) -> None:
    assemble(service)
    lan = patient(service)
    service.now += timedelta(hours=hours)  # 19:00 or 01:00
    await lan.says(EMERGENCY)
    await service.passes(minutes=59)
    lan.hears_not(HOW)

    await service.passes(minutes=1)

    lan.hears(HOW)
    lan.hears_not(SAFE)


async def test_after_words_of_self_harm_are_you_safe(service: Service) -> None:
    assemble(service)
    lan = patient(service)
    await lan.says("不想活了")

    await service.passes(hours=1)

    lan.hears(SAFE)
    lan.hears_not(HOW)


@pytest.mark.parametrize(
    ("words", "answer", "shown"),
    [
        (EMERGENCY, "没好", "No better, or worse"),
        (EMERGENCY, "请给我打电话", "Please phone me"),
        ("不想活了", "一个人", "I am alone"),
        ("不想活了", "不安全", "I am not safe"),
    ],
)
async def test_no_better_is_paged_again_to_whoever_has_it(
    service: Service, words: str, answer: str, shown: str
) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(words)
    await team.ji.taps("I'm on it")
    await service.passes(hours=1)
    had = {name: len(pages(talk)) for name, talk in team.everyone.items()}

    await lan.taps(answer)

    now = {name: len(pages(talk)) - had[name] for name, talk in team.everyone.items()}
    assert now == {"Lin": 1, "Wu": 0, "Ji": 1, "Chen": 0}
    assert shown in pages(team.lin)[-1].text
    assert "I'm on it" in pages(team.ji)[-1].buttons
    assert await team.over(15) == [(15, "Wu")]


@pytest.mark.parametrize(("answer", "shown"), [("好些了", "Better, at home"), ("在去医院", "On the way")])
async def test_a_good_answer_stands_on_the_page_and_pages_nobody(service: Service, answer: str, shown: str) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    await team.lin.taps("I'm on it")
    await service.passes(hours=1)
    had = len(pages(team.lin))

    await lan.taps(answer)

    assert len(pages(team.lin)) == had
    assert shown in pages(team.lin)[-1].text


async def test_at_the_hospital_joins_as_u22(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    await service.passes(hours=1)

    await lan.taps("已经在医院")

    assert len(escalations(service)) == 1
    assert "(U22)" in pages(team.lin)[-1].text
    lan.hears("请把研究卡给那里的医生看")


async def test_no_answer_in_half_an_hour_is_paged_again_once(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    await team.lin.taps("I'm on it")
    await team.over(85)
    had = len(pages(team.lin))

    await service.passes(minutes=5)

    assert len(pages(team.lin)) == had + 1
    assert "“How are you now?”: no answer, asked at 20:00" in pages(team.lin)[-1].text
    await team.lin.taps("I'm on it")
    assert await team.over(55) == []


async def test_after_closing_silence_pages_nobody_but_a_bad_answer_is_an_emergency_again(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    await _close(team)
    await service.passes(hours=1)
    assert await team.over(40) == []

    await lan.taps("没好")

    first, second = escalations(service)
    assert (first.phase, second.phase, second.severity) == ("closed", "open", "emergency")
    assert pages(team.lin)[-1].text.startswith("🔴")
    assert "No better, or worse" in pages(team.lin)[-1].text


@pytest.mark.parametrize(("hours", "asked"), [(0, "19:00"), (3, "07:30")])
async def test_a_day_after_an_urgent_symptom_outside_quiet_hours(service: Service, hours: int, asked: str) -> None:
    team, lan = assemble(service), patient(service, end=service.now.date())
    service.now += timedelta(hours=hours)
    await lan.says(URGENT)
    await team.lin.taps("I'm on it")
    wait = timedelta(hours=24) if hours == 0 else timedelta(hours=33, minutes=30)
    service.now += wait - timedelta(minutes=1)
    await service.looks()
    lan.hears_not(BETTER)

    await service.passes(minutes=1)

    lan.hears(BETTER)
    assert f"{(service.now + timedelta(hours=8)):%H:%M}" == asked


async def test_nobody_has_called_pages_again_and_says_so_once(service: Service) -> None:
    team, lan = assemble(service), patient(service, end=service.now.date())
    await lan.says(URGENT)
    await team.lin.taps("I'm on it")
    await service.passes(hours=24)
    had = len(pages(team.lin))

    await lan.taps("还没人联系我")

    assert len(pages(team.lin)) == had + 1
    assert "Nobody has contacted me yet" in pages(team.lin)[-1].text
    assert sum("医生还没有联系到您" in shown.text for shown in lan.screen) == 1
    await service.passes(hours=3)
    assert sum("医生还没有联系到您" in shown.text for shown in lan.screen) == 1


async def test_worse_opens_the_red_flag_screen_and_raises_u29(service: Service) -> None:
    team, lan = assemble(service), patient(service, end=service.now.date())
    await lan.says(URGENT)
    await team.lin.taps("I'm on it")
    await service.passes(hours=24)

    await lan.taps("更重了")

    lan.hears("现在有下面的情况吗")
    with transaction(service.engine) as session:
        assert "U29" in list(session.exec(select(Concern.rule)))
    assert "Worse" in pages(team.lin)[-1].text


async def test_a_warm_temperature_is_asked_for_once_more(service: Service) -> None:
    assemble(service)
    lan = patient(service)
    await lan.says("/problem")
    await lan.taps("发烧")
    await lan.taps("看更多")
    await lan.taps("选好了")
    await lan.says("没有")
    await lan.says("37.6")
    asked = sum("体温" in shown.text for shown in lan.screen)
    service.now += timedelta(minutes=59)
    await service.looks()

    await service.passes(minutes=2)

    assert sum("体温" in shown.text for shown in lan.screen) == asked + 1
    await lan.says("37.7")
    assert escalations(service)[0].severity == "urgent"  # two warm readings are U01
