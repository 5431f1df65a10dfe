"""A participant lives by another clock from now on: the same hour there, and never two questions close together.

What comes next is planned anew: at least 20 hours lie between two daily questions, and no study day is asked twice.
"""

from datetime import datetime, timedelta
from zoneinfo import available_timezones

from sqlmodel import Session, col, select

from bot.body import Body
from bot.models import Act, CheckIn, Participant
from bot.on_call import office
from bot.planning import recompute_next_due
from bot.post import say
from conversations.text import _, verbatim

APART = timedelta(hours=20)
"""Two daily questions are at least so far apart, wherever the participant goes (fault 15)."""
OFFERED = (
    "Asia/Shanghai", "Asia/Tokyo", "Asia/Singapore", "Asia/Dubai", "Europe/London", "Europe/Paris", "America/New_York",
    "America/Los_Angeles", "Australia/Sydney",
)  # fmt: skip
"""The zones that are offered to tap; any other can be typed."""
LONGEST = 40


def zone_named(words: str) -> str | None:
    """The zone that these words name, in whatever case, with a space for the underscore; None for no zone.

    >>> zone_named("america/new york"), zone_named("Mars/Base")
    ('America/New_York', None)
    """
    wanted = words.strip().replace(" ", "_").casefold()
    return next((zone for zone in available_timezones() if zone.casefold() == wanted), None)


def move(session: Session, participant: Participant, zone: str, now: datetime) -> None:
    """From now on the hour is that of this zone. The office is told."""
    before, participant.zone = participant.zone, zone
    last = session.exec(
        select(CheckIn.due_at)
        .where(CheckIn.participant_id == participant.id, CheckIn.questionnaire == "daily")
        .order_by(col(CheckIn.due_at).desc())
    ).first()
    participant.not_before = last + APART if last is not None else None
    session.add(
        Act(at=now, by=participant.code, action="time zone", object="participant", object_id=participant.id,
            detail=f"{before} to {zone}")
    )  # fmt: skip
    recompute_next_due(session, participant, now)
    words = _("{code} lives by another clock now: {zone}.", code=participant.code, zone=verbatim(zone))
    for person in office(session):
        say(session, person, "staff", f"moved:{participant.id}:{now.isoformat()}:{person.id}", Body((words,)), now)
