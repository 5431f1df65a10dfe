"""Buttons that are old, pressed twice, of another question or person, or forged: never on the wrong question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.kept import answers, asked, outcome
from tests.talk import Inbound, Service

GARBAGE = (
    "", "a", "a:1", "a:1:d_gc", "a:1:d_gc:1:", "a:x:d_gc:1:yes_all", "a:-1:d_gc:1:yes_all", 
    "a:999999999:d_gc:1:yes_all",
    "a:99999999999999999999:d_gc:1:yes_all", "a:1:d_gc:0:~right", "a:1:d_gc:7:~done", "a:1:d_gc:1:~screen9",
    "a:1:d_gc:1:~", "a:1:d_gc:1:none", "a:1:d_gc_mg:1:30", "a:1:h_time:1:99:99", "a:1:x_red:1:breathless",
    "a:1:d_gc:1:~go_on", "a:1::0:~revisit", "a:1:d_gc:1:~revisit", "a:1:d_gc:1:~later", "a:1:d_gc:1:~keep",
    "a:1:nothing:1:yes", "a:1:d_gc:1:a:b:c", "s:1:ack:", "s:1:close:x", "c:language:fr", "c:time:9999", "c:time:2",
    "c:reply:1-99999999999999999999", "c:reply:٣-٣", "c:nothing:1", "c::", "x" * 64, "🙂" * 16, "\0" * 64,
    "a:1:\ud800:1:\ud800",
    "'; DROP TABLE answer; --", "{0.__class__}", "%s%n", "a:１:d_gc:１:yes_all",
)  # fmt: skip


async def test_a_second_tap_of_the_same_button_changes_nothing(service: Service) -> None:
    """Fault 16 of Telegram's facts: a double tap is two updates."""
    talk = await asked(service)
    buttons = talk.last.buttons
    await talk.forges(buttons["都按方案吃了"])
    await talk.forges(buttons["都按方案吃了"])

    talk.hears("这个已经记下了")
    assert answers(service, talk) == {"d_gc": "yes_all"}


async def test_of_two_taps_the_first_wins_and_a_change_is_offered(service: Service) -> None:
    """Fault 20: two different options at once."""
    talk = await asked(service)
    buttons = talk.last.buttons
    await talk.forges(buttons["都按方案吃了"])
    await talk.forges(buttons["一点没吃"])

    assert answers(service, talk)["d_gc"] == "yes_all"
    assert "改成" in talk.last.text
    await talk.taps("不改")
    assert answers(service, talk) == {"d_gc": "yes_all"}
    assert "新的不舒服" in talk.last.text


async def test_the_change_is_made_after_a_yes_and_opens_what_now_applies(service: Service) -> None:
    talk = await asked(service)
    buttons = talk.last.buttons
    await talk.taps("都按方案吃了")
    await talk.forges(buttons["一点没吃"])
    await talk.says("是")
    talk.hears("已改为：一点没吃")
    assert "主要是什么原因" in talk.last.text
    await talk.taps("忘了")

    assert answers(service, talk) == {"d_gc": "no", "d_gc_why": "forgot"}


async def test_a_third_different_tap_is_shown_back_too(service: Service) -> None:
    talk = await asked(service)
    buttons = talk.last.buttons
    for label in ("都按方案吃了", "一点没吃", "吃得不一样"):
        await talk.forges(buttons[label])

    assert answers(service, talk)["d_gc"] == "yes_all"
    assert "吃得不一样" in talk.last.text
    await talk.forges(buttons["都按方案吃了"])
    assert "新的不舒服" in talk.last.text, "back to the answer that stands: nothing is left to decide"


async def test_while_a_change_is_shown_back_the_open_question_may_be_answered(service: Service) -> None:
    talk = await asked(service)
    first = talk.last.buttons
    await talk.taps("都按方案吃了")
    second = talk.last.buttons
    await talk.forges(first["一点没吃"])
    await talk.forges(second["没有"])

    assert answers(service, talk) == {"d_gc": "yes_all", "d_ok": "no"}
    assert outcome(service, talk) == "answered"


async def test_a_finished_check_in_may_be_changed_for_48_hours(service: Service) -> None:
    talk = await asked(service)
    buttons = talk.last.buttons
    await talk.taps("都按方案吃了")
    await talk.taps("没有")
    await service.passes(hours=20)
    await talk.forges(buttons["一点没吃"])
    await talk.taps("改", of="改成")
    await talk.taps("忘了")
    assert answers(service, talk)["d_gc"] == "no"
    await service.until(service.now + timedelta(days=3), every=timedelta(hours=6))
    await talk.forges(buttons["都按方案吃了"])
    talk.hears("3月5日")

    assert outcome(service, talk) == "answered"


async def test_a_button_of_another_day_answers_that_day(service: Service) -> None:
    talk = await asked(service)
    thursday = talk.last.buttons
    await service.passes(days=1)
    assert "3月6日的激素" in talk.last.text
    await talk.forges(thursday["一点没吃"])
    await talk.taps("忘了")
    await talk.taps("没有", of="新的不舒服")

    assert outcome(service, talk) == "answered_late"
    assert outcome(service, talk, date(2026, 3, 6)) == "open"
    assert "3月6日的激素" in talk.last.text, "and then on with the newer one"


async def test_somebody_elses_button_does_nothing(service: Service) -> None:
    """Fault 38: the button of another participant's check-in."""
    talk = await asked(service)
    other = service.participant("P-013")
    await other.agrees()
    for data in talk.last.buttons.values():
        await other.forges(data)
    other.hears("不是这里的")

    assert answers(service, talk) == {}


async def test_forged_and_damaged_data_changes_nothing(service: Service) -> None:
    """Fault 38: whatever a button may carry, nothing raises, nothing is answered, and something is said."""
    talk = await asked(service)
    for data in GARBAGE:
        said = len(talk.screen)
        await talk.forges(data)
        assert len(talk.screen) > said, repr(data)
    assert answers(service, talk) in ({}, {"d_gc": "skipped"})
    await talk.says("/next")
    await talk.says("都按方案吃了")

    assert answers(service, talk)["d_gc"] == "yes_all"


@pytest.mark.parametrize("form", ["tap", "text", "start"])
async def test_a_redelivery_has_no_second_effect(service: Service, form: str) -> None:
    """Fault 18: the same external id three times."""
    talk = await asked(service)
    data = talk.last.buttons["都按方案吃了"]
    what = {"tap": {"tap": data}, "text": {"text": "都按方案吃了"}, "start": {"text": talk.payload}}[form]
    message = Inbound("telegram", talk.account, "one-and-the-same", form, locale="zh", **what)  # type: ignore[arg-type]  # one of the forms
    new = [await service.takes(message) for _ in range(3)]

    assert new == [True, False, False]
    said = len(talk.screen)
    await service.takes(replace(message, text=message.text))
    assert len(talk.screen) == said


async def test_updates_out_of_order_land_on_their_own_questions(service: Service) -> None:
    """Fault 19: the second answer's tap comes again after the first is changed."""
    talk = await asked(service)
    first = talk.last.buttons
    await talk.forges(first["一点没吃"])
    why = talk.last.buttons
    await talk.forges(why["忘了"])
    await talk.forges(first["一点没吃"])
    await talk.forges(why["忘了"])
    await talk.says("没有")

    assert answers(service, talk) == {"d_gc": "no", "d_gc_why": "forgot", "d_ok": "no"}
