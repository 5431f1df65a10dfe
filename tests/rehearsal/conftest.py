"""A stage for the double's own tests: a clock that the test moves, a double, python-telegram-bot's `Bot`, a phone."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.rehearsal import Phone, TelegramDouble


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 3, 20, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def double(clock: Clock) -> Iterator[TelegramDouble]:
    with TelegramDouble(clock) as double:
        yield double


def client(double: TelegramDouble, token: str | None = None) -> Bot:
    """Without certificates, which take longer to load than a test takes."""
    return Bot(
        token or double.token,
        base_url=double.base_url,
        base_file_url=double.base_file_url,
        request=HTTPXRequest(httpx_kwargs={"verify": False}),
        get_updates_request=HTTPXRequest(httpx_kwargs={"verify": False}),
    )


@pytest.fixture(autouse=True)
def seconds_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """python-telegram-bot warns whenever it raises RetryAfter with a plain number."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def bot(double: TelegramDouble) -> AsyncIterator[Bot]:
    async with client(double) as bot:
        yield bot


@pytest.fixture
async def http(double: TelegramDouble) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"{double.url}/bot{double.token}", trust_env=False, verify=False) as http:
        yield http


@pytest.fixture
def li(double: TelegramDouble) -> Phone:
    """A participant who has started the bot; the queue is empty."""
    phone = Phone(double, 1001, "Li", "zh-hans")
    phone.starts()
    with double.cloud.bell:
        double.cloud.updates.drop()
        double.cloud.updates.dropped_ids.clear()
    return phone
