"""getUpdates of the double: offsets, retention, one poller; and the faults that a test can ask for."""

import asyncio
from datetime import timedelta
from email.utils import parsedate_to_datetime

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import Application

from bot.rehearsal import Phone, TelegramDouble
from tests.rehearsal.conftest import Clock, client

WELL = InlineKeyboardMarkup([[InlineKeyboardButton("Well", callback_data="v1:q:0")]])


def ids(updates: tuple[Update, ...]) -> list[int]:
    return [update.update_id for update in updates]


async def test_an_update_comes_again_until_a_higher_offset_confirms_it(
    bot: Bot, li: Phone, double: TelegramDouble
) -> None:
    for text in ("one", "two", "three"):
        li.says(text)
    first, second, third = double.waiting_ids
    assert ids(await bot.get_updates()) == [first, second, third]
    assert ids(await bot.get_updates(offset=first)) == [first, second, third]
    assert double.confirmed_ids == []
    assert ids(await bot.get_updates(offset=second)) == [second, third]
    assert ids(await bot.get_updates()) == [second, third], "what is confirmed is forgotten"
    assert ids(await bot.get_updates(offset=third + 1)) == []
    assert double.confirmed_ids == [first, second, third]
    assert (second, third) == (first + 1, first + 2)


async def test_a_negative_offset_forgets_all_but_the_last(bot: Bot, li: Phone, double: TelegramDouble) -> None:
    for text in ("one", "two", "three"):
        li.says(text)
    waiting = double.waiting_ids
    assert ids(await bot.get_updates(offset=-1)) == waiting[-1:]
    assert double.confirmed_ids == waiting[:2]


async def test_limit_is_kept_between_1_and_100(bot: Bot, li: Phone) -> None:
    for number in range(101):
        li.says(f"{number}")
    assert len(await bot.get_updates(limit=7)) == 7
    assert len(await bot.get_updates(limit=0)) == 1
    assert len(await bot.get_updates(limit=1000)) == 100


async def test_a_long_poll_ends_with_the_next_update(bot: Bot, li: Phone, double: TelegramDouble) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=50))
    await double.until(lambda: double.is_polled)
    li.says("hello")
    assert len(await poll) == 1
    assert not double.is_polled


async def test_a_second_poller_ends_the_first(bot: Bot, li: Phone, double: TelegramDouble) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=50))
    await double.until(lambda: double.is_polled)
    async with client(double) as other:
        second = asyncio.create_task(other.get_updates(timeout=50))
        with pytest.raises(Conflict, match="terminated by other getUpdates request; make sure that only one bot"):
            await first
        li.says("hello")
        assert len(await second) == 1


async def test_a_poller_that_went_away_is_noticed(double: TelegramDouble, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=50))
    await double.until(lambda: double.is_polled)
    poll.cancel()
    await double.until(lambda: not double.is_polled)


async def test_polling_while_a_webhook_is_set_is_a_conflict(bot: Bot, li: Phone, double: TelegramDouble) -> None:
    with pytest.raises(BadRequest, match="an https url must be provided for webhook"):
        await bot.set_webhook("http://a.example/")
    await bot.set_webhook("https://a.example/", secret_token="s" * 32)
    li.says("hello")
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == ("https://a.example/", 1)
    await bot.delete_webhook()
    assert len(await bot.get_updates()) == 1
    await bot.delete_webhook(drop_pending_updates=True)
    assert len(double.lost_ids) == 1


async def test_allowed_updates_are_remembered_and_spare_what_waits(bot: Bot, li: Phone) -> None:
    li.says("hello")
    assert len(await bot.get_updates(allowed_updates=["callback_query"])) == 1
    li.says("hello again")
    assert len(await bot.get_updates()) == 1, "messages are no longer wanted"
    await bot.get_updates(allowed_updates=["message"])
    li.says("and again")
    assert len(await bot.get_updates()) == 2


async def test_taps_live_150_seconds_and_messages_24_hours(
    bot: Bot, li: Phone, clock: Clock, double: TelegramDouble
) -> None:
    await bot.send_message(1001, "How are you?", reply_markup=WELL)
    li.taps("Well")
    li.says("well")
    clock.pass_by(seconds=149)
    assert len(await bot.get_updates()) == 2
    clock.pass_by(seconds=1)
    assert [update.callback_query for update in await bot.get_updates()] == [None]
    clock.pass_by(hours=24)
    assert await bot.get_updates() == ()
    assert len(double.lost_ids) == 2
    assert double.confirmed_ids == []


async def test_a_tap_on_an_old_message_may_come_without_it(
    bot: Bot, li: Phone, clock: Clock, double: TelegramDouble
) -> None:
    sent = await bot.send_message(1001, "How are you?", reply_markup=WELL)
    double.make_inaccessible_after(timedelta(days=2))
    clock.pass_by(days=2)
    li.taps("Well")
    query = (await bot.get_updates())[0].callback_query
    assert query is not None
    assert query.message is not None
    assert not query.message.is_accessible, "python-telegram-bot makes it a Message with the date of 1970"
    assert query.message.message_id == sent.message_id


async def test_blocking_and_unblocking_are_told(bot: Bot, li: Phone) -> None:
    li.blocks()
    li.blocks()
    li.starts("again")
    blocked, unblocked, started = await bot.get_updates()
    assert blocked.my_chat_member is not None
    assert unblocked.my_chat_member is not None
    assert blocked.my_chat_member.new_chat_member.status == "kicked"
    assert unblocked.my_chat_member.new_chat_member.status == "member"
    assert started.message is not None
    assert started.message.text == "/start again"


async def test_an_edit_is_an_update_of_its_own(bot: Bot, li: Phone) -> None:
    li.edits(li.says("6 tablets"), "5 tablets")
    said, edited = await bot.get_updates()
    assert said.message is not None
    assert edited.edited_message is not None
    assert (said.message.text, edited.edited_message.text) == ("6 tablets", "5 tablets")


async def test_a_lost_answer_has_had_its_effect(bot: Bot, li: Phone, double: TelegramDouble) -> None:
    double.lose_next_response("sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(1001, "hello")
    assert li.last.text == "hello"
    await bot.send_message(1001, "hello")
    assert len(li.messages) == 2


async def test_a_call_that_fails_has_no_effect(bot: Bot, li: Phone, double: TelegramDouble) -> None:
    double.fail_next("sendMessage", 429, retry_after=7, times=2)
    for _ in range(2):
        with pytest.raises(RetryAfter, match="in 0:00:07"):
            await bot.send_message(1001, "hello")
    double.fail_next("*", 403, "Forbidden: bot was blocked by the user")
    with pytest.raises(Forbidden):
        await bot.send_message(1001, "hello")
    double.fail_next("sendMessage", 500, "Internal Server Error")
    with pytest.raises(NetworkError):
        await bot.send_message(1001, "hello")
    double.fail_next("sendMessage", 400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-100)
    with pytest.raises(ChatMigrated):
        await bot.send_message(1001, "hello")
    assert li.messages == []


async def test_a_page_instead_of_json(bot: Bot, li: Phone, double: TelegramDouble) -> None:
    double.page_next("getUpdates")
    with pytest.raises(TelegramError):
        await bot.get_updates()
    assert await bot.get_updates() == ()


async def test_while_it_is_down_nothing_gets_through(bot: Bot, li: Phone, double: TelegramDouble) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=50))
    await double.until(lambda: double.is_polled)
    with double.outage():
        with pytest.raises(NetworkError):
            await poll
        with pytest.raises(NetworkError):
            await bot.send_message(1001, "hello")
        li.says("can you hear me?")
    assert li.messages == []
    assert len(await bot.get_updates()) == 1


async def test_an_answer_can_be_held_back(bot: Bot, li: Phone, double: TelegramDouble) -> None:
    held = double.hold_next("sendMessage")
    sending = asyncio.create_task(bot.send_message(1001, "hello"))
    await held.arrives()
    assert li.last.text == "hello"
    assert not sending.done()
    held.release()
    await sending


async def test_a_malformed_update_stops_only_who_reads_whole_batches(
    bot: Bot, http: httpx.AsyncClient, li: Phone, double: TelegramDouble
) -> None:
    bad = double.raw_update({"message": {"chat": "nonsense"}})
    worse = double.raw_update('{"update_id": $id, "message": 17}')
    li.says("hello")
    with pytest.raises((TypeError, AttributeError, KeyError)):
        await bot.get_updates()
    raw = (await http.get("/getUpdates")).json()["result"]
    assert [update["update_id"] for update in raw] == [bad, worse, worse + 1]
    assert ids(await bot.get_updates(offset=worse + 1)) == [worse + 1]


async def test_a_confirmed_update_can_come_again(bot: Bot, li: Phone, double: TelegramDouble) -> None:
    li.says("hello")
    (update_id,) = ids(await bot.get_updates())
    assert await bot.get_updates(offset=update_id + 1) == ()
    double.deliver_again(update_id)
    assert ids(await bot.get_updates(offset=update_id + 1)) == [update_id]
    assert await bot.get_updates(offset=update_id + 1) == ()


async def test_dates_follow_the_clock(http: httpx.AsyncClient, li: Phone, clock: Clock) -> None:
    clock.pass_by(days=3)
    answer = await http.post("/sendMessage", json={"chat_id": 1001, "text": "x"})
    assert answer.json()["result"]["date"] == int(clock.now.timestamp())
    assert parsedate_to_datetime(answer.headers["date"]) == clock.now


async def test_calls_are_written_down(bot: Bot, li: Phone, double: TelegramDouble) -> None:
    await bot.send_message(1001, "hello")
    with pytest.raises(BadRequest):
        await bot.send_message(1001, "")
    assert [(call.values.get("text"), call.error) for call in double.calls("sendMessage")] == [
        ("hello", None),
        ("", "Bad Request: message text is empty"),
    ]


async def test_starting_and_stopping_leaves_nothing_behind(clock: Clock) -> None:
    double = TelegramDouble(clock)
    async with double, client(double) as bot:
        poll = asyncio.create_task(bot.get_updates(timeout=50))
        await double.until(lambda: double.is_polled)
    with pytest.raises(NetworkError):
        await poll
    async with httpx.AsyncClient(trust_env=False, verify=False) as http:
        with pytest.raises(httpx.ConnectError):
            await http.get(double.url)


async def test_serves_an_application_of_python_telegram_bot(li: Phone, double: TelegramDouble) -> None:
    """The stock machinery runs on it, too: it is the real interface."""
    application = Application.builder().bot(client(double)).build()
    async with application:
        assert application.updater is not None
        await application.updater.start_polling()
        li.says("hello")
        update = await asyncio.wait_for(application.update_queue.get(), 10)
        await application.updater.stop()
    assert isinstance(update, Update)
    assert update.message is not None
    assert update.message.text == "hello"
