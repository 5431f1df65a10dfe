"""The participant's page: what may be seen by whom, and that every form counts once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlmodel import func, select

from bot.database import transaction
from bot.models import Address, Browser, Inbound, Link, LogEntry
from tests.talk import Service
from tests.web.phones import SEVENTH_DAY, Phone, answers, comes_due, link_of, phone_of


def stored(service: Service, table: type) -> int:
    with transaction(service.engine) as session:
        return session.exec(select(func.count()).select_from(table)).one()


# --- the link -----------------------------------------------------------------------------------


def test_opening_the_link_uses_nothing_up(service: Service) -> None:
    phone = phone_of(service)

    for _ in range(3):
        said = phone.opens()

    assert phone.status == 200
    assert "您好" in said
    assert "急救 120" in said
    assert (stored(service, Inbound), stored(service, Browser), stored(service, Address)) == (0, 0, 0)
    with transaction(service.engine) as session:
        assert session.exec(select(Link)).one().used_at is None


def test_a_preview_does_not_shut_out_the_person(service: Service) -> None:
    phone = phone_of(service)
    Phone(service, phone.path.removeprefix("/c/")).opens()

    phone.agrees()

    assert "记好了" in phone.text


def test_the_first_answer_binds_the_browser_even_if_its_reply_is_lost(service: Service) -> None:
    phone = phone_of(service)
    phone.opens()
    cookies = dict(phone.client.cookies)
    phone.sends(start="1", language="zh")
    phone.client.cookies.clear()
    phone.client.cookies.update(cookies)

    phone.sends(start="1", language="zh")

    assert "请选择语言" in phone.question
    assert stored(service, Browser) == 1


def test_another_browser_without_a_year_of_birth_sees_nothing(service: Service) -> None:
    phone = phone_of(service)
    phone.agrees()
    other = Phone(service, phone.path.removeprefix("/c/"))

    for said in (other.opens(), other.sends(start="1"), other.sends(year="1980"), other.sends(tap="c:history:")):
        assert "另一部手机" in said
        assert "记好了" not in said
    assert other.client.get(f"{other.path}/news").status_code == 403


def test_another_browser_is_let_in_by_the_year_of_birth(service: Service) -> None:
    token = link_of(service, service.participant().id, "1980")
    phone, other = Phone(service, token), Phone(service, token)
    phone.agrees()

    assert "出生年份" in other.opens()
    assert "对不上" in other.sends(year="1981")
    assert other.status == 403
    assert "记好了" in other.sends(year="１９８０")
    assert "记好了" in phone.opens()


def test_the_year_of_birth_cannot_be_guessed(service: Service) -> None:
    talk = service.participant()
    token = link_of(service, talk.id, "1980")
    Phone(service, token).agrees()
    other = Phone(service, token)
    for year in range(1940, 1945):
        other.sends(year=str(year))

    assert "一小时后" in other.sends(year="1980")
    service.now += timedelta(minutes=59)
    assert "一小时后" in other.sends(year="1980")
    service.now += timedelta(minutes=2)
    for year in range(1945, 1960):
        other.sends(year=str(year))
        service.now += timedelta(minutes=15)
    service.now += timedelta(hours=2)
    assert "另一部手机" in other.sends(year="1980"), "after twenty wrong ones only a new link helps"


def test_a_new_link_cuts_off_the_old_one_and_its_browsers(service: Service) -> None:
    talk = service.participant()
    old = Phone(service, link_of(service, talk.id))
    old.agrees()
    new = Phone(service, link_of(service, talk.id))

    assert "120" in old.opens()
    assert old.status == 404
    assert "您好" in new.opens()
    assert "记好了" in new.sends(start="1")
    assert old.client.post(old.path, data={"tap": "c:help:", "key": "1"}).status_code == 404


@pytest.mark.parametrize("token", ["x", "a" * 27, "a" * 5000, "%00", "ä", "..%2f..%2fconsole"])
def test_an_unknown_link_says_what_to_do(service: Service, token: str) -> None:
    said = Phone(service, token).opens()

    assert "这个页面不存在" in said
    assert "This page is not here" in said
    assert "120" in said
    assert "0591-0000000" in said


def test_two_people_may_share_a_browser(service: Service) -> None:
    phone = phone_of(service)
    phone.agrees()
    other = link_of(service, service.participant("P-013").id)
    phone.path, mine = f"/c/{other}", phone.path
    phone.agrees()

    phone.path = mine
    assert "记好了" in phone.opens()


def test_cookies_are_closed_to_scripts_and_other_sites(service: Service) -> None:
    token = link_of(service, service.participant().id)

    plain = Phone(service, token)
    plain.opens()
    sealed = Phone(service, token, "https://anhao.test")
    sealed.opens()

    assert re.fullmatch(
        r"anhao-\d+=[\w-]{27}; HttpOnly; Max-Age=\d+; Path=/; SameSite=lax", plain.headers["set-cookie"]
    )
    cookie = sealed.headers["set-cookie"]
    assert cookie.startswith("__Host-anhao-")
    assert "Secure" in cookie
    assert "Domain" not in cookie
    assert "max-age" in sealed.headers["strict-transport-security"]


# --- answers ------------------------------------------------------------------------------------


def test_an_answer_is_saved_and_shown_with_its_time(service: Service) -> None:
    phone = phone_of(service)
    phone.agrees()
    comes_due(service, hours=1)
    phone.opens()

    phone.taps("都按方案吃了")

    assert "都按方案吃了 ✓ 已保存 20:00" in phone.text
    assert answers(service, "d_gc") == ["yes_all"]
    assert "新的不舒服" in phone.question
    assert phone.headers["cache-control"] == "no-store"


def test_a_form_sent_twice_counts_once(service: Service) -> None:
    """A double tap, a reload of the answer, a second tab in which the question still stands."""
    phone = phone_of(service)
    phone.agrees()
    comes_due(service, hours=1)
    phone.opens()
    form = next(form for form in phone.forms if "都按方案吃了" in form.buttons)
    before = stored(service, Inbound)

    for _ in range(3):
        name, value = form.buttons["都按方案吃了"]
        phone.sends(**form.hidden, **{name: value})

    assert stored(service, Inbound) == before + 1
    assert answers(service, "d_gc") == ["yes_all"]
    assert "新的不舒服" in phone.question


def test_another_answer_from_a_second_tab_is_asked_about(service: Service) -> None:
    phone = phone_of(service)
    phone.agrees()
    comes_due(service, hours=1)
    phone.opens()
    form = next(form for form in phone.forms if "一点没吃" in form.buttons)
    phone.taps("都按方案吃了")

    phone.sends(**form.hidden, tap=form.buttons["一点没吃"][1])

    assert "要改成" in phone.question
    assert answers(service, "d_gc") == ["yes_all"]
    phone.taps("改成这个")
    assert answers(service, "d_gc") == ["yes_all", "no"]


def test_ticks_are_saved_one_by_one(service: Service) -> None:
    phone = phone_of(service)
    phone.agrees()
    phone.taps("我不舒服")
    tab = phone.forms
    skin, eyes = (next(f for f in tab if label in f.buttons) for label in ("皮肤、嘴里", "眼睛"))

    phone.sends(**skin.hidden, tap=skin.buttons["皮肤、嘴里"][1])
    phone.sends(**eyes.hidden, tap=eyes.buttons["眼睛"][1])  # faster than the page came back
    phone.sends(**eyes.hidden, tap=eyes.buttons["眼睛"][1])  # and once more

    assert len(re.findall(r'aria-pressed="true">(?:皮肤、嘴里|眼睛)<', phone.html)) == 2


def test_an_answer_is_changed_from_the_page(service: Service) -> None:
    phone = phone_of(service)
    phone.agrees()
    comes_due(service, hours=1)
    phone.opens()
    phone.taps("都按方案吃了")

    phone.taps("修改")
    assert "都吃了吗" in phone.question
    phone.taps("一点没吃")

    assert answers(service, "d_gc") == ["yes_all", "no"]
    assert "后来改过" in phone.text


def test_typed_words_go_to_the_question_they_were_written_under(service: Service) -> None:
    """A second tab in which an earlier question still stands: the words are kept, and answer nothing else."""
    phone = phone_of(service, start=SEVENTH_DAY)
    phone.agrees()
    comes_due(service, hours=1)
    phone.opens()
    for label in ("都按方案吃了", "没有", "没有"):
        phone.taps(label)
    assert "几个" in phone.question or "多少" in phone.question
    old = next(form for form in phone.forms if form.types)
    phone.types("3")
    phone.taps("都在变好")
    question = phone.question

    phone.sends(**old.hidden, text="5")

    assert answers(service, "w_new") == ["3"]
    assert answers(service, "w_persist") == []
    assert phone.question == question
    with transaction(service.engine) as session:
        assert session.exec(select(func.count()).where(LogEntry.kind == "noted")).one() == 1


def test_an_answer_to_a_closed_question_changes_nothing(service: Service) -> None:
    phone = phone_of(service)
    phone.agrees()
    comes_due(service, hours=1)
    phone.opens()
    form = next(form for form in phone.forms if "都按方案吃了" in form.buttons)
    comes_due(service, days=5)

    phone.sends(**form.hidden, tap=form.buttons["都按方案吃了"][1])

    assert answers(service, "d_gc") == []
    assert "没有改" in phone.text or "没有改动" in phone.text


def test_somebody_else_s_question_is_not_answered(service: Service) -> None:
    mine, other = phone_of(service), phone_of(service, "P-013")
    mine.agrees()
    other.agrees()
    comes_due(service, hours=1)
    mine.opens()
    other.opens()
    form = next(form for form in other.forms if "都按方案吃了" in form.buttons)

    mine.sends(key="1", tap=form.buttons["都按方案吃了"][1])
    mine.sends(key="2", tap="s:1:ack:")
    mine.sends(key="3", tap="nonsense")

    assert mine.status == 200
    assert answers(service, "d_gc") == []


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.test"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}]
)
def test_a_forged_form_is_refused(service: Service, headers: dict[str, str]) -> None:
    phone = phone_of(service)
    phone.agrees()
    before = stored(service, Inbound)

    answer = phone.client.post(phone.path, data={"key": "1", "tap": "c:stop:"}, headers=headers)

    assert answer.status_code == 403
    assert "不是从我们的页面发出" in answer.text
    assert stored(service, Inbound) == before


def test_ten_thousand_characters_are_kept(service: Service) -> None:
    phone = _at_free_text(service)
    words = "很痒" * 5_000

    phone.types(words)

    assert phone.status == 200
    assert words in "".join(answer or "" for answer in answers(service, "u_text"))


@pytest.mark.parametrize("size", [10_001, 70_000, 300_000])
def test_more_is_refused_and_nothing_is_stored(service: Service, size: int) -> None:
    phone = _at_free_text(service)
    before = stored(service, Inbound)

    said = phone.types("x" * size)

    assert phone.status == 413
    assert "还没有保存" in said
    assert "120" in said
    assert stored(service, Inbound) == before


def test_html_in_words_is_shown_as_it_was_written(service: Service) -> None:
    phone = _at_free_text(service)

    phone.types('<script>alert(1)</script><img src=x onerror="a">&amp; \u202eabc')

    assert "<script>alert" not in phone.html
    assert "<img" not in phone.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in phone.html


def _at_free_text(service: Service) -> Phone:
    """At the question of a problem report that takes words of one's own."""
    phone = phone_of(service)
    phone.agrees()
    phone.taps("我不舒服")
    while "<textarea" not in phone.html:
        labels = [label for form in phone.forms for label in form.buttons]
        phone.taps(next(label for label in labels if label in ("不想答", "跳过")))
    return phone


# --- pictures -----------------------------------------------------------------------------------


def test_the_page_shows_the_picture_with_a_table_and_to_nobody_else(service: Service) -> None:
    """A picture is drawn for its owner alone; a person who cannot see it has the figures."""
    phone, other = phone_of(service), phone_of(service, "P-013")
    phone.agrees()
    other.agrees()
    comes_due(service, hours=1)
    phone.opens()
    phone.taps("都按方案吃了")
    phone.taps("没有")
    phone.taps("看我的图表")

    place = re.search(r'<img class="picture" src="([^"]*)" alt="([^"]*)"', phone.html)
    assert place is not None
    assert place[2].startswith("P-012：")
    assert "看数字" in phone.text
    assert "30 / 150" in phone.text
    shown = phone.client.get(place[1])
    assert shown.headers["content-type"] == "image/svg+xml"
    assert shown.headers["cache-control"] == "no-store"
    assert "我的情况" in shown.text
    number = place[1].rsplit("/", 1)[1]
    for path in (f"{other.path}/picture/{number}", f"{phone.path}/picture/{int(number) + 1}",
                 f"{phone.path}/picture/99999999999999999999"):  # fmt: skip
        assert other.client.get(path).status_code in (403, 404)
