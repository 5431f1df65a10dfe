"""A person's own link to the web: made with an invite, looked up by a blind index, bound to the browsers that use it.

Opening it (GET) uses nothing up. The first browser that sends something is known from then on by a cookie; another
one is let in when the year of birth was told rightly. A new link cuts off the old one and its browsers.
"""

import hmac
import re
import secrets
from datetime import datetime, timedelta
from typing import Literal

from sqlmodel import Session, col, select

from bot.models import Address, Browser, Identity, Link, Participant, Staff
from bot.vault import opened

Kind = Literal["page", "console"]
PATHS: dict[Kind, str] = {"page": "c", "console": "console"}
TOKEN_BYTES = 20
"""160 bits; in the address 27 letters."""
LONGEST_TOKEN = 64
SECRET = re.compile(r"[A-Za-z0-9_-]{27}", re.ASCII)
SEEN_EVERY = timedelta(hours=1)
TRIES, TRIES_IN = 5, timedelta(hours=1)
"""Wrong years of birth that a link bears in an hour."""
TRIES_IN_ALL = 20
"""Wrong ones after which only a new link helps: there are about sixty years to guess."""


def issue(session: Session, person: Participant | Staff, now: datetime) -> str:
    """The token of a new link of this person; the old one and its browsers no longer work."""
    revoke(session, person, now)
    token = new_secret()
    is_participant = isinstance(person, Participant)
    link = Link(
        kind="page" if is_participant else "console",
        participant_id=person.id if is_participant else None,
        staff_id=None if is_participant else person.id,
        blind=_blind(token, "link"),
        value=token,
        created_at=now,
    )
    session.add(link)
    session.flush()
    return token


def revoke(session: Session, person: Participant | Staff, now: datetime) -> None:
    """The person's link and all browsers that used it are shut out; nothing more is put on that page."""
    for link in _links_of(session, person):
        link.revoked_at = now
        for browser in session.exec(select(Browser).where(Browser.link_id == link.id)).all():
            browser.closed_at = browser.closed_at or now
    address = web_address(session, person)
    if address is not None and address.closed_at is None:
        address.closed_at, address.closed_why = now, "revoked"


def url_of(session: Session, person: Participant | Staff, public_url: str) -> str | None:
    """The whole address of a person's link; None without one."""
    links = _links_of(session, person)
    return url(public_url, "page" if isinstance(person, Participant) else "console", links[-1].value) if links else None


def url(public_url: str, kind: Kind, token: str) -> str:
    return f"{public_url}/{PATHS[kind]}/{token}"


def find(session: Session, token: str, kind: Kind) -> Link | None:
    """The link with this token, unless it was revoked or leads elsewhere."""
    if len(token) > LONGEST_TOKEN:
        return None
    return session.exec(
        select(Link).where(Link.blind == _blind(token, "link"), Link.kind == kind, col(Link.revoked_at).is_(None))
    ).first()


def bind(session: Session, link: Link, now: datetime, secret: str = "") -> str:
    """Let a browser in; the secret for its cookie: the one it holds already, or a new one."""
    assert link.id is not None
    secret = secret or new_secret()
    link.used_at = link.used_at or now
    session.add(Browser(link_id=link.id, blind=_blind(secret, "browser"), created_at=now, seen_at=now))
    session.flush()
    return secret


def new_secret() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def is_secret(text: str) -> bool:
    """Whether a cookie holds what `new_secret` could have made."""
    return SECRET.fullmatch(text) is not None


def seen(browser: Browser, now: datetime) -> None:
    """Remember, to the hour, when a browser was last here."""
    if now - browser.seen_at >= SEEN_EVERY:
        browser.seen_at = now


def browser_of(session: Session, link: Link, secret: str | None) -> Browser | None:
    """The browser with this cookie, if it was let in for this link."""
    if not secret or len(secret) > LONGEST_TOKEN:
        return None
    return session.exec(
        select(Browser).where(
            Browser.blind == _blind(secret, "browser"), Browser.link_id == link.id, col(Browser.closed_at).is_(None)
        )
    ).first()


def is_free(session: Session, link: Link) -> bool:
    """Whether no browser has used the link yet."""
    return link.used_at is None


def birth_year(session: Session, link: Link) -> str | None:
    identity = session.get(Identity, link.participant_id) if link.participant_id else None
    return identity.birth_year if identity else None


def may_try(link: Link, now: datetime) -> bool:
    """Whether the year of birth may be told (again) now."""
    recent = link.wrong if link.wrong_from and now - link.wrong_from < TRIES_IN else 0
    return recent < TRIES and link.wrong_in_all < TRIES_IN_ALL


def is_right(session: Session, link: Link, year: str, now: datetime) -> bool:
    """Whether this is the participant's year of birth; a wrong one is counted. Ask `may_try` first."""
    known = birth_year(session, link)
    if known and hmac.compare_digest(known.encode(), year.encode()):
        link.wrong, link.wrong_from, link.wrong_in_all = 0, None, 0
        return True
    if link.wrong_from is None or now - link.wrong_from >= TRIES_IN:
        link.wrong, link.wrong_from = 0, now
    link.wrong, link.wrong_in_all = link.wrong + 1, link.wrong_in_all + 1
    return False


def web_address(session: Session, person: Participant | Staff) -> Address | None:
    """The person's page as an address to which messages go."""
    owner = Address.participant_id if isinstance(person, Participant) else Address.staff_id
    return session.exec(select(Address).where(owner == person.id, Address.channel == "web")).first()


def open_address(session: Session, participant: Participant, now: datetime) -> Address:
    """From now on what is said to the participant goes to the page too."""
    address = web_address(session, participant)
    if address is None:
        account = account_of(participant)
        address = Address(
            participant_id=participant.id,
            channel="web",
            blind=opened().blind(f"web:{account}", "address"),
            value=account,
            language=participant.language,
            created_at=now,
        )
        session.add(address)
    address.closed_at = address.closed_why = None
    session.flush()
    return address


def account_of(participant: Participant) -> str:
    """What stands for the participant on the web channel."""
    return f"participant-{participant.id}"


def _links_of(session: Session, person: Participant | Staff) -> list[Link]:
    owner = Link.participant_id if isinstance(person, Participant) else Link.staff_id
    found = select(Link).where(owner == person.id, col(Link.revoked_at).is_(None)).order_by(col(Link.id))
    return list(session.exec(found).all())


def _blind(secret: str, what: str) -> str:
    return opened().blind(secret, what)
