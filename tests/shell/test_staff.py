"""What staff and operators do: enrol, invite, pause, end, prescribe, and change who is on the staff."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import col, select

from bot import staff
from bot.database import transaction
from bot.enrolment import Candidate, enrol, invite
from bot.models import Act, CheckIn, Delivery, Escalation, Message, Participant, Plan, Staff
from bot.prescriptions import prescribe
from bot.record import Author, NotDone
from bot.standing import end, pause, resume, withdraw
from bot.visits import Given, enter_visit
from tests.talk import Service, Talk

EVENING = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
"""20:00 in Shanghai on the day on which everybody joins."""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ALARM = "胸口疼得厉害，喘不上气"


def by(service: Service, reason: str = "") -> Author:
    return Author(service.now, "Wang Fang", reason)


def enrolled(service: Service, code: str = "P-012", **values: object) -> Talk:
    """Enrolled by the real act, with the invite that it gave."""
    known: dict[str, object] = {"language": "zh", "arm": "cm313", "start": date(2026, 3, 5)} | values
    with transaction(service.engine) as session:
        person, payload = enrol(session, Candidate(code, **known), by(service))  # type: ignore[arg-type]  # a test's values
        assert person.id is not None
        id = person.id
    return Talk(service, f"account of {code}", payload, "zh-hans", id)


async def joined(service: Service) -> Talk:
    li = enrolled(service)
    with transaction(service.engine) as session:
        prescribe(session, "P-012", "prednisone", [Decimal(30)], date(2026, 3, 5), Author(service.now), Decimal(5))
    await li.agrees()
    await service.until(EVENING, every=HOUR)
    return li


def outcomes(service: Service, *questionnaires: str) -> Sequence[str]:
    with transaction(service.engine) as session:
        rows = select(CheckIn.outcome).where(col(CheckIn.questionnaire).in_(questionnaires))
        return session.exec(rows.order_by(col(CheckIn.id))).all()


def acts(service: Service) -> list[tuple[str, str, str]]:
    with transaction(service.engine) as session:
        rows = session.exec(select(Act).where(Act.by == "Wang Fang").order_by(col(Act.id)))
        return [(act.by, act.action, str(act.reason)) for act in rows]


# --- enrolment and invites ----------------------------------------------------------------------


async def test_an_invite_lets_in_and_questions_begin(service: Service) -> None:
    li = await joined(service)

    li.hears("泼尼松6片")
    assert acts(service) == [("Wang Fang", "enrol", "")]


async def test_a_new_invite_ends_the_older_ones(service: Service) -> None:
    li = enrolled(service)
    with transaction(service.engine) as session:
        _person, payload = invite(session, "P-012", by(service))

    await li.starts()
    li.hears("链接")
    await li.starts(payload)

    li.hears("请选择语言")


def test_a_refused_enrolment_leaves_nothing(service: Service) -> None:
    enrolled(service)

    with pytest.raises(NotDone), transaction(service.engine) as session:
        enrol(session, Candidate("P-012", "zh"), by(service))
    with pytest.raises(NotDone, match="arm"), transaction(service.engine) as session:
        enrol(session, Candidate("P-013", "zh", arm="placebo", start=date(2026, 3, 5)), by(service))

    assert len(acts(service)) == 1


# --- standing -----------------------------------------------------------------------------------


async def test_a_pause_asks_nothing_and_reminds_of_nothing(service: Service) -> None:
    li = await joined(service)
    with transaction(service.engine) as session:
        person = pause(session, "P-012", date(2026, 3, 8), by(service, "in hospital"))
        assert person.next_due_at == EVENING + 4 * DAY
    heard = len(li.screen)

    await service.until(EVENING + 4 * DAY - HOUR, every=HOUR)
    assert len(li.screen) == heard

    await service.until(EVENING + 4 * DAY, every=HOUR)
    assert len(li.screen) == heard + 1
    assert acts(service)[-1] == ("Wang Fang", "pause", "in hospital")


async def test_a_due_moment_is_not_lost_between_two_looks_of_the_clock(service: Service) -> None:
    li = await joined(service)
    await li.taps("都按方案吃了")
    await li.taps("没有")
    service.now = EVENING + DAY + timedelta(seconds=1)
    with transaction(service.engine) as session:
        prescribe(session, "P-012", "prednisone", [Decimal(25)], date(2026, 3, 7), by(service), Decimal(5))
        enter_visit(session, "P-012", "blood", date(2026, 3, 7), by(service))
        pause(session, "P-012", date(2026, 3, 8), by(service))
        resume(session, "P-012", by(service))

    await service.looks()

    assert outcomes(service, "daily") == ["answered", "open"]


async def test_withdrawing_stops_what_is_asked_and_no_escalation(service: Service) -> None:
    li = await joined(service)
    await li.says(ALARM)
    await service.until(EVENING + 20 * HOUR, every=HOUR)
    with transaction(service.engine) as session:
        withdraw(session, "P-012", by(service, "moved away"))
        person = session.exec(select(Participant)).one()
        assert (person.status, person.next_due_at, person.end) == ("withdrawn", None, date(2026, 3, 6))
        escalation = session.exec(select(Escalation)).first()
        assert escalation is not None
        assert (escalation.phase, escalation.next_at is None) == ("open", False)

    assert "open" not in outcomes(service, "daily", "weekly", "problem", "red_flag_screen")
    assert set(outcomes(service, "follow_up")) == {"open"}
    with pytest.raises(NotDone, match="withdrawn already"), transaction(service.engine) as session:
        end(session, "P-012", "completed", by(service))


async def test_nobody_asks_the_dead(service: Service) -> None:
    li = await joined(service)
    await li.says(ALARM)
    with transaction(service.engine) as session:
        end(session, "P-012", "died", by(service))
    heard = len(li.screen)

    await service.until(EVENING + 3 * DAY, every=HOUR)

    assert "open" not in outcomes(service, "daily", "follow_up")
    asked = [shown.text for shown in li.screen[heard:] if shown.rows]
    assert asked == []


async def test_what_waits_to_be_sent_is_dropped(service: Service) -> None:
    await joined(service)
    with transaction(service.engine) as session:
        for delivery, _message in session.exec(
            select(Delivery, Message).join(Message).where(Message.kind == "question")
        ):
            delivery.state = "pending"
    with transaction(service.engine) as session:
        withdraw(session, "P-012", by(service))
        rows = session.exec(select(Delivery.state).join(Message).where(Message.kind == "question")).all()

    assert set(rows) == {"dropped"}


async def test_who_stopped_the_service_can_come_back(service: Service) -> None:
    await joined(service)
    with transaction(service.engine) as session:
        session.exec(select(Participant)).one().status = "stopped"
    with transaction(service.engine) as session:
        person = resume(session, "P-012", by(service))
        assert (person.status, person.next_due_at) == ("active", EVENING + DAY)


# --- plans and visits ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "drug", "mg", "why"),
    [
        ({}, "aspirin", "100", "the drug must be"),
        ({}, "prednisone", "-5", "0 mg or more"),
        ({}, "prednisone", "30.0001", "three decimals"),
        ({}, "prednisone", "201", "cannot be meant"),
        ({}, "methylprednisolone", "161", "cannot be meant"),
        ({}, "azathioprine", "401", "cannot be meant"),
        ({}, "prednisone", "81", "above 80 mg"),
        ({}, "azathioprine", "50", "not a drug of the CM313 arm"),
        ({"arm": "azathioprine", "weight_kg": Decimal(60)}, "azathioprine", "50", "no TPMT result"),
        ({"arm": "azathioprine", "tpmt": "normal"}, "azathioprine", "50", "no weight"),
        (
            {"arm": "azathioprine", "weight_kg": Decimal(60), "tpmt": "normal"},
            "azathioprine", "181", r"above 3\.0 mg/kg \(60 kg\)",
        ),
    ],
)  # fmt: skip
def test_a_plan_that_is_refused(service: Service, values: dict[str, object], drug: str, mg: str, why: str) -> None:
    enrolled(service, **values)

    with pytest.raises(NotDone, match=why), transaction(service.engine) as session:
        prescribe(session, "P-012", drug, [Decimal(mg)], date(2026, 3, 5), by(service))

    with transaction(service.engine) as session:
        assert session.exec(select(Plan)).all() == []


def test_a_warning_gives_way_to_a_reason(service: Service) -> None:
    enrolled(service, arm="azathioprine", weight_kg=Decimal(60), tpmt="normal")
    with transaction(service.engine) as session:
        author = by(service)
        _plan, none = prescribe(session, "P-012", "azathioprine", [Decimal(180)], date(2026, 3, 5), author)
        later = Author(service.now + HOUR, "Wang Fang", "metabolites are low")
        plan, warnings = prescribe(
            session, "P-012", "azathioprine", [Decimal(190)], date(2026, 3, 6), later, Decimal(50)
        )

    assert none == []
    assert len(warnings) == 1
    assert (plan.doses, plan.tablet_mg) == ("190", "50")
    assert acts(service)[-1] == ("Wang Fang", "plan", "metabolites are low")


def test_a_visit_that_moves_is_a_new_version(service: Service) -> None:
    enrolled(service)
    day = date(2026, 3, 5)
    with transaction(service.engine) as session:
        first = enter_visit(session, "P-012", "injection", day, by(service)).version
        moved = enter_visit(session, "P-012", "injection", day, by(service), hour=EVENING.time())
        done = enter_visit(session, "P-012", "injection", day, by(service), done=True, given=Given(Decimal(600), "L-1"))

        assert (first, moved.version, done.id, done.dose_mg) == (1, 2, moved.id, "600")
    with pytest.raises(NotDone, match="belong to an injection"), transaction(service.engine) as session:
        enter_visit(session, "P-012", "blood", day, by(service), given=Given(lot="L-1"))
    with pytest.raises(NotDone, match="not come yet"), transaction(service.engine) as session:
        enter_visit(session, "P-012", "blood", date(2026, 3, 6), by(service), done=True)


def test_nothing_is_injected_in_the_azathioprine_arm(service: Service) -> None:
    enrolled(service, arm="azathioprine")

    with pytest.raises(NotDone, match="azathioprine arm"), transaction(service.engine) as session:
        enter_visit(session, "P-012", "injection", date(2026, 3, 5), by(service))


# --- the people of the study --------------------------------------------------------------------


async def added(service: Service, name: str, role: str = "doctor") -> Talk:
    with transaction(service.engine) as session:
        person, payload = staff.add(session, name, role, by(service), "en")
        assert person.id is not None
        talk = Talk(service, f"account of {name}", payload, "en", person.id)
    await talk.starts()
    service.now += timedelta(seconds=1)
    return talk


async def test_a_removed_doctor_is_told_nothing_and_the_next_one_is(service: Service) -> None:
    lin, zhou = await added(service, "Dr Lin"), await added(service, "Dr Zhou")
    with transaction(service.engine) as session:
        staff.remove(session, "Dr Lin", by(service))
    li = await joined(service)
    heard = len(lin.screen)

    await li.says(ALARM)

    assert len(lin.screen) == heard
    zhou.hears("EMERGENCY")
    with pytest.raises(NotDone, match="removed"), transaction(service.engine) as session:
        staff.remove(session, "Dr Lin", by(service))


async def test_what_a_removed_doctor_had_taken_over_goes_to_the_next(service: Service) -> None:
    lin, zhou = await added(service, "Dr Lin"), await added(service, "Dr Zhou")
    li = await joined(service)
    await li.says(ALARM)
    await lin.taps("I'm on it")
    heard = len(zhou.screen)

    with transaction(service.engine) as session:
        staff.remove(session, "Dr Lin", by(service))
    await service.passes(seconds=5)

    assert len(zhou.screen) > heard


async def test_a_revoked_account_is_a_stranger(service: Service) -> None:
    lin, zhou = await added(service, "Dr Lin"), await added(service, "Dr Zhou")
    li = await joined(service)
    await li.says(ALARM)
    with transaction(service.engine) as session:
        person, payload = staff.revoke(session, "Dr Lin", by(service, "phone stolen"))
        assert person.joined_at is None

    await lin.taps("I'm on it")

    with transaction(service.engine) as session:
        assert session.exec(select(Escalation.phase)).first() == "open"
    await service.passes(minutes=15)
    zhou.hears("EMERGENCY")
    new = Talk(service, "new phone", payload, "en", lin.id)
    await new.starts()
    new.hears("Welcome, Dr Lin")
    with transaction(service.engine) as session:
        assert session.exec(select(Staff).where(Staff.name == "Dr Lin")).one().joined_at is not None


@pytest.mark.parametrize(
    ("name", "role", "language"),
    [
        ("", "doctor", "zh"),
        ("A\nB", "doctor", "zh"),
        ("A" * 61, "doctor", "zh"),
        ("A", "nurse", "zh"),
        ("A", "doctor", "fr"),
    ],
)
def test_staff_that_cannot_be(service: Service, name: str, role: str, language: str) -> None:
    with pytest.raises(NotDone), transaction(service.engine) as session:
        staff.add(session, name, role, by(service), language)


def test_a_removed_name_is_not_given_again(service: Service) -> None:
    with transaction(service.engine) as session:
        staff.add(session, "Dr Lin", "doctor", by(service))
        staff.remove(session, "Dr Lin", by(service))
    with pytest.raises(NotDone, match="acts stay under that name"), transaction(service.engine) as session:
        staff.add(session, "Dr Lin", "doctor", by(service))
