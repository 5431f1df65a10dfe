"""An hour for the doctor's regular call (clinical content §5.7).

The question names the last digits of the number that is known. They are no fact of the check-in and stand in no log:
`{last4}` is filled in on the participant's own screen only. A new number is never typed here; a coordinator rings.
"""

from __future__ import annotations

from datetime import timedelta

from conversations.given import Given
from conversations.questionnaire import Item, Questionnaire, item
from conversations.questionnaires.options import REST, options
from conversations.questionnaires.red_flag_screen import SELF_HARM, T_NOW
from conversations.questions import Choice, Option, Question, Words
from conversations.rules import rules_for
from conversations.text import _

NUMBER = Choice(
    "p_phone",
    _("Is your number still the one ending {last4}?"),
    options({"yes": _("Yes, it is"), "change": _("No, it has changed")}),
)

TOPIC = Words("p_topic", _("Anything you want to talk about? (optional)"))


def _slot(given: Given) -> Question:
    """The hour that staff have set, else the usual ones."""
    facts = given.facts
    day = facts.visit_day or facts.today
    hours = (facts.visit_hour,) if facts.visit_hour else facts.call_hours
    slots = tuple(Option(f"at_{hour:%H%M}", _("{date} at {time}", date=day, time=hour)) for hour in hours)
    text = _("Your doctor would like to phone you for the regular follow-up. Which time suits?")
    return Choice("p_slot", text, (*slots, Option("none_fit", _("None of these suits me"))), countable=False)


ITEMS = (
    T_NOW,
    Item("p_slot", _slot),
    item(NUMBER, lambda given: given.facts.has_phone),
    item(TOPIC),
    SELF_HARM,
)

QUESTIONNAIRE = Questionnaire("phone", 1, ITEMS, rules_for(ITEMS), order=REST + 2, window=timedelta(days=1))
