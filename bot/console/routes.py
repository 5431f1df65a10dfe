"""The addresses of the console, and who may open which room."""

import asyncio

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.bot_name import learn
from bot.console import (
    data_out,
    day,
    escalation_acts,
    escalation_more,
    invite_page,
    language,
    people,
    person_page,
    roster_page,
)
from bot.console.day import MAY_ADD
from bot.console.entrance import Endpoint, Work, opening, room
from bot.console.visitor import Form, Visitor, pulse
from bot.site import Site


def routes(site: Site) -> list[Route]:
    """All of them, below `/console/<link>`."""
    here = "/console/{token}"
    one, person = here + "/escalations/{id:int}", here + "/participants/{code}"
    invites = here + "/invites/{sealed}"
    get, post = ["GET"], ["POST"]
    return [
        Route(here, room(site, home), methods=get),
        Route(here + "/open", opening(site), methods=post),
        Route(here + "/language", room(site, language.switch), methods=post),
        Route(here + "/pulse", room(site, beat), methods=get),
        Route(here + "/escalations", room(site, escalation_acts.show), methods=get),
        Route(one, room(site, escalation_acts.show), methods=get),
        Route(one + "/acknowledge", room(site, escalation_acts.acknowledge), methods=post),
        Route(one + "/take", room(site, escalation_acts.take_over), methods=post),
        Route(one + "/write", room(site, escalation_acts.write), methods=post),
        Route(one + "/close", room(site, escalation_acts.close), methods=post),
        Route(one + "/note", room(site, escalation_more.note), methods=post),
        Route(one + "/give", room(site, escalation_more.give), methods=post),
        Route(one + "/undo", room(site, escalation_more.undo), methods=post),
        Route(one + "/serious", room(site, escalation_more.serious), methods=post),
        Route(one + "/settle", room(site, escalation_more.settle), methods=post),
        Route(here + "/day", room(site, day.show), methods=get),
        Route(here + "/roster", room(site, roster_page.show), methods=get),
        Route(here + "/roster", room(site, roster_page.enter, roster_page.MAY_SET), methods=post),
        Route(here + "/weeks/{page:int}.svg", room(site, day.weeks), methods=get),
        Route(here + "/data", room(site, data_out.show, data_out.MAY_EXPORT), methods=get),
        Route(here + "/data/file", data_out.download(site), methods=post),
        Route(here + "/participants", room(site, people.show), methods=get),
        Route(here + "/participants/new", room(site, people.blank, MAY_ADD), methods=get),
        Route(here + "/participants/new", _named(site, people.add), methods=post),
        Route(person + "/invite", _named(site, people.invite), methods=post),
        Route(person, room(site, person_page.show), methods=get),
        Route(here + "/files/{id:int}", room(site, person_page.file), methods=get),
        Route(person + "/course.svg", room(site, person_page.picture), methods=get),
        Route(person + "/number", room(site, person_page.number), methods=post),
        Route(person + "/write", room(site, person_page.write), methods=post),
        Route(person + "/allocate", room(site, people.allocate, people.MAY_ALLOCATE), methods=post),
        Route(invites, room(site, invite_page.show, MAY_ADD), methods=get),
        Route(invites + "/{what}.svg", room(site, invite_page.code, MAY_ADD), methods=get),
    ]


def _named(site: Site, work: Work) -> Endpoint:
    """An act that ends in an invite: the bot's name, which the Telegram link holds, is learnt first."""
    inside = room(site, work, MAY_ADD)

    async def endpoint(request: Request) -> Response:
        await asyncio.to_thread(learn, site.engine, site.settings)
        return await inside(request)

    return endpoint


def home(here: Visitor, request: Request, form: Form) -> Response:
    """Where each role begins."""
    return here.go("/day" if here.is_coordinator else "/escalations")


def beat(here: Visitor, request: Request, form: Form) -> Response:
    """A few letters that change when the list does."""
    return PlainTextResponse(pulse(here.session))
