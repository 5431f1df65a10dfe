"""A whole weekly check-in in real Chromium, as a participant goes through it: 360×740, Chinese, with a correction.

Once with JavaScript and once without. Pictures land in the folder that SHOTS names, if it is set.
"""

from __future__ import annotations

import asyncio
import os
import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from bot.settings import Settings
from bot.web import app
from tests.talk import Service
from tests.web.phones import CONTACT, SEVENTH_DAY, answers, comes_due, link_of

pytestmark = pytest.mark.browser

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
SCREEN = {"width": 360, "height": 740}
WELCOME = (
    ("开始", ""), ("中文", "请选择语言"), ("同意", "您好"), ("同意", "健康回答"),
    ("可以告诉", "紧急联系人"), ("20:00", "几点"),
)  # fmt: skip
"""The buttons from the greeting on, each with words of its question."""


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Debian's chromium."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed: run make browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    service = Service(f"sqlite:///{tmp_path / 'anhao.db'}")
    yield service
    service.close()


@pytest.fixture
def address(service: Service) -> Iterator[str]:
    """Where the pages of the service are served."""
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    pages = app(
        service.engine, Settings(public_url=url, **CONTACT), service.languages, lambda: None, lambda: service.now
    )
    server = uvicorn.Server(uvicorn.Config(pages, log_config=None, access_log=False, lifespan="off"))
    thread = threading.Thread(target=_serve, args=(server, listening))
    thread.start()
    yield url
    server.should_exit = True
    thread.join()


def _serve(server: uvicorn.Server, listening: socket.socket) -> None:
    asyncio.run(server.serve([listening]))


class Hand:
    """One participant with a phone: what they press, and what they look at."""

    def __init__(self, browser: Browser, url: str, script: bool) -> None:
        self.context = browser.new_context(
            viewport=SCREEN, locale="zh-CN", java_script_enabled=script, device_scale_factor=2
        )  # type: ignore[arg-type]  # a viewport by its two names
        self.context.set_default_timeout(10_000)
        self.page: Page = self.context.new_page()
        self.foreign: list[str] = []
        self.loads = 0
        self.errors: list[str] = []
        self.page.on("request", lambda request: self._asked(request.url, request.is_navigation_request()))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda line: self.errors.append(line.text) if line.type == "error" else None)
        self.home, self.kind = url, "script" if script else "plain"

    def _asked(self, url: str, navigates: bool) -> None:
        self.loads += navigates
        if not url.startswith(self.home.partition("/c/")[0]):
            self.foreign.append(url)

    def opens(self) -> None:
        self.page.goto(self.home)

    def taps(self, label: str, question: str = "") -> None:
        """Press the button that begins so, once its question is the one that is open."""
        if question:
            expect(self.page.locator("#question")).to_contain_text(question)
        self.page.locator("#now").get_by_role("button", name=re.compile(f"^{label}")).first.click()

    def types(self, words: str, question: str) -> None:
        expect(self.page.locator("#question")).to_contain_text(question)
        self.page.locator("#text").fill(words)
        self.page.locator("#now").get_by_role("button", name="保存").click()

    def sees(self, words: str) -> None:
        expect(self.page.locator("body")).to_contain_text(words)

    def shoots(self, name: str) -> None:
        if folder := os.environ.get("SHOTS"):
            self.page.screenshot(path=f"{folder}/{name}-{self.kind}.png")

    def is_fit(self) -> None:
        """Nothing is wider than the phone, and every answer is a thumb high."""
        assert self.page.evaluate_handle("document.documentElement.scrollWidth").json_value() <= SCREEN["width"]
        for button in self.page.locator("#now .button, .door").all():
            box = button.bounding_box()
            assert box is not None
            assert box["height"] >= 52
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= SCREEN["width"]


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_weekly_check_in_in_chinese_with_a_correction(
    browser: Browser, service: Service, address: str, script: bool
) -> None:
    token = link_of(service, service.participant(start=SEVENTH_DAY).id)
    hand = Hand(browser, f"{address}/c/{token}", script)
    hand.opens()
    hand.sees("您好")
    hand.shoots("1-greeting")
    for label, question in WELCOME:
        hand.taps(label, question)
    hand.sees("现在没有要回答的问题")
    hand.shoots("2-nothing-open")
    comes_due(service, hours=1)
    hand.opens()
    hand.shoots("3-daily")
    loads = hand.loads

    hand.taps("都按方案吃了", "都吃了吗")
    hand.sees("✓ 已保存 20:00")
    hand.shoots("4-daily-second")
    hand.taps("没有", "新的不舒服")
    hand.taps("没有", "发烧")
    hand.shoots("5-number")
    hand.types("3", "新")
    hand.taps("都在变好", "破口")
    hand.taps("1", "4周")
    hand.taps("嘴里", "哪里")
    expect(hand.page.locator('[aria-pressed="true"]', has_text="嘴里")).to_be_visible()
    hand.is_fit()
    hand.shoots("6-ticks")
    hand.taps("看更多")
    hand.taps("背、屁股")
    hand.taps("选好了")
    hand.taps("都没有", "破口")
    hand.taps("只能吃软的", "吃东西")
    hand.taps("4", "最疼")
    expect(hand.page.locator("#question")).to_contain_text("最痒")
    hand.shoots("7-scale")
    hand.page.get_by_role("button", name="修改这个回答").last.click()
    hand.taps("5", "最疼")
    hand.sees("后来改过")
    hand.taps("2", "最痒")
    hand.taps("3", "日常")
    hand.taps("好一点", "上周")
    hand.taps("都没有", "有没有下面的事")
    hand.taps("都没有", "用过")
    hand.sees("现在没有要回答的问题")
    hand.shoots("8-done")

    assert answers(service, "w_new") == ["3"]
    assert answers(service, "w_area") == ["mouth|back_buttocks"]
    assert answers(service, "w_pain") == ["4", "5"]
    assert (hand.loads == loads) == script, "with the script no page is loaded again"
    assert hand.foreign == []
    assert hand.errors == []


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_an_emergency_in_the_browser(browser: Browser, service: Service, address: str, script: bool) -> None:
    hand = _agreed(browser, service, address, script)
    hand.page.get_by_role("button", name="我不舒服").click()
    hand.taps("喘不上气，或喉咙、脸、嘴唇肿")
    call = hand.page.get_by_role("link", name="拨打 120")
    expect(call).to_be_visible()
    box = call.bounding_box()
    assert box is not None
    assert box["height"] >= 72
    assert box["y"] + box["height"] < SCREEN["height"]
    assert call.get_attribute("href") == "tel:120"
    hand.shoots("9-emergency")
    assert hand.errors == []


def test_what_could_not_be_sent_is_sent_again_until_it_is_saved(
    browser: Browser, service: Service, address: str
) -> None:
    hand = _agreed(browser, service, address, script=True)
    comes_due(service, hours=1)
    hand.opens()
    lost = 0

    def fails(route: Route) -> None:
        nonlocal lost
        if route.request.method == "POST" and lost < 2:
            lost += 1
            if lost == 2:
                route.fetch(max_redirects=0)  # it arrives, and its answer is lost
            route.abort()
        else:
            route.continue_()

    hand.page.route("**/c/**", fails)
    hand.taps("都按方案吃了", "都吃了吗")
    hand.sees("还没保存，正在重发")
    hand.shoots("10-not-saved-yet")
    hand.sees("✓ 已保存 20:00")

    expect(hand.page.locator("#notice")).to_be_hidden()
    assert lost == 2
    assert answers(service, "d_gc") == ["yes_all"]


def test_news_comes_by_itself_and_keeps_what_is_being_written(browser: Browser, service: Service, address: str) -> None:
    hand = _agreed(browser, service, address, script=True)
    comes_due(service, hours=1)

    hand.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    hand.sees("都吃了吗")
    assert hand.errors == []


def test_larger_text_and_english_fit_the_phone(browser: Browser, service: Service, address: str) -> None:
    hand = _agreed(browser, service, address, script=True)
    comes_due(service, hours=1)
    hand.opens()
    hand.page.get_by_role("button", name="大字").click()
    hand.page.get_by_role("button", name="EN").click()
    expect(hand.page.locator("#question")).to_contain_text("5 March")
    hand.is_fit()
    size = hand.page.evaluate("parseFloat(getComputedStyle(document.querySelector('#question')).fontSize)")
    assert size == 26
    assert re.search("large", hand.page.locator("body").get_attribute("class") or "")
    hand.shoots("11-large-english")


def _agreed(browser: Browser, service: Service, address: str, script: bool) -> Hand:
    """Somebody who went through the welcome."""
    hand = Hand(browser, f"{address}/c/{link_of(service, service.participant().id)}", script)
    hand.opens()
    for label, question in WELCOME:
        hand.taps(label, question)
    hand.sees("现在没有要回答的问题")
    return hand
