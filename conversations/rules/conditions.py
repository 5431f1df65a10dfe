"""Words that the rule tables share: when a reading is fresh, when an open question counts as yes, which hits stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from unicodedata import normalize

from conversations.events import Answered, Asked, Corrected, NotUnderstood, Skipped
from conversations.facts import AZATHIOPRINE
from conversations.given import UNANSWERED, Given

Condition = Callable[[Given], bool]

LEFT = timedelta(minutes=30)
"""How long a safety question or a temperature may stay open before that alone is a reason to call (U01, U29).
Source: clinical content §4. To confirm."""


def settled_for(given: Given, item: str, since: timedelta = UNANSWERED) -> bool:
    """The item was answered or skipped at least that long ago."""
    event = given.settled.get(item)
    return event is not None and given.now - event.at >= since


def open_too_long(given: Given, item: str, after: str) -> bool:
    """The item that follows `after` has had no answer for 10 minutes: put, not reached, or `after` only half ticked."""
    return item not in given.settled and (given.left_open(item) or settled_for(given, after) or given.left_open(after))


def over_or_awaited_long(given: Given, item: str, after: str) -> bool:
    """The item that follows `after` is answered or skipped, or is not waited for any more."""
    return item in given.settled or open_too_long(given, item, after)


def still_so(given: Given, item: str, after: str) -> bool:
    """“Is it still so?” was answered yes; open for 10 minutes counts as yes (§4, “How to read conditions”)."""
    return given.is_(item, "yes") or open_too_long(given, item, after)


def is_fresh(given: Given, *readings: str) -> bool:
    """A home reading of today: not `s_read_when==earlier`. Unanswered for 10 minutes, or skipped, counts as today."""
    if given.is_("s_read_when", "earlier"):
        return False
    if "s_read_when" in given.settled:
        return True
    return given.left_open("s_read_when") or any(settled_for(given, reading) for reading in readings)


def sugar_reads_hi(given: Given) -> bool:
    """`s_glu_hi==yes`: the meter shows “HI” in place of a number, ticked or typed."""
    typed = (e.raw for e in given.log if isinstance(e, NotUnderstood) and e.item == "s_glu")
    shows_hi = any(normalize("NFKC", raw).strip().lower() in ("hi", "high") for raw in typed)
    return shows_hi or given.is_("s_glu_hi", "yes") or given.is_("s_glu", "hi")


def fever_now(given: Given) -> bool:
    """`w_fever==now`, which includes `u_kind has fever_inf`."""
    return given.is_("w_fever", "now") or given.has("u_kind", "fever_inf")


def not_measured(given: Given, since: timedelta = UNANSWERED) -> bool:
    """The temperature was answered with “not measured”, skipped, or left open for that long."""
    if given.value("x_temp") is not None:
        return given.number("x_temp") is None
    return "x_temp" in given.settled or given.left_open("x_temp", since)


def takes_azathioprine(given: Given) -> bool:
    return given.facts.arm == AZATHIOPRINE


def may_take_azathioprine(given: Given) -> bool:
    """For texts, an unknown arm counts as met (§4)."""
    return given.facts.arm in (AZATHIOPRINE, None)


def soon_after_injection(given: Given, days: int) -> bool:
    """`days_since_inj<=days`; false before the first injection."""
    since = given.facts.days_since_injection
    return since is not None and since <= days


def said(given: Given, lexicon: str) -> bool:
    """`text~X` of an urgent row: stated, or confirmed by “yes, me, now”. Unlike an emergency word it does not
    count merely because that question stayed open; it then goes to the digest (R08)."""
    if any(match.lexicon == lexicon and not match.hedged for match in given.matches):
        return True
    return given.is_("t_now", "me_now") and given.text(lexicon)


def worried(given: Given) -> bool:
    """An emergency or urgent rule has been met in this check-in."""
    return any(severity in ("emergency", "urgent") for severity in given.raised.values())


def emergency_met(given: Given) -> bool:
    return "emergency" in given.raised.values()


def opened_at(given: Given, item: str) -> int | None:
    """Where in the log the item was first put, or answered."""
    for place, event in enumerate(given.log):
        if isinstance(event, Asked | Answered | Corrected | Skipped) and event.item == item:
            return place
    return None
