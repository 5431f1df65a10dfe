"""The right side of a doctor's page: one escalation. Who, what was said, what can be done, the course.

What is hidden from coordinators here is what `bot.pages` hides from them in the chat: the study arm with all that
names it, answers that only doctors may read, and what doctors and the participant wrote to each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot import acts, serious_events
from bot.console.course import Dose, Past, last_check_ins, last_doses
from bot.console.escalation_list import SEVERITIES
from bot.console.thread import Said, thread
from bot.models import CheckIn, Escalation, Identity, Participant, Staff
from bot.page_answers import Seen, seen, told, what_was_said
from bot.page_notes import notes
from bot.pages import (
    SHOWN,
    check_ins_of,
    concerns_of,
    may_close,
    may_take_over,
    state_of,
    titles,
)
from bot.reports.exposure import steroid_in_all
from bot.summaries import ARMS, NAMES, treatment
from conversations.schedule import local_day, study_day
from conversations.text import Text, _

SEXES = {"f": _("woman"), "m": _("man")}
LANGUAGE_NAMES = {"zh": _("Chinese"), "en": _("English")}


@dataclass(frozen=True, slots=True)
class Quote:
    """What came back in one check-in: its name and day, then lines; `again` is the same in the reader's language."""

    check_in: Text
    day: date
    at: datetime
    lines: Sequence[tuple[Text, bool]]


@dataclass(frozen=True, slots=True)
class EscalationPage:
    """One escalation as a member of staff sees it."""

    id: int
    code: str
    severity: str
    severity_name: Text
    phase: str
    who: Sequence[Text]
    about: Sequence[Text]
    titles: Sequence[Text]
    left_out: int
    quotes: Sequence[Quote]
    told: Sequence[Text]
    state: Sequence[Text]
    treatment: Sequence[Text]
    doses: Sequence[Dose]
    past: Sequence[Past]
    thread: Sequence[Said]
    may_acknowledge: bool
    may_take_over: bool
    may_close: bool
    may_undo: bool
    serious: Sequence[Text]
    may_mark: bool
    may_settle: bool
    notes: Sequence[Text]
    to: Sequence[Staff]
    language: Text


def escalation_page(session: Session, escalation: Escalation, person: Staff, now: datetime) -> EscalationPage:
    """As things stand now."""
    participant = session.get(Participant, escalation.participant_id)
    assert participant is not None
    assert escalation.id is not None
    concerns = concerns_of(session, escalation)
    all_seen = [seen(session, check_in, concerns) for check_in in check_ins_of(session, escalation, concerns)]
    is_open = escalation.phase != "closed"
    lines = treatment(session, participant, now, person)
    arm = [line for line in lines if line in ARMS.values()]
    running = serious_events.is_running(serious_events.event_of(session, escalation))
    return EscalationPage(
        id=escalation.id,
        code=participant.code,
        severity=escalation.severity,
        severity_name=SEVERITIES[escalation.severity],
        phase=escalation.phase,
        who=[*_who(session, participant, now), *arm],
        about=list(_about(participant, all_seen, escalation)),
        titles=titles(concerns, all_seen, person),
        left_out=max(0, len(all_seen) - SHOWN),
        quotes=[_quote(one, participant, person, now) for one in all_seen[-SHOWN:]],
        told=list(told(all_seen, escalation, participant.zone, person)),
        state=state_of(session, escalation, participant.zone),
        treatment=[line for line in lines if line not in arm] + steroid_in_all(session, participant, now),
        doses=last_doses(session, participant, now),
        past=last_check_ins(session, participant, person),
        thread=thread(session, escalation, person, participant),
        may_acknowledge=escalation.phase == "open",
        may_take_over=may_take_over(session, escalation, person),
        may_close=is_open and may_close(person, escalation),
        may_undo=acts.may_undo(escalation, person, now),
        serious=serious_events.state(session, escalation, participant.zone),
        may_mark=may_close(person, escalation) and not running,
        may_settle=running and serious_events.may_settle(person),
        notes=notes(session, escalation, participant.zone, person),
        to=acts.may_be_given(session, escalation, person) if is_open else [],
        language=LANGUAGE_NAMES[participant.language],
    )


def _who(session: Session, participant: Participant, now: datetime) -> list[Text]:
    """Sex and age, where they are entered. The year of birth itself is not shown."""
    identity = session.get(Identity, participant.id)
    age = local_day(now, participant.zone).year - int(identity.birth_year) if identity and identity.birth_year else None
    found = [SEXES[participant.sex]] if participant.sex in SEXES else []
    return [*found, _("about {age} years", age=age)] if age is not None else found


def _about(participant: Participant, all_seen: Sequence[Seen], escalation: Escalation) -> list[Text]:
    opened = escalation.opened_at.astimezone(ZoneInfo(participant.zone))
    found = [_("Since {date}, {time}", date=opened.date(), time=opened)]
    if participant.start:
        found.insert(0, _("Study day {day}", day=study_day(participant.start, opened.date())))
    return [*found, _("reads {language}", language=LANGUAGE_NAMES[participant.language])]


def _quote(one: Seen, participant: Participant, person: Staff, now: datetime) -> Quote:
    check_in: CheckIn = one.check_in
    at = (check_in.heard_at or check_in.begun_at or check_in.opened_at).astimezone(ZoneInfo(participant.zone))
    lines = [(line, line.id.startswith("= ")) for line in what_was_said(one, participant, person, now)]
    return Quote(NAMES[check_in.questionnaire], at.date(), at, lines)
