"""One participant at the console: who that is only for a reason, the picture, and what was written."""

from __future__ import annotations

import re

import pytest

from bot.database import transaction
from bot.models import Identity
from tests.talk import Service, Talk
from tests.team import EMERGENCY, Team, acts, assemble, patient, remove
from tests.web.browsing import Browser, console


def at(service: Service, name: str = "lin") -> tuple[Browser, Team, Talk]:
    team, lan = assemble(service), patient(service)
    with transaction(service.engine) as session:
        identity = session.get_one(Identity, lan.id)
        identity.phone, identity.emergency_contact = "139 0000 0000", "138 0000 0000"
    browser = console(service, getattr(team, name)).opens()
    if name == "chen":
        browser.posts("/language", language="en")
    browser.gets("/participants/P-012")
    return browser, team, lan


def test_the_number_is_shown_for_a_reason_and_the_look_is_kept(service: Service) -> None:
    """Fault 72: whoever looks at an identity leaves a record with a reason."""
    chen, _team, _lan = at(service, "chen")
    assert "139 0000 0000" not in chen.text

    chen.posts("/participants/P-012/number", why="regular")

    assert "139 0000 0000" in chen.text
    assert "138 0000 0000" in chen.text
    assert [(act.by, act.reason) for act in acts(service, "identity shown")] == [("陈敏", "regular")]
    assert "139 0000 0000" not in chen.gets("/participants/P-012")


@pytest.mark.parametrize("why", ["", "nothing"])
def test_without_a_reason_no_number_is_shown(service: Service, why: str) -> None:
    lin, _team, _lan = at(service)

    lin.posts("/participants/P-012/number", why=why)

    assert lin.status == 422
    assert "139 0000 0000" not in lin.text
    assert acts(service, "identity shown") == []


async def test_on_an_open_emergency_the_reason_is_preset(service: Service) -> None:
    lin, _team, lan = at(service)
    await lan.says(EMERGENCY)

    lin.gets("/participants/P-012")

    assert re.search(r'class="act main slim" name="why" value="alarm"', lin.html)


def test_the_picture_is_drawn_in_the_readers_words_and_has_the_figures_beside_it(service: Service) -> None:
    lin, _team, _lan = at(service)

    assert "The same in numbers" in lin.text
    shown = lin.client.get(f"{lin.path}/participants/p-012/course.svg")

    assert shown.headers["content-type"] == "image/svg+xml"
    assert "Steroid, mg a day" in shown.text


async def test_what_was_written_stands_in_the_record_whatever_it_was_about(service: Service) -> None:
    lin, team, lan = at(service)
    await team.wu.says("/write P-012 from the chat")
    await lan.taps("回复医生")
    await lan.says("我写的")
    lin.posts("/participants/P-012/write", words="from the page")
    lin.posts("/participants/P-012/write", template="call")
    await service.outbox.drain()

    lin.gets("/participants/P-012")

    for words in ("from the chat", "我写的", "from the page", "We will phone you today."):
        assert words in lin.text
    assert lan.last.text == "研究医生Dr Lin发来：“我们今天会给您打电话，请把手机放在身边。”"
    chen = console(service, team.chen).opens()
    assert "from the chat" not in chen.gets("/participants/P-012")
    assert "（医生和参加者之间）" in chen.text or "医生" in chen.text


@pytest.mark.parametrize(("form", "status"), [({"words": " "}, 422), ({"words": "x" * 4001}, 422), ({}, 422)])
def test_what_cannot_be_sent_comes_back(service: Service, form: dict[str, str], status: int) -> None:
    lin, _team, _lan = at(service)

    lin.posts("/participants/P-012/write", **form)

    assert lin.status == status
    assert form.get("words", "").strip() in lin.html


async def test_who_was_removed_opens_nothing(service: Service) -> None:
    lin, team, _lan = at(service)
    remove(service, team.lin)

    lin.posts("/participants/P-012/number", why="alarm")

    assert "139 0000 0000" not in lin.text
    assert lin.gets("/participants/P-012")
    assert "P-012" not in lin.text


def test_an_unknown_code_is_not_here(service: Service) -> None:
    lin, _team, _lan = at(service)

    lin.gets("/participants/P-999")

    assert lin.status == 404
