"""Sending, editing, tapping and settings of the double, each tried through python-telegram-bot's own `Bot`: its
refusals must come out as that library's exceptions, with Telegram's words (which it writes in small letters)."""

from typing import Any

import httpx
import pytest
from _pytest.raises import RaisesExc
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MenuButtonCommands,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.constants import ChatAction
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.rehearsal import Limits, Phone, TelegramDouble
from tests.rehearsal.conftest import Clock, client

PNG = b"\x89PNG\r\n\x1a\n0000"


def refuses(error: type[TelegramError], words: str) -> RaisesExc[TelegramError]:
    return pytest.raises(error, check=lambda raised: words.lower() in str(raised).lower())


def buttons(*pairs: tuple[str, str]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)] for label, data in pairs])


async def test_says_who_it_is(bot: Bot, double: TelegramDouble) -> None:
    assert bot.username == double.username
    assert double.token.startswith(f"{bot.id}:")


async def test_refuses_a_wrong_token(double: TelegramDouble) -> None:
    with pytest.raises(InvalidToken):
        await client(double, "123:wrong").__aenter__()


async def test_a_revoked_token_is_unauthorized(bot: Bot, double: TelegramDouble) -> None:
    double.revoked = True
    with pytest.raises(InvalidToken):
        await bot.get_me()


async def test_an_unknown_method_is_not_found(http: httpx.AsyncClient) -> None:
    answer = await http.get("/sendNothing")
    assert (answer.status_code, answer.json()) == (404, {"ok": False, "error_code": 404, "description": "Not Found"})


@pytest.mark.parametrize("form", ["query", "form", "json", "multipart"])
async def test_takes_parameters_in_every_form(form: str, http: httpx.AsyncClient, li: Phone) -> None:
    values = {"chat_id": "1001", "text": "你好"}
    if form == "query":
        answer = await http.get("/sendMessage", params=values)
    elif form == "form":
        answer = await http.post("/sendMessage", data=values)
    elif form == "json":
        answer = await http.post("/sendMessage", json={"chat_id": 1001, "text": "你好"})
    else:
        answer = await http.post("/sendMessage", files={name: (None, value) for name, value in values.items()})
    assert answer.json()["result"]["text"] == "你好"
    assert li.last.text == "你好"


async def test_refuses_an_unknown_parameter(bot: Bot, li: Phone) -> None:
    with refuses(BadRequest, "unknown parameter texxt"):
        await bot.send_message(1001, "hello", api_kwargs={"texxt": "hello"})
    assert li.messages == []


async def test_a_message_arrives_with_its_buttons(bot: Bot, li: Phone) -> None:
    sent = await bot.send_message(1001, "How are you?", reply_markup=buttons(("Well", "v1:q:0"), ("Unwell", "v1:q:1")))
    assert li.last.id == sent.message_id
    assert li.last.buttons == (("Well", "v1:q:0"), ("Unwell", "v1:q:1"))
    assert sent.reply_markup is not None


@pytest.mark.parametrize(
    ("chat_id", "text", "words"),
    [
        (1001, "", "Message text is empty"),
        (1001, " \n ", "Message text is empty"),
        (1001, "x" * 4097, "Message is too long"),
        (1001, "药" * 4097, "Message is too long"),
        (4711, "x", "Chat not found"),
        ("@nobody", "x", "Chat not found"),
        ("", "x", "Chat_id is empty"),
    ],
)
async def test_refuses_a_message(chat_id: int | str, text: str, words: str, bot: Bot, li: Phone) -> None:
    with refuses(BadRequest, words):
        await bot.send_message(chat_id, text)
    assert li.messages == []


async def test_4096_characters_are_counted_after_parsing(bot: Bot, li: Phone) -> None:
    await bot.send_message(1001, "<b>" + "药" * 4096 + "</b>", parse_mode="HTML")
    assert len(li.last.text) == 4096


async def test_missing_parameters_are_named_in_telegrams_words(http: httpx.AsyncClient, li: Phone) -> None:
    assert (await http.post("/sendMessage", json={"text": "x"})).json()[
        "description"
    ] == "Bad Request: chat_id is empty"
    answer = await http.post("/sendMessage", json={"chat_id": 1001})
    assert answer.json()["description"] == "Bad Request: message text is empty"


async def test_a_lone_surrogate_is_refused(http: httpx.AsyncClient, li: Phone) -> None:
    body = b'{"chat_id": 1001, "text": "\\ud800"}'
    answer = await http.post("/sendMessage", content=body, headers={"content-type": "application/json"})
    assert answer.json()["description"] == "Bad Request: strings must be encoded in UTF-8"


async def test_who_never_started_cannot_be_written_to(bot: Bot, double: TelegramDouble) -> None:
    Phone(double, 1002, "Wang")
    with refuses(Forbidden, "bot can't initiate conversation with a user"):
        await bot.send_message(1002, "hello")


async def test_who_blocked_or_left_cannot_be_written_to(bot: Bot, li: Phone) -> None:
    sent = await bot.send_message(1001, "hello")
    li.blocks()
    with refuses(Forbidden, "bot was blocked by the user"):
        await bot.send_message(1001, "hello")
    with refuses(Forbidden, "bot was blocked by the user"):
        await sent.edit_text("changed")
    li.unblocks()
    await bot.send_message(1001, "hello again")
    li.deactivates()
    with refuses(Forbidden, "user is deactivated"):
        await bot.send_chat_action(1001, ChatAction.TYPING)


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ({"inline_keyboard": [[{"text": "x", "callback_data": "d" * 65}]]}, "BUTTON_DATA_INVALID"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "药" * 22}]]}, "BUTTON_DATA_INVALID"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": ""}]]}, "Text buttons are unallowed"),
        ({"inline_keyboard": [[{"text": "x"}]]}, "Text buttons are unallowed in the inline keyboard"),
        ({"inline_keyboard": [[{"text": " ", "callback_data": "d"}]]}, "button text must be non-empty"),
        ({"inline_keyboard": [[{"callback_data": "d"}]]}, 'Field "text" must be of type String'),
        ({"inline_keyboard": [{"text": "x", "callback_data": "d"}]}, "Row must be an Array"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "d", "colour": "red"}]]}, "unknown parameter colour"),
        ({"inline_keyboard": [[{"text": "x", "url": "http://localhost:8000/"}]]}, "Wrong HTTP URL"),
        ({"inline_keyboard": [[{"text": "x", "web_app": {"url": "http://a.example/"}}]]}, "Only HTTPS links"),
        ({"inline_keyboard": [[{"text": str(n), "callback_data": "d"} for n in range(9)]]}, "markup is too long"),
        ({"keyboard": [[""]]}, "button text must be non-empty"),
        ({"keyboard": []}, "must be non-empty"),
        ({"keyboard": [["x"]], "input_field_placeholder": "p" * 65}, "placeholder is too long"),
        ({"buttons": []}, "unknown parameter reply_markup.buttons"),
        (["x"], "object expected as reply markup"),
    ],
)
async def test_refuses_a_keyboard(markup: Any, words: str, bot: Bot, li: Phone) -> None:
    with refuses(BadRequest, words):
        await bot.send_message(1001, "x", reply_markup=markup)
    assert li.messages == []


async def test_64_bytes_of_callback_data_are_right(bot: Bot, li: Phone) -> None:
    await bot.send_message(1001, "x", reply_markup=buttons(("x", "d" * 64)))
    li.taps("x")
    assert (await bot.get_updates())[0].callback_query is not None


@pytest.mark.parametrize(
    ("mode", "text", "words"),
    [
        ("HTML", "5 < 6", 'Unsupported start tag "" at byte offset 2'),
        ("HTML", "<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("HTML", "药<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("HTML", "药</b>", "Unexpected end tag at byte offset 3"),
        ("HTML", "<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("HTML", '<span class="big">x</span>', 'Tag "span" must have class "tg-spoiler"'),
        ("MarkdownV2", "1.5 mg", "Character '.' is reserved and must be escaped with the preceding"),
        ("MarkdownV2", "药*x", "Can't find end of Bold entity at byte offset 3"),
        ("MarkdownV2", "`x", "Can't find end of Code entity at byte offset 0"),
        ("MarkdownV2", "[x](http://a.example", "Can't find end of a URL"),
        ("Markdown", "x", "unsupported parse_mode"),
    ],
)
async def test_refuses_markup(mode: str, text: str, words: str, bot: Bot, li: Phone) -> None:
    with refuses(BadRequest, words):
        await bot.send_message(1001, text, parse_mode=mode)
    assert li.messages == []


@pytest.mark.parametrize(
    ("mode", "text", "visible", "entities"),
    [
        ("HTML", "👍<b>a<i>b</i></b> &lt;&#20320;", "👍ab <你", [("bold", 2, 2), ("italic", 3, 1)]),
        ("HTML", ' <a href="https://a.example/?x=1&amp;y=2">x</a> ', "x", [("text_link", 0, 1)]),
        ("HTML", '<pre>x</pre><span class="tg-spoiler">y</span>', "xy", [("pre", 0, 1), ("spoiler", 1, 1)]),
        ("MarkdownV2", r"*a* __b__ 1\.5", "a b 1.5", [("bold", 0, 1), ("underline", 2, 1)]),
        ("MarkdownV2", r"~c~ ||d||", "c d", [("strikethrough", 0, 1), ("spoiler", 2, 1)]),
        ("MarkdownV2", r"`a.b` [x](https://a.example/\))", "a.b x", [("code", 0, 3), ("text_link", 4, 1)]),
        ("MarkdownV2", r"```c`d```", "c`d", [("pre", 0, 3)]),
    ],
)  # fmt: skip
async def test_parses_markup(
    mode: str, text: str, visible: str, entities: list[tuple[str, int, int]], bot: Bot, li: Phone
) -> None:
    sent = await bot.send_message(1001, text, parse_mode=mode)
    assert sent.text == li.last.text == visible
    assert [(entity.type, entity.offset, entity.length) for entity in sent.entities] == entities


async def test_entities_must_lie_in_the_text(bot: Bot, li: Phone) -> None:
    await bot.send_message(1001, "<b>药", entities=[MessageEntity("bold", 3, 1)])
    assert li.last.text == "<b>药"
    with refuses(BadRequest, "entity is outside of the text"):
        await bot.send_message(1001, "<b>", entities=[MessageEntity("bold", 3, 1)])


async def test_a_reply_needs_its_message(bot: Bot, li: Phone) -> None:
    said = li.says("hello")
    await bot.send_message(1001, "hello", reply_parameters=ReplyParameters(said))
    with refuses(BadRequest, "message to be replied not found"):
        await bot.send_message(1001, "hello", reply_parameters=ReplyParameters(said + 99))


async def test_edits_a_message(bot: Bot, li: Phone) -> None:
    sent = await bot.send_message(1001, "How are you?", reply_markup=buttons(("Well", "1")))
    await sent.edit_text("✓ Well")
    assert (li.last.text, li.last.buttons, li.last.edited) == ("✓ Well", (), True)
    assert [(seen.kind, seen.text) for seen in li.seen] == [("sent", "How are you?"), ("edited", "✓ Well")]


async def test_refuses_an_edit(bot: Bot, li: Phone) -> None:
    sent = await bot.send_message(1001, "hello", reply_markup=buttons(("Well", "1")))
    with refuses(BadRequest, "message is not modified: specified new message content and reply markup are"):
        await sent.edit_text("hello", reply_markup=buttons(("Well", "1")))
    with refuses(BadRequest, "message text is empty"):
        await sent.edit_text("")
    with refuses(BadRequest, "message is too long"):
        await sent.edit_text("x" * 4097)
    with refuses(BadRequest, "message to edit not found"):
        await bot.edit_message_text("hello", 1001, sent.message_id + 99)
    with refuses(BadRequest, "message can't be edited"):
        await bot.edit_message_text("hello", 1001, li.says("mine"))
    with refuses(BadRequest, "message identifier is not specified"):
        await bot.edit_message_text("hello", 1001)
    li.deletes(sent.message_id)
    with refuses(BadRequest, "message to edit not found"):
        await sent.edit_text("hello again")


async def test_buttons_are_changed_alone(bot: Bot, li: Phone) -> None:
    reply_keyboard: Any = ReplyKeyboardMarkup([["x"]])
    sent = await bot.send_message(1001, "hello", reply_markup=buttons(("Well", "1")))
    await sent.edit_reply_markup(buttons(("Better", "1")))
    assert li.last.labels == ["Better"]
    await sent.edit_reply_markup()
    assert li.last.labels == []
    with refuses(BadRequest, "message is not modified"):
        await sent.edit_reply_markup()
    with refuses(BadRequest, "inline keyboard expected"):
        await bot.edit_message_reply_markup(1001, sent.message_id, reply_markup=reply_keyboard)


async def test_a_message_that_brought_a_reply_keyboard_cannot_be_edited(bot: Bot, li: Phone) -> None:
    sent = await bot.send_message(1001, "hello", reply_markup=ReplyKeyboardMarkup([["Report a problem"]]))
    assert li.reply_keyboard == (("Report a problem",),)
    with refuses(BadRequest, "message can't be edited"):
        await sent.edit_text("changed")
    await bot.send_message(1001, "bye", reply_markup=ReplyKeyboardRemove())
    assert not li.reply_keyboard


async def test_deletes_what_is_younger_than_48_hours(bot: Bot, li: Phone, clock: Clock) -> None:
    first = await bot.send_message(1001, "first")
    second = await bot.send_message(1001, "second")
    await first.delete()
    assert [message.text for message in li.messages] == ["second"]
    with refuses(BadRequest, "message to delete not found"):
        await first.delete()
    clock.pass_by(hours=48)
    with refuses(BadRequest, "message can't be deleted"):
        await second.delete()


async def test_a_tap_is_answered_once_and_in_time(bot: Bot, li: Phone, clock: Clock) -> None:
    await bot.send_message(1001, "hello", reply_markup=buttons(("Well", "1")))
    query = li.taps("Well")
    with refuses(BadRequest, "MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(query, "x" * 201)
    await bot.answer_callback_query(query, "saved")
    assert li.seen[-1][1:] == ("answer", li.last.id, "saved")
    for again in (query, "no such query"):
        with refuses(BadRequest, "query is too old and response timeout expired or query ID is invalid"):
            await bot.answer_callback_query(again)
    late = li.taps("Well")
    clock.pass_by(seconds=61)
    with refuses(BadRequest, "query is too old"):
        await bot.answer_callback_query(late)


async def test_photos_and_documents(bot: Bot, li: Phone) -> None:
    photo = await bot.send_photo(1001, PNG, caption="the course")
    assert li.last.text == "[photo] the course"
    await bot.send_photo(1001, photo.photo[-1].file_id)
    await bot.send_document(1001, b"a,b\n1,2\n", filename="answers.csv")
    with refuses(BadRequest, "message caption is too long"):
        await bot.send_photo(1001, PNG, caption="x" * 1025)
    with refuses(BadRequest, "IMAGE_PROCESS_FAILED"):
        await bot.send_photo(1001, b"<svg/>")
    with refuses(BadRequest, "wrong remote file identifier"):
        await bot.send_photo(1001, "no-such-file")
    with refuses(BadRequest, "there is no text in the message to edit"):
        await photo.edit_text("x")


async def test_files_are_fetched(bot: Bot, li: Phone, double: TelegramDouble) -> None:
    li.sends_photo("my arm")
    update = (await bot.get_updates())[0]
    assert update.message is not None
    assert update.message.caption == "my arm"
    file = await update.message.photo[-1].get_file()
    assert bytes(await file.download_as_bytearray()).startswith(b"\xff\xd8")
    with refuses(BadRequest, "invalid file_id"):
        await bot.get_file("no-such-file")
    async with httpx.AsyncClient(trust_env=False, verify=False) as http:
        assert (await http.get(f"{double.base_file_url}{double.token}/photos/none.jpg")).status_code == 404


async def test_commands_by_scope_and_language(bot: Bot, li: Phone, double: TelegramDouble) -> None:
    doctor = Phone(double, 2001, "Dr Chen", "en")
    everyone = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand("help", "Help")], scope=everyone)
    await bot.set_my_commands([BotCommand("help", "帮助")], scope=everyone, language_code="zh")
    await bot.set_my_commands([BotCommand("adherence", "Who answers")], scope=BotCommandScopeChat(2001))
    assert li.commands == [("help", "帮助")]
    assert doctor.commands == [("adherence", "Who answers")]
    assert await bot.get_my_commands() == ()
    assert (await bot.get_my_commands(everyone, "zh"))[0].description == "帮助"
    await bot.delete_my_commands(everyone, "zh")
    assert li.commands == [("help", "Help")]


@pytest.mark.parametrize(
    ("command", "description", "language", "words"),
    [
        ("Help", "Help", "", "BOT_COMMAND_INVALID"),
        ("help", "", "", "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("help", "Help", "zh-hans", "invalid language code specified"),
    ],
)
async def test_refuses_commands(command: str, description: str, language: str, words: str, bot: Bot) -> None:
    with refuses(BadRequest, words):
        await bot.set_my_commands([BotCommand(command, description)], language_code=language)


async def test_the_menu_button_and_the_typing_sign(bot: Bot, li: Phone, double: TelegramDouble) -> None:
    assert await bot.set_chat_menu_button(1001, MenuButtonCommands())
    assert double.cloud.menu_buttons == {1001: {"type": "commands"}}
    assert await bot.send_chat_action(1001, ChatAction.TYPING)
    with refuses(BadRequest, "wrong parameter action in request"):
        await bot.send_chat_action(1001, "dancing")


async def test_a_burst_in_a_chat_is_refused_until_it_has_paused(bot: Bot, li: Phone, clock: Clock) -> None:
    for number in range(5):
        await bot.send_message(1001, f"{number}")
    with refuses(RetryAfter, "retry in 0:00:01"):
        await bot.send_message(1001, "too much")
    with pytest.raises(RetryAfter):
        await bot.send_message(1001, "too early")
    clock.pass_by(seconds=1)
    await bot.send_message(1001, "now")
    assert [message.text for message in li.messages] == ["0", "1", "2", "3", "4", "now"]


async def test_a_chat_goes_on_at_one_message_a_second(bot: Bot, li: Phone, clock: Clock) -> None:
    refused = 0
    for number in range(100):
        clock.pass_by(seconds=0.25)
        try:
            await bot.send_message(1001, f"{number}")
        except RetryAfter:
            refused += 1
    assert len(li.messages) == 100 - refused
    assert 42 <= len(li.messages) <= 46, "20 of reserve and 25 seconds"


async def test_all_chats_together_get_30_messages_a_second(bot: Bot, double: TelegramDouble, clock: Clock) -> None:
    for number in range(31):
        Phone(double, 3000 + number, f"P{number}").starts()
    for number in range(30):
        await bot.send_message(3000 + number, "hello")
    with pytest.raises(RetryAfter):
        await bot.send_message(3030, "hello")
    clock.pass_by(seconds=1)
    await bot.send_message(3030, "hello")


async def test_the_pace_can_be_let_go(clock: Clock) -> None:
    async with TelegramDouble(clock, limits=Limits.unpaced()) as double:
        li = Phone(double, 1001, "Li")
        li.starts()
        async with client(double) as bot:
            for number in range(50):
                await bot.send_message(1001, f"{number}")
        assert len(li.messages) == 50
