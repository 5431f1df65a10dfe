"""What the questions are, for other systems: every published questionnaire's items, in every form that they can take.

An item makes its question from the day's plan, so its forms are found by asking for it in every kind of situation.
Values that are filled in at the time (a date, a plan) stand in brackets: “[date]”.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from itertools import product
from typing import Literal

from sqlmodel import Session

from bot.languages import LANGUAGES, Languages, languages
from bot.reports.cells import Row
from bot.reports.columns import NEVER_EMPTY, Column
from conversations.facts import AZATHIOPRINE, CM313, Facts, PlannedDose
from conversations.given import Given
from conversations.prompt import LATER
from conversations.questionnaire import Item, Questionnaire
from conversations.questionnaires import PUBLISHED, questionnaire_of
from conversations.questions import Choice, Choices, Clock, Count, Date, Dose, Measure, Option, Question, Scale
from conversations.text import Text, _

Answer = Literal["choice", "choices", "whole", "number", "date", "time", "text"]
"""What an answer is: one code, several codes, a whole or decimal number, a day, a time of day, words."""

NOT_VALUES = frozenset({LATER, "later"})
"""Buttons that put a question off: nobody's answer."""

_FIELD = re.compile(r"\{(\w+)\}")
_NOW = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Defined:
    """One item of one version of a questionnaire: its usual words, and all answers that any of its forms accepts."""

    questionnaire: Questionnaire
    item: Item
    answer: Answer
    words: Text
    options: tuple[Option, ...] = ()
    unknown: Option | None = None
    """“Not measured”, where a number may be answered so."""
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None

    @property
    def choices(self) -> tuple[Option, ...]:
        """The codes that an answer may be, or be made of."""
        return self.options + ((self.unknown,) if self.unknown else ())


def words_of(text: Text, language: str, spoken: Languages | None = None) -> str:
    """The words in a language; what is filled in at the time stands in brackets, names of drugs and the like too."""
    return _FIELD.sub(r"[\1]", (spoken or languages()).sentence(text.id, language))


def defined(questionnaire: Questionnaire) -> tuple[Defined, ...]:
    """Every item of a published questionnaire, in order."""
    return _items(questionnaire.id, questionnaire.version)


@cache
def _items(id: str, version: int) -> tuple[Defined, ...]:
    questionnaire = questionnaire_of(id, version)
    return tuple(_defined(questionnaire, item) for item in questionnaire.items)


def situations() -> Iterator[Given]:
    """Every kind of day on which a question may be put, the usual one first."""
    steroid = PlannedDose("prednisone", Decimal(30), Decimal(5))
    second = PlannedDose("methylprednisolone", Decimal(8), Decimal(4))
    plans = ((steroid,), (steroid, second), (PlannedDose("prednisone", Decimal(0)),), None)
    for plan, old, said, arm, sex in product(
        plans, (None, (second,)), (None, Decimal(20)), (CM313, AZATHIOPRINE), ("f", "m")
    ):
        facts = Facts(
            date(2026, 3, 5),
            "Asia/Shanghai",
            _NOW,
            arm=arm,
            study_day=5,
            sex=sex,
            age=40,
            partner_possible=True,
            steroids=plan,
            old_steroids=old,
            azathioprine=PlannedDose("azathioprine", Decimal(100), Decimal(50)) if arm == AZATHIOPRINE else None,
            said_mg=said,
        )
        yield Given(facts, (), _NOW)


def _defined(questionnaire: Questionnaire, item: Item) -> Defined:
    forms = [item.ask(given) for given in situations()]
    first = Defined(questionnaire, item, "text", forms[0].text)
    match forms[0]:
        case Choice():
            return replace(first, answer="choice", options=_options(forms))
        case Choices():
            return replace(first, answer="choices", options=_options(forms))
        case Scale():
            return replace(first, answer="whole", low=Decimal(0), high=Decimal(10))
        case Count(low=low, high=high, unknown=unknown):
            return replace(first, answer="whole", low=Decimal(low), high=Decimal(high), unknown=unknown)
        case Measure(low=low, high=high, unit=unit, unknown=unknown):
            return replace(first, answer="number", low=low, high=high, unit=unit, unknown=unknown)
        case Dose():
            return replace(first, answer="number", low=Decimal(0), unit="mg")
        case Date():
            return replace(first, answer="date")
        case Clock():
            return replace(first, answer="time")
    return first


def _options(forms: list[Question]) -> tuple[Option, ...]:
    found: dict[str, Option] = {}
    for form in forms:
        assert isinstance(form, Choice | Choices), "a question keeps its kind"
        found |= {option.code: option for option in form.options if option.code not in found}
    return tuple(option for code, option in found.items() if code not in NOT_VALUES)


COLUMNS = (
    Column("questionnaire", "code", _("Which check-in, by its id."), missing=NEVER_EMPTY),
    Column("version", "whole", _("The version of the questionnaire."), missing=NEVER_EMPTY),
    Column("question", "code", _("The question, by its id."), missing=NEVER_EMPTY),
    Column(
        "answer",
        "code",
        _("What an answer is; “choices” are several codes joined by |."),
        missing=NEVER_EMPTY,
        codes=("choice", "choices", "whole", "number", "date", "time", "text"),
    ),
    Column("unit", "code", _("The unit.")),
    Column("low", "number", _("The smallest number that is taken.")),
    Column("high", "number", _("The largest number that is taken.")),
    Column("doctors_only", "yes_no", _("Whether only doctors and investigators may read it."), missing=NEVER_EMPTY),
    Column("safety", "yes_no", _("Whether it may be declined, and is watched when left open."), missing=NEVER_EMPTY),
    Column("code", "code", _("One of the codes of an answer; a row each.")),
    Column("question_en", "text", _("The question in English; in brackets what is filled in at the time.")),
    Column("question_zh", "text", _("The question in Chinese; in brackets what is filled in at the time.")),
    Column("code_en", "text", _("What the code means, in English.")),
    Column("code_zh", "text", _("What the code means, in Chinese.")),
)


def rows(session: Session, now: datetime, investigator: bool) -> Iterator[Row]:
    """Every question of every published version, one row a code (or one row, where there are none)."""
    for questionnaire in PUBLISHED:
        for found in defined(questionnaire):
            for option in found.choices or (None,):
                yield _row(found, option)


def _row(found: Defined, option: Option | None) -> Row:
    said = {f"question_{language}": words_of(found.words, language) for language in LANGUAGES}
    meant = {f"code_{language}": words_of(option.label, language) if option else None for language in LANGUAGES}
    return {
        "questionnaire": found.questionnaire.id,
        "version": found.questionnaire.version,
        "question": found.item.id,
        "answer": found.answer,
        "unit": found.unit,
        "low": found.low,
        "high": found.high,
        "doctors_only": found.item.audience == "doctors",
        "safety": found.item.safety,
        "code": option.code if option else None,
        **said,
        **meant,
    }
