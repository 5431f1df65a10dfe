"""The way in: a link, the browser that opened it, a role; and the pages for whoever is not let in.

Opening a link (GET) uses nothing up. The first browser whose “Open” is pressed is known by a cookie from then on, and
the link opens in no other. Where everything is a demonstration, every browser is let in.
"""

from collections.abc import Awaitable, Callable

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from bot import acts, links
from bot.console.form_keys import is_ours, led_to, new_key, taken
from bot.console.visitor import Form, Missing, Visitor
from bot.ladders import page_newcomer
from bot.languages import negotiate
from bot.models import Link, Staff
from bot.site import Site, form_of
from conversations.schedule import DAY

EVERYBODY = ("doctor", "coordinator", "investigator")
COOKIE_SECONDS = 400 * 24 * 60 * 60
"""As long as browsers keep a cookie at most; a study takes 56 weeks."""

Work = Callable[[Visitor, Request, Form], Response]
"""What a room does, in one transaction."""
Endpoint = Callable[[Request], Awaitable[Response]]


def room(site: Site, work: Work, roles: tuple[str, ...] = EVERYBODY) -> Endpoint:
    """A page of the console as an endpoint: `work` is called in one transaction, for these roles only."""

    async def endpoint(request: Request) -> Response:
        form = await form_of(request) if request.method == "POST" else {}
        response = await site.db(lambda session: _answer(site, session, request, form, work, roles))
        if request.method == "POST":
            site.wake()
        return response

    return endpoint


def opening(site: Site) -> Endpoint:
    """“Open” was pressed: this browser is let in, if the link is still free."""

    async def endpoint(request: Request) -> Response:
        await form_of(request)
        return await site.db(lambda session: _open(site, session, request))

    return endpoint


def _answer(
    site: Site,
    session: Session,
    request: Request,
    form: Form,
    work: Work,
    roles: tuple[str, ...],
) -> Response:
    link, staff = _whose(session, request)
    if link is None or staff is None:
        return _not_open(site, request)
    here = _visitor(site, session, request, link, staff)
    if staff.removed_at is not None:
        if request.method == "POST":
            acts.refused(session, staff, request.url.path.partition(here.token)[2], here.now)
        return _not_open(site, request)
    browser = links.browser_of(session, link, request.cookies.get(_cookie(site, link)))
    if browser is None:
        return _door(here, 403 if request.method == "POST" else 200)
    if here.now - browser.seen_at >= DAY:
        browser.seen_at = here.now
    if staff.role not in roles:
        return here.page("console/refused.html", 403)
    try:
        return _once(here, request, form, work) if request.method == "POST" else work(here, request, form)
    except Missing:
        return here.page("console/missing.html", 404)


def _once(here: Visitor, request: Request, form: Form, work: Work) -> Response:
    """A form has one effect. One that was refused has had none, and may come again with what was mended."""
    key = form.get("key", "")
    if not is_ours(here.link, key):
        return here.page("console/forged.html", 403)
    row = taken(here.session, here.staff, key, request.url.path.rpartition("/")[2][:20], here.now)
    if row is None:
        return Response(status_code=303, headers={"location": led_to(here.session, key)})
    try:
        response = work(here, request, form)
    except Missing:
        here.session.delete(row)
        raise
    if response.status_code == 303:
        row.raw = response.headers["location"]
    else:
        here.session.delete(row)
    return response


def _open(site: Site, session: Session, request: Request) -> Response:
    link, staff = _whose(session, request)
    if link is None or staff is None or staff.removed_at is not None:
        return _not_open(site, request)
    here = _visitor(site, session, request, link, staff)
    session.refresh(link, with_for_update=True)  # two browsers at the same moment: one is first
    name = _cookie(site, link)
    if links.browser_of(session, link, request.cookies.get(name)) is not None:
        return here.go()
    if not _may_open(site, session, link):
        return _door(here, 403)
    response = here.go()
    if staff.joined_at is None:
        staff.joined_at = here.now
        session.flush()
        page_newcomer(session, here.now)
    response.set_cookie(
        name,
        links.bind(session, link, here.now),
        max_age=COOKIE_SECONDS,
        path="/",
        secure=site.is_https,
        httponly=True,
        samesite="lax",
    )
    return response


def _whose(session: Session, request: Request) -> tuple[Link | None, Staff | None]:
    link = links.find(session, request.path_params["token"], "console")
    return link, session.get(Staff, link.staff_id) if link else None


def _visitor(site: Site, session: Session, request: Request, link: Link, staff: Staff) -> Visitor:
    token = request.path_params["token"]
    path = request.url.path.removeprefix(f"/console/{token}")
    if request.method == "POST" and not path.endswith("/new"):  # the page on which the form stood
        path = path.rpartition("/")[0]
    return Visitor(site, session, staff, link, token, site.now(), path, request.query_params)


def _cookie(site: Site, link: Link) -> str:
    """One for each link, so that two people may use one browser."""
    return site.cookie_name(f"console-{link.id}")


def _may_open(site: Site, session: Session, link: Link) -> bool:
    return links.is_free(session, link) or site.settings.is_demo_contact


def _door(here: Visitor, status: int) -> Response:
    """The link is right, and this browser is not known: it may be let in, or another one was."""
    if _may_open(here.site, here.session, here.link):
        return _outside(here.site, "console/door.html", here.staff.language, status, here=here, key=new_key(here.link))
    return _outside(here.site, "console/elsewhere.html", here.staff.language, 403)


def _not_open(site: Site, request: Request) -> Response:
    """Unknown, cut off, of somebody who has left: the same page."""
    return _outside(site, "console/not_open.html", negotiate(request.headers.get("accept-language")), 404)


def _outside(site: Site, template: str, language: str, status: int, **values: object) -> Response:
    return site.page(template, language, status, **values)
