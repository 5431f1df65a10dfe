"""The command line: what it prints, what it refuses, and with which exit status."""

from __future__ import annotations

import json
import logging
import secrets
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlmodel import select
from typer.testing import CliRunner

from bot import vault
from bot.__main__ import app
from bot.database import open_database, transaction
from bot.models import Act, Identity
from bot.rehearsal import TelegramDouble

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder to work in; whatever a command does to this process's log is put right again."""
    root, hook = logging.getLogger(), sys.excepthook
    handlers, level = root.handlers[:], root.level
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "TELEGRAM_BOT_TOKEN", "SECRET_KEY", "DATA_KEY"):
        monkeypatch.delenv(name, raising=False)
    yield tmp_path
    logging.captureWarnings(False)
    root.handlers[:], sys.excepthook = handlers, hook
    root.setLevel(level)


@pytest.fixture
def run(folder: Path) -> Run:
    """Runs one command on SQLite, in this process."""

    def run(*words: str, stdin: str | bytes | None = None, **env: str) -> Result:
        return CliRunner().invoke(app, words, input=stdin, env=env)

    return run


@pytest.fixture
def anhao(database_url: str, run: Run) -> Run:
    """Runs one command on either database, whose tables are there."""
    keys = {name: b64encode(secrets.token_bytes(32)).decode() for name in ("SECRET_KEY", "DATA_KEY")}
    env = {"DATABASE_URL": database_url, **keys}

    def anhao(*words: str, stdin: str | bytes | None = None, **more: str) -> Result:
        return run(*words, stdin=stdin, **(env | more))

    assert anhao("migrate").exit_code == 0
    return anhao


def said(result: Result) -> Any:
    """The one JSON document that a command printed."""
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refused(result: Result) -> str:
    """The one line of a refusal."""
    assert result.exit_code == 1, (result.output, result.exception)
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    return line


ENROLLED = ("participant", "add", "P-001", "--language", "zh", "--arm", "cm313", "--start", "2026-03-05")


# --- start, settings, database ------------------------------------------------------------------


def test_help_comes_at_once() -> None:
    heavy = "('sqlalchemy', 'alembic', 'telegram', 'babel', 'opencc', 'pydantic', 'bot.reports.export')"
    code = f"import sys, bot.__main__; print([name for name in {heavy} if name in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("command", [[sys.executable, "-m", "bot"], [str(Path(sys.executable).with_name("anhao"))]])
def test_both_names_start_it(command: list[str], folder: Path) -> None:
    done = subprocess.run([*command, "dose", "6片", "--drug", "prednisone", "--tablet-mg", "5", "--json"],
                          capture_output=True, text=True, check=True)  # fmt: skip

    assert json.loads(done.stdout) == {"mg": 30.0, "confirm": False}


@pytest.mark.parametrize("command", [["staff", "list"], ["run"], ["web"], ["worker"], ["migrate"], ["adherence"]])
def test_a_wrong_setting_is_one_line_and_status_2(run: Run, folder: Path, command: list[str]) -> None:
    result = run(*command, TICK_SECONDS="soon")

    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith("TICK_SECONDS: ")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("command", ["web", "worker"])
def test_web_and_worker_refuse_sqlite(run: Run, command: str) -> None:
    assert "needs PostgreSQL" in refused(run(command))


def test_the_database_is_for_its_owner_alone(run: Run, folder: Path) -> None:
    assert said(run("staff", "list", "--json")) == []

    assert (folder / "anhao.db").stat().st_mode & 0o777 == 0o600


def test_postgresql_must_be_migrated_first(run: Run, postgres_url: str) -> None:
    keys = {name: b64encode(secrets.token_bytes(32)).decode() for name in ("SECRET_KEY", "DATA_KEY")}

    assert "run anhao migrate" in refused(run("staff", "list", DATABASE_URL=postgres_url, **keys))

    assert run("migrate", DATABASE_URL=postgres_url, **keys).exit_code == 0
    assert said(run("staff", "list", "--json", DATABASE_URL=postgres_url, **keys)) == []


def test_another_data_key_is_refused(anhao: Run) -> None:
    other = b64encode(secrets.token_bytes(32)).decode()

    assert refused(anhao("staff", "list", DATA_KEY=other)).startswith("DATA_KEY is not the key")


def test_a_database_that_cannot_be_used_is_one_line(run: Run, folder: Path) -> None:
    (folder / "anhao.db").write_text("this is no database, and it is long enough to be looked at" * 20)
    (folder / "anhao.data.key").write_bytes(b64encode(secrets.token_bytes(32)))
    (folder / "anhao.data.key").chmod(0o600)

    assert refused(run("staff", "list")) == "the database cannot be used: file is not a database"


# --- participants -------------------------------------------------------------------------------


def test_a_participant_is_added_and_shown(anhao: Run) -> None:
    added = said(anhao(*ENROLLED, "--phone", "13800138000", "--birth-year", str(datetime.now(UTC).year - 40), "--json"))
    shown = said(anhao("participant", "show", "P-001", "--json"))

    assert set(added) == {"code", "start_payload", "telegram_link", "web_link"}
    assert added["code"] == "P-001"
    assert len(added["start_payload"]) == 20
    assert added["telegram_link"] is None
    assert (shown["status"], shown["start"], shown["end"]) == ("active", "2026-03-05", "2027-03-31")
    assert shown["identity"] == {"phone": True, "emergency_contact": False, "notify": False, "birth_year": True}
    assert "13800138000" not in json.dumps(shown)


def test_without_arm_and_start_it_is_a_candidate(anhao: Run) -> None:
    assert anhao("participant", "add", "C.1_x", "--language", "en").exit_code == 0

    (row,) = said(anhao("participant", "list", "--json"))
    assert (row["code"], row["status"], row["study_day"]) == ("C.1_x", "candidate", None)
    assert "arm" not in row


def test_a_code_is_given_once(anhao: Run) -> None:
    assert anhao(*ENROLLED).exit_code == 0

    assert "P-001" in refused(anhao(*ENROLLED))
    assert len(said(anhao("participant", "list", "--json"))) == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["P 1", "--language", "zh"], "a code has 1 to 20"),
        (["受试者1", "--language", "zh"], "a code has 1 to 20"),
        (["P" * 21, "--language", "zh"], "a code has 1 to 20"),
        (["P1", "--language", "zh", "--arm", "cm313"], "an arm needs a start date"),
        (["P1", "--language", "zh", "--start", "2026-03-05"], "a start date an arm"),
        (["P1", "--language", "zh", "--timezone", "Mars/Phobos"], "time zone"),
        (["P1", "--language", "zh", "--checkin-time", "07:29"], "from 07:30 to 21:00"),
        (["P1", "--language", "zh", "--checkin-time", "21:01"], "from 07:30 to 21:00"),
        (["P1", "--language", "zh", "--weight-kg", "24.9"], "weight"),
        (["P1", "--language", "zh", "--weight-kg", "250.1"], "weight"),
        (["P1", "--language", "zh", "--birth-year", str(datetime.now(UTC).year - 17)], "age"),
        (["P1", "--language", "zh", "--birth-year", str(datetime.now(UTC).year - 82)], "age"),
        (["P1", "--language", "zh", "--phone", "call me"], "telephone number"),
        (["P1", "--language", "zh", "--notify", "wang@example.org"], "Apprise"),
    ],
)
def test_what_cannot_be_is_refused(run: Run, words: list[str], why: str) -> None:
    assert why in refused(run("participant", "add", *words))
    assert said(run("participant", "list", "--json")) == []


@pytest.mark.parametrize(
    "words",
    [
        ["participant", "add", "P1"],
        ["participant", "add", "P1", "--language", "fr"],
        ["participant", "add", "P1", "--language", "zh", "--sex", "x"],
        ["participant", "add", "P1", "--language", "zh", "--start", "5.3.2026", "--arm", "cm313"],
        ["participant", "add", "P1", "--language", "zh", "--start", "2026-02-30", "--arm", "cm313"],
        ["participant", "add", "P1", "--language", "zh", "--checkin-time", "25:00"],
        ["participant", "add", "P1", "--language", "zh", "--weight-kg", "NaN"],
        ["participant", "add", "P1", "--language", "zh", "--by", " "],
        ["participant", "end", "P1"],
        ["participant", "end", "P1", "--outcome", "bored"],
        ["participant", "pause", "P1"],
        ["plan", "P1", "--drug", "prednisone", "--from", "2026-03-05"],
        ["plan", "P1", "--drug", "prednisone", "--mg", "30,x", "--from", "2026-03-05"],
        ["visit", "P1", "--kind", "party", "--on", "2026-03-05"],
        ["staff", "add", "Wang"],
        ["staff", "add", "Wang", "--role", "king"],
        ["export", "everything"],
        ["export", "answers", "--format", "pdf"],
        ["play", "chess"],
        ["dose", "6片"],
        ["dose", "6片", "--drug", "sugar"],
        ["dose", "6片", "--drug", "prednisone", "--lines"],
        ["dance"],
        ["staff", "list", "--no-such-option"],
    ],
)
def test_wrong_use_is_status_2(run: Run, folder: Path, words: list[str]) -> None:
    result = run(*words)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        ["participant", "show", "P-404"],
        ["participant", "invite", "P-404"],
        ["participant", "pause", "P-404", "--until", "2026-03-05"],
        ["participant", "resume", "P-404"],
        ["participant", "withdraw", "P-404"],
        ["participant", "end", "P-404", "--outcome", "lost"],
        ["plan", "P-404", "--drug", "prednisone", "--mg", "30", "--from", "2026-03-05"],
        ["visit", "P-404", "--kind", "blood", "--on", "2026-03-05"],
    ],
)
def test_an_unknown_code_is_one_line(run: Run, words: list[str]) -> None:
    assert refused(run(*words)) == "P-404: there is no participant with this code"


def test_who_and_why_are_recorded(anhao: Run, database_url: str) -> None:
    assert anhao(*ENROLLED, "--phone", "13800138000", "--by", "Wang Fang", "--reason", "transferred").exit_code == 0

    engine = open_database(database_url)
    with transaction(engine) as session:
        (act,) = session.exec(select(Act)).all()
        assert (act.by, act.action, str(act.reason)) == ("Wang Fang", "enrol", "transferred")
        assert "13800138000" not in str(act.detail)
        (identity,) = session.exec(select(Identity)).all()
        assert str(identity.phone) == "13800138000"
    engine.dispose()
    vault.lock()


def test_pause_resume_and_the_end(anhao: Run) -> None:
    anhao(*ENROLLED)
    until = f"{datetime.now(UTC).year + 1}-01-01"

    assert said(anhao("participant", "pause", "P-001", "--until", until, "--json"))["paused_until"] == until
    assert said(anhao("participant", "resume", "P-001", "--json"))["paused_until"] is None
    assert "is not paused" in refused(anhao("participant", "resume", "P-001"))
    assert "a pause ends" in refused(anhao("participant", "pause", "P-001", "--until", "2020-01-01"))
    assert said(anhao("participant", "end", "P-001", "--outcome", "completed", "--json"))["status"] == "completed"
    assert "completed already" in refused(anhao("participant", "withdraw", "P-001"))
    assert "asked nothing more" in refused(anhao("participant", "invite", "P-001"))


# --- care ---------------------------------------------------------------------------------------


def test_a_plan_is_entered(anhao: Run) -> None:
    anhao(*ENROLLED)

    plan = said(anhao("plan", "P-001", "--drug", "prednisone", "--mg", "30,0", "--from", "2026-03-05",
                      "--tablet-mg", "5", "--json"))  # fmt: skip

    assert plan == {"code": "P-001", "drug": "prednisone", "mg": "30,0", "from": "2026-03-05", "tablet_mg": "5",
                    "warnings": []}  # fmt: skip


def test_a_doubtful_dose_wants_a_reason(anhao: Run) -> None:
    anhao("participant", "add", "P-002", "--language", "zh", "--arm", "azathioprine", "--start", "2026-03-05",
          "--weight-kg", "60", "--tpmt", "mutation")  # fmt: skip
    plan = ("plan", "P-002", "--drug", "azathioprine", "--from", "2026-03-05", "--mg")

    assert anhao(*plan, "90").exit_code == 0
    assert "1.5 mg/kg with a TPMT mutation" in refused(anhao(*plan, "91"))
    entered = anhao(*plan, "91", "--reason", "level was measured", "--json")
    assert "1.5 mg/kg" in said(entered)["warnings"][0]


def test_a_visit_is_entered_and_done(anhao: Run) -> None:
    anhao(*ENROLLED)
    visit = ("visit", "P-001", "--kind", "injection", "--on", "2026-03-05", "--json")

    planned = said(anhao(*visit, "--at", "10:00"))
    done = said(anhao(*visit, "--done", "--dose", "600", "--lot", "L-7", "--given-by", "Li Na"))

    assert (planned["done"], planned["at"]) == (False, "10:00")
    assert (done["done"], done["dose_mg"], done["lot"], done["at"]) == (True, "600", "L-7", "10:00")
    assert len(said(anhao("participant", "show", "P-001", "--json"))["visits"]) == 1
    assert "not come yet" in refused(anhao("visit", "P-001", "--kind", "blood", "--on", "2029-01-01", "--done"))


# --- staff --------------------------------------------------------------------------------------


def test_staff_come_and_go(anhao: Run) -> None:
    added = said(anhao("staff", "add", "Wang Fang", "--role", "doctor", "--json"))
    anhao("staff", "add", "Li Na", "--role", "coordinator", "--language", "en")

    assert set(added) == {"name", "start_payload", "telegram_link", "console_link"}
    assert "on the staff already" in refused(anhao("staff", "add", "Li Na", "--role", "doctor"))
    assert said(anhao("staff", "revoke", "Wang Fang", "--json"))["start_payload"] != added["start_payload"]
    assert anhao("staff", "remove", "Wang Fang").exit_code == 0
    assert "was removed on" in refused(anhao("staff", "remove", "Wang Fang"))
    assert "nobody of this name" in refused(anhao("staff", "revoke", "Nobody"))
    rows = said(anhao("staff", "list", "--json"))
    assert [(row["name"], row["removed_at"] is None) for row in rows] == [("Wang Fang", False), ("Li Na", True)]


def test_the_link_names_the_bot_which_is_asked_once(run: Run) -> None:
    def invite(double: TelegramDouble) -> str:
        env = {"TELEGRAM_BOT_TOKEN": double.token, "TELEGRAM_API_URL": double.url}
        done = said(run("participant", "invite", "P-001", "--json", **env))
        assert done["telegram_link"].endswith(f"?start={done['start_payload']}")
        return str(done["telegram_link"]).partition("?")[0]

    run(*ENROLLED)
    with TelegramDouble(lambda: datetime.now(UTC)) as double:
        assert invite(double) == "https://t.me/anhao_rehearsal_bot"
        assert invite(double) == "https://t.me/anhao_rehearsal_bot"
        assert len(double.calls("getMe")) == 1
    assert invite(double) == "https://t.me/anhao_rehearsal_bot"


def test_without_the_bot_api_there_is_no_link_and_no_secret(run: Run) -> None:
    token = "987654321:" + "x" * 35
    env = {"TELEGRAM_BOT_TOKEN": token, "TELEGRAM_API_URL": "http://127.0.0.1:9"}

    result = run("staff", "add", "Wang", "--role", "doctor", "--json", **env)

    assert said(result)["telegram_link"] is None
    assert "no link" in result.stderr
    assert token not in result.output


# --- data ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["answers", "checkins", "concerns", "doses", "visits", "allocation"])
def test_a_table_is_exported_to_a_file_for_its_owner(anhao: Run, folder: Path, table: str) -> None:
    anhao(*ENROLLED)

    assert anhao("export", table, "--output", "table.csv").exit_code == 0
    printed = anhao("export", table)
    assert json.loads(anhao("export", table, "--format", "json").stdout) is not None

    assert (folder / "table.csv").read_bytes().decode() == printed.stdout_bytes.decode()
    assert (folder / "table.csv").stat().st_mode & 0o777 == 0o600
    assert printed.stdout.startswith("participant,")
    assert "table.csv" not in [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_an_export_that_cannot_be_written_leaves_nothing(run: Run, folder: Path) -> None:
    (folder / "there").mkdir()

    assert "is a folder" in refused(run("export", "answers", "--output", "there"))
    assert "cannot be written" in refused(run("export", "answers", "--output", "nowhere/table.csv"))
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_only_an_investigator_exports_the_arm_and_identities(anhao: Run, folder: Path) -> None:
    anhao(*ENROLLED, "--phone", "13900000000")
    anhao("staff", "add", "Prof Ji", "--role", "investigator")
    asks = ("export", "allocation", "--format", "json")

    assert "not an investigator" in refused(anhao(*asks, "--investigator"))
    assert "--reason" in refused(anhao(*asks, "--identities", "--by", "Prof Ji"))
    assert said(anhao(*asks))[0]["arm"] is None
    (row,) = said(anhao(*asks, "--identities", "--by", "Prof Ji", "--reason", "safety report"))

    assert (row["arm"], row["phone"]) == ("cm313", "13900000000")
    (trail,) = [
        row for row in said(anhao("export", "trail", "--format", "json")) if row["action"] == "export identities"
    ]
    assert (trail["by"], trail["reason"]) == ("Prof Ji", "safety report")


def test_a_workbook_is_for_a_file(anhao: Run, folder: Path) -> None:
    anhao(*ENROLLED)

    assert anhao("export", "study", "--format", "xlsx", "--output", "study.xlsx").exit_code == 0
    assert "not to be had as csv" in refused(anhao("export", "study"))

    assert (folder / "study.xlsx").read_bytes()[:2] == b"PK"
    assert anhao("export", "study", "--format", "xlsx").stdout_bytes[:2] == b"PK"


def test_a_study_goes_out_as_json_and_into_an_empty_database(anhao: Run, run: Run, folder: Path) -> None:
    anhao(*ENROLLED)
    anhao("staff", "add", "Prof Ji", "--role", "investigator")
    out = ("export", "study", "--format", "json", "--by", "Prof Ji")
    assert "--by" in refused(anhao(*out[:4]))
    assert anhao(*out, "--output", "study.json").exit_code == 0

    assert "is not empty" in refused(anhao("import", "study.json"))
    (folder / "elsewhere").mkdir()

    def there(*words: str) -> Result:
        return run(*words, DATABASE_URL="sqlite:///elsewhere/anhao.db")

    (folder / "table.json").write_text("[]")
    assert "one table alone" in refused(there("import", "table.json"))
    assert "No such file" in refused(there("import", "nowhere.json"))
    result = there("import", "study.json")

    assert (result.exit_code, result.stdout) == (0, "")
    assert there(*out, "--output", "again.json").exit_code == 0
    assert (folder / "again.json").read_bytes() == (folder / "study.json").read_bytes()
    assert said(there("participant", "list", "--json"))[0]["code"] == "P-001"


@pytest.mark.parametrize(
    ("format", "name", "begins"),
    [
        ("odm", "t.xml", b"<?xml"),
        ("fhir", "t.json", b'{"resourceType": "Bundle"'),
        ("fhir", "t.ndjson", b'{"resourceType"'),
        ("redcap", "t.zip", b"PK"),
    ],
)
def test_the_field_s_own_formats(run: Run, folder: Path, format: str, name: str, begins: bytes) -> None:
    assert run("export", "answers", "--format", format, "--output", name).exit_code == 0

    assert (folder / name).read_bytes().startswith(begins)
    assert "not to be had" in refused(run("export", "messages", "--format", format))


def test_the_report_is_a_page(anhao: Run, folder: Path) -> None:
    anhao(*ENROLLED)

    assert anhao("report", "--language", "en", "--output", "report.html").exit_code == 0
    printed = anhao("report", "--language", "zh")

    assert '<html lang="en">' in (folder / "report.html").read_text(encoding="utf-8")
    assert '<html lang="zh-CN">' in printed.stdout


def test_an_interrupted_export_leaves_what_was_there(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "t.csv").write_text("yesterday's")

    def interrupted(*_: object) -> Iterator[object]:
        yield from ()
        raise KeyboardInterrupt

    monkeypatch.setattr("bot.reports.answers.sheets_of", interrupted)
    run("participant", "add", "P-001", "--language", "zh")

    assert run("export", "answers", "--output", "t.csv").exit_code != 0

    assert (folder / "t.csv").read_text() == "yesterday's"
    assert not [path for path in folder.iterdir() if path.name.startswith(".t")]


def test_adherence_is_one_document(anhao: Run) -> None:
    anhao(*ENROLLED)

    document = said(anhao("adherence", "--json"))

    assert document["phone_today"] == []
    assert document["participants"] == [
        {"participant": "P-001", "status": "active", "expected": 0, "on_time": 0, "late": 0, "partial": 0, "missed": 0,
         "percent": None, "last_heard": None}
    ]  # fmt: skip
    assert "Nobody has to be phoned today." in anhao("adherence").stdout


# --- words and play: no settings, nothing kept ---------------------------------------------------


def test_triage_needs_no_settings(run: Run, folder: Path) -> None:
    found = run("triage", "胸口疼得厉害，喘不上气", "--json", PORT="wrong")

    assert said(found)["severity"] == "emergency"
    assert said(run("triage", "--json", stdin="今天都好\n")) == {"severity": "none", "rules": [], "ask": False}
    assert run("triage", "今天都好").stdout.splitlines()[0] == "severity: none"
    assert list(folder.iterdir()) == []


def test_triage_and_dose_answer_line_by_line(run: Run) -> None:
    lines = "今天都好\n\n胸口疼\r\n".encode() + b"\xff\xfe\n" + b"no newline at the end"
    doses = "6片\n30 mg\n30\n照旧\n"

    triaged = [json.loads(line) for line in run("triage", "--lines", stdin=lines).stdout.splitlines()]
    read = run("dose", "--drug", "prednisone", "--tablet-mg", "5", "--plan-mg", "30", "--lines", stdin=doses)

    assert [one["severity"] for one in triaged] == ["none", "none", "emergency", "none", "none"]
    assert [json.loads(line) for line in read.stdout.splitlines()] == [
        {"mg": 30.0, "confirm": False},
        {"mg": 30.0, "confirm": False},
        {"mg": None, "unclear": True},
        {"mg": 30.0, "confirm": True},
    ]


def test_a_check_in_is_played_and_nothing_kept(run: Run, folder: Path) -> None:
    plan = 'steroids=[{"drug":"prednisone","mg":"30","tablet_mg":"5"}]'

    english = run("play", "daily", "--language", "en", "--facts", plan, stdin="All taken as planned\n1\n", PORT="wrong")
    chinese = run("play", "daily", "--facts", plan, stdin="1\n")

    assert english.exit_code == 0, english.output
    assert "prednisone" in english.stdout
    assert english.stdout.endswith("Saved. Thank you.\n")
    assert chinese.exit_code == 0
    assert "泼尼松" in chinese.stdout
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("fact", ["sex", "height=180", "closes_at=soon", "steroids=[1]"])
def test_a_wrong_fact_is_wrong_use(run: Run, fact: str) -> None:
    assert run("play", "daily", "--facts", fact).exit_code == 2


def test_a_number_typed_at_an_amount_is_never_the_number_of_a_button(run: Run) -> None:
    played = run("play", "daily", "--language", "en", stdin="1\n1\n3\n")

    assert "[Skip]" in played.output
    assert "Do you mean tablets or mg?" in played.output


@pytest.mark.parametrize("id", ["welcome", "daily", "weekly", "problem", "red_flag_screen", "follow_up", "stop"])
def test_every_check_in_can_be_played_to_an_end(run: Run, id: str) -> None:
    result = run("play", id, "--language", "en", stdin="1\n" * 60 + "5\n" * 60 + "Done\nNone of these\n" * 30)

    assert result.exit_code == 0, result.output
