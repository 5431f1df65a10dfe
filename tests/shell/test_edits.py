"""A message rewritten in the chat corrects the answer it had given; both are kept. (Faults §2, row 17.)"""

from __future__ import annotations

from datetime import date

from sqlmodel import col, select

from bot.database import transaction
from bot.models import Answer, CheckIn, LogEntry
from bot.stored import event_from_json
from conversations.events import Corrected
from tests.kept import answers, asked, raised
from tests.talk import Service, Talk


def corrections(service: Service, talk: Talk) -> list[Corrected]:
    with transaction(service.engine) as session:
        rows = select(LogEntry.event).join(CheckIn).where(CheckIn.participant_id == talk.id).order_by(col(LogEntry.id))
        events = [event_from_json(row) for row in session.exec(rows)]
    return [event for event in events if isinstance(event, Corrected)]


def revisions(service: Service, talk: Talk, item: str) -> list[str | None]:
    with transaction(service.engine) as session:
        mine = select(Answer).join(CheckIn).where(CheckIn.participant_id == talk.id, Answer.item == item)
        return [row.value for row in session.exec(mine.order_by(col(Answer.revision)))]


async def weekly(service: Service) -> Talk:
    """At the count of new sores."""
    talk = service.participant(start=date(2026, 2, 27))
    await talk.agrees()
    await service.passes(hours=1)
    await talk.taps("都按方案吃了")
    await talk.taps("没有")
    await talk.taps("没有", of="发烧")
    return talk


async def test_an_edited_answer_is_a_correction_with_its_reason(service: Service) -> None:
    talk = await weekly(service)
    await talk.says("3")
    await talk.edits("3", "4")
    talk.hears("已改为：4")
    talk.hears("✓ 4")

    assert answers(service, talk, "weekly")["w_new"] == "4"
    assert revisions(service, talk, "w_new") == ["3", "4"]
    assert [(c.item, c.previous, c.value, c.reason) for c in corrections(service, talk)] == [
        ("w_new", "3", "4", "participant edit")
    ]


async def test_a_label_is_corrected_by_another_label(service: Service) -> None:
    talk = await asked(service)
    await talk.says("都按方案吃了")
    await talk.edits("都按方案吃了", "一点没吃")

    assert answers(service, talk)["d_gc"] == "no"
    assert "主要是什么原因" in talk.last.text


async def test_words_that_are_no_answer_leave_the_old_one(service: Service) -> None:
    talk = await weekly(service)
    await talk.says("3")
    await talk.edits("3", "三四个吧，还有嘴里的")
    talk.hears("两条都留着")

    assert answers(service, talk, "weekly")["w_new"] == "3"
    assert "以前的破口" in talk.last.text


async def test_an_edit_mends_what_could_not_be_read(service: Service) -> None:
    talk = await weekly(service)
    await talk.says("3或4")
    await talk.edits("3或4", "4")

    assert answers(service, talk, "weekly")["w_new"] == "4"
    assert corrections(service, talk) == []


async def test_an_edited_dose_is_shown_back_before_it_counts(service: Service) -> None:
    talk = await asked(service)
    await talk.taps("吃得不一样")
    await talk.says("5片")
    await talk.edits("5片", "4片")
    assert "共20毫克，对吗" in talk.last.text
    await talk.says("对")
    await talk.edits("4片", "3片")
    assert "15毫克" in talk.last.text
    assert answers(service, talk)["d_gc_mg"] == "20"
    await talk.taps("改成这个")

    assert revisions(service, talk, "d_gc_mg") == ["20", "15"]


async def test_an_edit_can_raise_what_worries(service: Service) -> None:
    talk = await weekly(service)
    await talk.says("3")
    await talk.edits("3", "3，我喘不上气")

    assert "E01" in raised(service, talk)
    assert "120" in talk.last.text


async def test_an_edit_of_what_nobody_asked_for_is_kept_beside_it(service: Service) -> None:
    talk = await asked(service)
    await talk.taps("都按方案吃了")
    await talk.says("今天吃了鱼")
    await talk.edits("今天吃了鱼", "今天吃了虾")

    assert answers(service, talk) == {"d_gc": "yes_all"}


async def test_after_the_days_of_change_an_edit_changes_nothing(service: Service) -> None:
    talk = await weekly(service)
    await talk.says("3")
    await service.passes(days=6)
    await talk.edits("3", "4")

    assert revisions(service, talk, "w_new") == ["3"]


async def test_an_agreement_is_not_taken_back_by_an_edit(service: Service) -> None:
    talk = service.participant()
    await talk.starts()
    await talk.taps("中文")
    await talk.says("同意")
    for label in ("同意", "可以", "同意", "20:00"):
        await talk.taps(label)
    await talk.edits("同意", "不同意")

    assert answers(service, talk, "welcome")["h_agree"] == "agree"
