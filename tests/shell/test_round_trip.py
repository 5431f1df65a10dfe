"""A whole study as JSON: into an empty database and out again it is the same, letter by letter; anything else is
refused, in one line, and nothing of it stays."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

import pytest
import sqlmodel
from sqlalchemy import Engine, func, select
from sqlmodel import Session

from bot import vault
from bot.database import transaction
from bot.importing import take_in
from bot.models import METADATA, Address, Participant
from bot.record import Author, NotDone
from bot.reports.export import STUDY, TABLES, write
from bot.reports.snapshot import snapshot
from bot.reports.study_json import LEFT_OUT, MADE_ANEW, WITHHELD
from tests import studies
from tests.talk import Service
from tests.team import assemble, patient

AUTHOR = Author(studies.END, "Prof Ji", "moved to another server")
MARK = "X-1 · Prof Ji"


def exported(engine: Engine, path: Path, watermark: str | None = None) -> str:
    with snapshot(engine) as session:
        write(session, STUDY, "json", path, studies.END, investigator=True, watermark=watermark)
    return path.read_text(encoding="utf-8")


def taken_in(engine: Engine, path: Path) -> int:
    with transaction(engine) as session:
        return take_in(session, path, AUTHOR)


def counted(engine: Engine) -> int:
    with Session(engine) as session:
        return sum(
            session.connection().execute(select(func.count()).select_from(table)).scalar() or 0
            for table in METADATA.sorted_tables
            if table.name != "installation"
        )


@pytest.mark.parametrize("watermark", [None, MARK], ids=["pseudonymous", "identities"])
def test_into_an_empty_database_and_out_again_it_is_the_same(
    study: Engine, study_url: str, tmp_path: Path, watermark: str | None
) -> None:
    before = exported(study, tmp_path / "before.json", watermark)
    service = Service(study_url, studies.END)
    vault.unlock(vault.Vault(secrets.token_bytes(32)))  # the new installation has a key of its own

    count = taken_in(service.engine, tmp_path / "before.json")

    assert exported(service.engine, tmp_path / "after.json", watermark) == before
    assert count == sum(len(records) for records in json.loads(before)["tables"].values()) > 1000
    with transaction(service.engine) as session:  # numbers go on after those that came along
        session.add(Participant(code="P-900", status="candidate", language="zh", zone="Asia/Shanghai",
                                hour=studies.END.time(), created_at=studies.END))  # fmt: skip
    service.close()


def test_every_table_is_the_same_afterwards(study: Engine, sqlite_url: str, tmp_path: Path) -> None:
    """What people read of it too: the exported tables, corrections and all."""
    exported(study, tmp_path / "study.json")
    service = Service(sqlite_url, studies.END)
    taken_in(service.engine, tmp_path / "study.json")

    for table in TABLES:
        for engine, name in ((study, "before"), (service.engine, "after")):
            with snapshot(engine) as session:
                write(session, table, "csv", tmp_path / name, studies.END, investigator=True)
        before, after = ((tmp_path / name).read_text(encoding="utf-8") for name in ("before", "after"))
        assert before == after, table
    service.close()


def test_who_they_are_is_in_it_only_with_identities(service: Service, tmp_path: Path) -> None:
    assemble(service)
    li = patient(service)
    with transaction(service.engine) as session:
        session.get_one(Participant, li.id).tpmt = "mutation"
    plain = exported(service.engine, tmp_path / "a.json")
    full = exported(service.engine, tmp_path / "b.json", MARK)

    assert li.account not in plain
    assert "mutation" not in plain
    assert li.account in full
    tables = json.loads(plain)["tables"]
    assert not LEFT_OUT & set(tables)
    for place in WITHHELD | MADE_ANEW:
        table, column = place.split(".")
        assert {record.get(column) for record in tables[table]} <= {None}
    assert json.loads(plain)["anhao"] == {"kind": "anhao study", "version": 1, "identities": False}


async def test_with_identities_people_are_known_again(service: Service, sqlite_url: str, tmp_path: Path) -> None:
    li = patient(service)
    exported(service.engine, tmp_path / "study.json", MARK)
    if service.engine.url.render_as_string(hide_password=False) == sqlite_url:
        sqlite_url = f"sqlite:///{tmp_path / 'second.db'}"
    second = Service(sqlite_url, service.now)
    vault.unlock(vault.Vault(secrets.token_bytes(32)))
    taken_in(second.engine, tmp_path / "study.json")

    li.service = second
    await li.says("我有点不舒服")

    with transaction(second.engine) as session:
        (address,) = session.exec(sqlmodel.select(Address)).all()
        assert address.participant_id == li.id, "nobody new"
    second.close()


def test_a_database_that_is_not_empty_is_refused(service: Service, study: Engine, tmp_path: Path) -> None:
    exported(study, tmp_path / "study.json")
    patient(service)
    before = counted(service.engine)

    with pytest.raises(NotDone, match="the database is not empty"):
        taken_in(service.engine, tmp_path / "study.json")

    assert counted(service.engine) == before


def _broken(document: str, how: str) -> str:
    match how:
        case "cut":
            return document[: len(document) // 2]
        case "table":
            return document.replace('"check_in": [', '"checkin": [')
        case "column":
            return document.replace('"study_code"', "").replace('"code":', '"kode":', 1)
        case "type":
            return document.replace('"hour":"', '"hour":"soon', 1)
        case "version":
            return document.replace('"version":1', '"version":2')
        case "kind":
            return document.replace('"anhao study"', '"something"')
        case "words behind":
            return document + "and so on"
        case "a table":
            return '[\n{"participant": "P-001"}\n]\n'
    return how


@pytest.mark.parametrize(
    "how",
    ["cut", "table", "column", "type", "version", "kind", "words behind", "a table", "", "{}", "[", "nonsense", "\x00"],
)
def test_anything_else_is_refused_and_nothing_stays(study: Engine, sqlite_url: str, tmp_path: Path, how: str) -> None:
    path = tmp_path / "study.json"
    path.write_text(_broken(exported(study, path), how), encoding="utf-8")
    service = Service(sqlite_url, studies.END)

    with pytest.raises(NotDone) as refused:
        taken_in(service.engine, path)

    assert "\n" not in str(refused.value)
    assert str(path) in str(refused.value)
    assert counted(service.engine) == 0
    service.close()


def test_the_layout_does_not_matter(study: Engine, sqlite_url: str, tmp_path: Path) -> None:
    path = tmp_path / "study.json"
    before = exported(study, path)
    path.write_text(json.dumps(json.loads(before), indent=3), encoding="utf-8")
    service = Service(sqlite_url, studies.END)

    taken_in(service.engine, path)

    assert exported(service.engine, tmp_path / "after.json") == before
    service.close()
