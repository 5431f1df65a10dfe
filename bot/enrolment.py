"""Participants come in: enrolled under a study code, with an invite that works once; who they are is kept apart."""

import re
import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import available_timezones

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from bot import invites, links
from bot.languages import LANGUAGES
from bot.models import Identity, Invite, Participant, Staff
from bot.planning import recompute_next_due
from bot.record import Author, NotDone
from conversations import trial
from conversations.schedule import local_day

CODE = re.compile(r"[A-Za-z0-9._-]{1,20}", re.ASCII)
AGES = (18, 80)
"""Ages at enrolment (trial listing), first and last included; a year of birth tells no more than the year."""
WEIGHTS_KG = (Decimal(25), Decimal(250))
SEXES, TPMT = ("f", "m"), ("normal", "mutation")
LEFT = ("withdrawn", "completed", "died", "lost")
"""Statuses from which nobody comes back."""
FAR_YEARS = 10
"""A start further from today than this is a slip of the pen."""

_NOTIFY = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of a participant who is to be enrolled. Without arm and start: a candidate."""

    code: str
    language: str
    zone: str = "Asia/Shanghai"
    arm: str | None = None
    start: date | None = None
    hour: time = trial.DEFAULT_HOUR
    sex: str | None = None
    birth_year: int | None = None
    weight_kg: Decimal | None = None
    tpmt: str | None = None
    phone: str | None = None
    emergency_contact: str | None = None
    notify: str | None = None
    hbv_core_positive: bool = False
    infertile: bool = False


def enrol(session: Session, candidate: Candidate, author: Author) -> tuple[Participant, str]:
    """The new participant, and the payload of the invite: it is shown now and never again. Raises NotDone."""
    _check(candidate, author.now)
    if session.exec(select(Participant.id).where(Participant.code == candidate.code)).first() is not None:
        raise NotDone(f"{candidate.code}: there is a participant with this code already")
    participant = Participant(
        code=candidate.code,
        status="active" if candidate.arm else "candidate",
        arm=candidate.arm,
        start=candidate.start,
        end=trial.end_of(candidate.start) if candidate.start else None,
        language=candidate.language,
        zone=candidate.zone,
        hour=candidate.hour.replace(second=0, microsecond=0),
        sex=candidate.sex,
        weight_kg=format(candidate.weight_kg.normalize(), "f") if candidate.weight_kg else None,
        tpmt=candidate.tpmt,
        hbv_core_positive=candidate.hbv_core_positive,
        infertile=candidate.infertile,
        created_at=author.now,
    )
    session.add(participant)
    try:
        session.flush()
    except IntegrityError:
        raise NotDone(f"{candidate.code}: somebody entered this code at the same moment") from None
    assert participant.id is not None
    session.add(
        Identity(
            participant_id=participant.id,
            phone=candidate.phone,
            emergency_contact=candidate.emergency_contact,
            notify=candidate.notify,
            birth_year=str(candidate.birth_year) if candidate.birth_year else None,
        )
    )
    author.record(session, "enrol", "participant", participant.id, _kept(candidate))
    recompute_next_due(session, participant, author.now)
    return participant, new_link(session, participant, author.now)


def invite(session: Session, code: str, author: Author) -> tuple[Participant, str]:
    """A new invite; older unused ones of this participant no longer work. Raises NotDone."""
    participant = participant_of(session, code)
    if participant.status in LEFT:
        raise NotDone(f"{code}: is {participant.status}, and is asked nothing more")
    author.record(session, "invite", "participant", participant.id)
    return participant, new_link(session, participant, author.now)


def allocate(session: Session, code: str, arm: str, start: date, author: Author) -> Participant:
    """A candidate's allocation, made elsewhere: who has agreed is asked from the start on. Raises NotDone."""
    participant = participant_of(session, code)
    if participant.status != "candidate" or participant.arm is not None:
        raise NotDone(f"{code}: is not a candidate, or has an arm already")
    _among("arm", arm, trial.ARMS)
    _check_start(start, local_day(author.now, participant.zone))
    participant.status, participant.arm = "active", arm
    participant.start, participant.end = start, trial.end_of(start)
    author.record(session, "allocate", "participant", participant.id, f"{arm} from {start}")
    recompute_next_due(session, participant, author.now)
    return participant


def participant_of(session: Session, code: str) -> Participant:
    """The participant with this code, locked until the transaction ends. Raises NotDone."""
    found = session.exec(select(Participant).where(Participant.code == code).with_for_update()).first()
    if found is None:
        raise NotDone(f"{code}: there is no participant with this code")
    return found


def new_link(session: Session, person: Participant | Staff, now: datetime) -> str:
    """The payload of a fresh invite of this person, who has no other from now on; and a new link to the web."""
    cut_links(session, person, now)
    links.issue(session, person, now)
    taken = set(session.exec(select(Invite.selector)))
    fresh = invites.new_invite(secrets.token_bytes)
    while fresh.selector in taken:
        fresh = invites.new_invite(secrets.token_bytes)
    session.add(
        Invite(
            selector=fresh.selector,
            secret_hash=invites.hash_secret(fresh.secret, secrets.token_bytes(invites.SALT_BYTES)),
            participant_id=person.id if isinstance(person, Participant) else None,
            staff_id=person.id if isinstance(person, Staff) else None,
            created_at=now,
            expires_at=now + invites.VALID_FOR,
        )
    )
    session.flush()
    return fresh.payload


def cut_links(session: Session, person: Participant | Staff, now: datetime) -> None:
    """Unused invites of this person no longer work."""
    owner = Invite.participant_id if isinstance(person, Participant) else Invite.staff_id
    for old in session.exec(select(Invite).where(owner == person.id, col(Invite.used_at).is_(None))).all():
        old.expires_at = min(old.expires_at, now)


def _check(candidate: Candidate, now: datetime) -> None:
    """Raises NotDone with the first thing that is wrong."""
    c, low, high = candidate, trial.EARLIEST_HOUR, trial.LATEST_HOUR
    if not CODE.fullmatch(c.code):
        raise NotDone("a code has 1 to 20 letters A-Z a-z, digits, dots, underscores and dashes")
    _among("language", c.language, LANGUAGES)
    if c.zone not in available_timezones() or c.zone in ("localtime", "Factory"):
        raise NotDone("the time zone must be a known IANA zone, such as Asia/Shanghai")
    if not low <= c.hour <= high:
        raise NotDone(f"the hour of the check-in must be from {low:%H:%M} to {high:%H:%M}")
    _among("arm", c.arm, trial.ARMS)
    if (c.arm is None) != (c.start is None):
        raise NotDone("an arm needs a start date and a start date an arm; without both it is a candidate")
    today = local_day(now, c.zone)
    if c.start is not None:
        _check_start(c.start, today)
    _among("sex", c.sex, SEXES)
    if c.birth_year is not None and not AGES[0] <= today.year - c.birth_year <= AGES[1]:
        raise NotDone(f"the age at enrolment must be from {AGES[0]} to {AGES[1]} years")
    if c.weight_kg is not None and not WEIGHTS_KG[0] <= c.weight_kg <= WEIGHTS_KG[1]:
        raise NotDone(f"the weight must be from {WEIGHTS_KG[0]} to {WEIGHTS_KG[1]} kg")
    _among("TPMT result", c.tpmt, TPMT)
    for name, number in (("phone", c.phone), ("emergency contact", c.emergency_contact)):
        if number is not None and not is_number(number):
            raise NotDone(f"the {name} must hold a telephone number")
    if c.notify is not None and not is_notice_address(c.notify):
        raise NotDone("the notice address must be an Apprise URL (name://…)")


def _check_start(start: date, today: date) -> None:
    if abs(start.year - today.year) > FAR_YEARS:
        raise NotDone(f"the start {start} is more than {FAR_YEARS} years away")


def is_number(text: str) -> bool:
    """Whether somebody could be phoned there."""
    return len(text) <= 60 and text.isprintable() and sum(letter.isdecimal() for letter in text) >= 3


def is_notice_address(text: str) -> bool:
    """Whether this is written as an Apprise URL."""
    return _NOTIFY.fullmatch(text) is not None


def _among(name: str, value: str | None, allowed: tuple[str, ...]) -> None:
    if value is not None and value not in allowed:
        raise NotDone(f"the {name} must be {' or '.join(allowed)}")


def _kept(candidate: Candidate) -> str:
    """What was entered, without who it is."""
    known = replace(candidate, phone=None, emergency_contact=None, notify=None, birth_year=None)
    return repr(known)
