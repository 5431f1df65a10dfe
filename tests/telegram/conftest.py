"""The whole service on Telegram: the real loops, the real adapter, over HTTP to the strict Bot API double."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from bot import invites, vault
from bot.database import open_database, transaction
from bot.languages import languages
from bot.models import Address, Identity, Invite, Participant, Plan, Staff
from bot.rehearsal import Limits, Phone, TelegramDouble
from bot.running import work
from bot.settings import Settings, load_settings


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def double() -> Iterator[TelegramDouble]:
    with TelegramDouble(now, limits=Limits()) as double:
        yield double


@pytest.fixture
def settings(double: TelegramDouble, study_url: str, tmp_path: Path) -> Settings:
    key = "a" * 43 + "="
    env = {
        "DATABASE_URL": study_url,
        "TELEGRAM_BOT_TOKEN": double.token,
        "TELEGRAM_API_URL": double.url,
        "TICK_SECONDS": "0.2",
        "STUDY_PHONE": "0591-0000000",
        "DATA_KEY": key,
        "SECRET_KEY": key.replace("a", "b", 42),
    }
    return load_settings(env, tmp_path)


class Study:
    """A database with people in it, and their phones."""

    def __init__(self, engine: Engine, double: TelegramDouble) -> None:
        self.engine, self.double = engine, double
        self._accounts = 5000

    def phone(self, language: str = "zh-hans") -> Phone:
        self._accounts += 1
        return Phone(self.double, self._accounts, "Lin", language)

    def participant(self, code: str, language: str = "zh") -> str:
        """Enrol; the invite's payload."""
        with transaction(self.engine) as session:
            participant = Participant(
                code=code, status="active", arm="cm313", start=date(2026, 3, 1), end=date(2036, 3, 1),
                language=language, zone="Asia/Shanghai", hour=time(20), created_at=now(),
            )  # fmt: skip
            session.add(participant)
            session.flush()
            assert participant.id is not None
            session.add(Identity(participant_id=participant.id))
            plan = {"drug": "prednisone", "doses": "30", "tablet_mg": "5", "from_day": date(2026, 3, 1)}
            session.add(Plan(participant_id=participant.id, entered_at=now(), entered_by="Dr Lin", **plan))
            new = invites.new_invite(secrets.token_bytes)
            session.add(_invite(new, participant_id=participant.id))
            return new.payload

    async def enrolled(self, code: str, language: str = "zh") -> Phone:
        """Somebody who went through the welcome earlier, with their phone."""
        self.participant(code, language)
        phone = self.phone({"zh": "zh-hans", "en": "en"}[language])
        with transaction(self.engine) as session:
            participant = session.exec(select(Participant).where(Participant.code == code)).one()
            participant.agreed_at, participant.reply_channel = now(), "telegram"
            session.add(_address(phone, participant_id=participant.id))
        return await self._begun(phone)

    async def doctor(self, name: str, role: str = "doctor") -> Phone:
        """A member of staff who joined earlier, with their phone."""
        self.staff(name, role)
        phone = self.phone("en")
        with transaction(self.engine) as session:
            staff = session.exec(select(Staff).where(Staff.name == name)).one()
            staff.joined_at = now()
            session.add(_address(phone, staff_id=staff.id))
        return await self._begun(phone)

    async def _begun(self, phone: Phone) -> Phone:
        """Write once, as Telegram asks before a bot may write, and wait for what is answered."""
        phone.starts()
        await self.double.until(lambda: bool(phone.messages))
        return phone

    def staff(self, name: str, role: str = "doctor") -> str:
        with transaction(self.engine) as session:
            staff = Staff(name=name, role=role, language="en", created_at=now())
            session.add(staff)
            session.flush()
            new = invites.new_invite(secrets.token_bytes)
            session.add(_invite(new, staff_id=staff.id))
            return new.payload


def _address(phone: Phone, **owner: int | None) -> Address:
    account = str(phone.user_id)
    blind = vault.opened().blind(f"telegram:{account}", "address")
    return Address(channel="telegram", blind=blind, value=account, language="en", created_at=now(), **owner)


def _invite(new: invites.NewInvite, **owner: int | None) -> Invite:
    stored = invites.hash_secret(new.secret, secrets.token_bytes(16))
    return Invite(
        selector=new.selector, secret_hash=stored, created_at=now(), expires_at=now() + invites.VALID_FOR, **owner
    )


@pytest.fixture
def study(settings: Settings, double: TelegramDouble) -> Iterator[Study]:
    vault.unlock(vault.Vault(settings.data_key_bytes))
    engine = open_database(settings.database_url.get_secret_value())
    yield Study(engine, double)
    engine.dispose()


@pytest.fixture
async def running(study: Study, settings: Settings) -> AsyncIterator[Study]:
    """The service at work."""
    stopping = asyncio.Event()
    task = asyncio.create_task(work(study.engine, settings, languages(), now, stopping))
    yield study
    stopping.set()
    await task
