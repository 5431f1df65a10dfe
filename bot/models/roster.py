"""Who is on call when, and which days are holidays here. Entered by staff; a shift is replaced, never edited."""

from datetime import date, datetime

from sqlmodel import Field

from bot.models.base import Row


class Shift(Row, table=True):
    """Some hours with who is called first, second, and which investigator (None: whoever is one).

    Instants, so that a change of clocks moves nothing; `zone` is the study's, in which they were entered. Shifts
    follow each other without gap or overlap: `conversations.roster` refuses anything else before it is stored.
    """

    id: int | None = Field(default=None, primary_key=True)
    starts_at: datetime = Field(unique=True)
    ends_at: datetime
    zone: str
    first_id: int = Field(foreign_key="staff.id")
    second_id: int = Field(foreign_key="staff.id")
    investigator_id: int | None = Field(default=None, foreign_key="staff.id")
    entered_at: datetime
    entered_by: str


class Holiday(Row, table=True):
    """A day that is a holiday here, or, `working`, one that is not although it looks like one. Goes before
    `conversations.trial`."""

    day: date = Field(primary_key=True)
    working: bool = False
    entered_at: datetime
    entered_by: str
