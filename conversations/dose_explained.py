"""A dose told together with its distance from the plan: “5 tablets, forgot 1”, “one less, I took five”.

Alone, such words have two readings (five, of which one was forgotten?). They have one where both numbers agree with
the day's plan; then the amount that was taken is left, to be confirmed. Everything else is left as it was written.
"""

from __future__ import annotations

import re
from decimal import Decimal

from conversations.dose_numbers import NUMBER, read_number
from conversations.dose_words import EN_N, N

_U = "(?:片|粒|颗|丸)"
_TAB = "(?:tablets?|tabs?|pills?)"
_START = "(?:今[天日儿]|我|只|就|才|是|吃|服|了| )*"
_EN_START = "(?:i|today|only|just|took|have taken|had| )*"
_ENGLISH = re.compile("[a-z]")
_LESS, _MORE, _EITHER, _SHORT, _OF = "less", "more", "either", "short", "of"

_A, _B = rf"(?P<a>{N}) ?{_U}", rf"(?P<b>{N}) ?{_U}"
_EN_A, _EN_B = rf"(?P<a>{EN_N})", rf"(?P<b>{EN_N})"
_IN_ALL = f"{_START}(?:总共|一共|共)?{_START}"
_NOT_TAKEN = "(?:都|就|全)?(?:没有?|未)(?:吃|服)"
_END = "[.!了]*"

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (way, re.compile(pattern))
    for way, pattern in (
        (_LESS, rf"{_START}{_A}[,. ]*(?:少|忘|漏|差|落)记?(?:吃|服)?[了掉]*{_B}{_END}"),
        (_LESS, rf"{_START}(?:少|漏|忘)记?(?:吃|服)?[了掉]*{_B}[,. ]*{_IN_ALL}{_A}{_END}"),
        (_MORE, rf"{_START}多(?:吃|服)?了?{_B}[,. ]*{_IN_ALL}{_A}{_END}"),
        (_MORE, rf"{_START}{_A}[,. ]*多(?:吃|服)?了?{_B}{_END}"),
        (_EITHER, rf"{_START}多(?:吃|服)了?[,. ]+{_IN_ALL}{_A}{_END}"),
        (_SHORT, rf"{_START}{_A}[,. ]*(?:剩下|剩余|其余|余下)的?(?:{_U})?{_NOT_TAKEN}{_END}"),
        (_LESS, rf"{_EN_START}{_EN_A} {_TAB}[,. ]*(?:but )?(?:i )?(?:missed|forgot|skipped) {_EN_B}(?: {_TAB})?{_END}"),
        (
            _LESS,
            rf"{_EN_START}(?:missed|forgot|skipped) {_EN_B}(?: {_TAB})?[,. ]*(?:and )?{_EN_START}{_EN_A} {_TAB}{_END}",
        ),
        (
            _OF,
            rf"{_EN_START}{_EN_A}(?: {_TAB})? (?:(?:out )?of|instead of)(?: my| the)?(?: usual)? {_EN_B} {_TAB}{_END}",
        ),
    )
)
"""How the two numbers lie to each other: a is what was taken, b the difference (or, with `of`, the plan itself)."""


def explained(text: str, tablet_mg: Decimal | None, plan_mg: Decimal | None) -> str | None:
    """The phrase with only the amount that was taken, where it agrees with the plan; None: leave it as it is.

    >>> from decimal import Decimal
    >>> explained("5片,忘了1片", Decimal(5), Decimal(30)), explained("5片,忘了1片", Decimal(5), Decimal(25))
    ('5片', None)
    """
    if tablet_mg is None or plan_mg is None or tablet_mg <= 0:
        return None
    plan = plan_mg / tablet_mg
    for way, form in _FORMS:
        found = form.fullmatch(text.strip())
        if found is None:
            continue
        taken, other = _number(found["a"]), _number(found.groupdict().get("b"))
        if taken is not None and _agree(way, taken, other, plan):
            return found["a"] + (" tablets" if _ENGLISH.search(text) else "片")
    return None


def _agree(way: str, taken: Decimal, other: Decimal | None, plan: Decimal) -> bool:
    match way:
        case "less":
            return other is not None and taken + other == plan
        case "more":
            return other is not None and taken - other == plan
        case "either":
            return taken > plan
        case "short":
            return 0 < taken < plan
        case _:
            return other == plan and taken <= plan


def _number(words: str | None) -> Decimal | None:
    found = NUMBER.fullmatch(words or "")
    return read_number(found) if found else None
