"""The demo: what its study promises at any hour, that the same seed makes the same study, and the command itself.

The people are the demo's own, but they live some days instead of weeks; the whole study is one of the proofs.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from bot import demo, vault
from bot.commands.demo import FILE, FOLDER, demo_settings
from bot.database import hurry, open_database, transaction
from bot.languages import languages
from bot.models import Answer, CheckIn, Concern, Delivery, Escalation, Identity, Message, Participant, Plan
from bot.rehearsal.cast import CAST, EMERGENCY, OPEN_NOW, URGENT, Role
from bot.settings import SettingError
from conversations.schedule import local_day

NOON = datetime(2026, 3, 5, 4, 7, 31, tzinfo=UTC)
"""Thursday, 12:07 in Shanghai."""
NIGHT = datetime(2026, 11, 8, 18, 3, 2, tzinfo=UTC)
"""02:03 in Shanghai, early afternoon in New York, a week after its clocks went back."""
AMBIENT = {"hospital": "DEMO Hospital", "study_phone": "000-0000-0000", "investigator": "DEMO", "public_url": ""}
KEY = b"tests-only-key-of-32-bytes-length"[:32]
ENDS_WITHIN, READY_WITHIN = 5, 60
"""Seconds."""


def _lately(role: Role, days: int) -> Role:
    """The same person, enrolled so many days ago."""
    complaints = tuple((before, what) for before, what in role.complaints if before < timedelta(days=1))
    return replace(role, day=days, complaints=complaints)


EVERYBODY = tuple(_lately(role, 2) for role in CAST)
SOME = tuple(_lately(role, 2) for role in CAST if role.code in (OPEN_NOW, EMERGENCY, URGENT, "DEMO-007"))


def _made(file: Path, migrated: Path, now: datetime, cast: Sequence[Role], number: int = demo.SEED) -> Engine:
    shutil.copyfile(migrated, file)
    engine = open_database(f"sqlite:///{file}")
    hurry(engine)
    asyncio.run(demo.seed(engine, now, languages(), AMBIENT, number, cast))
    return engine


@pytest.fixture(scope="module", params=[NOON, NIGHT], ids=["noon", "night"])
def study(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, migrated_file: Path
) -> Iterator[Session]:
    """Everybody's study, made by day and by night; `now` is in the session's info."""
    vault.unlock(vault.Vault(KEY))
    engine = _made(tmp_path_factory.mktemp("demo") / "demo.db", migrated_file, request.param, EVERYBODY)
    with transaction(engine) as session:
        session.info["now"] = request.param
        yield session
    engine.dispose()


def test_twelve_people_of_both_arms_take_part(study: Session) -> None:
    people = study.exec(select(Participant).order_by(col(Participant.code))).all()
    born = {row.participant_id: int(row.birth_year or 0) for row in study.exec(select(Identity)).all()}
    ages = [person.created_at.year - born[person.id or 0] for person in people]

    assert [person.code for person in people] == [f"DEMO-{n:03}" for n in range(1, 13)]
    assert [person.arm for person in people].count("cm313") == 6
    assert {person.language for person in people} == {"zh", "en"}
    assert {person.sex for person in people} == {"f", "m"}
    assert (min(ages), max(ages)) == (18, 80)
    assert all(person.agreed_at is not None and person.status == "active" for person in people)
    with_azathioprine = {plan.participant_id for plan in study.exec(select(Plan).where(Plan.drug == "azathioprine"))}
    assert with_azathioprine == {person.id for person in people if person.arm == "azathioprine"}


def test_a_daily_check_in_is_open_now(study: Session) -> None:
    now = study.info["now"]
    (found,) = study.exec(
        select(CheckIn, Participant)
        .join(Participant, col(Participant.id) == CheckIn.participant_id)
        .where(Participant.code == OPEN_NOW, CheckIn.outcome == "open")
    ).all()
    check_in, person = found

    assert check_in.questionnaire == "daily"
    assert check_in.day == local_day(now, person.zone)
    assert timedelta() < now - check_in.due_at < timedelta(minutes=8)
    assert check_in.asked_at is not None
    assert check_in.sent_at is not None
    assert check_in.heard_at is None
    assert check_in.closes_at - now > timedelta(hours=12)


def test_two_escalations_are_open(study: Session) -> None:
    rows = study.exec(
        select(Participant.code, Escalation)
        .join(Participant, col(Participant.id) == Escalation.participant_id)
        .where(Escalation.phase != "closed")
    ).all()
    found = dict(rows)

    assert sorted(found) == [EMERGENCY, URGENT]
    emergency, urgent = found[EMERGENCY], found[URGENT]
    assert (emergency.severity, emergency.phase, emergency.acknowledged_by) == ("emergency", "open", None)
    assert emergency.opened_at > study.info["now"] - timedelta(minutes=20)
    assert (urgent.severity, urgent.phase) == ("urgent", "held")
    assert urgent.acknowledged_by is not None
    paged = select(Concern.id).where(Concern.escalation_id == emergency.id, col(Concern.paged_at).is_not(None))
    assert study.exec(paged).first() is not None


def test_all_has_been_delivered_and_nothing_comes_from_the_future(study: Session) -> None:
    now = study.info["now"]

    assert {delivery.state for delivery in study.exec(select(Delivery))} <= {"sent", "dropped"}
    assert max(study.exec(select(Message.at))) <= now
    assert max(study.exec(select(Answer.at))) <= now


def _answers(engine: Engine) -> list[tuple[object, ...]]:
    columns = (Answer.check_in_id, Answer.item, Answer.revision, Answer.value, Answer.words, Answer.state, Answer.at)
    with transaction(engine) as session:
        return [tuple(row) for row in session.execute(select(*columns).order_by(col(Answer.id)))]  # type: ignore[call-overload]  # more columns than it has overloads for


def test_the_same_seed_makes_the_same_study(tmp_path: Path, migrated_file: Path) -> None:
    vault.unlock(vault.Vault(KEY))
    one, again, other = (
        _answers(_made(tmp_path / f"{n}.db", migrated_file, NOON, SOME, number)) for n, number in enumerate((1, 1, 2))
    )

    assert len(one) > 30
    assert one == again
    assert one != other


# --- the command ---------------------------------------------------------------------------------


def _env(port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TZ")}
    return kept | {"PORT": str(port), "PYTHONPATH": str(Path(__file__).parents[1])}


def _start(folder: Path, port: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "demo"],
        cwd=folder,
        env=_env(port),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _until(process: subprocess.Popen[str], words: str, stream: str = "stdout") -> str:
    """What is printed up to a line with these words."""
    said = ""
    for line in getattr(process, stream):
        said += line
        if words in line:
            return said
    raise AssertionError(f"ended with {process.wait()}: {said}{process.stderr.read() if process.stderr else ''}")


def _ends(process: subprocess.Popen[str], number: int) -> int:
    asked = time.monotonic()
    process.send_signal(number)
    status = process.wait(READY_WITHIN)
    assert time.monotonic() - asked < ENDS_WITHIN
    return status


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def test_it_serves_three_links_ends_and_goes_on(tmp_path: Path, migrated_file: Path, port: int) -> None:
    settings = demo_settings(_env(port), tmp_path)
    vault.unlock(vault.Vault(settings.data_key_bytes))
    _made(tmp_path / FOLDER / FILE, migrated_file, datetime.now(UTC), SOME).dispose()
    links: list[list[str]] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        with _start(tmp_path, port) as process:
            try:
                said = _until(process, "Ctrl-C")
                links.append(re.findall(r"http://127\.0\.0\.1:\d+/\S+", said))
                for link in links[-1]:
                    with urllib.request.urlopen(link, timeout=10) as page:
                        assert page.status == 200
                        assert "DEMO" in page.read().decode()
                assert _ends(process, number) == 0
            finally:
                process.kill()

    assert [re.sub(r"http://[^/]*/(\w+)/.*", r"\1", link) for link in links[0]] == ["c", "console", "console"]
    assert links[0] == links[1]


def test_one_that_was_interrupted_in_the_making_is_thrown_away(tmp_path: Path, port: int) -> None:
    with _start(tmp_path, port) as process:
        try:
            _until(process, "Making", "stderr")
            _ends(process, signal.SIGINT)
        finally:
            process.kill()

    assert process.returncode != 0
    assert not (tmp_path / FOLDER / FILE).exists()


def test_a_port_that_is_taken_is_one_line(tmp_path: Path, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)), _start(tmp_path, port) as process:
        _, said = process.communicate(timeout=READY_WITHIN)

    assert process.returncode == 1
    assert said.count("\n") == 1
    assert f"PORT {port}" in said
    assert not (tmp_path / FOLDER / FILE).exists()


def test_postgresql_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="DATABASE_URL: the demo makes"):
        demo_settings({"DATABASE_URL": "postgres://somewhere/study"}, tmp_path)

    assert not (tmp_path / FOLDER).exists()


def test_a_study_is_left_alone(tmp_path: Path) -> None:
    """The demo takes neither database nor keys nor routes of a study in the same folder."""
    env = {"DATABASE_URL": "sqlite:///study.db", "NOTICE_URLS": "json://real", "HOSPITAL_NAME": "Real", "DATA_KEY": "x"}
    settings = demo_settings(env, tmp_path)

    assert settings.database_url.get_secret_value() == f"sqlite:///{tmp_path / FOLDER / FILE}"
    assert settings.notice_urls == ()
    assert settings.is_demo_contact
    assert sorted(path.name for path in tmp_path.iterdir()) == [FOLDER]


@pytest.mark.proof
@pytest.mark.parametrize("hour", range(0, 24, 5))
def test_the_whole_study_keeps_its_promises(tmp_path: Path, migrated_file: Path, hour: int) -> None:
    """Five hours of a day, with weeks of history each."""
    vault.unlock(vault.Vault(KEY))
    now = datetime(2026, 7, 15, hour, 2, 59, tzinfo=UTC)
    engine = _made(tmp_path / "demo.db", migrated_file, now, CAST)
    with transaction(engine) as session:
        session.info["now"] = now
        test_twelve_people_of_both_arms_take_part(session)
        test_a_daily_check_in_is_open_now(session)
        test_two_escalations_are_open(session)
        test_all_has_been_delivered_and_nothing_comes_from_the_future(session)
    engine.dispose()
