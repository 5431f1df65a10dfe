"""`anhao export` and `anhao adherence`: what leaves the installation, and who is answering."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.commands.options import AsJson, By, Reason

TABLES = (
    "answers, checkins, concerns, doses, visits, messages, allocation, trail, analysis-weekly, analysis-participant, "
    "questions, codebook, or study: everything at once"
)


def export(
    table: Annotated[
        Literal[
            "answers",
            "checkins",
            "concerns",
            "doses",
            "visits",
            "messages",
            "allocation",
            "trail",
            "analysis-weekly",
            "analysis-participant",
            "questions",
            "codebook",
            "study",
        ],
        typer.Argument(metavar="TABLE", help=TABLES),
    ],
    format: Annotated[Literal["csv", "xlsx", "json", "odm", "fhir", "redcap"], typer.Option()] = "csv",
    output: Annotated[Path, typer.Option(metavar="FILE", help="- is standard output.")] = Path("-"),
    investigator: Annotated[
        bool,
        typer.Option("--investigator", help="With the arm and what only doctors may read; --by an investigator."),
    ] = False,
    with_identities: Annotated[
        bool,
        typer.Option("--identities", help="With who the participants are; --by an investigator, with a --reason."),
    ] = False,
    by: By = "operator",
    reason: Reason = "",
) -> None:
    """Export a table, without who the participants are. The export is recorded.

    The arm, answers that only doctors may read, and the words of messages are in it when --by names an investigator.
    """
    from bot.commands.installation import installation, now
    from bot.commands.output import note
    from bot.commands.progress import Bar
    from bot.database import transaction
    from bot.record import Author
    from bot.reports.asking import Asking, begin, finish
    from bot.reports.export import refuse_unfit, write
    from bot.reports.snapshot import snapshot

    with installation() as here:
        author = Author(now(), by, reason)
        refuse_unfit(table, format, output, sys.stdout.isatty())
        with transaction(here.engine) as session:
            asking = begin(session, Asking(table, format, investigator, with_identities), author)
        with snapshot(here.engine) as session:
            rows = write(
                session,
                table,
                format,
                output,
                author.now,
                investigator=asking.investigator,
                watermark=asking.watermark,
                watch=Bar(asking.participants),
            )
        with transaction(here.engine) as session:
            finish(session, asking, rows, author)
    if str(output) != "-":
        note(f"{output}: {rows} rows")


def report(
    output: Annotated[Path, typer.Option(metavar="FILE", help="An HTML page; - is standard output.")] = Path("-"),
    language: Annotated[Literal["zh", "en"], typer.Option()] = "zh",
    by: By = "operator",
    reason: Reason = "",
) -> None:
    """Write the investigator's report: recruitment, adherence, doses, new lesions, concerns, who is answering.

    By arm when --by names an investigator; otherwise both arms together. It prints well.
    """
    from bot.commands.installation import installation, now
    from bot.commands.output import note
    from bot.database import transaction
    from bot.languages import languages
    from bot.record import Author
    from bot.reports.asking import Asking, begin, finish
    from bot.reports.destination import destination
    from bot.reports.report import write
    from bot.reports.snapshot import snapshot

    with installation() as here:
        author = Author(now(), by, reason)
        with transaction(here.engine) as session:
            asking = begin(session, Asking("report", "html"), author)
        with snapshot(here.engine) as session, destination(output) as file:
            count = write(
                session,
                file,
                author.now,
                languages(),
                language,
                zone=here.settings.zone,
                hospital=here.settings.hospital_name,
                investigator=asking.investigator,
            )
        with transaction(here.engine) as session:
            finish(session, asking, count, author)
    if str(output) != "-":
        note(f"{output}: {count} figures")


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `anhao export study --format json` wrote.")],
    by: By = "operator",
    reason: Reason = "",
) -> None:
    """Take a study that was exported as JSON into an empty database, as a whole or not at all.

    Ways in (links, invites) and the list of allocations to come are not in such a file: a backup has them.
    """
    from bot.commands.installation import installation, now
    from bot.commands.output import note
    from bot.importing import take_in
    from bot.record import Author

    with installation() as here:
        with here.transaction() as session:
            count = take_in(session, file, Author(now(), by, reason))
        note(f"{file}: {count} records")


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


def replay(as_json: AsJson = False) -> None:
    """Today's rules over everything stored: what would be raised now, against what was raised then. Changes nothing.

    Facts are those of each check-in's last turn; what the clock alone raises is not replayed.
    """
    from bot.commands.installation import installation, now
    from bot.commands.output import note, show
    from bot.reports.replay import replayed
    from bot.reports.snapshot import snapshot

    with installation() as here, snapshot(here.engine) as session:
        record = replayed(session, now()).as_record()
    if as_json:
        show(record, as_json)
        return
    show({name: value for name, value in record.items() if not isinstance(value, list)}, as_json)
    for name in ("by_rule", "differences"):
        if record[name]:
            print()
            show(record[name], as_json)
    for line in record["not_replayed"]:
        note(line)
    if not record["differences"]:
        note("No difference.")
