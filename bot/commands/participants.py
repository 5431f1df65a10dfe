"""`anhao participant …`: enrol, look up, invite, pause, withdraw, end."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Annotated, Any, Literal

import typer

from bot.commands.options import AsJson, By, Code, Reason, read_date, read_hour, read_number

app = typer.Typer(no_args_is_help=True, help="The participants, by study code.")

Arm = Literal["cm313", "azathioprine"]
Language = Literal["zh", "en"]


@app.command()
def add(
    code: Annotated[str, typer.Argument(help="A study code that nobody has yet.")],
    language: Annotated[Language, typer.Option(help="In which language the participant is asked.")],
    arm: Annotated[Arm | None, typer.Option(help="The allocation, made elsewhere; needs --start.")] = None,
    start: Annotated[date | None, typer.Option(parser=read_date, metavar="DATE", help="Study day 1.")] = None,
    checkin_time: Annotated[
        time | None, typer.Option(parser=read_hour, metavar="HH:MM", help="The hour of the daily check-in.")
    ] = None,
    timezone: Annotated[str | None, typer.Option(metavar="ZONE", help="An IANA zone; else the study's.")] = None,
    sex: Annotated[Literal["f", "m"] | None, typer.Option()] = None,
    birth_year: Annotated[int | None, typer.Option(metavar="N")] = None,
    weight_kg: Annotated[Decimal | None, typer.Option(parser=read_number, metavar="X")] = None,
    tpmt: Annotated[Literal["normal", "mutation"] | None, typer.Option(help="The TPMT result.")] = None,
    phone: Annotated[str | None, typer.Option(metavar="N", help="Kept encrypted, apart from everything else.")] = None,
    emergency_contact: Annotated[str | None, typer.Option(metavar="N", help="The same.")] = None,
    notify: Annotated[str | None, typer.Option(metavar="APPRISE_URL", help="The same.")] = None,
    hbv_core_positive: Annotated[bool, typer.Option("--hbv-core-positive")] = False,
    infertile: Annotated[bool, typer.Option("--infertile")] = False,
    as_json: AsJson = False,
    by: By = "operator",
    reason: Reason = "",
) -> None:
    """Enrol a participant; without --arm and --start a candidate. Prints the invite, which is shown only now."""
    from bot.commands.installation import installation, now
    from bot.enrolment import Candidate, enrol
    from bot.record import Author

    with installation() as here:
        candidate = Candidate(
            code=code,
            language=language,
            zone=timezone or here.settings.study_timezone,
            arm=arm,
            start=start,
            sex=sex,
            birth_year=birth_year,
            weight_kg=weight_kg,
            tpmt=tpmt,
            phone=phone,
            emergency_contact=emergency_contact,
            notify=notify,
            hbv_core_positive=hbv_core_positive,
            infertile=infertile,
        )
        if checkin_time is not None:
            candidate = replace(candidate, hour=checkin_time)
        with here.transaction() as session:
            _participant, payload = enrol(session, candidate, Author(now(), by, reason))
        _show_invite(here, code, payload, as_json)


@app.command()
def invite(code: Code, as_json: AsJson = False, by: By = "operator", reason: Reason = "") -> None:
    """Make a new invite; older ones that were not used no longer work."""
    from bot.commands.installation import installation, now
    from bot.enrolment import invite as invite_again
    from bot.record import Author

    with installation() as here:
        with here.transaction() as session:
            _participant, payload = invite_again(session, code, Author(now(), by, reason))
        _show_invite(here, code, payload, as_json)


def _show_invite(here: Any, code: str, payload: str, as_json: bool) -> None:
    from bot.commands.links import telegram_link
    from bot.commands.output import show
    from bot.enrolment import participant_of
    from bot.links import url_of

    with here.transaction() as session:
        page = url_of(session, participant_of(session, code), here.settings.public_url)
    link = telegram_link(here, payload)
    show({"code": code, "start_payload": payload, "telegram_link": link, "web_link": page}, as_json)


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List everybody. The study arm is not in it."""
    from bot.commands.installation import installation, now
    from bot.commands.output import show
    from bot.reports.people import all_participants

    with installation() as here, here.transaction() as session:
        rows = all_participants(session, now())
    show(rows, as_json)


@app.command("show")
def show_(code: Code, as_json: AsJson = False) -> None:
    """Show one participant. Of who it is: only whether it is entered."""
    from bot.commands.installation import installation, now
    from bot.commands.output import show
    from bot.reports.people import one_participant

    with installation() as here, here.transaction() as session:
        record = one_participant(session, code, now())
    show(record, as_json)


@app.command()
def pause(
    code: Code,
    until: Annotated[date, typer.Option(parser=read_date, metavar="DATE", help="The last day, included.")],
    as_json: AsJson = False,
    by: By = "operator",
    reason: Reason = "",
) -> None:
    """Ask nothing from today until a day, that day included; nothing counts as missed."""
    from bot import standing

    _change(lambda session, author: standing.pause(session, code, until, author), as_json, by, reason)


@app.command()
def resume(code: Code, as_json: AsJson = False, by: By = "operator", reason: Reason = "") -> None:
    """End a pause today; or start again for who had stopped this service."""
    from bot import standing

    _change(lambda session, author: standing.resume(session, code, author), as_json, by, reason)


@app.command()
def withdraw(code: Code, as_json: AsJson = False, by: By = "operator", reason: Reason = "") -> None:
    """The participant leaves the study: everything that is asked stops, open concerns stay open."""
    from bot import standing

    _change(lambda session, author: standing.withdraw(session, code, author), as_json, by, reason)


@app.command()
def end(
    code: Code,
    outcome: Annotated[Literal["completed", "died", "lost"], typer.Option()],
    as_json: AsJson = False,
    by: By = "operator",
    reason: Reason = "",
) -> None:
    """Taking part ends: everything that is asked stops, open concerns stay open."""
    from bot import standing

    _change(lambda session, author: standing.end(session, code, outcome, author), as_json, by, reason)


def _change(act: Any, as_json: bool, by: str, reason: str) -> None:
    """One act on a participant, and how they stand afterwards."""
    from bot.commands.installation import installation, now
    from bot.commands.output import show
    from bot.record import Author
    from bot.reports.people import standing_of

    with installation() as here, here.transaction() as session:
        at = now()
        record = standing_of(session, act(session, Author(at, by, reason)), at)
    show(record, as_json)
