"""The care team of the tests, and what they look at: who was paged when, and what stands in the database."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, select

from bot import vault
from bot.database import transaction
from bot.models import Act, Address, Escalation, EscalationStep, Identity, Participant, Staff
from bot.planning import recompute_next_due
from tests.talk import Service, Shown, Talk

EMERGENCY, URGENT, CAN_WAIT = "我喘不上气", "发烧38.5度", "伤口流脓"
"""Words that raise an emergency (E01, E03), an urgent matter (U01) and one that can wait for the morning (U04)."""

TEAM = (
    ("Dr Lin", "doctor", "en"),
    ("Dr Wu", "doctor", "en"),
    ("Prof Ji", "investigator", "en"),
    ("陈敏", "coordinator", "zh"),
)


@dataclass
class Team:
    """Two doctors in order of joining, the investigator, and a coordinator who reads Chinese."""

    service: Service
    lin: Talk
    wu: Talk
    ji: Talk
    chen: Talk

    @property
    def everyone(self) -> dict[str, Talk]:
        return {"Lin": self.lin, "Wu": self.wu, "Ji": self.ji, "Chen": self.chen}

    async def over(self, minutes: int, every: int = 5) -> list[tuple[int, str]]:
        """Let time pass and note after how many minutes who was sent a page."""
        seen = {name: len(pages(talk)) for name, talk in self.everyone.items()}
        found: list[tuple[int, str]] = []
        for minute in range(every, minutes + 1, every):
            await self.service.passes(minutes=every)
            for name, talk in self.everyone.items():
                found += [(minute, name)] * (len(pages(talk)) - seen[name])
                seen[name] = len(pages(talk))
        return found

    def paged(self) -> list[str]:
        """Who has a page now."""
        return [name for name, talk in self.everyone.items() if pages(talk)]


def pages(talk: Talk) -> list[Shown]:
    """The pages on a phone, in order."""
    return [shown for shown in talk.screen if shown.text.startswith(("🔴", "🟠", "⚪"))]


def assemble(service: Service) -> Team:
    """Everybody has joined, a second apart. (How they come in is tried elsewhere.)"""
    people = []
    for number, (name, role, language) in enumerate(TEAM):
        people.append(join(service, name, role, language, service.now - timedelta(seconds=len(TEAM) - number)))
    return Team(service, *people)


def join(service: Service, name: str, role: str = "doctor", language: str = "en", at: datetime | None = None) -> Talk:
    """A member of staff who has an account already."""
    at = at or service.now
    with transaction(service.engine) as session:
        staff = Staff(name=name, role=role, language=language, created_at=at, joined_at=at)
        session.add(staff)
        session.flush()
        assert staff.id is not None
        return Talk(service, _account(service, session, language, staff_id=staff.id), "", language, staff.id)


def patient(service: Service, code: str = "P-012", *, language: str = "zh", **values: object) -> Talk:
    """A participant who has agreed to be asked, with 30 mg of prednisone a day."""
    fields: dict[str, object] = {
        "status": "active", "arm": "cm313", "start": date(2026, 3, 1), "end": date(2027, 3, 27), "language": language,
        "zone": "Asia/Shanghai", "hour": time(20), "created_at": service.now, "agreed_at": service.now,
    } | values  # fmt: skip
    with transaction(service.engine) as session:
        person = Participant(code=code, **fields)
        session.add(person)
        session.flush()
        assert person.id is not None
        session.add(Identity(participant_id=person.id))
        locale = {"zh": "zh-hans", "en": "en"}[language]
        talk = Talk(service, _account(service, session, language, participant_id=person.id), "", locale, person.id)
    service.plans(talk, "prednisone", "30", date(2026, 3, 1))
    with transaction(service.engine) as session:
        recompute_next_due(session, session.get_one(Participant, talk.id), service.now)
    return talk


def _account(service: Service, session: Session, language: str, **owner: int) -> str:
    account = f"9{secrets.randbelow(10**8):08}"
    blind = vault.opened().blind(f"telegram:{account}", "address")
    session.add(
        Address(channel="telegram", blind=blind, value=account, language=language, created_at=service.now, **owner)
    )
    return account


def escalations(service: Service) -> list[Escalation]:
    with transaction(service.engine) as session:
        return list(session.exec(select(Escalation).order_by(col(Escalation.id))))


def steps(service: Service) -> list[EscalationStep]:
    with transaction(service.engine) as session:
        return list(session.exec(select(EscalationStep).order_by(col(EscalationStep.id))))


def acts(service: Service, action: str) -> list[Act]:
    with transaction(service.engine) as session:
        return list(session.exec(select(Act).where(Act.action == action).order_by(col(Act.id))))


def remove(service: Service, talk: Talk) -> None:
    """An operator takes this person off the staff, by hand in the database: the account stays open."""
    with transaction(service.engine) as session:
        staff = session.get(Staff, talk.id)
        assert staff is not None
        staff.removed_at = service.now
