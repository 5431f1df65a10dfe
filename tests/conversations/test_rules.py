"""Every rule of the table: what raises it, and what just fails to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from conversations import derived
from conversations.escalation import Severity
from conversations.events import (
    Answered,
    Asked,
    ConcernRaised,
    Event,
    Noted,
    NotUnderstood,
    Picked,
    Proposed,
    Skipped,
)
from conversations.facts import AZATHIOPRINE, CM313, Facts, PastDay, PlannedDose
from conversations.given import Given
from conversations.rule import Rule
from conversations.rules import RULES, RULES_VERSION, recipients_of, rule_of, rules_for

NOW = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
TODAY = date(2026, 3, 5)
IN_SCOPE = [f"E{n:02}" for n in range(1, 15)] + [f"U{n:02}" for n in range(1, 30)] + [f"R{n:02}" for n in range(1, 15)]
SECTION_5 = """
    x_red x_temp x_onset x_text d_gc d_gc_mg d_gc_mg2 d_gc_mg3 d_gc_extra d_gc_why d_advice d_aza d_aza_mg d_aza_why
    d_ok w_fever w_new w_old w_persist w_area w_extent w_inf w_eat w_pain w_itch w_life w_change w_events w_event_text
    w_meds m_drug m_vaccine s_gi s_gi_now s_gi_cause s_inf s_inf_days s_contact s_bleed s_liver s_eye s_eye_now s_mood
    s_psych s_psych_safe s_selfharm s_sleep s_bone s_weak s_swell s_thirst s_glu s_glu_hi s_glu_none s_bp_sys s_bp_dia
    s_read_when s_weight s_preg a_marrow a_hair a_hyper j_breath j_sys j_site j_site_cm v_inf u_kind u_text u_sev
    u_since v_confirm g_done p_slot p_phone k_kind k_text t_what t_sure t_now f_e f_safe f_u n_unwell
"""
ITEMS_OF_SECTION_5 = frozenset(SECTION_5.split())
NOT_YET_ASKED = ("a_", "j_", "v_", "k_", "s_", "g_", "p_")
"""Check-ins that come later: the azathioprine module, injections, visits, questions to the team, side effects."""


def mg(amount: int | str) -> Decimal:
    return Decimal(amount)


def plan(*doses: tuple[str, int | str]) -> tuple[PlannedDose, ...]:
    return tuple(PlannedDose(drug, mg(amount)) for drug, amount in doses)


PREDNISONE_30 = plan(("prednisone", 30))
PREDNISONE_25 = {"steroids": plan(("prednisone", 25))}
PREDNISONE_20 = {"steroids": plan(("prednisone", 20))}


def days(*past: tuple[int, int | None, int | None] | tuple[int, int | None, int | None, str]) -> tuple[PastDay, ...]:
    """Diary days: how many days ago, planned, taken, reason; oldest first."""

    def decimal(amount: int | None) -> Decimal | None:
        return None if amount is None else Decimal(amount)

    return tuple(
        PastDay(TODAY - timedelta(days=ago), decimal(planned), decimal(taken), *reason)
        for ago, planned, taken, *reason in past
    )


@dataclass(frozen=True)
class Situation:
    """What is known, how the person answered, and how many minutes ago."""

    answers: Mapping[str, str]
    facts: Mapping[str, Any] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    words: tuple[str, ...] = ()
    hedged: bool = False
    minutes: int = 1

    def given(self) -> Given:
        known: dict[str, Any] = {"arm": CM313, "steroids": PREDNISONE_30} | dict(self.facts)
        facts = Facts(today=TODAY, zone="Asia/Shanghai", closes_at=NOW + timedelta(hours=8), **known)
        at = NOW - timedelta(minutes=self.minutes)
        answered = tuple(Answered(at, item, value) for item, value in self.answers.items())
        return with_words(Given(facts, self.events + answered, NOW), self.words, self.hedged)


def with_words(given: Given, words: tuple[str, ...], hedged: bool = False) -> Given:
    """As if somebody had written words of these lexicons: the lexicons have tests of their own."""
    matches = tuple(SimpleNamespace(lexicon=name, hedged=hedged, negated_selfharm=False) for name in words)
    given.__dict__["matches"] = matches
    return given


def when(
    facts: Mapping[str, Any] | None = None,
    *,
    events: tuple[Event, ...] = (),
    words: str = "",
    hedged: bool = False,
    minutes: int = 1,
    **answers: str,
) -> Situation:
    return Situation(answers, facts or {}, events, tuple(words.split()), hedged, minutes)


def hits(given: Given) -> list[str]:
    """All rules met, judged as the engine does: worst first, each seeing those before."""
    for rule in RULES:
        if rule.id not in given.raised and rule.when(given):
            raised = ConcernRaised(NOW, rule.id, rule.severity.code)
            matches = given.matches
            given = Given(given.facts, (*given.log, raised), NOW)
            given.__dict__["matches"] = matches
    return list(given.raised)


def ago(minutes: int) -> datetime:
    return NOW - timedelta(minutes=minutes)


AZA = {"arm": AZATHIOPRINE, "azathioprine": PlannedDose("azathioprine", Decimal(100), Decimal(50))}
AZA_50 = AZA | {"azathioprine": PlannedDose("azathioprine", Decimal(50))}
AZA_49 = AZA | {"azathioprine": PlannedDose("azathioprine", Decimal(49))}


def injected(days_ago: int) -> dict[str, Any]:
    return {"days_since_injection": days_ago}


def previous(**answers: str) -> dict[str, Any]:
    return {"previous": answers}


def proposed(item: str, value: str, minutes: int) -> tuple[Event, ...]:
    return (Proposed(ago(minutes), item, value, "dose"),)


CASES: list[tuple[str, list[Situation], list[Situation]]] = [
    (
        "E01",
        [when(j_breath="yes"), when(u_kind="breathing_allergy|other"), when(words="airway")],
        [when(j_breath="no"), when(u_kind="heart_head")],
    ),
    (
        "E02",
        [
            when(x_temp="39.0"),
            when(x_temp="38.0", x_red="very_weak"),
            when(x_temp="38.0", x_red="chills_shaking"),
            when(w_fever="now", x_red="confused"),
            when(w_fever="now", x_red="chills_shaking", x_temp="unknown"),
            when(w_fever="now", x_red="chills_shaking", events=(Asked(ago(10), "x_temp"),)),
            when(u_kind="fever_inf", x_red="fainted"),
            when({"recent": {"x_red": "chills_shaking"}}, x_temp="38.4"),
            when(words="sepsis"),
        ],
        [
            when(x_temp="38.9"),
            when(x_temp="37.9", x_red="very_weak"),
            when(x_temp="38.0", x_red="vomiting"),
            when(w_fever="earlier", x_red="confused"),
            when(w_fever="now", x_red="chills_shaking", x_temp="36.8"),
            when(w_fever="now", x_red="chills_shaking", events=(Asked(ago(9), "x_temp"),)),
        ],
    ),
    ("E03", [when(x_red="chest_pain"), when(x_red="breathless|vomiting"), when(words="chest"),
             when(words="collapse"), when(x_red="breathless", s_swell="one_leg")],
     [when(x_red="vomiting"), when(x_red="none"), when({"recent": {"x_red": "chest_pain"}}, f_e="better_home")]),
    ("E04", [when(x_red="one_side_weak"), when(x_red="seizure"), when(x_red="fainted"), when(x_red="confused"),
             when(words="neuro")],
     [when(x_red="very_weak"), when(x_red="bad_headache")]),
    (
        "E05",
        [
            when(s_gi="vomit_blood", s_gi_now="yes"),
            when(s_gi="vomit_blood", minutes=10),
            when(events=(Asked(ago(11), "s_gi"), Picked(ago(10), "s_gi", "vomit_blood", True))),
            when(s_gi="black_stool", s_gi_now="yes", s_gi_cause="unsure"),
            when(s_gi="black_stool", s_gi_now="yes", s_gi_cause="no"),
            when(s_gi="black_stool", s_gi_now="yes", minutes=10),
            when(s_gi="black_stool", s_gi_now="yes", s_gi_cause="yes", x_red="very_weak"),
            when(s_gi="black_stool", s_gi_now="yes", events=(Skipped(ago(1), "s_gi_cause", False),)),
            when(x_red="heavy_bleeding"),
            when(words="bleed"),
        ],
        [
            when(s_gi="vomit_blood", s_gi_now="no"),
            when(s_gi="vomit_blood", minutes=9),
            when(s_gi="black_stool", s_gi_now="yes", s_gi_cause="yes"),
            when(s_gi="black_stool", s_gi_now="yes", s_gi_cause="yes", x_red="none"),
            when(s_gi="black_stool", s_gi_now="yes", minutes=9),
            when(s_gi="black_stool", s_gi_now="no", x_red="very_weak"),
        ],
    ),
    (
        "E06",
        [
            when({"past_days": days((3, 30, 0))}, x_red="very_weak"),
            when(d_gc="no", d_gc_why="forgot", x_red="fainted"),
            when(d_gc="no", x_red="confused"),
            when(d_gc="other", d_gc_mg="15", d_gc_why="own_choice", x_red="very_weak"),
            when({"past_days": days((1, 30, 30, "vomited"))}, x_red="confused"),
            when({"past_days": days((2, 30, 0))}, s_bp_sys="89", s_read_when="today"),
            when({"past_days": days((2, 30, 0))}, s_bp_sys="89", minutes=10),
            when({"past_days": days((2, 30, 0)), "recent": {"x_red": "very_weak"}}, d_gc="yes_all"),
            when(words="adrenal"),
        ],
        [
            when({"past_days": days((4, 30, 0))}, x_red="very_weak"),
            when(d_gc="no", d_gc_why="doctor_changed", x_red="vomiting"),
            when(d_gc="no", d_gc_why="forgot", x_red="chills_shaking"),
            when(d_gc="other", d_gc_mg="15.2", d_gc_why="forgot", x_red="very_weak"),
            when({"past_days": days((2, 30, 0))}, s_bp_sys="90", s_read_when="today"),
            when({"past_days": days((2, 30, 0))}, s_bp_sys="89", s_read_when="earlier"),
            when({"past_days": days((2, 0, 0))}, x_red="very_weak"),
            when({"past_days": days((1, 30, 0, "taken_early"))}, x_red="very_weak"),
        ],
    ),
    ("E07", [when(s_selfharm="active"), when(words="selfharm"), when(f_safe="alone"), when(f_safe="not_safe")],
     [when(s_selfharm="passive"), when(s_selfharm="no_answer"), when(f_safe="safe_with")]),
    ("E08", [when(s_psych="yes", s_psych_safe="no"), when(words="psychosis_danger")],
     [when(s_psych="yes", s_psych_safe="yes"), when(s_psych="no", s_psych_safe="no")]),
    (
        "E09",
        [
            when(s_eye="sudden_loss", s_eye_now="yes"),
            when(s_eye="sudden_loss", minutes=10),
            when(injected(7), s_eye="pain|blur"),
            when(words="vision_loss"),
        ],
        [
            when(s_eye="sudden_loss", s_eye_now="no"),
            when(s_eye="sudden_loss", minutes=9),
            when(injected(8), s_eye="pain|blur"),
            when(s_eye="pain|blur"),
            when(injected(7), s_eye="pain"),
        ],
    ),
    (
        "E10",
        [
            when(s_glu="2.9", s_read_when="today"),
            when(s_glu="2.9", minutes=10),
            when(s_glu="33.3", s_read_when="today"),
            when(s_glu_hi="yes", s_read_when="today"),
            when(s_read_when="today", events=(NotUnderstood(ago(2), "s_glu", "ＨＩ", "number"),)),
            when(s_glu="16.7", x_red="vomiting", s_read_when="today"),
            when(words="glucose_danger"),
        ],
        [
            when(s_glu="3.0", s_read_when="today"),
            when(s_glu="2.9", minutes=9),
            when(s_glu="2.9", s_read_when="earlier", minutes=20),
            when(s_glu="33.2", s_read_when="today"),
            when(s_glu="16.6", x_red="vomiting", s_read_when="today"),
            when(s_glu="16.7", x_red="chills_shaking", s_read_when="today"),
        ],
    ),
    (
        "E11",
        [
            when(s_bp_sys="180", x_red="bad_headache", s_read_when="today"),
            when(s_bp_dia="110", x_red="blurred", s_read_when="today"),
            when(words="bp_danger"),
        ],
        [
            when(s_bp_sys="179", s_bp_dia="109", x_red="bad_headache", s_read_when="today"),
            when(s_bp_sys="180", x_red="vomiting", s_read_when="today"),
            when(s_bp_sys="180", x_red="bad_headache", s_read_when="earlier"),
        ],
    ),
    ("E12", [when(w_eat="nothing"), when(words="cannot_swallow")], [when(w_eat="liquids_little")]),
    (
        "E13",
        [
            when(d_gc="other", d_gc_mg="201"),
            when({"steroids": plan(("dexamethasone", "0.75"))}, d_gc="other", d_gc_mg="30"),
            when({"steroids": plan(("prednisone", 30), ("methylprednisolone", 4))}, d_gc="other", d_gc_mg="220"),
            when({"steroids": plan(("prednisone", 25))}, d_gc="other", d_gc_mg="125"),
            when({"steroids": None}, d_gc="took", d_gc_mg="201"),
            when(AZA, d_aza="other", d_aza_mg="500"),
            when({"arm": AZATHIOPRINE}, d_aza="other", d_aza_mg="401"),
            when(d_gc="other", events=proposed("d_gc_mg", "300", 10)),
            when(AZA, d_aza="other", events=proposed("d_aza_mg", "1000", 10)),
            when(words="overdose"),
        ],
        [
            when(d_gc="other", d_gc_mg="129"),
            when({"steroids": plan(("prednisone", 45))}, d_gc="other", d_gc_mg="200"),
            when({"steroids": plan(("prednisone", 10))}, d_gc="other", d_gc_mg="109"),
            when({"steroids": plan(("prednisone", 30))}, d_gc="other", d_gc_mg="149"),
            when({"arm": AZATHIOPRINE}, d_aza="other", d_aza_mg="400"),
            when(d_gc="other", events=proposed("d_gc_mg", "300", 9)),
            when(d_gc="yes_all", d_gc_mg="300"),
        ],
    ),
    ("E14", [when(s_gi="severe_sudden_pain", s_gi_now="yes"), when(s_gi="severe_sudden_pain", minutes=10),
             when(words="acute_abdomen")],
     [when(s_gi="severe_sudden_pain", s_gi_now="no"), when(s_gi="upper_pain", s_gi_now="yes")]),
    (
        "U01",
        [
            when(x_temp="38.0"),
            when(x_temp="38.9"),
            when({"temperatures": ((ago(61), mg("37.5")),)}, x_temp="37.9"),
            when({"temperatures": ((ago(24 * 60 + 1), mg("37.5")),)}, x_temp="37.9"),
            when(x_temp="37.5", x_red="chills_shaking"),
            when(x_temp="35.4", x_red="very_weak"),
            when(x_temp="unknown", w_fever="now"),
            when(x_temp="unknown", x_red="chills_shaking"),
            when(w_fever="now", minutes=30),
            when(w_fever="now", events=(Skipped(ago(1), "x_temp", True),)),
            when(u_kind="fever_inf", minutes=30),
            when(words="fever"),
        ],
        [
            when(x_temp="37.9"),
            when(x_temp="39.0"),
            when({"temperatures": ((ago(60), mg("37.5")),)}, x_temp="37.9"),
            when({"temperatures": ((ago(24 * 60 + 2), mg("37.5")),)}, x_temp="37.9"),
            when({"temperatures": ((ago(61), mg("37.4")),)}, x_temp="37.9"),
            when(x_temp="37.4", x_red="chills_shaking"),
            when(x_temp="35.5", x_red="very_weak"),
            when(x_temp="35.4", x_red="none"),
            when(x_temp="unknown", w_fever="no"),
            when(w_fever="now", minutes=29),
            when(words="fever", hedged=True),
        ],
    ),
    (
        "U02",
        [
            when(injected(1), j_sys="headache"),
            when(injected(4), j_sys="hives"),
            when(injected(4), x_temp="37.5"),
            when(injected(4), words="fever"),
            when(injected(9), j_sys="breath_earlier"),
            when(words="inj_reaction"),
        ],
        [
            when(injected(1), j_sys="none"),
            when(injected(2), j_sys="headache"),
            when(injected(5), j_sys="hives"),
            when(injected(4), x_temp="37.4"),
            when(x_temp="37.5"),
            when(injected(5), words="fever"),
        ],
    ),
    ("U03", [when(j_site_cm="over10"), when(j_site="pus"), when(j_site="blister_ulcer"),
             when(injected(3), j_site="spreading"), when(words="site_bad")],
     [when(j_site_cm="5to10"), when(j_site="redness"), when(injected(2), j_site="spreading")]),
    ("U04", [when(w_inf="pus"), when(w_inf="smell|hot_spreading"), when(words="skin_inf")], [when(w_inf="smell")]),
    ("U05", [when(w_inf="grouped_small_blisters"), when(s_inf="shingles"), when(s_inf="coldsore_spread"),
             when(s_contact="measles"), when(s_contact="tb"), when(s_contact="chickenpox_shingles"),
             when(words="herpes"), when(words="exposure")],
     [when(s_contact="flu_covid"), when(s_inf="cold"), when(w_inf="none")]),
    (
        "U06",
        [
            when(s_inf="cough_breathless_exertion"),
            when(s_inf="cough", s_inf_days="3", w_fever="earlier"),
            when({"recent": {"w_fever": "earlier"}}, s_inf="cough", s_inf_days="3"),
            when(s_inf="urine", w_fever="now"),
            when(u_kind="fever_inf", s_inf="thrush"),
            when(words="chest_infection"),
        ],
        [
            when(s_inf="cough", s_inf_days="3", w_fever="no"),
            when(s_inf="cough", s_inf_days="3"),
            when(s_inf="cough", s_inf_days="2", w_fever="now"),
            when(s_inf="urine", w_fever="earlier"),
            when(s_inf="cold", w_fever="now"),
        ],
    ),
    (
        "U07",
        [
            when({"control_reached": True}, w_persist="3"),
            when({"control_reached": True} | previous(w_persist="2"), w_persist="3"),
            when({"control_reached": True}, w_old="spreading"),
            when({"control_reached": True}, w_new="5"),
        ],
        [
            when({"control_reached": False}, w_persist="3"),
            when({"control_reached": True}, w_persist="2"),
            when({"control_reached": True} | previous(w_persist="3"), w_persist="3"),
            when({"control_reached": True}, w_old="same"),
            when({"control_reached": True}, w_new="4"),
        ],
    ),
    (
        "U08",
        [
            when(previous(w_new="9"), w_new="10"),
            when(previous(w_new="1"), w_new="6"),
            when(w_extent="over10"),
            when(previous(w_extent="5to10"), w_extent="over10"),
            when(w_change="much_worse"),
            when(words="flare"),
        ],
        [
            when(previous(w_new="10"), w_new="10"),
            when(previous(w_new="8"), w_new="9"),
            when(previous(w_new="2"), w_new="6"),
            when(w_new="12"),
            when(previous(w_extent="over10"), w_extent="over10"),
            when(w_change="worse"),
        ],
    ),
    ("U09", [when(w_eat="liquids_little"), when(words="poor_intake")], [when(w_eat="soft")]),
    (
        "U10",
        [
            when(w_area="mouth|eyes"),
            when(previous(w_area="mouth"), w_area="eyes"),
            when(s_eye="pain"),
            when(s_eye="red|blur"),
            when(injected(7), s_eye="blur"),
            when(words="eye"),
        ],
        [when(previous(w_area="mouth|eyes"), w_area="eyes"), when(s_eye="red"), when(s_eye="blur"),
         when(injected(8), s_eye="blur")],
    ),
    (
        "U11",
        [
            when({"past_days": days((1, 30, 0))}, d_gc="no", d_gc_why="forgot"),
            when({"past_days": days((1, 30, 0))}, d_gc="no", minutes=10),
            when({"past_days": days((3, 30, 0), (1, 0, 0))}, d_gc="no", d_gc_why="other"),
            when({"past_days": days((1, 5, 0)), "steroids": plan(("prednisone", 5))}, d_gc="no", d_gc_why="forgot"),
            when(d_gc="no", d_gc_why="ran_out"),
            when(words="missed_steroid"),
        ],
        [
            when(d_gc="no", d_gc_why="forgot"),
            when({"past_days": days((1, 30, 0))}, d_gc="no"),
            when({"past_days": days((1, 30, 0))}, d_gc="no", d_gc_why="doctor_changed"),
            when({"past_days": days((1, 30, 0, "doctor_changed"))}, d_gc="no", d_gc_why="forgot"),
            when({"past_days": days((1, 4, 0)), "steroids": plan(("prednisone", 4))}, d_gc="no", d_gc_why="forgot"),
            when({"past_days": days((1, 30, 0))}, d_gc="no", d_gc_why="forgot", d_advice="taken_now"),
            when({"past_days": days((2, 30, 0), (1, 30, 0))}, d_gc="yes_all"),
            when({"past_days": days((2, 30, 0), (1, 30, 0))}, w_fever="no"),
        ],
    ),
    (
        "U12",
        [
            when(d_gc="other", d_gc_why="vomited"),
            when(s_gi="diarrhoea_3plus", s_gi_now="yes"),
            when(s_gi="vomiting_repeated", minutes=10),
            when(x_red="vomiting"),
            when(words="vomiting"),
        ],
        [when(d_gc="yes_all", d_gc_why="vomited"), when(s_gi="diarrhoea_3plus", s_gi_now="no"),
         when(s_gi="mild_upset", s_gi_now="yes"), when(x_red="none")],
    ),
    (
        "U13",
        [
            when(d_gc="other", d_gc_mg="60", d_gc_why="mistake"),
            when(d_gc="other", d_gc_mg="60", minutes=10),
            when(d_gc="other", d_gc_mg="64", d_gc_why="taken_early"),
            when(d_gc="other", d_gc_mg="15", d_gc_why="own_choice"),
            when(d_gc="no", d_gc_why="side_effect"),
            when({"steroids": plan(("prednisone", 10))}, d_gc="other", d_gc_mg="20", d_gc_why="mistake"),
            when({"steroids": plan(("prednisone", 10))}, d_gc="other", d_gc_mg="5", d_gc_why="own_choice"),
            when(AZA_50, d_aza="other", d_aza_mg="100", d_aza_why="mistake"),
            when({"past_days": days((1, 30, 15))}, d_gc="other", d_gc_mg="15", d_gc_why="forgot"),
            when(AZA, d_aza="other", d_aza_mg="200", d_aza_why="mistake"),
            when(words="dose_error"),
        ],
        [
            when(d_gc="other", d_gc_mg="59", d_gc_why="mistake"),
            when(d_gc="other", d_gc_mg="60"),
            when(d_gc="other", d_gc_mg="63", d_gc_why="taken_early"),
            when(d_gc="other", d_gc_mg="60", d_gc_why="doctor_changed"),
            when({"steroids": plan(("prednisone", 9))}, d_gc="other", d_gc_mg="18", d_gc_why="mistake"),
            when(d_gc="other", d_gc_mg="15.2", d_gc_why="own_choice"),
            when(AZA_49, d_aza="other", d_aza_mg="98", d_aza_why="mistake"),
            when({"steroids": plan(("prednisone", 8))}, d_gc="other", d_gc_mg="4", d_gc_why="own_choice"),
            when({"past_days": days((1, 30, 16))}, d_gc="other", d_gc_mg="15", d_gc_why="forgot"),
            when(d_gc="no", d_gc_why="forgot"),
            when(AZA, d_aza="other", d_aza_mg="199", d_aza_why="mistake"),
            when(AZA, d_aza="other", d_aza_mg="200", d_aza_why="taken_early"),
            when({"steroids": None}, d_gc="took", d_gc_mg="90"),
        ],
    ),
    (
        "U14",
        [
            when(s_bleed="red_spots"),
            when(s_bleed="nose_long"),
            when(s_bleed="many_bruises"),
            when(AZA, a_marrow="sore_throat"),
            when(AZA, a_marrow="mouth_ulcers_new"),
            when(AZA, w_fever="now"),
            when(words="marrow"),
        ],
        [when(s_bleed="bruises|gums|nose"), when(w_fever="now"), when(AZA, w_fever="earlier"),
         when(AZA, a_marrow="none"), when(a_marrow="sore_throat")],
    ),
    ("U15", [when(AZA, a_hair="handfuls"), when(AZA, words="hair"), when({"arm": None}, words="hair")],
     [when(AZA, a_hair="bit_more"), when(words="hair"), when(a_hair="handfuls")]),
    ("U16", [when(AZA, a_hyper="rash|fever"), when(AZA, a_hyper="rash|dizzy"), when(AZA, a_hyper="rash|joint_pain")],
     [when(AZA, a_hyper="rash"), when(AZA, a_hyper="fever|dizzy"), when(a_hyper="rash|fever")]),
    (
        "U17",
        [
            when(s_gi="upper_pain", s_gi_now="yes"),
            when(s_gi="upper_pain", s_gi_now="no"),
            when(s_gi="upper_pain", minutes=10),
            when(s_gi="vomit_blood", s_gi_now="no"),
            when(s_gi="severe_sudden_pain", s_gi_now="no"),
            when(s_gi="black_stool", s_gi_now="yes", s_gi_cause="yes"),
            when(words="belly"),
        ],
        [
            when(s_gi="mild_upset", s_gi_now="yes"),
            when(s_gi="upper_pain"),
            when(s_gi="upper_pain|vomit_blood", s_gi_now="yes"),
            when(s_gi="black_stool", s_gi_now="yes"),
            when(s_gi="severe_sudden_pain", s_gi_now="yes"),
        ],
    ),
    ("U18", [when(s_liver="yellow"), when(s_liver="dark_urine"), when(words="liver")], [when(s_liver="none")]),
    (
        "U19",
        [when(AZA, m_drug=drug) for drug in ("allopurinol", "febuxostat", "topiroxostat", "cotrimoxazole", "ribavirin",
                                             "tripterygium", "other|warfarin")]
        + [when(AZA, words="interaction"), when({"arm": None}, words="interaction")],
        [when(m_drug="allopurinol"), when(AZA, m_drug="other"), when(AZA, m_drug="unsure"), when(words="interaction")],
    ),
    ("U20", [when(s_swell="one_leg"), when(s_swell="one_leg", x_red="none"), when(words="clot")],
     [when(s_swell="both_legs"), when(s_swell="one_leg", x_red="chest_pain"), when(words="clot chest")]),
    ("U21", [when(s_preg=code) for code in ("late_or_positive", "partner_pregnant", "breastfeeding", "planning")]
     + [when(words="pregnancy")],
     [when(s_preg="no"), when(s_preg="not_say")]),
    ("U22", [when(w_events=code) for code in ("er_visit", "hospital_stay", "surgery", "new_serious_dx")]
     + [when(f_e="at_hospital"), when(f_safe="at_hospital"), when(words="hospital")],
     [when(w_events="abnormal_test"), when(f_e="on_way"), when(f_safe="safe_with")]),
    (
        "U23",
        [
            when(s_psych="yes", s_psych_safe="yes"),
            when(s_psych="yes", minutes=10),
            when(s_mood="lot"),
            when(s_selfharm="passive"),
            when(words="mania"),
            when(words="low_mood"),
        ],
        [when(s_psych="yes", s_psych_safe="no"), when(s_psych="yes"), when(s_psych="no"), when(s_mood="little"),
         when(s_selfharm="no")],
    ),
    (
        "U24",
        [
            when(s_glu="16.7", s_read_when="today"),
            when(s_glu="33.2", s_read_when="today"),
            when(s_glu="3.0", s_read_when="today"),
            when(s_glu="3.8", s_read_when="today"),
            when(s_thirst="yes", s_glu_none="yes"),
            when(s_thirst="yes", s_glu="unknown"),
            when({"has_glucose_meter": False}, s_thirst="yes"),
            when(words="glucose"),
        ],
        [
            when(s_glu="16.6", s_read_when="today"),
            when(s_glu="33.3", s_read_when="today"),
            when(s_glu="2.9", s_read_when="today"),
            when(s_glu="3.9", s_read_when="today"),
            when(s_glu="16.7", s_read_when="earlier"),
            when(s_thirst="yes", s_glu="6.1"),
            when(s_thirst="no", s_glu="unknown"),
        ],
    ),
    (
        "U25",
        [
            when(s_bp_sys="180", s_read_when="today"),
            when(s_bp_dia="110", s_read_when="today"),
            when(s_bp_sys="89", minutes=10),
            when(words="bp"),
        ],
        [
            when(s_bp_sys="179", s_bp_dia="109", s_read_when="today"),
            when(s_bp_sys="90", s_read_when="today"),
            when(s_bp_sys="180", s_read_when="earlier"),
            when(s_bp_sys="180", s_read_when="today", x_red="confused"),
            when({"past_days": days((1, 30, 0))}, s_bp_sys="89", s_read_when="today"),
        ],
    ),
    ("U26", [when(s_bone="sudden_back"), when(s_bone="cannot_walk_after_fall"), when(words="fracture")],
     [when(s_bone="hip_groin")]),
    ("U27", [when(m_vaccine=code) for code in ("flu_nasal", "shingles_live", "varicella_mmr", "other_live")]
     + [when(w_meds="other_study_drug"), when(w_meds="vaccine|prohibited_treatment"), when(words="live_vaccine"),
        when(words="other_trial")],
     [when(m_vaccine="flu_shot"), when(m_vaccine="shingles_recomb"), when(w_meds="vaccine", m_vaccine="unsure")]),
    ("U28", [when(v_inf="yes")], [when(v_inf="no")]),
    (
        "U29",
        [
            when(u_kind="other", u_sev="severe"),
            when(u_kind="other", x_red="bad_headache"),
            when(x_red="none", events=(Asked(ago(3), "x_red"), Skipped(ago(2), "w_inf", True))),
            when(events=(Asked(ago(3), "x_red"), Skipped(ago(2), "x_red", True))),
            when(events=(Asked(ago(30), "x_red"),)),
            when(x_red="none", minutes=40, events=(Asked(ago(41), "x_red"), Asked(ago(30), "w_eat"))),
            when(events=(Asked(ago(30), "n_unwell"),)),
            when(f_u="worse"),
            when(f_u="not_called"),
            when(f_e="same_worse"),
            when(f_e="need_call"),
            when(words="unwell"),
        ],
        [
            when(u_kind="other", u_sev="moderate"),
            when(u_kind="other", x_red="vomiting"),
            when(w_eat="nothing", u_sev="severe"),
            when(x_red="none"),
            when({"recent": {"x_red": "bad_headache"}}, w_fever="no"),
            when(x_red="none", events=(Skipped(ago(9), "w_inf", True), Asked(ago(3), "x_red"))),
            when(events=(Asked(ago(29), "x_red"),)),
            when(x_red="none", events=(Asked(ago(3), "x_red"), Skipped(ago(2), "s_mood", True))),
            when(events=(Asked(ago(29), "n_unwell"),)),
            when(f_u="same"),
            when(f_e="better_home"),
        ],
    ),
    (
        "R01",
        [
            when({"steroids": None}, d_gc="none_taken"),
            when({"steroids": plan(("prednisone", 0))}, d_gc="plan0_took", d_gc_mg="5"),
            when(d_gc="other", d_gc_mg="30", d_gc_extra="yes"),
            when(w_meds="steroid_injection"),
            *[when(d_gc="no", d_gc_why=why) for why in ("side_effect", "own_choice", "mistake", "taken_early")],
            when({"past_days": days((4, 30, 24))}, d_gc="other", d_gc_mg="24", d_gc_why="forgot"),
            when({"past_days": days((4, 30, 24))} | PREDNISONE_25, d_gc="other", d_gc_mg="20", d_gc_why="forgot"),
            when(d_gc="other", events=(NotUnderstood(ago(3), "d_gc_mg", "?", "range"),
                                       NotUnderstood(ago(2), "d_gc_mg", "?", "range"),
                                       Skipped(ago(2), "d_gc_mg", False))),
        ],
        [
            when(d_gc="yes_all"),
            when({"steroids": plan(("prednisone", 0))}, d_gc="plan0_none"),
            when(d_gc="no", d_gc_why="forgot"),
            when(d_gc="no", d_gc_why="doctor_changed"),
            when({"past_days": days((4, 30, 25))}, d_gc="other", d_gc_mg="24", d_gc_why="forgot"),
            when({"past_days": days((4, 30, 24))}, d_gc="other", d_gc_mg="24"),
            when({"past_days": days((4, 30, 24))}, d_gc="other", d_gc_mg="24", d_gc_why="doctor_changed"),
            when({"past_days": days((4, 30, 24))} | PREDNISONE_20, d_gc="other", d_gc_mg="15.5", d_gc_why="forgot"),
            when({"past_days": days((4, 30, 24))}, d_gc="other", d_gc_mg="25", d_gc_why="forgot"),
            when({"past_days": days((9, 30, 24), *((n, 30, 30) for n in range(6, 0, -1)))}, d_gc="other",
                 d_gc_mg="24", d_gc_why="forgot"),
            when(d_gc="other", events=(NotUnderstood(ago(3), "d_gc_mg", "?", "range"),
                                       Skipped(ago(2), "d_gc_mg", False))),
        ],
    ),
    (
        "R02",
        [
            when(d_gc="other", d_gc_mg="25", d_gc_why="doctor_changed"),
            when({"said_mg": mg(25)}, d_gc="other", d_gc_mg="20", d_gc_why="doctor_changed"),
            when(AZA, d_aza="no", d_aza_why="doctor_changed"),
        ],
        [
            when({"said_mg": mg(25)}, d_gc="said_again"),
            when({"said_mg": mg(25)}, d_gc="other", d_gc_mg="25", d_gc_why="doctor_changed"),
            when(d_gc="other", d_gc_mg="25", d_gc_why="forgot"),
            when(AZA, d_aza="yes_all", d_aza_why="doctor_changed"),
        ],
    ),
    (
        "R03",
        [
            when(w_pain="7"),
            when(previous(w_pain="2"), w_pain="5"),
            when(w_itch="7"),
            when(w_life="8"),
            when(w_inf="smell"),
            when(w_new="10"),
            when({"control_reached": True}, w_new="3"),
            when(w_new="1", w_area="throat"),
            when(w_new="1", w_area="mouth|genitals"),
        ],
        [
            when(w_pain="6"),
            when(previous(w_pain="3"), w_pain="5"),
            when(w_itch="6"),
            when(w_life="7"),
            when(w_new="9"),
            when(previous(w_new="10"), w_new="10"),
            when({"control_reached": True}, w_new="2"),
            when(w_new="3"),
            when(w_new="0", w_area="throat"),
            when(w_new="1", w_area="mouth"),
        ],
    ),
    (
        "R04",
        [
            when(previous(s_mood="little"), s_mood="little"),
            when(previous(s_sleep="7"), s_sleep="7"),
            when(s_selfharm="no_answer"),
            when(events=(Skipped(ago(1), "s_selfharm", True),)),
            when(events=(Skipped(ago(1), "s_psych", True),)),
            when(events=(Asked(ago(30), "s_psych"),)),
        ],
        [when(s_mood="little"), when(previous(s_mood="no"), s_mood="little"), when(previous(s_sleep="6"), s_sleep="7"),
         when(s_sleep="9"), when(s_selfharm="no"), when(events=(Asked(ago(29), "s_psych"),))],
    ),
    (
        "R05",
        [
            when(s_glu="11.1"),
            when(s_glu="16.6"),
            when(s_bp_sys="160"),
            when(s_bp_dia="100"),
            when(s_bp_dia="109"),
            when(s_glu="17", s_read_when="earlier"),
            when(s_bp_sys="85", s_read_when="earlier"),
            when(x_temp="37.5"),
            when(words="reading"),
        ],
        [when(s_glu="11.0"), when(s_glu="16.7"), when(s_bp_sys="159", s_bp_dia="99"), when(s_bp_sys="180"),
         when(s_glu="17", s_read_when="today"), when(x_temp="37.4"), when(x_temp="38.0"),
         when({"temperatures": ((ago(90), mg("37.6")),)}, x_temp="37.6")],
    ),
    ("R06", [when(s_bone="hip_groin"), when(s_weak="yes"), when(s_eye="red"), when(s_eye="blur")],
     [when(s_bone="sudden_back"), when(s_weak="no"), when(s_eye="red|blur"), when(s_eye="none")]),
    (
        "R07",
        [
            when(previous(s_weight="60"), s_weight="63"),
            when(s_swell="both_legs"),
            when(s_swell="face"),
            when(previous(s_gi="mild_upset"), s_gi="mild_upset"),
            when(s_gi="diarrhoea_3plus", s_gi_now="no"),
        ],
        [when(previous(s_weight="60"), s_weight="62.9"), when(s_weight="90"), when(s_swell="one_leg"),
         when(s_gi="mild_upset"), when(s_gi="diarrhoea_3plus", s_gi_now="yes")],
    ),
    (
        "R08",
        [
            when(w_fever="earlier"),
            when(w_fever="now", x_temp="36.8"),
            when(s_inf="cold"),
            when(s_contact="flu_covid"),
            when(s_bleed="gums"),
            when(AZA, a_hair="bit_more"),
            when(AZA, a_hyper="dizzy"),
            when(j_site="itch"),
            when(injected(3), j_sys="headache"),
            when(words="bleed", hedged=True, t_now="earlier"),
            when(words="fever", hedged=True, events=(Asked(ago(10), "t_now"),)),
        ],
        [
            when(w_fever="no"),
            when(w_fever="now"),
            when(w_fever="now", x_temp="38.2"),
            when(s_inf="shingles"),
            when(s_contact="tb"),
            when(s_bleed="red_spots"),
            when(AZA, a_hair="none"),
            when(AZA, a_hyper="rash|dizzy"),
            when(j_site="pus"),
            when(injected(1), j_sys="headache"),
            when(words="bleed", hedged=True, t_now="someone"),
            when(words="fever", hedged=True, events=(Asked(ago(9), "t_now"),)),
        ],
    ),
    (
        "R09",
        [
            when(w_events="abnormal_test"),
            when(w_meds="new_medicine", m_drug="other"),
            when(w_meds="herbal", minutes=10),
            when(w_meds="vaccine", m_vaccine="covid"),
            when(w_meds="planned"),
            when(m_drug="tripterygium"),
            when(s_preg="not_say"),
        ],
        [
            when(w_events="none"),
            when(w_meds="new_medicine"),
            when(AZA, w_meds="new_medicine", m_drug="allopurinol"),
            when(w_meds="vaccine", m_vaccine="other_live"),
            when(w_meds="none"),
            when(AZA, m_drug="tripterygium"),
            when(s_preg="no"),
        ],
    ),
    (
        "R10",
        [
            when(AZA | {"azathioprine_days": days((6, 100, 0), (2, 100, 0))}, d_aza="no", d_aza_why="forgot"),
            *[when(AZA, d_aza="no", d_aza_why=why) for why in ("side_effect", "own_choice", "vomited", "ran_out")],
        ],
        [
            when(AZA | {"azathioprine_days": days((7, 100, 0), (2, 100, 0))}, d_aza="no", d_aza_why="forgot"),
            when(AZA | {"azathioprine_days": days((3, 100, 0), (2, 100, 0), (1, 100, 0))}, d_aza="yes_all"),
            when(AZA, d_aza="no", d_aza_why="forgot"),
        ],
    ),
    (
        "R11",
        [
            when(v_confirm="rebook"),
            when(v_confirm="unsure"),
            when(g_done="need_help"),
            when(g_done="cannot"),
            when(p_slot="none_fit"),
            when(p_phone="change"),
        ],
        [when(v_confirm="yes"), when(g_done="will_go"), when(g_done="done"), when(p_slot="at_0900", p_phone="yes")],
    ),
    (
        "R12",
        [
            when({"temperatures": ((ago(90), mg("38.0")),)}, w_fever="no"),
            when(w_fever="no", x_temp="38.0"),
            when(d_gc="yes_all", words="missed_steroid"),
        ],
        [
            when({"temperatures": ((ago(90), mg("37.9")),)}, w_fever="no"),
            when({"temperatures": ((ago(22 * 60), mg("38.5")),)}, w_fever="no"),
            when(w_fever="earlier", x_temp="38.0"),
            when(d_gc="no", words="missed_steroid"),
        ],
    ),
    (
        "R13",
        [when(k_kind="stop_study"), when(k_kind="complaint"), when(t_what="study", t_sure="yes"),
         when(t_what="bot_only", minutes=10)],
        [when(k_kind="visit"), when(t_what="pause"), when(t_what="study", t_sure="no", minutes=20),
         when(t_what="bot_only")],
    ),
    (
        "R14",
        [
            when(k_kind="visit"),
            when(k_kind="other"),
            when(u_kind="other", x_red="none", u_sev="mild", u_since="today"),
            when(u_kind="other", minutes=30),
            when(events=(Noted(ago(1), "", "voice"),)),
            when(words="bleed", hedged=True, t_now="asking"),
        ],
        [
            when(k_kind="complaint"),
            when(u_kind="other"),
            when(u_kind="other", minutes=29),
            when(u_kind="other", x_red="none", u_sev="severe", u_since="today"),
            when(events=(Noted(ago(1), "谢谢", "words"),)),
            when(events=(Noted(ago(1), "谢谢", "photo"),)),
        ],
    ),
]  # fmt: skip

MET = [pytest.param(rule, situation, id=f"{rule}-{n}") for rule, met, _ in CASES for n, situation in enumerate(met)]
NOT_MET = [pytest.param(rule, situation, id=f"{rule}-{n}") for rule, _, no in CASES for n, situation in enumerate(no)]


@pytest.mark.parametrize(("rule", "situation"), MET)
def test_a_rule_is_raised(rule: str, situation: Situation) -> None:
    assert rule in hits(situation.given())


@pytest.mark.parametrize(("rule", "situation"), NOT_MET)
def test_a_rule_is_just_not_raised(rule: str, situation: Situation) -> None:
    assert rule not in hits(situation.given())


def test_every_row_in_scope_is_there_once_worst_first() -> None:
    assert [rule.id for rule in RULES] == IN_SCOPE
    assert [rule.severity for rule in RULES] == sorted((rule.severity for rule in RULES), reverse=True)
    assert {rule.id[0]: rule.severity for rule in RULES} == {
        "E": Severity.EMERGENCY,
        "U": Severity.URGENT,
        "R": Severity.REVIEW,
    }
    assert RULES_VERSION == 1


def test_every_rule_has_a_case_that_raises_it_and_one_that_does_not() -> None:
    assert [rule for rule, met, no in CASES if met and no] == IN_SCOPE


def test_a_rule_is_found_by_its_id() -> None:
    assert rule_of("U13").id == "U13"
    with pytest.raises(KeyError):
        rule_of("U30")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_names_real_items(rule: Rule) -> None:
    from conversations.questionnaires import ALL

    asked = {item.id for questionnaire in ALL.values() for item in questionnaire.items}
    assert set(rule.items) <= ITEMS_OF_SECTION_5
    assert {item for item in rule.items if not item.startswith(NOT_YET_ASKED)} <= asked


def test_the_safety_items_that_are_watched_are_those_of_the_questionnaires() -> None:
    from conversations.questionnaires import ALL
    from conversations.rules.urgent import SAFETY_ITEMS

    marked = {item.id for questionnaire in ALL.values() for item in questionnaire.items if item.safety}
    of_mood = {"s_mood", "s_psych", "s_psych_safe", "s_selfharm"}
    asked_otherwise = {"t_now", "n_unwell"}
    assert marked - of_mood - asked_otherwise <= set(SAFETY_ITEMS)


def test_every_lexicon_raises_the_rules_it_names() -> None:
    from conversations.lexicons import LEXICONS

    for lexicon in LEXICONS:
        met = set(hits(when({"arm": None}, words=lexicon.name).given()))
        assert set(lexicon.rules) <= met, lexicon.name


def test_denied_self_harm_is_no_alarm() -> None:
    given = when(w_fever="no").given()
    given.__dict__["matches"] = (SimpleNamespace(lexicon="selfharm", hedged=False, negated_selfharm=True),)
    assert hits(given) == []


def test_a_hedged_emergency_word_left_open_counts_but_an_urgent_one_goes_to_the_digest() -> None:
    left = (Asked(ago(10), "t_now"),)
    assert "E05" in hits(when(words="bleed", hedged=True, events=left).given())
    assert hits(when(words="liver", hedged=True, events=left).given()) == ["R08"]
    assert "U18" in hits(when(words="liver", hedged=True, t_now="me_now").given())


@pytest.mark.parametrize(("rule", "situation"), [case for case in MET if case.values[0][0] == "E"])
def test_an_emergency_is_never_suppressed(rule: str, situation: Situation) -> None:
    given = situation.given()
    others = tuple(ConcernRaised(NOW, other.id, other.severity.code) for other in RULES if other.id != rule)
    after_all_others = Given(given.facts, (*given.log, *others), NOW)
    after_all_others.__dict__["matches"] = given.matches
    assert rule_of(rule).when(after_all_others)


def test_nothing_is_raised_before_anything_is_said() -> None:
    known: dict[str, Any] = {
        "recent": {"x_red": "breathless|vomiting", "x_temp": "39.5"},
        "past_days": days((2, 30, 0), (1, 30, 0)),
    }
    assert hits(when(known).given()) == []


def test_a_quiet_day_and_a_quiet_week_raise_nothing() -> None:
    assert hits(when(AZA, d_gc="yes_all", d_aza="yes_all", d_ok="no").given()) == []
    week = when(w_fever="no", w_new="0", w_old="healed", w_eat="normal", w_pain="0", w_itch="1", w_life="0",
                w_change="same", w_events="none", w_meds="none")  # fmt: skip
    assert hits(week.given()) == []


def test_who_is_told_may_depend_on_the_answer() -> None:
    assert recipients_of(rule_of("R14"), when(k_kind="privacy").given()) == ("PI",)
    assert recipients_of(rule_of("R14"), when(k_kind="call_me").given()) == ("CRC",)
    assert recipients_of(rule_of("R14"), when(u_kind="other").given()) == ("OD",)
    assert recipients_of(rule_of("R09"), when(w_meds="antibiotic").given()) == ("OD", "CRC")
    assert recipients_of(rule_of("R09"), when(w_meds="herbal").given()) == ("CRC",)
    assert recipients_of(rule_of("E01"), when(j_breath="yes").given()) == ("OD", "PI", "SR")


def test_after_which_urgent_rows_the_participant_is_asked_again() -> None:
    without = {"U13", "U19", "U21", "U22", "U27", "U28"}
    assert {rule.id for rule in RULES if rule.symptom} == {f"U{n:02}" for n in range(1, 30)} - without


def test_what_still_waits_for_a_doctors_word() -> None:
    marked = "E01 E02 E10 E14 U01 U03 U07 U08 U11 U13 U16 U19 U24 U28 U29 R01 R03 R10 R12"
    assert [rule.id for rule in RULES if rule.confirm] == marked.split()


def test_a_check_in_is_judged_by_the_rules_that_its_items_or_words_can_meet() -> None:
    stop = {rule.id for rule in rules_for([SimpleNamespace(id="t_what")])}
    assert {"E01", "U01", "R13", "R14"} <= stop
    assert stop.isdisjoint({"R03", "U28"})
    assert [rule.id for rule in rules_for([SimpleNamespace(id=i) for i in ITEMS_OF_SECTION_5])] == IN_SCOPE


# --- derived values ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (when(d_gc="yes_all"), 30),
        (when({"steroids": plan(("prednisone", 20), ("methylprednisolone", 8))}, d_gc="yes_all"), 30),
        (when(d_gc="no"), 0),
        (when(d_gc="no", d_gc_why="forgot", d_advice="taken_now"), 30),
        (when(d_gc="other", d_gc_mg="25"), 25),
        (when({"steroids": plan(("prednisone", 20), ("methylprednisolone", 8))}, d_gc="other", d_gc_mg="20",
              d_gc_mg2="4"), 25),
        (when({"steroids": plan(("prednisone", 20), ("methylprednisolone", 8))}, d_gc="other", d_gc_mg="20"), None),
        (when(d_gc="other"), None),
        (when({"steroids": plan(("prednisone", 0))}, d_gc="plan0_none"), 0),
        (when({"steroids": plan(("methylprednisolone", 0))}, d_gc="plan0_took", d_gc_mg="4"), 5),
        (when({"steroids": None}, d_gc="none_taken"), 0),
        (when({"steroids": None}, d_gc="took", d_gc_drug="methylprednisolone", d_gc_mg="4"), 5),
        (when({"steroids": None}, d_gc="took", d_gc_drug="unsure"), None),
        (when({"old_steroids": plan(("prednisone", 40))}, d_gc="yes_old"), 40),
        (when({"said_mg": mg(25)}, d_gc="said_again"), 25),
        (when(d_gc_mg="300"), None),
        (when(), None),
    ],
)  # fmt: skip
def test_the_steroid_taken_in_prednisone_equivalents(situation: Situation, expected: int | None) -> None:
    assert derived.taken_steroid_mg(situation.given()) == expected


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (when({"past_days": days((3, 30, 0), (2, 30, 0), (1, 30, 0))}), 3),
        (when({"past_days": days((3, 30, 30), (2, 30, 0), (1, 30, 0))}), 2),
        (when({"past_days": days((3, 30, 0), (2, 0, 0), (1, 30, 0))}), 2),
        (when({"past_days": days((3, 30, 0), (2, 30, None), (1, 30, 0))}), 2),
        (when({"past_days": days((2, 30, 0), (1, 30, 0, "doctor_changed"))}), 0),
        (when({"past_days": days((1, 30, 0))}, d_gc="no"), 2),
        (when({"past_days": days((1, 30, 0))}, d_gc="yes_all"), 0),
        (when({"past_days": days((1, 30, 0))}, d_gc="other"), 1),
        (when({"past_days": days((1, None, 0))}), 0),
    ],
)
def test_missed_days_in_a_row(situation: Situation, expected: int) -> None:
    assert derived.missed_steroid_days(situation.given()) == expected


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (when(d_gc="no"), 100),
        (when(d_gc="other", d_gc_mg="15"), 50),
        (when(d_gc="other", d_gc_mg="60"), 0),
        (when(d_gc="no", d_gc_why="taken_early"), None),
        (when({"steroids": plan(("prednisone", 0))}, d_gc="plan0_none"), None),
        (when({"steroids": None}, d_gc="none_taken"), None),
        (when(), None),
    ],
)
def test_how_far_below_the_plan(situation: Situation, expected: int | None) -> None:
    assert derived.dose_drop_percent(situation.given()) == expected


def test_azathioprine_in_its_own_mg() -> None:
    assert derived.taken_azathioprine_mg(when(AZA, d_aza="yes_all").given()) == 100
    assert derived.taken_azathioprine_mg(when(AZA, d_aza="other", d_aza_mg="50").given()) == 50
    assert derived.taken_azathioprine_mg(when(AZA, d_aza="no").given()) == 0
    assert derived.taken_azathioprine_mg(when(AZA).given()) is None
    assert derived.planned_azathioprine_mg(when().given()) is None
