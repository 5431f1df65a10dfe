"""The pages served over HTTP, by uvicorn, until told to stop. No access log: the paths hold secrets."""

import asyncio
import contextlib
import os
import socket
from collections.abc import Callable, Generator
from datetime import datetime

import structlog
import uvicorn
from sqlalchemy import Engine
from starlette.applications import Starlette

from bot.languages import Languages
from bot.record import NotDone
from bot.settings import Settings
from bot.web import app

GRACE_SECONDS = 3
"""How long requests under way may take once we are told to stop."""
KEEP_ALIVE_SECONDS = 20
"""Longer than the page waits between two looks for news."""

log = structlog.get_logger()


def listen(settings: Settings) -> socket.socket:
    """The port, ours from now on. Raises NotDone where it cannot be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=512)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else type(error).__name__
        raise NotDone(
            f"PORT {settings.port} on HOST {settings.host} cannot be used: {why}; nothing was started"
        ) from None


class _Server(uvicorn.Server):
    """Leaves the signals to whoever started us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


async def serve_pages(pages: Starlette, listening: socket.socket, stopping: asyncio.Event) -> None:
    """Answer requests until told to stop."""
    config = uvicorn.Config(
        pages,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve([listening]))
    waiting = asyncio.create_task(stopping.wait())
    await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    waiting.cancel()
    await serving


async def serve_alone(
    engine: Engine,
    settings: Settings,
    languages: Languages,
    now: Callable[[], datetime],
    listening: socket.socket,
    stopping: asyncio.Event,
) -> None:
    """`anhao web`: the pages without poll, drain and tick, which a worker does; it looks every second."""
    log.info("serving", host=settings.host, port=settings.port)
    await serve_pages(app(engine, settings, languages, lambda: None, now), listening, stopping)
    log.info("stopped")
