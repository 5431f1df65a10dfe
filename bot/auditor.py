"""Is anything stuck? Once a minute, in a thread of its own, which stands and falls with none of the loops it watches.

All well: HEARTBEAT_URL is pinged, so that even a process that is stopped, or gone, is noticed by whoever misses the
ping. Else people are told what is stuck, once, and once more when all is well again: coordinators in the chat and by
their own routes, the operator in the log and by the team's routes. Notices leave from here directly, for it may be the
sender that is stuck; it is the one exception to the rule that only the outbox sends. Readiness is not touched.
"""

import threading
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from http.client import HTTPException

import structlog
from sqlalchemy import Engine
from sqlmodel import Session, select

from bot.audit import STUCK, Limits, stuck_in_database, stuck_in_process
from bot.body import Body
from bot.database import transaction
from bot.languages import LANGUAGES
from bot.models import Installation, Participant
from bot.on_call import office
from bot.planning import recompute_next_due
from bot.post import EMERGENCY, say
from bot.pulse import Pulse
from bot.routes import own_route, team_routes
from conversations.schedule import instant, local_day
from conversations.text import Listed, Text, _

EVERY = 60.0
"""Seconds between two audits."""
TIMEOUT = 10.0
"""Seconds that a ping may take."""
RECOMPUTED_AT = time(3, 0)
"""Local hour of the study after which everybody's next due moment is computed anew, once a day."""
TRIES = 60
"""A notice that is not taken is sent again with each audit, so often."""

log = structlog.get_logger()

Deliver = Callable[[str, str], bool]
"""Send a text by an Apprise URL; whether it was taken. May take its time."""
Ping = Callable[[str], None]
"""Ask for an address. Raises OSError or HTTPException when that fails."""


def ping(url: str) -> None:
    """One GET. Raises OSError (URLError is one) or HTTPException."""
    request = urllib.request.Request(url, headers={"User-Agent": "anhao"})
    with urllib.request.urlopen(request, timeout=TIMEOUT):
        return


@dataclass
class Notice:
    """A text on its way to one route."""

    url: str
    text: str
    left: int = TRIES


@dataclass
class Auditor:
    """Watches one installation. `render`: a text in a language. `now`: the shell's clock."""

    engine: Engine
    pulse: Pulse
    limits: Limits
    zone: str
    render: Callable[[Text, str], str]
    now: Callable[[], datetime]
    deliver: Deliver
    heartbeat_url: str | None = None
    ping: Ping = ping
    wake: Callable[[], None] = lambda: None
    _stopping: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _routes: tuple[tuple[str, str], ...] = ()
    _told: frozenset[str] = frozenset()
    _again: list[Notice] = field(default_factory=list)
    _failed_pings: int = 0
    _pinged_at: datetime | None = None

    def start(self) -> None:
        """Audit every minute, until told to stop."""
        self._thread = threading.Thread(target=self._run, name="auditor", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout=2)

    def _run(self) -> None:
        while not self._stopping.wait(EVERY):
            self.look()

    def look(self) -> list[str]:
        """One audit; the codes of what is stuck. A boundary: whatever fails in it is itself a finding."""
        waiting, self._again = self._again, []
        for notice in waiting:
            self._send(notice)
        try:
            stuck = self._audited()
        except Exception:
            log.exception("audit_failed")
            stuck = ["database", *stuck_in_process(self.pulse.ages(), self.limits)]
            self._tell_directly(self._news(frozenset(stuck)))
        if not stuck and self.pulse.is_complete:
            self._beat()
        return stuck

    def _audited(self) -> list[str]:
        now = self.now()
        self._recompute(now)
        with transaction(self.engine) as session:
            stuck = [
                *stuck_in_process(self.pulse.ages(), self.limits),
                *stuck_in_database(session, now, self.limits),
            ]
            told = _value(session, "stuck_told")
            self._told = self._told | frozenset(filter(None, told.split(",")))
            self._routes = _routes(session, now)
            news = self._news(frozenset(stuck))
            for key, words in news:
                for person in office(session):
                    unique = f"stuck:{key}:{now.isoformat()}:{person.id}"
                    say(session, person, "staff", unique, Body((words,)), now, priority=EMERGENCY)
            self._write(session, stuck, now)
        self._tell_directly(news)
        if news:
            self.wake()
        return stuck

    def _news(self, stuck: frozenset[str]) -> list[tuple[str, Text]]:
        """What is to be told: what is stuck and was not told yet; or that all is well, after it was not."""
        told, self._told = self._told, (self._told | stuck if stuck or not self.pulse.is_complete else frozenset())
        if new := stuck - told:
            log.error("stuck", what=sorted(new))
            what = Listed(tuple(STUCK[code] for code in STUCK if code in new))
            return [("new", _("⚠️ The check-in service is stuck: {what}. Please tell the operator.", what=what))]
        if told and not self._told:
            log.warning("all_well_again")
            return [("well", _("✓ The check-in service works again. What had waited goes out now."))]
        return []

    def _tell_directly(self, news: Sequence[tuple[str, Text]]) -> None:
        for _key, words in news:
            for url, language in self._routes:
                self._send(Notice(url, self.render(words, language)))

    def _send(self, notice: Notice) -> None:
        """Beside everything else: a service that does not answer holds nothing up."""

        def work() -> None:
            if not self.deliver(notice.url, notice.text) and notice.left > 0:
                notice.left -= 1
                self._again.append(notice)

        threading.Thread(target=work, name="auditor-notice", daemon=True).start()

    def _beat(self) -> None:
        """All is well: say so to whoever listens. A ping that fails is counted, and nothing depends on it."""
        if self.heartbeat_url is None:
            return
        try:
            self.ping(self.heartbeat_url)
        except (OSError, HTTPException) as error:
            self._failed_pings += 1
            log.warning("heartbeat_failed", error=type(error).__name__)
        else:
            self._pinged_at = self.now()

    def _write(self, session: Session, stuck: Sequence[str], now: datetime) -> None:
        """What `/metrics` shows of it. That it can be written is itself part of the audit."""
        values = {
            "audited_at": now.isoformat(),
            "stuck": ",".join(stuck),
            "stuck_told": ",".join(sorted(self._told)),
            "heartbeats_failed": str(self._failed_pings),
        }
        values |= {f"{name}_at": (now - timedelta(seconds=age)).isoformat() for name, age in self.pulse.ages().items()}
        if self._pinged_at is not None:
            values["heartbeat_at"] = self._pinged_at.isoformat()
        for name, value in values.items():
            row = session.get(Installation, name) or Installation(name=name, value=value)
            row.value = value
            session.add(row)

    def _recompute(self, now: datetime) -> None:
        """Everybody's next due moment, once a night: a derived column that was ever wrong is not wrong for long."""
        today = local_day(now, self.zone)
        if now < instant(today, RECOMPUTED_AT, self.zone):
            return
        with transaction(self.engine) as session:
            if _value(session, "recomputed_on") == today.isoformat():
                return
            session.merge(Installation(name="recomputed_on", value=today.isoformat()))
            ids = session.exec(select(Participant.id)).all()
        for id in ids:
            with transaction(self.engine) as session:
                found = select(Participant).where(Participant.id == id).with_for_update(key_share=True)
                participant = session.exec(found).one()
                before = participant.next_due_at
                recompute_next_due(session, participant, now)
                if participant.next_due_at != before:
                    log.error("next_due_was_wrong", participant=id)


def _value(session: Session, name: str) -> str:
    row = session.get(Installation, name)
    return row.value if row else ""


def _routes(session: Session, now: datetime) -> tuple[tuple[str, str], ...]:
    """The routes by which the operator and the coordinators are told, each with its language."""
    found = [(route.value, LANGUAGES[0]) for route in team_routes(session)]
    for person in office(session):
        if (route := own_route(session, person, now)) is not None:
            found.append((route.value, person.language))
    return tuple(dict.fromkeys(found))
