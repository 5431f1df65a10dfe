"""After an injection of CM313 (clinical content §5.4): on its day, on days 1, 3 and 7; 45 seconds.

`j_breath` comes first: its yes is an emergency at once. What else is found opens the shared red-flag screen.
"""

from __future__ import annotations

from datetime import timedelta

from conversations.questionnaire import Questionnaire, item
from conversations.questionnaires.effects import EYES
from conversations.questionnaires.options import INJECTION, NOTHING, done, only, options
from conversations.questionnaires.red_flag_screen import SELF_HARM, SHARED, T_NOW
from conversations.questions import Choice, Choices
from conversations.rules import rules_for
from conversations.text import _

BREATH = Choice(
    "j_breath",
    _("Now: trouble breathing, tight throat, or swelling of face or lips?"),
    options({"no": _("No, none of these"), "yes": _("Yes, now")}),
)

SYMPTOMS = Choices(
    "j_sys",
    _("Since the injection, any of these?"),
    options(
        {
            "chills": _("Cold and shivering"),
            "headache": _("Headache"),
            "nausea_vomit": _("Nausea or vomiting"),
            "dizzy": _("Dizzy"),
            "cough_throat": _("Cough, sore throat, blocked nose"),
            "hives": _("Large itchy weals (hives)"),
            "aches": _("Aches all over"),
            "vision": _("Blurred sight"),
            "breath_earlier": _("Was breathless; it is over now"),
        }
        | NOTHING
    ),
)

SITE = Choices(
    "j_site",
    _("The injection spot?"),
    options(
        {
            "redness": _("Red"),
            "swelling": _("Swollen"),
            "itch": _("Itchy"),
            "pain": _("Painful"),
            "lump": _("A hard lump"),
            "spreading": _("It is growing"),
            "blister_ulcer": _("Blister or broken skin"),
            "pus": _("Pus"),
            "none": _("Nothing there"),
        }
    ),
)

SIZE = Choice(
    "j_site_cm",
    _("How big?"),
    options(
        {
            "under5": _("Smaller than an egg"),
            "5to10": _("Between an egg and my palm"),
            "over10": _("Bigger than my palm"),
        }
    ),
)

ITEMS = (
    T_NOW,
    item(BREATH, safety=True),
    item(SYMPTOMS, safety=True),
    *SHARED,
    *(only(i, lambda given: done(given, "j_sys", "vision")) for i in EYES),
    item(SITE),
    item(SIZE, lambda given: done(given, "j_site", "redness", "swelling", "lump", "spreading")),
    SELF_HARM,
)

QUESTIONNAIRE = Questionnaire("injection", 1, ITEMS, rules_for(ITEMS), order=INJECTION, window=timedelta(hours=12))
