"""Phones: what a participant or a doctor does in Telegram, and sees there."""

from dataclasses import dataclass

from bot.rehearsal.chats import Account, Message, Seen
from bot.rehearsal.telegram import TelegramDouble

PHOTO = b"\xff\xd8\xff\xe0rehearsal"
VOICE = b"OggSrehearsal"
STICKER = b"RIFFrehearsal"


@dataclass(frozen=True)
class ShownMessage:
    """A message of the bot as the phone shows it now. `buttons` are (label, callback data or link)."""

    id: int
    text: str
    buttons: tuple[tuple[str, str], ...]
    edited: bool

    @property
    def labels(self) -> list[str]:
        return [label for label, _ in self.buttons]


class Phone:
    """One person's Telegram, on one account. Acts at once; what the bot makes of it is waited for with `hears`."""

    def __init__(
        self,
        double: TelegramDouble,
        user_id: int,
        first_name: str,
        language_code: str = "zh-hans",
        username: str | None = None,
    ) -> None:
        self.double = double
        self.user_id = user_id
        self.first_name = first_name
        self._cloud = double.cloud
        self._account = Account(user_id, first_name, language_code, username)
        with self._cloud.bell:
            assert user_id not in self._cloud.accounts, f"there is already an account {user_id}"
            self._cloud.accounts[user_id] = self._account

    # Doing

    def starts(self, payload: str | None = None) -> int:
        """Presses Start, or opens the link t.me/<bot>?start=<payload>. Unblocks the bot, as the app does."""
        self.unblocks()
        return self.says(f"/start {payload}" if payload else "/start")

    def says(self, text: str) -> int:
        """Writes; the id of the message. What is longer than 4096 characters goes as several, as from the app."""
        assert text.strip(), "Telegram does not send an empty message"
        size = self._cloud.limits.text
        parts = [text[start : start + size] for start in range(0, len(text), size)]
        return [self._cloud.person_writes(self._account, part).message_id for part in parts][-1]

    def presses(self, label: str) -> int:
        """Presses a button of the keyboard below the input field: it writes its label."""
        shown = [text for row in self.reply_keyboard for text in row]
        assert label in shown, f"no such key: {label!r}; the keyboard shows {shown}"
        return self.says(label)

    def taps(self, label_or_data: str, message: ShownMessage | int | None = None) -> str:
        """Presses a button under the newest message that has any (or the given one): by its label, its callback data
        or the start of its label. The id of the query."""
        with self._cloud.bell:
            tapped = self._with_buttons(message)
            buttons = [button for row in tapped.buttons for button in row]
            found = [data for label, data in buttons if label == label_or_data]
            found = found or [data for _, data in buttons if data == label_or_data]
            found = found or [data for label, data in buttons if label.startswith(label_or_data)]
            visible = [label for label, _ in buttons]
            assert len(found) == 1, (
                f"{len(found)} buttons fit {label_or_data!r}; visible: {visible}\n{self.transcript()}"
            )
            return self._cloud.person_taps(self._account, tapped, found[0])

    def forges(self, data: str, message: ShownMessage | int | None = None) -> str:
        """Sends callback data that no button has, as a changed app can."""
        with self._cloud.bell:
            return self._cloud.person_taps(self._account, self._with_buttons(message), data)

    def edits(self, message: int, text: str) -> None:
        """Changes one of the person's own messages."""
        with self._cloud.bell:
            own = self._account.messages[message]
            assert not own.by_bot, "only one's own messages can be edited"
            self._cloud.person_edits(self._account, own, text)

    def sends_photo(self, caption: str | None = None, content: bytes = PHOTO) -> int:
        stored = self._cloud.store_file("photo", content, "image/jpeg", "jpg").to_json()
        sizes = [{**stored, "width": 90, "height": 67}, {**stored, "width": 1280, "height": 960}]
        return self._cloud.person_writes(self._account, caption or "", {"photo": sizes}).message_id

    def sends_voice(self, content: bytes = VOICE) -> int:
        stored = self._cloud.store_file("voice", content, "audio/ogg", "oga").to_json()
        media = {"voice": {**stored, "duration": 3, "mime_type": "audio/ogg"}}
        return self._cloud.person_writes(self._account, "", media).message_id

    def sends_sticker(self) -> int:
        stored = self._cloud.store_file("sticker", STICKER, "image/webp", "webp").to_json()
        look = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "👍"}
        return self._cloud.person_writes(self._account, "", {"sticker": {**stored, **look}}).message_id

    def blocks(self) -> None:
        self._cloud.person_sets_blocked(self._account, True)

    def unblocks(self) -> None:
        self._cloud.person_sets_blocked(self._account, False)

    def deactivates(self) -> None:
        """The person deletes their Telegram account."""
        with self._cloud.bell:
            self._account.deactivated = True

    def deletes(self, message: ShownMessage | int) -> None:
        """Takes a message away on both sides; the bot is not told."""
        with self._cloud.bell:
            del self._account.messages[message if isinstance(message, int) else message.id]

    # Seeing

    @property
    def messages(self) -> list[ShownMessage]:
        """What the phone shows now of what the bot sent, oldest first."""
        with self._cloud.bell:
            return [_shown(message) for message in self._account.messages.values() if message.by_bot]

    @property
    def last(self) -> ShownMessage:
        messages = self.messages
        assert messages, "the bot has sent nothing yet"
        return messages[-1]

    @property
    def reply_keyboard(self) -> tuple[tuple[str, ...], ...]:
        """The rows of the keyboard below the input field."""
        return self._account.reply_keyboard

    @property
    def seen(self) -> list[Seen]:
        """Everything that the phone was ever shown, in order."""
        with self._cloud.bell:
            return list(self._account.seen)

    @property
    def commands(self) -> list[tuple[str, str]]:
        """The commands in the phone's menu."""
        return [(item["command"], item["description"]) for item in self.double.commands_for(self.user_id)]

    def transcript(self) -> str:
        """The whole chat as it looks now, without ids and times."""
        with self._cloud.bell:
            lines = [line for message in self._account.messages.values() for line in self._lines(message)]
            lines += ["keyboard: " + " ".join(f"[{label}]" for label in row) for row in self.reply_keyboard]
        return "\n".join(lines)

    async def hears(self, fragment: str, timeout: float = 10.0, since: int = 0) -> ShownMessage:
        """Waits until a message with these words is on the phone; the newest such. `since` (a former `len(phone.seen)`)
        asks for one that was sent or edited after that."""
        found = await self._cloud.bell.listen(lambda: self._found(fragment, since), timeout)
        assert found is not None, self._unheard(fragment)
        return found

    def waits_for(self, fragment: str, timeout: float = 10.0, since: int = 0) -> ShownMessage:
        """The same for a thread."""
        found = self._cloud.bell.wait(lambda: self._found(fragment, since), timeout)
        assert found is not None, self._unheard(fragment)
        return found

    def _found(self, fragment: str, since: int) -> ShownMessage | None:
        fresh = {seen.message_id for seen in self._account.seen[since:] if seen.kind in ("sent", "edited", "buttons")}
        fitting = [shown for shown in self.messages if shown.id in fresh and fragment in shown.text]
        return fitting[-1] if fitting else None

    def _unheard(self, fragment: str) -> str:
        return f"{self.first_name} did not hear {fragment!r}; the phone shows:\n{self.transcript()}"

    def _with_buttons(self, message: ShownMessage | int | None) -> Message:
        if message is not None:
            return self._account.messages[message if isinstance(message, int) else message.id]
        with_buttons = [shown for shown in self._account.messages.values() if shown.buttons]
        assert with_buttons, f"there is nothing to tap on:\n{self.transcript()}"
        return with_buttons[-1]

    def _lines(self, message: Message) -> list[str]:
        who = "Bot" if message.by_bot else self.first_name
        if message.edited_at is not None:
            who += " (edited)"
        first, *others = message.visible.split("\n")
        rows = ["  " + " ".join(f"[{label}]" for label, _ in row) for row in message.buttons]
        return [f"{who}: {first}", *(f"  {line}" for line in others), *rows]


def _shown(message: Message) -> ShownMessage:
    buttons = tuple(button for row in message.buttons for button in row)
    return ShownMessage(message.message_id, message.visible, buttons, message.edited_at is not None)
