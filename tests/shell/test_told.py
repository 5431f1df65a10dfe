"""What a participant is told after a worrying answer, when, and how often. (Clinical content §4, “When shown”.)"""

from __future__ import annotations

import pytest

from tests.talk import Service, Talk
from tests.team import CAN_WAIT, EMERGENCY, URGENT, assemble, patient

M_E, M_S, M_U, M_U2, M_R, M_L = (
    "这种情况可能很急", "现在请不要一个人待着", "尽快给您打电话", "24小时内联系您", "前查看", "医生还没有联系到您",
)  # fmt: skip


def told(lan: Talk, words: str) -> int:
    return sum(words in shown.text for shown in lan.screen)


@pytest.mark.parametrize(("words", "message"), [(EMERGENCY, M_E), ("不想活了", M_S)])
async def test_an_emergency_is_answered_at_once_and_the_check_in_stops(
    service: Service, words: str, message: str
) -> None:
    lan = patient(service)
    await lan.says("/problem")

    await lan.says(words)

    shown = lan.hears(message)
    assert shown is lan.last
    assert list(shown.buttons) == ["继续答题"]
    await lan.taps("继续答题")
    assert lan.last is not shown
    assert told(lan, message) == 1


@pytest.mark.parametrize(("words", "message"), [(URGENT, M_U), (CAN_WAIT, M_U2)])
async def test_an_urgent_answer_is_answered_once_at_the_end(service: Service, words: str, message: str) -> None:
    lan = patient(service)
    await lan.says(words)
    assert told(lan, message) == 0

    await lan.taps("不是")

    assert told(lan, message) == 1
    await service.passes(minutes=30)
    assert told(lan, message) == 1


async def test_or_after_ten_minutes_of_silence_and_not_again_at_the_end(service: Service) -> None:
    lan = patient(service)
    await lan.says(URGENT)
    await service.passes(minutes=9)
    assert told(lan, M_U) == 0

    await service.passes(minutes=1)
    assert told(lan, M_U) == 1
    await lan.taps("不是")

    assert told(lan, M_U) == 1


async def test_one_message_of_the_highest_class_and_at_most_three_lines(service: Service) -> None:
    lan = patient(service)
    await lan.says(f"{URGENT}，{CAN_WAIT}，尿是茶色，停了激素两天")
    await lan.taps("不是")

    assert (told(lan, M_U), told(lan, M_U2), told(lan, M_R)) == (1, 0, 0)
    extra = lan.hears(M_U).text.splitlines()
    assert len([line for line in extra if M_U not in line]) <= 4  # three lines, and what ends the check-in


async def test_the_promise_that_passed_is_admitted_once(service: Service) -> None:
    assemble(service)
    lan = patient(service)
    await lan.says(URGENT)
    await service.passes(minutes=119)
    assert told(lan, M_L) == 0

    await service.passes(minutes=1)
    await service.passes(hours=1)

    assert told(lan, M_L) == 1


@pytest.mark.parametrize(("words", "minutes"), [(EMERGENCY, 30), ("不想活了", 15), (CAN_WAIT, 24 * 60)])
async def test_each_message_has_its_own_time(service: Service, words: str, minutes: int) -> None:
    assemble(service)
    lan = patient(service, end=service.now.date())
    await lan.says(words)
    await service.passes(minutes=minutes - 1)
    assert told(lan, M_L) == 0

    await service.passes(minutes=1)

    assert told(lan, M_L) == 1


async def test_nothing_is_admitted_where_somebody_has_it(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    await team.lin.taps("I'm on it")

    await service.passes(minutes=50)

    assert told(lan, M_L) == 0


async def test_saved_thank_you_where_nothing_worries(service: Service) -> None:
    lan = patient(service)
    await service.passes(hours=1)
    await lan.taps("都按方案吃了")

    await lan.taps("没有")

    lan.hears("都记好了，谢谢您。")
