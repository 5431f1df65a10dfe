"""Pictures on their way: a doctor's and a coordinator's course, the heat map, a participant's own."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from bot.database import transaction
from bot.models import Message, Visit
from bot.pictures.course import Course
from bot.post import body_of
from tests.talk import Service, Talk
from tests.team import EMERGENCY, assemble, patient, remove


def figures(service: Service) -> list[object]:
    """The figures of all messages with a picture, as they are kept."""
    with transaction(service.engine) as session:
        rows = session.exec(select(Message).order_by(col(Message.id))).all()
        return [body.picture for row in rows if (body := body_of(row)).picture is not None]


def injected(service: Service, talk: Talk, day: date) -> None:
    with transaction(service.engine) as session:
        session.add(
            Visit(
                participant_id=talk.id,
                kind="injection",
                day=day,
                done=True,
                entered_at=service.now,
                entered_by="Dr Lin",
            )
        )


async def answered(service: Service) -> Talk:
    """A participant who has answered one evening, had an injection and an emergency."""
    lan = patient(service)
    injected(service, lan, date(2026, 3, 2))
    await service.passes(hours=1)
    await lan.taps("都按方案吃了")
    await lan.taps("没有")
    await lan.says(EMERGENCY)
    return lan


async def test_a_doctor_sees_the_whole_course_on_one_screen(service: Service) -> None:
    team = assemble(service)
    await answered(service)

    await team.lin.says("/p p-012")

    shown = team.lin.last
    lines = shown.text.splitlines()
    assert lines[0] == "P-012: taking part, study day 5, reads Chinese"
    assert "CM313 + prednisone" in lines
    assert "Plan today: prednisone 30 mg" in lines
    assert "Injection 1 on 2 March (3 days ago)" in lines
    assert "Steroid on 1 of the last 5 days: 30 mg taken, 30 mg planned; not answered: 4" in lines
    assert "5 March, daily: steroid 30 of 30 mg" in lines
    assert any(line.startswith("🔴 Open: Trouble breathing") for line in lines)
    assert lines[-1] == "No visit is planned."
    assert shown.picture is not None
    assert shown.picture.startswith(b"\x89PNG")
    (kept,) = figures(service)
    assert isinstance(kept, Course)
    assert (kept.taken, kept.planned[:5]) == ((None, None, None, None, 30.0), (30.0,) * 5)
    assert {mark.kind for mark in kept.marks} == {"injection", "emergency"}


async def test_nothing_on_a_coordinators_screen_names_the_arm(service: Service) -> None:
    """Fault 70: the arm stays hidden in whatever a coordinator is shown, the picture too."""
    team = assemble(service)
    await answered(service)

    await team.chen.says("/p P-012")

    assert "CM313" not in team.chen.last.text
    assert "注射" not in team.chen.last.text
    (kept,) = figures(service)
    assert isinstance(kept, Course)
    assert {mark.kind for mark in kept.marks} == {"emergency"}


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("/p", "Which participant? For example: /p P-012"),
        ("/p P-999", "There is no participant P-999. Nothing was changed."),
        ("/p {link} %s", "There is no participant {link}. Nothing was changed."),
    ],
)
async def test_an_unknown_code_is_said_to_be_unknown(service: Service, typed: str, heard: str) -> None:
    team = assemble(service)

    await team.lin.says(typed)

    assert team.lin.last.text == heard


async def test_a_code_is_found_however_it_is_typed(service: Service) -> None:
    team = assemble(service)
    patient(service, "P-012")

    await team.lin.says("/P  ｐ-０１２")

    assert team.lin.last.text.startswith("P-012: taking part")


async def test_who_answers_is_shown_as_a_picture_beside_the_figures(service: Service) -> None:
    team = assemble(service)
    await answered(service)

    await team.chen.says("/adherence")

    assert team.chen.last.text == "最近28天"
    assert team.chen.last.picture is not None
    team.chen.hears("P-012")


async def test_a_participant_sees_only_their_own_doses_and_symptoms(service: Service) -> None:
    lan = await answered(service)

    await lan.says("/chart")

    assert lan.last.text == "这是您吃药和身体的情况，都来自您自己的回答（共1天）。每一次回答，都谢谢您。"
    assert lan.last.picture is not None
    (kept,) = figures(service)
    assert isinstance(kept, Course)
    assert kept.own
    assert {mark.kind for mark in kept.marks} == {"injection"}


async def test_there_is_no_picture_of_nothing(service: Service) -> None:
    lan = patient(service)

    await lan.says("/chart")

    assert lan.last.text.startswith("现在还没有可以画的")
    assert lan.last.picture is None


async def test_a_candidate_has_a_summary_without_a_picture(service: Service) -> None:
    team = assemble(service)
    patient(service, status="candidate", arm=None, start=None, end=None)

    await team.lin.says("/p P-012")

    assert team.lin.last.text.startswith("P-012: candidate, reads Chinese")
    assert team.lin.last.picture is None


async def test_the_course_ends_with_the_study(service: Service) -> None:
    team = assemble(service)
    patient(service, end=date(2026, 3, 4))
    service.now += timedelta(days=30)

    await team.lin.says("/p P-012")

    (kept,) = figures(service)
    assert isinstance(kept, Course)
    assert kept.today == date(2026, 3, 4)
    assert len(kept.planned) == 4


async def test_a_doctor_who_has_left_the_study_team_sees_nothing(service: Service) -> None:
    team = assemble(service)
    await answered(service)
    remove(service, team.lin)
    await team.lin.says("/p P-012")

    team.lin.hears("You are not on the staff of this study any more. Nothing was changed.")
    assert figures(service) == []
