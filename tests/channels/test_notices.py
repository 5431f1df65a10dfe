"""What is particular to notices: services that refuse, that are silent, and a text that stays plain."""

from __future__ import annotations

import asyncio
import io
import logging
import sys
from collections.abc import Iterator

import pytest

from bot.channels import Outgoing, Unreachable
from bot.channels.notices import NoticeChannel
from tests.channels.mailbox import Mailbox


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with Mailbox() as mailbox:
        yield mailbox


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503])
async def test_what_a_service_does_not_take_is_tried_again(mailbox: Mailbox, status: int) -> None:
    mailbox.status = status
    with pytest.raises(Unreachable):
        await NoticeChannel().send(Outgoing(f"json://{mailbox.host}", "Hello"))


async def test_a_silent_service_holds_nobody_up(mailbox: Mailbox) -> None:
    """Fault 45: the loop goes on meanwhile, and the wait has an end."""
    mailbox.silent.set()
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0)

    ticking = asyncio.create_task(tick())
    with pytest.raises(Unreachable):
        await NoticeChannel(longest_wait=0.3).send(Outgoing(f"json://{mailbox.host}", "Hello"))
    ticking.cancel()

    assert ticks > 10


async def test_the_text_stands_alone_and_plain(mailbox: Mailbox) -> None:
    await NoticeChannel().send(Outgoing(f"json://{mailbox.host}", "You have a check-in. https://anhao.test/c/x_y*z"))

    (arrived,) = mailbox.arrived
    assert arrived["message"] == "You have a check-in. https://anhao.test/c/x_y*z"
    assert arrived["title"] == ""
    assert arrived["attachments"] == []


async def test_apprise_says_nothing_in_the_log(mailbox: Mailbox) -> None:
    """Its lines hold hosts, numbers and addresses, whatever the level."""
    log, root, apprise = io.StringIO(), logging.getLogger(), logging.getLogger("apprise")
    handler, before = logging.StreamHandler(log), apprise.level
    root.addHandler(handler)
    apprise.setLevel(logging.DEBUG)
    await NoticeChannel().send(Outgoing(f"json://{mailbox.host}/secret-path", "Hello"))
    root.removeHandler(handler)
    apprise.setLevel(before)

    assert "secret-path" not in log.getvalue()


async def test_apprise_is_not_imported_before_it_is_used() -> None:
    code = "import sys, bot.running; sys.exit('apprise' in sys.modules)"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code)

    assert await process.wait() == 0
