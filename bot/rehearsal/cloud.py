"""Telegram's cloud, pure: accounts, messages, updates, files and settings, moved only by its methods and a clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.rehearsal.bell import Bell
from bot.rehearsal.chats import (
    Account,
    Message,
    Seen,
    SeenKind,
    StoredFile,
    Tap,
    inaccessible_json,
    message_json,
    unix,
)
from bot.rehearsal.limits import Limits, Pace
from bot.rehearsal.refusals import (
    BLOCKED,
    CANT_INITIATE,
    DEACTIVATED,
    JsonObject,
    Refusal,
    bad_request,
)
from bot.rehearsal.updates import UpdateQueue

BOT_ID = 7_000_000_001


@dataclass(frozen=True)
class Call:
    """One call that the bot made, for checkers. `error` is None when it was answered with ok."""

    at: datetime
    method: str
    values: dict[str, object]
    error: str | None


class Cloud:
    """The lock is the bell's: every method takes it, so phones may act from any thread."""

    def __init__(self, clock: Callable[[], datetime], limits: Limits, username: str) -> None:
        self.clock = clock
        self.limits = limits
        self.bell = Bell()
        self.bot: JsonObject = {"id": BOT_ID, "is_bot": True, "first_name": "Anhao 安好", "username": username}
        self.accounts: dict[int, Account] = {}
        self.updates = UpdateQueue()
        self.pace = Pace(limits)
        self.files: dict[str, StoredFile] = {}
        self.taps: dict[str, Tap] = {}
        self.calls: list[Call] = []
        self.commands: dict[tuple[str, str], list[JsonObject]] = {}
        self.menu_buttons: dict[int | None, JsonObject] = {}
        self.webhook: JsonObject | None = None
        self.inaccessible: Callable[[Message], bool] = lambda message: False
        self._last_message_id = 0

    def now(self) -> datetime:
        return self.clock()

    # The bot's side

    def account_of(self, chat_id: str, *, writing: bool = True) -> Account:
        """The chat that the bot means, or Telegram's refusal."""
        if not chat_id:
            raise bad_request("chat_id is empty")
        account = self.accounts.get(int(chat_id)) if chat_id.lstrip("-").isdecimal() else None
        if account is None:
            raise bad_request("chat not found")
        if writing and account.deactivated:
            raise Refusal(403, DEACTIVATED)
        if writing and account.blocked:
            raise Refusal(403, BLOCKED)
        if writing and not account.started:
            raise Refusal(403, CANT_INITIATE)
        return account

    def show(self, account: Account, message: Message, kind: SeenKind, text: str | None = None) -> None:
        """Writes down what the phone was shown."""
        account.seen.append(Seen(self.now(), kind, message.message_id, message.visible if text is None else text))

    def add_message(self, account: Account, message: Message) -> JsonObject:
        account.messages[message.message_id] = message
        return self.json_of(account, message)

    def json_of(self, account: Account, message: Message) -> JsonObject:
        return message_json(message, account, self.bot)

    def next_message_id(self) -> int:
        self._last_message_id += 1
        return self._last_message_id

    def store_file(self, kind: str, content: bytes, content_type: str, ending: str) -> StoredFile:
        number = len(self.files) + 1
        stored = StoredFile(
            f"{kind}-file-{number}", f"{kind}-unique-{number}", f"{kind}s/file_{number}.{ending}", content, content_type
        )
        self.files[stored.file_id] = stored
        return stored

    # A person's side

    def person_writes(self, account: Account, text: str, media: JsonObject | None = None) -> Message:
        """A message to the bot. It starts the conversation, as it does with the real one."""
        with self.bell:
            self._expect_unblocked(account)
            account.started = True
            message = Message(self.next_message_id(), self.now(), by_bot=False, text=text, media=media or {})
            if text.startswith("/") and len(text) > 1 and not media:
                message.entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
            content = self.add_message(account, message)
            self.updates.put("message", content, self.now(), self.limits.message_kept)
            self.bell.ring()
            return message

    def person_edits(self, account: Account, message: Message, text: str) -> None:
        with self.bell:
            self._expect_unblocked(account)
            message.text, message.edited_at = text, self.now()
            content = self.json_of(account, message)
            self.updates.put("edited_message", content, self.now(), self.limits.message_kept)
            self.bell.ring()

    def person_taps(self, account: Account, message: Message, data: str) -> str:
        """Presses an inline button; the id of the query."""
        with self.bell:
            self._expect_unblocked(account)
            tap = Tap(str(9_000_000_000 + len(self.taps)), account.user_id, message.message_id, self.now())
            self.taps[tap.query_id] = tap
            gone = self.inaccessible(message)
            shown = inaccessible_json(message.message_id, account) if gone else self.json_of(account, message)
            content = {
                "id": tap.query_id,
                "from": account.user_json(),
                "chat_instance": str(account.user_id),
                "message": shown,
                "data": data,
            }
            self.updates.put("callback_query", content, self.now(), self.limits.tap_kept)
            self.bell.ring()
            return tap.query_id

    def person_sets_blocked(self, account: Account, blocked: bool) -> None:
        """For private chats `my_chat_member` is sent exactly when the bot is blocked or unblocked."""
        with self.bell:
            if account.blocked == blocked:
                return
            account.blocked = blocked
            member = {"user": self.bot, "status": "member"}
            kicked = {"user": self.bot, "status": "kicked", "until_date": 0}
            content = {
                "chat": account.chat_json(),
                "from": account.user_json(),
                "date": unix(self.now()),
                "old_chat_member": member if blocked else kicked,
                "new_chat_member": kicked if blocked else member,
            }
            self.updates.put("my_chat_member", content, self.now(), self.limits.membership_kept)
            self.bell.ring()

    @staticmethod
    def _expect_unblocked(account: Account) -> None:
        assert not account.blocked, f"{account.first_name} has blocked the bot and cannot write to it"
        assert not account.deactivated, f"{account.first_name}'s account is deactivated"
