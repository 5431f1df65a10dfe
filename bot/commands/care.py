"""`anhao plan` and `anhao visit`: what doctors prescribe, and when a participant is seen."""

from datetime import date, time
from decimal import Decimal
from typing import Annotated, Literal

import typer

from bot.commands.options import AsJson, By, Code, Reason, read_date, read_hour, read_number


def read_cycle(text: str) -> tuple[Decimal, ...]:
    """Doses in mg with commas between: a daily cycle."""
    return tuple(read_number(part) for part in text.replace("，", ",").split(","))


def plan(
    code: Code,
    drug: Annotated[str, typer.Option(metavar="DRUG", help="prednisone, methylprednisolone … or azathioprine")],
    mg: Annotated[
        object,
        typer.Option("--mg", parser=read_cycle, metavar="MG[,MG …]", help="A day's dose, or a daily cycle of them."),
    ],
    from_: Annotated[
        date, typer.Option("--from", parser=read_date, metavar="DATE", help="The first day of this dose.")
    ],
    tablet_mg: Annotated[Decimal | None, typer.Option(parser=read_number, metavar="MG", help="One tablet.")] = None,
    as_json: AsJson = False,
    by: By = "operator",
    reason: Reason = "",
) -> None:
    """Enter the prescribed dose of a drug from a date on. A doubtful dose wants a --reason."""
    from bot.commands.installation import installation, now
    from bot.commands.output import note, show
    from bot.prescriptions import prescribe
    from bot.record import Author

    assert isinstance(mg, tuple)
    with installation() as here, here.transaction() as session:
        entered, warnings = prescribe(session, code, drug, mg, from_, Author(now(), by, reason), tablet_mg)
        record = {
            "code": code,
            "drug": entered.drug,
            "mg": entered.doses,
            "from": entered.from_day,
            "tablet_mg": entered.tablet_mg,
            "warnings": warnings,
        }
    for warning in warnings:
        note(f"Entered all the same, for the reason given: {warning}")
    show(record, as_json)


def visit(
    code: Code,
    kind: Annotated[Literal["injection", "clinic", "dsg", "blood", "hbv", "phone"], typer.Option()],
    on: Annotated[date, typer.Option(parser=read_date, metavar="DATE")],
    at: Annotated[time | None, typer.Option(parser=read_hour, metavar="HH:MM")] = None,
    done: Annotated[bool, typer.Option("--done", help="It has taken place.")] = False,
    dose: Annotated[Decimal | None, typer.Option(parser=read_number, metavar="MG", help="Injected.")] = None,
    vials: Annotated[int | None, typer.Option(help="How many were used.")] = None,
    lot: Annotated[str | None, typer.Option(metavar="TEXT", help="Of what was injected.")] = None,
    given_by: Annotated[str | None, typer.Option(metavar="NAME", help="Who injected; kept encrypted.")] = None,
    premed: Annotated[str | None, typer.Option(metavar="DRUG", help="The steroid given before the injection.")] = None,
    premed_mg: Annotated[Decimal | None, typer.Option(parser=read_number, metavar="MG", help="How much of it.")] = None,
    as_json: AsJson = False,
    by: By = "operator",
    reason: Reason = "",
) -> None:
    """Plan a visit, move it to another hour of its day, or mark it as done."""
    from bot.commands.installation import installation, now
    from bot.commands.output import show
    from bot.record import Author
    from bot.visits import Given, enter_visit

    with installation() as here, here.transaction() as session:
        author, given = Author(now(), by, reason), Given(dose, lot, given_by, vials, premed, premed_mg)
        entered = enter_visit(session, code, kind, on, author, hour=at, done=done, given=given)
        record = {
            "code": code,
            "kind": entered.kind,
            "on": entered.day,
            "at": entered.hour,
            "done": entered.done,
            "dose_mg": entered.dose_mg,
            "vials": entered.vials,
            "lot": entered.lot,
            "premed_drug": entered.premed_drug,
            "premed_mg": entered.premed_mg,
        }
    show(record, as_json)
