"""What a doctor reads when something worries: who, what was asked and answered, the course, and what can be done.

Coordinators see no study arm, and of answers that only doctors may read just that they were given.
"""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from bot.body import Body, Key
from bot.buttons import StaffButton, pack
from bot.facts import log_of
from bot.models import CheckIn, Concern, Escalation, Participant, Staff
from bot.stored import facts_from_json
from bot.summaries import course, plan_line
from conversations.events import Advised, Answered, Corrected, Noted, NotUnderstood, Picked
from conversations.facts import AZATHIOPRINE, CM313
from conversations.given import Given
from conversations.prompt import label
from conversations.questionnaire import Questionnaire
from conversations.questionnaires import questionnaire_of
from conversations.questions import Words
from conversations.rules import rule_of
from conversations.text import Quoted, Text, _, verbatim

HEADLINES = {
    "emergency": _("🔴 EMERGENCY · {code} · study day {day} · {time}"),
    "urgent": _("🟠 URGENT · {code} · study day {day} · {time}"),
    "review": _("⚪ REVIEW · {code} · study day {day} · {time}"),
}
ARMS = {CM313: _("CM313 + prednisone"), AZATHIOPRINE: _("Azathioprine + prednisone")}
OUTCOMES = {
    "called": _("Called the participant"),
    "advised": _("Advised"),
    "visit": _("Visit arranged"),
    "sent": _("Sent to emergency"),
    "none": _("Not a concern"),
    "other": _("Other, with words"),
}
"""How an escalation can be closed: the code that is exported, and what the button says."""
TOLD = {
    "M-E": _("Told at {time}: call 120."),
    "M-S": _("Told at {time}: do not stay alone; 12356, 120 or 110."),
    "M-U": _("Told at {time}: a doctor phones as soon as possible; after 2 hours ring the study phone."),
    "M-U2": _("Told at {time}: the team makes contact within 24 hours."),
    "M-R": _("Told at {time}: the team looks at it by the next working day."),
    "M-Q": _("Told at {time}: the question goes to the team."),
}
HIDDEN = _("answered (for doctors)")


def page_body(session: Session, escalation: Escalation, person: Staff, now: datetime, *, again: bool = False) -> Body:
    """The page about an escalation for one member of staff, as things stand."""
    participant = session.get(Participant, escalation.participant_id)
    assert participant is not None and escalation.id is not None
    concerns = session.exec(
        select(Concern).where(Concern.escalation_id == escalation.id).order_by(col(Concern.id))
    ).all()
    check_ins = {c.check_in_id: session.get(CheckIn, c.check_in_id) for c in concerns}
    says: list[Text] = [_headline(escalation, participant, list(check_ins.values()))]
    if again and escalation.phase != "closed":
        says.append(_("Paged again: still open."))
    says += [_("{title} ({rule})", title=rule_of(c.rule).title, rule=c.rule) for c in concerns]
    for id, check_in in check_ins.items():
        assert check_in is not None
        rules = {concern.rule for concern in concerns if concern.check_in_id == id}
        says += _what_was_said(session, participant, person, check_in, rules)
    if person.role != "coordinator" and participant.arm:
        says.append(ARMS[participant.arm])
    says += plan_line(session, participant, now) + course(session, participant, check_ins.keys())
    says += list(_told(session, participant, list(check_ins.values())))
    says += state_of(session, escalation, participant.zone)
    return Body(tuple(says), _rows(escalation))


def _headline(escalation: Escalation, participant: Participant, check_ins: list[CheckIn | None]) -> Text:
    facts = [facts_from_json(c.facts) for c in check_ins if c and c.facts]
    day = facts[0].study_day if facts and facts[0].study_day else "–"
    headline = HEADLINES[escalation.severity]
    return Text(
        headline.id,
        (("code", participant.code), ("day", day), ("time", _clock(escalation.opened_at, participant.zone))),
    )


def _clock(at: datetime, zone: str) -> datetime:
    return at.astimezone(ZoneInfo(zone))


def _what_was_said(
    session: Session, participant: Participant, person: Staff, check_in: CheckIn, rules: set[str]
) -> list[Text]:
    """The answers that the rules read, in the words the participant saw and in the reader's language."""
    questionnaire = questionnaire_of(check_in.questionnaire, check_in.version)
    log = log_of(session, check_in)
    given = Given(facts_from_json(check_in.facts), log, check_in.heard_at or check_in.opened_at)
    wanted = [item for rule in rules for item in rule_of(rule).items]
    items = [item for item in dict.fromkeys(wanted) if item in given.answers]
    says: list[Text] = []
    for item in items:
        says += _answer_lines(questionnaire, given, item, participant.language, person)
    return says + _words(questionnaire, given, items, person)


def _answer_lines(questionnaire: Questionnaire, given: Given, id: str, language: str, person: Staff) -> Iterator[Text]:
    item = questionnaire.item(id)
    if item is None:
        return
    question = item.ask(given)
    answer = (
        HIDDEN if item.audience == "doctors" and person.role == "coordinator" else label(question, given.answers[id])
    )
    if isinstance(question, Words):
        yield _("“{question}”: “{answer}”", question=question.text, answer=answer)
        return
    yield _("“{question}”: {answer}", question=Quoted(question.text, language), answer=Quoted(answer, language))
    if person.language != language:
        yield _("= {question} {answer}", question=question.text, answer=answer)


def _words(questionnaire: Questionnaire, given: Given, shown: list[str], person: Staff) -> list[Text]:
    """Everything written in words in this check-in that is not among the answers above."""
    written: list[str] = []
    for event in given.log:
        match event:
            case NotUnderstood(raw=raw) | Noted(raw=raw) if raw:
                written.append(raw)
            case Answered(item=id, raw=raw) | Corrected(item=id, raw=raw) if raw and id not in shown:
                item = questionnaire.item(id)
                if item and not (item.audience == "doctors" and person.role == "coordinator"):
                    written.append(raw)
            case Picked():
                pass
    return [_("In their own words: “{words}”", words=verbatim(words)) for words in dict.fromkeys(written)]


def _told(session: Session, participant: Participant, check_ins: list[CheckIn | None]) -> Iterator[Text]:
    for check_in in check_ins:
        for event in log_of(session, check_in) if check_in else ():
            if isinstance(event, Advised) and event.message in TOLD:
                yield Text(TOLD[event.message].id, (("time", _clock(event.at, participant.zone)),))


def state_of(session: Session, escalation: Escalation, zone: str) -> list[Text]:
    """Who has it, or how it was closed."""
    if escalation.phase == "closed" and escalation.closed_by and escalation.closed_at and escalation.outcome:
        person = session.get(Staff, escalation.closed_by)
        closed = _(
            "✓ Closed by {name} at {time}: {outcome}",
            name=person.name if person else "–",
            time=_clock(escalation.closed_at, zone),
            outcome=OUTCOMES[escalation.outcome],
        )
        words = [_("“{words}”", words=verbatim(escalation.outcome_words))] if escalation.outcome_words else []
        return [closed, *words]
    if escalation.phase == "held" and escalation.acknowledged_by and escalation.acknowledged_at:
        person = session.get(Staff, escalation.acknowledged_by)
        at = _clock(escalation.acknowledged_at, zone)
        return [_("{name} is on it since {time}.", name=person.name if person else "–", time=at)]
    return [_("Nobody has it yet.")] if escalation.severity != "review" else []


def _rows(escalation: Escalation) -> tuple[tuple[Key, ...], ...]:
    assert escalation.id is not None
    id = escalation.id
    if escalation.phase == "closed":
        return ()
    acknowledge = ((Key(_("I'm on it"), pack(StaffButton(id, "ack"))),),) if escalation.phase == "open" else ()
    rest = (
        (Key(_("Message participant"), pack(StaffButton(id, "write"))),),
        (Key(_("Close…"), pack(StaffButton(id, "close"))),),
    )
    return (*acknowledge, *rest)


def outcome_rows(escalation: Escalation) -> tuple[tuple[Key, ...], ...]:
    """The outcomes to choose from, and a way back."""
    assert escalation.id is not None
    rows = [(Key(words, pack(StaffButton(escalation.id, "out", code))),) for code, words in OUTCOMES.items()]
    return (*rows, (Key(_("Not yet"), pack(StaffButton(escalation.id, "show")), control=True),))
