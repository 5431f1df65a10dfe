"""The forms that staff fill in about a participant: screening, clinic visit, phone follow-up."""

from datetime import date, datetime

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field

from bot.models.base import Row
from bot.vault import EncryptedText


class StaffForm(Row, table=True):
    """One form, filled in by a named person. Filling it in anew makes a new row (`n` counts from 1); a completed one
    never changes.

    `log` holds the events of the questionnaire, sealed JSON: the answers are what they say. In a chat it is filled in
    over several messages, until `completed_at`. `day`: the local day it is
    about. `result`: of a screening eligible, not_eligible or incomplete on that day, of a call reached or not, else
    empty. `visit_id`: the visit or call that it belongs to.
    """

    __tablename__ = "staff_form"
    __table_args__ = (UniqueConstraint("participant_id", "questionnaire", "n"),)

    id: int | None = Field(default=None, primary_key=True)
    participant_id: int = Field(foreign_key="participant.id")
    questionnaire: str
    version: int
    n: int
    day: date
    visit_id: int | None = Field(default=None, foreign_key="visit.id")
    result: str = ""
    log: str = Field(sa_column=Column(EncryptedText("staff_form.log"), nullable=False))
    facts: str = Field(sa_column=Column(EncryptedText("staff_form.facts"), nullable=False))
    entered_at: datetime
    entered_by: str
    completed_at: datetime | None = None
