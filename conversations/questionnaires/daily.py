"""The daily dose diary (clinical content §5.1): one or two taps when all is as planned.

The steroid question has a form for each state of the plan, so that no plan is ever shown that is not in force.
"""

from __future__ import annotations

from decimal import Decimal

from conversations import rule
from conversations.drug_names import STEROID_NAMES, drug_name
from conversations.events import Postponed, Skipped
from conversations.facts import AZATHIOPRINE, PlannedDose
from conversations.given import Given
from conversations.plans import ASSUMED, is_new, plain, plan_code, plan_words, planned, steroids_asked
from conversations.prompt import dose_words
from conversations.questionnaire import Item, Questionnaire, item
from conversations.questionnaires.options import DAILY, HAS, OTHER, done, options, text_of
from conversations.questionnaires.red_flag_screen import SELF_HARM, SHARED, T_NOW
from conversations.questions import Choice, Dose, Option, Question, Words
from conversations.rules import rules_for
from conversations.text import _

TOOK_SOME = ("other", "took", "plan0_took")
"""Answers to `d_gc` after which the amount is asked."""

LATER = {
    "d_gc": Option("later", _("Not yet; I will take it later")),
    "d_aza": Option("later", _("I will take it later")),
}
"""The dose is not due yet. Not “none”: the evening’s tablets may still come."""

DIFFERENT = Option("other", _("I took a different amount"))

NO_AZATHIOPRINE = PlannedDose("azathioprine", Decimal(0))
"""Stands in where the plan was taken away after the question had been put."""

USUAL = {drug: STEROID_NAMES[drug] for drug in ("prednisone", "methylprednisolone", "prednisolone", "dexamethasone")}
"""The steroids that are offered by name where no plan names one."""

WHY = options(
    {
        "doctor_changed": _("The doctor changed it"),
        "forgot": _("I forgot"),
        "mistake": _("I took it by mistake"),
        "taken_early": _("I had taken it early"),
        "own_choice": _("I wanted less: worried, or well"),
        "side_effect": _("It made me feel unwell"),
        "vomited": _("I vomited after taking it"),
        "ran_out": _("I had none left"),
    }
    | OTHER
)


def _shown(given: Given) -> str:
    facts = given.facts
    said = f"~{plain(facts.said_mg)}" if facts.said_mg is not None else ""
    before = f"<{plan_code(facts.old_steroids)}" if is_new(facts) else ""
    return plan_code(facts.steroids) + before + said


def _later(given: Given, item: str) -> tuple[Option, ...]:
    """“Not yet” is offered once."""
    return () if any(isinstance(e, Postponed) and e.item == item for e in given.log) else (LATER[item],)


def _said(given: Given) -> tuple[Option, ...]:
    mg = given.facts.said_mg
    return (Option("said_again", _("{mg} mg again, as you said", mg=mg)),) if mg is not None else ()


def _steroid(given: Given, later: tuple[Option, ...]) -> Question:
    facts, day = given.facts, given.facts.today
    none = Option("no", _("I took none at all"))
    if facts.steroids is None:
        took = options({"took": _("Yes, I took some"), "none_taken": _("No, I took none")})
        return Choice("d_gc", _("Did you take a steroid on {date}?", date=day), _said(given) + took, countable=False)
    plan = planned(facts.steroids)
    if not plan:
        took = options({"plan0_none": _("No, I took none"), "plan0_took": _("Yes, I took some")})
        return Choice(
            "d_gc",
            _("No steroid is planned for {date}. Did you take any?", date=day),
            _said(given) + took,
            countable=False,
        )
    if is_new(facts):
        text = _(
            "{date}: the plan is new, {plan}; before, {old_plan}.",
            date=day,
            plan=plan_words(plan),
            old_plan=plan_words(facts.old_steroids),
        )
        by = options({"yes_all": _("Taken by the new plan"), "yes_old": _("Still taken by the old plan")})
        return Choice("d_gc", text, _said(given) + by + later + (DIFFERENT, none), countable=False)
    if len(plan) == 1:
        text = _("{date}, your steroid: {plan}. Have you taken all of it?", date=day, plan=plan_words(plan))
    else:
        text = _("{date}, your steroids:\n{plan}\nHave you taken all of them?", date=day, plan=plan_words(plan))
    taken = options({"yes_all": _("All taken as planned")})
    return Choice("d_gc", text, _said(given) + taken + later + (DIFFERENT, none), countable=False)


def _amount(place: int, id: str) -> Item:
    def ask(given: Given) -> Question:
        asked = steroids_asked(given)
        dose = asked[place] if place < len(asked) else ASSUMED  # the plan has changed since it was asked
        text = _("{drug}: how much in total on {date}?", drug=drug_name(dose.drug), date=given.facts.today)
        return Dose(id, text, dose.drug, dose.tablet_mg, dose.mg if given.facts.steroids is not None else None)

    def shown(given: Given) -> str:
        return plan_code(steroids_asked(given)[place : place + 1])

    return Item(id, ask, lambda g: g.is_("d_gc", *TOOK_SOME) and len(steroids_asked(g)) > place, shown=shown)


AMOUNTS = ("d_gc_mg", "d_gc_mg2", "d_gc_mg3")


def _off_plan(given: Given) -> bool:
    """Something other than the plan was taken, or an amount could not be read."""
    if given.is_("d_gc", "no", "plan0_took"):
        return True
    amounts = zip(AMOUNTS, steroids_asked(given), strict=False)
    return given.is_("d_gc", "other") and any(_differs(given, item, dose) for item, dose in amounts)


def _differs(given: Given, item: str, dose: PlannedDose) -> bool:
    return isinstance(given.settled.get(item), Skipped) or given.number(item) not in (None, dose.mg)


def _azathioprine_planned(given: Given) -> bool:
    plan = given.facts.azathioprine
    return given.facts.arm == AZATHIOPRINE and plan is not None and plan.mg > 0


def _azathioprine(given: Given, later: tuple[Option, ...]) -> Question:
    plan = given.facts.azathioprine or NO_AZATHIOPRINE
    text = _("{date}, azathioprine: {plan}. Taken?", date=given.facts.today, plan=dose_words(plan.mg, plan.tablet_mg))
    taken, none = Option("yes_all", _("Taken as planned")), Option("no", _("I did not take it"))
    return Choice("d_aza", text, (taken, *later, DIFFERENT, none), countable=False)


def _azathioprine_amount(given: Given) -> Question:
    plan = given.facts.azathioprine or NO_AZATHIOPRINE
    text = _("How much in total on {date}?", date=given.facts.today)
    return Dose("d_aza_mg", text, "azathioprine", plan.tablet_mg, plan.mg)


def _azathioprine_shown(given: Given) -> str:
    plan = given.facts.azathioprine
    return plan_code((plan,)) if plan else "-"


def _azathioprine_off_plan(given: Given) -> bool:
    plan = given.facts.azathioprine
    return given.is_("d_aza", "no") or (
        given.is_("d_aza", "other") and plan is not None and _differs(given, "d_aza_mg", plan)
    )


def _advice(given: Given) -> Question:
    day = given.facts.today
    text = _("If it is still {date}, take it now. If not, leave it out. Never take a double dose.", date=day)
    return Choice("d_advice", text, options({"ok": _("I understand"), "taken_now": _("I have taken it now")}))


def _is_advised(given: Given) -> bool:
    return "d_advice" in rule.SIGNED and given.is_("d_gc_why", "forgot")


def steroid_items(*, later: bool) -> tuple[Item, ...]:
    """The steroid questions; `later`: the dose may be put off (in the diary, not in a problem report)."""
    which = Choice("d_gc_drug", _("Which steroid?"), options(USUAL | {"unsure": _("Another one, or I do not know")}))
    unnamed = Words("d_gc_drug_text", _("What is written on the box, and how much did you take?"))
    extra = _("Any other steroid that day, tablets or injection?")
    return (
        Item("d_gc", lambda given: _steroid(given, _later(given, "d_gc") if later else ()), shown=_shown),
        item(which, lambda given: given.is_("d_gc", "took")),
        item(unnamed, lambda given: given.is_("d_gc", "took") and given.is_("d_gc_drug", "unsure")),
        *(_amount(place, id) for place, id in enumerate(AMOUNTS)),
        item(Choice("d_gc_extra", extra, HAS), lambda given: given.is_("d_gc", *TOOK_SOME)),
        item(Words("d_gc_extra_text", _("Which one, and how much?")), lambda given: done(given, "d_gc_extra", "yes")),
        item(Choice("d_gc_why", _("What was the main reason?"), WHY), _off_plan),
        text_of("d_gc_why"),
        Item("d_advice", _advice, _is_advised),
    )


def azathioprine_items(*, later: bool) -> tuple[Item, ...]:
    """The azathioprine questions, for who has a plan of it."""

    def ask(given: Given) -> Question:
        return _azathioprine(given, _later(given, "d_aza") if later else ())

    return (
        Item("d_aza", ask, _azathioprine_planned, shown=_azathioprine_shown),
        Item(
            "d_aza_mg",
            _azathioprine_amount,
            lambda given: _azathioprine_planned(given) and given.is_("d_aza", "other"),
            shown=_azathioprine_shown,
        ),
        item(Choice("d_aza_why", _("What was the main reason?"), WHY), _azathioprine_off_plan),
        text_of("d_aza_why"),
    )


OK = item(Choice("d_ok", _("Anything new or worse today?"), HAS), leads={"yes": "problem"})

ITEMS = (T_NOW, *steroid_items(later=True), *SHARED, *azathioprine_items(later=True), SELF_HARM, OK)

QUESTIONNAIRE = Questionnaire("daily", 1, ITEMS, rules_for(ITEMS), order=DAILY)
