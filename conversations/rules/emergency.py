"""The emergency rows E01–E14 of the escalation table (clinical content §4), each beside its condition.

Every value is a proposal until a study doctor signs it; `confirm` marks those that the table marks itself. No row of
this file reads whether another rule was met: an emergency is never suppressed.
"""

from __future__ import annotations

from decimal import Decimal

from conversations import derived
from conversations.doses import (
    OVERDOSE_ABOVE_PLAN_MG,
    OVERDOSE_AZATHIOPRINE_MG,
    OVERDOSE_STEROID_MG,
    OVERDOSE_TIMES_PLAN,
)
from conversations.escalation import Severity
from conversations.given import Given
from conversations.rule import Line, Message, Recipient, Rule
from conversations.rules.conditions import (
    Condition,
    fever_now,
    is_fresh,
    not_measured,
    open_too_long,
    soon_after_injection,
    still_so,
    sugar_reads_hi,
)
from conversations.text import Text, _

VERY_HIGH_TEMPERATURE = Decimal("39.0")
"""°C, armpit or ear (E02). S26; to confirm."""
FEVER = Decimal("38.0")
"""°C, armpit or ear; with a danger sign an emergency (E02). S26; to confirm, S44 speaks for 37.8."""
ADRENAL_LOOK_BACK = 3
"""Days back to a missed, vomited or much smaller steroid dose (E06). S21; to confirm."""
BIG_DROP = Decimal(50)
"""% of the plan below which a steroid dose counts as a big drop (E06). S21; to confirm."""
LOW_PRESSURE = 90
"""mmHg systolic, below which pressure is low (E06). S22; to confirm."""
EYE_DAYS = 7
"""Days after an injection in which eye pain with blur may be angle closure (E09). S12; to confirm."""
VERY_LOW_SUGAR, VERY_HIGH_SUGAR, HIGH_SUGAR = Decimal("3.0"), Decimal("33.3"), Decimal("16.7")
"""mmol/L: an emergency below the first and from the second; from the third with confusion or vomiting (E10).
General knowledge; to confirm."""
HIGH_SYSTOLIC, HIGH_DIASTOLIC = 180, 110
"""mmHg: with a danger sign an emergency from here (E11). S27."""


def _emergency(
    id: str,
    title: Text,
    when: Condition,
    items: str,
    *lines: Line,
    to: tuple[Recipient, ...] = ("OD", "PI", "SR"),
    message: Message = "M-E",
    source: str,
    confirm: bool = False,
) -> Rule:
    return Rule(id, Severity.EMERGENCY, title, when, message, to, tuple(items.split()), lines, source, confirm)


def airway(given: Given) -> bool:
    return given.is_("j_breath", "yes") or given.has("u_kind", "breathing_allergy") or given.text("airway")


E01 = _emergency(
    "E01",
    _("Trouble breathing or swelling of face or throat"),
    airway,
    "j_breath u_kind",
    Line(_("If you are breathless, sit up; if faint, lie down. Keep someone with you.")),
    source="S12",
    confirm=True,
)


def severe_infection(given: Given) -> bool:
    grave = given.has("x_red", "confused", "breathless", "fainted", "very_weak")
    shaking = given.has("x_red", "chills_shaking")
    return (
        given.at_least("x_temp", VERY_HIGH_TEMPERATURE)
        or (given.at_least("x_temp", FEVER) and (grave or shaking))
        or (fever_now(given) and (grave or (shaking and not_measured(given))))
        or given.text("sepsis")
    )


E02 = _emergency(
    "E02",
    _("Fever with danger signs, or 39 °C and more"),
    severe_infection,
    "x_temp x_red w_fever u_kind",
    Line(_("Tell them: long-term steroid, and a medicine that lowers immunity.")),
    source="S26",
    confirm=True,
)


def chest(given: Given) -> bool:
    return given.has("x_red", "chest_pain", "breathless") or given.text("chest") or given.text("collapse")


E03 = _emergency("E03", _("Chest pain or breathless"), chest, "x_red", source="GK, SEED")


def brain(given: Given) -> bool:
    return given.has("x_red", "one_side_weak", "seizure", "fainted", "confused") or given.text("neuro")


E04 = _emergency(
    "E04",
    _("Signs of a stroke, a fit, fainting or confusion"),
    brain,
    "x_red",
    Line(_("Note the time it started.")),
    source="GK",
)


def bleeding(given: Given) -> bool:
    return (
        (still_so(given, "s_gi_now", after="s_gi") and (given.has("s_gi", "vomit_blood") or black_stool(given)))
        or given.has("x_red", "heavy_bleeding")
        or given.text("bleed")
    )


def black_stool(given: Given) -> bool:
    """Black stool that iron, bismuth or animal blood does not explain; a skipped cause counts as unsure."""
    unexplained = (
        given.is_("s_gi_cause", "no", "unsure")
        or given.declined("s_gi_cause")
        or open_too_long(given, "s_gi_cause", after="s_gi_now")
        or given.ticked("x_red")
    )
    return given.has("s_gi", "black_stool") and unexplained


E05 = _emergency(
    "E05",
    _("Bleeding from stomach or bowel, or heavy bleeding"),
    bleeding,
    "s_gi s_gi_now s_gi_cause x_red",
    Line(_("Do not eat or drink on the way.")),
    source="S15, SEED",
)


def adrenal(given: Given) -> bool:
    collapsed = given.has("x_red", "fainted", "confused", "very_weak")
    low = given.below("s_bp_sys", LOW_PRESSURE) and is_fresh(given, "s_bp_sys")
    return (_steroid_lacking(given) and (collapsed or low)) or given.text("adrenal")


def _steroid_lacking(given: Given) -> bool:
    """A dose missed, vomited or dropped by half on one of the last days."""
    for day in derived.within_days(given, ADRENAL_LOOK_BACK):
        drop = derived.drop_of(day)
        if derived.missed(day) or day.reason == "vomited" or (drop is not None and drop >= BIG_DROP):
            return True
    return False


E06 = _emergency(
    "E06",
    _("Possible adrenal crisis: steroid missed or vomited, now collapsing"),
    adrenal,
    "d_gc d_gc_mg d_gc_mg2 d_gc_mg3 d_gc_why x_red s_bp_sys s_read_when",
    Line(_("Show the doctor this: long-term steroid, recent doses missed or vomited; please consider adrenal crisis.")),
    source="S21, S22",
)


def self_harm(given: Given) -> bool:
    """Also when an hour later the person is alone or not safe: the emergency is told again (§4, “Follow-up”)."""
    return given.is_("s_selfharm", "active") or _spoken_of(given) or given.is_("f_safe", "alone", "not_safe")


def _spoken_of(given: Given) -> bool:
    """Words of self-harm that are not an explicit denial (which still shows `s_selfharm`)."""
    meant = any(match.lexicon == "selfharm" and not match.negated_selfharm for match in given.matches)
    return meant and given.text("selfharm")


E07 = _emergency(
    "E07",
    _("Thoughts of self-harm: phone within 15 minutes"),
    self_harm,
    "s_selfharm f_safe",
    message="M-S",
    source="S24, S35, S42",
)


def psychosis(given: Given) -> bool:
    unsafe = given.is_("s_psych", "yes") and given.is_("s_psych_safe", "no")
    return unsafe or given.text("psychosis_danger")


E08 = _emergency(
    "E08",
    _("Sees or hears things, and does not feel safe"),
    psychosis,
    "s_psych s_psych_safe",
    Line(_("Ask family to stay with you.")),
    source="S35",
)


def sight(given: Given) -> bool:
    lost = given.has("s_eye", "sudden_loss") and still_so(given, "s_eye_now", after="s_eye")
    glaucoma = soon_after_injection(given, EYE_DAYS) and given.has("s_eye", "pain") and given.has("s_eye", "blur")
    return lost or glaucoma or given.text("vision_loss")


E09 = _emergency(
    "E09",
    _("Sudden loss of sight, or painful blurred eye after the injection"),
    sight,
    "s_eye s_eye_now",
    Line(_("Go to a hospital with an eye emergency service.")),
    to=("OD",),
    source="S12",
)


def sugar_danger(given: Given) -> bool:
    beyond = very_low_sugar(given) or given.at_least("s_glu", VERY_HIGH_SUGAR) or sugar_reads_hi(given)
    high_and_ill = given.at_least("s_glu", HIGH_SUGAR) and given.has("x_red", "confused", "vomiting")
    fresh = is_fresh(given, "s_glu", "s_glu_hi")
    return (fresh and (beyond or high_and_ill)) or given.text("glucose_danger")


def very_low_sugar(given: Given) -> bool:
    return given.below("s_glu", VERY_LOW_SUGAR)


E10 = _emergency(
    "E10",
    _("Blood sugar dangerously low or high"),
    sugar_danger,
    "s_glu s_glu_hi s_read_when x_red",
    Line(_("If fully awake, take sugar or a sweet drink now."), when=very_low_sugar),
    to=("OD",),
    source="GK",
    confirm=True,
)


def pressure_danger(given: Given) -> bool:
    high = given.at_least("s_bp_sys", HIGH_SYSTOLIC) or given.at_least("s_bp_dia", HIGH_DIASTOLIC)
    signs = given.has("x_red", "bad_headache", "confused", "chest_pain", "one_side_weak", "blurred")
    return (high and signs and is_fresh(given, "s_bp_sys", "s_bp_dia")) or given.text("bp_danger")


E11 = _emergency(
    "E11",
    _("Very high blood pressure with danger signs"),
    pressure_danger,
    "s_bp_sys s_bp_dia s_read_when x_red",
    to=("OD",),
    source="S27",
)


def cannot_swallow(given: Given) -> bool:
    return given.is_("w_eat", "nothing") or given.text("cannot_swallow")


E12 = _emergency(
    "E12",
    _("Cannot swallow water"),
    cannot_swallow,
    "w_eat",
    Line(_("Tell them: long-term steroid, and now you cannot swallow it.")),
    to=("OD",),
    source="GK",
)


def overdose(given: Given) -> bool:
    """Confirmed, or 10 minutes after it was shown back without an answer."""
    steroid, azathioprine = derived.planned_steroid_mg(given), derived.planned_azathioprine_mg(given)
    return (
        _far_above(derived.steroid_mg_so_far(given), steroid, OVERDOSE_STEROID_MG)
        or _far_above(derived.unconfirmed_steroid_mg(given), steroid, OVERDOSE_STEROID_MG)
        or _far_above(derived.taken_azathioprine_mg(given), azathioprine, OVERDOSE_AZATHIOPRINE_MG)
        or _far_above(derived.unconfirmed_azathioprine_mg(given), azathioprine, OVERDOSE_AZATHIOPRINE_MG)
        or given.text("overdose")
    )


def _far_above(mg: Decimal | None, plan: Decimal | None, limit: Decimal) -> bool:
    if mg is None:
        return False
    return mg > limit or bool(plan and mg >= OVERDOSE_TIMES_PLAN * plan and mg - plan >= OVERDOSE_ABOVE_PLAN_MG)


E13 = _emergency(
    "E13",
    _("Possible overdose"),
    overdose,
    "d_gc d_gc_mg d_gc_mg2 d_gc_mg3 d_aza d_aza_mg",
    Line(_("Bring all boxes. If you did this because life felt too hard, tell someone near you, or call 12356.")),
    source="GK",
)


def acute_belly(given: Given) -> bool:
    pain = given.has("s_gi", "severe_sudden_pain") and still_so(given, "s_gi_now", after="s_gi")
    return pain or given.text("acute_abdomen")


E14 = _emergency(
    "E14",
    _("Sudden severe belly pain"),
    acute_belly,
    "s_gi s_gi_now",
    Line(_("Tell them you take a steroid. No painkillers before a doctor has seen you.")),
    to=("OD",),
    source="S15",
    confirm=True,
)

EMERGENCY: tuple[Rule, ...] = (E01, E02, E03, E04, E05, E06, E07, E08, E09, E10, E11, E12, E13, E14)
