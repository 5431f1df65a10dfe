"""The investigator's report: every figure with its table, in both languages, by arm only for an investigator."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from bot.languages import languages
from bot.pictures.chart import PERCENT, Bars, Chart, Series, draw, draw_bars
from bot.reports.report import write
from bot.reports.report_figures import concerns, figures, quartiles
from bot.reports.snapshot import snapshot
from conversations.text import Text, _
from tests import studies
from tests.shell.test_analysis import Raw
from tests.talk import Service


def report(engine: Engine, language: str = "en", *, investigator: bool = True) -> str:
    file = io.BytesIO()
    with snapshot(engine) as session:
        write(session, file, studies.END, languages(), language, zone=ZoneInfo("Asia/Shanghai"),
              hospital="<Hospital & co>", investigator=investigator)  # fmt: skip
    return file.getvalue().decode()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_has_its_table(study: Engine, language: str) -> None:
    page = report(study, language)

    sections = page.split("<section>")[1:]
    assert len(sections) == 6
    for section in sections:
        assert section.count("<svg") == section.count("<table>") >= 1
        for drawing in re.findall(r"<svg.*?</svg>", section, re.DOTALL):
            ElementTree.fromstring(drawing)
    assert "&lt;Hospital &amp; co&gt;" in page
    assert not re.search(r"(?:src|href)=|@import|url\(", page), "nothing from elsewhere"
    said = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert bool(re.search(r"[\u4e00-\u9fff]", said)) == (language == "zh")
    assert "{" not in said


def test_the_arm_is_for_an_investigator(study: Engine) -> None:
    assert "Azathioprine" in report(study)
    together = report(study, investigator=False)
    assert "Azathioprine" not in together
    assert "CM313" not in together


def test_the_tables_are_what_the_raw_answers_say(study: Engine) -> None:
    raw = Raw(study)
    with snapshot(study) as session:
        recruitment, adherence, doses, _lesions, _concerns = figures(session, studies.END, investigator=True)

    assert recruitment.rows == (("2026-03", len(raw.people), len(raw.people)),)
    closed = [
        row
        for row in raw.check_ins
        if row["questionnaire"] in ("daily", "weekly")
        and row["closes_at"] <= f"{studies.END:%Y-%m-%d %H:%M:%S}"
        and row["day"] < "2026-04-02"
    ]
    assert sum(int(str(row[2])) + int(str(row[5])) for row in adherence.rows) == len(closed)
    on_time = [row for row in closed if row["completed_at"] and row["completed_at"] <= row["closes_at"]]
    assert sum(int(str(row[1])) + int(str(row[4])) for row in adherence.rows) == len(on_time)
    arms = {person["arm"] for person in raw.people.values()}
    assert len(arms) == 2
    assert all(row[1] in (0, 1) and row[5] in (0, 1) for row in doses.rows), "one participant in each arm"


def test_an_empty_study_says_so(sqlite_url: str) -> None:
    service = Service(sqlite_url)
    page = report(service.engine)
    service.close()

    assert page.count("Nothing to show yet.") == 5
    assert "0 participants have begun" in page


def test_times_are_counted_from_being_raised(study: Engine) -> None:
    with Session(study) as session:
        found = concerns(session)
    (urgent,) = [row for row in found.rows if isinstance(row[0], Text) and row[0].id == "urgent concerns"]

    assert urgent[1] == len([c for c in Raw(study).concerns if c["severity"] == "urgent"])
    assert isinstance(urgent[3], float)
    assert 0 < urgent[3] < timedelta(days=1) / timedelta(minutes=1)


def test_quartiles_are_those_of_the_textbook() -> None:
    assert quartiles([]) == (None, None, None)
    assert quartiles([7]) == (7, 7, 7)
    assert quartiles([1, 2, 3, 4, 5]) == (2, 3, 4)
    assert quartiles([10, 20]) == (12.5, 15, 17.5)


def test_a_line_has_gaps_where_nothing_is_known() -> None:
    series = Series(_("Everybody"), (10.0, 20.0, None, 30.0), (5.0, 6.0, None, 7.0), (20.0, 30.0, None, 40.0))
    weeks = ("1", "2", "3", "4")
    canvas = draw(Chart(weeks, _("study week"), (series, series), PERCENT, top=100), lambda text: text.id)

    drawing = canvas.svg()
    ElementTree.fromstring(drawing)
    assert 'stroke-dasharray="6 3"' in drawing, "the second line is told apart without colour"
    assert drawing.count("<rect") == 1
    ElementTree.fromstring(draw_bars(Bars(((_("emergencies"), 0.0),)), lambda text: text.id).svg())
    ElementTree.fromstring(draw(Chart((), _("month"), (Series(_("Everybody"), ()),), PERCENT), lambda t: t.id).svg())
