"""The workbook: typed cells, a header that stays, sheets that go on, a codebook, and nothing that runs."""

from __future__ import annotations

import csv
import shutil
import subprocess
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest

from bot.reports.cells import Row
from bot.reports.columns import Column
from bot.reports.export import STUDY, TABLES, write
from bot.reports.format_xlsx import CUT, LONGEST, Workbook, fitting
from bot.reports.snapshot import snapshot
from conversations.text import _
from tests.shell.test_exports import DANGEROUS, joined
from tests.talk import Service
from tests.workbooks import Value, formulas, frozen_rows, sheets

COLUMNS = (
    Column("participant", "code", _("The participant's study code.")),
    Column("at", "instant", _("When it was done.")),
    Column("day", "day", _("The day of the visit.")),
    Column("hour", "hour", _("The hour, where the participant lives.")),
    Column("mg", "number", _("The dose that was injected.")),
    Column("late", "yes_no", _("Whether it came after the window had closed.")),
    Column("words", "text", _("The particulars.")),
)


def row(words: str | None = None, mg: str = "7.5") -> Row:
    return {
        "participant": "P-012", "at": "2026-03-05T12:00:00.500Z", "day": "2026-03-05", "hour": "20:00",
        "mg": Decimal(mg), "late": False, "words": words,
    }  # fmt: skip


def written(tmp_path: Path, rows: list[Row], most_rows: int = 100) -> Path:
    path = tmp_path / "t.xlsx"
    with path.open("wb") as file:
        book = Workbook(file, str(tmp_path), most_rows)
        assert book.table("doses", COLUMNS, iter(rows)) == len(rows)
        book.close()
    return path


def number(at: datetime) -> float:
    """A moment as a workbook keeps it: days since the end of 1899."""
    return (at - datetime(1899, 12, 30, tzinfo=UTC)).total_seconds() / 86400


def test_cells_have_types(tmp_path: Path) -> None:
    path = written(tmp_path, [row("好")])

    (header, cells) = sheets(path)["doses"]

    assert header == [column.name for column in COLUMNS]
    at, day, hour = cells[1:4]
    assert at == pytest.approx(number(datetime(2026, 3, 5, 12, 0, 0, 500_000, tzinfo=UTC)), abs=1e-8)
    assert day == number(datetime.combine(date(2026, 3, 5), time(), UTC))
    assert hour == pytest.approx(20 / 24)
    assert cells[4:] == [7.5, False, "好"]
    assert frozen_rows(path) == ["1"]


def test_what_is_empty_stays_empty(tmp_path: Path) -> None:
    path = written(tmp_path, [dict.fromkeys(row(), None)])

    assert sheets(path)["doses"][1:] in ([], [[]])


@pytest.mark.parametrize("text", DANGEROUS)
def test_fault_40_nothing_in_a_workbook_runs(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, [row(text)])

    assert formulas(path) == []
    shown = sheets(path)["doses"][1][-1]
    assert isinstance(shown, str)
    assert shown.startswith("'")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b\x1fc\ud800d\x7f", "a\ufffdb\ufffdc\ufffdd\ufffd"),
        ("two\nlines\tof text", "two\nlines\tof text"),
        ("_x0041_", "_x0041_"),
        ("<a href='x'>&amp; 😀", "<a href='x'>&amp; 😀"),
        ("https://example.org", "https://example.org"),
        (" spaces ", " spaces "),
    ],
)
def test_odd_words_come_out_as_text(tmp_path: Path, text: str, shown: str) -> None:
    cell = sheets(written(tmp_path, [row(text)]))["doses"][1][-1]

    assert cell in (shown, shown.replace("_x", "_x005F_x"))


def test_a_cell_holds_no_more_than_it_can_and_says_so(tmp_path: Path) -> None:
    long = "很" * 20_000 + "😀" * 20_000
    cell = sheets(written(tmp_path, [row(long)]))["doses"][1][-1]

    assert isinstance(cell, str)
    assert cell.startswith("很" * 20_000)
    assert cell.endswith(CUT)
    assert len(cell.encode("utf-16-le")) // 2 <= LONGEST
    assert fitting("好" * LONGEST) == "好" * LONGEST


def test_a_table_that_is_longer_than_a_sheet_goes_on_in_another(tmp_path: Path) -> None:
    found = sheets(written(tmp_path, [row(mg=str(n)) for n in range(9)], most_rows=5))

    def amounts(sheet: str) -> list[Value]:
        return [cells[4] for cells in found[sheet][1:]]

    assert list(found) == ["doses", "doses (2)", "doses (3)"]
    assert amounts("doses") + amounts("doses (2)") + amounts("doses (3)") == [float(n) for n in range(9)]
    assert all(rows[0] == [column.name for column in COLUMNS] for rows in found.values())


async def test_the_study_is_a_workbook_with_a_codebook(service: Service, tmp_path: Path) -> None:
    li = await joined(service)
    await li.taps("一点没吃")
    await li.taps("其他")
    await li.says("=1+1，忘了")
    path = tmp_path / "study.xlsx"

    with snapshot(service.engine) as session:
        count = write(session, STUDY, "xlsx", path, service.now)

    found = sheets(path)
    assert set(found) == set(TABLES) | {"codebook"}
    assert count == sum(len(rows) - 1 for name, rows in found.items() if name != "codebook")
    answers = [dict(zip(found["answers"][0], cells, strict=False)) for cells in found["answers"][1:]]
    assert "'=1+1，忘了" in [answer["value"] for answer in answers]
    assert {cells[0] for cells in found["codebook"][1:]} == set(TABLES) - {"codebook"}
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.proof
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
@pytest.mark.parametrize("format", ["xlsx", "csv"])
async def test_libreoffice_reads_the_same(sqlite_url: str, tmp_path: Path, format: str) -> None:
    service = Service(sqlite_url)
    li = await joined(service)
    await li.taps("一点没吃")
    await li.taps("其他")
    await li.says('=1+1，忘了，"x"\n第二行😀')
    with snapshot(service.engine) as session:
        write(session, "answers", "csv", tmp_path / "plain.csv", service.now)
        write(session, "answers", format, tmp_path / f"answers.{format}", service.now)
    service.close()

    found = _opened(tmp_path / f"answers.{format}")

    with (tmp_path / "plain.csv").open(newline="", encoding="utf-8") as file:
        expected = list(csv.reader(file))
    assert [row[:7] for row in found] == [row[:7] for row in expected]


def _opened(path: Path) -> list[list[str]]:
    """The first sheet of the file as LibreOffice reads it and writes it: comma, quote, UTF-8, columns as text."""
    office = shutil.which("soffice") or ""
    into, home = path.with_name("opened"), path.with_name("office")
    reading = ["--infilter=CSV:44,34,76,1,1/2/2/2/3/2/4/2/5/2/6/2/7/2"] if path.suffix == ".csv" else []
    command = [office, f"-env:UserInstallation=file://{home}", "--headless", *reading, "--convert-to",
               "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", str(into), str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    with (into / f"{path.stem}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))
