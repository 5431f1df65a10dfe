"""The weekly check: typing and tapping, ticks, going back, and everything that may come in between."""

from __future__ import annotations

from datetime import date

import pytest

from tests.kept import answers, asked, outcome, raised
from tests.talk import Service, Talk

SEVENTH_DAY = date(2026, 2, 27)
"""With this start, Thursday 5 March 2026 is study day 7: the first weekly check falls due with the diary."""


async def weekly(service: Service, language: str = "zh") -> Talk:
    """A participant whose first question of the weekly check has just come."""
    talk = await asked(service, start=SEVENTH_DAY, language=language)
    await talk.says({"zh": "都按方案吃了", "en": "All taken as planned"}[language])
    await talk.says({"zh": "没有", "en": "no"}[language])
    return talk


async def upto_area(service: Service) -> Talk:
    """The question with two screens is open."""
    talk = await weekly(service)
    for words in ("没有", "3", "没什么变化", "0"):
        await talk.says(words)
    assert "长在哪里" in talk.last.text
    return talk


async def test_what_is_due_together_comes_one_after_the_other(service: Service) -> None:
    talk = await asked(service, start=SEVENTH_DAY)
    assert "都吃了吗" in talk.last.text
    talk.hears_not("发冷打哆嗦")
    await talk.taps("都按方案吃了")
    await talk.taps("没有")

    assert "发冷打哆嗦" in talk.last.text


async def test_a_quiet_week_is_ten_taps(service: Service) -> None:
    """No new spots and the old ones healed: persistence, place, extent and infection are not asked."""
    talk = await weekly(service)
    for label in ("没有", "0", "都好了", "正常", "0", "0", "0", "差不多", "都没有", "都没有"):
        before = len(talk.screen)
        await talk.taps(label, of=talk.last.text)
        assert len(talk.screen) == before + 1

    kept = answers(service, talk, "weekly")
    assert len(kept) == 10
    assert not {"w_persist", "w_area", "w_extent", "w_inf"} & set(kept)
    assert outcome(service, talk, questionnaire="weekly") == "answered"


@pytest.mark.parametrize("typed", ["3", "３", "三", "三个", " 3 ", "3个"])
async def test_numbers_count_however_they_are_typed(service: Service, typed: str) -> None:
    talk = await weekly(service)
    await talk.says("没有")
    await talk.says(typed)

    assert answers(service, talk, "weekly")["w_new"] == "3"


@pytest.mark.parametrize("typed", ["-1", "100", "1e9", "9" * 400, "3.5", "许多"])
async def test_numbers_out_of_range_change_nothing(service: Service, typed: str) -> None:
    talk = await weekly(service)
    await talk.says("没有")
    await talk.says(typed)

    assert "w_new" not in answers(service, talk, "weekly")
    assert "新长了几个" in talk.last.text


async def test_ticks_are_shown_as_they_are_set_and_stay(service: Service) -> None:
    talk = await upto_area(service)
    await talk.taps("嘴里")
    await talk.says("喉咙")
    assert {"☑ 嘴里", "☑ 喉咙"} <= set(talk.last.buttons)
    await talk.taps("喉咙")
    assert "☑ 喉咙" not in talk.last.buttons
    await talk.taps("看更多")
    await talk.taps("私处")
    await talk.taps("上一页")
    assert "☑ 嘴里" in talk.last.buttons
    await talk.taps("看更多")
    await talk.taps("选好了")

    assert answers(service, talk, "weekly")["w_area"] == "mouth|genitals"


async def test_none_is_one_tap_and_clears_the_others(service: Service) -> None:
    talk = await upto_area(service)
    await talk.taps("跳过")
    await talk.taps("有臭味")
    await talk.taps("都没有")

    assert answers(service, talk, "weekly")["w_inf"] == "none"


async def test_a_list_that_was_changed_can_be_emptied(service: Service) -> None:
    """The last tick of an answered list can be taken away; the list does not fall back to what it was."""
    talk = await upto_area(service)
    await talk.taps("跳过")
    await talk.taps("有臭味")
    await talk.taps("选好了")
    await talk.taps("上一题")
    await talk.taps("有臭味", of="破口有没有")
    assert "☑ 有臭味" not in talk.hears("破口有没有").buttons
    await talk.taps("流脓", of="破口有没有")
    await talk.taps("选好了")

    assert answers(service, talk, "weekly")["w_inf"] == "pus"


async def test_back_leads_to_the_very_first(service: Service) -> None:
    talk = await upto_area(service)
    for words in ("过了1周还没好", "以前的破口", "新长了几个", "发冷打哆嗦"):
        await talk.taps("上一题", of=talk.last.text)
        assert words in talk.last.text
    assert "上一题" not in talk.last.buttons
    await talk.taps("没有", of="发冷打哆嗦")
    assert "长在哪里" in talk.last.text, "the same answer once more, and on where it was"


async def test_after_back_the_later_question_may_still_be_answered(service: Service) -> None:
    talk = await weekly(service)
    await talk.says("没有")
    later = talk.last.buttons
    await talk.taps("上一题")
    await talk.forges(later["2"])

    assert answers(service, talk, "weekly")["w_new"] == "2"


async def test_the_language_changes_in_the_middle_and_answers_stay(service: Service) -> None:
    talk = await weekly(service)
    await talk.says("没有")
    await talk.says("/language")
    await talk.taps("English")
    assert "How many NEW blisters" in talk.last.text
    await talk.says("2")
    await talk.says("/language")
    await talk.taps("中文")
    assert "以前的破口" in talk.last.text

    assert answers(service, talk, "weekly") == {"w_fever": "no", "w_new": "2"}


async def test_a_problem_may_interrupt_and_the_check_goes_on_afterwards(service: Service) -> None:
    talk = await weekly(service)
    await talk.says("没有")
    await talk.says("我不舒服")
    await talk.taps("看更多")
    await talk.taps("其他")
    await talk.taps("选好了")
    await talk.taps("都没有") if "都没有" in talk.last.buttons else await talk.taps("看更多")
    await talk.taps("都没有")
    while "新长了几个" not in talk.last.text:
        await talk.taps(next(label for label in talk.last.buttons if label in ("跳过", "还能忍", "今天")))

    await talk.says("0")
    assert answers(service, talk, "weekly") == {"w_fever": "no", "w_new": "0"}


async def test_an_emergency_stops_the_check_and_go_on_takes_it_up(service: Service) -> None:
    doctor = service.staff("Lin", "doctor", "zh")
    await doctor.starts()
    talk = await upto_area(service)
    for words in ("跳过", "都没有"):
        await talk.says(words)
    await talk.taps("一天一夜")
    assert "120" in talk.last.text
    doctor.hears("P-012")
    await talk.says("0")
    assert "w_pain" not in answers(service, talk, "weekly"), (
        "typed after the alarm: not the answer to what was not asked"
    )
    await talk.taps("继续")
    assert "最疼" in talk.last.text
    await talk.says("0")

    assert answers(service, talk, "weekly")["w_pain"] == "0"
    assert "E12" in raised(service, talk)


async def test_signs_can_be_ticked_on_after_the_first_raised_the_alarm(service: Service) -> None:
    """A tick alone alarms; further ticks are kept without “go on”, and “go on” keeps them all."""
    talk = await weekly(service)
    await talk.taps("现在还有")
    await talk.taps("喘不上气")
    await talk.taps("胸口闷")
    await talk.taps("继续")
    assert {"☑ 喘不上气"} <= {label[:6] for label in talk.last.buttons}
    await talk.taps("看更多")
    await talk.taps("选好了")

    assert answers(service, talk, "weekly")["x_red"] == "breathless|chest_pain"
    assert "体温" in talk.last.text


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_typed_to_the_end_in_both_languages(service: Service, language: str) -> None:
    talk = await weekly(service, language)
    words = {
        "zh": ("没有", "零", "都好了，或没有", "正常", "0", "０", "0", "差不多", "都没有", "没有"),
        "en": ("no", "0", "all healed, or there were none", "normal", "0", "0", "0", "about the same", "none", "no"),
    }[language]  # fmt: skip
    for said in words:
        await talk.says(said)

    assert outcome(service, talk, questionnaire="weekly") == "answered"
