"""What a participant can ask for: the commands, the button that is always there, and stopping."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import select

from bot.database import transaction
from bot.models import CheckIn, Participant
from tests.kept import TODAY, answers, asked, outcome
from tests.talk import Service, Talk


async def joined(service: Service, language: str = "zh") -> Talk:
    talk = service.participant(language=language)
    await talk.agrees()
    return talk


def hour_of(service: Service, talk: Talk) -> str:
    with transaction(service.engine) as session:
        return f"{session.exec(select(Participant.hour).where(Participant.id == talk.id)).one():%H:%M}"


@pytest.mark.parametrize(
    "words", ["我不舒服", "I have a problem", "/problem", "/problem@anhao_bot", "我不舒服。", "/PROBLEM"]
)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_button_works_in_both_languages(service: Service, words: str, language: str) -> None:
    talk = await joined(service, language)
    await talk.says(words)

    assert talk.last.text.startswith(("哪里不舒服", "What is the matter"))


async def test_pressed_twice_it_is_one_report(service: Service) -> None:
    talk = await joined(service)
    await talk.says("我不舒服")
    await talk.taps("眼睛")
    await talk.says("我不舒服")

    assert "☑ 眼睛" in talk.last.buttons
    with transaction(service.engine) as session:
        assert len(session.exec(select(CheckIn).where(CheckIn.questionnaire == "problem")).all()) == 1


@pytest.mark.parametrize(
    ("command", "fragments"),
    [
        ("/help", ("0591-0000000", "120")),
        ("/privacy", ("Hospital", "Telegram")),
        ("/next", ("3月5日", "20:00")),
        ("/history", ("没有",)),
        ("/nothing", ("/problem", "/help")),
        ("/", ("/problem",)),
    ],
)
async def test_each_says_what_it_does(service: Service, command: str, fragments: tuple[str, ...]) -> None:
    talk = await joined(service)
    await talk.says(command)

    for fragment in fragments:
        assert fragment in talk.last.text


async def test_history_shows_the_answers_and_changes_one(service: Service) -> None:
    talk = await asked(service)
    await talk.taps("都按方案吃了")
    await talk.taps("没有")
    await talk.says("/history")
    assert "都按方案吃了" in talk.last.text
    await talk.taps("1")
    assert "都吃了吗" in talk.last.text
    await talk.taps("一点没吃", of="都吃了吗")
    await talk.taps("忘了")
    assert answers(service, talk) == {"d_gc": "no", "d_ok": "no", "d_gc_why": "forgot"}

    await talk.says("谢谢")
    assert "您现在不舒服吗" in talk.last.text, "the changed check-in is closed again; words are not lost in it"
    assert outcome(service, talk) == "answered"


async def test_history_left_with_the_same_answer_is_left(service: Service) -> None:
    talk = await asked(service)
    await talk.taps("都按方案吃了")
    await talk.taps("没有")
    await talk.says("/history")
    await talk.taps("1")
    said = len(talk.screen)
    await talk.taps("都按方案吃了", of="都吃了吗")

    assert len(talk.screen) == said
    assert "✓ 都按方案吃了" in talk.last.text


async def test_history_after_48_hours_changes_nothing(service: Service) -> None:
    talk = await asked(service)
    await talk.taps("都按方案吃了")
    await talk.taps("没有")
    await talk.says("/history")
    old = talk.last.buttons
    await service.until(service.now + timedelta(days=3), every=timedelta(hours=6))
    await talk.forges(old["1"])

    assert "什么都没有改" in talk.last.text


@pytest.mark.parametrize("said", ["/time 19:30", "/time 晚上7点半", "/time 7:30pm"])
async def test_the_hour_is_changed(service: Service, said: str) -> None:
    talk = await joined(service)
    await talk.says(said)

    assert hour_of(service, talk) == "19:30"


async def test_the_hour_may_be_typed_after_the_question_or_tapped(service: Service) -> None:
    talk = await joined(service)
    await talk.says("/time")
    await talk.says("19:45")
    assert hour_of(service, talk) == "19:45"
    await talk.says("/time")
    await talk.taps("21:00")
    assert hour_of(service, talk) == "21:00"


@pytest.mark.parametrize("said", ["/time 23:00", "/time 07:29", "/time 25:99", "/time soon", "/time " + "9" * 5000])
async def test_a_bad_hour_changes_nothing(service: Service, said: str) -> None:
    talk = await joined(service)
    await talk.says(said)

    assert hour_of(service, talk) == "20:00"
    assert "07:30" in talk.last.text


async def test_a_new_hour_that_has_passed_today_loses_no_day_and_asks_none_twice(service: Service) -> None:
    """Fault 15 for the hour: nobody is asked twice on a study day, and no day falls between."""
    talk = await joined(service)
    await service.until(service.now + timedelta(days=1), every=timedelta(hours=1))
    await talk.says("/time 18:00")
    assert "3月6日的激素" in talk.last.text
    await talk.says("/time 21:00")
    await service.passes(hours=3)
    with transaction(service.engine) as session:
        days = session.exec(select(CheckIn.day).where(CheckIn.questionnaire == "daily")).all()

    assert sorted(days) == [TODAY, TODAY + timedelta(days=1)]


async def test_stop_asks_once_and_then_nothing_is_sent_and_nobody_reads(service: Service) -> None:
    talk = await asked(service)
    question = talk.last.buttons
    await talk.says("/stop")
    await talk.taps("不用这个问答")
    await talk.taps("停")
    assert "不再有人看" in talk.last.text
    said = len(talk.screen)
    await service.until(service.now + timedelta(days=2), every=timedelta(hours=4))
    assert len(talk.screen) == said

    for words in ("我喘不上气", "/problem", "/next", "/time 19:00"):
        await talk.says(words)
        assert "没有人看" in talk.last.text
        assert "120" in talk.last.text
    await talk.sends("photo")
    await talk.forges(question["都按方案吃了"])
    assert "没有人看" in talk.last.text
    assert outcome(service, talk) == "paused"


async def test_stop_by_mistake_changes_nothing(service: Service) -> None:
    talk = await joined(service)
    await talk.says("/stop")
    await talk.taps("点错了")
    await talk.says("/stop")
    await talk.taps("想退出研究")
    await talk.taps("不停")
    await service.passes(hours=1)

    assert "都吃了吗" in talk.last.text


async def test_a_stop_that_is_left_does_not_come_back_by_itself(service: Service) -> None:
    talk = await joined(service)
    await talk.says("/stop")
    await service.passes(hours=1)
    await talk.taps("都按方案吃了")
    await talk.taps("没有", of="新的不舒服")

    assert "都记好了" in talk.last.text


async def test_a_pause_is_quiet_until_its_end_and_the_problem_button_works(service: Service) -> None:
    talk = await asked(service)
    await talk.says("/stop")
    await talk.taps("停几天")
    await talk.taps("3")
    await talk.taps("想歇一歇")
    assert "3月8日" in talk.last.text
    said = len(talk.screen)
    await service.until(service.now + timedelta(days=2, hours=12), every=timedelta(hours=4))
    assert len(talk.screen) == said
    await talk.says("我不舒服")
    assert "哪里不舒服" in talk.last.text
    await service.until(service.now + timedelta(hours=13), every=timedelta(hours=1))

    assert "3月8日的激素" in talk.last.text
    assert outcome(service, talk, TODAY) == "paused"
    with transaction(service.engine) as session:
        days = session.exec(select(CheckIn.day).where(CheckIn.questionnaire == "daily")).all()
    assert sorted(days) == [TODAY, date(2026, 3, 8)]


async def test_commands_before_the_agreement_ask_for_nothing_else(service: Service) -> None:
    talk = service.participant()
    await talk.starts()
    for command in ("/help", "/privacy", "/history", "/next"):
        await talk.says(command)
    await talk.says("中文")
    await talk.says("同意")

    assert "健康回答" in talk.last.text
