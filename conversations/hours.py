"""A time of day as people type it: 19:15, １９：１５, 7.30, 8pm, 晚上8点半, 二十点."""

from __future__ import annotations

import re
import unicodedata
from datetime import time

from conversations.numbers import chinese_number

_NUMBER = r"(\d{1,2}|[零〇一二两三四五六七八九十]{1,3})"
_TYPED = re.compile(
    rf"(早上|上午|早|中午|下午|晚上|傍晚|晚|夜里)?\s*{_NUMBER}\s*"
    rf"(?:(?:[:.点點时時h])\s*(?:(半)|(一刻)|(三刻)|{_NUMBER}\s*分?)?|整)?\s*(am|pm|a\.m\.|p\.m\.|o'clock)?"
)
_AFTERNOON = ("下午", "晚上", "傍晚", "晚", "pm", "p.m.")


def read_time(text: str) -> time | None:
    """The one time of day that a short text states, or None.

    >>> read_time("１９：１５"), read_time("晚上8点半"), read_time("8 pm"), read_time("二十点"), read_time("20")
    (datetime.time(19, 15), datetime.time(20, 30), datetime.time(20, 0), datetime.time(20, 0), datetime.time(20, 0))
    >>> read_time("25:00") is None, read_time("evening") is None, read_time("19:75") is None
    (True, True, True)
    """
    match = _TYPED.fullmatch(unicodedata.normalize("NFKC", text).strip().strip("。.!").lower())
    if match is None:
        return None
    part, hours, half, quarter, three, minutes, meridiem = match.groups()
    hour = _number(hours)
    minute = 30 if half else 15 if quarter else 45 if three else _number(minutes or "0")
    if hour is None or minute is None:
        return None
    if hour < 12 and (part in _AFTERNOON or meridiem in _AFTERNOON):
        hour += 12
    elif hour == 12 and meridiem in ("am", "a.m."):
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _number(numeral: str) -> int | None:
    if numeral.isdecimal():
        return int(numeral)
    number = chinese_number(numeral)
    return None if number is None else int(number)
