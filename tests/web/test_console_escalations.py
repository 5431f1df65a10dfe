"""What is done about an escalation on its page: the same acts and rules as in the chat, once each, and nothing lost."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest

from bot import acts as chat
from bot.console.escalation_acts import LONGEST
from bot.database import transaction
from bot.ladders import locked
from bot.models import Address, Staff
from tests.filling import fills, opened
from tests.talk import Service
from tests.team import CAN_WAIT, EMERGENCY, URGENT, acts, assemble, escalations, patient
from tests.web.browsing import console

HTML = "<script>alert(1)</script> & <b>bold</b> {name} %s"


async def test_the_page_says_who_what_was_said_and_what_can_be_done(service: Service) -> None:
    team, lan = assemble(service), patient(service, sex="f")
    await lan.says("/problem")
    await lan.taps("喘不上气")
    service.now += timedelta(minutes=4)
    lin = console(service, team.lin).opens()

    for words in (
        "Open 1", "emergency P-012 4 min · nobody yet", "P-012 · woman · CM313 + prednisone", "Study day 5",
        "“哪里不舒服？（可多选）”: 喘不上气，或喉咙、脸、嘴唇肿",
        "= What is the matter? Breathing; throat, face, lip swelling",
        "Trouble breathing or swelling of face or throat (E01)", "Told at 19:00: call 120.", "Nobody has it yet.",
        "Plan today: prednisone 30 mg",
    ):  # fmt: skip
        assert words in lin.text, words
    order = [
        lin.html.index(words) for words in ("CM313", "哪里不舒服", "I'm on it".replace("'", "&#39;"), "Plan today")
    ]
    assert order == sorted(order)


async def test_the_first_press_wins_and_the_other_is_told_who_has_it(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    lin, wu = console(service, team.lin).opens(), console(service, team.wu).opens()

    lin.posts("/escalations/1/acknowledge")
    wu.posts("/escalations/1/acknowledge")

    assert "You have it now." in lin.text
    assert "Dr Lin has it already. Nothing was changed." in wu.text
    assert "Dr Lin is on it since 19:00." in wu.text
    assert [act.by for act in acts(service, "acknowledge")] == ["Dr Lin"]
    await service.outbox.drain()
    lan.hears("Dr Lin")
    assert "I'm on it" not in team.lin.last.buttons


async def test_a_double_press_has_one_effect_and_ends_at_the_same_page(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    lin = console(service, team.lin).opens()
    key = lin.key

    for _ in range(3):
        lin.posts("/escalations/1/write", key=key, words="Sit up. I ring you now.")
        assert "Sent to P-012." in lin.text
    await service.outbox.drain()

    assert len(acts(service, "write")) == 1
    assert len([shown for shown in lan.screen if "Sit up." in shown.text]) == 1


async def test_the_thread_shows_both_sides(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    lin = console(service, team.lin).opens()
    lin.posts("/escalations/1/write", words="Are you sitting?")
    await service.outbox.drain()
    await lan.taps("回复医生")
    await lan.says("坐着，好一点")

    said = lin.gets("/escalations/1")

    assert "delivered Are you sitting?" in said
    assert "坐着，好一点" in said


async def test_from_concern_to_close(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(URGENT)
    lin = console(service, team.lin).opens()

    lin.posts("/escalations/1/acknowledge")
    lin.posts("/escalations/1/close", outcome="advised", serious="n", ending="Paracetamol, clinic tomorrow")

    (escalation,) = escalations(service)
    assert (escalation.phase, escalation.outcome, escalation.closed_by) == ("closed", "advised", team.lin.id)
    assert escalation.outcome_words == "Paracetamol, clinic tomorrow"
    assert "✓ Closed by Dr Lin at 19:00: Advised" in lin.text
    assert "Open 0" in lin.text
    await service.outbox.drain()
    assert "Closed by Dr Lin" in team.lin.last.text


async def test_closing_as_known_not_worse_is_offered_where_later_answers_can_be_compared(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(URGENT)
    await fills(service, lan, opened(service, lan, "weekly"), {"w_new": "1", "w_old": "same", "w_inf": "pus"})
    lin = console(service, team.lin).opens()
    assert "Known, not worse: 28 days" in lin.text

    lin.posts("/escalations/1/close", outcome="known28", serious="n")

    assert (escalations(service)[0].phase, escalations(service)[0].outcome) == ("closed", "known")
    assert "U04: the same or milder pages nobody until 2 April" in lin.text
    assert "U01: the same" not in lin.text


async def test_a_coordinator_closes_a_review(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says("/problem")
    with transaction(service.engine) as session:
        from bot.models import Escalation

        session.add(
            Escalation(
                participant_id=lan.id, severity="review", message="", opened_at=service.now, phase_from=service.now,
                ladder="{}",
            )
        )  # fmt: skip
    chen = console(service, team.chen).opens()

    chen.posts("/escalations/1/close", outcome="none")

    (escalation,) = escalations(service)
    assert (escalation.phase, escalation.outcome, escalation.closed_by) == ("closed", "none", team.chen.id)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Please choose how it ended."),
        ({"outcome": "advised"}, "Please say whether it may be a serious adverse event."),
        ({"outcome": "exploded"}, "Please choose how it ended."),
        ({"outcome": "other", "serious": "n"}, "Please write in a few words how it ended."),
        ({"outcome": "advised", "ending": "x" * (LONGEST + 1)}, f"That is {LONGEST + 1} characters"),
    ],
)
async def test_an_unknown_outcome_is_asked_for_again(service: Service, fields: dict[str, str], said: str) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(URGENT)
    lin = console(service, team.lin).opens()

    lin.posts(
        "/escalations/1/close", **{"ending": "kept words", **fields} if fields.get("outcome") != "other" else fields
    )

    assert lin.status == 422
    assert said in lin.text
    assert fields.get("ending", "kept words" if fields.get("outcome") != "other" else "") in lin.html
    assert escalations(service)[0].phase != "closed"
    lin.posts("/escalations/1/close", outcome="advised", serious="n")  # the same page, mended
    assert escalations(service)[0].phase == "closed"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "Please write something first."),
        ("  \n ", "Please write something first."),
        ("长" * 10_000, "That is 10000 characters; at most 4000 go at once. Nothing was sent yet."),
    ],
)
async def test_a_message_that_cannot_go_comes_back(service: Service, words: str, said: str) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(URGENT)
    lin = console(service, team.lin).opens()

    lin.posts("/escalations/1/write", words=words)

    assert lin.status == 422
    assert said in lin.text
    assert words.strip() in lin.html
    assert acts(service, "write") == []


async def test_words_come_out_as_they_were_written(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(f"{EMERGENCY} {HTML}")
    lin = console(service, team.lin).opens()

    lin.posts("/escalations/1/write", words=HTML)

    assert "<script>alert" not in lin.html
    assert lin.html.count(HTML.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")) == 2
    await service.outbox.drain()
    assert HTML in lan.last.text


async def test_nothing_is_done_about_what_is_closed_and_the_words_are_kept(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(URGENT)
    lin = console(service, team.lin).opens()
    keys = [lin.key]
    with transaction(service.engine) as session:
        chat.close(session, locked(session, 1), session.get_one(Staff, team.wu.id), "called", "", service.now)

    lin.posts("/escalations/1/write", key=keys[0], words="Too late?")
    assert (lin.status, "Nothing was sent." in lin.text, "Too late?" in lin.text) == (409, True, True)
    lin.posts("/escalations/1/close", outcome="other", serious="n", ending="My view")
    assert (lin.status, "My view" in lin.text) == (409, True)
    for act in ("acknowledge", "take"):
        lin.posts(f"/escalations/1/{act}")
        assert "This is closed already. Nothing was changed." in lin.text

    (escalation,) = escalations(service)
    assert (escalation.closed_by, escalation.outcome) == (team.wu.id, "called")


async def test_who_cannot_be_reached_is_to_be_phoned(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(URGENT)
    with transaction(service.engine) as session:
        from sqlmodel import select

        for address in session.exec(select(Address).where(Address.participant_id == lan.id)):
            address.closed_at, address.closed_why = service.now, "blocked"
    lin = console(service, team.lin).opens()

    lin.posts("/escalations/1/write", words="Are you there?")

    assert "Nothing reaches P-012 here. Please phone." in lin.text
    assert "Are you there?" in unescape(lin.html)


async def test_it_is_taken_over_from_who_has_it_for_too_long(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    await team.lin.taps("I'm on it")
    wu = console(service, team.wu).opens()
    assert "I take it over" not in wu.gets("/escalations/1")
    wu.posts("/escalations/1/take")
    assert "Dr Lin has it already." in wu.text

    await service.passes(hours=3)
    assert "I take it over" in wu.gets("/escalations/1")
    wu.posts("/escalations/1/take")

    assert escalations(service)[0].acknowledged_by == team.wu.id


@pytest.mark.parametrize("path", ["/escalations/99", "/escalations/99999999999999999999", "/escalations/x", "/nothing"])
def test_what_is_not_there_is_a_clear_page(service: Service, path: str) -> None:
    lin = console(service, assemble(service).lin).opens()

    said = lin.gets(path)

    assert lin.status == 404
    assert "This page is not here." in said


async def test_the_pulse_changes_with_the_list(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    lin = console(service, team.lin).opens()
    beats = [lin.gets("/pulse")]

    await lan.says(CAN_WAIT)
    beats.append(lin.gets("/pulse"))
    lin.gets("/escalations")
    lin.posts("/escalations/1/acknowledge")
    beats.append(lin.gets("/pulse"))
    lin.gets("/escalations/1")
    lin.posts("/escalations/1/close", outcome="called", serious="n")
    beats.append(lin.gets("/pulse"))

    assert len(set(beats)) == 4
    assert lin.gets("/pulse") == beats[-1]
