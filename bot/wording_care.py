"""Sentences about being in the service, and between a participant and the care team."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.body import Body, Key
from bot.buttons import CommandButton, StaffButton, pack
from bot.models import Escalation, Staff
from bot.wording import KEPT
from conversations.text import Text, _, verbatim

ASK_FIRST = _("All right. A coordinator will contact you. Until then nothing is asked.")
NOT_AGREED = _("All right. Nothing will be sent. Your care does not depend on it. For questions ring {study_phone}.")
STOPPED = _(
    "Done. Nobody reads messages here from now on. Go on with your medicines as the doctor says; "
    "for questions ring {study_phone}."
)
NOT_YOURS = _("That button does not belong here. Nothing was changed.")
STOPPED_NOTE = _(
    "This service is stopped for you, and nobody reads messages here. For questions ring {study_phone}. In an "
    "emergency call 120. To start again, ask your study team for a new link."
)
OVER = _("That question is not open now. Nothing was changed.")
START_AGAIN = _("That is done already. If you want to use this service after all, send /start.")
NOT_STOPPED = _("All right, everything goes on as before.")
PAUSED = _("All right. Nothing is asked until {date}. “I have a problem” works all the time.")


def agreed(at: datetime | None) -> Text:
    """After the agreement: when the first question comes (local; None: not known yet), and the two doors."""
    if at is None:
        return _(
            "Saved. The first question comes by itself once your treatment begins. When you feel unwell tap “I have a "
            "problem” at any time. In an emergency call 120."
        )
    return _(
        "Saved. The first question comes on {date} at {time}. When you feel unwell tap “I have a problem” at any "
        "time. In an emergency call 120.",
        date=at.date(),
        time=at.time(),
    )


def paused_until(day: date) -> Text:
    return Text(PAUSED.id, (("date", day),))


def did_not_agree(code: str, answer: str) -> Body:
    """To coordinators: somebody wants to talk first, or said no."""
    if answer == "ask_first":
        return Body((_("{code} would like to ask something before using the service. Please phone.", code=code),))
    return Body((_("{code} did not agree to use the service. Nothing is sent there.", code=code),))


def reply_from(code: str, words: str) -> Text:
    return _("{code} answers: “{words}”", code=code, words=verbatim(words))


def passed_on(people: Sequence[Staff]) -> Text:
    """To the participant: who gets what was written back."""
    if not people:
        return KEPT
    return _("Sent to {name}.", name=people[0].name)


def from_staff(staff: Staff, words: Text) -> Text:
    """Words of the care team, marked as theirs, with who writes."""
    if staff.role == "coordinator":
        return _("From {name}, study team: “{words}”", name=staff.name, words=words)
    return _("From the study doctor, {name}: “{words}”", name=staff.name, words=words)


def thread_rows(escalation: Escalation | None, participant_id: int) -> tuple[tuple[Key, ...], ...]:
    """Write back, or look at the page again."""
    if escalation is None or escalation.id is None:
        return ((Key(_("Message participant"), pack(CommandButton("template", f"{participant_id}."))),),)
    return (
        (Key(_("Message participant"), pack(StaffButton(escalation.id, "write"))),),
        (Key(_("Show the page"), pack(StaffButton(escalation.id, "show"))),),
    )
