"""“I have a problem” (clinical content §5.8): at any time; an emergency shows within the first tap.

What is the matter decides which items of the other check-ins are asked. It asks for words of
its own, so `x_text` is left out.
"""

from __future__ import annotations

from collections.abc import Iterable

from conversations.given import Given
from conversations.questionnaire import Condition, Item, Questionnaire, item
from conversations.questionnaires.daily import azathioprine_items, steroid_items
from conversations.questionnaires.effects import (
    BLEEDING,
    BONE,
    EYES,
    INFECTION,
    MOOD,
    PREGNANCY_ANYONE,
    SELF_HARM_ROUND,
    STOMACH,
    SWELLING,
)
from conversations.questionnaires.options import PROBLEM, SINCE_WHEN, done, only, options
from conversations.questionnaires.readings import PRESSURE, READ_WHEN
from conversations.questionnaires.red_flag_screen import SELF_HARM, T_NOW, X_ONSET, X_RED, X_TEMP
from conversations.questionnaires.weekly import DRUG_ITEMS, EVENT_ITEMS, W_EAT, W_INF, W_NEW, W_OLD, W_PAIN
from conversations.questions import Choice, Choices, Words
from conversations.rules import rules_for
from conversations.text import _

KIND = Choices(
    "u_kind",
    _("What is the matter?"),
    options(
        {
            "breathing_allergy": _("Breathing; throat, face, lip swelling"),
            "heart_head": _("Chest, head, arms or legs"),
            "fever_inf": _("Fever, infection"),
            "skin_mouth": _("Skin, mouth"),
            "stomach_bleed": _("Stomach, bowel, bleeding"),
            "eyes": _("Eyes"),
            "pain_bone": _("Back, legs, joints"),
            "mood": _("Mood, sleep"),
            "medicine": _("A problem with my medicines"),
            "pregnancy": _("Pregnancy"),
            "hospital": _("Hospital, emergency department"),
            "other": _("Something else"),
        },
        at_once=("breathing_allergy",),
    ),
)

SEVERITY = Choice(
    "u_sev",
    _("How bad is it?"),
    options(
        {
            "mild": _("I can bear it"),
            "moderate": _("It gets in my way"),
            "severe": _("Very bad, I cannot do anything"),
        }
    ),
)


def _about(*kinds: str) -> Condition:
    return lambda given: done(given, "u_kind", *kinds)


def _route(items: Iterable[Item], *kinds: str) -> tuple[Item, ...]:
    return tuple(only(i, _about(*kinds)) for i in items)


def _onset_unknown(given: Given) -> bool:
    return given.value("x_onset") is None


ITEMS = (
    T_NOW,
    item(KIND, safety=True),
    X_RED,
    X_TEMP,
    X_ONSET,
    *_route([W_NEW, W_OLD], "skin_mouth"),
    *_route([W_INF], "skin_mouth", "fever_inf"),
    *_route([W_EAT, W_PAIN], "skin_mouth"),
    *_route(INFECTION, "fever_inf"),
    *_route([*STOMACH, BLEEDING], "stomach_bleed"),
    *_route(EYES, "eyes"),
    *_route([*PRESSURE, READ_WHEN], "heart_head"),
    *_route([SWELLING], "heart_head", "pain_bone"),
    *_route([BONE], "pain_bone"),
    *_route(MOOD, "mood"),
    Item(
        SELF_HARM.id,
        SELF_HARM_ROUND.ask,
        lambda given: done(given, "u_kind", "mood") or given.denies_self_harm,
        audience="doctors",
        safety=True,
    ),
    *_route([*steroid_items(later=False), *azathioprine_items(later=False), *DRUG_ITEMS], "medicine"),
    *_route([PREGNANCY_ANYONE], "pregnancy"),
    *_route(EVENT_ITEMS, "hospital"),
    item(Words("u_text", _("Tell us in your own words (type or speak; optional)"), limit=1000)),
    item(SEVERITY, safety=True),
    item(Choice("u_since", _("Since when?"), SINCE_WHEN), _onset_unknown),
)

QUESTIONNAIRE = Questionnaire("problem", 1, ITEMS, rules_for(ITEMS), order=PROBLEM, pausable=False)
