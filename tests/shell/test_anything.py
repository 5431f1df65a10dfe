"""Anything at any time: words, pictures, edits, long and strange texts. Kept, answered honestly, and screened."""

from __future__ import annotations

import pytest
from sqlmodel import select

from bot.database import transaction
from bot.models import CheckIn, Inbound, LogEntry
from tests.kept import asked, raised
from tests.talk import Service, Talk

STRANGE = (
    "x" * 10_000, "头" * 10_000, "🙂👨‍👩‍👧‍👦" * 200, "\u202e反着写\u202c", "\u200b\u200d\ufeff",
    "a\0b", "\ud800", " ", "\n\n\n",
    "<b>粗</b><script>alert(1)</script>", "*bold* _it_ [x](tg://user?id=1)", "'; DROP TABLE answer; --",
    "{0.__class__}",
    "{study_phone} {words} %s %(x)d", "=1+1", "е́" * 50, "٣", "ⅷ", "½", "１／２", "-", "/", "//", "/ /",
    "/@", "/start x y",
    "~back", "~go_on", "none", "null", "None", "\u2028\u2029", "a:1:d_gc:1:yes_all", "9" * 4000,
    "1e999", "-0", "NaN", "∞",
)  # fmt: skip


def noted(service: Service, talk: Talk) -> list[str]:
    """Every event of this person's logs, as it is kept."""
    with transaction(service.engine) as session:
        rows = select(LogEntry.event).join(CheckIn).where(CheckIn.participant_id == talk.id).order_by(LogEntry.id)  # type: ignore[arg-type]  # a column
        return list(session.exec(rows))


async def joined(service: Service) -> Talk:
    """A participant outside any check-in."""
    talk = service.participant()
    await talk.agrees()
    return talk


async def test_words_outside_any_question_are_kept_and_screened(service: Service) -> None:
    talk = await joined(service)
    await talk.says("今天天气不错")
    talk.hears("您写的我留下了")
    assert "不舒服" in talk.last.text
    await talk.taps("不是")

    assert any("今天天气不错" in event for event in noted(service, talk))


async def test_who_feels_unwell_is_asked_what_it_is(service: Service) -> None:
    talk = await joined(service)
    await talk.says("有点事")
    await talk.taps("是")

    assert "现在有下面的情况吗" in talk.last.text


@pytest.mark.parametrize("form", ["photo", "voice", "sticker", "file", "other"])
async def test_what_cannot_be_read_is_kept_for_a_person(service: Service, form: str) -> None:
    talk = await joined(service)
    await talk.sends(form)
    talk.hears("程序看不懂")
    await talk.taps("不是")

    assert "R14" in raised(service, talk)


async def test_a_voice_message_answers_the_question_that_asks_for_words(service: Service) -> None:
    talk = await joined(service)
    await talk.says("我不舒服")
    await talk.taps("看更多")
    await talk.taps("其他")
    await talk.taps("选好了")
    await talk.taps("看更多")
    await talk.taps("都没有")
    while "自己的话" not in talk.last.text:
        await talk.taps("跳过")
    await talk.sends("voice")
    talk.hears("程序看不懂")
    assert "自己的话" in talk.last.text
    await talk.taps("跳过", of=talk.last.text)
    assert "有多严重" in talk.last.text


@pytest.mark.parametrize("text", ["我喘不上气", "I can't breathe", "喘不上氣了"])
@pytest.mark.parametrize("where", ["outside", "in a question", "in the welcome"])
async def test_emergency_words_raise_at_once_wherever_they_are_written(service: Service, text: str, where: str) -> None:
    doctor = service.staff()
    await doctor.starts()
    talk = service.participant()
    if where == "in the welcome":
        await talk.starts()
    else:
        await talk.agrees()
    if where == "in a question":
        await service.passes(hours=1)
    await talk.says(text)

    assert "120" in talk.last.text
    assert "通知研究医生" in talk.last.text or "alerting" in talk.last.text
    doctor.hears("P-012")


async def test_hedged_words_are_asked_back(service: Service) -> None:
    talk = await asked(service)
    await talk.says("去年有一次喘不上气")
    assert "是您自己现在的情况吗" in talk.last.text
    assert "E01" not in raised(service, talk)
    await talk.taps("是我，现在")
    assert "120" in talk.last.text


async def test_hedged_words_that_are_long_over_go_on_with_the_question(service: Service) -> None:
    talk = await asked(service)
    await talk.says("去年有一次喘不上气")
    await talk.taps("以前有过")
    assert "都吃了吗" in talk.last.text


async def test_after_an_alarm_nothing_else_is_to_be_read(service: Service) -> None:
    talk = await asked(service)
    await talk.says("我喘不上气")
    assert "没有人马上看" not in talk.last.text
    said = len(talk.screen)
    await talk.says("快一点")
    assert len(talk.screen) == said + 1
    assert "不要在这里等回复" in talk.last.text
    await talk.taps("继续")
    assert "都吃了吗" in talk.last.text


@pytest.mark.parametrize("where", ["outside", "choice", "dose", "number", "ticks", "words"])
async def test_strange_texts_are_kept_whole_and_stop_nothing(service: Service, where: str) -> None:
    """Faults 39 and 41: markup, SQL, format fields, control and bidirectional characters, lone surrogates, length."""
    talk = await asked(service) if where in ("choice", "dose") else await joined(service)
    if where == "dose":
        await talk.taps("吃得不一样")
    for n, text in enumerate(STRANGE):
        if where in ("number", "ticks", "words") and n % 4 == 0:
            await talk.says("/problem")
        said = len(talk.screen)
        await talk.says(text)
        assert len(talk.screen) > said, repr(text)
        assert "__class__'" not in talk.last.text
    with transaction(service.engine) as session:
        kept = session.exec(select(Inbound.raw)).all()
    assert STRANGE[0] in kept
    assert "a\ufffdb" in kept
    assert "\ufffd" in kept


async def test_long_words_are_kept_whole_and_shown_short(service: Service) -> None:
    talk = await asked(service)
    await talk.taps("一点没吃")
    await talk.taps("其他")
    await talk.says("忙" * 4000)
    await talk.says("没有")

    assert any("忙" * 4000 in event for event in noted(service, talk))
    assert "忙" * 200 + "…" in talk.hears("✓ 忙").text
    await talk.says("/history")
    assert "忙" * 201 not in talk.last.text


async def test_only_words_mean_what_they_say(service: Service) -> None:
    """Fault 39: format fields of a participant come back as they were typed."""
    talk = await asked(service)
    await talk.taps("一点没吃")
    await talk.taps("其他")
    await talk.says("{study_phone} <b>x</b> {0.__class__}")

    assert "✓ {study_phone} <b>x</b> {0.__class__}" in talk.hears("✓ {study").text
