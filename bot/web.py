"""The web side put together: the pages, our own static files, health and figures, and what guards them all."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.console.routes import routes as console
from bot.database import is_current
from bot.figures import exposition
from bot.guard import HEADERS, Guard
from bot.languages import LANGUAGES, Languages, negotiate
from bot.phone.routes import Phone
from bot.settings import Settings
from bot.site import STATIC, TAGS, Site
from conversations.text import Text, _

NOT_FOUND = _("This page is not here.")
SAID: dict[int, tuple[Text, Text]] = {
    400: (_("This could not be read."), _("Nothing was changed. Please go back, and try once more.")),
    403: (_("This did not come from our page."), _("Nothing was changed. Please open your own link again.")),
    404: (NOT_FOUND, _("Please open the link that your study team gave you, or ask them for a new one.")),
    405: (_("This cannot be done here."), _("Nothing was changed. Please open your own link again.")),
    413: (
        _("That was too long."),
        _("It is not saved yet. Go back: your words are still there. Please send them in two or three parts."),
    ),
    500: (
        _("Something went wrong on our side."),
        _("What you sent last is not saved. Please go back, and try again in a few minutes."),
    ),
}
"""What happened, and what to do, by HTTP status; any other is said as 500."""


def app(
    engine: Engine,
    settings: Settings,
    languages: Languages,
    outbox_wake: Callable[[], None],
    now: Callable[[], datetime],
) -> Starlette:
    """The application that one web process serves."""
    site = Site(engine, settings, languages, outbox_wake, now, settings.ambient)

    async def healthz(request: Request) -> Response:
        """The process is alive."""
        return PlainTextResponse("ok\n")

    async def readyz(request: Request) -> Response:
        """The database answers, and its tables are those of this version."""
        with suppress(DBAPIError):
            if await site.off_loop(lambda: is_current(engine)):
                return PlainTextResponse("ready\n")
        return PlainTextResponse("not ready: the database\n", 503)

    async def metrics(request: Request) -> Response:
        text, kind = await site.db(lambda session: exposition(session, site.now()))
        return Response(text, media_type=kind)

    async def refused(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        response = error_page(site, request, status)
        if isinstance(error, HTTPException):
            response.headers.update(error.headers or {})
        return response

    async def broken(request: Request, error: Exception) -> Response:
        """Whatever went wrong, nothing was saved, and the page says so. The error goes on to the server's log."""
        response = error_page(site, request, 500)
        response.headers.update({**HEADERS, "cache-control": "no-store"})  # it is made outside the guard
        return response

    return Starlette(
        routes=[
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            Route("/metrics", metrics),
            Mount("/static", StaticFiles(directory=STATIC)),
            *Phone(site).routes(),
            *console(site),
        ],
        middleware=[Middleware(Guard, site=site), Middleware(GZipMiddleware, minimum_size=500)],
        exception_handlers={HTTPException: refused, Exception: broken},
    )


def error_page(site: Site, request: Request, status: int) -> Response:
    """One clear page in both languages, the reader's first: what happened, what to do, 120 and the study phone."""
    first = negotiate(request.headers.get("accept-language"))
    order = (first, *(language for language in LANGUAGES if language != first))
    return site.page(
        "error.html", first, status, order=order, say=site.words, tags=TAGS, said=SAID.get(status, SAID[500])
    )
