"""Notices: a nudge for the participant whose check-in is due, a short page for the staff, each by its own route."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from bot import links, staff
from bot.database import transaction
from bot.models import Address, Concern, Delivery, Identity, Message, Staff
from bot.record import Author
from bot.routes import NOTICE, set_team_routes
from tests.page import Page, page_of
from tests.talk import Service, Talk
from tests.team import EMERGENCY, URGENT, Team, assemble, pages, patient

HERS, LINS, TEAMS = "json://lan.test/secret-lan", "json://lin.test/secret-lin", "json://team.test/secret-team"


@pytest.fixture
def nobody_hears(service: Service) -> Iterator[None]:
    """At the end of a test: what went to the participant's route, and never to the team's."""
    yield
    assert not any("问答" in text or "check-in" in text for text in service.routes.at(TEAMS) + service.routes.at(LINS))
    assert not any("P-012" in text for text in service.routes.at(HERS))


def lan_of(service: Service, language: str = "zh") -> tuple[Talk, Page]:
    talk = patient(service, language=language)
    return talk, page_of(service, talk, HERS)


def team_of(service: Service) -> Team:
    """The team, with a route of Dr Lin's own and one of the team's."""
    team = assemble(service)
    with transaction(service.engine) as session:
        session.get_one(Staff, team.lin.id).notify = LINS
        set_team_routes(session, [TEAMS], service.now)
    return team


# --- the participant's nudge ---------------------------------------------------------------------


@pytest.mark.parametrize(("language", "words"), [("zh", "您有一份问答要填。"), ("en", "You have a check-in. ")])
async def test_one_sentence_and_the_link_when_a_check_in_is_due(
    service: Service, language: str, words: str, nobody_hears: None
) -> None:
    _talk, page = lan_of(service, language)
    team_of(service)
    await service.passes(hours=1)

    assert service.routes.sent == [(HERS, words + page.link)]


async def test_one_a_prompt_and_none_a_message(service: Service) -> None:
    talk, page = lan_of(service)
    await service.passes(hours=1)
    await page.taps("都按方案吃了")
    await page.taps("没有")
    await talk.says("/help")

    assert len(service.routes.sent) == 1


async def test_a_reminder_nudges_again(service: Service) -> None:
    lan_of(service)
    await service.passes(hours=1)
    await service.until(service.now + timedelta(minutes=61))

    assert len(service.routes.at(HERS)) == 2


async def test_nothing_is_nudged_at_night(service: Service) -> None:
    """Asked at 20:00, reminded at 21:00, and then at eight in the morning."""
    lan_of(service)
    heard = []
    while service.now < datetime(2026, 3, 6, 1, 0, tzinfo=UTC):
        before = len(service.routes.sent)
        await service.passes(minutes=10)
        heard += [f"{service.now + timedelta(hours=8):%H:%M}"] * (len(service.routes.sent) - before)

    assert heard == ["20:00", "21:00", "08:00"]


async def test_what_could_not_leave_in_the_evening_waits_for_the_morning(service: Service) -> None:
    lan_of(service)
    service.routes.down.add(HERS)
    await service.until(datetime(2026, 3, 5, 14, 0, tzinfo=UTC))  # 22:00
    service.routes.down.clear()
    await service.until(datetime(2026, 3, 5, 23, 25, tzinfo=UTC))  # 07:25
    assert service.routes.sent == []

    await service.until(datetime(2026, 3, 5, 23, 35, tzinfo=UTC))
    assert len(service.routes.sent) == 1  # one, though there had been a prompt and a reminder


async def test_who_has_come_meanwhile_gets_none(service: Service) -> None:
    _talk, page = lan_of(service)
    service.routes.down.add(HERS)
    await service.passes(hours=1)
    service.now += timedelta(seconds=1)
    await page.taps("都按方案吃了")
    service.routes.down.clear()
    await service.passes(minutes=10)

    assert service.routes.sent == []


async def test_who_is_answering_gets_none(service: Service) -> None:
    _talk, page = lan_of(service)
    service.now += timedelta(minutes=50)
    await page.says("/problem")
    await service.passes(minutes=10)  # the daily check-in has come due

    assert service.routes.sent == []


async def test_who_has_no_route_gets_none(service: Service) -> None:
    patient(service)
    await service.passes(hours=1)

    assert service.routes.tries == 0


async def test_the_link_is_the_one_that_works_when_it_leaves(service: Service) -> None:
    talk, old = lan_of(service)
    service.routes.down.add(HERS)
    await service.passes(hours=1)
    new = page_of(service, talk, HERS)
    service.routes.down.clear()
    await service.passes(minutes=1)

    assert [text.partition("http")[2] for text in service.routes.at(HERS)] == [new.link.removeprefix("http")]
    assert old.token != new.token


async def test_a_new_route_takes_the_place_of_the_old(service: Service) -> None:
    talk, _page = lan_of(service)
    await service.passes(hours=1)
    with transaction(service.engine) as session:
        session.get_one(Identity, talk.id).notify = "json://other.test"
    await service.until(service.now + timedelta(minutes=61))

    assert len(service.routes.at(HERS)) == len(service.routes.at("json://other.test")) == 1


async def test_words_of_a_doctor_are_told_without_saying_them(service: Service) -> None:
    team, (_talk, page) = team_of(service), lan_of(service)
    await page.says("/problem")
    await page.says(EMERGENCY)
    await team.lin.taps("I'm on it")
    await team.lin.taps("Message participant")
    await team.lin.says("请坐下休息")

    assert service.routes.at(HERS) == [f"您有一条新消息。{page.link}"]


async def test_a_nudge_is_no_part_of_the_conversation(service: Service) -> None:
    talk, page = lan_of(service)
    await service.passes(hours=1)

    assert service.routes.sent
    assert not any("您有一份问答" in words for words in page.shows())
    talk.hears_not("您有一份问答")


# --- a route that does not work ------------------------------------------------------------------


async def test_notices_that_do_not_arrive_are_tried_on_and_told_once(service: Service) -> None:
    """Fault 45: the others are served meanwhile; when it works again, it arrives."""
    team, (talk, page) = assemble(service), lan_of(service)
    service.routes.down.add(HERS)
    await service.passes(hours=1)
    for _minute in range(40):
        await service.passes(minutes=1)
    told = [shown for shown in team.chen.screen if "P-012" in shown.text]
    assert len(told) == 1
    assert "请打电话" in told[0].text
    assert "secret" not in told[0].text
    assert 5 <= service.routes.tries <= 9
    assert "都按方案吃了" in talk.last.buttons
    service.routes.down.clear()
    await service.passes(minutes=16)

    assert service.routes.at(HERS) == [f"您有一份问答要填。{page.link}"]


async def test_a_second_failure_later_is_told_again(service: Service) -> None:
    team = assemble(service)
    lan_of(service)
    await service.passes(hours=1)
    service.routes.down.add(HERS)
    await service.until(service.now + timedelta(minutes=80), every=timedelta(minutes=1))

    assert sum("P-012" in shown.text for shown in team.chen.screen) == 1


async def test_a_route_that_can_never_work_is_closed_and_told(service: Service) -> None:
    team = assemble(service)
    lan_of(service)
    service.routes.unusable.add(HERS)
    await service.passes(hours=1)
    await service.until(service.now + timedelta(hours=2))

    assert service.routes.tries == 1
    assert sum("P-012" in shown.text for shown in team.chen.screen) == 1
    with transaction(service.engine) as session:
        assert session.exec(select(Address.closed_why).where(Address.channel == NOTICE)).one() == "unusable"


# --- pages to the staff --------------------------------------------------------------------------


async def test_an_emergency_goes_to_the_doctor_s_route_and_to_the_team_s_at_once(
    service: Service, nobody_hears: None
) -> None:
    team, (talk, _page) = team_of(service), lan_of(service)
    await talk.says(EMERGENCY)

    assert pages(team.lin)
    (lins,), (teams,) = service.routes.at(LINS), service.routes.at(TEAMS)
    assert lins.startswith("emergency · P-012: ")
    assert "(E01)" in lins
    assert teams.startswith("紧急")
    assert "P-012" in teams
    for text in (lins, teams):
        assert EMERGENCY not in text
        assert "泼尼松" not in text
        assert "prednisone" not in text


async def test_the_console_s_link_goes_to_its_owner_only(service: Service) -> None:
    team, (talk, _page) = team_of(service), lan_of(service)
    with transaction(service.engine) as session:
        token = links.issue(session, session.get_one(Staff, team.lin.id), service.now)
    await talk.says(URGENT)

    assert service.routes.at(LINS)[0].endswith(f"https://anhao.test/console/{token}")
    assert "http" not in service.routes.at(TEAMS)[0]


async def test_pages_go_by_notice_while_telegram_is_away(service: Service) -> None:
    """Fault 23: the other way is used at once, and what arrived there counts as paged."""
    team, (talk, _page) = team_of(service), lan_of(service)
    service.phones.blocked.add(team.lin.account)
    await talk.says(URGENT)

    assert len(service.routes.at(LINS)) == 1
    with transaction(service.engine) as session:
        assert session.exec(select(Concern.paged_at)).first() == service.now


async def test_it_is_said_again_with_each_step_until_somebody_takes_it(service: Service) -> None:
    team, (talk, _page) = team_of(service), lan_of(service)
    await talk.says(EMERGENCY)
    await service.until(service.now + timedelta(minutes=31))
    assert (len(service.routes.at(LINS)), len(service.routes.at(TEAMS))) == (2, 3)
    service.routes.down |= {LINS, TEAMS}
    await service.until(service.now + timedelta(minutes=60))
    await team.lin.taps("I'm on it")
    service.routes.down.clear()
    await service.passes(minutes=20)

    assert (len(service.routes.at(LINS)), len(service.routes.at(TEAMS))) == (2, 3)


async def test_what_is_for_doctors_only_is_not_named_to_the_team(service: Service) -> None:
    """Thoughts of self-harm, ticked: coordinators read the team's notices, too."""
    team_of(service)
    talk, _page = lan_of(service)
    await talk.says("/problem")
    for label in ("看更多", "心情", "选好了", "不想答", "不想答", "不想答", "想过伤害自己"):
        await talk.taps(label)

    assert "由医生处理的事" in service.routes.at(TEAMS)[-1]
    assert "E07" not in service.routes.at(TEAMS)[-1]
    assert "E07" in service.routes.at(LINS)[-1]


async def test_a_review_is_no_notice(service: Service) -> None:
    team_of(service)
    talk, _page = lan_of(service)
    await talk.sends("photo")
    await talk.taps("不是")
    await service.until(service.now + timedelta(hours=14), every=timedelta(minutes=30))

    assert [text for text in service.routes.at(TEAMS) + service.routes.at(LINS) if "P-012" in text] == []


async def test_a_doctor_with_a_route_alone_is_paged_there(service: Service) -> None:
    """No Telegram at all: joined on the console, told by mail."""
    with transaction(service.engine) as session:
        session.add(
            Staff(
                name="Dr Hu", role="doctor", language="zh", notify=LINS, created_at=service.now, joined_at=service.now
            )
        )
    talk, _page = lan_of(service)
    await talk.says(URGENT)

    assert len(service.routes.at(LINS)) == 1


async def test_who_was_cut_off_is_not_told_until_they_are_back(service: Service) -> None:
    team, (talk, _page) = team_of(service), lan_of(service)
    await talk.says(URGENT)
    with transaction(service.engine) as session:
        staff.revoke(session, "Dr Lin", Author(service.now, "operator", "lost phone"))
    await service.until(service.now + timedelta(minutes=31))
    assert len(service.routes.at(LINS)) == 1
    assert len(service.routes.at(TEAMS)) >= 2  # the team's route is nobody's, and stays
    with transaction(service.engine) as session:
        session.get_one(Staff, team.lin.id).joined_at = service.now
    await service.until(service.now + timedelta(hours=3))

    assert len(service.routes.at(LINS)) >= 2


async def test_routes_left_out_of_the_settings_are_closed(service: Service) -> None:
    team_of(service)
    talk, _page = lan_of(service)
    with transaction(service.engine) as session:
        set_team_routes(session, ["json://new.test"], service.now)
    await talk.says(URGENT)
    assert service.routes.at(TEAMS) == []
    assert len(service.routes.at("json://new.test")) == 1
    with transaction(service.engine) as session:
        set_team_routes(session, [TEAMS], service.now)
    await service.until(service.now + timedelta(minutes=31))

    assert len(service.routes.at(TEAMS)) == 1


async def test_silent_services_take_nobody_else_s_place(service: Service) -> None:
    """Fault 45: fifty notices wait for services that do not answer; at most eight are claimed at once."""
    for number in range(50):
        with transaction(service.engine) as session:
            set_team_routes(session, [f"json://{n}.test" for n in range(number + 1)], service.now)
    team, (talk, _page) = assemble(service), lan_of(service)
    service.routes.down |= {f"json://{n}.test" for n in range(50)}
    await talk.says(EMERGENCY)

    assert pages(team.lin)
    talk.hears("120")
    with transaction(service.engine) as session:
        waiting = session.exec(
            select(Delivery.state)
            .join(Message, col(Message.id) == Delivery.message_id)
            .where(Message.kind == "notice", Delivery.state == "pending")
        ).all()
    assert len(waiting) == 50
