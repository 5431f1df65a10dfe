"""The azathioprine module (clinical content §5.3): marrow, hair, hypersensitivity; three taps, only in that arm.

A check-in of its own, so that the common core stays the same in both arms and its answers can be reported apart.
Fever is `w_fever` and not asked twice.
"""

from __future__ import annotations

from datetime import timedelta

from conversations.facts import AZATHIOPRINE
from conversations.given import Given
from conversations.questionnaire import Item, Questionnaire, item
from conversations.questionnaires.options import NOTHING, SIDE_EFFECTS, options
from conversations.questionnaires.red_flag_screen import SELF_HARM, SHARED, T_NOW
from conversations.questions import Choice, Choices, Question
from conversations.rules import rules_for
from conversations.text import Text, _

_MARROW = _("New sore throat, or new mouth ulcers unlike your usual ones?")


def _reminded(given: Given) -> Text:
    """The question, after the day of the next blood count where one is planned."""
    day = given.facts.next_blood_count
    return (
        _MARROW
        if day is None
        else _("Your next blood count is due by {date}.\n\n{question}", date=day, question=_MARROW)
    )


def _marrow(given: Given) -> Question:
    labels = {"sore_throat": _("Sore throat"), "mouth_ulcers_new": _("Mouth ulcers unlike the usual")}
    return Choices("a_marrow", _reminded(given), options(labels | NOTHING))


HAIR = Choice(
    "a_hair",
    _("Are you losing hair?"),
    options(
        {
            "none": _("No more than usual"),
            "bit_more": _("A little more than usual"),
            "handfuls": _("By the handful"),
        }
    ),
)

HYPERSENSITIVITY = Choices(
    "a_hyper",
    _("Any of these, new this week?"),
    options(
        {
            "rash": _("Rash, not blisters"),
            "fever": _("Fever"),
            "joint_pain": _("Pain in joints or muscles"),
            "dizzy": _("Dizzy"),
        }
        | NOTHING
    ),
)


def _in_arm(given: Given) -> bool:
    return given.facts.arm == AZATHIOPRINE


ITEMS = (
    T_NOW,
    Item("a_marrow", _marrow, _in_arm, safety=True),
    item(HAIR, _in_arm),
    item(HYPERSENSITIVITY, _in_arm),
    *SHARED,
    SELF_HARM,
)

QUESTIONNAIRE = Questionnaire(
    "azathioprine", 1, ITEMS, rules_for(ITEMS), order=SIDE_EFFECTS + 1, window=timedelta(days=3)
)
