"""The kinds of question, and what each accepts.

Every kind has an `id` (a stable key, the same in both languages and all channels), its words, and two
doors: `accepts(code)` for a tapped button and `read(text)` for typed words. Both give the canonical
value as a string (a code, codes joined by `|`, a decimal number, mg, an ISO date) or an `Unclear`
that says why not. Neither ever raises.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation

from conversations.doses import ReadDose, read_dose
from conversations.hours import read_time
from conversations.numbers import read_number
from conversations.text import Text, _

NONE = "none"
"""The option code that clears every other tick of a multiple choice, and is cleared by them."""

PAGE, LONG = 8, 10
"""How many options stand on one screen at most (clinical content §5): of a multiple choice, and of a single one, whose
buttons are all that is there."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """A reply that was not understood: `reason` is a code, `says` the kind sentence for the person."""

    reason: str
    says: Text


@dataclass(frozen=True, slots=True)
class Option:
    """One button: a code for the data, a label for the person; `at_once`: its tick alone may alarm."""

    code: str
    label: Text
    at_once: bool = False


def _option(options: tuple[Option, ...], code: str) -> Option | None:
    return next((option for option in options if option.code == code), None)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few options. `countable`: a typed 2 means the second one; not where it may be two tablets."""

    id: str
    text: Text
    options: tuple[Option, ...]
    countable: bool = True

    def accepts(self, code: str) -> str | Unclear:
        return code if _option(self.options, code) else Unclear("option", NOT_AN_OPTION)

    def read(self, text: str) -> str | Unclear:
        return Unclear("option", NOT_AN_OPTION)

    @property
    def screens(self) -> tuple[tuple[Option, ...], ...]:
        """The options by screen."""
        if len(self.options) <= LONG:
            return (self.options,)
        half = (len(self.options) + 1) // 2
        return (self.options[:half], self.options[half:])


@dataclass(frozen=True, slots=True)
class Choices:
    """Any number of options; `none` excludes the others. Long lists stand on screens of about equal size."""

    id: str
    text: Text
    options: tuple[Option, ...]

    def accepts(self, code: str) -> str | Unclear:
        return code if _option(self.options, code) else Unclear("option", NOT_AN_OPTION)

    def read(self, text: str) -> str | Unclear:
        return Unclear("option", NOT_AN_OPTION)

    @property
    def screens(self) -> tuple[tuple[Option, ...], ...]:
        """The options by screen; `none` always stands on the last one, when all have been seen."""
        listed = [option for option in self.options if option.code != NONE]
        none = [option for option in self.options if option.code == NONE]
        if len(listed) <= PAGE:
            return (tuple(listed + none),)
        half = (len(listed) + 1) // 2
        return (tuple(listed[:half]), tuple(listed[half:] + none))

    def join(self, codes: set[str]) -> str:
        """The ticked codes as one value, in the order of the options."""
        return "|".join(option.code for option in self.options if option.code in codes)


@dataclass(frozen=True, slots=True)
class Scale:
    """A rating from 0 to 10 whose both ends are named."""

    id: str
    text: Text

    def accepts(self, code: str) -> str | Unclear:
        return self.read(code)

    def read(self, text: str) -> str | Unclear:
        return _whole_number(text, 0, 10)


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number from `low` to `high`, both included; `buttons` are the usual ones. `pair`: the item that takes the
    second number where two are written at once, like 130/80."""

    id: str
    text: Text
    low: int
    high: int
    buttons: tuple[int, ...] = ()
    unknown: Option | None = None
    pair: str = ""

    def accepts(self, code: str) -> str | Unclear:
        return code if self.unknown and code == self.unknown.code else self.read(code)

    def read(self, text: str) -> str | Unclear:
        return _whole_number(text, self.low, self.high)


@dataclass(frozen=True, slots=True)
class Measure:
    """A decimal number from `low` to `high` in the unit that the text names; `unknown`: not measured."""

    id: str
    text: Text
    low: Decimal
    high: Decimal
    unit: str
    unknown: Option | None = None

    def accepts(self, code: str) -> str | Unclear:
        return code if self.unknown and code == self.unknown.code else self.read(code)

    def read(self, text: str) -> str | Unclear:
        number = read_number(text)
        if number is None:
            return Unclear(
                "number", _("I could not read that as a number. Please type only the number, like {low}.", low=self.low)
            )
        if not self.low <= number <= self.high:
            return Unclear("range", _("Please give a number from {low} to {high}.", low=self.low, high=self.high))
        return format(number.normalize(), "f")


@dataclass(frozen=True, slots=True)
class Dose:
    """How much of one drug was taken on one day; the value is mg of that drug. Never guesses."""

    id: str
    text: Text
    drug: str
    tablet_mg: Decimal | None = None
    plan_mg: Decimal | None = None

    def accepts(self, code: str) -> str | Unclear:
        """The tablets of a button, already in mg."""
        try:
            mg = Decimal(code)
        except InvalidOperation:
            return Unclear("option", NOT_AN_OPTION)
        return format(mg.normalize(), "f") if mg.is_finite() and mg >= 0 else Unclear("option", NOT_AN_OPTION)

    def read(self, text: str) -> str | Unclear:
        match read_dose(text, self.drug, self.tablet_mg, self.plan_mg):
            case ReadDose() as dose:
                return format(dose.mg.normalize(), "f")
            case unclear:
                return Unclear(unclear.reason, UNCLEAR_DOSE.get(unclear.reason, UNCLEAR_DOSE["nothing_read"]))


@dataclass(frozen=True, slots=True)
class Date:
    """A calendar day, typed as 2026-03-05."""

    id: str
    text: Text

    def accepts(self, code: str) -> str | Unclear:
        return self.read(code)

    def read(self, text: str) -> str | Unclear:
        try:
            return date.fromisoformat(text.strip()).isoformat()
        except ValueError:
            return Unclear("date", _("Please write the day like 2026-03-05."))


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day from `earliest` to `latest`, both included; `buttons` are the usual ones."""

    id: str
    text: Text
    earliest: time
    latest: time
    buttons: tuple[time, ...] = ()

    def accepts(self, code: str) -> str | Unclear:
        return self.read(code)

    def read(self, text: str) -> str | Unclear:
        at = read_time(text)
        if at is None:
            return Unclear("time", _("Please write the time like {time}.", time=self.earliest))
        if not self.earliest <= at <= self.latest:
            return Unclear("range", _("Please give a time from {low} to {high}.", low=self.earliest, high=self.latest))
        return f"{at:%H:%M}"


@dataclass(frozen=True, slots=True)
class Words:
    """Free text up to `limit` characters counts as the answer; what is longer is kept whole all the same."""

    id: str
    text: Text
    limit: int = 500

    def accepts(self, code: str) -> str | Unclear:
        return Unclear("option", NOT_AN_OPTION)

    def read(self, text: str) -> str | Unclear:
        words = text.strip()
        return words if words else Unclear("empty", _("Please write a few words, or tap Skip."))


Question = Choice | Choices | Scale | Count | Measure | Dose | Date | Clock | Words

NOT_AN_OPTION = _("That is not one of the answers. Please tap one of the buttons.")

UNCLEAR_DOSE = {
    "bare_number": _("Do you mean tablets or mg? Please write it with the unit, like “6 tablets” or “30 mg”."),
    "range": _("Please write one amount, not a range: how much did you take in all that day?"),
    "relative": _("Please write the amount that you took that day, like “6 tablets” or “30 mg”."),
    "strength_unknown": _("How many mg does one tablet have? Please write the amount in mg, like “30 mg”."),
    "other_drug": _("That seems to be another medicine. Please write only how much of this medicine you took."),
    "not_today": _("Please write only what you took on that one day, like “6 tablets” or “30 mg”."),
    "nothing_read": _("I could not read the amount. Please write it like “6 tablets” or “30 mg”, or 0 for none."),
}


def _whole_number(text: str, low: int, high: int) -> str | Unclear:
    number = read_number(text)
    if number is None:
        return Unclear(
            "number", _("I could not read that as a number. Please type only the number, like {low}.", low=3)
        )
    if number != number.to_integral_value() or not low <= number <= high:
        return Unclear("range", _("Please give a whole number from {low} to {high}.", low=low, high=high))
    return str(int(number))
