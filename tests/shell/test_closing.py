"""Acknowledged is not closed: closing with its two questions, taking it back, handing over, notes, serious events."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.database import transaction
from bot.models import Delivery, Message, SeriousEvent, Staff
from tests.talk import START, Service, Talk
from tests.team import EMERGENCY, URGENT, Team, acts, assemble, escalations, join, pages, patient, remove

JIS = "json://ji.test/secret"


async def closes(talk: Talk, outcome: str = "Called", serious: str = "No") -> None:
    """Three taps from the page to its end."""
    await talk.taps("Close…")
    await talk.taps(outcome)
    await talk.taps(serious)


def event(service: Service) -> SeriousEvent:
    with transaction(service.engine) as session:
        return session.exec(select(SeriousEvent)).one()


async def opened(service: Service, words: str = EMERGENCY) -> Team:
    team = assemble(service)
    await patient(service).says(words)
    return team


# --- closing -------------------------------------------------------------------------------------


async def test_an_outcome_alone_closes_nothing(service: Service) -> None:
    team = await opened(service)
    await team.lin.taps("Close…")
    await team.lin.taps("Called")

    assert team.lin.hears("P-012: may it be a serious adverse event?").buttons.keys() == {
        "No", "Yes, perhaps", "Not yet",
    }  # fmt: skip
    assert escalations(service)[0].phase == "open"
    assert (15, "Wu") in await team.over(15)  # the ladder goes on


async def test_a_review_is_closed_with_its_outcome_and_can_be_called_serious_afterwards(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.sends("photo")
    await lan.taps("不是")
    await team.chen.forges("s:1:show:")
    await team.chen.taps("结束")
    await team.chen.taps("已给参加者")
    assert escalations(service)[0].phase == "closed"

    await team.chen.taps("可能严重")

    assert event(service).arrived_at == START
    team.ji.hears("⏱ P-012: 陈敏 marked this as perhaps a serious adverse event.")


async def test_all_that_waits_stops_in_the_transaction_of_the_close(service: Service) -> None:
    """Fault 30: pages that had not left are dropped with the close, not after it."""
    from bot.acts import close
    from bot.ladders import climb, locked

    team = await opened(service)
    with transaction(service.engine) as session:
        matter = locked(session, 1)
        service.now += timedelta(minutes=30)
        climb(session, matter, service.now)
        waiting = select(Delivery).join(Message).where(Message.kind == "page", Delivery.state == "pending")
        assert session.exec(waiting).all()
        close(session, matter, session.get_one(Staff, team.lin.id), "called", "", service.now)
        session.flush()
        assert session.exec(waiting).all() == []
    before = len(pages(team.wu))
    await service.looks()

    assert len(pages(team.wu)) == before
    assert await team.over(180, every=60) == []


# --- taking it back ------------------------------------------------------------------------------


async def test_a_close_is_taken_back_within_a_minute_and_the_ladder_goes_on(service: Service) -> None:
    team = await opened(service)
    await team.lin.taps("I'm on it")
    await closes(team.ji)
    service.now += timedelta(seconds=60)
    await team.ji.taps("Take it back")

    (matter,) = escalations(service)
    assert (matter.phase, matter.acknowledged_by, matter.closed_by, matter.outcome) == ("held", team.lin.id, None, None)
    assert "Dr Lin is on it" in pages(team.ji)[-1].text
    assert [act.by for act in acts(service, "undo close")] == ["Prof Ji"]
    assert await team.over(60) == [(60, "Lin")]


async def test_who_takes_back_what_nobody_had_has_it(service: Service) -> None:
    team = await opened(service)
    await closes(team.ji)
    await team.ji.taps("Take it back")

    assert (escalations(service)[0].phase, escalations(service)[0].acknowledged_by) == ("held", team.ji.id)
    assert await team.over(60) == [(60, "Ji")]


async def test_after_a_minute_and_by_others_it_is_not_taken_back(service: Service) -> None:
    team = await opened(service)
    await closes(team.ji)
    undo = next(data for label, data in team.ji.hears("P-012: closed.").buttons.items() if label.startswith("Take"))
    await team.lin.forges(undo)
    service.now += timedelta(seconds=61)
    await team.ji.forges(undo)

    assert escalations(service)[0].phase == "closed"
    for talk in (team.lin, team.ji):
        talk.hears("A close can be taken back within a minute, by whoever closed it. Nothing was changed.")


async def test_taken_back_twice_it_is_open_once(service: Service) -> None:
    team = await opened(service)
    await closes(team.ji)
    await team.ji.taps("Take it back")
    await team.ji.taps("Take it back")

    assert team.ji.hears("This is open. Nothing was changed.")
    assert len(acts(service, "undo close")) == 1


# --- handing over --------------------------------------------------------------------------------


async def test_it_is_handed_to_a_named_person_who_is_paged_at_once(service: Service) -> None:
    team = await opened(service)
    await team.lin.taps("I'm on it")
    await team.lin.taps("More…", of="🔴")
    await team.lin.taps("Hand over to Dr Wu")

    assert pages(team.wu)[-1].text.endswith("Handed to Dr Wu at 19:00; not taken yet.")
    team.lin.hears("P-012: Dr Wu is paged now, and has it once they press.")
    await team.wu.taps("I'm on it")
    (matter,) = escalations(service)
    assert (matter.phase, matter.acknowledged_by, matter.assigned_to) == ("held", team.wu.id, None)
    assert await team.over(60) == [(60, "Wu")]


async def test_what_is_handed_over_and_not_taken_climbs(service: Service) -> None:
    team = await opened(service)
    await team.lin.taps("I'm on it")
    await team.lin.taps("More…", of="🔴")
    await team.lin.taps("Hand over to Dr Wu")

    found = await team.over(30)

    assert [name for minute, name in found if minute == 15] != []
    assert {name for minute, name in found if minute == 30} == {"Lin", "Wu", "Ji", "Chen"}


async def test_nobody_who_cannot_be_reached_is_given_anything(service: Service) -> None:
    team = await opened(service)
    await team.lin.taps("More…", of="🔴")
    await team.wu.sends("blocked")

    await team.lin.taps("Hand over to Dr Wu")

    team.lin.hears("Dr Wu cannot be given this now. Nothing was changed.")
    assert escalations(service)[0].assigned_to is None


@pytest.mark.parametrize("act", ["give:999999", "give:x", "end:called.z", "end:nothing.y", "sae:lost", "out:none.y"])
async def test_forged_acts_change_nothing(service: Service, act: str) -> None:
    team = await opened(service)
    await team.lin.forges(f"s:1:{act}")

    team.lin.hears("That button does not belong here. Nothing was changed.")
    assert escalations(service)[0].phase == "open"


# --- notes ---------------------------------------------------------------------------------------


async def test_a_note_stands_on_the_page_and_goes_to_nobody(service: Service) -> None:
    team = await opened(service)
    await team.over(30)
    await team.lin.taps("More…", of="🔴")
    await team.lin.taps("Add a note")
    await team.lin.says("Left a message with her son.")

    for talk in (team.lin, team.wu, team.ji):
        assert pages(talk)[-1].text.endswith("Note of Dr Lin, 5 March 19:30: “Left a message with her son.”")
    assert pages(team.chen)[-1].text.endswith("Dr Lin的备注，3月5日 19:30（仅医生可看）。")
    assert escalations(service)[0].phase == "open"


# --- what may be serious -------------------------------------------------------------------------


async def serious(service: Service) -> Team:
    team = await opened(service)
    with transaction(service.engine) as session:
        session.get_one(Staff, team.ji.id).notify = JIS
    service.now += timedelta(hours=2)
    await closes(team.lin, serious="Yes")
    return team


async def test_the_clock_of_24_hours_runs_from_the_arrival_of_the_message(service: Service) -> None:
    team = await serious(service)

    clock = "⏱ Perhaps a serious adverse event: the message arrived 5 March 19:00; report it by 6 March 19:00."
    assert event(service).arrived_at == START
    team.lin.hears(clock)
    told = team.ji.hears("⏱ P-012: Dr Lin marked this as perhaps a serious adverse event.")
    assert clock in told.text
    assert clock in pages(team.ji)[-1].text
    assert sum("serious" in text for text in service.routes.at(JIS)) == 1


async def test_it_is_reminded_at_12_and_20_hours_and_then_until_it_is_recorded(service: Service) -> None:
    team = await serious(service)
    heard: list[float] = []
    while service.now < START + timedelta(hours=34):
        before = team.ji.shows().count("not recorded as reported")
        await service.passes(minutes=30)
        hours = (service.now - START) / timedelta(hours=1)
        heard += [hours] * (team.ji.shows().count("not recorded as reported") - before)

    assert heard == [12, 20, 24, 28, 32]
    team.lin.hears("not recorded as reported yet. 12 h 0 min left.")  # who marked it is told, too
    team.ji.hears("not recorded as reported. The 24 hours are over.")
    await team.ji.taps("Reported")
    before_ = len(team.ji.screen)
    await service.passes(hours=8)

    assert team.ji.hears("Perhaps a serious adverse event: reported (Prof Ji, 7 March 05:00).")
    assert not any("not recorded" in shown.text for shown in team.ji.screen[before_:])
    assert (event(service).settled_as, event(service).settled_by) == ("reported", team.ji.id)


async def test_one_that_is_marked_late_is_reminded_of_at_the_next_hour_only(service: Service) -> None:
    team = await opened(service)
    await team.lin.taps("I'm on it")
    await service.until(START + timedelta(hours=21), every=timedelta(hours=1))
    await team.lin.taps("More…", of="🔴")
    await team.lin.taps("Perhaps serious")

    assert event(service).next_at == START + timedelta(hours=24)
    assert escalations(service)[0].phase != "closed"  # marked before it is closed


async def test_not_serious_after_all_ends_the_reminders_and_a_coordinator_cannot_say_so(service: Service) -> None:
    team = await serious(service)
    data = team.ji.hears("marked this as perhaps").buttons["Not serious after all"]
    await team.chen.forges(data)
    assert event(service).settled_at is None

    await team.ji.taps("Not serious after all")

    assert event(service).settled_as == "not_serious"
    assert event(service).next_at is None


async def test_a_removed_person_closes_takes_back_and_settles_nothing(service: Service) -> None:
    """Fault 29: whoever is not on the staff any more is refused and told, whatever they press."""
    team = await serious(service)
    remove(service, team.lin)
    for act in ("undo", "note", "sae:reported", "serious", "give:1", "end:called.n"):
        await team.lin.forges(f"s:1:{act}")

    assert event(service).settled_at is None
    assert escalations(service)[0].phase == "closed"
    assert len(acts(service, "refused")) == 6
    team.lin.hears("You are not on the staff of this study any more. Nothing was changed.")


async def test_without_an_investigator_whoever_is_there_is_reminded(service: Service) -> None:
    lin, lan = join(service, "Dr Lin"), patient(service)
    await lan.says(URGENT)
    await closes(lin, serious="Yes")
    remove(service, lin)
    wu = join(service, "Dr Wu")

    await service.until(START + timedelta(hours=12), every=timedelta(hours=4))

    wu.hears("not recorded as reported yet. 12 h 0 min left.")
