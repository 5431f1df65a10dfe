"""An auditor in virtual time, for tests: what it finds, pings and tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from bot.audit import Limits
from bot.auditor import Auditor, Notice
from bot.pulse import DRAIN, POLL, TICK, Pulse
from conversations.text import Text
from tests.talk import AMBIENT, Service


@dataclass
class Watch:
    """An auditor of a service in virtual time, and what leaves it."""

    service: Service
    seconds: float = 0.0
    pings: int = 0
    notices: list[tuple[str, str]] = field(default_factory=list)
    takes: bool = True

    def __post_init__(self) -> None:
        self.pulse = Pulse(lambda: self.seconds, [TICK, DRAIN, POLL])
        self.auditor = Auditor(
            self.service.engine, self.pulse, Limits(5.0), "Asia/Shanghai", self._render, lambda: self.service.now,
            self._deliver, "http://heartbeat.test/secret", self._ping,
        )  # fmt: skip
        self.auditor._send = self._send  # type: ignore[method-assign]  # in this thread, so that a test can wait

    def _render(self, words: Text, language: str) -> str:
        return self.service.languages.render(words, language, AMBIENT)

    def _deliver(self, url: str, text: str) -> bool:
        self.notices.append((url, text))
        return self.takes

    def _send(self, notice: Notice) -> None:
        if not self._deliver(notice.url, notice.text):
            self.auditor._again.append(notice)

    def _ping(self, url: str) -> None:
        self.pings += 1
        if not self.takes:
            raise OSError("refused")

    async def minute(self, *beating: str, minutes: int = 1, ticks: bool = True) -> list[str]:
        """A minute passes in which these loops come round, then the auditor looks."""
        for _minute in range(minutes):
            self.service.now += timedelta(minutes=1)
            self.seconds += 60
            for name in beating or (TICK, DRAIN, POLL):
                self.pulse.beat(name)
            if ticks and (not beating or TICK in beating):
                await self.service.looks()
            found = self.auditor.look()
        return found
