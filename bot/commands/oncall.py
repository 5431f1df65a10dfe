"""`anhao oncall …`: who is called when something worries."""

import re
from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.options import AsJson, By, Reason, read_date, read_hour

if TYPE_CHECKING:
    from bot.roster import Saved

app = typer.Typer(no_args_is_help=True, help="The roster: who is on call, first and second, by day and local hour.")

Span = tuple[date, date]


def read_days(text: str) -> Span:
    """A day, or days from 2026-03-05 to 2026-03-11 written 2026-03-05..2026-03-11."""
    if not re.fullmatch(r"[\d-]+(\.\.[\d-]+)?", text, re.ASCII):
        raise typer.BadParameter(f"{text!r} is not a day or days, such as 2026-03-05 or 2026-03-05..2026-03-11")
    first, _, last = text.partition("..")
    return read_date(first), read_date(last or first)


def read_end(text: str) -> time:
    """A time of day; 24:00 is the end of the day."""
    return time(0) if text == "24:00" else read_hour(text)


Days = Annotated[object, typer.Argument(parser=read_days, metavar="DATE[..DATE]", help="First and last included.")]


@app.command()
def show(
    days: Annotated[int, typer.Option(min=1, max=400, help="So many days from now on.")] = 28, as_json: AsJson = False
) -> None:
    """Show who is on call now, what is entered, and when the next gap is."""
    from bot.commands.installation import installation, now
    from bot.commands.output import note
    from bot.commands.output import show as print_out
    from bot.roster import clock
    from bot.roster_view import roster_view

    with installation() as here, here.transaction() as session:
        at, zone = now(), here.settings.study_timezone
        view = roster_view(session, at, until=at + timedelta(days=days))
    shifts = [
        {
            "from": place.starts if as_json else clock(place.starts, zone),
            "to": place.ends if as_json else clock(place.ends, zone),
            "first": place.first,
            "second": place.second,
            "investigator": place.investigator,
            "holiday": place.holiday,
        }
        for place in view.places
    ]
    record = {
        "roster": view.in_force,
        "first": view.first,
        "second": view.second,
        "investigators": list(view.investigators),
        "next_gap": view.gap if as_json or view.gap is None else clock(view.gap, zone),
        "unreachable": list(view.unreachable),
        "unconfirmed": list(view.unconfirmed),
    }
    if as_json:
        print_out(record | {"shifts": shifts}, as_json)
        return
    print_out(record, as_json)
    if shifts:
        print_out(shifts, as_json)
    if not view.in_force:
        note("No roster has begun: doctors are called in order of joining.")
    elif not view.covered:
        note("Nobody is on call now: the investigator is told.")
    elif view.first is None and view.second is None:
        note("Nobody of those on call now can be paged: the investigator is told.")
    elif view.gap_soon and view.gap:
        note(f"From {clock(view.gap, zone)} on nobody is on call.")


@app.command("set")
def set_(
    days: Days,
    first: Annotated[str, typer.Option(metavar="NAME", help="Paged first.")],
    second: Annotated[str, typer.Option(metavar="NAME", help="Paged next, and when the first cannot be reached.")],
    investigator: Annotated[str | None, typer.Option(metavar="NAME", help="Without one: every investigator.")] = None,
    from_: Annotated[
        time | None, typer.Option("--from", parser=read_hour, metavar="HH:MM", help="Local; by default the whole day.")
    ] = None,
    to: Annotated[
        time | None, typer.Option(parser=read_end, metavar="HH:MM", help="Before --from: of the next day.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Instead of whoever is entered for these hours.")] = False,
    as_json: AsJson = False,
    by: By = "operator",
    reason: Reason = "",
) -> None:
    """Enter who is on call on these days. Refused where it leaves a gap or an overlap."""
    from bot.commands.installation import installation, now
    from bot.record import Author
    from bot.roster import Hours, Names, set_hours

    if (from_ is None) != (to is None):
        raise typer.BadParameter("--from and --to go together")
    begin, last = _span(days)
    hours = Hours(begin, last, from_ or time(0), to or time(0))
    with installation() as here, here.transaction() as session:
        zone = here.settings.study_timezone
        names = Names(first, second, investigator)
        saved = set_hours(session, hours, names, Author(now(), by, reason), zone, instead=replace)
        report = _report(saved, zone)
    _say(report, as_json)


@app.command()
def swap(
    days: Annotated[list[str], typer.Argument(metavar="DATE[..DATE]…", help="Shifts that begin on these days.")],
    one: Annotated[str, typer.Option(metavar="NAME")],
    other: Annotated[str, typer.Option("--with", metavar="NAME")],
    as_json: AsJson = False,
    by: By = "operator",
    reason: Reason = "",
) -> None:
    """Let two people trade places on these days, wherever one of them stands."""
    from bot.commands.installation import installation, now
    from bot.record import Author
    from bot.roster import swap as trade

    spans = [read_days(text) for text in days]
    with installation() as here, here.transaction() as session:
        zone = here.settings.study_timezone
        report = _report(trade(session, spans, one, other, Author(now(), by, reason), zone), zone)
    _say(report, as_json)


@app.command()
def holiday(
    days: Days,
    working: Annotated[bool, typer.Option("--working", help="It is worked, although it looks like a holiday.")] = False,
    clear: Annotated[bool, typer.Option("--clear", help="As the study's own calendar says.")] = False,
    as_json: AsJson = False,
    by: By = "operator",
    reason: Reason = "",
) -> None:
    """Make these days holidays: the morning lists wait for the next working day. Pages never wait."""
    from bot.commands.installation import installation, now
    from bot.commands.output import show as print_out
    from bot.record import Author
    from bot.roster import set_holiday

    if working and clear:
        raise typer.BadParameter("--working and --clear exclude each other")
    begin, last = _span(days)
    with installation() as here, here.transaction() as session:
        entered = set_holiday(session, begin, last, Author(now(), by, reason), working=None if clear else working)
    kind = "cleared" if clear else ("working day" if working else "holiday")
    print_out([{"day": day, "kind": kind} for day in entered], as_json)


def _span(days: object) -> Span:
    assert isinstance(days, tuple)
    return days


def _report(saved: "Saved", zone: str) -> dict[str, object]:
    """What a change says: how far the roster reaches, and who got a test page."""
    last = max((duty.ends for duty in saved.roster), default=None)
    return {"until": last, "test_pages": [person.name for person in saved.new], "zone": zone}


def _say(report: dict[str, object], as_json: bool) -> None:
    from bot.commands.output import note
    from bot.commands.output import show as print_out

    names = report["test_pages"]
    assert isinstance(names, Sequence)
    if names:
        note(f"A test page goes to {', '.join(names)}.")
    print_out(report, as_json)
