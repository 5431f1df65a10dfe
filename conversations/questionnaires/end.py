"""The end of taking part (clinical content §5.9): after the last weekly check and the last round of side effects.

Then the closing words with the day from which nobody reads here, and silence.
"""

from __future__ import annotations

from datetime import date, timedelta

from conversations.given import Given
from conversations.plans import ASSUMED
from conversations.questionnaire import Item, Questionnaire, item
from conversations.questionnaires.options import LAST, options
from conversations.questionnaires.red_flag_screen import SELF_HARM, T_NOW
from conversations.questions import Choice, Dose, Question, Scale, Words
from conversations.rules import rules_for
from conversations.text import Text, _


def _dose(given: Given) -> Question:
    """In mg of the steroid that is planned; where none is, of prednisone."""
    planned = given.facts.steroids or (ASSUMED,)
    plan = planned[0].mg if given.facts.steroids else None
    return Dose("e_dose", _("How much steroid do you take a day now?"), planned[0].drug, planned[0].tablet_mg, plan)


EASE = Scale("e_ease", _("How easy was this service to use, 0–10? (0 very hard, 10 very easy)"))

BURDEN = Choice(
    "e_burden",
    _("Were there too many messages?"),
    options({"no": _("No, not too many"), "bit": _("A few too many"), "yes": _("Far too many")}),
)

CONTACT = Choice(
    "e_contact",
    _("May we contact you later about how you are?"),
    options({"yes": _("Yes, you may"), "no": _("No, please do not")}),
)

ITEMS = (
    T_NOW,
    Item("e_dose", _dose),
    item(EASE),
    item(BURDEN),
    item(CONTACT),
    item(Words("e_text", _("Is there anything you would like to tell us? (optional)"), limit=1000)),
    SELF_HARM,
)

QUESTIONNAIRE = Questionnaire("end", 1, ITEMS, rules_for(ITEMS), order=LAST, window=timedelta(days=3), thanks=False)


def closing(from_day: date) -> Text:
    """The last words; `from_day`: the first day on which nobody reads messages here."""
    return _(
        "Thank you. Go on with your steroid as the doctor says. From {date} nobody reads messages here. "
        "Your doctor's number: {study_phone}. In an emergency call 120.",
        date=from_day,
    )
