"""The auditor: what is stuck is found and told once, all well is pinged, and nothing else is touched."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.audit import STUCK, Limits
from bot.database import transaction
from bot.figures import exposition
from bot.models import Delivery, Escalation, Installation, Participant, Staff
from bot.pulse import DRAIN, POLL, TICK
from bot.routes import set_team_routes
from tests.talk import Service
from tests.team import EMERGENCY, Team, assemble, patient
from tests.watch import Watch

TEAMS, CHENS = "json://team.test/secret", "json://chen.test/secret"


@pytest.fixture
def watch(service: Service) -> Watch:
    return Watch(service)


def team_of(service: Service) -> Team:
    team = assemble(service)
    with transaction(service.engine) as session:
        session.get_one(Staff, team.chen.id).notify = CHENS
        set_team_routes(session, [TEAMS], service.now)
    return team


async def test_all_well_is_pinged_each_minute_and_nobody_is_told(service: Service, watch: Watch) -> None:
    team, lan = team_of(service), patient(service)
    await lan.says(EMERGENCY)

    assert [await watch.minute() for _ in range(90)] == [[]] * 90  # a check-in, steps, reminders in it

    assert watch.pings == 90
    assert watch.notices == []
    assert "⚠️" not in team.chen.shows()


@pytest.mark.parametrize("name", [TICK, DRAIN, POLL])
async def test_a_loop_that_stands_still_is_noticed_within_three_minutes(
    service: Service, watch: Watch, name: str
) -> None:
    team = team_of(service)
    await watch.minute()
    beating = [other for other in (TICK, DRAIN, POLL) if other != name]
    pings = watch.pings

    found = [await watch.minute(*beating, ticks=False) for _ in range(3)]

    assert name in found[1]  # by the second look at the latest
    assert watch.pings - pings <= 1
    words = service.languages.render(STUCK[name], "zh")
    assert [url for url, text in watch.notices if words in text] == [TEAMS, CHENS]  # once each
    await watch.minute()
    assert watch.pings > pings
    assert team.chen.hears(words)


async def test_it_is_told_once_and_again_when_all_is_well(service: Service, watch: Watch) -> None:
    team = team_of(service)
    for _ in range(10):
        await watch.minute(DRAIN, TICK)
    assert len(watch.notices) == 2
    await watch.minute()
    await watch.minute(minutes=5)

    assert [url for url, _text in watch.notices] == [TEAMS, CHENS, TEAMS, CHENS]
    assert [text[0] for _url, text in watch.notices] == ["⚠", "⚠", "✓", "✓"]
    told = [shown.text for shown in team.chen.screen]
    assert len(told) == 2
    assert (told[0][0], told[1][0]) == ("⚠", "✓")


async def test_a_restart_does_not_tell_it_again(service: Service, watch: Watch) -> None:
    team_of(service)
    await watch.minute(DRAIN, TICK, minutes=3)

    later = Watch(service)
    await later.minute(DRAIN, TICK, minutes=3)

    assert later.notices == []
    await later.minute()
    assert [text[0] for _url, text in later.notices] == ["✓", "✓"]


async def test_an_escalation_without_a_next_step_in_time_is_found(service: Service, watch: Watch) -> None:
    team_of(service)
    await patient(service).says(EMERGENCY)
    assert await watch.minute() == []

    with transaction(service.engine) as session:
        session.exec(select(Escalation)).one().next_at = None
    assert await watch.minute() == ["steps"]
    with transaction(service.engine) as session:
        session.exec(select(Escalation)).one().next_at = service.now + timedelta(hours=5)  # later than its ladder
    assert await watch.minute() == ["steps"]
    with transaction(service.engine) as session:
        session.exec(select(Escalation)).one().next_at = service.now - timedelta(minutes=4)
    assert await watch.minute(ticks=False) == ["steps"]
    assert await watch.minute() == []  # the clock has climbed it


async def test_fault_45_a_message_that_does_not_leave_is_found(service: Service, watch: Watch) -> None:
    team_of(service)
    service.routes.down.add(TEAMS)
    await patient(service).says(EMERGENCY)

    found = [await watch.minute() for _ in range(5)]

    assert found == [[], ["outbox"], ["outbox"], ["outbox"], ["outbox"]]
    service.routes.down.clear()
    await service.passes(minutes=15)
    assert await watch.minute() == []


async def test_a_nudge_that_waits_for_the_morning_is_not_stuck(service: Service, watch: Watch) -> None:
    """Asked in the evening, its own route out of reach until the night has come."""
    from bot.models import Identity

    lan = patient(service)
    with transaction(service.engine) as session:
        session.get_one(Identity, lan.id).notify = "json://lan.test/secret"
    service.routes.down.add("json://lan.test/secret")
    await service.passes(hours=1)
    service.now += timedelta(hours=2)
    service.routes.down.clear()
    await service.looks()
    with transaction(service.engine) as session:
        assert session.exec(select(Delivery.state).where(col(Delivery.not_before) > service.now)).all() == ["pending"]

    assert await watch.minute(minutes=3) == []


async def test_a_due_check_in_that_is_not_sent_is_found(service: Service, watch: Watch) -> None:
    patient(service)
    service.now += timedelta(hours=1, minutes=5)

    assert await watch.minute(ticks=False) == ["check_ins"]
    assert await watch.minute() == []


async def test_a_full_disk_is_found(service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch(service)
    watch.auditor.limits = Limits(5.0, tmp_path)
    assert await watch.minute() == []
    monkeypatch.setattr("bot.audit.LEAST_SPACE", 2**60)

    assert await watch.minute() == ["disk"]


async def test_fault_10_a_database_that_cannot_be_written_is_found_and_told_without_it(
    service: Service, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    team_of(service)
    await watch.minute()
    pings = watch.pings

    def fails(*_: object) -> None:
        raise OSError("disk I/O error")

    with monkeypatch.context() as broken:
        broken.setattr("bot.auditor.transaction", fails)
        found = [await watch.minute() for _ in range(3)]

    assert found == [["database"]] * 3
    assert watch.pings == pings
    assert [url for url, _ in watch.notices] == [TEAMS, CHENS]  # known from before
    await watch.minute()
    assert [text[0] for _, text in watch.notices] == ["⚠", "⚠", "✓", "✓"]


async def test_fault_45_a_notice_that_is_not_taken_is_sent_again(service: Service, watch: Watch) -> None:
    team_of(service)
    await watch.minute()
    watch.takes = False
    await watch.minute(DRAIN, TICK, minutes=3)
    watch.takes = True
    await watch.minute(DRAIN, TICK, minutes=3)

    assert [url for url, _ in watch.notices].count(TEAMS) == 3  # twice in vain


async def test_a_ping_that_fails_is_counted_and_harms_nothing(service: Service, watch: Watch) -> None:
    watch.takes = False
    assert await watch.minute(minutes=3) == []
    watch.takes = True
    await watch.minute(minutes=2)

    with transaction(service.engine) as session:
        text = exposition(session, service.now)[0].decode()
    assert "anhao_heartbeats_failed_total 3.0" in text
    assert "anhao_audit_age_seconds 0.0" in text
    assert "anhao_heartbeat_age_seconds 60.0" in text
    assert 'anhao_stuck{what="poll"} 0.0' in text
    assert "secret" not in text


async def test_once_a_night_everybodys_next_due_moment_is_computed_anew(service: Service, watch: Watch) -> None:
    lan = patient(service)
    with transaction(service.engine) as session:
        right = session.get_one(Participant, lan.id).next_due_at
        session.get_one(Participant, lan.id).next_due_at = None
        session.merge(Installation(name="recomputed_on", value="2026-03-05"))
    await watch.minute(minutes=3)
    with transaction(service.engine) as session:
        assert session.get_one(Participant, lan.id).next_due_at is None

    service.now += timedelta(hours=8)  # 03:03
    await watch.minute(ticks=False)

    with transaction(service.engine) as session:
        found = session.get_one(Participant, lan.id).next_due_at
    assert right is not None
    assert found == right + timedelta(days=1)
