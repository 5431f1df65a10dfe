"""A browser that is not known yet: the first to send something is let in, any other by the year of birth."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot import links
from bot.apply import waiting
from bot.body import Body
from bot.languages import for_matching
from bot.models import Link, Participant
from bot.on_call import office
from bot.post import say
from conversations.text import Text, _

WRONG = _("That does not fit. Please look at it once more.")


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of it: the secret of a browser that was let in, or why it was not. `begins`: nothing was ever asked,
    so the welcome comes now."""

    secret: str | None
    refusal: Text | None = None
    begins: bool = False


def door(session: Session, link: Link, now: datetime) -> str:
    """What a browser that is not known finds: `begin`, `year` (who are you?), `later` (too many tries) or `ask`
    (only a new link helps)."""
    if links.is_free(session, link):
        return "begin"
    if links.birth_year(session, link) is None or link.wrong_in_all >= links.TRIES_IN_ALL:
        return "ask"
    return "year" if links.may_try(link, now) else "later"


def enter(
    session: Session, link: Link, participant: Participant, secret: str, year: str | None, now: datetime
) -> Entry:
    """Let the browser in, if it may be. `secret` is what its cookie holds already: a lost answer costs nothing."""
    if links.browser_of(session, link, secret) is not None:
        return Entry(secret)
    place = door(session, link, now)
    if place == "year" and year is not None:
        if not links.is_right(session, link, for_matching(year).strip(), now):
            if not links.may_try(link, now):
                _tell_office(session, link, participant, now)
            return Entry(None, WRONG)
    elif place != "begin":
        return Entry(None)
    links.open_address(session, participant, now)
    begins = participant.agreed_at is None and waiting(session, participant) is None
    return Entry(links.bind(session, link, now, secret if links.is_secret(secret) else ""), begins=begins)


def _tell_office(session: Session, link: Link, participant: Participant, now: datetime) -> None:
    """A coordinator should know that somebody else may hold the link."""
    words = _(
        "Somebody opened the link of {code} on another phone and gave a wrong year of birth {count} times. They were "
        "not let in. Please ask {code} whether the link was passed on, and make a new one if so.",
        code=participant.code,
        count=link.wrong_in_all,
    )
    for person in office(session):
        say(session, person, "staff", f"wrong:{link.id}:{link.wrong_in_all}:{person.id}", Body((words,)), now)
