"""“Known, not worse” (clinical content §4, “Fewer pages, none lost”, 3): what a doctor has seen does not page again
while it stays the same or gets milder. It then goes to the morning's list as a review; anything worse pages.

What is compared are ticks, counts and readings. Words cannot be compared: they page as before.
"""

from __future__ import annotations

from decimal import Decimal

from conversations.facts import AZATHIOPRINE
from conversations.given import Given, as_number
from conversations.rule import Answers, Worse
from conversations.rules.conditions import fever_now
from conversations.rules.emergency import HIGH_DIASTOLIC, HIGH_SUGAR, HIGH_SYSTOLIC, LOW_PRESSURE
from conversations.rules.urgent import LOW_SUGAR

KNOWN_DAYS = (7, 14, 28)
"""For how many days a doctor may mark a concern as known, the day of the mark not counted. To be confirmed."""

OVER_WEEKS = ("U07",)
"""Rules over weeks: raised a second week running they page only if it got worse (§4)."""


def _ticks(item: str, *codes: str) -> Worse:
    """One of these is ticked that was not."""

    def worse(then: Answers, given: Given) -> bool:
        now = _codes(given.value(item)) & set(codes)
        return not now <= _codes(then.get(item))

    return worse


def _ranked(item: str, *codes: str) -> Worse:
    """Further along in this order, mild first; with nothing to compare, the end of it."""

    def worse(then: Answers, given: Given) -> bool:
        now = given.value(item)
        if now not in codes:
            return False
        before = then.get(item)
        return codes.index(now) > (codes.index(before) if before in codes else len(codes) - 2)

    return worse


def _more(item: str) -> Worse:
    """A greater number; with nothing to compare, any above 0."""

    def worse(then: Answers, given: Given) -> bool:
        now, before = given.number(item), as_number(then.get(item))
        return now is not None and now > (before or 0)

    return worse


def _above(item: str, limit: Decimal | int) -> Worse:
    """A reading from the limit on that is higher than it was."""

    def worse(then: Answers, given: Given) -> bool:
        now, before = given.number(item), as_number(then.get(item))
        return now is not None and now >= limit and (before is None or now > before)

    return worse


def _below(item: str, limit: Decimal | int) -> Worse:
    """A reading below the limit that is lower than it was."""

    def worse(then: Answers, given: Given) -> bool:
        now, before = given.number(item), as_number(then.get(item))
        return now is not None and now < limit and (before is None or now < before)

    return worse


def _marrow_signs(then: Answers, given: Given) -> bool:
    """Only the bleeding part of U14 can be known: sore throat, new ulcers and fever on azathioprine always page."""
    signs = given.has("a_marrow", "sore_throat", "mouth_ulcers_new") or fever_now(given)
    return given.facts.arm == AZATHIOPRINE and signs


MARKABLE: dict[str, tuple[Worse, ...]] = {
    "U03": (_ticks("j_site", "blister_ulcer", "pus", "spreading"), _ranked("j_site_cm", "under5", "5to10", "over10")),
    "U04": (_ticks("w_inf", "pus", "hot_spreading"),),
    "U05": (
        _ticks("w_inf", "grouped_small_blisters"),
        _ticks("s_inf", "shingles", "coldsore_spread"),
        _ticks("s_contact", "chickenpox_shingles", "measles", "tb"),
    ),
    "U07": (_more("w_persist"), _more("w_new"), _ranked("w_old", "healed", "smaller", "same", "spreading")),
    "U08": (
        _more("w_new"),
        _ranked("w_extent", "0", "under1", "1to5", "5to10", "over10"),
        _ranked("w_change", "much_better", "better", "same", "worse", "much_worse"),
    ),
    "U09": (_ranked("w_eat", "normal", "soft", "liquids_little", "nothing"),),
    "U10": (_ticks("w_area", "eyes"), _ticks("s_eye", "pain", "red", "blur")),
    "U14": (_ticks("s_bleed", "red_spots", "nose_long", "many_bruises"), _marrow_signs),
    "U18": (_ticks("s_liver", "yellow", "dark_urine"),),
    "U21": (
        _ranked("s_preg", "no", "planning", "breastfeeding"),
        _ticks("s_preg", "late_or_positive", "partner_pregnant"),
    ),
    "U24": (_above("s_glu", HIGH_SUGAR), _below("s_glu", LOW_SUGAR), _ticks("s_thirst", "yes")),
    "U25": (
        _above("s_bp_sys", HIGH_SYSTOLIC),
        _above("s_bp_dia", HIGH_DIASTOLIC),
        _below("s_bp_sys", LOW_PRESSURE),
    ),
}
"""The rows that a doctor may mark (§4; never an emergency row), with what makes each of them worse. To be confirmed."""

WORDS: dict[str, tuple[str, ...]] = {
    "U03": ("site_bad",),
    "U04": ("skin_inf",),
    "U05": ("herpes", "exposure"),
    "U08": ("flare",),
    "U09": ("poor_intake",),
    "U10": ("eye",),
    "U14": ("marrow",),
    "U18": ("liver",),
    "U21": ("pregnancy",),
    "U24": ("glucose",),
    "U25": ("bp",),
}
"""The lexicons that these rows read."""


def worse_than(rule: str) -> Worse | None:
    """What makes this rule worse than the answers with which it is known; None for a rule that cannot be marked."""
    ways = MARKABLE.get(rule)
    if ways is None:
        return None

    def worse(then: Answers, given: Given) -> bool:
        spoken = any(given.text(lexicon) for lexicon in WORDS.get(rule, ()))
        return spoken or any(way(then, given) for way in ways)

    return worse


def _codes(value: str | None) -> set[str]:
    return set((value or "").split("|")) - {"", "none"}
