"""The review rows R01–R14 of the escalation table (clinical content §4), each beside its condition.

What needs time rather than an answer stands in `silence.py`: of R11 what was missed or not confirmed after two
reminders, and of R12 all silence, and the change of who answers. Here are of R11 the answers that ask for another day,
and of R12 those that contradict each other.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from conversations import derived, rule
from conversations.escalation import Severity
from conversations.events import Noted, NotUnderstood, Skipped
from conversations.given import Given
from conversations.rule import Line, Message, Recipient, Rule
from conversations.rules.conditions import (
    LEFT,
    Condition,
    fever_now,
    open_too_long,
    over_or_awaited_long,
    said,
    settled_for,
    sugar_reads_hi,
    worried,
)
from conversations.rules.emergency import FEVER, HIGH_DIASTOLIC, HIGH_SUGAR, HIGH_SYSTOLIC, LOW_PRESSURE
from conversations.rules.urgent import LOW_SUGAR, warm, warm_twice
from conversations.text import Text, _

DAYS_OFF_PLAN = 2
"""Of the last 7 answered days, on how many the dose was off the plan by ≥20 % and ≥5 mg (R01). To confirm."""
UNREADABLE = 2
"""Tries after which a dose counts as unclear (R01). Clinical content §2."""
MUCH_PAIN, MORE_PAIN, MUCH_ITCH, MUCH_BURDEN = 7, 3, 7, 8
"""0–10: worst pain, rise of pain since last week, worst itch, burden on daily life (R03). To confirm."""
MANY_NEW, NEW_AFTER_CONTROL = 10, 3
"""New lesions in a week: with nothing to compare, and in a participant with control (R03). To confirm."""
POOR_SLEEP = 7
"""0–10, two rounds running (R04). S35."""
RAISED_SUGAR = Decimal("11.1")
"""mmol/L (R05). General knowledge."""
RAISED_SYSTOLIC, RAISED_DIASTOLIC = 160, 100
"""mmHg (R05). S27."""
WEIGHT_GAIN = Decimal(3)
"""kg in 4 weeks (R07). GTI domains."""
AZATHIOPRINE_MISSED = 3
"""Of the last 7 days, on how many azathioprine was missed (R10). To confirm."""
REPORT_ENDS = timedelta(minutes=30)
"""After so long a problem report that was not finished counts as one without any other hit (R14). To confirm."""


def _review(
    id: str,
    title: Text,
    when: Condition,
    items: str,
    *lines: Line,
    to: tuple[Recipient, ...],
    message: Message = "M-R",
    source: str,
    confirm: bool = False,
) -> Rule:
    return Rule(id, Severity.REVIEW, title, when, message, to, tuple(items.split()), lines, source, confirm)


def off_plan(given: Given) -> bool:
    day = derived.steroid_day(given)
    return (
        (given.facts.steroids is None and "d_gc" in given.settled)
        or (day is not None and day.planned_mg == 0 and bool(day.taken_mg))
        or given.is_("d_gc_extra", "yes")
        or given.has("w_meds", "steroid_injection")
        or derived.steroid_reason(given) in ("side_effect", "own_choice", "mistake", "taken_early")
        or _off_again(given)
        or _dose_unclear(given)
    )


def _off_again(given: Given) -> bool:
    """Off the plan that day, not for the first time in a week, and the reason is known or has stayed open."""
    day = derived.steroid_day(given)
    if day is None or not derived.off_plan(day) or derived.steroid_reason_awaited(given):
        return False
    return derived.days_off_plan(given) >= DAYS_OFF_PLAN


def _dose_unclear(given: Given) -> bool:
    """A dose was given up after two tries that could not be read."""
    return any(
        isinstance(given.settled.get(item), Skipped)
        and sum(isinstance(e, NotUnderstood) and e.item == item for e in given.log) >= UNREADABLE
        for item in (*derived.STEROID_AMOUNTS, derived.AZATHIOPRINE_AMOUNT)
    )


R01 = _review(
    "R01",
    _("Steroid off the plan, or no plan"),
    off_plan,
    "d_gc d_gc_mg d_gc_mg2 d_gc_mg3 d_gc_extra d_gc_why d_aza_mg w_meds",
    to=("CRC",),
    source="",
    confirm=True,
)


def doctor_changed(given: Given) -> bool:
    """Once per change: not again while the dose is the one that was already reported."""
    steroid = derived.steroid_reason(given) == "doctor_changed" and not given.is_("d_gc", "said_again")
    known = given.facts.said_mg is not None and derived.taken_steroid_mg(given) == given.facts.said_mg
    return (steroid and not known) or derived.azathioprine_reason(given) == "doctor_changed"


R02 = _review(
    "R02",
    _("A doctor is said to have changed the dose"),
    doctor_changed,
    "d_gc d_gc_why d_aza_why",
    Line(_("Thank you; we will check the new plan with the doctor.")),
    to=("OD",),
    source="",
)


def burden(given: Given) -> bool:
    pain, before = given.number("w_pain"), given.previous("w_pain")
    return (
        given.at_least("w_pain", MUCH_PAIN)
        or (pain is not None and before is not None and pain >= before + MORE_PAIN)
        or given.at_least("w_itch", MUCH_ITCH)
        or given.at_least("w_life", MUCH_BURDEN)
        or given.has("w_inf", "smell")
        or (given.at_least("w_new", MANY_NEW) and given.previous("w_new") is None)
        or (given.facts.control_reached and given.at_least("w_new", NEW_AFTER_CONTROL))
        or (given.at_least("w_new", 1) and given.has("w_area", "throat", "genitals"))
    )


R03 = _review(
    "R03",
    _("Much pain, itch or burden, or new lesions to look at"),
    burden,
    "w_pain w_itch w_life w_inf w_new w_area",
    to=("OD",),
    source="",
    confirm=True,
)


def mood(given: Given) -> bool:
    before = given.facts.previous.get("s_mood") in ("little", "lot")
    slept = given.previous("s_sleep")
    return (
        (given.is_("s_mood", "little") and before)
        or (given.at_least("s_sleep", POOR_SLEEP) and slept is not None and slept >= POOR_SLEEP)
        or given.is_("s_selfharm", "no_answer")
        or given.declined("s_selfharm", "s_psych", "s_mood")
        or any(given.left_open(item, LEFT) for item in ("s_selfharm", "s_psych"))
    )


R04 = _review(
    "R04",
    _("Low mood or poor sleep twice running, or not answered"),
    mood,
    "s_mood s_sleep s_selfharm s_psych",
    to=("OD",),
    message="",
    source="S35",
)


def readings(given: Given) -> bool:
    glucose = given.at_least("s_glu", RAISED_SUGAR) and given.below("s_glu", HIGH_SUGAR)
    return (
        glucose
        or _raised_pressure(given)
        or _alarming_but_earlier(given)
        or (warm(given) and not warm_twice(given))
        or said(given, "reading")
    )


def _raised_pressure(given: Given) -> bool:
    systolic = given.at_least("s_bp_sys", RAISED_SYSTOLIC) and given.below("s_bp_sys", HIGH_SYSTOLIC)
    diastolic = given.at_least("s_bp_dia", RAISED_DIASTOLIC) and given.below("s_bp_dia", HIGH_DIASTOLIC)
    return systolic or diastolic


def _alarming_but_earlier(given: Given) -> bool:
    """A reading of an urgent or emergency row that is not from today."""
    glucose = given.at_least("s_glu", HIGH_SUGAR) or given.below("s_glu", LOW_SUGAR) or sugar_reads_hi(given)
    high = given.at_least("s_bp_sys", HIGH_SYSTOLIC) or given.at_least("s_bp_dia", HIGH_DIASTOLIC)
    return given.is_("s_read_when", "earlier") and (glucose or high or given.below("s_bp_sys", LOW_PRESSURE))


R05 = _review(
    "R05",
    _("Sugar, blood pressure or temperature raised"),
    readings,
    "s_glu s_glu_hi s_bp_sys s_bp_dia s_read_when x_temp",
    to=("OD",),
    source="S27, S26",
)


def bones_and_eyes(given: Given) -> bool:
    eyes = given.has("s_eye", "red", "blur") and "U10" not in given.raised
    return given.has("s_bone", "hip_groin") or given.is_("s_weak", "yes") or eyes


R06 = _review(
    "R06",
    _("Hip or groin pain, weak legs, red or blurred eye"),
    bones_and_eyes,
    "s_bone s_weak s_eye",
    to=("OD",),
    source="S36",
)


def swelling_and_stomach(given: Given) -> bool:
    weight, before = given.number("s_weight"), given.previous("s_weight")
    upset_before = "mild_upset" in given.facts.previous.get("s_gi", "").split("|")
    over = given.has("s_gi", "diarrhoea_3plus", "vomiting_repeated") and given.is_("s_gi_now", "no")
    return (
        (weight is not None and before is not None and weight >= before + WEIGHT_GAIN)
        or given.has("s_swell", "both_legs", "face")
        or (given.has("s_gi", "mild_upset") and upset_before)
        or over
    )


R07 = _review(
    "R07",
    _("Weight gain, swelling or stomach upset"),
    swelling_and_stomach,
    "s_weight s_swell s_gi s_gi_now",
    to=("CRC",),
    source="GTI",
)


def minor_signs(given: Given) -> bool:
    return (
        given.is_("w_fever", "earlier")
        or _fever_without_more(given)
        or given.has("s_inf", "cold", "cough", "thrush", "urine", "diarrhoea_mild", "other")
        or given.has("s_contact", "flu_covid")
        or given.has("s_bleed", "gums", "nose", "bruises")
        or given.is_("a_hair", "bit_more")
        or (given.ticked("a_hyper") and "U16" not in given.raised)
        or (given.ticked("j_site") and "U03" not in given.raised)
        or (given.ticked("j_sys") and "U02" not in given.raised)
        or _words_in_doubt(given)
    )


def _fever_without_more(given: Given) -> bool:
    """Fever now, but the temperature, once measured, met no worse row."""
    return fever_now(given) and given.number("x_temp") is not None and not worried(given)


def _words_in_doubt(given: Given) -> bool:
    """Words that were about the past, or an urgent word whose “is it you, now?” stayed without an answer (§4)."""
    doubted = any(match.hedged for match in given.matches)
    unanswered = given.left_open("t_now") or given.declined("t_now")
    return doubted and (given.is_("t_now", "earlier") or (unanswered and not worried(given)))


R08 = _review(
    "R08",
    _("Minor infection, bleeding or reaction"),
    minor_signs,
    "w_fever u_kind x_temp s_inf s_contact s_bleed a_hair a_hyper j_site j_sys t_now",
    to=("OD",),
    source="S10",
)


def medicines(given: Given) -> bool:
    """Judged when the medicine or the vaccine has been named, so that U19 and U27 come first."""
    return (
        given.has("w_events", "abnormal_test")
        or (given.has("m_drug", "tripterygium") and "U19" not in given.raised)
        or given.is_("s_preg", "not_say")
        or given.has("w_meds", "planned")
        or (_named(given, "m_drug") and given.has("w_meds", "new_medicine", "herbal", "antibiotic"))
        or (_named(given, "m_vaccine") and given.has("w_meds", "vaccine"))
    )


def _named(given: Given, item: str) -> bool:
    no_urgent_row = "U19" not in given.raised and "U27" not in given.raised
    return no_urgent_row and over_or_awaited_long(given, item, after="w_meds")


R09 = _review(
    "R09",
    _("New medicine, vaccine, test result or plan to check"),
    medicines,
    "w_events w_meds m_drug m_vaccine s_preg",
    Line(
        _(
            "Before a vaccine, tooth extraction or operation please ask us first. "
            "A rabies or tetanus shot after a bite or wound cannot wait: go at once."
        ),
        when=lambda given: given.has("w_meds", "planned"),
    ),
    to=("CRC", "OD"),
    source="SEED, GK",
)


def azathioprine_missed(given: Given) -> bool:
    day = derived.azathioprine_day(given)
    again = day is not None and derived.missed(day) and derived.azathioprine_missed(given) >= AZATHIOPRINE_MISSED
    return again or derived.azathioprine_reason(given) in ("side_effect", "own_choice", "vomited", "ran_out")


R10 = _review(
    "R10",
    _("Azathioprine missed, stopped or not tolerated"),
    azathioprine_missed,
    "d_aza d_aza_mg d_aza_why",
    to=("CRC",),
    source="",
    confirm=True,
)


def another_day(given: Given) -> bool:
    """A visit, test or call that cannot be kept, or not yet be promised."""
    return (
        given.is_("v_confirm", "rebook", "unsure")
        or given.is_("g_done", "need_help", "cannot")
        or given.is_("p_slot", "none_fit")
        or given.is_("p_phone", "change")
    )


R11 = _review(
    "R11",
    _("A visit, test or call to arrange anew"),
    another_day,
    "v_confirm g_done p_slot p_phone",
    Line(_("Shall we find another day?"), when=lambda given: not given.is_("p_phone", "change")),
    to=("CRC",),
    source="SEED",
)


def contradiction(given: Given) -> bool:
    missed = any(match.lexicon == "missed_steroid" for match in given.matches)
    return (given.is_("w_fever", "no") and _hot_today(given)) or (given.is_("d_gc", "yes_all") and missed)


def _hot_today(given: Given) -> bool:
    zone = ZoneInfo(given.facts.zone)
    today = given.now.astimezone(zone).date()
    elsewhere = any(
        degrees >= FEVER and at.astimezone(zone).date() == today for at, degrees in given.facts.temperatures
    )
    return given.at_least("x_temp", FEVER) or elsewhere


R12 = _review(
    "R12",
    _("Answers that contradict each other"),
    contradiction,
    "w_fever x_temp d_gc",
    to=("CRC", "OD"),
    message="",
    source="",
    confirm=True,
)


def wants_to_stop(given: Given) -> bool:
    """Taken back with “no, go on as before” it is not raised."""
    sure = given.is_("t_sure", "yes") or open_too_long(given, "t_sure", after="t_what")
    return given.is_("k_kind", "stop_study", "complaint") or (given.is_("t_what", "bot_only", "study") and sure)


R13 = _review(
    "R13",
    _("Wants to stop, or complains"),
    wants_to_stop,
    "k_kind t_what t_sure",
    Line(
        _("You can stop at any time; it does not affect your care. Do not stop the steroid suddenly."),
        touches_dose=True,
    ),
    Line(_("You can stop at any time; it does not affect your care."), when=lambda given: "R13" not in rule.SIGNED),
    to=("CRC", "PI"),
    source="GCP",
)


def question(given: Given) -> bool:
    asked = given.value("k_kind") is not None and not given.is_("k_kind", "stop_study", "complaint")
    return asked or given.is_("t_now", "asking") or _report_without_a_hit(given) or _attachment(given)


def _report_without_a_hit(given: Given) -> bool:
    """A problem report that has come to its end."""
    ended = "u_since" in given.settled or settled_for(given, "u_kind", REPORT_ENDS)
    return bool(given.value("u_kind")) and ended and not given.raised


def _attachment(given: Given) -> bool:
    """A photo, a voice message or the like, without words."""
    return any(isinstance(event, Noted) and event.form != "words" and not event.raw for event in given.log)


R14 = _review(
    "R14",
    _("Question, report or attachment to look at"),
    question,
    "k_kind u_kind u_since t_now",
    to=("CRC", "OD", "PI"),
    message="M-Q",
    source="",
)

REVIEW: tuple[Rule, ...] = (R01, R02, R03, R04, R05, R06, R07, R08, R09, R10, R11, R12, R13, R14)


OF_QUESTIONS: dict[str, Recipient] = {
    "visit": "CRC",
    "money": "CRC",
    "card": "CRC",
    "call_me": "CRC",
    "other": "CRC",
    "medicine_q": "OD",
    "wound": "OD",
    "life": "OD",
    "vaccine_surgery": "OD",
    "result": "OD",
    "privacy": "PI",
}
"""To whom a question goes (R14). `other` is not in the table: to the coordinator. To confirm."""


def recipients_of(met: Rule, given: Given) -> tuple[Recipient, ...]:
    """To whom a concern goes, where the table makes that depend on the answer (R09, R14). A problem report goes to the
    doctor (§5.8); of a photo or a voice message without words nobody knows yet for whom it is: to both."""
    kind = given.value("k_kind")
    if met.id == "R14":
        if kind:
            return (OF_QUESTIONS.get(kind, "CRC"),)
        return ("OD",) if given.value("u_kind") else ("OD", "CRC")
    if met.id == "R09":
        return ("OD", "CRC") if given.has("w_meds", "antibiotic") else ("CRC",)
    return met.to
