"""What staff read everywhere in the same words: statuses, kinds of visit, roles, marks."""

from bot.models import Participant
from conversations.text import Text, _

MARKS = {"emergency": "🔴", "urgent": "🟠", "review": "⚪"}

STATUSES: dict[str, Text] = {
    "candidate": _("candidate"),
    "active": _("taking part"),
    "stopped": _("stopped this service"),
    "withdrawn": _("withdrawn"),
    "completed": _("completed"),
    "died": _("died"),
    "lost": _("lost"),
}
VISITS: dict[str, Text] = {
    "injection": _("injection"),
    "clinic": _("visit"),
    "dsg": _("antibody test (DSG)"),
    "blood": _("blood test"),
    "hbv": _("hepatitis B test"),
    "phone": _("phone call"),
}
PAUSES: dict[str, Text] = {
    "hospital": _("in hospital"),
    "travel": _("travelling"),
    "rest": _("needs a rest from it"),
    "other": _("another reason"),
}
"""Why a participant paused; staff write theirs in words."""
ROLES: dict[str, Text] = {
    "doctor": _("doctor"),
    "coordinator": _("coordinator"),
    "investigator": _("investigator"),
}


def cannot(person: Participant) -> Text:
    """Why something is not done with somebody who stands where they stand."""
    return _(
        "{code} stands at “{status}”, so this cannot be done. Nothing was changed.",
        code=person.code,
        status=STATUSES[person.status],
    )


def language_name(language: str) -> Text:
    return _("Chinese") if language == "zh" else _("English")
