"""A doctor's message, and the participant's answer to it in their own words."""

from __future__ import annotations

from datetime import timedelta

from conversations.given import Given
from conversations.questionnaire import Item, Questionnaire
from conversations.questionnaires.options import FOLLOW_UP
from conversations.questionnaires.red_flag_screen import SELF_HARM, T_NOW
from conversations.questions import Question, Words
from conversations.rules import rules_for
from conversations.text import _


def _answer(given: Given) -> Question:
    text = _("The study team writes:\n\n{message}\n\nYou can answer here.", message=given.facts.message)
    return Words("r_text", text, limit=1000)


ITEMS = (T_NOW, Item("r_text", _answer), SELF_HARM)

QUESTIONNAIRE = Questionnaire(
    "doctor_message",
    1,
    ITEMS,
    rules_for(ITEMS),
    order=FOLLOW_UP,
    window=timedelta(days=3),
    pausable=False,
    thanks=False,
)
