"""The participant's page over HTTP: opening it changes nothing; every form is one message to `inbox.receive`."""

import hashlib
import json
from dataclasses import dataclass

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot import inbox, links
from bot.attachments import MEDIA, content_of
from bot.body import Body
from bot.channels import Inbound
from bot.channels.web import NAME
from bot.languages import LANGUAGES, normalise
from bot.models import Attachment, Link, Message, Participant
from bot.phone import newcomers
from bot.phone.card import Alarm, Card, sentences
from bot.phone.view import DAYS, View, mark, view
from bot.pictures import Figure, drawn
from bot.post import body_of
from bot.site import Site, form_of
from conversations.text import Text

LONGEST_TEXT = 10_000
"""Characters that may be written at once."""
MOST_ID = 2**31
YEAR = 400 * 24 * 3600
"""Seconds that a browser keeps a cookie; the trial lasts 392 days."""
TEXT_COOKIE = "anhao-text"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who holds this link: its participant, and whether this browser was let in."""

    link: int
    participant: int
    language: str
    known: bool
    free: bool


class Phone:
    """The routes below `/c/`."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[Route]:
        return [
            Route("/c/{token}", self.open, methods=["GET"]),
            Route("/c/{token}", self.take, methods=["POST"]),
            Route("/c/{token}/news", self.news, methods=["GET"]),
            Route("/c/{token}/text", self.resize, methods=["POST"]),
            Route("/c/{token}/file/{message:int}", self.file, methods=["GET"]),
            Route("/c/{token}/picture/{message:int}", self.picture, methods=["GET"]),
        ]

    async def open(self, request: Request) -> Response:
        """The page. A link that nobody used greets; a browser that is not known is asked who it is."""
        caller = await self._caller(request)
        if not caller.known:
            return await self._door(request, caller)
        return await self._page(request, caller)

    async def news(self, request: Request) -> Response:
        """The page again if it is another one than `since`; else nothing (204)."""
        caller = await self._caller(request)
        if not caller.known:
            raise HTTPException(403)

        def changed(session: Session) -> bool:
            return mark(session, _participant(session, caller)) != request.query_params.get("since")

        return await self._page(request, caller) if await self._site.db(changed) else Response(status_code=204)

    async def take(self, request: Request) -> Response:
        """One form. Sent twice, it counts once; and then the page as it is."""
        form = await form_of(request)
        caller = await self._caller(request)
        if not caller.known:
            return await self._enter(request, caller, form)
        message = await self._message(caller, form)
        if message is not None:
            await self._receive(message)
        return self._back(request)

    async def picture(self, request: Request) -> Response:
        """The picture of a message to this participant, drawn now."""
        caller, site = await self._caller(request), self._site
        if not caller.known:
            raise HTTPException(403)

        def find(session: Session) -> Figure | None:
            body = self._body(session, request, caller)
            return body.picture if body is not None else None

        figure = await site.db(find)
        if figure is None:
            raise HTTPException(404)
        svg = drawn(figure, lambda text: site.words(text, caller.language)).svg()
        return Response(svg, media_type="image/svg+xml")

    async def file(self, request: Request) -> Response:
        """The photo or voice message that came with a message to this participant."""
        caller = await self._caller(request)
        if not caller.known:
            raise HTTPException(403)

        def find(session: Session) -> tuple[bytes, str] | None:
            body = self._body(session, request, caller)
            attachment = session.get(Attachment, body.file) if body is not None and body.file else None
            return (content_of(attachment), MEDIA[attachment.form]) if attachment is not None else None

        found = await self._site.db(find)
        if found is None:
            raise HTTPException(404)
        return Response(found[0], media_type=found[1])

    def _body(self, session: Session, request: Request, caller: Caller) -> Body | None:
        """What a message to this participant holds; None for anybody else's."""
        id = request.path_params["message"]
        message = session.get(Message, id) if id < MOST_ID else None
        mine = message is not None and message.participant_id == caller.participant
        return body_of(message) if message is not None and mine else None

    async def resize(self, request: Request) -> Response:
        """Larger text, or back; remembered by the browser."""
        form = await form_of(request)
        response = self._back(request)
        large = form.get("size") == "large"
        response.set_cookie(
            TEXT_COOKIE, "large" if large else "", max_age=YEAR if large else 0, path="/c/", httponly=True,
            samesite="lax", secure=self._site.is_https,
        )  # fmt: skip
        return response

    async def _caller(self, request: Request) -> Caller:
        token, site = request.path_params["token"], self._site

        def find(session: Session) -> Caller | None:
            link = links.find(session, token, "page")
            if link is None or link.id is None or link.participant_id is None:
                return None
            participant = session.get(Participant, link.participant_id)
            assert participant is not None
            browser = links.browser_of(session, link, request.cookies.get(_cookie(site, link.id)))
            if browser is not None:
                links.seen(browser, site.now())
            free = links.is_free(session, link)
            return Caller(link.id, link.participant_id, participant.language, browser is not None, free)

        caller = await site.db(find)
        if caller is None:
            raise HTTPException(404, "link")
        return caller

    async def _page(self, request: Request, caller: Caller) -> Response:
        site = self._site
        days = request.query_params.get("days", "")

        def read(session: Session) -> View:
            participant = _participant(session, caller)
            return view(session, participant, site.now(), int(days) if days.isdecimal() and len(days) < 4 else DAYS)

        seen = await site.db(read)
        alarm = seen.now if isinstance(seen.now, Alarm) else None
        room = alarm is not None and "all" not in request.query_params
        return site.page(
            "phone/alarm.html" if room else "phone/page.html",
            seen.language,
            last4=seen.last4,
            view=seen,
            alarm=alarm,
            told=sentences(alarm, site.languages, seen.language, site.ambient) if alarm else None,
            card=seen.now if isinstance(seen.now, Card) else None,
            link=_path(request),
            large=request.cookies.get(TEXT_COOKIE) == "large",
            other=_other(seen.language),
        )

    async def _message(self, caller: Caller, form: dict[str, str]) -> Inbound | None:
        """The form as a message; None where nothing was said. Its id is the same however often it is sent."""
        key, tap, text = form.get("key", "")[:80], form.get("tap", ""), form.get("text")
        account = f"participant-{caller.participant}"
        if text is None and not tap:
            return None
        raw = json.dumps({name: normalise(value) for name, value in form.items()}, ensure_ascii=False)
        if text is None:
            return Inbound(NAME, account, _once(account, key, tap[:80]), "tap", tap=tap[:80], raw=raw)
        if len(text) > LONGEST_TEXT:
            raise HTTPException(413)
        words = text.replace("\r\n", "\n").strip()
        if not words:
            return None
        about = form.get("about", "")[:80]
        return Inbound(NAME, account, _once(account, key, about, words), "text", text=words, tap=about, raw=raw)

    async def _receive(self, message: Inbound) -> None:
        site = self._site
        await site.off_loop(lambda: inbox.receive(site.engine, message, site.now(), site.languages))
        site.wake()

    async def _enter(self, request: Request, caller: Caller, form: dict[str, str]) -> Response:
        """The first form from a browser: it begins, or says who it is."""
        site = self._site
        name = _cookie(site, caller.link)
        secret = request.cookies.get(name, "")
        language = form.get("language", "")

        def enter(session: Session) -> newcomers.Entry:
            link = session.get(Link, caller.link, with_for_update=True)
            assert link is not None
            participant = _participant(session, caller)
            if language in LANGUAGES and participant.agreed_at is None:
                participant.language = language
            return newcomers.enter(session, link, participant, secret, form.get("year"), site.now())

        if "start" not in form and "year" not in form:
            return self._back(request)
        entry = await site.db(enter)
        if entry.secret is None:
            return await self._door(request, caller, entry.refusal, 403)
        if entry.begins:
            account = f"participant-{caller.participant}"
            await self._receive(Inbound(NAME, account, _once(account, "start", entry.secret), "start"))
        response = self._back(request)
        _remember(site, response, name, entry.secret)
        return response

    async def _door(self, request: Request, caller: Caller, refusal: Text | None = None, status: int = 200) -> Response:
        """What a browser sees that was not let in: the greeting, or “who are you?”. Nothing that anybody said."""
        site = self._site

        def look(session: Session) -> str:
            link = session.get(Link, caller.link)
            assert link is not None
            return newcomers.door(session, link, site.now())

        wanted = request.query_params.get("language", "")
        language = wanted if wanted in LANGUAGES else caller.language
        response = site.page(
            "phone/door.html",
            language,
            status,
            door=await site.db(look),
            refusal=refusal,
            link=_path(request),
            large=request.cookies.get(TEXT_COOKIE) == "large",
            other=_other(language),
        )
        name = _cookie(site, caller.link)
        if not links.is_secret(request.cookies.get(name, "")):
            _remember(site, response, name, links.new_secret())
        return response

    def _back(self, request: Request) -> RedirectResponse:
        return RedirectResponse(f"{_path(request)}#now", 303)


def _participant(session: Session, caller: Caller) -> Participant:
    participant = session.get(Participant, caller.participant)
    assert participant is not None
    return participant


def _path(request: Request) -> str:
    return f"/c/{request.path_params['token']}"


def _other(language: str) -> str:
    return next(other for other in LANGUAGES if other != language)


def _cookie(site: Site, link: int) -> str:
    """One cookie a link, since a family may share a phone."""
    return site.cookie_name(f"anhao-{link}")


def _remember(site: Site, response: Response, name: str, secret: str) -> None:
    response.set_cookie(name, secret, max_age=YEAR, path="/", httponly=True, samesite="lax", secure=site.is_https)


def _once(account: str, *what: str) -> str:
    """An id that is the same for the same form from the same page; no words can be read from it."""
    said = hashlib.sha256("\0".join(what).encode("utf-8", "replace")).hexdigest()
    return f"{account}:{said[:32]}"
