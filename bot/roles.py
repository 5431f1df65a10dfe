"""Who may do what, in one table: the chat, the console and their menus all ask here.

A coordinator closes reviews, never an urgent matter or an emergency, and sees nothing that names the study arm. The
investigator may do everything.
"""

from typing import Literal

from bot.models import Staff

May = Literal[
    "look", "plan", "invite", "pause", "end", "allocate", "compare arms", "see the arm", "close any", "phone", "write",
    "read what is for doctors",
]  # fmt: skip

EVERYBODY = frozenset({"doctor", "coordinator", "investigator"})
DOCTORS = frozenset({"doctor", "investigator"})
OFFICE = frozenset({"coordinator", "investigator"})
INVESTIGATOR = frozenset({"investigator"})

ROLES: dict[May, frozenset[str]] = {
    "look": EVERYBODY,
    "write": EVERYBODY,
    "phone": EVERYBODY,
    "pause": EVERYBODY,
    "plan": DOCTORS,
    "see the arm": DOCTORS,
    "close any": DOCTORS,
    "read what is for doctors": DOCTORS,
    "invite": OFFICE,
    "end": OFFICE,
    "allocate": INVESTIGATOR,
    "compare arms": INVESTIGATOR,
}
"""The roles that may do each thing. To be confirmed by the trial."""


def may(person: Staff, what: May) -> bool:
    """Whether this person may do it now: their role allows it, and they are still on the staff."""
    return person.role in ROLES[what] and person.removed_at is None
