"""What Telegram's cloud keeps: accounts, their messages, taps and files, and what each phone was shown."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from bot.rehearsal.refusals import JsonObject

SeenKind = Literal["sent", "edited", "buttons", "deleted", "answer", "alert"]


class Seen(NamedTuple):
    """One thing that a phone was shown: a new message, an edit, a change of buttons only, a deletion, or the little
    answer (or alert) to a tap, whose `message_id` is that of the tapped message."""

    at: datetime
    kind: SeenKind
    message_id: int
    text: str


@dataclass(frozen=True)
class StoredFile:
    file_id: str
    unique_id: str
    path: str
    content: bytes
    content_type: str

    def to_json(self) -> JsonObject:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.content)}


@dataclass
class Message:
    """`text` is the caption where there is `media`; `media` is the part of the JSON such as {"photo": [...]}."""

    message_id: int
    sent_at: datetime
    by_bot: bool
    text: str
    entities: list[JsonObject] = field(default_factory=list)
    media: JsonObject = field(default_factory=dict)
    inline: JsonObject | None = None
    editable: bool = True
    edited_at: datetime | None = None

    @property
    def visible(self) -> str:
        """The text, after the kind of media in brackets if it has one."""
        return " ".join([*(f"[{kind}]" for kind in self.media), *([self.text] if self.text else [])])

    @property
    def buttons(self) -> list[list[tuple[str, str]]]:
        """Rows of (label, callback data or link)."""
        rows = self.inline["inline_keyboard"] if self.inline else []
        return [[(button["text"], _target(button)) for button in row] for row in rows]


def _target(button: JsonObject) -> str:
    web_app = button.get("web_app")
    return str(button.get("callback_data") or button.get("url") or (web_app and web_app["url"]) or "")


@dataclass
class Tap:
    """A callback query."""

    query_id: str
    user_id: int
    message_id: int
    at: datetime
    answered: bool = False


@dataclass
class Account:
    """A person's account and their private chat with the bot, which has the same id."""

    user_id: int
    first_name: str
    language_code: str
    username: str | None = None
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    reply_keyboard: tuple[tuple[str, ...], ...] = ()
    seen: list[Seen] = field(default_factory=list)

    def user_json(self) -> JsonObject:
        user = {**self._name(), "is_bot": False}
        return {**user, "language_code": self.language_code} if self.language_code else user

    def chat_json(self) -> JsonObject:
        return {**self._name(), "type": "private"}

    def _name(self) -> JsonObject:
        name: JsonObject = {"id": self.user_id, "first_name": self.first_name}
        return {**name, "username": self.username} if self.username else name


def message_json(message: Message, account: Account, bot: JsonObject) -> JsonObject:
    """As the Bot API shows a message."""
    shown: JsonObject = {
        "message_id": message.message_id,
        "from": bot if message.by_bot else account.user_json(),
        "chat": account.chat_json(),
        "date": unix(message.sent_at),
    }
    if message.edited_at is not None:
        shown["edit_date"] = unix(message.edited_at)
    if message.text:
        shown["caption" if message.media else "text"] = message.text
    if message.entities:
        shown["caption_entities" if message.media else "entities"] = message.entities
    if message.inline is not None:
        shown["reply_markup"] = message.inline
    return {**shown, **message.media}


def inaccessible_json(message_id: int, account: Account) -> JsonObject:
    """An InaccessibleMessage: what a bot gets instead of a message that is too old."""
    return {"message_id": message_id, "chat": account.chat_json(), "date": 0}


def unix(moment: datetime) -> int:
    """Telegram's clock counts whole seconds."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return int(moment.timestamp())
