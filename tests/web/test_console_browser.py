"""The console in real Chromium: a doctor from concern to close, a coordinator from the form to the printed invite.

Once with JavaScript and once without. Pictures land in the folder that SHOTS names, if it is set.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from bot import links
from bot.database import transaction
from bot.models import Staff
from tests.talk import Service, Talk
from tests.team import EMERGENCY, URGENT, assemble, escalations, patient
from tests.web.serving import CHROMIUM, FLAGS, served

pytestmark = pytest.mark.browser
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
SCREEN = {"width": 1180, "height": 760}


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Debian's chromium."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed: run make browser")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield browser
        await browser.close()


@pytest.fixture
def service(sqlite_url: str) -> Iterator[Service]:
    service = Service(sqlite_url)
    yield service
    service.close()


class Desk:
    """One member of staff in front of a browser: what they press, and what went wrong on the way."""

    def __init__(self, page: Page, url: str, script: bool) -> None:
        self.page, self.url, self.kind = page, url, "script" if script else "plain"
        self.wrong: list[str] = []
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))

    def _asked(self, url: str) -> None:
        if not url.startswith(self.url.partition("/console/")[0]):
            self.wrong.append(f"another host: {url}")

    async def sees(self, words: str) -> None:
        await expect(self.page.locator("body")).to_contain_text(words)

    async def presses(self, name: str, of: str = "button") -> None:
        await self.page.locator(of).filter(has_text=name).first.click()

    async def shoots(self, name: str) -> None:
        if folder := os.environ.get("SHOTS"):
            await self.page.screenshot(path=f"{folder}/{name}-{self.kind}.png", full_page=True)


async def sits_down(browser: Browser, service: Service, address: str, talk: Talk, script: bool) -> Desk:
    with transaction(service.engine) as session:
        token = links.issue(session, session.get_one(Staff, talk.id), service.now)
    context = await browser.new_context(viewport=SCREEN, java_script_enabled=script)  # type: ignore[arg-type]  # by its two names
    context.set_default_timeout(10_000)
    desk = Desk(await context.new_page(), f"{address}/console/{token}", script)
    await desk.page.goto(desk.url)
    return desk


@SCRIPT
async def test_a_doctor_from_concern_to_close(browser: Browser, service: Service, script: bool) -> None:
    team, lan = assemble(service), patient(service, sex="f")
    await lan.says("/problem")
    await lan.taps("喘不上气")
    async with served(service) as address:
        lin = await sits_down(browser, service, address, team.lin, script)
        await lin.presses("Open the console")
        await lin.sees("喘不上气，或喉咙、脸、嘴唇肿")
        await lin.sees("Told at 19:00: call 120.")
        await lin.shoots("console-1-open")

        await lin.presses("I'm on it")
        await lin.sees("Dr Lin is on it since 19:00.")
        await lin.presses("Message", of="summary")
        await lin.page.locator("#words").fill("Sit up, I ring you in two minutes.")
        await lin.presses("Send")
        await lin.sees("Sent to P-012.")
        await lin.presses("Close…", of="summary")
        await lin.page.get_by_label("Sent to emergency").check()
        await lin.page.get_by_label("Yes, perhaps").check()
        await lin.page.locator("#ending").fill("120 is with her")
        await lin.shoots("console-2-closing")
        await lin.presses("Close it")
        await lin.sees("✓ Closed by Dr Lin at 19:00: Sent to emergency")
        await lin.presses("中文")
        await lin.sees("没有紧急或要尽快处理的事项。")
        await lin.shoots("console-3-closed")

    assert lin.wrong == []
    (escalation,) = escalations(service)
    assert (escalation.outcome, escalation.outcome_words) == ("sent", "120 is with her")
    await service.outbox.drain()
    lan.hears("Sit up, I ring you in two minutes.")


@pytest.mark.timeout(120)
async def test_after_a_week_of_diaries_a_doctor_sees_course_and_concern(browser: Browser, service: Service) -> None:
    team, lan = assemble(service), patient(service, sex="f")
    li = patient(service, "P-031")
    for day in range(7):
        await service.passes(days=1 if day else 0, hours=0 if day else 1)
        await lan.taps("一点没吃" if day == 3 else "都按方案吃了")
        if day == 3:
            await lan.taps("忘了")
        await lan.taps("没有", of="新的不舒服")
    await li.says(URGENT)
    await team.lin.taps("I'm on it")
    await lan.says("/problem")
    await lan.taps("喘不上气")
    service.now += timedelta(minutes=4)
    async with served(service) as address:
        lin = await sits_down(browser, service, address, team.lin, script=True)
        await lin.presses("Open the console")
        await lin.sees("Steroid of the last days")
        await lin.sees("none taken")
        width = await lin.page.evaluate("document.documentElement.scrollWidth")
        table = await lin.page.evaluate(
            "t = document.querySelector('.doses'), t.scrollWidth <= t.parentElement.clientWidth"
        )
        await lin.shoots("readme-doctor")

    assert width <= SCREEN["width"]
    assert table, "a week of doses fits beside the list"
    assert lin.wrong == []


@SCRIPT
async def test_a_coordinator_adds_a_participant_and_prints_the_invite(
    browser: Browser, service: Service, script: bool
) -> None:
    team = assemble(service)
    patient(service)
    async with served(service) as address:
        chen = await sits_down(browser, service, address, team.chen, script)
        await chen.presses("打开工作台")
        await chen.sees("回答情况")
        await chen.shoots("console-4-day")
        await chen.presses("添加参与者", of="a")
        await chen.page.locator("#code").fill("P 013")
        await chen.page.locator("#birth_year").fill("1968")
        await chen.presses("添加并显示邀请")
        await chen.sees("您填的内容都还在")
        await expect(chen.page.locator("#birth_year")).to_have_value("1968")
        await chen.shoots("console-5-mend")
        await chen.page.locator("#code").fill("P-013")
        await chen.presses("添加并显示邀请")
        await chen.sees("您的研究问卷链接")
        code = chen.page.locator("img.qr")
        await expect(code).to_have_js_property("complete", True)
        assert await code.evaluate("picture => picture.naturalWidth") > 150
        await chen.page.reload()
        await chen.sees("研究编号P-013")
        await chen.page.emulate_media(media="print")
        await expect(chen.page.locator(".top")).to_be_hidden()
        await expect(chen.page.locator(".letter")).to_be_visible()
        await chen.shoots("console-6-invite")

    assert chen.wrong == []


async def test_the_list_comes_anew_by_itself_but_not_while_somebody_writes(browser: Browser, service: Service) -> None:
    team, lan = assemble(service), patient(service)
    async with served(service) as address:
        lin = await sits_down(browser, service, address, team.lin, script=True)
        await lin.presses("Open the console")
        await lin.sees("Nothing is open.")
        await lan.says(EMERGENCY)
        await lin.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        await lin.sees("Trouble breathing")

        await lin.presses("Message", of="summary")
        await lin.page.locator("#words").fill("half a sent")
        await team.wu.forges("s:1:ack:")
        await lin.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        await expect(lin.page.locator(".changed")).to_be_visible()

        await expect(lin.page.locator("#words")).to_have_value("half a sent")
    assert lin.wrong == []


async def test_nothing_is_wider_than_a_phone(browser: Browser, service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    async with served(service) as address:
        ji = await sits_down(browser, service, address, team.ji, script=True)
        await ji.presses("Open the console")
        await ji.page.set_viewport_size({"width": 360, "height": 740})
        for path in ("/escalations/1", "/day", "/participants", "/participants/new"):
            await ji.page.goto(ji.url + path)
            assert await ji.page.evaluate("document.documentElement.scrollWidth") <= 360, path
