"""The reminder of a visit (clinical content §5.5): three days and one day before, at 10:00.

Signs of an infection are asked the day before an injection: then another day may have to be found.
"""

from __future__ import annotations

from conversations import rule
from conversations.given import Given
from conversations.questionnaire import Item, Questionnaire, item
from conversations.questionnaires.options import REST, options
from conversations.questionnaires.red_flag_screen import SELF_HARM, SHARED, T_NOW
from conversations.questions import Choice, Question
from conversations.rules import rules_for
from conversations.text import Text, _

FIRST, LAST = "first", "last"
"""Which of the two reminders it is (`facts.about`)."""

BRING = _(
    "Please bring all medicine boxes, your study card and your blood pressure and sugar records. "
    "Come fasting only if we told you."
)
AS_USUAL = _("Take your steroid as usual.")
"""It touches a dose: said only once `visit` stands in `rule.SIGNED`."""


def _asked(given: Given) -> Text:
    facts = given.facts
    day = facts.visit_day or facts.today
    if facts.visit_hour is None:
        return _("You have a visit on {date}. Can you come?", date=day)
    return _("You have a visit on {date} at {time}. Can you come?", date=day, time=facts.visit_hour)


def _confirm(given: Given) -> Question:
    text = _("{question}\n\n{bring}", question=_asked(given), bring=BRING)
    if "visit" in rule.SIGNED:
        text = _("{question}\n\n{bring} {steroid}", question=_asked(given), bring=BRING, steroid=AS_USUAL)
    answers = {"yes": _("Yes, I can come"), "rebook": _("I need another day"), "unsure": _("I am not sure yet")}
    return Choice("v_confirm", text, options(answers))


INFECTION = Choice(
    "v_inf",
    _("Any fever, cough or other infection now?"),
    options({"no": _("No, none"), "yes": _("Yes, I have")}),
)


def _before_injection(given: Given) -> bool:
    return given.facts.visit_kind == "injection" and given.facts.about == LAST


ITEMS = (
    T_NOW,
    Item("v_confirm", _confirm),
    item(INFECTION, _before_injection, safety=True),
    *SHARED,
    SELF_HARM,
)

QUESTIONNAIRE = Questionnaire("visit", 1, ITEMS, rules_for(ITEMS), order=REST)
