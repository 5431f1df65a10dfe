"""Coming in by an invite: once, within 14 days, in the phone's language; and staying out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.database import transaction
from bot.models import Participant
from tests.talk import Service, Talk

REFUSED = {"zh-hans": "这个链接不能用", "en": "This link cannot be used"}


def participant(service: Service, talk: Talk) -> Participant:
    with transaction(service.engine) as session:
        found = session.get(Participant, talk.id)
        assert found is not None
        return found.model_copy()


def another_phone(talk: Talk, account: str, locale: str = "en") -> Talk:
    return replace(talk, account=account, locale=locale, log=[], _drawn={})


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_agreement_is_kept_with_its_wording(service: Service, language: str) -> None:
    talk = service.participant(language=language)
    await talk.goes_through_the_welcome("19:00")

    kept = participant(service, talk)
    assert kept.agreed_at == service.now
    assert kept.agreed_wording == "welcome 1"
    assert (kept.language, f"{kept.hour:%H:%M}") == (language, "19:00")


async def test_the_language_that_is_chosen_counts_not_the_phones(service: Service) -> None:
    talk = service.participant(language="zh")
    await talk.starts()
    await talk.taps("English")

    talk.hears("It is a computer program, not a doctor")


@pytest.mark.parametrize(("answer", "heard"), [("我想先问问", "协调员"), ("不同意", "不会再发")])
async def test_nothing_is_sent_to_who_does_not_agree(service: Service, answer: str, heard: str) -> None:
    office = service.staff("Wang", "coordinator", "en")
    await office.starts()
    talk = service.participant()
    await talk.starts()
    await talk.taps("中文")
    await talk.taps(answer)

    office.hears("P-012")
    said = len(talk.screen)
    await service.passes(days=2)
    assert len(talk.screen) == said
    assert participant(service, talk).agreed_at is None


async def test_who_did_not_agree_may_agree_later(service: Service) -> None:
    talk = service.participant()
    await talk.starts()
    await talk.taps("中文")
    before = talk.last.buttons
    await talk.taps("不同意")
    await talk.forges(before["同意"])
    talk.hears("/start")
    await talk.goes_through_the_welcome()

    assert participant(service, talk).agreed_at is not None


async def test_start_again_goes_on_where_it_was(service: Service) -> None:
    talk = service.participant()
    await talk.starts()
    await talk.taps("中文")
    await talk.taps("同意")
    await talk.starts()

    assert "健康回答" in talk.last.text
    await talk.taps("同意")
    await talk.taps("可以")
    await talk.taps("同意")
    await talk.taps("20:00")
    await talk.starts()
    assert "您已经进来了" in talk.last.text or "没有" in talk.last.text


@pytest.mark.parametrize("locale", ["zh-hans", "en"])
@pytest.mark.parametrize("what", ["wrong", "expired", "used", "nonsense"])
async def test_every_refusal_says_the_same(service: Service, locale: str, what: str) -> None:
    """Fault 36: wrong, used and expired invites are refused alike, in the phone's language."""
    talk = service.participant()
    stranger = another_phone(talk, "666", locale)
    payload = talk.payload
    if what == "used":
        await talk.starts()
    if what == "expired":
        await service.passes(days=14)
    if what == "wrong":
        payload = payload[:-1] + ("A" if payload[-1] != "A" else "B")
    await stranger.starts("🙂 ' OR 1=1" if what == "nonsense" else payload)

    assert stranger.last.text.startswith(REFUSED[locale])
    assert not stranger.last.rows
    assert participant(service, talk).agreed_at is None


async def test_a_second_account_is_refused_and_the_coordinator_told_once(service: Service) -> None:
    """Fault 37: a forwarded invite link."""
    office = service.staff("Wang", "coordinator", "en")
    await office.starts()
    talk = service.participant()
    await talk.starts()
    second = another_phone(talk, "666")
    for _time in range(3):
        await second.starts()

    second.hears(REFUSED["en"])
    second.hears_not("P-012")
    assert sum("A second account tried" in shown.text for shown in office.screen) == 1


async def test_someone_who_never_enrolled(service: Service) -> None:
    talk = another_phone(service.participant(), "666", "zh-hans")
    await talk.says("你好")
    talk.hears("链接")
    await talk.sends("photo")
    await talk.forges("a:1:d_gc:1:yes_all")
    await talk.forges("\ud800\0")

    assert len(talk.screen) == 4


async def test_a_new_link_moves_the_participant_and_leaves_the_old_phone_out(service: Service) -> None:
    talk = service.participant()
    await talk.goes_through_the_welcome()
    with transaction(service.engine) as session:
        payload = service._invite(session, participant_id=talk.id)
    new = another_phone(talk, "777", "zh-hans")
    await new.starts(payload)
    await service.passes(hours=1)
    new.hears("都吃了吗")
    talk.hears_not("都吃了吗")

    await talk.says("我喘不上气")
    talk.hears_not("我们正在通知")
    await talk.starts()
    talk.hears(REFUSED["zh-hans"])
    assert "都吃了吗" in new.last.text


async def test_who_stopped_comes_back_by_a_new_link_and_agrees_anew(service: Service) -> None:
    talk = service.participant()
    await talk.goes_through_the_welcome()
    await talk.says("/stop")
    await talk.taps("不用这个问答")
    await talk.taps("停")
    await talk.starts()
    assert "停了" in talk.last.text
    with transaction(service.engine) as session:
        payload = service._invite(session, participant_id=talk.id)
    await talk.starts(payload)
    await talk.taps("中文")
    for agreed in ("同意", "同意", "可以", "同意", "20:00"):
        await talk.taps(agreed)

    await service.passes(hours=1)
    talk.hears("都吃了吗")
