"""The form by which a participant is added: each field read and checked apart, so that all that is wrong is said at
once, next to where it was typed."""

from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from zoneinfo import available_timezones

from bot import enrolment
from bot.enrolment import AGES, CODE, SEXES, TPMT, WEIGHTS_KG, Candidate
from bot.languages import LANGUAGES, normalise
from conversations import trial
from conversations.text import Text, _

FIELDS = (
    "code", "language", "sex", "birth_year", "weight_kg", "tpmt", "hour", "zone", "phone", "emergency_contact",
    "notify", "hbv_core_positive", "infertile", "arm", "start",
)  # fmt: skip
LONGEST_FIELD = 200
_CHOOSE = _("Please choose one.")


class Refused(Exception):
    """A field that cannot be read; `text` says what is wanted."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.id)
        self.text = text


def typed_in(form: Mapping[str, str]) -> dict[str, str]:
    """What was typed, field by field, as it is shown again."""
    return {name: normalise(form.get(name, "")).strip() for name in FIELDS}


def read(
    typed: Mapping[str, str], this_year: int, zone: str, *, with_arm: bool
) -> tuple[Candidate | None, dict[str, Text]]:
    """The candidate, or what is wrong by field. `zone` is the study's; `with_arm`: the arm may be given here."""
    errors: dict[str, Text] = {}

    def field(name: str, reader: Callable[[str], object], *, needed: bool = False) -> object:
        text = typed.get(name, "")
        try:
            if len(text) > LONGEST_FIELD:
                raise Refused(_("That is too long."))
            if text or needed:
                return reader(text)
        except Refused as refused:
            errors[name] = refused.text
        return None

    values = {
        "code": field("code", _code, needed=True),
        "language": field("language", _one_of(LANGUAGES), needed=True),
        "zone": field("zone", _zone) or zone,
        "arm": field("arm", _one_of(trial.ARMS)) if with_arm else None,
        "start": field("start", _day) if with_arm else None,
        "hour": field("hour", _hour) or trial.DEFAULT_HOUR,
        "sex": field("sex", _one_of(SEXES)),
        "birth_year": field("birth_year", _birth_year(this_year)),
        "weight_kg": field("weight_kg", _weight),
        "tpmt": field("tpmt", _one_of(TPMT)),
        "phone": field("phone", _number),
        "emergency_contact": field("emergency_contact", _number),
        "notify": field("notify", _notify),
        "hbv_core_positive": typed.get("hbv_core_positive") == "yes",
        "infertile": typed.get("infertile") == "yes",
    }
    if with_arm and not errors and (values["arm"] is None) != (values["start"] is None):
        errors["arm" if values["arm"] is None else "start"] = _("Arm and start belong together. Give both, or neither.")
    if errors:
        return None, errors
    return Candidate(**values), {}  # type: ignore[arg-type]  # read one by one above


def _code(text: str) -> str:
    if not CODE.fullmatch(text):
        raise Refused(_("1 to 20 letters A–Z, digits, dots, underscores and dashes, such as P-013."))
    return text


def _one_of(allowed: tuple[str, ...]) -> Callable[[str], str]:
    def reader(text: str) -> str:
        if text not in allowed:
            raise Refused(_CHOOSE)
        return text

    return reader


def _zone(text: str) -> str:
    if text not in available_timezones() or text in ("localtime", "Factory"):
        raise Refused(_("A time zone is written like Asia/Shanghai."))
    return text


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(_("A day is written like 2026-03-05.")) from None


def _hour(text: str) -> time:
    low, high = trial.EARLIEST_HOUR, trial.LATEST_HOUR
    try:
        hour = time.fromisoformat(text)
    except ValueError:
        hour = None
    if hour is None or hour.tzinfo is not None or not low <= hour <= high:
        raise Refused(_("An hour from {low} to {high}, written like 20:00.", low=low, high=high))
    return hour


def _birth_year(this_year: int) -> Callable[[str], int]:
    low, high = this_year - AGES[1], this_year - AGES[0]

    def reader(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and len(text) == 4 and low <= int(text) <= high):
            raise Refused(_("A year from {low} to {high}: participants are {young} to {old} years old.",
                            low=low, high=high, young=AGES[0], old=AGES[1]))  # fmt: skip
        return int(text)

    return reader


def _weight(text: str) -> Decimal:
    low, high = WEIGHTS_KG
    try:
        weight = Decimal(text.replace(",", "."))
    except InvalidOperation:
        weight = Decimal(0)
    if not (weight.is_finite() and low <= weight <= high):
        raise Refused(_("A weight from {low} to {high} kg.", low=low, high=high))
    return weight


def _number(text: str) -> str:
    if not enrolment.is_number(text):
        raise Refused(_("A telephone number holds at least 3 digits, on one line."))
    return text


def _notify(text: str) -> str:
    if not enrolment.is_notice_address(text):
        raise Refused(_("An address for notices is written like mailto://…"))
    return text
