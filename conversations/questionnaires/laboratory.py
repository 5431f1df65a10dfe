"""The reminder of a test (clinical content §5.6): antibodies (DSG), blood count and liver, or HBV-DNA. Never a result.

Only the DSG test is called free: that is what the listing says.
"""

from __future__ import annotations

from datetime import date, timedelta

from conversations.given import Given
from conversations.questionnaire import Item, Questionnaire
from conversations.questionnaires.options import REST, options
from conversations.questionnaires.red_flag_screen import SELF_HARM, T_NOW
from conversations.questions import Choice, Question
from conversations.rules import rules_for
from conversations.text import Text, _


def _asked(kind: str, day: date) -> Text:
    match kind:
        case "blood":
            return _("Your blood count and liver test are due by {date}. Have you had them?", date=day)
        case "hbv":
            return _("Your hepatitis B test (HBV-DNA) is due by {date}. Have you had it?", date=day)
        case _:
            return _("Your free antibody (DSG) test is due by {date}. Have you had it?", date=day)


def _done(given: Given) -> Question:
    answers = {
        "done": _("Yes, it is done"),
        "will_go": _("Not yet, but I will go"),
        "need_help": _("I need help with it"),
        "cannot": _("I cannot go"),
    }
    facts = given.facts
    return Choice("g_done", _asked(facts.visit_kind, facts.visit_day or facts.today), options(answers))


ITEMS = (T_NOW, Item("g_done", _done), SELF_HARM)

QUESTIONNAIRE = Questionnaire("laboratory", 1, ITEMS, rules_for(ITEMS), order=REST + 1, window=timedelta(days=2))
