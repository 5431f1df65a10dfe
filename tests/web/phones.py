"""A participant's browser: the page by its words, forms as a browser without JavaScript sends them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape
from typing import Any

from sqlmodel import select
from starlette.testclient import TestClient

from bot import links
from bot.clock import tick
from bot.database import transaction
from bot.models import Answer, Identity, Participant
from bot.settings import Settings
from bot.web import app
from tests.talk import Service

CONTACT = {"hospital_name": "Hospital", "study_phone": "0591-0000000", "investigator": "Dr Ji"}
SEVENTH_DAY = date(2026, 2, 27)
"""With this start, 5 March is study day 7: the first weekly check falls due with the diary."""


@dataclass
class Shown:
    """A form on the page: its hidden fields, and its buttons by label."""

    action: str
    hidden: dict[str, str]
    buttons: dict[str, tuple[str, str]]
    types: bool


class Phone:
    """One browser with one link."""

    def __init__(self, service: Service, token: str, public_url: str = "http://anhao.test", **settings: Any) -> None:
        self.service, self.path = service, f"/c/{token}"
        known = Settings(public_url=public_url, **CONTACT, **settings)
        web = app(service.engine, known, service.languages, lambda: None, lambda: service.now)
        self.client = TestClient(web, base_url=public_url, follow_redirects=True)
        self.status, self.html, self.headers = 0, "", {}

    def opens(self, query: str = "") -> str:
        return self._took(self.client.get(self.path + query))

    def sends(self, **fields: str) -> str:
        """A form with these fields, and nothing else."""
        return self._took(self.client.post(self.path, data=fields))

    def taps(self, label: str) -> str:
        """Press the button that begins with `label`."""
        for form in self.forms:
            for words, (name, value) in form.buttons.items():
                if words.startswith(label):
                    return self._took(self.client.post(form.action, data={**form.hidden, name: value}))
        raise AssertionError(f"no button {label!r} on: {self.text}")

    def types(self, text: str) -> str:
        """Write into the field of the open question, and save."""
        form = next(form for form in self.forms if form.types)
        return self._took(self.client.post(form.action, data={**form.hidden, "text": text}))

    @property
    def forms(self) -> list[Shown]:
        found = []
        again: dict[str, tuple[str, str]] = {}
        for action, inside in re.findall(r'<form[^>]*action="([^"]*)"[^>]*>(.*?)</form>', self.html, re.S):
            hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', inside))
            buttons = {
                " ".join(unescape(re.sub(r"<[^>]*>", " ", label)).split()): (name, unescape(value))
                for name, value, label in re.findall(
                    r'<button[^>]*name="(\w+)" value="([^"]*)"[^>]*>(.*?)</button>', inside, re.S
                )
            }
            types = bool(re.search(r'<(?:input|textarea) id="\w+" name="text"', inside))
            found.append(Shown(action, {name: unescape(value) for name, value in hidden.items()}, buttons, types))
        for value, label in re.findall(
            r'<button form="again"[^>]*value="([^"]*)"[^>]*>(.*?)</button>', self.html, re.S
        ):
            again[" ".join(label.split())] = ("tap", unescape(value))
        if again:
            found.append(Shown(self.path, {"key": self.key}, again, False))
        return found

    @property
    def key(self) -> str:
        found = re.search(r'name="key" value="([^"]*)"', self.html)
        return found[1] if found else ""

    @property
    def text(self) -> str:
        """The words of the page."""
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", self.html)).split())

    @property
    def question(self) -> str:
        found = re.search(r'id="question">(.*?)</h1>', self.html, re.S)
        return unescape(found[1]).strip() if found else ""

    def agrees(self) -> None:
        """From the greeting through the welcome, in Chinese."""
        self.opens()
        for label in ("开始", "中文", "同意", "同意", "可以告诉", "20:00"):
            self.taps(label)

    def _took(self, response: Any) -> str:
        self.status, self.html, self.headers = response.status_code, response.text, response.headers
        return self.text


def link_of(service: Service, participant: int, birth_year: str | None = None) -> str:
    """A new link of this participant: the token in it."""
    with transaction(service.engine) as session:
        session.get_one(Identity, participant).birth_year = birth_year
        return links.issue(session, session.get_one(Participant, participant), service.now)


def phone_of(service: Service, code: str = "P-012", **values: Any) -> Phone:
    """Somebody new, with a link and no Telegram account."""
    return Phone(service, link_of(service, service.participant(code, **values).id))


def comes_due(service: Service, **span: float) -> None:
    """Time passes, and the clock looks. Nothing has to be sent for a page to show it."""
    service.now += timedelta(**span)
    tick(service.engine, service.now)


def answers(service: Service, item: str) -> list[str | None]:
    """What is stored as answered to an item, revisions in order: values, or words."""
    with transaction(service.engine) as session:
        rows = session.exec(select(Answer).where(Answer.item == item).order_by(Answer.revision)).all()  # type: ignore[arg-type]  # a column
        return [row.value if row.value is not None else row.words for row in rows]
