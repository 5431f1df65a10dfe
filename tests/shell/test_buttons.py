"""What staff do with a page: take it over, write across, close. What does not belong to them is refused and told."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from bot.channels import Inbound
from bot.database import transaction
from bot.inbox import receive
from bot.models import Escalation, Message
from tests.talk import Service, Talk
from tests.team import CAN_WAIT, EMERGENCY, URGENT, acts, assemble, escalations, join, pages, patient, remove


async def test_the_first_press_wins_the_others_see_who_and_the_participant_hears_of_it(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    await service.passes(minutes=9)

    await team.lin.taps("I'm on it")

    assert pages(team.lin)[-1].text.endswith("Dr Lin is on it since 19:09.")
    assert pages(team.ji)[-1].text.endswith("Dr Lin is on it since 19:09.")
    assert list(pages(team.ji)[-1].buttons) == ["Message participant", "Close…", "More…"]
    lan.hears("Dr Lin已经看到您的消息")
    assert await team.over(40) == []  # nobody else is called


async def test_a_press_that_comes_second_is_told_who_has_it(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    button = pages(team.ji)[-1].buttons["I'm on it"]
    await team.lin.taps("I'm on it")

    await team.ji.forges(button)

    team.ji.hears("Dr Lin has it already.")
    (matter,) = escalations(service)
    assert matter.acknowledged_by == team.lin.id


async def test_two_doctors_pressing_in_the_same_instant_are_one_first_and_one_second(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    data = pages(team.lin)[-1].buttons["I'm on it"]
    ready = Barrier(2)

    def press(talk: Talk, external: str) -> None:
        ready.wait(10)
        message = Inbound("telegram", talk.account, external, "tap", tap=data)
        receive(service.engine, message, service.now, service.languages)

    threads = [Thread(target=press, args=(talk, f"both-{talk.id}")) for talk in (team.lin, team.ji)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    await service.looks()

    (matter,) = escalations(service)
    first, second = (team.lin, team.ji) if matter.acknowledged_by == team.lin.id else (team.ji, team.lin)
    assert len(acts(service, "acknowledge")) == 1
    second.hears("has it already.")
    first.hears_not("has it already.")
    assert sum("已经看到您的消息" in shown.text for shown in lan.screen) == 1


async def test_a_doctors_words_go_across_and_the_answer_comes_back_to_that_doctor_and_who_is_on_call(
    service: Service,
) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(URGENT)
    await service.passes(hours=1)

    await team.wu.taps("Message participant")
    team.wu.hears("Your next message goes to P-012, word for word. P-012 reads Chinese. /cancel to leave it.")
    await team.wu.says("请多喝水，*一小时*后再量一次。")

    team.wu.hears("Sent to P-012. The answer comes back to you here.")
    assert "“请多喝水，*一小时*后再量一次。”" in lan.hears("Dr Wu").text
    await lan.taps("回复医生")
    await lan.says("好的，谢谢")
    team.wu.hears("P-012 answers: “好的，谢谢”")
    team.lin.hears("P-012 answers: “好的，谢谢”")  # who is on call reads it too
    await team.wu.says("one more thing")
    team.wu.hears("This went to nobody.")


async def test_who_simply_writes_back_is_heard_by_the_doctor(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    await team.lin.taps("Message participant")
    await team.lin.says("Where are you?")

    await lan.says("在家，女儿在")
    team.lin.hears("P-012 answers: “在家，女儿在”")
    lan.hears("已转给Dr Lin")
    await lan.says("喘好一点了")
    team.lin.hears("P-012 answers: “喘好一点了”")


async def test_what_fits_the_open_question_answers_it_and_other_words_go_to_the_doctor(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(URGENT)
    await service.passes(hours=1)
    await lan.says("/next")
    await team.lin.taps("Message participant")
    await team.lin.says("Did you sleep?")

    await lan.says("睡得不好")
    team.lin.hears("P-012 answers: “睡得不好”")
    await lan.says("都按方案吃了")
    team.lin.hears_not("answers: “都按方案吃了”")


async def test_words_after_a_newer_question_are_not_for_the_doctor(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    await team.lin.taps("Message participant")
    await team.lin.says("Where are you?")
    await lan.taps("继续答题")
    await lan.says("在家")

    team.lin.hears_not("answers: “在家”")


async def test_words_a_day_later_are_not_for_the_doctor(service: Service) -> None:
    team, lan = assemble(service), patient(service, status="candidate", start=None)
    await lan.says(URGENT)
    await team.lin.taps("Message participant")
    await team.lin.says("Where are you?")
    service.now += timedelta(days=2)
    await lan.says("在家")

    team.lin.hears_not("answers: “在家”")


async def test_an_answer_to_a_doctor_who_has_left_goes_to_who_is_on_call(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    await team.ji.taps("Message participant")
    await team.ji.says("Where are you?")
    remove(service, team.ji)

    await lan.taps("回复医生")
    await lan.says("在家")

    team.lin.hears("P-012 answers: “在家”")


@pytest.mark.parametrize(("minutes", "arrives"), [(15, True), (16, False)])
async def test_after_a_quarter_of_an_hour_words_go_to_nobody(service: Service, minutes: int, arrives: bool) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    await team.lin.taps("Message participant")
    service.now += timedelta(minutes=minutes)

    await team.lin.says("please come in")

    assert any("please come in" in shown.text for shown in lan.screen) is arrives
    team.lin.hears("Sent to P-012" if arrives else "This went to nobody.")


async def test_cancel_leaves_the_words_unsent(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    await team.lin.taps("Message participant")

    await team.lin.says("/cancel")
    await team.lin.says("never mind")

    team.lin.hears("Left. Nothing was sent.")
    team.lin.hears("This went to nobody.")
    lan.hears_not("never mind")


async def test_a_message_to_somebody_who_cannot_be_reached_is_not_called_sent(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    await lan.sends("blocked")

    await team.lin.taps("Message participant")
    await team.lin.says("please come in")

    team.lin.hears("Nothing reaches P-012 here. Please phone.")


OUTCOMES = {
    "Called the participant": "called",
    "Advised": "advised",
    "Visit arranged": "visit",
    "Sent to emergency": "sent",
    "Not a concern": "none",
}


@pytest.mark.parametrize("label", OUTCOMES)
async def test_closing_with_an_outcome_takes_the_buttons_away_everywhere(service: Service, label: str) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    await team.lin.taps("I'm on it")
    service.now += timedelta(minutes=20)

    await team.lin.taps("Close…")
    await team.lin.taps(label)
    await team.lin.taps("No")

    team.lin.hears(f"P-012: closed. {label}.")
    for talk in (team.lin, team.ji):
        assert pages(talk)[-1].text.endswith(f"✓ Closed by Dr Lin at 19:20: {label}")
        assert all(not page.buttons for page in pages(talk))
    (matter,) = escalations(service)
    assert (matter.phase, matter.outcome, matter.closed_by) == ("closed", OUTCOMES[label], team.lin.id)
    assert await team.over(180, every=60) == []


async def test_closing_with_other_asks_for_words_and_keeps_them(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    await team.lin.taps("Close…")
    await team.lin.taps("Other")
    await team.lin.taps("No")
    assert escalations(service)[0].phase == "open"

    await team.lin.says("Spoke to her husband.")

    assert pages(team.lin)[-1].text.endswith("Other, with words\n“Spoke to her husband.”")
    (matter,) = escalations(service)
    assert (matter.outcome, matter.outcome_words) == ("other", "Spoke to her husband.")


async def test_a_late_press_on_something_closed_changes_nothing(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    late = pages(team.ji)[-1].buttons
    await team.lin.taps("Close…")
    await team.lin.taps("Advised")
    await team.lin.taps("No")

    for data in late.values():
        await team.ji.forges(data)

    team.ji.hears("This is closed already. Nothing was changed.")
    (matter,) = escalations(service)
    assert (matter.closed_by, matter.acknowledged_by) == (team.lin.id, team.lin.id)


@pytest.mark.parametrize("words", [EMERGENCY, URGENT])
async def test_a_coordinator_closes_reviews_only(service: Service, words: str) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(words)
    await service.passes(hours=1)
    page = pages(team.chen)[-1]
    assert list(page.buttons) == ["我来处理", "给参加者发消息", "更多…"]

    for data in ("s:1:close:", "s:1:out:none", "s:1:out:other"):
        await team.chen.forges(data)
        assert escalations(service)[0].phase != "closed"

    team.chen.hears("只能由医生结束")
    assert "什么都没有改" in team.chen.last.text


async def test_the_next_doctor_may_take_it_over_once_the_ladder_has_come_to_them(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    await team.lin.taps("I'm on it")
    await team.ji.forges("s:1:take:")
    team.ji.hears("Dr Lin has it already.")

    await team.over(65)
    await lan.taps("好些了")
    assert await team.over(60) == [(55, "Wu"), (55, "Ji")]
    await team.wu.taps("I take it over")

    assert pages(team.lin)[-1].text.endswith("Dr Wu is on it since 21:05.")
    assert await team.over(60) == [(60, "Wu")]


async def test_fault_29_staff_who_were_removed_are_refused_told_and_recorded(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    remove(service, team.lin)

    for label in ("I'm on it", "Message participant", "Close…"):
        await team.lin.taps(label)
    await team.lin.says("hello")

    assert "You are not on the staff of this study any more. Nothing was changed." in team.lin.last.text
    assert escalations(service)[0].phase == "open"
    assert len(acts(service, "refused")) == 4


async def test_fault_38_a_participant_or_a_stranger_pressing_a_staff_button_changes_nothing(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    other, stranger = patient(service, "P-013", language="en"), Talk(service, "777", "", "en", 0)
    await lan.says(EMERGENCY)

    for data in pages(team.lin)[-1].buttons.values():
        for person in (lan, other, stranger):
            await person.forges(data)

    other.hears("That button does not belong here. Nothing was changed.")
    stranger.hears("To use it you need the link")
    (matter,) = escalations(service)
    assert (matter.phase, matter.acknowledged_by) == ("open", None)


@pytest.mark.parametrize(
    "data", ["s:999:ack:", "s:0:close:", "s:1:out:nonsense", "s:1:nonsense:", "a:1:w_new:1:3", "c:help:", "x", ""]
)
async def test_a_forged_button_of_staff_changes_nothing_and_says_so(service: Service, data: str) -> None:
    doctor, lan = join(service, "Dr Lin"), patient(service)
    await lan.says(EMERGENCY)

    await doctor.forges(data)

    assert "That button does not belong here. Nothing was changed." in doctor.last.text
    assert escalations(service)[0].phase == "open"


async def test_fault_30_nothing_is_on_the_page_before_the_acknowledgement_is_stored(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    press = Inbound("telegram", team.lin.account, "pressed", "tap", tap=pages(team.lin)[-1].buttons["I'm on it"])

    receive(service.engine, press, service.now, service.languages)  # and the process dies before anything is sent

    assert "Dr Lin is on it" not in pages(team.lin)[-1].text
    with transaction(service.engine) as session:
        assert session.get_one(Escalation, 1).phase == "held"
    await service.looks()
    assert "Dr Lin is on it" in pages(team.lin)[-1].text


async def test_words_with_what_could_be_markup_or_code_pass_through_unchanged(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    words = "<b>{code}</b> _x_ '; DROP TABLE staff; -- \u202e {mg}"
    await lan.says(f"{CAN_WAIT} {words}")

    assert words in pages(team.lin)[-1].text
    await team.lin.taps("Message participant")
    await team.lin.says(words)
    assert words in lan.last.text
    with transaction(service.engine) as session:
        assert session.get(Message, 1) is not None
