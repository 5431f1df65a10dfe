"""`TelegramDouble`: Telegram for rehearsals. Starts and stops the server, holds the faults, answers checkers."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from bot.rehearsal.answers import Answers
from bot.rehearsal.cloud import BOT_ID, Call, Cloud
from bot.rehearsal.faults import Faults, Held
from bot.rehearsal.limits import Limits
from bot.rehearsal.polling import Polling
from bot.rehearsal.refusals import JsonObject
from bot.rehearsal.server import Loopback

TOKEN = f"{BOT_ID}:rehearsal_token_that_opens_nothing_00"


class TelegramDouble:
    """`clock` is Telegram's: retention, pace and dates follow it. Only waits (long polls, `until`) are real time."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        *,
        token: str = TOKEN,
        username: str = "anhao_rehearsal_bot",
        limits: Limits | None = None,
        port: int = 0,
    ) -> None:
        self.token = token
        self.username = username
        self.cloud = Cloud(clock, limits or Limits(), username)
        self.faults = Faults(self.cloud.bell)
        self._polling = Polling(self.cloud)
        self._loopback = Loopback(Answers(self.cloud, self.faults, self._polling, token), port)
        self.url = self._loopback.url

    # Served

    @property
    def base_url(self) -> str:
        """What python-telegram-bot calls `base_url`."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.url}/file/bot"

    def start(self) -> Self:
        self._loopback.start()
        return self

    def stop(self) -> None:
        with self.cloud.bell:
            self._polling.closing = True
            self.cloud.bell.ring()
        self._loopback.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    async def __aenter__(self) -> Self:
        return await asyncio.to_thread(self.start)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self.stop)

    # For checkers

    @property
    def confirmed_ids(self) -> list[int]:
        """The ids of the updates that Telegram regards as delivered, in the order of confirmation."""
        with self.cloud.bell:
            return list(self.cloud.updates.confirmed_ids)

    @property
    def waiting_ids(self) -> list[int]:
        """The ids of the updates that are still to be confirmed."""
        with self.cloud.bell:
            return self.cloud.updates.waiting_ids(self.cloud.now())

    @property
    def lost_ids(self) -> list[int]:
        """The ids of the updates whose time was over, or that were dropped, before they were confirmed."""
        with self.cloud.bell:
            self.cloud.updates.waiting_ids(self.cloud.now())
            return [*self.cloud.updates.expired_ids, *self.cloud.updates.dropped_ids]

    @property
    def is_polled(self) -> bool:
        """Whether a getUpdates call waits here now."""
        with self.cloud.bell:
            return self._polling.waiting > 0

    def calls(self, method: str | None = None) -> list[Call]:
        """The calls that the bot has made and that were carried out or refused by a rule (not by a fault)."""
        with self.cloud.bell:
            return [call for call in self.cloud.calls if method in (None, call.method)]

    def commands_for(self, user_id: int) -> list[JsonObject]:
        """The commands that this person's phone offers, by Telegram's order of scopes and languages."""
        with self.cloud.bell:
            account = self.cloud.accounts[user_id]
            for scope in (f"chat {user_id}", "all_private_chats", "default"):
                for language in (account.language_code[:2].lower(), ""):
                    if self.cloud.commands.get((scope, language)):
                        return self.cloud.commands[scope, language]
            return []

    async def until(self, look: Callable[[], bool], timeout: float = 10.0) -> None:
        """Waits until `look` is true; it is asked again whenever something has happened here."""
        assert await self.cloud.bell.listen(lambda: look() or None, timeout), "it did not come about in time"

    def wait_until(self, look: Callable[[], bool], timeout: float = 10.0, every: float | None = None) -> None:
        """The same for a thread. `every`: seconds after which it is asked again though nothing has happened here, for
        a look that depends on something else too, such as a database."""
        assert self.cloud.bell.wait(lambda: look() or None, timeout, every), "it did not come about in time"

    # Faults

    def fail_next(
        self,
        method: str,
        code: int,
        description: str = "",
        times: int = 1,
        retry_after: int | None = None,
        migrate_to_chat_id: int | None = None,
    ) -> None:
        """The next calls of this method ("*": any) are refused and have no effect."""
        self.faults.fail_next(method, code, description, times, retry_after, migrate_to_chat_id)

    def lose_next_response(self, method: str, times: int = 1) -> None:
        """The next call has its effect, then the connection is dropped."""
        self.faults.lose_next_response(method, times)

    def page_next(self, method: str, times: int = 1) -> None:
        """The next call gets an HTML page (502) instead of JSON and has no effect."""
        self.faults.page_next(method, times)

    def hold_next(self, method: str) -> Held:
        """The next call has its effect; its answer is kept back until `release()`."""
        return self.faults.hold_next(method)

    @property
    def down(self) -> bool:
        """Set to True: every connection is cut, new ones are closed at once, nothing has an effect."""
        return self.faults.down

    @down.setter
    def down(self, down: bool) -> None:
        with self.cloud.bell:
            self.faults.down = down
        if down:
            self._loopback.cut()

    @contextmanager
    def outage(self) -> Iterator[None]:
        self.down = True
        try:
            yield
        finally:
            self.down = False

    @property
    def revoked(self) -> bool:
        """Set to True: the token is no longer valid."""
        return self.faults.revoked

    @revoked.setter
    def revoked(self, revoked: bool) -> None:
        with self.cloud.bell:
            self.faults.revoked = revoked

    def raw_update(self, raw: JsonObject | str) -> int:
        """Puts any update in the queue; returns its id. In a text `$id` becomes the id; a dict without one gets it."""
        with self.cloud.bell:
            update_id = self.cloud.updates.put_raw(raw)
            self.cloud.bell.ring()
            return update_id

    def deliver_again(self, update_id: int) -> None:
        """Delivers an update once more although it was confirmed."""
        with self.cloud.bell:
            self.cloud.updates.put_again(update_id)
            self.cloud.bell.ring()

    def make_inaccessible_after(self, age: timedelta) -> None:
        """From now on a tap on a message of that age comes with an InaccessibleMessage (date 0)."""
        with self.cloud.bell:
            self.cloud.inaccessible = lambda message: self.cloud.now() - message.sent_at >= age

    def clock_moved(self) -> None:
        """Tell the double that the test has moved its clock: long polls look again."""
        self.cloud.bell.ring()
