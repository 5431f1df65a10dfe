"""“Ask the team” (clinical content §5.10): at any time. No medical answer is ever made; a person reads it.

Who asks for a call or about a medicine is first asked whether they feel unwell: a yes opens the problem report.
"""

from __future__ import annotations

from conversations.questionnaire import Questionnaire, item
from conversations.questionnaires.options import UNASKED, only, options
from conversations.questionnaires.red_flag_screen import SELF_HARM, T_NOW, UNWELL
from conversations.questionnaires.weekly import W_PAIN
from conversations.questions import Choice, Words
from conversations.rules import rules_for
from conversations.text import _

KIND = Choice(
    "k_kind",
    _("What is it about?"),
    options(
        {
            "call_me": _("Please phone me"),
            "medicine_q": _("How to take medicines, what goes together"),
            "visit": _("Change a visit or an injection"),
            "result": _("A test result"),
            "wound": _("Dressings, care of sores"),
            "life": _("Food, washing, travel, work"),
            "vaccine_surgery": _("A vaccine, a tooth, an operation"),
            "money": _("Travel money, refunds"),
            "card": _("Lost card; new phone or number"),
            "privacy": _("Who may see my data"),
            "complaint": _("A comment or complaint"),
            "stop_study": _("To stop this, or leave the study"),
            "other": _("Something else"),
        }
    ),
    countable=False,
)

ITEMS = (
    T_NOW,
    item(KIND, skippable=False),
    item(UNWELL, lambda given: given.is_("k_kind", "call_me", "medicine_q"), safety=True, leads={"yes": "problem"}),
    item(Words("k_text", _("Please write or say it."), limit=1000)),
    only(W_PAIN, lambda given: given.is_("k_kind", "wound")),
    SELF_HARM,
)

QUESTIONNAIRE = Questionnaire("ask", 1, ITEMS, rules_for(ITEMS), order=UNASKED, pausable=False)
