"""`/invite CODE`: a fresh invite, as codes to scan. The old one, and the old page link, stop working."""

from bot import enrolment, links
from bot.bot_name import bot_link
from bot.invites import VALID_FOR
from bot.models import Participant
from bot.pictures.qr import QrCode
from bot.record import Author, NotDone
from bot.staff_desk import Desk
from bot.wording_staff import cannot
from conversations.schedule import local_day
from conversations.text import _


def make(desk: Desk, person: Participant, _rest: str) -> None:
    """The page link as a code, and where the bot's name is known the Telegram link as another."""
    try:
        with desk.session.begin_nested():
            author = Author(desk.now, desk.staff.name)
            _person, payload = enrolment.invite(desk.session, person.code, author)
    except NotDone:
        desk.tell(cannot(person))
        return
    until = local_day(desk.now + VALID_FOR, person.zone)
    desk.tell(
        _(
            "{code}: a new invite. Older ones, the old page link and the browser in which it was open stop working.",
            code=person.code,
        )
    )
    path = links.url_of(desk.session, person, "")
    if path is not None:
        page = _(
            "{code}: the page on their own phone, without an app. Let them scan it, and open it there.",
            code=person.code,
        )
        desk.tell(page, picture=QrCode("{public_url}" + path), part="page")
    telegram = bot_link(desk.session, payload)
    if telegram is not None:
        words = _("{code}: Telegram. Works once, until {date}.", code=person.code, date=until)
        desk.tell(words, picture=QrCode(telegram), part="telegram")
