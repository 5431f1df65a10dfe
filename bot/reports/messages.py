"""The exported table of messages: what was said to whom, and each send or edit of it on each channel.

The words are for an investigator: a page quotes answers that only doctors may read, and names the drug. Links in them
are ways in, and are taken out. Messages to accounts that belong to nobody are not in it.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from bot.models import Address, CheckIn, Delivery, Message, Participant, Staff
from bot.reports.cells import Row, instant, occurrence
from bot.reports.columns import NEVER_EMPTY, OCCURRENCE, Column
from conversations.text import _

COLUMNS = (
    Column("participant", "code", _("The participant it was for; empty when it was for staff."), "participant.code"),
    Column("staff", "text", _("The member of staff it was for."), "staff.name"),
    Column("number", "whole", _("The message, by its number in the database."), "message.id", missing=NEVER_EMPTY),
    Column("at", "instant", _("When it was written."), "message.at", "UTC", NEVER_EMPTY),
    Column("kind", "code", _("What kind of message; “mark” is a change of one that was sent."), "message.kind"),
    OCCURRENCE,
    Column("question", "code", _("The question that it puts."), "message.item"),
    Column("escalation", "whole", _("The escalation that it is about, by its number."), "message.escalation_id"),
    Column("channel", "code", _("By which channel."), "address.channel", codes=("telegram", "web", "notice")),
    Column("action", "code", _("Sent anew, or a change of a sent one."), "delivery.action", codes=("send", "edit")),
    Column(
        "state",
        "code",
        _("What became of it."),
        "delivery.state",
        missing=NEVER_EMPTY,
        codes=("pending", "sending", "sent", "dropped", "failed"),
    ),
    Column("tries", "whole", _("How often it was tried."), "delivery.tries", missing=NEVER_EMPTY),
    Column("sent_at", "instant", _("When it was sent."), "delivery.sent_at", "UTC"),
    Column("language", "code", _("The language in which it was sent."), "delivery.language", codes=("zh", "en")),
    Column(
        "words",
        "text",
        _("The words as they were sent, without links."),
        "delivery.rendered",
        missing=_("Empty unless an investigator asks, and before it is sent."),
        restricted=True,
    ),
)

LINK = re.compile(r"\w+://\S+")


def rows(session: Session, now: datetime, investigator: bool) -> Iterator[Row]:
    """By participant, then the staff, each in the order in which it was written."""
    for person in session.exec(select(Participant).order_by(col(Participant.code))).all():
        yield from _to(session, person, investigator)
        session.expunge_all()
    for member in session.exec(select(Staff).order_by(col(Staff.name))).all():
        yield from _to(session, member, investigator)
        session.expunge_all()


def _to(session: Session, person: Participant | Staff, investigator: bool) -> Iterator[Row]:
    is_participant = isinstance(person, Participant)
    of_person = Message.participant_id == person.id if is_participant else Message.staff_id == person.id
    check_ins = _check_ins(session, person.id) if is_participant else {}
    found = (
        select(Message, Delivery, col(Address.channel))
        .join(Delivery, col(Delivery.message_id) == Message.id)
        .join(Address, col(Address.id) == Delivery.address_id)
        .where(of_person)
        .order_by(col(Message.id), col(Delivery.id))
        .options(defer(Message.body))  # type: ignore[arg-type]  # a column
    )
    if not investigator:  # what is not shown stays sealed
        found = found.options(defer(Delivery.rendered))  # type: ignore[arg-type]  # a column
    for message, delivery, channel in session.exec(found):
        yield {
            "participant": person.code if isinstance(person, Participant) else None,
            "staff": person.name if isinstance(person, Staff) else None,
            "number": message.id,
            "at": instant(message.at),
            "kind": message.kind,
            "occurrence": check_ins.get(message.check_in_id),
            "question": message.item,
            "escalation": message.escalation_id,
            "channel": channel,
            "action": delivery.action,
            "state": delivery.state,
            "tries": delivery.tries,
            "sent_at": instant(delivery.sent_at),
            "language": delivery.language,
            "words": LINK.sub("‹link›", delivery.rendered) if investigator and delivery.rendered else None,
        }


def _check_ins(session: Session, participant_id: int | None) -> dict[int | None, str]:
    """The check-ins of a participant by their own names."""
    found = select(CheckIn).where(CheckIn.participant_id == participant_id)
    found = found.options(defer(CheckIn.facts), defer(CheckIn.message))  # type: ignore[arg-type]  # columns
    return {row.id: occurrence(row.questionnaire, row.anchor, row.day) for row in session.exec(found)}
