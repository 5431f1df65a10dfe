"""A doctor closes a concern as known, not worse: until then the same is on the morning's list, and worse pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlmodel import col, select

from bot.database import transaction
from bot.models import Concern, Known, Participant
from tests.filling import fills, opened
from tests.talk import Service, Talk
from tests.team import CAN_WAIT, EMERGENCY, Team, assemble, escalations, pages, patient

PUS = {"w_new": "3", "w_old": "same", "w_persist": "0", "w_inf": "pus"}
"""A weekly check that raises U04 and nothing else that pages."""
WORSE = PUS | {"w_inf": "pus|hot_spreading"}


async def week(service: Service, talk: Talk, answers: Mapping[str, str]) -> None:
    await fills(service, talk, opened(service, talk, "weekly"), answers)


async def marked(team: Team, days: int = 14) -> None:
    """Dr Lin closes what is open as known."""
    await team.lin.taps("I'm on it")
    await team.lin.taps("Close…")
    await team.lin.taps(f"Known, not worse: {days} days")
    await team.lin.taps("No")


def concerns(service: Service) -> list[tuple[str, str]]:
    with transaction(service.engine) as session:
        return [(row.rule, row.severity) for row in session.exec(select(Concern).order_by(col(Concern.id)))]


async def test_the_same_goes_to_the_morning_list_and_worse_pages(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await week(service, lan, PUS)
    await marked(team)
    assert "Known, not worse" in pages(team.lin)[-1].text
    assert "U04: the same or milder pages nobody until 19 March" in pages(team.lin)[-1].text

    await service.passes(days=7)
    before = len(pages(team.lin))
    await week(service, lan, PUS)
    assert len(pages(team.lin)) == before
    lan.hears("研究团队会在")
    assert concerns(service) == [("U04", "urgent"), ("U04", "review")]
    await service.passes(hours=13)
    team.lin.hears("Infected skin: pus, or hot and spreading (U04; known, not worse)")

    await service.passes(days=6)
    await week(service, lan, WORSE)
    assert concerns(service)[-1] == ("U04", "urgent")
    assert pages(team.lin)[-1].text.startswith("🟠")


async def test_the_mark_ends_by_itself(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await week(service, lan, PUS)
    await marked(team, 7)

    await service.passes(days=8)
    await week(service, lan, PUS)

    assert concerns(service) == [("U04", "urgent")] * 2


async def test_what_was_written_in_words_or_is_an_emergency_cannot_be_marked(service: Service) -> None:
    team, lan, mei = assemble(service), patient(service), patient(service, "P-013")
    await lan.says(CAN_WAIT)
    await team.lin.taps("Close…")
    assert not any("Known" in label for label in team.lin.last.buttons)

    await week(service, mei, PUS)
    await mei.says(EMERGENCY)
    await team.lin.taps("Close…", of="EMERGENCY")
    assert not any("Known" in label for label in team.lin.last.buttons)
    await team.lin.forges(f"s:{escalations(service)[-1].id}:out:known14")
    team.lin.hears("That button does not belong here.")
    assert escalations(service)[-1].phase != "closed"
    with transaction(service.engine) as session:
        assert session.exec(select(Known)).all() == []


async def test_a_rule_over_weeks_pages_again_only_if_it_got_worse(service: Service) -> None:
    """Fault: relapse after control counts weeks, so that an unchanged skin would page every week."""
    team, lan = assemble(service), patient(service)
    with transaction(service.engine) as session:
        session.get_one(Participant, lan.id).control_reached = True
    spreading = {"w_new": "2", "w_old": "spreading", "w_persist": "3", "w_extent": "1to5"}
    for answers, severity in (
        (spreading, "urgent"),
        (spreading, "review"),
        (spreading | {"w_persist": "2"}, "review"),
        (spreading | {"w_persist": "4"}, "urgent"),
    ):
        await week(service, lan, answers)
        assert [row for row in concerns(service) if row[0] == "U07"][-1] == ("U07", severity)
        for escalation in escalations(service):
            if escalation.phase != "closed" and escalation.severity == "urgent":
                await team.lin.taps("Close…")
                await team.lin.taps("Advised")
                await team.lin.taps("No")
        await service.passes(days=7)
    assert service.now.date() == date(2026, 4, 2)
