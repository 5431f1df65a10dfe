"""A rehearsal stage: simulated people who live in virtual time (`life`), and a strict double of Telegram's Bot API with
the phones of those who use it.

The double is served over real HTTP on loopback, so that the service under test runs unchanged. Used by tests and by
`anhao simulate`; it imports nothing else of `bot`. Stricter than the real thing where that finds mistakes
(an unknown parameter is refused), and never more lenient than it in what the service relies on.

    with TelegramDouble(clock) as double:        # or `async with`
        li = Phone(double, 1001, "Li", "zh-hans")
        li.starts("INVITE")
        message = await li.hears("欢迎")
        li.taps("好")
"""

from bot.rehearsal.limits import Limits
from bot.rehearsal.phones import Phone, ShownMessage
from bot.rehearsal.telegram import TelegramDouble

__all__ = ["Limits", "Phone", "ShownMessage", "TelegramDouble"]
