"""The tables beside the first four: visits, messages, allocation, trail, codebook. Who may see what of them."""

from __future__ import annotations

import io
import json
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.database import transaction
from bot.models import Identity
from bot.record import Author, NotDone
from bot.reports import format_json
from bot.reports.asking import Asking, begin, finish
from bot.reports.columns import names
from bot.reports.export import FORMATS, TABLES, Wanted, write
from bot.reports.snapshot import snapshot
from bot.visits import Given, enter_visit
from tests.talk import Service
from tests.team import acts, assemble, patient

Rows = list[dict[str, Any]]


def exported(service: Service, table: str, *, investigator: bool = False, watermark: str | None = None) -> Rows:
    wanted = Wanted(table, service.now, investigator, watermark)
    with snapshot(service.engine) as session:
        columns, rows = wanted.rows(session, table)
        file = io.StringIO()
        format_json.write(file, names(columns), rows)
    found = json.loads(file.getvalue())
    assert isinstance(found, list)
    return found


async def emergency(service: Service) -> None:
    """A participant with an injection, and an emergency that a doctor takes over."""
    team = assemble(service)
    li = patient(service)
    author = Author(service.now, "Dr Lin", "as agreed")
    with transaction(service.engine) as session:
        given = Given(Decimal(1000), "L-7", "护士王")
        enter_visit(session, "P-012", "injection", date(2026, 3, 5), author, done=True, given=given)
    await li.says("我喘不上气")
    await team.lin.taps("I'm on it")


async def test_visits_say_what_was_given(service: Service) -> None:
    await emergency(service)

    assert exported(service, "visits") == [
        {
            "participant": "P-012", "kind": "injection", "date": "2026-03-05", "study_day": 5, "time": None,
            "version": 1, "done": True, "dose_mg": 1000, "lot": "L-7", "given_by": "护士王",
            "entered_at": "2026-03-05T11:00:00.000Z", "entered_by": "Dr Lin",
        }
    ]  # fmt: skip


async def test_the_arm_is_for_an_investigator(service: Service) -> None:
    await emergency(service)

    (row,) = exported(service, "allocation")
    (seen,) = exported(service, "allocation", investigator=True)

    assert (row["participant"], row["status"], row["allocated"], row["arm"]) == ("P-012", "active", True, None)
    assert seen == row | {"arm": "cm313"}


async def test_messages_say_when_and_an_investigator_sees_what(service: Service) -> None:
    await emergency(service)

    rows = exported(service, "messages")
    seen = exported(service, "messages", investigator=True)

    assert [row | {"words": None} for row in seen] == rows
    pages = [row for row in seen if row["staff"] == "Dr Lin" and row["kind"] == "page" and row["action"] == "send"]
    assert pages
    assert all(row["state"] == "sent" and row["sent_at"] and row["escalation"] for row in pages)
    assert "P-012" in pages[0]["words"]
    told = [row for row in seen if row["participant"] == "P-012"]
    assert told
    assert all(row["language"] == "zh" for row in told if row["state"] == "sent")
    assert not [row for row in seen if "://" in (row["words"] or "")]


async def test_the_trail_is_the_acts_with_their_reasons(service: Service) -> None:
    await emergency(service)

    rows = exported(service, "trail", investigator=True)

    visit, taken = (next(row for row in rows if row["action"] == action) for action in ("visit", "acknowledge"))
    assert (visit["by"], visit["participant"], visit["reason"]) == ("Dr Lin", "P-012", "as agreed")
    assert visit["detail"] == "injection on 2026-03-05, done"
    assert (taken["by"], taken["object"], taken["participant"]) == ("Dr Lin", "escalation", "P-012")
    assert [row["number"] for row in rows] == sorted(row["number"] for row in rows)
    assert {row["detail"] for row in exported(service, "trail")} == {None}, "the particulars may tell the arm"


def test_the_codebook_explains_every_column_in_both_languages(service: Service) -> None:
    rows = exported(service, "codebook")

    assert {(row["table"], row["column"]) for row in rows} == {
        (name, column.name) for name, table in TABLES.items() for column in table.columns
    }
    for row in rows:
        assert row["meaning_en"]
        assert row["meaning_zh"] not in ("", row["meaning_en"])
        assert row["missing_zh"] not in ("", row["missing_en"])


@pytest.mark.parametrize("table", TABLES)
def test_every_table_of_an_empty_study_is_its_header(service: Service, table: str, tmp_path: Path) -> None:
    if table in ("codebook", "questions"):
        return  # they are about the study, not of it
    with snapshot(service.engine) as session:
        assert write(session, table, "csv", tmp_path / "t.csv", service.now) == 0
    assert (tmp_path / "t.csv").read_text() == ",".join(names(TABLES[table].columns)) + "\n"


def asks(service: Service, by: str, reason: str = "", **what: bool) -> Asking:
    author = Author(service.now, by, reason)
    with transaction(service.engine) as session:
        asking = begin(session, Asking("checkins", "csv", **what), author)
        finish(session, asking, 3, author)
    return asking


def test_who_asks_decides_what_is_in_it(service: Service) -> None:
    assemble(service)

    assert asks(service, "operator").investigator is False
    assert asks(service, "陈敏").investigator is False
    assert asks(service, "Prof Ji").investigator is True
    with pytest.raises(NotDone, match="Dr Lin: is not an investigator"):
        asks(service, "Dr Lin", investigator=True)
    assert [act.by for act in acts(service, "export")] == ["operator", "陈敏", "Prof Ji"]


def test_identities_leave_only_for_an_investigator_with_a_reason_and_a_mark(service: Service) -> None:
    assemble(service)
    li = patient(service)
    with transaction(service.engine) as session:
        identity = session.get_one(Identity, li.id)
        identity.phone, identity.birth_year = "13900000000", "1968"
    with pytest.raises(NotDone, match="not an investigator"):
        asks(service, "陈敏", "curious", identities=True)
    with pytest.raises(NotDone, match="--reason"):
        asks(service, "Prof Ji", identities=True)
    assert acts(service, "export identities") == []

    asking = asks(service, "Prof Ji", "safety report", identities=True)

    assert asking.watermark is not None
    (act,) = acts(service, "export identities")
    assert (act.by, act.reason) == ("Prof Ji", "safety report")
    assert asking.watermark in act.detail
    (row,) = exported(service, "allocation", investigator=True, watermark=asking.watermark)
    assert (row["phone"], row["emergency_contact"], row["birth_year"]) == ("13900000000", None, 1968)
    assert row["copy_of"] == asking.watermark
    assert "13900000000" not in json.dumps([exported(service, table, investigator=True) for table in TABLES])


@contextmanager
def small_disk() -> Iterator[None]:
    """No file may grow beyond 4 KiB meanwhile: the system refuses the rest, as it does when the disk is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("format", FORMATS)
def test_a_full_disk_is_one_line_and_leaves_nothing(sqlite_url: str, format: str, tmp_path: Path) -> None:
    service, folder = Service(sqlite_url), tmp_path / "out"
    folder.mkdir()
    (folder / "t").write_text("yesterday's")
    table = "codebook" if FORMATS[format].tables is None or "codebook" in FORMATS[format].tables else "answers"

    with snapshot(service.engine) as session:
        session.exec(select(Identity)).all()
        with small_disk(), pytest.raises(NotDone, match="cannot be written: File too large"):
            write(session, table, format, folder / "t", service.now)

    assert [path.name for path in folder.iterdir()] == ["t"]
    assert (folder / "t").read_text() == "yesterday's"
    service.close()
