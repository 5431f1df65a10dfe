"""The shared red-flag screen `X` (clinical content §5.0), and the check-in that opens when something unasked arrives.

Its answers serve the rules of whichever check-in opened it. Every clinical questionnaire puts `T_NOW` first and
holds `SHARED` and `SELF_HARM`: they are asked only when an answer or somebody's words call for them.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from conversations import derived
from conversations.given import Given
from conversations.questionnaire import Item, Questionnaire, item
from conversations.questionnaires.options import NOT_MEASURED, NOTHING, SINCE_WHEN, UNASKED, YES_NO, done, options
from conversations.questions import Choice, Choices, Measure, Words
from conversations.rules import rules_for
from conversations.text import _

NOW = Choice(
    "t_now",
    _("Is this happening to you now?"),
    options(
        {
            "me_now": _("Yes, to me, now"),
            "earlier": _("Earlier; it is over now"),
            "someone": _("To someone else"),
            "asking": _("I am only asking"),
        }
    ),
)

UNWELL = Choice("n_unwell", _("Do you feel unwell now?"), YES_NO)

_SIGNS = {
    "breathless": _("Cannot get my breath"),
    "chest_pain": _("Chest tight or painful, not skin"),
    "fainted": _("Fainted today"),
    "very_weak": _("Too weak to stand up"),
    "confused": _("Confused"),
    "chills_shaking": _("Cold and shaking"),
    "vomiting": _("Vomiting again and again"),
    "bad_headache": _("Very bad headache"),
    "blurred": _("Suddenly cannot see clearly"),
    "one_side_weak": _("One side weak, or speech unclear"),
    "seizure": _("A fit, or cannot be woken"),
    "heavy_bleeding": _("Heavy bleeding, or bringing up blood"),
}

RED = Choices("x_red", _("Any of these right now?"), options(_SIGNS | NOTHING, at_once=tuple(_SIGNS)))

TEMPERATURE = Measure(
    "x_temp",
    _("What is your temperature (°C)? Armpit or ear."),
    Decimal("34.0"),
    Decimal("43.0"),
    "°C",
    unknown=NOT_MEASURED,
)

ONSET = Choice("x_onset", _("When did it start?"), SINCE_WHEN)

MORE = Words("x_text", _("Anything else for the doctor? (optional)"))

HURT = Choice(
    "s_selfharm",
    _(
        "In the last 2 weeks, thoughts that life is not worth living, or of hurting yourself? "
        "(The study team's doctors read this. If you may be in danger they will phone you.)"
    ),
    options(
        {
            "no": _("No, none of these"),
            "passive": _("Sometimes life seems not worth it"),
            "active": _("I thought of hurting myself or dying"),
            "no_answer": _("I would rather not say"),
        }
    ),
)


def opens_red_flags(given: Given) -> bool:
    """The list “Opened by” of §5.0, over answers that are finished (a half-ticked list opens nothing yet)."""
    return (
        given.is_("n_unwell", "yes")
        or ("u_kind" in given.settled and not given.has("u_kind", "breathing_allergy"))
        or _fever_or_infection(given)
        or given.is_("w_eat", "liquids_little")
        or _dose_left_out(given)
        or given.is_("s_gi_now", "yes")
        or _reading_of_today(given)
        or done(given, "s_swell", "one_leg")
        or done(given, "a_hyper", "rash")
        or given.is_("f_u", "worse")
    )


def _fever_or_infection(given: Given) -> bool:
    return (
        given.is_("w_fever", "now")
        or ("j_sys" in given.settled and given.ticked("j_sys"))
        or done(given, "w_inf", "hot_spreading")
        or done(given, "s_inf", "cough_breathless_exertion")
        or given.is_("v_inf", "yes")
    )


def _dose_left_out(given: Given) -> bool:
    drop = derived.dose_drop_percent(given)
    own_choice = given.is_("d_gc_why", "own_choice") and drop is not None and drop >= 50
    return given.is_("d_gc_why", "vomited", "side_effect") or own_choice or derived.missed_steroid_days(given) >= 2


def _reading_of_today(given: Given) -> bool:
    sugar = given.below("s_glu", "3.9") or given.at_least("s_glu", "16.7")
    pressure = given.at_least("s_bp_sys", 180) or given.at_least("s_bp_dia", 110) or given.below("s_bp_sys", 90)
    return (sugar or pressure) and (given.is_("s_read_when", "today") or given.left_open("s_read_when"))


def asks_temperature(given: Given) -> bool:
    """Fever, infection, an injection or chills: only then is the temperature asked, and since when."""
    return (
        _fever_or_infection(given)
        or done(given, "x_red", "chills_shaking")
        or done(given, "u_kind", "fever_inf", "skin_mouth")
        or done(given, "a_hyper", "fever")
    )


def not_recent(item: str, condition: Callable[[Given], bool]) -> Callable[[Given], bool]:
    """Under that condition, unless the same was asked elsewhere within the last 2 hours."""
    return lambda given: item not in given.facts.recent and condition(given)


def _asks_onset(given: Given) -> bool:
    return opens_red_flags(given) and (asks_temperature(given) or given.is_("n_unwell", "yes"))


T_NOW = item(NOW, lambda given: given.hedged, safety=True)

X_RED = item(RED, not_recent("x_red", opens_red_flags), safety=True)
X_TEMP = item(TEMPERATURE, not_recent("x_temp", lambda g: opens_red_flags(g) and asks_temperature(g)), safety=True)
X_ONSET = item(ONSET, not_recent("x_onset", _asks_onset))
X_TEXT = item(MORE, not_recent("x_text", opens_red_flags))

SHARED: tuple[Item, ...] = (X_RED, X_TEMP, X_ONSET, X_TEXT)

SELF_HARM = item(HURT, lambda given: given.denies_self_harm, audience="doctors", safety=True)

ITEMS = (T_NOW, item(UNWELL, safety=True), *SHARED, SELF_HARM)

QUESTIONNAIRE = Questionnaire("red_flag_screen", 1, ITEMS, rules_for(ITEMS), order=UNASKED, pausable=False)
