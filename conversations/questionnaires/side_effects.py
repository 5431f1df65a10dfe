"""The round about side effects (clinical content §5.3): weeks 2 to 12 every second, then every fourth; 14 to 17 taps.

The same questions in both arms. What only the azathioprine arm is asked stands in `azathioprine.py`.
"""

from __future__ import annotations

from datetime import timedelta

from conversations.given import Given
from conversations.questionnaire import Questionnaire
from conversations.questionnaires.effects import (
    BLEEDING,
    BONE,
    CONTACT,
    EYES,
    INFECTION,
    LIVER,
    MOOD,
    PREGNANCY,
    SELF_HARM_ROUND,
    SLEEP,
    STOMACH,
    SWELLING,
    THIRST,
    WEAKNESS,
)
from conversations.questionnaires.options import SIDE_EFFECTS, only
from conversations.questionnaires.readings import PRESSURE, READ_WHEN, SUGAR, WEIGHT
from conversations.questionnaires.red_flag_screen import SHARED, T_NOW
from conversations.rules import rules_for

WEIGHED_EVERY, ALWAYS_FROM = 4, 12
"""Weight is asked once a month: in every fourth study week, and in each round from week 12 on, when these are a month
apart."""


def _weighed(given: Given) -> bool:
    day = given.facts.study_day
    if day is None:
        return True
    weeks = (day - 1) // 7
    return weeks >= ALWAYS_FROM or weeks % WEIGHED_EVERY == 0


ITEMS = (
    T_NOW,
    *STOMACH,
    *SHARED,
    *INFECTION,
    CONTACT,
    BLEEDING,
    LIVER,
    *EYES,
    *MOOD,
    SELF_HARM_ROUND,
    SLEEP,
    BONE,
    WEAKNESS,
    SWELLING,
    THIRST,
    SUGAR,
    *PRESSURE,
    READ_WHEN,
    only(WEIGHT, _weighed),
    PREGNANCY,
)

QUESTIONNAIRE = Questionnaire("side_effects", 1, ITEMS, rules_for(ITEMS), order=SIDE_EFFECTS, window=timedelta(days=3))
