"""Phones of the double: what they do reaches the bot, what they show is what was sent."""

import asyncio
import threading

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup

from bot.rehearsal import Phone, TelegramDouble

QUESTION = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("6 tablets (30 mg)", callback_data="v1:q:plan")],
        [
            InlineKeyboardButton("Other", callback_data="v1:q:other"),
            InlineKeyboardButton("None", callback_data="v1:q:0"),
        ],
    ]
)


@pytest.mark.parametrize("named", ["6 tablets (30 mg)", "v1:q:plan", "6 tab"])
async def test_taps_by_label_data_or_start_of_the_label(named: str, bot: Bot, li: Phone) -> None:
    sent = await bot.send_message(1001, "Today?", reply_markup=QUESTION)
    await bot.send_message(1001, "A tip without buttons.")
    li.taps(named)
    query = (await bot.get_updates())[0].callback_query
    assert query is not None
    assert query.message is not None
    assert (query.data, query.message.message_id, query.from_user.id) == ("v1:q:plan", sent.message_id, 1001)


async def test_taps_on_a_given_message(bot: Bot, li: Phone) -> None:
    old = await bot.send_message(1001, "Yesterday?", reply_markup=QUESTION)
    await bot.send_message(1001, "Today?", reply_markup=QUESTION)
    li.taps("None", old.message_id)
    li.forges("v1:q:99", li.messages[0])
    assert [update.callback_query and update.callback_query.data for update in await bot.get_updates()] == [
        "v1:q:0",
        "v1:q:99",
    ]


async def test_a_missing_button_names_the_visible_ones(bot: Bot, li: Phone) -> None:
    with pytest.raises(AssertionError, match="nothing to tap on"):
        li.taps("Other")
    await bot.send_message(1001, "Today?", reply_markup=QUESTION)
    with pytest.raises(AssertionError, match=r"0 buttons fit 'Some'; visible: \['6 tablets .*'Other', 'None'\]"):
        li.taps("Some")


async def test_keys_write_their_label(bot: Bot, li: Phone) -> None:
    await bot.send_message(1001, "hello", reply_markup=ReplyKeyboardMarkup([["Report a problem"]]))
    li.presses("Report a problem")
    update = (await bot.get_updates())[0]
    assert update.message is not None
    assert update.message.text == "Report a problem"
    with pytest.raises(AssertionError, match="no such key"):
        li.presses("Go home")


async def test_long_texts_go_as_several_messages(bot: Bot, li: Phone) -> None:
    li.says("痛" * 4097)
    texts = [update.message.text for update in await bot.get_updates() if update.message and update.message.text]
    assert [len(text) for text in texts] == [4096, 1]


async def test_voices_and_stickers(bot: Bot, li: Phone) -> None:
    li.sends_voice()
    li.sends_sticker()
    voice, sticker = await bot.get_updates()
    assert voice.message is not None
    assert voice.message.voice is not None
    assert sticker.message is not None
    assert sticker.message.sticker is not None


async def test_who_has_blocked_the_bot_cannot_write(li: Phone) -> None:
    li.blocks()
    with pytest.raises(AssertionError, match="has blocked the bot"):
        li.says("hello")


async def test_hears_what_comes_later(bot: Bot, li: Phone) -> None:
    hearing = asyncio.create_task(li.hears("saved"))
    await bot.send_message(1001, "one moment")
    sent = await bot.send_message(1001, "✓ saved 08:03")
    assert (await hearing).id == sent.message_id


async def test_hears_anew_with_since(bot: Bot, li: Phone) -> None:
    sent = await bot.send_message(1001, "How are you?")
    before = len(li.seen)
    again = asyncio.create_task(li.hears("How are you", since=before))
    await bot.send_message(1001, "Something else")
    assert not again.done()
    await sent.edit_text("How are you now?")
    assert (await again).text == "How are you now?"


async def test_what_is_not_heard_shows_the_chat(bot: Bot, li: Phone) -> None:
    await bot.send_message(1001, "hello")
    with pytest.raises(AssertionError, match=r"Li did not hear 'bye'; the phone shows:\nLi: /start\nBot: hello"):
        await li.hears("bye", timeout=0)
    with pytest.raises(AssertionError, match="Li did not hear 'bye'"):
        li.waits_for("bye", timeout=0)


async def test_threads_wait_too(bot: Bot, li: Phone) -> None:
    heard: list[str] = []
    thread = threading.Thread(target=lambda: heard.append(li.waits_for("saved").text))
    thread.start()
    await bot.send_message(1001, "✓ saved")
    await asyncio.to_thread(thread.join)
    assert heard == ["✓ saved"]


async def test_the_transcript_reads_like_the_chat(bot: Bot, li: Phone) -> None:
    asked = await bot.send_message(1001, "Mon 3 March:\n6 tablets?", reply_markup=QUESTION)
    li.sends_photo("my plan")
    await bot.send_message(1001, "Kept.", reply_markup=ReplyKeyboardMarkup([["Report a problem", "Next"]]))
    await asked.edit_text("✓ 6 tablets")
    assert li.transcript() == (
        "Li: /start\nBot (edited): ✓ 6 tablets\nLi: [photo] my plan\nBot: Kept.\nkeyboard: [Report a problem] [Next]"
    )
    assert [(seen.kind, seen.text) for seen in li.seen] == [
        ("sent", "Mon 3 March:\n6 tablets?"),
        ("sent", "Kept."),
        ("edited", "✓ 6 tablets"),
    ]


async def test_two_phones_keep_apart(bot: Bot, li: Phone, double: TelegramDouble) -> None:
    chen = Phone(double, 2001, "Dr Chen", "en")
    chen.starts("staff")
    await bot.send_message(2001, "A concern.")
    assert (chen.last.text, li.messages) == ("A concern.", [])
    with pytest.raises(AssertionError, match="already an account 2001"):
        Phone(double, 2001, "Another")
