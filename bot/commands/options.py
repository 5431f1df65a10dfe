"""Options that many commands share, and how dates, hours and numbers are read from a command line."""

import re
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer


def read_date(text: str) -> date:
    """A day written 2026-03-05."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise typer.BadParameter(f"{text!r} is not a day, such as 2026-03-05")


def read_hour(text: str) -> time:
    """A time of day written 20:00."""
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", text, re.ASCII)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise typer.BadParameter(f"{text!r} is not a time of day, such as 20:00")
    return time(int(found[1]), int(found[2]))


def read_number(text: str) -> Decimal:
    """A decimal number, finite."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or len(text) > 20:
        raise typer.BadParameter(f"{text!r} is not a number")
    return number


def read_name(text: str) -> str:
    """A name of whoever acts."""
    name = text.strip()
    if not name or len(name) > 60 or not name.isprintable():
        raise typer.BadParameter("a name has 1 to 60 letters, on one line")
    return name


AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", parser=read_name, help="Who does this; it is recorded.")]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why; it is recorded.")]
Code = Annotated[str, typer.Argument(help="The participant's study code.")]
