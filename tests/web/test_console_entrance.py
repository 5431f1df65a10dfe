"""Who gets into the console, and what each role may open and do there."""

from __future__ import annotations

import pytest
from sqlmodel import select

from bot import staff
from bot.database import transaction
from bot.models import Browser, Escalation, Link, Participant, Staff
from bot.record import Author
from tests.talk import Service
from tests.team import CAN_WAIT, EMERGENCY, Team, acts, assemble, patient
from tests.web.browsing import Browser as AtConsole
from tests.web.browsing import console

OUTSIDE = ("This link does not open the console.", "这个链接打不开工作台。")
ROOMS = {
    "/escalations": "dic",
    "/escalations/1": "dic",
    "/day": "dic",
    "/pulse": "dic",
    "/participants": "dic",
    "/participants/new": "ic",
}
"""Who may look where: doctor, investigator, coordinator."""
ACTS = {
    "/language": "dic",
    "/escalations/1/acknowledge": "dic",
    "/escalations/1/write": "dic",
    "/participants/new": "ic",
    "/participants/P-012/invite": "ic",
    "/participants/P-099/allocate": "i",
    "/escalations/1/note": "dic",
    "/escalations/1/give": "dic",
    "/escalations/1/serious": "di",
    "/escalations/1/settle": "di",
    "/escalations/1/close": "di",
}
FORM = {
    "words": "Hello", "outcome": "called", "language": "en", "code": "P-100", "arm": "cm313", "start": "2026-03-06",
    "note": "Rang twice", "to": "2", "how": "reported", "serious": "n",
}  # fmt: skip


def of_role(service: Service, team: Team, role: str) -> AtConsole:
    return console(service, {"d": team.lin, "i": team.ji, "c": team.chen}[role]).opens()


def changed(service: Service) -> tuple[object, ...]:
    """Everything that a forbidden act could have changed."""
    with transaction(service.engine) as session:
        matters = session.exec(select(Escalation.phase, Escalation.outcome)).all()
        people = session.exec(select(Participant.code, Participant.arm, Participant.status)).all()
        links = session.exec(select(Link.revoked_at).where(Link.kind == "page")).all()
    return (
        matters,
        people,
        links,
        *(len(acts(service, act)) for act in ("write", "note", "hand over", "mark serious", "serious: reported")),
    )


async def test_opening_the_link_uses_nothing_up_and_shows_nothing(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    lin = console(service, team.lin)

    for _ in range(3):
        said = lin.gets("/escalations")

    assert lin.status == 200
    assert "Open the console" in said
    assert "P-012" not in said
    with transaction(service.engine) as session:
        assert session.exec(select(Browser)).all() == []


async def test_a_form_is_not_taken_before_the_browser_was_let_in(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    lin = console(service, team.lin)
    before = changed(service)

    for path in ACTS:
        lin.posts(path, key="x", **FORM)
        assert lin.status == 403
        assert "P-012" not in lin.text

    assert changed(service) == before


def test_the_link_belongs_to_the_browser_that_opened_it(service: Service) -> None:
    team = assemble(service)
    lin = console(service, team.lin).opens()
    other = AtConsole(service, lin.path)

    assert "This link was opened in another browser." in other.gets("/escalations")
    other.posts("/open")

    assert other.status == 403
    assert "Nothing is open." in lin.gets()


def test_in_a_demonstration_every_browser_is_let_in(service: Service) -> None:
    lin = console(service, assemble(service).lin, hospital_name="DEMO Hospital 演示医院").opens()
    other = AtConsole(service, lin.path, lin.values).opens()

    assert "Nothing is open." in other.text
    for path in ROOMS:
        if path not in ("/pulse", "/participants/new"):
            assert "DEMO 演示" in other.gets(path)


def test_the_cookie_is_for_this_host_alone_and_out_of_reach_for_scripts(service: Service) -> None:
    lin = console(service, assemble(service).lin, public_url="https://anhao.test")
    lin.gets()

    answer = lin.client.post(f"{lin.path}/open", data={"key": ""}, follow_redirects=False)

    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-console-")
    for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert part in cookie
    assert "no-store" in answer.headers["cache-control"]


@pytest.mark.parametrize("token", ["nothing", "x" * 300, "../../etc", "%00"])
def test_an_unknown_link_says_so(service: Service, token: str) -> None:
    stranger = AtConsole(service, f"/console/{token}")

    said = stranger.gets()

    assert stranger.status == 404
    assert any(line in said for line in (*OUTSIDE, "This page is not here."))


@pytest.mark.parametrize("how", ["revoked", "removed"])
def test_who_was_cut_off_sees_nothing_and_does_nothing(service: Service, how: str) -> None:
    team = assemble(service)
    lin = console(service, team.lin).opens()
    key = lin.key
    with transaction(service.engine) as session:
        {"revoked": staff.revoke, "removed": staff.remove}[how](session, "Dr Lin", Author(service.now))

    said = lin.gets("/participants")
    assert (lin.status, any(line in said for line in OUTSIDE)) == (404, True)
    lin.posts("/language", key=key, language="zh")

    assert lin.status == 404
    with transaction(service.engine) as session:
        assert session.get_one(Staff, team.lin.id).language == "en"


def test_a_participants_link_does_not_open_the_console(service: Service) -> None:
    from tests.web.phones import link_of

    stranger = AtConsole(service, f"/console/{link_of(service, patient(service).id)}")

    stranger.gets()

    assert stranger.status == 404


@pytest.mark.parametrize("role", "dic")
async def test_each_role_opens_its_rooms_and_no_other(service: Service, role: str) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    browser = of_role(service, team, role)

    for path, roles in ROOMS.items():
        browser.gets(path)
        assert browser.status == (200 if role in roles else 403), path


@pytest.mark.parametrize("role", "dic")
async def test_each_role_does_its_own_and_nothing_else(service: Service, role: str) -> None:
    team, lan = assemble(service), patient(service)
    patient(service, "P-099", arm=None, start=None, end=None, status="candidate", agreed_at=None)
    await lan.says(EMERGENCY)
    browser = of_role(service, team, role)

    for path, roles in ACTS.items():
        browser.gets("/escalations/1")
        before = changed(service)
        browser.posts(path, **FORM)

        assert browser.status == (200 if role in roles else 403), path
        if path != "/language":
            assert (changed(service) != before) == (role in roles), path


async def test_a_coordinator_reads_neither_the_arm_nor_what_doctors_write(service: Service) -> None:
    team, lan = assemble(service), patient(service, arm="azathioprine")
    service.plans(lan, "azathioprine", "100", service.now.date(), "50")
    await lan.says(EMERGENCY)
    lin, chen = console(service, team.lin).opens(), console(service, team.chen).opens()
    lin.posts("/escalations/1/write", words="Your azathioprine stays as it is.")

    for path in ("/escalations/1", "/day", "/participants", "/participants/new"):
        said = chen.gets(path).lower()
        for telling in ("硫唑嘌呤", "azathioprine", "cm313"):
            assert telling not in said, path
    assert "（医生与参与者之间的内容）" in chen.gets("/escalations/1")
    assert "Azathioprine + prednisone" in lin.text


async def test_answers_for_doctors_stay_theirs(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says("/problem")
    await lan.taps("看更多")
    await lan.taps("心情")
    await lan.taps("选好了")
    while not any("伤害自己" in label for label in lan.last.buttons):
        await lan.taps("不想答")
    await lan.taps("想过伤害自己")
    chen = console(service, team.chen).opens()

    said = chen.gets("/escalations") + chen.gets("/escalations/1") + chen.gets("/day")

    assert "P-012" in said
    for telling in ("E07", "自伤", "我想过", "12356"):
        assert telling not in said


@pytest.mark.parametrize("key", ["", "x", "x" * 16 + "." + "0" * 32])
async def test_a_forged_form_changes_nothing(service: Service, key: str) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    lin = console(service, team.lin).opens()
    before = changed(service)

    lin.posts("/escalations/1/acknowledge", key=key)

    assert lin.status == 403
    assert "This form did not come from this console." in lin.text
    assert changed(service) == before


async def test_another_persons_key_or_another_site_changes_nothing(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(CAN_WAIT)
    lin, wu = console(service, team.lin).opens(), console(service, team.wu).opens()
    before = changed(service)

    lin.posts("/escalations/1/acknowledge", key=wu.key)
    assert lin.status == 403
    lin.gets("/escalations/1")
    sent = {"key": lin.key}
    for origin in ({"origin": "https://elsewhere.test"}, {"sec-fetch-site": "cross-site"}):
        assert lin.client.post(f"{lin.path}/escalations/1/acknowledge", data=sent, headers=origin).status_code == 403

    assert changed(service) == before


def test_the_language_is_switched_and_kept(service: Service) -> None:
    team = assemble(service)
    lin = console(service, team.lin).opens()

    lin.posts("/language", language="zh", back=f"{lin.path}/participants")

    assert "添加参与者" not in lin.text  # a doctor adds nobody
    assert "参与者" in lin.text
    lin.posts("/language", language="en", back="https://elsewhere.test/")
    assert "Nothing is open." in lin.text
    with transaction(service.engine) as session:
        assert session.get_one(Staff, team.lin.id).language == "en"
