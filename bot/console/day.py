"""The coordinator's day: who is answering, whom to phone, which reviews wait. The study arm is nowhere in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from starlette.requests import Request
from starlette.responses import Response

from bot.console.escalation_list import how_long, lists
from bot.console.visitor import Fields, Form, Missing, Visitor
from bot.models import Participant
from bot.pictures import drawn
from bot.pictures.heat import OUTCOMES, ROWS
from bot.reports.adherence import SCHEDULED, AdherenceRow, rows_of
from bot.reports.heat import by_week
from bot.reports.outcomes import Judged, judged
from bot.reports.phone import PhoneTask, Reason, phone_tasks
from bot.roles import ROLES
from bot.wording_staff import STATUSES
from conversations.schedule import DAY, local_day
from conversations.text import Text, _

MAY_ADD = tuple(sorted(ROLES["invite"]))
"""Who adds participants and makes their invites."""
DAYS = 14
"""Days that the strip of a participant shows, today included."""
CELL, GAP = 14, 3
"""Width of a day in the strip, and what lies between two, in pixels."""

WHY: dict[Reason, Text] = {
    "alarm_not_taken": _("an alarm that nobody has taken"),
    "unreachable": _("cannot be reached by messages"),
    "silent": _("no check-in answered"),
}
SIGNS = Fields({"answered_late": "+", "partial": "/", "missed_participant": "×", "missed_system": "–"})
"""What stands in a coloured day, so that the colour is not alone."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the strip."""

    x: int
    day: date
    outcome: str
    word: Text


@dataclass(frozen=True, slots=True)
class Line:
    """One participant: numbers and the last days."""

    row: AdherenceRow
    status: Text
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to phone: who, why, since when."""

    task: PhoneTask
    why: Text
    since: date
    age: Text


@dataclass(frozen=True, slots=True)
class Sums:
    """All who take part, together."""

    people: int
    of: int
    expected: int
    on_time: int
    late: int
    not_asked: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.on_time / self.expected) if self.expected else None

    @property
    def late_percent(self) -> int | None:
        return round(100 * self.late / self.expected) if self.expected else None


def show(here: Visitor, request: Request, form: Form) -> Response:
    """The day, as it stands now."""
    session, now = here.session, here.now
    check_ins = judged(session, now, SCHEDULED)
    people = session.exec(select(Participant).order_by(col(Participant.code))).all()
    rows = rows_of(people, check_ins, now)
    return here.page(
        "console/day.html",
        here="day",
        lines=[_line(here, person, row, check_ins) for person, row in zip(people, rows, strict=True)],
        sums=_sums(rows),
        calls=[_call(here, task) for task in phone_tasks(session, check_ins, now)],
        reviews=lists(session, here.staff, now).reviews,
        legend=[(name, word) for name, word in OUTCOMES.items() if name != "none"],
        pictures=ceil(sum(row.status == "active" for row in rows) / ROWS),
        width=DAYS * (CELL + GAP),
        cell=CELL,
        signs=SIGNS,
        days=DAYS,
        may_add=here.staff.role in MAY_ADD,
        now=now.astimezone(here.site.settings.zone),
    )


def weeks(here: Visitor, request: Request, form: Form) -> Response:
    """Everybody's 56 weeks as a picture, fifty people on each."""
    pictures = by_week(here.session, here.now, here.site.settings.zone)
    page = request.path_params["page"]
    if not 1 <= page <= len(pictures):
        raise Missing
    return Response(drawn(pictures[page - 1], here.say).svg(), media_type="image/svg+xml")


def _line(here: Visitor, person: Participant, row: AdherenceRow, check_ins: Mapping[int, Sequence[Judged]]) -> Line:
    today = local_day(here.now, person.zone)
    daily = {
        j.check_in.day: j.outcome for j in check_ins.get(person.id or 0, ()) if j.check_in.questionnaire == "daily"
    }
    cells = []
    for n in range(DAYS):
        day = today - (DAYS - 1 - n) * DAY
        outcome = daily.get(day, "none")
        cells.append(Cell(n * (CELL + GAP), day, outcome, OUTCOMES[outcome]))
    return Line(row, STATUSES[person.status], cells)


def _sums(rows: Sequence[AdherenceRow]) -> Sums:
    return Sums(
        people=sum(row.status == "active" for row in rows),
        of=len(rows),
        expected=sum(row.expected for row in rows),
        on_time=sum(row.on_time for row in rows),
        late=sum(row.late for row in rows),
        not_asked=sum(row.not_asked for row in rows),
    )


def _call(here: Visitor, task: PhoneTask) -> Call:
    return Call(
        task, WHY[task.reason], task.since.astimezone(ZoneInfo(task.zone)).date(), how_long(here.now - task.since)
    )
