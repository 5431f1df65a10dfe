"""What Telegram does to us, and what we do about it: lost answers, refusals, limits, poison, silence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from bot.channels import Button, Outgoing, Picture
from bot.channels.telegram import TelegramChannel
from bot.database import transaction
from bot.models import Address, Answer, Delivery, Inbound
from bot.pictures import drawn
from bot.pictures.qr import QrCode
from bot.rehearsal import Phone, TelegramDouble
from tests.telegram.conftest import Study


@pytest.fixture
def study_url(tmp_path: Path, migrated_file: Path) -> str:
    """What is tried here does not depend on the database."""
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'anhao.db')}"


def stored(study: Study, state: str) -> list[str]:
    with transaction(study.engine) as session:
        return list(session.exec(select(Inbound.external_id).where(Inbound.state == state)).all())


async def test_an_update_is_confirmed_only_after_it_is_stored(running: Study, double: TelegramDouble) -> None:
    """Faults 1 and 2: what Telegram regards as confirmed is in the inbox."""
    phone = await running.enrolled("P-001")
    phone.says("/help")
    await phone.hears("120")
    await double.until(lambda: not double.waiting_ids)

    kept = stored(running, "done")
    bot = double.token.partition(":")[0]
    assert {f"{bot}:{id}" for id in double.confirmed_ids} <= set(kept)


async def test_a_redelivered_update_has_no_second_effect(running: Study, double: TelegramDouble) -> None:
    """Fault 18: Telegram hands over the same update three times."""
    phone = await running.enrolled("P-001")
    phone.says("/problem")
    await phone.hears("哪里不舒服")
    await double.until(lambda: not double.waiting_ids)
    shown = len(phone.messages)
    last = double.confirmed_ids[-1]
    for _time in range(3):
        double.deliver_again(last)
    await double.until(lambda: not double.waiting_ids)
    phone.says("/help")
    await phone.hears("✓")

    assert len(phone.messages) == shown + 1


@pytest.mark.parametrize(
    "poison",
    [
        {"update_id": "$id", "message": {"message_id": "x"}},
        {"update_id": "$id", "callback_query": {"id": "1", "from": 5}},
        {"update_id": "$id", "message": 5},
        {"update_id": "$id", "message": {"message_id": 1, "date": 1e300, "chat": {"id": 1, "type": "private"}}},
    ],
)
async def test_an_unreadable_update_becomes_a_dead_letter_and_the_next_is_answered(
    running: Study, double: TelegramDouble, poison: dict[str, object]
) -> None:
    """One poison update stalls stock libraries for good; here it is kept and passed by."""
    phone = await running.enrolled("P-001")
    double.raw_update(poison)
    phone.says("/help")
    await phone.hears("120")
    await double.until(lambda: not double.waiting_ids)

    assert len(stored(running, "dead")) == 1


async def test_new_kinds_of_update_are_passed_by(running: Study, double: TelegramDouble) -> None:
    """Fault 44: fields and kinds that did not exist when this was written."""
    phone = await running.enrolled("P-001")
    double.raw_update({"update_id": "$id", "telepathy": {"thought": "hello"}})
    phone.says("/help")
    await phone.hears("120")

    assert stored(running, "dead") == []


async def test_a_question_whose_response_was_lost_comes_at_most_once_more(
    running: Study, double: TelegramDouble
) -> None:
    """Fault 5: sent, but we never learnt it. A question is sent again; both copies write one answer."""
    phone = await running.enrolled("P-001")
    double.lose_next_response("sendMessage")
    phone.says("/problem")
    await phone.hears("哪里不舒服")
    await double.until(lambda: sum("哪里不舒服" in message.text for message in phone.messages) == 2)
    first, second = (message for message in phone.messages if "哪里不舒服" in message.text)
    phone.taps("不想答", first)
    await phone.hears("现在有下面的情况吗")
    phone.taps("不想答", second)
    await double.until(lambda: not double.waiting_ids)

    with transaction(running.engine) as session:
        answers = session.exec(select(func.count()).select_from(Answer).where(Answer.item == "u_kind")).one()
    assert answers == 1


async def test_a_tip_whose_response_was_lost_is_not_repeated(running: Study, double: TelegramDouble) -> None:
    phone = await running.enrolled("P-001")
    double.lose_next_response("sendMessage")
    phone.says("/help")
    await phone.hears("120")
    phone.says("/problem")
    await phone.hears("哪里不舒服")

    assert sum("✓" in message.text for message in phone.messages) == 1


async def test_a_429_is_obeyed_for_that_chat_only(running: Study, double: TelegramDouble) -> None:
    """Fault 22: the chat that Telegram holds back waits; the others go on."""
    held, free = await running.enrolled("P-001"), await running.enrolled("P-002")
    double.fail_next("sendMessage", 429, "Too Many Requests: retry after 2", retry_after=2)
    held.says("/problem")
    await double.until(lambda: not double.waiting_ids)
    free.says("/problem")
    await free.hears("哪里不舒服")
    assert all("哪里不舒服" not in message.text for message in held.messages)

    await held.hears("哪里不舒服")


async def test_a_server_that_answers_with_a_web_page_is_waited_out(running: Study, double: TelegramDouble) -> None:
    phone = await running.enrolled("P-001")
    double.page_next("sendMessage", 2)
    phone.says("/problem")

    await phone.hears("哪里不舒服")


async def test_telegram_away_for_a_while_loses_nothing(running: Study, double: TelegramDouble) -> None:
    """Fault 23 in short: connections refused; what was written meanwhile is answered afterwards."""
    phone = await running.enrolled("P-001")
    with double.outage():
        phone.says("/problem")

    await phone.hears("哪里不舒服", timeout=20)


async def test_a_participant_who_blocked_the_bot_is_reported_and_left_in_peace(
    running: Study, double: TelegramDouble
) -> None:
    """Fault 25: sending stops at once, a coordinator is told, and after unblocking it goes on."""
    coordinator, phone = await running.doctor("Ms Wu", "coordinator"), await running.enrolled("P-001")
    phone.says("/problem")
    await phone.hears("哪里不舒服")
    phone.blocks()
    await coordinator.hears("P-001 has blocked the bot")
    with transaction(running.engine) as session:
        assert (
            session.exec(select(Address.closed_why).where(col(Address.participant_id).is_not(None))).one() == "blocked"
        )
    phone.unblocks()
    phone.says("/problem")
    await double.until(lambda: sum("哪里不舒服" in message.text for message in phone.messages) >= 2)


async def test_a_block_that_was_not_announced_is_noticed_at_the_next_send(
    running: Study, double: TelegramDouble
) -> None:
    coordinator, phone = await running.doctor("Ms Wu", "coordinator"), await running.enrolled("P-001")
    double.fail_next("sendMessage", 403, "Forbidden: bot was blocked by the user")
    phone.says("/problem")

    await coordinator.hears("P-001 has blocked the bot")


async def test_a_long_message_goes_in_parts_that_telegram_takes(running: Study, double: TelegramDouble) -> None:
    """Fault 41: 10,000 characters in a doctor's page, with emoji, which count twice."""
    doctor, phone = await running.doctor("Dr Lin"), await running.enrolled("P-001")
    phone.says("喘不上气" + "很难受😀" * 900)
    await phone.hears("120")
    await doctor.hears("E01")

    with transaction(running.engine) as session:
        assert session.exec(select(func.count()).select_from(Delivery).where(Delivery.state == "failed")).one() == 0


async def test_commands_are_registered_in_both_languages(running: Study, double: TelegramDouble) -> None:
    chinese, english = running.phone("zh-hans"), running.phone("en")
    await double.until(lambda: len(double.calls("setMyCommands")) >= 3)

    assert ("problem", "我不舒服") in [(c["command"], c["description"]) for c in double.commands_for(chinese.user_id)]
    assert ("problem", "I have a problem") in [
        (c["command"], c["description"]) for c in double.commands_for(english.user_id)
    ]


async def test_a_tap_is_acknowledged_after_its_answer_is_committed(running: Study, double: TelegramDouble) -> None:
    phone = await running.enrolled("P-001")
    phone.says("/problem")
    await phone.hears("哪里不舒服")
    query = phone.taps("不想答")
    await double.until(
        lambda: any(c.values.get("callback_query_id") == query for c in double.calls("answerCallbackQuery"))
    )

    with transaction(running.engine) as session:
        assert session.exec(select(func.count()).select_from(Answer)).one() == 1


async def test_a_picture_goes_as_a_photo_with_the_words_below_it_or_after_it(double: TelegramDouble) -> None:
    phone = Phone(double, 5001, "Lin")
    phone.starts()
    channel = TelegramChannel(double.token, double.url)
    await channel.start()
    picture = Picture(drawn(QrCode("https://anhao.test"), lambda text: text.id).png())
    rows = ((Button("Yes", "c:yes:"),),)

    short = await channel.send(Outgoing("5001", "words", rows, picture=picture))
    long = await channel.send(Outgoing("5001", "字" * 1025, rows, picture=picture))
    await channel.stop()

    first, second, third = phone.messages[-3:]
    assert (str(first.id), first.text, first.labels) == (short, "[photo] words", ["Yes"])
    assert (second.text, second.labels) == ("[photo]", [])
    assert (str(third.id), third.text, third.labels) == (long, "字" * 1025, ["Yes"])
