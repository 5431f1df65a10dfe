"""The urgent rows U01–U29 of the escalation table (clinical content §4), each beside its condition.

Every value is a proposal until a study doctor signs it; `confirm` marks those that the table marks itself. After a
`symptom` row the participant is asked a day later how it is (f_u). U17, U20, U23, U25 and U29 step back where an
emergency row has said the same worse.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from conversations import derived, rule
from conversations.escalation import Severity
from conversations.events import Asked, Skipped
from conversations.facts import CM313, PastDay
from conversations.given import Given, as_number
from conversations.rule import Line, Message, Recipient, Rule
from conversations.rules.conditions import (
    LEFT,
    Condition,
    emergency_met,
    fever_now,
    is_fresh,
    may_take_azathioprine,
    not_measured,
    opened_at,
    over_or_awaited_long,
    said,
    settled_for,
    soon_after_injection,
    still_so,
    sugar_reads_hi,
    takes_azathioprine,
    worried,
)
from conversations.rules.emergency import (
    FEVER,
    HIGH_DIASTOLIC,
    HIGH_SUGAR,
    HIGH_SYSTOLIC,
    LOW_PRESSURE,
    VERY_HIGH_SUGAR,
    VERY_HIGH_TEMPERATURE,
    VERY_LOW_SUGAR,
)
from conversations.text import Text, _

WARM, COLD = Decimal("37.5"), Decimal("35.5")
"""°C, armpit or ear: warm from the first, cold below the second (U01, U02, R05). S26; to confirm, S44."""
BETWEEN_READINGS = (timedelta(hours=1), timedelta(hours=24))
"""Two warm readings at least and at most so far apart (U01). S26; to confirm."""
DAY_AFTER, DAYS_AFTER = 1, 4
"""Days since the injection in which any sign, or a marked one, counts as its reaction (U02). S12: up to 83 h."""
SPREADING_FROM = 3
"""Days since the injection from which a growing spot is not its ordinary trace (U03). To confirm."""
COUGH_DAYS = 3
"""Days of cough from which, with fever, it is urgent (U06). General knowledge."""
RELAPSE_COUNT = 3
"""Lesions not healed within a week, in a participant with control (U07). Clinical content §1, S4."""
MANY_NEW = 5
"""New lesions in a week in a participant with control (U07). To confirm."""
VERY_MANY_NEW, JUMP = 10, 5
"""New lesions in a week, if more than before; or so many more than before (U08). To confirm."""
EYE_DAYS = 7
"""Days after an injection in which blurred sight alone is urgent (U10). S12."""
MISSED_DAYS = 2
"""Planned steroid days missed in a row (U11). S21."""
PLAN_THAT_MATTERS = Decimal(5)
"""mg prednisone-equivalent a day: last plan from which missed days are urgent (U11). S21."""
TIMES_PLAN = Decimal(2)
"""Times the plan from which a dose is too much (U13). To confirm."""
TIMES_PLAN_EARLY = Decimal("2.1")
"""Times the plan up to which “tomorrow's taken too” explains it (U13). To confirm."""
STEROID_ABOVE, STEROID_BELOW, AZATHIOPRINE_ABOVE = Decimal(10), Decimal(5), Decimal(50)
"""mg a day that must lie between dose and plan too: steroid above, steroid below, azathioprine above (U13).
To confirm."""
DROP = Decimal(50)
"""% below the plan (U13). To confirm."""
LOW_SUGAR = Decimal("3.9")
"""mmol/L, low below this (U24). General knowledge; to confirm."""

SAFETY_ITEMS = (
    "x_red", "x_temp", "w_fever", "w_inf", "w_eat", "w_events", "s_gi", "s_gi_now", "s_bleed", "s_liver", "s_eye",
    "s_eye_now", "a_marrow", "j_breath", "j_sys", "v_inf", "u_kind", "u_sev",
)  # fmt: skip
"""The ◆ items of §5 that rule U29 watches; those on mood are R04's."""


def _urgent(
    id: str,
    title: Text,
    when: Condition,
    items: str,
    *lines: Line,
    message: Message,
    to: tuple[Recipient, ...] = ("OD",),
    source: str,
    confirm: bool = False,
    symptom: bool = True,
) -> Rule:
    return Rule(id, Severity.URGENT, title, when, message, to, tuple(items.split()), lines, source, confirm, symptom)


def fever(given: Given) -> bool:
    shaking = given.has("x_red", "chills_shaking")
    return (
        (given.at_least("x_temp", FEVER) and given.below("x_temp", VERY_HIGH_TEMPERATURE))
        or warm_twice(given)
        or (shaking and warm(given))
        or (given.below("x_temp", COLD) and given.ticked("x_red"))
        or (_temperature_missing(given) and (fever_now(given) or shaking))
        or said(given, "fever")
    )


def warm(given: Given) -> bool:
    """37.5 °C or more, below 38.0."""
    return given.at_least("x_temp", WARM) and given.below("x_temp", FEVER)


def warm_twice(given: Given) -> bool:
    """Two readings of 37.5–37.9 °C, between 1 h and 24 h apart."""
    reading = given.settled.get("x_temp")
    if reading is None or not warm(given):
        return False
    least, most = BETWEEN_READINGS
    return any(WARM <= degrees < FEVER and least <= reading.at - at <= most for at, degrees in given.facts.temperatures)


def _temperature_missing(given: Given) -> bool:
    """Not measured or skipped, or not there half an hour after it, the fever or the chills came up."""
    if given.value("x_temp") is not None or "x_temp" in given.settled:
        return not_measured(given)
    return given.left_open("x_temp", LEFT) or any(settled_for(given, i, LEFT) for i in ("w_fever", "u_kind", "x_red"))


U01 = _urgent(
    "U01",
    _("Fever, or chills without a temperature"),
    fever,
    "x_temp x_red w_fever u_kind",
    Line(_("Measure again in 1 hour. Above 39, shaking or very weak: emergency department at once.")),
    message="M-U",
    source="S26",
    confirm=True,
)


def injection_reaction(given: Given) -> bool:
    marked = (
        given.has("j_sys", "chills", "hives", "dizzy", "vision")
        or given.at_least("x_temp", WARM)
        or said(given, "fever")
    )
    return (
        (soon_after_injection(given, DAY_AFTER) and given.ticked("j_sys"))
        or (soon_after_injection(given, DAYS_AFTER) and marked)
        or given.has("j_sys", "breath_earlier")
        or said(given, "inj_reaction")
    )


U02 = _urgent(
    "U02",
    _("Reaction after the injection"),
    injection_reaction,
    "j_sys x_temp",
    Line(_("Keep your study card with you tonight and tell your family.")),
    message="M-U",
    to=("OD", "SR"),
    source="S12",
)


def injection_site(given: Given) -> bool:
    since = given.facts.days_since_injection
    late = since is not None and since >= SPREADING_FROM
    return (
        given.is_("j_site_cm", "over10")
        or given.has("j_site", "blister_ulcer", "pus")
        or (late and given.has("j_site", "spreading"))
        or said(given, "site_bad")
    )


U03 = _urgent(
    "U03",
    _("Injection spot large, open, infected or growing"),
    injection_site,
    "j_site j_site_cm",
    Line(_("Do not scratch it or put herbs on it.")),
    message="M-U2",
    source="",
    confirm=True,
)


def infected_skin(given: Given) -> bool:
    return given.has("w_inf", "pus", "hot_spreading") or said(given, "skin_inf")


U04 = _urgent(
    "U04",
    _("Infected skin: pus, or hot and spreading"),
    infected_skin,
    "w_inf",
    Line(_("Keep it clean; no new creams.")),
    message="M-U2",
    source="S34",
)


def herpes_or_exposure(given: Given) -> bool:
    return (
        given.has("w_inf", "grouped_small_blisters")
        or given.has("s_inf", "shingles", "coldsore_spread")
        or given.has("s_contact", "chickenpox_shingles", "measles", "tb")
        or said(given, "herpes")
        or said(given, "exposure")
    )


U05 = _urgent(
    "U05",
    _("Shingles or herpes, or close to chickenpox, measles or TB"),
    herpes_or_exposure,
    "w_inf s_inf s_contact",
    Line(_("Early treatment helps; please keep your phone near.")),
    message="M-U",
    source="S34, GK",
)


def infection(given: Given) -> bool:
    fever_answer = given.value("w_fever") or given.facts.recent.get("w_fever")
    feverish = fever_now(given) or fever_answer == "now"
    not_free = feverish or fever_answer not in (None, "no")
    long_cough = given.has("s_inf", "cough") and given.at_least("s_inf_days", COUGH_DAYS)
    return (
        given.has("s_inf", "cough_breathless_exertion")
        or (long_cough and not_free)
        or (given.has("s_inf", "urine", "thrush", "other") and feverish)
        or said(given, "chest_infection")
    )


U06 = _urgent(
    "U06",
    _("Cough with breathlessness, or infection with fever"),
    infection,
    "s_inf s_inf_days w_fever u_kind",
    Line(_("Wear a mask. If you cannot get your breath, call 120.")),
    message="M-U",
    source="GK",
)


def relapse(given: Given) -> bool:
    persist, before = given.number("w_persist"), given.previous("w_persist")
    not_fewer = persist is not None and persist >= RELAPSE_COUNT and not (before is not None and persist <= before)
    return given.facts.control_reached and (
        not_fewer or given.is_("w_old", "spreading") or given.at_least("w_new", MANY_NEW)
    )


U07 = _urgent(
    "U07",
    _("Possible relapse after control"),
    relapse,
    "w_persist w_old w_new",
    Line(_("You may need an earlier skin check.")),
    message="M-U2",
    source="S4",
    confirm=True,
)


def flare(given: Given) -> bool:
    new, before = given.number("w_new"), given.previous("w_new")
    more = new is not None and before is not None and ((new >= VERY_MANY_NEW and new > before) or new >= before + JUMP)
    wide = given.is_("w_extent", "over10") and given.facts.previous.get("w_extent") != "over10"
    return more or wide or given.is_("w_change", "much_worse") or said(given, "flare")


U08 = _urgent(
    "U08",
    _("Skin or mouth clearly worse"),
    flare,
    "w_new w_extent w_change",
    Line(_("You may need an earlier skin check.")),
    message="M-U2",
    source="",
    confirm=True,
)


def poor_intake(given: Given) -> bool:
    return given.is_("w_eat", "liquids_little") or said(given, "poor_intake")


U09 = _urgent(
    "U09",
    _("Can drink only a little"),
    poor_intake,
    "w_eat",
    Line(_("Take small sips often. If you cannot swallow your tablets, ring us.")),
    message="M-U",
    source="GK",
)


def eye(given: Given) -> bool:
    eyes_before = "eyes" in given.facts.previous.get("w_area", "").split("|")
    blurred = given.has("s_eye", "blur")
    return (
        (given.has("w_area", "eyes") and not eyes_before)
        or given.has("s_eye", "pain")
        or (given.has("s_eye", "red") and blurred)
        or (soon_after_injection(given, EYE_DAYS) and blurred)
        or said(given, "eye")
    )


U10 = _urgent(
    "U10",
    _("Eye: newly affected, painful, or red and blurred"),
    eye,
    "w_area s_eye",
    Line(_("Do not rub, and do not use old eye drops.")),
    message="M-U",
    source="S12, GK",
)


def steroid_missed(given: Given) -> bool:
    return _missed_in_a_row(given) or ran_out(given) or said(given, "missed_steroid")


def _missed_in_a_row(given: Given) -> bool:
    """Judged in the diary of a missed day, when the reason is known or has stayed open for 10 minutes."""
    return (
        derived.missed_today(given)
        and not derived.steroid_reason_awaited(given)
        and derived.missed_steroid_days(given) >= MISSED_DAYS
        and derived.last_plan_mg(given) >= PLAN_THAT_MATTERS
    )


def ran_out(given: Given) -> bool:
    return derived.steroid_reason(given) == "ran_out"


U11 = _urgent(
    "U11",
    _("Steroid missed two days or more, or none left"),
    steroid_missed,
    "d_gc d_gc_mg d_gc_mg2 d_gc_mg3 d_gc_why",
    Line(
        _("Do not take a double dose. Unless a doctor told you to stop, take today's planned dose."), touches_dose=True
    ),
    Line(_("If you cannot reach us, take the box to the nearest hospital today."), when=ran_out, touches_dose=True),
    message="M-U",
    to=("OD", "CRC"),
    source="S21, S37",
    confirm=True,
)


def vomiting(given: Given) -> bool:
    still = given.has("s_gi", "diarrhoea_3plus", "vomiting_repeated") and still_so(given, "s_gi_now", after="s_gi")
    return (
        derived.steroid_reason(given) == "vomited" or still or given.has("x_red", "vomiting") or said(given, "vomiting")
    )


U12 = _urgent(
    "U12",
    _("Vomiting or diarrhoea: steroid may not work"),
    vomiting,
    "d_gc_why s_gi s_gi_now x_red",
    Line(_("If you vomit again or feel faint, call 120.")),
    message="M-U",
    source="S22",
)


def wrong_dose(given: Given) -> bool:
    return _wrong_steroid(given) or _wrong_azathioprine(given) or said(given, "dose_error")


def _wrong_steroid(given: Given) -> bool:
    day = derived.steroid_day(given)
    if day is None or not day.planned_mg or day.taken_mg is None or derived.steroid_reason_awaited(given):
        return False
    if _explained(day):
        return False
    twice = day.taken_mg >= TIMES_PLAN * day.planned_mg and day.taken_mg - day.planned_mg >= STEROID_ABOVE
    before = derived.previous_planned_day(given)
    again = before is not None and _dropped(before)
    return twice or (_dropped(day) and (day.reason in ("own_choice", "side_effect") or again))


def _dropped(day: PastDay) -> bool:
    drop = derived.drop_of(day)
    return (
        drop is not None
        and drop >= DROP
        and day.planned_mg is not None
        and day.taken_mg is not None
        and day.planned_mg - day.taken_mg >= STEROID_BELOW
    )


def _wrong_azathioprine(given: Given) -> bool:
    day = derived.azathioprine_day(given)
    if day is None or not day.planned_mg or day.taken_mg is None or derived.azathioprine_reason_awaited(given):
        return False
    above = day.taken_mg - day.planned_mg
    return not _explained(day) and day.taken_mg >= TIMES_PLAN * day.planned_mg and above >= AZATHIOPRINE_ABOVE


def _explained(day: PastDay) -> bool:
    """The doctor changed it, or tomorrow's dose was taken too, up to about double the plan."""
    if day.planned_mg is None or day.taken_mg is None:
        return False
    early = day.reason == "taken_early" and day.taken_mg <= TIMES_PLAN_EARLY * day.planned_mg
    return early or day.reason == "doctor_changed"


U13 = _urgent(
    "U13",
    _("Dose far from the plan"),
    wrong_dose,
    "d_gc d_gc_mg d_gc_mg2 d_gc_mg3 d_gc_why d_aza d_aza_mg d_aza_why",
    Line(_("Until we call, take the planned dose: not more, not less."), touches_dose=True),
    message="M-U2",
    source="",
    confirm=True,
    symptom=False,
)


def marrow(given: Given) -> bool:
    signs = given.has("a_marrow", "sore_throat", "mouth_ulcers_new") or fever_now(given)
    return (
        given.has("s_bleed", "red_spots", "nose_long", "many_bruises")
        or (takes_azathioprine(given) and signs)
        or said(given, "marrow")
    )


BLOOD_COUNT = Line(_("You may need a blood count soon; the doctor will tell you."))

U14 = _urgent(
    "U14",
    _("Possible bone marrow trouble: bleeding, sore throat, or fever on azathioprine"),
    marrow,
    "s_bleed a_marrow w_fever u_kind",
    BLOOD_COUNT,
    message="M-U",
    source="S15, S13, S38",
)


def hair(given: Given) -> bool:
    answered = takes_azathioprine(given) and given.is_("a_hair", "handfuls")
    return answered or (may_take_azathioprine(given) and said(given, "hair"))


U15 = _urgent(
    "U15",
    _("Mass hair loss on azathioprine"),
    hair,
    "a_hair",
    BLOOD_COUNT,
    Line(_("With fever or sore throat go to hospital at once.")),
    message="M-U2",
    source="S16",
)


def hypersensitivity(given: Given) -> bool:
    rash = given.has("a_hyper", "rash") and given.has("a_hyper", "fever", "joint_pain", "dizzy")
    return takes_azathioprine(given) and rash


U16 = _urgent(
    "U16",
    _("Possible azathioprine hypersensitivity"),
    hypersensitivity,
    "a_hyper",
    Line(_("Leave out azathioprine until we call; take the steroid as usual."), touches_dose=True),
    message="M-U",
    source="S18",
    confirm=True,
)


def stomach(given: Given) -> bool:
    """Judged when “is it still so?”, and for black stool its cause, are answered or left open: else E05 and E14
    could not come first."""
    if emergency_met(given):
        return False
    if said(given, "belly"):
        return True
    if not over_or_awaited_long(given, "s_gi_now", after="s_gi"):
        return False
    asks_cause = given.has("s_gi", "black_stool") and given.is_("s_gi_now", "yes")
    if asks_cause and not over_or_awaited_long(given, "s_gi_cause", after="s_gi_now"):
        return False
    return given.has("s_gi", "upper_pain", "black_stool", "vomit_blood", "severe_sudden_pain")


U17 = _urgent(
    "U17",
    _("Stomach pain, black stool or vomited blood"),
    stomach,
    "s_gi s_gi_now s_gi_cause",
    Line(_("No painkillers such as ibuprofen.")),
    message="M-U",
    source="S15",
)


def liver(given: Given) -> bool:
    return given.has("s_liver", "yellow", "dark_urine") or said(given, "liver")


U18 = _urgent(
    "U18",
    _("Yellow skin or dark urine"),
    liver,
    "s_liver",
    Line(_("You may need a liver blood test; the doctor will tell you.")),
    message="M-U2",
    source="S13, S15",
)


def interaction(given: Given) -> bool:
    named = given.has(
        "m_drug", "allopurinol", "febuxostat", "topiroxostat", "cotrimoxazole", "ribavirin", "tripterygium", "warfarin"
    )
    return (takes_azathioprine(given) and named) or (may_take_azathioprine(given) and said(given, "interaction"))


U19 = _urgent(
    "U19",
    _("A medicine that may not go with azathioprine"),
    interaction,
    "m_drug",
    Line(
        _(
            "This medicine and azathioprine may not go together. Until we call leave out azathioprine, "
            "and take your other prescribed medicines as usual."
        ),
        touches_dose=True,
    ),
    message="M-U2",
    source="S17, S18",
    confirm=True,
    symptom=False,
)


def clot(given: Given) -> bool:
    """Without a chest symptom; with one it is E03."""
    chest = given.has("x_red", "chest_pain", "breathless") or given.text("chest")
    return not chest and (given.has("s_swell", "one_leg") or said(given, "clot"))


U20 = _urgent(
    "U20",
    _("Possible clot: one leg swollen"),
    clot,
    "s_swell x_red",
    Line(_("Do not rub the leg. Chest pain or breathless: 120.")),
    message="M-U",
    to=("OD", "SR"),
    source="SEED, GK",
)


def pregnancy(given: Given) -> bool:
    named = given.is_("s_preg", "late_or_positive", "partner_pregnant", "breastfeeding", "planning")
    return named or said(given, "pregnancy")


def of_partner(given: Given) -> bool:
    return given.is_("s_preg", "partner_pregnant") or (given.facts.sex or "").startswith("m")


U21 = _urgent(
    "U21",
    _("Pregnancy, breastfeeding, or planned: participant or partner"),
    pregnancy,
    "s_preg",
    Line(_("Do not stop your steroid on your own."), when=lambda given: not of_partner(given), touches_dose=True),
    Line(_("Thank you; the doctor will explain what this means."), when=of_partner),
    message="M-U2",
    to=("OD", "PI", "SR"),
    source="SEED",
    symptom=False,
)


def hospital(given: Given) -> bool:
    return (
        given.has("w_events", "er_visit", "hospital_stay", "surgery", "new_serious_dx")
        or given.is_("f_e", "at_hospital")
        or given.is_("f_safe", "at_hospital")
        or said(given, "hospital")
    )


U22 = _urgent(
    "U22",
    _("Hospital, operation or new serious illness: possible SAE"),
    hospital,
    "w_events f_e f_safe",
    Line(_("Show your study card there; the steroid must not be stopped suddenly."), touches_dose=True),
    Line(_("Show your study card there."), when=lambda given: "U22" not in rule.SIGNED),
    Line(
        _("Before any transfusion tell them that you had CM313 (anti-CD38): it disturbs cross-matching."),
        when=lambda given: given.facts.arm == CM313,
    ),
    message="M-U2",
    to=("OD", "PI", "SR"),
    source="S25, S13",
    symptom=False,
)


def mood(given: Given) -> bool:
    hears = (
        given.is_("s_psych", "yes")
        and over_or_awaited_long(given, "s_psych_safe", after="s_psych")
        and "E08" not in given.raised
    )
    return (
        hears
        or given.is_("s_mood", "lot")
        or given.is_("s_selfharm", "passive")
        or said(given, "mania")
        or said(given, "low_mood")
    )


U23 = _urgent(
    "U23",
    _("Marked change of mood, hallucinations or passive thoughts of death"),
    mood,
    "s_psych s_psych_safe s_mood s_selfharm",
    Line(_("If it gets hard, you can call 12356; you need not give your name.")),
    message="M-U2",
    source="S24, S35",
)


def sugar(given: Given) -> bool:
    high = given.at_least("s_glu", HIGH_SUGAR) and given.below("s_glu", VERY_HIGH_SUGAR)
    return (is_fresh(given, "s_glu") and (high or low_sugar(given))) or thirst(given) or said(given, "glucose")


def low_sugar(given: Given) -> bool:
    return given.at_least("s_glu", VERY_LOW_SUGAR) and given.below("s_glu", LOW_SUGAR)


def thirst(given: Given) -> bool:
    """Very thirsty, and no reading: no meter, or not measured."""
    return given.is_("s_thirst", "yes") and no_sugar_reading(given)


def no_sugar_reading(given: Given) -> bool:
    if given.is_("s_glu_none", "yes") or not given.facts.has_glucose_meter:
        return True
    return "s_glu" in given.settled and as_number(given.value("s_glu")) is None and not sugar_reads_hi(given)


U24 = _urgent(
    "U24",
    _("Blood sugar high or low, or great thirst"),
    sugar,
    "s_glu s_glu_none s_read_when s_thirst",
    Line(_("Take some sugar, measure again in 15 minutes."), when=low_sugar),
    message="M-U",
    source="GK",
    confirm=True,
)


def pressure(given: Given) -> bool:
    if "E06" in given.raised or "E11" in given.raised:
        return False
    high = given.at_least("s_bp_sys", HIGH_SYSTOLIC) or given.at_least("s_bp_dia", HIGH_DIASTOLIC)
    fresh = is_fresh(given, "s_bp_sys", "s_bp_dia")
    return (fresh and (high or given.below("s_bp_sys", LOW_PRESSURE))) or said(given, "bp")


U25 = _urgent(
    "U25",
    _("Blood pressure very high or low"),
    pressure,
    "s_bp_sys s_bp_dia s_read_when",
    Line(_("Rest 15 minutes and measure again.")),
    message="M-U",
    source="S27",
)


def fracture(given: Given) -> bool:
    return given.has("s_bone", "sudden_back", "cannot_walk_after_fall") or said(given, "fracture")


U26 = _urgent(
    "U26",
    _("Possible fracture"),
    fracture,
    "s_bone",
    Line(_("Lie down and lift nothing. If you cannot stand, call 120.")),
    message="M-U",
    source="S36",
)


def forbidden(given: Given) -> bool:
    return (
        given.has("m_vaccine", "flu_nasal", "shingles_live", "varicella_mmr", "other_live")
        or given.has("w_meds", "other_study_drug", "prohibited_treatment")
        or said(given, "live_vaccine")
        or said(given, "other_trial")
    )


U27 = _urgent(
    "U27",
    _("Live vaccine, other trial or treatment not allowed in the study"),
    forbidden,
    "m_vaccine w_meds",
    Line(_("Please keep the leaflet or record.")),
    message="M-U2",
    to=("OD", "PI", "SR"),
    source="SEED",
    symptom=False,
)


def infection_before_injection(given: Given) -> bool:
    return given.is_("v_inf", "yes")


U28 = _urgent(
    "U28",
    _("Infection signs before an injection visit"),
    infection_before_injection,
    "v_inf",
    Line(_("Before you set out tomorrow please ring {study_phone}; the doctor may choose another day.")),
    message="M-U2",
    to=("OD", "CRC"),
    source="SEED",
    confirm=True,
    symptom=False,
)


def needs_a_call(given: Given) -> bool:
    """Nothing else fits: severe, a danger sign, a safety question refused or left, or a follow-up not well."""
    if worried(given):
        return False
    return (
        given.is_("u_sev", "severe")
        or _danger_sign_here(given)
        or _safety_item_left(given)
        or given.left_open("n_unwell", LEFT)
        or given.is_("f_e", "same_worse", "need_call")
        or given.is_("f_u", "worse", "not_called")
        or said(given, "unwell")
    )


def _danger_sign_here(given: Given) -> bool:
    """A sign ticked in this check-in: one ticked elsewhere within 2 hours has had its own page."""
    return given.ticked("x_red") and "x_red" in given.answers


def _safety_item_left(given: Given) -> bool:
    """A ◆ item was declined, or left for 30 minutes, after the red-flag screen had been opened."""
    opened = opened_at(given, "x_red")
    if opened is None:
        return False
    later = given.log[opened:]
    declined = any(isinstance(e, Skipped) and e.item in SAFETY_ITEMS and given.declined(e.item) for e in later)
    asked = {event.item for event in later if isinstance(event, Asked)}
    return declined or any(given.left_open(item, LEFT) for item in SAFETY_ITEMS if item in asked)


U29 = _urgent(
    "U29",
    _("Severe, or a danger sign that no other row explains"),
    needs_a_call,
    " ".join(("n_unwell", "f_e", "f_u", *SAFETY_ITEMS)),
    Line(_("Please keep your phone near.")),
    message="M-U",
    source="",
    confirm=True,
)

URGENT: tuple[Rule, ...] = (
    U01, U02, U03, U04, U05, U06, U07, U08, U09, U10, U11, U12, U13, U14, U15,
    U16, U17, U18, U19, U20, U21, U22, U23, U24, U25, U26, U27, U28, U29,
)  # fmt: skip
