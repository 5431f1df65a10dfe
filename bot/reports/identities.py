"""Exports with who the participants are: more columns, and on each row whose copy it is. For an investigator alone."""

from collections.abc import Iterator

from sqlmodel import Session, select

from bot.models import Identity, Participant
from bot.reports.cells import Cell, Row
from bot.reports.columns import Column
from conversations.text import _

COLUMNS = (
    Column("phone", "text", _("The participant's telephone."), "identity.phone", restricted=True),
    Column(
        "emergency_contact",
        "text",
        _("Whom to ring when the participant cannot be reached."),
        "identity.emergency_contact",
        restricted=True,
    ),
    Column("birth_year", "whole", _("The year of birth."), "identity.birth_year", restricted=True),
    Column("copy_of", "text", _("Whose copy this is: the export's number, who asked for it, and when."), "export"),
)


def identified(session: Session, rows: Iterator[Row], watermark: str) -> Iterator[Row]:
    """The rows, each with who it is about and the watermark."""
    found = session.exec(select(Participant.code, Identity).join(Identity)).all()
    people: dict[Cell, Row] = {
        code: {
            "phone": person.phone,
            "emergency_contact": person.emergency_contact,
            "birth_year": int(person.birth_year) if person.birth_year else None,
        }
        for code, person in found
    }
    nobody: Row = dict.fromkeys(("phone", "emergency_contact", "birth_year"))
    for row in rows:
        yield {**row, **people.get(row.get("participant"), nobody), "copy_of": watermark}
