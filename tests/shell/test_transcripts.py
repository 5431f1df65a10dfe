"""Golden transcripts: whole dialogues as a phone shows them, for people to read. `pytest --update` writes them anew.

✎ is a message that was edited; — … — a stage direction.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from tests.talk import Service, Talk

Golden = Callable[[str, str], None]
EVENING = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
"""Thursday 5 March 2026, 20:00 in Shanghai."""
SEVENTH_DAY = date(2026, 2, 27)
"""With this start, 5 March is study day 7: the first weekly check falls due with the diary."""


async def enrolled(service: Service, language: str, **values: object) -> Talk:
    """A participant who has agreed, on the evening of a check-in; what went before is not in the transcript."""
    talk = service.participant(language=language, **values)  # type: ignore[arg-type]  # columns of a participant
    await talk.agrees()
    await service.until(EVENING)
    talk.transcript()
    talk.log.clear()
    talk.remarks({"zh": "晚上八点", "en": "eight in the evening"}[language])
    for shown in talk.screen[-1:]:
        talk.log.append("\n".join([shown.text, *(" ".join(f"[{b.label}]" for b in row) for row in shown.rows)]))
    return talk


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_enrolment(service: Service, golden: Golden, language: str) -> None:
    talk = service.participant(language=language)
    words = {
        "zh": ("中文", "同意", "可以告诉", "晚上九点半", "１９：１５"),
        "en": ("English", "I agree", "Yes", "half past nine", "19:15"),
    }[language]
    await talk.starts()
    await talk.taps(words[0])
    await talk.taps(words[1])
    await talk.taps(words[1])
    await talk.taps(words[2])
    await talk.taps(words[1])
    await talk.says(words[3])
    await talk.says(words[4])

    golden(f"enrolment-{language}", talk.transcript())


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_daily_as_planned(service: Service, golden: Golden, language: str) -> None:
    talk = await enrolled(service, language)
    await talk.taps({"zh": "都按方案吃了", "en": "All taken"}[language])
    await talk.taps({"zh": "没有", "en": "No"}[language])

    golden(f"daily-as-planned-{language}", talk.transcript())


async def test_daily_forgotten(service: Service, golden: Golden) -> None:
    talk = await enrolled(service, "zh")
    await talk.taps("一点没吃")
    await talk.taps("忘了")
    await talk.taps("没有", of="新的不舒服")

    golden("daily-forgotten-zh", talk.transcript())


async def test_daily_another_amount(service: Service, golden: Golden) -> None:
    talk = await enrolled(service, "zh")
    await talk.taps("吃得不一样")
    await talk.says("20")
    await talk.says("毫克")
    await talk.taps("不对")
    await talk.taps("5片")
    await talk.taps("对")
    await talk.taps("没有", of="别的激素")
    await talk.taps("医生让改的")
    await talk.taps("没有", of="新的不舒服")

    golden("daily-another-amount-zh", talk.transcript())


async def test_weekly_whole_in_chinese(service: Service, golden: Golden) -> None:
    talk = await enrolled(service, "zh", start=SEVENTH_DAY)
    await talk.taps("都按方案吃了")
    await talk.taps("没有", of="新的不舒服")
    await talk.taps("没有", of="最近7天")
    await talk.says("三个")
    await talk.taps("都在变好")
    await talk.says("１")
    await talk.taps("嘴里")
    await talk.taps("看更多")
    await talk.taps("背、屁股")
    await talk.taps("选好了")
    await talk.taps("都没有", of="破口")
    await talk.taps("只能吃软的")
    await talk.taps("4", of="最疼")
    await talk.taps("2", of="最痒")
    await talk.says("3分")
    await talk.taps("好一点")
    await talk.taps("都没有", of="有没有下面的事")
    await talk.says("没有")

    golden("weekly-whole-zh", talk.transcript())


async def test_weekly_whole_in_english_with_a_correction(service: Service, golden: Golden) -> None:
    talk = await enrolled(service, "en", start=SEVENTH_DAY)
    await talk.taps("All taken")
    await talk.taps("No", of="new or worse")
    fever = talk.last.buttons
    await talk.taps("No", of="any fever")
    await talk.taps("0", of="NEW blisters")
    await talk.forges(fever["Yes, but it is over now"])
    await talk.taps("Yes, change it")
    await talk.taps("All healed")
    await talk.taps("Back")
    await talk.taps("All healed", of="The older raw spots")
    await talk.taps("Normal")
    await talk.taps("1", of="Worst pain")
    await talk.taps("Skip", of="Worst itch")
    await talk.taps("0", of="daily life")
    await talk.taps("About the same")
    await talk.taps("None of these", of="any of these?")
    await talk.taps("None of these", of="used or had")

    golden("weekly-whole-with-a-correction-en", talk.transcript())


async def test_a_problem_with_an_emergency(service: Service, golden: Golden) -> None:
    talk = await enrolled(service, "zh")
    await talk.says("我不舒服")
    await talk.taps("喘不上气")
    await talk.says("我女儿在旁边")
    await talk.taps("继续")
    await talk.taps("看更多")
    await talk.taps("选好了")
    await talk.taps("跳过", of="自己的话")
    await talk.taps("很严重")
    await talk.taps("今天", of="什么时候")

    golden("problem-with-an-emergency-zh", talk.transcript())


async def test_misfits(service: Service, golden: Golden) -> None:
    talk = await enrolled(service, "en")
    await talk.says("what do you mean?")
    await talk.taps("I took a different amount")
    await talk.says("30")
    await talk.says("a few of them")
    await talk.taps("No", of="Any other steroid")
    await talk.taps("I forgot")
    await talk.sends("photo")
    await talk.taps("No", of="unwell")
    await talk.taps("No", of="new or worse")
    await talk.says("thank you dear")
    await talk.taps("No", of="unwell")
    await talk.says("/what")

    golden("misfits-en", talk.transcript())
