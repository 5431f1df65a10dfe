"""`anhao staff …`: doctors, coordinators, investigators."""

from typing import Annotated, Any, Literal

import typer

from bot.commands.options import AsJson, By, Reason

app = typer.Typer(no_args_is_help=True, help="The doctors, coordinators and investigators.")

Name = Annotated[str, typer.Argument(help="Their name, which pages show.")]


@app.command()
def add(
    name: Name,
    role: Annotated[Literal["doctor", "coordinator", "investigator"], typer.Option()],
    language: Annotated[Literal["zh", "en"], typer.Option()] = "zh",
    notify: Annotated[str | None, typer.Option(metavar="APPRISE_URL", help="Kept encrypted.")] = None,
    as_json: AsJson = False,
    by: By = "operator",
    reason: Reason = "",
) -> None:
    """Add a person. Prints the link by which they join, which is shown only now."""
    from bot import staff
    from bot.commands.installation import installation, now
    from bot.record import Author

    with installation() as here:
        with here.transaction() as session:
            person, payload = staff.add(session, name, role, Author(now(), by, reason), language, notify)
            joined = person.name
        _show_link(here, joined, payload, as_json)


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List everybody; removed ones too, for their acts."""
    from bot import staff
    from bot.commands.installation import installation
    from bot.commands.output import show

    with installation() as here, here.transaction() as session:
        rows = [
            {
                "name": person.name,
                "role": person.role,
                "language": person.language,
                "joined_at": person.joined_at,
                "removed_at": person.removed_at,
            }
            for person in staff.listed(session)
        ]
    show(rows, as_json)


@app.command()
def remove(name: Name, as_json: AsJson = False, by: By = "operator", reason: Reason = "") -> None:
    """Take a person off the staff: no page and no button of theirs works any more."""
    from bot import staff
    from bot.commands.installation import installation, now
    from bot.commands.output import note, show
    from bot.record import Author
    from bot.roster import left_on_roster

    with installation() as here, here.transaction() as session:
        person = staff.remove(session, name, Author(now(), by, reason))
        record = {"name": person.name, "removed_at": person.removed_at}
        left, shifts = staff.on_duty(session), left_on_roster(session, person, now())
    if not left:
        note("No doctor or investigator is left who can be paged.")
    if shifts:
        note(f"{record['name']} still stands in {shifts} shifts: anhao oncall swap or set --replace.")
    show(record, as_json)


@app.command()
def revoke(name: Name, as_json: AsJson = False, by: By = "operator", reason: Reason = "") -> None:
    """Cut a person's links and accounts, after a lost phone. Prints a new link."""
    from bot import staff
    from bot.commands.installation import installation, now
    from bot.commands.output import note
    from bot.record import Author

    with installation() as here:
        with here.transaction() as session:
            person, payload = staff.revoke(session, name, Author(now(), by, reason))
            joined, left = person.name, staff.on_duty(session)
        note(f"{joined} is paged nowhere until they have joined by the new link.")
        if not left:
            note("No doctor or investigator is left who can be paged.")
        _show_link(here, joined, payload, as_json)


def _show_link(here: Any, name: str, payload: str, as_json: bool) -> None:
    from bot.commands.links import telegram_link
    from bot.commands.output import show
    from bot.links import url_of
    from bot.staff import staff_named

    with here.transaction() as session:
        console = url_of(session, staff_named(session, name), here.settings.public_url)
    link = telegram_link(here, payload)
    show({"name": name, "start_payload": payload, "telegram_link": link, "console_link": console}, as_json)
