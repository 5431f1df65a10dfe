"""The questions about side effects (clinical content §5.3), each with its gate. Several check-ins ask some of them.

Home readings stand in `readings.py`, the round that asks them all in `side_effects.py`.
"""

from __future__ import annotations

from dataclasses import replace

from conversations.given import Given
from conversations.questionnaire import Item, item
from conversations.questionnaires.options import HAS, NOTHING, STILL, done, options, text_of
from conversations.questionnaires.red_flag_screen import HURT
from conversations.questionnaires.weekly import since
from conversations.questions import Choice, Choices, Count, Question, Scale
from conversations.text import _

ROUND = 28
"""Days that a side-effect question looks back where no earlier round is known."""

_GI = {
    "black_stool": _("Black, shiny, sticky stool"),
    "vomit_blood": _("Vomited blood"),
    "severe_sudden_pain": _("Belly pain, sudden and severe"),
    "upper_pain": _("Lasting pain in the upper belly"),
    "vomiting_repeated": _("Vomiting again and again"),
    "diarrhoea_3plus": _("Diarrhoea 3 or more times a day"),
    "mild_upset": _("Heartburn, nausea, bloating"),
}

_INFECTIONS = {
    "cold": _("A cold"),
    "cough": _("Cough"),
    "cough_breathless_exertion": _("Cough, breathless when I move"),
    "urine": _("Pain when passing urine"),
    "thrush": _("White coating in the mouth"),
    "shingles": _("Shingles"),
    "coldsore_spread": _("Cold sores that spread"),
    "diarrhoea_mild": _("Mild diarrhoea"),
    "other": _("Another infection"),
}

_CONTACTS = {
    "chickenpox_shingles": _("Chickenpox, shingles"),
    "measles": _("Measles"),
    "tb": _("Tuberculosis (TB)"),
    "flu_covid": _("Flu or COVID"),
    "none": _("No, nobody"),
}

_BLEEDING = {
    "red_spots": _("Many tiny red spots on the skin"),
    "many_bruises": _("Several bruises without a knock"),
    "bruises": _("Bruises after a light knock"),
    "nose_long": _("Nosebleed longer than 10 minutes"),
    "nose": _("A nosebleed now and then"),
    "gums": _("Bleeding gums"),
}

_EYES = {
    "sudden_loss": _("Suddenly could not see"),
    "pain": _("Pain inside the eye"),
    "red": _("Red eye"),
    "blur": _("Blurred sight"),
}

_BONES = {
    "sudden_back": _("Sudden back pain"),
    "hip_groin": _("Pain in the hip or groin"),
    "cannot_walk_after_fall": _("Cannot walk after a fall"),
}

_SWELLING = {
    "one_leg": _("One leg swollen and sore"),
    "both_legs": _("Both feet swollen"),
    "face": _("Swollen face"),
    "none": _("No swelling"),
}


def _stomach(given: Given) -> Question:
    text = _("Stomach or bowel, since {since}: any of these?", since=since(given, ROUND))
    return Choices("s_gi", text, options(_GI | NOTHING))


def _infection(given: Given) -> Question:
    text = _("Any infection since {since}?", since=since(given, ROUND))
    return Choices("s_inf", text, options(_INFECTIONS | NOTHING))


def _contact(given: Given) -> Question:
    text = _("Been close to someone with… since {since}?", since=since(given, ROUND))
    return Choices("s_contact", text, options(_CONTACTS))


def _mood(given: Given) -> Question:
    text = _('Since {since}: very low, very irritable, or unusually "high"?', since=since(given, ROUND))
    return Choice(
        "s_mood", text, options({"no": _("No, none of these"), "little": _("A little"), "lot": _("Yes, clearly")})
    )


def _bone(given: Given) -> Question:
    text = _("New bone or joint pain since {since}?", since=since(given, ROUND))
    return Choices("s_bone", text, options(_BONES | NOTHING))


def _pregnancy(given: Given) -> Question:
    if given.facts.sex == "m":
        labels = {
            "no": _("No, neither"),
            "partner_pregnant": _("She is pregnant"),
            "planning": _("Planning a pregnancy"),
        }
        text = _("Is your partner pregnant, or planning to be?")
    else:
        labels = {
            "no": _("No, none of these"),
            "late_or_positive": _("Period 7+ days late, or test positive"),
            "breastfeeding": _("Breastfeeding"),
            "planning": _("Planning a pregnancy"),
        }
        text = _("Any of these?")
    return Choice("s_preg", text, options(labels | {"not_say": _("I would rather not say")}))


def _asks_pregnancy(given: Given) -> bool:
    facts = given.facts
    if facts.sex == "m":
        return facts.partner_possible
    return facts.sex == "f" and not facts.infertile and facts.age is not None and 18 <= facts.age <= 55


_SERIOUS_GI = ("black_stool", "vomit_blood", "severe_sudden_pain", "upper_pain", "vomiting_repeated", "diarrhoea_3plus")

STOMACH: tuple[Item, ...] = (
    Item("s_gi", _stomach, safety=True),
    item(
        Choice("s_gi_now", _("Is it still so, today or yesterday?"), STILL),
        lambda given: done(given, "s_gi", *_SERIOUS_GI),
        safety=True,
    ),
    item(
        Choice(
            "s_gi_cause",
            _("In the last 3 days: iron tablets, bismuth stomach medicine, or animal blood to eat?"),
            options({"yes": _("Yes, I had some"), "no": _("No, I had none"), "unsure": _("Not sure")}),
        ),
        lambda given: done(given, "s_gi", "black_stool") and given.is_("s_gi_now", "yes"),
    ),
)

INFECTION: tuple[Item, ...] = (
    Item("s_inf", _infection),
    item(
        Count("s_inf_days", _("For how many days?"), 0, 60, tuple(range(1, 8))),
        lambda given: "s_inf" in given.settled and given.ticked("s_inf"),
    ),
    text_of("s_inf"),
)

CONTACT = Item("s_contact", _contact)

BLEEDING = item(
    Choices("s_bleed", _("Bruising or bleeding in the last few days?"), options(_BLEEDING | NOTHING)), safety=True
)

LIVER = item(
    Choices(
        "s_liver",
        _("Yellow skin or eyes, or urine like strong tea, in the last few days?"),
        options({"yellow": _("Yellow skin or eyes"), "dark_urine": _("Urine like strong tea")} | NOTHING),
    ),
    safety=True,
)

EYES: tuple[Item, ...] = (
    item(Choices("s_eye", _("Your eyes, in the last few days?"), options(_EYES | NOTHING)), safety=True),
    item(
        Choice("s_eye_now", _("Is it still so, today or yesterday?"), STILL),
        lambda given: done(given, "s_eye", "sudden_loss"),
        safety=True,
    ),
)

MOOD: tuple[Item, ...] = (
    Item("s_mood", _mood, safety=True),
    item(
        Choice("s_psych", _("Have you seen or heard things that others do not? (Steroids can do this.)"), HAS),
        audience="doctors",
        safety=True,
    ),
    item(
        Choice(
            "s_psych_safe",
            _("Do you feel safe now?"),
            options({"yes": _("Yes, I feel safe"), "no": _("No, I do not feel safe")}),
        ),
        lambda given: given.is_("s_psych", "yes"),
        audience="doctors",
        safety=True,
    ),
)

SELF_HARM_ROUND = item(HURT, audience="doctors", safety=True)

SLEEP = item(Scale("s_sleep", _("How badly have you slept lately, 0–10? (0 slept well, 10 not at all)")))

BONE = Item("s_bone", _bone)

WEAKNESS = item(
    Choice(
        "s_weak",
        _("Harder than a month ago to climb stairs or get up from a chair?"),
        options({"no": _("No, not harder"), "yes": _("Yes, harder")}),
    )
)

SWELLING = item(Choices("s_swell", _("Any swelling now?"), options(_SWELLING)))

THIRST = item(
    Choice(
        "s_thirst",
        _("In the last few days, very thirsty and passing a lot of urine?"),
        options({"no": _("No, I am not"), "yes": _("Yes, I am")}),
    )
)

PREGNANCY = Item("s_preg", _pregnancy, _asks_pregnancy)

PREGNANCY_ANYONE = replace(PREGNANCY, when=lambda given: True)
"""For who reports it unasked: the gate is lifted."""
