"""The pages over a real socket, for a real browser."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn

from bot.web import app
from tests.talk import Service
from tests.web.browsing import settings

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@asynccontextmanager
async def served(service: Service, **values: Any) -> AsyncIterator[str]:
    """The address at which the pages of this service are served, until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        known = settings(public_url=address, **values)
        web = app(service.engine, known, service.languages, service.outbox.wake, lambda: service.now)
        server = uvicorn.Server(uvicorn.Config(web, log_config=None, lifespan="off"))
        running = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield address
        finally:
            server.should_exit = True
            await running
