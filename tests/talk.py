"""Tests read as conversations: a service on a real database, a clock that stands still until it is moved,
and people who say, tap and hear. What leaves the outbox lands on their phones; nothing is patched.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import count

from sqlalchemy import Engine
from sqlmodel import select

from bot import invites, vault
from bot.channels import AddressClosed, Button, Channel, Inbound, NothingToEdit, Outgoing, Unreachable
from bot.channels.web import WebChannel
from bot.clock import tick
from bot.database import is_current, migrate, transaction
from bot.inbox import receive
from bot.languages import Languages, languages, negotiate
from bot.models import Address, Identity, Invite, Participant, Plan, Staff
from bot.outbox import Outbox
from bot.planning import recompute_next_due
from bot.settings import HIDDEN_DIGITS
from tests.engines import engine_for

START = datetime(2026, 3, 5, 11, 0, tzinfo=UTC)
"""Thursday 5 March 2026, 19:00 in Shanghai."""

AMBIENT = {
    "hospital": "Hospital",
    "study_phone": "0591-0000000",
    "investigator": "Dr Ji",
    "public_url": "https://anhao.test",
    "last4": HIDDEN_DIGITS,
    "ethics_phone": "0591-1111111",
}


SECRET = b"shared one"
"""The secret half of every invite here: hashing one takes as long as a turn. (`test_invites` is about them.)"""


@cache
def _hash_of(secret: str) -> str:
    return invites.hash_secret(secret, bytes(invites.SALT_BYTES))


@dataclass
class Shown:
    """A message as a phone shows it now."""

    id: str
    text: str
    rows: tuple[tuple[Button, ...], ...]
    picture: bytes | None = None
    voice: bytes | None = None

    @property
    def buttons(self) -> dict[str, str]:
        return {button.label: button.data for row in self.rows for button in row}


class Phones:
    """A channel whose messages land on phones in memory. Strict where Telegram is: 4,096 units, 64 bytes."""

    name = "telegram"

    def __init__(self) -> None:
        self.screens: dict[str, list[Shown]] = {}
        self.blocked: set[str] = set()
        self.out_of_reach = False
        self.sent: list[tuple[str, str]] = []
        self._ids = count(1)

    async def send(self, outgoing: Outgoing) -> str:
        if self.out_of_reach:
            raise Unreachable("TimedOut")
        if outgoing.address in self.blocked:
            raise AddressClosed("blocked")
        assert 0 < len(outgoing.text.encode("utf-16-le")) // 2 <= 20_000
        for row in outgoing.rows:
            for button in row:
                assert button.label
                assert len(button.data.encode()) <= 64
        screen = self.screens.setdefault(outgoing.address, [])
        if outgoing.edits is not None:
            for shown in screen:
                if shown.id == outgoing.edits:
                    if (shown.text, shown.rows) == (outgoing.text, outgoing.rows):
                        raise NothingToEdit("message is not modified")
                    shown.text, shown.rows = outgoing.text, outgoing.rows
                    return shown.id
            raise NothingToEdit("message to edit not found")
        picture = outgoing.picture.content if outgoing.picture else None
        shown = Shown(str(next(self._ids)), outgoing.text, outgoing.rows, picture, outgoing.voice)
        screen.append(shown)
        self.sent.append((outgoing.address, outgoing.text))
        return shown.id


class Routes:
    """Routes of notice: what arrived at which Apprise URL, while they work."""

    name = "notice"

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.down: set[str] = set()
        self.unusable: set[str] = set()
        self.tries = 0

    async def send(self, outgoing: Outgoing) -> str:
        self.tries += 1
        if outgoing.edits is not None:
            raise NothingToEdit("a notice cannot be changed")
        if outgoing.address in self.unusable:
            raise AddressClosed("unusable")
        if outgoing.address in self.down:
            raise Unreachable("the notice was not taken")
        assert outgoing.text
        assert not outgoing.rows
        self.sent.append((outgoing.address, outgoing.text))
        return str(len(self.sent))

    def at(self, url: str) -> list[str]:
        """What arrived at one of them."""
        return [text for address, text in self.sent if address == url]


class Service:
    """The whole service but for the network: receive, apply, drain, tick on a real database."""

    def __init__(self, url: str, now: datetime = START) -> None:
        vault.unlock(vault.Vault(b"tests-only-key-of-32-bytes-length"[:32]))
        self.now = now
        self.engine: Engine = engine_for(url)
        if not is_current(self.engine):
            migrate(self.engine)
        self.languages: Languages = languages()
        self.phones, self.routes = Phones(), Routes()
        self._seconds = 0.0
        self._external = count(1)
        self._accounts = count(1001)
        channels: dict[str, Channel] = {"telegram": self.phones, "web": WebChannel(), "notice": self.routes}
        self.outbox = Outbox(self.engine, channels, self.languages, AMBIENT, lambda: self.now, self._monotonic)

    def _monotonic(self) -> float:
        self._seconds += 10  # nothing here is about pace; `test_pacing` is
        return self._seconds

    def close(self) -> None:
        self.engine.dispose()

    async def passes(self, **span: float) -> None:
        """Let time pass in one step (`hours=2`), look once, and deliver."""
        self.now += timedelta(**span)
        await self.looks()

    async def until(self, at: datetime, every: timedelta = timedelta(minutes=5)) -> None:
        """Let time pass with a look every few minutes, as the ticker does."""
        while self.now < at:
            self.now = min(at, self.now + every)
            await self.looks()

    async def looks(self) -> None:
        tick(self.engine, self.now)
        await self.outbox.drain()

    async def takes(self, message: Inbound) -> bool:
        """Take in one message and deliver what follows; whether it was new."""
        new = receive(self.engine, message, self.now, self.languages).new
        await self.outbox.drain()
        return new

    def participant(
        self, code: str = "P-012", *, language: str = "zh", plan: str | None = "30", **values: object
    ) -> Talk:
        """Enrol a participant with a plan of prednisone (5 mg tablets) and hand over the invite."""
        fields: dict[str, object] = {
            "status": "active", "arm": "cm313", "start": date(2026, 3, 1), "end": date(2027, 3, 27),
            "language": language, "zone": "Asia/Shanghai", "hour": time(20), "created_at": self.now,
        } | values  # fmt: skip
        with transaction(self.engine) as session:
            participant = Participant(code=code, **fields)
            session.add(participant)
            session.flush()
            assert participant.id is not None
            session.add(Identity(participant_id=participant.id))
            if plan is not None:
                session.add(_plan(participant.id, "prednisone", plan, self.now))
            recompute_next_due(session, participant, self.now)
            payload = self._invite(session, participant_id=participant.id)
            id = participant.id
        return Talk(self, str(next(self._accounts)), payload, {"zh": "zh-hans", "en": "en"}[language], id)

    def staff(self, name: str = "Dr Lin", role: str = "doctor", language: str = "en") -> Talk:
        """A member of staff with an invite."""
        with transaction(self.engine) as session:
            staff = Staff(name=name, role=role, language=language, created_at=self.now)
            session.add(staff)
            session.flush()
            payload = self._invite(session, staff_id=staff.id)
            assert staff.id is not None
            id = staff.id
        return Talk(self, str(next(self._accounts)), payload, language, id)

    def plans(self, talk: Talk, drug: str, doses: str, day: date, tablet_mg: str | None = "5") -> None:
        """A doctor enters a dose from a day on."""
        with transaction(self.engine) as session:
            session.add(_plan(talk.id, drug, doses, self.now, day, tablet_mg))

    def _invite(self, session: object, **owner: int | None) -> str:
        new = invites.new_invite(lambda n: SECRET if n == len(SECRET) else secrets.token_bytes(n))
        stored = _hash_of(new.secret)
        until = self.now + invites.VALID_FOR
        session.add(Invite(selector=new.selector, secret_hash=stored, created_at=self.now, expires_at=until, **owner))  # type: ignore[attr-defined]  # a session
        return new.payload

    def external(self) -> str:
        return str(next(self._external))


def _plan(
    id: int, drug: str, doses: str, now: datetime, day: date = date(2026, 3, 1), tablet: str | None = "5"
) -> Plan:
    return Plan(
        participant_id=id, drug=drug, doses=doses, tablet_mg=tablet, from_day=day, entered_at=now, entered_by="Dr Lin"
    )


@dataclass
class Talk:
    """One person's phone: what they do, and what they see."""

    service: Service
    account: str
    payload: str
    locale: str
    id: int
    log: list[str] = field(default_factory=list)
    _drawn: dict[str, str] = field(default_factory=dict)
    _written: dict[str, str] = field(default_factory=dict)

    @property
    def screen(self) -> list[Shown]:
        return self.service.phones.screens.get(self.account, [])

    async def starts(self, payload: str | None = None) -> None:
        """Open the invite link."""
        payload = self.payload if payload is None else payload
        self._note(f"> /start {'(invite)' if payload == self.payload else payload}".rstrip())
        await self._sends("start", text=payload)

    async def says(self, text: str) -> None:
        self._note(f"> {text}")
        self._written[text] = self.service.external()
        await self._sends("text", text=text, message=self._written[text])

    async def edits(self, text: str, new: str) -> None:
        """Rewrite an own message, found by its words."""
        self._note(f"> (rewrites “{text}”) {new}")
        self._written[new] = self._written.pop(text)
        await self._sends("edit", text=new, message=self._written[new])

    async def sends(self, form: str, caption: str = "", file: str = "") -> None:
        """A photo, a voice message, an edit …"""
        self._note(f"> ({form}) {caption}".rstrip())
        await self._sends(form, text=caption, file=file)

    async def taps(self, label: str, *, of: str = "") -> None:
        """Press the button that begins with `label`, on the newest message that has it (and holds the text `of`)."""
        for shown in reversed(self.screen):
            if of in shown.text:
                for words, data in shown.buttons.items():
                    if words.removeprefix("☑ ") == label or words.removeprefix("☑ ").startswith(label):
                        self._note(f"> [{words}]")
                        await self._sends("tap", tap=data)
                        return
        raise AssertionError(f"no button {label!r}; the screen shows:\n{self.shows()}")

    async def forges(self, data: str) -> None:
        """Press a button that was never shown."""
        await self._sends("tap", tap=data)

    async def _sends(self, form: str, **what: str) -> None:
        message = Inbound("telegram", self.account, self.service.external(), form, locale=self.locale, **what)  # type: ignore[arg-type]  # a form by its name
        assert await self.service.takes(message)

    def hears(self, fragment: str) -> Shown:
        """The newest message that holds these words and came (or changed) at all."""
        for shown in reversed(self.screen):
            if fragment in shown.text:
                return shown
        raise AssertionError(f"never heard {fragment!r}; the screen shows:\n{self.shows()}")

    def hears_not(self, fragment: str) -> None:
        assert all(fragment not in shown.text for shown in self.screen), self.shows()

    @property
    def last(self) -> Shown:
        return self.screen[-1]

    def shows(self) -> str:
        """The phone's screen as text."""
        lines = []
        for shown in self.screen:
            lines.append(shown.text)
            lines += ["  " + " ".join(f"[{button.label}]" for button in row) for row in shown.rows]
        return "\n".join(lines)

    def _note(self, line: str) -> None:
        self._catch_up()
        self.log.append(line)

    def remarks(self, words: str) -> None:
        """A stage direction in the transcript: what hour it is, what happened elsewhere."""
        self._note(f"— {words} —")

    def _catch_up(self) -> None:
        """New messages as they came, and older ones as they look now where they were edited (✎)."""
        for shown in self.screen:
            head = ["(a picture)"] if shown.picture else []
            drawn = "\n".join([*head, shown.text, *(" ".join(f"[{b.label}]" for b in row) for row in shown.rows)])
            if shown.id not in self._drawn:
                self.log.append(drawn)
            elif self._drawn[shown.id] != drawn:
                self.log.append(f"✎ {drawn}")
            self._drawn[shown.id] = drawn

    def transcript(self) -> str:
        """The whole dialogue as it went, for a golden file that a doctor can read."""
        self._catch_up()
        return "\n\n".join(self.log) + "\n"

    async def agrees(self, hour: str = "20:00") -> None:
        """Be somebody who went through the welcome earlier. (How that goes is tried in test_enrolment.)"""
        service = self.service
        with transaction(service.engine) as session:
            participant = session.get_one(Participant, self.id)
            participant.language = negotiate(self.locale)
            participant.hour, participant.agreed_at = time.fromisoformat(hour), service.now
            participant.agreed_wording, participant.reply_channel = "welcome 1", "telegram"
            participant.heard_at = service.now
            blind = vault.opened().blind(f"telegram:{self.account}", "address")
            address = Address(
                participant_id=self.id, channel="telegram", blind=blind, value=self.account,
                language=participant.language, created_at=service.now,
            )  # fmt: skip
            session.add(address)
            session.flush()
            invite = session.exec(select(Invite).where(Invite.participant_id == self.id)).one()
            invite.used_at, invite.used_by = service.now, address.id
            recompute_next_due(session, participant, service.now)

    async def goes_through_the_welcome(self, hour: str = "20:00") -> None:
        """From the invite to the agreement, tap by tap."""
        words = {"zh": ("中文", "同意", "可以"), "en": ("English", "I agree", "Yes")}
        language, agree, yes = words[negotiate(self.locale)]
        await self.starts()
        for label in (language, agree, agree, yes, agree, hour):
            await self.taps(label)
