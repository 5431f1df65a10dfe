"""How long an answer that worries takes to a doctor's phone, over HTTP: quiet, and while a thousand check-ins go out.

From the message's arrival at the Bot API double until the double has taken the page; service and double share a
process here, so in earnest it is faster. Targets: p99 of 1 s, and of 2 s under load.
"""

from __future__ import annotations

import asyncio
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from bot.database import transaction
from bot.models import Identity, Participant, Staff
from bot.rehearsal import Phone
from tests.telegram.conftest import Study, _address, now

RED = "我喘不上气"
BESIDE = 1_000
SAMPLES = 20
PAUSE = 1.3
"""Seconds between two: one doctor's chat takes one message a second."""

pytestmark = [pytest.mark.proof, pytest.mark.timeout(600)]


def enrol(study: Study, count: int, prefix: str) -> list[Phone]:
    """People who have agreed and have begun to talk to the bot, at once. Their check-in is due at the end of time."""
    phones = []
    with transaction(study.engine) as session:
        for n in range(count):
            phone = study.phone()
            study.double.cloud.accounts[phone.user_id].started = True
            person = Participant(
                code=f"{prefix}-{n:04}", status="active", arm="cm313", start=date(2026, 3, 1), end=date(2036, 3, 1),
                language="zh", zone="Asia/Shanghai", hour=time(20), created_at=now(), agreed_at=now(),
                reply_channel="telegram",
            )  # fmt: skip
            session.add(person)
            session.flush()
            session.add(Identity(participant_id=person.id))
            session.add(_address(phone, participant_id=person.id))
            phones.append(phone)
    return phones


def doctors(study: Study) -> list[Phone]:
    phones = []
    for name, role in (("Dr Lin", "doctor"), ("Prof Ji", "investigator")):
        study.staff(name, role)
        phone = study.phone("en")
        study.double.cloud.accounts[phone.user_id].started = True
        with transaction(study.engine) as session:
            staff = session.exec(select(Staff).where(Staff.name == name)).one()
            staff.joined_at = now()
            session.add(_address(phone, staff_id=staff.id))
        phones.append(phone)
    return phones


def all_due(study: Study) -> None:
    """The hour has come for everybody beside: their hour was a minute ago, and nobody has looked yet."""
    due = (now() - timedelta(minutes=1)).astimezone()
    with transaction(study.engine) as session:
        for person in session.exec(select(Participant).where(col(Participant.code).startswith("B-"))).all():
            local = due.astimezone(ZoneInfo(person.zone))
            person.hour, person.agreed_at = time(local.hour, local.minute), due - timedelta(days=1)
            person.next_due_at = due.replace(second=0, microsecond=0)


async def latencies(study: Study, ill: list[Phone], doctor: Phone, prefix: str) -> list[float]:
    """Seconds from each red answer to its page."""
    said: dict[str, datetime] = {}
    for n, phone in enumerate(ill):
        said[f"{prefix}-{n:04}"] = now()
        phone.says(RED)
        await asyncio.sleep(PAUSE)
    await study.double.until(lambda: len(_paged(study, doctor, said)) == len(said), timeout=60)
    return sorted((at - said[code]).total_seconds() for code, at in _paged(study, doctor, said).items())


def _paged(study: Study, doctor: Phone, codes: dict[str, datetime]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for call in study.double.calls("sendMessage"):
        if call.error is None and str(call.values.get("chat_id")) == str(doctor.user_id):
            code = next((code for code in codes if code in str(call.values.get("text"))), None)
            if code is not None:
                found.setdefault(code, call.at)
    return found


async def warmed_up(study: Study, doctor: Phone) -> None:
    """The first message of a process compiles the tables of words: it is not the one that is measured."""
    await latencies(study, enrol(study, 2, "W"), doctor, "W")


async def test_quiet(running: Study) -> None:
    doctor, _ji = doctors(running)
    await warmed_up(running, doctor)
    took = await latencies(running, enrol(running, SAMPLES, "E"), doctor, "E")

    print(f"quiet: median {took[len(took) // 2]:.3f} s, latest of {len(took)}: {took[-1]:.3f} s")
    assert took[-1] <= 1.0


async def test_while_a_thousand_check_ins_are_sent(running: Study) -> None:
    doctor, _ji = doctors(running)
    await warmed_up(running, doctor)
    ill = enrol(running, SAMPLES, "E")
    enrol(running, BESIDE, "B")
    before = len(running.double.calls("sendMessage"))
    all_due(running)
    began = now()
    took = await latencies(running, ill, doctor, "E")
    sent = len(running.double.calls("sendMessage")) - before
    rate = sent / (now() - began).total_seconds()

    print(f"beside {sent} messages at {rate:.0f} a second: median {took[len(took) // 2]:.3f} s, "
          f"latest of {len(took)}: {took[-1]:.3f} s")  # fmt: skip
    assert took[-1] <= 2.0
