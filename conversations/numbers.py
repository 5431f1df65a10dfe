"""Numbers as people type them: digits, full-width digits, Chinese numerals, a unit or a counter behind."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "兩": 2, "俩": 2, "三": 3, "四": 4}
DIGITS |= {"五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_NUMERAL = "".join(DIGITS) + "十百半点點"
_COUNTERS = (
    r"(?:个|個|处|處|分|天|次|度|℃|°c|c|kg|公斤|mmol/l|mmhg|spots?|days?|times?|degrees?|左右|了|吧|\.|。|!|！)*"
)
_PLAIN = re.compile(rf"^(?:约|大约|大概|about)?\s*(-?\d{{1,6}}(?:[.,]\d{{1,3}})?)\s*{_COUNTERS}$")
_DEGREES = re.compile(r"^(\d{2})\s*(?:度|点|點)\s*(\d)?(?:度|℃)?$")
_CHINESE = re.compile(rf"^(?:约|大约|大概)?([{_NUMERAL}]{{1,7}})\s*{_COUNTERS}$")


def chinese_number(numeral: str) -> Decimal | None:
    """A Chinese numeral from 0 to 999, or None when it is none.

    >>> chinese_number("十二"), chinese_number("二十"), chinese_number("三十八点五"), chinese_number("一百二十")
    (Decimal('12'), Decimal('20'), Decimal('38.5'), Decimal('120'))
    >>> chinese_number("十十") is None
    True
    """
    whole, _, fraction = numeral.replace("點", "点").partition("点")
    if "点" in numeral.replace("點", "点") and (not fraction or any(c not in DIGITS for c in fraction)):
        return None
    match = re.fullmatch(
        rf"(?:([{''.join(DIGITS)}])百零?)?(?:([{''.join(DIGITS)}])?(十))?([{''.join(DIGITS)}])?", whole
    )
    if not whole or match is None:
        return None
    hundreds, tens, ten, ones = match.groups()
    value = DIGITS.get(hundreds or "零", 0) * 100 + DIGITS.get(ones or "零", 0)
    if ten:
        value += (DIGITS[tens] if tens else 1) * 10
    digits = "".join(str(DIGITS[c]) for c in fraction)
    return Decimal(f"{value}.{digits}") if digits else Decimal(value)


def read_number(text: str) -> Decimal | None:
    """The one number a short text states, or None. Anything beside a number and its counter is None.

    >>> read_number("３"), read_number("两个"), read_number("38度5"), read_number(" 38.5℃ "), read_number("36,6")
    (Decimal('3'), Decimal('2'), Decimal('38.5'), Decimal('38.5'), Decimal('36.6'))
    >>> read_number("3 or 4") is None, read_number("😀") is None
    (True, True)
    """
    plain = unicodedata.normalize("NFKC", text).strip().lower().replace("°c", "℃")
    if match := _PLAIN.match(plain):
        return Decimal(match[1].replace(",", "."))
    if match := _DEGREES.match(plain):
        return Decimal(f"{match[1]}.{match[2] or 0}")
    if match := _CHINESE.match(plain):
        return chinese_number(match[1])
    return None


def read_pair(text: str) -> tuple[str, str] | None:
    """The two whole numbers of a blood pressure, or None.

    >>> read_pair("130/80"), read_pair("１３０／８０"), read_pair("高压130，低压80"), read_pair("130 over 80")
    (('130', '80'), ('130', '80'), ('130', '80'), ('130', '80'))
    >>> read_pair("130") is None, read_pair("130/80/60") is None
    (True, True)
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    numbers = re.findall(r"\d+", plain)
    joined = re.search(r"[/／\\-]|over|比|低压|低壓|,|，|\d\s+\d", plain)
    return (numbers[0], numbers[1]) if joined and len(numbers) == 2 and "." not in plain else None
