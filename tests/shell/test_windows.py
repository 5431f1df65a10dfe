"""When it is asked, reminded of, late, missed; and what an outage does. Times are those of Shanghai."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.kept import TODAY, asked, outcome
from tests.talk import Service, Talk

SHANGHAI = ZoneInfo("Asia/Shanghai")
SEVENTH_DAY = date(2026, 2, 27)
QUARTER = timedelta(minutes=15)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A local time in March 2026."""
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


async def times_asked(service: Service, talk: Talk, words: str, until: datetime) -> list[str]:
    """When messages with these words come, local, until then."""
    found, seen = [], {shown.id for shown in talk.screen}
    while service.now < until:
        await service.until(service.now + QUARTER, every=QUARTER)
        new = [shown for shown in talk.screen if shown.id not in seen and words in shown.text]
        found += [f"{service.now.astimezone(SHANGHAI):%d %H:%M}" for _ in new]
        seen |= {shown.id for shown in talk.screen}
    return found


async def test_reminders_after_an_hour_and_in_the_morning_and_the_older_question_loses_its_buttons(
    service: Service,
) -> None:
    talk = await asked(service)

    assert await times_asked(service, talk, "3月5日的激素", at(6, 19)) == ["05 21:00", "06 08:00"]
    with_buttons = [shown for shown in talk.screen if "3月5日的激素" in shown.text and shown.rows]
    assert len(with_buttons) == 1


@pytest.mark.parametrize("hour", [time(20, 45), time(21)])
async def test_no_reminder_in_quiet_hours(service: Service, hour: time) -> None:
    talk = service.participant()
    await talk.agrees(f"{hour:%H:%M}" if hour == time(21) else "20:30")
    if hour != time(21):
        await talk.says("/time 20:45")

    times = await times_asked(service, talk, "3月5日的激素", at(6, 19))
    assert times == [f"05 {hour:%H:%M}", "06 08:00"]


async def test_no_reminder_while_it_is_being_answered(service: Service) -> None:
    talk = await asked(service)
    service.now = at(5, 20, 45)
    await talk.taps("都按方案吃了")
    assert await times_asked(service, talk, "新的不舒服", at(6, 19)) == ["06 08:00"]


async def test_who_puts_it_off_is_asked_then_and_not_past_the_window(service: Service) -> None:
    talk = await asked(service)
    await service.until(at(6, 11), every=QUARTER)
    await talk.taps("一点没吃")
    await talk.taps("2小时后")
    talk.hears("11:30")
    assert await times_asked(service, talk, "主要是什么原因", at(6, 19)) == ["06 11:30"]


async def test_two_hours_at_night_means_the_morning(service: Service) -> None:
    talk = await asked(service)
    service.now = at(5, 22)
    await talk.taps("一点没吃")
    await talk.taps("2小时后")
    talk.hears("3月6日08:00")
    assert await times_asked(service, talk, "主要是什么原因", at(6, 10)) == ["06 08:00", "06 09:00"]


async def test_next_brings_back_what_was_put_off(service: Service) -> None:
    talk = await asked(service)
    await talk.taps("一点没吃")
    await talk.taps("2小时后")
    await talk.says("/next")
    assert "主要是什么原因" in talk.last.text


async def test_putting_off_is_not_answered_with_another_check(service: Service) -> None:
    talk = await asked(service, start=SEVENTH_DAY)
    await talk.taps("都按方案吃了")
    await talk.taps("2小时后")
    assert "22:00" in talk.last.text


async def test_stopped_in_the_middle_it_goes_on_later(service: Service) -> None:
    talk = await asked(service)
    await talk.taps("都按方案吃了")
    await service.until(at(6, 9), every=timedelta(hours=1))
    assert "新的不舒服" in talk.last.text
    await talk.says("没有")

    assert outcome(service, talk) == "answered"


async def test_after_noon_it_is_late_and_counts_as_late(service: Service) -> None:
    talk = await asked(service)
    question = talk.last.buttons
    await service.until(at(7, 10), every=timedelta(hours=1))
    await talk.forges(question["都按方案吃了"])
    await talk.taps("没有", of="新的不舒服")

    assert outcome(service, talk) == "answered_late"


async def test_after_48_hours_a_tap_is_told_that_it_is_closed(service: Service) -> None:
    talk = await asked(service)
    question = talk.last.buttons
    await service.until(at(9, 10), every=timedelta(hours=1))
    assert outcome(service, talk) == "missed_participant"
    await talk.forges(question["都按方案吃了"])
    talk.hears("3月5日")
    assert "什么都没有改" in talk.last.text
    assert outcome(service, talk) == "missed_participant"


async def test_half_answered_is_partial(service: Service) -> None:
    talk = await asked(service)
    await talk.taps("都按方案吃了")
    await service.until(at(9, 10), every=timedelta(hours=1))

    assert outcome(service, talk) == "partial"


async def test_what_waits_behind_a_question_gets_its_own_prompt_when_that_closes(service: Service) -> None:
    """Nobody answers the diary: the weekly check is asked at noon, when the diary closes, and is not lost."""
    talk = await asked(service, start=SEVENTH_DAY)
    times = await times_asked(service, talk, "发冷打哆嗦", at(7, 9))
    assert times == ["06 12:00", "06 13:00", "07 08:45"], (
        "the diary of the 6th is reminded of at 08:00, this not beside it"
    )
    await service.until(at(11, 9), every=timedelta(hours=1))

    assert outcome(service, talk, questionnaire="weekly") == "missed_participant"


async def test_an_open_weekly_check_does_not_keep_the_diary_away(service: Service) -> None:
    talk = await asked(service, start=SEVENTH_DAY)
    await talk.taps("都按方案吃了")
    await talk.taps("没有")
    await service.until(at(6, 20, 5), every=timedelta(minutes=30))
    assert "3月6日的激素" in talk.last.text
    await talk.taps("都按方案吃了")
    await talk.taps("没有", of="新的不舒服")
    assert "发冷打哆嗦" in talk.last.text, "and then on with the weekly check"


async def test_a_new_one_does_not_interrupt_a_report_but_comes_when_it_is_left(service: Service) -> None:
    talk = service.participant()
    await talk.agrees()
    service.now = at(5, 19, 55)
    await talk.says("我不舒服")
    await service.until(at(5, 20, 20))
    assert "哪里不舒服" in talk.last.text
    await service.until(at(5, 20, 40))
    assert "都吃了吗" in talk.last.text


async def test_after_an_outage_one_prompt_for_what_is_open_and_the_rest_is_our_fault(service: Service) -> None:
    """Fault 16: nothing looked from Thursday evening until Sunday morning."""
    talk = service.participant()
    await talk.agrees()
    said = len(talk.screen)
    service.now = at(8, 9)
    await service.looks()

    assert [outcome(service, talk, TODAY + timedelta(days=n)) for n in range(3)] == [
        "missed_system",
        "missed_system",
        "open",
    ]
    assert len(talk.screen) == said + 1
    assert "3月7日的激素" in talk.last.text


async def test_two_looks_do_no_more_than_one(service: Service) -> None:
    """Fault 7: the look is idempotent."""
    talk = await asked(service)
    said = len(talk.screen)
    for _look in range(3):
        await service.looks()

    assert len(talk.screen) == said


async def test_eight_in_the_evening_stays_eight_across_a_change_of_clocks(service: Service) -> None:
    """Fault 14: a participant in Paris; the clocks go forward on 29 March 2026."""
    paris = ZoneInfo("Europe/Paris")
    service.now = datetime(2026, 3, 28, 12, tzinfo=UTC)
    talk = service.participant(zone="Europe/Paris")
    await talk.agrees()
    came = []
    for _hour in range(60):
        said = len(talk.screen)
        await service.passes(hours=1)
        if len(talk.screen) > said and "激素" in talk.last.text:
            came.append(f"{service.now.astimezone(paris):%d %H:%M}")
            await talk.taps("都按方案吃了")
            await talk.taps("没有", of="新的不舒服")

    assert came == ["28 20:00", "29 20:00", "30 20:00"]
