"""How it went on after an alarm (clinical content §4, “Follow-up”): `facts.about` names the one question.

f_e an hour after an emergency, f_safe instead after words of self-harm, f_u a day after an urgent symptom, and the
temperature once more after 37.5–37.9. The answer “worse” opens the red-flag screen.
"""

from __future__ import annotations

from dataclasses import replace

from conversations.given import Given
from conversations.questionnaire import Condition, Questionnaire, item
from conversations.questionnaires.options import FOLLOW_UP, options
from conversations.questionnaires.red_flag_screen import SELF_HARM, SHARED, T_NOW, X_TEMP
from conversations.questions import Choice
from conversations.rules import rules_for
from conversations.text import _

AFTER_EMERGENCY = Choice(
    "f_e",
    _("How are you now?"),
    options(
        {
            "at_hospital": _("I am at the hospital"),
            "on_way": _("On the way to the hospital"),
            "better_home": _("Better, at home"),
            "same_worse": _("No better, or worse"),
            "need_call": _("Please phone me"),
        }
    ),
)

SAFE = Choice(
    "f_safe",
    _("Is someone with you? Are you safe?"),
    options(
        {
            "safe_with": _("Someone is with me, I am safe"),
            "alone": _("I am alone"),
            "not_safe": _("I am not safe"),
            "at_hospital": _("I am at the hospital"),
        }
    ),
)

AFTER_URGENT = Choice(
    "f_u",
    _("Are you better than yesterday?"),
    options(
        {
            "better": _("Better"),
            "same": _("About the same"),
            "worse": _("Worse"),
            "not_called": _("Nobody has contacted me yet"),
        }
    ),
)


def _about(what: str) -> Condition:
    return lambda given: given.facts.about == what


def _temperature(given: Given) -> bool:
    """Asked for its own sake even though the last reading is less than 2 hours old."""
    return given.facts.about == X_TEMP.id or X_TEMP.when(given)


ITEMS = (
    T_NOW,
    item(AFTER_EMERGENCY, _about("f_e")),
    item(SAFE, _about("f_safe"), audience="doctors"),
    item(AFTER_URGENT, _about("f_u")),
    *(replace(i, when=_temperature) if i.id == X_TEMP.id else i for i in SHARED),
    SELF_HARM,
)

QUESTIONNAIRE = Questionnaire("follow_up", 1, ITEMS, rules_for(ITEMS), order=FOLLOW_UP, pausable=False)
