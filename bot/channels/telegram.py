"""Telegram: python-telegram-bot as client and types, without its Updater (which confirms before handlers ran).

`updates` hands over raw updates; the next offset, which confirms them, moves only when they were taken in.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import telegram
from telegram import (
    Bot,
    BotCommand,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    KeyboardButton,
    ReplyKeyboardMarkup,
    Update,
)
from telegram._utils.types import JSONDict
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import HTTPXRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.channels import (
    AddressClosed,
    Form,
    Inbound,
    NothingToEdit,
    Outgoing,
    Refused,
    SendFailure,
    TryLater,
    Unauthorised,
    Unreachable,
)

NAME = "telegram"
POLL_SECONDS = 25
"""How long Telegram may hold a poll open."""
LONGEST = 4000
"""UTF-16 units in one message; Telegram takes 4096."""
LONGEST_CAPTION = 1024
"""UTF-16 units below a photo; longer words follow it as a message of their own."""
WANTED = ("message", "edited_message", "callback_query", "my_chat_member")


@dataclass(frozen=True, slots=True)
class RawUpdate:
    """An update as it came: its id, and the message in it, or None when it cannot be read or says nothing to us."""

    id: int
    raw: str
    inbound: Inbound | None
    readable: bool


class TelegramChannel:
    """One bot. `api_url` is a Bot API server; open with `start`, close with `stop`."""

    name = NAME

    def __init__(self, token: str, api_url: str) -> None:
        self._token, self._api_url = token, api_url
        self._polling = HTTPXRequest(connection_pool_size=1, read_timeout=POLL_SECONDS + 10)
        self.bot = Bot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=HTTPXRequest(connection_pool_size=64, pool_timeout=10),
            get_updates_request=self._polling,
        )

    async def start(self) -> None:
        """Open the connections. Does not ask Telegram anything yet."""
        for request in self.bot._request:
            await request.initialize()

    async def stop(self) -> None:
        for request in self.bot._request:
            await request.shutdown()

    async def introduce(self, commands: Mapping[str, Mapping[str, str]]) -> None:
        """Register the command lists, by language; '' is the one for all others."""
        for language, listed in commands.items():
            descriptions = [BotCommand(name, words) for name, words in listed.items()]
            await self.bot.set_my_commands(descriptions, language_code=language or None)

    async def poll(self, offset: int | None) -> Sequence[RawUpdate]:
        """The updates that wait, from `offset` on; asking with an offset confirms everything before it."""
        values: dict[str, Any] = {"timeout": POLL_SECONDS, "allowed_updates": list(WANTED), "limit": 100}
        if offset is not None:
            values["offset"] = offset
        data = RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])
        result = await self._polling.post(
            f"{self._api_url}/bot{self._token}/getUpdates", data, read_timeout=POLL_SECONDS + 10
        )
        return [self.read(raw) for raw in result] if isinstance(result, list) else []

    def read(self, raw: JSONDict) -> RawUpdate:
        """One raw update. Never raises: what cannot be read is said to be unreadable."""
        id = raw.get("update_id")
        number = id if isinstance(id, int) else -1
        words = json.dumps(raw, ensure_ascii=False)
        try:
            update = Update.de_json(raw, self.bot)
            return RawUpdate(number, words, _inbound(update, self._id, words), readable=True)
        except (TelegramError, TypeError, ValueError, KeyError, AttributeError, OverflowError, OSError):
            return RawUpdate(number, words, None, readable=False)

    @property
    def _id(self) -> str:
        """The bot's own number, the public part of its token."""
        return self._token.partition(":")[0]

    async def acknowledge(self, inbound: Inbound) -> None:
        """Take the waiting sign off a pressed button. Nobody minds when that fails."""
        try:
            await self.bot.answer_callback_query(inbound.acknowledgement)
        except TelegramError:
            return

    async def fetch(self, remote: str) -> bytes:
        """A file that somebody sent, by Telegram's number of it. Raises a SendFailure."""
        try:
            file = await self.bot.get_file(remote)
            return bytes(await file.download_as_bytearray())
        except TelegramError as error:
            raise _failure(error) from None

    async def send(self, outgoing: Outgoing) -> str:
        """Send or edit a message; long ones go in parts, the last with the buttons."""
        try:
            return await self._send(outgoing)
        except TelegramError as error:
            raise _failure(error) from None

    async def _send(self, outgoing: Outgoing) -> str:
        chat, parts = int(outgoing.address), _parts(outgoing.text)
        keyboard = _keyboard(outgoing)
        if outgoing.edits is not None:
            inline = keyboard if isinstance(keyboard, InlineKeyboardMarkup) else None
            await self.bot.edit_message_text(parts[-1], chat, int(outgoing.edits), reply_markup=inline)
            return outgoing.edits
        if (picture := outgoing.picture) is not None:
            fits = _units(outgoing.text) <= LONGEST_CAPTION
            photo = InputFile(picture.content, picture.name)
            caption, below = (outgoing.text, keyboard) if fits else (None, None)
            shown = await self.bot.send_photo(chat, photo, caption=caption, reply_markup=below)
            if fits:
                return str(shown.message_id)
        if outgoing.voice is not None:
            spoken = InputFile(outgoing.voice, "voice.oga")
            heard = await self.bot.send_voice(
                chat, spoken, caption=outgoing.text[:LONGEST_CAPTION], reply_markup=keyboard
            )
            return str(heard.message_id)
        for part in parts[:-1]:
            await self.bot.send_message(chat, part)
        sent = await self.bot.send_message(chat, parts[-1], reply_markup=keyboard)
        return str(sent.message_id)


def _keyboard(outgoing: Outgoing) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
    if outgoing.rows:
        return InlineKeyboardMarkup(
            [[InlineKeyboardButton(button.label, callback_data=button.data) for button in row] for row in outgoing.rows]
        )
    if outgoing.menu:
        return ReplyKeyboardMarkup(
            [[KeyboardButton(words) for words in outgoing.menu]], resize_keyboard=True, is_persistent=True
        )
    return None


def _parts(text: str) -> list[str]:
    """The text in pieces that fit, broken at lines where possible."""
    parts, current, room = [], "", LONGEST
    for line in text.splitlines(keepends=True) or [text]:
        while _units(line) > LONGEST:
            cut = LONGEST // 2
            parts += [current] if current else []
            current, room = "", LONGEST
            parts.append(line[:cut])
            line = line[cut:]
        if _units(line) > room:
            parts.append(current)
            current, room = "", LONGEST
        current += line
        room -= _units(line)
    return [part for part in (*parts, current) if part.strip()] or ["–"]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _failure(error: TelegramError) -> SendFailure:
    """What a Telegram error means for a send. Texts are compared without regard to case: the library recasts them."""
    words = str(error).lower()
    match error:
        case RetryAfter():
            wait = error.retry_after
            return TryLater(wait if isinstance(wait, int) else wait.total_seconds())
        case Forbidden():
            return AddressClosed("blocked" if "blocked" in words else "gone")
        case InvalidToken():
            return Unauthorised("token refused")
        case BadRequest() if "chat not found" in words:
            return AddressClosed("gone")
        case BadRequest() if (
            "message is not modified" in words or "message to edit not found" in words or "can't be edited" in words
        ):
            return NothingToEdit(words)
        case BadRequest():
            return Refused(type(error).__name__ + ": " + words)
        case TimedOut() | NetworkError():
            return Unreachable(type(error).__name__)
    return Unreachable(type(error).__name__)


def _inbound(update: Update, bot_id: str, raw: str) -> Inbound | None:
    """What an update says to us; None for kinds that we did not ask for."""
    common = {"channel": NAME, "external_id": f"{bot_id}:{update.update_id}", "raw": raw}
    if (query := update.callback_query) is not None:
        return _tap(query, common)
    if (member := update.my_chat_member) is not None:
        gone = member.new_chat_member.status in ("kicked", "left")
        return Inbound(
            address=str(member.from_user.id), form="blocked" if gone else "unblocked",
            locale=member.from_user.language_code, **common,
        )  # fmt: skip
    message = update.message or update.edited_message
    if message is None or message.from_user is None or message.chat.type != "private":
        return None
    text = message.text or message.caption or ""
    form: Form = _form(message) if update.edited_message is None else "edit"
    if form == "text" and (text == "/start" or text.startswith("/start ")):
        form, text = "start", text[len("/start") :].strip()
    return Inbound(
        address=str(message.from_user.id), form=form, text=text,
        locale=message.from_user.language_code, message=str(message.message_id),
        file=_file(message), **common,
    )  # fmt: skip


def _file(message: telegram.Message) -> str:
    """Telegram's number of the photo, in its largest size, or of the voice message."""
    if message.photo:
        return message.photo[-1].file_id
    return message.voice.file_id if message.voice else ""


def _tap(query: CallbackQuery, common: Mapping[str, str]) -> Inbound:
    return Inbound(
        address=str(query.from_user.id),
        form="tap",
        tap=query.data or "",
        locale=query.from_user.language_code,
        acknowledgement=query.id,
        **common,
    )


def _form(message: telegram.Message) -> Form:
    """What kind of thing was sent."""
    if message.text is not None:
        return "text"
    if message.photo:
        return "photo"
    if message.voice or message.audio or message.video_note:
        return "voice"
    if message.sticker:
        return "sticker"
    return "file" if message.document or message.video else "other"
