"""Whom an urgent row names besides the doctor on call: the investigator, the coordinator, the safety reporter.

An emergency reaches the investigator anyway, and goes on to everybody. Source: clinical content §4, column “To”.
"""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.body import Body, Key
from bot.buttons import StaffButton, pack
from bot.models import Escalation, Participant
from bot.on_call import reachable
from bot.page_copies import has_page, send_page
from bot.post import Concerning, say
from conversations.escalation import Severity
from conversations.rule import Rule
from conversations.text import _

PAGED = {"PI": "investigator", "CRC": "coordinator"}
"""Recipients of a rule, and the role that stands for them; the safety reporter (SR) is the investigator too."""


def tell_named(session: Session, escalation: Escalation, rules: Sequence[Rule], now: datetime) -> None:
    """Page those whom these urgent rules name, once each; the safety reporter gets a notice, not a page."""
    urgent = [rule for rule in rules if rule.severity is Severity.URGENT]
    for rule in urgent:
        for name, role in PAGED.items():
            if name in rule.to:
                for person in reachable(session, role):
                    if not has_page(session, escalation, person):
                        send_page(session, escalation, person, "named", now)
    if escalation.severity != Severity.EMERGENCY.code:
        for rule in urgent:
            if "SR" in rule.to and "PI" not in rule.to:
                _notice(session, escalation, rule, now)


def _notice(session: Session, escalation: Escalation, rule: Rule, now: datetime) -> None:
    """What came and when: the 24 hours of a serious event count from its arrival, once a doctor marks it so."""
    participant = session.get(Participant, escalation.participant_id)
    assert participant is not None
    assert escalation.id is not None
    local = now.astimezone(ZoneInfo(participant.zone))
    words = _(
        "For your records: {code}, {title} ({rule}), arrived {date} at {time}. A doctor is being paged.",
        code=participant.code,
        title=rule.title,
        rule=rule.id,
        date=local.date(),
        time=local,
    )
    show = Key(_("Show {code}", code=participant.code), pack(StaffButton(escalation.id, "show")))
    for person in reachable(session, "investigator"):
        if not has_page(session, escalation, person):
            key = f"notice:{escalation.id}:{rule.id}:{person.id}"
            say(
                session,
                person,
                "staff",
                key,
                Body((words,), ((show,),)),
                now,
                about=Concerning(escalation=escalation.id),
            )
