"""A doctor enters a plan in the chat: shown back, confirmed, once; what is doubtful wants a reason."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import col, select

from bot.database import transaction
from bot.models import Plan
from tests.talk import Service
from tests.team import acts, assemble, patient


def plans(service: Service) -> list[tuple[str, str, date, str]]:
    with transaction(service.engine) as session:
        rows = session.exec(select(Plan).order_by(col(Plan.id))).all()
        return [(row.drug, row.doses, row.from_day, row.entered_by) for row in rows][1:]


async def test_a_plan_is_shown_back_and_entered_by_one_tap(service: Service) -> None:
    team, _lan = assemble(service), patient(service)

    await team.lin.says("/plan P-012")
    assert team.lin.last.text.startswith("Now: prednisone 30 mg\nWrite the dose and its first day")
    await team.lin.says("25 mg from 10 March")
    assert team.lin.last.text.splitlines() == [
        "P-012: is this the new plan?",
        "prednisone: 5 tablets, 25 mg in all a day, from 10 March",
        "Now: prednisone 30 mg",
    ]
    assert plans(service) == []
    await team.lin.taps("Yes, enter it")

    assert team.lin.last.text.startswith("P-012: the new plan is entered.")
    assert plans(service) == [("prednisone", "25", date(2026, 3, 10), "Dr Lin")]
    await team.lin.taps("Yes, enter it")
    assert "A plan was entered for P-012 since then. Nothing was changed." in team.lin.last.text
    assert len(plans(service)) == 1


async def test_two_doctors_at_once_do_not_overwrite_each_other(service: Service) -> None:
    team, _lan = assemble(service), patient(service)
    await team.lin.says("/plan P-012 25 from tomorrow")
    await team.wu.says("/plan P-012 20 from tomorrow")
    await team.wu.taps("Yes, enter it")
    service.now = service.now.replace(second=1)

    await team.lin.taps("Yes, enter it")

    assert "A plan was entered for P-012 since then." in team.lin.last.text
    assert [row[1] for row in plans(service)] == ["20"]


async def test_azathioprine_beyond_its_range_wants_a_reason_and_tells_no_genotype_in_the_chat(service: Service) -> None:
    """Content §0.9 and §2: mg per kg by TPMT; a genotype is for staff screens only."""
    team, _lan = assemble(service), patient(service, arm="azathioprine", weight_kg="50", tpmt="mutation")

    await team.lin.says("/plan P-012 azathioprine 100 from tomorrow")
    shown = team.lin.last
    assert "The plan does not fit what is known of this person: see the console." in shown.text
    assert "TPMT" not in shown.text
    assert "mg/kg" not in shown.text
    assert not shown.buttons
    await team.lin.says("agreed with the investigator")

    assert plans(service) == [("azathioprine", "100", date(2026, 3, 6), "Dr Lin")]
    assert [act.reason for act in acts(service, "plan")] == ["agreed with the investigator"]


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("25", "I could not read a dose and its first day in that."),
        ("2500 from tomorrow", "2500 mg of prednisone a day cannot be meant: at most 200 mg."),
    ],
)
async def test_what_cannot_be_meant_is_asked_again(service: Service, words: str, heard: str) -> None:
    team, _lan = assemble(service), patient(service)
    await team.lin.says("/plan P-012")

    await team.lin.says(words)
    assert team.lin.last.text.startswith(heard)
    await team.lin.says("25 from tomorrow")

    assert "is this the new plan?" in team.lin.last.text
    await team.lin.taps("No")
    assert plans(service) == []


async def test_a_coordinator_enters_no_plan(service: Service) -> None:
    team, _lan = assemble(service), patient(service)

    await team.chen.says("/plan P-012 25 from tomorrow")
    assert team.chen.last.text == "/plan 只给这些人用：医生、研究者。什么都没有改。"
    await team.chen.forges("c:plan:1.1.prednisone.20260310.25")

    assert plans(service) == []


@pytest.mark.parametrize(
    "data", ["c:plan:", "c:plan:1.1.prednisone.20261310.25", "c:plan:1.1.prednisone.20260310.x", "c:plan:9.0.a.b.c"]
)
async def test_a_button_that_we_never_made_enters_nothing(service: Service, data: str) -> None:
    team, _lan = assemble(service), patient(service)

    await team.lin.forges(data)

    assert team.lin.last.text == "That button does not belong here. Nothing was changed."
    assert plans(service) == []
