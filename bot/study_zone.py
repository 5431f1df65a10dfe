"""The study's own time zone: days and hours of the staff. Written at each start from the settings, read by the rest."""

from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.models import Installation

NAME = "study_timezone"
USUAL = "Asia/Shanghai"


def study_zone(session: Session) -> ZoneInfo:
    """The zone of this installation."""
    kept = session.get(Installation, NAME)
    return ZoneInfo(kept.value if kept else USUAL)


def remember_zone(session: Session, zone: str) -> None:
    """Keep the zone that the settings name."""
    session.merge(Installation(name=NAME, value=zone))
