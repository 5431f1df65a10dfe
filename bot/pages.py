"""What a doctor reads when something worries: who, what was asked and answered, the course, and what can be done.

Coordinators see no study arm, and of answers that only doctors may read just that they were given.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from bot import serious_events
from bot.body import Body, Key
from bot.buttons import StaffButton, pack
from bot.known import markable, marks_of
from bot.models import CheckIn, Concern, Escalation, Participant, Staff
from bot.on_call import holder_of
from bot.page_answers import Seen, seen, told, what_was_said
from bot.page_notes import notes
from bot.roles import may
from bot.summaries import course, treatment
from conversations.escalation import Severity
from conversations.rules import rule_of
from conversations.rules.known import KNOWN_DAYS
from conversations.rules.silence import cause_of
from conversations.schedule import local_day, study_day
from conversations.text import Text, _, verbatim

HEADLINES = {
    "emergency": _("🔴 EMERGENCY · {code} · study day {day} · {time}"),
    "urgent": _("🟠 URGENT · {code} · study day {day} · {time}"),
    "review": _("⚪ REVIEW · {code} · study day {day} · {time}"),
}
OUTCOMES = {
    "called": _("Called the participant"),
    "advised": _("Advised"),
    "visit": _("Visit arranged"),
    "sent": _("Sent to emergency"),
    "none": _("Not a concern"),
    "known": _("Known, not worse"),
    "other": _("Other, with words"),
}
"""How an escalation can be closed: the code that is exported, and what the button says."""
FOR_DAYS = "known"
"""The outcome that is chosen with a number of days (`known14`), and only where a doctor may mark it."""
SEVERITIES = {"emergency": _("emergency"), "urgent": _("urgent"), "review": _("review")}
"""What a severity is called, where there is no room for a headline."""
FOR_DOCTORS = _("A matter for the doctors")
SHOWN = 4
"""So many check-ins of a long matter are quoted, the newest; a page stays short enough to read."""
HELD_STEPS = 2
"""After so many steps of whoever has it without an end, the next doctor may take it over."""


def page_body(session: Session, escalation: Escalation, person: Staff, now: datetime, *, again: bool = False) -> Body:
    """The page about an escalation for one member of staff, as things stand."""
    participant = session.get(Participant, escalation.participant_id)
    assert participant is not None
    assert escalation.id is not None
    concerns = concerns_of(session, escalation)
    all_seen = [seen(session, check_in, concerns) for check_in in check_ins_of(session, escalation, concerns)]
    says: list[Text] = [_headline(escalation, participant)]
    if again and escalation.phase != "closed":
        opened = _local(escalation.opened_at, participant.zone)
        says.append(_("Still open, since {date} {time}.", date=opened.date(), time=opened))
    says += titles(concerns, all_seen, person)
    if len(all_seen) > SHOWN:
        says.append(_("Earlier answers are left out here ({count}).", count=len(all_seen) - SHOWN))
    for one in all_seen[-SHOWN:]:
        says += what_was_said(one, participant, person, now)
    says += treatment(session, participant, now, person)
    says += course(session, participant, [one.check_in.id or 0 for one in all_seen])
    says += list(told(all_seen, escalation, participant.zone, person))
    says += state_of(session, escalation, participant.zone)
    says += serious_events.state(session, escalation, participant.zone)
    says += notes(session, escalation, participant.zone, person)
    return Body(tuple(says), _rows(session, escalation, person))


def concerns_of(session: Session, escalation: Escalation) -> Sequence[Concern]:
    """What was raised, in the order in which it was."""
    return session.exec(select(Concern).where(Concern.escalation_id == escalation.id).order_by(col(Concern.id))).all()


def check_ins_of(session: Session, escalation: Escalation, concerns: Sequence[Concern]) -> list[CheckIn]:
    """The check-ins that raised something, then what was asked later because of it."""
    raising = list(dict.fromkeys(concern.check_in_id for concern in concerns))
    found = [check_in for id in raising if (check_in := session.get(CheckIn, id)) is not None]
    later = session.exec(
        select(CheckIn)
        .where(CheckIn.escalation_id == escalation.id, CheckIn.questionnaire == "follow_up")
        .where(col(CheckIn.begun_at).is_not(None), col(CheckIn.id).not_in(raising))
    ).all()
    return sorted([*found, *later], key=lambda check_in: check_in.begun_at or check_in.opened_at)


def titles(concerns: Sequence[Concern], all_seen: Sequence[Seen], person: Staff) -> list[Text]:
    """What each rule is called, once, the worst first; of what only doctors may read, just that it is theirs."""
    private = {(one.check_in.id, rule) for one in all_seen for rule in one.private(person)}
    lines: list[Text] = []
    for concern in sorted(concerns, key=lambda concern: (-Severity.of(concern.severity), concern.id)):
        if (concern.check_in_id, concern.rule) in private:
            line = FOR_DOCTORS
        elif cause := cause_of(concern.cause):
            line = _("{title} ({rule})", title=cause.title, rule=concern.rule)
        elif concern.severity != rule_of(concern.rule).severity.code:
            line = _("{title} ({rule}; known, not worse)", title=rule_of(concern.rule).title, rule=concern.rule)
        else:
            line = _("{title} ({rule})", title=rule_of(concern.rule).title, rule=concern.rule)
        lines += [line] if line not in lines else []
    return lines


def titles_of(session: Session, escalation: Escalation, person: Staff) -> list[Text]:
    """The same for a list, where the answers are not shown."""
    concerns = concerns_of(session, escalation)
    all_seen = [seen(session, check_in, concerns) for check_in in check_ins_of(session, escalation, concerns)]
    return titles(concerns, all_seen, person)


def _headline(escalation: Escalation, participant: Participant) -> Text:
    opened = escalation.opened_at
    day = study_day(participant.start, local_day(opened, participant.zone)) if participant.start else "–"
    values = (("code", participant.code), ("day", day), ("time", _local(opened, participant.zone)))
    return Text(HEADLINES[escalation.severity].id, values)


def _local(at: datetime, zone: str) -> datetime:
    return at.astimezone(ZoneInfo(zone))


def state_of(session: Session, escalation: Escalation, zone: str) -> list[Text]:
    """Who has it, or how it was closed."""
    if escalation.phase == "closed" and escalation.closed_by and escalation.closed_at and escalation.outcome:
        closed = _(
            "✓ Closed by {name} at {time}: {outcome}",
            name=_name(session, escalation.closed_by),
            time=_local(escalation.closed_at, zone),
            outcome=OUTCOMES[escalation.outcome],
        )
        words = [
            _("{rule}: the same or milder pages nobody until {date}.", rule=mark.rule, date=mark.until)
            for mark in marks_of(session, escalation)
        ]
        words += [_("“{words}”", words=verbatim(escalation.outcome_words))] if escalation.outcome_words else []
        return [closed, *words]
    if escalation.phase == "open" and escalation.assigned_to is not None:
        given = escalation.phase_from.astimezone(ZoneInfo(zone))
        name = _name(session, escalation.assigned_to)
        return [_("Handed to {name} at {time}; not taken yet.", name=name, time=given)]
    if escalation.acknowledged_by is None or escalation.acknowledged_at is None:
        return [_("Nobody has it yet.")] if escalation.severity != "review" else []
    name, at = _name(session, escalation.acknowledged_by), _local(escalation.acknowledged_at, zone)
    if escalation.phase == "held":
        return [_("{name} is on it since {time}.", name=name, time=at)]
    return [_("Nobody has it now; {name} took it at {time}.", name=name, time=at)]


def _name(session: Session, staff_id: int) -> str:
    person = session.get(Staff, staff_id)
    return person.name if person else "–"


def may_close(person: Staff, escalation: Escalation) -> bool:
    """A coordinator closes reviews, never an urgent matter or an emergency."""
    return may(person, "close any") or escalation.severity == "review"


def may_take_over(session: Session, escalation: Escalation, person: Staff) -> bool:
    """Somebody has it, but cannot be reached, may not close it, or has had it for longer than the ladder waits."""
    if escalation.phase != "held" or escalation.acknowledged_by == person.id or not may_close(person, escalation):
        return False
    holder = holder_of(session, escalation)
    return holder is None or not may_close(holder, escalation) or escalation.step >= HELD_STEPS


def _rows(session: Session, escalation: Escalation, person: Staff) -> tuple[tuple[Key, ...], ...]:
    assert escalation.id is not None
    id = escalation.id
    if escalation.phase == "closed":
        return ()
    rows: list[tuple[Key, ...]] = []
    if escalation.phase == "open":
        rows.append((Key(_("I'm on it"), pack(StaffButton(id, "ack"))),))
    elif may_take_over(session, escalation, person):
        rows.append((Key(_("I take it over"), pack(StaffButton(id, "take"))),))
    rows.append((Key(_("Message participant"), pack(StaffButton(id, "write"))),))
    if may_close(person, escalation):
        rows.append((Key(_("Close…"), pack(StaffButton(id, "close"))),))
    rows.append((Key(_("More…"), pack(StaffButton(id, "more"))),))
    return tuple(rows)


def outcomes_of(session: Session, escalation: Escalation, person: Staff) -> dict[str, Text]:
    """The outcomes that this person may choose from, each with its code; “known” once for each number of days."""
    outcomes = {code: words for code, words in OUTCOMES.items() if code != FOR_DAYS}
    if not markable(session, escalation, person):
        return outcomes
    known = {f"{FOR_DAYS}{days}": _("Known, not worse: {days} days", days=days) for days in KNOWN_DAYS}
    return outcomes | known | {"other": outcomes["other"]}


def outcome_rows(session: Session, escalation: Escalation, person: Staff) -> Iterator[tuple[Key, ...]]:
    """The outcomes to choose from, and a way back."""
    assert escalation.id is not None
    for code, words in outcomes_of(session, escalation, person).items():
        yield (Key(words, pack(StaffButton(escalation.id, "out", code))),)
    yield (Key(_("Not yet"), pack(StaffButton(escalation.id, "show")), control=True),)
