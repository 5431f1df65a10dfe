"""What every channel keeps, whatever its world is: Telegram, our own page, notices by Apprise.

A new channel is one more side here. What a channel cannot do it says of itself, and that is held, too.
"""

from __future__ import annotations

import logging
import traceback
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.channels import AddressClosed, Button, Channel, NothingToEdit, Outgoing, SendFailure, Unreachable
from bot.channels.notices import NoticeChannel
from bot.channels.telegram import TelegramChannel
from bot.channels.web import WebChannel
from bot.rehearsal import Limits, Phone, TelegramDouble
from tests.channels.mailbox import Mailbox

HOSTILE = (
    "<b>bold</b> & <script>alert(1)</script> *star* _line_ `code` [a](tg://user?id=1)",
    "{link} %s %d ${HOME} {{7*7}} \\n \\u0041 $(id)",
    "我喘不上气 😀👨‍👩‍👧 \u202eabc\u202c \u200b end",
    "-- '; DROP TABLE participant; --",
    "@everyone :smile: #tag /stop http://example.test/?a=1&b=2",
)
LONG = "很长的一行。" * 400 + "\n" + "A long line. " * 300
ROWS = ((Button("Yes", "a:1:d_ok:1:yes"), Button("No", "a:1:d_ok:1:no")),)


class Side(ABC):
    """A channel with the world that it speaks to. The flags say what there is in that world."""

    edits = closes = can_be_away = True
    channel: Channel
    address: str
    closed_address: str = ""
    secret: str = ""

    @abstractmethod
    def arrived(self) -> str:
        """All that has arrived at the address, in order."""

    def go_away(self) -> None:
        """The other side cannot be reached any more."""
        raise NotImplementedError

    async def open(self) -> None:
        """Before the first send."""
        return

    async def close(self) -> None:
        """After the last one."""
        return


class Telegram(Side):
    def __init__(self) -> None:
        self._double = TelegramDouble(lambda: datetime.now(UTC), limits=Limits()).start()
        self._phone, gone = Phone(self._double, 5001, "Lan"), Phone(self._double, 5002, "Lin")
        self._phone.starts()
        gone.starts()
        gone.blocks()
        self.channel = self._telegram = TelegramChannel(self._double.token, self._double.url)
        self.address, self.closed_address, self.secret = "5001", "5002", self._double.token

    def arrived(self) -> str:
        return "".join(message.text for message in self._phone.messages)

    def go_away(self) -> None:
        self._double.down = True

    async def open(self) -> None:
        await self._telegram.start()

    async def close(self) -> None:
        await self._telegram.stop()
        self._double.stop()


class Web(Side):
    """The page reads the database itself: what is sent has arrived, and an address is closed there, not here."""

    closes = can_be_away = False

    def __init__(self) -> None:
        self.channel, self.address = WebChannel(), "participant-1"

    def arrived(self) -> str:
        return "".join((*HOSTILE, LONG))  # as it stands in the database: tests/shell/test_two_channels.py looks


class Notices(Side):
    """Apprise to a server of our own. It cannot change what was sent."""

    edits = False

    def __init__(self) -> None:
        self._mailbox = Mailbox()
        self._mailbox.__enter__()
        self.channel, self.secret = NoticeChannel(), "pass-word-of-hers"
        self.address = f"json://lan:{self.secret}@{self._mailbox.host}/{self.secret}/path"
        self.closed_address = f"nosuchservice://{self.secret}"

    def arrived(self) -> str:
        return "".join(one["message"] for one in self._mailbox.arrived)

    def go_away(self) -> None:
        self._mailbox.close()

    async def close(self) -> None:
        self._mailbox.close()


@pytest.fixture(params=[Telegram, Web, Notices], ids=["telegram", "web", "notices"])
async def side(request: pytest.FixtureRequest) -> AsyncIterator[Side]:
    side: Side = request.param()
    await side.open()
    yield side
    await side.close()


async def test_a_send_gives_an_id(side: Side) -> None:
    id = await side.channel.send(Outgoing(side.address, "Hello", ROWS))

    assert id
    assert side.channel.name


async def test_an_edit_keeps_the_id_or_is_declared_impossible(side: Side) -> None:
    id = await side.channel.send(Outgoing(side.address, "Question", ROWS))
    edit = Outgoing(side.address, "Question\n✓ Yes", edits=id)
    if side.edits:
        assert await side.channel.send(edit) == id
    else:
        with pytest.raises(NothingToEdit):
            await side.channel.send(edit)


async def test_a_closed_address_is_said_to_be_closed(side: Side) -> None:
    if not side.closes:
        return
    with pytest.raises(AddressClosed) as failure:
        await side.channel.send(Outgoing(side.closed_address, "Hello"))
    assert failure.value.why.isidentifier()


async def test_another_side_that_is_away_is_unreachable(side: Side) -> None:
    if not side.can_be_away:
        return
    side.go_away()
    with pytest.raises(Unreachable):
        await side.channel.send(Outgoing(side.address, "Hello"))


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_arrives_as_it_is(side: Side, text: str) -> None:
    """Fault 39 and 41: nothing is markup, nothing is a template, nothing is lost."""
    await side.channel.send(Outgoing(side.address, text))

    assert text in side.arrived()


async def test_long_text_arrives_whole(side: Side) -> None:
    await side.channel.send(Outgoing(side.address, LONG, ROWS))

    assert "".join(LONG.split()) in "".join(side.arrived().split())


async def test_no_secret_is_in_a_failure_or_in_the_log(side: Side, caplog: pytest.LogCaptureFixture) -> None:
    """Neither in its text nor in what stands behind it, at the level at which the service logs."""
    if not side.secret:
        return
    caplog.set_level(logging.WARNING)
    failures: list[SendFailure] = []
    for address in filter(None, (side.closed_address, side.address)):
        if address == side.address:
            side.go_away()
        with pytest.raises(SendFailure) as failure:
            await side.channel.send(Outgoing(address, "Hello"))
        failures.append(failure.value)

    for one in failures:
        assert side.secret not in str(one)
        assert side.secret not in "".join(traceback.format_exception(one))
    assert side.secret not in caplog.text
