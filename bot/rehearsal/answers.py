"""From a call to the answer that goes out: the token, the faults of the day, the method, the JSON."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.rehearsal import methods_messages, methods_settings  # noqa: F401 - they enter themselves in the table
from bot.rehearsal.cloud import Cloud
from bot.rehearsal.faults import HTML_PAGE, Faults
from bot.rehearsal.methods import call
from bot.rehearsal.parameters import Parameters
from bot.rehearsal.polling import Polling
from bot.rehearsal.refusals import Refusal


@dataclass(frozen=True)
class Page:
    status: int
    body: bytes
    content_type: str = "application/json"


@dataclass(frozen=True)
class Lost:
    """Nothing goes out: the connection is dropped."""


class Answers:
    def __init__(self, cloud: Cloud, faults: Faults, polling: Polling, token: str) -> None:
        self.cloud = cloud
        self.faults = faults
        self.polling = polling
        self.token = token

    def now(self) -> datetime:
        """Telegram's clock, for the `Date` header."""
        return self.cloud.now().astimezone(UTC)

    async def call(self, token: str, method: str, given: Parameters, present: Callable[[], bool]) -> Page | Lost:
        """While Telegram is down nothing happens; a lost answer's effect has happened. `present` tells whether the
        caller still waits for the answer."""
        with self.cloud.bell:
            if self.faults.down:
                return Lost()
            if token != self.token or self.faults.revoked:
                return _refused(Refusal(401, "Unauthorized"))
            refusal = self.faults.take_refusal(method)
            if refusal is not None:
                return _refused(refusal)
            if self.faults.take_page(method):
                return Page(502, HTML_PAGE.encode(), "text/html")
            lost = self.faults.take_loss(method)
            held = self.faults.take_hold(method)
        try:
            page = await self._happen(method, given, present)
        except Refusal as refused:
            page = _refused(refused)
        if held is not None:
            with self.cloud.bell:
                held.arrived = True
                self.cloud.bell.ring()
            await self.cloud.bell.listen(lambda: held.released or self.polling.closing or None, None)
        return Lost() if lost or self.faults.down else page

    def file(self, token: str, path: str) -> Page | Lost:
        with self.cloud.bell:
            if self.faults.down:
                return Lost()
            for stored in self.cloud.files.values():
                if token == self.token and stored.path == path:
                    return Page(200, stored.content, stored.content_type)
        return _refused(Refusal(404, "Not Found"))

    def elsewhere(self) -> Page | Lost:
        return Lost() if self.faults.down else _refused(Refusal(404, "Not Found"))

    async def _happen(self, method: str, given: Parameters, present: Callable[[], bool]) -> Page:
        if method == "getUpdates":
            bodies = [update.body for update in await self.polling.get_updates(given, present)]
            return Page(200, ('{"ok":true,"result":[' + ",".join(bodies) + "]}").encode())
        return Page(200, json.dumps({"ok": True, "result": call(self.cloud, method, given)}).encode())


def _refused(refusal: Refusal) -> Page:
    return Page(refusal.code, json.dumps(refusal.to_json()).encode())
