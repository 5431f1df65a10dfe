"""Everything that runs, put together: poll, drain, tick. One process on SQLite is the whole service."""

import asyncio
import os
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Engine
from telegram.error import TelegramError

from bot.audit import Limits
from bot.auditor import Auditor
from bot.channels import Channel
from bot.channels.notices import NoticeChannel, deliver
from bot.channels.telegram import TelegramChannel
from bot.channels.web import WebChannel
from bot.clock import looking, tick
from bot.database import is_sqlite, transaction
from bot.fetching import Fetcher
from bot.languages import LANGUAGES, Languages
from bot.nightly import Nightly
from bot.outbox import Outbox
from bot.participant_commands import DESCRIPTIONS
from bot.polling import Poller
from bot.pulse import DRAIN, POLL, TICK, Pulse
from bot.routes import set_team_routes
from bot.serving import serve_alone, serve_pages
from bot.settings import Settings
from bot.study_zone import remember_zone
from bot.web import app
from conversations import red_flags

MISSED_TICKS = 3
"""After so many missed ticks the ticker is set anew: it sleeps for hours when the clock goes back."""

log = structlog.get_logger()


class Ticker:
    """Calls the clock every few seconds, one look at a time, and notices when nobody called it."""

    def __init__(
        self,
        engine: Engine,
        outbox: Outbox,
        seconds: float,
        now: Callable[[], datetime],
        beat: Callable[[], None] = lambda: None,
    ) -> None:
        self._engine, self._outbox, self._seconds, self._now, self._beat = engine, outbox, seconds, now, beat
        self._last = time.monotonic()
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    def start(self) -> None:
        self._add()
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)

    def _add(self) -> None:
        self._scheduler.add_job(
            self.look,
            "interval",
            id="tick",
            seconds=self._seconds,
            next_run_time=self._now(),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            replace_existing=True,
        )

    async def look(self) -> None:
        """One tick. A boundary: what goes wrong is recorded, and the next tick comes."""
        self._last = time.monotonic()
        self._beat()
        try:
            if is_sqlite(self._engine):
                began = time.monotonic()
                for _done in looking(self._engine, self._now()):
                    self._last = time.monotonic()
                    self._beat()
                    await asyncio.sleep(self._last - began)  # half of the time is for answers and pages
                    began = time.monotonic()
            else:
                await asyncio.to_thread(tick, self._engine, self._now())
        except Exception:
            log.exception("tick_failed")
        self._outbox.wake()

    async def watch(self, stopping: asyncio.Event) -> None:
        """Set the ticker anew when three ticks were missed, by a clock that no one can turn back."""
        while not stopping.is_set():
            if time.monotonic() - self._last > MISSED_TICKS * self._seconds + 1:
                log.warning("ticker_set_anew")
                self._last = time.monotonic()
                self._add()
            await pause(stopping, self._seconds)


async def pause(stopping: asyncio.Event, seconds: float) -> None:
    """Wait so long, or until we are told to stop."""
    try:
        await asyncio.wait_for(stopping.wait(), seconds)
    except TimeoutError:
        return


def command_lists(languages: Languages) -> dict[str, dict[str, str]]:
    """The commands' descriptions by language; '' (any other phone) reads English."""
    lists = {
        language: {name: languages.render(words, language) for name, words in DESCRIPTIONS.items()}
        for language in LANGUAGES
    }
    return lists | {"": lists["en"]}


async def serve(
    engine: Engine,
    settings: Settings,
    languages: Languages,
    now: Callable[[], datetime],
    listening: socket.socket | None = None,
    *,
    worker: bool = True,
) -> None:
    """Run until SIGTERM or SIGINT; what is under way ends within seconds. `listening`: where the pages are served."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    if worker:
        await work(engine, settings, languages, now, stopping, listening)
    elif listening is not None:
        await serve_alone(engine, settings, languages, now, listening, stopping)


async def work(
    engine: Engine,
    settings: Settings,
    languages: Languages,
    now: Callable[[], datetime],
    stopping: asyncio.Event,
    listening: socket.socket | None = None,
) -> None:
    """Poll, drain and tick until told to stop; and serve the pages where they are served."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # python-telegram-bot: seconds to wait come as timedelta
    notices = NoticeChannel()
    web = WebChannel()
    channels: dict[str, Channel] = {notices.name: notices, web.name: web}
    with transaction(engine) as session:
        remember_zone(session, settings.study_timezone)
        set_team_routes(session, [url.get_secret_value() for url in settings.notice_urls], now())
    telegram: TelegramChannel | None = None
    if settings.telegram_bot_token is not None:
        telegram = TelegramChannel(settings.telegram_bot_token.get_secret_value(), settings.telegram_api_url)
        await telegram.start()
        channels[telegram.name] = telegram
    pulse = Pulse(time.monotonic, [TICK, DRAIN, *([POLL] if telegram is not None else [])])
    outbox = Outbox(engine, channels, languages, settings.ambient, now, time.monotonic, lambda: pulse.beat(DRAIN))
    ticker = Ticker(engine, outbox, settings.tick_seconds, now, lambda: pulse.beat(TICK))
    ticker.start()
    loop = asyncio.get_running_loop()

    def wake() -> None:
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(outbox.wake)

    auditor = auditor_of(engine, settings, languages, now, pulse, wake)
    auditor.start()
    # The word tables are compiled when first searched: now, beside the rest, not at the first message.
    running = [outbox.run(stopping), ticker.watch(stopping), asyncio.to_thread(red_flags.find, "好")]
    if settings.export_folder is not None:
        running.append(Nightly(engine, settings.export_folder, settings.export_at, settings.zone, now).run(stopping))
    if listening is not None:
        pages = app(engine, settings, languages, outbox.wake, now)
        running.append(serve_pages(pages, listening, stopping))
    if telegram is not None:
        poller = Poller(telegram, engine, outbox, languages, now, lambda: pulse.beat(POLL))
        fetcher = Fetcher(engine, telegram, now, outbox.wake)
        running += [poller.run(stopping), fetcher.run(stopping), _introduce(telegram, languages, stopping)]
    log.info("running", telegram=telegram is not None)
    try:
        await asyncio.gather(*running)
    finally:
        auditor.stop()
        ticker.stop()
        if telegram is not None:
            await telegram.stop()
    log.info("stopped")


def auditor_of(
    engine: Engine,
    settings: Settings,
    languages: Languages,
    now: Callable[[], datetime],
    pulse: Pulse,
    wake: Callable[[], None],
) -> Auditor:
    """The auditor of this process: a thread that shares nothing with the loops but their pulse."""
    around = settings.ambient
    folder = Path(engine.url.database or ".").resolve().parent if is_sqlite(engine) else None
    url = settings.heartbeat_url
    return Auditor(
        engine,
        pulse,
        Limits(settings.tick_seconds, folder),
        settings.study_timezone,
        lambda words, language: languages.render(words, language, around),
        now,
        deliver,
        url.get_secret_value() if url is not None else None,
        wake=wake,
    )


async def _introduce(telegram: TelegramChannel, languages: Languages, stopping: asyncio.Event) -> None:
    """Register the command lists, when Telegram can be reached; until then, nothing depends on it."""
    while not stopping.is_set():
        try:
            await telegram.introduce(command_lists(languages))
        except TelegramError as error:
            log.warning("commands_not_registered", error=type(error).__name__)
            await pause(stopping, 30)
        else:
            return
