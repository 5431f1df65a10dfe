"""`anhao export` and `anhao adherence`: what leaves the installation, and who is answering."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.commands.options import AsJson, By, Reason


def export(
    table: Annotated[
        Literal["answers", "checkins", "concerns", "doses"],
        typer.Argument(metavar="TABLE", help="answers, checkins, concerns or doses"),
    ],
    format: Annotated[Literal["csv", "json"], typer.Option()] = "csv",
    output: Annotated[Path, typer.Option(metavar="FILE", help="- is standard output.")] = Path("-"),
    investigator: Annotated[
        bool, typer.Option("--investigator", help="With the answers that only doctors may read (self-harm).")
    ] = False,
    by: By = "operator",
    reason: Reason = "",
) -> None:
    """Export a table: answers, checkins, concerns or doses. Without who the participants are.

    Answers that only doctors may read come out empty unless --investigator is given. The export is recorded.
    """
    from bot.commands.installation import installation, now
    from bot.commands.output import note
    from bot.database import transaction
    from bot.record import Author
    from bot.reports.export import write
    from bot.reports.snapshot import snapshot

    with installation() as here:
        at = now()
        with snapshot(here.engine) as session:
            rows = write(session, table, format, output, at, investigator=investigator)
        with transaction(here.engine) as session:
            detail = f"{table} {format}, {rows} rows{', as investigator' if investigator else ''}"
            Author(at, by, reason).record(session, "export", "table", None, detail)
    if str(output) != "-":
        note(f"{output}: {rows} rows")


def adherence(as_json: AsJson = False) -> None:
    """Who is answering, and whom to phone today. The study arm is not in it."""
    from bot.commands.installation import installation, now
    from bot.commands.output import show
    from bot.reports.adherence import adherence as counted
    from bot.reports.adherence import phone_today

    with installation() as here, here.transaction() as session:
        at = now()
        rows = [
            {
                "participant": row.code,
                "status": row.status,
                "expected": row.expected,
                "on_time": row.on_time,
                "late": row.late,
                "partial": row.partial,
                "missed": row.missed,
                "percent": row.percent,
                "last_heard": row.last_heard,
            }
            for row in counted(session, at)
        ]
        tasks = [
            {"participant": task.code, "reason": task.reason, "since": task.since} for task in phone_today(session, at)
        ]
    if as_json:
        show({"participants": rows, "phone_today": tasks}, as_json)
        return
    show(rows, as_json)
    print()
    print("To phone today:" if tasks else "Nobody has to be phoned today.")
    if tasks:
        show(tasks, as_json)
