"""Who is answering, and whom to phone: counted as the design defines it, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from bot.database import transaction
from bot.models import CheckIn
from bot.record import Author
from bot.reports.adherence import AdherenceRow, adherence, adherence_texts, phone_today
from bot.reports.phone import PhoneTask
from bot.standing import pause, resume, withdraw
from tests.talk import Service, Talk

EVENING = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
"""20:00 in Shanghai on the day on which everybody joins."""
DAY, HOUR, WATCH = timedelta(days=1), timedelta(hours=1), timedelta(hours=4)


def row_of(service: Service, code: str = "P-012") -> AdherenceRow:
    with transaction(service.engine) as session:
        return next(row for row in adherence(session, service.now) if row.code == code)


def counts(service: Service) -> tuple[int, int, int, int, int]:
    row = row_of(service)
    return row.expected, row.on_time, row.late, row.partial, row.missed


def tasks(service: Service) -> list[PhoneTask]:
    with transaction(service.engine) as session:
        return phone_today(session, service.now)


async def joined(service: Service) -> Talk:
    """Somebody who has agreed, and whose first check-in has just come."""
    li = service.participant(start=date(2026, 3, 5), end=date(2027, 3, 31))
    await li.agrees()
    await service.until(EVENING)
    return li


async def answers(li: Talk) -> None:
    await li.taps("都按方案吃了")
    await li.taps("没有")


async def test_what_is_still_open_is_not_expected(service: Service) -> None:
    li = await joined(service)
    assert counts(service) == (0, 0, 0, 0, 0)

    await answers(li)

    assert counts(service) == (0, 0, 0, 0, 0)
    assert row_of(service).percent is None
    await service.until(EVENING + timedelta(hours=16), every=HOUR)
    assert counts(service) == (1, 1, 0, 0, 0)
    assert row_of(service).percent == 100
    assert row_of(service).last_heard == EVENING


async def test_on_time_late_in_part_and_missed(service: Service) -> None:
    li = await joined(service)
    await answers(li)
    await service.until(EVENING + DAY + timedelta(hours=17), every=HOUR)
    await answers(li)  # five hours after its window
    await service.until(EVENING + 2 * DAY, every=HOUR)
    await li.taps("都按方案吃了")
    await service.until(EVENING + 4 * DAY + timedelta(hours=17), every=HOUR)

    assert counts(service) == (5, 1, 1, 1, 2)
    assert row_of(service).percent == 20


async def test_what_waited_behind_another_was_missed_by_the_participant(service: Service) -> None:
    """The weekly check of day 7 comes together with that day's diary, which nobody answers."""
    await joined(service)

    await service.until(EVENING + 10 * DAY, every=WATCH)

    assert row_of(service).expected == row_of(service).missed == 11


async def test_a_pause_and_an_outage_are_nobodys_fault(service: Service) -> None:
    await joined(service)
    with transaction(service.engine) as session:
        pause(session, "P-012", date(2026, 3, 6), Author(service.now))
    await service.until(EVENING + 2 * DAY + timedelta(hours=12), every=HOUR)
    assert counts(service) == (0, 0, 0, 0, 0)

    service.now = EVENING + 4 * DAY + timedelta(hours=14)  # we were down for two days
    await service.looks()

    assert counts(service) == (1, 0, 0, 0, 1)  # that of 7 March, which came before
    with transaction(service.engine) as session:
        rows = session.exec(select(CheckIn.day, CheckIn.outcome).where(CheckIn.questionnaire == "daily"))
        assert dict(rows.all())[date(2026, 3, 8)] == "missed_system"


async def test_a_check_in_that_an_emergency_stopped_is_not_missed(service: Service) -> None:
    li = await joined(service)

    await li.says("胸口疼得厉害，喘不上气")
    await service.until(EVENING + timedelta(hours=16), every=HOUR)

    assert counts(service) == (1, 0, 0, 1, 0)


async def test_three_silent_days_are_a_telephone_task(service: Service) -> None:
    li = await joined(service)
    await answers(li)
    await service.until(EVENING + 3 * DAY - HOUR, every=HOUR)
    assert tasks(service) == []

    await service.until(EVENING + 3 * DAY, every=HOUR)

    assert [(task.code, task.reason, task.since) for task in tasks(service)] == [("P-012", "silent", EVENING)]


async def test_nobody_is_silent_during_a_pause_or_just_after_it(service: Service) -> None:
    li = await joined(service)
    await answers(li)
    with transaction(service.engine) as session:
        pause(session, "P-012", date(2026, 3, 12), Author(service.now))
    await service.until(EVENING + 9 * DAY, every=WATCH)
    assert tasks(service) == []

    await service.until(EVENING + 11 * DAY, every=WATCH)

    assert [(task.reason, task.since) for task in tasks(service)] == [("silent", EVENING + 8 * DAY)]


async def test_an_alarm_that_nobody_takes_is_a_telephone_task(service: Service) -> None:
    li = await joined(service)
    await li.says("胸口疼得厉害，喘不上气")
    assert tasks(service) == []

    await service.passes(minutes=61)

    assert [(task.reason, task.since) for task in tasks(service)] == [("alarm_not_taken", EVENING)]
    with transaction(service.engine) as session:
        withdraw(session, "P-012", Author(service.now))
    assert [task.reason for task in tasks(service)] == ["alarm_not_taken"]


async def test_who_blocked_the_bot_cannot_be_reached(service: Service) -> None:
    li = await joined(service)

    await li.sends("blocked")

    assert [task.reason for task in tasks(service)] == ["unreachable"]
    await li.sends("unblocked")
    assert tasks(service) == []


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_chats_answer_fits_one_message(service: Service, language: str) -> None:
    for number in range(40):
        service.participant(f"P-{number:03}-" + "x" * 14)
    first = service.participant(start=date(2026, 3, 5))
    await first.agrees()
    await service.until(EVENING + 5 * DAY, every=WATCH)

    with transaction(service.engine) as session:
        texts = adherence_texts(session, service.now)
    words = [service.languages.render(text, language) for text in texts]

    assert len("\n".join(words)) < 4096
    assert any("P-012" in line and "0%" in line.replace(" ", "") for line in words), words
    assert words[-1].strip("… ").startswith({"zh": "还有", "en": "and"}[language])
    assert "11" in words[-1]
    assert not any("cm313" in line.lower() for line in words)


async def test_resuming_begins_again(service: Service) -> None:
    await joined(service)
    with transaction(service.engine) as session:
        pause(session, "P-012", date(2026, 3, 20), Author(service.now))
    await service.passes(hours=1)
    with transaction(service.engine) as session:
        participant = resume(session, "P-012", Author(service.now))
        assert participant.next_due_at == EVENING + DAY
