"""The real process, killed by SIGKILL again and again while phones answer: nothing that was confirmed is lost.

Faults 1–6 of the failure model: killed before the commit, between commit and confirmation, between commit and
reply, between a send and its mark. Where the kill falls is left to chance (seeded). `make proofs` kills 50 times on
each database, `make test` a few times.
"""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
from bisect import bisect
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from bot.database import transaction
from bot.models import Answer, CheckIn, Delivery, Inbound, LogEntry, Message
from bot.rehearsal import Phone, ShownMessage
from bot.settings import Settings
from tests.telegram.conftest import Study

PHONES = 6
LOOKS_EVERY = 0.2
"""Seconds between looks at what only the database shows: it does not ring when it changes."""
WELCOME = (
    ("请选择语言", "中文"),
    ("您好", "同意"),
    ("健康回答", "同意"),
    ("告诉我留的", "可以告诉"),
    ("境外", "同意"),
    ("几点", "20:00"),
)


@pytest.fixture
def env(settings: Settings) -> dict[str, str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return os.environ | {
        "PORT": str(port),
        "DATABASE_URL": settings.database_url.get_secret_value(),
        "TELEGRAM_BOT_TOKEN": settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else "",
        "TELEGRAM_API_URL": settings.telegram_api_url,
        "DATA_KEY": settings.data_key.get_secret_value(),
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "STUDY_PHONE": "0591-0000000",
        "TICK_SECONDS": "1",
        "LOG_LEVEL": "WARNING",
    }


class Life:
    """One process of the service, from its start to the moment it is killed."""

    def __init__(self, study: Study, env: dict[str, str], folder: Path) -> None:
        self._study = study
        self.began_at = len(study.double.calls())
        self._errors = (folder / "errors.log").open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], env=env, cwd=Path(__file__).parents[2], stderr=self._errors
        )

    def __enter__(self) -> Life:
        self._study.double.wait_until(lambda: self._study.double.is_polled, timeout=90)
        return self

    def __exit__(self, *_: object) -> None:
        self.ends()

    def ends(self) -> None:
        self._process.kill()
        self._process.wait()
        self._errors.close()


def taps_something(phone: Phone, chance: random.Random) -> None:
    """What an impatient person does: answers, double-taps, presses old buttons, reports anew."""
    asked = [message for message in phone.messages if message.buttons]
    if not asked or chance.random() < 0.1:
        phone.says("/problem" if chance.random() < 0.7 else f"{chance.randint(0, 99)} 头晕")
        return
    message: ShownMessage = asked[-1] if chance.random() < 0.9 else chance.choice(asked)
    _label, data = chance.choice(message.buttons)
    for _again in range(2 if chance.random() < 0.2 else 1):
        phone.forges(data, message)


def enrol(study: Study, env: dict[str, str], folder: Path) -> list[Phone]:
    """Everybody through the welcome."""
    phones = []
    with Life(study, env, folder):
        for number in range(PHONES):
            phone = study.phone()
            phone.starts(study.participant(f"P-{number:03}"))
            phones.append(phone)
        for words, button in WELCOME:
            for phone in phones:
                phone.waits_for(words, timeout=90)
                phone.taps(button)
        for phone in phones:
            phone.waits_for("120", timeout=90)
    return phones


def unexplained_copies(study: Study, lives: list[int]) -> list[str]:
    """Copies of questions that no crash explains (I5: at most one extra copy of a message per crash): sent again by
    the same process, or more of them again than the one message that was under way in a chat when a process died.
    `lives`: how many calls had been made when each process began."""
    sent_in: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, call in enumerate(study.double.calls()):
        if call.method == "sendMessage" and call.error is None and "a:" in str(call.values.get("reply_markup")):
            question = str(call.values.get("chat_id")), str(call.values.get("reply_markup"))
            sent_in[question].append(bisect(lives, place))
    assert sent_in, "nobody was asked anything"
    again = Counter((chat, life) for (chat, _), mine in sent_in.items() for life in mine[:-1])
    twice = [chat for (chat, _), mine in sent_in.items() if len(set(mine)) < len(mine)]
    return [f"{chat}: twice by one process" for chat in twice] + [
        f"{chat}: {count} messages again after life {life}" for (chat, life), count in again.items() if count > 1
    ]


@pytest.mark.timeout(1500)
@pytest.mark.parametrize("kills", [5, pytest.param(50, marks=pytest.mark.proof)])
def test_no_confirmed_answer_is_lost_in_many_kills(
    study: Study, env: dict[str, str], tmp_path: Path, kills: int
) -> None:
    """0 confirmed messages lost, each taken in once, at most one extra copy of a question per kill."""
    chance, double = random.Random(kills), study.double
    phones = enrol(study, env, tmp_path)
    lives: list[int] = []
    for _kill in range(kills):
        with Life(study, env, tmp_path) as life:
            lives.append(life.began_at)
            for _act in range(chance.randint(1, 6)):
                taps_something(chance.choice(phones), chance)
            wait_for_calls(study, len(double.calls()) + chance.randint(1, 12))
    with Life(study, env, tmp_path) as life:
        lives.append(life.began_at)
        double.wait_until(lambda: not double.waiting_ids and settled(study), timeout=180, every=LOOKS_EVERY)

    with transaction(study.engine) as session:
        stored = set(session.exec(select(Inbound.external_id)).all())
        bot = double.token.partition(":")[0]
        assert {f"{bot}:{id}" for id in double.confirmed_ids} <= stored
        # A tap leaves an event in the check-in's log, or, where its check-in is over, a word to the person.
        taps = session.exec(select(Inbound.id).where(Inbound.kind == "tap", Inbound.state == "done")).all()
        logged = set(session.exec(select(LogEntry.inbound_id)).all())
        told = set(session.exec(select(Message.key)).all())
        assert [id for id in taps if id not in logged and f"desk:{id}" not in told] == []
        assert session.exec(select(Inbound.id).where(Inbound.state == "dead")).all() == []
        check_ins = session.exec(select(CheckIn.id)).all()
        for id in check_ins:
            numbers = session.exec(select(LogEntry.n).where(LogEntry.check_in_id == id).order_by(col(LogEntry.n))).all()
            assert list(numbers) == list(range(len(numbers)))
        assert session.exec(select(func.count()).select_from(Answer)).one() > 0
    assert unexplained_copies(study, lives) == []
    assert b"Traceback" not in (tmp_path / "errors.log").read_bytes()


def wait_for_calls(study: Study, calls: int) -> None:
    """Until the service has made so many calls, or has nothing left to do."""
    study.double.wait_until(
        lambda: len(study.double.calls()) >= calls or (not study.double.waiting_ids and settled(study)),
        timeout=60,
        every=LOOKS_EVERY,
    )


def settled(study: Study) -> bool:
    """Nothing waits in the outbox."""
    with transaction(study.engine) as session:
        waiting = select(func.count()).select_from(Delivery).where(col(Delivery.state).in_(("pending", "sending")))
        return session.exec(waiting).one() == 0
