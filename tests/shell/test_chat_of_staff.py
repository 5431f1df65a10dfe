"""What doctors and coordinators do in the chat beside pages: write, phone, pause, invite, compare; and who may not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.database import transaction
from bot.models import Message, Participant, Pause, PhoneCall
from tests.talk import Service, Talk
from tests.team import EMERGENCY, acts, assemble, patient, remove


def person(service: Service, talk: Talk) -> Participant:
    with transaction(service.engine) as session:
        return session.get_one(Participant, talk.id)


# --- writing --------------------------------------------------------------------------------------


async def test_a_doctor_writes_and_the_answer_comes_back_to_the_doctor_and_who_is_on_call(service: Service) -> None:
    team, lan = assemble(service), patient(service)

    await team.wu.says("/write P-012")
    assert "P-012 reads Chinese" in team.wu.last.text
    await team.wu.says("Please measure your blood pressure.")

    assert lan.last.text == "研究医生Dr Wu发来：“Please measure your blood pressure.”"
    team.wu.hears("Sent to P-012. The answer comes back to you here.")
    await lan.taps("回复医生")
    await lan.says("高压135，低压80")
    assert team.wu.last.text == team.lin.last.text == "P-012 answers: “高压135，低压80”"
    assert not any("P-012 answers" in shown.text for shown in team.chen.screen)
    for talk in (team.wu, team.lin, lan):
        assert all(account not in talk.shows() for account in (lan.account, team.wu.account))
    assert [act.by for act in acts(service, "write")] == ["Dr Wu"]


async def test_the_answer_can_be_answered_in_turn_without_a_page(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await team.wu.says("/write P-012 How is the arm?")
    await lan.taps("回复医生")
    await lan.says("好多了")

    await team.wu.taps("Message participant")
    await team.wu.says("Good.")

    assert lan.last.text == "研究医生Dr Wu发来：“Good.”"


async def test_a_sentence_of_every_day_is_read_in_the_participants_own_language(service: Service) -> None:
    """Nothing is machine-translated: both languages of a template stand in the catalogue."""
    team, lan = assemble(service), patient(service)

    await team.lin.says("/write P-012")
    assert "2. 我们今天会给您打电话，请把手机放在身边。 (We will phone you today. Please keep your phone near.)" in (
        team.lin.last.text
    )
    await team.lin.taps("2")

    assert lan.last.text == "研究医生Dr Lin发来：“我们今天会给您打电话，请把手机放在身边。”"
    await lan.taps("回复医生")
    assert "我们今天会给您打电话" in lan.last.text
    await team.lin.says("and this goes to nobody")
    assert "This went to nobody" in team.lin.last.text


async def test_who_cannot_be_reached_is_to_be_phoned(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.sends("blocked")

    await team.lin.says("/write P-012 hello")

    assert team.lin.last.text == "Nothing reaches P-012 here. Please phone."
    assert acts(service, "write") == []


# --- whom to phone --------------------------------------------------------------------------------


async def silent(service: Service) -> None:
    """Somebody who has not answered for four days, on a morning."""
    patient(service)
    await service.until(service.now + timedelta(days=4, hours=14), every=timedelta(hours=1))


async def test_the_list_of_the_day_and_what_became_of_each_call(service: Service) -> None:
    team = assemble(service)
    await silent(service)

    await team.chen.says("/today")
    task = team.chen.hears("P-012：")
    assert task.text.startswith("1. P-012：")
    assert list(task.buttons) == ["打通了", "没人接", "过会儿再打…"]
    await team.chen.taps("没人接")
    await team.chen.says("/today")
    assert "打过：没人接。" in team.chen.last.text
    await team.chen.taps("过会儿再打")
    await team.chen.taps("3小时后")
    await team.chen.says("/today")
    assert team.chen.last.text == "今天不用给谁打电话。"
    await service.passes(hours=3)
    await team.chen.says("/today")
    await team.chen.taps("打通了")
    await team.chen.says("/today")
    assert team.chen.last.text == "今天不用给谁打电话。"

    with transaction(service.engine) as session:
        kept = [(call.outcome, call.why, call.by) for call in session.exec(select(PhoneCall))]
    assert kept == [("no_answer", "silent", "陈敏"), ("again", "silent", "陈敏"), ("reached", "silent", "陈敏")]
    await service.passes(days=1)
    await team.chen.says("/today")
    assert "P-012" in team.chen.last.text


async def test_an_alarm_that_nobody_has_taken_is_not_talked_off_the_list(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    await service.passes(minutes=61)

    await team.chen.says("/today")
    await team.chen.taps("打通了")
    await team.chen.says("/today")

    assert "P-012" in team.chen.last.text


# --- who is on call -------------------------------------------------------------------------------


async def test_who_is_on_call_is_told_before_there_is_a_roster(service: Service) -> None:
    team = assemble(service)

    await team.chen.says("/oncall")

    assert team.chen.last.text.splitlines()[:2] == ["现在值班：Dr Lin，其次Dr Wu", "研究者：Prof Ji"]
    assert "还没有值班表" in team.chen.last.text


# --- pausing, ending, inviting --------------------------------------------------------------------


async def test_a_pause_has_days_and_a_reason(service: Service) -> None:
    team, _lan = assemble(service), patient(service)

    await team.chen.says("/pause P-012")
    await team.chen.taps("7天")
    assert "请写明原因" in team.chen.last.text
    await team.chen.says("住院做手术")

    assert team.chen.last.text == "P-012：到3月11日为止不再提问，原因已记录。"
    with transaction(service.engine) as session:
        (pause,) = session.exec(select(Pause)).all()
    assert ((pause.last - pause.first).days, pause.reason, pause.entered_by) == (6, "住院做手术", "陈敏")
    await team.chen.says("/resume P-012 出院了")
    assert [act.reason for act in acts(service, "resume")] == ["出院了"]


@pytest.mark.parametrize(
    ("commands", "status", "action"),
    [
        (("/withdraw P-012", "wants to"), "withdrawn", "withdraw"),
        (("/end P-012", "[lost]", "moved away"), "lost", "end"),
        (("/end P-012", "[died]", "told by the family"), "died", "end"),
    ],
)
async def test_leaving_the_study_wants_a_reason(
    service: Service, commands: tuple[str, ...], status: str, action: str
) -> None:
    team, lan = assemble(service), patient(service)

    for command in commands:
        assert person(service, lan).status == "active"
        await (team.ji.taps(command[1:-1]) if command.startswith("[") else team.ji.says(command))

    assert person(service, lan).status == status
    assert [(act.by, act.reason) for act in acts(service, action)] == [("Prof Ji", commands[-1])]
    await team.ji.says("/pause P-012")
    await team.ji.taps("3 days")
    await team.ji.says("again")
    assert "so this cannot be done. Nothing was changed." in team.ji.last.text


async def test_an_invite_comes_as_a_code_to_scan(service: Service) -> None:
    team, _lan = assemble(service), patient(service)

    await team.chen.says("/invite P-012")

    assert team.chen.last.text == "P-012：手机网页，不用装软件。请本人用自己的手机扫码打开。"
    assert team.chen.last.picture is not None
    assert [act.by for act in acts(service, "invite")] == ["陈敏"]


async def test_leaving_a_command_changes_nothing(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await team.ji.says("/withdraw P-012")

    await team.ji.says("/cancel")
    await team.ji.says("wants to")

    assert person(service, lan).status == "active"
    assert "This went to nobody" in team.ji.last.text


# --- the arms, the morning, the week --------------------------------------------------------------


async def test_the_arms_are_compared_for_the_investigator_alone(service: Service) -> None:
    team = assemble(service)
    lan, mei = patient(service), patient(service, "P-013", arm="azathioprine")
    await lan.says(EMERGENCY)
    await service.passes(minutes=10)
    await team.lin.taps("I'm on it")
    await mei.says(EMERGENCY)

    await team.ji.says("/arms")

    lines = team.ji.last.text.splitlines()
    assert lines[1].startswith("CM313 + prednisone: 1 participants; check-ins asked")
    assert lines[2] == ("Concerns: emergency 2, urgent 0, review 0; median time to “I'm on it” 10 min, nobody yet 0")
    assert lines[4].endswith("median time to “I'm on it” – min, nobody yet 1")
    for talk in (team.lin, team.chen):
        await talk.says("/arms")
        assert "CM313" not in talk.last.text
    assert team.lin.last.text == "/arms is for: investigator. Nothing was changed."


async def test_a_doctors_morning_tells_what_waits_and_what_was_closed(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    await team.lin.taps("I'm on it")
    await team.lin.taps("Close…")
    await team.lin.taps("Advised")
    await team.lin.taps("No")

    await service.until(service.now + timedelta(hours=14), every=timedelta(hours=1))

    morning = team.wu.hears("🌅 6 March").text
    assert "Closed yesterday: 1" in morning
    assert "Dr Lin: Advised" in morning
    assert sum("🌅" in shown.text for shown in team.wu.screen) == 1
    team.chen.hears_not("🌅")


async def test_on_monday_the_office_reads_how_the_week_went(service: Service) -> None:
    team = assemble(service)
    patient(service)

    await service.until(service.now + timedelta(days=3, hours=14), every=timedelta(hours=2))

    week = team.chen.hears("3月9日之前的一周").text
    assert "按时回答：" in week
    assert "没问到（我们的原因）：0" in week
    assert any(shown.picture for shown in team.chen.screen)
    team.lin.hears_not("The week before")


# --- who may not ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "command"),
    [("chen", "/arms"), ("lin", "/arms"), ("lin", "/invite P-012"), ("lin", "/withdraw P-012"), ("lin", "/end P-012")],
)
async def test_a_role_that_may_not_is_told_who_may(service: Service, name: str, command: str) -> None:
    team, lan = assemble(service), patient(service)
    talk: Talk = getattr(team, name)

    await talk.says(command)

    assert talk.last.text.startswith(command.split()[0])
    assert person(service, lan).status == "active"
    assert acts(service, "invite") == []


@pytest.mark.parametrize("data", ["c:standing:1.died", "c:standing:1.lost"])
async def test_a_button_asks_again_who_presses_it(service: Service, data: str) -> None:
    """A button that somebody else was shown, or that was made up: the role counts at the press."""
    team, lan = assemble(service), patient(service)

    await team.lin.forges(data)
    await team.lin.says("because")

    assert person(service, lan).status == "active"


@pytest.mark.parametrize(
    "data",
    ["c:call:1.silent.never", "c:call:999.silent.reached", "c:call:", "c:template:1.nothing", "c:pause:1.999",
     "c:standing:1.resume", "c:nothing:", "c:template:999999999999."],
)  # fmt: skip
async def test_a_button_that_we_never_made_does_nothing(service: Service, data: str) -> None:
    team, _lan = assemble(service), patient(service)

    await team.ji.forges(data)

    assert team.ji.last.text == "That button does not belong here. Nothing was changed."
    with transaction(service.engine) as session:
        assert session.exec(select(PhoneCall)).all() == []
        assert session.exec(select(Message).where(Message.kind == "doctor")).all() == []


async def test_who_was_removed_is_refused_in_the_middle_of_it(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await team.ji.says("/withdraw P-012")
    remove(service, team.ji)

    await team.ji.says("wants to")

    assert person(service, lan).status == "active"
    assert team.ji.last.text == "You are not on the staff of this study any more. Nothing was changed."
    assert acts(service, "refused")
