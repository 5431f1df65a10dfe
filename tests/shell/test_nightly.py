"""The export of each night: once a day, caught up when it was slept through, and never half."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.nightly import Nightly
from bot.reports.export import TABLES
from tests.talk import Service
from tests.team import acts, assemble, patient

NIGHT = datetime(2026, 3, 5, 18, 31, tzinfo=UTC)
"""02:31 in Shanghai."""


def nightly(service: Service, folder: Path) -> Nightly:
    return Nightly(service.engine, folder, time(2, 30), ZoneInfo("Asia/Shanghai"), lambda: service.now)


def test_once_a_night_from_its_hour_on(service: Service, tmp_path: Path) -> None:
    ours, theirs = nightly(service, tmp_path), nightly(service, tmp_path)
    service.now = NIGHT - timedelta(minutes=2)
    assert ours.due() is None

    service.now = NIGHT
    day = ours.due()
    assert day is not None
    assert day.isoformat() == "2026-03-06"
    assert ours.due() is None
    assert theirs.due() is None, "another process has taken it on"

    service.now = NIGHT + timedelta(days=3, hours=9)
    day = theirs.due()
    assert day is not None
    assert day.isoformat() == "2026-03-09", "slept through, and caught up in the morning"


def test_every_table_without_arm(service: Service, tmp_path: Path) -> None:
    assemble(service)
    patient(service)
    service.now = NIGHT
    ours = nightly(service, tmp_path)
    day = ours.due()
    assert day is not None

    assert ours.export(day)

    assert {path.name for path in tmp_path.iterdir() if path.suffix == ".csv"} == {f"{table}.csv" for table in TABLES}
    allocation = (tmp_path / "allocation.csv").read_text()
    assert "P-012" in allocation
    assert "cm313" not in allocation
    (act,) = acts(service, "export")
    assert (act.by, act.detail) == ("anhao", f"{len(TABLES)} tables as csv")


def test_a_folder_that_is_gone_is_logged_and_the_night_is_over(service: Service, tmp_path: Path) -> None:
    service.now = NIGHT
    ours = nightly(service, tmp_path / "gone")
    day = ours.due()
    assert day is not None

    assert not ours.export(day)

    (act,) = acts(service, "export")
    assert act.detail.startswith("0 tables")
