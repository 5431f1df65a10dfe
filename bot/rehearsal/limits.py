"""Every number of Telegram's that the double enforces, in one place, and the pace it allows."""

import math
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.rehearsal.refusals import too_many_requests


@dataclass(frozen=True)
class Limits:
    """Telegram's own numbers; a test may ask for others: `Limits(per_second=1000, chat_burst=1000, ...)`.

    The flood limits are not documented exactly and vary ("about one message a second in a chat, short
    bursts ok; 30 a second in all"). Here: `per_second` new messages in any second in all; in a chat
    `chat_burst` in any second, and on the long run a reserve of `chat_reserve` that refills by
    `chat_refill` a second. Only new messages count, not edits. Times are those of the double's clock.
    """

    text: int = 4096
    caption: int = 1024
    callback_data: int = 64
    callback_answer: int = 200
    commands: int = 100
    command: int = 32
    command_description: int = 256
    buttons: int = 100
    buttons_in_row: int = 8
    placeholder: int = 64
    download: int = 20_000_000
    upload: int = 50_000_000
    photo: int = 10_000_000
    poll_seconds: int = 50
    updates_in_poll: int = 100

    per_second: int = 30
    chat_burst: int = 5
    chat_reserve: int = 20
    chat_refill: float = 1.0

    message_kept: timedelta = timedelta(hours=24)
    tap_kept: timedelta = timedelta(seconds=150)
    membership_kept: timedelta = timedelta(hours=24)
    tap_answerable: timedelta = timedelta(seconds=60)
    deletable: timedelta = timedelta(hours=48)

    @classmethod
    def unpaced(cls) -> "Limits":
        """All limits but the flood ones: for clocks that stand still."""
        return cls(per_second=10**9, chat_burst=10**9, chat_reserve=10**9)


@dataclass
class _Window:
    """Sent moments of the last second, what is left of the reserve, and the end of a punishment."""

    sent: deque[datetime] = field(default_factory=deque)
    reserve: float = 0.0
    refilled_at: datetime | None = None
    closed_until: datetime | None = None


class Pace:
    """Who may send now. A refusal closes the chat (or everything) until `retry_after` is over: trying again
    earlier is refused again, as Telegram does."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._all = _Window()
        self._chats: dict[int, _Window] = {}

    def admit(self, chat_id: int, now: datetime) -> None:
        """Counts one new message, or raises 429."""
        limits = self._limits
        chat = self._chats.setdefault(chat_id, _Window(reserve=float(limits.chat_reserve)))
        for window in (self._all, chat):
            if window.closed_until is not None and now < window.closed_until:
                raise too_many_requests(_seconds(window.closed_until - now))
            while window.sent and now - window.sent[0] >= timedelta(seconds=1):
                window.sent.popleft()
        if chat.refilled_at is not None:
            passed = max(0.0, (now - chat.refilled_at).total_seconds())
            chat.reserve = min(float(limits.chat_reserve), chat.reserve + passed * limits.chat_refill)
        chat.refilled_at = now
        if len(self._all.sent) >= limits.per_second:
            self._close(self._all, now, 1)
        if len(chat.sent) >= limits.chat_burst:
            self._close(chat, now, 1)
        if chat.reserve < 1:
            self._close(chat, now, math.ceil((1 - chat.reserve) / limits.chat_refill))
        self._all.sent.append(now)
        chat.sent.append(now)
        chat.reserve -= 1

    @staticmethod
    def _close(window: _Window, now: datetime, seconds: int) -> None:
        window.closed_until = now + timedelta(seconds=seconds)
        raise too_many_requests(seconds)


def _seconds(left: timedelta) -> int:
    return max(1, math.ceil(left.total_seconds()))
