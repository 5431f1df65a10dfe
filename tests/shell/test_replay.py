"""`anhao replay`: the rules that run today, over everything that is stored."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from bot.__main__ import app
from bot.database import transaction
from bot.models import CheckIn, Concern
from bot.reports.replay import Replayed, replayed
from conversations.questionnaires import VERSIONS
from conversations.rules import RULES_VERSION, rule_of
from tests.filling import fills, opened
from tests.talk import Service
from tests.team import CAN_WAIT, EMERGENCY, URGENT, assemble, patient


async def _a_few_days(service: Service) -> None:
    """Three people: words, ticks, a fever left without a temperature, a dose far too high left unconfirmed."""
    assemble(service)
    lan, mei, li = patient(service), patient(service, "P-013"), patient(service, "P-014")
    await lan.says(EMERGENCY)
    await mei.says(URGENT)
    await fills(service, mei, opened(service, mei, "weekly"), {"w_new": "12", "w_old": "spreading", "w_inf": "pus"})
    await fills(service, lan, opened(service, lan, "weekly"), {"w_fever": "now"}, upto="x_temp")
    await li.says(CAN_WAIT)
    await service.passes(hours=1)
    await li.taps("吃得不一样")
    await li.says("60片")
    for _ in range(4):
        await service.passes(minutes=10)
    await li.says("对")


def _replayed(service: Service) -> Replayed:
    with transaction(service.engine) as session:
        return replayed(session, service.now)


async def test_the_same_rules_raise_the_same(service: Service) -> None:
    await _a_few_days(service)
    result = _replayed(service)

    assert result.differences == []
    assert result.same == sum(result.was.values()) == sum(result.now.values())
    assert {"E01", "U01", "U04", "E03", "R03", "E13"} <= set(result.was)
    assert result.versions == {RULES_VERSION}
    with transaction(service.engine) as session:
        assert result.same == len(session.exec(select(Concern).where(Concern.cause == "")).all())


async def test_a_changed_table_shows_what_it_would_have_raised(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pus would be an emergency, much pain nothing, and a version that is gone is named."""
    await _a_few_days(service)
    weekly = VERSIONS["weekly", 1]
    changed = tuple(
        replace(rule, severity=rule_of("E01").severity) if rule.id == "U04" else rule
        for rule in weekly.rules
        if rule.id != "R03"
    )
    monkeypatch.setitem(VERSIONS, ("weekly", 1), replace(weekly, rules=changed))
    monkeypatch.delitem(VERSIONS, ("daily", 1))
    result = _replayed(service)

    found = {(one.participant, one.rule, one.was, one.now) for one in result.differences}
    assert ("P-013", "U04", "urgent", "emergency") in found
    assert ("P-013", "R03", "review", None) in found
    assert all(one.rules_version == RULES_VERSION for one in result.differences if one.was)
    assert [line for line in result.not_replayed if line.startswith("P-014 daily@study@2026-03-05: version 1")]


async def test_a_concern_of_another_table_is_compared_all_the_same(service: Service) -> None:
    await _a_few_days(service)
    with transaction(service.engine) as session:
        row = session.exec(select(Concern).join(CheckIn).where(Concern.rule == "U04")).first()
        assert row is not None
        row.rule, row.rules_version = "U99", 0
    result = _replayed(service)

    assert [(one.rule, one.was, one.now, one.rules_version) for one in result.differences] == [
        ("U04", None, "urgent", None),
        ("U99", "urgent", None, 0),
    ]
    assert result.versions == {0, RULES_VERSION}


def test_the_command_prints_one_json_document(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    result = CliRunner().invoke(app, ["replay", "--json"])

    assert result.exit_code == 0, result.stderr
    record = json.loads(result.stdout)
    assert record["rules_version"] == RULES_VERSION
    assert (record["check_ins"], record["same"], record["different"]) == (0, 0, 0)
    assert CliRunner().invoke(app, ["replay"]).stderr == "No difference.\n"
