"""The weekly symptom check (clinical content §5.2): ten taps in a quiet week.

Some of its items serve a problem report as well; those are module constants without the weekly skip rules.
"""

from __future__ import annotations

from datetime import date, timedelta

from conversations.drug_names import DRUG_NAMES
from conversations.given import Given
from conversations.questionnaire import Item, Questionnaire, item
from conversations.questionnaires.options import NOTHING, OTHER, WEEKLY, done, only, options, text_of
from conversations.questionnaires.red_flag_screen import SELF_HARM, SHARED, T_NOW
from conversations.questions import Choice, Choices, Count, Question, Scale, Words
from conversations.rules import rules_for
from conversations.text import Text, _

UNSURE: dict[str, Text] = {"unsure": _("I do not know")}

FEVER = Choice(
    "w_fever",
    _("In the last 7 days, any fever, or shivering with cold?"),
    options({"no": _("No, neither"), "earlier": _("Yes, but it is over now"), "now": _("Yes, and still now")}),
)

NEW = Count(
    "w_new", _("How many NEW blisters or raw spots in the last 7 days? (skin and mouth)"), 0, 99, tuple(range(7))
)

OLD = Choice(
    "w_old",
    _("The older raw spots now?"),
    options(
        {
            "healed": _("All healed, or there were none"),
            "smaller": _("All getting better"),
            "same": _("No real change"),
            "spreading": _("Some have grown"),
        }
    ),
)

PERSIST = Count(
    "w_persist",
    _("Of those that came in the last 4 weeks, how many had not healed after 1 week?"),
    0,
    99,
    tuple(range(7)),
)

AREA = Choices(
    "w_area",
    _("Where?"),
    options(
        {
            "scalp": _("Scalp"),
            "face_neck": _("Face, neck"),
            "ears_nose": _("Ears, nose"),
            "mouth": _("Mouth"),
            "throat": _("Throat"),
            "eyes": _("Eyes"),
            "chest_belly": _("Chest, belly, armpits"),
            "back_buttocks": _("Back, buttocks"),
            "arms_hands": _("Arms, hands"),
            "legs_feet": _("Legs, feet"),
            "genitals": _("Private parts"),
        }
    ),
)

EXTENT = Choice(
    "w_extent",
    _("All raw skin together: how many of your own hands (with fingers) would cover it?"),
    options(
        {
            "0": _("No raw skin"),
            "under1": _("Less than 1"),
            "1to5": _("1 to 5"),
            "5to10": _("5 to 10"),
            "over10": _("More than 10"),
        }
    ),
)

INFECTED = Choices(
    "w_inf",
    _("Do any raw spots have…"),
    options(
        {
            "pus": _("Pus"),
            "smell": _("A bad smell"),
            "hot_spreading": _("Red, hot and growing"),
            "grouped_small_blisters": _("Groups of tiny, sore blisters"),
        }
        | NOTHING
    ),
)

EATING = Choice(
    "w_eat",
    _("Eating and drinking, these 2 days?"),
    options(
        {
            "normal": _("Normal"),
            "soft": _("Only soft or liquid food"),
            "liquids_little": _("Only a few sips at a time"),
            "nothing": _("No water for a day and a night"),
        }
    ),
)

PAIN = Scale("w_pain", _("Worst pain of skin or mouth, last 7 days, 0–10? (0 no pain, 10 unbearable)"))
ITCH = Scale("w_itch", _("Worst itch, last 7 days, 0–10? (0 no itch, 10 unbearable)"))
LIFE = Scale("w_life", _("How much did it get in the way of daily life, 0–10? (0 not at all, 10 could do nothing)"))

CHANGE = Choice(
    "w_change",
    _("Compared with last week?"),
    options(
        {
            "much_better": _("Much better"),
            "better": _("A little better"),
            "same": _("About the same"),
            "worse": _("A little worse"),
            "much_worse": _("Much worse"),
        }
    ),
)

_EVENTS = options(
    {
        "er_visit": _("Emergency department visit"),
        "hospital_stay": _("Hospital stay"),
        "surgery": _("Operation"),
        "new_serious_dx": _("Told of a new serious illness"),
        "abnormal_test": _("A test that was not normal"),
    }
    | NOTHING
)

_MEDICINES = options(
    {
        "new_medicine": _("New medicine, also self-bought"),
        "antibiotic": _("Antibiotic or antiviral"),
        "herbal": _("Herbs, home remedies"),
        "steroid_injection": _("Steroid or nerve-block injection"),
        "vaccine": _("A vaccine"),
        "other_study_drug": _("A drug of another study"),
        "prohibited_treatment": _("Rituximab, IV cyclophosphamide, plasma exchange"),
        "planned": _("Plan a vaccine, tooth or operation"),
    }
    | NOTHING
)

_LISTED = ("allopurinol", "febuxostat", "topiroxostat", "cotrimoxazole", "ribavirin", "tripterygium", "warfarin")

DRUG = Choices(
    "m_drug", _("Which medicine? (look at the box)"), options({d: DRUG_NAMES[d] for d in _LISTED} | OTHER | UNSURE)
)

VACCINE = Choice(
    "m_vaccine",
    _("Which vaccine?"),
    options(
        {
            "flu_shot": _("Flu (injection)"),
            "flu_nasal": _("Flu (nose spray)"),
            "shingles_recomb": _("Shingles (Shingrix)"),
            "shingles_live": _("Shingles, live (Ganwei)"),
            "pneumo": _("Pneumonia"),
            "covid": _("COVID"),
            "rabies_tetanus": _("Rabies or tetanus"),
            "varicella_mmr": _("Chickenpox or measles"),
            "other_live": _("Live hepatitis A or JE, yellow fever"),
        }
        | OTHER
        | UNSURE
    ),
)


def since(given: Given, days: int = 7) -> date:
    """The day from which the question asks: the last completed round, else so many days back."""
    return given.facts.since or given.facts.today - timedelta(days=days)


def _events(given: Given) -> Question:
    return Choices("w_events", _("Since {date}, any of these?", date=since(given)), _EVENTS)


def _medicines(given: Given) -> Question:
    return Choices("w_meds", _("Since {date}, have you used or had any of these?", date=since(given)), _MEDICINES)


def _quiet(given: Given) -> bool:
    """No new spots and the old ones healed: nothing to ask about them."""
    return given.number("w_new") == 0 and given.is_("w_old", "healed")


def _asks_extent(given: Given) -> bool:
    return given.is_("w_old", "spreading") or given.at_least("w_new", 5)


W_NEW, W_OLD, W_PAIN = item(NEW), item(OLD), item(PAIN)
W_INF, W_EAT = item(INFECTED, safety=True), item(EATING, safety=True)

EVENT_ITEMS: tuple[Item, ...] = (
    Item("w_events", _events, safety=True),
    item(
        Words("w_event_text", _("What happened, and about when? (optional)")),
        lambda given: "w_events" in given.settled and given.ticked("w_events"),
    ),
)

DRUG_ITEMS: tuple[Item, ...] = (
    item(DRUG),
    text_of("m_drug", _("Please write the name of the medicine, as on the box. (optional)")),
)

ITEMS = (
    T_NOW,
    item(FEVER, safety=True),
    *SHARED,
    W_NEW,
    W_OLD,
    item(PERSIST, lambda given: not _quiet(given)),
    item(AREA, lambda given: not _quiet(given)),
    item(EXTENT, _asks_extent),
    only(W_INF, lambda given: not _quiet(given)),
    W_EAT,
    W_PAIN,
    item(ITCH),
    item(LIFE),
    item(CHANGE),
    *EVENT_ITEMS,
    Item("w_meds", _medicines),
    *(only(i, lambda given: done(given, "w_meds", "new_medicine", "antibiotic", "herbal")) for i in DRUG_ITEMS),
    item(VACCINE, lambda given: done(given, "w_meds", "vaccine")),
    text_of("m_vaccine"),
    SELF_HARM,
)

QUESTIONNAIRE = Questionnaire("weekly", 1, ITEMS, rules_for(ITEMS), order=WEEKLY, window=timedelta(days=3))
