"""The language switch: stored with the person, for the console and for the chat."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.console.visitor import Form, Visitor
from bot.languages import LANGUAGES


def switch(here: Visitor, request: Request, form: Form) -> Response:
    """The other language from now on; back to the page on which it was asked for."""
    if form.get("language") in LANGUAGES:
        here.staff.language = form["language"]
    back = form.get("back", "")
    within = back == here.url() or back.startswith((here.url("/"), here.url("?")))
    return RedirectResponse(back if within and back.isascii() and back.isprintable() else here.url(), 303)
