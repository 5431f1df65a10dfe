"""The first conversation (clinical content §5.W): what this service is and is not, and agreement to use it.

It is the agreement to this service, not the trial's consent. Nothing is ticked beforehand, and nothing follows a no.
Words that tell of an emergency raise the alarm here too.
"""

from __future__ import annotations

from datetime import time, timedelta

from conversations.given import Given
from conversations.questionnaire import Questionnaire, item
from conversations.questionnaires.options import options
from conversations.questionnaires.red_flag_screen import T_NOW
from conversations.questions import Choice, Clock
from conversations.rules import rules_for
from conversations.text import _, verbatim

LANGUAGE = Choice(
    "h_language",
    _("Please choose your language. 请选择语言。"),
    options({"zh": verbatim("中文"), "en": verbatim("English")}),
)

AGREE = Choice(
    "h_agree",
    _(
        "Hello. This is the study's check-in service. It is a computer program, not a doctor. It asks about your "
        "medicines and how you are: about half a minute a day, a little longer once a week.\n\n"
        "The study doctors and coordinators read your answers on working days, and those who check the study may see "
        "them. A program marks what looks urgent, and that goes to a doctor at once; doctors decide what to do. If you "
        "may be in danger we will phone you, or the contact person you named.\n\n"
        "It is not an emergency service, and it can fail. Do not wait for it: in an emergency call 120. For questions "
        "ring {study_phone}.\n\n"
        "You may skip any question and stop at any time. Your care does not depend on it."
    ),
    options({"agree": _("I agree"), "ask_first": _("I want to ask first"), "no": _("I do not agree")}),
)

HEALTH = Choice(
    "h_health",
    _("I agree that my answers about my health are kept and read as described."),
    options({"yes": _("I agree"), "no": _("I do not agree")}),
)

CONTACT = Choice(
    "h_contact",
    _("If I may be in danger, the contact person I named may be told."),
    options({"yes": _("Yes, they may be told"), "no": _("No, do not tell them")}),
)

ABROAD = Choice(
    "h_abroad",
    _("My messages may go through a service abroad (Telegram). They are not end-to-end encrypted there."),
    options({"yes": _("I agree"), "no": _("I do not agree")}),
)

EARLIEST, LATEST = time(7, 30), time(21, 0)
HOURS = (EARLIEST, time(8), time(12), time(18), time(19), time(20), time(20, 30), LATEST)

HOUR = Clock(
    "h_time",
    _("At what time shall we ask each day? Tap one, or type another from 07:30 to 21:00, like 19:15."),
    EARLIEST,
    LATEST,
    HOURS,
)


def _agreed(given: Given) -> bool:
    return given.is_("h_agree", "agree")


def _answers_agreed(given: Given) -> bool:
    return _agreed(given) and given.is_("h_health", "yes")


def _abroad(given: Given) -> bool:
    return _answers_agreed(given) and given.facts.offers_abroad


def agreed(given: Given) -> bool:
    """Everything without which nothing may be asked has been agreed to."""
    return _answers_agreed(given) and (not given.facts.offers_abroad or given.is_("h_abroad", "yes"))


ITEMS = (
    T_NOW,
    item(LANGUAGE, skippable=False),
    item(AGREE, skippable=False),
    item(HEALTH, _agreed, skippable=False),
    item(CONTACT, _answers_agreed, skippable=False),
    item(ABROAD, _abroad, skippable=False),
    item(HOUR, agreed, skippable=False),
)

QUESTIONNAIRE = Questionnaire(
    "welcome", 1, ITEMS, rules_for(ITEMS), order=0, window=timedelta(days=14), pausable=False, thanks=False
)
