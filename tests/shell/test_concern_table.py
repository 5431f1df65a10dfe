"""Every row of the concern table through the whole service: the answer comes in, and the page is on the doctor's phone,
or the line on the morning list of whoever the row names. One database for all rows: a participant each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import col, select

from bot.database import transaction
from bot.facts import log_of
from bot.models import CheckIn, Concern, Escalation, Identity, Participant
from bot.stored import facts_from_json
from conversations.escalation import Severity
from conversations.given import Given
from conversations.rules import RULES, recipients_of, rule_of
from tests.filling import fills, opened, supposing
from tests.talk import Service, Talk
from tests.team import Team, assemble, pages, patient


@dataclass(frozen=True)
class Row:
    """How one rule comes to be raised: which check-in with which answers, or words; of which participant."""

    rule: str
    check_in: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    about: str = ""
    words: str = ""
    person: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


def problem(rule: str, kind: str, **answers: str) -> Row:
    return Row(rule, "problem", {"u_kind": kind, **answers})


def daily(rule: str, words: str = "", person: Mapping[str, Any] | None = None, **answers: str) -> Row:
    return Row(rule, "daily", answers, words=words, person=person or {})


def weekly(rule: str, person: Mapping[str, Any] | None = None, **answers: str) -> Row:
    return Row(rule, "weekly", answers, person=person or {})


AZATHIOPRINE = {"arm": "azathioprine"}
ROWS = [
    problem("E01", "breathing_allergy"),
    problem("E02", "fever_inf", x_temp="39.2"),
    problem("E03", "heart_head", x_red="chest_pain"),
    problem("E04", "other", x_red="one_side_weak"),
    problem("E05", "stomach_bleed", s_gi="vomit_blood", s_gi_now="yes"),
    daily("E06", d_gc="no", d_gc_why="vomited", x_red="very_weak"),
    problem("E07", "mood", s_selfharm="active"),
    problem("E08", "mood", s_psych="yes", s_psych_safe="no"),
    problem("E09", "eyes", s_eye="sudden_loss", s_eye_now="yes"),
    Row("E10", "side_effects", {"s_glu": "2.4", "s_read_when": "today"}),
    problem("E11", "heart_head", x_red="bad_headache", s_bp_sys="185", s_bp_dia="100", s_read_when="today"),
    weekly("E12", w_eat="nothing"),
    daily("E13", d_gc="other", d_gc_mg="60片"),
    problem("E14", "stomach_bleed", s_gi="severe_sudden_pain", s_gi_now="yes"),
    problem("U01", "fever_inf", x_temp="38.4"),
    Row("U02", "injection", {"j_breath": "no", "j_sys": "breath_earlier"}),
    Row("U03", "injection", {"j_breath": "no", "j_site": "pus"}),
    weekly("U04", w_new="1", w_old="same", w_inf="pus"),
    weekly("U05", w_new="1", w_old="same", w_inf="grouped_small_blisters"),
    problem("U06", "fever_inf", x_temp="36.8", s_inf="cough_breathless_exertion", s_inf_days="2"),
    weekly("U07", {"control_reached": True}, w_new="1", w_old="spreading"),
    weekly("U08", w_change="much_worse"),
    weekly("U09", w_eat="liquids_little"),
    problem("U10", "eyes", s_eye="pain"),
    daily("U11", d_gc="no", d_gc_why="ran_out"),
    daily("U12", d_gc="no", d_gc_why="vomited"),
    daily("U13", d_gc="other", d_gc_mg="10mg", d_gc_why="own_choice"),
    problem("U14", "stomach_bleed", s_bleed="many_bruises"),
    Row("U15", "azathioprine", {"a_hair": "handfuls"}, person=AZATHIOPRINE),
    Row("U16", "azathioprine", {"a_hyper": "rash|fever"}, person=AZATHIOPRINE),
    problem("U17", "stomach_bleed", s_gi="upper_pain", s_gi_now="yes"),
    Row("U18", "side_effects", {"s_liver": "yellow"}),
    weekly("U19", AZATHIOPRINE, w_meds="new_medicine", m_drug="allopurinol"),
    problem("U20", "pain_bone", s_swell="one_leg"),
    problem("U21", "pregnancy", s_preg="late_or_positive"),
    weekly("U22", w_events="hospital_stay"),
    problem("U23", "mood", s_mood="lot"),
    Row("U24", "side_effects", {"s_glu": "18.5", "s_read_when": "today"}),
    problem("U25", "heart_head", s_bp_sys="185", s_bp_dia="100", s_read_when="today"),
    problem("U26", "pain_bone", s_bone="sudden_back"),
    weekly("U27", w_meds="vaccine", m_vaccine="varicella_mmr"),
    Row("U28", "visit", {"v_confirm": "yes", "v_inf": "yes"}, about="last", facts={"visit_kind": "injection"}),
    problem("U29", "other", u_sev="severe"),
    daily("R01", d_gc="other", d_gc_mg="25mg", d_gc_why="mistake"),
    daily("R02", d_gc="other", d_gc_mg="25mg", d_gc_why="doctor_changed"),
    weekly("R03", w_pain="8"),
    problem("R04", "mood", s_selfharm="no_answer"),
    problem("R05", "heart_head", s_bp_sys="165", s_bp_dia="90", s_read_when="today"),
    problem("R06", "pain_bone", s_bone="hip_groin"),
    problem("R07", "pain_bone", s_swell="both_legs"),
    weekly("R08", w_fever="earlier"),
    weekly("R09", w_meds="planned"),
    daily("R10", person=AZATHIOPRINE, d_aza="no", d_aza_why="side_effect"),
    Row("R11", "visit", {"v_confirm": "rebook"}, about="first"),
    daily("R12", words="其实激素三天没吃了", d_gc="yes_all"),
    Row("R13", "stop", {"t_what": "study", "t_sure": "yes"}),
    Row("R14", "ask", {"k_kind": "money"}),
]
PHONES = {"OD": "lin", "PI": "ji", "CRC": "chen"}
"""Whose phone stands for whom a row names; the safety reporter gets a notice where no page comes anyway."""


URGENT_ROWS = [row for row in ROWS if rule_of(row.rule).severity is not Severity.REVIEW]
REVIEW_ROWS = [row for row in ROWS if rule_of(row.rule).severity is Severity.REVIEW]


async def test_every_emergency_and_urgent_row_pages_whom_it_names_at_once(service: Service) -> None:
    team, people = assemble(service), await _all_raise(service, URGENT_ROWS)
    for rule, talk in people.items():
        _is_paged(team, talk, rule)


async def test_every_review_row_is_on_the_morning_list_of_whom_it_names(service: Service) -> None:
    team, people = assemble(service), await _all_raise(service, REVIEW_ROWS)
    await service.passes(hours=13)  # 08:00 on Friday
    for rule, talk in people.items():
        _is_listed(service, team, talk, rule)


def test_every_row_is_tried() -> None:
    assert [row.rule for row in ROWS] == [rule.id for rule in RULES]


async def _all_raise(service: Service, rows: Sequence[Row]) -> dict[str, Talk]:
    """Every row in a participant of its own; each concern is then in the database."""
    people = {row.rule: await _raises(service, f"P-{number:03}", row) for number, row in enumerate(rows, 1)}
    _are_raised(service, people)
    return people


async def _raises(service: Service, code: str, row: Row) -> Talk:
    """One participant, from the first question to the answer that raises the rule."""
    talk = patient(service, code, **({"sex": "f"} | dict(row.person)))
    if row.person.get("arm") == "azathioprine":
        service.plans(talk, "azathioprine", "100", date(2026, 3, 1), "50")
    with transaction(service.engine) as session:
        session.get_one(Identity, talk.id).birth_year = "1985"
    if row.check_in:
        values = {"about": row.about} if row.about else {}
        upto = "d_ok" if row.words else ""
        with supposing(**row.facts):
            check_in = opened(service, talk, row.check_in, **values)
            await fills(service, talk, check_in, row.answers, upto=upto, until=row.rule)
    if row.words:
        await talk.says(row.words)
    return talk


def _are_raised(service: Service, people: Mapping[str, Talk]) -> None:
    """Each concern stands in the database with the row's severity, on an open escalation at least as severe."""
    with transaction(service.engine) as session:
        for rule, talk in people.items():
            found = session.exec(
                select(Concern, Escalation)
                .join(Escalation, col(Escalation.id) == Concern.escalation_id)
                .where(Escalation.participant_id == talk.id, Concern.rule == rule)
            ).first()
            assert found is not None, f"{rule} was not raised"
            concern, escalation = found
            assert concern.severity == rule_of(rule).severity.code
            assert Severity.of(escalation.severity) >= Severity.of(concern.severity)
            assert escalation.phase == "open"


def _code(service: Service, talk: Talk) -> str:
    with transaction(service.engine) as session:
        return session.get_one(Participant, talk.id).code


def _is_paged(team: Team, talk: Talk, rule: str) -> None:
    """At once, on the phone of everybody whom the row names, with the rule's title."""
    code = _code(team.service, talk)
    for name in rule_of(rule).to:
        if name in PHONES:
            texts = [shown.text for shown in pages(getattr(team, PHONES[name])) if f"· {code} ·" in shown.text]
            assert any(f"({rule})" in text or f"（{rule}）" in text for text in texts), f"{rule}: no page at {name}"


def _is_listed(service: Service, team: Team, talk: Talk, rule: str) -> None:
    """In the morning, on the list of whoever the row names for these answers."""
    code = _code(service, talk)
    with transaction(service.engine) as session:
        check_in = session.exec(
            select(CheckIn).join(Concern).where(CheckIn.participant_id == talk.id, Concern.rule == rule)
        ).one()
        given = Given(facts_from_json(check_in.facts), log_of(session, check_in), service.now)
        worst = session.exec(select(Escalation.severity).where(Escalation.participant_id == talk.id)).all()
    if set(worst) != {"review"}:
        assert rule == "R12", f"{rule} stands on a page, not on a list"
        return
    for name in recipients_of(rule_of(rule), given):
        phone: Talk = getattr(team, PHONES[name])
        lines = [line for shown in phone.screen for line in shown.text.splitlines() if code in line]
        assert any(f"({rule})" in line or f"（{rule}）" in line for line in lines), f"{rule}: not on the list of {name}"
