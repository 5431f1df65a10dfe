"""A member of staff at the console, over Starlette's test client: pages by their words, forms as browsers send them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from starlette.testclient import TestClient

from bot import links
from bot.database import transaction
from bot.models import Staff
from bot.settings import Settings
from bot.web import app
from tests.talk import Service, Talk

ADDRESS = "http://anhao.test"
CONTACT = {"hospital_name": "Hospital", "study_phone": "0591-0000000", "investigator": "Dr Ji"}


def settings(**values: Any) -> Settings:
    return Settings(**{"public_url": ADDRESS, **CONTACT, **values})


@dataclass
class Browser:
    """One browser. `page` is the page it shows."""

    service: Service
    path: str
    values: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = settings(**self.values)
        web = app(self.service.engine, known, self.service.languages, lambda: None, lambda: self.service.now)
        self.client = TestClient(web, base_url=known.public_url, follow_redirects=True, raise_server_exceptions=True)
        self.status = 0
        self.html = ""
        self.response: Any = None

    def gets(self, path: str = "") -> str:
        return self._took(self.client.get(self.path + path))

    def posts(self, path: str, *, key: str | None = None, **fields: str) -> str:
        """Send a form; with the key of one that stands on the page now, unless another is given."""
        sent = {"key": self.key if key is None else key, **fields}
        return self._took(self.client.post(self.path + path, data=sent))

    @property
    def key(self) -> str:
        found = re.search(r'name="key" value="([^"]*)"', self.html)
        return found[1] if found else ""

    @property
    def text(self) -> str:
        """The words of the page."""
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", self.html)).split())

    def opens(self) -> Browser:
        """Open the link, and press “Open”."""
        self.gets()
        self.posts("/open")
        return self

    def _took(self, response: Any) -> str:
        self.response = response
        self.status, self.html = response.status_code, response.text
        return self.text


def console(service: Service, talk: Talk, **values: Any) -> Browser:
    """The console of this member of staff, by a new link, in a browser that has not opened it yet."""
    with transaction(service.engine) as session:
        token = links.issue(session, session.get_one(Staff, talk.id), service.now)
    return Browser(service, f"/console/{token}", values)
