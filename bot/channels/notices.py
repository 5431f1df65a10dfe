"""Notices by Apprise: one short text to a person's own route (mail, SMS, WeCom, a push service …). It only goes out.

An Apprise URL holds passwords: it is nowhere in a log or an exception. Apprise, which is large, is imported with the
first notice; each one is sent in a thread of its own, which an end of the service does not wait for.
"""

import asyncio
import logging
import secrets
import threading
from typing import TYPE_CHECKING

from bot.channels import AddressClosed, NothingToEdit, Outgoing, Unreachable

if TYPE_CHECKING:
    from apprise import Apprise

NAME = "notice"
LONGEST_WAIT = 20.0
"""Seconds that one notice may take. Apprise's own limits (4 s to connect, 4 s for each read) are shorter."""
ODDITIES = (AttributeError, LookupError, OSError, TypeError, ValueError)
"""What a URL of a strange shape may make a service raise before Apprise counts it as a failure."""
UNUSABLE = "unusable"
"""Why a route is closed: Apprise does not know this kind of URL, or it lacks a part."""


class NoticeChannel:
    """The address of a message is an Apprise URL. Buttons are left out, and nothing that was sent can be changed."""

    name = NAME

    def __init__(self, longest_wait: float = LONGEST_WAIT) -> None:
        self._longest_wait = longest_wait

    async def send(self, outgoing: Outgoing) -> str:
        """Send a notice; an id of our own, as no service gives one."""
        if outgoing.edits is not None:
            raise NothingToEdit("a notice cannot be changed")
        try:
            arrived = await asyncio.wait_for(_in_a_thread(outgoing.address, outgoing.text), self._longest_wait)
        except TimeoutError:
            raise Unreachable("the notice took too long") from None
        if arrived is None:
            raise AddressClosed(UNUSABLE)
        if not arrived:
            raise Unreachable("the notice was not taken")
        return secrets.token_hex(8)


def deliver(url: str, text: str) -> bool:
    """Send it now, in this thread; whether it was taken. For a thread of its own, which may wait."""
    try:
        return bool(_sent(url, text))
    except ODDITIES:  # not logged: what it says may hold the URL
        return False


def _in_a_thread(url: str, text: str) -> "asyncio.Future[bool | None]":
    loop = asyncio.get_running_loop()
    future: asyncio.Future[bool | None] = loop.create_future()

    def settle(arrived: bool | None) -> None:
        if not future.done():
            future.set_result(arrived)

    def work() -> None:
        try:
            arrived = _sent(url, text)
        except ODDITIES:  # not logged: what it says may hold the URL
            arrived = False
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, arrived)

    threading.Thread(target=work, name="notice", daemon=True).start()
    return future


def _sent(url: str, text: str) -> bool | None:
    """Whether it was taken; None when Apprise cannot use this URL."""
    services = _apprise(url)
    if services is None:
        return None
    # What a service raises while it sends, Apprise catches and counts as a failure.
    return bool(services.notify(body=text, body_format="text", interpret_escapes=False))


def _apprise(url: str) -> "Apprise | None":
    """Apprise with this one URL. What it logs holds hosts, numbers and addresses, and so goes nowhere."""
    logging.getLogger("apprise").propagate = False
    from apprise import Apprise, AppriseAsset

    services = Apprise(asset=AppriseAsset(app_id="Anhao", app_desc="Anhao", app_url="", async_mode=False))
    return services if services.add([url]) else None
