"""The investigator's report: one HTML page that can be read, sent on and printed, without anything from elsewhere."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from sqlmodel import Session, col, func, select

from bot.languages import Languages
from bot.models import Participant
from bot.pictures import drawn
from bot.pictures.chart import Bars, draw, draw_bars
from bot.reports import heat
from bot.reports.report_figures import Cell, Figure, figures
from conversations.text import Text, Value
from conversations.trial import STUDY

TAGS = {"zh": "zh-CN", "en": "en"}


def write(
    session: Session,
    file: BinaryIO,
    now: datetime,
    languages: Languages,
    language: str,
    *,
    zone: ZoneInfo,
    hospital: str,
    investigator: bool,
) -> int:
    """Write the report in a language; how many figures it has. By arm only for an investigator."""

    def words(text: Text) -> str:
        return languages.render(text, language)

    def say(id: str, **values: Value) -> str:
        return words(Text(id, tuple(values.items())))

    found = figures(session, now, investigator)
    maps = heat.by_week(session, now, zone)
    people = session.exec(select(func.count()).where(col(Participant.start).is_not(None))).one()
    page = _environment().get_template("report.html").render(
        _=say,
        lang=TAGS[language],
        study=STUDY,
        hospital=hospital,
        made=f"{now.astimezone(zone):%Y-%m-%d %H:%M}",
        zone=str(zone),
        people=people,
        by_arm=investigator,
        figures=[(figure, _picture(figure, words), _rows(figure, words)) for figure in found],
        maps=[(Markup(drawn(one, words).svg()), one) for one in maps],
        words=words,
    )  # fmt: skip
    file.write(page.encode())
    return len(found) + bool(maps)


def _picture(figure: Figure, words: Callable[[Text], str]) -> Markup:
    """The figure as SVG; what stands in it was escaped when it was drawn."""
    picture = figure.picture
    canvas = draw_bars(picture, words) if isinstance(picture, Bars) else draw(picture, words)
    return Markup(canvas.svg())


def _rows(figure: Figure, words: Callable[[Text], str]) -> list[list[str]]:
    return [[_cell(cell, words) for cell in row] for row in figure.rows]


def _cell(cell: Cell, words: Callable[[Text], str]) -> str:
    match cell:
        case None:
            return "–"
        case Text():
            return words(cell)
        case float():
            return f"{cell:g}"
    return str(cell)


@cache
def _environment() -> Environment:
    folder = FileSystemLoader(Path(__file__).parent / "templates")
    return Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
