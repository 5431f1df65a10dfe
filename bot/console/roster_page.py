"""The roster on the console: who is on call when, and a form to enter hours. Swaps and holidays are commands."""

from collections.abc import Mapping
from datetime import date, time

from starlette.requests import Request
from starlette.responses import Response

from bot.console.visitor import NOTES, Fields, Form, Visitor
from bot.on_call import staff_by_role
from bot.record import Author, NotDone
from bot.roster import Faulty, Hours, Names, set_hours
from bot.roster_view import roster_view
from conversations.text import Text, _

MAY_SET = ("coordinator", "investigator")
"""Who enters the roster."""


def show(here: Visitor, request: Request, form: Form) -> Response:
    """What is entered, from now on."""
    return _page(here)


def enter(here: Visitor, request: Request, form: Form) -> Response:
    """Hours of some days; a gap or an overlap is refused, and what was typed stays."""
    try:
        hours = Hours(
            date.fromisoformat(form.get("first_day", "")),
            date.fromisoformat(form.get("last_day") or form.get("first_day", "")),
            time.fromisoformat(form.get("starts") or "00:00"),
            time.fromisoformat(form.get("ends") or "00:00"),
        )
    except ValueError:
        return _page(here, 422, form, _("Please enter the days and hours as on the calendar. Nothing was saved."))
    names = Names(form.get("first", ""), form.get("second", ""), form.get("investigator") or None)
    author = Author(here.now, here.staff.name, form.get("reason", ""))
    zone = here.site.settings.study_timezone
    try:
        with here.session.begin_nested():
            set_hours(here.session, hours, names, author, zone, instead=form.get("instead") == "yes")
    except Faulty as error:
        return _page(here, 409, form, _worded(here, error))
    except NotDone:
        wanted = _("Please choose two different people, and days that are still to come. Nothing was saved.")
        return _page(here, 422, form, wanted)
    return here.go("/roster", said="roster")


def _worded(here: Visitor, error: Faulty) -> Text:
    zone = here.site.settings.zone
    starts, ends = error.fault.starts.astimezone(zone), error.fault.ends.astimezone(zone)
    if error.fault.kind == "gap":
        return _(
            "There would be a gap: nobody on call from {date} {time} to {until_date} {until}. Nothing was saved.",
            date=starts.date(), time=starts, until_date=ends.date(), until=ends,
        )  # fmt: skip
    return _(
        "Somebody is on call already from {date} {time} to {until_date} {until}. Tick “instead of” to replace them. "
        "Nothing was saved.",
        date=starts.date(), time=starts, until_date=ends.date(), until=ends,
    )  # fmt: skip


def _page(
    here: Visitor, status: int = 200, typed: Mapping[str, str] | None = None, note: Text | None = None
) -> Response:
    zone = here.site.settings.zone
    view = roster_view(here.session, here.now)
    said = NOTES["roster"] if here.query.get("said") == "roster" else None
    return here.page(
        "console/roster.html",
        status,
        here="roster",
        view=view,
        places=[(place, place.starts.astimezone(zone), place.ends.astimezone(zone)) for place in view.places],
        called=staff_by_role(here.session, "doctor", "investigator"),
        investigators=staff_by_role(here.session, "investigator"),
        may_set=here.staff.role in MAY_SET,
        typed=Fields(typed or {}),
        note=note or said,
        wrong=note is not None,
    )
