"""What kind of person somebody is: how they use their phone, how they are, and what befalls them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

Wish = tuple[str, ...]
"""What somebody wants to say to a question: codes of options, in order, or words to be typed."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How somebody uses their phone. Shares are of 1: of check-ins, answers or days."""

    minutes: float = 8
    """About so long until they answer."""
    late: float = 0.03
    """Share of check-ins that they leave for hours, perhaps beyond the window."""
    silent: float = 0.02
    """Share of check-ins that they never answer."""
    types: float = 0.0
    """Share of answers that they type instead of tapping."""
    corrects: float = 0.02
    """Share of check-ins after which they change an answer."""
    forgets: float = 0.02
    """Share of days on which they forget a dose."""
    ill: float = 0.0
    """Share of days on which they report that something is wrong."""
    gives_up: float = 0.02
    """Share of questions in the middle of which something else comes up, for a while."""


@dataclass(frozen=True, slots=True)
class Health:
    """The course of the skin: `burden` from 0 to 10 at the beginning, and halved in so many weeks."""

    since: datetime
    burden: float = 6
    halved_in: float = 2.5
    areas: Wish = ("mouth", "chest_belly")

    def at(self, now: datetime) -> float:
        """The burden at a moment, before the ups and downs of a day."""
        weeks = max(now - self.since, timedelta()) / timedelta(weeks=1)
        return float(self.burden * 0.5 ** (weeks / self.halved_in))


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something that is wrong: said in their own words at once, or by the problem button, and then what is answered
    when it is asked about (by item)."""

    answers: Mapping[str, Wish]
    words: Mapping[str, str] = field(default_factory=dict)
    """By language; none: the problem button is pressed."""


def _reported(*kinds: str, **answers: Wish | str) -> Complaint:
    """By the problem button."""
    said = {item: (wish,) if isinstance(wish, str) else wish for item, wish in answers.items()}
    return Complaint({"u_kind": kinds, "u_sev": ("moderate",), "u_since": ("yesterday",)} | said)


FEVER = _reported("fever_inf", x_temp="38.4", x_onset="yesterday", s_inf=("cold",))
PUS = _reported("skin_mouth", w_inf=("pus",), w_pain="5", w_new="1", w_old="same", x_temp="36.8", x_onset="days_2_3")
STOMACH = _reported("stomach_bleed", s_gi=("mild_upset",), u_sev="mild")
SLEEPLESS = _reported("mood", s_mood="little", s_sleep="7", s_selfharm="no", u_sev="mild")
SORE_MOUTH = _reported("skin_mouth", w_inf="none", w_pain="6", w_eat="soft", w_new="2", w_old="same", x_temp="36.5")
COMPLAINTS = (FEVER, PUS, STOMACH, SLEEPLESS, SORE_MOUTH)
"""From these an ill person draws: two are urgent, the others can wait for a working morning."""

BREATHLESS = Complaint(
    {"n_unwell": ("yes",), "x_red": ("breathless",), "x_onset": ("today",), "~": ("~go_on",)},
    words={
        "zh": "刚才开始嘴唇和舌头都肿了，喘不上气",
        "en": "My lips and tongue are swelling and I cannot breathe",
    },
)
"""An emergency."""

SAYS = {
    "zh": {
        "r_text": ("好的，谢谢医生。", "现在好一些了，谢谢。", "知道了，我会再量一次体温。"),
        "u_text": ("这两天一直这样，休息后好一点。", "有点担心，想问问要不要来医院。"),
        "w_event_text": ("上周体检，说血糖有点高。",),
        "m_drug_text": ("维生素D", "钙片"),
    },
    "en": {
        "r_text": ("Thank you, doctor.", "A little better now, thank you.", "I will measure again tonight."),
        "u_text": ("It has been like this for two days, better after a rest.", "I wonder whether I should come in."),
        "w_event_text": ("A health check last week; they said my sugar was a little high.",),
        "m_drug_text": ("Vitamin D", "Calcium"),
    },
}  # fmt: skip
"""What people write where a question asks for words."""

HARMLESS = ("yes_all", "plan0_none", "none_taken", "said_again", "none", "no", "ok", "better", "better_home", "mild",
            "~right", "~change", "~skip")  # fmt: skip
"""Codes for which people reach where nothing is wrong, the first that is offered."""

MANY = frozenset({"w_area", "w_inf", "w_events", "w_meds", "m_drug", "x_red", "u_kind", "s_gi", "s_inf", "s_bone",
                  "s_swell", "s_bleed", "s_eye"})  # fmt: skip
"""Questions that take several answers; they end with “done”."""


def answer(item: str, offered: Wish, burden: float, health: Health, random: Random, language: str) -> Wish:
    """What somebody whose skin is this bad wants to say to a question, where nothing else is the matter."""
    near = max(0.0, burden * random.uniform(0.6, 1.25))
    scale = (str(min(10, round(near))),)
    match item:
        case "h_agree":
            return ("agree",)
        case "h_health" | "h_contact" | "h_abroad":
            return ("yes",)
        case "w_new":
            return (str(round(near * 0.45)),)
        case "w_old":
            return ("smaller" if near > 1.2 else "healed",)
        case "w_persist":
            return (str(round(near * 0.2)),)
        case "w_area":
            return health.areas
        case "w_extent":
            return ("under1",)
        case "w_fever":
            return ("no",)
        case "w_eat":
            return ("soft" if near > 3.5 and "mouth" in health.areas else "normal",)
        case "w_pain" | "w_life":
            return scale
        case "w_itch":
            return (str(min(6, round(near * 0.7))),)
        case "w_change":
            return (random.choice(("better", "better", "same", "much_better") if near > 1 else ("same", "better")),)
        case "w_meds":
            return (random.choice(("none",) * 9 + ("new_medicine",)),)
        case "m_drug":
            return ("other",)
    if item in MANY:
        return ("none",)
    said = SAYS[language].get(item)
    if said is not None:
        return (random.choice(said),)
    return next(((code,) for code in HARMLESS if code in offered), offered[:1])
