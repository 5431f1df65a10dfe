"""How fast a channel may be sent to: so many a second in all, some of them kept for replies and pages, and
about one a second to each chat with short bursts. Values are Telegram's, as far as they are known."""

from collections import deque
from dataclasses import dataclass, field

from bot.post import REPLY

A_SECOND = 30
"""Messages in any second, overall (Telegram's FAQ: about 30)."""
KEPT_FOR_REPLIES = 2
"""Of these, so many are left to replies and pages (measured: replies then wait milliseconds, not seconds)."""
BURST, REFILL = 5.0, 1.0
"""A chat takes a burst of 5, then 1 a second (Telegram's FAQ: 1 a second, short bursts)."""


@dataclass
class Pace:
    """Remembers what was sent when, in seconds of a monotonic clock."""

    a_second: int = A_SECOND
    _sent: deque[float] = field(default_factory=deque)
    _chats: dict[int, tuple[float, float]] = field(default_factory=dict)

    def wait(self, address: int | None, priority: int, now: float) -> float:
        """Seconds until this may be sent; 0 when it may leave now. An edit names no address: it is no new message."""
        while self._sent and now - self._sent[0] >= 1.0:
            self._sent.popleft()
        allowed = self.a_second - (0 if priority <= REPLY else KEPT_FOR_REPLIES)
        overall = 1.0 - (now - self._sent[len(self._sent) - allowed]) if len(self._sent) >= allowed else 0.0
        tokens = self._tokens(address, now) if address is not None else BURST
        chat = 0.0 if tokens >= 1 else (1 - tokens) / REFILL
        return max(overall, chat, 0.0)

    def sent(self, address: int | None, now: float) -> None:
        """Count what leaves now."""
        self._sent.append(now)
        if address is None:
            return
        self._chats[address] = (self._tokens(address, now) - 1, now)
        if len(self._chats) > 10_000:
            self._chats = {a: (t, at) for a, (t, at) in self._chats.items() if now - at < BURST / REFILL}

    def _tokens(self, address: int, now: float) -> float:
        tokens, at = self._chats.get(address, (BURST, now))
        return min(BURST, tokens + (now - at) * REFILL)
