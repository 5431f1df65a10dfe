"""Stopping (clinical content §5.11): for some days, this service, or the study. Asks once, then it is done."""

from __future__ import annotations

from conversations.questionnaire import Questionnaire, item
from conversations.questionnaires.options import options
from conversations.questionnaires.red_flag_screen import T_NOW
from conversations.questions import Choice
from conversations.rules import rules_for
from conversations.text import _

CLOSING = _(
    "Done. Nobody reads messages here from now on. Go on with your medicines as the doctor says; "
    "for questions ring {study_phone}."
)
"""Said when bot_only or study was confirmed."""

WHAT = Choice(
    "t_what",
    _("What would you like to do?"),
    options(
        {
            "pause": _("Pause the questions for some days"),
            "bot_only": _("Stop this service, stay in the study"),
            "study": _("Leave the study"),
            "cancel": _("Nothing, I tapped by mistake"),
        }
    ),
)

UNTIL = Choice(
    "t_until",
    _("For how many days shall we pause?"),
    options({"3": _("3 days"), "7": _("7 days"), "14": _("14 days"), "28": _("28 days")}),
)

WHY = Choice(
    "t_why",
    _("What is the reason for the pause?"),
    options(
        {
            "hospital": _("I am in hospital"),
            "travel": _("I am travelling"),
            "rest": _("I need a rest from it"),
            "other": _("Something else"),
        }
    ),
)

SURE = Choice(
    "t_sure",
    _("Shall we stop now? From then on nobody reads messages here."),
    options({"yes": _("Yes, stop"), "no": _("No, go on as before")}),
)

ITEMS = (
    T_NOW,
    item(WHAT, skippable=False),
    item(UNTIL, lambda given: given.is_("t_what", "pause"), skippable=False),
    item(WHY, lambda given: given.is_("t_what", "pause")),
    item(SURE, lambda given: given.is_("t_what", "bot_only", "study"), skippable=False),
)

QUESTIONNAIRE = Questionnaire("stop", 1, ITEMS, rules_for(ITEMS), order=5, pausable=False, thanks=False)
