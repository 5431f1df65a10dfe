"""The analysis set, recomputed from the raw answers by other means: plain SQL and a few lines of arithmetic."""

from __future__ import annotations

import io
import json
from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, text

from bot.reports import format_json
from bot.reports.columns import names
from bot.reports.export import TABLES, Wanted
from bot.reports.snapshot import snapshot
from conversations.endpoints import DoseDay, Minimal, first_fortnight, is_infection, mean, minimal_therapy
from tests import studies

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)


def exported(engine: Engine, table: str, *, investigator: bool = False) -> list[dict[str, Any]]:
    with snapshot(engine) as session:
        columns, rows = Wanted(table, studies.END, investigator).rows(session, table)
        file = io.StringIO()
        format_json.write(file, names(columns), rows)
    found = json.loads(file.getvalue())
    assert isinstance(found, list)
    return found


class Raw:
    """The study as it lies in the database, read by SQL alone."""

    def __init__(self, engine: Engine) -> None:
        with engine.connect() as connection:

            def all_of(statement: str) -> list[Any]:
                return list(connection.execute(text(statement)).mappings())

            self.people = {row["id"]: row for row in all_of("select * from participant")}
            self.check_ins = all_of("select id, participant_id, questionnaire, day, due_at, closes_at, completed_at,"
                                    " begun_at from check_in order by due_at")  # fmt: skip
            self.plans = all_of("select * from plan where drug = 'prednisone' order by entered_at")
            self.concerns = all_of(
                "select e.participant_id, c.rule, c.severity, c.raised_at from concern c"
                " join escalation e on e.id = c.escalation_id order by c.raised_at"
            )
            self.answers: dict[int, dict[str, str]] = defaultdict(dict)
            for row in all_of("select check_in_id, item, state, value from answer order by revision"):
                self.answers[row["check_in_id"]].pop(row["item"], None)
                if row["state"] == "answered" and row["value"] is not None:
                    self.answers[row["check_in_id"]][row["item"]] = row["value"]

    def planned(self, person: int, day: date) -> Decimal:
        started = [p for p in self.plans if p["participant_id"] == person and p["from_day"] <= day.isoformat()]
        latest = max(started, key=lambda plan: (plan["from_day"], plan["entered_at"]))
        return Decimal(latest["doses"])

    def taken(self, person: int, day: date) -> Decimal | None:
        diary: dict[str, str] = {}
        for row in self.check_ins:
            if (row["participant_id"], row["questionnaire"], row["day"]) == (person, "daily", day.isoformat()):
                diary = self.answers[row["id"]]
        match diary.get("d_gc"):
            case "yes_all":
                return self.planned(person, day)
            case "yes_old":
                return self.planned(person, day - DAY)
            case "no":
                return Decimal(0)
            case "other":
                return Decimal(diary["d_gc_mg"]) if "d_gc_mg" in diary else None
        return None


def local_day(stored: str) -> date:
    return datetime.fromisoformat(stored).replace(tzinfo=ZoneInfo("UTC")).astimezone(SHANGHAI).date()


def outcome(row: Any, answers: dict[str, str]) -> str:
    if row["completed_at"]:
        return "on_time" if row["completed_at"] <= row["closes_at"] else "late"
    return "partial" if answers else "missed"


def test_each_week_is_what_the_raw_answers_say(study: Engine) -> None:
    raw, rows = Raw(study), exported(study, "analysis-weekly")
    end, codes = studies.END.astimezone(SHANGHAI).date() - DAY, {p["code"]: id for id, p in raw.people.items()}
    assert len(rows) == sum(-(-((end - date.fromisoformat(p["start"])).days + 1) // 7) for p in raw.people.values())
    assert {row["participant"] for row in rows} == set(codes)

    for row in rows:
        person = codes[row["participant"]]
        start = date.fromisoformat(raw.people[person]["start"])
        first = start + 7 * (row["week"] - 1) * DAY
        days = [first + n * DAY for n in range(7) if first + n * DAY <= end]
        doses = [raw.taken(person, day) for day in days]
        since = [raw.taken(person, start + n * DAY) for n in range((days[-1] - start).days + 1)]
        known = [dose for dose in doses if dose is not None]
        mine = [r for r in raw.check_ins if r["participant_id"] == person and date.fromisoformat(r["day"]) in days]
        closed = [
            outcome(r, raw.answers[r["id"]])
            for r in mine
            if r["questionnaire"] in ("daily", "weekly")
            and datetime.fromisoformat(r["closes_at"]) <= studies.END.replace(tzinfo=None)
        ]
        weekly = [raw.answers[r["id"]] for r in mine if r["questionnaire"] == "weekly"]
        found = weekly[-1] if weekly else {}
        quiet = found.get("w_new") == "0" and found.get("w_old") == "healed"
        raised = [c for c in raw.concerns if c["participant_id"] == person and local_day(c["raised_at"]) in days]

        assert (row["first_day"], row["days"], row["arm"]) == (first.isoformat(), len(days), None)
        assert (row["known_dose_days"], row["unknown_dose_days"]) == (len(known), len(doses) - len(known))
        assert row["mean_mg"] == (pytest.approx(float(sum(known) / len(known)), abs=0.005) if known else None)
        assert row["planned_mean_mg"] == pytest.approx(
            float(sum(raw.planned(person, day) for day in days) / len(days)), abs=0.005
        )
        assert row["cumulative_mg"] == sum(dose for dose in since if dose is not None)
        assert row["cumulative_unknown_days"] == since.count(None)
        assert row["expected"] + row["not_asked"] == len(closed)
        for name in ("on_time", "late", "partial"):
            assert row[name] == closed.count(name), name
        assert row["new_lesions"] == (int(found["w_new"]) if "w_new" in found else None)
        assert row["persistent_lesions"] == (int(found["w_persist"]) if "w_persist" in found and not quiet else None)
        assert (row["old_lesions"], row["eating"]) == (found.get("w_old"), found.get("w_eat"))
        for column, item in (("pain", "w_pain"), ("itch", "w_itch"), ("life", "w_life")):
            assert row[column] == (int(found[item]) if item in found else None)
        for severity in ("emergency", "urgent", "review"):
            assert row[f"concerns_{severity}"] == sum(c["severity"] == severity for c in raised)


def test_each_participant_is_what_the_raw_answers_say(study: Engine) -> None:
    raw = Raw(study)
    end, codes = studies.END.astimezone(SHANGHAI).date() - DAY, {p["code"]: id for id, p in raw.people.items()}
    rows = exported(study, "analysis-participant", investigator=True)
    assert {row["participant"]: row["arm"] for row in rows} == {p["code"]: p["arm"] for p in raw.people.values()}

    for row in rows:
        person = codes[row["participant"]]
        start = date.fromisoformat(raw.people[person]["start"])
        days = [start + n * DAY for n in range((end - start).days + 1)]
        taken = {day: raw.taken(person, day) for day in days}
        low = [d for d, mg in taken.items() if mg is not None and mg <= 10 and raw.planned(person, d) <= 10]
        above = bool(low) and any(mg is not None and mg > 10 for day, mg in taken.items() if day >= low[0])
        rules = [c["rule"] for c in raw.concerns if c["participant_id"] == person]

        assert row["days"] == len(days)
        assert row["days_to_10mg"] == ((low[0] - start).days if low else None)
        assert row["kept_10mg_2_months"] == (("no" if above else "not_yet") if low else None)
        assert row["cumulative_mg"] == sum(mg for mg in taken.values() if mg is not None)
        assert row["unknown_dose_days"] == list(taken.values()).count(None)
        assert row["relapses"] == rules.count("U07")
        assert row["serious_events"] == rules.count("U22")
        assert row["concerns_emergency"] + row["concerns_urgent"] + row["concerns_review"] == len(rules)


def test_the_study_is_worth_looking_at(study: Engine) -> None:
    """Without corrections, late answers, silence and concerns in it, the tests above would say little."""
    answers, weeks = exported(study, "answers"), exported(study, "analysis-weekly")

    assert any(row["supersedes"] for row in answers)
    assert {row["language"] for row in answers} == {"zh", "en"}
    assert any(row["late"] for row in exported(study, "answers")) or any(row["late"] for row in weeks)
    assert any(row["days_to_10mg"] is not None for row in exported(study, "analysis-participant"))
    assert any(row["serious_events"] for row in exported(study, "analysis-participant"))
    assert any(row["new_lesions"] is not None for row in weeks)
    assert any(row["unknown_dose_days"] for row in weeks)


def doses(*taken: int | None, planned: int | None = None) -> list[DoseDay]:
    plan = Decimal(planned) if planned is not None else None
    first = date(2026, 3, 1)
    return [DoseDay(first + n * DAY, plan, None if mg is None else Decimal(mg)) for n, mg in enumerate(taken)]


def test_minimal_therapy_is_a_taper_and_no_forgotten_tablet() -> None:
    first = date(2026, 3, 1)
    assert minimal_therapy(doses(20, 15, planned=20)) == Minimal(None, None, None)
    assert minimal_therapy(doses(20, 0, 20, planned=20)) == Minimal(None, None, None), "the plan was 20 mg"
    assert minimal_therapy(doses(20, 10, 10)) == Minimal(first + DAY, "not_yet", 0)
    assert minimal_therapy(doses(10, *[None] * 3, *[10] * 56)) == Minimal(first, "yes", 3)
    assert minimal_therapy(doses(10, *[10] * 58)) == Minimal(first, "not_yet", 0)
    assert minimal_therapy(doses(10, 12, *[10] * 70)) == Minimal(first, "no", 0)
    assert minimal_therapy(doses(*[10] * 60, 40)) == Minimal(first, "yes", 0), "two months were kept by then"


def test_a_fortnight_is_two_weeks_in_a_row() -> None:
    assert first_fortnight({1: 0, 2: 0, 3: 0}) == 2
    assert first_fortnight({1: 0, 2: None, 3: 0}) is None
    assert first_fortnight({1: 0, 3: 0, 4: 0}) == 4
    assert first_fortnight({1: 3, 2: 1}) is None
    assert first_fortnight({}) is None


def test_an_infection_is_reported_by_its_codes() -> None:
    assert is_infection({"w_inf": "pus|smell"})
    assert is_infection({"u_kind": "medicine|fever_inf"})
    assert not is_infection({"w_inf": "none", "w_fever": "no"})
    assert mean([]) is None
    assert mean([Decimal(10), Decimal(5), Decimal(5)]) == Decimal("6.67")


def test_every_column_is_in_the_codebook_with_its_version(study: Engine) -> None:
    for row in exported(study, "codebook"):
        if row["table"].startswith("analysis-"):
            assert row["meaning_en"]
            assert row["missing_en"]
            assert row["rules_version"]
    assert set(TABLES) == {row["table"] for row in exported(study, "codebook")}
