"""Golden transcripts of a day at work, in both languages, for people to read: `pytest --update` writes them anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.talk import Service, Talk
from tests.team import URGENT, join, patient

Golden = Callable[[str, str], None]
WORDS = {
    "zh": {
        "mine": "我来处理", "close": "结束", "advised": "已给建议", "no": "不是", "none": "没人接",
        "again": "过会儿再打",
        "when": "3小时后", "days": "7天", "why": "住院", "said": "请明天来门诊。",
    },
    "en": {
        "mine": "I'm on it", "close": "Close…", "advised": "Advised", "no": "No", "none": "No answer",
        "again": "Call again…",
        "when": "In 3 hours", "days": "7 days", "why": "in hospital", "said": "Please come to the clinic tomorrow.",
    },
}  # fmt: skip


async def answered(lan: Talk) -> None:
    await lan.taps("都按方案吃了")
    await lan.taps("没有")


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_doctors_day(service: Service, golden: Golden, language: str) -> None:
    words = WORDS[language]
    lin = join(service, "Dr Lin", language=language)
    lan = patient(service)
    await service.passes(hours=1)
    await answered(lan)
    await lan.says(URGENT)
    await lan.taps("不是")
    lin.remarks("Thursday 20:00: P-012 writes of a fever")
    await lin.taps(words["mine"])
    await lin.says("/p P-012")
    await lin.says("/write P-012")
    await lin.taps("4")
    lin.remarks("P-012 answers")
    await lan.taps("回复医生")
    await lan.says("38.1度")
    await lin.says(f"/write P-012 {words['said']}")
    await lin.taps(words["close"])
    await lin.taps(words["advised"])
    await lin.taps(words["no"])
    lin.remarks("Friday 08:00")
    await service.until(service.now + timedelta(hours=12), every=timedelta(hours=1))
    await lin.says("/open")
    await lin.says("/help")

    golden(f"doctor-day-{language}", lin.transcript())


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_coordinators_day(service: Service, golden: Golden, language: str) -> None:
    words = WORDS[language]
    chen = join(service, "陈敏", "coordinator", language)
    lan, mei = patient(service), patient(service, "P-013")
    await service.passes(hours=1)
    await answered(mei)
    await service.until(service.now + timedelta(days=3, hours=12), every=timedelta(hours=1))
    assert lan.screen
    chen.remarks("Monday 08:00")
    await chen.says("/today")
    await chen.taps(words["none"], of="P-012")
    await chen.says("/today")
    await chen.taps(words["again"], of="P-012")
    await chen.taps(words["when"])
    await chen.says("/adherence")
    await chen.says("/p P-013")
    await chen.says("/pause P-012")
    await chen.taps(words["days"])
    await chen.says(words["why"])
    await chen.says("/arms")
    await chen.says("/nothing")

    golden(f"coordinator-day-{language}", chen.transcript())
