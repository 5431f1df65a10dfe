"""The one thing to do now: the open question, the emergency room, or nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from bot.apply import waiting
from bot.body import Body, Key, asking
from bot.buttons import AnswerButton, pack
from bot.facts import enrolment_of
from bot.languages import Languages
from bot.models import CheckIn, Concern, Escalation, Message, Participant, Staff
from bot.phone.transcript import given_of
from bot.post import body_of
from conversations import advice
from conversations.events import Answered, Asked, Corrected, Picked
from conversations.given import Given
from conversations.prompt import GO_ON, prompt
from conversations.questionnaire import Item, Questionnaire, is_stopped, open_item
from conversations.questionnaires import questionnaire_of
from conversations.questions import Choice, Choices, Clock, Count, Date, Dose, Measure, Question, Scale
from conversations.schedule import next_due
from conversations.text import Text
from conversations.trial import CALENDAR

SECONDS_A_QUESTION = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """Where something is typed: which HTML control, its keyboard, and the limits that a browser can hold."""

    control: str
    mode: str = "text"
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """The open question."""

    words: Text
    rows: tuple[tuple[Key, ...], ...]
    controls: tuple[Key, ...]
    entry: Entry | None
    about: str
    """Under which question something is typed: the data of a button without an option."""
    number: int
    of: int
    seconds: int
    ticks: bool


@dataclass(frozen=True, slots=True)
class Alarm:
    """After an emergency answer: what to do now, then what we are doing."""

    says: tuple[Text, ...]
    self_harm: bool
    saved_at: datetime
    seen_by: str
    seen_at: datetime | None
    closed: bool
    go_on: str
    more: bool
    """Whether questions are left after “go on”."""


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing is open; when the next question comes, if one is planned."""

    day: date | None
    at: datetime | None


def now_of(session: Session, participant: Participant, now: datetime) -> Card | Alarm | Rest:
    """What the participant has before them at this moment."""
    check_in = waiting(session, participant)
    if check_in is not None and check_in.facts:
        questionnaire = questionnaire_of(check_in.questionnaire, check_in.version)
        given = given_of(session, check_in, now)
        item = open_item(questionnaire, given)
        if is_stopped(given):
            alarm = _alarm(session, participant, check_in, given, item is not None)
            if alarm is not None:
                return alarm
        elif item is not None:
            return _card(check_in, questionnaire, item, given)
    enrolment = enrolment_of(session, participant)
    at = next_due(CALENDAR, enrolment, now) if enrolment else None
    local = at.astimezone(ZoneInfo(participant.zone)) if at else None
    return Rest(local.date() if local else None, local)


def _card(check_in: CheckIn, questionnaire: Questionnaire, item: Item, given: Given) -> Card:
    assert check_in.id is not None
    shown = prompt(questionnaire, item, given)
    ask = sum(isinstance(event, Asked) and event.item == item.id for event in given.log)
    body: Body = asking(shown, check_in.id, ask)
    controls = tuple(key for row in body.rows for key in row if key.control)
    rows = tuple(row for row in body.rows if not any(key.control for key in row))
    applicable = [one.id for one in questionnaire.items if one.when(given)]
    done = [id for id in applicable if id in given.settled and id != item.id]
    question = item.ask(given)
    return Card(
        words=shown.words,
        rows=rows,
        controls=controls,
        entry=_entry(question) if shown.typing else None,
        about=pack(AnswerButton(check_in.id, item.id, ask, "")),
        number=len(done) + 1,
        of=len(applicable),
        seconds=max(1, len(applicable) - len(done)) * SECONDS_A_QUESTION,
        ticks=isinstance(question, Choices) and given.proposal is None,
    )


def _entry(question: Question) -> Entry | None:
    """The control for what is typed; none where buttons hold every answer."""
    match question:
        case Choice() | Choices() | Scale():
            return None
        case Count(low=low, high=high):
            return Entry("input", "numeric", str(low), str(high))
        case Measure():
            return Entry("input", "decimal")
        case Dose():
            return Entry("input")
        case Date():
            return Entry("date")
        case Clock(earliest=earliest, latest=latest):
            return Entry("time", low=f"{earliest:%H:%M}", high=f"{latest:%H:%M}")
        case _:
            return Entry("textarea")


def _alarm(session: Session, participant: Participant, check_in: CheckIn, given: Given, more: bool) -> Alarm | None:
    message = session.exec(
        select(Message)
        .where(Message.check_in_id == check_in.id, Message.kind == "advice")
        .order_by(col(Message.id).desc())
    ).first()
    if message is None:
        return None
    assert check_in.id is not None
    zone = ZoneInfo(participant.zone)
    says = body_of(message).paragraphs
    saved = [event.at for event in given.log if isinstance(event, Answered | Corrected | Picked)]
    found = session.exec(
        select(Escalation)
        .join(Concern, col(Concern.escalation_id) == Escalation.id)
        .where(Concern.check_in_id == check_in.id, Escalation.severity == "emergency")
        .order_by(col(Escalation.id).desc())
    ).first()
    doctor = session.get(Staff, found.acknowledged_by) if found and found.acknowledged_by else None
    return Alarm(
        says=says,
        self_harm=any(text.id == advice.SELF_HARM.id for text in says),
        saved_at=max(saved, default=message.at).astimezone(zone),
        seen_by=doctor.name if doctor else "",
        seen_at=found.acknowledged_at.astimezone(zone) if found and found.acknowledged_at else None,
        closed=found is not None and found.phase == "closed",
        go_on=pack(AnswerButton(check_in.id, "", 0, GO_ON)),
        more=more,
    )


@dataclass(frozen=True, slots=True)
class Sentences:
    """The emergency message in the parts in which its room shows it; every sentence of it stands somewhere."""

    first: str
    """That this may be an emergency."""
    act: str
    """What to do now."""
    rest: tuple[str, ...]
    last: str
    """What we are doing."""


def sentences(alarm: Alarm, languages: Languages, language: str, ambient: Mapping[str, str]) -> Sentences:
    """The message taken apart at its full stops, in the reader's language."""
    main = advice.SELF_HARM if alarm.self_harm else advice.EMERGENCY
    parts = _split(languages.render(main, language, ambient))
    others = tuple(languages.render(text, language, ambient) for text in alarm.says if text.id != main.id)
    if len(parts) < 3:
        return Sentences("", " ".join(parts), others, "")
    return Sentences(parts[0], parts[1], (*parts[2:-1], *others), parts[-1])


def _split(words: str) -> list[str]:
    """Sentences, each with its full stop.

    >>> _split("A. B, 1.5 mg. C.")
    ['A.', 'B, 1.5 mg.', 'C.']
    >>> _split("这很急。请打 120。不要等。")
    ['这很急。', '请打 120。', '不要等。']
    """
    return [part.strip() for part in re.split(r"(?<=[。！？])|(?<=[.!?])\s+", words) if part.strip()]
