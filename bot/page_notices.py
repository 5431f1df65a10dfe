"""Pages by notice: that something worries, in one short text, to the own routes of who is paged and to the team's.

Code, severity, what the rules are called, and the way to the console; no answer and no word of the participant. It
leaves beside the page itself, at once.
"""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from bot import links
from bot.body import Body, to_json
from bot.models import Escalation, Message, Participant, Staff
from bot.pages import SEVERITIES, titles_of
from bot.post import EMERGENCY, REPLY
from bot.routes import drop_waiting, own_route, put, team_routes
from bot.staff_notices import OPEN
from conversations.text import Listed, _


def send_notices(session: Session, escalation: Escalation, people: Collection[Staff], ref: str, now: datetime) -> None:
    """Tell the people who are paged now by their own routes, and the team by its routes, once each."""
    priority = EMERGENCY if escalation.severity == "emergency" else REPLY
    for person in people:
        if (route := own_route(session, person, now)) is not None:
            drop_waiting(session, route, escalation)
            put(session, _notice(session, escalation, person, f"{ref}:{person.id}", now), [route], priority)
    routes = team_routes(session)
    for route in routes:
        drop_waiting(session, route, escalation)
    if routes:
        put(session, _notice(session, escalation, None, f"{ref}:team", now), routes, priority)


def _notice(session: Session, escalation: Escalation, person: Staff | None, ref: str, now: datetime) -> Message:
    participant = session.get(Participant, escalation.participant_id)
    assert participant is not None
    # Who reads the team's notices is not known: they say no more than everybody on the staff may read.
    reader = person or Staff(name="", role="coordinator", language="", created_at=now)
    says = [
        _(
            "{severity} · {code}: {titles}",
            severity=SEVERITIES[escalation.severity],
            code=participant.code,
            titles=Listed(tuple(titles_of(session, escalation, reader))),
        )
    ]
    if person is not None and links.url_of(session, person, "") is not None:
        says.append(OPEN)
    return Message(
        key=f"notice:{escalation.id}:{ref}",
        at=now,
        kind="notice",
        escalation_id=escalation.id,
        body=to_json(Body(tuple(says))),
    )


def is_needless(session: Session, message: Message) -> bool:
    """Somebody has taken it over since it was written, or closed it. What is about no escalation is never needless."""
    if message.escalation_id is None:
        return False
    escalation = session.get(Escalation, message.escalation_id)
    if escalation is None or escalation.phase == "closed":
        return True
    taken = escalation.acknowledged_at
    return escalation.phase == "held" and taken is not None and taken >= message.at
