"""The coordinator's day, adding a participant, and the invite to print."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlmodel import select

from bot import links
from bot.database import transaction
from bot.models import Identity, Installation, Invite, Link, Participant, Plan
from tests.talk import Service
from tests.team import acts, assemble, patient
from tests.web.browsing import Browser, console

BOT = {"telegram_bot_token": "123456:" + "a" * 35}
EVERYTHING = {
    "code": "P-013", "language": "zh", "hour": "19:30", "zone": "Asia/Shanghai", "sex": "f", "birth_year": "1968",
    "weight_kg": "61.5", "tpmt": "normal", "phone": "139 0000 0000", "emergency_contact": "138 0000 0000",
    "notify": "json://127.0.0.1:9/", "hbv_core_positive": "yes", "infertile": "yes",
}  # fmt: skip


def at_form(service: Service, role: str = "coordinator", **values: object) -> Browser:
    with transaction(service.engine) as session:
        session.merge(Installation(name="telegram_username", value="123456 anhao_bot"))
    team = assemble(service)
    browser = console(service, {"coordinator": team.chen, "investigator": team.ji}[role], **values).opens()
    browser.posts("/language", language="en")
    browser.gets("/participants/new")
    return browser


def person(service: Service, code: str) -> Participant | None:
    with transaction(service.engine) as session:
        return session.exec(select(Participant).where(Participant.code == code)).first()


def test_everything_is_entered_and_the_invite_lets_in(service: Service) -> None:
    chen = at_form(service, **BOT)

    chen.posts("/participants/new", **EVERYTHING)

    entered = person(service, "P-013")
    assert entered is not None
    assert (entered.status, entered.arm, entered.sex, entered.weight_kg) == ("candidate", None, "f", "61.5")
    assert (entered.tpmt, entered.hbv_core_positive, entered.infertile) == ("normal", True, True)
    with transaction(service.engine) as session:
        identity = session.get_one(Identity, entered.id)
        assert (identity.birth_year, identity.phone, identity.notify) == (
            "1968",
            "139 0000 0000",
            "json://127.0.0.1:9/",
        )
        page = links.url_of(session, session.get_one(Participant, entered.id), "http://anhao.test")
    assert page is not None
    for words in (page, "https://t.me/anhao_bot?start=", "您的研究问卷链接", "0591-0000000", "120", "3月19日"):
        assert words in chen.text
    assert [(act.by, act.object_id) for act in acts(service, "enrol")] == [("陈敏", entered.id)]
    assert "139 0000 0000" not in chen.gets("/participants")


def test_the_56_weeks_are_a_picture_without_the_arm(service: Service) -> None:
    team = assemble(service)
    patient(service)
    chen = console(service, team.chen).opens()
    chen.gets("/day")
    (source,) = re.findall(r'src="([^"]*/weeks/1\.svg)"', chen.html)

    shown = chen.client.get(source)

    assert shown.headers["content-type"] == "image/svg+xml"
    assert "P-012" in shown.text
    assert "CM313" not in shown.text
    assert chen.client.get(source.replace("/1.svg", "/2.svg")).status_code == 404


@pytest.mark.parametrize("what", ["page", "telegram"])
def test_each_code_is_a_picture_of_our_own(service: Service, what: str) -> None:
    chen = at_form(service, **BOT)
    chen.posts("/participants/new", **EVERYTHING)
    (source,) = re.findall(rf'src="([^"]*/{what}\.svg)"', chen.html)

    answer = chen.client.get(source)

    assert answer.headers["content-type"] == "image/svg+xml"
    assert "<svg" in answer.text
    assert "<script" not in answer.text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("code", "", "1 to 20 letters"),
        ("code", "Li Mei <b>", "1 to 20 letters"),
        ("code", "P-012", "There is a participant with this code already."),
        ("language", "fr", "Please choose one."),
        ("hour", "03:00", "An hour from 07:30 to 21:00"),
        ("hour", "19:30+08:00", "An hour from 07:30 to 21:00"),
        ("zone", "Moon/Sea", "A time zone is written like"),
        ("sex", "x", "Please choose one."),
        ("birth_year", "1890", "A year from 1946 to 2008"),
        ("birth_year", "１９６８", "A year from 1946 to 2008"),
        ("weight_kg", "NaN", "A weight from 25 to 250 kg."),
        ("tpmt", "maybe", "Please choose one."),
        ("phone", "none", "A telephone number holds at least 3 digits"),
        ("emergency_contact", "1" * 300, "That is too long."),
        ("notify", "not a url", "An address for notices"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    service: Service, field: str, value: str, said: str
) -> None:
    patient(service)
    chen = at_form(service)

    chen.posts("/participants/new", **EVERYTHING | {field: value})

    assert chen.status == 422
    assert said in chen.text
    assert f'id="{field}-error"' in chen.html
    for name, typed in (EVERYTHING | {field: value}).items():
        if name in ("code", "birth_year", "weight_kg", "phone", "notify") and "<" not in typed:
            assert f'value="{typed}"' in chen.html, name
    assert person(service, "P-013") is None
    chen.posts("/participants/new", **EVERYTHING)
    assert person(service, "P-013") is not None


def test_a_double_press_adds_once_and_shows_the_same_invite(service: Service) -> None:
    chen = at_form(service, **BOT)
    key = chen.key

    shown = [chen.posts("/participants/new", key=key, **EVERYTHING) for _ in range(3)]

    assert len(set(shown)) == 1
    with transaction(service.engine) as session:
        assert len(session.exec(select(Invite).where(Invite.participant_id == person(service, "P-013").id)).all()) == 1  # type: ignore[union-attr]  # it is there


def test_an_invite_is_shown_for_an_hour_and_to_who_may_make_one(service: Service) -> None:
    chen = at_form(service)
    chen.posts("/participants/new", **EVERYTHING)
    (page,) = re.findall(r'src="([^"]*)/page\.svg"', chen.html)
    path = page.removeprefix(chen.path)

    assert "您的研究问卷链接" in chen.gets(path)
    for other in (path[:-2], "/invites/x", path[:-4] + "AAAA"):
        chen.gets(other)
        assert chen.status == 410
    service.now += timedelta(minutes=61)
    said = chen.gets(path)

    assert chen.status == 410
    assert "This invite is not shown any more." in said
    assert "您的研究问卷链接" not in said


def test_a_new_invite_cuts_off_the_old_one(service: Service) -> None:
    patient(service)
    chen = at_form(service)
    with transaction(service.engine) as session:
        person_ = session.exec(select(Participant)).one()
        links.issue(session, person_, service.now)
    chen.gets("/participants")

    chen.posts("/participants/P-012/invite")

    assert "您的研究问卷链接" in chen.text
    with transaction(service.engine) as session:
        cut = session.exec(select(Link.revoked_at).where(Link.kind == "page").order_by(Link.id)).all()  # type: ignore[arg-type]  # a column
    assert [at is None for at in cut] == [False, True]
    chen.gets("/participants")
    chen.posts("/participants/P-999/invite")
    assert (chen.status, "This participant cannot be invited." in chen.text) == (409, True)


def test_an_investigator_records_the_allocation(service: Service) -> None:
    ji = at_form(service, "investigator")
    ji.posts("/participants/new", **EVERYTHING | {"arm": "", "start": ""})
    ji.gets("/participants")
    ji.posts("/participants/P-013/allocate", arm="cm313", start="1999-01-01")
    assert ji.status == 422
    assert 'value="1999-01-01"' in ji.html

    ji.posts("/participants/P-013/allocate", arm="cm313", start="2026-03-06")

    assert "Saved. P-013 is asked from the start on" in ji.text
    entered = person(service, "P-013")
    assert entered is not None
    assert (entered.status, entered.arm, entered.start) == ("active", "cm313", date(2026, 3, 6))
    assert entered.end == date(2027, 4, 1)


def test_an_arm_without_a_start_is_asked_for(service: Service) -> None:
    ji = at_form(service, "investigator")

    ji.posts("/participants/new", **EVERYTHING | {"arm": "azathioprine", "start": ""})

    assert "Arm and start belong together." in ji.text
    assert '<option value="azathioprine" selected>' in ji.html


def test_a_coordinators_form_takes_no_arm(service: Service) -> None:
    chen = at_form(service)

    chen.posts("/participants/new", **EVERYTHING | {"arm": "cm313", "start": "2026-03-05"})

    entered = person(service, "P-013")
    assert entered is not None
    assert (entered.status, entered.arm, entered.start) == ("candidate", None, None)


async def test_the_day_counts_who_is_answering_and_names_whom_to_phone(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    silent = patient(service, "P-013")
    for _ in range(4):
        await service.until(service.now.replace(hour=12, minute=5), every=timedelta(hours=1))
        await lan.taps("都按方案吃了")
        await lan.taps("没有")
        await service.passes(hours=22)
    with transaction(service.engine) as session:
        assert session.exec(select(Plan).where(Plan.participant_id == silent.id)).first() is not None
    chen = console(service, team.chen).opens()
    chen.posts("/language", language="en")

    said = chen.gets("/day")

    assert re.search(r"\d+ % on time|on time, of \d+ closed check-ins \d+ %", said)
    assert "1. P-013 · no check-in answered since" in said
    assert "our fault" in said
    rows = dict(re.findall(r'<th scope="row">(P-\d+).*?</th>(.*?)</tr>', chen.html, re.S))
    numbers = {code: re.findall(r'<td class="num[^"]*">(?:<b>)?([\d–]+)', row) for code, row in rows.items()}
    assert numbers["P-012"][0] == numbers["P-012"][4]  # on time, of as many
    assert numbers["P-012"][5] == "100"
    assert numbers["P-013"][0] == "0"
    assert numbers["P-013"][3] == numbers["P-013"][4]  # all were missed
