"""The demo's study: made from nothing by simulated people, who live some weeks in virtual time up to now.

What it promises at its end: twelve participants in both arms, one with a check-in that is open now, an emergency that
nobody has taken yet, an urgent matter that a doctor has, and nothing else open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import Session, select

from bot import staff
from bot.bot_name import kept_link
from bot.database import transaction
from bot.enrolment import Candidate, enrol, new_link
from bot.languages import Languages
from bot.links import account_of, issue, open_address, url_of
from bot.models import Identity, Participant, Staff
from bot.prescriptions import prescribe
from bot.record import Author
from bot.rehearsal.cast import CAST, OPEN_NOW, URGENT, Role
from bot.rehearsal.colleagues import Colleague, Duty
from bot.rehearsal.habits import Health
from bot.rehearsal.life import LOOK, Happening, live
from bot.rehearsal.participants import SimulatedParticipant
from bot.rehearsal.people import Person
from bot.settings import Settings
from bot.visits import Given, enter_visit
from conversations.facts import AZATHIOPRINE, CM313
from conversations.schedule import DAY, instant, local_day
from conversations.trial import EARLIEST_HOUR, LATEST_HOUR

SEED = 20260305
HOME, AWAY = "Asia/Shanghai", "America/New_York"
"""Where participants live. Whoever has the open check-in is in New York while it is night in Shanghai."""

DOCTOR, COORDINATOR, INVESTIGATOR = "DEMO 林医生 Dr Lin", "DEMO 陈敏 Chen Min", "DEMO 季教授 Prof Ji"
INJECTIONS = (1, 15)
"""Study days on which CM313 is injected here."""
LAST_STEP = timedelta(minutes=2)
"""The last question is put at least so long before now: the coordinator uses it to look through the list."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When the history ends: `due` is when the last question comes, and in which zone and at which local hour."""

    due: datetime
    zone: str
    hour: time

    @classmethod
    def before(cls, now: datetime) -> "Moment":
        """The last full five minutes, at an hour at which somebody on earth may be asked."""
        latest = now - LAST_STEP
        due = latest - (latest - datetime.min.replace(tzinfo=latest.tzinfo)) % LOOK
        for zone in (HOME, AWAY):
            local = due.astimezone(ZoneInfo(zone)).time()
            if EARLIEST_HOUR <= local <= LATEST_HOUR:
                return cls(due, zone, local)
        raise AssertionError("one of two zones twelve hours apart is awake")

    @property
    def end(self) -> datetime:
        """Before the clock would look once more."""
        return self.due + LAST_STEP


async def seed(
    engine: Engine,
    now: datetime,
    languages: Languages,
    ambient: Mapping[str, str],
    number: int = SEED,
    cast: Sequence[Role] = CAST,
) -> None:
    """Fill an empty database with the demo's study, up to shortly before now."""
    moment = Moment.before(now)
    begin = min(_joins(role, moment) for role in cast) - DAY
    people: list[Person] = []
    happenings: list[Happening] = []
    with transaction(engine) as session:
        people += _staff(session, begin, moment)
        for role in cast:
            people.append(_enrolled(session, role, moment, begin, happenings))
    await live(engine, people, begin, moment.end, number, languages=languages, ambient=ambient, happenings=happenings)


@dataclass(frozen=True, slots=True)
class Door:
    """A way in, to be printed: whose, and the links."""

    whose: str
    links: tuple[str, ...]


def doors(session: Session, settings: Settings, now: datetime) -> list[Door]:
    """The participant whose check-in is open, the doctor, the coordinator; by Telegram too where there is a bot."""
    participant = session.exec(select(Participant).where(Participant.code == OPEN_NOW)).one()
    names = {name: session.exec(select(Staff).where(Staff.name == name)).one() for name in (DOCTOR, COORDINATOR)}
    identity = session.get(Identity, participant.id)
    born = identity.birth_year if identity is not None else None
    people: dict[str, Participant | Staff] = {
        f"A participant's phone 受试者的手机 ({OPEN_NOW}; year of birth, if it asks 出生年份: {born})": participant,
        f"The doctor's console 医生 ({DOCTOR})": names[DOCTOR],
        f"The coordinator's console 协调员 ({COORDINATOR})": names[COORDINATOR],
    }
    found = []
    for whose, person in people.items():
        links = [url_of(session, person, settings.public_url)]
        if settings.telegram_bot_token is not None:
            links.append(kept_link(session, settings, new_link(session, person, now)))
        found.append(Door(whose, tuple(link for link in links if link is not None)))
    return found


def _staff(session: Session, begin: datetime, moment: Moment) -> list[Person]:
    """A doctor, an investigator, a coordinator: they join at the beginning, with their links to the console."""
    off = moment.due - timedelta(minutes=10)
    duties = {
        (DOCTOR, "doctor"): Duty(ends=off, keeps=frozenset({URGENT}), writes=0.6),
        (INVESTIGATOR, "investigator"): Duty(minutes=40, ends=off, keeps=frozenset({URGENT})),
        (COORDINATOR, "coordinator"): Duty(minutes=45, ends=off, clears=moment.due + timedelta(seconds=1)),
    }
    people: list[Person] = []
    for n, ((name, role), duty) in enumerate(duties.items()):
        member, payload = staff.add(session, name, role, Author(begin), language="zh")
        issue(session, member, begin)
        joins = begin + timedelta(minutes=n)
        people.append(Colleague(f"staff-{member.id}", "zh-CN", HOME, payload=payload, joins=joins, duty=duty))
    return people


def _zone(role: Role, moment: Moment) -> str:
    return moment.zone if role.code == OPEN_NOW else HOME


def _starts(role: Role, moment: Moment) -> datetime:
    """The morning of study day 1."""
    zone = _zone(role, moment)
    return instant(local_day(moment.due, zone) - (role.day - 1) * DAY, time(9), zone)


def _joins(role: Role, moment: Moment) -> datetime:
    """Everybody is enrolled in the morning before study day 1."""
    return _starts(role, moment) - timedelta(hours=23)


def _enrolled(
    session: Session, role: Role, moment: Moment, begin: datetime, happenings: list[Happening]
) -> SimulatedParticipant:
    """Enter a participant as a coordinator would, with plans and visits; the person with the phone is returned."""
    zone, starts, joins = _zone(role, moment), _starts(role, moment), _joins(role, moment)
    first = local_day(starts, zone)
    hour = moment.hour if role.code == OPEN_NOW else time.fromisoformat(role.hour)
    candidate = Candidate(
        code=role.code,
        language=role.language,
        zone=zone,
        arm=role.arm,
        start=first,
        hour=hour,
        sex=role.sex,
        birth_year=first.year - role.age,
        weight_kg=role.weight,
        tpmt=role.tpmt if role.arm == AZATHIOPRINE else None,
    )
    author, doctor = Author(begin, COORDINATOR), Author(begin, DOCTOR)
    participant, _ = enrol(session, candidate, author)
    issue(session, participant, begin)
    for day, mg in role.taper.items():
        prescribe(session, role.code, "prednisone", (Decimal(mg),), first + (day - 1) * DAY, doctor, Decimal(5))
    if role.arm == AZATHIOPRINE:
        prescribe(session, role.code, "azathioprine", (Decimal(role.azathioprine),), first, doctor, Decimal(50))
    if role.arm == CM313:
        happenings += [
            (starts + (day - 1) * DAY, partial(_injected, role.code)) for day in INJECTIONS if day <= role.day
        ]
    happenings.append((joins, partial(_page_opens, role.code)))
    return SimulatedParticipant(
        account_of(participant),
        {"zh": "zh-CN", "en": "en"}[role.language],
        zone,
        payload="",
        joins=joins + timedelta(seconds=20),
        hour=f"{hour:%H:%M}",
        health=Health(starts, role.burden, areas=role.areas),
        habits=role.habits,
        errands=[(moment.due - before, complaint) for before, complaint in role.complaints],
        absent=_absent(role, moment),
        well_from=moment.due - 2 * DAY,
        rests_from=moment.due,
    )


def _absent(role: Role, moment: Moment) -> list[tuple[datetime, datetime]]:
    return [(moment.due - role.silent_from, moment.end)] if role.silent_from is not None else []


def _page_opens(code: str, session: Session, now: datetime) -> None:
    """The participant's page becomes an address, as it does when its link is first used."""
    open_address(session, session.exec(select(Participant).where(Participant.code == code)).one(), now)


def _injected(code: str, session: Session, now: datetime) -> None:
    author, zone = Author(now, COORDINATOR), HOME
    given = Given(Decimal(600), "DEMO-LOT", "DEMO")
    enter_visit(session, code, "injection", local_day(now, zone), author, done=True, given=given)
