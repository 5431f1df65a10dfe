"""What a column of an exported table is: its name, what stands in it, where it comes from, how missing values are
treated. From these the codebook is made, and the typed cells of a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from conversations.text import Text, _

Kind = Literal["text", "code", "whole", "number", "yes_no", "instant", "day", "hour"]
"""`instant` is ISO 8601 in UTC, `day` an ISO date and `hour` a time of day where the participant lives."""

EMPTY = _("Empty where it does not apply or is not known.")
NEVER_EMPTY = _("Never empty.")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `source` names the record, question or setting behind it, in the words of the database and the
    questionnaires; `unit` is a UCUM-like word such as mg; `codes` are the values that a code may have."""

    name: str
    kind: Kind
    meaning: Text
    source: str = ""
    unit: str = ""
    missing: Text = EMPTY
    codes: tuple[str, ...] = ()
    restricted: bool = False
    """Filled only when an investigator asks."""


def names(columns: tuple[Column, ...]) -> tuple[str, ...]:
    return tuple(column.name for column in columns)


PARTICIPANT = Column("participant", "code", _("The participant's study code."), "participant.code", missing=NEVER_EMPTY)
QUESTIONNAIRE = Column(
    "questionnaire", "code", _("Which check-in, by its id."), "check_in.questionnaire", missing=NEVER_EMPTY
)
OCCURRENCE = Column(
    "occurrence",
    "text",
    _("The check-in's own name: questionnaire, anchor and local day. Unique for a participant."),
    "check_in",
)
STUDY_DAY = Column(
    "study_day",
    "whole",
    _("Study day: day 1 is the start date, the day before it is -1."),
    "participant.start",
    "d",
    _("Empty before a start date is known."),
)
ARM = Column(
    "arm",
    "code",
    _("The treatment arm."),
    "participant.arm",
    missing=_("Empty unless an investigator asks, and before allocation."),
    codes=("cm313", "azathioprine"),
    restricted=True,
)
