"""The dose diary as a person lives it: two taps when all is as planned, and every other evening."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.kept import TODAY, answers, asked, outcome, raised
from tests.talk import Service


async def test_two_taps_when_all_is_as_planned(service: Service) -> None:
    talk = await asked(service)
    await talk.taps("都按方案吃了")
    await talk.taps("没有")

    assert answers(service, talk) == {"d_gc": "yes_all", "d_ok": "no"}
    assert outcome(service, talk) == "answered"


async def test_three_taps_with_azathioprine(service: Service) -> None:
    talk = service.participant(arm="azathioprine")
    service.plans(talk, "azathioprine", "100", date(2026, 3, 1), "50")
    await talk.agrees()
    await service.passes(hours=1)
    await talk.taps("都按方案吃了")
    talk.hears("硫唑嘌呤：2片，共100毫克")
    await talk.taps("按方案吃了", of="硫唑嘌呤")
    await talk.taps("没有")

    assert answers(service, talk) == {"d_gc": "yes_all", "d_aza": "yes_all", "d_ok": "no"}


@pytest.mark.parametrize(("start", "words"), [("2026-03-03", "都吃了吗"), ("2026-03-02", "按方案不用吃激素")])
async def test_the_next_dose_of_a_cycle_is_not_a_new_plan(service: Service, start: str, words: str) -> None:
    talk = service.participant(plan=None)
    service.plans(talk, "prednisone", "30,0", date.fromisoformat(start))
    await talk.agrees()
    await service.passes(hours=1)

    assert words in talk.last.text
    assert "方案有变" not in talk.last.text


@pytest.mark.parametrize(
    ("typed", "mg"),
    [("六片", "30"), ("30mg", "30"), ("６片", "30"), ("4片半", "22.5"), ("早上4片晚上2片", "30"), ("２０毫克", "20")],
)
async def test_a_dose_is_shown_back_and_counts_after_a_yes(service: Service, typed: str, mg: str) -> None:
    talk = await asked(service)
    await talk.taps("吃得不一样")
    await talk.says(typed)
    assert "d_gc_mg" not in answers(service, talk)
    await talk.says("对")

    assert answers(service, talk)["d_gc_mg"] == mg


@pytest.mark.parametrize("unit", ["毫克", "mg", "30毫克"])
async def test_a_bare_number_is_asked_back_and_never_guessed(service: Service, unit: str) -> None:
    talk = await asked(service)
    await talk.taps("吃得不一样")
    await talk.says("30")
    assert "是多少片，还是多少毫克" in talk.last.text
    await talk.says(unit)
    assert "共30毫克，对吗" in talk.last.text


async def test_after_two_unclear_tries_it_goes_on_and_the_team_asks(service: Service) -> None:
    talk = await asked(service)
    await talk.taps("吃得不一样")
    await talk.says("差不多吧")
    await talk.says("就那些")
    talk.hears("研究团队会再问您")
    assert "别的激素" in talk.last.text
    await talk.taps("没有")
    await talk.taps("忘了")
    await talk.taps("没有", of="新的不舒服")

    assert answers(service, talk)["d_gc_mg"] == "skipped"
    assert "R01" in raised(service, talk)


async def test_the_echo_that_is_not_right_is_written_again(service: Service) -> None:
    talk = await asked(service)
    await talk.taps("吃得不一样")
    await talk.taps("3片")
    old = talk.last.buttons
    await talk.taps("不对")
    await talk.taps("4片")
    await talk.forges(old["对"])
    talk.hears("那是前面一条消息的按钮")
    assert "共20毫克，对吗" in talk.last.text
    await talk.taps("对")

    assert answers(service, talk)["d_gc_mg"] == "20"


async def test_later_asks_again_in_two_hours_and_is_offered_once(service: Service) -> None:
    talk = await asked(service)
    await talk.taps("还没到时间")
    talk.hears("22:00")
    await service.passes(hours=1, minutes=50)
    assert "22:00" in talk.last.text
    await service.passes(minutes=10)
    assert "都吃了吗" in talk.last.text
    assert not any(label.startswith("还没到时间") for label in talk.last.buttons)
    await service.passes(minutes=30)
    said = len(talk.screen)
    await service.until(datetime(2026, 3, 5, 23, 55, tzinfo=UTC))
    assert len(talk.screen) == said, "quiet until the morning"


async def test_later_after_half_past_nine_is_the_next_morning(service: Service) -> None:
    talk = await asked(service)
    service.now = datetime(2026, 3, 5, 13, 40, tzinfo=UTC)
    await talk.taps("还没到时间")
    talk.hears("3月6日08:00")
    await service.until(datetime(2026, 3, 6, 0, 5, tzinfo=UTC))
    assert "3月5日的激素" in talk.last.text


async def test_without_a_plan_it_asks_what_was_taken(service: Service) -> None:
    talk = await asked(service, plan=None)
    await talk.taps("吃了", of="吃激素了吗")
    await talk.taps("泼尼松", of="哪种激素")
    await talk.says("20毫克")
    await talk.taps("对")
    await talk.taps("没有", of="别的激素")
    await talk.taps("没有", of="新的不舒服")

    assert answers(service, talk) | {"d_gc_mg": "20", "d_gc_drug": "prednisone"} == answers(service, talk)


async def test_on_a_day_off_nothing_is_planned(service: Service) -> None:
    talk = await asked(service, plan="0")
    talk.hears("按方案不用吃激素")
    await talk.taps("没吃")
    await talk.taps("没有")

    assert answers(service, talk)["d_gc"] == "plan0_none"


async def test_a_plan_that_starts_today_shows_both(service: Service) -> None:
    talk = service.participant()
    service.plans(talk, "prednisone", "25", TODAY)
    await talk.agrees()
    await service.passes(hours=1)
    talk.hears("方案有变")
    await talk.taps("还是按原来的吃了")
    await talk.taps("没有")

    assert answers(service, talk)["d_gc"] == "yes_old"


async def test_a_tap_means_the_plan_that_it_showed(service: Service) -> None:
    """A plan that is changed between the question and the tap: asked again in new words, nothing taken over."""
    talk = await asked(service)
    service.now = service.now.replace(minute=5)
    service.plans(talk, "prednisone", "25", date(2026, 3, 4))
    await talk.taps("都按方案吃了")
    assert "d_gc" not in answers(service, talk)
    assert "5片，共25毫克" in talk.last.text
    await talk.says("都按方案吃了")

    assert answers(service, talk)["d_gc"] == "yes_all"


async def test_several_steroids_are_asked_one_by_one_when_off_plan(service: Service) -> None:
    talk = service.participant()
    service.plans(talk, "methylprednisolone", "8", date(2026, 3, 1), "4")
    await talk.agrees()
    await service.passes(hours=1)
    await talk.taps("吃得不一样")
    await talk.says("30mg")
    await talk.taps("对")
    await talk.says("1片")
    talk.hears("甲泼尼龙")
    await talk.taps("对")

    assert (answers(service, talk)["d_gc_mg"], answers(service, talk)["d_gc_mg2"]) == ("30", "4")


async def test_something_new_opens_the_problem_report(service: Service) -> None:
    talk = await asked(service)
    await talk.taps("都按方案吃了")
    await talk.taps("有", of="新的不舒服")

    assert "哪里不舒服" in talk.last.text
    assert outcome(service, talk) == "answered"


async def test_words_that_no_button_has_are_kept_and_the_question_stands(service: Service) -> None:
    talk = await asked(service)
    await talk.says("什么意思？")
    talk.hears("您写的我留下了")
    assert "都吃了吗" in talk.last.text
    await talk.says("一点没吃")
    await talk.says("忘了")
    await talk.says("没有")

    assert answers(service, talk) == {"d_gc": "no", "d_gc_why": "forgot", "d_ok": "no"}


async def test_a_bare_number_at_the_dose_question_is_no_answer(service: Service) -> None:
    """“2” may be two tablets: it never stands for the second button."""
    talk = await asked(service)
    await talk.says("2")

    talk.hears("请点下面的按钮")
    assert answers(service, talk) == {}
