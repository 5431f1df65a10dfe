"""The invite to print and hand over: two QR codes in the participant's language, big, with the study phone and 120.

The payload of an invite is nowhere in the database. Its page carries it, sealed, in its own address, so that it can be
loaded again and printed for an hour, by whoever made it; after that a new invite is made.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import segno
from sqlmodel import Session, select
from starlette.requests import Request
from starlette.responses import Response

from bot import invites, links
from bot.bot_name import kept_link
from bot.console.visitor import Form, Missing, Visitor
from bot.models import Invite, Participant
from bot.vault import VaultError, opened
from conversations.text import Text, _

LETTER: dict[str, Text] = {
    "title": _("Your link to the study's questions"),
    "what": _("Every day a short question about your medicine, once a week how you are. It takes a minute or two."),
    "page": _("On your phone, without an app"),
    "page_how": _("Point the camera of your phone, or the scanner of WeChat, at this picture and open the page."),
    "telegram": _("Or in Telegram"),
    "telegram_how": _("Point the camera at this picture, then press Start. Or send the code below to the bot."),
    "page_valid": _("The page link is yours alone: it belongs to the phone on which you first answer."),
    "both_valid": _(
        "Both are yours alone. The Telegram code works once, until {date}. The page belongs to the phone on which you "
        "first answer."
    ),
    "questions": _("For questions:"),
    "emergency": _("In an emergency call"),
    "code": _("Study code {code}"),
}
"""What the letter says, in the participant's language."""

OPEN_FOR = timedelta(hours=1)
PLACE = "console.invite"
MODULE = 6
"""Pixels of a module of the code; it is printed at 4 to 5 cm."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An invite whose page is open."""

    participant: Participant
    payload: str
    row: Invite | None


def sealed(person: Participant, payload: str, now: datetime) -> str:
    """What stands in the address of the page of this invite."""
    plain = json.dumps([person.id, payload, int(now.timestamp())])
    return base64.urlsafe_b64encode(opened().encrypt(plain, PLACE)).decode().rstrip("=")


def show(here: Visitor, request: Request, form: Form) -> Response:
    """The page to print."""
    shown = _shown(here, request)
    if shown is None:
        return here.page("console/invite_over.html", 410, here="participants")
    person, row = shown.participant, shown.row
    used = row is None or row.used_at is not None or row.expires_at <= here.now
    until = row.expires_at.astimezone(ZoneInfo(person.zone)).date() if row else None
    telegram = kept_link(here.session, here.site.settings, shown.payload)
    return here.page(
        "console/invite.html",
        here="participants",
        person=person,
        used=used,
        until=until,
        letter=_letter(person, bool(telegram), until),
        theirs=lambda text: here.site.words(text, person.language),
        spelt=invites.spelt(shown.payload),
        sealed=request.path_params["sealed"],
        telegram=telegram,
        page_link=links.url_of(here.session, person, here.site.settings.public_url),
    )


def _letter(person: Participant, telegram: bool, until: date | None) -> dict[str, Text]:
    valid = LETTER["both_valid" if telegram and until else "page_valid"]
    return LETTER | {
        "valid": Text(valid.id, (("date", until or ""),)),
        "code": Text(LETTER["code"].id, (("code", person.code),)),
    }


def code(here: Visitor, request: Request, form: Form) -> Response:
    """A QR code as an SVG picture: of the page link, or of the Telegram link."""
    shown = _shown(here, request)
    if shown is None:
        raise Missing
    if request.path_params["what"] == "telegram":
        address = kept_link(here.session, here.site.settings, shown.payload)
    else:
        address = links.url_of(here.session, shown.participant, here.site.settings.public_url)
    if address is None:
        raise Missing
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", scale=MODULE, border=4, light="#fff")
    return Response(drawn.getvalue(), media_type="image/svg+xml")


def _shown(here: Visitor, request: Request) -> Shown | None:
    found = _unsealed(request.path_params["sealed"])
    if found is None:
        return None
    id, payload, made = found
    if not made <= here.now.timestamp() <= made + OPEN_FOR.total_seconds():
        return None
    person = here.session.get(Participant, id)
    return Shown(person, payload, _row(here.session, payload)) if person else None


def _unsealed(text: str) -> tuple[int, str, int] | None:
    try:
        plain = opened().decrypt(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), PLACE)
    except (VaultError, binascii.Error, ValueError):
        return None
    id, payload, made = json.loads(plain)
    return id, payload, made


def _row(session: Session, payload: str) -> Invite | None:
    code = invites.parse(payload)
    return session.exec(select(Invite).where(Invite.selector == code.selector)).first() if code else None
