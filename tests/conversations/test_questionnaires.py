"""Every check-in: its keys, what can be reached in it, how many taps it costs, and that no reply can break it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given as property_of
from hypothesis import settings
from hypothesis import strategies as st

from conversations import prompt, rule
from conversations.conversation import Reply, begin, note, overdue, reply
from conversations.events import Answered, Asked, Completed, Corrected, Log, Postponed, Skipped
from conversations.facts import AZATHIOPRINE, CM313, Facts, PlannedDose
from conversations.given import Given
from conversations.prompt import GO_ON
from conversations.questionnaire import Item, Questionnaire, is_over, is_stopped, open_item, open_question
from conversations.questionnaires import ALL, PUBLISHED, questionnaire_of
from conversations.questionnaires.daily import USUAL
from conversations.questionnaires.readings import PRESSURE
from conversations.questions import NONE, Choice, Choices, Clock, Count, Dose, Measure, Question, Scale, Unclear

NOW = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
PREDNISONE = PlannedDose("prednisone", Decimal(30), Decimal(5))
METHYLPREDNISOLONE = PlannedDose("methylprednisolone", Decimal(8), Decimal(4))
DEXAMETHASONE = PlannedDose("dexamethasone", Decimal("0.75"), Decimal("0.75"))
AZA = PlannedDose("azathioprine", Decimal(100), Decimal(50))
EVERY = pytest.mark.parametrize("questionnaire", PUBLISHED, ids=lambda q: f"{q.id}-{q.version}")


def facts(**changes: Any) -> Facts:
    plain = Facts(
        date(2026, 3, 5),
        "Asia/Shanghai",
        NOW + timedelta(days=3),
        arm=CM313,
        study_day=115,
        sex="f",
        age=40,
        steroids=(PREDNISONE,),
    )
    return replace(plain, **changes)


IN_AZATHIOPRINE_ARM = {"arm": AZATHIOPRINE, "azathioprine": AZA}

SITUATIONS: tuple[Facts, ...] = (
    facts(),
    facts(**IN_AZATHIOPRINE_ARM),
    facts(**IN_AZATHIOPRINE_ARM, steroids=(PREDNISONE, METHYLPREDNISOLONE, DEXAMETHASONE), said_mg=Decimal(20)),
    facts(steroids=None, sex="m", offers_abroad=True),
    facts(steroids=(replace(PREDNISONE, mg=Decimal(0)),)),
    facts(steroids=()),
    facts(old_steroids=(METHYLPREDNISOLONE,)),
    facts(days_since_injection=1, control_reached=True, previous={"w_new": "0"}, recent={"x_red": "chest_pain"}),
    *(facts(about=about, message="How are you?") for about in ("f_e", "f_safe", "f_u", "x_temp")),
    facts(
        visit_kind="injection", visit_day=date(2026, 3, 6), about="last", has_phone=True, call_hours=(time(9), time(15))
    ),
)

WORDS = (
    "以前有过胸痛，现在好了",
    "我没有想过自杀",
    "胸口疼得厉害",
    "好的",
    "6",
    "30 mg",
    "38.5",
    "19:15",
    "😀",
    "\u202e{0}",
    "",
)


def item_of(questionnaire: Questionnaire, id: str) -> Item:
    found = questionnaire.item(id)
    assert found is not None
    return found


def buttons_of(questionnaire: Questionnaire, facts: Facts, log: Log) -> list[prompt.Button]:
    given = Given(facts, log, NOW)
    item = open_item(questionnaire, given)
    return [button for row in prompt.prompt(questionnaire, item, given).rows for button in row] if item else []


def replies_to(questionnaire: Questionnaire, facts: Facts, log: Log) -> list[Reply]:
    """Every button that is on the screen, and something typed where typing is expected."""
    given = Given(facts, log, NOW)
    item = open_item(questionnaire, given)
    if item is None:
        return []
    if is_stopped(given):
        return [Reply(item=item.id, option=GO_ON)]
    question = item.ask(given)
    typed = {Dose: "20 mg", Measure: "38.2", Scale: "4"}.get(type(question), "")
    if isinstance(question, Count):
        typed = str(max(7, question.low))
    taps = [Reply(item=item.id, option=button.code) for button in buttons_of(questionnaire, facts, log)]
    if isinstance(question, Choice):  # whichever screen they stand on
        taps = [Reply(item=item.id, option=option.code) for option in question.options] + [
            tap for tap in taps if (tap.option or "").startswith("~") and tap.option not in prompt.SCREENS
        ]
    return [*taps, Reply(text=typed)] if typed else taps


def open_id(questionnaire: Questionnaire, facts: Facts, log: Log) -> str:
    item = open_item(questionnaire, Given(facts, log, NOW))
    return item.id if item else ""


def asked_in(log: Log) -> list[str]:
    return list(dict.fromkeys(event.item for event in log if isinstance(event, Asked)))


def walk(questionnaire: Questionnaire, facts: Facts, chance: random.Random, taken: Counter[Reply]) -> Log:
    """One person who answers to the end, each time what has been answered least so far; now and then in words."""
    log: Log = tuple(begin(questionnaire, facts, (), NOW))
    for step in range(300):
        given = Given(facts, log, NOW + step * timedelta(seconds=20))
        if is_over(given):
            break
        words = Reply(text=chance.choice(WORDS))
        replies = replies_to(questionnaire, facts, log) or [words]
        said = words if chance.random() < 0.05 else min(replies, key=lambda r: (taken[r], chance.random()))
        taken[said] += 1
        log += tuple(reply(questionnaire, facts, log, said, given.now))
        if isinstance(log[-1], Postponed):
            log += tuple(begin(questionnaire, facts, log, given.now))
    return log


TYPICAL = {"s_glu": "5.6", "s_bp_sys": "120/80", "s_weight": "62"}
"""Home readings as somebody for whom all is well types them."""


def usual(question: Question) -> Iterator[str]:
    """The taps of somebody for whom all is well."""
    match question:
        case Choice(options=options):
            quiet = ("yes_all", "no", "healed", "normal", "same", "0", "none")
            yield next(option.code for option in options if option.code in quiet)
        case Choices():
            yield NONE
        case _:
            yield TYPICAL.get(question.id, "0")


def taps_on_a_quiet_day(questionnaire: Questionnaire, facts: Facts) -> int:
    log: Log = tuple(begin(questionnaire, facts, (), NOW))
    taps = 0
    while not is_over(given := Given(facts, log, NOW)):
        item = open_item(questionnaire, given)
        assert item is not None
        assert taps < len(questionnaire.items), f"{item.id} is not answered"
        for option in usual(item.ask(given)):
            said = Reply(text=option) if item.id in TYPICAL else Reply(item=item.id, option=option)
            log += tuple(reply(questionnaire, facts, log, said, NOW))
            taps += 1
    return taps


@EVERY
def test_keys_are_unique_and_can_be_stored(questionnaire: Questionnaire) -> None:
    ids = [item.id for item in questionnaire.items]
    assert len(set(ids)) == len(ids)
    for situation in SITUATIONS:
        given = Given(situation, (), NOW)
        for item in questionnaire.items:
            if not _needs_answers(item.id):
                question = item.ask(given)
                assert question.id == item.id
                codes = [option.code for option in getattr(question, "options", ())]
                assert len(set(codes)) == len(codes)
                assert not any(code.startswith("~") or "|" in code or not code for code in codes)


def _needs_answers(item: str) -> bool:
    """Questions that are made from an earlier answer or from a plan that this person may not have."""
    return item.startswith("d_gc_mg") or item in ("d_aza", "d_aza_mg")


def test_versions_are_found_and_the_newest_is_opened() -> None:
    assert len({(q.id, q.version) for q in PUBLISHED}) == len(PUBLISHED)
    for id, newest in ALL.items():
        assert newest.version == max(q.version for q in PUBLISHED if q.id == id)
        assert questionnaire_of(id, newest.version) is newest
    assert item_of(ALL["daily"], "d_ok").leads["yes"] in ALL


@EVERY
def test_every_item_is_reached_by_somebody(questionnaire: Questionnaire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule, "SIGNED", frozenset({"d_advice"}))
    chance, taken = random.Random(6663943), [Counter[Reply]() for _situation in SITUATIONS]
    unjudged = replace(questionnaire, rules=())  # rules do not decide which items are asked, and take long
    wanted = {item.id for item in questionnaire.items}
    reached: set[str] = set()
    for _round in range(40 if len(wanted) > 10 else 400):
        for situation, replies in zip(SITUATIONS, taken, strict=True):
            reached.update(asked_in(walk(unjudged, situation, chance, replies)))
        if reached == wanted:
            return
    assert wanted - reached == set()


def test_a_quiet_day_costs_few_taps() -> None:
    """The burden targets of the clinical content, on the common path: 3, 13 and 17 taps, 3 for azathioprine."""
    assert taps_on_a_quiet_day(ALL["daily"], facts()) == 2
    assert taps_on_a_quiet_day(ALL["daily"], facts(**IN_AZATHIOPRINE_ARM)) == 3
    assert taps_on_a_quiet_day(ALL["weekly"], facts()) <= 13
    assert taps_on_a_quiet_day(ALL["azathioprine"], facts(**IN_AZATHIOPRINE_ARM)) == 3
    assert taps_on_a_quiet_day(ALL["injection"], facts(days_since_injection=1)) == 3


@pytest.mark.parametrize("week", [2, 4, 16])
def test_a_quiet_round_of_side_effects_costs_at_most_17_taps(week: int) -> None:
    """Both blood pressures are one reply. Who has everything at home and is asked about pregnancy weighs in once a
    month, and then alone there is one more."""
    longest = facts(study_day=7 * week + 3)
    nothing = replace(longest, has_glucose_meter=False, has_pressure_monitor=False, has_scales=False)
    assert taps_on_a_quiet_day(ALL["side_effects"], nothing) == 15
    assert taps_on_a_quiet_day(ALL["side_effects"], replace(longest, has_scales=False)) == 17
    assert taps_on_a_quiet_day(ALL["side_effects"], replace(longest, sex="m")) <= 17
    assert taps_on_a_quiet_day(ALL["side_effects"], longest) == (17 if week == 2 else 18)


@pytest.mark.parametrize("typed", ["130/80", "１３０／８０", "高压130，低压80"])
def test_both_blood_pressures_are_taken_at_once(typed: str) -> None:
    readings = replace(ALL["side_effects"], items=PRESSURE, rules=())
    log: Log = tuple(begin(readings, facts(), (), NOW))
    log += tuple(reply(readings, facts(), log, Reply(text=typed), NOW))
    assert Given(facts(), log, NOW).answers == {"s_bp_sys": "130", "s_bp_dia": "80"}


@pytest.mark.parametrize("typed", ["80/130", "130/20", "400/80", "130/80/60", "one thirty"])
def test_two_numbers_that_are_no_blood_pressure_are_asked_again(typed: str) -> None:
    readings = replace(ALL["side_effects"], items=PRESSURE, rules=())
    log: Log = tuple(begin(readings, facts(), (), NOW))
    log += tuple(reply(readings, facts(), log, Reply(text=typed), NOW))
    assert Given(facts(), log, NOW).answers == {}
    assert open_id(readings, facts(), log) == "s_bp_sys"


OWN = {"d_aza", "d_aza_mg", "d_aza_why", "d_aza_why_text", "a_marrow", "a_hair", "a_hyper"}
"""What only the azathioprine arm is asked."""


def test_the_common_core_is_the_same_in_both_arms() -> None:
    """Whatever else is so of a person: the same items, in the same words, while nothing and while something is said."""
    for questionnaire, situation in product(PUBLISHED, SITUATIONS):
        here, there = (replace(situation, arm=arm, azathioprine=AZA) for arm in (CM313, AZATHIOPRINE))
        for log in ((), tuple(begin(questionnaire, here, (), NOW))):
            in_cm313, in_azathioprine = Given(here, log, NOW), Given(there, log, NOW)
            for item in questionnaire.items:
                if item.id not in OWN:
                    assert item.when(in_cm313) == item.when(in_azathioprine), item.id
                    assert item.ask(in_cm313) == item.ask(in_azathioprine), item.id


def test_only_the_azathioprine_arm_is_asked_about_azathioprine() -> None:
    assert asked_in(tuple(begin(ALL["azathioprine"], facts(), (), NOW))) == []
    assert asked_in(tuple(begin(ALL["azathioprine"], facts(**IN_AZATHIOPRINE_ARM), (), NOW))) == ["a_marrow"]


@EVERY
def test_none_finishes_a_list_in_one_tap(questionnaire: Questionnaire) -> None:
    for item in questionnaire.items:
        question = item.ask(Given(facts(**IN_AZATHIOPRINE_ARM), (), NOW)) if not _needs_answers(item.id) else None
        if isinstance(question, Choices) and any(option.code == NONE for option in question.options):
            alone = replace(questionnaire, items=(replace(item, when=lambda given: True),), rules=())
            log: Log = tuple(begin(alone, facts(), (), NOW))
            log += tuple(reply(alone, facts(), log, Reply(item=item.id, option=NONE), NOW))
            assert isinstance(log[-1], Completed)
            assert log[-2] == Answered(NOW, item.id, NONE)


def test_the_diary_never_shows_a_plan_that_is_not_in_force() -> None:
    def asked(**changes: Any) -> tuple[list[str], str]:
        given = Given(facts(**changes), (), NOW)
        item = item_of(ALL["daily"], "d_gc")
        question = item.ask(given)
        assert isinstance(question, Choice)
        return [option.code for option in question.options], item.shown(given)

    zero = (replace(PREDNISONE, mg=Decimal(0)),)
    assert asked() == (["yes_all", "later", "other", "no"], "prednisone=30/5")
    assert asked(steroids=None) == (["took", "none_taken"], "-")
    assert asked(steroids=zero) == (["plan0_none", "plan0_took"], "prednisone=0/5")
    assert asked(old_steroids=(METHYLPREDNISOLONE,)) == (
        ["yes_all", "yes_old", "later", "other", "no"],
        "prednisone=30/5<methylprednisolone=8/4",
    )
    assert asked(old_steroids=(PREDNISONE,))[0] == ["yes_all", "later", "other", "no"]
    assert asked(said_mg=Decimal(20)) == (["said_again", "yes_all", "later", "other", "no"], "prednisone=30/5~20")


def test_not_yet_is_offered_once() -> None:
    daily, situation = ALL["daily"], facts()
    log: Log = tuple(begin(daily, situation, (), NOW))
    log += tuple(reply(daily, situation, log, Reply(item="d_gc", option="later"), NOW))
    assert isinstance(log[-1], Postponed)
    log += tuple(begin(daily, situation, log, NOW + timedelta(hours=2)))
    assert "later" not in [button.code for button in buttons_of(daily, situation, log)]


def test_each_planned_steroid_is_asked_on_its_own_screen() -> None:
    log = _answers("daily", facts(steroids=(PREDNISONE, METHYLPREDNISOLONE)), d_gc="other", d_gc_mg="25", d_gc_mg2="8")
    assert asked_in(log)[:4] == ["d_gc", "d_gc_mg", "d_gc_mg2", "d_gc_extra"]


def test_without_a_plan_the_drug_is_asked_by_name() -> None:
    log = _answers("daily", facts(steroids=None), d_gc="took", d_gc_drug="methylprednisolone", d_gc_mg="8")
    assert asked_in(log)[:4] == ["d_gc", "d_gc_drug", "d_gc_mg", "d_gc_extra"]
    assert "methylprednisolone" in USUAL


def test_the_advice_on_a_forgotten_dose_is_off_until_it_is_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "d_advice" not in asked_in(_answers("daily", facts(), d_gc="no", d_gc_why="forgot"))
    monkeypatch.setattr(rule, "SIGNED", frozenset({"d_advice"}))
    assert asked_in(_answers("daily", facts(), d_gc="no", d_gc_why="forgot"))[-1] == "d_advice"


def test_a_quiet_week_skips_what_there_is_nothing_to_say_about() -> None:
    log = _answers("weekly", facts(), w_fever="no", w_new="0", w_old="healed")
    assert asked_in(log)[-1] == "w_eat"
    log = _answers("weekly", facts(), w_fever="no", w_new="6", w_old="smaller", w_persist="1", w_area="eyes")
    assert asked_in(log)[-1] == "w_extent"


def test_a_list_being_ticked_opens_nothing_before_it_is_done() -> None:
    weekly, situation = ALL["weekly"], facts()
    log = _answers("weekly", situation, w_fever="no", w_new="1", w_old="smaller", w_persist="0", w_area="mouth")
    log += tuple(reply(weekly, situation, log, Reply(item="w_inf", option="hot_spreading"), NOW))
    assert open_id(weekly, situation, log) == "w_inf"
    log += tuple(reply(weekly, situation, log, Reply(item="w_inf", option="~done"), NOW))
    assert open_id(weekly, situation, log) == "x_red"


def test_the_red_flag_screen_is_not_asked_twice_within_two_hours() -> None:
    situation = facts(recent={"x_red": "none", "x_temp": "36.5", "x_onset": "today", "x_text": "-"})
    assert asked_in(_answers("weekly", situation, w_fever="now"))[-1] == "w_new"
    assert asked_in(_answers("weekly", facts(), w_fever="now"))[-1] == "x_red"
    assert asked_in(_answers("follow_up", facts(about="x_temp", recent={"x_temp": "37.6"}))) == ["x_temp"]


def test_denied_self_harm_still_puts_the_question() -> None:
    problem, situation = ALL["problem"], facts()
    log: Log = tuple(begin(problem, situation, (), NOW))
    log += tuple(reply(problem, situation, log, Reply(text="我没有想过自杀"), NOW))
    assert "s_selfharm" in {i.id for i in problem.items if i.when(Given(situation, log, NOW))}
    assert not any(getattr(event, "rule", "") == "E07" for event in log)
    for questionnaire in PUBLISHED:
        for id in ("s_selfharm", "s_psych", "s_psych_safe", "f_safe"):
            assert (found := questionnaire.item(id)) is None or found.audience == "doctors"


def test_nothing_follows_a_no_in_the_welcome() -> None:
    welcome, abroad = "welcome", facts(offers_abroad=True)
    assert asked_in(_answers(welcome, facts(), h_language="zh", h_agree="ask_first"))[-1] == "h_agree"
    assert asked_in(_answers(welcome, facts(), h_language="zh", h_agree="agree", h_health="no"))[-1] == "h_health"
    yes = {"h_language": "zh", "h_agree": "agree", "h_health": "yes", "h_contact": "no"}
    assert asked_in(_answers(welcome, abroad, **yes, h_abroad="no"))[-1] == "h_abroad"
    log = _answers(welcome, abroad, **yes, h_abroad="yes", h_time="19:15")
    assert isinstance(log[-1], Completed)
    assert Answered(NOW, "h_time", "19:15") in log


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("19:15", "19:15"),
        ("１９：１５", "19:15"),
        ("晚上八点半", "20:30"),
        ("7.30", "07:30"),
        ("8pm", "20:00"),
        ("21点", "21:00"),
    ],
)
def test_the_hour_can_be_typed(typed: str, value: str) -> None:
    hour = _hour()
    assert hour.read(typed) == value


@pytest.mark.parametrize("typed", ["6:00", "21:01", "25:00", "noon-ish", "", "8", "😀", "19:15:00", "-1"])
def test_an_hour_out_of_range_is_asked_again(typed: str) -> None:
    assert isinstance(_hour().read(typed), Unclear) or typed == "8"


def _hour() -> Clock:
    hour = item_of(ALL["welcome"], "h_time").ask(Given(facts(), (), NOW))
    assert isinstance(hour, Clock)
    return hour


def _answers(id: str, facts: Facts, **answers: str) -> Log:
    """The log of somebody who gives these answers; what else is asked first is left out."""
    questionnaire = ALL[id]
    log: Log = tuple(begin(questionnaire, facts, (), NOW))
    for item, value in answers.items():
        given = Given(facts, log, NOW)
        open = open_item(questionnaire, given)
        assert open is not None
        assert open.id == item, f"{open.id} is open, not {item}"
        question = open.ask(given)
        log += tuple(reply(questionnaire, facts, log, Reply(item=item, option=value), NOW))
        if isinstance(question, Choices) and value != NONE:
            log += tuple(reply(questionnaire, facts, log, Reply(item=item, option=prompt.DONE), NOW))
        if isinstance(question, Dose):
            log += tuple(reply(questionnaire, facts, log, Reply(item=item, option=prompt.RIGHT), NOW))
    return log


CONTROLS = (
    prompt.BACK,
    prompt.LATER,
    prompt.SKIP,
    prompt.DONE,
    prompt.RIGHT,
    prompt.ANEW,
    prompt.CHANGE,
    prompt.KEEP,
    prompt.GO_ON,
    prompt.REVISIT,
    f"{prompt.SCREEN}0",
    f"{prompt.SCREEN}1",
    f"{prompt.SCREEN}9",
)

KINDS = st.sampled_from(["button", "button", "button", "button", "control", "stale", "words", "photo", "time"])


@EVERY
@settings(max_examples=40, deadline=None)
@property_of(data=st.data())
def test_no_reply_breaks_a_check_in(questionnaire: Questionnaire, data: st.DataObject) -> None:
    """Any replies: nothing is raised; it is over, or one question is open; each item has at most one current answer."""
    situation = data.draw(st.sampled_from(SITUATIONS))
    log: Log = tuple(begin(questionnaire, situation, (), NOW))
    now = NOW
    for kind in data.draw(st.lists(KINDS, max_size=25)):
        now += timedelta(minutes=data.draw(st.sampled_from([0, 1, 11, 45])))
        given = Given(situation, log, now)
        item = open_item(questionnaire, given)
        anywhere = data.draw(st.sampled_from([i.id for i in questionnaire.items] + ["nowhere"]))
        match kind:
            case "button":
                buttons = buttons_of(questionnaire, situation, log)
                code = data.draw(st.sampled_from([b.code for b in buttons] or [GO_ON]))
                events = reply(questionnaire, situation, log, Reply(item=item.id if item else None, option=code), now)
            case "control":
                code = data.draw(st.sampled_from(CONTROLS))
                events = reply(questionnaire, situation, log, Reply(item=item.id if item else None, option=code), now)
            case "stale":
                code = data.draw(st.sampled_from(["yes", "no", "none", "later", "0", "30", "x", *CONTROLS]))
                ask = data.draw(st.sampled_from([None, 1, 2, 99]))
                events = reply(questionnaire, situation, log, Reply(item=anywhere, option=code, ask=ask), now)
            case "words":
                words = data.draw(st.sampled_from(WORDS) | st.text(max_size=30))
                events = reply(questionnaire, situation, log, Reply(text=words), now)
            case "photo":
                events = note(questionnaire, situation, log, Reply(text="胸口疼", form="photo"), now)
            case _:
                events = overdue(questionnaire, situation, log, now)
        assert events or kind == "time"
        log += tuple(events)
        _is_sound(questionnaire, situation, log, now)


def _is_sound(questionnaire: Questionnaire, situation: Facts, log: Log, now: datetime) -> None:
    given = Given(situation, log, now)
    question = open_question(questionnaire, given)
    assert question is not None or is_over(given) or is_stopped(given)
    if question is not None:
        label_of = [button.code for button in buttons_of(questionnaire, situation, log)]
        assert len(set(label_of)) == len(label_of)
    settled = [event for event in log if isinstance(event, Answered | Skipped)]
    for item in {event.item for event in settled}:
        current = [event for event in log if isinstance(event, Answered | Corrected | Skipped) and event.item == item]
        assert given.settled[item] is current[-1]
        last = current[-1]
        if isinstance(last, Answered | Corrected):
            assert given.answers[item] == last.value or isinstance(item_of(questionnaire, item).ask(given), Choices)
    assert sum(isinstance(event, Completed) for event in log) <= 1
