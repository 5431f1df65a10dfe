"""A plan as a doctor types it in the chat: “25 mg from 10 March”, “泼尼松 30/0 从3月10日起”, “azathioprine 100 today”.

Everything that is not the drug, the doses or the day makes it unclear: what is entered here is prescribed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from conversations.doses import DRUGS, find_drug

USUAL = "prednisone"
"""The drug that is meant where none is named: every arm of this study takes it."""
HALF_A_YEAR = timedelta(days=183)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = "|".join(f"{month}[a-z]*" for month in _MONTHS)
_DAYS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*[日号]?",
        r"(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号]?",
        rf"(?P<d>\d{{1,2}})\s*(?P<n>{_NAMED})\.?\s*(?P<y>\d{{4}})?",
        rf"(?P<n>{_NAMED})\.?\s*(?P<d>\d{{1,2}})(?!\d)(?:,?\s*(?P<y>\d{{4}}))?",
    )
)
_NEAR = {"today": 0, "今天": 0, "今日": 0, "tomorrow": 1, "明天": 1, "明日": 1, "后天": 2}
_FILLING = re.compile(
    "(?<![a-z])(?:mg|from|on|start(?:ing|s)?|daily|a day|per day|every day|the)(?![a-z])"
    "|毫克|从|起|开始|每天|每日|一天|改为|改成"
)
_DOSES = re.compile(r"\d+(?:\.\d+)?(?:\s*[,/、，]\s*\d+(?:\.\d+)?)*")


@dataclass(frozen=True, slots=True)
class PlanPhrase:
    """A drug, its doses in mg (several: a daily cycle), and the first day on which they are to be taken."""

    drug: str
    doses: tuple[Decimal, ...]
    from_day: date


def read_plan(text: str, today: date) -> PlanPhrase | None:
    """The plan that was typed, or None where anything in it is missing or not understood. A day without a year is the
    nearest one to today.

    >>> read_plan("25 mg from 10 March", date(2026, 3, 5))
    PlanPhrase(drug='prednisone', doses=(Decimal('25'),), from_day=datetime.date(2026, 3, 10))
    >>> read_plan("25 mg", date(2026, 3, 5)) is None, read_plan("25 or 30 today", date(2026, 3, 5)) is None
    (True, True)
    """
    words = unicodedata.normalize("NFKC", text).lower()
    day, words = _day(words, today)
    drug = find_drug(words)
    if drug is not None:
        words = _without_name(words, drug.code)
    rest = _FILLING.sub(" ", words).strip(" .。,，:：;；")
    if day is None or not _DOSES.fullmatch(rest):
        return None
    doses = tuple(Decimal(number) for number in re.findall(r"\d+(?:\.\d+)?", rest))
    return PlanPhrase(drug.code if drug else USUAL, doses, day)


def _day(words: str, today: date) -> tuple[date | None, str]:
    for pattern in _DAYS:
        if match := pattern.search(words):
            return _date(match, today), words[: match.start()] + " " + words[match.end() :]
    for name, days in _NEAR.items():
        if name in words:
            return today + timedelta(days), words.replace(name, " ", 1)
    return None, words


def _date(match: re.Match[str], today: date) -> date | None:
    found = match.groupdict()
    month = int(found["m"]) if found.get("m") else _MONTHS.index(found["n"][:3]) + 1
    years = [int(found["y"])] if found.get("y") else [today.year - 1, today.year, today.year + 1]
    days = [day for year in years if (day := _calendar(year, month, int(found["d"]))) is not None]
    return min(days, key=lambda day: abs(day - today), default=None)


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _without_name(words: str, code: str) -> str:
    """The words without any of the names of this drug, the longest first."""
    for name in sorted(DRUGS[code].names, key=len, reverse=True):
        words = words.replace(name, " ")
    return words
