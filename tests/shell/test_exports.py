"""The exported tables: their columns, every revision, what was not asked, doses by day, and nothing that runs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.database import transaction
from bot.models import Answer, CheckIn, Participant
from bot.prescriptions import prescribe
from bot.record import Author
from bot.reports import format_csv, format_json
from bot.reports.columns import names
from bot.reports.export import TABLES, write
from bot.reports.snapshot import snapshot
from bot.standing import withdraw
from tests.talk import Service, Talk

EVENING = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
"""20:00 in Shanghai on the day on which everybody joins."""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
PROMISED = {
    "answers": "participant, questionnaire, version, occurrence, study_day, question, value, unit, raw, state, "
    "language, channel, proxy, late, answered_at, supersedes",
    "checkins": "participant, questionnaire, occurrence, study_day, due_at, sent_at, completed_at, closes_at, outcome",
    "concerns": "participant, rule, severity, study_day, raised_at, paged_at, acknowledged_at, acknowledged_by, "
    "closed_at, closed_by, outcome",
    "doses": "participant, date, drug, planned_mg, taken_mg, prednisone_equivalent_mg, state",
}

Rows = list[dict[str, Any]]


def exported(service: Service, table: str, *, investigator: bool = False) -> Rows:
    """The table as JSON, as a reader of the file gets it."""
    with snapshot(service.engine) as session:
        rows = TABLES[table].rows(session, service.now, investigator)
        file = io.StringIO()
        format_json.write(file, names(TABLES[table].columns), rows)
    found = json.loads(file.getvalue())
    assert isinstance(found, list)
    return found


def of_daily(rows: Iterable[dict[str, Any]]) -> Rows:
    return [row for row in rows if row["questionnaire"] == "daily"]


async def joined(service: Service, **values: object) -> Talk:
    li = service.participant(start=date(2026, 3, 5), end=date(2027, 3, 31), **values)
    await li.agrees()
    await service.until(EVENING, every=HOUR)
    return li


@pytest.mark.parametrize("table", PROMISED)
def test_the_columns_are_those_promised(service: Service, table: str, tmp_path: Path) -> None:
    with snapshot(service.engine) as session:
        assert write(session, table, "csv", tmp_path / "t.csv", service.now) == 0

    assert (tmp_path / "t.csv").read_text() == PROMISED[table].replace(", ", ",") + "\n"


async def test_answers_checkins_and_doses_of_a_day(service: Service) -> None:
    li = await joined(service)
    await li.taps("都按方案吃了")
    await li.taps("没有")

    (steroid, fine) = of_daily(exported(service, "answers"))
    assert steroid == {
        "participant": "P-012", "questionnaire": "daily", "version": 1, "occurrence": "daily@study@2026-03-05",
        "study_day": 1, "question": "d_gc", "value": "yes_all", "unit": None, "raw": None, "state": "answered",
        "language": "zh", "channel": "telegram", "proxy": False, "late": False,
        "answered_at": "2026-03-05T12:00:00.000Z", "supersedes": None,
    }  # fmt: skip
    assert (fine["question"], fine["value"]) == ("d_ok", "no")
    (daily,) = of_daily(exported(service, "checkins"))
    assert daily == {
        "participant": "P-012", "questionnaire": "daily", "occurrence": "daily@study@2026-03-05", "study_day": 1,
        "due_at": "2026-03-05T12:00:00.000Z", "sent_at": "2026-03-05T12:00:00.000Z",
        "completed_at": "2026-03-05T12:00:00.000Z", "closes_at": "2026-03-06T04:00:00.000Z", "outcome": "answered",
    }  # fmt: skip
    assert exported(service, "doses") == [
        {"participant": "P-012", "date": "2026-03-05", "drug": "prednisone", "planned_mg": 30, "taken_mg": 30,
         "prednisone_equivalent_mg": 30, "state": "taken"}
    ]  # fmt: skip


async def test_a_correction_keeps_what_it_replaced(service: Service) -> None:
    li = await joined(service)
    await li.taps("吃得不一样")
    await li.says("4片")
    await li.taps("对")
    await service.passes(minutes=3)
    await li.taps("上一题")
    await li.taps("上一题")
    await li.taps("都按方案吃了")

    rows = [row for row in of_daily(exported(service, "answers")) if row["question"] in ("d_gc", "d_gc_mg")]

    first, second, amount = rows
    assert (first["value"], first["state"], first["supersedes"]) == ("other", "answered", None)
    assert (second["value"], second["supersedes"]) == ("yes_all", first["answered_at"])
    assert (amount["value"], amount["unit"], amount["raw"]) == ("20", "mg", "4片")
    assert amount["state"] == "inapplicable"
    assert exported(service, "doses")[0]["taken_mg"] == 30


async def test_no_answer_is_unknown_and_never_nothing(service: Service) -> None:
    li = await joined(service)
    await service.until(EVENING + DAY, every=HOUR)
    await li.taps("一点没吃", of="3月6日")
    await service.until(EVENING + 3 * DAY + 2 * HOUR, every=HOUR)

    rows = exported(service, "doses")

    assert [(row["date"], row["taken_mg"], row["state"]) for row in rows] == [
        ("2026-03-05", None, "unknown"),
        ("2026-03-06", 0, "not_taken"),
        ("2026-03-07", None, "unknown"),
        ("2026-03-08", None, "unknown"),
    ]


async def test_doses_follow_the_plan_that_was_shown_and_the_one_that_is(service: Service) -> None:
    """As planned meant 30 mg when it was said; the plan entered afterwards for the same day is 20."""
    li = await joined(service)
    await li.taps("都按方案吃了")
    service.now += HOUR
    with transaction(service.engine) as session:
        author = Author(service.now, reason="written down late")
        prescribe(session, "P-012", "prednisone", [Decimal(20)], date(2026, 3, 5), author, Decimal(5))
        prescribe(session, "P-012", "methylprednisolone", [Decimal(8), Decimal(0)], date(2026, 3, 5), author)

    rows = exported(service, "doses")

    assert [(row["drug"], row["planned_mg"], row["taken_mg"], row["state"]) for row in rows] == [
        ("prednisone", 20, 30, "changed"),
        ("methylprednisolone", 8, None, "unknown"),
    ]


async def test_a_forgotten_dose_that_was_taken_after_all_counts(service: Service) -> None:
    li = await joined(service)
    await li.taps("一点没吃")
    await li.taps("忘了")
    assert exported(service, "doses")[0]["state"] == "not_taken"
    with transaction(service.engine) as session:
        check_in = session.exec(select(CheckIn).where(CheckIn.questionnaire == "daily")).one()
        assert check_in.id is not None
        answer = Answer(check_in_id=check_in.id, item="d_advice", revision=1, state="answered", value="taken_now",
                        language="zh", channel="telegram", at=service.now)  # fmt: skip
        session.add(answer)

    assert exported(service, "doses")[0]["taken_mg"] == 30


async def test_azathioprine_has_rows_of_its_own(service: Service) -> None:
    li = service.participant(arm="azathioprine", start=date(2026, 3, 5), end=date(2027, 3, 31))
    service.plans(li, "azathioprine", "100", date(2026, 3, 5), "50")
    await li.agrees()
    await service.until(EVENING, every=HOUR)
    await li.taps("都按方案吃了")
    await li.taps("没吃", of="硫唑嘌呤")

    rows = exported(service, "doses")

    assert [(row["drug"], row["taken_mg"], row["prednisone_equivalent_mg"], row["state"]) for row in rows] == [
        ("prednisone", 30, 30, "taken"),
        ("azathioprine", 0, None, "not_taken"),
    ]


async def test_what_was_never_asked_says_so_when_it_is_over(service: Service) -> None:
    li = await joined(service)
    await li.taps("一点没吃")
    await service.until(EVENING + 16 * HOUR, every=HOUR)
    assert {row["state"] for row in of_daily(exported(service, "answers"))} == {"answered"}
    assert of_daily(exported(service, "checkins"))[0]["outcome"] == "partial"

    await service.until(EVENING + 4 * DAY, every=HOUR)

    rows = of_daily(exported(service, "answers"))
    states = {(row["question"], row["state"]) for row in rows}
    assert ("d_gc", "answered") in states
    assert ("d_ok", "not_asked") in states
    assert all(row["value"] is None and row["answered_at"] is None for row in rows if row["state"] == "not_asked")


async def test_a_skipped_question_is_exported_as_skipped(service: Service) -> None:
    li = await joined(service)
    await li.taps("都按方案吃了")
    await li.taps("跳过")

    (row,) = [row for row in of_daily(exported(service, "answers")) if row["question"] == "d_ok"]

    assert (row["state"], row["value"]) == ("skipped", None)


async def test_what_only_doctors_read_is_for_an_investigator(service: Service) -> None:
    li = await joined(service)
    await li.says("我不想活了")
    with transaction(service.engine) as session:
        check_in = session.exec(select(CheckIn).where(CheckIn.questionnaire == "daily")).one()
        assert check_in.id is not None
        answer = Answer(check_in_id=check_in.id, item="s_selfharm", revision=1, state="answered", value="passive",
                        language="zh", channel="telegram", at=service.now)  # fmt: skip
        session.add(answer)

    def found(investigator: bool) -> tuple[Any, Any]:
        rows = of_daily(exported(service, "answers", investigator=investigator))
        (row,) = [row for row in rows if row["question"] == "s_selfharm"]
        assert row["question"] == "s_selfharm"
        return row["value"], row["answered_at"]

    assert found(False) == (None, "2026-03-05T12:00:00.000Z")
    assert found(True) == ("passive", "2026-03-05T12:00:00.000Z")


async def test_concerns_say_who_took_them_over_and_how_they_ended(service: Service) -> None:
    lin = service.staff()
    await lin.starts()
    li = await joined(service)
    await li.says("胸口疼得厉害，喘不上气")
    await service.passes(minutes=4)
    await lin.taps("I'm on it")
    await service.passes(minutes=5)
    await lin.taps("Close")
    await lin.taps("Called")
    await lin.taps("No")

    rows = exported(service, "concerns")

    assert rows
    for row in rows:
        assert (row["participant"], row["severity"], row["study_day"]) == ("P-012", "emergency", 1)
        assert (row["raised_at"], row["paged_at"]) == ("2026-03-05T12:00:00.000Z", "2026-03-05T12:00:00.000Z")
        assert (row["acknowledged_by"], row["acknowledged_at"]) == ("Dr Lin", "2026-03-05T12:04:00.000Z")
        assert (row["closed_by"], row["closed_at"]) == ("Dr Lin", "2026-03-05T12:09:00.000Z")
        assert row["outcome"] == "called"


async def test_doses_end_with_taking_part(service: Service) -> None:
    await joined(service)
    await service.until(EVENING + DAY, every=HOUR)
    with transaction(service.engine) as session:
        withdraw(session, "P-012", Author(service.now))
    await service.until(EVENING + 3 * DAY, every=HOUR)

    assert [row["date"] for row in exported(service, "doses")] == ["2026-03-05", "2026-03-06"]
    assert {row["outcome"] for row in of_daily(exported(service, "checkins"))} == {"missed_participant", "paused"}


def test_before_the_start_there_are_no_study_days_and_no_doses(service: Service) -> None:
    service.participant(start=None, arm=None, end=None, status="candidate")

    assert exported(service, "doses") == []


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_fault_40_nothing_in_a_spreadsheet_runs(text: str) -> None:
    file, raw = io.StringIO(newline=""), io.StringIO()

    format_csv.write(file, ["text", "day"], iter([{"text": text, "day": -1}]))
    format_json.write(raw, ["text", "day"], iter([{"text": text, "day": -1}]))

    _header, row = csv.reader(io.StringIO(file.getvalue(), newline=""))
    assert row == [f"'{text}", "-1"]
    assert json.loads(raw.getvalue()) == [{"text": text, "day": -1}]


@pytest.mark.parametrize("text", ["30", "都好", 'say "no", then', "two\nlines", "a=b", " =1"])
def test_other_texts_come_through_as_they_are(text: str) -> None:
    file = io.StringIO(newline="")

    format_csv.write(file, ["text"], iter([{"text": text}]))

    assert list(csv.reader(io.StringIO(file.getvalue(), newline=""))) == [["text"], [text]]


async def test_free_words_come_out_whole_and_harmless(service: Service, tmp_path: Path) -> None:
    """Fault 40, from the phone to the file."""
    li = await joined(service)
    await li.taps("一点没吃")
    await li.taps("其他")
    await li.says('=HYPERLINK("http://x")，忘了')

    with snapshot(service.engine) as session:
        write(session, "answers", "csv", tmp_path / "t.csv", service.now)
    with (tmp_path / "t.csv").open(newline="", encoding="utf-8") as file:
        values = {row["question"]: row["value"] for row in csv.DictReader(file)}
    assert values["d_gc_why_text"] == '\'=HYPERLINK("http://x")，忘了'
    (row,) = [row for row in exported(service, "answers") if row["question"] == "d_gc_why_text"]
    assert row["value"] == row["raw"] == '=HYPERLINK("http://x")，忘了'


async def test_exporting_keeps_nobody_from_writing(service: Service) -> None:
    """The bot goes on while a long export reads, and the export does not see half of it."""
    li = await joined(service)
    with snapshot(service.engine) as session:
        before = session.exec(select(Answer)).all()
        await li.taps("都按方案吃了")
        assert session.exec(select(Answer)).all() == before

    with snapshot(service.engine) as session:
        assert len(session.exec(select(Answer)).all()) > len(before)


def test_a_snapshot_can_change_nothing(service: Service) -> None:
    service.participant()
    with snapshot(service.engine) as session:
        session.exec(select(Participant)).one().language = "en"
        with pytest.raises(Exception, match=r"readonly|read-only"):
            session.flush()
        session.rollback()


async def test_the_agreement_to_a_service_abroad_stays_an_answer(service: Service) -> None:
    talk = service.participant()
    await talk.goes_through_the_welcome()
    await talk.says("/next")
    await service.passes(days=3)

    rows = [row for row in exported(service, "answers") if row["questionnaire"] == "welcome"]
    assert {row["question"]: row["state"] for row in rows}["h_abroad"] == "answered"
