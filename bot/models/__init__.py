"""The tables, by noun. Every unique constraint is a promise that the rest of the code relies on."""

from sqlalchemy import MetaData

from bot.models.allocation import AllocationList, AllocationSlot
from bot.models.attachments import Attachment
from bot.models.base import Row
from bot.models.calls import PhoneCall
from bot.models.care import Pause, Plan, Visit
from bot.models.checkins import Answer, CheckIn, Inbound, LogEntry
from bot.models.escalations import Concern, Escalation, EscalationStep, Known, SeriousEvent
from bot.models.forms import StaffForm
from bot.models.installation import Installation
from bot.models.links import Browser, Link
from bot.models.messages import Delivery, Message
from bot.models.people import Act, Address, Identity, Invite, Participant, Staff
from bot.models.roster import Holiday, Shift

METADATA: MetaData = Row.metadata

__all__ = [
    "METADATA", "Act", "Address", "AllocationList", "AllocationSlot", "Answer", "Attachment", "Browser", "CheckIn",
    "Concern", "Delivery", "Escalation", "EscalationStep", "Holiday", "Identity", "Inbound", "Installation", "Invite",
    "Known", "Link", "LogEntry", "Message", "Participant", "Pause", "PhoneCall", "Plan", "SeriousEvent", "Shift",
    "Staff", "StaffForm", "Visit",
]  # fmt: skip
