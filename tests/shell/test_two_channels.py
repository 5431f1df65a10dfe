"""One person, two channels: asked on both, answered on either, and the other one knows."""

from __future__ import annotations

from sqlmodel import select

from bot.database import transaction
from bot.models import Answer, CheckIn, Participant
from tests.page import Page, page_of
from tests.talk import Service, Talk
from tests.team import EMERGENCY, assemble, patient

ALL_TAKEN, NONE = "都按方案吃了", "没有"


async def both(service: Service) -> tuple[Talk, Page]:
    """Somebody with Telegram and the page, who has just been asked for the daily check-in, at 20:00."""
    talk = patient(service)
    page = page_of(service, talk)
    await service.passes(hours=1)
    return talk, page


def channels(service: Service) -> list[str]:
    with transaction(service.engine) as session:
        return list(session.exec(select(Answer.channel).order_by(Answer.id)))  # type: ignore[arg-type]  # a column


async def test_a_prompt_goes_to_all_that_a_person_has(service: Service) -> None:
    talk, page = await both(service)

    assert ALL_TAKEN in talk.last.buttons
    assert ALL_TAKEN in page.buttons


async def test_answered_on_telegram_the_page_shows_it_and_asks_the_next(service: Service) -> None:
    talk, page = await both(service)
    question = talk.last
    await talk.taps(ALL_TAKEN)

    assert question.buttons == {}
    assert f"✓ {ALL_TAKEN}" in question.text
    assert ALL_TAKEN in page.shows()[-2:][0]
    assert ALL_TAKEN not in page.buttons
    assert NONE in page.buttons


async def test_answered_on_the_page_telegram_loses_its_buttons_and_shows_the_answer(service: Service) -> None:
    talk, page = await both(service)
    question, messages = talk.last, len(talk.screen)
    await page.taps(ALL_TAKEN)

    assert question.buttons == {}
    assert f"✓ {ALL_TAKEN}" in question.text
    assert len(talk.screen) == messages  # the next question is a reply: it is on the page only
    assert NONE in page.buttons
    await page.taps(NONE)
    assert len(talk.screen) == messages
    assert channels(service) == ["web", "web"]


async def test_begun_here_and_ended_there(service: Service) -> None:
    talk, page = await both(service)
    await talk.taps(ALL_TAKEN)
    second = talk.last
    await page.taps(NONE)

    assert second.buttons == {}
    assert f"✓ {NONE}" in second.text
    assert page.card is None
    assert channels(service) == ["telegram", "web"]
    with transaction(service.engine) as session:
        assert session.exec(select(CheckIn.outcome).where(CheckIn.questionnaire == "daily")).one() == "answered"


async def test_a_tap_that_came_too_late_on_the_other_changes_nothing(service: Service) -> None:
    """Fault 21: a tap and a form at once. One answer counts; the second is told that it is saved already."""
    talk, page = await both(service)
    data = talk.last.buttons[ALL_TAKEN]
    await page.taps(ALL_TAKEN)
    await talk.forges(data)

    talk.hears("这个已经记下了")
    assert channels(service) == ["web"]


async def test_a_reply_goes_to_the_channel_last_used(service: Service) -> None:
    talk, page = await both(service)
    await page.says("/next")
    messages = len(talk.screen)
    await page.says("/help")
    assert len(talk.screen) == messages
    await talk.says("/help")
    assert len(talk.screen) == messages + 1


async def test_a_reminder_comes_on_both_again(service: Service) -> None:
    talk, page = await both(service)
    first = talk.last
    await service.passes(hours=1)

    assert first.buttons == {}
    assert ALL_TAKEN in talk.last.buttons
    assert talk.last is not first
    assert ALL_TAKEN in page.buttons


async def test_words_of_the_care_team_come_on_both(service: Service) -> None:
    team, (talk, page) = assemble(service), await both(service)
    await page.says("/problem")
    await page.says(EMERGENCY)
    await team.lin.taps("I'm on it")
    await team.lin.taps("Message participant")
    await team.lin.says("请坐下休息")

    talk.hears("请坐下休息")
    assert any("请坐下休息" in words for words in page.shows())


async def test_who_blocked_telegram_is_still_asked_on_the_page(service: Service) -> None:
    """Fault 25: one channel is closed, the other goes on."""
    talk = patient(service)
    page = page_of(service, talk)
    service.phones.blocked.add(talk.account)
    await service.passes(hours=1)

    assert talk.screen == []
    assert ALL_TAKEN in page.buttons
    await page.taps(ALL_TAKEN)
    assert NONE in page.buttons


async def test_the_page_alone_is_enough_for_a_check_in_to_count_as_sent(service: Service) -> None:
    talk = patient(service)
    page_of(service, talk)
    service.phones.blocked.add(talk.account)
    await service.passes(hours=1)

    with transaction(service.engine) as session:
        sent = session.exec(select(CheckIn.sent_at).where(CheckIn.questionnaire == "daily")).one()
    assert sent == service.now


async def test_only_who_uses_telegram_is_asked_about_servers_abroad(service: Service) -> None:
    """The welcome asks for it as soon as Telegram is among the channels, and not before."""
    talk = service.participant()
    page = page_of(service, talk)
    with transaction(service.engine) as session:
        session.get_one(Participant, talk.id).language = "zh"
    await page.says("/start")
    await page.taps("中文")
    await page.taps("同意")
    await page.taps("同意")
    await page.taps("可以告诉")
    assert "Telegram" not in page.shows()[-1]
    assert "20:00" in page.buttons

    await talk.starts()
    assert "经过境外的服务（Telegram）" in talk.last.text
    assert "经过境外的服务（Telegram）" in page.shows()[-1]
