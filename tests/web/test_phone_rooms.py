"""What the participant's page shows: the emergency room, what was said elsewhere, the switches; and what guards it."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from bot.database import transaction
from bot.guard import POLICY
from bot.models import Participant
from bot.record import NotDone
from bot.serving import listen
from bot.settings import Settings
from tests.talk import Service
from tests.web.phones import CONTACT, SEVENTH_DAY, Phone, answers, comes_due, link_of, phone_of

FIRST_PAGE = 40 * 1024
"""Bytes over the wire of the first page with its style and script."""
SCRIPT = 8 * 1024


def test_an_emergency_is_another_room(service: Service) -> None:
    phone = phone_of(service)
    phone.agrees()
    phone.taps("我不舒服")

    said = phone.taps("喘不上气")

    assert "alarm" in phone.html
    assert said.index("请马上打 120") < said.index("拨打 120") < said.index("您的回答已保存 19:00")
    assert 'href="tel:120"' in phone.html
    assert 'href="tel:05910000000"' in phone.html
    assert "请不要等我们回复" in said
    assert "哪里不舒服" not in said
    assert "哪里不舒服" in phone.opens("?all=1")
    phone.opens()
    phone.taps("继续答题")
    assert "哪里不舒服" in phone.question


async def test_a_doctor_who_has_seen_it_stands_in_the_room(service: Service) -> None:
    doctor = service.staff()
    await doctor.starts()
    phone = phone_of(service)
    phone.agrees()
    phone.taps("我不舒服")
    phone.taps("喘不上气")
    await service.looks()

    await doctor.taps("I'm on it")

    assert "Dr Lin" in phone.opens()
    assert "不要等我们的电话" in phone.text
    assert "正在通知" not in phone.text


async def test_what_was_said_on_telegram_shows_here_and_the_other_way_round(service: Service) -> None:
    talk = service.participant(start=SEVENTH_DAY)
    await talk.agrees()
    phone = Phone(service, link_of(service, talk.id))
    await service.passes(hours=1)
    await talk.taps("都按方案吃了")

    phone.opens()
    assert "都按方案吃了" not in phone.text
    phone.taps("开始")
    phone.taps("没有")

    assert "都按方案吃了 ✓ 已保存 20:00" in phone.text
    assert "发烧" in phone.question
    await service.outbox.drain()
    assert talk.hears("新的不舒服").text.endswith("✓ 没有")
    assert talk.hears("新的不舒服").rows == ()
    assert answers(service, "d_ok") == ["no"]


def test_earlier_days_are_folded_and_older_ones_a_link_away(service: Service) -> None:
    phone = phone_of(service)
    phone.agrees()
    comes_due(service, days=3)

    phone.opens()
    assert "<summary>3月5日 星期四</summary>" in phone.html
    comes_due(service, days=20)
    phone.opens()
    assert "更早的日子" in phone.text
    assert "星期四" not in phone.text
    assert "请选择语言" in phone.opens("?days=28")


def test_news_comes_only_when_there_is_some(service: Service) -> None:
    phone = phone_of(service)
    phone.agrees()
    url = f"{phone.path}/news?since={phone.key}"

    assert phone.client.get(url).status_code == 204
    comes_due(service, hours=1)
    news = phone.client.get(url)
    assert news.status_code == 200
    assert "都吃了吗" in news.text


def test_the_language_changes_in_the_middle(service: Service) -> None:
    phone = phone_of(service)
    phone.agrees()
    comes_due(service, hours=1)
    phone.opens()

    phone.taps("EN")

    assert '<html lang="en">' in phone.html
    assert phone.question.startswith("5 March, your steroid")
    assert "Saved 19:00" in phone.text


def test_before_agreement_the_greeting_can_be_read_in_both(service: Service) -> None:
    phone = phone_of(service)

    assert "Start" in phone.opens("?language=en")
    phone.taps("Start")

    with transaction(service.engine) as session:
        assert session.get_one(Participant, 1).language == "en"


def test_larger_text_is_remembered(service: Service) -> None:
    phone = phone_of(service)
    phone.agrees()

    phone.taps("大字")
    assert 'class="phone large"' in (phone.opens() and phone.html)
    phone.taps("正常字号")
    assert 'class="phone"' in (phone.opens() and phone.html)


@pytest.mark.parametrize("label", ["接下来", "我的回答", "改时间", "谁能看", "帮助", "暂停"])
def test_the_menu_works(service: Service, label: str) -> None:
    phone = phone_of(service)
    phone.agrees()
    before = phone.text

    phone.taps(label)

    assert phone.status == 200
    assert phone.text != before


def test_the_hour_is_typed_or_tapped(service: Service) -> None:
    phone = phone_of(service)
    phone.agrees()
    phone.taps("改时间")

    phone.types("19:15")

    assert "19:15" in phone.text
    with transaction(service.engine) as session:
        assert f"{session.get_one(Participant, 1).hour:%H:%M}" == "19:15"


# --- what guards it -----------------------------------------------------------------------------


def test_the_first_page_is_light(service: Service) -> None:
    phone = phone_of(service)
    phone.agrees()
    comes_due(service, hours=1)
    phone.opens()
    static = re.findall(r'(?:href|src)="(/static/[^"]+)"', phone.html)
    sizes = {"page": len(gzip.compress(phone.html.encode(), 9))}
    for address in static:
        answer = phone.client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers.get("content-encoding") == "gzip" or len(answer.content) < 500
        sizes[address] = len(gzip.compress(answer.content, 9))

    assert sum(sizes.values()) < FIRST_PAGE, sizes
    assert len(static) == 4


def test_the_script_is_small_and_all_is_ours() -> None:
    folder = Path(__file__).parents[2] / "bot" / "static"

    assert (folder / "phone.js").stat().st_size <= SCRIPT
    for path in folder.iterdir():
        foreign = re.findall(r"https?://(?!www\.w3\.org/2000/svg)\S+|@import|//cdn", path.read_text("utf-8"))
        assert not foreign, path


def test_pages_hold_nothing_inline_and_nothing_foreign(service: Service) -> None:
    phone = phone_of(service)
    pages = [phone.opens() and phone.html]
    phone.agrees()
    pages.append(phone.html)
    phone.taps("我不舒服")
    pages.append(phone.html)
    phone.taps("喘不上气")
    pages.append(phone.html)

    for html in pages:
        assert not re.search(r"<style|style=|\son\w+=|<script(?! src=\"/static/)|javascript:", html)
        assert not re.search(r'(?:src|href|action)="(?!/|tel:)', html)
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", ["/healthz", "/nothing", "/static/nothing.css", "/c/unknown"])
def test_every_answer_is_guarded(service: Service, path: str) -> None:
    answer = phone_of(service).client.get(path)

    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


def test_every_error_is_one_clear_page(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = phone_of(service)
    quiet = TestClient(phone.client.app, base_url="http://anhao.test", raise_server_exceptions=False)

    def breaks(*_args: object) -> None:
        raise OperationalError("select", {}, Exception("the disk is full"))

    found = {
        404: quiet.get("/nothing"),
        405: quiet.put(phone.path),
        413: quiet.post(phone.path, data={"text": "x" * 300_000}),
        400: quiet.post(phone.path, json={"tap": "x"}),
    }
    monkeypatch.setattr("bot.links.find", breaks)
    found[500] = quiet.get(phone.path)

    for status, answer in found.items():
        assert answer.status_code == status
        assert "tel:120" in answer.text
        assert "0591-0000000" in answer.text
        assert 'lang="zh-CN"' in answer.text
        assert 'lang="en"' in answer.text
        assert answer.headers["content-security-policy"] == POLICY
        assert "disk" not in answer.text


def test_ready_means_that_the_tables_are_ours(service: Service) -> None:
    client = phone_of(service).client
    assert client.get("/readyz").status_code == 200

    with service.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")

    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_figures_are_those_of_the_moment(service: Service) -> None:
    phone = phone_of(service)
    phone.agrees()
    phone.taps("我不舒服")
    phone.taps("喘不上气")

    figures = phone.client.get("/metrics").text

    assert 'anhao_open_escalations{phase="open",severity="emergency"} 1.0' in figures
    assert "anhao_oldest_pending_delivery_seconds" in figures
    assert "anhao_poll_age_seconds" not in figures, "nothing was ever polled here"


def test_a_port_in_use_is_one_clear_line() -> None:
    with listen(Settings(port=8479, **CONTACT)), pytest.raises(NotDone, match=r"PORT 8479 on HOST 127\.0\.0\.1"):
        listen(Settings(port=8479, **CONTACT))
